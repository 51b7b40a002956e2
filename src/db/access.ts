/**
 * Sign-in links, sessions, API keys and the audit log. Every secret here is 32 random bytes and stored as its SHA-256,
 * which cannot be turned back and needs no salt, since there is nothing to guess.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Caller, callerRef, type Grant, type Role } from '../access/caller.ts';
import type { Action } from '../access/rights.ts';
import type { Sql, Tx } from './client.ts';

/** A link in a chat is pressed at once or not at all. */
export const LINK_LIVES_MS = 10 * 60_000;
/** A session nobody uses ends after this (half a working day and the night before it). */
export const IDLE_MS = 12 * 3_600_000;
/** … and in any case after this. */
export const ABSOLUTE_MS = 7 * 86_400_000;
/** How far `seen_at` may lag behind, so that reading a page does not write a row each time. */
const SEEN_STEP_MS = 60_000;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const newSecret = (): string => randomBytes(32).toString('base64url');
/** Of a secret as made here; anything else need not trouble the database. */
const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

// ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────

interface GrantRow {
  role: Role;
  area_code: string;
  name: string;
  simulated: boolean;
}

/**
 * The person a contact is, with the roles held on any of their channels. Null when none is still going on: then there is
 * nothing to come in for.
 */
export async function personCaller(tx: Sql | Tx, contactId: string): Promise<Caller | null> {
  const rows = await tx<GrantRow[]>`
    select m.role, m.area_code, m.name, c.simulated from memberships m join contacts c on c.id = m.contact_id
    where m.until is null and not starts_with(c.external_id, 'erased:') and (m.contact_id = ${contactId} or exists (
      select 1 from contacts own where own.id = ${contactId}
        and coalesce(own.person_id, own.id) = coalesce(c.person_id, c.id)))
    order by array_position(array['admin', 'official', 'volunteer'], m.role), m.id`;
  const [first] = rows;
  if (!first) return null;
  const grants: Grant[] = rows.map((row) => ({ role: row.role, areaCode: row.area_code }));
  return { kind: 'person', id: contactId, name: first.name, grants, simulated: first.simulated };
}

// ── signing in ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Makes a link's token. Earlier unused links of the same person stop working: the newest one is the one in sight. */
export async function createSignInLink(tx: Sql | Tx, contactId: string, now: Date): Promise<string> {
  const token = newSecret();
  await tx`update sign_in_links set used_at = ${now} where contact_id = ${contactId} and used_at is null`;
  await tx`
    insert into sign_in_links (token_hash, contact_id, created_at, expires_at)
    values (${hashOf(token)}, ${contactId}, ${now}, ${new Date(now.getTime() + LINK_LIVES_MS)})`;
  return token;
}

/** Whether a link would still work. Looking uses nothing up, so that a link preview cannot burn it. */
export async function isLinkGood(sql: Sql | Tx, token: string, now: Date): Promise<boolean> {
  if (!isSecret(token)) return false;
  const [row] = await sql`
    select 1 from sign_in_links where token_hash = ${hashOf(token)} and used_at is null and expires_at > ${now}`;
  return row !== undefined;
}

export interface SignedIn {
  /** The cookie's value; not stored. */
  token: string;
  caller: Caller;
}

/** Uses a link up, once even when pressed twice at the same time, and opens a session with a token of its own. */
export async function consumeSignInLink(sql: Sql, token: string, now: Date): Promise<SignedIn | null> {
  if (!isSecret(token)) return null;
  return sql.begin(async (tx) => {
    const [used] = await tx<{ contact_id: bigint }[]>`
      update sign_in_links set used_at = ${now}
      where token_hash = ${hashOf(token)} and used_at is null and expires_at > ${now} returning contact_id`;
    return used ? openSession(tx, String(used.contact_id), now) : null;
  });
}

