/** Activity of teams: small columns by week, one field per team. */
import {
  bold,
  CHART_WIDTH,
  type Chart,
  type ChartMark,
  type ChartWords,
  COLOURS,
  countWords,
  fitted,
  LETTERS,
  line,
  text,
} from './chart.ts';

export interface TeamWeeks {
  name: string;
  /** One number per week, in the order of the weeks. */
  values: readonly number[];
}

const ACROSS = 3;
const GAP = 26;
const FIELD = { width: (CHART_WIDTH - GAP * (ACROSS - 1)) / ACROSS, height: 130 } as const;
/** Above the columns stand the name and the highest number, below them the weeks. */
const BELOW = 22;
const HIGHEST = FIELD.height - BELOW - 40;
const TINY = 11;

/** Small columns by week, one field per team, all of the same height for the same number. */
export function weekColumns(
  { title, says, weeks, teams }: { title: string; says: string; weeks: readonly string[]; teams: readonly TeamWeeks[] },
  { heads }: ChartWords,
): Chart {
  const most = Math.max(1, ...teams.flatMap(({ values }) => values));
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: Math.max(1, Math.ceil(teams.length / ACROSS)) * (FIELD.height + GAP) - GAP,
    marks: teams.flatMap((team, index) => teamField(team, fieldAt(index), weeks, most)),
    table: {
      heads: [heads.area, ...weeks],
      rows: teams.map(({ name, values }) => [name, ...values.map(countWords)]),
    },
  };
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

function teamField({ name, values }: TeamWeeks, field: Field, weeks: readonly string[], most: number): ChartMark[] {
  const { left, top, bottom } = field;
  const right = left + FIELD.width;
  const step = FIELD.width / Math.max(1, values.length);
  return [
    bold(text(left, top + 14, fitted(name, LETTERS, FIELD.width, true), LETTERS, COLOURS.ink)),
    line([left, bottom], [right, bottom], COLOURS.none, 1),
    ...values.flatMap((value, week) =>
      column(value, { middle: left + week * step + step / 2, width: step * 0.7, bottom }, most),
    ),
    text(left, bottom + 16, weeks[0] ?? '', TINY, COLOURS.quiet),
    text(right, bottom + 16, weeks.at(-1) ?? '', TINY, COLOURS.quiet, 'end'),
  ];
}

/** A week without work has its 0 and no column. */
function column(
  value: number,
  { middle, width, bottom }: { middle: number; width: number; bottom: number },
  most: number,
): ChartMark[] {
  const height = (value / most) * HIGHEST;
  const top = bottom - height;
  const label = text(middle, top - 4, countWords(value), TINY, COLOURS.quiet, 'middle');
  if (value <= 0) return [label];
  return [{ is: 'rect', x: middle - width / 2, y: top, width, height, fill: COLOURS.reached }, label];
}
