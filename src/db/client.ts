/**
 * The pool, and the two ways to speak to it: drizzle (`db`) for ordinary queries, postgres.js itself (`db.sql`) for the
 * hot path, whose statements are prepared and few (docs/decisions/0003).
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

export type Sql = postgres.Sql<{ bigint: bigint }>;
/** A transaction on the hot path's driver. */
export type Tx = postgres.TransactionSql<{ bigint: bigint }>;

export interface Database {
  readonly sql: Sql;
  readonly orm: PostgresJsDatabase<typeof schema>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections held by this process; 10 serve a web process well, a worker needs fewer. */
  connections?: number;
}

/** Opens a pool. Nothing is sent until the first query. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const sql = postgres(url, {
    max: options.connections ?? 10,
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    connection: { application_name: 'tro-ly-so' },
  });
  // drizzle replaces the driver's date parsers on the client it is given, so it gets a pool of its own.
  const ormSql = postgres(url, { max: 4, types: { bigint: postgres.BigInt }, onnotice: () => {} });
  return {
    sql,
    orm: drizzle(ormSql, { schema }),
    close: async () => {
      await Promise.all([sql.end({ timeout: 5 }), ormSql.end({ timeout: 5 })]);
    },
  };
}
