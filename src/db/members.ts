/** Who lives in a household, and what becomes of households: merged, moved, visited. The ledger is never touched. */
import type { MemberFact } from '../bot/facts.ts';
import { above } from './areas.ts';
import type { Tx } from './client.ts';

export interface NewMember {
  /** Null for somebody who only shares a phone with a person of no household. */
  householdCode: string | null;
  callName: string;
  term: string | null;
  ageBand?: MemberFact['ageBand'];
  role?: MemberFact['role'];
  hasSmartphone?: boolean | null;
  /** Somebody else's chat, which they use too. */
  sharesChatOf?: string;
  addedBy: string;
}

/** Adds somebody to a household; the same name and kinship word twice is the same person. Returns their id. */
export async function addMember(tx: Tx, member: NewMember, now: Date): Promise<string> {
  const [known] = await tx<{ id: bigint }[]>`
    select id from household_members
    where household_code is not distinct from ${member.householdCode} and left_at is null
      and lower(call_name) = lower(${member.callName}) and term is not distinct from ${member.term}
      and (${member.householdCode}::text is not null or contact_id is not distinct from ${member.sharesChatOf ?? null})`;
  if (known) return String(known.id);
  const [row] = await tx<{ id: bigint }[]>`
    insert into household_members (household_code, call_name, term, age_band, role, has_smartphone, contact_id, shares_chat,
      added_by, added_at)
    values (${member.householdCode}, ${member.callName}, ${member.term}, ${member.ageBand ?? null}, ${member.role ?? null},
      ${member.hasSmartphone ?? null}, ${member.sharesChatOf ?? null}, ${member.sharesChatOf !== undefined},
      ${member.addedBy}, ${now})
    returning id`;
  return String(row?.id);
}

/**
 * Somebody of a household has a chat of their own now: the one member of that name whom nobody is tied to. What was
 * recorded for them at the doorstep and what they do themselves is about one person from then on.
 */
export async function linkMember(tx: Tx, contactId: string, callName: string, now: Date): Promise<void> {
  const rows = await tx<{ id: bigint }[]>`
    select m.id from household_members m join household_contacts h on h.household_code = m.household_code
    where h.contact_id = ${contactId} and m.contact_id is null and m.left_at is null
      and lower(m.call_name) = lower(${callName})
      and not exists (select 1 from household_members own where own.contact_id = ${contactId} and not own.shares_chat) for update of m`;
  const [member, another] = rows;
  if (!member || another) return;
  await tx`update household_members set contact_id = ${contactId} where id = ${member.id}`;
  await tx`select merge_subject(${`M${member.id}`}, ${`P${contactId}`}, ${now})`;
}

export interface MemberChange {
  ageBand?: MemberFact['ageBand'];
  role?: MemberFact['role'];
  hasSmartphone?: boolean;
  left?: boolean;
}

/** Changes what is given; what is not given stays. */
export async function changeMember(tx: Tx, id: string, change: MemberChange, now: Date): Promise<void> {
  await tx`
    update household_members set
      age_band = coalesce(${change.ageBand ?? null}, age_band), role = coalesce(${change.role ?? null}, role),
      has_smartphone = coalesce(${change.hasSmartphone ?? null}, has_smartphone),
      left_at = case when ${change.left === true} then ${now}::timestamptz else left_at end
    where id = ${id}`;
}

/** People who use this chat: members of the contact's households without a chat of their own, and those tied to it. */
export async function membersBehind(tx: Tx, contactId: string): Promise<MemberFact[]> {
  return tx<MemberFact[]>`
    select m.id::text, m.call_name as "callName", m.term, m.age_band as "ageBand", m.role,
      m.has_smartphone as "hasSmartphone", case when not m.shares_chat then m.contact_id::text end as "contactId"
    from household_members m
    where m.left_at is null and ((m.contact_id = ${contactId} and m.shares_chat) or (m.contact_id is null and m.household_code in (
      select household_code from household_contacts where contact_id = ${contactId})))
    order by m.id limit 20`;
}

