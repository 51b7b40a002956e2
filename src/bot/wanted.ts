/**
 * What somebody wants who has not used words of the tables: the model says which wish, the phrases of the flows which of
 * its flows. Acted on when sure, else asked about: a wrong flow costs an elderly reader more than a question. Pure.
 */
import type { FlowId } from '../flows/flow.ts';
import { type Intent, SERVICE_INTENTS, type ServiceIntent } from '../understanding/intents.ts';
import type { ReplyMeaning } from '../understanding/replies.ts';
import { type Expecting, type Understanding, understand } from '../understanding/understand.ts';
import { WISH_CATALOGUE } from '../understanding/wish-catalogue.ts';
import { readWish, type Wish } from '../understanding/wishes.ts';
import { INTENT_FLOWS, intentOfFlow } from './intent-flows.ts';

export type Wanted =
  | { kind: 'flows'; flows: FlowId[] }
  | { kind: 'answer'; meaning: NonNullable<ReplyMeaning> }
  /** Not sure: best first, two at most, to be offered beside a person. */
  | { kind: 'ask'; intents: Intent[] }
  | { kind: 'out-of-scope' }
  | { kind: 'unclear' };

/** Flows as good as the best one are offered, not guessed. */
const AS_GOOD_WITHIN = 0.05;
const FLOWS_OFFERED = 3;
/** Beside a person as the third button. */
const INTENTS_OFFERED = 2;
/** A wish the model gives less is none it thinks possible. */
const LEAST_WITNESS = 0.2;
/** Two guesses that together are less likely than this are no help to anybody. */
const LEAST_GUESS = 0.55;
/** "Did you want to say yes?" is no question. */
const NOT_ASKED: ReadonlySet<Intent> = new Set<Intent>(['yes', 'no', 'smalltalk', 'out_of_scope', 'help_human']);
/** A phrase of the tables, almost word for word, needs no model. */
const WORD_FOR_WORD = 0.95;

/** `isOffered` tells which flows this commune has. */
export function readWanted(text: string, expecting: Expecting, isOffered: (flow: FlowId) => boolean): Wanted {
  const wishes = wishesIn(text, isOffered);
  const meant = understand(text, expecting);
  if (wishes[0] && wishes[0].score >= WORD_FOR_WORD) return { kind: 'flows', flows: bestOf(wishes) };
  if (meant.acts) return act(meant.intent, wishes, isOffered);
  return agreeing(meant, wishes) ?? ask(meant);
}

/** The flows a text names by their own phrases, the best first; none that another one beats clearly. */
export const namedFlows = (text: string, isOffered: (flow: FlowId) => boolean): FlowId[] =>
  bestOf(wishesIn(text, isOffered));

const wishesIn = (text: string, isOffered: (flow: FlowId) => boolean): Wish[] =>
  readWish(text, WISH_CATALOGUE).filter(({ id }) => isOffered(id));

/** What an intent leads to, once it is certain: by the model, or by the button that was pressed. */
export function act(intent: Intent, wishes: readonly Wish[], isOffered: (flow: FlowId) => boolean): Wanted {
  if (intent === 'out_of_scope') return { kind: 'out-of-scope' };
  if (intent === 'scam_alert') return { kind: 'answer', meaning: 'scam' };
  if (!isService(intent)) return { kind: 'answer', meaning: MEANING[intent] };
  const named = bestOf(wishes.filter(({ id }) => intentOfFlow(id) === intent));
  const flows = named.length > 0 ? named : INTENT_FLOWS[intent].filter(isOffered).slice(0, FLOWS_OFFERED);
  return flows.length > 0 ? { kind: 'flows', flows } : { kind: 'unclear' };
}

/** The tables name flows of a wish the model thinks possible: two witnesses are enough. */
function agreeing(meant: Understanding, wishes: readonly Wish[]): Wanted | null {
  const likely = [meant, ...meant.alternatives].filter(({ confidence }) => confidence >= LEAST_WITNESS);
  const possible = new Set<Intent | undefined>(likely.map(({ intent }) => intent));
  const flows = bestOf(wishes.filter(({ id }) => possible.has(intentOfFlow(id))));
  return flows.length > 0 ? { kind: 'flows', flows } : null;
}

function ask({ intent, confidence, alternatives }: Understanding): Wanted {
  const guesses = [{ intent, confidence }, ...alternatives].slice(0, INTENTS_OFFERED);
  const share = guesses.reduce((sum, guess) => sum + guess.confidence, 0);
  const intents = guesses.map((guess) => guess.intent).filter((one) => !NOT_ASKED.has(one));
  return share < LEAST_GUESS || intents[0] !== intent ? { kind: 'unclear' } : { kind: 'ask', intents };
}

const bestOf = (wishes: readonly Wish[]): FlowId[] =>
  wishes
    .filter(({ score }) => (wishes[0]?.score ?? 0) - score <= AS_GOOD_WITHIN)
    .map(({ id }) => id)
    .slice(0, FLOWS_OFFERED);

const isService = (intent: Intent): intent is ServiceIntent => (SERVICE_INTENTS as readonly Intent[]).includes(intent);

/** A stop in other words than the tables' is a rest: the place is kept and one reminder comes. */
const MEANING: Readonly<Record<Exclude<Intent, ServiceIntent | 'out_of_scope'>, NonNullable<ReplyMeaning>>> = {
  done: 'done',
  not_yet: 'not-yet',
  error: 'error',
  cannot_find: 'differs',
  repeat: 'again',
  back: 'back',
  stop: 'later',
  help_human: 'person',
  yes: 'yes',
  no: 'no',
  ask_cost: 'cost',
  ask_safe: 'safe',
  smalltalk: 'greeting',
};
