/** Stands on paper: which card goes where on which sheet, and the sheets as a PDF with real letters and vector squares. */
import PDFDocument from 'pdfkit';
import type { Weight } from '../pictures/typeface.ts';
import { BLEED, CARD, type Face, type Mark } from './layout.ts';
import { QUIET_ZONE } from './picture.ts';
import { fontFile } from './typeset.ts';

/** ISO 216, in mm. */
export const PAPERS = {
  a6: { width: 105, height: 148 },
  a5: { width: 148, height: 210 },
  a4: { width: 210, height: 297 },
} as const;
export type Paper = keyof typeof PAPERS;

export interface Card {
  front: Face;
  back: Face;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Line {
  from: [number, number];
  to: [number, number];
}

/** One page: faces in their cells, cut off at the cell's edge, and where to cut. */
interface Sheet {
  width: number;
  height: number;
  trim: Box;
  placed: { face: Face; cell: Box; bleed: number }[];
  cuts: Line[];
}

/** Room around a card with bleed: the bleed, then marks of 4 mm that stay 1 mm away from it. */
const MARK_LENGTH = 4;
const MARK_ROOM = BLEED + 1 + MARK_LENGTH;

function cropMarks({ x, y, width, height }: Box): Line[] {
  const [near, far] = [BLEED + 1, BLEED + 1 + MARK_LENGTH];
  const outward = [
    [x, -1],
    [x + width, 1],
  ] as const;
  const across = [
    [y, -1],
    [y + height, 1],
  ] as const;
  return outward.flatMap(([atX, toX]) =>
    across.flatMap(([atY, toY]): Line[] => [
      { from: [atX + toX * near, atY], to: [atX + toX * far, atY] },
      { from: [atX, atY + toY * near], to: [atX, atY + toY * far] },
    ]),
  );
}

function singleSheet(face: Face, paper: 'a6' | 'a5', hasBleed: boolean): Sheet {
  const { width, height } = PAPERS[paper];
  const around = hasBleed ? MARK_ROOM : 0;
  const trim = { x: around, y: around, width, height };
  return {
    width: width + 2 * around,
    height: height + 2 * around,
    trim,
    placed: [{ face, cell: trim, bleed: BLEED }],
    cuts: hasBleed ? cropMarks(trim) : [],
  };
}

/** Up to four cards, one in each quarter; on the back the columns change places, so that a page turned over its long side fits. */
function quarteredSheet(cards: readonly Card[], side: 'front' | 'back'): Sheet {
  const { width, height } = PAPERS.a4;
  const [half, middle] = [width / 2, height / 2];
  const placed = cards.map((card, index) => {
    const column = (index + Number(side === 'back')) % 2;
    const cell = { x: column * half, y: Math.floor(index / 2) * middle, width: half, height: middle };
    return { face: card[side], cell, bleed: 0 };
  });
  const cuts: Line[] = [
    { from: [half, 0], to: [half, height] },
    { from: [0, middle], to: [width, middle] },
  ];
  return { width, height, trim: { x: 0, y: 0, width, height }, placed, cuts };
}

function fours<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / 4) }, (_, sheet) => items.slice(sheet * 4, sheet * 4 + 4));
}

function sheetsOf(cards: readonly Card[], paper: Paper, hasBleed: boolean): Sheet[] {
  if (paper === 'a4') {
    return fours(cards).flatMap((four) => [quarteredSheet(four, 'front'), quarteredSheet(four, 'back')]);
  }
  return cards.flatMap(({ front, back }) => [singleSheet(front, paper, hasBleed), singleSheet(back, paper, hasBleed)]);
}

const POINTS = 72 / 25.4;
type Pdf = InstanceType<typeof PDFDocument>;

const fontName = (weight: Weight) => `weight-${weight}`;

function drawRect(pdf: Pdf, { x, y, width, height, radius = 0, fill, stroke }: Extract<Mark, { shape: 'rect' }>): void {
  const trace = () => (radius > 0 ? pdf.roundedRect(x, y, width, height, radius) : pdf.rect(x, y, width, height));
  if (fill) trace().fill(fill);
  if (stroke) trace().lineWidth(stroke.width).stroke(stroke.colour);
}

function drawWord(
  pdf: Pdf,
  { text, x, baseline, size, weight, anchor, colour }: Extract<Mark, { shape: 'word' }>,
): void {
  pdf.font(fontName(weight)).fontSize(size).fillColor(colour);
  const width = pdf.widthOfString(text);
  const start = { start: x, middle: x - width / 2, end: x - width }[anchor];
  pdf.text(text, start, baseline, { lineBreak: false, baseline: 'alphabetic' });
}

