/** What a case is, and how it is judged. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Judged, judge, type Verdict } from './judge.ts';
import type { Postgres } from './postgres.ts';
import { openStage, type Stage } from './stage.ts';

export interface Case {
  /** Kebab-case; `--only` names it. */
  name: string;
  /** What happens, in the words of the report's first column. */
  what: string;
  /** Plays it until everything has settled again. */
  play(stage: Stage): Promise<Played>;
}

export interface Played extends Judged {
  /** How much was going on, in words: "10.000 recipients". */
  load: string;
  /** What must be true besides the general rules, and whether it was. */
  limits?: Record<string, boolean>;
  /** Until all was as if nothing had happened, from the end of the trouble; null: nothing had to recover. */
  recoveryMs?: number | null;
  /** Repeats that the case itself asks for, e.g. by restoring an older state; marked or not. */
  allowedRepeats?: number;
  /** Messages whose fate the trouble itself makes unknowable, beyond those in flight at a kill. */
  allowedUncertain?: number;
}

export interface Result extends Played {
  name: string;
  what: string;
  verdict: Verdict;
  /** What was not as it must be; empty: the case is passed. */
  failures: string[];
  tookMs: number;
}

/** Longest time a house may need to be well again without a person's help. */
const RECOVERS_WITHIN_MS = 10_000;

export interface PlayOptions {
  isLong: boolean;
  /** Root of a copy of the program with a fault built in, and what goes with it in the database. */
  program?: string;
  sabotage?: string;
  /** Folder in which the houses' log of a failed case is kept. */
  logs?: string;
}

export async function playCase(server: Postgres, one: Case, options: PlayOptions): Promise<Result> {
  const began = Date.now();
  const stage = await openStage(server, { name: one.name, ...options });
  if (options.sabotage !== undefined) await stage.sql.unsafe(options.sabotage);
  try {
    const played = await one.play(stage).catch(broken);
    const verdict = await judge(stage, played);
    const failures = failuresOf(played, verdict, stage.inFlight.size);
    if (failures.length > 0 && options.logs) await writeFile(join(options.logs, `${one.name}.log`), stage.printed());
    return { name: one.name, what: one.what, ...played, verdict, failures, tookMs: Date.now() - began };
  } finally {
    await stage.close();
  }
}

/** The case did not get to its end: said like any other failure, and what is there is judged all the same. */
const broken = (error: unknown): Played => ({ load: '–', limits: { [(error as Error).message]: false } });

function failuresOf(played: Played, verdict: Verdict, inFlight: number): string[] {
  const { lost, duplicated, uncertain, unannounced, outOfOrder, leaked, unended, strayed } = verdict;
  const { recoveryMs, limits = {}, allowedRepeats = 0, allowedUncertain = 0 } = played;
  const rules: [boolean, string][] = [
    [lost === 0, `${lost} lost`],
    [duplicated <= uncertain + allowedRepeats, `${duplicated} duplicated, only ${uncertain} marked uncertain`],
    [duplicated <= inFlight + uncertain + allowedRepeats, `${duplicated} duplicated, ${inFlight} were in flight`],
    [uncertain <= inFlight + allowedUncertain, `${uncertain} uncertain, ${inFlight} were in flight`],
    [unannounced === 0, `${unannounced} repeated without having been marked uncertain`],
    [outOfOrder === 0, `${outOfOrder} out of order`],
    [leaked === 0, `${leaked} leaked`],
    [unended === 0, `${unended} recipients without a final state`],
    [strayed.length === 0, strayed.slice(0, 3).join('; ')],
    [(recoveryMs ?? 0) <= RECOVERS_WITHIN_MS, `recovery took ${recoveryMs} ms`],
    ...Object.entries(limits).map(([limit, isKept]): [boolean, string] => [isKept, `not kept: ${limit}`]),
  ];
  return rules.filter(([isKept]) => !isKept).map(([, failure]) => failure);
}
