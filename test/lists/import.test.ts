import { PassThrough } from 'node:stream';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { importLists } from '../../src/lists/import.ts';
import { problemLine } from '../../src/lists/problems.ts';
import { writeTemplate } from '../../src/lists/template.ts';
import { bufferSource } from '../../src/lists/zip.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Filled, sheetFile } from './sheet-file.ts';

const NOW = new Date('2026-11-24T02:00:00Z');
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(3);
  await db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('92', 'Thành phố Cần Thơ', 'province', null, '2025-07-01'),
      ('31673', 'Xã Trần Đề', 'commune', '92', '2025-07-01'), ('31675', 'Xã Liêu Tú', 'commune', '92', '2025-07-01'),
      ('31675-01', 'Ấp Một', 'hamlet', '31675', '2025-07-01')`;
});
afterAll(() => db.close());

const HAMLETS = [
  { code: '31673-01', name: 'Ấp Ngan Rô 1', kind: 'ấp', parent: '31673', since: '01/07/2025' },
  { code: '31673-02', name: 'Ấp Ngan Rô 2', kind: 'ấp', parent: '31673', since: '01/07/2025' },
  { code: '31673-C1', name: 'Chợ Ngan Rô', kind: 'chợ', parent: '31673' },
];
const read = (file: Buffer, options: { dryRun?: boolean; within?: string[] } = {}) =>
  importLists(db.sql, bufferSource(file), { by: 'command', now: NOW, ...options });
const readRows = async (filled: Filled, options = {}) => read(await sheetFile(filled), options);
const said = async (filled: Filled, options = {}) => (await readRows(filled, options)).problems.map(problemLine);
const count = async (what: string): Promise<number> => {
  const [row] = await db.sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${what}`);
  return row?.count ?? -1;
};

beforeEach(async () => {
  expect(await said({ areas: HAMLETS })).toEqual([]);
});

describe('a template', () => {
  const commune: Filled = {
    areas: HAMLETS,
    teams: [
      { code: 'T-01', name: 'Tổ ấp 1', area: '31673-01', member: 'T-01-1', memberName: 'anh Tâm', role: 'tổ trưởng' },
      { code: 'T-01', name: 'Tổ ấp 1', area: '31673-01', member: 'T-01-2', memberName: 'cô Hạnh' },
    ],
    households: [
      { code: 'H-0001', name: 'Bác Sáu', area: '31673-01', since: new Date(Date.UTC(2026, 9, 1)) },
      { code: 'H-0002', name: '=1+1', area: '31673-02' },
    ],
    stalls: [{ code: 'S-001', name: '+Tạp hóa Cô Ba', area: '31673-01', place: '31673-C1', household: 'H-0001' }],
    beneficiaries: [{ code: 'N-1', area: '31673-01' }],
    entries: [{ list: 'tuyến phố không tiền mặt', code: 'TP-1', name: 'Đường 1', area: '31673-01' }],
    totals: [{ indicator: 'QR-1', area: '31673', value: 302, source: 'danh sách tháng 10/2026', since: '01/10/2026' }],
    targets: [
      { indicator: 'QR-1', area: '31673', period: '2026-Q4', value: 75, source: 'QĐ 12' },
      { indicator: 'QR-1', area: '31673', period: '2026-Q3', value: '37,5', source: 'QĐ 12' },
    ],
    reported: [
      {
        indicator: 'I01',
        area: '31673',
        period: '2026',
        qualifier: '>',
        value: 99,
        unit: '%',
        asPrinted: 'trên 99 %',
        source: 'BC 3',
      },
    ],
  };

  it('is read whole, and a second time changes nothing', async () => {
    const first = await readRows(commune);
    expect(first).toMatchObject({ ok: true, problems: [] });
    expect(Object.fromEntries(first.sheets.map(({ sheet, added }) => [sheet, added]))).toMatchObject({
      Tổ: 3,
      Hộ: 2,
      Sạp: 1,
      'Người hưởng': 1,
      'Danh sách khác': 1,
      'Tổng số': 1,
      'Chỉ tiêu giao': 2,
      'Số nhập tay': 1,
    });
    const second = await readRows(commune);
    expect(second.sheets.map(({ added, changed }) => added + changed)).toEqual(Array(9).fill(0));
    expect(
      await db.sql`select call_name, since::text from households where code like 'H-000%' order by code`,
    ).toMatchObject([
      { call_name: 'Bác Sáu', since: '2026-10-01' },
      { call_name: '=1+1', since: null },
    ]);
    expect(await db.sql`select value::float8 as value from targets order by period`).toMatchObject([
      { value: 37.5 },
      { value: 75 },
    ]);
  });

  it('comes filled with the lists of an area, and goes back in unchanged', async () => {
    await readRows(commune);
    const out = new PassThrough();
    const chunks: Buffer[] = [];
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    await writeTemplate(db.sql, { areaCode: '31673', out });
    const file = Buffer.concat(chunks);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file as never);
    expect(book.getWorksheet('Hộ')?.getCell('B5').value).toBe('=1+1');
    const report = await read(file);
    expect(report.problems.map(problemLine)).toEqual([]);
    expect(report.sheets.map(({ added, changed }) => added + changed)).toEqual(Array(9).fill(0));
    expect(report.sheets.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(12);
  });

  it('moves what moved, and keeps what the list said before', async () => {
    await readRows(commune);
    const before = new Date(NOW.getTime());
    const later = new Date(NOW.getTime() + 86_400_000);
    const file = await sheetFile({ beneficiaries: [{ code: 'N-1', area: '31673-02' }] });
    await importLists(db.sql, bufferSource(file), { by: 'command', now: later });
    const listed = async (area: string, known: Date) => {
      const rows = await db.sql`
        select 1 from list_members(false, array[${area}::text], '2026-12-01'::date, ${known}, '{beneficiaries}')`;
      return rows.length;
    };
    expect([await listed('31673-01', before), await listed('31673-02', before)]).toEqual([1, 0]);
    expect([await listed('31673-01', later), await listed('31673-02', later)]).toEqual([0, 1]);
  });

  it('says what would be done on a dry run and does nothing', async () => {
    const report = await readRows(
      { households: [{ code: 'H-9', name: 'Bác Chín', area: '31673-01' }] },
      { dryRun: true },
    );
    expect(report).toMatchObject({ ok: true });
    expect(await count("households where code = 'H-9'")).toBe(0);
  });
});

