/**
 * Whom an announcement is for and which way each of them can be reached at this moment. The same words of SQL serve the
 * count, the sample, the plan and the last look before a message is queued, so that they cannot disagree. One person with
 * several chats is one: the best of their chats is taken (docs/decisions/0017).
 */
import type { ChannelName } from '../bot/channel.ts';
import type { AudienceQuery } from '../broadcast/audience.ts';
import { vietnamDay } from '../clock.ts';
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

/** How a person gets it, best first. The last three cost money. */
export const WAYS = ['telegram', 'zalo-free', 'zalo-paid', 'template-user', 'template-phone'] as const;
export type Way = (typeof WAYS)[number];

/** The channel a message goes out on this way. */
export const channelOf = (way: Way): ChannelName => (way === 'telegram' ? 'telegram' : 'zalo');

/** Free of charge so long after the person's last act at Zalo, without a count since 2026-01-01 … */
export const FREE_WINDOW_MS = 48 * 3_600_000;
/** … and billed until this; afterwards Zalo refuses with -230 and only templates arrive. */
export const OPEN_WINDOW_MS = 7 * 86_400_000;
/** Announcements to one person within seven days (NĐ 91/2020 is about advertising; we keep the discipline for all). */
export const WEEKLY_MOST = 3;

const DAY_MS = 86_400_000;
/** Not moved for so long: stuck. */
const STUCK_MS = DAY_MS;

export interface ReachTerms {
  /** Paid ways that may be used: price known, template approved. */
  paid: readonly Way[];
  /** Urgent warnings and corrections do not count messages a day or a week. */
  isExempt: boolean;
}

/** Why somebody gets nothing. */
export type Unreachable =
  | 'muted'
  | 'prompted-today'
  | 'three-this-week'
  | 'contact-left'
  | 'paid-window'
  | 'closed-window'
  | 'over-budget';

type Fragment = ReturnType<typeof below>;

// ── who ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Conditions on contact `c` that make it one of the audience. Somebody who was erased is nobody's audience. */
export function isMeant(tx: Sql | Tx, query: AudienceQuery, simulated: boolean, now: Date): Fragment {
  const { area, roles, languages = null, channels = null, flow, list, reachedBy } = query;
  return tx`
    c.simulated = ${simulated} and c.left_reason is distinct from 'erased'
    and ${reachedBy === undefined ? livesIn(tx, area) : wasReached(tx, reachedBy)}
    and (${languages}::text[] is null or c.locale = any (${languages}::text[]))
    and (${channels}::text[] is null or c.channel = any (${channels}::text[]))
    ${roles ? tx`and ${hasRole(tx, roles)}` : tx``}
    ${flow ? tx`and ${standsAt(tx, flow, now)}` : tx``}
    ${list === undefined ? tx`` : tx`and ${isOnList(tx, list, now)}`}`;
}

/** At home there or below, or with a stall there: a market has sellers, not inhabitants. */
const livesIn = (tx: Sql | Tx, area: string): Fragment => tx`
  c.id in (
    select id from contacts where area_code in (${below(tx, area)})
    union select contact_id from stalls where contact_id is not null and place_code in (${below(tx, area)})
    union select h.contact_id from stalls s join household_contacts h on h.household_code = s.household_code
          where s.place_code in (${below(tx, area)}))`;

/** Also those whose message is on its way at this moment or has ended a moment ago. */
const wasReached = (tx: Sql | Tx, broadcastId: string): Fragment => tx`
  c.id in (
    select r.contact_id from broadcast_recipients r
    where r.broadcast_id = ${broadcastId} and (r.state in ('sent', 'uncertain') or (r.state = 'queued' and exists (
      select from outbound o where o.broadcast_id = r.broadcast_id
        and o.contact_id = coalesce(r.via_contact_id, r.contact_id) and o.state in ('sending', 'sent', 'uncertain')))))`;

const hasRole = (tx: Sql | Tx, roles: readonly string[]): Fragment => tx`(
  exists (select from memberships m where m.contact_id = c.id and m.until is null and m.role = any (${[...roles]}))
  or (${roles.includes('citizen')} and not exists (
    select from memberships m where m.contact_id = c.id and m.until is null)))`;

function standsAt(tx: Sql | Tx, { id, state, step }: NonNullable<AudienceQuery['flow']>, now: Date): Fragment {
  switch (state) {
    case 'finished':
      return tx`c.id in (${finishers(tx, id)})`;
    case 'not-finished':
      return tx`c.id not in (${finishers(tx, id)})`;
    case 'under-way':
      return tx`exists (${placesIn(tx, id)})`;
    case 'stuck':
      return tx`exists (${placesIn(tx, id)}
        and (place ->> 'lastAt')::timestamptz <= ${new Date(now.getTime() - STUCK_MS)}
        and (${step ?? null}::text is null or place #>> '{state,step}' = ${step ?? null}))`;
  }
}

