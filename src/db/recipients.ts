/**
 * Whom an announcement goes to: the plan (one row per person), portions of it on their way into the outbox, and what became
 * of each. States: `planned` → `queued` → one end; back to `planned` only by a pause, quiet hours or somebody who wants it
 * tried again.
 */
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import { vietnamDay } from '../clock.ts';
import type { Broadcast } from './broadcasts.ts';
import type { Sql, Tx } from './client.ts';
import { isOpenAtHome, type Shut } from './open-hours.ts';
import type { SendingRow } from './outbox.ts';
import { hasNoChat, isMeant, personKey, type ReachTerms, reach, type Unreachable, type Way } from './reach.ts';
import type { Lease } from './turns.ts';

// ── the plan ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** People planned in one statement: a tenth of a second each, so that nothing else waits for long. */
const PLANNED_AT_ONCE = 10_000;

/**
 * The next part of the plan: one row per person, once and for all. Goes through the audience by id, so that nothing is held
 * in memory, a crash loses no more than the part under way, and any worker can go on. True when the plan is whole.
 */
export async function planPart(
  tx: Tx,
  broadcast: Pick<Broadcast, 'id' | 'audience' | 'simulated'>,
  after: bigint,
  now: Date,
): Promise<{ last: bigint; isWhole: boolean }> {
  const [part] = await tx<{ last: bigint | null; meant: number }[]>`
    with part as (
      select c.id, c.channel, ${personKey(tx)} as person from contacts c
      where ${isMeant(tx, broadcast.audience, broadcast.simulated, now)} and c.id > ${after}
      order by c.id limit ${PLANNED_AT_ONCE}
    ),
    planned as (
      insert into broadcast_recipients (broadcast_id, contact_id, channel, person_key, state)
      select ${broadcast.id}, id, channel, person::text, 'planned' from part order by id
      on conflict do nothing
    )
    select max(id) as last, count(*)::int as meant from part`;
  const last = part?.last ?? after;
  const isWhole = (part?.meant ?? 0) < PLANNED_AT_ONCE;
  await tx`
    update broadcasts set plan_after = ${last}, planned_at = ${isWhole ? now : null} where id = ${broadcast.id}`;
  return { last, isWhole };
}

/** Households without a chat get a visit instead. */
export async function planHouseholdVisits(tx: Tx, broadcast: Broadcast, now: Date): Promise<number> {
  const rows = await tx`
    insert into visit_tasks (area_code, household_code, broadcast_id, reason, created_at, simulated)
    select h.area_code, h.code, ${broadcast.id}, 'no-chat', ${now}, ${broadcast.simulated}
    from households h where ${hasNoChat(tx, broadcast.audience.area, broadcast.simulated)}
    on conflict do nothing`;
  return rows.count;
}

/** Reasons after which a volunteer's visit is the way: not those who asked to be left in peace, nor what was called off. */
const WORTH_A_VISIT = [
  ...['contact-left', 'closed-window', 'paid-window', 'over-budget', 'outside-window', 'no-account', 'expired'],
  ...['three-this-week', 'rejected', 'unsupported', 'template-refused', 'lost-answer', 'answer-unknown', 'too-late'],
];

/** "Chưa tới được" becomes tasks. Of an urgent warning those who want no announcements are told at the door. */
export async function planVisits(tx: Sql | Tx, broadcast: Broadcast, now: Date): Promise<number> {
  const reasons = [...WORTH_A_VISIT, ...(broadcast.kind === 'urgent' ? ['muted'] : [])];
  const rows = await tx`
    insert into visit_tasks (area_code, contact_id, household_code, broadcast_id, reason, created_at, simulated)
    select c.area_code, c.id, null, ${broadcast.id}, r.reason, ${now}, ${broadcast.simulated}
    from broadcast_recipients r join contacts c on c.id = r.contact_id
    where r.broadcast_id = ${broadcast.id} and r.state in ('failed', 'expired', 'uncertain')
      and r.reason = any (${reasons}) and c.area_code is not null
    on conflict do nothing`;
  return rows.count;
}

/** Those reached after all need no visit. */
export async function dropVisits(tx: Sql | Tx, id: string, now: Date): Promise<void> {
  await tx`
    update visit_tasks v set done_at = ${now}, outcome = 'reached-by-message'
    from broadcast_recipients r
    where v.broadcast_id = ${id} and v.done_at is null and v.taken_by is null
      and r.broadcast_id = ${id} and r.contact_id = v.contact_id and r.state = 'sent'`;
}

// ── under way ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The outbox rows of a recipient that count; on Zalo a picture goes ahead of the words as a row of its own. */
export const countingRow = (tx: Sql | Tx) => tx`
  o.broadcast_id = r.broadcast_id and o.contact_id = coalesce(r.via_contact_id, r.contact_id)
  and not (o.channel = 'zalo' and o.kind = 'picture')`;

