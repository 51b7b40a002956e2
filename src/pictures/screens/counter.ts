import { fitText, sizes } from '../lines.ts';
import { type Box, bottom, LINE_HEIGHT, type Mark, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { highlight, type PictureOf, type Screen, SIDE, type Stage } from './screen.ts';

const PLACE_LETTERS = [...sizes(50, 44, 1), ...sizes(46, 36, 2)];
/** From the hair to the lower edge of the counter, in the drawing's own px. */
const PERSON_HEIGHT = 270;
const [ABOVE_SPOT, BELOW_SPOT] = [34, 40] as const;
const ink = { stroke: PALETTE.ink, strokeWidth: 5 };

/** A friendly official behind the counter; the middle of the neck line is the origin. */
function clerk(): Mark[] {
  return [
    { shape: 'path', d: 'M-96 120 C-96 50 -58 26 -24 16 L24 16 C58 26 96 50 96 120 Z', fill: PALETTE.titleBar, ...ink },
    { shape: 'path', d: 'M-24 16 L0 50 L24 16 L24 -6 L-24 -6 Z', fill: PALETTE.skin, ...ink },
    {
      shape: 'path',
      d: 'M-46 -64 C-48 -14 -28 14 0 14 C28 14 48 -14 46 -64 C44 -108 -44 -108 -46 -64 Z',
      fill: PALETTE.skin,
      ...ink,
    },
    {
      shape: 'path',
      d: 'M-48 -56 C-56 -122 56 -122 48 -56 C38 -82 14 -86 -4 -85 C-26 -84 -40 -76 -48 -56 Z',
      fill: PALETTE.ink,
      ...ink,
    },
    { shape: 'circle', x: -18, y: -44, radius: 5, fill: PALETTE.ink },
    { shape: 'circle', x: 18, y: -44, radius: 5, fill: PALETTE.ink },
    { shape: 'path', d: 'M-15 -14 C-8 -5 8 -5 15 -14', ...ink, strokeWidth: 4 },
  ];
}

/** A place to go to: its name on a sign, and a person behind the counter. */
export function counterScreen(picture: PictureOf<'counter'>, stage: Stage): Screen {
  const width = stage.width - 2 * SIDE;
  const place = fitText(picture.place, width - 2 * 36, 700, PLACE_LETTERS);
  const signHeight = place.lines.length * LINE_HEIGHT * place.size + 30;
  const room = stage.maxHeight - ABOVE_SPOT - signHeight - BELOW_SPOT;
  const scale = Math.min(1.45, room / PERSON_HEIGHT);
  const spot: Box = { x: SIDE, y: ABOVE_SPOT, width, height: signHeight + PERSON_HEIGHT * scale };
  const middle = stage.width / 2;
  const desk: Box = { x: spot.x, y: bottom(spot) - 62 * scale, width, height: 62 * scale };
  const style = { size: place.size, weight: 700, fill: PALETTE.ink, on: PALETTE.spot, anchor: 'middle' } as const;
  const marks: Mark[] = [
    ...highlight(spot, 24),
    ...words(place.lines, middle, spot.y + 8 + signHeight / 2, style),
    { shape: 'group', at: { x: middle, y: bottom(spot) - 150 * scale }, scale, marks: clerk() },
    { shape: 'rect', ...desk, radius: 12, fill: PALETTE.shade, ...ink },
  ];
  const aim = { x: spot.x + width - 110, y: spot.y + signHeight + 120 * scale };
  return {
    title: '',
    bar: PALETTE.homeBar,
    backdrop: PALETTE.paper,
    height: bottom(spot) + BELOW_SPOT,
    marks,
    spot,
    aim,
  };
}
