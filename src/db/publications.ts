/**
 * Drafts and publications of the flows' words. A draft is one shared working copy a file; a publication is everything that
 * is changed in the file from then on, so that any version can be read, compared and gone back to by itself.
 */
import type { Edits } from '../content/edits.ts';
import type { Sql, Tx } from './client.ts';

/** Who did it, as recorded: reference (`contact:12`) and the name colleagues know. */
export interface Author {
  ref: string;
  name: string;
}

export interface Draft {
  file: string;
  edits: Edits;
  revision: number;
  savedBy: Author;
  savedAt: Date;
}

export interface Publication {
  file: string;
  /** 1, 2, 3 … within the file. */
  number: number;
  edits: Edits;
  reason: string;
  mustSee: string[];
  returnsTo: number | null;
  by: Author;
  at: Date;
}

interface DraftRow {
  file: string;
  edits: Edits;
  revision: number;
  saved_by: string;
  saved_by_name: string;
  saved_at: Date;
}

const toDraft = (row: DraftRow): Draft => ({
  file: row.file,
  edits: row.edits,
  revision: row.revision,
  savedBy: { ref: row.saved_by, name: row.saved_by_name },
  savedAt: row.saved_at,
});

export async function readDrafts(sql: Sql | Tx, simulated: boolean): Promise<Draft[]> {
  const rows = await sql<DraftRow[]>`
    select file, edits, revision, saved_by, saved_by_name, saved_at from content_drafts
    where simulated = ${simulated} order by saved_at desc`;
  return rows.map(toDraft);
}

export async function readDraft(sql: Sql | Tx, file: string, simulated: boolean): Promise<Draft | null> {
  const [row] = await sql<DraftRow[]>`
    select file, edits, revision, saved_by, saved_by_name, saved_at from content_drafts
    where file = ${file} and simulated = ${simulated}`;
  return row ? toDraft(row) : null;
}

export interface DraftToSave {
  file: string;
  edits: Edits;
  simulated: boolean;
  /** The revision it was made from; 0 when there was no draft. */
  from: number;
}

/** The new revision, or null when somebody else has saved since: nothing is overwritten unseen. */
export async function saveDraft(sql: Sql | Tx, draft: DraftToSave, by: Author, now: Date): Promise<number | null> {
  const { file, edits, simulated, from } = draft;
  const [row] = await sql<{ revision: number }[]>`
    insert into content_drafts (file, simulated, edits, revision, saved_by, saved_by_name, saved_at)
    select ${file}, ${simulated}, ${sql.json(edits as never)}, 1, ${by.ref}, ${by.name}, ${now}
    where ${from} = 0 or exists (select from content_drafts where file = ${file} and simulated = ${simulated})
    on conflict (file, simulated) do update set edits = excluded.edits, revision = content_drafts.revision + 1,
      saved_by = excluded.saved_by, saved_by_name = excluded.saved_by_name, saved_at = excluded.saved_at
      where content_drafts.revision = ${from}
    returning revision`;
  return row?.revision ?? null;
}

/** False when somebody has saved since. */
export async function dropDraft(sql: Sql | Tx, file: string, simulated: boolean, revision: number): Promise<boolean> {
  const gone = await sql`
    delete from content_drafts where file = ${file} and simulated = ${simulated} and revision = ${revision} returning 1`;
  return gone.length > 0;
}

export interface ToPublish {
  file: string;
  edits: Edits;
  reason: string;
  mustSee: readonly string[];
  returnsTo: number | null;
  simulated: boolean;
  /** Number of the newest publication the author has seen; 0 when there was none. */
  after: number;
  /** Steps whose labels the author has just seen on a phone: they are out of doubt from now on. */
  seen: readonly { step: string; on: string }[];
}

/**
 * Publishes and takes the draft away, in the caller's transaction; answers the new number, or null when somebody else has published
 * since the author looked. Every running process is told by the database itself.
 */