function drawSquares(pdf: Pdf, { squares, x, y, side }: Extract<Mark, { shape: 'code' }>): void {
  const square = side / (squares.count + 2 * QUIET_ZONE);
  pdf.save();
  pdf.translate(x + QUIET_ZONE * square, y + QUIET_ZONE * square).scale(square);
  pdf.path(squares.path).fill('#000000');
  pdf.restore();
}

/** Draws a mark and says what it is: a text to be read aloud, a picture with words for it, or decoration. */
function drawMark(pdf: Pdf, mark: Mark): PDFKit.PDFStructureElementChild | null {
  if (mark.shape === 'rect') {
    pdf.markContent('Artifact', { type: 'Layout' });
    drawRect(pdf, mark);
    pdf.endMarkedContent();
    return null;
  }
  const content = pdf.markStructureContent(mark.shape === 'word' ? 'P' : 'Figure');
  if (mark.shape === 'word') drawWord(pdf, mark);
  else drawSquares(pdf, mark);
  pdf.endMarkedContent();
  return mark.shape === 'word' ? pdf.struct('P', {}, content) : pdf.struct('Figure', { alt: mark.alt }, content);
}

function drawFace(pdf: Pdf, { face, cell, bleed }: Sheet['placed'][number]): PDFKit.PDFStructureElementChild[] {
  const scale = cell.width / CARD.width;
  pdf.save();
  pdf.rect(cell.x - bleed, cell.y - bleed, cell.width + 2 * bleed, cell.height + 2 * bleed).clip();
  pdf.translate(cell.x, cell.y + (cell.height - CARD.height * scale) / 2).scale(scale);
  const parts = face.marks.map((mark) => drawMark(pdf, mark)).filter((part) => part !== null);
  pdf.restore();
  return parts;
}

/** Mid-grey: seen on white paper and on the band alike, and gone with the first cut. */
const CUT = { colour: '#8a97a4', width: 0.15 } as const;

function drawCuts(pdf: Pdf, cuts: readonly Line[]): void {
  pdf.markContent('Artifact', { type: 'Page' });
  for (const { from, to } of cuts) pdf.moveTo(...from).lineTo(...to);
  if (cuts.length > 0) pdf.lineWidth(CUT.width).stroke(CUT.colour);
  pdf.endMarkedContent();
}

/** A box in points for a page that has as much room above it as below. */
function pageBox({ x, y, width, height }: Box, grown: number): number[] {
  return [x - grown, y - grown, x + width + grown, y + height + grown].map((edge) => edge * POINTS);
}

function drawSheet(pdf: Pdf, sheet: Sheet): PDFKit.PDFStructureElementChild[] {
  pdf.addPage({ size: [sheet.width * POINTS, sheet.height * POINTS], margin: 0 });
  const bleed = Math.min(BLEED, sheet.trim.x);
  Object.assign(pdf.page.dictionary.data, { TrimBox: pageBox(sheet.trim, 0), BleedBox: pageBox(sheet.trim, bleed) });
  pdf.scale(POINTS);
  const parts = sheet.placed.flatMap((placed) => drawFace(pdf, placed));
  drawCuts(pdf, sheet.cuts);
  return parts;
}

export interface Printing {
  paper: Paper;
  /** Colour 3 mm past the edge and crop marks, for a print shop; A6 and A5 only. */
  bleed?: boolean;
  title: string;
  /** Time stamped into the file; now by default. */
  madeAt?: Date;
}

/** Cards as one PDF: front and back pages in turn, on A4 four cards to a sheet for printing on both sides. */
export async function toPdf(
  cards: readonly Card[],
  { paper, bleed = false, title, madeAt = new Date() }: Printing,
): Promise<Buffer> {
  const info = { Title: title, Creator: 'Trợ Lý Số', CreationDate: madeAt };
  const pdf = new PDFDocument({
    autoFirstPage: false,
    tagged: true,
    lang: 'vi',
    displayTitle: true,
    pdfVersion: '1.7',
    info,
  });
  for (const weight of [500, 700] satisfies Weight[]) pdf.registerFont(fontName(weight), fontFile(weight));
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  const parts = sheetsOf(cards, paper, bleed).flatMap((sheet) => drawSheet(pdf, sheet));
  pdf.addStructure(pdf.struct('Document', {}, parts));
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}
