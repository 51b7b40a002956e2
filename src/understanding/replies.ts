/** What a short message at a step means. Pure and table-driven: the words are in `reply-phrases.ts`. */
import { normalise } from './normalise.ts';
import { readCount } from './number-words.ts';
import { compile, isWhole, matchAt, type Phrase, PhraseBook, sameWord, type Word, words, wordsOf } from './phrases.ts';
import { BEFORE, BEHIND, DENIALS, type PhraseMeaning, PICTOGRAPHS, QUESTIONS, REPLY_PHRASES } from './reply-phrases.ts';
import { soundsLikeScam } from './scam.ts';
import { FRAUD_ALONE } from './scam-phrases.ts';
import { isSyllable } from './spelling.ts';

/** Null: nothing we know; the caller goes on to wishes or its ladder of "did not understand". */
export type ReplyMeaning =
  | 'done'
  | 'not-yet'
  | 'again'
  | 'differs'
  | 'error'
  | 'back'
  | 'later'
  | 'stop'
  | 'restart'
  | 'person'
  | 'yes'
  | 'no'
  | 'menu'
  | 'resume'
  | 'change-term'
  | 'cost'
  | 'safe'
  | 'my-data'
  | 'erase-me'
  | 'no-reminders'
  | 'greeting'
  | 'thanks'
  | 'voice-on'
  | 'voice-off'
  | 'my-list'
  | 'what-next'
  | 'english'
  | 'vietnamese'
  | 'khmer'
  | 'despair'
  | 'scam'
  | 'next-service'
  | null;

/** Longest message, in words without courtesies, in which a phrase may be found inside (intent inventory §1). */
const SHORT = 6;
/** Longest message, in words, that may be an answer once courtesies are taken off. */
const LONGEST_ANSWER = 16;
/** Words searched for what must not be overheard. */
const ATTENTION = 300;

const meanings = Object.keys(REPLY_PHRASES) as PhraseMeaning[];

interface Entry {
  phrase: Phrase;
  meaning: ReplyMeaning;
}

const entriesOf = (part: 'alone' | 'last'): Entry[] =>
  meanings.flatMap((meaning) =>
    (REPLY_PHRASES[meaning][part] ?? []).map((text) => ({ phrase: compile(text), meaning })),
  );

const questions: Entry[] = QUESTIONS.map((text) => ({ phrase: compile(text), meaning: null }));
const fraud: Entry[] = FRAUD_ALONE.map((text) => ({ phrase: compile(text), meaning: 'scam' }));
const alone = [...questions, ...fraud, ...entriesOf('alone')];
const isPlain = ({ phrase }: Entry) => phrase.every((piece) => typeof piece === 'object');
const foldedText = (pieces: Phrase) => pieces.map((piece) => (typeof piece === 'object' ? piece.folded : '')).join(' ');
/** Plain phrases by their folded text; those with `…` or `{tui}` are few and tried one by one. */
const plain = Map.groupBy(alone.filter(isPlain), ({ phrase }) => foldedText(phrase));
const open = alone.filter((entry) => !isPlain(entry));
/** For "xongroi": the plain phrases without their spaces. */
const squeezed = Map.groupBy(alone.filter(isPlain), ({ phrase }) => foldedText(phrase).replaceAll(' ', ''));
const last = entriesOf('last');
const inside = meanings.map((meaning) => ({ meaning, book: new PhraseBook(REPLY_PHRASES[meaning].inside ?? []) }));
const anywhere = meanings.map((meaning) => ({ meaning, book: new PhraseBook(REPLY_PHRASES[meaning].anywhere ?? []) }));

const before = BEFORE.flatMap(words);
const behind = BEHIND.flatMap(words);
const denials = DENIALS.flatMap(words);
const isIn = (list: readonly Word[], word: Word | undefined) =>
  word !== undefined && list.some((one) => sameWord(word, one));

/**
 * Fraud wins over everything; then what must not be overheard; then the whole message as an answer, courtesies at its
 * ends taken off; then phrases inside a message of at most six words. Numbers mean nothing here: see {@link readNumber}.
 */
