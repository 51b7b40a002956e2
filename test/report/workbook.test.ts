import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/db/client.ts';
import { record, reverse } from '../../src/db/runs.ts';
import { periodFigures } from '../../src/report/period-figures.ts';
import { buildWorkbook } from '../../src/report/workbook.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let db: Database;

const entry = (key: string, area: string, subject: string, howKnown: 'self' | 'volunteer') => ({
  key,
  flowId: 'viettel-money',
  flowVersion: 1,
  outcome: 'completed' as const,
  subjectKind: 'household' as const,
  subjectCode: subject,
  areaCode: area,
  howKnown,
  channel: 'zalo',
  recordedBy: 'contact:1',
  simulated: false,
});

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  await db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values ('x', 'Xã Thử', 'commune', null, '2025-07-01'),
      ('h1', '=1+1', 'hamlet', 'x', '2025-07-01'), ('h2', 'Ấp Hai', 'hamlet', 'x', '2025-07-01')`;
  await db.sql`
    insert into denominators (indicator, area_code, value, source, valid_from, recorded_at)
    values ('VI-1', 'x', 10, 'danh sách tháng 10/2026', '2026-10-01', '2026-10-01')`;
  await db.sql`
    insert into targets (indicator, area_code, period, value, source, recorded_at)
    values ('VI-1', 'x', '2026', 30, 'QĐ 12', '2026-10-01')`;
  await db.sql.begin(async (tx) => {
    await record(tx, [entry('a', 'h1', 'H1', 'volunteer')], new Date('2026-10-20T03:00:00Z'));
    await record(
      tx,
      [entry('b', 'h1', 'H2', 'self'), entry('c', 'h1', 'H1', 'self')],
      new Date('2026-11-10T03:00:00Z'),
    );
    await record(tx, [entry('d', 'h1', 'H3', 'self')], new Date('2026-11-11T03:00:00Z'));
  });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const query = (asOf: string) => ({ areaCode: 'x', from: '2026-11-01', to: '2026-11-30', asOf: new Date(asOf) });
const wallet = async (asOf: string) =>
  (await periodFigures(db.sql, query(asOf))).rows.find(
    ({ indicator, area }) => indicator === 'VI-1' && area.code === 'x',
  );

describe('figures of a period', () => {
  it('count a household once, tell the period from before, and who confirmed', async () => {
    expect(await wallet('2026-11-30T00:00:00Z')).toMatchObject({
      cumulative: 3,
      inPeriod: 2,
      confirmed: 1,
      denominator: 10,
      target: 30,
    });
  });

  it('stay what they were at that time, whatever is reversed later', async () => {
    const [row] = await db.sql<{ id: bigint }[]>`select id from ledger where key = 'd'`;
    await db.sql.begin((tx) =>
      reverse(tx, String(row?.id), 'ghi nhầm hộ', 'contact:1', new Date('2026-11-20T03:00:00Z')),
    );
    expect((await wallet('2026-11-15T00:00:00Z'))?.cumulative).toBe(3);
    expect((await wallet('2026-11-30T00:00:00Z'))?.cumulative).toBe(2);
  });

  it('names the hamlets that were silent', async () => {
    const figures = await periodFigures(db.sql, query('2026-11-30T00:00:00Z'));
    expect(figures.silentAreas.map(({ code }) => code)).toEqual(['h2']);
  });

  it('refuses an unknown area with what to do', async () => {
    await expect(periodFigures(db.sql, { ...query('2026-11-30T00:00:00Z'), areaCode: 'nowhere' })).rejects.toThrow(
      /--find/,
    );
  });

  it('cannot be changed behind its back: the ledger refuses updates and deletes', async () => {
    await expect(db.sql`update ledger set outcome = 'referred'`).rejects.toThrow(/append-only/);
    await expect(db.sql`delete from ledger`).rejects.toThrow(/append-only/);
  });
});

it('the workbook opens, carries formulas with stored results, and a name never becomes a formula', async () => {
  const file = await buildWorkbook(
    await periodFigures(db.sql, query('2026-11-15T00:00:00Z')),
    new Date('2026-11-30T02:00:00Z'),
  );
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file as never);
  const sheet = book.getWorksheet('Biểu 01');
  const rows = sheet?.getRows(9, 20)?.map((row) => row.values as ExcelJS.CellValue[]) ?? [];
  const commune = rows.find((row) => String(row[2]).startsWith('VI-1'));
  expect(commune?.[8]).toMatchObject({ formula: expect.stringMatching(/^G\d+\/D\d+$/), result: 0.3 });
  expect(commune?.[9]).toMatchObject({ result: 'Đạt' });
  expect(rows.some((row) => row[2] === '   =1+1')).toBe(true);
  expect(book.getWorksheet('Ghi chú')?.getSheetValues().flat().join(' ')).toContain('danh sách tháng 10/2026');
});
