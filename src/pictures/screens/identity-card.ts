import type { Box, Mark } from '../marks.ts';
import { PALETTE } from '../palette.ts';

/** An identity card without a word on it: portrait, lines for the texts and the gold chip. Drawn 300 px wide. */
export const CARD = { width: 300, height: 190 } as const;

function line(x: number, y: number, width: number): Mark {
  return { shape: 'rect', x, y, width, height: 12, radius: 6, fill: PALETTE.rowEdge };
}

export function chip({ x, y, width, height }: Box): Mark[] {
  const d = [
    `M${x} ${y + height / 3} H${x + width / 3} M${x} ${y + (2 * height) / 3} H${x + width / 3}`,
    `M${x + (2 * width) / 3} ${y + height / 3} H${x + width} M${x + (2 * width) / 3} ${y + (2 * height) / 3} H${x + width}`,
    `M${x + width / 3} ${y} V${y + height} M${x + (2 * width) / 3} ${y} V${y + height}`,
  ].join(' ');
  return [
    { shape: 'rect', x, y, width, height, radius: 8, fill: PALETTE.bandWord, stroke: PALETTE.ink, strokeWidth: 3 },
    { shape: 'path', d, stroke: PALETTE.ink, strokeWidth: 2.5 },
  ];
}

export function person(x: number, y: number, size: number): Mark[] {
  const d = `M${x - size * 0.5} ${y + size} C${x - size * 0.5} ${y + size * 0.42} ${x + size * 0.5} ${y + size * 0.42} ${x + size * 0.5} ${y + size} Z`;
  return [
    { shape: 'circle', x, y: y + size * 0.22, radius: size * 0.24, fill: PALETTE.shade },
    { shape: 'path', d, fill: PALETTE.shade },
  ];
}

/** The card with its left upper corner at the origin. */
export function identityCard(): Mark[] {
  return [
    {
      shape: 'rect',
      x: 0,
      y: 0,
      width: CARD.width,
      height: CARD.height,
      radius: 18,
      fill: PALETTE.paper,
      stroke: PALETTE.ink,
      strokeWidth: 5,
    },
    { shape: 'rect', x: 24, y: 26, width: 150, height: 14, radius: 7, fill: PALETTE.shade },
    { shape: 'rect', x: 24, y: 62, width: 84, height: 104, radius: 10, fill: PALETTE.tile },
    ...person(66, 84, 82),
    ...[66, 94, 122, 150].map((y, index) => line(128, y, [128, 104, 84, 110][index]!)),
    ...chip({ x: 226, y: 20, width: 50, height: 40 }),
  ];
}
