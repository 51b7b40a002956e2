/**
 * The form as CSV (RFC 4180, UTF-8 with a mark so that Excel reads the letters right). Numbers are bare; a text that a
 * spreadsheet would take for a formula gets an apostrophe in front.
 */
import { sharePercent } from '../share.ts';
import { COLUMNS, type Form, type FormRow, STATUS_WORDS } from './form.ts';

/** Without it Excel takes the letters for something else. */
export const BYTE_ORDER_MARK = '\uFEFF';

export const csvHeader = (): string => BYTE_ORDER_MARK + csvLine(COLUMNS.map(({ title }) => title));

export const csvRow = (row: FormRow, number: number): string =>
  csvLine([
    number,
    row.title.trim(),
    row.unit,
    row.denominator,
    row.target === null ? null : row.targetUnit === '%' ? `${row.target} %` : row.target,
    row.inPeriod,
    row.cumulative,
    shareOf(row),
    STATUS_WORDS[row.status],
    row.note,
  ]);

export const formCsv = ({ rows }: Form): string =>
  csvHeader() + rows.map((row, index) => csvRow(row, index + 1)).join('');

/** Per cent with two decimals; null where nothing can be divided. */
export function shareOf({
  cumulative,
  denominator,
  reportedShare,
  isShare,
  target,
  targetUnit,
}: FormRow): number | null {
  if (reportedShare !== null) return reportedShare * 100;
  if (!isShare || !denominator) return null;
  return sharePercent(cumulative ?? 0, denominator, targetUnit === '%' ? target : null);
}

/** One line of cells, none of which a spreadsheet takes for a formula. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
