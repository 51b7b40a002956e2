/**
 * A PostgreSQL of the harness's own, with its durable defaults, that can be stopped, killed, slowed down and run out of
 * connections while the houses use it.
 */
import { execFile } from 'node:child_process';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
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
  /** Makes a backup while it is in use; resolves with what puts everything back as it was then, sessions being cut. */
  backup(): Promise<() => Promise<void>>;
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

  /** PostgreSQL's own way of copying the files of a server that runs (its manual, 25.3.4 "low level API"). */
  async function copyTo(copy: string): Promise<void> {
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    try {
      await sql`select pg_backup_start('faults', fast => true)`;
      await copyFolder(cluster, copy);
      const [label] = await sql<
        { labelfile: string }[]
      >`select labelfile from pg_backup_stop(wait_for_archive => false)`;
      await rm(join(copy, 'pg_wal'), { recursive: true });
      await copyFolder(join(cluster, 'pg_wal'), join(copy, 'pg_wal'));
      const { uid, gid } = await stat(join(copy, 'PG_VERSION'));
      await writeFile(join(copy, 'backup_label'), label!.labelfile);
      await chown(join(copy, 'backup_label'), uid, gid);
      await rm(join(copy, 'postmaster.pid'), { force: true });
    } finally {
      await sql.end({ timeout: 5 });
    }
  }

  async function stop(how: 'fast' | 'immediate'): Promise<void> {
    const postmaster = await pid();
    process.kill(postmaster, SIGNALS[how]);
    const until = Date.now() + GONE_WITHIN_MS;
    while (isAlive(postmaster)) {
      if (Date.now() > until) throw new Error('PostgreSQL does not stop.');
      await pause(20);
    }
  }

  async function start(): Promise<void> {
    server = await startEmbedded({ dataDir, log: () => undefined });
    if (server.url !== url) throw new Error('PostgreSQL came back at another address.');
  }

  return {
    version: `PostgreSQL ${row?.version}`,
    async database(name) {
      await ask(`create database "${name}"`);
      const its = Object.assign(new URL(url), { pathname: name }).href;
      await migrate(its);
      return its;
    },
    stop,
    start,
    async backup() {
      const copy = join(dataDir, `backup-${Date.now()}`);
      await copyTo(copy);
      return async () => {
        await stop('immediate');
        await rm(cluster, { recursive: true });
        await rename(copy, cluster);
        await start();
      };
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

/** With owners and modes, which PostgreSQL insists on. Files that vanish meanwhile are nothing to a backup: its log has them. */
const copyFolder = (from: string, to: string) =>
  promisify(execFile)('cp', ['-a', from, to]).catch((error: { stderr?: string }) => {
    const lines = (error.stderr ?? '').split('\n').filter(Boolean);
    if (lines.length === 0 || lines.some((line) => !line.endsWith('No such file or directory'))) throw error;
  });

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
