/** Answers to what the flows do not know for certain. Appended; the newest of a point counts. */
import type { Sql, Tx } from './client.ts';
import type { Author } from './publications.ts';

export interface OpenPointAnswer {
  point: string;
  /** Null: opened again. */
  answer: string | null;
  source: string;
  by: Author;
  at: Date;
}

interface Row {
  point: string;
  answer: string | null;
  source: string;
  answered_by: string;
  answered_by_name: string;
  answered_at: Date;
}

/** The newest answer of every point that ever had one. */
export async function readAnswers(sql: Sql | Tx, simulated: boolean): Promise<Map<string, OpenPointAnswer>> {
  const rows = await sql<Row[]>`
    select distinct on (point) point, answer, source, answered_by, answered_by_name, answered_at
    from open_point_answers where not simulated or ${simulated} order by point, simulated desc, id desc`;
  return new Map(
    rows.map((row) => [
      row.point,
      {
        point: row.point,
        answer: row.answer,
        source: row.source,
        by: { ref: row.answered_by, name: row.answered_by_name },
        at: row.answered_at,
      },
    ]),
  );
}

export async function recordAnswer(
  sql: Sql | Tx,
  answer: { point: string; answer: string | null; source: string; simulated: boolean },
  by: Author,
  now: Date,
): Promise<void> {
  await sql`
    insert into open_point_answers (point, answer, source, answered_by, answered_by_name, answered_at, simulated)
    values (${answer.point}, ${answer.answer}, ${answer.source}, ${by.ref}, ${by.name}, ${now}, ${answer.simulated})`;
}
