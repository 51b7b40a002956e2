/** What an official opens the day with: cards, who is furthest behind and what it takes, from whom nothing came. */
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from '../db/client.ts';
import { countFigures, type Indicator } from '../db/figures.ts';
import {
  byNeed,
  comparedValue,
  type Figure,
  type FiguresQuery,
  type FigureTable,
  figureIn,
  figureTable,
  indexCounts,
  silentUnits,
  type Unit,
} from './figures.ts';
import { addDays, mondayOf } from './period.ts';
import { neededPace, type Pace } from './status.ts';

export interface Card {
  indicator: Indicator;
  figure: Figure;
  /** Cumulative value at the end of each of the last eight weeks, the present one last. */
  weeks: { day: string; value: number }[];
  /** Against the end of last week. */
  change: number;
  pace: Pace | null;
}

export interface Overview {
  table: FigureTable;
  cards: Card[];
  /** The unit furthest behind, with what it would take; null when none is behind. */
  behind: { figure: Figure; pace: Pace | null } | null;
  silent: Unit[];
}

const WEEKS = 8;

/** What an official opens the day with: the indicators of the overview that have a number, a total or a target. */
export async function overview(sql: Sql | Tx, query: FiguresQuery): Promise<Overview> {
  const table = await figureTable(sql, query);
  const today = vietnamDay(table.asOf);
  const monday = mondayOf(table.day);
  const days = [
    ...Array.from({ length: WEEKS - 1 }, (_, index) => addDays(monday, -1 - 7 * index)),
    table.day,
  ].toSorted();
  const shown = table.indicators.filter((indicator) => indicator.shown !== null);
  const weekly = indexCounts(
    await countFigures(sql, {
      simulated: query.simulated,
      areas: [query.areaCode],
      days,
      asOf: table.asOf,
      indicators: shown.map(({ id }) => id),
    }),
  );
  const cards = shown.flatMap((indicator): Card[] => {
    const figure = figureIn(table, query.areaCode, indicator.id);
    if (!figure) return [];
    const weeks = days.map((day) => ({
      day,
      value: comparedValue(query, weekly(query.areaCode, indicator.id, day)) ?? 0,
    }));
    const change = (weeks.at(-1)?.value ?? 0) - (weeks.at(-2)?.value ?? 0);
    return [{ indicator, figure, weeks, change, pace: neededPace(figure, table.period.to, today) }];
  });
  const [worst] = byNeed(
    table.figures.filter(({ area, status }) => area.code !== query.areaCode && status === 'behind'),
  );
  return {
    table,
    cards,
    behind: worst ? { figure: worst, pace: neededPace(worst, table.period.to, today) } : null,
    silent: silentUnits(table),
  };
}
