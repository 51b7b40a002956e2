import { describe, expect, it } from 'vitest';
import { SEND_FAILURES, type SendFailure, type SendResult } from '../../src/bot/channel.ts';
import { judge, type Verdict } from '../../src/bot/verdict.ts';
import type { SendingRow } from '../../src/db/outbox.ts';

const NOW = new Date('2026-11-22T02:00:00Z');
const HOUR_MS = 3_600_000;

function row(more: Partial<SendingRow> = {}): SendingRow {
  return {
    ...{
      id: 1n,
      contactId: 2n,
      to: { channel: 'telegram', externalId: '3' },
      simulated: false,
      urgency: 0,
      position: 1n,
    },
    ...{
      message: { kind: 'text', text: 'chào' },
      notBefore: NOW,
      expiresAt: null,
      queuedAt: NOW,
      attempts: 1,
      fence: 9n,
    },
    ...{ broadcastId: null, reason: null, contactLeft: false },
    ...more,
  };
}

const failing = (failure: SendFailure, more: object = {}): SendResult => ({ ok: false, failure, detail: '', ...more });
const judged = (result: SendResult, of: Partial<SendingRow> = {}, spread = 0): Verdict =>
  judge(row(of), result, { now: NOW, spread });
const pauseOf = (verdict: Verdict): number | null =>
  verdict.notBefore ? verdict.notBefore.getTime() - NOW.getTime() : null;

it('is sent under the name the platform gave it, wherever the chat has moved', () => {
  expect(judged({ ok: true, externalId: '5' })).toEqual({ state: 'sent', externalId: '5' });
  expect(judged({ ok: true, externalId: '5', movedTo: '-100' })).toEqual({
    state: 'sent',
    externalId: '5',
    movedTo: '-100',
  });
});

it.each(Object.entries(SEND_FAILURES) as [SendFailure, (typeof SEND_FAILURES)[SendFailure]][])(
  '%s ends as its entry in the list says',
  (failure, consequence) => {
    const { state, hasLeft = false } = judged(failing(failure));
    expect(state).toBe(consequence.unknown ? 'uncertain' : consequence.retry ? 'queued' : 'failed');
    expect(hasLeft).toBe(consequence.contact === 'unreachable');
  },
);

describe('trying again', () => {
  it('waits exactly as long as the platform said, and a little by chance', () => {
    expect(pauseOf(judged(failing('throttled', { retryAfterMs: 7000 })))).toBe(7000);
    expect(pauseOf(judged(failing('throttled', { retryAfterMs: 7000 }), { attempts: 9 }, 0.5))).toBe(7250);
    expect(pauseOf(judged(failing('not-now', { retryAfterMs: 7 * HOUR_MS })))).toBe(7 * HOUR_MS);
  });

  it('doubles the pause while the platform is down, to five minutes at most', () => {
    const pauses = [1, 2, 3, 4, 9, 10, 40].map((attempts) => pauseOf(judged(failing('unavailable'), { attempts })));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000]);
  });

  it('is slow where a person must act first', () => {
    expect(pauseOf(judged(failing('misconfigured')))).toBe(60_000);
    expect(pauseOf(judged(failing('misconfigured'), { attempts: 20 }))).toBe(900_000);
    expect(pauseOf(judged(failing('token-expired')))).toBe(1000);
    expect(pauseOf(judged(failing('token-expired'), { attempts: 2, reason: 'token-expired' }))).toBe(10_000);
    expect(pauseOf(judged(failing('token-expired'), { attempts: 20, reason: 'token-expired' }))).toBe(900_000);
  });

  it('happens once, at once, when an upload has died or a chat has moved', () => {
    expect(judged(failing('media-gone'))).toMatchObject({ state: 'queued', notBefore: NOW });
    expect(judged(failing('media-gone'), { reason: 'media-gone' })).toEqual({ state: 'failed', reason: 'media-gone' });
    const moved = failing('contact-left', { movedTo: '-100' });
    expect(judged(moved)).toEqual({ state: 'queued', reason: 'moved', notBefore: NOW, movedTo: '-100' });
    expect(judged(moved, { reason: 'moved' })).toEqual({ state: 'failed', reason: 'contact-left', hasLeft: true });
  });

  it('ends when the next time would be past the message’s own end, or a day after it was queued', () => {
    const expiresAt = new Date(NOW.getTime() + 5000);
    expect(judged(failing('throttled', { retryAfterMs: 4999 }), { expiresAt })).toMatchObject({ state: 'queued' });
    expect(judged(failing('throttled', { retryAfterMs: 5000 }), { expiresAt })).toEqual({
      state: 'expired',
      reason: 'throttled',
    });
    const queuedAt = new Date(NOW.getTime() - 24 * HOUR_MS + 1001);
    expect(judged(failing('unavailable'), { queuedAt })).toMatchObject({ state: 'queued' });
    expect(judged(failing('unavailable'), { queuedAt, attempts: 2 })).toEqual({
      state: 'expired',
      reason: 'unavailable',
    });
  });

  it('has more patience with a platform that said tomorrow', () => {
    const tomorrow = failing('not-now', { retryAfterMs: 30 * HOUR_MS });
    expect(judged(tomorrow)).toMatchObject({ state: 'queued' });
    expect(judged(failing('not-now', { retryAfterMs: 73 * HOUR_MS }))).toEqual({ state: 'expired', reason: 'not-now' });
  });
});

it('says in words that the report knows why it failed', () => {
  expect(judged(failing('outside-window'))).toEqual({ state: 'failed', reason: 'outside-window' });
  expect(judged(failing('contact-left'))).toEqual({ state: 'failed', reason: 'contact-left', hasLeft: true });
  expect(judged(failing('lost-answer'))).toEqual({ state: 'uncertain', reason: 'lost-answer' });
});
