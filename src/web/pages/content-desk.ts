/** What all pages about words ask first: which file, what is in force, what is being drafted, and who may let it out. */

import { callerRef } from '../../access/caller.ts';
import { allows } from '../../access/rights.ts';
import type { Document, Edits } from '../../content/edits.ts';
import { doubtOf } from '../../content/freshness.ts';
import { flowsWith, type Library, stepsFrom, withEdits } from '../../content/library.ts';
import type { Edition } from '../../content/live.ts';
import type { Sql, Tx } from '../../db/client.ts';
import { countSteps, type StepCount } from '../../db/drop-off.ts';
import { type Author, type Draft, inForceOf, readDraft } from '../../db/publications.ts';
import { servedPath } from '../../db/served.ts';
import { wordsOf } from '../../flows/expand.ts';
import type { Flow, StepId } from '../../flows/flow.ts';
import { type Answer, type Deed, missing, type Say, type Visit } from './visit.ts';

/** One file as an official works on it. */
export interface Workbench {
  file: string;
  /** As delivered. */
  delivered: Document;
  /** As people read it now. */
  inForce: Document;
  inForceEdits: Edits;
  /** With the draft laid over it; the same as in force without one. */
  drafted: Document;
  draft: Draft | null;
  /** Number of the newest publication. */
  number: number;
}

/** What a further change is made to. */
export const draftedEdits = ({ draft, inForceEdits }: Workbench): Edits => draft?.edits ?? inForceEdits;

/** A visit that may be reading inside a deed's transaction: a deed never waits for a second connection. */
export type Looking = Omit<Visit, 'sql'> & { sql: Sql | Tx };

export const inside = (deed: Deed): Omit<Deed, 'sql'> & { sql: Tx } => ({ ...deed, sql: deed.tx });

export const editionOf = ({ ports, caller }: Pick<Visit, 'ports' | 'caller'>): Edition =>
  ports.content.live.editionFor(caller.simulated);

/** The file of a flow or block by its id; null when there is none. */
export function fileNamedBy(visit: Pick<Visit, 'ports'>, id: string): string | null {
  const { delivered } = visit.ports.content.live;
  return [`flows/${id}`, `blocks/${id}`].find((file) => delivered.has(file)) ?? null;
}

export async function openWorkbench(
  visit: Pick<Looking, 'sql' | 'ports' | 'caller'>,
  id: string,
): Promise<Workbench | null> {
  const file = fileNamedBy(visit, id);
  const delivered = file === null ? undefined : visit.ports.content.live.delivered.get(file);
  if (file === null || !delivered) return null;
  const { simulated } = visit.caller;
  const [draft, { edits: inForceEdits, number }] = await Promise.all([
    readDraft(visit.sql, file, simulated),
    inForceOf(visit.sql, file, simulated),
  ]);
  const over = (edits: Edits) =>
    withEdits(new Map([[file, delivered]]), new Map([[file, edits]])).get(file) ?? delivered;
  return {
    ...{ file, delivered, inForceEdits, draft, number },
    inForce: over(inForceEdits),
    drafted: over(draft?.edits ?? inForceEdits),
  };
}

/** Everything in force, with these edits in place of the file's own. */
export const libraryWith = (visit: Pick<Visit, 'ports' | 'caller'>, file: string, edits: Edits): Library =>
  withEdits(visit.ports.content.live.delivered, new Map([...editionOf(visit).edits(), [file, edits]]));

export const authorOf = ({ caller }: Pick<Visit, 'caller'>): Author => ({ ref: callerRef(caller), name: caller.name });

/**
 * Words reach everybody this installation serves, so whoever lets them out must be responsible for all of them: an admin, or
 * an official whose area holds every area that is served (docs/decisions/0010).
 */
export async function mayPublish({ sql, caller }: Pick<Looking, 'sql' | 'caller'>): Promise<boolean> {
  if (caller.grants.some(({ role }) => role === 'admin')) return true;
  return allows(caller, 'content.publish', await servedPath(sql, caller.simulated));
}

/** What a file is called on the pages: a flow's title, a shared step's own name. */
export function titleOf(say: Say, document: Document): string {
  const title = document.words.vi.title;
  return title ?? say(`content:block.${document.definition.id}`);
}

export const hrefOf = (definition: Pick<Flow, 'id'>, ...rest: string[]): string =>
  ['/noi-dung', definition.id, ...rest].join('/');

/** A page about one file; there is nothing to see where there is no such file. */
export function inWorkbench(page: (visit: Looking, bench: Workbench) => Answer | Promise<Answer>) {
  return async (visit: Visit): Promise<Answer> => {
    const bench = await openWorkbench(visit, visit.params.flow ?? '');
    return bench ? page(visit, bench) : missing();
  };
}

export const crumbs = ({ say }: Pick<Visit, 'say'>, bench?: Workbench) => [
  { label: say('content:title'), href: '/noi-dung' },
  ...(bench ? [{ label: titleOf(say, bench.inForce), href: hrefOf(bench.delivered.definition) }] : []),
];

/** Where people stopped is asked of these days (dashboard §3.6). */
export const PERIOD_DAYS = 28;

/** Counts of expanded steps, brought home to the file's own. */
function countsAt(
  visit: Looking,
  bench: Workbench,
  counts: readonly StepCount[],
): Map<StepId, { standing: number; stopped: number }> {
  const { current } = editionOf(visit).flows;
  const sums = new Map<StepId, { standing: number; stopped: number }>();
  for (const { flowId, step, standing, stopped } of counts) {
    const flow = current.get(flowId);
    if (!flow?.steps[step]) continue;
    const { namespace, key } = wordsOf(flow, step);
    if (namespace !== bench.file) continue;
    const sum = sums.get(key) ?? { standing: 0, stopped: 0 };
    sums.set(key, { standing: sum.standing + standing, stopped: sum.stopped + stopped });
  }
  return sums;
}

/** How many stand at each step of a file now, and how many stopped there lately. */
export async function peopleAt(visit: Looking, bench: Workbench) {
  const flowIds = flowsWith(editionOf(visit).flows.current, bench.file).map(({ id }) => id);
  const from = new Date(visit.now.getTime() - PERIOD_DAYS * 86_400_000);
  return countsAt(
    visit,
    bench,
    await countSteps(visit.sql, { from, now: visit.now, simulated: visit.caller.simulated, flowIds }),
  );
}

/** Steps of a file that are in doubt in at least one flow. */
export function doubtfulSteps(visit: Looking, file: string): Set<StepId> {
  const edition = editionOf(visit);
  return new Set(
    flowsWith(edition.flows.current, file).flatMap((flow) =>
      stepsFrom(flow, file)
        .filter((step) => doubtOf(flow, step, visit.now, edition.checks(), edition.apps()))
        .map((step) => wordsOf(flow, step).key),
    ),
  );
}
