/** Starts, stops and kills houses that run as processes of their own (`house-process.ts`). */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Begin, HouseSays, HouseSettings } from './house-process.ts';

export interface HouseProcess {
  /** Resolves when it listens. Rejects when it ends instead. */
  begin(how?: Begin): Promise<void>;
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Everything it has printed. */
  printed(): string;
}

export function spawnHouse(settings: HouseSettings): HouseProcess {
  const script = fileURLToPath(new URL('./house-process.ts', import.meta.url));
  const env = { ...process.env, HOUSE: JSON.stringify(settings) };
  const child = fork(script, { env, execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  const ended = once(child, 'exit').then(() => undefined);
  const loaded = said(child, 'loaded');
  loaded.catch(() => undefined); // told to whoever begins
  return {
    ended,
    printed: () => chunks.join(''),
    async begin(how = {}) {
      await loaded;
      const up = said(child, 'up');
      child.send(how);
      await up;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send('stop');
      await ended;
    },
  };
}

function said(child: ChildProcess, word: HouseSays): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (heard: HouseSays) => {
      if (heard !== word) return;
      child.off('message', hear);
      resolve();
    };
    child.on('message', hear);
    child.once('exit', (code, signal) =>
      reject(new Error(`The house ended before it was ${word}: ${code ?? signal}.`)),
    );
  });
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
