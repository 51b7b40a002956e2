/** Filled-in templates for tests, written by another hand than the reader: ExcelJS, as Excel would write them. */
import ExcelJS from 'exceljs';
import { SHEETS, type SheetKey } from '../../src/lists/sheets.ts';

export type Filled = Partial<Record<SheetKey, Record<string, ExcelJS.CellValue>[]>>;

/** Rows by column key; the header stands in line 3, so the first row is line 4. */
export async function sheetFile(filled: Filled): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  for (const sheet of SHEETS) {
    const rows = filled[sheet.key];
    if (!rows) continue;
    const page = book.addWorksheet(sheet.name);
    page.addRow([sheet.says]);
    page.addRow(sheet.columns.map(({ hint }) => hint));
    page.addRow(sheet.columns.map(({ title, required }) => (required ? `${title} *` : title)));
    for (const row of rows) page.addRow(sheet.columns.map(({ key }) => row[key] ?? null));
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
