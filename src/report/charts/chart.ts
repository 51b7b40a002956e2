/**
 * Charts as marks on a plane, in points from the top left: the same marks become SVG on a page and lines in a PDF
 * (`svg.ts`, `pdf.ts`). Colours and rules are those of dashboard §4: a title that says what, a line that says when and out
 * of what, axes from zero, never colour alone, and beside every chart its table. Here is what all kinds of chart share;
 * each kind has a file of its own.
 */
import { widthOf } from '../../pictures/typeface.ts';

// ── what a chart is ────────────────────────────────────────────────────────────────────────────────────────────────

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

/** Heads and cells as people read them; the first column names the row. */
export interface ChartTable {
  heads: string[];
  rows: string[][];
}

export interface Chart {
  /** Says what. */
  title: string;
  /** Says when and out of what. */
  says: string;
  width: number;
  height: number;
  marks: ChartMark[];
  /** The same, for whoever reads numbers rather than lengths. */
  table: ChartTable;
}

export type ChartStatus = 'reached' | 'near' | 'behind' | 'none';

/** The words on charts that are not names or numbers. */
export interface ChartWords {
  target: string;
  now: string;
  forecast: string;
  none: string;
  noFigure: string;
  status: Record<ChartStatus, string>;
  heads: {
    area: string;
    share: string;
    fraction: string;
    self: string;
    status: string;
    week: string;
    value: string;
    target: string;
    step: string;
    lost: string;
    part: string;
  };
}

// ── sizes and colours ──────────────────────────────────────────────────────────────────────────────────────────────

/** Every chart is drawn this wide; pages and papers scale it. */
export const CHART_WIDTH = 760;
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

// ── numbers as words ───────────────────────────────────────────────────────────────────────────────────────────────

const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** Stands where there is no number to say. */
export const NO_NUMBER = '–';

/** `12.345`: a whole number. */
export const countWords = (value: number): string => whole.format(value);

/** `37,5 %`: one decimal where there is one. */
export const percentWords = (percent: number): string => `${decimal.format(percent)} %`;

/** `74,9 %`: one decimal (dashboard §2), down rather than up where rounding would show a target as reached. */
export function shareWords(part: number, total: number, target: number | null): string {
  const exact = (part * 100) / total;
  const rounded = Math.round(exact * 10) / 10;
  const goals = target === null ? [100] : [target, 100];
  const crosses = goals.some((goal) => part * 100 < goal * total && rounded >= goal);
  return percentWords(crosses ? Math.floor(exact * 10) / 10 : rounded);
}

/** As much of a text as fits, with an ellipsis where something is missing. */
export function fitted(text: string, size: number, width: number, bold = false): string {
  const weight = bold ? 700 : 500;
  if (widthOf(text, size, weight) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, size, weight) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** A round number at or above `value` that makes a readable axis: 1, 2 or 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

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

/** Words with their baseline at `y`, beginning, centred or ending at `x`. */
export const text = (
  x: number,
  y: number,
  words: string,
  size: number,
  colour: string,
  align: Align = 'start',
): TextMark => ({ is: 'text', x, y, text: words, size, colour, align });

export const bold = (mark: TextMark): TextMark => ({ ...mark, bold: true });

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
