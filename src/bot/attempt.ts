/** One row's one call: whether it should still be made, and what its answer says about the channel as a whole. */
import type { Clock } from '../clock.ts';
import { CONTACT_LEFT, type SendingRow } from '../db/outbox.ts';
import { type ChannelName, type MediaStore, SEND_FAILURES, type SendResult } from './channel.ts';
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
  /** The platform answers again after an outage. */
  onRecovery(way: Transport): void;
}

/** After an outage this long, rows that wait for the platform are brought forward; after a shorter one they soon come anyway. */
const OUTAGE_MS = 5000;
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
    if (result.ok) return;
    const { failure, detail, retryAfterMs = UNTOLD_PAUSE_MS } = result;
    if (SEND_FAILURES[failure].ours) log.error({ channel, failure, detail }, `A platform refused a call: ${failure}.`);
    if (failure !== 'throttled' || !way.gate) return;
    way.gate.pauseBulk(retryAfterMs);
    parts.pauseBulk(channel, retryAfterMs);
  }

  return attempt;
}
