/** Closing a period: what was reported stays, later changes appear as adjustments of the next one. */
import { vietnamDay } from '../clock.ts';
import { inTransaction, type Sql, type Tx } from '../db/client.ts';
import { readPeriod } from './period.ts';

/**
 * Closes a period: from now on it is read as it is known at this moment. Waits for what is being recorded, so that
 * nothing can slip in behind. False when it was closed before. Rejects when the period is not over or not written right.
 */
export async function closePeriod(
  sql: Sql | Tx,
  { areaCode, period: code, by, now }: { areaCode: string; period: string; by: string; now: Date },
): Promise<boolean> {
  const period = readPeriod(code);
  if (!period) throw new Error(`"${code}" is not a period such as 2026-11 or 2026-Q4.`);
  if (period.to >= vietnamDay(now))
    throw new Error(`The period ${code} ends on ${period.to}: it can be closed after that day.`);
  return inTransaction(sql, async (tx) => {
    await tx`lock table ledger, list_entries, reported_figures in share mode`;
    const rows = await tx`
      insert into closed_periods (area_code, period, closed_at, closed_by, simulated)
      select code, ${code}, ${now}, ${by}, simulated from areas where code = ${areaCode}
      on conflict do nothing returning 1`;
    return rows.length > 0;
  });
}
