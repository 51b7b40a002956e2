import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAT_BURST, CHAT_INTERVAL_MS, chatSlot } from '../../src/bot/pace.ts';

const NOW = new Date('2026-11-22T02:00:00Z');
const msAfter = (times: Date[]) => times.map((time) => time.getTime() - NOW.getTime());

describe('the pace of one chat', () => {
  it('lets a short answer out at once and spaces the rest by a second', () => {
    const { notBefore, paceAt } = chatSlot(null, NOW, 7);
    expect(msAfter(notBefore)).toEqual([0, 0, 0, 0, 0, 1000, 2000]);
    expect(msAfter([paceAt])).toEqual([7000]);
  });

  it('remembers what a chat has used up', () => {
    const first = chatSlot(null, NOW, 4);
    const second = chatSlot(first.paceAt, NOW, 2);
    expect(msAfter(second.notBefore)).toEqual([0, 1000]);
  });

  it('forgets it second by second', () => {
    const { paceAt } = chatSlot(null, NOW, 5);
    const later = new Date(NOW.getTime() + 3000);
    expect(msAfter(chatSlot(paceAt, later, 4).notBefore)).toEqual([3000, 3000, 3000, 4000]);
    const muchLater = new Date(NOW.getTime() + 60_000);
    expect(msAfter(chatSlot(paceAt, muchLater, 5).notBefore)).toEqual(Array(5).fill(60_000));
  });

  it('does not keep a chat waiting for the time of a clock that ran ahead', () => {
    const tomorrow = new Date(NOW.getTime() + 86_400_000);
    expect(msAfter(chatSlot(tomorrow, NOW, 2).notBefore)).toEqual([0, 0]);
  });

  it('uses up nothing for nothing', () => {
    expect(chatSlot(null, NOW, 0)).toEqual({ notBefore: [], paceAt: NOW });
  });

  it('never lets more out than the burst and one a second, in any span, and keeps the order', () => {
    const turns = fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 6 })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(turns, (steps) => {
        let paceAt: Date | null = null;
        let now = NOW.getTime();
        const out: number[] = [];
        for (const [pause, parts] of steps) {
          now += pause;
          const slots = chatSlot(paceAt, new Date(now), parts);
          paceAt = slots.paceAt;
          for (const time of slots.notBefore) expect(time.getTime()).toBeGreaterThanOrEqual(now);
          out.push(...slots.notBefore.map((time) => time.getTime()));
        }
        for (const [i, start] of out.entries()) {
          if (i > 0) expect(start).toBeGreaterThanOrEqual(out[i - 1]!);
          for (const [more, end] of out.slice(i).entries()) {
            expect(more + 1).toBeLessThanOrEqual(CHAT_BURST + (end - start) / CHAT_INTERVAL_MS);
          }
        }
      }),
    );
  });
});
