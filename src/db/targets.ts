/** Targets and totals as they were entered: append-only, a later row for the same period or day replaces an earlier one. */
import type { Sql, Tx } from './client.ts';

export interface EnteredTarget {
  indicator: string;
  areaCode: string;
  areaName: string;
  period: string;
  value: number;
  unit: string;
  source: string;
  recordedAt: Date;
}

/** In force as entered for an area and its own units, newest period first. */
export async function listTargets(
  sql: Sql | Tx,
  { areaCode, simulated, limit }: { areaCode: string; simulated: boolean; limit: number },
): Promise<EnteredTarget[]> {
  return sql<EnteredTarget[]>`
    select * from (
      select distinct on (t.area_code, t.indicator, t.period) t.indicator, t.area_code as "areaCode", a.name as "areaName",
        t.period, t.value::double precision as value, t.unit, t.source, t.recorded_at as "recordedAt", t.last_day
      from targets t join areas a on a.code = t.area_code
      where t.simulated = ${simulated} and (t.area_code = ${areaCode} or a.parent_code = ${areaCode})
      order by t.area_code, t.indicator, t.period, t.recorded_at desc, t.id desc) latest
    order by ("areaCode" = ${areaCode}) desc, indicator, last_day desc, "areaCode" limit ${limit}`;
}

export interface EnteredTotal {
  indicator: string;
  areaCode: string;
  areaName: string;
  value: number;
  source: string;
  validFrom: string;
  reason: string | null;
}

export async function listTotals(
  sql: Sql | Tx,
  { areaCode, simulated, limit }: { areaCode: string; simulated: boolean; limit: number },
): Promise<EnteredTotal[]> {
  return sql<EnteredTotal[]>`
    select * from (
      select distinct on (d.area_code, d.indicator, d.valid_from) d.indicator, d.area_code as "areaCode", a.name as "areaName",
        d.value, d.source, to_char(d.valid_from, 'YYYY-MM-DD') as "validFrom", d.reason
      from denominators d join areas a on a.code = d.area_code
      where d.simulated = ${simulated} and (d.area_code = ${areaCode} or a.parent_code = ${areaCode})
      order by d.area_code, d.indicator, d.valid_from, d.recorded_at desc, d.id desc) latest
    order by ("areaCode" = ${areaCode}) desc, indicator, "validFrom" desc, "areaCode" limit ${limit}`;
}

/** A target that ends on the same day but asks for something else: the two could not both be meant. */
export async function contradictedTarget(
  sql: Sql | Tx,
  target: { indicator: string; areaCode: string; period: string; value: number; unit: string; simulated: boolean },
): Promise<{ period: string; value: number; unit: string } | null> {
  const [row] = await sql<{ period: string; value: number; unit: string }[]>`
    select * from (
      select distinct on (period) period, value::double precision as value, unit from targets
      where indicator = ${target.indicator} and area_code = ${target.areaCode} and simulated = ${target.simulated}
        and period <> ${target.period} and last_day = period_last(${target.period})
      order by period, recorded_at desc, id desc) other
    where value <> ${target.value} or unit <> ${target.unit} limit 1`;
  return row ?? null;
}

export const enterTarget = (
  tx: Tx,
  target: {
    indicator: string;
    areaCode: string;
    period: string;
    value: number;
    unit: string;
    source: string;
    by: string;
    simulated: boolean;
  },
  now: Date,
) => tx`
  insert into targets (indicator, area_code, period, value, unit, source, recorded_by, recorded_at, simulated)
  values (${target.indicator}, ${target.areaCode}, ${target.period}, ${target.value}, ${target.unit}, ${target.source},
    ${target.by}, ${now}, ${target.simulated})`;

/** The total already stated for the same day, or null. */
export async function statedTotal(
  sql: Sql | Tx,
  { indicator, areaCode, validFrom }: { indicator: string; areaCode: string; validFrom: string },
): Promise<number | null> {
  const [row] = await sql<{ value: number }[]>`
    select value from denominators
    where indicator = ${indicator} and area_code = ${areaCode} and valid_from = ${validFrom}
    order by id desc limit 1`;
  return row?.value ?? null;
}

export const enterTotal = (
  tx: Tx,
  total: {
    indicator: string;
    areaCode: string;
    value: number;
    source: string;
    validFrom: string;
    reason: string | null;
    by: string;
    simulated: boolean;
  },
  now: Date,
) => tx`
  insert into denominators (indicator, area_code, value, source, valid_from, reason, recorded_by, recorded_at, simulated)
  values (${total.indicator}, ${total.areaCode}, ${total.value}, ${total.source}, ${total.validFrom}, ${total.reason},
    ${total.by}, ${now}, ${total.simulated})`;
