import { fitText, sizes } from '../lines.ts';
import { type Box, bottom, LINE_HEIGHT, type Mark, type Point, right, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { highlight, type PictureOf, type Screen, SIDE, type Stage } from './screen.ts';

const MESSAGE_LETTERS = [...sizes(50, 44, 1), ...sizes(48, 44, 2), ...sizes(44, 36, 3)];

const [ABOVE_SPOT, ABOVE_TICK, BELOW_TICK, BELOW_WORDS, BELOW_SPOT] = [36, 30, 20, 44, 32] as const;

function bigTick({ x, y }: Point, radius: number): Mark[] {
  const at = (dx: number, dy: number) => `${x + dx * radius} ${y + dy * radius}`;
  const d = `M${at(-0.42, 0.04)} L${at(-0.1, 0.36)} L${at(0.46, -0.3)}`;
  return [
    { shape: 'circle', x, y, radius, fill: PALETTE.tick },
    { shape: 'path', d, stroke: PALETTE.paper, strokeWidth: radius * 0.22 },
  ];
}

/** A big tick and the message under it: the screen that says it worked. */
export function resultScreen(picture: PictureOf<'result'>, stage: Stage): Screen {
  const width = stage.width - 2 * SIDE;
  const message = fitText(picture.message, width - 2 * 44, 700, MESSAGE_LETTERS);
  const wordsHeight = message.lines.length * LINE_HEIGHT * message.size;
  const around = ABOVE_SPOT + ABOVE_TICK + BELOW_TICK + wordsHeight + BELOW_WORDS + BELOW_SPOT;
  const radius = Math.min(96, (stage.maxHeight - around) / 2);
  const tick: Point = { x: stage.width / 2, y: ABOVE_SPOT + ABOVE_TICK + radius };
  const spot: Box = { x: SIDE, y: ABOVE_SPOT, width, height: around - ABOVE_SPOT - BELOW_SPOT + 2 * radius };
  const style = { size: message.size, weight: 700, fill: PALETTE.ink, on: PALETTE.spot, anchor: 'middle' } as const;
  const marks = [
    ...highlight(spot, 30),
    ...bigTick(tick, radius),
    ...words(message.lines, tick.x, tick.y + radius + BELOW_TICK + wordsHeight / 2, style),
  ];
  const aim = { x: right(spot) - 110, y: bottom(spot) - 24 };
  const clear = [{ x: tick.x - radius, y: tick.y - radius, width: 2 * radius, height: 2 * radius }];
  const height = bottom(spot) + BELOW_SPOT;
  return { title: picture.title, bar: PALETTE.titleBar, backdrop: PALETTE.paper, height, marks, spot, aim, clear };
}
