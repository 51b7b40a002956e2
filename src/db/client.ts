/**
 * The pool. Queries are written in SQL through postgres.js, which prepares them; drizzle keeps the schema and applies the
 * migrations (docs/decisions/0003).
 */
import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: bigint }>;
/** A transaction on the hot path's driver. */
export type Tx = postgres.TransactionSql<{ bigint: bigint }>;

/** All of `work` or nothing of it: in a transaction of its own, or as a part that can be undone within the one there is. */
export const inTransaction = <T>(sql: Sql | Tx, work: (tx: Tx) => Promise<T>): Promise<T> =>
  ('savepoint' in sql ? sql.savepoint(work) : sql.begin(work)) as Promise<T>;

export interface Database {
  readonly sql: Sql;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections held by this process; 10 serve a web process well, a worker needs fewer. */
  connections?: number;
}

/**
 * Between two attempts to reach the server. The library's own pauses grow to half a minute, shared by all connections, so
 * that people would still wait for a database that is long back.
 */
const RECONNECT_SECONDS = 0.5;

/** Opens a pool. Nothing is sent until the first query. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const sql = postgres(url, {
    max: options.connections ?? 10,
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    backoff: () => RECONNECT_SECONDS * (0.5 + Math.random()),
    connection: { application_name: 'tro-ly-so' },
  });
  return {
    sql,
    close: async () => {
      await sql.end({ timeout: 5 });
    },
  };
}
