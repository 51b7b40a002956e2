/**
 * Finding a person by what an official knows: what they are called, the hamlet, the household's code or number, the last
 * four digits of the phone. Numbers are kept sealed: those in the ending's drawer are opened, in the asked-for areas only.
 */
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';
import { openPhone, PHONE_ENDING_DIGITS, phoneEnding } from './phone-numbers.ts';
import { SealError } from './seal.ts';

export interface FoundPerson {
  contactId: string;
  term: string | null;
  callName: string | null;
  areaName: string | null;
  channels: string[];
  seenAt: Date;
  /** Runs not yet ended. */
  underWay: number;
  /** Completed flows, by whomever they are known. */
  finished: number;
}

export interface PeopleQuery {
  areaCode: string;
  simulated: boolean;
  /** As typed; empty: everybody. */
  text: string;
  /** Contact ids below this one: the page after. */
  before?: string;
  limit: number;
}

/** Numbers opened at most for one search: a drawer holds one of 4096, so this many only while drawers are being filled. */
const MOST_OPENED = 50_000;

/** Lower case without accents: what is compared, on both sides. */
const folded = (text: string): string =>
  text.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '');

const KINSHIP = new Set(['bac', 'co', 'chu', 'ong', 'ba', 'anh', 'chi', 'em', 'di', 'cau', 'mo', 'thim', 'duong']);

/**
 * Newest contact first; a person on two channels is one row. First who it is, then what is shown of them: the second part
 * looks at one page of people, however many there are.
 */
export async function findPeople(sql: Sql | Tx, key: Buffer, query: PeopleQuery): Promise<FoundPerson[]> {
  const text = folded(query.text.trim().replace(/\s+/g, ' ')).slice(0, 80);
  const others = text === '' ? [] : await foundOtherwise(sql, key, query, text);
  const ids = await matching(sql, query, text, others);
  return describe(sql, ids);
}

/** `%` and `_` mean themselves. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** "bác sáu" is a kinship word and a name; "sáu" only a name. */
function readName(text: string): { term: string | null; called: string } {
  const [first = '', ...rest] = text.split(' ');
  return KINSHIP.has(first) && rest.length > 0 ? { term: first, called: rest.join(' ') } : { term: null, called: text };
}

/** Ids of the people meant, newest first, one page of them. */
async function matching(sql: Sql | Tx, query: PeopleQuery, text: string, others: readonly string[]): Promise<string[]> {
  const { term, called } = readName(text);
  const inside = sql`area_code in (${below(sql, query.areaCode)})`;
  const page = sql`
    simulated = ${query.simulated} and (person_id is null or person_id = id) and not starts_with(external_id, 'erased:')
      and (${query.before ?? null}::bigint is null or id < ${query.before ?? null})
    order by id desc limit ${query.limit}`;
  const named = text === '' ? [] : await areasNamed(sql, query.areaCode, text);
  // Each way of finding is a query of its own, so that each can use its index.
  const rows = await (text === ''
    ? sql<{ id: bigint }[]>`select id from contacts where ${inside} and ${page}`
    : sql<{ id: bigint }[]>`
        (select id from contacts where ${inside} and folded(call_name) like ${`${literally(called)}%`}
          and (${term}::text is null or folded(term) = ${term}) and ${page})
        union
        (select id from contacts where area_code = any (${named}) and ${page})
        union
        (select id from contacts where ${inside} and id = any (${[...others]}::bigint[]) and ${page})
        order by id desc limit ${query.limit}`);
  return rows.map(({ id }) => String(id));
}

/** Looked up first: joined to the people, a name that no area has would walk through all of them. */
async function areasNamed(sql: Sql | Tx, areaCode: string, text: string): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select code from areas where folded(name) like ${`%${literally(text)}%`} and code in (${below(sql, areaCode)})`;
  return rows.map(({ code }) => code);
}

/** People found by their household or by the end of their phone number. */
async function foundOtherwise(sql: Sql | Tx, key: Buffer, query: PeopleQuery, text: string): Promise<string[]> {
  const number = /^(?:ho )?(\d{1,4})$/.exec(text)?.[1] ?? null;
  const rows = await sql<{ id: bigint }[]>`
    select distinct coalesce(o.person_id, o.id) as id
    from households h join household_contacts m on m.household_code = h.code join contacts o on o.id = m.contact_id
    where h.area_code in (${below(sql, query.areaCode)}) and h.simulated = ${query.simulated}
      and (lower(h.code) = ${text} or h.number = ${number === null ? null : Number(number)}::int
        or folded(h.call_name) = ${text})`;
  const byPhone = /^\d{4}$/.test(text) ? await withPhoneEnding(sql, key, query, text) : [];
  return [...rows.map(({ id }) => String(id)), ...byPhone];
}

async function describe(sql: Sql | Tx, ids: readonly string[]): Promise<FoundPerson[]> {
  const rows = await sql<(Omit<FoundPerson, 'contactId'> & { id: bigint })[]>`
    select c.id, c.term, c.call_name as "callName", a.name as "areaName", c.seen_at as "seenAt",
      array(select o.channel from contacts o where o.id = c.id or o.person_id = c.id order by o.id) as channels,
      (select count(*)::int from runs r where r.ended_at is null
        and r.contact_id in (select o.id from contacts o where o.id = c.id or o.person_id = c.id)) as "underWay",
      (select count(distinct r.flow_id)::int from runs r where r.outcome = 'completed'
        and r.contact_id in (select o.id from contacts o where o.id = c.id or o.person_id = c.id)) as finished
    from contacts c left join areas a on a.code = c.area_code
    where c.id = any (${[...ids]}::bigint[]) order by c.id desc`;
  return rows.map(({ id, ...row }) => ({ ...row, contactId: String(id) }));
}

async function withPhoneEnding(sql: Sql | Tx, key: Buffer, query: PeopleQuery, digits: string): Promise<string[]> {
  const rows = await sql<{ id: bigint; phone_sealed: Buffer }[]>`
    select coalesce(person_id, id) as id, phone_sealed from contacts
    where phone_sealed is not null and (phone_ending = ${phoneEnding(key, digits)} or phone_ending is null)
      and simulated = ${query.simulated} and area_code in (${below(sql, query.areaCode)})
    order by id desc limit ${MOST_OPENED}`;
  return rows.filter((row) => endingOf(key, row.phone_sealed) === digits).map(({ id }) => String(id));
}

/** One number that cannot be opened must not hide the others. */
function endingOf(key: Buffer, sealed: Buffer): string | null {
  try {
    return openPhone(key, sealed).slice(-PHONE_ENDING_DIGITS);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Where a contact is, for asking who may see them; null when there is no such contact in this world, or it was erased. */
export async function placeOfContact(
  sql: Sql | Tx,
  contactId: string,
  simulated: boolean,
): Promise<{ areaCode: string | null } | null> {
  if (!/^\d{1,18}$/.test(contactId)) return null;
  const [row] = await sql<{ area: string | null }[]>`
    select coalesce(c.area_code, (
      select h.area_code from household_contacts m join households h on h.code = m.household_code
      where m.contact_id = c.id order by m.since limit 1)) as area
    from contacts c where c.id = ${contactId} and c.simulated = ${simulated} and not starts_with(c.external_id, 'erased:')`;
  return row ? { areaCode: row.area } : null;
}
