/** Reads what the store holds about one simulated person, for the inspector. Reading only. */
import type { Address } from '../bot/channel.ts';
import type { Sql } from '../db/client.ts';
import type { Delivery } from './frame.ts';

export interface PersonState {
  term: string | null;
  callName: string | null;
  areaName: string | null;
  memory: unknown;
  seenAt: string | null;
  nudgeAt: string | null;
  mutedAt: string | null;
  leftAt: string | null;
  leftReason: string | null;
  roles: { role: string; areaName: string; name: string }[];
}

/** Shown of the outbox: enough for the longest conversation on the page. */
const DELIVERIES = 200;

/** Null for a person the assistant has not met. */
export async function stateOf(sql: Sql, { channel, externalId }: Address): Promise<PersonState | null> {
  const [row] = await sql`
    select c.id, c.term, c.call_name, a.name as area_name, c.memory, c.seen_at, c.nudge_at, c.muted_at, c.left_at,
           c.left_reason
    from contacts c left join areas a on a.code = c.area_code
    where c.channel = ${channel} and c.external_id = ${externalId} and c.simulated`;
  if (!row) return null;
  const roles = await sql<PersonState['roles']>`
    select m.role, a.name as "areaName", m.name from memberships m join areas a on a.code = m.area_code
    where m.contact_id = ${row.id} and m.until is null order by m.id`;
  return {
    term: row.term,
    callName: row.call_name,
    areaName: row.area_name,
    memory: row.memory,
    seenAt: iso(row.seen_at),
    nudgeAt: iso(row.nudge_at),
    mutedAt: iso(row.muted_at),
    leftAt: iso(row.left_at),
    leftReason: row.left_reason,
    roles: [...roles],
  };
}

export async function deliveriesTo(sql: Sql, { channel, externalId }: Address): Promise<Delivery[]> {
  const rows = await sql`
    select o.cause, o.part, o.kind, o.state, o.attempts, o.reason, o.external_id, o.queued_at, o.not_before, o.sent_at
    from outbound o join contacts c on c.id = o.contact_id
    where c.channel = ${channel} and c.external_id = ${externalId} and c.simulated
    order by o.id desc limit ${DELIVERIES}`;
  return rows
    .map((row) => ({
      cause: row.cause,
      part: row.part,
      kind: row.kind,
      state: row.state,
      attempts: row.attempts,
      reason: row.reason,
      externalId: row.external_id,
      queuedAt: row.queued_at.toISOString(),
      notBefore: row.not_before.toISOString(),
      sentAt: iso(row.sent_at),
    }))
    .reverse();
}

/** When something next becomes due for any simulated person by itself; null when nothing is waiting. */
export async function nextDue(sql: Sql, now: Date): Promise<Date | null> {
  const [row] = await sql<{ due: Date | null }[]>`
    select least(
      (select min(nudge_at) from contacts where simulated and nudge_at > ${now}),
      (select min(not_before) from outbound where simulated and state = 'queued' and not_before > ${now})
    ) as due`;
  return row?.due ?? null;
}

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
