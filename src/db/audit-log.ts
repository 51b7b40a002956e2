/** Reading the audit log. Writing it is in `access.ts`, beside what it is about. */
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

export interface AuditFilter {
  /** Reader's areas, each with everything below. */
  areas: readonly string[];
  simulated: boolean;
  /** Part of the caller's name. */
  who?: string;
  action?: string;
  /** `contact:12`. */
  subject?: string;
  allowed?: boolean;
  from?: Date;
  /** Before this instant. */
  to?: Date;
  /** Older than this row. */
  before?: string;
  limit: number;
}

export interface AuditRow {
  id: string;
  at: Date;
  caller: string;
  callerName: string;
  action: string;
  route: string;
  subject: string | null;
  areaName: string | null;
  reason: string | null;
  allowed: boolean;
}

/**
 * Newest first. Rows without an area (signing in) belong to where their caller has, or had, a role; so do refusals, which
 * also show where the door is that was knocked at.
 */
export async function readAudit(sql: Sql | Tx, filter: AuditFilter): Promise<AuditRow[]> {
  const inside = sql`(
    with recursive inside as (
      select code from areas where code = any (${[...filter.areas]})
      union
      select a.code from areas a join inside on a.parent_code = inside.code
    ) select code from inside)`;
  const like = filter.who ? `%${filter.who.replace(/[\\%_]/g, '\\$&')}%` : null;
  const rows = await sql<(Omit<AuditRow, 'id'> & { id: bigint })[]>`
    select l.id, l.at, l.caller, l.caller_name as "callerName", l.action, l.route, l.subject, a.name as "areaName",
      l.reason, l.allowed
    from audit_log l left join areas a on a.code = l.area_code
    where l.simulated = ${filter.simulated}
      and (l.area_code in ${inside} or ((l.area_code is null or not l.allowed) and (
        exists (select 1 from memberships m where 'contact:' || m.contact_id = l.caller and m.area_code in ${inside})
        or exists (select 1 from api_keys k where 'key:' || k.id = l.caller and k.area_code in ${inside}))))
      and (${like}::text is null or l.caller_name ilike ${like})
      and (${filter.action ?? null}::text is null or l.action = ${filter.action ?? null})
      and (${filter.subject ?? null}::text is null or l.subject = ${filter.subject ?? null})
      and (${filter.allowed ?? null}::boolean is null or l.allowed = ${filter.allowed ?? null})
      and (${filter.from ?? null}::timestamptz is null or l.at >= ${filter.from ?? null})
      and (${filter.to ?? null}::timestamptz is null or l.at < ${filter.to ?? null})
      and (${filter.before ?? null}::bigint is null or l.id < ${filter.before ?? null})
    order by l.id desc limit ${filter.limit}`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

export interface MemberRow {
  id: string;
  contactId: string;
  name: string;
  role: 'volunteer' | 'official' | 'admin';
  areaCode: string;
  areaName: string;
  channel: string;
  since: Date;
}

/** Everybody with a role in an area or below that is still going on: admins first, then by area. */
export async function readMembers(sql: Sql | Tx, areaCode: string, simulated: boolean): Promise<MemberRow[]> {
  const rows = await sql<(Omit<MemberRow, 'id' | 'contactId'> & { id: bigint; contact_id: bigint })[]>`
    select m.id, m.contact_id, m.name, m.role, m.area_code as "areaCode", a.name as "areaName", c.channel, m.since
    from memberships m join contacts c on c.id = m.contact_id join areas a on a.code = m.area_code
    where m.until is null and c.simulated = ${simulated} and m.area_code in (${below(sql, areaCode)})
    order by array_position(array['admin', 'official', 'volunteer'], m.role), a.name, m.name, m.id`;
  return rows.map(({ id, contact_id, ...row }) => ({ ...row, id: String(id), contactId: String(contact_id) }));
}

/** Why somebody did this to a thing the last time: the reason they gave, and their name. */
export async function lastReason(
  sql: Sql | Tx,
  subject: string,
  route: string,
): Promise<{ reason: string; callerName: string } | null> {
  const [row] = await sql<{ reason: string; callerName: string }[]>`
    select reason, caller_name as "callerName" from audit_log
    where subject = ${subject} and route = ${route} and allowed and reason is not null order by id desc limit 1`;
  return row ?? null;
}
