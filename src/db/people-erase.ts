/**
 * "Xóa tôi": what leads to a person goes, what was counted stays. Names, phone, memory, the words of messages both ways and
 * what volunteers' chats say about them; the contact becomes a tombstone that nothing leads to, so that ledger rows name a
 * subject nobody knows. Whoever writes again from the same chat is somebody new (docs/privacy.md).
 */
import type { ChannelName } from '../bot/channel.ts';
import type { Tx } from './client.ts';
import { forgetFamily } from './family.ts';
import { contactsOfPerson } from './joining.ts';
import { leaveTeam } from './rota.ts';

/** Asked for; a second asking changes nothing. */
export async function askErasure(tx: Tx, contactId: string, now: Date): Promise<void> {
  await tx`
    insert into erasures (contact_id, asked_at)
    select ${contactId}, ${now} where not exists (
      select 1 from erasures where contact_id = ${contactId} and done_at is null)`;
}

export interface DueErasure {
  id: string;
  contactId: string;
}

export async function dueErasures(tx: Tx, limit: number): Promise<DueErasure[]> {
  const rows = await tx<{ id: bigint; contact_id: bigint }[]>`
    select id, contact_id from erasures where done_at is null order by id limit ${limit} for update skip locked`;
  return rows.map((row) => ({ id: String(row.id), contactId: String(row.contact_id) }));
}

/** A chat that was erased, and how its person was spoken to: for the last message only. */
export interface ErasedChat {
  contactId: string;
  channel: ChannelName;
  externalId: string;
  simulated: boolean;
  locale: string;
  term: string | null;
  seenAt: Date;
  left: boolean;
}

/** Erases the person this contact is, on all channels they joined. Empty when that was done before. */
export async function erasePerson(tx: Tx, contactId: string, now: Date): Promise<ErasedChat[]> {
  const erased: ErasedChat[] = [];
  for (const id of await contactsOfPerson(tx, contactId)) {
    const chat = await eraseContact(tx, id, now);
    if (chat) erased.push(chat);
  }
  return erased;
}

async function eraseContact(tx: Tx, id: string, now: Date): Promise<ErasedChat | null> {
  const [row] = await tx<
    {
      channel: ChannelName;
      external_id: string;
      simulated: boolean;
      locale: string;
      term: string | null;
      call_name: string | null;
      area_code: string | null;
      seen_at: Date;
      left_at: Date | null;
    }[]
  >`
    select channel, external_id, simulated, locale, term, call_name, area_code, seen_at, left_at
    from contacts where id = ${id} and not starts_with(external_id, 'erased:') for update`;
  if (!row) return null;
  const names = await namesOf(tx, id, row.call_name);
  const staff = await whoKnows(tx, id, row.area_code);
  await leaveTeam(tx, id, now);
  await tx`update memberships set name = '' where contact_id = ${id}`;
  await tx`update invites set name = null where used_by = ${id}`;
  await endWhatIsOpen(tx, id, now);
  await forgetWords(tx, id, staff);
  await forgetHome(tx, id, names, now);
  for (const name of names) await forgetAmongStaff(tx, staff, name);
  await tx`delete from broadcast_replies where contact_id = ${id}`;
  await tx`delete from errands where contact_id = ${id}`;
  await tx`delete from proof_codes where contact_id = ${id}`;
  await tx`update family_links set relation = '', ended_at = coalesce(ended_at, ${now}) where ${id} in (elder_id, relative_id)`;
  await tx`update visit_tasks set done_at = ${now}, outcome = 'erased' where contact_id = ${id} and done_at is null`;
  await tx`delete from sign_in_links where contact_id = ${id}`;
  await tx`delete from sessions where contact_id = ${id}`;
  await tx`delete from private_media where contact_id = ${id}`;
  await tx`delete from join_codes where contact_id = ${id}`;
  await tx`update join_codes set used_by = null where used_by = ${id}`;
  await tx`delete from proof_codes where contact_id = ${id}`;
  await tx`update proof_codes set used_by = null where used_by = ${id}`;
  await tx`delete from errands where contact_id = ${id}`;
  await forgetFamily(tx, id);
  await tx`
    update inbound set key = 'erased:' || id where contact_id = ${id} and strpos(key, ${row.external_id}) > 0
      and id in (select inbound_id from turns where contact_id = ${id})`;
  await tx`delete from simulator_frames where channel = ${row.channel} and external_id = ${row.external_id}`;
  await tx`
    update contacts set external_id = ${`erased:${id}`}, term = null, call_name = null, area_code = null, memory = '{}',
      left_at = ${now}, left_reason = 'erased', muted_at = ${now}, nudge_at = null, phone_sealed = null, phone_hash = null,
      phone_ending = null, person_id = null, relay_id = null
    where id = ${id}`;
  return {
    contactId: id,
    channel: row.channel,
    externalId: row.external_id,
    simulated: row.simulated,
    locale: row.locale,
    term: row.term,
    seenAt: row.seen_at,
    left: row.left_at !== null,
  };
}