describe('wrong cells', () => {
  it('are named one by one, and then nothing at all is kept', async () => {
    const before = await count('households');
    const lines = await said({
      households: [
        { code: 'H-0011', name: 'Bác Năm', area: '31673-01' },
        { code: 'H-0012', name: 'Bác Bảy' },
        { code: 'H-0013', name: 'Bác Tám', area: '31673-09' },
        { code: 'H-0011', name: 'Bác Hai', area: '31673-01' },
        { code: 'H 14', name: 'Bác Tư', area: '31673-01' },
        { code: 'H-0015', name: 'Bác Ba', area: '31673-C1' },
        { code: 'H-0016', name: 'Bác Mười', area: '31673-01', since: '31/02/2026' },
        { code: 'H-0017', name: { formula: '1+1', result: 2 }, area: '31673-01' },
        { code: 'H-0018', name: 'a'.repeat(3_000), area: '31673-01' },
      ],
      totals: [{ indicator: 'QR-1', area: '31673', value: 0, source: 'x', since: '01/10/2026' }],
    });
    expect(lines).toEqual([
      'Hộ, C5: thiếu ấp',
      'Hộ, A8: mã "H 14" chỉ được có chữ, số và dấu . - _ /',
      'Hộ, D10: ngày chưa đúng, viết như 20/11/2026',
      'Hộ, B11: ô này là công thức; hãy dán giá trị vào thay công thức',
      'Hộ, B12: ô này dài quá 2000 chữ',
      'Hộ, A7: trùng mã với dòng 4',
      'Hộ, C6: không có ấp mã 31673-09',
      'Hộ, C9: 31673-C1 không phải ấp',
      'Tổng số, C4: tổng số phải lớn hơn 0',
    ]);
    expect(await count('households')).toBe(before);
  });

  it('with secrets are named by their place only', async () => {
    const lines = await said({
      households: [
        { code: 'H-21', name: 'Bác Sáu 079123456789', area: '31673-01' },
        { code: 'H-22', name: 'thẻ 4111 1111 1111 1111', area: '31673-01' },
        { code: '079123456789', name: 'Bác Sáu', area: '31673-01' },
      ],
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['Hộ, B4', 'Hộ, B5', 'Hộ, A6']);
    expect(lines.join()).not.toMatch(/\d{6}|4111/);
  });

  it('of targets: the same period twice, or two that end on one day and differ', async () => {
    const target = (period: string, value: number) => ({
      indicator: 'KN-1',
      area: '31673',
      period,
      value,
      source: 'QĐ 1',
    });
    expect(
      await said({
        targets: [target('2026-Q3', 70), target('2026-Q3', 80), target('2026-09', 75), target('2026-Q4', 101)],
      }),
    ).toEqual([
      'Chỉ tiêu giao, C5: trùng kỳ với dòng 4',
      'Chỉ tiêu giao, C6: cùng đến một ngày mà khác dòng 4',
      'Chỉ tiêu giao, D7: chỉ tiêu tính bằng % không quá 100',
    ]);
    expect(await said({ targets: [target('2026-Q3', 70)] })).toEqual([]);
    expect(await said({ targets: [target('2026-09', 75)] })).toEqual([
      'Chỉ tiêu giao, C4: cùng đến một ngày mà khác chỉ tiêu đã giao cho 2026-Q3',
    ]);
  });

  it('of totals: a stated number changes only with a reason', async () => {
    const total = (value: number, reason?: string) => ({
      indicator: 'SK-1',
      area: '31673',
      value,
      source: 'dân số',
      since: '01/01/2026',
      ...(reason && { reason }),
    });
    expect(await said({ totals: [total(100)] })).toEqual([]);
    expect(await said({ totals: [total(90)] })).toEqual(['Tổng số, F4: thiếu lý do sửa (đang là 100)']);
    expect(await said({ totals: [total(90, 'đếm lại')] })).toEqual([]);
  });

  it('of areas: unknown parents, circles, and what lies outside the reader’s own area', async () => {
    const hamlet = (code: string, more = {}) => ({ code, name: `Ấp ${code}`, kind: 'ấp', parent: '31673', ...more });
    expect(
      await said({ areas: [hamlet('31673-11', { parent: '99999' }), hamlet('31673-12', { parent: '92' })] }),
    ).toEqual([
      'Địa bàn, D4: không có địa bàn mã 99999',
      'Địa bàn, D5: 92 không phải đơn vị trên của loại này, hoặc ngoài địa bàn của bạn',
    ]);
    expect(
      await said({
        areas: [
          hamlet('31673-13', { into: '31673-14', intoOn: '01/01/2026' }),
          hamlet('31673-14', { into: '31673-13', intoOn: '01/01/2026' }),
        ],
      }),
    ).toEqual(['Địa bàn, F5: nhập như vậy thành vòng tròn: đơn vị mới đã nhập vào đơn vị cũ']);
    expect(await count("areas where code in ('31673-13', '31673-14')")).toBe(0);
    expect(
      await said({ households: [{ code: 'H-31', name: 'Bác Ba', area: '31675-01' }] }, { within: ['31673'] }),
    ).toEqual(['Hộ, C4: 31675-01 ngoài địa bàn của bạn']);
  });
});

describe('files that are no lists', () => {
  const refused = (file: Buffer) => expect(read(file)).rejects;
  it('are refused in words', async () => {
    await refused(Buffer.from('mã;tên;ấp')).toThrow(/không phải tệp Excel/);
    await refused(zip({ 'a.txt': Buffer.from('x') })).toThrow(/không phải tệp Excel/);
    expect((await readRows({})).ok).toBe(false);
  });

  it('neither a bomb nor a cell without end nor entities that grow are unpacked', async () => {
    const workbook = {
      'xl/_rels/workbook.xml.rels': Buffer.from(
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/workbook.xml': Buffer.from('<workbook><sheets><sheet name="Hộ" r:id="r1"/></sheets></workbook>'),
    };
    const sheet = (xml: Buffer) => zip({ ...workbook, 'xl/worksheets/sheet1.xml': xml });
    await refused(sheet(Buffer.alloc(300 * 2 ** 20, '<row/>'))).toThrow(/nở ra quá lớn/);
    await refused(
      sheet(Buffer.from(`<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'a'.repeat(2_000_000)}`)),
    ).toThrow(/quá dài/);
    await refused(sheet(Buffer.from('<!DOCTYPE x [<!ENTITY a "aaaa">]><sheetData/>'))).toThrow(/không được phép/);
  });
});

it('reads a list of 100,000 households in little memory', { timeout: 120_000 }, async () => {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out as never, useSharedStrings: true });
  const page = writer.addWorksheet('Hộ');
  page.addRow(['Mã hộ', 'Gọi chủ hộ', 'Ấp', 'Từ ngày']).commit();
  for (let n = 0; n < 100_000; n++) page.addRow([`L-${n}`, `Bác số ${n}`, '31673-01', '01/10/2026']).commit();
  await writer.commit();
  const file = Buffer.concat(chunks);
  chunks.length = 0;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 50);
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  const report = await read(file);
  clearInterval(watch);
  expect(report).toMatchObject({ ok: true });
  expect(await count("households where code like 'L-%'")).toBe(100_000);
  expect((most - before) / 2 ** 20).toBeLessThan(250);
});

/** A zip archive by hand: what ExcelJS would not write. */
function zip(files: Record<string, Buffer>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(10, 24); // what it claims to come to is not believed
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
