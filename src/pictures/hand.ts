/** The pointing hand itself: its drawing, and the room it takes when turned, mirrored or made smaller. Pure. */
import { type Box, bottom, type Mark, type Point, right } from './marks.ts';
import { PALETTE } from './palette.ts';

/** Outline of a hand whose fingertip is the origin and whose arm goes to the right, in px. */
const HAND = [
  'M-1 -16 L49 -17 C46 -31 48 -40 54 -43.5 C56 -45 58 -45.5 60 -45.5',
  'C56 -58 57 -66 62 -69.5 C65 -72 68 -72.5 71 -72.5 C69 -82 71 -88 77 -90.5 C80 -91.5 83 -91.5 86 -91',
  'C98 -91 104 -93 113 -92 C130 -90 142 -84 149 -76 L149 20',
  'C140 22 131 28 123 33 C116 38 110 46 103 48.5 C92 53 82 55 77 49 C71 41 80 30 97.5 16 L-1 16 A16 16 0 0 1 -1 -16 Z',
].join(' ');
const FOLDS = 'M49 -17 L77 -16 M60 -45.5 L80 -44.5 M71 -72.5 L86 -72';
const CUFF = 'M148 -72 L185 -72 L185 24 L148 24 Z';
const LINE = 5;

/** Corners written as in an SVG polygon: `x,y x,y …`. */
function piece(corners: string): Point[] {
  return corners.split(' ').map((corner) => {
    const [x, y] = corner.split(',').map(Number);
    return { x: x!, y: y! };
  });
}

/** The same hand as convex pieces a little larger than the drawing, for telling what it covers. */
const PIECES: readonly Point[][] = [
  piece('-20,-8 -9,-20 104,-20 104,20 -9,20 -20,8'), // pointing finger
  piece('45,-18 45,-46 66,-95 114,-96 152,-82 152,24 124,37 97,20'), // folded fingers and palm
  piece('72,38 98,13 124,13 126,36 104,53 78,56'), // thumb
  piece('145,-75 188,-75 188,27 145,27'), // cuff
];

/** One way to hold the hand, with the fingertip at the origin. */
export interface Pose {
  /** Degrees the arm hangs below the horizontal; above it when flipped. */
  turn: number;
  flip: boolean;
  scale: number;
  pieces: Point[][];
  bounds: Box;
}

function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

export function pose(turn: number, flip: boolean, scale: number): Pose {
  const radians = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) * scale, Math.sin(radians) * scale];
  const place = ({ x, y }: Point): Point => {
    const across = flip ? -y : y;
    return { x: x * cos - across * sin, y: x * sin + across * cos };
  };
  const pieces = PIECES.map((corners) => corners.map(place));
  return { turn, flip, scale, pieces, bounds: boundsOf(pieces.flat()) };
}

/** The drawing of a hand in this pose with its fingertip at `tip`. */
export function handMarks({ turn, flip, scale }: Pose, tip: Point): Mark[] {
  const marks: Mark[] = [
    { shape: 'path', d: HAND, fill: PALETTE.paper, stroke: PALETTE.ink, strokeWidth: LINE },
    { shape: 'path', d: FOLDS, stroke: PALETTE.ink, strokeWidth: LINE },
    { shape: 'path', d: CUFF, fill: PALETTE.ring, stroke: PALETTE.ink, strokeWidth: LINE },
  ];
  return [{ shape: 'group', at: tip, turn, flip, scale, marks }];
}

/** The convex pieces of a hand in this pose with its fingertip at `tip`. */
export function handPieces({ pieces }: Pose, tip: Point): Point[][] {
  return pieces.map((corners) => corners.map(({ x, y }) => ({ x: x + tip.x, y: y + tip.y })));
}

function cornersOf(box: Box): Point[] {
  const [x, y, end, base] = [box.x, box.y, right(box), bottom(box)];
  return [
    { x, y },
    { x: end, y },
    { x: end, y: base },
    { x, y: base },
  ];
}

/** True when some straight line along a side of `a` has all of `b` on its other side (separating axis theorem). */
function hasGapAlong(a: readonly Point[], b: readonly Point[]): boolean {
  return a.some((from, index) => {
    const to = a[(index + 1) % a.length]!;
    const [nx, ny] = [to.y - from.y, from.x - to.x];
    const along = ({ x, y }: Point) => x * nx + y * ny;
    const [ours, theirs] = [a.map(along), b.map(along)];
    return Math.max(...ours) <= Math.min(...theirs) || Math.max(...theirs) <= Math.min(...ours);
  });
}

/** True when one of the convex pieces reaches into the box. */
export function covers(pieces: readonly (readonly Point[])[], box: Box): boolean {
  const corners = cornersOf(box);
  return pieces.some((each) => !hasGapAlong(each, corners) && !hasGapAlong(corners, each));
}
