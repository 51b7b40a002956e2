/** Words on paper: set as large as their room allows, in lines of about the same width. Pure; every length in mm. */
import { basename } from 'node:path';
import { FONT_FILES, type Weight, widthOf } from '../pictures/typeface.ts';

/** The typeface's file for a weight, which its name starts with: `BeVietnamPro_700Bold.ttf`. */
export function fontFile(weight: Weight): string {
  const file = FONT_FILES.find((path) => basename(path).includes(`_${weight}`));
  if (!file) throw new Error(`No font file of weight ${weight}; src/pictures/typeface.ts lists the ones we load.`);
  return file;
}

/** Height of a capital letter in parts of the size, from the typeface's own table (OS/2 sCapHeight: 740 of 1000). */
export const CAP_HEIGHT = 0.74;

export interface Room {
  width: number;
  /** From the top of the first line's capitals to the last baseline. */
  height: number;
  /** Largest letter size. */
  size: number;
  lines: number;
  /** From one baseline to the next, in parts of the size. */
  pitch: number;
}

export interface SetText {
  lines: string[];
  size: number;
  pitch: number;
  weight: Weight;
}

/** From the top of the first line's capitals to the last baseline. */
export function heightOf({ lines, size, pitch }: SetText): number {
  return size * (CAP_HEIGHT + (lines.length - 1) * pitch);
}

/** No word of a name is longer; what is, was typed to break the page, and may be broken itself. */
const WORD_LENGTH = 20;

/** Words, each with the space before it, so that pieces of one long word close up again on the same line. */
function piecesOf(text: string): string[] {
  const chunks = new RegExp(`.{1,${WORD_LENGTH}}`, 'gu');
  return text
    .split(' ')
    .flatMap((word) => (word.match(chunks) ?? []).map((piece, at) => (at === 0 ? ` ${piece}` : piece)));
}

function fill(pieces: readonly string[], width: number, weight: Weight): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = lines.length > 0 ? lines.at(-1) + piece : piece.trimStart();
    if (lines.length > 0 && widthOf(longer, 1, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece.trimStart());
  }
  return lines;
}

const widest = (lines: readonly string[], weight: Weight) => Math.max(...lines.map((line) => widthOf(line, 1, weight)));

/** At most `count` lines, the longest as short as it can be. */
function breakEvenly(pieces: readonly string[], count: number, weight: Weight): string[] {
  let tooNarrow = 0;
  let enough = widthOf(pieces.join(''), 1, weight);
  while (enough - tooNarrow > 0.05) {
    const middle = (tooNarrow + enough) / 2;
    if (fill(pieces, middle, weight).length > count) tooNarrow = middle;
    else enough = middle;
  }
  return fill(pieces, enough, weight);
}

/** Another line must make the letters this much larger to be worth it. */
const WORTH_A_LINE = 1.06;

/** A text in its room, broken and shrunk as little as possible; it never leaves the room. */
export function setText(text: string, weight: Weight, { width, height, size, lines: most, pitch }: Room): SetText {
  const pieces = piecesOf(text);
  const ways = Array.from({ length: most }, (_, more): SetText => {
    const lines = breakEvenly(pieces, more + 1, weight);
    const tallest = height / (CAP_HEIGHT + (lines.length - 1) * pitch);
    return { lines, weight, pitch, size: Math.min(size, width / widest(lines, weight), tallest) };
  });
  return ways.reduce((best, way) => (way.size > best.size * WORTH_A_LINE ? way : best));
}
