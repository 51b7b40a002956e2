/** Where the hand lies: its tip in the spot, its arm from the right, and no word covered. Pure. */
import { covers, handMarks, handPieces, type Pose, pose } from './hand.ts';
import { type Box, bottom, inset, type Mark, type Point, right } from './marks.ts';

/** Degrees the arm hangs below the horizontal: first the one that looks most like pointing. */
const TURNS = [33, 45, 21, 57, 8, 68] as const;
/** The usual hand, and a smaller one for narrow places. */
const SIZES = [1, 0.85] as const;
/** The fingertip stays this far inside the spot, so that it is seen to be in it. */
const INSIDE = 10;
/** Tips tried, across and down. */
const [ACROSS, DOWN] = [16, 7];

/** What is allowed but not liked, in px of distance from the aim; a turned wrist costs a pixel a degree. */
const COST = { cutPerPx: 1.5, flipped: 120, small: 30, belowThePicture: 10_000 } as const;
/** How much an icon is worth: the hand moves away from it, but not out of all proportion. */
const TO_SPARE_AN_ICON = 60;

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

export interface Hand {
  tip: Point;
  marks: Mark[];
  /** Convex pieces that together hold the whole drawn hand, in picture px. */
  pieces: Point[][];
}

interface Candidate {
  pose: Pose;
  tip: Point;
  cost: number;
}

function costOf(pose: Pose, tip: Point, { aim, canvas, scale }: Pointing): number {
  const cut = Math.max(0, tip.x + right(pose.bounds) - right(canvas));
  const dislikes = [
    Math.abs(pose.turn - TURNS[0]),
    cut * COST.cutPerPx,
    pose.flip ? COST.flipped : 0,
    pose.scale < scale ? COST.small : 0,
    tip.y + bottom(pose.bounds) > bottom(canvas) ? COST.belowThePicture : 0,
  ];
  return dislikes.reduce((sum, cost) => sum + cost, Math.hypot(tip.x - aim.x, tip.y - aim.y));
}

function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => from + ((to - from) * step) / (count - 1));
}

/** Every pose at every tip, the nicest first. */
function candidates(pointing: Pointing): Candidate[] {
  const room = inset(pointing.spot, INSIDE);
  const poses = SIZES.flatMap((size) =>
    [false, true].flatMap((flip) => TURNS.map((turn) => pose(turn, flip, pointing.scale * size))),
  );
  const rows = steps(room.y, bottom(room), DOWN);
  const tips = steps(room.x + room.width / 3, right(room), ACROSS).flatMap((x) => rows.map((y) => ({ x, y })));
  return [pointing.aim, ...tips]
    .flatMap((tip) => poses.map((pose) => ({ pose, tip, cost: costOf(pose, tip, pointing) })))
    .sort((a, b) => a.cost - b.cost);
}

function covered({ pose, tip }: Candidate, box: Box): boolean {
  const { bounds } = pose;
  const isBeside = tip.x + right(bounds) <= box.x || tip.x + bounds.x >= right(box);
  const isAboveOrBelow = tip.y + bottom(bounds) <= box.y || tip.y + bounds.y >= bottom(box);
  return !isBeside && !isAboveOrBelow && covers(handPieces(pose, tip), box);
}

/** The nicest place that covers no word; rather one of the next nicest if that spares the icons too. */
function choose(pointing: Pointing): Candidate {
  const all = candidates(pointing);
  const isFree = (candidate: Candidate) => !pointing.clear.some((box) => covered(candidate, box));
  const sparesIcons = (candidate: Candidate) => !pointing.ornaments.some((icon) => covered(candidate, icon));
  const nicest = all.find(isFree) ?? all[0]!;
  const nearlyAsNice = all.filter(({ cost }) => cost >= nicest.cost && cost < nicest.cost + TO_SPARE_AN_ICON);
  return nearlyAsNice.find((candidate) => sparesIcons(candidate) && isFree(candidate)) ?? nicest;
}

/** Lays the hand. A free place exists because every screen leaves room for the fingertip at the right end of its spot. */
export function pointAt(pointing: Pointing): Hand {
  const { pose, tip } = choose(pointing);
  return { tip, marks: handMarks(pose, tip), pieces: handPieces(pose, tip) };
}