/**
 * Takes back what waits in the outbox; only messages in the middle of being sent still arrive. To `planned` when it goes on
 * later, to `cancelled` for good. Also what a sender has put back since is found by the next call.
 */
export async function takeBack(tx: Tx, id: string, to: 'planned' | 'cancelled'): Promise<number> {
  const [back] = await tx<{ people: number; refund: number }[]>`
    with waiting as (
      select r.ctid as place, r.cost_vnd, coalesce(r.via_contact_id, r.contact_id) as via
      from broadcast_recipients r where r.broadcast_id = ${id} and r.state = 'queued'
    ),
    taken as (
      update outbound set state = 'cancelled', reason = 'stopped'
      where id = any (array(
        select q.id from waiting w cross join lateral (
          select o.id from outbound o
          where o.broadcast_id = ${id} and o.contact_id = w.via and o.state = 'queued' for update) q))
        and state = 'queued'
      returning contact_id, kind, channel
    ),
    counting as (
      select * from waiting
      where via = any (array(select contact_id from taken where not (channel = 'zalo' and kind = 'picture')))
    ),
    unprompted as (
      update contacts set prompted_on = null where id = any (array(select via from counting))
    ),
    put_back as (
      update broadcast_recipients
      set state = ${to}, reason = ${to === 'cancelled' ? 'stopped' : null}, way = null, via_contact_id = null, cost_vnd = 0
      where ctid = any (array(select place from counting))
    )
    select count(*)::int as people, coalesce(sum(cost_vnd), 0)::int as refund from counting`;
  const { people, refund } = back!;
  if (refund > 0) await tx`update broadcasts set spent_vnd = spent_vnd - ${refund} where id = ${id}`;
  return people;
}

/** Ends for good everybody whose turn has not come. */
export async function cancelPlanned(tx: Tx, id: string): Promise<void> {
  await tx`
    update broadcast_recipients set state = 'cancelled', reason = 'stopped' where broadcast_id = ${id} and state = 'planned'`;
}

/** Reasons for which trying again is of no use: they do not want it. */
const NOT_AGAIN = ['muted'];

/** Plans again those it failed for, and nobody else. Answers how many. */
export async function planFailedAgain(tx: Tx, id: string): Promise<number> {
  const rows = await tx`
    update broadcast_recipients
    set state = 'planned', reason = null, way = null, via_contact_id = null, cost_vnd = 0, failed_at = null
    where broadcast_id = ${id} and state in ('failed', 'expired') and reason <> all (${NOT_AGAIN})`;
  return rows.count;
}

/** A person has decided: those it is uncertain for get it once more, though they may have had it today. */
export async function planUncertainAgain(tx: Tx, id: string): Promise<number> {
  const rows = await tx`
    with again as (
      update broadcast_recipients r set state = 'planned', reason = null, cost_vnd = 0
      where broadcast_id = ${id} and state = 'uncertain' returning contact_id, coalesce(via_contact_id, contact_id) as via
    )
    update contacts c set prompted_on = null from again a where c.id = a.via returning 1`;
  return rows.count;
}

/**
 * For the rest of the transaction: statements are planned for the tables as they are. A plan kept from when they were nearly
 * empty walks through all of them for each person, until statistics are gathered; planning anew costs a millisecond.
 */
export const planAnew = async (tx: Tx): Promise<void> => {
  await tx`set local plan_cache_mode = force_custom_plan`;
};

// ── portions ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** One person whose turn it is: the way found for them now, or why there is none. */
export interface Planned {
  contactId: bigint;
  reason: Unreachable | null;
  way: Way | null;
  via: bigint;
  /** Of `via`, as its platform knows it. */
  externalId: string;
  locale: string;
  /** Sealed; there only when a template may go to their number. */
  phone: Buffer | null;
  paceAt: Date | null;
}

/**
 * The next people of the plan who live on this channel, but for those at whose homes it is `shut`. Their chats are locked in
 * the order turns lock them, so that a stop is either seen here or finds the message in the outbox.
 */
export async function nextPortion(
  tx: Tx,
  broadcast: Pick<Broadcast, 'id' | 'audience'>,
  channel: ChannelName,
  terms: ReachTerms,
  { most, shut }: { most: number; shut: Shut | null },
  now: Date,
): Promise<Planned[]> {
  const locked = await tx<{ id: bigint }[]>`
    select c.id from contacts c
    where c.id = any (array(
      select r.contact_id from broadcast_recipients r
      where r.broadcast_id = ${broadcast.id} and r.state = 'planned' and r.channel = ${channel}
        ${shut ? tx`and ${isOpenAtHome(tx, shut)}` : tx``}
      order by r.contact_id limit ${most}))
    order by c.id for no key update`;
  if (locked.length === 0) return [];
  const rows = await tx<Planned[]>`
    select c.id as "contactId", r.reason, case when r.reason is null then r.way end as way, r.via, r.locale, r.phone,
           r.pace_at as "paceAt", (select v.external_id from contacts v where v.id = r.via) as "externalId"
    from contacts c ${reach(tx, terms, broadcast.audience.channels ?? null, now)}
    where c.id = any (${locked.map(({ id }) => String(id))}::bigint[]) order by c.id`;
  return [...rows];
}

