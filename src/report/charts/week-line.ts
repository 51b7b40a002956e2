/** Is it moving: one figure week by week, against its target, and where its pace leads. */
import { CHART_WIDTH, type Chart, type ChartTable, type ChartWords, chart, type Heading, tableOf } from './chart.ts';
import { type ChartMark, COLOURS, line, type Point, SMALL, small, strong } from './marks.ts';
import { countWords } from './numbers.ts';
import { largest, niceCeiling, scale } from './scale.ts';

export interface TrendPoint {
  /** As written on the axis: `22/11`. */
  label: string;
  value: number;
  /** As a number of the same kind as `value`; null: none was given then. */
  target: number | null;
}

export interface Trend extends Heading {
  unit: string;
  points: readonly TrendPoint[];
  /** What the deadline finds at this pace, `weeks` after the last point. */
  forecast?: Forecast;
}

interface Forecast {
  label: string;
  value: number;
  weeks: number;
}

/**
 * A line by week with the target as steps. `forecast`, when given, goes on dashed from the last week to the deadline: where
 * the pace of the last four weeks leads. y from 0.
 */
export function weekLine(trend: Trend, words: ChartWords): Chart {
  const { points, forecast } = trend;
  const plane = planeOf(trend);
  const last = points.at(-1);
  const marks = [
    ...valueAxis(plane),
    ...weekAxis(points, plane),
    ...targetSteps(points, plane).map(targetLine),
    ...(last ? targetLabel(last, plane, words) : []),
    ...(last && forecast ? forecastMarks(last, forecast, plane, words) : []),
    ...(last ? valueMarks(trend, last, plane, words) : []),
  ];
  return chart(trend, BOTTOM + 34, marks, trendTable(trend, words));
}

// ── the plane ──────────────────────────────────────────────────────────────────────────────────────────────────────

const [TOP, LEFT, BOTTOM] = [30, 66, 250];
/** Behind it stand the words at the ends of the lines. */
const RIGHT = CHART_WIDTH - 130;
const BESIDE = RIGHT + 8;
/** A deadline further away is drawn as if it were this near, so that the weeks behind us keep their room. */
const MOST_WEEKS_AHEAD = 8;

interface Plane {
  /** The number at the top. */
  most: number;
  /** The week of the last point, and of the right end; the first is 0. */
  lastWeek: number;
  weeks: number;
  x(week: number): number;
  y(value: number): number;
}

function planeOf({ points, forecast }: Trend): Plane {
  const lastWeek = points.length - 1;
  const weeks = Math.max(1, lastWeek + (forecast ? Math.min(forecast.weeks, MOST_WEEKS_AHEAD) : 0));
  const most = niceCeiling(
    largest([forecast?.value ?? 0, ...points.flatMap(({ value, target }) => [value, target ?? 0])]),
  );
  return {
    most,
    lastWeek,
    weeks,
    x: scale(weeks, LEFT, RIGHT),
    y: scale(most, BOTTOM, TOP),
  };
}

const valueAxis = ({ most, y }: Plane): ChartMark[] =>
  [0, 0.5, 1].flatMap((part) => {
    const level = y(part * most);
    return [
      line([LEFT, level], [RIGHT, level], COLOURS.grid, 1),
      small(LEFT - 10, level + 5, countWords(part * most), { align: 'end' }),
    ];
  });

/** Every second or third week by name, counted back from the last. */
function weekAxis(points: readonly TrendPoint[], { lastWeek, x }: Plane): ChartMark[] {
  const every = points.length > 8 ? 3 : 2;
  return points.flatMap(({ label }, week) => ((lastWeek - week) % every === 0 ? [weekLabel(label, x(week))] : []));
}

const weekLabel = (label: string, x: number, align: 'middle' | 'end' = 'middle'): ChartMark =>
  small(x, BOTTOM + 20, label, { align });

// ── the target ─────────────────────────────────────────────────────────────────────────────────────────────────────

const targetLine = (points: readonly Point[]): ChartMark => ({
  is: 'line',
  points,
  colour: COLOURS.ink,
  width: 2,
  dash: '9 4',
});

function targetLabel({ target, value }: TrendPoint, { y }: Plane, words: ChartWords): ChartMark[] {
  if (target === null) return [];
  const label = `${words.target} ${countWords(target)}`;
  return [strong(BESIDE, clear(y(target), y(value)) + 5, label, { size: SMALL })];
}

/** Keeps the target's label off the value's. */
const clear = (wanted: number, taken: number): number =>
  Math.abs(wanted - taken) >= 18 ? wanted : wanted <= taken ? taken - 18 : taken + 18;

/** The target as it stood in each week: level until it changes, then straight up or down. Gaps where there was none. */
function targetSteps(points: readonly TrendPoint[], { x, y }: Plane): Point[][] {
  const runs: Point[][] = [];
  points.forEach(({ target }, week) => {
    if (target === null) return;
    const before = points[week - 1]?.target ?? null;
    const here: Point = [x(week), y(target)];
    const run = before === null ? undefined : runs.at(-1);
    if (!run) runs.push([here]);
    else if (before !== null && before !== target) run.push([x(week), y(before)], here);
    else run.push(here);
  });
  return runs.map((run) => (run.length === 1 && run[0] ? [[run[0][0] - 8, run[0][1]], run[0]] : run));
}

// ── the figure ─────────────────────────────────────────────────────────────────────────────────────────────────────

function forecastMarks(last: TrendPoint, { label, value }: Forecast, plane: Plane, words: ChartWords): ChartMark[] {
  const { lastWeek, weeks, x, y } = plane;
  const [endX, endY] = [x(weeks), y(value)];
  const way: Point[] = [
    [x(lastWeek), y(last.value)],
    [endX, endY],
  ];
  return [
    { is: 'line', points: way, colour: COLOURS.reached, width: 2.5, dash: '3 5' },
    dot(endX, endY, COLOURS.paper),
    weekLabel(label, endX, 'end'),
    small(BESIDE, endY + 22, words.forecast, { colour: COLOURS.reached }),
    small(BESIDE, endY + 38, countWords(value), { colour: COLOURS.reached }),
  ];
}

function valueMarks({ points, forecast }: Trend, last: TrendPoint, plane: Plane, words: ChartWords): ChartMark[] {
  const { lastWeek, x, y } = plane;
  const [lastX, lastY] = [x(lastWeek), y(last.value)];
  const value = countWords(last.value);
  return [
    {
      is: 'line',
      points: points.map((point, week): Point => [x(week), y(point.value)]),
      colour: COLOURS.reached,
      width: 3,
    },
    dot(lastX, lastY, COLOURS.reached),
    // The line goes on to the right where there is a forecast.
    forecast
      ? strong(lastX, lastY - 12, value, { colour: COLOURS.reached, align: 'middle' })
      : strong(BESIDE, lastY + 5, `${words.now} ${value}`, { colour: COLOURS.reached }),
  ];
}

const dot = (x: number, y: number, fill: string): ChartMark => ({
  is: 'ring',
  x,
  y,
  radius: 4,
  colour: COLOURS.reached,
  fill,
});

// ── table ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function trendTable({ unit, points, forecast }: Trend, words: ChartWords): ChartTable {
  const table = tableOf(points, [
    [words.heads.week, ({ label }) => label],
    [`${words.heads.value} (${unit})`, ({ value }) => countWords(value)],
    [words.heads.target, ({ target }) => countWords(target)],
  ]);
  if (forecast) table.rows.push([`${forecast.label} (${words.forecast})`, countWords(forecast.value), '']);
  return table;
}
