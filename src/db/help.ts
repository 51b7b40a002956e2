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
    }[]
  >`
    select h.id, h.contact_id, c.channel, c.simulated, c.locale, c.term, c.call_name, h.area_code, h.promised_at, h.taken_by,
           h.closed_at
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
      }
    : null;
}

export const takeHelp = (tx: Tx, id: string, helperId: string, now: Date) =>
  tx`update help_requests set taken_by = ${helperId}, taken_at = ${now} where id = ${id}`;

export const closeHelp = (tx: Tx, id: string, how: string, now: Date) =>
  tx`update help_requests set closed_at = ${now}, closed_how = ${how} where id = ${id}`;