/** After replies and reminders. */
const URGENCY = 2;

export interface Ready {
  contactId: string;
  via: string;
  externalId: string;
  way: Way;
  channel: ChannelName;
  costVnd: number;
  /** Indices into the bodies, in order. */
  parts: { body: number; notBefore: Date }[];
  paceAt: Date;
}

/**
 * Picks the rows `r` of the people in `w`, by the array first: a join alone lets a wrong guess about how many rows there are
 * turn into a walk through all of them. Nobody else changes an announcement's rows while we hold its lock.
 */
const rowsOf = (tx: Tx, id: string) => tx`
  r.broadcast_id = ${id} and r.contact_id = w.contact_id and r.contact_id = any (array(select contact_id from w))`;

/**
 * Puts one portion into the outbox and says in the plan which way each of them goes. A message is `sending` under this
 * lease at once when nothing else to that chat is open and its pace allows it now; otherwise it queues. Answers those that
 * are `sending`, for the lease's holder to send once this has committed.
 */
export async function enqueue(
  tx: Tx,
  broadcast: Pick<Broadcast, 'id' | 'simulated'>,
  ready: readonly Ready[],
  bodies: readonly OutboundMessage[],
  lease: Lease,
  expiresAt: Date,
  now: Date,
): Promise<SendingRow[]> {
  if (ready.length === 0) return [];
  const messages = ready.flatMap(({ via, channel, externalId, parts }) =>
    parts.map(({ body, notBefore }, part) => ({ via, channel, externalId, body, not_before: notBefore, part })),
  );
  const rows = messages.map(({ externalId: _, ...message }, order) => ({ ...message, order }));
  // Ids are drawn in this order, so the answer is in that of `messages`.
  const storing = tx<{ id: bigint; state: string }[]>`
    insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, attempts, fence, lease_until,
      not_before, expires_at, broadcast_id, queued_at, simulated)
    select w.via, w.channel, ${`broadcast:${broadcast.id}`}, w.part + w.before, b.body ->> 'kind', b.body, ${URGENCY},
           case when w.begins then 'sending' else 'queued' end, case when w.begins then 1 else 0 end,
           case when w.begins then ${String(lease.fence)}::bigint end,
           case when w.begins then clock_timestamp() + ${lease.ms} * interval '1 millisecond' end,
           w.not_before, ${expiresAt}, ${broadcast.id}, ${now}, ${broadcast.simulated}
    from (
      select w.*,
        (select count(*) from outbound o where o.broadcast_id = ${broadcast.id} and o.contact_id = w.via) as before,
        w.not_before <= ${now} and (
          select count(*) from outbound o where o.contact_id = w.via and o.state in ('queued', 'sending')) = 0 as begins
      from jsonb_to_recordset(${tx.json(rows as never)})
        as w(via bigint, channel text, body int, not_before timestamptz, "order" int, part int)) w
    join jsonb_array_elements(${tx.json(bodies as never)}) with ordinality as b(body, number) on b.number = w.body + 1
    order by w."order"
    returning id, state`;
  const [stored] = await Promise.all([storing, markQueued(tx, broadcast.id, ready, now)]);
  return messages.flatMap(({ via, channel, externalId, body, not_before }, order) => {
    const { id, state } = stored[order]!;
    if (state !== 'sending') return [];
    return {
      ...{ id, contactId: BigInt(via), to: { channel, externalId }, simulated: broadcast.simulated },
      ...{ message: bodies[body]!, urgency: URGENCY, position: id, notBefore: not_before, expiresAt, queuedAt: now },
      ...{ attempts: 1, fence: lease.fence, broadcastId: BigInt(broadcast.id), reason: null, contactLeft: false },
    };
  });
}

async function markQueued(tx: Tx, id: string, ready: readonly Ready[], now: Date): Promise<void> {
  const people = ready.map(({ contactId, via, way, costVnd, paceAt }) => ({
    contact_id: contactId,
    via_contact_id: via === contactId ? null : via,
    via,
    way,
    cost_vnd: costVnd,
    pace_at: paceAt,
  }));
  await tx`
    with w as (
      select * from jsonb_to_recordset(${tx.json(people as never)})
        as w(contact_id bigint, via_contact_id bigint, via bigint, way text, cost_vnd int, pace_at timestamptz)
    ),
    prompted as (
      update contacts c set prompted_on = ${vietnamDay(now)}::date, pace_at = w.pace_at from w where c.id = w.via
    )
    update broadcast_recipients r
    set state = 'queued', way = w.way, via_contact_id = w.via_contact_id, cost_vnd = w.cost_vnd
    from w where ${rowsOf(tx, id)}`;
  const cost = ready.reduce((sum, { costVnd }) => sum + costVnd, 0);
  if (cost > 0) await tx`update broadcasts set spent_vnd = spent_vnd + ${cost} where id = ${id}`;
}

