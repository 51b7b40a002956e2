/** Where people stand in a flow now, and where they stopped. Counts only: no page about words needs a name. */
import type { Sql, Tx } from './client.ts';

/** A run that has not moved for so long counts as stopped where it stands. */
const STOPPED_AFTER_DAYS = 2;

export interface StepCount {
  flowId: string;
  step: string;
  /** Runs that stand here and have not ended. */
  standing: number;
  /** Of the runs that were last touched in the period: left here, ended without success or not moved for two days. */
  stopped: number;
}

/**
 * By flow and step of the flows named. `from` begins the period; `now` is its end and what "two days ago" is
 * counted from. Make-believe people are counted among themselves.
 */
export async function countSteps(
  sql: Sql | Tx,
  { from, now, simulated, flowIds }: { from: Date; now: Date; simulated: boolean; flowIds: readonly string[] },
): Promise<StepCount[]> {
  const quiet = new Date(now.getTime() - STOPPED_AFTER_DAYS * 86_400_000);
  return sql<StepCount[]>`
    with walked as (
      select r.flow_id, r.ended_at, r.outcome, last.step, last.at
      from runs r
      join lateral (
        select coalesce(t.step_to, t.step_from) as step, t.at from turns t
        where t.run_id = r.id and coalesce(t.step_to, t.step_from) is not null
        order by t.inbound_id desc limit 1) last on true
      where r.simulated = ${simulated} and r.flow_id = any (${[...flowIds]})
        and (r.ended_at is null or r.ended_at >= ${from})
    )
    select flow_id as "flowId", step,
      count(*) filter (where ended_at is null)::int as standing,
      count(*) filter (where at >= ${from} and (outcome = 'abandoned' or (ended_at is null and at < ${quiet})))::int as stopped
    from walked group by flow_id, step
    having count(*) filter (where ended_at is null) > 0
      or count(*) filter (where at >= ${from} and (outcome = 'abandoned' or (ended_at is null and at < ${quiet}))) > 0
    order by flow_id, step`;
}

/** How many are in the middle of each flow now. */
export async function countUnderWay(sql: Sql | Tx, simulated: boolean): Promise<Map<string, number>> {
  const rows = await sql<{ flow_id: string; count: number }[]>`
    select flow_id, count(*)::int as count from runs where ended_at is null and simulated = ${simulated} group by flow_id`;
  return new Map(rows.map(({ flow_id, count }) => [flow_id, count]));
}
