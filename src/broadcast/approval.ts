/** What may be done to an announcement, by whom, in which state. Pure: the rule and nothing else. */
import type { BroadcastAct } from '../bot/desk/announce.ts';

/** Above this many people a second person must agree (what may never be broken, 6). */
export const SECOND_PERSON_ABOVE = 100;

export type BroadcastState =
  | 'draft'
  | 'waiting-approval'
  | 'approved'
  | 'sending'
  | 'paused'
  | 'stopped'
  | 'done'
  | 'returned';

export interface BroadcastFacts {
  state: BroadcastState;
  authorId: string;
  tested: boolean;
  /** What the author saw. */
  previewedCount: number;
  /** What it would be now. */
  count: number;
}

export type Ruling =
  | { allowed: true; next: BroadcastState }
  /** A text key of `broadcast` that says what to do instead. */
  | { allowed: false; say: 'needs-test' | 'needs-approval' | 'not-own' | 'changed' | 'nothing-to-do' };

const refuse = (say: (Ruling & { allowed: false })['say']): Ruling => ({ allowed: false, say });
const allow = (next: BroadcastState): Ruling => ({ allowed: true, next });

export function rule(broadcast: BroadcastFacts, act: BroadcastAct, actorId: string): Ruling {
  const { state, count, tested } = broadcast;
  const needsSecond = count > SECOND_PERSON_ABOVE;
  switch (act) {
    case 'test':
      return state === 'draft' || state === 'returned' ? allow(state) : refuse('nothing-to-do');
    case 'submit':
      if (state !== 'draft' && state !== 'returned') return refuse('nothing-to-do');
      return tested ? allow('waiting-approval') : refuse('needs-test');
    case 'start':
      if (state !== 'draft') return refuse('nothing-to-do');
      if (!tested) return refuse('needs-test');
      return needsSecond ? refuse('needs-approval') : allow('sending');
    case 'approve':
      if (state !== 'waiting-approval') return refuse('nothing-to-do');
      if (actorId === broadcast.authorId) return refuse('not-own');
      return count > broadcast.previewedCount ? refuse('changed') : allow('sending');
    case 'return':
      if (state !== 'waiting-approval') return refuse('nothing-to-do');
      return actorId === broadcast.authorId ? refuse('not-own') : allow('returned');
    case 'pause':
      return state === 'sending' ? allow('paused') : refuse('nothing-to-do');
    case 'resume':
      return state === 'paused' ? allow('sending') : refuse('nothing-to-do');
    case 'stop':
      return ['sending', 'paused', 'waiting-approval'].includes(state) ? allow('stopped') : refuse('nothing-to-do');
    case 'result':
      return allow(state);
  }
}
