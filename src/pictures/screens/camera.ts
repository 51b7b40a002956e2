import { type Box, bottom, centre, inset, type Mark } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { CARD, identityCard } from './identity-card.ts';
import { highlight, type PictureOf, type Screen, type Stage } from './screen.ts';
import { squareCode } from './square-code.ts';

type Subject = PictureOf<'camera'>['subject'];

const FRAMES: Record<Subject, { width: number; height: number; radius: number }> = {
  card: { width: 480, height: 330, radius: 28 },
  face: { width: 320, height: 390, radius: 160 },
  qr: { width: 350, height: 350, radius: 28 },
};

/** A face of the simplest kind, with shoulders, so that it is nobody's. */
function face({ x, y }: { x: number; y: number }, unit: number): Mark[] {
  const at = (dx: number, dy: number) => `${x + dx * unit} ${y + dy * unit}`;
  const hair = `M${at(-62, -20)} C${at(-70, -110)} ${at(70, -110)} ${at(62, -20)} C${at(50, -52)} ${at(20, -60)} ${at(-6, -58)} C${at(-34, -56)} ${at(-54, -44)} ${at(-62, -20)} Z`;
  const head = `M${at(-60, -30)} C${at(-62, 40)} ${at(-36, 78)} ${at(0, 78)} C${at(36, 78)} ${at(62, 40)} ${at(60, -30)} C${at(58, -88)} ${at(-58, -88)} ${at(-60, -30)} Z`;
  const shoulders = `M${at(-104, 158)} C${at(-100, 104)} ${at(-60, 96)} ${at(-26, 88)} L${at(-26, 60)} L${at(26, 60)} L${at(26, 88)} C${at(60, 96)} ${at(100, 104)} ${at(104, 158)} Z`;
  const smile = `M${at(-20, 38)} C${at(-10, 50)} ${at(10, 50)} ${at(20, 38)}`;
  const ink = { stroke: PALETTE.ink, strokeWidth: 5 };
  return [
    { shape: 'path', d: shoulders, fill: PALETTE.shade, ...ink },
    { shape: 'path', d: head, fill: PALETTE.skin, ...ink },
    { shape: 'path', d: hair, fill: PALETTE.ink, ...ink },
    { shape: 'circle', x: x - 24 * unit, y: y - 4 * unit, radius: 6 * unit, fill: PALETTE.ink },
    { shape: 'circle', x: x + 24 * unit, y: y - 4 * unit, radius: 6 * unit, fill: PALETTE.ink },
    { shape: 'path', d: smile, ...ink },
  ];
}

/** What is photographed, and the box around it. */
function subjectIn(subject: Subject, spot: Box): { marks: Mark[]; box: Box } {
  const middle = centre(spot);
  const boxOf = (width: number, height: number): Box => ({
    x: middle.x - width / 2,
    y: middle.y - height / 2,
    width,
    height,
  });
  if (subject === 'face') {
    const unit = spot.height / 390;
    return { marks: face({ x: middle.x, y: middle.y - 16 * unit }, unit), box: boxOf(150 * unit, 220 * unit) };
  }
  if (subject === 'card') {
    const scale = (spot.width - 120) / CARD.width;
    const box = boxOf(CARD.width * scale, CARD.height * scale);
    return { marks: [{ shape: 'group', at: box, scale, marks: identityCard() }], box };
  }
  const plate = boxOf(spot.width - 100, spot.width - 100);
  const code = squareCode(inset(plate, 16), PALETTE.ink);
  return { marks: [{ shape: 'rect', ...plate, radius: 14, fill: PALETTE.paper }, ...code], box: plate };
}

function shutter(x: number, y: number): Mark[] {
  return [
    { shape: 'circle', x, y, radius: 34, fill: PALETTE.paper },
    { shape: 'circle', x, y, radius: 25, fill: PALETTE.tile, stroke: PALETTE.shade, strokeWidth: 3 },
  ];
}

/** The camera's view with a frame, and in it what is to be photographed. */
export function cameraScreen(picture: PictureOf<'camera'>, stage: Stage): Screen {
  const frame = FRAMES[picture.subject];
  const [above, below] = stage.isNear ? [32, 34] : [44, 122];
  const room = stage.maxHeight - above - below;
  const scale = Math.min(1, (stage.width - 60) / frame.width, room / frame.height);
  const size = { width: frame.width * scale, height: frame.height * scale };
  const spot: Box = { x: (stage.width - size.width) / 2, y: above, ...size };
  const subject = subjectIn(picture.subject, spot);
  const marks = [...highlight(spot, frame.radius * scale), ...subject.marks];
  if (!stage.isNear) marks.push(...shutter(stage.width / 2, bottom(spot) + below / 2 + 7));
  const height = bottom(spot) + below;
  const aim = { x: spot.x + spot.width * (picture.subject === 'face' ? 0.84 : 0.93), y: spot.y + spot.height * 0.8 };
  return {
    title: picture.title,
    bar: PALETTE.titleBar,
    backdrop: PALETTE.veil,
    height,
    marks,
    spot,
    aim,
    clear: [subject.box],
  };
}
