/** Tricks officials have written down, for everybody in their area and below. */
import type { Sql, Tx } from './client.ts';

export interface LocalScamPattern {
  id: string;
  areaCode: string;
  phrases: string[];
  answer: string;
  source: string;
  simulated: boolean;
}

export async function readScamPatterns(sql: Sql | Tx): Promise<LocalScamPattern[]> {
  const rows = await sql<(Omit<LocalScamPattern, 'id'> & { id: bigint })[]>`
    select id, area_code as "areaCode", phrases, answer, source, simulated from scam_patterns
    where withdrawn_at is null order by id desc limit 500`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

export async function recordScamPattern(
  sql: Sql | Tx,
  pattern: Omit<LocalScamPattern, 'id'>,
  by: string,
  now: Date,
): Promise<string> {
  const [row] = await sql<{ id: bigint }[]>`
    insert into scam_patterns (area_code, phrases, answer, source, recorded_by, recorded_at, simulated)
    values (${pattern.areaCode}, ${pattern.phrases}, ${pattern.answer}, ${pattern.source}, ${by}, ${now}, ${pattern.simulated})
    returning id`;
  return String(row?.id ?? '');
}

export const withdrawScamPattern = (sql: Sql | Tx, id: string, now: Date) => sql`
  update scam_patterns set withdrawn_at = ${now} where id = ${id} and withdrawn_at is null`;
