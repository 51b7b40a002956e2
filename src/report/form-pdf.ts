/**
 * The form on paper: A4 landscape, real text that can be searched and read aloud, the header on every page, no row torn in
 * two. The same rows as the Excel file. Written page by page, so that a province needs little more memory than a commune.
 */
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { vietnamDay } from '../clock.ts';
import { FONT_FILES } from '../pictures/typeface.ts';
import { roomIn } from './backpressure.ts';
import { shareOf } from './csv.ts';
import { COLUMNS, type Form, type FormRow, STATUS_WORDS } from './form.ts';
import { vietnameseDay } from './period.ts';

type Pdf = InstanceType<typeof PDFDocument>;

const POINTS_PER_MM = 72 / 25.4;
const A4 = { width: 841.89, height: 595.28 } as const;
/** Left 30 mm, the others 20 (dashboard §6). */
const EDGE = {
  left: 30 * POINTS_PER_MM,
  right: 20 * POINTS_PER_MM,
  top: 20 * POINTS_PER_MM,
  bottom: 20 * POINTS_PER_MM,
};
const SIZE = 9;
const PADDING = 3;
const WIDTH = A4.width - EDGE.left - EDGE.right;
const WIDTHS = COLUMNS.map(({ width }) => (width / COLUMNS.reduce((sum, column) => sum + column.width, 0)) * WIDTH);
const LEFT = new Set([1, 9]);

export interface PdfOptions {
  madeAt: Date;
  simulated: boolean;
}

/** The whole file in memory: for a commune. */
export async function formPdf(form: Form, options: PdfOptions): Promise<Buffer> {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await writePdf(form, options, stream);
  return Buffer.concat(chunks);
}

/**
 * Resolves when everything has been handed to `out`, which is then ended; rejects when `out` is closed before. First it is
 * settled what goes on which page, so that "3/40" is known; then each page is drawn when the one before has been taken.
 */
export async function writePdf(form: Form, options: PdfOptions, out: Writable): Promise<void> {
  const pdf = openPdf(form, options.madeAt);
  const draw = async () => {
    const table = await tableBlocks(pdf, form, options, out);
    const pages = [...paginate(table, rowBlock(pdf, HEAD, HEAD_STYLE)), ...paginate(noteBlocks(pdf, form))];
    for (const [index, page] of pages.entries()) {
      pdf.addPage();
      let y = EDGE.top;
      for (const { height, draw: drawAt } of page) {
        drawAt(y);
        y += height;
      }
      numberPage(pdf, index + 1, pages.length);
      await roomIn(out);
    }
    pdf.end();
  };
  await Promise.all([pipeline(pdf, out), draw().catch((error: Error) => pdf.destroy(error))]);
}

function openPdf({ title, area, period }: Form, madeAt: Date): Pdf {
  const pdf = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    tagged: true,
    lang: 'vi',
    displayTitle: true,
    pdfVersion: '1.7',
    autoFirstPage: false,
    info: { Title: `${title} – ${area.name}, ${period}`, Creator: 'Trợ Lý Số', CreationDate: madeAt },
  });
  const [regular = '', bold = ''] = FONT_FILES;
  return pdf.registerFont('regular', regular).registerFont('bold', bold);
}

// ── what goes on which page ────────────────────────────────────────────────────────────────────────────────────────

/** Something that is not torn in two. Heights in points. */
interface Block {
  height: number;
  draw(y: number): void;
  /** A page that begins with it repeats the head of the table first. */
  isRow?: boolean;
}

const ROOM = A4.height - EDGE.top - EDGE.bottom;

/** Blocks page by page, in their order. */
function paginate(blocks: readonly Block[], head?: Block): Block[][] {
  const pages: Block[][] = [];
  let left = 0;
  for (const block of blocks) {
    if (pages.length === 0 || block.height > left) {
      const begin = pages.length > 0 && block.isRow && head ? [head] : [];
      pages.push(begin);
      left = ROOM - begin.reduce((sum, { height }) => sum + height, 0);
    }
    pages.at(-1)?.push(block);
    left -= block.height;
  }
  return pages;
}

const HEAD = COLUMNS.map(({ title }) => title);
const HEAD_STYLE = { bold: true, centred: true };
/** Rows measured at a time, some 10 ms of work; then others have their turn. */
const ROWS_AT_ONCE = 20;

async function tableBlocks(pdf: Pdf, form: Form, { madeAt, simulated }: PdfOptions, out: Writable): Promise<Block[]> {
  const blocks: Block[] = [
    { height: HEADING_HEIGHT, draw: () => drawHeading(pdf, form, simulated) },
    rowBlock(pdf, HEAD, HEAD_STYLE),
  ];
  for (const [index, row] of form.rows.entries()) {
    const style = { bold: row.isTotal };
    const height = heightOf(pdf, cellsOf(row, index + 1), style);
    blocks.push({ height, isRow: true, draw: (y) => drawRow(pdf, cellsOf(row, index + 1), { y, height }, style) });
    if (index % ROWS_AT_ONCE === 0) await roomIn(out);
  }
  return [...blocks, { height: SIGN_OFF_HEIGHT, draw: (y) => drawSignOffs(pdf, y, madeAt) }];
}

function rowBlock(pdf: Pdf, cells: readonly string[], style: RowStyle): Block {
  const height = heightOf(pdf, cells, style);
  return { height, draw: (y) => drawRow(pdf, cells, { y, height }, style) };
}

