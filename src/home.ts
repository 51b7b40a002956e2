/** Where the data lives: a server named by DATABASE_URL, or the embedded one under DATA_DIR, with the key that seals it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { type ConnectOptions, connect, type Database } from './db/client.ts';
import { startEmbedded } from './db/embedded.ts';
import { hasHome } from './db/embedded-home.ts';

export interface Home {
  url: string;
  db: Database;
  /** 32 bytes; phone numbers, tokens and codes at rest. */
  key: Buffer;
  /** Closes the connections, and the embedded server if nobody else uses it. */
  close(): Promise<void>;
}

/** Whether there is a home to open, so that a command which can do without need not make one. */
export const isHomeThere = ({ databaseUrl, dataDir }: Config): boolean => databaseUrl !== null || hasHome(dataDir);

export async function openHome(config: Config, options: ConnectOptions = {}): Promise<Home> {
  if (config.databaseUrl && config.encryptionKey) {
    const db = connect(config.databaseUrl, options);
    return { url: config.databaseUrl, db, key: config.encryptionKey, close: () => db.close() };
  }
  const server = await startEmbedded({ dataDir: config.dataDir, log: (line: string) => console.log(line) });
  const db = connect(server.url, options);
  return {
    url: server.url,
    db,
    key: config.encryptionKey ?? keptKey(config.dataDir),
    close: async () => {
      await db.close();
      await server.stop();
    },
  };
}

/** Made once and kept beside the embedded database, readable by its owner only. */
function keptKey(dataDir: string): Buffer {
  const file = join(dataDir, 'encryption-key');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
