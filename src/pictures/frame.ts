/** What stands around a screen: a plain phone with its title bar, or the wall of a room when the step leads to a counter. */
import { fitText, sizes } from './lines.ts';
import { type Box, inset, LINE_HEIGHT, type Mark, type Point, words } from './marks.ts';
import { PALETTE } from './palette.ts';
import type { Screen } from './screens/screen.ts';

/** How near the phone is: the usual view, or so near that letters are half as large again. */
export interface View {
  scale: number;
  /** Outer left and right edge of the phone, in picture px. */
  left: number;
  width: number;
  side: number;
  rim: number;
  radius: number;
  barHeight: number;
  handScale: number;
}

export const USUAL: View = {
  scale: 1,
  left: 42,
  width: 636,
  side: 20,
  rim: 18,
  radius: 48,
  barHeight: 96,
  handScale: 1,
};
export const NEAR: View = {
  scale: 1.5,
  left: 0,
  width: 720,
  side: 13,
  rim: 12,
  radius: 40,
  barHeight: 100,
  handScale: 1.05,
};

const TITLE_LETTERS = [...sizes(42, 36, 1), ...sizes(36, 32, 2)];

/** Width of the screen in the screen's own px. */
export const innerWidth = (view: View): number => (view.width - 2 * view.side) / view.scale;

function topRounded({ x, y, width, height }: Box, radius: number): string {
  const [end, base] = [x + width, y + height];
  return `M${x} ${base} V${y + radius} Q${x} ${y} ${x + radius} ${y} H${end - radius} Q${end} ${y} ${end} ${y + radius} V${base} Z`;
}

export interface Framed {
  height: number;
  marks: Mark[];
  /** Where the screen's own origin lies in the picture. */
  origin: Point;
}

/** What stands around a screen: a phone with a title bar, or a wall without one. */
export type FrameKind = 'phone' | 'wall';

/** Height of rim, title bar and rim together: what a frame adds to its screen. */
export const aroundScreen = (kind: FrameKind, view: View): number =>
  (kind === 'phone' ? view.barHeight : 0) + 2 * view.rim;

function titleBar(screen: Screen, view: View, box: Box): Mark[] {
  const title = fitText(screen.title, box.width - 48, 700, TITLE_LETTERS);
  const size = Math.min(title.size, (box.height - 12) / (title.lines.length * LINE_HEIGHT));
  const style = { size, weight: 700, fill: PALETTE.paper, on: screen.bar, anchor: 'middle' } as const;
  return [
    { shape: 'path', d: topRounded(box, view.radius - view.rim), fill: screen.bar },
    ...words(title.lines, box.x + box.width / 2, box.y + box.height / 2, style),
  ];
}

/** Puts a screen of `contentHeight` picture px into its frame, whose top is at `top`. */
export function frame(kind: FrameKind, screen: Screen, view: View, top: number, contentHeight: number): Framed {
  const height = contentHeight + aroundScreen(kind, view);
  const outer: Box = { x: view.left, y: top, width: view.width, height };
  const glass: Box = {
    x: outer.x + view.side,
    y: top + view.rim,
    width: view.width - 2 * view.side,
    height: height - 2 * view.rim,
  };
  if (kind === 'wall') {
    const origin = { x: glass.x, y: glass.y };
    const wall: Mark = {
      shape: 'rect',
      ...inset(outer, 2),
      radius: 28,
      fill: PALETTE.row,
      stroke: PALETTE.rowEdge,
      strokeWidth: 3,
    };
    return { height, marks: [wall], origin };
  }
  const marks: Mark[] = [
    { shape: 'rect', ...outer, radius: view.radius, fill: PALETTE.ink },
    { shape: 'rect', ...glass, radius: view.radius - view.rim, fill: screen.backdrop },
    ...titleBar(screen, view, { ...glass, height: view.barHeight }),
  ];
  return { height, marks, origin: { x: glass.x, y: glass.y + view.barHeight } };
}
