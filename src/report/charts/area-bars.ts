/** Areas against their target: who is how far, as horizontal bars. */
import { CHART_WIDTH, type Chart, type ChartTable, type ChartWords, chart, type Heading, tableOf } from './chart.ts';
import {
  type ChartMark,
  type ChartStatus,
  COLOURS,
  fitted,
  line,
  SMALL,
  small,
  statusMark,
  strong,
  strongWidth,
  text,
} from './marks.ts';
import { countWords, NO_NUMBER, partWords, percentWords, shareWords } from './numbers.ts';
import { largest, niceCeiling, scale } from './scale.ts';

export interface AreaBar {
  name: string;
  /** Confirmed; null: nothing is known. */
  value: number | null;
  /** Said by people themselves: a paler piece at the bar's end (DB-2). */
  self: number;
  denominator: number | null;
  target: number | null;
  status: ChartStatus;
}

export interface AreaFigures extends Heading {
  unit: string;
  isShare: boolean;
  bars: readonly AreaBar[];
}

/**
 * Horizontal bars with a target line, in the order given (furthest behind first). Shares run from 0 to 100 % always; plain
 * numbers from 0 to a round number. A target that differs by area is a tick at each bar instead of one line.
 */
export function areaBars(figures: AreaFigures, words: ChartWords): Chart {
  const { bars } = figures;
  const plane = planeOf(figures);
  const target = commonTarget(bars);
  const marks = [
    ...axis(plane),
    ...bars.flatMap((bar, index) => [
      ...areaName(bar, plane, index),
      ...(hasLength(bar, plane) ? barPieces(bar, plane, index) : emptyBar(bar, plane, index, words)),
      ...(target === null ? targetTick(bar, plane, index) : []),
      ...figureBeside(bar, figures.unit, index, words),
    ]),
    ...(target === null ? [] : targetLine(target, plane, words)),
  ];
  return chart(figures, plane.bottom + 30, marks, areaTable(figures, words));
}

// ── the plane ──────────────────────────────────────────────────────────────────────────────────────────────────────

const ROW = 38;
const BAR = { inset: 7, height: ROW - 14 } as const;
const TOP = 34;
/** Behind it stand fraction and status. */
const RIGHT = CHART_WIDTH - 250;

interface Plane {
  left: number;
  bottom: number;
  isShare: boolean;
  /** The number at the right end. */
  most: number;
  /** Where a number of the axis lies; what is past the end lies at the end. */
  at(amount: number): number;
}

function planeOf({ isShare, bars }: AreaFigures): Plane {
  const left = 24 + Math.min(190, Math.max(60, ...bars.map(({ name }) => strongWidth(name))));
  const most = isShare ? 100 : niceCeiling(largest(bars.map(reachOf)));
  const along = scale(most, left, RIGHT);
  return {
    left,
    bottom: TOP + bars.length * ROW,
    isShare,
    most,
    at: (amount) => along(Math.min(amount, most)),
  };
}

/** How far a bar and its target reach, in plain numbers. */
const reachOf = ({ value, self, target }: AreaBar): number => Math.max((value ?? 0) + self, target ?? 0);

const topOf = (index: number): number => TOP + index * ROW;
const baselineOf = (index: number): number => middleOf(index) + 5;
const middleOf = (index: number): number => topOf(index) + ROW / 2;

/** The target all areas with a target have; null when they differ or none has one. */
function commonTarget(bars: readonly AreaBar[]): number | null {
  const targets = [...new Set(bars.flatMap(({ target }) => (target === null ? [] : [target])))];
  return targets.length === 1 ? (targets[0] ?? null) : null;
}

// ── marks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const axis = ({ at, most, bottom, isShare }: Plane): ChartMark[] =>
  [0, 0.25, 0.5, 0.75, 1].flatMap((part) => {
    const x = at(part * most);
    const label = isShare ? `${part * 100} %` : countWords(part * most);
    return [line([x, TOP - 4], [x, bottom], COLOURS.grid, 1), small(x, bottom + 20, label, { align: 'middle' })];
  });

function areaName({ name }: AreaBar, { left }: Plane, index: number): ChartMark[] {
  const shown = fitted(name, left - 24);
  return [strong(left - 12, baselineOf(index), shown, { align: 'end' })];
}

const PALE: Record<ChartStatus, string> = {
  reached: COLOURS.reachedPale,
  near: COLOURS.nearPale,
  behind: COLOURS.behindPale,
  none: COLOURS.nonePale,
};

