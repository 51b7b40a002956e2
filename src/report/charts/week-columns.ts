/** Activity of teams: small columns by week, one field per team. */
import { CHART_WIDTH, type Chart, type ChartWords, chart, type Heading } from './chart.ts';
import { type ChartMark, COLOURS, fitted, line, small, strong } from './marks.ts';
import { countWords } from './numbers.ts';
import { largest, scale } from './scale.ts';

export interface TeamWeeks {
  name: string;
  /** One number per week, in the order of the weeks. */
  values: readonly number[];
}

export interface Activity extends Heading {
  weeks: readonly string[];
  teams: readonly TeamWeeks[];
}

const ACROSS = 3;
const GAP = 26;
const FIELD = { width: (CHART_WIDTH - GAP * (ACROSS - 1)) / ACROSS, height: 130 } as const;
/** Above the columns stand the name and the highest number, below them the weeks. */
const BELOW = 22;
const HIGHEST = FIELD.height - BELOW - 40;
const TINY = 11;

/** Small columns by week, one field per team, all of the same height for the same number. */
export function weekColumns(activity: Activity, { heads }: ChartWords): Chart {
  const { weeks, teams } = activity;
  const heightOf = scale(largest(teams.flatMap(({ values }) => values)), 0, HIGHEST);
  const height = Math.max(1, Math.ceil(teams.length / ACROSS)) * (FIELD.height + GAP) - GAP;
  const marks = teams.flatMap((team, index) => teamField(team, fieldAt(index), weeks, heightOf));
  const rows = teams.map(({ name, values }) => [name, ...values.map(countWords)]);
  return chart(activity, height, marks, { heads: [heads.area, ...weeks], rows });
}

/** `bottom`: where the columns stand. */
interface Field {
  left: number;
  top: number;
  bottom: number;
}

function fieldAt(index: number): Field {
  const top = Math.floor(index / ACROSS) * (FIELD.height + GAP);
  return { left: (index % ACROSS) * (FIELD.width + GAP), top, bottom: top + FIELD.height - BELOW };
}

/** How high a column of so many is. */
type HeightOf = (value: number) => number;

function teamField(
  { name, values }: TeamWeeks,
  { left, top, bottom }: Field,
  weeks: readonly string[],
  heightOf: HeightOf,
): ChartMark[] {
  const right = left + FIELD.width;
  const step = FIELD.width / Math.max(1, values.length);
  return [
    strong(left, top + 14, fitted(name, FIELD.width)),
    line([left, bottom], [right, bottom], COLOURS.none, 1),
    ...values.flatMap((value, week) =>
      column(value, { middle: left + week * step + step / 2, width: step * 0.7, bottom }, heightOf),
    ),
    small(left, bottom + 16, weeks[0] ?? '', { size: TINY }),
    small(right, bottom + 16, weeks.at(-1) ?? '', { size: TINY, align: 'end' }),
  ];
}

/** A week without work has its 0 and no column. */
function column(
  value: number,
  { middle, width, bottom }: { middle: number; width: number; bottom: number },
  heightOf: HeightOf,
): ChartMark[] {
  const height = heightOf(value);
  const top = bottom - height;
  const label = small(middle, top - 4, countWords(value), { size: TINY, align: 'middle' });
  if (value <= 0) return [label];
  return [{ is: 'rect', x: middle - width / 2, y: top, width, height, fill: COLOURS.reached }, label];
}
