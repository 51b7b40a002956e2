/**
 * Words nobody has foreseen, kept so that an author can say what they mean: the reading only – no name, no number, no
 * secret, no contact. How often, not by whom.
 */
import { findSecrets } from '../privacy/secrets.ts';
import { FOREIGN_WORDS } from '../understanding/chat-forms.ts';
import { normalise } from '../understanding/normalise.ts';
import { fold } from '../understanding/spelling.ts';
import { type Expecting, understand } from '../understanding/understand.ts';
import type { Turn } from './turn.ts';

/** Longer messages are stories, and stories tell who somebody is. */
const MOST_WORDS = 20;
const HIDDEN = '…';

/** Notes the phrase; nothing for what is too long, or holds nothing but what was hidden. */
export function noteUnknown(turn: Turn, text: string, expecting: Expecting): void {
  const phrase = withoutPersons(text);
  if (phrase !== null) {
    turn.effects.push({ type: 'unknown-phrase', phrase, guess: understand(text, expecting).intent });
  }
}

/** Folded words; secrets, numbers of three digits and more, and whatever is written like a name become `…`. */
export function withoutPersons(text: string): string | null {
  const { masked } = findSecrets(text, { expecting: 'menu', recentOtpStep: true });
  if (masked !== text) return null;
  const words = text.normalize('NFC').match(/[\p{L}\p{M}]+|[\p{L}\p{M}\p{N}.,:/@-]+|[^\s]/gu) ?? [];
  const kept = words.flatMap((word, at) => (isPersonal(words, at) ? [HIDDEN] : normalise(word).tokens));
  const phrase = kept.filter((word, at) => word !== HIDDEN || kept[at - 1] !== HIDDEN);
  const isTelling = phrase.some((word) => word !== HIDDEN);
  return isTelling && phrase.length <= MOST_WORDS ? phrase.join(' ') : null;
}

function isPersonal(words: readonly string[], at: number): boolean {
  const word = words[at] as string;
  if (/\p{N}{3}|@/u.test(word) || /\p{N}.*[.,:/-].*\p{N}/u.test(word)) return true;
  if (isInFullName(words, at)) return true;
  if (!isCapitalised(word) || FOREIGN_WORDS.has(fold(word.toLowerCase()))) return false;
  return at > 0 || isCapitalised(words[1]);
}

/** A capital and small letters behind it: "Lan", not "OTP". */
const isCapitalised = (word: string | undefined): boolean => word !== undefined && /^\p{Lu}\p{Ll}/u.test(word);

/** Surnames and what stands behind them in most full names, for those who write no capitals: "nguyen van bay". */
const SURNAMES = new Set(
  'nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly lam mai truong dinh thach kim'.split(' '),
);
const MIDDLE_NAMES = new Set(['van', 'thi']);
const LONGEST_NAME = 4;

function isInFullName(words: readonly string[], at: number): boolean {
  const folded = (index: number) => fold((words[index] ?? '').toLowerCase());
  return Array.from({ length: LONGEST_NAME }, (_, back) => at - back).some(
    (start) => start >= 0 && SURNAMES.has(folded(start)) && MIDDLE_NAMES.has(folded(start + 1)),
  );
}
