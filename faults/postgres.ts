/**
 * A PostgreSQL of the harness's own, with its durable defaults, that can be stopped, killed, slowed down and run out of
 * connections while the houses use it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { type EmbeddedServer, startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';

export interface Postgres {
  readonly version: string;
  /** The address of a new database, migrated and empty. */
  database(name: string): Promise<string>;
  /** `fast`: sessions are cut, everything is written. `immediate`: as in a power cut. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** At the same address as before. */
  start(): Promise<void>;
  /** Runs for `goMs`, stands still for `stopMs`, again and again, until the function it resolves with is called. */
  slow(goMs: number, stopMs: number): Promise<() => Promise<void>>;
  /** Takes all connections but `left`; resolves with what gives them back. */
  exhaust(left: number): Promise<() => Promise<void>>;
  /** Folder of the cluster, for a backup of its files. */
  readonly cluster: string;
  close(): Promise<void>;
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const GONE_WITHIN_MS = 20_000;

export async function openPostgres(dataDir: string): Promise<Postgres> {
  let server: EmbeddedServer = await startEmbedded({ dataDir, log: () => undefined });
  const { url } = server;
  const cluster = join(dataDir, 'postgres');
  const ask = <Row extends object>(statement: string): Promise<Row[]> => askOnce<Row>(url, statement);
  const [row] = await ask<{ version: string }>(`select current_setting('server_version') as version`);
  const pid = async () => Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);

  return {
    version: `PostgreSQL ${row?.version}`,
    cluster,
    async database(name) {
      await ask(`create database "${name}"`);
      const its = Object.assign(new URL(url), { pathname: name }).href;
      await migrate(its);
      return its;
    },
    async stop(how) {
      const postmaster = await pid();
      process.kill(postmaster, SIGNALS[how]);
      const until = Date.now() + GONE_WITHIN_MS;
      while (isAlive(postmaster)) {
        if (Date.now() > until) throw new Error('PostgreSQL does not stop.');
        await pause(20);
      }
    },
    async start() {
      server = await startEmbedded({ dataDir, log: () => undefined });
      if (server.url !== url) throw new Error('PostgreSQL came back at another address.');
    },
    async slow(goMs, stopMs) {
      let isSlow = true;
      const rhythm = (async () => {
        while (isSlow) {
          await pause(goMs);
          const pids = await processesOf(await pid());
          for (const one of pids) signal(one, 'SIGSTOP');
          await pause(stopMs);
          for (const one of pids) signal(one, 'SIGCONT');
        }
      })();
      return async () => {
        isSlow = false;
        await rhythm;
      };
    },
    async exhaust(left) {
      const [most] = await ask<{ most: number; used: number }>(
        `select current_setting('max_connections')::int as most, (select count(*) from pg_stat_activity)::int as used`,
      );
      const taken = postgres(url, { max: Math.max(1, (most?.most ?? 100) - (most?.used ?? 0) - left) });
      const busy = Array.from({ length: taken.options.max }, () => taken.reserve().catch(() => null));
      await Promise.race([Promise.all(busy), pause(5000)]);
      return () => taken.end({ timeout: 0 });
    },
    close: () => server.stop(),
  };
}

async function askOnce<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe<Row[]>(statement))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended since
  }
}

/** The postmaster's children; the postmaster itself keeps running, so that new sessions are still accepted – and wait. */
async function processesOf(postmaster: number): Promise<number[]> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').catch(() => '');
  return children.split(' ').filter(Boolean).map(Number);
}
