/** Volunteers and officials: invitations, memberships, who is there for whom. */
import { createHash, randomBytes } from 'node:crypto';
import type { ChannelName } from '../bot/channel.ts';
import type { Membership } from '../bot/person.ts';
import { vietnamHour } from '../clock.ts';
import { above } from './areas.ts';
import type { Sql, Tx } from './client.ts';

/** An invitation may be used once, within this time. */
const INVITE_DAYS = 14;

export const hashCode = (code: string): string => createHash('sha256').update(code).digest('hex');

/** Makes an invitation and returns its code, which is stored hashed and cannot be shown again. */
export async function createInvite(
  sql: Sql | Tx,
  invite: { role: Membership['role']; areaCode: string; name: string | null },
  now: Date,
): Promise<string> {
  const [area] = await sql`select 1 from areas where code = ${invite.areaCode}`;
  if (!area) throw new Error(`No area has the code "${invite.areaCode}". Look it up: npm run invite -- --find <name>.`);
  const code = randomBytes(9).toString('base64url').replaceAll('_', '-'); // `_` separates the parts of a start payload
  const expiresAt = new Date(now.getTime() + INVITE_DAYS * 86_400_000);
  await sql`
    insert into invites (code_hash, role, area_code, name, created_at, expires_at)
    values (${hashCode(code)}, ${invite.role}, ${invite.areaCode}, ${invite.name}, ${now}, ${expiresAt})`;
  return code;
}

/** Uses an invitation up. False when somebody else was faster or it is no longer good. */
export async function joinTeam(
  tx: Tx,
  membership: { contactId: string; codeHash: string; role: Membership['role']; areaCode: string; name: string },
  now: Date,
): Promise<boolean> {
  const used = await tx`
    update invites set used_at = ${now}, used_by = ${membership.contactId}
    where code_hash = ${membership.codeHash} and used_at is null and expires_at > ${now} returning 1`;
  if (used.length === 0) return false;
  await tx`
    insert into memberships (contact_id, role, area_code, name, since)
    values (${membership.contactId}, ${membership.role}, ${membership.areaCode}, ${membership.name}, ${now})`;
  return true;
}

export interface Helper {
  id: string;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  name: string;
  areaName: string;
}

interface HelperRow {
  id: bigint;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  name: string;
  area_name: string;
}

/** Zalo takes nothing from us this long after a person's last action: a card would never arrive. */
const ZALO_WINDOW_MS = 7 * 86_400_000;

/**
 * Who can be asked to help somebody living in `areaCode`, in the order of asking: who is on the rota at this hour, nearest
 * area first and substitutes behind those on duty; then the other volunteers, those with the fewest open requests first;
 * then the officials. Simulated helpers help simulated people only; who cannot be written to now is left out.
 */
export async function helpersFor(
  tx: Sql | Tx,
  areaCode: string | null,
  simulated: boolean,
  except: readonly string[],
  now: Date,
): Promise<Helper[]> {
  if (areaCode === null) return [];
  const day = new Date(now.getTime() + 7 * 3_600_000).getUTCDay() || 7;
  const rows = await tx<HelperRow[]>`
    select c.id, c.channel, c.simulated, c.locale, m.name, a.name as area_name
    from memberships m join contacts c on c.id = m.contact_id join areas a on a.code = m.area_code
    left join lateral (
      select min(r.rank) as rank, bool_or(r.area_code = ${areaCode}) as is_near from rota r
      where r.contact_id = c.id and r.until is null and r.area_code in (${above(tx, areaCode)})
        and (r.weekday is null or r.weekday = ${day})
        and r.from_hour <= ${vietnamHour(now)} and r.to_hour > ${vietnamHour(now)}) duty on true
    where m.until is null and c.left_at is null and c.simulated = ${simulated}
      and (c.channel <> 'zalo' or c.seen_at > ${new Date(now.getTime() - ZALO_WINDOW_MS)})
      and m.area_code in (${above(tx, areaCode)}) and c.id <> all (${except.map(String)}::bigint[])
    order by (duty.rank is not null) desc, duty.is_near desc nulls last, duty.rank,
      (m.role = 'volunteer') desc, (m.area_code = ${areaCode}) desc,
      (select count(*) from help_requests h where h.taken_by = c.id and h.closed_at is null), m.id`;
  const seen = new Set<string>();
  return rows.map(toHelper).filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Officials of an area other than its author: who may approve. */
export async function approversFor(
  tx: Sql | Tx,
  areaCode: string,
  authorId: string,
  simulated: boolean,
): Promise<Helper[]> {
  const rows = await tx<HelperRow[]>`
    select distinct on (c.id) c.id, c.channel, c.simulated, c.locale, m.name, a.name as area_name
    from memberships m join contacts c on c.id = m.contact_id join areas a on a.code = m.area_code
    where m.until is null and m.role in ('official', 'admin') and c.left_at is null and c.id <> ${authorId}
      and c.simulated = ${simulated} and m.area_code in (${above(tx, areaCode)})
    order by c.id`;
  return rows.map(toHelper);
}

const toHelper = (row: HelperRow): Helper => ({
  id: String(row.id),
  channel: row.channel,
  simulated: row.simulated,
  locale: row.locale,
  name: row.name,
  areaName: row.area_name,
});
