/** Facts of one place, appended; the newest row of an area and kind counts, and a row without a value takes it away. */
import type { LocalKind } from '../flows/local.ts';
import type { Sql, Tx } from './client.ts';
import type { Author } from './publications.ts';

export interface LocalFactRow {
  areaCode: string;
  areaName: string;
  kind: LocalKind;
  value: string | null;
  source: string;
  /** ISO day. */
  verifiedOn: string;
  by: Author;
  at: Date;
}

interface Row {
  area_code: string;
  area_name: string;
  kind: LocalKind;
  value: string | null;
  source: string;
  verified_on: string;
  recorded_by: string;
  recorded_by_name: string;
  recorded_at: Date;
}

const toFact = (row: Row): LocalFactRow => ({
  areaCode: row.area_code,
  areaName: row.area_name,
  kind: row.kind,
  value: row.value,
  source: row.source,
  verifiedOn: row.verified_on,
  by: { ref: row.recorded_by, name: row.recorded_by_name },
  at: row.recorded_at,
});

/** What counts now, everywhere. */
export async function readLocalFacts(sql: Sql | Tx): Promise<LocalFactRow[]> {
  const rows = await sql<Row[]>`
    select * from (
      select distinct on (f.area_code, f.kind) f.area_code, a.name as area_name, f.kind, f.value, f.source,
        f.verified_on::text as verified_on, f.recorded_by, f.recorded_by_name, f.recorded_at
      from local_facts f join areas a on a.code = f.area_code order by f.area_code, f.kind, f.id desc) newest
    where value is not null`;
  return rows.map(toFact);
}

/** Everything ever written down for an area, newest first. */
export async function localHistory(sql: Sql | Tx, areaCode: string): Promise<LocalFactRow[]> {
  const rows = await sql<Row[]>`
    select f.area_code, a.name as area_name, f.kind, f.value, f.source, f.verified_on::text as verified_on, f.recorded_by,
      f.recorded_by_name, f.recorded_at
    from local_facts f join areas a on a.code = f.area_code where f.area_code = ${areaCode} order by f.id desc limit 200`;
  return rows.map(toFact);
}

export interface NewLocalFact {
  areaCode: string;
  kind: LocalKind;
  /** As `readLocalValue` left it; null takes the fact away. */
  value: string | null;
  source: string;
  verifiedOn: string;
}

export async function recordLocalFact(sql: Sql | Tx, fact: NewLocalFact, by: Author, now: Date): Promise<void> {
  await sql`
    insert into local_facts (area_code, kind, value, source, verified_on, recorded_by, recorded_by_name, recorded_at)
    values (${fact.areaCode}, ${fact.kind}, ${fact.value}, ${fact.source}, ${fact.verifiedOn}, ${by.ref}, ${by.name}, ${now})`;
}

/** Parent of every area that has one, and of those that have none null. */
export async function readAreaTree(sql: Sql | Tx): Promise<Map<string, string | null>> {
  const rows = await sql<{ code: string; parent_code: string | null }[]>`select code, parent_code from areas`;
  return new Map(rows.map(({ code, parent_code }) => [code, parent_code]));
}
