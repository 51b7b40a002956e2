/** Charts on paper: the same marks as on the page, real text, each with its title and its table. A4, upright. */
import PDFDocument from 'pdfkit';
import { FONT_FILES } from '../../pictures/typeface.ts';
import type { Chart, ChartTable } from './chart.ts';
import { type ChartMark, COLOURS } from './marks.ts';

type Pdf = InstanceType<typeof PDFDocument>;

const A4 = { width: 595.28, height: 841.89 } as const;
const EDGE = 48;
const WIDTH = A4.width - 2 * EDGE;
const ROW = 16;

/** One document of charts under each other. Resolves with its bytes. */
export async function chartsPdf(
  charts: readonly Chart[],
  { title, madeAt, note }: { title: string; madeAt: Date; note?: string },
): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    tagged: true,
    lang: 'vi',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title, Creator: 'Trợ Lý Số', CreationDate: madeAt },
  });
  const [regular = '', bold = ''] = FONT_FILES;
  pdf.registerFont('regular', regular).registerFont('bold', bold);
  const written = bytesOf(pdf);
  pdf.font('bold').fontSize(16).fillColor(COLOURS.ink).text(title, EDGE, EDGE, { width: WIDTH });
  let y = EDGE + 30;
  if (note) {
    pdf.font('regular').fontSize(10).text(note, EDGE, y, { width: WIDTH });
    y += 20;
  }
  for (const chart of charts) y = drawWhole(pdf, chart, y);
  pdf.end();
  return written;
}

/** Resolves when the document has ended; listens from now on. */
function bytesOf(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => pdf.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject));
}

/** Title, line, drawing and table; a new page where they do not fit together. Answers where the next begins. */
function drawWhole(pdf: Pdf, chart: Chart, from: number): number {
  const scale = WIDTH / chart.width;
  let y = roomFor(pdf, 44 + chart.height * scale, from);
  pdf.font('bold').fontSize(12).fillColor(COLOURS.ink).text(chart.title, EDGE, y, { width: WIDTH });
  y = pdf.y + 2;
  pdf.font('regular').fontSize(9).fillColor(COLOURS.quiet).text(chart.says, EDGE, y, { width: WIDTH });
  y = pdf.y + 8;
  drawMarks(pdf, chart, EDGE, y, scale);
  return drawTable(pdf, chart.table, y + chart.height * scale + 8) + 24;
}

/** The marks of a chart at a place of the page. */
function drawMarks(pdf: Pdf, { marks }: Pick<Chart, 'marks'>, x: number, y: number, scale: number): void {
  pdf.save().translate(x, y).scale(scale);
  for (const mark of marks) drawMark(pdf, mark);
  pdf.restore();
}

function drawMark(pdf: Pdf, mark: ChartMark): void {
  switch (mark.is) {
    case 'rect':
      return drawRect(pdf, mark);
    case 'line':
      return drawLine(pdf, mark);
    case 'polygon':
      pdf.polygon(...mark.points.map(([x, y]) => [x, y])).fill(mark.fill);
      return;
    case 'ring':
      pdf.lineWidth(2.5).circle(mark.x, mark.y, mark.radius);
      if (mark.fill) pdf.fillAndStroke(mark.fill, mark.colour);
      else pdf.stroke(mark.colour);
      return;
    case 'text':
      return drawText(pdf, mark);
  }
}

type Kind<Is extends ChartMark['is']> = Extract<ChartMark, { is: Is }>;

function drawRect(pdf: Pdf, { x, y, width, height, fill, edge, dash }: Kind<'rect'>): void {
  if (fill) pdf.rect(x, y, width, height).fill(fill);
  if (edge) dashed(pdf, dash).lineWidth(1).rect(x, y, width, height).stroke(edge).undash();
}

function drawLine(pdf: Pdf, { points, colour, width, dash }: Kind<'line'>): void {
  const [first, ...others] = points;
  if (!first) return;
  dashed(pdf, dash).lineWidth(width).lineJoin('round').moveTo(first[0], first[1]);
  for (const [x, y] of others) pdf.lineTo(x, y);
  pdf.stroke(colour).undash();
}

function drawText(pdf: Pdf, { x, y, text, size, bold, colour, align }: Kind<'text'>): void {
  pdf
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(colour);
  const width = pdf.widthOfString(text);
  const left = x - (align === 'end' ? width : align === 'middle' ? width / 2 : 0);
  pdf.text(text, left, y, { lineBreak: false, baseline: 'alphabetic' });
}

function dashed(pdf: Pdf, dash: string | undefined): Pdf {
  const [on = 0, off = 0] = (dash ?? '').split(' ').map(Number);
  return on > 0 ? pdf.dash(on, { space: off }) : pdf;
}

const FIRST_COLUMN = WIDTH * 0.34;

/** The first column is the widest, the others share the rest. Answers where the table ends. */
function drawTable(pdf: Pdf, { heads, rows }: ChartTable, from: number): number {
  const column = (WIDTH - FIRST_COLUMN) / Math.max(1, heads.length - 1);
  const head = drawRow(pdf, heads, { font: 'bold', column }, from);
  return rows.reduce((y, cells) => drawRow(pdf, cells, { font: 'regular', column }, y), head);
}

/** One line of cells and a rule under them. Answers where the next begins. */
function drawRow(
  pdf: Pdf,
  cells: readonly string[],
  { font, column }: { font: 'regular' | 'bold'; column: number },
  from: number,
): number {
  const y = roomFor(pdf, ROW, from);
  pdf.font(font).fontSize(8.5).fillColor(COLOURS.ink);
  cells.forEach((cell, index) => {
    const x = index === 0 ? EDGE : EDGE + FIRST_COLUMN + (index - 1) * column;
    const width = (index === 0 ? FIRST_COLUMN : column) - 6;
    pdf.text(cell, x, y, { width, height: ROW, ellipsis: true, lineBreak: false });
  });
  const rule = y + ROW - 3;
  pdf
    .lineWidth(0.4)
    .moveTo(EDGE, rule)
    .lineTo(EDGE + WIDTH, rule)
    .stroke(COLOURS.grid);
  return y + ROW;
}

/** Where something so high may begin: here, or at the top of a new page. */
function roomFor(pdf: Pdf, height: number, from: number): number {
  if (from + height <= A4.height - EDGE) return from;
  pdf.addPage();
  return EDGE;
}