/** Null when the person holds no membership any more. */
export async function openSession(tx: Tx, contactId: string, now: Date): Promise<SignedIn | null> {
  const caller = await personCaller(tx, contactId);
  if (!caller) return null;
  const token = newSecret();
  await tx`
    insert into sessions (token_hash, contact_id, created_at, seen_at)
    values (${hashOf(token)}, ${contactId}, ${now}, ${now})`;
  return { token, caller };
}

export interface Session {
  caller: Caller;
  /** The person's language. */
  locale: string;
  /** When it ends unless something is done before. */
  endsAt: Date;
}

/**
 * Who a cookie belongs to, now: null when it is unknown, ended, idle for too long, too old, or the last membership has
 * ended. The rights are read anew each time, so what an admin takes away is gone at once.
 */
export async function readSession(sql: Sql | Tx, token: string, now: Date): Promise<Session | null> {
  if (!isSecret(token)) return null;
  const [row] = await sql<{ id: bigint; contact_id: bigint; locale: string; created_at: Date; seen_at: Date }[]>`
    select s.id, s.contact_id, c.locale, s.created_at, s.seen_at from sessions s join contacts c on c.id = s.contact_id
    where s.token_hash = ${hashOf(token)} and s.ended_at is null
      and s.seen_at > ${new Date(now.getTime() - IDLE_MS)} and s.created_at > ${new Date(now.getTime() - ABSOLUTE_MS)}`;
  if (!row) return null;
  const caller = await personCaller(sql, String(row.contact_id));
  if (!caller) return null;
  if (now.getTime() - row.seen_at.getTime() > SEEN_STEP_MS) {
    await sql`update sessions set seen_at = ${now} where id = ${row.id}`;
  }
  const { locale } = row;
  return {
    caller,
    locale,
    endsAt: new Date(Math.min(now.getTime() + IDLE_MS, row.created_at.getTime() + ABSOLUTE_MS)),
  };
}

export async function endSession(sql: Sql | Tx, token: string, now: Date): Promise<void> {
  await sql`
    update sessions set ended_at = ${now}, ended_how = 'signed-out'
    where token_hash = ${hashOf(token)} and ended_at is null`;
}

/** Signs a person out on every device, and makes links not yet pressed useless. Answers how many sessions ended. */
export async function endAllSessions(sql: Sql | Tx, contactId: string, now: Date): Promise<number> {
  await sql`update sign_in_links set used_at = ${now} where contact_id = ${contactId} and used_at is null`;
  const ended = await sql`
    update sessions set ended_at = ${now}, ended_how = 'everywhere'
    where contact_id = ${contactId} and ended_at is null returning 1`;
  return ended.length;
}

/** How long after its end a session may be asked about ("was that me?"). */
const SESSIONS_KEPT_MS = 30 * 86_400_000;

/** Forgets links and sessions that have long been good for nothing. */
export async function forgetSignIns(sql: Sql | Tx, now: Date): Promise<void> {
  await sql`delete from sign_in_links where expires_at < ${new Date(now.getTime() - ABSOLUTE_MS)}`;
  await sql`delete from sessions where created_at < ${new Date(now.getTime() - ABSOLUTE_MS - SESSIONS_KEPT_MS)}`;
}

// ── keys ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What every key begins with, so that one found in a file or a log is known for what it is. */
const KEY_PREFIX = 'tls_';

export interface ApiKey {
  id: string;
  name: string;
  role: 'official' | 'admin';
  areaCode: string;
  areaName: string;
  createdAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
}

export interface NewApiKey {
  name: string;
  role: 'official' | 'admin';
  areaCode: string;
  /** `contact:12`, or `command` when made at the server's terminal. */
  createdBy: string;
}

