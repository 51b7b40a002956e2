/** One row's one call: whether it should still be made, and what its answer says about the channel as a whole. */
import type { Clock } from '../clock.ts';
import { CONTACT_LEFT, MUTED, type SendingRow } from '../db/outbox.ts';
import { type ChannelName, type MediaStore, SEND_FAILURES, type SendFailure, type SendResult } from './channel.ts';
import type { Log } from './complaints.ts';
import { isBulk } from './lanes.ts';
import type { Transport } from './transports.ts';
import { judge, type Verdict } from './verdict.ts';

/** A row that is ours until its end is written. */
export interface Held {
  row: SendingRow;
  way: Transport;
  /** By the monotonic clock: afterwards our lease may have run out, so no call may begin. */
  trustedUntil: number;
  /** When its call began. */
  begunAt: Date | null;
}

export interface AttemptParts {
  clock: Clock;
  media: MediaStore & { readonly simulated: MediaStore };
  log: Log;
  /** No call begins any more. */
  stopping: AbortSignal;
  onPoint(point: 'before-call' | 'after-call'): void;
  /** Tells every process that this channel wants no bulk for so long. */
  pauseBulk(channel: ChannelName, ms: number): void;
  /** Has asked for no announcements a moment ago. */
  hasOptedOut(contactId: bigint): boolean;
  /** The platform answers again after an outage. */
  onRecovery(way: Transport): void;
}

/** After an outage this long, rows that wait for the platform are brought forward; after a shorter one they soon come anyway. */
const OUTAGE_MS = 5000;
/**
 * Circuit breaker: so many calls in a row that came to nothing, and no more bulk is tried for a while, by any process. The
 * pause doubles up to five seconds, so that sending goes on soon after the platform does.
 */
const BREAK_AFTER = 5;
const BREAK_FIRST_MS = 500;
const BREAK_MOST_MS = 5000;
/** What says something about the platform, and nothing about the one message. */
const IS_TROUBLE: ReadonlySet<SendFailure> = new Set(['unavailable', 'lost-answer', 'misconfigured', 'token-expired']);

const breakMs = (troubles: number): number =>
  troubles < BREAK_AFTER ? 0 : Math.min(BREAK_MOST_MS, BREAK_FIRST_MS * 2 ** Math.min(10, troubles - BREAK_AFTER));

/** A platform that throttles without saying for how long. */
const UNTOLD_PAUSE_MS = 1000;

/** Makes the call if it should be made now and here; never rejects. */
export function createAttempt(parts: AttemptParts): (one: Held) => Promise<Verdict> {
  const { clock, media, log, stopping, onPoint } = parts;

  async function attempt(one: Held): Promise<Verdict> {
    const { row, way } = one;
    const notNowNotHere: Verdict = { state: 'queued', reason: row.reason ?? undefined };
    if (row.contactLeft) return { state: 'failed', reason: CONTACT_LEFT };
    if (isTooLate(row)) return tooLate(row);
    if (way.gate && !(await way.gate.pass(isBulk(row)))) return notNowNotHere;
    if (isTooLate(row)) return tooLate(row);
    if (row.broadcastId !== null && (row.contactMuted || parts.hasOptedOut(row.contactId)))
      return { state: 'failed', reason: MUTED };
    if (stopping.aborted || performance.now() >= one.trustedUntil) return notNowNotHere;
    one.begunAt = clock.now();
    const result = await call(one);
    heed(way, result);
    return judge(row, result, { now: clock.now(), spread: Math.random() });
  }

  const isTooLate = ({ expiresAt }: SendingRow): boolean => expiresAt !== null && expiresAt <= clock.now();
  const tooLate = ({ reason }: SendingRow): Verdict => ({ state: 'expired', reason: reason ?? 'too-late' });

  async function call({ row, way }: Held): Promise<SendResult> {
    onPoint('before-call');
    try {
      return await way.channel.send(row.to, row.message, way.isSimulated ? media.simulated : media);
    } catch (err) {
      log.error({ err, channel: row.to.channel }, 'A channel threw instead of answering.');
      return { ok: false, failure: 'lost-answer', detail: 'the channel threw' };
    } finally {
      onPoint('after-call');
    }
  }

  /** What an answer means for other calls of the channel. */
  function heed(way: Transport, result: SendResult): void {
    const channel = way.channel.name;
    const now = performance.now();
    if (result.ok && way.downSince !== null && now - way.downSince > OUTAGE_MS) parts.onRecovery(way);
    const isDown = !result.ok && result.failure === 'unavailable';
    way.downSince = isDown ? (way.downSince ?? now) : null;
    way.troubles = !result.ok && IS_TROUBLE.has(result.failure) ? way.troubles + 1 : 0;
    if (result.ok) return;
    const { failure, detail, retryAfterMs = UNTOLD_PAUSE_MS } = result;
    if (SEND_FAILURES[failure].ours) log.error({ channel, failure, detail }, `A platform refused a call: ${failure}.`);
    if (!way.gate) return;
    const pauseMs = failure === 'throttled' ? retryAfterMs : breakMs(way.troubles);
    if (pauseMs === 0) return;
    way.gate.pauseBulk(pauseMs);
    parts.pauseBulk(channel, pauseMs);
  }

  return attempt;
}
