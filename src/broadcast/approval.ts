/** What may be done to an announcement, by whom, in which state. Pure: the rule and nothing else. */

/** Above this many people a second person must agree (what may never be broken, 6). */
export const SECOND_PERSON_ABOVE = 100;
/** An urgent warning may go out at any hour and past every cap, so two persons besides its author must agree. */
export const URGENT_APPROVALS = 2;

export type BroadcastState =
  | 'draft'
  | 'waiting-approval'
  | 'approved'
  | 'scheduled'
  | 'sending'
  | 'paused'
  | 'stopped'
  | 'done'
  | 'returned';

/** What the rule is asked about. `begin` is the clock's: the time of a scheduled one has come. */
export type RuledAct =
  | 'edit'
  | 'test'
  | 'submit'
  | 'approve'
  | 'return'
  | 'start'
  | 'begin'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'retry'
  | 'result';

export interface BroadcastFacts {
  state: BroadcastState;
  /** The person behind it (`contact:12`), and whoever else may not approve because they are the same. */
  authorRef: string;
  isUrgent: boolean;
  tested: boolean;
  /** Persons who have agreed to it as it stands. */
  approvals: readonly string[];
  /** People it would reach, as the author saw it and whoever agreed last agreed to; null before anybody has. */
  agreedCount: number | null;
  /** … and as it would be now. Not needed by acts that send nothing new. */
  count: number;
}

export type Refusal =
  | 'needs-test'
  | 'needs-approval'
  | 'not-own'
  | 'changed'
  | 'nobody'
  | 'already-approved'
  | 'nothing-to-do';

export type Ruling = { allowed: true; next: BroadcastState } | { allowed: false; say: Refusal };

const refuse = (say: Refusal): Ruling => ({ allowed: false, say });
const allow = (next: BroadcastState): Ruling => ({ allowed: true, next });

/** Persons besides the author who have to agree before it may go to so many. */
export const approvalsNeeded = ({ isUrgent, count }: Pick<BroadcastFacts, 'isUrgent' | 'count'>): number =>
  isUrgent ? URGENT_APPROVALS : count > SECOND_PERSON_ABOVE ? 1 : 0;

/** How many are still missing. */
export const approvalsMissing = (facts: Pick<BroadcastFacts, 'isUrgent' | 'count' | 'approvals'>): number =>
  Math.max(0, approvalsNeeded(facts) - facts.approvals.length);

/**
 * People come and go while an announcement waits: 5 per cent more or fewer, and 5 people in any case, are still what was
 * agreed to (docs/decisions/0017).
 */
export const hasDrifted = (agreed: number, count: number): boolean =>
  Math.abs(count - agreed) > Math.max(5, Math.ceil(agreed / 20));

const OPEN: readonly BroadcastState[] = ['draft', 'returned'];
const UNSENT: readonly BroadcastState[] = ['draft', 'returned', 'waiting-approval', 'approved', 'scheduled'];

export function rule(facts: BroadcastFacts, act: RuledAct, actorRef: string): Ruling {
  const { state, tested, count, agreedCount, approvals } = facts;
  const isIn = (...states: BroadcastState[]) => states.includes(state);
  switch (act) {
    case 'edit':
      return OPEN.includes(state) ? allow(state) : refuse('nothing-to-do');
    case 'test':
      if (OPEN.includes(state)) return allow(state);
      // Agreed to for other people than it would reach now: its author begins again.
      if (isIn('waiting-approval', 'approved', 'scheduled') && agreedCount !== null && hasDrifted(agreedCount, count))
        return allow('draft');
      return refuse('nothing-to-do');
    case 'submit':
      if (!OPEN.includes(state)) return refuse('nothing-to-do');
      if (count === 0) return refuse('nobody');
      return tested ? allow('waiting-approval') : refuse('needs-test');
    case 'approve':
      if (!isIn('draft', 'returned', 'waiting-approval')) return refuse('nothing-to-do');
      if (!tested) return refuse('needs-test');
      if (actorRef === facts.authorRef) return refuse('not-own');
      if (approvals.includes(actorRef)) return refuse('already-approved');
      if (count === 0) return refuse('nobody');
      if (agreedCount !== null && hasDrifted(agreedCount, count)) return refuse('changed');
      return approvalsNeeded(facts) > approvals.length + 1 ? allow('waiting-approval') : allow('approved');
    case 'return':
      if (!isIn('waiting-approval')) return refuse('nothing-to-do');
      return actorRef === facts.authorRef ? refuse('not-own') : allow('returned');
    case 'start':
      if (!isIn('draft', 'returned', 'waiting-approval', 'approved')) return refuse('nothing-to-do');
      if (state === 'waiting-approval' && approvalsMissing(facts) > 0) return refuse('needs-approval');
      return mayGo(facts);
    case 'begin':
      return isIn('scheduled') ? mayGo(facts) : refuse('nothing-to-do');
    case 'pause':
      return isIn('sending') ? allow('paused') : refuse('nothing-to-do');
    case 'resume':
      return isIn('paused') ? allow('sending') : refuse('nothing-to-do');
    case 'stop':
      return isIn('sending', 'paused') || UNSENT.includes(state) ? allow('stopped') : refuse('nothing-to-do');
    case 'retry':
      return isIn('done') ? allow('sending') : refuse('nothing-to-do');
    case 'result':
      return allow(state);
  }
}

/** The last look before anything leaves. */
function mayGo(facts: BroadcastFacts): Ruling {
  const { tested, count, agreedCount } = facts;
  if (!tested) return refuse('needs-test');
  if (count === 0) return refuse('nobody');
  if (approvalsMissing(facts) > 0) return refuse('needs-approval');
  if (agreedCount !== null && hasDrifted(agreedCount, count)) return refuse('changed');
  return allow('sending');
}