/** The active run and those on the shelf, as far as they are in this flow. */
const placesIn = (tx: Sql | Tx, flowId: string): Fragment => tx`
  select from jsonb_array_elements(
    jsonb_build_array(c.memory -> 'run') || coalesce(c.memory -> 'shelf', '[]')) as place
  where place #>> '{state,flowId}' = ${flowId} and place #>> '{state,step}' is not null`;

/** Contacts for whom, whose household or whose stall a completion stands in the ledger. Never null. */
const finishers = (tx: Sql | Tx, flowId: string): Fragment => tx`
  with stands as (
    select l.subject_kind, l.subject_code from ledger l
    where l.flow_id = ${flowId} and l.entry = 'completion' and l.outcome = 'completed'
      and not exists (select from ledger r where r.reverses = l.id)
  )
  select substring(subject_code from '[0-9]{1,18}$')::bigint from stands
  where (subject_kind = 'person' and subject_code ~ '^[0-9]{1,18}$')
     or (subject_kind = 'stall' and subject_code ~ '^S-[0-9]{1,18}$')
  union
  select h.contact_id from stands s join household_contacts h on h.household_code = s.subject_code
  union
  select t.contact_id from stands s join stalls t on t.code = s.subject_code where t.contact_id is not null`;

/**
 * Who is on a list today. An entry's code is that of a household or stall of the register, or its details name the
 * household; the chats are those of the household's people.
 */
const isOnList = (tx: Sql | Tx, list: string, now: Date): Fragment => tx`
  c.id in (
    with entries as (
      select coalesce(e.details ->> 'household', e.code) as code from list_entries e
      where e.list = ${list} and e.removed_at is null and (e.until is null or e.until >= ${vietnamDay(now)}::date)
    )
    select h.contact_id from entries e join household_contacts h on h.household_code = e.code
    union
    select s.contact_id from entries e join stalls s on s.code = e.code where s.contact_id is not null)`;

/** Whether anybody was ever on a list of this name. */
export async function isList(tx: Sql | Tx, list: string): Promise<boolean> {
  const [row] = await tx`select 1 from list_entries where list = ${list} and removed_at is null limit 1`;
  return row !== undefined;
}

/** Names of the lists on which somebody of this area or below stands. */
export async function listsOf(tx: Sql | Tx, area: string, simulated: boolean): Promise<string[]> {
  const rows = await tx<{ list: string }[]>`
    select distinct list from list_entries
    where area_code in (${below(tx, area)}) and removed_at is null and simulated = ${simulated} order by list`;
  return rows.map(({ list }) => list);
}

// ── which way ──────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Beside contact `c`, one row `r`: `reason` it gets nothing, else `way`, the chat `via` it goes through, that chat's
 * `via_channel`, `locale` and sealed `phone`. Looks at all chats of the person; a stop on one of them is a stop.
 */
export function reach(
  tx: Sql | Tx,
  { paid, isExempt }: ReachTerms,
  channels: readonly string[] | null,
  now: Date,
): Fragment {
  const may = (way: Way) => paid.includes(way);
  const freeFrom = new Date(now.getTime() - FREE_WINDOW_MS);
  const openFrom = new Date(now.getTime() - OPEN_WINDOW_MS);
  return tx`
    cross join lateral (
      select
        case when bool_or(k.muted_at is not null) then 'muted'
             when not ${isExempt}::boolean and bool_or(k.prompted_on = ${vietnamDay(now)}::date) then 'prompted-today'
             when not ${isExempt}::boolean and sum(k.lately) >= ${WEEKLY_MOST} then 'three-this-week'
             when min(k.rank) is not null then null
             when bool_and(k.left_at is not null) then 'contact-left'
             when bool_or(k.channel = 'zalo' and k.left_at is null and k.seen_at >= ${openFrom}) then 'paid-window'
             else 'closed-window' end as reason,
        (array_agg(k.id order by k.rank nulls last))[1] as via,
        (array_agg(k.channel order by k.rank nulls last))[1] as via_channel,
        (array_agg(k.locale order by k.rank nulls last))[1] as locale,
        (array_agg(k.phone order by k.rank nulls last))[1] as phone,
        (array_agg(k.pace_at order by k.rank nulls last))[1] as pace_at,
        (${[...WAYS]}::text[])[min(k.rank)] as way
      from (
        select chat.id, chat.channel, chat.locale, chat.left_at, chat.muted_at, chat.prompted_on, chat.seen_at,
               chat.phone_sealed as phone, chat.pace_at,
               case when ${isExempt}::boolean then 0 else (
                 select count(*) from broadcast_recipients w
                 where w.contact_id = chat.id and w.sent_at > ${new Date(now.getTime() - 7 * DAY_MS)}) end as lately,
               case when ${channels ? [...channels] : null}::text[] is not null
                      and chat.channel <> all (${channels ? [...channels] : null}::text[]) then null
                    when chat.left_at is null and chat.channel = 'telegram' then 1
                    when chat.left_at is null and chat.seen_at >= ${freeFrom} then 2
                    when chat.left_at is null and chat.seen_at >= ${openFrom} and ${may('zalo-paid')} then 3
                    when chat.left_at is null and chat.channel = 'zalo' and ${may('template-user')} then 4
                    when ${may('template-phone')} and chat.phone_sealed is not null and exists (
                      select from consents g where g.subject_kind = 'contact' and g.subject_code = chat.id::text
                        and g.purpose = 'announcements' and g.withdrawn_at is null) then 5 end as rank
        from (
          select c.id, c.channel, c.locale, c.left_at, c.muted_at, c.prompted_on, c.seen_at, c.phone_sealed, c.pace_at
          union all
          select o.id, o.channel, o.locale, o.left_at, o.muted_at, o.prompted_on, o.seen_at, o.phone_sealed, o.pace_at
          from contacts o where c.person_id is not null and o.person_id = c.person_id and o.id <> c.id
            and o.simulated = c.simulated) chat) k
    ) r`;
}

