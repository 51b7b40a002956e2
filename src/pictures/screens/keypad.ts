import { type Box, bottom, type Mark, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { END, highlight, type PictureOf, type Screen, SIDE, type Stage } from './screen.ts';

const KEYS = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
  ['', '0', ''],
] as const;
const MOST_DIGITS = 12;
/** The fingertip comes in on the right. */
const [LEFT_OF_DIGITS, RIGHT_OF_DIGITS] = [28, 100];

function pitchOf(digits: number, spot: Box): number {
  return Math.min(66, (spot.width - LEFT_OF_DIGITS - RIGHT_OF_DIGITS) / digits);
}

/** One dot in a small frame for each digit that is wanted; which digits they are is never drawn. */
function hiddenDigits(digits: number, spot: Box): Mark[] {
  const pitch = pitchOf(digits, spot);
  const cell = pitch - 12;
  const left = spot.x + LEFT_OF_DIGITS;
  return Array.from({ length: digits }, (_, index) => {
    const x = left + index * pitch;
    const y = spot.y + (spot.height - cell * 1.15) / 2;
    const frame: Mark = {
      shape: 'rect',
      x,
      y,
      width: cell,
      height: cell * 1.15,
      radius: 10,
      fill: PALETTE.paper,
      stroke: PALETTE.ink,
      strokeWidth: 3,
    };
    return [
      frame,
      { shape: 'circle', x: x + cell / 2, y: y + cell * 0.575, radius: cell * 0.2, fill: PALETTE.ink } as Mark,
    ];
  }).flat();
}

function key(label: string, box: Box): Mark[] {
  const style = { size: 42, weight: 500, fill: PALETTE.quietWord, on: PALETTE.row, anchor: 'middle' } as const;
  return [
    { shape: 'rect', ...box, radius: 16, fill: PALETTE.row, stroke: PALETTE.rowEdge, strokeWidth: 2 },
    ...words([label], box.x + box.width / 2, box.y + box.height / 2, style),
  ];
}

/** A row of hidden digits above the phone's number keys. */
export function keypadScreen(picture: PictureOf<'keypad'>, stage: Stage): Screen {
  const { digits } = picture;
  if (!Number.isInteger(digits) || digits < 1 || digits > MOST_DIGITS) {
    throw new Error(`A picture of kind "keypad" wants 1 to ${MOST_DIGITS} digits, not ${digits}.`);
  }
  const spot: Box = { x: SIDE, y: 40, width: stage.width - 2 * SIDE, height: 108 };
  const marks = [...highlight(spot, 20), ...hiddenDigits(digits, spot)];
  const [gap, keyHeight] = [14, 76];
  const keyWidth = (spot.width - 2 * gap) / 3;
  const first = bottom(spot) + 44;
  const rows = Math.min(KEYS.length, Math.floor((stage.maxHeight - first - END + gap) / (keyHeight + gap)));
  for (const [row, labels] of KEYS.slice(0, rows).entries()) {
    for (const [column, label] of labels.entries()) {
      const box = {
        x: SIDE + column * (keyWidth + gap),
        y: first + row * (keyHeight + gap),
        width: keyWidth,
        height: keyHeight,
      };
      if (label !== '') marks.push(...key(label, box));
    }
  }
  const height = first + rows * (keyHeight + gap) - gap + END;
  const clear = [{ ...spot, width: LEFT_OF_DIGITS + digits * pitchOf(digits, spot) }];
  return { title: picture.title, bar: PALETTE.titleBar, backdrop: PALETTE.paper, height, marks, spot, clear };
}
