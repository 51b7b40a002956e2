/** Starts, stops and kills houses that run as processes of their own (`house-process.ts`). */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Begin, HouseSays, HouseSettings, Order } from './house-process.ts';

export interface HouseProcess {
  /** Resolves when it listens. Rejects when it ends instead. */
  begin(how?: Begin): Promise<void>;
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Sends a signal: SIGTERM, SIGSTOP, SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Puts its clock forward. */
  jump(ms: number): void;
  /** Everything it has printed. */
  printed(): string;
}

export interface SpawnOptions {
  /** Root of another copy of the program. */
  program?: string;
  /** A file for what it prints, which is then not kept. */
  logTo?: string;
}

const HERE = fileURLToPath(new URL('../../../', import.meta.url));

export function spawnHouse(settings: HouseSettings, { program = HERE, logTo }: SpawnOptions = {}): HouseProcess {
  const script = join(program, 'test/e2e/support/house-process.ts');
  const env = { ...process.env, HOUSE: JSON.stringify(settings) };
  const out = logTo === undefined ? 'pipe' : openSync(logTo, 'w');
  const child = fork(script, { env, cwd: program, execArgv: ['--import', 'tsx'], stdio: ['ignore', out, out, 'ipc'] });
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
    signal: (name) => void child.kill(name),
    jump: (ms) => void child.send({ jumpMs: ms } satisfies Order),
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
