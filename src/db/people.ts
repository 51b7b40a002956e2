/** What is held about one person, in one place: for "dữ liệu của tôi", the officials' page and the file. */
import type { Sql, Tx } from './client.ts';

export interface PersonData {
  /** Every chat of the person: the platform, since when, last used. No platform id: the person knows their own. */
  chats: { channel: string; since: Date; seenAt: Date; muted: boolean; left: boolean }[];
  term: string | null;
  callName: string | null;
  areaName: string | null;
  /** Whether a phone number is kept; the number itself is sealed. */
  hasPhone: boolean;
  households: { code: string; number: number | null; callName: string; areaName: string }[];
  /** People who use the same chat. */
  members: { callName: string; term: string | null }[];
  consents: { purpose: string; version: string; how: string; givenAt: Date; withdrawnAt: Date | null }[];
  runs: { flowId: string; startedAt: Date; endedAt: Date | null; outcome: string | null }[];
  completions: { id: string; flowId: string; outcome: string; howKnown: string; occurredAt: Date; reversed: boolean }[];
  helpRequests: { reason: string; askedAt: Date; closedAt: Date | null }[];
  stalls: { code: string; name: string; accountLast4: string | null }[];
  roles: { role: string; areaName: string; since: Date; until: Date | null }[];
  /** Texts of the person that are still kept, newest first; secrets were taken out before they were stored. */
  heard: { text: string; at: Date }[];
  /** Messages to the person whose words are still kept. */
  messagesKept: number;
}

/** Texts read back at most; there are rarely so many before retention takes them. */
const HEARD_LIMIT = 2_000;

/** Everything held about the person this contact is, on all their channels. Null: no such contact, or erased. */
export async function personData(sql: Sql | Tx, contactId: string): Promise<PersonData | null> {
  const contacts = await sql<
    {
      id: bigint;
      channel: string;
      since: Date;
      seen_at: Date;
      muted: boolean;
      left: boolean;
      term: string | null;
      call_name: string | null;
      area_name: string | null;
      has_phone: boolean;
    }[]
  >`
    select o.id, o.channel, o.created_at as since, o.seen_at, o.muted_at is not null as muted, o.left_at is not null as left,
      o.term, o.call_name, a.name as area_name, o.phone_sealed is not null as has_phone
    from contacts c join contacts o on o.id = c.id or o.person_id = c.person_id left join areas a on a.code = o.area_code
    where c.id = ${contactId} and not starts_with(o.external_id, 'erased:') order by (o.id = c.id) desc, o.id`;
  const [own] = contacts;
  if (!own) return null;
  const ids = contacts.map(({ id }) => String(id));
  const members = await sql<{ id: bigint; call_name: string; term: string | null }[]>`
    select id, call_name, term from household_members
    where contact_id = any (${ids}::bigint[]) and left_at is null order by id`;
  const households = await sql<PersonData['households']>`
    select distinct h.code, h.number, h.call_name as "callName", a.name as "areaName"
    from household_contacts m join households h on h.code = m.household_code join areas a on a.code = h.area_code
    where m.contact_id = any (${ids}::bigint[]) order by h.code`;
  const subjects = [...ids.flatMap((id) => [`P${id}`, `S-P${id}`]), ...members.map(({ id }) => `M${id}`)];
  const [kept] = await sql<{ count: number }[]>`
    select count(*)::int as count from outbound
    where contact_id = any (${ids}::bigint[]) and coalesce(body ->> 'text', body ->> 'caption', '') <> ''`;
  return {
    chats: contacts.map(({ channel, since, seen_at, muted, left }) => ({
      channel,
      since,
      seenAt: seen_at,
      muted,
      left,
    })),
    term: own.term,
    callName: own.call_name,
    areaName: own.area_name,
    hasPhone: contacts.some(({ has_phone }) => has_phone),
    households: [...households],
    members: members.map(({ call_name, term }) => ({ callName: call_name, term })),
    consents: await sql`
      select purpose, text_version as version, how, given_at as "givenAt", withdrawn_at as "withdrawnAt" from consents
      where (subject_kind = 'contact' and subject_code = any (${ids}))
        or (subject_kind = 'household' and subject_code = any (${households.map(({ code }) => code)}))
        or (subject_kind = 'stall' and subject_code in (select code from stalls where contact_id = any (${ids}::bigint[])))
      order by given_at`,
    runs: await sql`
      select flow_id as "flowId", started_at as "startedAt", ended_at as "endedAt", outcome from runs
      where contact_id = any (${ids}::bigint[]) order by started_at`,
    completions: await sql`
      select l.id::text, l.flow_id as "flowId", l.outcome, l.how_known as "howKnown", l.occurred_at as "occurredAt",
        exists (select 1 from ledger r where r.reverses = l.id) as reversed
      from ledger l where l.subject_code = any (${subjects}) and l.entry = 'completion' order by l.occurred_at`,
    helpRequests: await sql`
      select reason, asked_at as "askedAt", closed_at as "closedAt" from help_requests
      where contact_id = any (${ids}::bigint[]) order by asked_at`,
    stalls: await sql`
      select code, name, account_last4 as "accountLast4" from stalls where contact_id = any (${ids}::bigint[])`,
    roles: await sql`
      select m.role, a.name as "areaName", m.since, m.until from memberships m join areas a on a.code = m.area_code
      where m.contact_id = any (${ids}::bigint[]) order by m.since`,
    heard: await sql`
      select heard as text, at from turns where contact_id = any (${ids}::bigint[]) and heard is not null
      order by inbound_id desc limit ${HEARD_LIMIT}`,
    messagesKept: kept?.count ?? 0,
  };
}
