/** How long `npm start`'s process takes from nothing to work, and how much memory it holds then. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './numbers.ts';
import { memoryOf, startService } from './service.ts';

export interface Start {
  /** From spawning to the first 200 of /readyz. */
  seconds: number;
  /** Of the application's own process; PostgreSQL is extra. */
  megabytes: number;
}

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
  const { seconds, pid, stop } = await startService({ DATA_DIR: dataDir });
  const megabytes = memoryOf(pid) / 2 ** 20;
  await stop();
  return { seconds, megabytes };
}