/**
 * Makes two households one. Members, chats, stalls and open visits go over; the ledger's rows keep their code, and the
 * figures count them for the household they belong to today (`merge_subject`). False when it cannot be: the same one, ended, unknown, or a circle.
 */
export async function mergeHouseholds(
  tx: Tx,
  merge: { from: string; into: string; by: string; reason: string | null },
  now: Date,
): Promise<boolean> {
  const { from, into } = merge;
  if (from === into) return false;
  const rows = await tx<{ code: string; ended_at: Date | null; area_code: string }[]>`
    select code, ended_at, area_code from households where code in (${from}, ${into}) order by code for update`;
  if (rows.length < 2 || rows.some((row) => row.ended_at !== null)) return false;
  await tx`
    insert into household_changes (household_code, kind, into_code, reason, by_contact, at)
    values (${from}, 'merged', ${into}, ${merge.reason}, ${merge.by}, ${now})`;
  await tx`
    update household_members m set left_at = ${now}
    where m.household_code = ${from} and m.left_at is null and exists (
      select 1 from household_members k where k.household_code = ${into} and k.left_at is null
        and lower(k.call_name) = lower(m.call_name) and k.term is not distinct from m.term)`;
  await tx`update household_members set household_code = ${into} where household_code = ${from} and left_at is null`;
  await tx`
    insert into household_contacts (household_code, contact_id, since)
    select ${into}, contact_id, since from household_contacts where household_code = ${from} on conflict do nothing`;
  await tx`delete from household_contacts where household_code = ${from}`;
  await tx`update stalls set household_code = ${into} where household_code = ${from}`;
  await tx`update visits set household_code = ${into} where household_code = ${from} and done_at is null`;
  await tx`update households set ended_at = ${now} where code = ${from}`;
  await tx`select merge_subject(${from}, ${into}, ${now}), merge_subject(${`S-${from}`}, ${`S-${into}`}, ${now})`;
  return true;
}

/** The household lives in another hamlet from now on; what was recorded before stays where it happened. */
export async function moveHousehold(
  tx: Tx,
  move: { household: string; toArea: string; by: string; reason: string | null },
  now: Date,
): Promise<boolean> {
  const [row] = await tx<{ area_code: string }[]>`
    select area_code from households where code = ${move.household} and ended_at is null for update`;
  if (!row || row.area_code === move.toArea) return false;
  await tx`
    insert into household_changes (household_code, kind, from_area, to_area, reason, by_contact, at)
    values (${move.household}, 'moved', ${row.area_code}, ${move.toArea}, ${move.reason}, ${move.by}, ${now})`;
  await tx`select pg_advisory_xact_lock(hashtext('household-number'), hashtext(${move.toArea}))`;
  await tx`
    update households set area_code = ${move.toArea},
      number = (select coalesce(max(number), 0) + 1 from households where area_code = ${move.toArea})
    where code = ${move.household}`;
  await tx`
    update contacts set area_code = ${move.toArea} where area_code = ${row.area_code} and id in (
      select contact_id from household_contacts where household_code = ${move.household})`;
  return true;
}

export const promiseVisit = (
  tx: Tx,
  visit: { household: string; on: string; by: string; simulated: boolean },
  now: Date,
) => tx`
  insert into visits (household_code, promised_on, promised_by, made_at, simulated)
  values (${visit.household}, ${visit.on}, ${visit.by}, ${now}, ${visit.simulated})`;

/** Every open visit to this household is done. */
export const endVisits = (tx: Tx, household: string, now: Date) =>
  tx`update visits set done_at = ${now} where household_code = ${household} and done_at is null`;

/** Does one of these areas reach the household? Checked where a press is carried out: a press proves nothing. */
export async function isHouseholdOf(tx: Tx, code: string, areas: readonly string[]): Promise<boolean> {
  const [household] = await tx<{ area_code: string }[]>`select area_code from households where code = ${code}`;
  if (!household) return false;
  const [row] = await tx`
    select 1 from (${above(tx, household.area_code)}) o where o.code = any (${[...areas]}) limit 1`;
  return row !== undefined;
}
