/**
 * Talks through the assistant. Both contacts carry the talk's id (`contacts.relay_id`), which a turn reads with the contact
 * itself; only a turn of somebody who is in a talk asks for more.
 */
import type { ChannelName } from '../bot/channel.ts';
import type { RelayFact } from '../bot/facts.ts';
import type { Tx } from './client.ts';

/** A talk nobody says anything in ends by itself after this. */
export const QUIET_MS = 2 * 3_600_000;

interface RelayRow {
  id: bigint;
  request_id: bigint;
  citizen_id: bigint;
  helper_id: bigint;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
  call_name: string | null;
  other_id: bigint;
  helper_name: string | null;
}

/** The talk a contact is in, seen from their side; null when it has ended. */
export async function relayOf(tx: Tx, relayId: string, contactId: string): Promise<RelayFact | null> {
  const [row] = await tx<RelayRow[]>`
    select r.id, r.request_id, r.citizen_id, r.helper_id, c.id as other_id, c.channel, c.simulated, c.locale, c.term, c.call_name,
      (select m.name from memberships m where m.contact_id = r.helper_id order by m.until nulls first, m.id limit 1) as helper_name
    from relays r
    join contacts c on c.id = case when r.citizen_id = ${contactId} then r.helper_id else r.citizen_id end
    where r.id = ${relayId} and r.closed_at is null and ${contactId}::bigint in (r.citizen_id, r.helper_id)`;
  if (!row) return null;
  return {
    id: String(row.id),
    requestId: String(row.request_id),
    side: String(row.citizen_id) === contactId ? 'citizen' : 'helper',
    other: { id: String(row.other_id), channel: row.channel, simulated: row.simulated },
    otherLocale: row.locale,
    otherTerm: row.term,
    otherCallName: row.call_name,
    helperName: row.helper_name ?? '',
  };
}

/** Opens a talk about a request, ending whatever talk either of the two was in. */
export async function openRelay(
  tx: Tx,
  relay: { requestId: string; citizenId: string; helperId: string },
  now: Date,
): Promise<string> {
  const people = [relay.citizenId, relay.helperId];
  const old = await tx<{ relay_id: bigint }[]>`
    select relay_id from contacts where id = any (${people}::bigint[]) and relay_id is not null`;
  for (const { relay_id } of old) await closeRelay(tx, String(relay_id), 'another', now);
  const [row] = await tx<{ id: bigint }[]>`
    insert into relays (request_id, citizen_id, helper_id, opened_at, last_at)
    values (${relay.requestId}, ${relay.citizenId}, ${relay.helperId}, ${now}, ${now}) returning id`;
  await tx`
    update contacts set relay_id = ${row?.id ?? null}, nudge_at = case when id = ${relay.citizenId} then null else nudge_at end
    where id = any (${people}::bigint[])`;
  return String(row?.id);
}

export const touchRelay = (tx: Tx, id: string, now: Date) => tx`update relays set last_at = ${now} where id = ${id}`;

export async function closeRelay(tx: Tx, id: string, how: string, now: Date): Promise<boolean> {
  await tx`update contacts set relay_id = null where relay_id = ${id}`;
  const rows = await tx`
    update relays set closed_at = ${now}, closed_how = ${how} where id = ${id} and closed_at is null returning 1`;
  return rows.length > 0;
}

export interface QuietRelay {
  id: string;
  citizenId: string;
  helperId: string;
}

export async function quietRelays(tx: Tx, now: Date, limit: number): Promise<QuietRelay[]> {
  const rows = await tx<{ id: bigint; citizen_id: bigint; helper_id: bigint }[]>`
    select id, citizen_id, helper_id from relays
    where closed_at is null and last_at <= ${new Date(now.getTime() - QUIET_MS)}
    order by last_at limit ${limit} for update skip locked`;
  return rows.map((row) => ({
    id: String(row.id),
    citizenId: String(row.citizen_id),
    helperId: String(row.helper_id),
  }));
}
