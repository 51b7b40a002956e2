/** Stalls with their QR state, and what became of the stands printed for them. */
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

/** A stand is to be held against a phone again after so long (the back of the stand says: every morning, by its owner). */
const CHECK_DAYS = 30;

export const STALL_STATES = ['co-ma', 'dan-bao', 'chua-co', 'da-in', 'can-kiem', 'sai'] as const;
export type StallState = (typeof STALL_STATES)[number];

export interface Stall {
  code: string;
  name: string;
  areaName: string;
  placeName: string | null;
  /** How it is known that the stall takes money by code; null: it is not. */
  qr: 'confirmed' | 'self' | null;
  /** Since which day, `YYYY-MM-DD`. */
  qrSince: string | null;
  /** Last four digits of the account a stand was made for. */
  last4: string | null;
  printedAt: Date | null;
  lastCheck: { event: 'checked' | 'wrong'; at: Date } | null;
  isDue: boolean;
}

export interface StallQuery {
  areaCode: string;
  simulated: boolean;
  now: Date;
  /** A market or street. */
  place?: string;
  state?: StallState;
}

const dueBefore = (now: Date): Date => new Date(now.getTime() - CHECK_DAYS * 86_400_000);

/** Every stall once, with everything the filters ask; its code as the figures' own table has it, so that it equals the figure. */
const stallRows = (sql: Sql | Tx, { areaCode, simulated, now, place, state }: StallQuery) => sql`
  select * from (
    select s.code, s.name, a.name as area_name, p.name as place_name, s.account_last4 as last4, qr.how, qr.since,
      printed.at as printed_at, checked.event as check_event, checked.at as checked_at,
      printed.at is not null and greatest(printed.at, checked.at) < ${dueBefore(now)} as is_due
    from stalls s join areas a on a.code = s.area_code left join areas p on p.code = s.place_code
    left join lateral (
      select case when coalesce(volunteer_day, system_day) is not null then 'confirmed'
          when self_day is not null then 'self' end as how,
        to_char(least(self_day, system_day, volunteer_day), 'YYYY-MM-DD') as since
      from figure_subjects f
      where f.indicator = 'QR-1' and f.subject_kind = 'stall' and f.subject_code = s.code
        and f.simulated = ${simulated}) qr on true
    left join lateral (
      select at from stand_events e where e.stall_code = s.code and e.event = 'printed' order by at desc limit 1) printed on true
    left join lateral (
      select event, at from stand_events e where e.stall_code = s.code and e.event <> 'printed' order by at desc limit 1) checked on true
    where s.simulated = ${simulated} and (s.area_code in (${below(sql, areaCode)}) or s.place_code = ${areaCode})
      and (${place ?? null}::text is null or s.place_code = ${place ?? null})
  ) stall
  where ${
    state === undefined
      ? sql`true`
      : {
          'co-ma': sql`how = 'confirmed'`,
          'dan-bao': sql`how = 'self'`,
          'chua-co': sql`how is null`,
          'da-in': sql`printed_at is not null`,
          'can-kiem': sql`is_due`,
          sai: sql`check_event = 'wrong'`,
        }[state]
  }`;

export async function listStalls(
  sql: Sql | Tx,
  query: StallQuery & { limit: number; offset?: number },
): Promise<Stall[]> {
  const rows = await sql<
    {
      code: string;
      name: string;
      area_name: string;
      place_name: string | null;
      last4: string | null;
      how: 'confirmed' | 'self' | null;
      since: string | null;
      printed_at: Date | null;
      check_event: 'checked' | 'wrong' | null;
      checked_at: Date | null;
      is_due: boolean;
    }[]
  >`${stallRows(sql, query)} order by place_name nulls last, name, code limit ${query.limit} offset ${query.offset ?? 0}`;
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    areaName: row.area_name,
    placeName: row.place_name,
    qr: row.how,
    qrSince: row.since,
    last4: row.last4,
    printedAt: row.printed_at,
    lastCheck: row.check_event && row.checked_at ? { event: row.check_event, at: row.checked_at } : null,
    isDue: row.is_due,
  }));
}

export interface StallCounts {
  all: number;
  confirmed: number;
  self: number;
  printed: number;
  due: number;
  wrong: number;
}

export async function countStalls(sql: Sql | Tx, query: StallQuery): Promise<StallCounts> {
  const [row] = await sql<StallCounts[]>`
    select count(*)::int as all, count(*) filter (where how = 'confirmed')::int as confirmed,
      count(*) filter (where how = 'self')::int as self, count(printed_at)::int as printed,
      count(*) filter (where is_due)::int as due, count(*) filter (where check_event = 'wrong')::int as wrong
    from (${stallRows(sql, query)}) counted`;
  return row ?? { all: 0, confirmed: 0, self: 0, printed: 0, due: 0, wrong: 0 };
}

/** Stands nobody has held against a phone for a month. Begins at the stands, of which there are few. */
export async function countStandsDue(sql: Sql | Tx, areaCode: string, simulated: boolean, now: Date): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from (
      select e.stall_code from stand_events e join stalls s on s.code = e.stall_code
      where s.simulated = ${simulated} and s.area_code in (${below(sql, areaCode)})
      group by e.stall_code having max(e.at) < ${dueBefore(now)}) due`;
  return row?.n ?? 0;
}

/** Area of a stall in one world; null when there is none. */
export async function areaOfStall(sql: Sql | Tx, code: string, simulated: boolean): Promise<string | null> {
  const [row] = await sql<{ area: string }[]>`
    select area_code as area from stalls where code = ${code} and simulated = ${simulated}`;
  return row?.area ?? null;
}

export const noteStand = (
  tx: Tx,
  stallCode: string,
  { event, by, at }: { event: 'printed' | 'checked' | 'wrong'; by: string; at: Date },
) => tx`insert into stand_events (stall_code, event, by_caller, at) values (${stallCode}, ${event}, ${by}, ${at})`;

export interface Place {
  code: string;
  name: string;
  kind: string | null;
}

/** Markets, streets and other groups of an area, itself included when it is one. */
export async function placesBelow(sql: Sql | Tx, areaCode: string, simulated: boolean): Promise<Place[]> {
  return sql<Place[]>`
    select code, name, group_kind as kind from areas
    where kind = 'group' and simulated = ${simulated} and succeeded_by is null and code in (${below(sql, areaCode)})
    order by name, code limit 200`;
}

/** Stalls by their codes, for printing; those of this world and below the area only. */
export async function stallsNamed(
  sql: Sql | Tx,
  codes: readonly string[],
  where: { areaCode: string; simulated: boolean },
): Promise<Map<string, { name: string; fingerprint: string | null }>> {
  const rows = await sql<{ code: string; name: string; fingerprint: string | null }[]>`
    select code, name, account_fingerprint as fingerprint from stalls
    where code = any (${[...codes]}) and simulated = ${where.simulated} and area_code in (${below(sql, where.areaCode)})`;
  return new Map(rows.map(({ code, ...row }) => [code, row]));
}
