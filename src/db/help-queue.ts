/** Open requests for a person as officials see them, and whoever has stopped somewhere. No phone numbers. */
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

export interface HelpCounts {
  /** Nobody has taken them. */
  waiting: number;
  taken: number;
  /** Past the promised time, taken or not. */
  overdue: number;
}

interface Where {
  areaCode: string;
  simulated: boolean;
  now: Date;
}

const openBelow = (sql: Sql | Tx, { areaCode, simulated }: Where) => sql`
  h.closed_at is null and c.simulated = ${simulated} and coalesce(h.area_code, c.area_code) in (${below(sql, areaCode)})`;

export async function countHelp(sql: Sql | Tx, where: Where): Promise<HelpCounts> {
  const [row] = await sql<HelpCounts[]>`
    select count(*) filter (where h.taken_by is null)::int as waiting,
      count(*) filter (where h.taken_by is not null)::int as taken,
      count(*) filter (where h.promised_at < ${where.now})::int as overdue
    from help_requests h join contacts c on c.id = h.contact_id where ${openBelow(sql, where)}`;
  return row ?? { waiting: 0, taken: 0, overdue: 0 };
}

export interface QueuedHelp {
  id: string;
  contactId: string;
  term: string | null;
  callName: string | null;
  areaName: string;
  reason: 'asked' | 'stuck' | 'suspected-scam' | 'erase-data';
  urgent: boolean;
  flowId: string | null;
  step: string | null;
  askedAt: Date;
  promisedAt: Date;
  /** Who has it, or who is being asked; null: nobody. */
  helper: string | null;
  isTaken: boolean;
}

/** Most urgent first, then by the promised time; `flow` keeps those about one flow. */
export async function helpQueue(
  sql: Sql | Tx,
  where: Where,
  { flow = null, limit, offset = 0 }: { flow?: string | null; limit: number; offset?: number },
): Promise<QueuedHelp[]> {
  return sql<QueuedHelp[]>`
    select h.id::text, h.contact_id::text as "contactId", c.term, c.call_name as "callName", coalesce(a.name, '') as "areaName",
      h.reason, h.urgent, h.flow_id as "flowId", h.step, h.asked_at as "askedAt", h.promised_at as "promisedAt",
      h.taken_by is not null as "isTaken", helper.name as helper
    from help_requests h join contacts c on c.id = h.contact_id
    left join areas a on a.code = coalesce(h.area_code, c.area_code)
    left join lateral (
      select m.name from memberships m where m.contact_id = coalesce(h.taken_by, h.offered_to)
      order by m.until nulls first, m.id limit 1) helper on true
    where ${openBelow(sql, where)} and (${flow}::text is null or h.flow_id = ${flow})
    order by h.urgent desc, h.promised_at, h.id limit ${limit} offset ${offset}`;
}

/** Flows open requests are about, for choosing one. */
export async function flowsAskedAbout(sql: Sql | Tx, where: Where): Promise<string[]> {
  const rows = await sql<{ flow: string }[]>`
    select distinct h.flow_id as flow from help_requests h join contacts c on c.id = h.contact_id
    where ${openBelow(sql, where)} and h.flow_id is not null order by 1`;
  return rows.map(({ flow }) => flow);
}

/** Where a request is, or null when there is none of this world; whoever lives nowhere known is `''`. */
export async function areaOfHelp(sql: Sql | Tx, id: string, simulated: boolean): Promise<string | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [row] = await sql<{ area: string | null }[]>`
    select coalesce(h.area_code, c.area_code) as area from help_requests h join contacts c on c.id = h.contact_id
    where h.id = ${id} and c.simulated = ${simulated}`;
  return row ? (row.area ?? '') : null;
}

export interface HelpSeen extends QueuedHelp {
  closedAt: Date | null;
  closedHow: string | null;
  areaCode: string | null;
  channel: 'telegram' | 'zalo';
}

export async function seeHelp(sql: Sql | Tx, id: string): Promise<HelpSeen | null> {
  const [row] = await sql<HelpSeen[]>`
    select h.id::text, h.contact_id::text as "contactId", c.term, c.call_name as "callName", coalesce(a.name, '') as "areaName",
      coalesce(h.area_code, c.area_code) as "areaCode", c.channel, h.reason, h.urgent, h.flow_id as "flowId", h.step,
      h.asked_at as "askedAt", h.promised_at as "promisedAt", h.taken_by is not null as "isTaken", helper.name as helper,
      h.closed_at as "closedAt", h.closed_how as "closedHow"
    from help_requests h join contacts c on c.id = h.contact_id
    left join areas a on a.code = coalesce(h.area_code, c.area_code)
    left join lateral (
      select m.name from memberships m where m.contact_id = coalesce(h.taken_by, h.offered_to)
      order by m.until nulls first, m.id limit 1) helper on true
    where h.id = ${id}`;
  return row ?? null;
}

export interface SeenTurn {
  at: Date;
  /** What they wrote, as kept; null: a press, a picture, or not kept. */
  heard: string | null;
  understood: string;
  stepFrom: string | null;
  stepTo: string | null;
}

/** The last turns of a conversation, oldest first. */
export async function lastTurns(sql: Sql | Tx, contactId: string, limit: number): Promise<SeenTurn[]> {
  const rows = await sql<SeenTurn[]>`
    select at, heard, understood, step_from as "stepFrom", step_to as "stepTo" from turns
    where contact_id = ${contactId} order by inbound_id desc limit ${limit}`;
  return rows.toReversed();
}

export interface Stuck {
  contactId: string;
  areaCode: string;
  areaName: string;
  term: string | null;
  callName: string | null;
  flowId: string;
  flowVersion: number;
  step: string | null;
  since: Date;
  misses: number;
  helpId: string | null;
}

/** Whose step has not moved for a day, longest first. */
export async function stuckPeople(sql: Sql | Tx, { areaCode, simulated, now }: Where, limit: number): Promise<Stuck[]> {
  return sql<Stuck[]>`
    select contact_id::text as "contactId", area_code as "areaCode", area_name as "areaName", term, call_name as "callName",
      flow_id as "flowId", flow_version as "flowVersion", step, since, misses, help_id::text as "helpId"
    from stuck_people(${areaCode}, ${now}, ${simulated}) limit ${limit}`;
}