/** What the person is called, in the chat and in their household; one letter is no name anybody could find them by. */
async function namesOf(tx: Tx, id: string, callName: string | null): Promise<string[]> {
  const members = await tx<{ call_name: string }[]>`
    select call_name from household_members where contact_id = ${id}`;
  const names = [callName ?? '', ...members.map(({ call_name }) => call_name)];
  return [...new Set(names.map((name) => name.normalize('NFC').trim()))].filter((name) => name.length > 1);
}

/** Whose chats may speak of the person: staff of their areas, whoever helped them or opened their household. */
async function whoKnows(tx: Tx, id: string, areaCode: string | null): Promise<string[]> {
  const rows = await tx<{ id: bigint }[]>`
    with recursive outside as (
      select code, parent_code from areas where code = ${areaCode}
        or code in (select h.area_code from household_contacts m join households h on h.code = m.household_code
                    where m.contact_id = ${id})
      union
      select a.code, a.parent_code from areas a join outside on a.code = outside.parent_code
    )
    select contact_id as id from memberships where area_code in (select code from outside)
    union select unnest(array_append(tried, taken_by)) from help_requests where contact_id = ${id}
    union select offered_to from help_requests where contact_id = ${id}
    union select helper_id from relays where citizen_id = ${id}
    union select h.created_by from household_contacts m join households h on h.code = m.household_code where m.contact_id = ${id}`;
  return rows.flatMap(({ id: known }) => (known === null || String(known) === id ? [] : [String(known)]));
}

