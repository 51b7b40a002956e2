/** Rows of `report.indicators` for one question, for those who ask over the API: the same columns, the same numbers. */
import type { Sql, Tx } from '../db/client.ts';
import { closedAt, countFigures, type HowKnown, listIndicators, measureFigures } from '../db/figures.ts';
import { readPeriod } from './period.ts';

export interface IndicatorRow {
  indicator: string;
  area_code: string;
  period: string;
  as_of: Date;
  numerator: number | null;
  denominator: number | null;
  denominator_source: string | null;
  target: number | null;
  how_known: HowKnown;
  unit: string;
  target_unit: string | null;
  target_source: string | null;
}

/** One row per indicator and way of knowing, cumulative until the end of the period. Rejects what is no period. */
export async function indicatorRows(
  sql: Sql | Tx,
  query: { simulated: boolean; areas: readonly string[]; period: string; asOf: Date; indicators?: readonly string[] },
): Promise<IndicatorRow[]> {
  const period = readPeriod(query.period);
  if (!period) throw new Error(`"${query.period}" is not a period such as 2026, 2026-Q4, 2026-11 or 2026-W47.`);
  const units = new Map((await listIndicators(sql)).map(({ id, unit }) => [id, unit]));
  const rows: IndicatorRow[] = [];
  for (const area of query.areas) {
    const known = (await closedAt(sql, area, period.code, query.asOf)) ?? query.asOf;
    const select = { simulated: query.simulated, areas: [area], asOf: known };
    const counted = await countFigures(sql, {
      ...select,
      days: [period.to],
      ...(query.indicators && { indicators: query.indicators }),
    });
    const indicators = [...new Set(counted.map(({ indicator }) => indicator))].toSorted();
    const measures = await measureFigures(sql, { ...select, indicators, day: period.to });
    const measureOf = new Map(measures.map((measure) => [measure.indicator, measure]));
    for (const { indicator, howKnown, n } of counted.toSorted((one, other) =>
      one.indicator + one.howKnown < other.indicator + other.howKnown ? -1 : 1,
    )) {
      const measure = measureOf.get(indicator);
      rows.push({
        indicator,
        area_code: area,
        period: period.code,
        as_of: known,
        numerator: n,
        denominator: measure?.denominator ?? null,
        denominator_source: measure?.denominatorSource ?? null,
        target: measure?.target ?? null,
        how_known: howKnown,
        unit: units.get(indicator) ?? '',
        target_unit: measure?.targetUnit ?? null,
        target_source: measure?.targetSource ?? null,
      });
    }
  }
  return rows;
}
