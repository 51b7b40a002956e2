/**
 * What was reported, word for word, beside what it comes to when computed again: `>`, `≈` and "hầu hết" stay, and where the
 * two do not agree it is said, never repaired.
 */
import type { Sql, Tx } from '../db/client.ts';

export interface ReportedFigure {
  indicator: string;
  area: string;
  period: string;
  kind: 'actual' | 'target' | 'plan';
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  valueTo: number | null;
  unit: string;
  qualifier: 'gt' | 'lt' | 'approx' | 'most' | 'all' | null;
  /** Word for word. */
  asPrinted: string;
  source: string;
  recordedAt: Date;
  /** Per cent from the two numbers, when both were given. */
  recomputed: number | null;
  /** What our own ledger or list says for the end of that period; null: it says nothing. */
  counted: number | null;
  /** In words for an official; empty: nothing disagrees. */
  disagreements: string[];
}

/** What was reported, newest statement of each period first, beside what it comes to when computed again. */
export async function reportedFigures(
  sql: Sql | Tx,
  query: { simulated: boolean; areaCode?: string; indicator?: string; asOf: Date },
): Promise<ReportedFigure[]> {
  const rows = await sql<Omit<ReportedFigure, 'recomputed' | 'disagreements'>[]>`
    with latest as (
      select distinct on (r.indicator, coalesce(r.area_code, r.historic_unit), r.period, r.kind) r.*
      from reported_figures r
      where r.simulated = ${query.simulated} and r.recorded_at <= ${query.asOf}
        and (${query.areaCode ?? null}::text is null or r.area_code = ${query.areaCode ?? null})
        and (${query.indicator ?? null}::text is null or r.indicator = ${query.indicator ?? null})
      order by r.indicator, coalesce(r.area_code, r.historic_unit), r.period, r.kind, r.recorded_at desc, r.id desc
    )
    select r.indicator, coalesce(a.name, r.historic_unit) as area, r.period, r.kind,
      r.numerator::double precision as numerator, r.denominator::double precision as denominator,
      r.value::double precision as value, r.value_to::double precision as "valueTo", r.unit, r.qualifier,
      r.as_printed as "asPrinted", r.source, r.recorded_at as "recordedAt", c.n as counted
    from latest r left join areas a on a.code = r.area_code
    left join lateral (
      select sum(n) as n from figure_numerators(${query.simulated}, array[r.area_code], array[period_last(r.period)],
        ${query.asOf}, array[r.indicator]) f
      where r.area_code is not null and f.how_known in ('volunteer', 'system')) c on true
    order by r.indicator, period_last(r.period) desc, r.kind`;
  return rows.map((row) => {
    const recomputed =
      row.numerator !== null && row.denominator ? sharePercentExact(row.numerator, row.denominator) : null;
    return { ...row, recomputed, disagreements: disagreementsOf(row, recomputed) };
  });
}

const sharePercentExact = (numerator: number, denominator: number): number => (numerator * 100) / denominator;

/** A printed number may be rounded either way in its last decimal. */
function disagreementsOf(
  row: Omit<ReportedFigure, 'recomputed' | 'disagreements'>,
  recomputed: number | null,
): string[] {
  const found: string[] = [];
  const said = row.value;
  if (
    said !== null &&
    recomputed !== null &&
    row.unit === '%' &&
    !agrees(said, row.valueTo, recomputed, row.qualifier)
  ) {
    found.push(
      `Báo ${vi(said)} %, tính lại ${vi(recomputed)} % (${vi(row.numerator ?? 0)}/${vi(row.denominator ?? 0)})`,
    );
  }
  if (said !== null && recomputed !== null && row.unit !== '%' && row.valueTo !== null) {
    const ratio = (row.numerator ?? 0) / (row.denominator ?? 1);
    if (!agrees(said, row.valueTo, ratio, row.qualifier)) {
      found.push(`Báo ${vi(said)}–${vi(row.valueTo)} ${row.unit}, tính lại ${vi(ratio)}`);
    }
  }
  const stated = row.numerator ?? (row.unit === '%' ? null : said);
  if (
    row.kind === 'actual' &&
    row.counted !== null &&
    stated !== null &&
    !agrees(stated, null, row.counted, row.qualifier)
  ) {
    found.push(`Báo ${vi(stated)}, sổ ghi có ${vi(row.counted)}`);
  }
  return found;
}

function agrees(said: number, to: number | null, found: number, qualifier: ReportedFigure['qualifier']): boolean {
  const decimals = String(said).split('.')[1]?.length ?? 0;
  const rounding = 10 ** -decimals;
  if (qualifier === 'gt') return found > said - rounding;
  if (qualifier === 'lt') return found < said + rounding;
  if (qualifier === 'most' || qualifier === 'all') return true;
  if (qualifier === 'approx') return Math.abs(found - said) <= Math.max(Math.abs(said) * 0.1, rounding);
  return found > said - rounding && found < (to ?? said) + rounding;
}

const vi = (value: number): string => new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 }).format(value);
