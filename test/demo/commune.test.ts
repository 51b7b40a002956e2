import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { COMMUNE, personas, seedCommune } from '../../src/demo/commune.ts';
import { openTestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-24T02:00:00Z');
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(10);
  expect(await seedCommune(db.sql, NOW)).toBe(true);
});
afterAll(() => db.close());

const count = async (what: string): Promise<number> => {
  const [row] = await db.sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${what}`);
  return row?.count ?? -1;
};

it('is a commune of 4 hamlets, 60 households, 25 stalls, 6 volunteers and 2 officials with some history', async () => {
  expect(await count("areas where kind = 'hamlet'")).toBe(4);
  expect(await count('households')).toBe(60);
  expect(await count('stalls')).toBe(25);
  expect(await count("memberships where role = 'volunteer'")).toBe(6);
  expect(await count("memberships where role in ('official', 'admin')")).toBe(2);
  expect(await count("memberships where role = 'admin'")).toBe(1);
  expect(await count('ledger')).toBeGreaterThan(50);
  expect(await count('contacts where not simulated')).toBe(0);
});

it('is seeded once: a second start changes nothing', async () => {
  const before = await count('contacts');
  expect(await seedCommune(db.sql, NOW)).toBe(false);
  expect(await count('contacts')).toBe(before);
});

it('never appears in report, only in rehearsal', async () => {
  for (const view of ['completions', 'runs', 'deliveries', 'broadcast_recipients', 'indicators', 'areas']) {
    expect(await count(`report.${view}`), view).toBe(0);
  }
  expect(await count(`rehearsal.indicators where area_code = '${COMMUNE.code}'`)).toBeGreaterThan(0);
});

it('offers people whose ids no real person can have', () => {
  for (const { externalId } of personas()) expect(BigInt(externalId)).toBeGreaterThan(2n ** 52n);
});
