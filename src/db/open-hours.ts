/**
 * When people of an area may be written to unasked, where their commune has narrowed the lawful hours. The nearest area's
 * word holds for everything below it; reminders and announcements ask here and nowhere else.
 */
import { LAWFUL_HOURS, type OpenHours, withinLaw } from '../clock.ts';
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

/** Null goes back to what the area above says. */
export async function writeOpenHours(tx: Sql | Tx, areaCode: string, hours: OpenHours | null): Promise<void> {
  if (hours) await writeSetting(tx, PREFIX + areaCode, hours);
  else await tx`delete from settings where key = ${PREFIX + areaCode}`;
}
