import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/simulator/frame.ts';
import { foldTurns, reportOfTurn, turnOfFrame } from '../../src/simulator/turns.ts';
import { conversation, outcome, ZALO_CS } from './frames-made.ts';

const delivered = (externalId: string, cause: string): Delivery => ({
  cause,
  externalId,
  part: 0,
  kind: 'text',
  state: 'sent',
  attempts: 1,
  reason: null,
  queuedAt: '',
  notBefore: '',
  sentAt: '',
});

describe('turns', () => {
  it('gives a request to what happened last, until the outbox says what caused it', () => {
    const { frames, wrote, came, sent } = conversation('zalo');
    const first = wrote(2);
    came(first, outcome({ inboundId: '10' }));
    const second = wrote(3);
    came(second, outcome({ inboundId: '11' }));
    const late = sent(ZALO_CS, { message: { text: 'answer to the first' } });
    expect(turnOfFrame(foldTurns(frames, []), late.id)?.key).toBe(second.id);
    const turns = foldTurns(frames, [delivered(`sim-${late.id}`, 'in:10')]);
    expect(turnOfFrame(turns, late.id)?.key).toBe(first.id);
    expect(turns.map(({ sent: requests }) => requests.length)).toEqual([1, 0]);
  });

  it('tells reminders, announcements and the work of others from own turns', () => {
    const { frames, wrote, came, sent } = conversation('zalo');
    came(wrote(2), outcome({ inboundId: '10' }));
    const causes = ['nudge:5:1', 'broadcast:7', 'in:999'].map((cause) => {
      const frame = sent(ZALO_CS, { message: { text: cause } });
      return delivered(`sim-${frame.id}`, cause);
    });
    expect(foldTurns(frames, causes).map(({ origin }) => origin)).toEqual(['own', 'reminder', 'announcement', 'other']);
  });

  it('keeps uploads and lost calls, which no row knows, with the message they belong to', () => {
    const { frames, wrote, sent } = conversation('zalo');
    const nudged = sent(ZALO_CS, { message: { text: 'nhắc' } });
    const own = wrote(2);
    const lost = sent(ZALO_CS, { message: { text: 'x' } }, { fate: 'lost', externalId: null });
    const turns = foldTurns(frames, [delivered(`sim-${nudged.id}`, 'nudge:1')]);
    expect(turnOfFrame(turns, lost.id)?.key).toBe(own.id);
    expect(turnOfFrame(turns, nudged.id)?.origin).toBe('reminder');
  });

  it('reports the delivery that counted when there were two', () => {
    const { frames, wrote, came } = conversation('telegram');
    const text = wrote(2);
    came(text, outcome({ understood: 'done' }));
    came(text, { kind: 'duplicate' });
    const [turn] = foldTurns(frames, []);
    expect(turn?.outcomes).toHaveLength(2);
    expect(turn && reportOfTurn(turn)?.understood).toBe('done');
  });
});
