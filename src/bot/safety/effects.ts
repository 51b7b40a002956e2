/** What must be done because of a turn about safety. Carried out in `src/bot/perform/safety.ts`. */
import type { Relation } from '../../db/family.ts';
import type { FlowId } from '../../flows/flow.ts';

/** A payment code that was read, as far as it may be told. */
export interface CodeSeen {
  /** "Vietcombank", "MoMo"; null for one nobody knows. */
  place: string | null;
  last4: string;
  /** Null where the code pays in a way no stall of ours is registered with. */
  fingerprint: string | null;
}

export type SafetyEffect =
  /** Something to be fetched from outside after the commit; comes back as an event. */
  | { type: 'errand'; kind: 'photo' | 'question'; body: string }
  | { type: 'compare-code'; seen: CodeSeen }
  | { type: 'morning-check'; on: boolean }
  /** A code that shows who somebody is: the volunteer of this turn, or the assistant itself. */
  | { type: 'make-proof'; kind: 'volunteer' | 'assistant' }
  | { type: 'use-proof'; code: string }
  | { type: 'family-code' }
  | { type: 'use-family-code'; words: string }
  | { type: 'link-family'; elder: string; relation: Relation }
  | { type: 'end-family' }
  | { type: 'tell-family'; news: FamilyNews }
  | { type: 'add-scam'; phrases: string[]; answer: string; source: string; areaCode: string };

export type FamilyNews =
  | { what: 'step'; flowId: FlowId; n: number; total: number }
  | { what: 'finished'; flowId: FlowId }
  | { what: 'alert' };
