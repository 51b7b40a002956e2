/** Choosing the area a page is about: those one step down from where the reader may look, and the way back up. */
import type { ComponentChildren } from 'preact';
import type { Caller } from '../../access/caller.ts';
import { type Action, areasFor } from '../../access/rights.ts';
import type { Sql, Tx } from '../../db/client.ts';
import { Choice, FilterForm, type Option } from './components.tsx';
import type { AreaHere, Visit } from './visit.ts';

/** A province has some hundred communes; more than this no list is read through. */
const MOST = 500;

/**
 * What the reader may choose now: the areas of their grants, the way from there down to `area`, and what lies directly
 * below `area`. Deeper ones indented.
 */
export async function areasBelow(sql: Sql | Tx, caller: Caller, action: Action, area: AreaHere): Promise<Option[]> {
  const granted = areasFor(caller, action);
  const top = area.path.findLastIndex((code) => granted.includes(code));
  const way = area.path.slice(0, top + 1).reverse();
  const rows = await sql<{ code: string; name: string; parent_code: string | null }[]>`
    select code, name, parent_code from areas
    where (code = any (${[...way, ...granted]}) or parent_code = ${area.code})
      and (valid_to is null or code = any (${way})) order by kind = 'group', name, code limit ${MOST}`;
  const nameOf = new Map(rows.map(({ code, name }) => [code, name]));
  const indent = '\u2003';
  const others = granted.filter((code) => !way.includes(code));
  return [
    ...others.map((code) => ({ value: code, label: nameOf.get(code) ?? code })),
    ...way.map((code, depth) => ({ value: code, label: indent.repeat(depth) + (nameOf.get(code) ?? code) })),
    ...rows
      .filter(({ code, parent_code }) => parent_code === area.code && !way.includes(code) && !others.includes(code))
      .map(({ code, name }) => ({ value: code, label: indent.repeat(way.length) + name })),
  ];
}

export const AreaChoice = ({ options, value, label }: { options: readonly Option[]; value: string; label: string }) => (
  <Choice name="dia-ban" label={label} options={options} value={value} />
);

/** What a page about an area is filtered by: the area, and what else there is to choose. `kept` stays in the query. */
export const AreaFilter = ({
  visit: { say, area },
  action,
  areas,
  kept = {},
  children,
}: {
  visit: Pick<Visit, 'say' | 'area'>;
  action: string;
  areas: readonly Option[];
  kept?: Readonly<Record<string, string>>;
  children?: ComponentChildren;
}) => (
  <FilterForm action={action} say={say} kept={kept}>
    <AreaChoice options={areas} value={area.code} label={say('officials:frame.area')} />
    {children}
  </FilterForm>
);
