/** The PostgreSQL under all of it: BENCH_DATABASE_URL if set (databases may be made there), else an embedded one. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';

export interface Server {
  /** `PostgreSQL 18.4`. */
  readonly version: string;
  /** The address of a new database, migrated and empty. */
  database(name: string): Promise<string>;
  /** Removes what was made. */
  close(): Promise<void>;
}

/** An embedded server keeps its durable defaults: what is measured is a database that survives a power cut. */
export async function openServer(dataDir: string): Promise<Server> {
  const given = process.env.BENCH_DATABASE_URL;
  const embedded = given ? null : await startEmbedded({ dataDir, log: () => undefined });
  const url = given ?? embedded!.url;
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  const made: string[] = [];
  return {
    version: `PostgreSQL ${row?.version}`,
    async database(name) {
      const full = `bench_${name}_${randomUUID().slice(0, 8)}`;
      await sql`create database ${sql(full)}`;
      made.push(full);
      const its = Object.assign(new URL(url), { pathname: full }).href;
      await migrate(its);
      return its;
    },
    async close() {
      for (const name of made) await sql`drop database if exists ${sql(name)} with (force)`;
      await sql.end({ timeout: 5 });
      await embedded?.stop();
    },
  };
}
