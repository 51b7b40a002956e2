/**
 * Figures as the database adds them up (`figure_numerators`, `figure_totals`, `figure_targets` in 0005_figures.sql): the one
 * definition behind chat, pages, API, Excel and the views of schema `report`.
 */
import type { Facts } from '../bot/facts.ts';
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from './client.ts';

export type HowKnown = 'self' | 'volunteer' | 'system' | 'reported';

export interface Counted {
  areaCode: string;
  indicator: string;
  day: string;
  howKnown: HowKnown;
  /** Null only for a typed-in figure that gave nothing but a percentage. */
  n: number | null;
}

export interface CountQuery {
  simulated: boolean;
  areas: readonly string[];
  /** Days in Vietnam, `YYYY-MM-DD`: the figure at the end of each. */
  days: readonly string[];
  /** Nothing recorded after this counts. */
  asOf: Date;
  indicators?: readonly string[];
}

/** Cumulative numerators, at most one row per area, indicator, day and way of knowing. What is not there is nothing. */
export async function countFigures(tx: Sql | Tx, query: CountQuery): Promise<Counted[]> {
  if (query.areas.length === 0 || query.days.length === 0) return [];
  const days = [...new Set(query.days)].toSorted();
  return tx<Counted[]>`
    select area_code as "areaCode", indicator, to_char(day, 'YYYY-MM-DD') as day, how_known as "howKnown", n
    from figure_numerators(${query.simulated}, ${[...query.areas]}::text[], ${days}::date[], ${query.asOf},
      ${query.indicators ? [...query.indicators] : null}::text[])`;
}

export interface Measure {
  areaCode: string;
  indicator: string;
  /** Null: nobody has said how many there are. */
  denominator: number | null;
  denominatorSource: string | null;
  /** How many the list has, when a list is kept and something else was stated. */
  listed: number | null;
  /** In `targetUnit`; null: none was given. */
  target: number | null;
  /** `%`, or what is counted. */
  targetUnit: string | null;
  targetSource: string | null;
  /** Area the target was given to: an area above, when this one has none of its own. */
  targetOf: string | null;
}

/** Out of how many, and how much was asked for, on a day; no row where neither is known. */
export async function measureFigures(
  tx: Sql | Tx,
  query: { simulated: boolean; areas: readonly string[]; indicators: readonly string[]; day: string; asOf: Date },
): Promise<Measure[]> {
  const select = tx`${query.simulated}, ${[...query.areas]}::text[], ${[...query.indicators]}::text[], ${query.day}, ${query.asOf}`;
  return tx<Measure[]>`
    select coalesce(d.area_code, t.area_code) as "areaCode", coalesce(d.indicator, t.indicator) as indicator,
      d.value as denominator, d.source as "denominatorSource", d.listed, t.value::double precision as target,
      t.unit as "targetUnit", t.source as "targetSource", t.asked_of as "targetOf"
    from figure_totals(${select}) d full join figure_targets(${select}) t using (area_code, indicator)`;
}

export interface Indicator {
  id: string;
  title: string;
  definition: string;
  unit: string;
  counts: 'ledger' | 'list' | 'units-active' | 'units-listed' | 'typed';
  outOf: 'stated' | 'list' | 'units' | 'indicator' | 'nothing';
  funnel: string | null;
  funnelStep: number | null;
  /** Place on the overview; null: not there. */
  shown: number | null;
}

/** The catalogue, those of the overview first. */
export async function listIndicators(tx: Sql | Tx): Promise<Indicator[]> {
  return tx<Indicator[]>`
    select id, title, definition, unit, counts, out_of as "outOf", funnel, funnel_step as "funnelStep", shown
    from indicators order by shown nulls last, id`;
}

/** When a period was closed for an area or one above it; null: it is open. */
export async function closedAt(tx: Sql | Tx, areaCode: string, period: string, asOf: Date): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`select period_closed_at(${areaCode}, ${period}, ${asOf}) as at`;
  return row?.at ?? null;
}

/** Waiting longer than this would keep people who record waiting too; there is always a next time. */
const FOLD_LOCK_MS = 200;

/**
 * Adds the journal up as far as nothing older can still arrive, so that reading stays fast. Changes no figure. Answers how
 * many rows were folded; 0 when somebody is recording at this moment.
 */
export async function foldFigures(sql: Sql): Promise<number> {
  const mark = await sql
    .begin(async (tx) => {
      await tx`select set_config('lock_timeout', ${`${FOLD_LOCK_MS}ms`}, true)`;
      // Who writes holds this lock until the commit; whoever comes after us gets a higher id.
      await tx`lock table figure_changes in share row exclusive mode`;
      const [row] = await tx<{ mark: bigint | null }[]>`select max(id) as mark from figure_changes`;
      return row?.mark ?? null;
    })
    .catch((error: { code?: string }) => {
      if (error.code === '55P03') return null; // the lock was not to be had
      throw error;
    });
  if (mark === null) return 0;
  const [folded] = await sql<{ rows: bigint }[]>`select fold_figures(${mark}) as rows`;
  return Number(folded?.rows ?? 0);
}

/** Today's figures of an area for the chat: what is confirmed, what people only said themselves, out of how many. */
export async function figuresOf(
  tx: Tx,
  areaCode: string,
  simulated: boolean,
  now: Date,
): Promise<NonNullable<Facts['figures']>> {
  const day = vietnamDay(now);
  const rows = await tx<Omit<NonNullable<Facts['figures']>[number], 'asOf'>[]>`
    with counted as (
      select indicator, coalesce(sum(n) filter (where how_known <> 'self'), 0) as numerator,
             coalesce(sum(n) filter (where how_known = 'self'), 0) as self
      from figure_numerators(${simulated}, array[${areaCode}::text], array[${day}::date], ${now}, null)
      where n is not null group by indicator
    )
    select c.indicator, i.title, i.unit, c.numerator, c.self, d.value as denominator, i.out_of <> 'nothing' as "isShare",
      case when t.unit = '%' then t.value::double precision end as target
    from counted c join indicators i on i.id = c.indicator
    left join figure_totals(${simulated}, array[${areaCode}::text], null, ${day}, ${now}) d on d.indicator = c.indicator
    left join figure_targets(${simulated}, array[${areaCode}::text], null, ${day}, ${now}) t on t.indicator = c.indicator
    where i.shown is not null or c.numerator > 0
    order by i.shown nulls last, c.indicator`;
  return rows.map((row) => ({ ...row, asOf: now }));
}
