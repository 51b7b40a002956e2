/**
 * When people of an area may be written to unasked, where their commune has narrowed the lawful hours. The nearest area's
 * word holds for everything below it; reminders and announcements ask here and nowhere else.
 */
import { LAWFUL_HOURS, type OpenHours, vietnamHour, vietnamTime, withinLaw } from '../clock.ts';
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';
import { readAreaTree } from './local-facts.ts';
import { writeSetting } from './settings.ts';

const PREFIX = 'open-hours ';
/** Deep enough for every hierarchy; a circle cannot hang it. */
const DEEPEST = 16;

/** What an area has set itself; `null` where it follows the one above. */
export async function ownOpenHours(sql: Sql | Tx, areaCode: string): Promise<OpenHours | null> {
  const [row] = await sql<{ value: OpenHours | null }[]>`select value from settings where key = ${PREFIX + areaCode}`;
  return row?.value ?? null;
}

/** Hours by area, read once for a whole portion of work: one small query where no commune has set any. */
export async function readOpenHours(sql: Sql | Tx): Promise<(areaCode: string | null) => OpenHours> {
  const rows = await sql<{ key: string; value: OpenHours }[]>`
    select key, value from settings where key like ${`${PREFIX}%`}`;
  if (rows.length === 0) return () => LAWFUL_HOURS;
  const set = new Map(rows.map(({ key, value }) => [key.slice(PREFIX.length), value]));
  const parents = await readAreaTree(sql);
  return (areaCode) => {
    let at = areaCode;
    for (let height = 0; at !== null && height < DEEPEST; height += 1) {
      const own = set.get(at);
      if (own) return withinLaw(own);
      at = parents.get(at) ?? null;
    }
    return LAWFUL_HOURS;
  };
}

export const openHoursOf = async (sql: Sql | Tx, areaCode: string | null): Promise<OpenHours> =>
  (await readOpenHours(sql))(areaCode);

/** What is set anywhere, as far as it is lawful. */
async function allOwnHours(sql: Sql | Tx): Promise<{ code: string; hours: OpenHours }[]> {
  const rows = await sql<{ code: string; hours: OpenHours }[]>`
    select substr(key, ${PREFIX.length + 1}::int) as code, value as hours from settings where key like ${`${PREFIX}%`}`;
  return rows.map(({ code, hours }) => ({ code, hours: withinLaw(hours) }));
}

export interface Shut {
  /** Areas, with everything below them that has not set its own, whose people may not be written to at this moment. */
  areas: string[];
  /** When the first of them opens. */
  opensAt: Date;
}

/**
 * Where it is shut at this moment by an area's own hours, whatever the hours of the areas around it; null nearly always, by
 * one small query. Of days on which nobody is written to it knows nothing.
 */
export async function shutAt(sql: Sql | Tx, now: Date): Promise<Shut | null> {
  const own = await allOwnHours(sql);
  const hour = vietnamHour(now);
  const shut = own.filter(({ hours }) => hour < hours.from || hour > hours.until);
  if (shut.length === 0) return null;
  const open = own.filter((one) => !shut.includes(one)).map(({ code }) => code);
  const rows = await sql<{ code: string }[]>`
    with recursive inside as (
      select code from areas where code = any (${shut.map(({ code }) => code)})
      union
      select n.code from inside i cross join lateral (
        select a.code from areas a where a.parent_code = i.code and a.succeeded_by is null
        union all
        select a.code from areas a where a.succeeded_by = i.code) n
      where n.code <> all (${open})
    )
    select code from inside`;
  const openings = shut.map(({ hours: { from } }) => vietnamTime(now, hour < from ? 0 : 1, from).getTime());
  return { areas: rows.map(({ code }) => code), opensAt: new Date(Math.min(...openings)) };
}

/** Condition on recipient `r`: their home is not among these areas. Nobody's home is nowhere shut. */
export const isOpenAtHome = (sql: Sql | Tx, { areas }: Shut) => sql`
  not exists (select from contacts h where h.id = r.contact_id and h.area_code = any (${areas}))`;

/** Areas below this one, without itself, that have narrowed the hours of their people, by code. */
export async function hoursBelow(sql: Sql | Tx, areaCode: string): Promise<{ name: string; hours: OpenHours }[]> {
  const own = await allOwnHours(sql);
  if (own.length === 0) return [];
  const rows = await sql<{ code: string; name: string }[]>`
    select code, name from areas
    where code = any (${own.map(({ code }) => code)}) and code <> ${areaCode} and code in (${below(sql, areaCode)})
    order by code`;
  return rows.flatMap(({ code, name }) => {
    const hours = own.find((one) => one.code === code)?.hours;
    return hours ? [{ name, hours }] : [];
  });
}

/** Null goes back to what the area above says. */
export async function writeOpenHours(tx: Sql | Tx, areaCode: string, hours: OpenHours | null): Promise<void> {
  if (hours) await writeSetting(tx, PREFIX + areaCode, hours);
  else await tx`delete from settings where key = ${PREFIX + areaCode}`;
}
