/**
 * The State's list of provinces and communes (content/admin-units.json: MIT, see its `meta` and THIRD-PARTY-NOTICES.md),
 * in force since 1/7/2025. Hamlets are the communes' own and come by import or by hand.
 */
import { readFileSync } from 'node:fs';
import type { Sql } from './client.ts';

interface AdminUnits {
  provinces: {
    code: string;
    full_name: string;
    formed_from: unknown;
    communes: [code: string, name: string, type: 'x' | 'p' | 'd', formedFrom: string | null][];
  }[];
}

const COMMUNE_WORD = { x: 'Xã', p: 'Phường', d: 'Đặc khu' } as const;
const IN_FORCE_SINCE = '2025-07-01';

/** Former districts, as names to search by (content/former-districts.json). */
interface FormerDistricts {
  districts: { name: string; communes: string[] }[];
}

const content = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../content/${name}`, import.meta.url), 'utf8')) as T;

/** Adds what is missing; changes nothing that is there. Cheap when the list is complete. */
export async function loadOfficialAreas(sql: Sql): Promise<void> {
  const { provinces } = content<AdminUnits>('admin-units.json');
  const { districts } = content<FormerDistricts>('former-districts.json');
  const formerOf = new Map(districts.flatMap(({ name, communes }) => communes.map((code) => [code, name] as const)));
  const rows = provinces.flatMap((province) => [
    {
      code: province.code,
      name: province.full_name,
      kind: 'province',
      parent: null,
      formed: textOf(province.formed_from),
      former: null,
    },
    ...province.communes.map(([code, name, type, formed]) => ({
      code,
      name: `${COMMUNE_WORD[type]} ${name}`,
      kind: 'commune',
      parent: province.code,
      formed: textOf(formed),
      former: formerOf.get(code) ?? null,
    })),
  ]);
  const [known] = await sql<{ count: number }[]>`
    select count(*)::int as count from areas where kind in ('province', 'commune') and not simulated`;
  if ((known?.count ?? 0) >= rows.length) return;
  await sql`
    insert into areas (code, name, kind, parent_code, formed_from, former, valid_from)
    select code, name, kind, parent, formed, former, ${IN_FORCE_SINCE}
    from jsonb_to_recordset(${sql.json(rows)})
      as r(code text, name text, kind text, parent text, formed text, former text)
    on conflict (code) do nothing`;
}

const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value || null;
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : null;
};