async function endWhatIsOpen(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update contacts set relay_id = null where relay_id in (select id from relays where citizen_id = ${id})`;
  await tx`update relays set closed_at = ${now}, closed_how = 'erased' where citizen_id = ${id} and closed_at is null`;
  await tx`
    update help_requests set closed_at = ${now}, closed_how = 'erased', escalate_at = null
    where contact_id = ${id} and closed_at is null`;
  await tx`update runs set ended_at = ${now}, outcome = 'abandoned' where contact_id = ${id} and ended_at is null`;
  await tx`
    update broadcast_recipients set state = 'cancelled', reason = 'erased'
    where contact_id = ${id} and state = 'planned'`;
  await tx`
    update consents set withdrawn_at = ${now} where withdrawn_at is null and (
      (subject_kind = 'contact' and subject_code = ${id})
      or (subject_kind = 'stall' and subject_code in (select code from stalls where contact_id = ${id})))`;
}

/** A message without its words: that it was sent, when and why it failed stays countable. */
const wordless = (tx: Tx) => tx`
  state = case when state = 'queued' then 'cancelled' else state end,
  reason = case when state = 'queued' then 'erased' else reason end,
  body = jsonb_build_object('kind', kind, 'text', '')`;

/** What the person wrote, what was written to them, and what their turns made us write to others. */
async function forgetWords(tx: Tx, id: string, staff: readonly string[]): Promise<void> {
  await tx`update turns set heard = null where contact_id = ${id} and heard is not null`;
  await tx`update outbound set ${wordless(tx)}, external_id = null where contact_id = ${id}`;
  await tx`
    update outbound set ${wordless(tx)}
    where contact_id = any (${[...staff]}::bigint[])
      and cause in (select 'in:' || inbound_id from turns where contact_id = ${id})`;
  await tx`
    update outbound set ${wordless(tx)}
    where contact_id = any (${[...staff]}::bigint[]) and exists (
      select 1 from help_requests h where h.contact_id = ${id} and starts_with(cause, 'help:' || h.id || ':'))`;
}

/** The household stays for the others in it; named after this person, it is called by its number from now on. */
async function forgetHome(tx: Tx, id: string, names: readonly string[], now: Date): Promise<void> {
  const homes = await tx<{ code: string; call_name: string; number: number | null }[]>`
    select h.code, h.call_name, h.number from households h where h.code in (
      select household_code from household_contacts where contact_id = ${id}
      union select household_code from household_members where contact_id = ${id})`;
  await tx`
    update household_members set call_name = '', term = null, age_band = null, role = null, has_smartphone = null,
      contact_id = null, left_at = coalesce(left_at, ${now}) where contact_id = ${id}`;
  await tx`delete from household_contacts where contact_id = ${id}`;
  for (const home of homes) {
    const [others] = await tx`
      select 1 from household_members where household_code = ${home.code} and left_at is null
      union all select 1 from household_contacts where household_code = ${home.code} limit 1`;
    const isNamedAfter = names.some((name) => hasName(home.call_name, name));
    if (others && !isNamedAfter) continue;
    await tx`
      update households set call_name = ${`Hộ ${home.number ?? home.code}`}, near = null,
        ended_at = case when ${others === undefined} then ${now}::timestamptz else ended_at end
      where code = ${home.code}`;
    await tx`
      update consents set withdrawn_at = ${now}
      where subject_kind = 'household' and subject_code = ${home.code} and withdrawn_at is null and ${others === undefined}`;
  }
  await tx`
    update stalls set name = code, contact_id = null, bank_bin = null, account_last4 = null, account_fingerprint = null
    where contact_id = ${id}`;
}

/**
 * Volunteers' own turns name the person too ("xong vi 12 ba", "Đã ghi: …"). Their stored copies lose the words wherever the
 * name stands as a name; a message too many of a volunteer's history forgotten harms nobody.
 */
async function forgetAmongStaff(tx: Tx, staff: readonly string[], name: string): Promise<void> {
  const people = [...staff];
  const [lower, first] = [name.toLowerCase(), name.charAt(0).toUpperCase() + name.slice(1).toLowerCase()];
  const written = [name, lower, first, name.toUpperCase()].map((form) => `%${form}%`);
  const sent = await tx<{ id: bigint; body: unknown }[]>`
    select id, body from outbound where contact_id = any (${people}::bigint[]) and body::text like any (${written})`;
  const naming = sent.filter(({ body }) => hasName(JSON.stringify(body), name)).map(({ id }) => String(id));
  await tx`update outbound set ${wordless(tx)} where id = any (${naming}::bigint[])`;
  const heard = await tx<{ inbound_id: bigint; heard: string }[]>`
    select inbound_id, heard from turns where contact_id = any (${people}::bigint[]) and heard is not null`;
  const telling = heard.filter((turn) => hasName(folded(turn.heard), folded(name), true));
  await tx`update turns set heard = null where inbound_id = any (${telling.map((turn) => String(turn.inbound_id))}::bigint[])`;
  const remembering = await tx<{ id: bigint; memory: unknown; channel: string; external_id: string }[]>`
    select id, memory, channel, external_id from contacts where id = any (${people}::bigint[]) for update`;
  for (const contact of remembering) {
    const memory = withoutName(contact.memory, name);
    if (JSON.stringify(memory) !== JSON.stringify(contact.memory))
      await tx`update contacts set memory = ${tx.json(memory as never)} where id = ${contact.id}`;
  }
  const frames = await tx<{ id: bigint; told: string }[]>`
    select f.id, f.request::text || coalesce(f.result::text, '') as told from simulator_frames f
    join contacts c on c.channel = f.channel and c.external_id = f.external_id where c.id = any (${people}::bigint[])`;
  const shown = frames.filter(({ told }) => hasName(told, name) || hasName(folded(told), folded(name), true));
  await tx`delete from simulator_frames where id = any (${shown.map(({ id }) => String(id))}::bigint[])`;
}

const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();

const TERMS = '(?:bác|cô|chú|ông|bà|anh|chị|dì|cậu|mợ|thím|em)';

/** Does the name stand there as a name: with its capital, or behind a kinship word? `anyCase` for folded texts. */
function hasName(text: string, name: string, anyCase = false): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const edge = (pattern: string, flags: string) =>
    new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${pattern}(?![\\p{L}\\p{M}\\p{N}])`, flags).test(text);
  if (anyCase) return edge(escaped, 'iu');
  const capital = escaped.charAt(0).toUpperCase() + escaped.slice(1);
  return edge(capital, 'u') || edge(escaped.toUpperCase(), 'u') || edge(`${TERMS} ${escaped}`, 'iu');
}

