import { type FittedText, fitText, sizes } from '../lines.ts';
import { type Box, bottom, LINE_HEIGHT, type Mark, type Point, right, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import { highlight, type PictureOf, type Screen, type Stage, targetIn, windowAround } from './screen.ts';

const TILE = 100;
const TILE_TO_NAME = 8;
/** Ring and spot keep this distance from the edges of their column. */
const BESIDE_SPOT = 18;
const BESIDE_NAME = 6;
/** The fingertip lies between the highlighted name and the ring. */
const BELOW_NAME = 30;
const ABOVE_TILE = 16;
const BESIDE_SPOT_NAME = BESIDE_SPOT + 8;
const NAME_LETTERS = [...sizes(38, 36, 1), { size: 36, lines: 2 }, ...sizes(34, 26, 2)];
const SPOT_NAME_LETTERS = [{ size: 44, lines: 1 }, ...sizes(44, 26, 2)];

interface App {
  name: FittedText;
  initial: string;
  isTarget: boolean;
}

function appsIn({ apps }: PictureOf<'home'>, target: number, pitch: number): App[] {
  return apps.map((name, index) => {
    const isTarget = index === target;
    const fitted = isTarget
      ? fitText(name, pitch - 2 * BESIDE_SPOT_NAME, 700, SPOT_NAME_LETTERS)
      : fitText(name, pitch - 2 * BESIDE_NAME, 500, NAME_LETTERS);
    return { name: fitted, initial: name.charAt(0).toUpperCase(), isTarget };
  });
}

/**
 * Three apps in a row; two when names would get small or the highlighted one would need a second line; one when even
 * two lines of half the width are too narrow for it.
 */
function columnsFor(picture: PictureOf<'home'>, target: number, width: number): number {
  const [three, two] = [3, 2].map((columns) => appsIn(picture, target, width / columns));
  const isOneLine = three![target]!.name.size >= 44 && three![target]!.name.lines.length === 1;
  if (isOneLine && three!.every(({ name }) => name.size >= 36)) return 3;
  return two![target]!.name.size >= 36 ? 2 : 1;
}

const nameHeight = ({ name }: App): number => name.lines.length * LINE_HEIGHT * name.size;

function appMarks(app: App, middle: number, top: number): Mark[] {
  const tile: Box = { x: middle - TILE / 2, y: top, width: TILE, height: TILE };
  const [fill, initial] = app.isTarget ? [PALETTE.targetTile, PALETTE.paper] : [PALETTE.tile, PALETTE.quietWord];
  const name = app.isTarget
    ? ({ weight: 700, fill: PALETTE.ink, on: PALETTE.spot } as const)
    : ({ weight: 500, fill: PALETTE.quietWord, on: PALETTE.paper } as const);
  const letter = { size: 54, weight: 700, fill: initial, on: fill, anchor: 'middle', ornament: true } as const;
  const nameMiddle = top + TILE + TILE_TO_NAME + nameHeight(app) / 2;
  return [
    { shape: 'rect', ...tile, radius: 22, fill },
    ...words([app.initial], middle, top + TILE / 2, letter),
    ...words(app.name.lines, middle, nameMiddle, { ...name, size: app.name.size, anchor: 'middle' }),
  ];
}

interface Spacing {
  above: number;
  gap: number;
  below: number;
}

function spacingFor(rows: number, isNear: boolean): Spacing {
  if (isNear) return { above: 38, gap: 50, below: 84 };
  return rows > 2 ? { above: 36, gap: 40, below: 50 } : { above: 36, gap: 60, below: 110 };
}

const rowHeight = (row: readonly App[]): number => TILE + TILE_TO_NAME + Math.max(...row.map(nameHeight));

function heightOf(rows: readonly App[][], { above, gap, below }: Spacing): number {
  return above + rows.reduce((sum, row) => sum + rowHeight(row) + gap, -gap) + below;
}

function spotAround(app: App, middle: number, top: number, pitch: number): Box {
  const width = pitch - 2 * BESIDE_SPOT;
  const height = ABOVE_TILE + TILE + TILE_TO_NAME + nameHeight(app) + BELOW_NAME;
  return { x: middle - width / 2, y: top - ABOVE_TILE, width, height };
}

/** App tiles, each an initial on a plain square: no logos. The hand needs the free room below them. */
export function homeScreen(picture: PictureOf<'home'>, stage: Stage, title: string): Screen {
  const target = targetIn('home', picture.apps.length, picture.target);
  const columns = columnsFor(picture, target, stage.width);
  const pitch = stage.width / columns;
  const apps = appsIn(picture, target, pitch);
  const all = Array.from({ length: Math.ceil(apps.length / columns) }, (_, row) =>
    apps.slice(row * columns, (row + 1) * columns),
  );
  const spacing = spacingFor(all.length, stage.isNear);
  const fits = (from: number, to: number) => heightOf(all.slice(from, to), spacing) <= stage.maxHeight;
  const rows = all.slice(...windowAround(all.length, Math.floor(target / columns), fits));

  const marks: Mark[] = [];
  let spot: Box = { x: 0, y: 0, width: 0, height: 0 };
  let top = spacing.above;
  for (const row of rows) {
    for (const [column, app] of row.entries()) {
      const middle = pitch * (column + 0.5);
      if (app.isTarget) {
        spot = spotAround(app, middle, top, pitch);
        marks.push(...highlight(spot, 30));
      }
      marks.push(...appMarks(app, middle, top));
    }
    top += rowHeight(row) + spacing.gap;
  }
  const aim: Point = { x: right(spot) - 14, y: bottom(spot) - 11 };
  const handScale = stage.isNear ? 1 : 0.85;
  const height = heightOf(rows, spacing);
  return { title, bar: PALETTE.homeBar, backdrop: PALETTE.paper, height, marks, spot, aim, handScale };
}