function noteBlocks(pdf: Pdf, { notes }: Form): Block[] {
  const labelWidth = WIDTH * 0.28;
  const textWidth = WIDTH - labelWidth - 8;
  const lines = notes.map(([label, text]): Block => {
    pdf.font('regular').fontSize(SIZE);
    const heights = [pdf.heightOfString(label, { width: labelWidth }), pdf.heightOfString(text, { width: textWidth })];
    return {
      height: Math.max(...heights) + 4,
      draw: (y) => {
        pdf.font('bold').fontSize(SIZE).text(label, EDGE.left, y, { width: labelWidth });
        pdf.font('regular').text(text, EDGE.left + labelWidth + 8, y, { width: textWidth });
      },
    };
  });
  return [{ height: 24, draw: (y) => void pdf.font('bold').fontSize(13).text('Ghi chú', EDGE.left, y) }, ...lines];
}

// ── drawing ────────────────────────────────────────────────────────────────────────────────────────────────────────

const HEADING_HEIGHT = 94;
/** With the air above. */
const SIGN_OFF_HEIGHT = 124;

function drawHeading(pdf: Pdf, { heading, title, period }: Form, simulated: boolean): void {
  const half = WIDTH / 2;
  const line = (text: string, x: number, y: number, font: 'regular' | 'bold', size = 10, width = half) =>
    pdf.font(font).fontSize(size).text(text, x, y, { width, align: 'center', lineBreak: false });
  line(heading[0] ?? '', EDGE.left, EDGE.top, 'bold');
  line(heading[1] ?? '', EDGE.left, EDGE.top + 15, 'regular');
  line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', EDGE.left + half, EDGE.top, 'bold');
  line('Độc lập - Tự do - Hạnh phúc', EDGE.left + half, EDGE.top + 15, 'bold');
  line(title, EDGE.left, EDGE.top + 44, 'bold', 13, WIDTH);
  line(period, EDGE.left, EDGE.top + 62, 'regular', 10, WIDTH);
  if (simulated) line('DỮ LIỆU MINH HỌA', EDGE.left, EDGE.top + 76, 'bold', 10, WIDTH);
}

/** Made once: a formatter costs more than all it formats for one row. */
const formatter = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('vi-VN', { minimumFractionDigits: digits, maximumFractionDigits: 2 });
const NUMBER = formatter(0);
const HUNDREDTHS = formatter(2);
const number = (value: number): string => NUMBER.format(value);

function cellsOf(row: FormRow, at: number): string[] {
  const share = shareOf(row);
  return [
    String(at),
    row.title,
    row.unit,
    row.denominator === null ? '' : number(row.denominator),
    row.target === null ? '' : `${number(row.target)}${row.targetUnit === '%' ? ' %' : ''}`,
    number(row.inPeriod),
    row.cumulative === null ? '' : number(row.cumulative),
    share === null ? (row.isShare ? 'Chưa có tổng số' : '') : HUNDREDTHS.format(share),
    STATUS_WORDS[row.status],
    row.note,
  ];
}

interface RowStyle {
  bold?: boolean;
  centred?: boolean;
}

const fontOf = ({ bold = false }: RowStyle) => (bold ? 'bold' : 'regular');

function heightOf(pdf: Pdf, cells: readonly string[], style: RowStyle): number {
  pdf.font(fontOf(style)).fontSize(SIZE);
  const heights = cells.map((cell, index) =>
    pdf.heightOfString(cell || ' ', { width: (WIDTHS[index] ?? 0) - 2 * PADDING }),
  );
  return Math.max(...heights) + 2 * PADDING;
}

function drawRow(
  pdf: Pdf,
  cells: readonly string[],
  { y, height }: { y: number; height: number },
  style: RowStyle,
): void {
  pdf.font(fontOf(style)).fontSize(SIZE).lineWidth(0.5);
  let x = EDGE.left;
  cells.forEach((cell, index) => {
    const width = WIDTHS[index] ?? 0;
    pdf.rect(x, y, width, height).stroke('#000');
    const align = style.centred ? 'center' : LEFT.has(index) ? 'left' : 'right';
    if (cell) pdf.fillColor('#000').text(cell, x + PADDING, y + PADDING, { width: width - 2 * PADDING, align });
    x += width;
  });
}

function drawSignOffs(pdf: Pdf, from: number, madeAt: Date): void {
  const y = from + 14;
  const half = WIDTH / 2;
  const line = (text: string, x: number, down: number, font: 'regular' | 'bold') =>
    pdf
      .font(font)
      .fontSize(10)
      .text(text, x, y + down, { width: half, align: 'center', lineBreak: false });
  line(`Ngày ${vietnameseDay(vietnamDay(madeAt))}`, EDGE.left + half, 0, 'regular');
  line('Người lập biểu', EDGE.left, 15, 'bold');
  line('Thủ trưởng đơn vị', EDGE.left + half, 15, 'bold');
  line('(Ký, họ tên)', EDGE.left, 30, 'regular');
  line('(Ký, đóng dấu, họ tên)', EDGE.left + half, 30, 'regular');
}

function numberPage(pdf: Pdf, page: number, of: number): void {
  pdf
    .font('regular')
    .fontSize(SIZE)
    .text(`${page}/${of}`, EDGE.left, A4.height - EDGE.bottom + 14, { width: WIDTH, align: 'right', lineBreak: false });
}