/** Ends without a message, each with its reason. */
export async function endWithout(
  tx: Tx,
  id: string,
  lost: readonly { contact_id: string; reason: string }[],
  now: Date,
): Promise<void> {
  if (lost.length === 0) return;
  await tx`
    with w as (select * from jsonb_to_recordset(${tx.json(lost as never)}) as w(contact_id bigint, reason text))
    update broadcast_recipients r set state = 'failed', reason = w.reason, failed_at = ${now}
    from w where ${rowsOf(tx, id)}`;
}

/** By channel: all, and those whose turn has not come. */
export async function plannedByChannel(
  tx: Tx,
  id: string,
): Promise<Record<ChannelName, { total: number; waiting: number }>> {
  const rows = await tx<{ channel: ChannelName; total: number; waiting: number }[]>`
    select channel, count(*)::int as total, count(*) filter (where state = 'planned')::int as waiting
    from broadcast_recipients where broadcast_id = ${id} group by 1`;
  const of = (channel: ChannelName) => rows.find((row) => row.channel === channel) ?? { total: 0, waiting: 0 };
  return { telegram: of('telegram'), zalo: of('zalo') };
}

/** Whether anybody's turn is still to come, or their message still on its way. */
export async function isUnderWay(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx<{ is_under_way: boolean }[]>`
    select exists (select from broadcast_recipients where broadcast_id = ${id} and state = 'planned')
      or exists (select from broadcast_recipients where broadcast_id = ${id} and state = 'queued') as is_under_way`;
  return row!.is_under_way;
}

/** At most so many ends are brought over in one statement. */
const COLLECTED_AT_ONCE = 2_000;

/**
 * Brings the ends of outbox rows over into the plan. What was not sent has cost no money, and has not been the day's one
 * message. An uncertain
 * message that is being repeated has not ended. Answers people by reason, of those who ended without it.
 */
export async function collect(tx: Tx, id: string): Promise<{ people: number; reasons: Record<string, number> }> {
  const reasons: Record<string, number> = {};
  for (let people = 0; ; ) {
    const part = await collectPart(tx, id, reasons);
    people += part;
    if (part < COLLECTED_AT_ONCE) return { people, reasons };
  }
}

async function collectPart(tx: Tx, id: string, reasons: Record<string, number>): Promise<number> {
  const ended = await tx<{ state: string; reason: string | null; refund: number }[]>`
    with ended as (
      select r.ctid as place, o.contact_id as via, o.state, o.reason, o.sent_at, o.failed_at, o.queued_at, r.cost_vnd,
             (select sum(t.attempts)::int from outbound t
              where t.broadcast_id = r.broadcast_id and t.contact_id = coalesce(r.via_contact_id, r.contact_id)) as attempts
      from broadcast_recipients r
      cross join lateral (select o.* from outbound o where ${countingRow(tx)} order by o.id desc limit 1) o
      where r.broadcast_id = ${id} and r.state = 'queued' and o.state not in ('queued', 'sending')
      limit ${COLLECTED_AT_ONCE}
    ),
    unprompted as (
      update contacts c set prompted_on = null from ended e
      where c.id = e.via and e.state not in ('sent', 'uncertain')
    )
    update broadcast_recipients r
    set state = case when e.state = 'cancelled' and e.reason = 'muted' then 'failed' else e.state end,
        reason = case when e.state = 'sent' then null else coalesce(e.reason, 'other') end,
        sent_at = case when e.state = 'sent' then e.sent_at end,
        failed_at = case when e.state in ('failed', 'expired', 'cancelled') then coalesce(e.failed_at, e.queued_at) end,
        attempts = e.attempts,
        cost_vnd = case when e.state in ('sent', 'uncertain') then r.cost_vnd else 0 end
    from ended e where r.ctid = e.place
    returning e.state, e.reason, e.cost_vnd - r.cost_vnd as refund`;
  for (const { state, reason } of ended) {
    if (state !== 'sent') reasons[reason ?? 'other'] = (reasons[reason ?? 'other'] ?? 0) + 1;
  }
  const refund = ended.reduce((sum, one) => sum + one.refund, 0);
  if (refund > 0) await tx`update broadcasts set spent_vnd = spent_vnd - ${refund} where id = ${id}`;
  return ended.length;
}
