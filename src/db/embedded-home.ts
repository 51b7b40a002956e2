/**
 * Where the embedded database lives and as whom it runs, decided once per data folder and written down there in
 * `postgres.json` (mode 0600): the cluster's folder, the password and the port it had last.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, link, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type Account,
  canEnter,
  findOrCreateAccount,
  ownerOf,
  packagedNative,
  runnablePrograms,
} from './embedded-program.ts';

export interface Home {
  /** Whom PostgreSQL runs as. */
  account: Account;
  /** Folder of `initdb` and `pg_ctl`. */
  programs: string;
  /** PostgreSQL's data folder; not there before the first start. */
  cluster: string;
  password: string;
  /** The port of the last start, 0 before the first. Another is taken when somebody else listens there now. */
  port: number;
  rememberPort(port: number): Promise<void>;
}

export interface HomeOptions {
  /** Made if missing. */
  dataDir: string;
  /**
   * Only used by root, when PostgreSQL's account cannot enter `dataDir` or node_modules: must be a folder that every
   * account can enter. The database lies there then, and `postgres.json` says so.
   */
  commonDir: string;
  log: (line: string) => void;
}

const RECORD = 'postgres.json';

/** What `postgres.json` holds. `cluster` is absolute, or relative to the data folder so that this one can be moved. */
interface HomeRecord {
  cluster: string;
  password: string;
  port: number;
}

/** Whether a database has ever been started for this data folder. */
export const hasHome = (dataDir: string): boolean => existsSync(join(dataDir, RECORD));

/** Finds the home of this data folder's database or settles on one. Processes that do so at once agree on one home. */
export async function findHome(options: HomeOptions): Promise<Home> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const file = join(dataDir, RECORD);
  const record = (await readRecord(file)) ?? (await createRecord(file, { ...options, dataDir }));
  const cluster = resolve(dataDir, record.cluster);
  const account = existsSync(cluster) ? await ownerOf(cluster) : await findOrCreateAccount();
  const programs = await runnablePrograms(await packagedNative(), account, account ? options.commonDir : dataDir);
  const rememberPort = (port: number) => replaceRecord(file, { ...record, port });
  return { account, programs, cluster, password: record.password, port: record.port, rememberPort };
}

async function readRecord(file: string): Promise<HomeRecord | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as HomeRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(
      `${file}, which holds the password of the embedded database, cannot be read (was it made by another OS user?): ${error}`,
    );
  }
}

async function createRecord(file: string, options: HomeOptions): Promise<HomeRecord> {
  const orphan = join(options.dataDir, 'postgres');
  if (existsSync(orphan) && !existsSync(file)) {
    throw new Error(
      `${orphan} holds a database, but ${file} with its password is gone. Put the file back, ` +
        `or move ${orphan} away to begin with an empty database.`,
    );
  }
  const cluster = await chooseCluster(await findOrCreateAccount(), options);
  const record = { cluster, password: randomBytes(24).toString('base64url'), port: 0 };
  const draft = await draftRecord(file, record);
  await link(draft, file).catch(() => undefined); // somebody was faster: theirs counts
  await rm(draft);
  return (await readRecord(file)) ?? record;
}

/** Root may be using an ordinary user's data folder: the record stays that user's. */
async function replaceRecord(file: string, record: HomeRecord): Promise<void> {
  const draft = await draftRecord(file, record);
  const { uid, gid } = await stat(file);
  await chown(draft, uid, gid);
  await rename(draft, file);
}

/** A finished file under another name, so that the record appears whole or not at all. */
async function draftRecord(file: string, record: HomeRecord): Promise<string> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  return draft;
}

/**
 * In the data folder whenever PostgreSQL's account can get there, if need be by letting other accounts pass through
 * (not look into) that one folder. Folders above it are not ours to open: the cluster goes to `commonDir` then.
 */
async function chooseCluster(account: Account, { dataDir, commonDir, log }: HomeOptions): Promise<string> {
  if (await canEnter(account, dataDir)) return 'postgres';
  const { mode } = await stat(dataDir);
  await chmod(dataDir, mode | 0o001);
  if (await canEnter(account, dataDir)) {
    log(
      `Let other OS users pass through ${dataDir}, so that the database (which cannot run as root) reaches its files.`,
    );
    return 'postgres';
  }
  await chmod(dataDir, mode);
  await mkdir(commonDir, { recursive: true, mode: 0o755 });
  if (!(await canEnter(account, commonDir))) {
    throw new Error(
      `PostgreSQL cannot run as root, and the OS user it runs as instead can enter neither ${dataDir} nor ${commonDir}. ` +
        'Set DATA_DIR to a folder it can enter, or start as an ordinary user, or set DATABASE_URL.',
    );
  }
  const cluster = join(commonDir, `cluster-${randomBytes(4).toString('hex')}`);
  log(`The database is kept in ${cluster}, because the OS user it runs as cannot enter ${dataDir}. Back up both.`);
  return cluster;
}
