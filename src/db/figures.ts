/** Figures for the chat, from the same views that pages, API and Excel read. */
import type { Facts } from '../bot/facts.ts';
import type { Tx } from './client.ts';

/** The newest period of every indicator of an area; all ways of knowing together. */
export async function figuresOf(
  tx: Tx,
  areaCode: string,
  simulated: boolean,
  now: Date,
): Promise<NonNullable<Facts['figures']>> {
  const rows = await tx<{ indicator: string; title: string; numerator: number; denominator: number | null }[]>`
    select v.indicator, i.title, sum(v.numerator)::int as numerator, max(v.denominator) as denominator
    from ${tx(simulated ? 'rehearsal' : 'report')}.indicators v join indicators i on i.id = v.indicator
    where v.area_code = ${areaCode}
      and v.period = (select max(period) from ${tx(simulated ? 'rehearsal' : 'report')}.indicators where area_code = ${areaCode})
    group by v.indicator, i.title order by v.indicator`;
  return rows.map((row) => ({ ...row, asOf: now }));
}
