/** People who work for the commune and are in already: for tests that are not about signing in. */
import type { Role } from '../../src/access/caller.ts';
import { openSession, type SignedIn } from '../../src/db/access.ts';
import { type Visitor, visitor } from './browse.ts';
import { type House, MORNING } from './house.ts';

/** The cookie a session is in, as a page without TLS sets it. */
export const SESSION_COOKIE = 'tro_ly_phien';

export interface Post {
  name: string;
  role: Role;
  area: string;
}

/** Tỉnh Thử (79) with Xã Một (79001) and Xã Hai (79002): for what one commune must not see or do in another. */
export const twoCommunes = (house: House) => house.db.sql`
  insert into areas (code, name, kind, parent_code, valid_from) values
    ('79', 'Tỉnh Thử', 'province', null, '2025-07-01'), ('79001', 'Xã Một', 'commune', '79', '2025-07-01'),
    ('79002', 'Xã Hai', 'commune', '79', '2025-07-01')`;

let nextExternalId = 700;

/** Somebody on Telegram with this membership; the ids of both. */
export async function employ(
  house: House,
  { name, role, area }: Post,
): Promise<{ contact: string; membership: string }> {
  const { sql } = house.db;
  nextExternalId += 1;
  const [contact] = await sql<{ id: string }[]>`
    insert into contacts (channel, external_id, created_at, seen_at)
    values ('telegram', ${String(nextExternalId)}, ${MORNING}, ${MORNING}) returning id::text`;
  const [membership] = await sql<{ id: string }[]>`
    insert into memberships (contact_id, role, area_code, name, since)
    values (${contact!.id}, ${role}, ${area}, ${name}, ${MORNING}) returning id::text`;
  return { contact: contact!.id, membership: membership!.id };
}

/** Opens a session; whoever holds no membership gets none. */
export async function sessionOf(house: House, contact: string): Promise<SignedIn> {
  const signedIn = await house.db.sql.begin((tx) => openSession(tx, contact, house.clock.now()));
  if (!signedIn) throw new Error(`Contact ${contact} has no membership.`);
  return signedIn;
}

/** Somebody at the pages with a session and the token of their forms. */
export async function enter(house: House, contact: string): Promise<Visitor> {
  const browser = visitor(house.assistant.web);
  browser.cookies.set(SESSION_COOKIE, (await sessionOf(house, contact)).token);
  await browser.get('/tro-giup'); // a page with forms
  return browser;
}

/** Somebody with this membership, at the pages. */
export const enterNew = async (house: House, post: Post): Promise<Visitor> =>
  enter(house, (await employ(house, post)).contact);

/** Whoever holds a membership under this name, at the pages. */
export async function enterAs(house: House, name: string): Promise<Visitor> {
  const [row] = await house.db.sql<{ id: string }[]>`
    select contact_id::text as id from memberships where name = ${name} and until is null`;
  return enter(house, row!.id);
}
