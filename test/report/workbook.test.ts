import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { record, reverse } from '../../src/db/runs.ts';
import { closePeriod } from '../../src/report/closing.ts';
import { formCsv } from '../../src/report/csv.ts';
import { figureIn, figureTable, silentUnits } from '../../src/report/figures.ts';
import { makeForm } from '../../src/report/form.ts';
import { formPdf } from '../../src/report/form-pdf.ts';
import { buildWorkbook } from '../../src/report/workbook.ts';
import { openTestDatabase } from '../support/database.ts';
import { findProgram } from '../support/programs.ts';

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
  db = await openTestDatabase(3);
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
      [entry('b', 'h1', 'H2', 'volunteer'), entry('c', 'h1', 'H1', 'self'), entry('s', 'h1', 'H9', 'self')],
      new Date('2026-11-10T03:00:00Z'),
    );
    await record(tx, [entry('d', 'x', 'H3', 'volunteer')], new Date('2026-11-11T03:00:00Z'));
  });
});
afterAll(() => db.close());

const query = (asOf: string, period = '2026-11-01..2026-11-30') => ({
  simulated: false,
  areaCode: 'x',
  period,
  asOf: new Date(asOf),
});
const wallet = async (asOf: string, area = 'x') => figureIn(await figureTable(db.sql, query(asOf)), area, 'VI-1');
const MAKER = { madeAt: new Date('2026-11-30T02:00:00Z'), madeBy: 'cô Lan' };
const PRINT = { madeAt: MAKER.madeAt, simulated: false };

describe('figures of a period', () => {
  it('count a household once, tell the period from before, and never mix what was confirmed with what was said', async () => {
    expect(await wallet('2026-11-30T00:00:00Z')).toMatchObject({
      confirmed: 3,
      self: 1,
      value: 3,
      inPeriod: 2,
      before: 1,
      denominator: 10,
      target: 30,
      status: 'reached',
    });
    const all = await figureTable(db.sql, { ...query('2026-11-30T00:00:00Z'), howKnown: 'all' });
    expect(figureIn(all, 'x', 'VI-1')).toMatchObject({ value: 4, confirmed: 3, self: 1 });
  });

  it('say what nobody can place: hamlets and the rest make the commune', async () => {
    const table = await figureTable(db.sql, query('2026-11-30T00:00:00Z'));
    expect(figureIn(table, 'h1', 'VI-1')).toMatchObject({ confirmed: 2, self: 1 });
    expect(table.elsewhere).toMatchObject({ 'VI-1': { confirmed: 1, self: 0 } });
  });

  it('give a hamlet without a target of its own the percentage asked of the commune', async () => {
    expect(await wallet('2026-11-30T00:00:00Z', 'h1')).toMatchObject({ target: 30, status: 'no-total' });
  });

  it('stay what they were at that time, whatever is reversed later', async () => {
    const [row] = await db.sql<{ id: bigint }[]>`select id from ledger where key = 'd'`;
    await db.sql.begin((tx) =>
      reverse(tx, String(row?.id), 'ghi nhầm hộ', 'contact:1', new Date('2026-11-20T03:00:00Z')),
    );
    expect((await wallet('2026-11-15T00:00:00Z'))?.confirmed).toBe(3);
    expect((await wallet('2026-11-30T00:00:00Z'))?.confirmed).toBe(2);
  });

  it('name the hamlets that were silent', async () => {
    const table = await figureTable(db.sql, query('2026-11-30T00:00:00Z'));
    expect(silentUnits(table).map(({ code }) => code)).toEqual(['h2']);
  });

  it('refuse an unknown area and what is no period, with what to do', async () => {
    await expect(figureTable(db.sql, { ...query('2026-11-30T00:00:00Z'), areaCode: 'nowhere' })).rejects.toThrow(
      /--find/,
    );
    await expect(figureTable(db.sql, query('2026-11-30T00:00:00Z', '2026-13'))).rejects.toThrow(/2026-Q4/);
  });

  it('cannot be changed behind their back: ledger, journal, totals and targets refuse it', async () => {
    for (const table of ['ledger', 'figure_changes', 'denominators', 'targets']) {
      await expect(db.sql.unsafe(`delete from ${table}`), table).rejects.toThrow(/append-only/);
    }
    await expect(db.sql`update ledger set outcome = 'referred'`).rejects.toThrow(/append-only/);
  });

  it('of a closed period stay; what comes later is an adjustment of the next', async () => {
    await expect(
      closePeriod(db.sql, { areaCode: 'x', period: '2026-11', by: 'contact:1', now: new Date('2026-11-30T03:00:00Z') }),
    ).rejects.toThrow(/ends on/);
    const closing = { areaCode: 'x', period: '2026-10', by: 'contact:1', now: new Date('2026-11-02T03:00:00Z') };
    expect(await closePeriod(db.sql, closing)).toBe(true);
    expect(await closePeriod(db.sql, closing)).toBe(false);
    // Known on 25/11 only, though it happened in October.
    await db.sql`
      insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
        recorded_by, channel, occurred_at, recorded_at)
      values ('completion', 'late', 'viettel-money', 1, 'completed', 'household', 'H7', 'h2', 'volunteer', 'contact:1', 'zalo',
        '2026-10-15T03:00:00Z', '2026-11-25T03:00:00Z')`;
    const october = await figureTable(db.sql, query('2026-12-01T00:00:00Z', '2026-10'));
    expect(october).toMatchObject({ closed: true, asOf: closing.now });
    expect(figureIn(october, 'x', 'VI-1')).toMatchObject({ confirmed: 1 });
    const november = await figureTable(db.sql, query('2026-12-01T00:00:00Z', '2026-11'));
    expect(figureIn(november, 'x', 'VI-1')).toMatchObject({ before: 1, adjustment: 1, inPeriod: 1, confirmed: 3 });
    const [view] = await db.sql`
      select sum(numerator) as n, min(as_of) as as_of from report.indicators
      where indicator = 'VI-1' and area_code = 'x' and period = '2026-10'`;
    expect(view).toMatchObject({ n: 1, as_of: closing.now });
  });
});

