/** Where everything in a step picture lies. Pure: the same input gives the same layout, and tests can measure it. */
import type { Picture } from '../flows/picture.ts';
import { bandOf } from './band.ts';
import { aroundScreen, frame, innerWidth, NEAR, USUAL } from './frame.ts';
import { type Hand, pointAt } from './hand.ts';
import { drawableText, fitText, hideNumbers, sizes } from './lines.ts';
import { type Box, boxOfWord, type Mark, type Word, wordsIn } from './marks.ts';
import { PALETTE } from './palette.ts';
import { screenOf } from './screens/index.ts';
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

/** Lays out band, frame, screen, footer and hand. Throws when the picture points at something it does not have. */
export function layOut(input: StepPicture, homeTitle: string, { larger = false }: DrawOptions = {}): Layout {
  const view = larger ? NEAR : USUAL;
  const texts = readable(input);
  const band = bandOf(texts, WIDTH);
  const top = band.height + ABOVE_FRAME;
  const kind = texts.picture.kind === 'counter' ? 'wall' : 'phone';
  const around = top + aroundScreen(kind, view) + FOOTER_BASELINE + FOOTER_END;
  const [minHeight, maxHeight] = [(MIN_HEIGHT - around) / view.scale, (MAX_HEIGHT - around) / view.scale];
  const screen = screenOf(texts.picture, { width: innerWidth(view), maxHeight, isNear: larger }, homeTitle);
  const contentHeight = Math.max(screen.height, minHeight) * view.scale;

  const { marks: frameMarks, origin, height: frameHeight } = frame(kind, screen, view, top, contentHeight);
  const content: Mark = { shape: 'group', at: origin, scale: view.scale, marks: screen.marks };
  const footerWords = footer(texts.footer, top + frameHeight + FOOTER_BASELINE);
  const height = Math.round(top + frameHeight + FOOTER_BASELINE + FOOTER_END);
  const marks: Mark[] = [...band.marks, ...frameMarks, content, ...footerWords];

  const inPicture = ({ x, y }: { x: number; y: number }) => ({
    x: origin.x + x * view.scale,
    y: origin.y + y * view.scale,
  });
  const boxInPicture = (box: Box): Box => ({
    ...inPicture(box),
    width: box.width * view.scale,
    height: box.height * view.scale,
  });
  const spot = boxInPicture(screen.spot);
  const words = wordsIn(marks);
  const hand = pointAt({
    spot,
    aim: screen.aim ? inPicture(screen.aim) : aimAtEnd(spot),
    clear: [
      ...words
        .filter(({ ornament }) => !ornament)
        .map(boxOfWord)
        .map(withMargin),
      ...(screen.clear ?? []).map(boxInPicture),
    ],
    ornaments: words.filter(({ ornament }) => ornament).map(boxOfWord),
    canvas: { x: 0, y: 0, width: WIDTH, height },
    scale: view.handScale * (screen.handScale ?? 1),
  });
  return { width: WIDTH, height, marks: [...marks, ...hand.marks], spot, hand, words };
}

/** Words keep a little air between themselves and the hand. */
function withMargin({ x, y, width, height }: Box): Box {
  return { x: x - 9, y, width: width + 18, height };
}

/** A hand's breadth before the spot's right end, a little below its middle, as a right hand would press it. */
function aimAtEnd(spot: Box): { x: number; y: number } {
  return { x: spot.x + spot.width - Math.min(140, spot.width / 3), y: spot.y + spot.height * 0.6 };
}
