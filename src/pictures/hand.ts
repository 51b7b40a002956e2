/** The pointing hand: how it is drawn, and where it can lie so that its tip is in the spot and it covers no words. Pure. */
import { type Box, bottom, inset, type Mark, type Point, right } from './marks.ts';
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

/** The same hand as convex pieces a little larger than the drawing, for telling what it covers. */
const PIECES: readonly Point[][] = [
  [
    [-20, -8],
    [-9, -20],
    [104, -20],
    [104, 20],
    [-9, 20],
    [-20, 8],
  ], // pointing finger
  [
    [45, -18],
    [45, -46],
    [66, -95],
    [114, -96],
    [152, -82],
    [152, 24],
    [124, 37],
    [97, 20],
  ], // folded fingers and palm
  [
    [72, 38],
    [98, 13],
    [124, 13],
    [126, 36],
    [104, 53],
    [78, 56],
  ], // thumb
  [
    [145, -75],
    [188, -75],
    [188, 27],
    [145, 27],
  ], // cuff
].map((piece) => piece.map(([x, y]) => ({ x: x!, y: y! })));

/** Degrees the arm hangs below the horizontal: first the one that looks most like pointing. */
const TURNS = [33, 45, 21, 57, 8, 68] as const;
/** The usual hand, and a smaller one for narrow places. */
const SIZES = [1, 0.85] as const;

export interface Hand {
  tip: Point;
  marks: Mark[];
  /** Convex pieces that together hold the whole drawn hand, in picture px. */
  pieces: Point[][];
}

interface Pose {
  scale: number;
  turn: number;
  flip: boolean;
  /** Pieces with the tip at the origin. */
  pieces: Point[][];
  bounds: Box;
}

function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function pose(turn: number, flip: boolean, scale: number): Pose {
  const radians = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) * scale, Math.sin(radians) * scale];
  const place = ({ x, y }: Point): Point => {
    const across = flip ? -y : y;
    return { x: x * cos - across * sin, y: x * sin + across * cos };
  };
  const pieces = PIECES.map((piece) => piece.map(place));
  return { scale, turn, flip, pieces, bounds: boundsOf(pieces.flat()) };
}

const moved = (piece: readonly Point[], by: Point): Point[] => piece.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }));

const cornersOf = (box: Box): Point[] => [
  { x: box.x, y: box.y },
  { x: right(box), y: box.y },
  { x: right(box), y: bottom(box) },
  { x: box.x, y: bottom(box) },
];

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
  return pieces.some((piece) => !hasGapAlong(piece, corners) && !hasGapAlong(corners, piece));
}

interface Candidate {
  pose: Pose;
  tip: Point;
  cost: number;
}

function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => from + ((to - from) * step) / (count - 1));
}

export interface Pointing {
  spot: Box;
  /** Where the tip looks best; the nearest free place is taken. */
  aim: Point;
  /** What must stay in sight: words, and drawings that say something. */
  clear: readonly Box[];
  /** Icons: covered only when there is no better way. */
  ornaments: readonly Box[];
  canvas: Box;
  scale: number;
}

/** Cost in px of what is allowed but not liked: a turned wrist, a small hand, an arm from above or cut by the edge. */
function costOf(pose: Pose, tip: Point, { aim, canvas, scale }: Pointing): number {
  const cut = Math.max(0, tip.x + right(pose.bounds) - right(canvas));
  const below = tip.y + bottom(pose.bounds) > bottom(canvas) ? 10_000 : 0;
  const turned = Math.abs(pose.turn - TURNS[0]);
  return (
    Math.hypot(tip.x - aim.x, tip.y - aim.y) +
    turned +
    cut * 1.5 +
    (pose.flip ? 120 : 0) +
    (pose.scale < scale ? 30 : 0) +
    below
  );
}

function candidates(pointing: Pointing): Candidate[] {
  const room = inset(pointing.spot, 10);
  const poses = SIZES.flatMap((size) =>
    [false, true].flatMap((flip) => TURNS.map((turn) => pose(turn, flip, pointing.scale * size))),
  );
  const tips = steps(room.x + room.width / 3, right(room), 24).flatMap((x) =>
    steps(room.y, bottom(room), 9).map((y) => ({ x, y })),
  );
  return [pointing.aim, ...tips]
    .flatMap((tip) => poses.map((pose) => ({ pose, tip, cost: costOf(pose, tip, pointing) })))
    .sort((a, b) => a.cost - b.cost);
}

const touches = ({ pose, tip }: Candidate, box: Box): boolean => {
  const { bounds } = pose;
  const apart =
    tip.x + right(bounds) <= box.x ||
    tip.x + bounds.x >= right(box) ||
    tip.y + bottom(bounds) <= box.y ||
    tip.y + bounds.y >= bottom(box);
  return (
    !apart &&
    covers(
      pose.pieces.map((piece) => moved(piece, tip)),
      box,
    )
  );
};

/** The nicest place that covers no word: among the nicest few, one that spares the icons too. */
function choose(pointing: Pointing): Candidate {
  const all = candidates(pointing);
  const covered = (candidate: Candidate) => pointing.clear.some((box) => touches(candidate, box));
  const first = all.find((candidate) => !covered(candidate)) ?? all[0]!;
  const spoils = (candidate: Candidate) => pointing.ornaments.filter((icon) => touches(candidate, icon)).length;
  if (spoils(first) === 0) return first;
  const rival = all.find((c) => c.cost > first.cost && c.cost < first.cost + 60 && spoils(c) === 0 && !covered(c));
  return rival ?? first;
}

/** Lays the hand so that its tip is inside the spot and no word is covered; screens leave room at the spot's right end. */
export function pointAt(pointing: Pointing): Hand {
  const { pose, tip } = choose(pointing);
  const drawing: Mark[] = [
    { shape: 'path', d: HAND, fill: PALETTE.paper, stroke: PALETTE.ink, strokeWidth: LINE },
    { shape: 'path', d: FOLDS, stroke: PALETTE.ink, strokeWidth: LINE },
    { shape: 'path', d: CUFF, fill: PALETTE.ring, stroke: PALETTE.ink, strokeWidth: LINE },
  ];
  const { turn, flip, scale } = pose;
  return {
    tip,
    marks: [{ shape: 'group', at: tip, turn, flip, scale, marks: drawing }],
    pieces: pose.pieces.map((piece) => moved(piece, tip)),
  };
}
