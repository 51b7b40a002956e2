/** Places. "Below" always includes the area itself. */
import type { Sql, Tx } from './client.ts';

/** Codes of an area and everything under it, as a subquery: `area_code in (${below(tx, code)})`. */
export const below = (tx: Sql | Tx, code: string) => tx`
  with recursive inside as (
    select code from areas where code = ${code}
    union all
    select a.code from areas a join inside on a.parent_code = inside.code
  )
  select code from inside`;

/** Codes of an area and everything above it. */
export const above = (tx: Sql | Tx, code: string) => tx`
  with recursive outside as (
    select code, parent_code from areas where code = ${code}
    union all
    select a.code, a.parent_code from areas a join outside on a.code = outside.parent_code
  )
  select code from outside`;

export const areaName = async (tx: Sql | Tx, code: string | null): Promise<string> => {
  if (code === null) return '';
  const [row] = await tx<{ name: string }[]>`select name from areas where code = ${code}`;
  return row?.name ?? '';
};
