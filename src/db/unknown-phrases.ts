/** Phrases nobody has foreseen: counted as they come, given an intent by an author, exported for the next training. */
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from './client.ts';

export interface UnknownPhrase {
  id: string;
  /** Folded words without anything personal. */
  phrase: string;
  times: number;
  /** What the model would have said. */
  guess: string;
  lastOn: string;
}

/** Phrases nobody gave an intent are forgotten after this many days. */
export const KEPT_DAYS = 90;

/** Counts one occurrence. Simulated people's phrases are kept apart. */
export async function noteUnknownPhrase(
  tx: Tx,
  { phrase, guess, simulated, now }: { phrase: string; guess: string; simulated: boolean; now: Date },
): Promise<void> {
  await tx`
    insert into unknown_phrases (phrase, guess, simulated, times, first_on, last_on)
    values (${phrase}, ${guess}, ${simulated}, 1, ${vietnamDay(now)}, ${vietnamDay(now)})
    on conflict (phrase, simulated) do update
    set times = unknown_phrases.times + 1, last_on = excluded.last_on, guess = excluded.guess`;
}

/** Phrases without an intent, the commonest first. */
export const unassigned = async (sql: Sql | Tx, simulated: boolean, limit: number): Promise<UnknownPhrase[]> =>
  (
    await sql<{ id: bigint; phrase: string; times: number; guess: string; last_on: string }[]>`
      select id, phrase, times, guess, last_on::text from unknown_phrases
      where intent is null and simulated = ${simulated}
      order by times desc, last_on desc, id limit ${limit}`
  ).map(({ id, last_on, ...row }) => ({ ...row, id: String(id), lastOn: last_on }));

/** Gives a phrase its intent, or `null`: "none of ours", which keeps it out of the list and of the export. */
export async function assignIntent(tx: Tx, id: string, intent: string | null, by: string, now: Date): Promise<boolean> {
  const rows = await tx`
    update unknown_phrases set intent = ${intent ?? ''}, assigned_by = ${by}, assigned_at = ${now}
    where id = ${id} returning id`;
  return rows.length === 1;
}

/** What the next training reads as `content/phrases/assigned.tsv`: `intent<TAB>phrase` a line, oldest first. */
export async function exportAssigned(sql: Sql | Tx, simulated: boolean): Promise<string> {
  const rows = await sql<{ intent: string; phrase: string }[]>`
    select intent, phrase from unknown_phrases
    where intent <> '' and simulated = ${simulated} order by assigned_at, id`;
  return rows
    .map(({ intent, phrase }) => `${intent}\t${phrase.replaceAll('…', '').replace(/\s+/g, ' ').trim()}\n`)
    .join('');
}

/** Forgets what nobody assigned and nobody wrote for {@link KEPT_DAYS}; answers how many. */
export async function forgetUnknown(tx: Sql | Tx, now: Date): Promise<number> {
  const rows = await tx`
    delete from unknown_phrases where intent is null and last_on < ${vietnamDay(now)}::date - ${KEPT_DAYS}::int returning id`;
  return rows.length;
}
