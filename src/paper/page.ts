/**
 * A page before it becomes a file: what is drawn, in the same marks as the step pictures, and what each part is to
 * somebody who hears it read. Every length in mm, from the page's upper left corner.
 */
import type { Mark, Word } from '../pictures/marks.ts';

/** ISO 216. */
export const SIZES = {
  a5: { width: 148, height: 210 },
  a5Landscape: { width: 210, height: 148 },
  a4: { width: 210, height: 297 },
} as const;

export type Part =
  | { kind: 'heading' | 'text'; marks: Word[] }
  /** A picture or code; `alt` says what it shows. */
  | { kind: 'figure'; alt: string; marks: Mark[] }
  /** Lines, boxes and colour: nothing to read. */
  | { kind: 'decoration'; marks: Mark[] };

export interface Page {
  width: number;
  height: number;
  parts: Part[];
}

/** Nothing to be read comes nearer to the edge: office printers leave about 5 mm white. */
export const MARGIN = 8;
