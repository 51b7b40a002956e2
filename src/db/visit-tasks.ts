/** Visits an announcement has led to: whom volunteers drop in on, because no message reached them. */
import type { Sql, Tx } from './client.ts';

export interface VisitTask {
  id: string;
  /** How the person or household is called. */
  name: string | null;
  areaName: string | null;
  /** Reason code of the recipient, or `no-chat` for a household without one. */
  reason: string;
  /** Name of the volunteer who has taken it on. */
  takenBy: string | null;
  doneAt: Date | null;
  outcome: string | null;
}

/** Open ones first, by area and then by number. */
export async function listVisitTasks(
  sql: Sql | Tx,
  broadcastId: string,
  page: { most: number; offset: number },
): Promise<VisitTask[]> {
  const rows = await sql<(Omit<VisitTask, 'id'> & { id: bigint })[]>`
    select v.id, coalesce(nullif(concat_ws(' ', c.term, c.call_name), ''), h.call_name) as name, a.name as "areaName",
           v.reason, v.done_at as "doneAt", v.outcome,
           (select m.name from memberships m where m.contact_id = v.taken_by order by m.until is null desc, m.id desc limit 1)
             as "takenBy"
    from visit_tasks v
    left join contacts c on c.id = v.contact_id
    left join households h on h.code = v.household_code
    left join areas a on a.code = v.area_code
    where v.broadcast_id = ${broadcastId}
    order by v.done_at is not null, a.name, v.id limit ${page.most} offset ${page.offset}`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}
