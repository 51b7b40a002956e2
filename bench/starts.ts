/** How long `npm start`'s process takes from nothing to work, and how much memory it holds then. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETTINGS } from '../src/config.ts';
import { median } from './numbers.ts';

export interface Start {
  /** From spawning to the first 200 of /readyz. */
  seconds: number;
  /** Of the application's own process; PostgreSQL is extra. */
  megabytes: number;
}

const MOST_WAIT_MS = 60_000;

export interface Starts {
  /** Empty data folder: database made, migrated, demonstration seeded. */
  cold: Start;
  /** The same folder again. */
  second: Start;
}

/** Medians of so many first and second starts. */
export async function measureStarts(times: number): Promise<Starts> {
  const seen: Starts[] = [];
  for (let time = 0; time < times; time++) seen.push(await startTwice());
  const middle = (which: keyof Starts): Start => ({
    seconds: median(seen.map((starts) => starts[which].seconds)),
    megabytes: median(seen.map((starts) => starts[which].megabytes)),
  });
  return { cold: middle('cold'), second: middle('second') };
}

async function startTwice(): Promise<Starts> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-bench-'));
  try {
    return { cold: await startOnce(dataDir), second: await startOnce(dataDir) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<Start> {
  const port = await freePort();
  // Empty settings hide those of an `.env` beside the project.
  const unset = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']));
  const env = { ...process.env, ...unset, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' };
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    await ready(`http://127.0.0.1:${port}/readyz`, ended);
    const seconds = (performance.now() - began) / 1000;
    const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }));
    return { seconds, megabytes: kilobytes / 1024 };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function ready(url: string, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  const until = performance.now() + MOST_WAIT_MS;
  while (performance.now() < until && !isOver) {
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(isOver ? 'The application ended instead of starting.' : `Not ready within ${MOST_WAIT_MS / 1000} s.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
