import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  historyOfArea,
  mergeAreas,
  moveArea,
  renameArea,
  settleAreas,
  splitArea,
  withdrawMerge,
} from '../../src/db/area-changes.ts';
import { above, below, findAreas, pathOf } from '../../src/db/areas.ts';
import type { Database, Tx } from '../../src/db/client.ts';
import { countFigures } from '../../src/db/figures.ts';
import { loadOfficialAreas } from '../../src/db/official-areas.ts';
import { record } from '../../src/db/runs.ts';
import { openTestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-24T02:00:00Z');
const LATER = new Date('2026-12-24T02:00:00Z');
let db: Database;
let round = 0;
/** Codes of this test's own little province. */
let at: (code: string) => string;

beforeAll(async () => {
  db = await openTestDatabase(2);
});
afterAll(() => db.close());
beforeEach(async () => {
  round += 1;
  at = (code) => `${round}.${code}`;
  await db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      (${at('P')}, 'Tỉnh', 'province', null, '2025-07-01'), (${at('A')}, 'Xã A', 'commune', ${at('P')}, '2025-07-01'),
      (${at('B')}, 'Xã B', 'commune', ${at('P')}, '2025-07-01'), (${at('A1')}, 'Ấp Một', 'hamlet', ${at('A')}, '2025-07-01'),
      (${at('A2')}, 'Ấp Hai', 'hamlet', ${at('A')}, '2025-07-01'), (${at('B1')}, 'Ấp Ba', 'hamlet', ${at('B')}, '2025-07-01')`;
  await db.sql.begin((tx) =>
    record(
      tx,
      ['A1', 'A2', 'B1'].map((area, n) => entry(area, n)),
      NOW,
    ),
  );
});

const entry = (area: string, n: number) => ({
  key: `${round}.${area}.${n}`,
  flowId: 'dvcqg-login',
  flowVersion: 1,
  outcome: 'completed' as const,
  subjectKind: 'person' as const,
  subjectCode: `${round}.${n}`,
  areaCode: at(area),
  howKnown: 'volunteer' as const,
  channel: 'zalo',
  recordedBy: 'contact:1',
  simulated: false,
});
const change = (act: (tx: Tx) => Promise<unknown>) => db.sql.begin(act);
const codes = async (rows: ReturnType<typeof below>) =>
  (await rows).map((row) => String(row.code).split('.')[1]).toSorted();
const figure = async (area: string, asOf = LATER): Promise<number> => {
  const rows = await countFigures(db.sql, {
    simulated: false,
    areas: [at(area)],
    days: ['2026-12-24'],
    asOf,
    indicators: ['DV-4'],
  });
  return rows.reduce((sum, { n }) => sum + (n ?? 0), 0);
};

describe('a merged hamlet', () => {
  it('is counted where it went, in its own commune no more, and rights follow', async () => {
    await change((tx) => mergeAreas(tx, { old: [at('A1')], into: at('B1'), on: '2026-11-24', source: 'NQ 1' }, NOW));
    expect([await figure('A'), await figure('B'), await figure('B1'), await figure('P')]).toEqual([1, 2, 2, 3]);
    expect(await codes(below(db.sql, at('B')))).toEqual(['A1', 'B', 'B1']);
    expect(await codes(above(db.sql, at('A1')))).toEqual(['A1', 'B', 'B1', 'P']);
    expect(await pathOf(db.sql, at('A1'))).toEqual(['A1', 'B1', 'B', 'P'].map(at));
    expect(await historyOfArea(db.sql, at('A1'))).toEqual([
      { on: '2026-11-24', kind: 'merged', from: at('A1'), to: at('B1'), source: 'NQ 1' },
    ]);
  });

  it('is still what it was for whoever asks as of a time before, or before the day it takes effect', async () => {
    await change((tx) => mergeAreas(tx, { old: [at('A1')], into: at('B1'), on: '2026-12-10', source: 'NQ 2' }, NOW));
    expect(await figure('B', NOW)).toBe(1);
    expect(await figure('B')).toBe(2);
    expect(await codes(below(db.sql, at('B')))).toEqual(['B', 'B1']);
    await settleAreas(db.sql, LATER);
    expect(await codes(below(db.sql, at('B')))).toEqual(['A1', 'B', 'B1']);
  });

  it('is free again when the merger was a mistake, and what was read in between stays', async () => {
    const between = new Date(NOW.getTime() + 3_600_000);
    await change((tx) => mergeAreas(tx, { old: [at('A1')], into: at('B1'), on: '2026-11-24', source: 'nhầm' }, NOW));
    expect(await change((tx) => withdrawMerge(tx, at('A1'), new Date(between.getTime() + 1)))).toBe(true);
    expect([await figure('A1'), await figure('B')]).toEqual([1, 1]);
    expect(await figure('B', between)).toBe(2);
  });

  it('cannot be merged in a circle, into another kind, twice, into itself or into nothing', async () => {
    const merge = (old: string, into: string) =>
      change((tx) => mergeAreas(tx, { old: [at(old)], into: at(into), on: '2026-11-24', source: 'x' }, NOW));
    await merge('A1', 'A2');
    await expect(merge('A2', 'A1')).rejects.toThrow(/vòng tròn/);
    await expect(merge('A2', 'B')).rejects.toThrow(/không cùng loại/);
    await expect(merge('A1', 'B1')).rejects.toThrow(/nhập vào một đơn vị khác rồi/);
    await expect(merge('B1', 'B1')).rejects.toThrow(/chính nó/);
    await expect(merge('B1', 'nowhere')).rejects.toThrow(/chưa có trong danh mục/);
    await expect(
      change((tx) => moveArea(tx, { code: at('P'), parent: at('A'), on: '2026-11-24', source: 'x' }, NOW)),
    ).rejects.toThrow(/trong chính nó/);
    expect(await figure('P')).toBe(3);
  });
});

it('a merged commune brings its hamlets along', async () => {
  await change((tx) => mergeAreas(tx, { old: [at('A')], into: at('B'), on: '2026-11-24', source: 'NQ 3' }, NOW));
  expect([await figure('B'), await figure('P')]).toEqual([3, 3]);
  expect(await codes(below(db.sql, at('B')))).toEqual(['A', 'A1', 'A2', 'B', 'B1']);
});

it('a moved hamlet takes its history with it, a renamed one keeps it', async () => {
  await change((tx) => moveArea(tx, { code: at('A1'), parent: at('B'), on: '2026-11-24', source: 'NQ 4' }, NOW));
  await change((tx) => renameArea(tx, { code: at('A1'), name: 'Ấp Mới', on: '2026-12-01', source: 'NQ 5' }, NOW));
  expect([await figure('A'), await figure('B')]).toEqual([1, 2]);
  const name = async () => (await db.sql<{ name: string }[]>`select name from areas where code = ${at('A1')}`)[0]?.name;
  expect(await name()).toBe('Ấp Một');
  await settleAreas(db.sql, LATER);
  expect(await name()).toBe('Ấp Mới');
  expect((await historyOfArea(db.sql, at('A1'))).map(({ kind, on }) => [kind, on])).toEqual([
    ['moved', '2026-11-24'],
    ['renamed', '2026-12-01'],
  ]);
});

it('a split divides no figures: they stay, or go whole to the part that is named', async () => {
  await db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      (${at('N1')}, 'Ấp Một A', 'hamlet', ${at('A')}, '2026-11-24'), (${at('N2')}, 'Ấp Một B', 'hamlet', ${at('A')}, '2026-11-24')`;
  const split = (parts: { code: string; whole?: boolean }[]) =>
    change((tx) => splitArea(tx, { code: at('A1'), parts, on: '2026-11-24', source: 'NQ 6' }, NOW));
  await split([{ code: at('N1') }]);
  expect([await figure('A1'), await figure('N1'), await figure('A')]).toEqual([1, 0, 2]);
  await split([{ code: at('N2'), whole: true }]);
  expect([await figure('N2'), await figure('N1'), await figure('A')]).toEqual([1, 0, 2]);
});

describe('looking an area up', () => {
  beforeAll(() => loadOfficialAreas(db.sql));
  const find = async (words: string) => findAreas(db.sql, words, { simulated: false });

  it('by its name, with or without marks, wherever the tone was put', async () => {
    for (const words of ['Trần Đề', 'xã trần đề', 'TRAN DE']) {
      expect((await find(words))[0]).toMatchObject({
        code: '31673',
        name: 'Xã Trần Đề',
        formerly: null,
        within: ['Thành phố Cần Thơ'],
      });
    }
    expect((await find('Hỏa Lựu'))[0]?.code).toBe((await find('Hoả Lựu'))[0]?.code);
  });

  it('by the name of a unit that is no more, and says so', async () => {
    expect((await find('Đại Ân 2'))[0]).toMatchObject({ code: '31673', formerly: expect.stringMatching(/Đại Ân 2/) });
    expect((await find('Rạch Gốc')).map(({ code }) => code)).toContain('32244');
    const district = await find('huyện Châu Thành A');
    expect(district.filter(({ formerly }) => formerly === 'huyện Châu Thành A cũ').map(({ code }) => code)).toEqual([
      '31342',
      '31348',
      '31360',
      '31369',
    ]);
  });

  it('shows every one of a name that repeats, with its province', async () => {
    const found = (await find('Tân Thành')).filter(({ name }) => /Tân Thành$/.test(name));
    expect(found.length).toBeGreaterThan(5);
    expect(new Set(found.map(({ within }) => within.at(-1))).size).toBe(found.length);
  });

  it('finds nothing for nothing, and takes signs as they are', async () => {
    expect(await find('   ')).toEqual([]);
    expect(await find('%a%')).toEqual([]);
    expect(await find('_____')).toEqual([]);
  });
});
