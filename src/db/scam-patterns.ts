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

/** As an official sees it. */
export interface NotedScamPattern extends LocalScamPattern {
  areaName: string;
  recordedBy: string;
  recordedAt: Date;
  /** Null while people are answered by it. */
  withdrawnAt: Date | null;
}

/** Newest first, those no longer answered by last; what was written in a rehearsal stays in it. */
export async function listScamPatterns(sql: Sql | Tx, simulated: boolean): Promise<NotedScamPattern[]> {
  const rows = await sql<(Omit<NotedScamPattern, 'id'> & { id: bigint })[]>`
    select s.id, s.area_code as "areaCode", a.name as "areaName", s.phrases, s.answer, s.source, s.simulated,
      s.recorded_by as "recordedBy", s.recorded_at as "recordedAt", s.withdrawn_at as "withdrawnAt"
    from scam_patterns s join areas a on a.code = s.area_code
    where s.simulated = ${simulated} order by s.withdrawn_at is not null, s.id desc limit 500`;
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

/** False when it was withdrawn before, or is none of this world. */
export async function withdrawScamPattern(sql: Sql | Tx, id: string, simulated: boolean, now: Date): Promise<boolean> {
  const rows = await sql`
    update scam_patterns set withdrawn_at = ${now}
    where id = ${id} and simulated = ${simulated} and withdrawn_at is null returning id`;
  return rows.length > 0;
}
