/** The journal under circumstances that single histories do not have: at the same time, after a merger, after a new definition. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { countFigures, foldFigures } from '../../src/db/figures.ts';
import { makeHousehold } from '../../src/db/households.ts';
import { mergeHouseholds } from '../../src/db/members.ts';
import { record, reverse } from '../../src/db/runs.ts';
import { openTestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-24T02:00:00Z');
let db: Database;
let contact: string;
beforeAll(async () => {
  db = await openTestDatabase(12);
  await db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values ('x', 'Xã', 'commune', null, '2025-07-01'),
      ('x-1', 'Ấp Một', 'hamlet', 'x', '2025-07-01'), ('x-2', 'Ấp Hai', 'hamlet', 'x', '2025-07-01')`;
  const [row] = await db.sql<{ id: bigint }[]>`
    insert into contacts (channel, external_id, created_at, seen_at) values ('zalo', '1', ${NOW}, ${NOW}) returning id`;
  contact = String(row?.id);
});
afterAll(() => db.close());

let next = 0;
const entry = (subject: string, more: object = {}) => ({
  key: `test:${next++}`,
  flowId: 'viettel-money',
  flowVersion: 1,
  outcome: 'completed' as const,
  subjectKind: 'household' as const,
  subjectCode: subject,
  areaCode: 'x-1',
  howKnown: 'volunteer' as const,
  channel: 'zalo',
  recordedBy: `volunteer:${contact}`,
  simulated: false,
  ...more,
});
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const figure = async (indicator: string, asOf: Date, area = 'x'): Promise<number> => {
  const rows = await countFigures(db.sql, {
    simulated: false,
    areas: [area],
    days: ['2026-12-31'],
    asOf,
    indicators: [indicator],
  });
  return rows.reduce((sum, { n }) => sum + (n ?? 0), 0);
};

it('counts a subject once when many record it at the same moment, and folds meanwhile without losing one', async () => {
  const folding = Promise.all(Array.from({ length: 20 }, () => foldFigures(db.sql)));
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      db.sql.begin((tx) =>
        record(tx, [entry(`Same-${n % 20}`, { areaCode: n % 2 ? 'x-1' : 'x-2' }), entry(`Own-${n}`)], NOW),
      ),
    ),
  );
  await folding;
  expect(await figure('VI-1', later(1))).toBe(220);
  expect((await figure('VI-1', later(1), 'x-1')) + (await figure('VI-1', later(1), 'x-2'))).toBe(220);
  await foldFigures(db.sql);
  expect(await figure('VI-1', later(1))).toBe(220);
});

it('counts two households that are merged as one from then on, the list too', async () => {
  const make = (code: string) =>
    db.sql.begin((tx) =>
      makeHousehold(tx, { code, areaCode: 'x-2', callName: 'Bác Ba', by: contact, simulated: false }, later(2)),
    );
  await make('x-2-001');
  await make('x-2-002');
  await db.sql.begin((tx) =>
    record(
      tx,
      ['x-2-001', 'x-2-002'].map((code) => entry(code, { areaCode: 'x-2' })),
      later(3),
    ),
  );
  const before = await figure('VI-1', later(4));
  await db.sql.begin((tx) =>
    mergeHouseholds(tx, { from: 'x-2-002', into: 'x-2-001', by: contact, reason: 'trùng' }, later(5)),
  );
  expect(await figure('VI-1', later(6))).toBe(before - 1);
  expect(await figure('VI-1', later(4))).toBe(before);
  // What is logged for the old code, or taken back from it, is the new household's affair.
  await db.sql.begin((tx) => record(tx, [entry('x-2-002', { areaCode: 'x-2' })], later(7)));
  expect(await figure('VI-1', later(8))).toBe(before - 1);
  const rows = await db.sql<
    { id: bigint }[]
  >`select id from ledger where subject_code like 'x-2-00%' and entry = 'completion'`;
  await db.sql.begin(async (tx) => {
    for (const { id } of rows) await reverse(tx, String(id), 'ghi nhầm', `volunteer:${contact}`, later(9));
  });
  expect(await figure('VI-1', later(10))).toBe(before - 2);
  const listed = async (known: Date) =>
    (await db.sql`select 1 from list_members(false, array['x'], '2026-12-31'::date, ${known}, '{households}')`).length;
  expect([await listed(later(4)), await listed(later(6))]).toEqual([2, 1]);
});

it('counts with a changed definition from the change on, and not before', async () => {
  await db.sql.begin((tx) => record(tx, [entry('D-1', { flowId: 'scam-check' })], NOW));
  const before = await figure('DV-1', new Date());
  await db.sql`update indicators set flow_ids = flow_ids || '{scam-check}' where id = 'DV-1'`;
  const after = new Date(Math.max(Date.now() + 60_000, later(60).getTime()));
  expect([await figure('DV-1', after), await figure('DV-1', new Date(NOW.getTime() - 1))]).toEqual([
    before + 1,
    before,
  ]);
  await db.sql`update indicators set flow_ids = array_remove(flow_ids, 'scam-check') where id = 'DV-1'`;
  expect(await figure('DV-1', after)).toBe(before);
});

it('keeps rehearsal and report apart', async () => {
  const real = await figure('VI-1', later(120));
  await db.sql.begin((tx) => record(tx, [entry('R-1', { simulated: true })], later(90)));
  expect(await figure('VI-1', later(120))).toBe(real);
  const [row] =
    await db.sql`select sum(numerator)::int as n from rehearsal.indicators where indicator = 'VI-1' and area_code = 'x'`;
  expect(row).toEqual({ n: null }); // the area itself is a real one
});
