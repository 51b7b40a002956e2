import { describe, expect, it } from 'vitest';
import { type BroadcastFacts, rule, SECOND_PERSON_ABOVE } from '../../src/broadcast/approval.ts';

const broadcast = (facts: Partial<BroadcastFacts> = {}): BroadcastFacts => ({
  state: 'draft',
  authorId: 'lan',
  tested: true,
  previewedCount: 130,
  count: 130,
  ...facts,
});

describe('who may do what to an announcement', () => {
  it.each<[string, Partial<BroadcastFacts>, Parameters<typeof rule>[1], string, string]>([
    ['small and tested: it goes', { count: 50, previewedCount: 50 }, 'start', 'lan', 'sending'],
    ['exactly 100 needs nobody else', { count: SECOND_PERSON_ABOVE }, 'start', 'lan', 'sending'],
    ['101 needs a second person', { count: SECOND_PERSON_ABOVE + 1 }, 'start', 'lan', 'needs-approval'],
    ['not tested: nothing goes', { tested: false, count: 5 }, 'start', 'lan', 'needs-test'],
    ['not tested: nobody is asked', { tested: false }, 'submit', 'lan', 'needs-test'],
    ['asked for', {}, 'submit', 'lan', 'waiting-approval'],
    ['the author cannot approve', { state: 'waiting-approval' }, 'approve', 'lan', 'not-own'],
    ['the author cannot return it either', { state: 'waiting-approval' }, 'return', 'lan', 'not-own'],
    ['somebody else can', { state: 'waiting-approval' }, 'approve', 'phuc', 'sending'],
    [
      'more people than were shown: look again',
      { state: 'waiting-approval', count: 131 },
      'approve',
      'phuc',
      'changed',
    ],
    ['fewer people is fine', { state: 'waiting-approval', count: 120 }, 'approve', 'phuc', 'sending'],
    ['approving twice', { state: 'sending' }, 'approve', 'phuc', 'nothing-to-do'],
    ['pressing send twice', { state: 'sending', count: 5 }, 'start', 'lan', 'nothing-to-do'],
    ['stopping while it goes', { state: 'sending' }, 'stop', 'phuc', 'stopped'],
    ['stopping what waits', { state: 'waiting-approval' }, 'stop', 'lan', 'stopped'],
    ['nothing to stop after the end', { state: 'done' }, 'stop', 'lan', 'nothing-to-do'],
    ['a stopped one never starts again', { state: 'stopped' }, 'resume', 'lan', 'nothing-to-do'],
    ['pause', { state: 'sending' }, 'pause', 'lan', 'paused'],
    ['resume', { state: 'paused' }, 'resume', 'lan', 'sending'],
  ])('%s', (_, facts, act, actor, wanted) => {
    const ruling = rule(broadcast(facts), act, actor);
    expect(ruling.allowed ? ruling.next : ruling.say).toBe(wanted);
  });
});