export async function publish(tx: Tx, what: ToPublish, by: Author, now: Date): Promise<number | null> {
  const { file, simulated, after } = what;
  const [row] = await tx<{ number: number }[]>`
    insert into publications (file, number, edits, reason, must_see, returns_to, published_by, published_by_name,
      published_at, simulated)
    select ${file}, ${after + 1}, ${tx.json(what.edits as never)}, ${what.reason}, ${[...what.mustSee]},
      ${what.returnsTo}, ${by.ref}, ${by.name}, ${now}, ${simulated}
    where ${after} = (select coalesce(max(number), 0) from publications where file = ${file} and simulated = ${simulated})
    on conflict do nothing
    returning number`;
  if (!row) return null;
  await tx`delete from content_drafts where file = ${file} and simulated = ${simulated}`;
  for (const { step, on } of what.seen) {
    await tx`
      insert into screen_checks (finding, file, step, found_on, note, recorded_by, recorded_by_name, recorded_at, simulated)
      values ('seen', ${file}, ${step}, ${on}, ${what.reason}, ${by.ref}, ${by.name}, ${now}, ${simulated})`;
  }
  return row.number;
}

interface PublicationRow {
  file: string;
  number: number;
  edits: Edits;
  reason: string;
  must_see: string[];
  returns_to: number | null;
  published_by: string;
  published_by_name: string;
  published_at: Date;
}

const toPublication = (row: PublicationRow): Publication => ({
  file: row.file,
  number: row.number,
  edits: row.edits,
  reason: row.reason,
  mustSee: row.must_see,
  returnsTo: row.returns_to,
  by: { ref: row.published_by, name: row.published_by_name },
  at: row.published_at,
});

/** Newest first. */
export async function historyOf(sql: Sql | Tx, file: string, simulated: boolean): Promise<Publication[]> {
  const rows = await sql<PublicationRow[]>`
    select file, number, edits, reason, must_see, returns_to, published_by, published_by_name, published_at
    from publications where file = ${file} and simulated = ${simulated} order by number desc`;
  return rows.map(toPublication);
}

/** Number of the newest publication of a file; 0 when there is none. */
export async function newestNumber(sql: Sql | Tx, file: string, simulated: boolean): Promise<number> {
  const [row] = await sql<{ number: number }[]>`
    select coalesce(max(number), 0)::int as number from publications where file = ${file} and simulated = ${simulated}`;
  return row?.number ?? 0;
}

/**
 * What is in force, newest of every file. Make-believe people read what make-believe officials published, and what is
 * really in force where they published nothing.
 */
export async function inForce(sql: Sql | Tx, simulated: boolean): Promise<Publication[]> {
  const rows = await sql<PublicationRow[]>`
    select distinct on (file) file, number, edits, reason, must_see, returns_to, published_by, published_by_name, published_at
    from publications where not simulated or ${simulated} order by file, simulated desc, id desc`;
  return rows.map(toPublication);
}

/** What is in force of one file, asked of the database itself, and the number the next publication follows. */
export async function inForceOf(
  sql: Sql | Tx,
  file: string,
  simulated: boolean,
): Promise<{ edits: Edits; number: number }> {
  const [row] = await sql<{ edits: Edits; number: number }[]>`
    select edits, case when simulated = ${simulated} then number else 0 end as number
    from publications where file = ${file} and (not simulated or ${simulated}) order by simulated desc, id desc limit 1`;
  return row ?? { edits: {}, number: 0 };
}

/** More than anybody publishes while a message waits; each costs building its flows once. */
const MOST_LATELY = 10;

/** What stood before the newest publications, newest first: for pictures that were named before and are still to be sent. */
export async function lately(
  sql: Sql | Tx,
  simulated: boolean,
  since: Date,
): Promise<{ file: string; edits: Edits }[]> {
  return sql<{ file: string; edits: Edits }[]>`
    select p.file, coalesce(before.edits, '{}') as edits
    from publications p
    left join publications before
      on before.file = p.file and before.simulated = p.simulated and before.number = p.number - 1
    where p.simulated = ${simulated} and p.published_at >= ${since} order by p.id desc limit ${MOST_LATELY}`;
}

/** Every step of which a change was published that nobody may miss, with the time of the last such change. */
export async function readMustSee(
  sql: Sql | Tx,
  simulated: boolean,
): Promise<{ file: string; step: string; since: Date }[]> {
  return sql<{ file: string; step: string; since: Date }[]>`
    select p.file, step, max(p.published_at) as since
    from publications p, unnest(p.must_see) as step where p.simulated = ${simulated} group by p.file, step`;
}
