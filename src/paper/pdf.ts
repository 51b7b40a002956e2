/** Pages as a PDF: real letters that can be copied, everything else as vectors, tagged for who hears it read. */
import PDFDocument from 'pdfkit';
import { isKhmer, KHMER_FILES, scriptRuns } from '../pictures/khmer.ts';
import type { Mark, Paint, Word } from '../pictures/marks.ts';
import { type Weight, widthOf } from '../pictures/typeface.ts';
import { fontFile } from '../vietqr/typeset.ts';
import type { Page, Part } from './page.ts';

const POINTS = 72 / 25.4;
type Pdf = InstanceType<typeof PDFDocument>;

const fontName = (weight: Weight) => `weight-${weight}`;
const khmerName = (weight: Weight) => `khmer-${weight}`;

/** Paints the path just traced; without fill and stroke it is dropped. */
function paint(pdf: Pdf, { fill, stroke, strokeWidth = 1 }: Paint): void {
  if (stroke) pdf.lineWidth(strokeWidth).lineJoin('round').lineCap('round');
  if (fill && stroke) pdf.fillAndStroke(fill, stroke);
  else if (fill) pdf.fill(fill);
  else if (stroke) pdf.stroke(stroke);
}

function drawWord(pdf: Pdf, { text, x, baseline, size, weight, anchor, fill }: Word): void {
  pdf.font(fontName(weight)).fontSize(size).fillColor(fill);
  if (isKhmer(text)) return drawRuns(pdf, { text, x, baseline, size, weight, anchor });
  const left = anchor === 'middle' ? x - pdf.widthOfString(text) / 2 : x;
  pdf.text(text, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
}

/**
 * A line with Khmer in it, each script in its own typeface; the writer shapes Khmer itself. Its glyphs stand in another
 * order than its letters, so each run says which letters it is when it is copied out or read aloud.
 */
function drawRuns(pdf: Pdf, { text, x, baseline, size, weight, anchor }: Omit<Word, 'shape' | 'fill' | 'on'>): void {
  let left = anchor === 'middle' ? x - widthOf(text, size, weight) / 2 : x;
  for (const run of scriptRuns(text)) {
    pdf.font(isKhmer(run) ? khmerName(weight) : fontName(weight)).fontSize(size);
    if (isKhmer(run)) pdf.markContent('Span', { actual: run });
    pdf.text(run, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
    if (isKhmer(run)) pdf.endMarkedContent();
    left += widthOf(run, size, weight);
  }
}

function drawMark(pdf: Pdf, mark: Mark): void {
  switch (mark.shape) {
    case 'rect': {
      const { x, y, width, height, radius = 0 } = mark;
      if (radius > 0) pdf.roundedRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
      else pdf.rect(x, y, width, height);
      return paint(pdf, mark);
    }
    case 'circle':
      pdf.circle(mark.x, mark.y, mark.radius);
      return paint(pdf, mark);
    case 'path':
      pdf.path(mark.d);
      return paint(pdf, mark);
    case 'word':
      return drawWord(pdf, mark);
    case 'group': {
      const { at, scale = 1, turn = 0, flip = false, marks } = mark;
      pdf.save();
      pdf.translate(at.x, at.y).rotate(turn);
      pdf.scale(scale, flip ? -scale : scale, {});
      for (const inner of marks) drawMark(pdf, inner);
      pdf.restore();
    }
  }
}

const TAGS = { heading: 'H1', text: 'P', figure: 'Figure' } as const;

/** Draws a part and says what it is: something to read aloud, a picture with words for it, or decoration. */
function drawPart(pdf: Pdf, part: Part): PDFKit.PDFStructureElementChild[] {
  if (part.kind === 'decoration') {
    pdf.markContent('Artifact', { type: 'Layout' });
    for (const mark of part.marks) drawMark(pdf, mark);
    pdf.endMarkedContent();
    return [];
  }
  const tag = TAGS[part.kind];
  const content = pdf.markStructureContent(tag);
  for (const mark of part.marks) drawMark(pdf, mark);
  pdf.endMarkedContent();
  return [pdf.struct(tag, part.kind === 'figure' ? { alt: part.alt } : {}, content)];
}

function drawPage(pdf: Pdf, page: Page): PDFKit.PDFStructureElementChild[] {
  pdf.addPage({ size: [page.width * POINTS, page.height * POINTS], margin: 0 });
  pdf.scale(POINTS);
  return page.parts.flatMap((part) => drawPart(pdf, part));
}

export interface Printing {
  title: string;
  /** Language of the words, e.g. `vi`. */
  lang: string;
  /** Time stamped into the file; now by default. */
  madeAt?: Date;
}

/** The pages as one file, the same bytes for the same pages and time. */
export async function toPdf(pages: readonly Page[], { title, lang, madeAt = new Date() }: Printing): Promise<Buffer> {
  const info = { Title: title, Creator: 'Trợ Lý Số', CreationDate: madeAt };
  const pdf = new PDFDocument({
    autoFirstPage: false,
    tagged: true,
    lang,
    displayTitle: true,
    pdfVersion: '1.7',
    info,
  });
  for (const weight of [500, 700] satisfies Weight[]) {
    pdf.registerFont(fontName(weight), fontFile(weight));
    pdf.registerFont(khmerName(weight), KHMER_FILES[weight]); // opened and embedded only where a page needs it
  }
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  const parts = pages.flatMap((page) => drawPage(pdf, page));
  pdf.addStructure(pdf.struct('Document', {}, parts));
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}