describe('the form', () => {
  const form = () => makeForm(db.sql, query('2026-11-15T00:00:00Z'), MAKER);

  it('as a workbook carries formulas with stored results, and a name never becomes a formula', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await buildWorkbook(await form(), PRINT)) as never);
    const sheet = book.getWorksheet('Biểu 01');
    const rows = sheet?.getRows(9, 20)?.map((row) => row.values as ExcelJS.CellValue[]) ?? [];
    const commune = rows.find((row) => String(row[2]).startsWith('VI-1'));
    expect(commune?.[7]).toMatchObject({ formula: expect.stringMatching(/^SUM\(G\d+:G\d+\)$/), result: 3 });
    expect(commune?.[8]).toMatchObject({ formula: expect.stringMatching(/^G\d+\/D\d+$/), result: 0.3 });
    expect(commune?.[9]).toMatchObject({ result: 'Đạt' });
    expect(commune?.[10]).toBe('Dân tự báo thêm 1 (chưa tính)');
    expect(rows.some((row) => row[2] === '   =1+1')).toBe(true);
    expect(rows.some((row) => row[2] === '   (chưa rõ đơn vị)' && row[7] === 1)).toBe(true);
    expect(sheet?.getCell('H1').value).toBe('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(sheet?.getCell('B1').value).toBe('ỦY BAN NHÂN DÂN XÃ THỬ');
    const notes = book.getWorksheet('Ghi chú')?.getSheetValues().flat().join(' ') ?? '';
    for (const said of ['danh sách tháng 10/2026', 'cô Lan', 'QĐ 12', '07:00 15/11/2026'])
      expect(notes).toContain(said);
  });

  it('as CSV says the same and disarms formulas', async () => {
    const csv = formCsv(await form());
    expect(csv.startsWith('\uFEFFSTT,')).toBe(true);
    expect(csv).toMatch(/,VI-1 Người được chỉ cài ví điện tử – Xã Thử,người,10,30 %,2,3,30,Đạt,/);
    expect(csv).toContain(",'=1+1,");
  });

  it.runIf(findProgram('pdftotext'))('as PDF is text that can be searched', async () => {
    const program = findProgram('pdftotext') ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-form-'));
    const file = join(folder, 'form.pdf');
    await writeFile(file, await formPdf(await form(), PRINT));
    const text = execFileSync(program, ['-layout', file, '-'], { encoding: 'utf8' }).normalize('NFC');
    await rm(folder, { recursive: true });
    for (const said of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      '30,00',
      'Thủ trưởng đơn vị',
      'danh sách tháng 10/2026',
      '1/2',
    ]) {
      expect(text).toContain(said);
    }
  });
});
