/** A database for one test file: migrated, empty, nobody else's. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Database } from '../../src/db/client.ts';
import type {} from './global-postgres.ts';

export interface TestDatabase {
  url: string;
  /** Removes it, cutting what is still connected. */
  drop(): Promise<void>;
}

/** Copies the run's migrated template. Call it in `beforeAll`, drop in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, template } = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(url, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  const drop = () => onServer(url, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
  return { url: Object.assign(new URL(url), { pathname: name }).href, drop };
}

/** One to work in, with so many connections at the most; closing it removes it. */
export async function openTestDatabase(connections: number): Promise<Database> {
  const { url, drop } = await createTestDatabase();
  const { sql, close } = connect(url, { connections });
  return { sql, close: () => close().then(drop) };
}

async function onServer(url: string, ask: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await ask(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
