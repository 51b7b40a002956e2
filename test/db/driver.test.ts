import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

/** Stands between us and PostgreSQL, and cuts the line when told to. */
let line: { port: number; cut(): void; close(): void };

beforeAll(async () => {
  const { hostname, port } = new URL(inject('postgres').url);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((ours) => {
    const theirs = net.connect(Number(port), hostname);
    for (const socket of [ours, theirs]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    ours.pipe(theirs).pipe(ours);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line = {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => server.close(),
  };
});
afterAll(() => line.close());

it('a line cut under statements costs those statements, never the process or the connection', async () => {
  const url = Object.assign(new URL(inject('postgres').url), { hostname: '127.0.0.1', port: String(line.port) });
  const sql = postgres(url.href, { max: 4, onnotice: () => undefined, backoff: () => 0.01 });
  const fates = { done: 0, cut: 0 };
  const work = async () => {
    for (let n = 0; n < 40; n++) {
      await sql
        .begin(async (tx) => {
          await tx`select pg_sleep(0.001)`;
          await tx`select ${n}::int`;
        })
        .then(
          () => fates.done++,
          () => fates.cut++,
        );
    }
  };
  const cutter = setInterval(() => line.cut(), 15);
  await Promise.all([work(), work(), work(), work(), work(), work(), work(), work()]);
  clearInterval(cutter);
  await setTimeout(100); // the last cut is noticed
  expect(fates.done + fates.cut).toBe(320);
  expect(fates.cut).toBeGreaterThan(0);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => sql`select ${n}::int as n`.then(([row]) => row?.n)),
  );
  expect(answers).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await sql.end({ timeout: 5 });
});