/** The same memory with every string that names the person emptied. */
function withoutName(value: unknown, name: string): unknown {
  if (typeof value === 'string') return hasName(value, name) || value === name ? '…' : value;
  if (Array.isArray(value)) return value.map((inner) => withoutName(inner, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutName(inner, name)]));
}

/** Opens the chat anew for one last message: a contact that knows nothing but where to send it. */
export async function openFarewell(tx: Tx, chat: ErasedChat, now: Date): Promise<string> {
  const [row] = await tx<{ id: bigint }[]>`
    insert into contacts (channel, external_id, simulated, locale, created_at, seen_at)
    values (${chat.channel}, ${chat.externalId}, ${chat.simulated}, ${chat.locale}, ${now}, ${chat.seenAt})
    returning id`;
  return String(row?.id);
}

export const noteErased = (tx: Tx, id: string, farewellId: string | null, now: Date) => tx`
  update erasures set done_at = ${now}, farewell_id = ${farewellId},
    farewell_done_at = case when ${farewellId}::bigint is null then ${now}::timestamptz end
  where id = ${id}`;

/** Last messages that have ended: the chat goes as well, unless the person has written again. Returns how many ended. */
export async function endFarewells(tx: Tx, now: Date): Promise<number> {
  const rows = await tx<{ id: bigint; farewell_id: bigint }[]>`
    select e.id, e.farewell_id from erasures e
    where e.done_at is not null and e.farewell_done_at is null and not exists (
      select 1 from outbound o where o.contact_id = e.farewell_id and o.state in ('queued', 'sending'))
    limit 100 for update skip locked`;
  for (const { id, farewell_id } of rows) {
    const [back] = await tx`select 1 from turns where contact_id = ${farewell_id} limit 1`;
    await tx`delete from outbound where contact_id = ${farewell_id} and cause = ${`erased:${id}`}`;
    const frames = tx`
      delete from simulator_frames f using contacts c
      where c.id = ${farewell_id} and f.channel = c.channel and f.external_id = c.external_id`;
    if (!back) {
      await frames;
      await tx`delete from contacts where id = ${farewell_id} and memory = '{}'`;
    }
    await tx`update erasures set farewell_done_at = ${now}, farewell_id = null where id = ${id}`;
  }
  return rows.length;
}
