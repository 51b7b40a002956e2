/**
 * The empty form to fill in, with what is known of an area already in it: so that nobody types a code that exists, and
 * sending it back unchanged changes nothing. Written as a stream.
 */
import type { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { below } from '../db/areas.ts';
import type { Sql } from '../db/client.ts';
import { type Column, SHEETS, type Sheet, type SheetKey } from './sheets.ts';

const FONT = { name: 'Times New Roman', size: 12 } as const;
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EDF2' } } as const;
const DEFAULT_WIDTH = 16;

export interface TemplateOptions {
  /** Whose lists are filled in; null: an empty form with the provinces' and communes' codes left to look up. */
  areaCode: string | null;
  out: Writable;
}

/** Rejects with a sentence when there is no such area. `out` is ended. */
export async function writeTemplate(sql: Sql, { areaCode, out }: TemplateOptions): Promise<void> {
  if (areaCode !== null) {
    const [area] = await sql`select 1 from areas where code = ${areaCode}`;
    if (!area) throw new Error(`No area has the code "${areaCode}". Look it up: npm run invite -- --find <name>.`);
  }
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out as never,
    useStyles: true,
    useSharedStrings: false,
  });
  await writeGuide(sql, book);
  for (const sheet of SHEETS) await writeSheet(sql, book, sheet, areaCode);
  await book.commit();
}

async function writeGuide(sql: Sql, book: ExcelJS.stream.xlsx.WorkbookWriter): Promise<void> {
  const guide = book.addWorksheet('Hướng dẫn');
  guide.getColumn(1).width = 24;
  guide.getColumn(2).width = 100;
  const indicators = await sql<
    { id: string; title: string }[]
  >`select id, title from indicators order by shown nulls last, id`;
  const lines = [
    ['Cách dùng', 'Điền vào các trang sau, mỗi dòng một mục. Không đổi tên cột. Trang nào không dùng thì để trống.'],
    ['Dấu * ở tiêu đề', 'Cột phải điền.'],
    ['Mã', 'Mã đã có thì sửa dòng đó, mã mới thì thêm. Nhập lại cùng tệp không làm thay đổi gì.'],
    ['Ngày', 'Viết như 20/11/2026.'],
    ['Không ghi', 'Số giấy tờ, số thẻ, số tài khoản, mật khẩu. Ô có những số này bị từ chối.'],
    ['Công thức', 'Chỉ dán giá trị. Ô có công thức bị từ chối.'],
    ...SHEETS.map(({ name, says }) => [`Trang ${name}`, says]),
    ...indicators.map(({ id, title }) => [`Chỉ tiêu ${id}`, title]),
  ];
  for (const line of lines) {
    const row = guide.addRow(line);
    row.font = FONT;
    row.alignment = { wrapText: true, vertical: 'top' };
    row.commit();
  }
  guide.commit();
}

async function writeSheet(
  sql: Sql,
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  sheet: Sheet,
  areaCode: string | null,
): Promise<void> {
  const page = book.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 3 }] });
  sheet.columns.forEach(({ width = DEFAULT_WIDTH, kind }, index) => {
    const column = page.getColumn(index + 1);
    column.width = width;
    if (kind === 'code' || kind === 'text' || kind === 'period') column.numFmt = '@'; // 00123 keeps its zeros
  });
  const says = page.addRow([sheet.says]);
  says.font = { ...FONT, italic: true };
  says.commit();
  const hints = page.addRow(sheet.columns.map(({ hint }) => hint));
  hints.font = { ...FONT, size: 10, color: { argb: 'FF495867' } };
  hints.alignment = { wrapText: true, vertical: 'top' };
  hints.commit();
  const header = page.addRow(sheet.columns.map(({ title, required }) => (required ? `${title} *` : title)));
  header.eachCell((cell) => {
    cell.font = { ...FONT, bold: true };
    cell.fill = HEADER_FILL;
  });
  header.commit();
  if (areaCode !== null) {
    for await (const rows of known(sql, sheet.key, areaCode)) {
      for (const values of rows) {
        const row = page.addRow(sheet.columns.map((column) => written(column, values[column.key])));
        row.font = FONT;
        row.commit();
      }
    }
  }
  page.commit();
}

type Known = Record<string, string | number | null>;

/** What stands in the house, in the words of the columns; in pieces. */
function known(sql: Sql, key: SheetKey, areaCode: string): AsyncIterable<Known[]> {
  const inside = below(sql as never, areaCode);
  const day = (column: string) => sql`to_char(${sql(column)}, 'YYYY-MM-DD')`;
  const query = {
    areas: () => sql`
      select code, name, kind || coalesce(':' || group_kind, '') as kind, parent_code as parent, ${day('valid_from')} as since
      from areas where code in (${inside}) and kind in ('hamlet', 'group') and succeeded_by is null order by kind desc, code`,
    teams: () => sql`
      select t.code, t.name, t.area_code as area, m.code as member, m.name as "memberName", m.details->>'role' as role,
        to_char(coalesce(m.since, t.since), 'YYYY-MM-DD') as since
      from list_entries t left join list_entries m on m.list = 'team-members' and m.details->>'team' = t.code and m.removed_at is null
      where t.list = 'teams' and t.removed_at is null and t.area_code in (${inside}) order by t.code, m.code`,
    households: () => sql`
      select code, call_name as name, area_code as area, ${day('since')} as since
      from households where area_code in (${inside}) order by code`,
    stalls: () => sql`
      select code, name, area_code as area, place_code as place, household_code as household, ${day('since')} as since
      from stalls where area_code in (${inside}) order by code`,
    beneficiaries: () => sql`
      select code, name, area_code as area, ${day('since')} as since, ${day('until')} as until
      from list_entries where list = 'beneficiaries' and removed_at is null and area_code in (${inside}) order by code`,
    entries: () => sql`
      select list, code, name, area_code as area, place_code as place, ${day('since')} as since, ${day('until')} as until
      from list_entries where list in ('cashless-streets', 'cashless-clusters', 'markets-4.0') and removed_at is null
        and area_code in (${inside}) order by list, code`,
    totals: () => sql`
      select distinct on (indicator, area_code, valid_from) indicator, area_code as area, value, source,
        ${day('valid_from')} as since
      from denominators where area_code in (${inside}) order by indicator, area_code, valid_from, id desc`,
    targets: () => sql`
      select distinct on (indicator, area_code, period) indicator, area_code as area, period, value::float8 as value, unit, source
      from targets where area_code in (${inside}) order by indicator, area_code, period, recorded_at desc, id desc`,
    reported: () => sql`
      select distinct on (indicator, area_code, period, kind) indicator, area_code as area, period, kind, qualifier,
        value::float8 as value, value_to::float8 as "valueTo", unit, numerator::float8 as numerator,
        denominator::float8 as denominator, as_printed as "asPrinted", source
      from reported_figures where area_code in (${inside})
      order by indicator, area_code, period, kind, recorded_at desc, id desc`,
  }[key]();
  return query.cursor(1000) as AsyncIterable<Known[]>;
}

/** A word for a choice, 20/11/2026 for a day; everything else as it is. */
function written({ kind }: Column, value: string | number | null | undefined): string | number | null {
  if (value === null || value === undefined) return null;
  if (kind === 'day') return String(value).split('-').reverse().join('/');
  if (typeof kind === 'object')
    return Object.entries(kind.oneOf).find(([, code]) => code === value)?.[0] ?? String(value);
  return value;
}
