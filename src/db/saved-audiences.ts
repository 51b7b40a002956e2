/** Audiences an area uses again and again, under a name of its own. */
import type { AudienceQuery } from '../broadcast/audience.ts';
import { above } from './areas.ts';
import type { Sql, Tx } from './client.ts';

export interface SavedAudience {
  id: string;
  name: string;
  areaCode: string;
  query: AudienceQuery;
}

/** Saved for an area or for one above it, by name. */
export async function readSavedAudiences(tx: Sql | Tx, areaCode: string, simulated: boolean): Promise<SavedAudience[]> {
  const rows = await tx<(Omit<SavedAudience, 'id'> & { id: bigint })[]>`
    select id, name, area_code as "areaCode", query from saved_audiences
    where area_code in (${above(tx, areaCode)}) and simulated = ${simulated} order by name, id`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

/** Saves one; the same name in the same area is replaced. */
export async function saveAudience(
  tx: Sql | Tx,
  audience: Omit<SavedAudience, 'id'> & { createdBy: string; simulated: boolean },
  now: Date,
): Promise<string> {
  const [row] = await tx<{ id: bigint }[]>`
    insert into saved_audiences (name, area_code, query, created_by, created_at, simulated)
    values (${audience.name}, ${audience.areaCode}, ${tx.json(audience.query as never)}, ${audience.createdBy}, ${now},
      ${audience.simulated})
    on conflict (area_code, name, simulated) do update set query = excluded.query, created_by = excluded.created_by
    returning id`;
  return String(row!.id);
}

/** False when there was none. */
export async function dropSavedAudience(tx: Sql | Tx, id: string): Promise<boolean> {
  const dropped = await tx`delete from saved_audiences where id = ${id} returning 1`;
  return dropped.length > 0;
}
