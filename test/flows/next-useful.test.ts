/** What is proposed next follows from what is finished, by a rule with reasons. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows } from '../../src/flows/index.ts';
import { neededFor, nextUseful } from '../../src/flows/next-useful.ts';

const ids = [...flows.keys()];
const first = (finished: string[]) => nextUseful(finished, flows)[0];

describe('what to learn next', () => {
  it('begins for a newcomer with what most other things need', () => {
    expect(first([])).toEqual({ flow: 'vneid-install', reason: { why: 'opens-more' } });
  });

  it('goes where the newest finished flow leads', () => {
    expect(first(['vneid-install'])).toEqual({
      flow: 'vneid-activate',
      reason: { why: 'after', flow: 'vneid-install' },
    });
    expect(first(['vneid-install', 'viettel-money'])).toEqual({
      flow: 'merchant-vietqr',
      reason: { why: 'after', flow: 'viettel-money' },
    });
  });

  it('goes back to where an earlier one led when the newest leads nowhere new', () => {
    expect(first(['vneid-install', 'viettel-money', 'merchant-vietqr'])).toEqual({
      flow: 'vneid-activate',
      reason: { why: 'after', flow: 'vneid-install' },
    });
  });

  it('names what has become possible', () => {
    const { reason } = nextUseful(['vneid-install', 'vneid-activate', 'dvcqg-login'], flows)[0] ?? {};
    expect(reason).toEqual({ why: 'unlocked', flow: 'dvcqg-login' });
  });

  it('proposes no second wallet and no second bank', () => {
    const proposed = nextUseful(['viettel-money', 'bank-mb'], flows).map(({ flow }) => flow);
    for (const other of ['momo', 'zalopay', 'vnpt-money', 'bank-vietinbank', 'bank-youth'])
      expect(proposed).not.toContain(other);
  });

  it('proposes nothing that is for the day something went wrong', () => {
    const proposed = nextUseful([], flows).map(({ flow }) => flow);
    for (const other of ['scam-happened', 'vneid-lock', 'vneid-forgot']) expect(proposed).not.toContain(other);
  });

  it('has nothing left when everything is done', () => expect(nextUseful(ids, flows)).toEqual([]));

  it('never proposes what is finished, nothing twice, and "unlocked" only what lacks nothing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...ids)), (finished) => {
        const proposals = nextUseful(finished, flows);
        const proposed = proposals.map(({ flow }) => flow);
        expect(new Set(proposed).size).toBe(proposed.length);
        expect(proposed.filter((id) => finished.includes(id))).toEqual([]);
        for (const { flow, reason } of proposals) {
          if ('flow' in reason) expect(finished).toContain(reason.flow);
          const needed = flows.get(flow);
          if (reason.why === 'unlocked' && needed)
            expect(neededFor(needed).filter((id) => !finished.includes(id))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
