import { type Box, bottom, type Mark, right } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { highlight, type PictureOf, type Screen, type Stage } from './screen.ts';
import { squareCode } from './square-code.ts';

/** Lengths of the dotted words that stand for a holder's name. */
const NAME = [5, 3, 4] as const;

function dottedName(middle: number, y: number, room: number): Mark[] {
  const dots = NAME.reduce((sum, length) => sum + length, 0);
  const pitch = Math.min(22, room / (dots + NAME.length - 1));
  const space = pitch;
  const width = dots * pitch + (NAME.length - 1) * space;
  let x = middle - width / 2 + pitch / 2;
  const marks: Mark[] = [];
  for (const length of NAME) {
    for (let dot = 0; dot < length; dot++, x += pitch)
      marks.push({ shape: 'circle', x, y, radius: pitch / 3, fill: PALETTE.ink });
    x += space;
  }
  return marks;
}

/** A payment code and, as dots, the name of who gets the money. */
export function qrScreen(picture: PictureOf<'qr'>, stage: Stage): Screen {
  const small = stage.isNear;
  const side = small ? 190 : 300;
  const middle = stage.width / 2;
  const spot: Box = {
    x: middle - side / 2 - 60,
    y: small ? 30 : 44,
    width: side + 120,
    height: side + (small ? 94 : 122),
  };
  const plate: Box = { x: middle - side / 2 - 14, y: spot.y + 16, width: side + 28, height: side + 28 };
  const code: Box = { x: middle - side / 2, y: plate.y + 14, width: side, height: side };
  const marks: Mark[] = [
    ...highlight(spot, 30),
    { shape: 'rect', ...plate, radius: 16, fill: PALETTE.paper },
    ...squareCode(code, PALETTE.ink),
    ...dottedName(middle, (bottom(plate) + bottom(spot)) / 2, plate.width),
  ];
  const aim = { x: right(spot) - 22, y: spot.y + spot.height * 0.6 };
  const name: Box = { x: plate.x, y: bottom(plate), width: plate.width, height: bottom(spot) - bottom(plate) };
  return {
    title: picture.title,
    bar: PALETTE.titleBar,
    backdrop: PALETTE.paper,
    height: bottom(spot) + 46,
    marks,
    spot,
    aim,
    clear: [plate, name],
  };
}
