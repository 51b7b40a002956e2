import { type FittedText, fitText } from '../lines.ts';
import { type Box, LINE_HEIGHT, type Mark, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import {
  END,
  highlight,
  type PictureOf,
  QUIET_LETTERS,
  type Screen,
  SIDE,
  SPOT_LETTERS,
  type Stage,
  TOP,
  targetIn,
  windowAround,
} from './screen.ts';

/** Free of words at a row's ends; the right one lets the fingertip in. */
const [BEFORE_WORDS, AFTER_WORDS] = [28, 42];
/** Row heights and gaps, the roomy one first. The ring needs the gap. */
const SPACINGS = [
  { row: 108, gap: 22 },
  { row: 84, gap: 20 },
] as const;
type Spacing = (typeof SPACINGS)[number];

/** Height of the three dots that stand for rows above or below the visible ones. */
const MORE = 30;

interface Row {
  text: FittedText;
  isTarget: boolean;
}

function heightOf({ text }: Row, spacing: Spacing): number {
  return Math.max(spacing.row, text.lines.length * LINE_HEIGHT * text.size + 22);
}

function heightOfRows(rows: readonly Row[], from: number, to: number, spacing: Spacing): number {
  const shown = rows.slice(from, to).reduce((sum, row) => sum + heightOf(row, spacing) + spacing.gap, -spacing.gap);
  return TOP + shown + END + (from > 0 ? MORE : 0) + (to < rows.length ? MORE : 0);
}

/** All rows if some spacing lets them in, otherwise the target and the neighbours that fit. */
function choose(
  rows: readonly Row[],
  target: number,
  maxHeight: number,
): { from: number; to: number; spacing: Spacing } {
  const roomy = SPACINGS.find((spacing) => heightOfRows(rows, 0, rows.length, spacing) <= maxHeight);
  if (roomy) return { from: 0, to: rows.length, spacing: roomy };
  const spacing = SPACINGS.at(-1)!;
  const fits = (from: number, to: number) => heightOfRows(rows, from, to, spacing) <= maxHeight;
  const [from, to] = windowAround(rows.length, target, fits);
  return { from, to, spacing };
}

function dots(x: number, y: number): Mark[] {
  return [-18, 0, 18].map((dx) => ({ shape: 'circle', x: x + dx, y, radius: 4.5, fill: PALETTE.shade }));
}

function rowMarks({ text, isTarget }: Row, box: Box): Mark[] {
  const middle = box.y + box.height / 2;
  const plain: Mark = { shape: 'rect', ...box, radius: 20, fill: PALETTE.row, stroke: PALETTE.rowEdge, strokeWidth: 2 };
  const [fill, on] = isTarget ? [PALETTE.ink, PALETTE.spot] : [PALETTE.quietWord, PALETTE.row];
  const style = { size: text.size, weight: isTarget ? 700 : 500, fill, on, anchor: 'start' } as const;
  return [...(isTarget ? highlight(box, 20) : [plain]), ...words(text.lines, box.x + BEFORE_WORDS, middle, style)];
}

/** Rows below each other, one of them to press. */
export function listScreen(picture: PictureOf<'list'>, stage: Stage): Screen {
  const target = targetIn('list', picture.rows.length, picture.target);
  const width = stage.width - 2 * SIDE;
  const rows = picture.rows.map((row, index): Row => {
    const isTarget = index === target;
    const [weight, letters] = isTarget ? ([700, SPOT_LETTERS] as const) : ([500, QUIET_LETTERS] as const);
    return { text: fitText(row, width - BEFORE_WORDS - AFTER_WORDS, weight, letters), isTarget };
  });
  const { from, to, spacing } = choose(rows, target, stage.maxHeight);
  const marks: Mark[] = from > 0 ? dots(stage.width / 2, TOP - 6) : [];
  let spot: Box = { x: 0, y: 0, width: 0, height: 0 };
  let y = TOP + (from > 0 ? MORE : 0);
  for (const row of rows.slice(from, to)) {
    const box = { x: SIDE, y, width, height: heightOf(row, spacing) };
    if (row.isTarget) spot = box;
    marks.push(...rowMarks(row, box));
    y += box.height + spacing.gap;
  }
  if (to < rows.length) marks.push(...dots(stage.width / 2, y + 12));
  const height = heightOfRows(rows, from, to, spacing);
  return { title: picture.title, bar: PALETTE.titleBar, backdrop: PALETTE.paper, height, marks, spot };
}
