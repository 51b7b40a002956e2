/** What people saw on real phones: that an app changed, or that a step still is as described. Appended. */
import type { ScreenCheck } from '../content/freshness.ts';
import type { Sql, Tx } from './client.ts';
import type { Author } from './publications.ts';

export interface RecordedCheck extends ScreenCheck {
  note: string;
  by: Author;
  at: Date;
}

interface Row {
  id: bigint;
  finding: 'changed' | 'seen';
  app: string | null;
  file: string | null;
  step: string | null;
  found_on: string;
  note: string;
  recorded_by: string;
  recorded_by_name: string;
  recorded_at: Date;
}

const toCheck = (row: Row): RecordedCheck => ({
  number: Number(row.id),
  finding: row.finding,
  about: row.app === null ? { file: row.file ?? '', step: row.step ?? '' } : { app: row.app },
  foundOn: row.found_on,
  note: row.note,
  by: { ref: row.recorded_by, name: row.recorded_by_name },
  at: row.recorded_at,
});

/** The newest of every app, and of every step and finding. */
export async function readScreenChecks(sql: Sql | Tx, simulated: boolean): Promise<RecordedCheck[]> {
  const rows = await sql<Row[]>`
    select distinct on (app, file, step, finding) id, finding, app, file, step, found_on::text as found_on, note,
      recorded_by, recorded_by_name, recorded_at
    from screen_checks where not simulated or ${simulated} order by app, file, step, finding, id desc`;
  return rows.map(toCheck);
}

export interface NewScreenCheck {
  finding: 'changed' | 'seen';
  about: ScreenCheck['about'];
  foundOn: string;
  note: string;
  simulated: boolean;
}

export async function recordScreenCheck(sql: Sql | Tx, check: NewScreenCheck, by: Author, now: Date): Promise<void> {
  const { app, file, step } = { app: null, file: null, step: null, ...check.about };
  await sql`
    insert into screen_checks (finding, app, file, step, found_on, note, recorded_by, recorded_by_name, recorded_at, simulated)
    values (${check.finding}, ${app}, ${file}, ${step}, ${check.foundOn}, ${check.note}, ${by.ref}, ${by.name}, ${now},
      ${check.simulated})`;
}
