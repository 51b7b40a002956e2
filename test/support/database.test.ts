import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

const databases: TestDatabase[] = [];

beforeAll(async () => {
  databases.push(...(await Promise.all([createTestDatabase(), createTestDatabase()])));
});

afterAll(() => Promise.all(databases.map((database) => database.drop())));

it('is migrated, and what one test file writes is not seen by another', async () => {
  const [one, other] = databases.map(({ url }) => postgres(url, { max: 1 }));
  const tables = await one!`select schemaname || '.' || tablename as name from pg_tables where schemaname = 'public'`;
  expect(tables.length).toBeGreaterThan(0);
  await one!`create table written_here ()`;
  const [seen] = await other!`select to_regclass('written_here') as found`;
  expect(seen).toEqual({ found: null });
  await Promise.all([one!.end(), other!.end()]);
});

it('is gone after drop, open connections included', async () => {
  const database = await createTestDatabase();
  const sql = postgres(database.url, { max: 1 });
  await sql`select 1`;
  await database.drop();
  await expect(sql`select 1`).rejects.toMatchObject({
    code: expect.stringMatching(/^(57P01|3D000|CONNECTION_CLOSED)$/),
  });
  await sql.end({ timeout: 0 });
});
