/**
 * The outbox's statements: whose turn it is, who may write a row's end, and what becomes of rows nobody answers for.
 *
 * A row is `queued`, then `sending` under somebody's fence and lease, then ends as `sent`, `failed`, `expired` or
 * `uncertain`; `cancelled` is written by those who queue. Back to `queued` it goes only by the fence's holder, and only
 * when the platform certainly did not take it. The same clock judges leases everywhere: the database's own, since the
 * application's may be wrong on one machine and jumps in demonstrations. `not_before`, `expires_at` and the times of
 * the ends are the application's.
 *
 * A plan made while the table was nearly empty is used until the statistics change, so the statements are worded to
 * leave no choice where a wrong one would read the whole table: scalar subqueries on a contact's open rows
 * (index `outbound_open`) and arrays of ids instead of `exists` and joins, and `is not distinct from` where `=` would
 * have a whole partial index read, which between two vacuums is full of rows long ended.
 */
import type { Address, ChannelName, OutboundMessage } from '../bot/channel.ts';
import type { Sql, Tx } from './client.ts';

/** `notify` on it wakes every sender that claims; see {@link announceQueued}. */
export const OUTBOX_CHANNEL = 'outbox';

/** `notify` on it names a contact (its id) who wants no announcements any more; see the trigger `contacts_opted_out`. */
export const OPTED_OUT_CHANNEL = 'opted_out';

/** Rows one {@link reap} takes at most, so that a large loss is worked off in short transactions. */
const REAPED_AT_ONCE = 500;

/** Why a row whose sender fell silent is `uncertain`. */
export const ANSWER_UNKNOWN = 'answer-unknown';
/** Why an announcement to somebody who asked for none failed. */
export const MUTED = 'muted';
/** Why a row of somebody who blocked or unfollowed us failed. */
export const CONTACT_LEFT = 'contact-left';

/** A row in state `sending`, as its holder needs it for the one call. */
export interface SendingRow {
  id: bigint;
  contactId: bigint;
  to: Address;
  simulated: boolean;
  message: OutboundMessage;
  /** 0 reply, 1 reminder or hand-over, 2 announcement. */
  urgency: number;
  /** Order within the chat. */
  position: bigint;
  notBefore: Date;
  expiresAt: Date | null;
  queuedAt: Date;
  /** Calls made for this row, the one to come included. */
  attempts: number;
  fence: bigint;
  broadcastId: bigint | null;
  /** By what the call before this one failed. */
  reason: string | null;
  /** Blocked or unfollowed us since the row was queued. */
  contactLeft: boolean;
  /** An announcement to somebody who has asked for none since it was queued. */
  contactMuted?: boolean;
}

/** What one transport can take: up to `room` rows that are due by `dueBy`. */
export interface Want {
  channel: ChannelName;
  simulated: boolean;
  /** False: replies. True: everything else. */
  bulk: boolean;
  room: number;
  dueBy: Date;
}

/** How a row's time in `sending` ended. */
export interface End {
  id: bigint;
  fence: bigint;
  state: 'sent' | 'failed' | 'expired' | 'uncertain' | 'queued';
  at: Date;
  /** False: the call never began, so it does not count as an attempt. */
  begun: boolean;
  reason?: string | undefined;
  /** The platform's id of the message. */
  externalId?: string | undefined;
  /** With `queued`: not before this; absent, as before. */
  notBefore?: Date | undefined;
  /** The address the platform now knows the contact by. */
  movedTo?: string | undefined;
  /** The contact had left when this call began: unless they wrote since, nothing more goes to them. */
  leftAt?: Date | undefined;
}

/** A row whose end has been written. */
export interface Ended {
  id: bigint;
  contactId: bigint;
  /** Id of the row that repeats it, when it is uncertain and was no repeat itself. */
  repeatId: bigint | null;
  /** The contact has another row that is due. */
  hasMore: boolean;
}

/** A fence above all earlier ones. */
export async function nextFence(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ fence: bigint }[]>`select nextval('outbound_fence') as fence`;
  return row!.fence;
}

/** Tells the senders of all processes, once the transaction commits, that rows were queued. */
export async function announceQueued(sql: Sql | Tx): Promise<void> {
  await sql`select pg_notify(${OUTBOX_CHANNEL}, '')`;
}

/**
 * Makes due rows `sending` under a new fence and counts the attempt. Only the first open row of a contact can be
 * claimed, and what is being sent comes first, so whoever claims it has the whole chat: nobody else can overtake. Within
 * a chat replies go before reminders, reminders before announcements, then by position. Rows that others are claiming
 * at this moment are passed over.
 */