/** A share is only known where there is a total. */
const hasLength = (bar: AreaBar, { isShare }: Plane): bar is AreaBar & { value: number } =>
  bar.value !== null && (!isShare || Boolean(bar.denominator));

/** What was confirmed, what people said themselves in a paler piece after it, and the number. */
function barPieces(bar: AreaBar & { value: number }, { left, at, isShare }: Plane, index: number): ChartMark[] {
  const lengthOf = (amount: number) => (isShare && bar.denominator ? (amount * 100) / bar.denominator : amount);
  const end = at(lengthOf(bar.value));
  const selfEnd = at(lengthOf(bar.value + bar.self));
  return [
    ...piece(end, selfEnd, index, PALE[bar.status]),
    ...piece(left, end, index, COLOURS[bar.status]),
    barLabel(valueWords(bar, isShare), { left, end, selfEnd }, index),
  ];
}

const piece = (from: number, to: number, index: number, fill: string): ChartMark[] =>
  to > from ? [{ is: 'rect', x: from, y: topOf(index) + BAR.inset, width: to - from, height: BAR.height, fill }] : [];

/** In the bar where it is long enough, else after it. */
function barLabel(
  label: string,
  { left, end, selfEnd }: { left: number; end: number; selfEnd: number },
  index: number,
): ChartMark {
  const fits = end - left > strongWidth(label) + 16;
  const x = fits ? left + 8 : Math.max(end, selfEnd) + 6;
  return strong(x, baselineOf(index), label, { colour: fits ? COLOURS.paper : COLOURS.ink });
}

/** A dashed frame that says what is missing: the figure or the total. */
function emptyBar({ value }: AreaBar, { left }: Plane, index: number, words: ChartWords): ChartMark[] {
  const frame = { x: left, y: topOf(index) + BAR.inset, width: RIGHT - left, height: BAR.height };
  const missing = value === null ? words.noFigure : words.none;
  return [{ is: 'rect', ...frame, edge: COLOURS.none, dash: '5 4' }, small(left + 8, baselineOf(index), missing)];
}

function targetTick({ target }: AreaBar, { at }: Plane, index: number): ChartMark[] {
  if (target === null) return [];
  const [x, y] = [at(target), topOf(index)];
  return [line([x, y + 2], [x, y + ROW - 2], COLOURS.ink, 4)];
}

const figureBeside = (bar: AreaBar, unit: string, index: number, words: ChartWords): ChartMark[] => [
  text(RIGHT + 14, baselineOf(index), fractionWords(bar, unit)),
  statusMark(bar.status, CHART_WIDTH - 112, middleOf(index)),
  strong(CHART_WIDTH - 98, baselineOf(index), words.status[bar.status], { size: SMALL, colour: COLOURS[bar.status] }),
];

/** One line through all bars, edged in white so that it stays visible on them. */
function targetLine(target: number, { at, bottom, isShare }: Plane, words: ChartWords): ChartMark[] {
  const x = at(target);
  const [from, to] = [[x, TOP - 10] as const, [x, bottom + 4] as const];
  const label = `${words.target} ${targetWords(target, isShare)}`;
  return [
    line(from, to, COLOURS.paper, 7),
    line(from, to, COLOURS.ink, 3),
    strong(Math.min(x, CHART_WIDTH - 120), TOP - 16, label, { align: 'middle' }),
  ];
}

// ── words and table ────────────────────────────────────────────────────────────────────────────────────────────────

const valueWords = ({ value, denominator, target }: AreaBar, isShare: boolean): string =>
  isShare && value !== null ? shareWords(value, denominator, target) : countWords(value);

const targetWords = (target: number, isShare: boolean): string => (isShare ? percentWords(target) : countWords(target));

function fractionWords({ value, denominator }: AreaBar, unit: string): string {
  if (value === null) return NO_NUMBER;
  return `${denominator ? partWords(value, denominator) : countWords(value)} ${unit}`;
}

const areaTable = ({ unit, isShare, bars }: AreaFigures, { heads, status }: ChartWords): ChartTable =>
  tableOf(bars, [
    [heads.area, ({ name }) => name],
    [isShare ? heads.share : heads.value, (bar) => valueWords(bar, isShare)],
    [heads.fraction, (bar) => fractionWords(bar, unit)],
    [heads.self, ({ self }) => (self > 0 ? `+${countWords(self)}` : '')],
    [heads.target, ({ target }) => (target === null ? NO_NUMBER : targetWords(target, isShare))],
    [heads.status, (bar) => status[bar.status]],
  ]);
