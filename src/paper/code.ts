/** A scannable code on a page, read back from its own drawing before the page leaves this room. */
import { PALETTE } from '../pictures/palette.ts';
import { toSvg } from '../pictures/svg.ts';
import { QUIET_ZONE, readCode, squaresOf } from '../vietqr/picture.ts';
import type { Block } from './blocks.ts';
import type { Part } from './page.ts';
import { PrintRefused } from './printable.ts';

/** Pixels per mm the code is read back at. */
const PIXELS = 10;

function drawCode(address: string, alt: string, side: number, x: number, y: number): Part {
  const { count, path } = squaresOf(address);
  const square = side / (count + 2 * QUIET_ZONE);
  const first = { x: x + QUIET_ZONE * square, y: y + QUIET_ZONE * square };
  const edge = { stroke: PALETTE.ink, strokeWidth: 0.5 };
  return {
    kind: 'figure',
    alt,
    marks: [
      { shape: 'rect', x, y, width: side, height: side, radius: 1.6, fill: PALETTE.paper, ...edge },
      { shape: 'group', at: first, scale: square, marks: [{ shape: 'path', d: path, fill: '#000000' }] },
    ],
  };
}

/** The text of a code part whose upper left corner is at 0, 0; null when it cannot be read. */
export const readPart = ({ marks }: Part, side: number): string | null =>
  readCode(
    toSvg([{ shape: 'group', at: { x: 0, y: 0 }, scale: PIXELS, marks: [...marks] }], side * PIXELS, side * PIXELS),
  );

/** A code of `side` mm, quiet zone included. Throws `PrintRefused` when it does not read back as the address. */
export function codeBlock(address: string, alt: string, side: number): Block {
  if (readPart(drawCode(address, alt, side, 0, 0), side) !== address)
    throw new PrintRefused(`The code for ${address} cannot be read back, so it is not printed. Please report this.`);
  return { height: side, draw: (x, y) => [drawCode(address, alt, side, x, y)] };
}