export async function claim(sql: Sql, wants: readonly Want[], leaseMs: number): Promise<SendingRow[]> {
  const asked = wants.map(({ channel, simulated, bulk, room, dueBy }) => ({
    ...{ channel, simulated, room, due_by: dueBy },
    ...(bulk ? { lowest: 1, highest: 2 } : { lowest: 0, highest: 0 }),
  }));
  const rows = await sql<(Omit<SendingRow, 'to'> & Address)[]>`
    with due as (
      select o.id
      from jsonb_to_recordset(${sql.json(asked)})
        as want (channel text, simulated boolean, room int, due_by timestamptz, lowest int, highest int)
      cross join lateral (
        select o.id from outbound o
        where o.state = 'queued' and o.channel = want.channel and o.simulated = want.simulated
          and o.urgency between want.lowest and want.highest and o.not_before <= want.due_by
          and o.id = (select f.id from outbound f
                      where f.contact_id = o.contact_id and f.state in ('queued', 'sending')
                      order by f.state = 'sending' desc, f.urgency, coalesce(f.position, f.id), f.id limit 1)
        order by o.urgency, o.not_before, o.id limit want.room
        for update skip locked) o
    ),
    claimed as (
      update outbound set state = 'sending', fence = (select nextval('outbound_fence')), attempts = attempts + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
      where id = any (array(select id from due)) and state = 'queued'
      returning *
    )
    select o.id, o.contact_id as "contactId", o.channel, c.external_id as "externalId", o.simulated, o.body as message,
           o.urgency, coalesce(o.position, o.id) as position, o.not_before as "notBefore", o.expires_at as "expiresAt",
           o.queued_at as "queuedAt", o.attempts, o.fence, o.broadcast_id as "broadcastId", o.reason,
           c.left_at is not null and not (o.kind = 'template' and o.body ? 'phone') as "contactLeft",
           c.muted_at is not null and o.broadcast_id is not null as "contactMuted"
    from claimed o join contacts c on c.id = o.contact_id
    order by o.urgency, o.not_before, o.id`;
  return rows.map(({ channel, externalId, ...row }) => ({ ...row, to: { channel, externalId } }));
}

/**
 * Writes the ends of rows that are still ours: a row that another has claimed, reaped or ended since is left alone and
 * missing from the answer. Uncertain rows are repeated once. Contacts that left or moved are marked in the same
 * transaction, and everything still queued for those who left fails with them.
 */
export async function finish(sql: Sql, ends: readonly End[], now: Date): Promise<Ended[]> {
  if (!ends.some((end) => end.leftAt || end.movedTo)) return writeEnds(sql, ends, now);
  return sql.begin(async (tx) => {
    const ended = await writeEnds(tx, ends, now);
    const endOf = new Map(ends.map((end) => [end.id, end]));
    // In the order in which turns lock contacts, lest the two wait for each other.
    for (const { id, contactId } of ended.toSorted((one, other) => (one.contactId < other.contactId ? -1 : 1))) {
      const { movedTo, leftAt } = endOf.get(id)!;
      if (movedTo) await markMoved(tx, contactId, movedTo);
      if (leftAt) await markLeft(tx, contactId, leftAt);
    }
    return ended;
  });
}

async function writeEnds(sql: Sql | Tx, ends: readonly End[], now: Date): Promise<Ended[]> {
  const written = ends.map((end) => ({
    id: `${end.id}`,
    fence: `${end.fence}`,
    state: end.state,
    at: end.at,
    begun: end.begun,
    reason: end.reason ?? null,
    external_id: end.externalId ?? null,
    not_before: end.notBefore ?? null,
  }));
  const ended = await sql<Ended[]>`
    with ends as (
      select * from jsonb_to_recordset(${sql.json(written)}) as e (id bigint, fence bigint, state text,
        at timestamptz, begun boolean, reason text, external_id text, not_before timestamptz)
    ),
    ended as (
      update outbound o set state = e.state, reason = e.reason, lease_until = null,
        sent_at = case when e.state = 'sent' then e.at end,
        failed_at = case when e.state in ('failed', 'expired') then e.at end,
        external_id = coalesce(e.external_id, o.external_id),
        not_before = coalesce(e.not_before, o.not_before),
        attempts = o.attempts - case when e.begun then 0 else 1 end
      from ends e
      where o.id = e.id and o.id = any (array(select id from ends)) and o.fence = e.fence
        and o.state is not distinct from 'sending'
      returning o.*
    ),
    repeated as (${insertRepeats(sql, now)})
    select o.id, o.contact_id as "contactId", r.id as "repeatId",
           coalesce((select bool_or(q.state = 'queued' and q.not_before <= ${now}) from outbound q
                     where q.contact_id = o.contact_id and q.state in ('queued', 'sending')), false) as "hasMore"
    from ended o left join repeated r on r.repeat_of = o.id`;
  return [...ended];
}

/**
 * For a CTE after `ended`: one more row for each that ended uncertain, in its place in the chat. What was a repeat of an
 * uncertain row itself is not repeated again: three copies are worse than a gap that the report shows. Of an announcement
 * that must never arrive twice nothing is repeated; a person is asked.
 */
