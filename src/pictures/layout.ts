/** Where everything in a step picture lies. Pure: the same input gives the same layout, and tests can measure it. */
import type { Picture } from '../flows/picture.ts';
import { bandOf } from './band.ts';
import { aroundScreen, frame, innerWidth, NEAR, USUAL } from './frame.ts';
import { drawableText, fitText, hideNumbers, sizes } from './lines.ts';
import { type Box, boxOfWord, type Mark, type Point, right, type Word, wordsIn } from './marks.ts';
import { PALETTE } from './palette.ts';
import { type Hand, pointAt } from './pointing.ts';
import { screenOf } from './screens/index.ts';
import type { Screen } from './screens/screen.ts';
import type { DrawOptions, StepPicture } from './step-picture.ts';

/** Shown 360 px wide in a chat, so drawn at twice that; the heights keep words and buttons on one phone screen. */
export const WIDTH = 720;
export const MIN_HEIGHT = 900;
export const MAX_HEIGHT = 1050;

const ABOVE_FRAME = 34;
const FOOTER_BASELINE = 52;
const FOOTER_END = 14;

export interface Layout {
  width: number;
  height: number;
  marks: Mark[];
  /** The highlighted spot, in picture px like everything below. */
  spot: Box;
  hand: Hand;
  words: Word[];
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)])) as T;
}

/** The input with every text drawable, and no text on the phone that could be somebody's number. */
export function readable(input: StepPicture): StepPicture {
  const { picture, ...texts } = input;
  const shown: Picture = mapTexts(picture, (text) => hideNumbers(drawableText(text)));
  return { ...mapTexts(texts, drawableText), picture: shown };
}

function footer(text: string, baseline: number): Word[] {
  const { lines, size } = fitText(text, WIDTH - 60, 500, [{ size: 25, lines: 1 }, ...sizes(24, 20, 1)]);
  return lines.map((line) => {
    const place = { x: WIDTH / 2, baseline, size, weight: 500, anchor: 'middle' } as const;
    return { shape: 'word', text: line, ...place, fill: PALETTE.quietWord, on: PALETTE.paper };
  });
}

/** A hand's breadth before the spot's right end, a little below its middle, as a right hand would press it. */
function aimAtEnd(spot: Box): Point {
  return { x: right(spot) - Math.min(140, spot.width / 3), y: spot.y + spot.height * 0.6 };
}

/** Words keep a little air between themselves and the hand. */
function boxWithAir(word: Word): Box {
  const { x, y, width, height } = boxOfWord(word);
  return { x: x - 9, y, width: width + 18, height };
}

/** From a screen's own px to the picture's. */
interface Placing {
  origin: Point;
  scale: number;
}

const placePoint = ({ x, y }: Point, { origin, scale }: Placing): Point => ({
  x: origin.x + x * scale,
  y: origin.y + y * scale,
});

const placeBox = (box: Box, placing: Placing): Box => ({
  ...placePoint(box, placing),
  width: box.width * placing.scale,
  height: box.height * placing.scale,
});

function handOver(screen: Screen, placing: Placing, words: readonly Word[], canvas: Box, scale: number): Hand {
  const spot = placeBox(screen.spot, placing);
  const read = words.filter(({ ornament }) => !ornament).map(boxWithAir);
  const seen = (screen.clear ?? []).map((box) => placeBox(box, placing));
  return pointAt({
    spot,
    aim: screen.aim ? placePoint(screen.aim, placing) : aimAtEnd(spot),
    clear: [...read, ...seen],
    ornaments: words.filter(({ ornament }) => ornament).map(boxOfWord),
    canvas,
    scale: scale * (screen.handScale ?? 1),
  });
}

/** Lays out band, frame, screen, footer and hand. Throws when the picture points at something it does not have. */
export function layOut(input: StepPicture, homeTitle: string, { larger = false }: DrawOptions = {}): Layout {
  const view = larger ? NEAR : USUAL;
  const texts = readable(input);
  const frameKind = texts.picture.kind === 'counter' ? 'wall' : 'phone';
  const band = bandOf(texts, WIDTH);
  const top = band.height + ABOVE_FRAME;
  const around = top + aroundScreen(frameKind, view) + FOOTER_BASELINE + FOOTER_END;

  const stage = { width: innerWidth(view), maxHeight: (MAX_HEIGHT - around) / view.scale, isNear: larger };
  const screen = screenOf(texts.picture, stage, homeTitle);
  const screenHeight = Math.max(screen.height * view.scale, MIN_HEIGHT - around);
  const framed = frame(frameKind, screen, view, top, screenHeight);
  const placing = { origin: framed.origin, scale: view.scale };

  const height = Math.round(around + screenHeight);
  const marks: Mark[] = [
    ...band.marks,
    ...framed.marks,
    { shape: 'group', at: placing.origin, scale: placing.scale, marks: screen.marks },
    ...footer(texts.footer, top + framed.height + FOOTER_BASELINE),
  ];
  const words = wordsIn(marks);
  const hand = handOver(screen, placing, words, { x: 0, y: 0, width: WIDTH, height }, view.handScale);
  return { width: WIDTH, height, marks: [...marks, ...hand.marks], spot: placeBox(screen.spot, placing), hand, words };
}
