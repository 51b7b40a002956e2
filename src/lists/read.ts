/** From a sheet's cells to rows of the template, with everything that can be said about one cell alone. */
import { hasSecretInCode as hasSecret } from '../privacy/secrets.ts';
import type { Problems } from './problems.ts';
import { type CellValue, type Column, readCell, type Sheet } from './sheets.ts';
import { LONGEST_CELL, type SheetRow } from './spreadsheet.ts';

export interface ListRow {
  line: number;
  values: Record<string, CellValue>;
}

/** The header stands in one of the first lines; above it is what the sheet is for. */
const LAST_HEADER_LINE = 10;

/** Rows without a fault. Those with one are in `problems` and left out. Answers also where each column stands. */
export async function* readSheet(
  sheet: Sheet,
  rows: AsyncIterable<SheetRow>,
  problems: Problems,
  columns: Map<string, string>,
): AsyncGenerator<ListRow> {
  let hasHeader = false;
  for await (const row of rows) {
    if (hasHeader) {
      const read = readRow(sheet, row, problems, columns);
      if (read) yield read;
    } else if (row.line <= LAST_HEADER_LINE) hasHeader = readHeader(sheet, row, problems, columns);
  }
  if (!hasHeader) problems.add(sheet.name, null, `không thấy dòng tiêu đề có cột "${sheet.columns[0]?.title}"`);
}

/** Columns may stand in any order; a column that must be filled in must be there. */
function readHeader(sheet: Sheet, { cells }: SheetRow, problems: Problems, columns: Map<string, string>): boolean {
  const letters = new Map(
    [...cells].map(([letter, { text }]) => [text.replace(/ ?\*$/, '').toLowerCase(), letter] as const),
  );
  const [first] = sheet.columns;
  if (!first || !letters.has(first.title.toLowerCase())) return false;
  for (const column of sheet.columns) {
    const letter = letters.get(column.title.toLowerCase());
    if (letter !== undefined) columns.set(column.key, letter);
    else if (column.required) problems.add(sheet.name, null, `thiếu cột "${column.title}"`);
  }
  return true;
}

function readRow(sheet: Sheet, row: SheetRow, problems: Problems, columns: Map<string, string>): ListRow | null {
  const values: Record<string, CellValue> = {};
  let isGood = true;
  const wrong = (column: Column, problem: string) => {
    isGood = false;
    problems.add(sheet.name, `${columns.get(column.key) ?? ''}${row.line}`, problem);
  };
  const filled = sheet.columns.filter(({ key }) => row.cells.has(columns.get(key) ?? ''));
  if (filled.length === 0) return null;
  for (const column of sheet.columns) {
    const cell = row.cells.get(columns.get(column.key) ?? '');
    if (!cell) {
      if (column.required && columns.has(column.key))
        wrong(column, `thiếu ${column.called ?? column.title.toLowerCase()}`);
      continue;
    }
    const reading = readFilledCell(column, cell);
    if ('problem' in reading) wrong(column, reading.problem);
    else values[column.key] = reading.value;
  }
  return isGood ? { line: row.line, values } : null;
}

function readFilledCell(
  column: Column,
  { text, isNumber, isFormula }: { text: string; isNumber: boolean; isFormula: boolean },
) {
  if (isFormula) return { problem: 'ô này là công thức; hãy dán giá trị vào thay công thức' };
  if (text.length > LONGEST_CELL) return { problem: `ô này dài quá ${LONGEST_CELL} chữ` };
  if ((column.kind === 'text' || column.kind === 'code') && hasSecret(text)) {
    return { problem: 'ô này có số giấy tờ, số thẻ hoặc mật khẩu; hãy xóa, danh sách không cần' };
  }
  return readCell(column, text, isNumber);
}
