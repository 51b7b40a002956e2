/** What the subjects of the ledger are called: a stall's or household's name, a member's or person's call name. No legal names. */
import type { Sql, Tx } from './client.ts';

/** Code → name; those nothing is known of are left out. One query whatever the number. */
export async function callNamesOf(
  sql: Sql | Tx,
  subjects: readonly { subjectCode: string }[],
  simulated: boolean,
): Promise<Map<string, string>> {
  const codes = subjects.map(({ subjectCode }) => subjectCode);
  const rows = await sql<{ code: string; name: string }[]>`
    select code, name from (
      select code, name from stalls where code = any (${codes}) and simulated = ${simulated}
      union all
      select code, call_name from households where code = any (${codes}) and simulated = ${simulated}
      union all
      select 'M' || id, concat_ws(' ', term, call_name) from household_members
      where id = any (${numbersOf(codes, 'M')}::bigint[])
      union all
      select 'P' || id, concat_ws(' ', term, call_name) from contacts
      where id = any (${numbersOf(codes, 'P')}::bigint[]) and simulated = ${simulated}
    ) known where name <> ''`;
  return new Map(rows.map(({ code, name }) => [code, name]));
}

const numbersOf = (codes: readonly string[], letter: string): string[] =>
  codes.flatMap((code) => (code.startsWith(letter) && /^\d{1,18}$/.test(code.slice(1)) ? [code.slice(1)] : []));
