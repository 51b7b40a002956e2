/** Things that know their height and can be put anywhere: texts, panels, rows, columns. Pure; every length in mm. */
import type { Mark } from '../pictures/marks.ts';
import { type Colour, PALETTE } from '../pictures/palette.ts';
import { ASCENT, DESCENT, type Weight, widthOf } from '../pictures/typeface.ts';
import { CAP_HEIGHT, heightOf, setText } from '../vietqr/typeset.ts';
import type { Part } from './page.ts';

export interface Block {
  height: number;
  draw: (x: number, y: number) => Part[];
}

export interface TextStyle {
  width: number;
  /** Largest letter size; shrunk only when the text does not fit `lines` lines and `height`. */
  size: number;
  lines?: number;
  /** Most the text may take, ascenders and descenders included. */
  height?: number;
  weight?: Weight;
  fill?: Colour;
  /** The colour behind it. */
  on?: Colour;
  anchor?: 'start' | 'middle';
  kind?: 'heading' | 'text';
}

/** From one baseline to the next, in parts of the size: room for a dot below and a hook and circumflex above. */
const PITCH = 1.3;
/** How far marks rise above capitals (Ẫ) and dots hang below the line (ỵ), in parts of the size. */
const OUTSIDE = ASCENT - CAP_HEIGHT + DESCENT;

export const NOTHING: Block = { height: 0, draw: () => [] };

/** Longer labels may be broken like any words: `setText` keeps nothing longer than this together. */
const KEPT_TOGETHER = 20;

/** A short text in “ ” stands on somebody's screen as one thing, so its spaces do not break the line. */
const keepQuotes = (text: string): string =>
  text.replace(/“[^”]*”/gu, (quoted) => (quoted.length < KEPT_TOGETHER ? quoted.replaceAll(' ', '\u00a0') : quoted));

/** One paragraph, as large as allowed and never outside its width and height. An empty text takes no room. */
export function textBlock(text: string, style: TextStyle): Block {
  const { width, size, lines: most = 1, height = Infinity, weight = 500, kind = 'text' } = style;
  const { fill = PALETTE.ink, on = PALETTE.paper, anchor = 'start' } = style;
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line === '') return NOTHING;
  const room = { width, size, lines: most, pitch: PITCH, height: height / (1 + OUTSIDE / CAP_HEIGHT) };
  const set = setText(keepQuotes(line), weight, room);
  return {
    height: heightOf(set) + OUTSIDE * set.size,
    draw: (x, y) => [
      {
        kind,
        marks: set.lines.map((shown, row) => ({
          shape: 'word',
          text: shown.replaceAll('\u00a0', ' '),
          x: anchor === 'middle' ? x + width / 2 : x,
          baseline: y + (ASCENT + row * PITCH) * set.size,
          size: set.size,
          weight,
          anchor,
          fill,
          on,
        })),
      },
    ],
  };
}

/** One below the other; what takes no room leaves no gap. */
export function column(blocks: readonly Block[], gap = 0): Block {
  const shown = blocks.filter(({ height }) => height > 0);
  const height = shown.reduce((sum, block) => sum + block.height, Math.max(0, shown.length - 1) * gap);
  const draw: Block['draw'] = (x, y) => {
    let at = y;
    return shown.flatMap((block) => {
      const top = at;
      at += block.height + gap;
      return block.draw(x, top);
    });
  };
  return { height, draw };
}

/** Side by side, each at its own distance from the left, aligned at the top or around the middle. */
export function row(cells: readonly { left: number; block: Block }[], align: 'top' | 'middle' = 'top'): Block {
  const height = Math.max(0, ...cells.map(({ block }) => block.height));
  const drop = (block: Block) => (align === 'middle' ? (height - block.height) / 2 : 0);
  return { height, draw: (x, y) => cells.flatMap(({ left, block }) => block.draw(x + left, y + drop(block))) };
}

export interface Panel {
  width: number;
  padding: number;
  fill: Colour;
  radius?: number;
  edge?: Colour;
}

/** Colour behind a block, with air around it. */
export function panel(inner: Block, { width, padding, fill, radius = 2, edge }: Panel): Block {
  const height = inner.height + 2 * padding;
  return {
    height,
    draw: (x, y) => [
      decoration({ shape: 'rect', x, y, width, height, radius, fill, ...(edge && { stroke: edge, strokeWidth: 0.5 }) }),
      ...inner.draw(x + padding, y + padding),
    ],
  };
}

/** At least so high, around the middle. */
export function atLeast(height: number, block: Block): Block {
  if (block.height >= height) return block;
  return { height, draw: (x, y) => block.draw(x, y + (height - block.height) / 2) };
}

export const decoration = (...marks: Mark[]): Part => ({ kind: 'decoration', marks });

/** An empty box for a pencil tick. */
export const tickBox = (side: number): Block => ({
  height: side,
  draw: (x, y) => [
    decoration({
      shape: 'rect',
      x,
      y,
      width: side,
      height: side,
      radius: 0.8,
      fill: PALETTE.paper,
      stroke: PALETTE.ink,
      strokeWidth: 0.5,
    }),
  ],
});

/** A number on a dark disc. */
export function disc(number: number | string, diameter: number): Block {
  const size = diameter * 0.58;
  const radius = diameter / 2;
  const look = { size, weight: 700, anchor: 'middle', fill: PALETTE.paper, on: PALETTE.band } as const;
  return {
    height: diameter,
    draw: (x, y) => [
      decoration({ shape: 'circle', x: x + radius, y: y + radius, radius, fill: PALETTE.band }),
      {
        kind: 'text',
        marks: [
          {
            shape: 'word',
            text: String(number),
            x: x + radius,
            baseline: y + radius + (size * CAP_HEIGHT) / 2,
            ...look,
          },
        ],
      },
    ],
  };
}

const LABEL_GAP = 1.5;

/** A line to write on, behind what belongs there: `Mã hộ ______`; with `value` when that is known already. */
export function writingLine(label: string, { width, size }: { width: number; size: number }, value = ''): Block {
  const labelWidth = Math.min(width / 2, widthOf(label, size, 500));
  const left = labelWidth + LABEL_GAP;
  const name = textBlock(label, { width: labelWidth, size, fill: PALETTE.quietWord });
  const written = textBlock(value, { width: width - left - LABEL_GAP, size: size * 1.15, weight: 700 });
  const height = size * 2;
  return {
    height,
    draw: (x, y) => [
      ...name.draw(x, y + height - name.height),
      decoration({
        shape: 'rect',
        x: x + left,
        y: y + height - 0.3,
        width: width - left,
        height: 0.3,
        fill: PALETTE.homeBar,
      }),
      ...written.draw(x + left + LABEL_GAP, y + height - written.height),
    ],
  };
}
