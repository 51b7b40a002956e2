/** Households and the chats of the people in them. */
import { randomBytes } from 'node:crypto';
import type { ChannelName } from '../bot/channel.ts';
import type { AreaFact, HouseholdFact, MemberFact } from '../bot/facts.ts';
import { below } from './areas.ts';
import type { Tx } from './client.ts';

/** Households shown to a desk at most; a hamlet has 100–400, and lists are paged. */
const LIST_LIMIT = 400;

export async function makeHousehold(
  tx: Tx,
  household: { code: string; areaCode: string; callName: string; near?: string; by: string; simulated: boolean },
  now: Date,
): Promise<string> {
  const token = randomBytes(6).toString('hex');
  await tx`
    insert into households (code, area_code, call_name, near, link_token, created_by, created_at, simulated)
    values (${household.code}, ${household.areaCode}, ${household.callName}, ${household.near ?? null}, ${token},
            ${household.by}, ${now}, ${household.simulated})`;
  return token;
}

export async function joinHousehold(tx: Tx, householdCode: string, contactId: string, now: Date): Promise<void> {
  await tx`
    insert into household_contacts (household_code, contact_id, since)
    values (${householdCode}, ${contactId}, ${now}) on conflict do nothing`;
}

export interface ReachableContact {
  id: string;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
}

/** The household's chats that can be written to now. */
export async function contactsOf(tx: Tx, householdCode: string): Promise<ReachableContact[]> {
  const rows = await tx<
    { id: bigint; channel: ChannelName; simulated: boolean; locale: string; term: string | null }[]
  >`
    select c.id, c.channel, c.simulated, c.locale, c.term
    from household_contacts h join contacts c on c.id = h.contact_id
    where h.household_code = ${householdCode} and c.left_at is null
    order by c.seen_at desc`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

interface HouseholdRow {
  code: string;
  area_code: string;
  area_name: string;
  call_name: string;
  link_token: string;
  number: number | null;
  near: string | null;
  members: MemberFact[] | null;
  reachable: number;
  finished: string[] | null;
}

const householdFields = (tx: Tx) => tx`
  h.code, h.area_code, a.name as area_name, h.call_name, h.link_token, h.number, h.near,
  (select jsonb_agg(jsonb_build_object('id', m.id::text, 'callName', m.call_name, 'term', m.term, 'ageBand', m.age_band,
     'role', m.role, 'hasSmartphone', m.has_smartphone,
     'contactId', case when not m.shares_chat then m.contact_id::text end) order by m.id)
   from household_members m where m.household_code = h.code and m.left_at is null) as members,
  (select count(*)::int from household_contacts m join contacts c on c.id = m.contact_id
   where m.household_code = h.code and c.left_at is null) as reachable,
  (select array_agg(distinct l.flow_id) from ledger l
   where l.subject_code in (
       select h.code union all select 'S-' || h.code union all
       select unnest(array['M' || k.id, 'P' || k.contact_id]) from household_members k
       where k.household_code = h.code and k.left_at is null)
     and l.entry = 'completion' and l.outcome = 'completed'
     and not exists (select 1 from ledger r where r.reverses = l.id)) as finished`;

/** Households below an area; those made last come first, because that is whom a volunteer stands with. */
export async function householdsBelow(tx: Tx, areaCode: string): Promise<HouseholdFact[]> {
  const rows = await tx<HouseholdRow[]>`
    select ${householdFields(tx)} from households h join areas a on a.code = h.area_code
    where h.area_code in (${below(tx, areaCode)}) and h.ended_at is null
    order by h.created_at desc, h.code limit ${LIST_LIMIT}`;
  return rows.map(toFact);
}

/** Households below an area by their numbers or codes (in lower case), however many there are in all. */
export async function householdsNamed(
  tx: Tx,
  areaCode: string,
  numbers: readonly number[],
  codes: readonly string[],
): Promise<HouseholdFact[]> {
  const rows = await tx<HouseholdRow[]>`
    select ${householdFields(tx)} from households h join areas a on a.code = h.area_code
    where h.area_code in (${below(tx, areaCode)}) and h.ended_at is null
      and (h.number = any (${[...numbers]}::int[]) or lower(h.code) = any (${[...codes]}))
    order by h.code limit ${LIST_LIMIT}`;
  return rows.map(toFact);
}

export async function householdByToken(tx: Tx, token: string): Promise<HouseholdFact | null> {
  const rows = await tx<HouseholdRow[]>`
    select ${householdFields(tx)} from households h join areas a on a.code = h.area_code where h.link_token = ${token}
      and h.ended_at is null`;
  return rows[0] ? toFact(rows[0]) : null;
}

const toFact = (row: HouseholdRow): HouseholdFact => ({
  code: row.code,
  areaCode: row.area_code,
  areaName: row.area_name,
  callName: row.call_name,
  reachable: row.reachable,
  linkToken: row.link_token,
  number: row.number,
  near: row.near,
  members: row.members ?? [],
  finished: row.finished ?? [],
});

/** Hamlets below an area, or the area itself when it has none. */
export async function hamletsBelow(tx: Tx, areaCode: string): Promise<AreaFact[]> {
  return tx<AreaFact[]>`
    select code, name from areas where code in (${below(tx, areaCode)}) and succeeded_by is null and (kind = 'hamlet' or code = ${areaCode})
      and (kind = 'hamlet' or not exists (select 1 from areas inner_area where inner_area.parent_code = ${areaCode}
        and inner_area.kind = 'hamlet'))
    order by code`;
}

/** What is done, by subject code, and which households have a stall. */
export interface DoneBy {
  flows: ReadonlyMap<string, string[]>;
  stalls: ReadonlySet<string>;
}

/** Flows done by each household, each stall and each member, by the codes under which the ledger knows them. */
export async function doneBy(tx: Tx, households: readonly HouseholdFact[]): Promise<DoneBy> {
  const codes = households.map(({ code }) => code);
  const rows = await tx<{ subject: string; flows: string[] }[]>`
    select l.subject_code as subject, array_agg(distinct l.flow_id order by l.flow_id) as flows
    from ledger l
    where l.subject_code in (
        select unnest(${codes}::text[]) union all select 'S-' || unnest(${codes}::text[]) union all
        select unnest(array['M' || m.id, 'P' || m.contact_id]) from household_members m
        where m.household_code = any (${codes}) and m.left_at is null)
      and l.entry = 'completion' and l.outcome = 'completed'
      and not exists (select 1 from ledger r where r.reverses = l.id)
    group by l.subject_code`;
  const stalls = await tx<{ code: string }[]>`
    select distinct household_code as code from stalls where household_code = any (${codes})`;
  return {
    flows: new Map(rows.map(({ subject, flows }) => [subject, flows])),
    stalls: new Set(stalls.map(({ code }) => code)),
  };
}
