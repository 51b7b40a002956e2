/**
 * One person on two channels. Both contacts name the same person (`contacts.person_id`, the older contact's id): what is
 * recorded from then on is about that person whichever channel it came by, and what is held about them is read together.
 */
import { createHash } from 'node:crypto';
import type { Memory } from '../bot/memory.ts';
import type { Tx } from './client.ts';

/** A code may be used once, within this time. */
const CODE_MINUTES = 15;

export const hashWords = (words: string): string => createHash('sha256').update(`join:${words}`).digest('hex');

/** Keeps a new code for this contact; an earlier unused one is void. */
export async function keepJoinCode(tx: Tx, contactId: string, words: string, now: Date): Promise<void> {
  await tx`delete from join_codes where contact_id = ${contactId} and used_at is null`;
  await tx`
    insert into join_codes (code_hash, contact_id, made_at, expires_at)
    values (${hashWords(words)}, ${contactId}, ${now}, ${new Date(now.getTime() + CODE_MINUTES * 60_000)})
    on conflict (code_hash) do nothing`;
}

export interface Joined {
  other: { id: string; channel: 'telegram' | 'zalo'; simulated: boolean; locale: string; term: string | null };
  /** What the person had under way and finished in the other chat, to go on with here. */
  memory: Memory;
  term: string | null;
  callName: string | null;
  areaCode: string | null;
}

/**
 * Uses a code up and joins its contact with this one. Null when the code is unknown, used, too old, this contact's own, or
 * of the other world (simulated and real people are never joined). The other chat's runs come over: the caller keeps them.
 */
export async function joinChannels(
  tx: Tx,
  join: { contactId: string; words: string; simulated: boolean },
  now: Date,
): Promise<Joined | null> {
  const [code] = await tx<{ contact_id: bigint }[]>`
    update join_codes set used_at = ${now}, used_by = ${join.contactId}
    where code_hash = ${hashWords(join.words)} and used_at is null and expires_at > ${now}
      and contact_id <> ${join.contactId}
      and (select simulated from contacts c where c.id = contact_id) = ${join.simulated}
    returning contact_id`;
  if (!code) return null;
  const [other] = await tx<
    {
      id: bigint;
      channel: 'telegram' | 'zalo';
      simulated: boolean;
      locale: string;
      term: string | null;
      call_name: string | null;
      area_code: string | null;
      memory: Memory;
      person_id: bigint | null;
    }[]
  >`
    select id, channel, simulated, locale, term, call_name, area_code, memory, person_id from contacts
    where id = ${code.contact_id} for update`;
  if (!other) return null;
  const [own] = await tx<{ person_id: bigint | null }[]>`select person_id from contacts where id = ${join.contactId}`;
  const persons = [other.person_id ?? other.id, own?.person_id ?? BigInt(join.contactId)];
  const person = persons.reduce((one, two) => (one < two ? one : two));
  await tx`
    update contacts set person_id = ${person}
    where id in (${join.contactId}, ${other.id}) or person_id = any (${persons.map(String)}::bigint[])`;
  for (const contact of [other.id, BigInt(join.contactId)])
    if (contact !== person) await mergeFigures(tx, contact, person, now);
  await tx`
    insert into household_contacts (household_code, contact_id, since)
    select household_code, ${join.contactId}, ${now} from household_contacts where contact_id = ${other.id}
    union select household_code, ${other.id}, ${now} from household_contacts where contact_id = ${join.contactId}
    on conflict do nothing`;
  await tx`update contacts set memory = memory - 'run' - 'shelf', nudge_at = null where id = ${other.id}`;
  return {
    other: {
      id: String(other.id),
      channel: other.channel,
      simulated: other.simulated,
      locale: other.locale,
      term: other.term,
    },
    memory: other.memory,
    term: other.term,
    callName: other.call_name,
    areaCode: other.area_code,
  };
}

/** What either chat was counted for counts for the one person. */
const mergeFigures = (tx: Tx, contact: bigint, person: bigint, now: Date) => tx`
  select merge_subject(${`P${contact}`}, ${`P${person}`}, ${now}), merge_subject(${`S-P${contact}`}, ${`S-P${person}`}, ${now})`;

/** From now on this chat is a person of its own again; what was recorded stays with whom it was recorded for. */
export async function leaveChannels(tx: Tx, contactId: string, now: Date): Promise<boolean> {
  const [own] = await tx<{ person_id: bigint | null }[]>`select person_id from contacts where id = ${contactId}`;
  if (!own || own.person_id === null) return false;
  const others = await tx<{ id: bigint }[]>`
    select id from contacts where person_id = ${own.person_id} and id <> ${contactId}`;
  await tx`update contacts set person_id = null where id = ${contactId}`;
  for (const contact of [contactId, ...(others.length === 1 ? [String(others[0]?.id)] : [])])
    await tx`select part_subject(${`P${contact}`}, ${now}), part_subject(${`S-P${contact}`}, ${now})`;
  if (others.length === 1) await tx`update contacts set person_id = null where person_id = ${own.person_id}`;
  return true;
}

/** Every contact of the person this contact is, itself included. */
export async function contactsOfPerson(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx<{ id: bigint }[]>`
    select o.id from contacts c join contacts o on o.id = c.id or o.person_id = c.person_id
    where c.id = ${contactId} order by o.id`;
  return rows.map(({ id }) => String(id));
}
