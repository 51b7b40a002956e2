/**
 * The hot path's two statements. `admit` dedupes, locks and reads everything a decision needs; `store` writes all that
 * was decided. Both work on many people's events at once (docs/decisions/0003): one round trip whatever their number.
 *
 * A plan is made once and kept. The planner takes any input for 100 rows and would rather read the whole of a small table
 * than look 100 times into an index, also when the input is one row and the table has grown. So both find contacts by
 * means that leave it no choice: scalar and lateral subqueries, and arrays of ids.
 */
import type { ChannelName, InboundEvent, OutboundMessage } from '../bot/channel.ts';
import type { Memory } from '../bot/memory.ts';
import type { Membership, Person } from '../bot/person.ts';
import type { Tx } from './client.ts';

export interface Arrival {
  event: InboundEvent;
  simulated: boolean;
}

export interface Admitted {
  /** Index into the arrivals. */
  index: number;
  inboundId: string;
  person: Person;
}

interface AdmittedRow {
  index: number;
  inbound_id: bigint | null;
  id: bigint | null;
  channel: ChannelName;
  external_id: string;
  simulated: boolean;
  locale: string;
  term: string | null;
  call_name: string | null;
  area_code: string | null;
  memory: Memory;
  seen_at: Date;
  left_at: Date | null;
  muted_at: Date | null;
  pace_at: Date | null;
  person_id: bigint | null;
  relay_id: bigint | null;
  memberships: Membership[] | null;
  live_buttons: string | null;
}

/**
 * Inserts the events' keys, locks their contacts in one order (so that two processes never wait for each other in a
 * circle; `no key`, so that a message of somebody else's turn to the contact does not have to wait) and returns those that are new. A duplicate yields nothing. At most one event per contact in one call.
 */
export async function admit(tx: Tx, arrivals: Arrival[], now: Date): Promise<Admitted[]> {
  const input = arrivals.map(({ event, simulated }, index) => ({
    index,
    channel: event.from.channel,
    external_id: event.from.externalId,
    key: event.key,
    kind: event.what.kind,
    occurred_at: event.occurredAt,
    simulated,
  }));
  const rows = await admitKnown(tx, input, now);
  const strangers = input.filter(({ index }) => !rows.some((row) => row.index === index));
  if (strangers.length > 0) {
    await tx`
      insert into contacts (channel, external_id, simulated, created_at, seen_at)
      select channel, external_id, simulated, ${now}, ${now}
      from jsonb_to_recordset(${tx.json(strangers)}) as s(channel text, external_id text, simulated boolean)
      order by channel, external_id
      on conflict (channel, external_id) do nothing`;
    rows.push(...(await admitKnown(tx, strangers, now)));
  }
  return rows.flatMap((row) => (row.inbound_id === null ? [] : [toAdmitted(row)]));
}

type Input = {
  index: number;
  channel: string;
  external_id: string;
  key: string;
  kind: string;
  occurred_at: Date;
  simulated: boolean;
};

const admitKnown = (tx: Tx, input: Input[], now: Date): Promise<AdmittedRow[]> => tx<AdmittedRow[]>`
  with input as (
    select i.*, (select id from contacts c where c.channel = i.channel and c.external_id = i.external_id) as contact_id
    from jsonb_to_recordset(${tx.json(input)})
      as i(index int, channel text, external_id text, key text, kind text, occurred_at timestamptz)
    order by contact_id
  ),
  people as (
    select i.index, i.key, i.kind, i.occurred_at, c.*
    from input i cross join lateral (select * from contacts where id = i.contact_id for no key update) c
  ),
  fresh as (
    insert into inbound (channel, key, contact_id, kind, occurred_at, received_at)
    select channel, key, id, kind, occurred_at, ${now} from people
    on conflict (channel, key) do nothing
    returning id, contact_id
  )
  select p.index, f.id as inbound_id, p.id, p.channel, p.external_id, p.simulated, p.locale, p.term, p.call_name,
         p.area_code, p.memory, p.seen_at, p.left_at, p.muted_at, p.pace_at,
         p.person_id, p.relay_id,
         (select jsonb_agg(jsonb_build_object('role', m.role, 'areaCode', m.area_code, 'areaName', a.name, 'name', m.name))
          from memberships m join areas a on a.code = m.area_code
          where m.contact_id = p.id and m.until is null) as memberships,
         case when p.channel = 'telegram' and p.kind <> 'press' then (
           select o.external_id from outbound o
           where o.contact_id = p.id and o.state = 'sent' and o.body ? 'buttons'
           order by o.id desc limit 1) end as live_buttons
  from people p left join fresh f on f.contact_id = p.id
  order by p.index`;

const toAdmitted = (row: AdmittedRow): Admitted => ({
  index: row.index,
  inboundId: String(row.inbound_id),
  person: {
    id: String(row.id),
    channel: row.channel,
    externalId: row.external_id,
    simulated: row.simulated,
    locale: row.locale,
    term: row.term,
    callName: row.call_name,
    areaCode: row.area_code,
    memory: row.memory,
    seenAt: row.seen_at,
    leftAt: row.left_at,
    mutedAt: row.muted_at,
    paceAt: row.pace_at,
    personId: row.person_id === null ? null : String(row.person_id),
    relayId: row.relay_id === null ? null : String(row.relay_id),
    memberships: row.memberships ?? [],
    liveButtons: row.live_buttons,
  },
});