export function readReply(text: string): ReplyMeaning {
  const message = wordsOf(normalise(text));
  return soundsLikeScam(text, message) ? 'scam' : readAnswer(message);
}

/** The same for a message in words, fraud aside. */
export function readAnswer(message: readonly Word[]): ReplyMeaning {
  const spoken = message.filter((word) => !isPictograph(word));
  if (spoken.length === 0) return readPictographs(message);
  const urgent = anywhere.find(({ book }) => book.find(spoken.slice(0, ATTENTION)));
  if (urgent) return urgent.meaning;
  if (spoken.length > LONGEST_ANSWER) return null;
  const answer = readWhole(spoken);
  if (answer !== undefined) return answer;
  return readInside(spoken);
}

const isPictograph = ({ folded }: Word) =>
  Object.hasOwn(PICTOGRAPHS, folded) || /^\p{Extended_Pictographic}$/u.test(folded);

const readPictographs = (message: readonly Word[]): ReplyMeaning =>
  message
    .map(({ folded }) => (Object.hasOwn(PICTOGRAPHS, folded) ? PICTOGRAPHS[folded] : undefined))
    .find((meaning) => meaning !== undefined) ?? null;

/** Tries the message as it is, then with ever more courtesies off its ends; undefined when nothing fits. */
function readWhole(message: readonly Word[]): ReplyMeaning | undefined {
  const { front, back } = courtesiesOf(message);
  for (let dropped = 0; dropped <= front + back; dropped++) {
    for (let start = Math.min(front, dropped); start >= Math.max(0, dropped - back); start--) {
      const meaning = look(message.slice(start, message.length - (dropped - start)));
      if (meaning !== undefined) return meaning;
    }
  }
  return undefined;
}

function look(message: readonly Word[]): ReplyMeaning | undefined {
  if (message.length === 0) return undefined;
  const folded = message.map((word) => word.folded).join(' ');
  const exact = plain.get(folded)?.find(({ phrase }) => isWhole(message, phrase));
  if (exact) return exact.meaning;
  if (message.length === 1 && !isSyllable(folded)) {
    const run = squeezed.get(folded)?.[0];
    if (run) return run.meaning;
  }
  return open.find(({ phrase }) => isWhole(message, phrase))?.meaning;
}

/** How many words at either end are courtesies; in a message of nothing else both count all of it. */
function courtesiesOf(message: readonly Word[]): { front: number; back: number } {
  let front = 0;
  while (front < message.length && isIn(before, message[front])) front++;
  let back = 0;
  while (back < message.length && isIn(behind, message[message.length - 1 - back])) back++;
  return { front, back };
}

/** What is left when every courtesy is off both ends; it may be empty. */
function coreOf(message: readonly Word[]): readonly Word[] {
  const { front, back } = courtesiesOf(message);
  return message.slice(front, Math.max(front, message.length - back));
}

function readInside(message: readonly Word[]): ReplyMeaning {
  const core = coreOf(message);
  if (core.length === 0 || core.length > SHORT) return null;
  const found = inside.find(({ book }) => book.find(core));
  if (found) return found.meaning;
  if (core.some((word) => isIn(denials, word))) return null;
  return last.find(({ phrase }) => core.some((_, at) => matchAt(core, at, phrase) === core.length))?.meaning ?? null;
}

/**
 * The option a message chooses, 1–99: "1", "số 2", "cái thứ hai", "hai", "2." – or null. Only when the whole message
 * is that number: "2 giờ chiều" and "hai ba người" choose nothing.
 */
export function readNumber(text: string): number | null {
  const message = wordsOf(normalise(text));
  if (message.length > LONGEST_ANSWER) return null;
  const whole = readCount(message);
  if (whole !== null) return whole;
  const core = coreOf(message);
  // "hai ba": what looked like bà may be a second number.
  const dropped = message.filter((word) => !core.includes(word));
  return dropped.some((word) => readCount([word]) !== null) ? null : readCount(core);
}
