/** What about announcements waits for an official: their approval, one that is paused, questions nobody has answered. */
import type { Caller } from '../access/caller.ts';
import { type WaitingQuestions, waitingQuestions } from '../db/announced.ts';
import { type Broadcast, listBroadcasts } from '../db/broadcasts.ts';
import type { Sql, Tx } from '../db/client.ts';
import { authorOf } from './draft.ts';

/** People who asked wait for a person: after so long they are on the list of things to do … */
export const ANSWER_WITHIN_HOURS = 4;
/** … and after so long no answer is waited for any more. */
const ASKED_LATELY_MS = 30 * 86_400_000;
const HOUR_MS = 3_600_000;
/** Of each kind; more are not told apart. */
const MOST = 20;

export interface Waiting {
  toApprove: Broadcast[];
  /** The longest paused first. */
  paused: Broadcast[];
  questions: WaitingQuestions | null;
}

/** Of an area and below; each only as far as the caller may do something about it there. */
export async function waitingFor(
  sql: Sql | Tx,
  caller: Caller,
  areaCode: string,
  may: { approve: boolean; write: boolean },
  now: Date,
): Promise<Waiting> {
  const since = new Date(now.getTime() - ASKED_LATELY_MS);
  const before = new Date(now.getTime() - ANSWER_WITHIN_HOURS * HOUR_MS);
  const [toApprove, paused, questions] = await Promise.all([
    may.approve ? approvalsAskedOf(sql, caller, areaCode) : [],
    may.write ? listBroadcasts(sql, [areaCode], caller.simulated, { state: 'paused', most: MOST }) : [],
    may.write ? waitingQuestions(sql, areaCode, caller.simulated, { since, before }) : null,
  ]);
  const pausedAt = (one: Broadcast) => one.pausedAt?.getTime() ?? 0;
  return { toApprove, paused: paused.toSorted((one, other) => pausedAt(one) - pausedAt(other)), questions };
}

/** Those that wait for the agreement of this very person: not their own, not agreed to by them already. */
export async function approvalsAskedOf(sql: Sql | Tx, caller: Caller, areaCode: string): Promise<Broadcast[]> {
  const { personRef } = await authorOf(sql, caller);
  const waiting = await listBroadcasts(sql, [areaCode], caller.simulated, { state: 'waiting-approval', most: MOST });
  return waiting.filter(({ authorRef, approvals }) => authorRef !== personRef && !approvals.includes(personRef));
}