/** Makes a key; its text is in the answer and nowhere else. Throws when there is no such area. */
export async function createApiKey(sql: Sql | Tx, key: NewApiKey, now: Date): Promise<{ id: string; key: string }> {
  const secret = KEY_PREFIX + newSecret();
  const [row] = await sql<{ id: bigint }[]>`
    insert into api_keys (key_hash, name, role, area_code, created_by, created_at, simulated)
    select ${hashOf(secret)}, ${key.name}, ${key.role}, code, ${key.createdBy}, ${now}, simulated
    from areas where code = ${key.areaCode} returning id`;
  if (!row) throw new Error(`No area has the code "${key.areaCode}". Look it up: npm run invite -- --find <name>.`);
  return { id: String(row.id), key: secret };
}

/** Who calls with a key; null when it is unknown or revoked. */
export async function keyCaller(sql: Sql | Tx, key: string, now: Date): Promise<Caller | null> {
  if (!key.startsWith(KEY_PREFIX) || !isSecret(key.slice(KEY_PREFIX.length))) return null;
  const [row] = await sql<
    { id: bigint; name: string; role: Role; area_code: string; simulated: boolean; used_at: Date | null }[]
  >`
    select id, name, role, area_code, simulated, used_at from api_keys
    where key_hash = ${hashOf(key)} and revoked_at is null`;
  if (!row) return null;
  if (!row.used_at || now.getTime() - row.used_at.getTime() > SEEN_STEP_MS) {
    await sql`update api_keys set used_at = ${now} where id = ${row.id}`;
  }
  const grants = [{ role: row.role, areaCode: row.area_code }];
  return { kind: 'key', id: String(row.id), name: row.name, grants, simulated: row.simulated };
}

/** Newest first, the revoked ones too: they stay as history. `simulated` null: of both worlds. */
export async function listApiKeys(sql: Sql | Tx, simulated: boolean | null = null): Promise<ApiKey[]> {
  const rows = await sql<
    {
      id: bigint;
      name: string;
      role: ApiKey['role'];
      area_code: string;
      area_name: string;
      created_at: Date;
      used_at: Date | null;
      revoked_at: Date | null;
    }[]
  >`
    select k.id, k.name, k.role, k.area_code, a.name as area_name, k.created_at, k.used_at, k.revoked_at
    from api_keys k join areas a on a.code = k.area_code
    where ${simulated}::boolean is null or k.simulated = ${simulated} order by k.id desc`;
  return rows.map((row) => ({
    id: String(row.id),
    name: row.name,
    role: row.role,
    areaCode: row.area_code,
    areaName: row.area_name,
    createdAt: row.created_at,
    usedAt: row.used_at,
    revokedAt: row.revoked_at,
  }));
}

/** Makes a key useless from the next call on. False when there is no such key or it was revoked before. */
export async function revokeApiKey(sql: Sql | Tx, id: string, by: string, now: Date): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false;
  const revoked = await sql`
    update api_keys set revoked_at = ${now}, revoked_by = ${by} where id = ${id} and revoked_at is null returning 1`;
  return revoked.length > 0;
}

// ── the audit log ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface Deed {
  caller: Caller;
  action: Action | 'sign-in' | 'sign-out';
  /** Method and pattern, never an address with somebody in it: `POST /nguoi-dan/:id/xoa`. */
  route: string;
  /** What it was done to: `contact:34`, `household:H-12`, `key:3`. */
  subject?: string | null;
  areaCode?: string | null;
  reason?: string | null;
  allowed: boolean;
}

/** Writes down one deed. In the deed's own transaction when it changes something, so that neither is without the other. */
export async function audit(tx: Sql | Tx, deed: Deed, now: Date): Promise<void> {
  const { caller, action, route, subject = null, areaCode = null, reason = null, allowed } = deed;
  await tx`
    insert into audit_log (at, caller, caller_name, action, route, subject, area_code, reason, allowed, simulated)
    values (${now}, ${callerRef(caller)}, ${caller.name}, ${action}, ${route}, ${subject}, ${areaCode}, ${reason},
      ${allowed}, ${caller.simulated})`;
}
