/** The other side of the announcement benchmark: a Telegram that takes everything at once, counts by person and by time. */

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from './child.ts';

export interface PlatformLedger {
  calls: number;
  /** People who got a message, and the most one of them got. */
  people: number;
  most: number;
  /** Arrivals in milliseconds since the first one, ascending. */
  arrivals: number[];
}

let copies = new Map<string, number>();
let arrivals: number[] = [];
let messageId = 0;

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const chat = /"chat_id":"?(\d+)/.exec(Buffer.concat(chunks).toString('latin1'))?.[1];
    if (chat !== undefined) {
      copies.set(chat, (copies.get(chat) ?? 0) + 1);
      arrivals.push(performance.now());
    }
    messageId += 1;
    const body = `{"ok":true,"result":{"message_id":${messageId}}}`;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

serve(
  { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  async ({ do: what }) => {
    if (what === 'forget') {
      copies = new Map();
      arrivals = [];
      return null;
    }
    const first = arrivals[0] ?? 0;
    const ledger: PlatformLedger = {
      calls: arrivals.length,
      people: copies.size,
      most: Math.max(0, ...new Set(copies.values())),
      arrivals: arrivals.map((at) => at - first),
    };
    return what === 'count' ? arrivals.length : ledger;
  },
  async () => {
    server.close();
    server.closeAllConnections();
  },
);