const insertRepeats = (sql: Sql | Tx, now: Date) => sql`
  insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, position, not_before, expires_at,
                        repeat_of, broadcast_id, queued_at, simulated)
  select contact_id, channel, 'repeat:' || id, part, kind, body, urgency, 'queued', coalesce(position, id), ${now},
         expires_at, id, broadcast_id, ${now}, simulated
  from ended o
  where state = 'uncertain'
    and coalesce((select f.state from outbound f where f.id = o.repeat_of), '') <> 'uncertain'
    and not coalesce((select b.never_twice from broadcasts b where b.id = o.broadcast_id), false)
  on conflict do nothing
  returning id, repeat_of`;

async function markMoved(tx: Tx, contactId: bigint, externalId: string): Promise<void> {
  await tx`
    update contacts c set external_id = ${externalId}
    where c.id = ${contactId} and not exists (
      select from contacts other where other.channel = c.channel and other.external_id = ${externalId})`;
}

/** Unless they wrote after the call began that told us so. */
async function markLeft(tx: Tx, contactId: bigint, leftAt: Date): Promise<void> {
  const marked = await tx`
    update contacts set left_at = ${leftAt}, left_reason = ${CONTACT_LEFT}
    where id = ${contactId} and seen_at <= ${leftAt} returning id`;
  if (marked.length === 0) return;
  await tx`
    update outbound set state = 'failed', failed_at = ${leftAt}, reason = ${CONTACT_LEFT}
    where contact_id = ${contactId} and state = 'queued'`;
}

/** Prolongs the leases of rows that are still ours and answers which. Rows whose end is being written are passed over. */
export async function extend(
  sql: Sql,
  rows: readonly { id: bigint; fence: bigint }[],
  leaseMs: number,
): Promise<bigint[]> {
  const held = rows.map(({ id, fence }) => ({ id: `${id}`, fence: `${fence}` }));
  const extended = await sql<{ id: bigint }[]>`
    update outbound set lease_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
    where state = 'sending' and id = any (array(
      select o.id from jsonb_to_recordset(${sql.json(held)}) as h (id bigint, fence bigint)
      join outbound o on o.id = h.id and o.fence = h.fence
      where o.state = 'sending' for update of o skip locked))
    returning id`;
  return extended.map(({ id }) => id);
}

/** A row whose sender fell silent. */
export interface Reaped {
  id: bigint;
  contactId: bigint;
  channel: ChannelName;
  simulated: boolean;
  urgency: number;
  broadcastId: bigint | null;
  queuedAt: Date;
  repeatId: bigint | null;
}

/**
 * Rows whose lease ran out become `uncertain`, since the call may have been made, and are repeated once. Several
 * processes may do this at the same time; each row is taken by one.
 */
export async function reap(sql: Sql, now: Date): Promise<Reaped[]> {
  const reaped = await sql<Reaped[]>`
    with ended as (
      update outbound set state = 'uncertain', reason = ${ANSWER_UNKNOWN}, lease_until = null
      where state = 'sending'
        and id = any (array(select id from outbound where state = 'sending' and lease_until < (select clock_timestamp())
                            order by lease_until limit ${REAPED_AT_ONCE} for update skip locked))
      returning *
    ),
    repeated as (${insertRepeats(sql, now)})
    select o.id, o.contact_id as "contactId", o.channel, o.simulated, o.urgency, o.broadcast_id as "broadcastId",
           o.queued_at as "queuedAt", r.id as "repeatId"
    from ended o left join repeated r on r.repeat_of = o.id`;
  return [...reaped];
}

/** The longest pause between two attempts is a quarter of an hour (`src/bot/verdict.ts`), unless a platform named its own. */
const LONGEST_PAUSE_MS = 16 * 60_000;

/**
 * Rows queued under a clock that ran ahead, by a process on another machine or by a demonstration's, are due at once
 * instead of when that time comes: nothing is ever meant to wait so long but what a platform itself has put off.
 */
export async function advanceMisdated(sql: Sql, now: Date): Promise<number> {
  const advanced = await sql`
    update outbound set not_before = ${now}
    where state = 'queued' and id = any (array(
      select id from outbound
      where state = 'queued' and not_before > ${new Date(now.getTime() + LONGEST_PAUSE_MS)}
        and reason is distinct from 'throttled'
      limit ${REAPED_AT_ONCE} for update skip locked))`;
  return advanced.count;
}

/**
 * The platform answers again: rows that wait because it did not are due at once, so that nobody sits out the rest of a
 * long pause.
 */
export async function hasten(sql: Sql, channel: ChannelName, simulated: boolean, now: Date): Promise<number> {
  const hastened = await sql`
    update outbound set not_before = ${now}
    where id = any (array(
      select id from outbound
      where state = 'queued' and channel = ${channel} and simulated = ${simulated} and reason = 'unavailable'
        and not_before > ${now}
      for update skip locked))`;
  return hastened.count;
}
