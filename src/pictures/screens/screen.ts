/** What every kind of picture gives the frame: the contents of one screen, and the one spot on it. */
import type { Picture, PictureKind } from '../../flows/picture.ts';
import { type Setting, sizes } from '../lines.ts';
import { type Box, inset, type Mark, type Point } from '../marks.ts';
import { type Colour, PALETTE } from '../palette.ts';

/** The room a screen may fill, in px before enlarging; the origin is the corner below the title bar. */
export interface Stage {
  width: number;
  maxHeight: number;
  /** The phone is held near: there is room for the spot and little else. */
  isNear: boolean;
}

export interface Screen {
  title: string;
  bar: Colour;
  backdrop: Colour;
  height: number;
  marks: Mark[];
  spot: Box;
  /** Where the fingertip looks best, if not in the right part of the spot. */
  aim?: Point;
  /** Drawings the hand must not cover, just as it must not cover words. */
  clear?: Box[];
  /** Size of the hand where things are small and close together; 1 elsewhere. */
  handScale?: number;
}

export type PictureOf<K extends PictureKind> = Extract<Picture, { kind: K }>;

export const SIDE = 30;
export const TOP = 36;
export const END = 28;
/** Letters of the highlighted words: 48 px where they fit, never under 44 on one line. */
export const SPOT_LETTERS: Setting[] = [...sizes(48, 44, 1), ...sizes(44, 36, 2), ...sizes(44, 36, 3)];
/** Letters of all other words: 40 px where they fit, never under 36. */
export const QUIET_LETTERS: Setting[] = [...sizes(40, 36, 1), { size: 36, lines: 2 }];

const RING_WIDTH = 12;
const RING_GAP = 9;
/** How far the ring reaches beyond its spot; neighbours keep this distance. */
export const RING_REACH = RING_GAP + RING_WIDTH / 2;

/** The highlighted spot: pale yellow with a thick orange ring around it. Exactly one per picture. */
export function highlight(spot: Box, radius: number): Mark[] {
  const ring = inset(spot, -RING_GAP);
  return [
    { shape: 'rect', ...inset(spot, -RING_GAP), radius: radius + RING_GAP, fill: PALETTE.paper },
    { shape: 'rect', ...spot, radius, fill: PALETTE.spot, stroke: PALETTE.ink, strokeWidth: 2 },
    { shape: 'rect', ...ring, radius: radius + RING_GAP, stroke: PALETTE.ring, strokeWidth: RING_WIDTH },
  ];
}

/** Index of the target, or an error that names the picture: a target that is not there is a mistake in the flow. */
export function targetIn(kind: PictureKind, count: number, target: number): number {
  if (Number.isInteger(target) && target >= 0 && target < count) return target;
  throw new Error(`A picture of kind "${kind}" points at number ${target} of ${count}: is its target counted from 0?`);
}

/** The longest run of neighbours around `target` for which `fits` holds; the target itself is always in it. */
export function windowAround(
  count: number,
  target: number,
  fits: (from: number, to: number) => boolean,
): [number, number] {
  let [from, to] = [target, target + 1];
  for (let grown = true; grown; ) {
    grown = false;
    if (to < count && fits(from, to + 1)) [to, grown] = [to + 1, true];
    if (from > 0 && fits(from - 1, to)) [from, grown] = [from - 1, true];
  }
  return [from, to];
}
