import { type Box, bottom, type Mark, right } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { CARD, identityCard } from './identity-card.ts';
import { highlight, type PictureOf, type Screen, type Stage } from './screen.ts';

/** The drawing of phone, card and waves; scaled as a whole. */
const SCENE = { width: 410, height: 330 } as const;
const PHONE = { width: 210, height: 330 } as const;
const CARD_AT = { x: 110, y: 112 } as const;

/** The back of a phone, its camera at the top. */
function phoneBack(): Mark[] {
  return [
    { shape: 'rect', x: 0, y: 0, ...PHONE, radius: 30, fill: PALETTE.homeBar, stroke: PALETTE.ink, strokeWidth: 6 },
    { shape: 'rect', x: 20, y: 20, width: 66, height: 66, radius: 20, fill: PALETTE.ink },
    { shape: 'circle', x: 42, y: 42, radius: 12, fill: PALETTE.shade },
    { shape: 'circle', x: 64, y: 64, radius: 12, fill: PALETTE.shade },
  ];
}

/** Arcs that spread upwards from where card and phone touch: something is being read. */
function waves(x: number, y: number): Mark[] {
  return [26, 50, 74].map((radius) => {
    const [dx, dy] = [radius * 0.77, radius * 0.64];
    const d = `M${x - dx} ${y - dy} A${radius} ${radius} 0 0 1 ${x + dx} ${y - dy}`;
    return { shape: 'path', d, stroke: PALETTE.titleBar, strokeWidth: 9 };
  });
}

/** A chip card held flat against the back of the phone. */
export function nfcScreen(picture: PictureOf<'nfc'>, stage: Stage): Screen {
  const [above, below] = [38, 44];
  const [padX, padY] = [60, 40];
  const room = Math.min(
    (stage.width - 60 - 2 * padX) / SCENE.width,
    (stage.maxHeight - above - below - 2 * padY) / SCENE.height,
  );
  const scale = Math.min(1, room);
  const size = { width: SCENE.width * scale + 2 * padX, height: SCENE.height * scale + 2 * padY };
  const spot: Box = { x: (stage.width - size.width) / 2, y: above, ...size };
  const scene: Mark[] = [...phoneBack(), ...waves(310, 96), { shape: 'group', at: CARD_AT, marks: identityCard() }];
  const at = { x: spot.x + padX, y: spot.y + padY };
  const marks: Mark[] = [...highlight(spot, 30), { shape: 'group', at, scale, marks: scene }];
  const card: Box = { x: at.x, y: at.y, width: SCENE.width * scale, height: (CARD_AT.y + CARD.height) * scale };
  const aim = { x: right(spot) - 90, y: bottom(spot) - 40 };
  return {
    title: picture.title,
    bar: PALETTE.titleBar,
    backdrop: PALETTE.paper,
    height: bottom(spot) + below,
    marks,
    spot,
    aim,
    clear: [card],
  };
}
