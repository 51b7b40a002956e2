/**
 * The form as an Excel file: two-line heading, fixed columns, formulas with stored results, sign-offs, and a sheet that says
 * how every number came about. No merged cells among the figures, no hidden sheets. Written as a stream, so that a whole
 * province needs no more memory than a commune. Texts are stored as texts: a name that begins with = is never a formula.
 */
import { PassThrough, type Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { vietnamDay } from '../clock.ts';
import { roomIn } from './backpressure.ts';
import { COLUMNS, type Form, type FormRow, STATUS_WORDS } from './form.ts';
import { vietnameseDay } from './period.ts';

const FONT = { name: 'Times New Roman', size: 13 } as const;
const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN } as const;
const MM_PER_INCH = 25.4;
const CENTRE = { alignment: { horizontal: 'center' } } as const;
const BOLD = { font: { bold: true } } as const;

const FIRST_FIGURE_ROW = 9;

/** Rows of further areas, each with the heading of its own, for the second sheet of a province. */
export type MoreRows = AsyncIterable<{ rows: FormRow[] }>;

export interface WorkbookOptions {
  madeAt: Date;
  simulated: boolean;
  /** `Biểu 02`: the units below each unit of `Biểu 01`. */
  more?: MoreRows;
}

/** The whole file in memory: for a commune. */
export async function buildWorkbook(form: Form, options: WorkbookOptions): Promise<Buffer> {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await writeWorkbook(form, options, stream);
  return Buffer.concat(chunks);
}

/** Resolves when everything has been handed to `out`, which is then ended; rejects when `out` is closed before. */
export async function writeWorkbook(
  form: Form,
  { madeAt, simulated, more }: WorkbookOptions,
  out: Writable,
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out as never,
    useStyles: true,
    useSharedStrings: false,
  });
  book.created = madeAt;
  const first = openSheet(book, 'Biểu 01', form, simulated);
  const end = await writeRows(first, form.rows, { at: FIRST_FIGURE_ROW, number: 1 }, out);
  writeSignOffs(first, end.at + 1, madeAt);
  first.commit();
  if (more) await writeMore(openSheet(book, 'Biểu 02', form, simulated), more, out);
  writeNotes(book, form);
  await book.commit();
}

async function writeMore(sheet: ExcelJS.Worksheet, more: MoreRows, out: Writable): Promise<void> {
  let next: Place = { at: FIRST_FIGURE_ROW, number: 1 };
  for await (const { rows } of more) {
    next = await writeRows(sheet, rows, next, out);
  }
  sheet.commit();
}

function openSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  name: string,
  form: Form,
  simulated: boolean,
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, {
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${FIRST_FIGURE_ROW - 1}:${FIRST_FIGURE_ROW - 1}`,
      margins: {
        left: 30 / MM_PER_INCH,
        right: 20 / MM_PER_INCH,
        top: 20 / MM_PER_INCH,
        bottom: 20 / MM_PER_INCH,
        header: 0.3,
        footer: 0.3,
      },
    },
    headerFooter: { oddFooter: '&R&P/&N' },
    views: [{ state: 'frozen', ySplit: FIRST_FIGURE_ROW - 1 }],
  });
  COLUMNS.forEach(({ width }, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  put(sheet, 'B1', form.heading[0] ?? '', BOLD);
  put(sheet, 'B2', form.heading[1] ?? '');
  put(sheet, 'H1', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { ...BOLD, ...CENTRE });
  put(sheet, 'H2', 'Độc lập - Tự do - Hạnh phúc', { ...BOLD, ...CENTRE });
  put(sheet, 'E4', form.title, { font: { bold: true, size: 15 }, ...CENTRE });
  put(sheet, 'E5', form.period, CENTRE);
  put(sheet, 'E6', simulated ? 'DỮ LIỆU MINH HỌA' : 'Đơn vị tính: theo cột ĐVT', CENTRE);
  const header = sheet.getRow(FIRST_FIGURE_ROW - 1);
  COLUMNS.forEach(({ title }, index) => {
    const cell = header.getCell(index + 1);
    cell.value = title;
    cell.font = { ...FONT, bold: true };
    cell.border = BORDER;
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  });
  header.commit();
  return sheet;
}

function put(sheet: ExcelJS.Worksheet, address: string, text: string, style: Partial<ExcelJS.Style> = {}): void {
  const cell = sheet.getCell(address);
  cell.value = text;
  cell.font = { ...FONT, ...style.font };
  cell.alignment = { vertical: 'middle', ...style.alignment };
}

/** Where a row goes: its line on the sheet and its running number. */
interface Place {
  at: number;
  number: number;
}

/** Rows written at a time, some 10 ms of work; then others have their turn. */
const ROWS_AT_ONCE = 100;

/** Answers where the next row goes. */
async function writeRows(
  sheet: ExcelJS.Worksheet,
  rows: readonly FormRow[],
  { at, number }: Place,
  out: Writable,
): Promise<Place> {
  for (const [index, row] of rows.entries()) {
    writeRow(sheet, row, { at: at + index, number: number + index });
    if ((index + 1) % ROWS_AT_ONCE === 0) await roomIn(out);
  }
  await roomIn(out);
  return { at: at + rows.length, number: number + rows.length };
}

function writeRow(sheet: ExcelJS.Worksheet, figure: FormRow, { at, number }: Place): void {
  const row = sheet.getRow(at);
  const added = (column: string, result: number): ExcelJS.CellValue =>
    figure.parts > 0 ? { formula: `SUM(${column}${at + 1}:${column}${at + figure.parts})`, result } : result;
  row.values = [
    number,
    figure.title,
    figure.unit,
    figure.denominator ?? '',
    targetCell(figure),
    added('F', figure.inPeriod),
    figure.cumulative === null ? '' : added('G', figure.cumulative),
    shareCell(figure, at),
    statusCell(figure, at),
    figure.note,
  ];
  const styles = rowStyles(figure.isTotal, figure.targetUnit === '%');
  for (let column = 1; column <= COLUMNS.length; column++) row.getCell(column).style = styles[column - 1] ?? {};
  row.commit();
}

/** The same objects for every row: ExcelJS knows a style again by its identity, and a province has half a million cells. */
function rowStyles(isTotal: boolean, isPercent: boolean): readonly Partial<ExcelJS.Style>[] {
  const key = `${isTotal} ${isPercent}`;
  const known = STYLES.get(key);
  if (known) return known;
  const formats: Record<number, string> = {
    4: '#,##0',
    5: isPercent ? '0.##"%"' : '#,##0.##',
    6: '#,##0',
    7: '#,##0',
    8: '0.00%',
  };
  const styles = COLUMNS.map((_, index): Partial<ExcelJS.Style> => {
    const column = index + 1;
    const numFmt = formats[column];
    return {
      font: { ...FONT, bold: isTotal },
      border: BORDER,
      alignment: { vertical: 'middle', wrapText: true, horizontal: column === 2 || column === 10 ? 'left' : 'right' },
      ...(numFmt !== undefined && { numFmt }),
    };
  });
  STYLES.set(key, styles);
  return styles;
}

const STYLES = new Map<string, readonly Partial<ExcelJS.Style>[]>();

const targetCell = ({ target }: FormRow): ExcelJS.CellValue => target ?? '';

function shareCell({ isShare, denominator, cumulative, reportedShare }: FormRow, at: number): ExcelJS.CellValue {
  if (reportedShare !== null) return reportedShare;
  if (!isShare) return '';
  if (!denominator) return 'Chưa có tổng số';
  return { formula: `G${at}/D${at}`, result: (cumulative ?? 0) / denominator };
}

/** Reached only when it really is: compared before any rounding, in whole numbers. */
function statusCell({ status, targetUnit, cumulative }: FormRow, at: number): ExcelJS.CellValue {
  const result = STATUS_WORDS[status];
  if (!['reached', 'near', 'behind'].includes(status) || cumulative === null) return result;
  const [done, asked] = targetUnit === '%' ? [`G${at}*100`, `E${at}*D${at}`] : [`G${at}`, `E${at}`];
  return { formula: `IF(${done}>=${asked},"Đạt",IF(${done}*10>=${asked}*8,"Gần đạt","Chậm"))`, result };
}

function writeSignOffs(sheet: ExcelJS.Worksheet, at: number, madeAt: Date): void {
  put(sheet, `H${at}`, `Ngày ${vietnameseDay(vietnamDay(madeAt))}`, { font: { italic: true }, ...CENTRE });
  put(sheet, `B${at + 1}`, 'Người lập biểu', { ...BOLD, ...CENTRE });
  put(sheet, `H${at + 1}`, 'Thủ trưởng đơn vị', { ...BOLD, ...CENTRE });
  put(sheet, `B${at + 2}`, '(Ký, họ tên)', { font: { italic: true }, ...CENTRE });
  put(sheet, `H${at + 2}`, '(Ký, đóng dấu, họ tên)', { font: { italic: true }, ...CENTRE });
}

function writeNotes(book: ExcelJS.stream.xlsx.WorkbookWriter, { notes }: Form): void {
  const sheet = book.addWorksheet('Ghi chú');
  sheet.getColumn(1).width = 34;
  sheet.getColumn(2).width = 90;
  for (const [label, text] of notes) {
    const row = sheet.addRow([label, text]);
    row.font = FONT;
    row.alignment = { wrapText: true, vertical: 'top' };
    row.commit();
  }
  sheet.commit();
}
