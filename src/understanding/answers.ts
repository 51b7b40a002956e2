/**
 * Vetted questions and answers (`content/answers.json`): found, never made. A question is compared word by word with the
 * questions people ask; rare words count more, and what is not much like any of them has no answer. Pure but for reading
 * its file once.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { normalise } from './normalise.ts';

export interface VettedAnswer {
  /** Names the words: `answers:<id>`. */
  id: string;
  /** Ways of asking it; accents and spelling do not matter. */
  questions: readonly string[];
  source: string;
  /** Day of the source, ISO. */
  date: string;
  confidence: 'H' | 'M';
  /** The flow that does it. */
  flow?: string;
}

const FILE = fileURLToPath(new URL('../../content/answers.json', import.meta.url));

export const ANSWERS: readonly VettedAnswer[] = (JSON.parse(readFileSync(FILE, 'utf8')) as { answers: VettedAnswer[] })
  .answers;

/** Courtesies and particles: what is asked does not depend on them. */
const EMPTY = new Set(
  'con oi da thua cho toi hoi tui bac co chu ong ba anh chi em minh la thi ma cai nay do kia vay ha nha nhe roi a u voi ve the nao sao khong duoc hay co'.split(
    ' ',
  ),
);
const LONGEST = 300;
const WORDS = 40;

const wordsOf = (text: string): Set<string> =>
  new Set(
    normalise(text.slice(0, LONGEST))
      .tokens.slice(0, WORDS)
      .filter((word) => !EMPTY.has(word)),
  );

const entries = ANSWERS.flatMap(({ id, questions }) => questions.map((question) => ({ id, words: wordsOf(question) })));
const inHowMany = new Map<string, number>();
for (const { words } of entries) for (const word of words) inHowMany.set(word, (inHowMany.get(word) ?? 0) + 1);

/** What a word is worth: little when many questions have it; as much as a rare one when none has. */
const weightOf = (word: string): number => Math.log(1 + entries.length / (1 + (inHowMany.get(word) ?? 0)));
const sum = (words: Iterable<string>): number => [...words].reduce((total, word) => total + weightOf(word), 0);

export interface FoundAnswer {
  answer: VettedAnswer;
  /** 0–1: the share of both questions' weight that they have in common. */
  score: number;
}

/** From here on it is given; measured in `test/understanding/answers.test.ts` on questions that are not in the file. */
export const SURE_FROM = 0.52;
/** The next best answer must be so much worse, or neither is given. */
const AHEAD = 0.04;
/** Worth showing to whoever chooses among vetted answers. */
const WORTH_CHOOSING = 0.2;

/** Answers like the question, best first. */
export function findAnswers(text: string, limit = 3): FoundAnswer[] {
  const asked = wordsOf(text);
  if (asked.size < 2) return [];
  const all = sum(asked);
  const best = new Map<string, number>();
  for (const { id, words } of entries) {
    const shared = sum([...words].filter((word) => asked.has(word)));
    const score = (2 * shared) / (all + sum(words));
    if (score > (best.get(id) ?? 0)) best.set(id, score);
  }
  return ANSWERS.flatMap((answer) => {
    const score = best.get(answer.id) ?? 0;
    return score >= WORTH_CHOOSING ? [{ answer, score }] : [];
  })
    .sort((one, other) => other.score - one.score)
    .slice(0, limit);
}

/** The one answer that may be given, or null: better no answer than a wrong one. */
export function vettedAnswer(text: string): VettedAnswer | null {
  const [first, second] = findAnswers(text);
  if (!first || first.score < SURE_FROM) return null;
  return second && first.score - second.score < AHEAD && second.answer.flow !== first.answer.flow ? null : first.answer;
}

const ASKING =
  /\?|\b(?:khong|sao|gi|dau|may|bao lau|bao nhieu|the nao|lam sao|khi nao|chung nao|ai|hay|can|phai|co (?:can|phai|ton|duoc))\b/;

/** Whether a text asks something, rather than answers or wishes. */
export const asksSomething = (text: string): boolean => {
  const { folded, tokens } = normalise(text.slice(0, LONGEST));
  return tokens.length >= 4 && ASKING.test(`${folded}${text.includes('?') ? '?' : ''}`);
};
