/** What charts are drawn with, in points from the top left: marks, their sizes and their colours. */
import { widthOf } from '../../pictures/typeface.ts';

export type Point = readonly [x: number, y: number];

export type ChartMark =
  | { is: 'rect'; x: number; y: number; width: number; height: number; fill?: string; edge?: string; dash?: string }
  | { is: 'line'; points: readonly Point[]; colour: string; width: number; dash?: string }
  | { is: 'polygon'; points: readonly Point[]; fill: string }
  | { is: 'ring'; x: number; y: number; radius: number; colour: string; fill?: string }
  | TextMark;

export interface TextMark {
  is: 'text';
  x: number;
  /** Of the baseline. */
  y: number;
  text: string;
  size: number;
  bold?: boolean;
  colour: string;
  align?: Align;
}

type Align = 'start' | 'middle' | 'end';

export type ChartStatus = 'reached' | 'near' | 'behind' | 'none';

// ── sizes and colours ──────────────────────────────────────────────────────────────────────────────────────────────

export const LETTERS = 15;
export const SMALL = 13;

/** Contrast on white is written beside each. */
export const COLOURS = {
  ink: '#12263a', // 15.4
  quiet: '#495867', // 7.3
  reached: '#1864ab', // 6.1
  near: '#b35900', // 4.8
  behind: '#a61e4d', // 7.2
  none: '#5c6770', // 5.8
  grid: '#d3dce5',
  paper: '#ffffff',
  reachedPale: '#a9c8e6',
  nearPale: '#eac9a3',
  behindPale: '#e3b3c4',
  nonePale: '#cfd6dc',
} as const;

// ── marks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A straight line between two points. */
export const line = ([x, y]: Point, [toX, toY]: Point, colour: string, width: number): ChartMark => ({
  is: 'line',
  points: [
    [x, y],
    [toX, toY],
  ],
  colour,
  width,
});

type Lettering = Partial<Pick<TextMark, 'size' | 'colour' | 'align'>>;

/** Words with their baseline at `y`, beginning, centred or ending at `x`. */
export const text = (
  x: number,
  y: number,
  words: string,
  { size = LETTERS, colour = COLOURS.ink, align = 'start' }: Lettering = {},
): TextMark => ({ is: 'text', x, y, text: words, size, colour, align });

/** Names and numbers. */
export const strong = (x: number, y: number, words: string, lettering?: Lettering): TextMark => ({
  ...text(x, y, words, lettering),
  bold: true,
});

/** How wide names and numbers are. */
export const strongWidth = (words: string): number => widthOf(words, LETTERS, 700);

/** As much of a name as fits, with an ellipsis where something is missing. */
export function fitted(name: string, width: number): string {
  if (strongWidth(name) <= width) return name;
  const letters = [...name];
  while (letters.length > 1 && strongWidth(`${letters.join('')}…`) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** What explains them: axes, times, what is missing. */
export const small = (x: number, y: number, words: string, lettering?: Lettering): TextMark =>
  text(x, y, words, { size: SMALL, colour: COLOURS.quiet, ...lettering });

/** ✓ ◆ ▲ ○ as shapes, because no typeface of ours has them all. */
export function statusMark(status: ChartStatus, x: number, y: number): ChartMark {
  const shape = (...corners: Point[]): Point[] => corners.map(([right, down]) => [x + right, y + down]);
  const colour = COLOURS[status];
  switch (status) {
    case 'reached':
      return { is: 'line', points: shape([-6, 0], [-2, 5], [7, -6]), colour, width: 3 };
    case 'near':
      return { is: 'polygon', points: shape([0, -7], [7, 0], [0, 7], [-7, 0]), fill: colour };
    case 'behind':
      return { is: 'polygon', points: shape([0, -7], [8, 6], [-8, 6]), fill: colour };
    case 'none':
      return { is: 'ring', x, y, radius: 5.5, colour };
  }
}
