/** Charts on paper: the same marks as on the page, real text, each with its title and its table. A4, upright. */
import PDFDocument from 'pdfkit';
import { FONT_FILES } from '../pictures/typeface.ts';
import { type Chart, type ChartMark, type ChartTable, COLOURS } from './chart.ts';

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
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  pdf.font('bold').fontSize(16).fillColor(COLOURS.ink).text(title, EDGE, EDGE, { width: WIDTH });
  let y = EDGE + 30;
  if (note) {
    pdf.font('regular').fontSize(10).text(note, EDGE, y, { width: WIDTH });
    y += 20;
  }
  for (const chart of charts) y = drawWhole(pdf, chart, y);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Title, line, drawing and table; a new page where they do not fit together. Answers where the next begins. */
function drawWhole(pdf: Pdf, chart: Chart, from: number): number {
  const scale = WIDTH / chart.width;
  const needed = 44 + chart.height * scale;
  let y = from;
  if (y + needed > A4.height - EDGE) {
    pdf.addPage();
    y = EDGE;
  }
  pdf.font('bold').fontSize(12).fillColor(COLOURS.ink).text(chart.title, EDGE, y, { width: WIDTH });
  y = pdf.y + 2;
  pdf.font('regular').fontSize(9).fillColor(COLOURS.quiet).text(chart.says, EDGE, y, { width: WIDTH });
  y = pdf.y + 8;
  drawMarks(pdf, chart, EDGE, y, scale);
  return drawTable(pdf, chart.table, y + chart.height * scale + 8) + 24;
}

/** The marks of a chart at a place of the page. */
export function drawMarks(pdf: Pdf, { marks }: Pick<Chart, 'marks'>, x: number, y: number, scale: number): void {
  pdf.save().translate(x, y).scale(scale);
  for (const mark of marks) drawMark(pdf, mark);
  pdf.restore();
}

function drawMark(pdf: Pdf, mark: ChartMark): void {
  switch (mark.is) {
    case 'rect':
      if (mark.fill) pdf.rect(mark.x, mark.y, mark.width, mark.height).fill(mark.fill);
      if (mark.edge)
        dashed(pdf, mark.dash).lineWidth(1).rect(mark.x, mark.y, mark.width, mark.height).stroke(mark.edge).undash();
      return;
    case 'line': {
      const [first, ...others] = mark.points;
      if (!first) return;
      dashed(pdf, mark.dash).lineWidth(mark.width).lineJoin('round').moveTo(first[0], first[1]);
      for (const [x, y] of others) pdf.lineTo(x, y);
      pdf.stroke(mark.colour).undash();
      return;
    }
    case 'polygon':
      pdf.polygon(...mark.points.map(([x, y]) => [x, y])).fill(mark.fill);
      return;
    case 'ring':
      pdf.lineWidth(2.5).circle(mark.x, mark.y, mark.radius);
      if (mark.fill) pdf.fillAndStroke(mark.fill, mark.colour);
      else pdf.stroke(mark.colour);
      return;
    case 'text': {
      pdf
        .font(mark.bold ? 'bold' : 'regular')
        .fontSize(mark.size)
        .fillColor(mark.colour);
      const width = pdf.widthOfString(mark.text);
      const left = mark.x - (mark.align === 'end' ? width : mark.align === 'middle' ? width / 2 : 0);
      pdf.text(mark.text, left, mark.y, { lineBreak: false, baseline: 'alphabetic' });
    }
  }
}

function dashed(pdf: Pdf, dash: string | undefined): Pdf {
  const [on = 0, off = 0] = (dash ?? '').split(' ').map(Number);
  return on > 0 ? pdf.dash(on, { space: off }) : pdf;
}

function drawTable(pdf: Pdf, { heads, rows }: ChartTable, from: number): number {
  const first = WIDTH * 0.34;
  const other = (WIDTH - first) / Math.max(1, heads.length - 1);
  let y = from;
  const drawRow = (cells: readonly string[], font: 'regular' | 'bold') => {
    if (y + ROW > A4.height - EDGE) {
      pdf.addPage();
      y = EDGE;
    }
    pdf.font(font).fontSize(8.5).fillColor(COLOURS.ink);
    cells.forEach((cell, index) => {
      const x = index === 0 ? EDGE : EDGE + first + (index - 1) * other;
      pdf.text(cell, x, y, { width: (index === 0 ? first : other) - 6, height: ROW, ellipsis: true, lineBreak: false });
    });
    y += ROW;
    pdf
      .lineWidth(0.4)
      .moveTo(EDGE, y - 3)
      .lineTo(EDGE + WIDTH, y - 3)
      .stroke(COLOURS.grid);
  };
  drawRow(heads, 'bold');
  for (const row of rows) drawRow(row, 'regular');
  return y;
}
