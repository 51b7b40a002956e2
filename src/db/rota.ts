/** Who is on duty, and handing over what somebody leaves behind. Who is asked for help, in which order: `helpersFor`. */
import { above, below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

export interface Duty {
  id: string;
  contactId: string;
  name: string;
  areaCode: string;
  /** ISO: 1 Monday – 7 Sunday; null every day. */
  weekday: number | null;
  /** Hours of the day in Vietnam, `7.5` is half past seven. */
  fromHour: number;
  toHour: number;
  /** 0 is on duty; 1 and up stand in, in this order. */
  rank: number;
}

/** The duties of an area, Monday first, everyday duties before them. */
export async function rotaOf(sql: Sql | Tx, areaCode: string): Promise<Duty[]> {
  const rows = await sql<(Omit<Duty, 'id' | 'contactId'> & { id: bigint; contact_id: bigint })[]>`
    select r.id, r.contact_id, r.area_code as "areaCode", r.weekday, r.from_hour as "fromHour", r.to_hour as "toHour", r.rank,
      coalesce((select m.name from memberships m where m.contact_id = r.contact_id and m.until is null
                order by m.id limit 1), '') as name
    from rota r where r.area_code = ${areaCode} and r.until is null
    order by r.weekday nulls first, r.from_hour, r.rank, r.id`;
  return rows.map(({ id, contact_id, ...row }) => ({ ...row, id: String(id), contactId: String(contact_id) }));
}

/** The duties of an area and everything below it, in the order of the week. */
export async function dutiesBelow(tx: Tx, areaCode: string, simulated: boolean): Promise<Duty[]> {
  return tx<Duty[]>`
    select r.id::text, r.contact_id::text as "contactId", r.area_code as "areaCode", r.weekday, r.from_hour as "fromHour",
      r.to_hour as "toHour", r.rank,
      coalesce((select m.name from memberships m where m.contact_id = r.contact_id and m.until is null
                order by m.id limit 1), '') as name
    from rota r join contacts c on c.id = r.contact_id
    where r.area_code in (${below(tx, areaCode)}) and r.until is null and c.simulated = ${simulated}
    order by r.weekday nulls first, r.from_hour, r.rank, r.id`;
}

export interface OnTeam {
  contactId: string;
  name: string;
}

/** Whoever may be put on the rota of an area and below. */
export const teamBelow = (tx: Tx, areaCode: string, simulated: boolean): Promise<OnTeam[]> => tx<OnTeam[]>`
  select distinct on (m.name, m.contact_id) m.contact_id::text as "contactId", m.name
  from memberships m join contacts c on c.id = m.contact_id
  where m.until is null and c.simulated = ${simulated} and m.area_code in (${below(tx, areaCode)})
  order by m.name, m.contact_id limit 100`;

/** Where somebody of these areas' teams works; null: not on any of them. */
export async function placeOnTeam(
  tx: Tx,
  contactId: string,
  areas: readonly string[],
  simulated: boolean,
): Promise<string | null> {
  const rows = await tx<{ area: string }[]>`
    select m.area_code as area from memberships m join contacts c on c.id = m.contact_id
    where m.contact_id = ${contactId} and m.until is null and c.simulated = ${simulated}
    order by array_position(array['volunteer', 'official', 'admin'], m.role), m.id`;
  for (const { area } of rows) {
    const [covered] = await tx`select 1 from (${above(tx, area)}) o where o.code = any (${[...areas]}) limit 1`;
    if (covered) return area;
  }
  return null;
}

/** Puts somebody on the rota. Throws on hours that are none. */
export async function addDuty(
  sql: Sql | Tx,
  duty: Pick<Duty, 'contactId' | 'areaCode' | 'weekday' | 'fromHour' | 'toHour' | 'rank'>,
  now: Date,
): Promise<void> {
  const isDay = duty.weekday === null || (duty.weekday >= 1 && duty.weekday <= 7);
  if (!isDay || duty.fromHour < 0 || duty.toHour > 24 || duty.fromHour >= duty.toHour)
    throw new RangeError('A duty has a weekday 1–7 or none, and hours from 0 to 24 with the earlier one first.');
  await sql`
    insert into rota (contact_id, area_code, weekday, from_hour, to_hour, rank, since)
    values (${duty.contactId}, ${duty.areaCode}, ${duty.weekday}, ${duty.fromHour}, ${duty.toHour}, ${duty.rank}, ${now})`;
}

export const endDuty = (sql: Sql | Tx, id: string, now: Date) =>
  sql`update rota set until = ${now} where id = ${id} and until is null`;

/**
 * Somebody leaves the team: memberships and duties end, talks through the assistant end, and every request they had taken
 * goes to the next on the rota at once. Households belong to hamlets, so nobody loses theirs. Returns how many requests
 * were handed on.
 */
export async function leaveTeam(sql: Sql | Tx, contactId: string, now: Date): Promise<number> {
  await sql`update memberships set until = ${now} where contact_id = ${contactId} and until is null`;
  await sql`update rota set until = ${now} where contact_id = ${contactId} and until is null`;
  await sql`
    update contacts set relay_id = null where relay_id in (
      select id from relays where helper_id = ${contactId} and closed_at is null)`;
  await sql`
    update relays set closed_at = ${now}, closed_how = 'helper-left' where helper_id = ${contactId} and closed_at is null`;
  const requests = await sql`
    update help_requests set taken_by = null, taken_at = null, offered_to = ${contactId}, escalate_at = ${now},
      tried = array_append(tried, ${contactId}::bigint)
    where closed_at is null and (taken_by = ${contactId} or offered_to = ${contactId}) returning 1`;
  return requests.length;
}
