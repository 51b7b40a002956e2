/** Requests for a person: opened, taken, passed on, closed. */

import type { ChannelName } from '../bot/channel.ts';
import type { HelpReason } from '../bot/turn.ts';
import type { Tx } from './client.ts';

export interface HelpRequest {
  id: string;
  contactId: string;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
  callName: string | null;
  areaCode: string | null;
  promisedAt: Date;
  takenBy: string | null;
  closedAt: Date | null;
  urgent: boolean;
  flowId: string | null;
  step: string | null;
  askedAt: Date;
  offeredTo: string | null;
  /** Everybody who was asked and did not take it. */
  tried: string[];
}

/** Opens a request unless one is open already; the one that is open is returned with `isNew` false. */
export async function openHelp(
  tx: Tx,
  request: {
    contactId: string;
    areaCode: string | null;
    reason: HelpReason;
    urgent: boolean;
    flowId: string | null;
    step: string | null;
    promisedAt: Date;
  },
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const [open] = await tx<{ id: bigint; urgent: boolean }[]>`
    select id, urgent from help_requests where contact_id = ${request.contactId} and closed_at is null
    order by id desc limit 1`;
  if (open && (open.urgent || !request.urgent)) return { id: String(open.id), isNew: false };
  const [row] = await tx<{ id: bigint }[]>`
    insert into help_requests (contact_id, area_code, reason, urgent, flow_id, step, asked_at, promised_at)
    values (${request.contactId}, ${request.areaCode}, ${request.reason}, ${request.urgent}, ${request.flowId},
            ${request.step}, ${now}, ${request.promisedAt}) returning id`;
  return { id: String(row?.id), isNew: true };
}

/** Locks a request and tells whose it is; null when there is none with this id. */
export async function lockHelp(tx: Tx, id: string): Promise<HelpRequest | null> {
  const [row] = await tx<
    {
      id: bigint;
      contact_id: bigint;
      channel: ChannelName;
      simulated: boolean;
      locale: string;
      term: string | null;
      call_name: string | null;
      area_code: string | null;
      promised_at: Date;
      taken_by: bigint | null;
      closed_at: Date | null;
      urgent: boolean;
      flow_id: string | null;
      step: string | null;
      asked_at: Date;
      offered_to: bigint | null;
      tried: bigint[];
    }[]
  >`
    select h.id, h.contact_id, c.channel, c.simulated, c.locale, c.term, c.call_name, h.area_code, h.promised_at, h.taken_by,
           h.closed_at, h.urgent, h.flow_id, h.step, h.asked_at, h.offered_to, h.tried
    from help_requests h join contacts c on c.id = h.contact_id where h.id = ${id} for update of h`;
  return row
    ? {
        id: String(row.id),
        contactId: String(row.contact_id),
        channel: row.channel,
        simulated: row.simulated,
        locale: row.locale,
        term: row.term,
        callName: row.call_name,
        areaCode: row.area_code,
        promisedAt: row.promised_at,
        takenBy: row.taken_by === null ? null : String(row.taken_by),
        closedAt: row.closed_at,
        urgent: row.urgent,
        flowId: row.flow_id,
        step: row.step,
        askedAt: row.asked_at,
        offeredTo: row.offered_to === null ? null : String(row.offered_to),
        tried: row.tried.map(String),
      }
    : null;
}

export const takeHelp = (tx: Tx, id: string, helperId: string, now: Date) =>
  tx`update help_requests set taken_by = ${helperId}, taken_at = ${now}, escalate_at = null where id = ${id}`;

/** Asks this helper, until `escalateAt`; whoever was asked before has had their turn. */
export const offerHelp = (
  tx: Tx,
  id: string,
  offer: { helperId: string; escalateAt: Date | null; promisedAt: Date },
) => tx`
  update help_requests set
    tried = case when offered_to is null or offered_to = any (tried) then tried else array_append(tried, offered_to) end,
    offered_to = ${offer.helperId}, escalate_at = ${offer.escalateAt}, promised_at = ${offer.promisedAt},
    taken_by = null, taken_at = null
  where id = ${id}`;

/** Nobody is left to be asked. */
export const exhaustHelp = (tx: Tx, id: string) => tx`
  update help_requests set
    tried = case when offered_to is null or offered_to = any (tried) then tried else array_append(tried, offered_to) end,
    offered_to = null, escalate_at = null, taken_by = null, taken_at = null
  where id = ${id}`;

/** Requests whose helper did not answer in time, locked for whoever asks. */
export async function dueEscalations(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx<{ id: bigint }[]>`
    select id from help_requests where closed_at is null and escalate_at <= ${now} and taken_by is null
    order by escalate_at limit ${limit} for update skip locked`;
  return rows.map(({ id }) => String(id));
}

/** Taken requests whose promise has passed by `graceMs` and that nobody has asked about yet. */
export async function brokenPromises(tx: Tx, now: Date, graceMs: number, limit: number): Promise<string[]> {
  const rows = await tx<{ id: bigint }[]>`
    select id from help_requests
    where closed_at is null and taken_by is not null and chased_at is null
      and promised_at <= ${new Date(now.getTime() - graceMs)}
    order by promised_at limit ${limit} for update skip locked`;
  return rows.map(({ id }) => String(id));
}

export const noteChased = (tx: Tx, id: string, now: Date) =>
  tx`update help_requests set chased_at = ${now} where id = ${id}`;

export const closeHelp = (tx: Tx, id: string, how: string, now: Date) =>
  tx`update help_requests set closed_at = ${now}, closed_how = ${how} where id = ${id}`;
