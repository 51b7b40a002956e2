/** The program as it is started in service (`src/main.ts`), with an address to call and its memory seen from outside. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SETTINGS, type SettingName } from '../src/config.ts';

export interface Service {
  /** `http://127.0.0.1:…`, without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** From spawning to the first 200 of /readyz. */
  readonly seconds: number;
  stop(): Promise<void>;
}

const MOST_WAIT_MS = 60_000;
/** Between two looks at a process's memory. */
const LOOK_MS = 20;

/** Starts it with these settings only and waits until it is ready. `nodeOptions` as one would give them to Node. */
export async function startService(settings: Partial<Record<SettingName, string>>, nodeOptions = ''): Promise<Service> {
  const port = await freePort();
  // Empty settings hide those of an `.env` beside the project.
  const unset = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']));
  const env = { ...process.env, ...unset, PORT: String(port), LOG_LEVEL: 'warn', ...settings };
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...env, NODE_OPTIONS: nodeOptions },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(`${url}/readyz`, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, seconds: (performance.now() - began) / 1000, stop };
}

/** What `compose.yaml` gives Node for a service; empty when nothing. */
export function nodeOptionsOf(service: string): string {
  const text = readFileSync(new URL('../compose.yaml', import.meta.url), 'utf8');
  const [, section = ''] = text.split(new RegExp(`^ {2}${service}:$`, 'm'));
  const [own = ''] = section.split(/^ {2}\w+:$/m);
  return /^\s+NODE_OPTIONS: (.+)$/m.exec(own)?.[1] ?? '';
}

/** Resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
  const kilobytes =
    process.platform === 'linux'
      ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) * 1024;
}

/** The most memory a process holds while `work` is done, looked at every {@link LOOK_MS}; and what it held before. */
export async function watchMemory(
  pid: number,
  work: () => Promise<unknown>,
): Promise<{ before: number; most: number }> {
  const before = memoryOf(pid);
  let most = before;
  const look = () => {
    most = Math.max(most, memoryOf(pid));
  };
  const watch = setInterval(look, LOOK_MS);
  try {
    await work();
    look();
  } finally {
    clearInterval(watch);
  }
  return { before, most };
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
