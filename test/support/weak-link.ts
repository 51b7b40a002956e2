/**
 * A link between a browser and the house that can be cut and can lose requests: on the way there, or – after the house
 * has acted on them – on the way back. The browser's own "offline" does not reach a service worker; a cut wire does.
 */
import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request while there is any loss: lost on the way there, lost on the way back, or answered. */
export type Fate = 'there' | 'back' | 'through';

export interface WeakLink {
  /** Where the browser goes. */
  address: string;
  isCut: boolean;
  /** Share of requests for the lossy path that are lost: half of them on the way there, half on the way back. */
  loss: number;
  /** What became of the requests for the lossy path. */
  counts: Record<Fate, number>;
  close(): Promise<void>;
}

/** `target`: the house's address. The first losses are as `first` says, later ones follow from a seed. */
export async function weakLink(target: string, lossyPath: string, first: readonly Fate[] = []): Promise<WeakLink> {
  const { hostname, port } = new URL(target);
  const counts = { there: 0, back: 0, through: 0 };
  const planned = [...first];
  let state = 11;
  const fateOf = (loss: number): Fate => {
    if (loss === 0) return 'through';
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const thrown = state / 2 ** 31;
    return planned.shift() ?? (thrown < loss / 2 ? 'there' : thrown < loss ? 'back' : 'through');
  };
  const server = createServer(async (from, to) => {
    if (link.isCut) return from.socket.destroy();
    const isLossy = from.url?.startsWith(lossyPath) ?? false;
    const fate = isLossy ? fateOf(link.loss) : 'through';
    if (isLossy) counts[fate] += 1;
    if (fate === 'there') return from.socket.destroy();
    const body = await bytesOf(from);
    const { method, url: path, headers } = from;
    const onward = ask({ hostname, port, method, path, headers }, async (answer) => {
      const bytes = await bytesOf(answer);
      if (link.isCut || fate === 'back') return from.socket.destroy();
      to.writeHead(answer.statusCode ?? 500, answer.headers).end(bytes);
    });
    onward.on('error', () => from.socket.destroy());
    onward.end(body);
  });
  const link: WeakLink = {
    address: '',
    isCut: false,
    loss: 0,
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  link.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return link;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
