import { describe, expect, it } from 'vitest';
import {
  approvalsMissing,
  type BroadcastFacts,
  hasDrifted,
  type RuledAct,
  rule,
  SECOND_PERSON_ABOVE,
} from '../../src/broadcast/approval.ts';

const LAN = 'contact:1';
const PHUC = 'contact:2';
const HUNG = 'contact:3';

const broadcast = (facts: Partial<BroadcastFacts> = {}): BroadcastFacts => ({
  state: 'draft',
  authorRef: LAN,
  isUrgent: false,
  tested: true,
  approvals: [],
  agreedCount: 130,
  count: 130,
  ...facts,
});
const waiting = { state: 'waiting-approval' } as const;
const small = { count: 50, agreedCount: 50 };

describe('who may do what to an announcement', () => {
  it.each<[string, Partial<BroadcastFacts>, RuledAct, string, string]>([
    ['small and tested: it goes', small, 'start', LAN, 'sending'],
    ['exactly 100 needs nobody else', { count: SECOND_PERSON_ABOVE, agreedCount: 100 }, 'start', LAN, 'sending'],
    ['101 needs a second person', { count: SECOND_PERSON_ABOVE + 1, agreedCount: 101 }, 'start', LAN, 'needs-approval'],
    ['not tested: nothing goes', { ...small, tested: false }, 'start', LAN, 'needs-test'],
    ['not tested: nobody is asked', { tested: false }, 'submit', LAN, 'needs-test'],
    ['not tested: nobody can agree', { ...waiting, tested: false }, 'approve', PHUC, 'needs-test'],
    ['nobody to reach: not asked for', { count: 0 }, 'submit', LAN, 'nobody'],
    ['nobody to reach: nothing goes', { count: 0, agreedCount: 0 }, 'start', LAN, 'nobody'],
    ['asked for', {}, 'submit', LAN, 'waiting-approval'],
    ['the author cannot approve', waiting, 'approve', LAN, 'not-own'],
    ['the author cannot return it either', waiting, 'return', LAN, 'not-own'],
    ['somebody else can', waiting, 'approve', PHUC, 'approved'],
    ['also before it was asked for (by another key)', {}, 'approve', PHUC, 'approved'],
    ['but not twice', { ...waiting, approvals: [PHUC], isUrgent: true }, 'approve', PHUC, 'already-approved'],
    ['many more people than were shown: look again', { ...waiting, count: 138 }, 'approve', PHUC, 'changed'],
    ['many fewer as well', { ...waiting, count: 120 }, 'approve', PHUC, 'changed'],
    ['a few more are still the same', { ...waiting, count: 137 }, 'approve', PHUC, 'approved'],
    [
      'changed between approval and start',
      { state: 'approved', approvals: [PHUC], count: 150 },
      'start',
      LAN,
      'changed',
    ],
    ['… and at its hour', { state: 'scheduled', approvals: [PHUC], count: 150 }, 'begin', LAN, 'changed'],
    ['grown past 100 while it waited', { state: 'scheduled', ...small, count: 101 }, 'begin', LAN, 'needs-approval'],
    ['its hour has come', { state: 'scheduled', approvals: [PHUC] }, 'begin', LAN, 'sending'],
    ['urgent: one is not enough', { ...waiting, isUrgent: true, ...small }, 'approve', PHUC, 'waiting-approval'],
    ['urgent: the second one does it', { ...waiting, isUrgent: true, approvals: [PHUC] }, 'approve', HUNG, 'approved'],
    ['urgent: not started with one', { ...waiting, isUrgent: true, approvals: [PHUC] }, 'start', LAN, 'needs-approval'],
    [
      'urgent to three people all the same',
      { isUrgent: true, count: 3, agreedCount: 3 },
      'start',
      LAN,
      'needs-approval',
    ],
    ['approving what is under way', { state: 'sending' }, 'approve', PHUC, 'nothing-to-do'],
    ['pressing send twice', { state: 'sending', ...small }, 'start', LAN, 'nothing-to-do'],
    ['changing what waits for approval', waiting, 'edit', LAN, 'nothing-to-do'],
    ['stopping while it goes', { state: 'sending' }, 'stop', PHUC, 'stopped'],
    ['stopping what waits', waiting, 'stop', LAN, 'stopped'],
    ['stopping what is scheduled', { state: 'scheduled' }, 'stop', LAN, 'stopped'],
    ['nothing to stop after the end', { state: 'done' }, 'stop', LAN, 'nothing-to-do'],
    ['a stopped one never starts again', { state: 'stopped' }, 'resume', LAN, 'nothing-to-do'],
    ['pause', { state: 'sending' }, 'pause', LAN, 'paused'],
    ['resume', { state: 'paused' }, 'resume', LAN, 'sending'],
    ['the failed again, once it is over', { state: 'done' }, 'retry', LAN, 'sending'],
    ['… not while it goes', { state: 'sending' }, 'retry', LAN, 'nothing-to-do'],
  ])('%s', (_, facts, act, actor, wanted) => {
    const ruling = rule(broadcast(facts), act, actor);
    expect(ruling.allowed ? ruling.next : ruling.say).toBe(wanted);
  });

  it('nothing whatever leads to sending without a test, without the approvals, or to nobody', () => {
    const states = ['draft', 'returned', 'waiting-approval', 'approved', 'scheduled'] as const;
    for (const state of states)
      for (const tested of [true, false])
        for (const isUrgent of [true, false])
          for (const count of [0, 1, 100, 101, 5000])
            for (const approvals of [[], [PHUC], [PHUC, HUNG]])
              for (const act of ['start', 'begin'] as const) {
                const facts = broadcast({ state, tested, isUrgent, count, agreedCount: count, approvals });
                const ruling = rule(facts, act, LAN);
                if (!ruling.allowed || ruling.next !== 'sending') continue;
                expect(tested && count > 0 && approvalsMissing(facts) === 0, JSON.stringify(facts)).toBe(true);
              }
  });

  it.each([
    [10, 15, false],
    [10, 16, true],
    [10, 4, true],
    [1000, 1050, false],
    [1000, 1051, true],
    [1000, 949, true],
  ])('agreed to %i, now %i: changed is %s', (agreed, count, wanted) => {
    expect(hasDrifted(agreed, count)).toBe(wanted);
  });
});
