/** Numbers within a hamlet, for a long list as for one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../support/database.ts';

const HOUSEHOLDS = 2_000;

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(1);
  await db.sql`insert into areas (code, name, kind, valid_from) values ('x', 'Ấp Thử', 'hamlet', '2025-07-01')`;
});
afterAll(() => db.close());

it('are looked up, not counted: a table that was empty when last analysed is not read once for each household', async () => {
  await db.sql`vacuum analyze households`;
  const { numbers, read } = await db.sql.begin(async (tx) => {
    await tx`
      insert into households (code, area_code, call_name, link_token, created_at)
      select 'L' || n || 'x', 'x', 'bác ' || n, 'token-' || n, '2026-11-23' from generate_series(1, ${HOUSEHOLDS}::int) n`;
    const [counted] = await tx<{ numbers: number; read: number }[]>`
      select (select count(distinct number)::int from households where number between 1 and ${HOUSEHOLDS}::int) as numbers,
        (select seq_tup_read::int from pg_stat_xact_user_tables where relname = 'households') as read`;
    return counted!;
  });
  expect(numbers).toBe(HOUSEHOLDS);
  expect(read).toBeLessThan(10 * HOUSEHOLDS);
});
