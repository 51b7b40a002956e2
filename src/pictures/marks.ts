/** What a picture is made of before it becomes SVG: shapes and words with known places, so that tests can measure them. */
import type { Colour } from './palette.ts';
import { ASCENT, DESCENT, type Weight, widthOf } from './typeface.ts';

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export interface Paint {
  fill?: Colour;
  stroke?: Colour;
  strokeWidth?: number;
}

export type Mark =
  | ({ shape: 'rect'; radius?: number } & Box & Paint)
  | ({ shape: 'circle'; radius: number } & Point & Paint)
  | ({ shape: 'path'; d: string } & Paint)
  | Word
  | { shape: 'group'; at: Point; scale?: number; turn?: number; flip?: boolean; marks: Mark[] };

/** One line of text. `on` is the colour behind it; an ornament is a letter that stands for an icon, not for a word. */
export interface Word {
  shape: 'word';
  text: string;
  x: number;
  baseline: number;
  size: number;
  weight: Weight;
  anchor: 'start' | 'middle';
  fill: Colour;
  on: Colour;
  ornament?: boolean;
}

/** The room a line of text takes, from the highest accent to the lowest dot. */
export function boxOfWord(word: Word): Box {
  const width = widthOf(word.text, word.size, word.weight);
  return {
    x: word.anchor === 'middle' ? word.x - width / 2 : word.x,
    y: word.baseline - ASCENT * word.size,
    width,
    height: (ASCENT + DESCENT) * word.size,
  };
}

export function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by };
}

export function contains(outer: Box, point: Point): boolean {
  const [dx, dy] = [point.x - outer.x, point.y - outer.y];
  return dx >= 0 && dy >= 0 && dx <= outer.width && dy <= outer.height;
}

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const centre = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

type TextStyle = Pick<Word, 'size' | 'weight' | 'fill' | 'on' | 'anchor'> & { ornament?: boolean };

/** Distance of two baselines in parts of the size; room for a dot below and a hook and circumflex above. */
export const LINE_HEIGHT = 1.28;
/** From the middle of a line to its baseline, in parts of the size: half the height of a capital. */
const HALF_CAPITAL = 0.35;

/** Lines of text stacked around the height `middle`. */
export function words(lines: readonly string[], x: number, middle: number, style: TextStyle): Word[] {
  const first = middle + HALF_CAPITAL * style.size - ((lines.length - 1) / 2) * LINE_HEIGHT * style.size;
  return lines.map((text, index) => ({
    shape: 'word',
    text,
    x,
    baseline: first + index * LINE_HEIGHT * style.size,
    ...style,
  }));
}

/** Every word of a drawing with its place in the drawing's own coordinates. Words are never turned, only moved and scaled. */
export function wordsIn(marks: readonly Mark[], at: Point = { x: 0, y: 0 }, scale = 1): Word[] {
  return marks.flatMap((mark) => {
    if (mark.shape === 'word') {
      const { x, baseline, size } = mark;
      return [{ ...mark, x: at.x + x * scale, baseline: at.y + baseline * scale, size: size * scale }];
    }
    if (mark.shape !== 'group') return [];
    const inner = { x: at.x + mark.at.x * scale, y: at.y + mark.at.y * scale };
    return wordsIn(mark.marks, inner, scale * (mark.scale ?? 1));
  });
}
