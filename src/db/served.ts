/** Whom the words of this installation reach. */
import type { Sql, Tx } from './client.ts';

/**
 * Codes of the areas below which everybody with a role lies: one commune and its province where one commune is served, the
 * province alone where several are, none where two provinces share the installation.
 */
export async function servedPath(sql: Sql | Tx, simulated: boolean): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    with recursive up as (
      select distinct m.area_code as start, m.area_code as code, 1 as height
      from memberships m join contacts c on c.id = m.contact_id
      where m.until is null and c.simulated = ${simulated}
      union all
      select up.start, a.parent_code, up.height + 1
      from up join areas a on a.code = up.code where a.parent_code is not null and up.height < 16
    )
    select code from up group by code having count(distinct start) = (select count(distinct start) from up)`;
  return rows.map(({ code }) => code);
}
