/** Who is in the teams of an area, what they have in hand and what they did by week. */
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

interface Where {
  areaCode: string;
  simulated: boolean;
  now: Date;
}

export interface TeamMember {
  contactId: string;
  name: string;
  role: 'volunteer' | 'official' | 'admin';
  areaCode: string;
  areaName: string;
  /** Last time they did anything in the chat. */
  seenAt: Date;
  /** Completions they recorded in the last seven days, reversed ones left out. */
  recorded: number;
  /** Visits they promised that are not done, and of those the ones whose day has passed. */
  visitsOpen: number;
  visitsLate: number;
  helpOpen: number;
}

const WEEK_MS = 7 * 86_400_000;

export async function teamMembers(
  sql: Sql | Tx,
  { areaCode, simulated, now }: Where,
  limit: number,
): Promise<TeamMember[]> {
  return sql<TeamMember[]>`
    with team as (
      select m.contact_id, m.name, m.role, m.area_code, a.name as area_name, c.seen_at
      from memberships m join contacts c on c.id = m.contact_id join areas a on a.code = m.area_code
      where m.until is null and c.simulated = ${simulated} and m.area_code in (${below(sql, areaCode)})
    ),
    recorded as (
      select l.recorded_by, count(*)::int as n from ledger l
      where l.recorded_by in (select 'volunteer:' || contact_id from team) and l.recorded_at > ${new Date(now.getTime() - WEEK_MS)}
        and l.recorded_at <= ${now} and l.entry = 'completion' and l.outcome = 'completed'
        and not exists (select 1 from ledger r where r.reverses = l.id)
      group by 1
    ),
    visits_of as (
      select promised_by, count(*)::int as n, count(*) filter (where promised_on < vietnam_day(${now}))::int as late
      from visits where done_at is null and promised_by in (select contact_id from team) group by 1
    ),
    help as (
      select taken_by, count(*)::int as n from help_requests
      where closed_at is null and taken_by in (select contact_id from team) group by 1
    )
    select t.contact_id::text as "contactId", t.name, t.role, t.area_code as "areaCode", t.area_name as "areaName",
      t.seen_at as "seenAt", coalesce(r.n, 0) as recorded, coalesce(v.n, 0) as "visitsOpen", coalesce(v.late, 0) as "visitsLate",
      coalesce(h.n, 0) as "helpOpen"
    from team t left join recorded r on r.recorded_by = 'volunteer:' || t.contact_id
    left join visits_of v on v.promised_by = t.contact_id left join help h on h.taken_by = t.contact_id
    order by t.area_code, t.role, t.name limit ${limit}`;
}

export interface WeekOfTeam {
  areaCode: string;
  areaName: string;
  /** Monday, `YYYY-MM-DD`. */
  monday: string;
  recorded: number;
}

/** What volunteers recorded by hamlet and week; weeks without anything are left out. */
export async function workByWeek(
  sql: Sql | Tx,
  { areaCode, simulated, now, since }: Where & { since: string },
): Promise<WeekOfTeam[]> {
  return sql<WeekOfTeam[]>`
    select l.area_code as "areaCode", a.name as "areaName",
      to_char(date_trunc('week', l.occurred_at at time zone 'Asia/Ho_Chi_Minh'), 'YYYY-MM-DD') as monday, count(*)::int as recorded
    from ledger l join areas a on a.code = l.area_code
    where l.area_code in (${below(sql, areaCode)}) and l.simulated = ${simulated} and l.entry = 'completion'
      and l.outcome = 'completed' and l.recorded_by like 'volunteer:%'
      and l.occurred_at >= ${`${since}T00:00:00+07:00`}::timestamptz and l.recorded_at <= ${now}
      and not exists (select 1 from ledger r where r.reverses = l.id)
    group by 1, 2, 3 order by 1, 3`;
}

export interface ListedTeam {
  code: string;
  name: string | null;
  areaName: string;
  members: number;
}

/** Teams on the imported list with the number of their members: a decision on paper, whether or not anybody has come in. */
export async function listedTeams(sql: Sql | Tx, { areaCode, simulated }: Where, limit: number): Promise<ListedTeam[]> {
  return sql<ListedTeam[]>`
    select t.code, t.name, a.name as "areaName",
      (select count(*)::int from list_entries m where m.list = 'team-members' and m.removed_at is null
        and m.details->>'team' = t.code and m.simulated = t.simulated) as members
    from list_entries t join areas a on a.code = t.area_code
    where t.list = 'teams' and t.removed_at is null and t.simulated = ${simulated} and t.area_code in (${below(sql, areaCode)})
    order by a.name, t.code limit ${limit}`;
}

/** Messages sent in the last seven days by channel. */
export async function sentByChannel(
  sql: Sql | Tx,
  { areaCode, simulated, now }: Where,
): Promise<{ channel: 'telegram' | 'zalo'; n: number }[]> {
  return sql<{ channel: 'telegram' | 'zalo'; n: number }[]>`
    select c.channel, count(*)::int as n
    from contacts c join turns t on t.contact_id = c.id
    where c.simulated = ${simulated} and c.area_code in (${below(sql, areaCode)})
      and t.at > ${new Date(now.getTime() - WEEK_MS)} and t.at <= ${now}
    group by 1 order by 1 desc`;
}
