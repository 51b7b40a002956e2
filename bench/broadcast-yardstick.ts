/** The yardstick: bare loops that post the same message over kept-alive connections, and do nothing else. */
import http from 'node:http';
import { serve, settingsOf } from './child.ts';

const { url, body, connections } = settingsOf<{ url: string; body: Record<string, unknown>; connections: number }>();
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const to = new URL('/botbench/sendMessage', url);

function post(chat: number): Promise<void> {
  const text = Buffer.from(JSON.stringify({ chat_id: chat, ...body }));
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': text.length };
    const call = http.request(to, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        JSON.parse(Buffer.concat(chunks).toString());
        resolve();
      });
    });
    call.on('error', reject);
    call.end(text);
  });
}

serve(
  {},
  async (question) => {
    const { forMs, loops } = question as unknown as { forMs: number; loops: number };
    const began = performance.now();
    let calls = 0;
    const loop = async () => {
      while (performance.now() - began < forMs) {
        calls += 1;
        await post(calls);
      }
    };
    await Promise.all(Array.from({ length: loops }, loop));
    return (calls * 1000) / (performance.now() - began);
  },
  async () => agent.destroy(),
);
