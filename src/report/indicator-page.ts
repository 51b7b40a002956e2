/** One indicator of one area: how it moves, which units are behind, who drops out where, what was reported before. */
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from '../db/client.ts';
import { countFigures, type Indicator, listIndicators } from '../db/figures.ts';
import {
  byNeed,
  type Figure,
  type FiguresQuery,
  type FigureTable,
  figureIn,
  figureTable,
  frameOf,
  indexCounts,
} from './figures.ts';
import { addDays, mondayOf } from './period.ts';
import { type ReportedFigure, reportedFigures } from './reported.ts';
import { neededPace, type Pace } from './status.ts';

export interface IndicatorPage {
  table: FigureTable;
  indicator: Indicator;
  figure: Figure;
  /** By week until the period's end, Monday to Sunday; the target as it stood in each week. */
  trend: { day: string; confirmed: number; self: number; target: number | null; targetUnit: string | null }[];
  ranked: Figure[];
  /** Steps of the funnel the indicator belongs to, widest first; empty when it belongs to none. */
  funnel: { indicator: Indicator; value: number; ofFirst: number | null; ofPrevious: number | null; lost: number }[];
  reported: ReportedFigure[];
  pace: Pace | null;
}

const TREND_WEEKS = 13;

export async function indicatorPage(
  sql: Sql | Tx,
  query: FiguresQuery & { indicator: string },
): Promise<IndicatorPage> {
  const catalogue = await listIndicators(sql);
  const indicator = catalogue.find(({ id }) => id === query.indicator);
  if (!indicator) throw new Error(`No indicator is called "${query.indicator}".`);
  const steps = catalogue
    .filter(({ funnel }) => funnel !== null && funnel === indicator.funnel)
    .toSorted((one, other) => (one.funnelStep ?? 0) - (other.funnelStep ?? 0));
  const table = await figureTable(sql, {
    ...query,
    indicators: [...new Set([indicator.id, ...steps.map(({ id }) => id)])],
  });
  const figure = figureIn(table, query.areaCode, indicator.id);
  if (!figure) throw new Error(`Nothing is known about "${indicator.id}" in ${query.areaCode}.`);
  const sunday = addDays(mondayOf(table.day), 6);
  const days = Array.from({ length: TREND_WEEKS }, (_, index) => addDays(sunday, -7 * (TREND_WEEKS - 1 - index)));
  days[days.length - 1] = table.day;
  const counts = indexCounts(
    await countFigures(sql, {
      simulated: query.simulated,
      areas: [query.areaCode],
      days,
      asOf: table.asOf,
      indicators: [indicator.id],
    }),
  );
  const targets = await targetSteps(sql, query, indicator.id, days, table.asOf);
  const values = steps.map((step) => figureIn(table, query.areaCode, step.id)?.value ?? 0);
  return {
    table,
    indicator,
    figure,
    trend: days.map((day, index) => {
      const { confirmed, self } = counts(query.areaCode, indicator.id, day);
      return { day, confirmed: confirmed ?? 0, self, ...(targets[index] ?? { target: null, targetUnit: null }) };
    }),
    ranked: byNeed(table.figures.filter((one) => one.indicator === indicator.id && one.area.code !== query.areaCode)),
    funnel: steps.map((step, index) => {
      const value = values[index] ?? 0;
      const [first = 0, previous = value] = [values[0], values[index - 1]];
      const of = (whole: number) => (whole > 0 ? value / whole : null);
      return { indicator: step, value, ofFirst: of(first), ofPrevious: of(previous), lost: previous - value };
    }),
    reported: await reportedFigures(sql, { ...query, indicator: indicator.id, asOf: table.asOf }),
    pace: neededPace(figure, table.period.to, vietnamDay(table.asOf)),
  };
}

async function targetSteps(
  sql: Sql | Tx,
  query: FiguresQuery,
  indicator: string,
  days: readonly string[],
  asOf: Date,
): Promise<{ target: number | null; targetUnit: string | null }[]> {
  return sql<{ target: number | null; targetUnit: string | null }[]>`
    select t.value::double precision as target, t.unit as "targetUnit"
    from unnest(${[...days]}::date[]) with ordinality d(day, at)
    left join lateral figure_targets(${query.simulated}, array[${query.areaCode}::text], array[${indicator}::text], d.day, ${asOf}) t on true
    order by d.at`;
}

export interface Case {
  subjectKind: string;
  subjectCode: string;
  areaCode: string | null;
  areaName: string | null;
  howKnown: 'self' | 'volunteer' | 'system';
  /** First day it counts. */
  since: string;
}

/**
 * Who is behind a figure: exactly as many as it says. Only who may see cases may ask; names are looked up elsewhere.
 * `after` is the last case of the page before.
 */
export async function cases(
  sql: Sql | Tx,
  query: FiguresQuery & { indicator: string; limit: number; after?: { subjectKind: string; subjectCode: string } },
): Promise<Case[]> {
  const { day, known, area } = await frameOf(sql, query);
  const { subjectKind = '', subjectCode = '' } = query.after ?? {};
  const hows = query.howKnown === 'all' ? ['self', 'volunteer', 'system'] : ['volunteer', 'system'];
  return sql<Case[]>`
    with members as (select code from area_members(array[${area.code}::text], ${vietnamDay(known)}::date, ${known}))
    select c.subject_kind as "subjectKind", c.subject_code as "subjectCode", c.area_code as "areaCode", a.name as "areaName",
      c.how_known as "howKnown", to_char(min(c.day), 'YYYY-MM-DD') as since
    from figure_changes c left join areas a on a.code = c.area_code
    where c.indicator = ${query.indicator} and c.simulated = ${query.simulated} and c.day <= ${day}
      and c.recorded_at <= ${known} and c.how_known = any (${hows})
      and ${area.kind === 'group' ? sql`c.place_code` : sql`c.area_code`} in (select code from members)
      and (c.subject_kind, c.subject_code) > (${subjectKind}, ${subjectCode})
    group by c.subject_kind, c.subject_code, c.area_code, a.name, c.how_known having sum(c.n) > 0
    order by c.subject_kind, c.subject_code limit ${query.limit}`;
}
