/** Does this tell of fraud? A false alarm costs one calm message, a miss may cost savings: when in doubt, yes. */
import { compile, type Found, matchAt, PhraseBook, sameWord, type Word, words } from './phrases.ts';
import {
  ANY_CALLER,
  ANY_DEMANDS,
  APPROACHES,
  BORROWED_NAMES,
  FEARS,
  FRAUD,
  HARMLESS,
  NOT_CALLING,
  SECRET_DEMANDS,
} from './scam-phrases.ts';
import { hasStrangeLink } from './strange-link.ts';

/** Words looked at: longer messages have said it by then. */
const ATTENTION = 300;
/** How far behind the caller the approach may stand, and behind that the demand, in words. */
const APPROACH_WITHIN = 6;
const DEMAND_WITHIN = 15;

const fraud = new PhraseBook(FRAUD);
const harmless = new PhraseBook(HARMLESS);
const fears = new PhraseBook(FEARS);
const worries = new PhraseBook(['sợ bị', 'sợ mất', 'sợ lừa', 'sợ nó', 'có sợ']);
const questions = ['không', 'gì không', 'hay không', 'phải không'].map(compile);
const happened = words('rồi')[0] as Word;
const notCalling = NOT_CALLING.flatMap(words);
const borrowedNames = new PhraseBook(BORROWED_NAMES);
const anyCaller = new PhraseBook(ANY_CALLER);
const approaches = new PhraseBook(APPROACHES);
const anyDemands = new PhraseBook(ANY_DEMANDS);
const secretDemands = new PhraseBook(SECRET_DEMANDS);

/** Anywhere in the message, which is `text` in words. Links are looked for in the text as it was written. */
export function soundsLikeScam(text: string, message: readonly Word[]): boolean {
  const heard = message.slice(0, ATTENTION);
  return (
    hasStrangeLink(text) ||
    tellsOfFraud(heard) ||
    fears.findAll(heard).some((fear) => !isWorry(heard, fear)) ||
    isPressed(heard, borrowedNames, anyDemands) ||
    isPressed(heard, anyCaller, secretDemands)
  );
}

function tellsOfFraud(message: readonly Word[]): boolean {
  const excused = harmless.findAll(message);
  return fraud
    .findAll(message)
    .some((found) => !excused.some((excuse) => excuse.start <= found.start && excuse.end >= found.end));
}

/** "sợ bị lừa", "có bị lừa không": a fear or a question, as long as nothing is said to have happened ("rồi"). */
function isWorry(message: readonly Word[], fear: Found): boolean {
  if (message.some((word) => sameWord(word, happened))) return false;
  const asksBehind = questions.some((question) => matchAt(message, fear.end, question) !== -1);
  return asksBehind || worries.find(message) !== null;
}

/** Somebody of `callers` approaches and then demands something, in that order and close together. */
function isPressed(message: readonly Word[], callers: PhraseBook, demands: PhraseBook): boolean {
  return callers.findAll(message).some(({ start, end }) => {
    const before = message[start - 1];
    if (before && notCalling.some((word) => sameWord(before, word))) return false;
    const approach = approaches.find(message.slice(end, end + APPROACH_WITHIN));
    if (!approach) return false;
    // The approach may itself open the demand: "hỏi mã", "đòi chuyển tiền".
    const from = end + approach.start;
    return demands.find(message.slice(from, from + DEMAND_WITHIN)) !== null;
  });
}
