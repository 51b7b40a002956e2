/** Places. "Below" always includes the area itself. */
import type { Sql, Tx } from './client.ts';

/**
 * Codes of an area and everything under it today, units merged into it included: as a subquery,
 * `area_code in (${below(tx, code)})`.
 */
export const below = (tx: Sql | Tx, code: string) => tx`
  with recursive inside as (
    select code from areas where code = ${code}
    union
    select n.code from inside i cross join lateral (
      select a.code from areas a where a.parent_code = i.code and a.succeeded_by is null
      union all
      select a.code from areas a where a.succeeded_by = i.code) n
  )
  select code from inside`;

/** Codes of an area and everything above it today; a unit that was merged lies in its successor. */
export const above = (tx: Sql | Tx, code: string) => tx`
  with recursive outside as (
    select code, coalesce(succeeded_by, parent_code) as outer_code from areas where code = ${code}
    union
    select a.code, coalesce(a.succeeded_by, a.parent_code) from areas a join outside on a.code = outside.outer_code
  )
  select code from outside`;

export const areaName = async (tx: Sql | Tx, code: string | null): Promise<string> => {
  if (code === null) return '';
  const [row] = await tx<{ name: string }[]>`select name from areas where code = ${code}`;
  return row?.name ?? '';
};

/**
 * Code of an area and of all its ancestors, the area first: what `allows` asks about. Empty when there is no such area.
 * A cycle among parents (which an import must refuse) cannot hang it.
 */
export async function pathOf(tx: Sql | Tx, code: string): Promise<string[]> {
  const rows = await tx<{ code: string }[]>`
    with recursive outside as (
      select code, coalesce(succeeded_by, parent_code) as outer_code, 1 as height from areas where code = ${code}
      union all
      select a.code, coalesce(a.succeeded_by, a.parent_code), o.height + 1 from areas a join outside o on a.code = o.outer_code
      where o.height < 16
    )
    select code from outside order by height`;
  return rows.map((row) => row.code);
}

/** An area as a search finds it. */
export interface FoundArea {
  code: string;
  name: string;
  kind: 'province' | 'commune' | 'hamlet' | 'group';
  /** Names of the units around it, the nearest first: names repeat across the country, so they are always shown. */
  within: string[];
  /** The older name by which it was found (`Xã Đại Ân 2`, `huyện Trần Đề cũ`); null: by its own. */
  formerly: string | null;
  /** What it was merged into, when it is no more. */
  succeededBy: string | null;
}

const FOUND_LIMIT = 20;
const UNIT_WORDS = /^(?:xa|phuong|thi tran|thi xa|thanh pho|tp|huyen|quan|tinh|dac khu|ap|khom|khu vuc)\.? +/;

/**
 * Areas whose name, or the name of a unit they were made from, contains the words; marks and the place of the tone do not
 * matter. Today's names come before older ones, the whole name before a part of it. `within`: only below this area.
 */
export async function findAreas(
  tx: Sql | Tx,
  words: string,
  options: { simulated: boolean; within?: string },
): Promise<FoundArea[]> {
  const wanted = withoutMarks(words).trim().replace(/ +/g, ' ').slice(0, 100);
  if (wanted === '') return [];
  const bare = wanted.replace(UNIT_WORDS, '');
  const inside = options.within === undefined ? tx`true` : tx`a.code in (${below(tx, options.within)})`;
  const rows = await tx<(Omit<FoundArea, 'formerly'> & { formed_from: string | null; former: string | null })[]>`
    select a.code, a.name, a.kind, a.succeeded_by as "succeededBy", a.formed_from, a.former,
      array(with recursive outside as (
              select p.code, p.name, p.parent_code, 1 as height from areas p where p.code = a.parent_code
              union all
              select p.code, p.name, p.parent_code, o.height + 1 from outside o join areas p on p.code = o.parent_code
              where o.height < 8)
            select name from outside order by height) as within
    from areas a
    where a.simulated = ${options.simulated} and a.search like ${`%${bare.replace(/[\\%_]/g, '\\$&')}%`} and ${inside}
    order by (without_marks(a.name) = ${wanted}) desc, (without_marks(a.name) like ${`%${bare}`}) desc,
      (without_marks(a.name) like ${`%${bare}%`}) desc, array_position(array['province', 'commune', 'hamlet', 'group'], a.kind),
      a.code
    limit ${FOUND_LIMIT}`;
  return rows.map(({ formed_from, former, ...area }) => ({
    ...area,
    formerly: withoutMarks(area.name).includes(bare) ? null : olderName(bare, formed_from, former),
  }));
}

function olderName(bare: string, formedFrom: string | null, former: string | null): string | null {
  const unit = formedFrom?.split(',').find((name) => withoutMarks(name).includes(bare));
  if (unit !== undefined) return unit.trim();
  return former !== null && withoutMarks(former).includes(bare) ? `${former} cũ` : null;
}

/** The same folding as the database's `without_marks`. */
const withoutMarks = (words: string): string =>
  words.normalize('NFD').replace(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();

/** An area as the API lists it. */
export interface ListedArea {
  area_code: string;
  name: string;
  kind: string;
  parent_code: string | null;
  valid_from: string;
  valid_to: string | null;
  succeeded_by: string | null;
}

/** Areas of one world in the order of their codes, those behind `after`. */
export async function listAreas(
  sql: Sql | Tx,
  query: { simulated: boolean; parent: string | null; kind: string | null; after: string; limit: number },
): Promise<ListedArea[]> {
  return sql<ListedArea[]>`
    select code as area_code, name, kind, parent_code, to_char(valid_from, 'YYYY-MM-DD') as valid_from,
      to_char(valid_to, 'YYYY-MM-DD') as valid_to, succeeded_by
    from areas
    where simulated = ${query.simulated} and code > ${query.after}
      and (${query.parent}::text is null or parent_code = ${query.parent})
      and (${query.kind}::text is null or kind = ${query.kind})
    order by code limit ${query.limit}`;
}