/** The same for all chats of one person. */
export const personKey = (tx: Sql | Tx): Fragment => tx`coalesce(c.person_id, c.id)`;

/** People reached in another channel than the one by which they were chosen. */
export interface Elsewhere {
  from: ChannelName;
  to: ChannelName;
  people: number;
}

/** Added up by the pair of channels, most people first. */
export function elsewhereIn(reached: readonly Elsewhere[]): Elsewhere[] {
  const sums = new Map<string, Elsewhere>();
  for (const { from, to, people } of reached) {
    if (from === to || people === 0) continue;
    const before = sums.get(`${from} ${to}`)?.people ?? 0;
    sums.set(`${from} ${to}`, { from, to, people: before + people });
  }
  return [...sums.values()].toSorted((one, other) => other.people - one.people);
}

// ── counts and a sample ────────────────────────────────────────────────────────────────────────────────────────────

export interface ReachCount {
  /** Of the chat by which they are one of the audience; they may be reached in another one of the same person. */
  own: ChannelName;
  way: Way | null;
  reason: Unreachable | null;
  people: number;
}

/** How many people go which way, and how many do not and why. */
export async function countReach(
  tx: Sql | Tx,
  query: AudienceQuery,
  terms: ReachTerms,
  simulated: boolean,
  now: Date,
): Promise<ReachCount[]> {
  const rows = await tx<ReachCount[]>`
    select c.channel as own, case when r.reason is null then r.way end as way, r.reason, count(*)::int as people
    from (select distinct on (${personKey(tx)}) c.* from contacts c where ${isMeant(tx, query, simulated, now)}
          order by ${personKey(tx)}, c.id) c
    ${reach(tx, terms, query.channels ?? null, now)}
    group by 1, 2, 3 order by 1, 2, 3`;
  return [...rows];
}

/** One of the audience as the sample shows them: how they are called and where they live, nothing more. */
export interface SamplePerson {
  term: string | null;
  callName: string | null;
  areaName: string | null;
  channel: ChannelName;
  way: Way | null;
  reason: Unreachable | null;
}

/** Ten of them, the same ten while the audience stays the same. */
export async function sampleReach(
  tx: Sql | Tx,
  query: AudienceQuery,
  terms: ReachTerms,
  simulated: boolean,
  now: Date,
  most = 10,
): Promise<SamplePerson[]> {
  const rows = await tx<SamplePerson[]>`
    select c.term, c.call_name as "callName", a.name as "areaName", c.channel,
           case when r.reason is null then r.way end as way, r.reason
    from (select distinct on (${personKey(tx)}) c.* from contacts c where ${isMeant(tx, query, simulated, now)}
          order by ${personKey(tx)}, c.id) c
    left join areas a on a.code = c.area_code
    ${reach(tx, terms, query.channels ?? null, now)}
    order by md5(c.id::text) limit ${most}`;
  return [...rows];
}

/** Households of an area without any chat that could be written to: nobody but a visitor reaches them. */
export async function householdsWithoutChat(tx: Sql | Tx, area: string, simulated: boolean): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from households h where ${hasNoChat(tx, area, simulated)}`;
  return row?.count ?? 0;
}

export const hasNoChat = (tx: Sql | Tx, area: string, simulated: boolean): Fragment => tx`
  h.simulated = ${simulated} and h.ended_at is null and h.area_code in (${below(tx, area)})
  and not exists (select from household_contacts m join contacts k on k.id = m.contact_id
                  where m.household_code = h.code and k.left_at is null)`;