/** A contact's row after its turn. */
export interface ContactWrite {
  id: string;
  memory: Memory;
  term: string | null;
  call_name: string | null;
  locale: string;
  area_code: string | null;
  seen_at: Date;
  left_at: Date | null;
  left_reason: string | null;
  muted_at: Date | null;
  /** Absent: leave the reminder as it is. */
  nudge_at: Date | null;
  keep_nudge: boolean;
  pace_at: Date | null;
}

export interface TurnWrite {
  inbound_id: string;
  contact_id: string;
  run_id: string | null;
  seq: number | null;
  heard: string | null;
  understood: string;
  step_from: string | null;
  step_to: string | null;
}

export interface OutboundWrite {
  contact_id: string;
  channel: ChannelName;
  cause: string;
  part: number;
  kind: OutboundMessage['kind'];
  body: OutboundMessage;
  urgency: 0 | 1 | 2;
  not_before: Date;
  expires_at: Date | null;
  broadcast_id: string | null;
  simulated: boolean;
  /** May this process send it at once? Only messages to the turn's own, locked contact. */
  mine: boolean;
}

export interface StoredOutbound {
  id: string;
  contact_id: string;
  cause: string;
  part: number;
  state: 'queued' | 'sending';
}

/** Our sender's claim on what it is about to send. Its length is counted by the database's clock. */
export interface Lease {
  fence: bigint;
  ms: number;
}

/**
 * Writes contacts, turns and outgoing messages. A message becomes `sending` under our lease when no older reply to that
 * contact is still open and its pace allows it now; otherwise it queues and the sender finds it in order. (An aggregate
 * instead of `exists`: the planner would turn that into one scan over every open row.) What we ourselves are sending
 * keeps its order in our lanes, so it does not make the next one wait for its mark.
 */
export async function store(
  tx: Tx,
  writes: { contacts: ContactWrite[]; turns: TurnWrite[]; outbound: OutboundWrite[] },
  lease: Lease,
  now: Date,
): Promise<StoredOutbound[]> {
  const rows = await tx<{ id: bigint; contact_id: bigint; cause: string; part: number; state: 'queued' | 'sending' }[]>`
    with decided as (
      select *
      from jsonb_to_recordset(${tx.json(writes.contacts as never)}) as w(
        id bigint, memory jsonb, term text, call_name text, locale text, area_code text, seen_at timestamptz,
        left_at timestamptz, left_reason text, muted_at timestamptz, nudge_at timestamptz, keep_nudge boolean,
        pace_at timestamptz)
    ),
    people as (
      update contacts c set memory = w.memory, term = w.term, call_name = w.call_name, locale = w.locale,
        area_code = w.area_code, seen_at = w.seen_at, left_at = w.left_at,
        left_reason = case when w.left_at is null then null else coalesce(w.left_reason, c.left_reason) end,
        muted_at = w.muted_at, nudge_at = case when w.keep_nudge then c.nudge_at else w.nudge_at end, pace_at = w.pace_at
      from decided w
      where c.id = w.id and c.id = any (array(select id from decided))
    ),
    history as (
      insert into turns (inbound_id, contact_id, run_id, seq, heard, understood, step_from, step_to, at)
      select inbound_id, contact_id, run_id, seq, heard, understood, step_from, step_to, ${now}
      from jsonb_to_recordset(${tx.json(writes.turns as never)}) as t(
        inbound_id bigint, contact_id bigint, run_id bigint, seq int, heard text, understood text, step_from text,
        step_to text)
    )
    insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, attempts, fence, lease_until,
      not_before, expires_at, broadcast_id, queued_at, simulated)
    select contact_id, channel, cause, part, kind, body, urgency,
           case when begins then 'sending' else 'queued' end, case when begins then 1 else 0 end,
           case when begins then ${String(lease.fence)}::bigint end,
           case when begins then clock_timestamp() + ${lease.ms} * interval '1 millisecond' end,
           not_before, expires_at, broadcast_id, ${now}, simulated
    from (
      select o.*, o.mine and o.not_before <= ${now} and (
          select count(*) from outbound open where open.contact_id = o.contact_id
            and ((open.state = 'sending' and open.fence is distinct from ${String(lease.fence)}::bigint)
              or (open.state = 'queued' and open.urgency = 0))) = 0 as begins
      from jsonb_to_recordset(${tx.json(writes.outbound as never)}) as o(
        contact_id bigint, channel text, cause text, part int, kind text, body jsonb, urgency smallint,
        not_before timestamptz, expires_at timestamptz, broadcast_id bigint, simulated boolean, mine boolean)
      order by o.contact_id, o.cause, o.part) ready
    on conflict (contact_id, cause, part) do nothing
    returning id, contact_id, cause, part, state`;
  return rows.map((row) => ({ ...row, id: String(row.id), contact_id: String(row.contact_id) }));
}
