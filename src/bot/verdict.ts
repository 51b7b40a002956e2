/**
 * What follows from a platform's answer to one call. Pure: the sender carries it out. Every failure of `SEND_FAILURES`
 * has its consequence here.
 */
import { CONTACT_LEFT, type End, type SendingRow } from '../db/outbox.ts';
import { SEND_FAILURES, type SendFailure, type SendResult } from './channel.ts';

/** An {@link End} but for whose it is and when. */
export type Verdict = Pick<End, 'state' | 'reason' | 'externalId' | 'notBefore' | 'movedTo'> & {
  /** Nothing more goes to this contact until they write. */
  hasLeft?: boolean;
};

export interface Circumstances {
  /** When the answer came. */
  now: Date;
  /** From 0 to 1, at random: keeps rows that failed together from coming back together. */
  spread: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** An answer later than this helps nobody: the person has gone on, or asked somebody. */
export const GIVE_UP_AFTER_MS = 24 * HOUR_MS;
/** For platforms that said "tomorrow" (Zalo's daily receive limit). */
const GIVE_UP_NOT_NOW_AFTER_MS = 72 * HOUR_MS;
const SPREAD_MS = 500;

/** Pauses double from `first` to `most`. */
const doubling = (first: number, most: number, attempts: number): number =>
  Math.min(most, first * 2 ** Math.min(30, attempts - 1));

type Retryable = {
  [Failure in SendFailure]: (typeof SEND_FAILURES)[Failure]['retry'] extends true ? Failure : never;
}[SendFailure];

/** Pause before the next attempt in ms, or null when there is none. `again`: the attempt before failed the same way. */
const PAUSES: Record<Retryable, (attempts: number, again: boolean) => number | null> = {
  throttled: (attempts) => doubling(SECOND_MS, MINUTE_MS, attempts),
  unavailable: (attempts) => doubling(SECOND_MS, 5 * MINUTE_MS, attempts),
  // Twice may be bad luck, a token that died while the next one came; from then on it is slow.
  'token-expired': (attempts, again) => (again ? doubling(5 * SECOND_MS, 15 * MINUTE_MS, attempts) : SECOND_MS),
  'not-now': () => 15 * MINUTE_MS,
  'media-gone': (_, again) => (again ? null : 0),
  misconfigured: (attempts) => doubling(MINUTE_MS, 15 * MINUTE_MS, attempts),
};

export function judge(row: SendingRow, result: SendResult, { now, spread }: Circumstances): Verdict {
  if (result.ok) {
    const { externalId, movedTo } = result;
    return { state: 'sent', externalId, ...(movedTo !== undefined && { movedTo }) };
  }
  const { failure, movedTo } = result;
  if (movedTo !== undefined && row.reason !== 'moved') {
    return { state: 'queued', reason: 'moved', notBefore: now, movedTo };
  }
  const consequence = SEND_FAILURES[failure];
  if (consequence.unknown) return { state: 'uncertain', reason: failure };
  if (consequence.contact === 'unreachable') return { state: 'failed', reason: CONTACT_LEFT, hasLeft: true };
  if (!isRetryable(failure)) return { state: 'failed', reason: failure };
  const pause = PAUSES[failure](row.attempts, row.reason === failure);
  if (pause === null) return { state: 'failed', reason: failure };
  const told = result.retryAfterMs === undefined ? pause : Math.max(result.retryAfterMs, 0);
  return later(row, failure, new Date(now.getTime() + told + (told > 0 ? spread * SPREAD_MS : 0)));
}

function later(row: SendingRow, reason: Retryable, notBefore: Date): Verdict {
  const patience = reason === 'not-now' ? GIVE_UP_NOT_NOW_AFTER_MS : GIVE_UP_AFTER_MS;
  const end = Math.min(row.queuedAt.getTime() + patience, row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
  return notBefore.getTime() < end ? { state: 'queued', reason, notBefore } : { state: 'expired', reason };
}

const isRetryable = (failure: SendFailure): failure is Retryable => SEND_FAILURES[failure].retry;
