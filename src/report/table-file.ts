/**
 * A plain table as a file: CSV or Excel, one heading and as many rows as there are, written while they are read. Texts are
 * stored as texts: what somebody is called can never become a formula.
 */
import type { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { roomIn } from './backpressure.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';

export const TABLE_FORMATS = ['xlsx', 'csv'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export type TableCell = string | number | null;

export interface TableFile {
  /** Name of the sheet: at most 31 characters, none of `[]:*?/\`. */
  name: string;
  head: readonly string[];
  rows: AsyncIterable<readonly TableCell[]>;
}

const FONT = { name: 'Times New Roman', size: 12 } as const;
/** Rows written at a time; then they can be compressed and sent, and others have their turn. */
const ROWS_AT_ONCE = 100;
/** Characters a column is wide: its heading and a little air, within these. */
const widthOf = (title: string): number => Math.min(40, Math.max(12, [...title].length + 4));

/** Resolves when everything has been handed to `out`, which is then ended. */
export const writeTable = (table: TableFile, format: TableFormat, out: Writable): Promise<void> =>
  format === 'csv' ? writeCsv(table, out) : writeSheet(table, out);

async function writeCsv({ head, rows }: TableFile, out: Writable): Promise<void> {
  out.write(BYTE_ORDER_MARK + csvLine(head));
  for await (const row of rows) {
    if (!out.write(csvLine(row))) await roomIn(out);
  }
  out.end();
}

async function writeSheet({ name, head, rows }: TableFile, out: Writable): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out as never,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  head.forEach((title, index) => {
    sheet.getColumn(index + 1).width = widthOf(title);
  });
  const heading = sheet.addRow([...head]);
  heading.font = { ...FONT, bold: true };
  heading.commit();
  let written = 0;
  for await (const row of rows) {
    const added = sheet.addRow([...row]);
    added.font = FONT;
    added.commit();
    written += 1;
    if (written % ROWS_AT_ONCE === 0) await roomIn(out);
  }
  sheet.commit();
  await book.commit();
}
