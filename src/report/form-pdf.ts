/**
 * The form on paper: A4 landscape, real text that can be searched and read aloud, the header on every page, no row torn in
 * two. The same rows as the Excel file.
 */
import PDFDocument from 'pdfkit';
import { vietnamDay } from '../clock.ts';
import { FONT_FILES } from '../pictures/typeface.ts';
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

export async function formPdf(
  form: Form,
  { madeAt, simulated }: { madeAt: Date; simulated: boolean },
): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    tagged: true,
    lang: 'vi',
    displayTitle: true,
    pdfVersion: '1.7',
    bufferPages: true,
    info: { Title: `${form.title} – ${form.area.name}, ${form.period}`, Creator: 'Trợ Lý Số', CreationDate: madeAt },
  });
  const [regular = '', bold = ''] = FONT_FILES;
  pdf.registerFont('regular', regular).registerFont('bold', bold);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  let y = drawHeading(pdf, form, simulated);
  y = drawRow(
    pdf,
    COLUMNS.map(({ title }) => title),
    y,
    { bold: true, centred: true },
  );
  form.rows.forEach((row, index) => {
    const cells = cellsOf(row, index + 1);
    if (y + heightOf(pdf, cells, row.isTotal) > A4.height - EDGE.bottom) {
      pdf.addPage();
      y = drawRow(
        pdf,
        COLUMNS.map(({ title }) => title),
        EDGE.top,
        { bold: true, centred: true },
      );
    }
    y = drawRow(pdf, cells, y, { bold: row.isTotal });
  });
  drawSignOffs(pdf, y, madeAt);
  drawNotes(pdf, form);
  numberPages(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawHeading(pdf: Pdf, { heading, title, period }: Form, simulated: boolean): number {
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
  return EDGE.top + 94;
}

const number = (value: number, digits = 0): string =>
  new Intl.NumberFormat('vi-VN', { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 2) }).format(
    value,
  );

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
    share === null ? (row.isShare ? 'Chưa có tổng số' : '') : number(share, 2),
    STATUS_WORDS[row.status],
    row.note,
  ];
}

function heightOf(pdf: Pdf, cells: readonly string[], isBold: boolean): number {
  pdf.font(isBold ? 'bold' : 'regular').fontSize(SIZE);
  const heights = cells.map((cell, index) =>
    pdf.heightOfString(cell || ' ', { width: (WIDTHS[index] ?? 0) - 2 * PADDING }),
  );
  return Math.max(...heights) + 2 * PADDING;
}

/** Answers where the next row begins. */
function drawRow(pdf: Pdf, cells: readonly string[], y: number, style: { bold?: boolean; centred?: boolean }): number {
  const height = heightOf(pdf, cells, style.bold ?? false);
  let x = EDGE.left;
  cells.forEach((cell, index) => {
    const width = WIDTHS[index] ?? 0;
    pdf.lineWidth(0.5).rect(x, y, width, height).stroke('#000');
    const align = style.centred ? 'center' : LEFT.has(index) ? 'left' : 'right';
    if (cell) pdf.fillColor('#000').text(cell, x + PADDING, y + PADDING, { width: width - 2 * PADDING, align });
    x += width;
  });
  return y + height;
}

const SIGN_OFF_HEIGHT = 110;

function drawSignOffs(pdf: Pdf, from: number, madeAt: Date): void {
  let y = from + 14;
  if (y + SIGN_OFF_HEIGHT > A4.height - EDGE.bottom) {
    pdf.addPage();
    y = EDGE.top;
  }
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

function drawNotes(pdf: Pdf, { notes }: Form): void {
  pdf.addPage();
  let y = EDGE.top;
  pdf.font('bold').fontSize(13).text('Ghi chú', EDGE.left, y);
  y += 24;
  const labelWidth = WIDTH * 0.28;
  for (const [label, text] of notes) {
    pdf.font('regular').fontSize(SIZE);
    const height = Math.max(
      pdf.heightOfString(label, { width: labelWidth }),
      pdf.heightOfString(text, { width: WIDTH - labelWidth - 8 }),
    );
    if (y + height > A4.height - EDGE.bottom) {
      pdf.addPage();
      y = EDGE.top;
    }
    pdf.font('bold').fontSize(SIZE).text(label, EDGE.left, y, { width: labelWidth });
    pdf.font('regular').text(text, EDGE.left + labelWidth + 8, y, { width: WIDTH - labelWidth - 8 });
    y += height + 4;
  }
}

function numberPages(pdf: Pdf): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page);
    pdf
      .font('regular')
      .fontSize(SIZE)
      .text(`${page + 1}/${count}`, EDGE.left, A4.height - EDGE.bottom + 14, {
        width: WIDTH,
        align: 'right',
        lineBreak: false,
      });
  }
}
