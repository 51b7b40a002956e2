/**
 * The words our phrases are made of, how often each occurs and behind which other: enough to tell what a slip of the
 * finger stands for. Words it does not know and that could be one of its own by a single slip are repaired.
 */
import { CONCEPTS } from './concepts.ts';
import { type Word, words } from './phrases.ts';
import { isSyllable } from './spelling.ts';

/** A word of the concept tables counts half of one that somebody wrote. */
const LISTED = 0.5;
/** Repairs are looked for in plain words of this length; anything longer is junk or a name. */
const REPAIRABLE = /^[a-z]{2,16}$/;
/** How much the neighbours count beside how common the word is. */
const NEIGHBOUR_WEIGHT = 1.5;
const COMMONNESS_WEIGHT = 0.7;

export class Lexicon {
  readonly #counts: Map<string, number>;
  readonly #pairs: Map<string, number>;
  /** Word with one letter left out → the words it may come from. */
  readonly #shortened = new Map<string, string[]>();

  constructor(counts: Iterable<[string, number]>, pairs: Iterable<[string, number]>) {
    this.#counts = new Map(counts);
    this.#pairs = new Map(pairs);
    for (const phrase of Object.values(CONCEPTS).flat()) count(words(phrase), LISTED, this.#counts, this.#pairs);
    for (const word of this.#counts.keys()) {
      if (!REPAIRABLE.test(word)) continue;
      for (const shorter of shortenings(word)) {
        const list = this.#shortened.get(shorter);
        if (list) list.push(word);
        else this.#shortened.set(shorter, [word]);
      }
    }
  }

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  /** How often the word was written in the phrases; words that are only listed count half. */
  countOf(word: string): number {
    return this.#counts.get(word) ?? 0;
  }

  /** The message with unknown words replaced by what they most likely stand for. The same array when there are none. */
  repair(message: readonly Word[]): readonly Word[] {
    if (message.every(({ folded }) => this.has(folded) || !REPAIRABLE.test(folded))) return message;
    const repaired: Word[] = [];
    for (const [at, word] of message.entries()) {
      const meant = this.#meant(word.folded, repaired.at(-1)?.folded, message[at + 1]?.folded);
      repaired.push(...(meant?.map((folded) => ({ folded, accented: folded })) ?? [word]));
    }
    return repaired;
  }

  #meant(word: string, before: string | undefined, after: string | undefined): string[] | null {
    if (this.has(word) || !REPAIRABLE.test(word)) return null;
    let best: { words: string[]; score: number } | null = null;
    const offer = (words: string[], score: number) => {
      if (best === null || score > best.score) best = { words, score };
    };
    if (word.length > 2 || !isSyllable(word)) {
      for (const candidate of this.#near(word)) {
        const firstLetterKept = candidate[0] === word[0] ? 0.7 : 0;
        offer([candidate], this.#fit(candidate, before, after) + firstLetterKept + (isSyllable(word) ? -1 : 0.5));
      }
    }
    for (const [left, right] of this.#halves(word)) {
      const known = this.#pairs.has(`${left} ${right}`) ? 2 : -1;
      offer([left, right], (this.#fit(left, before, right) + this.#fit(right, left, after)) / 2 + known);
    }
    return (best as { words: string[] } | null)?.words ?? null;
  }

  #near(word: string): Set<string> {
    const near = shortenings(word).flatMap((shorter) => this.#shortened.get(shorter) ?? []);
    return new Set(near.filter((candidate) => isOneSlip(word, candidate)));
  }

  /** "xongroi" → xong, roi. */
  #halves(word: string): [string, string][] {
    if (word.length < 4) return [];
    return Array.from({ length: word.length - 1 }, (_, at): [string, string] => [
      word.slice(0, at + 1),
      word.slice(at + 1),
    ]).filter((halves) => halves.every((half) => this.has(half) && isSyllable(half)));
  }

  #fit(word: string, before: string | undefined, after: string | undefined): number {
    const pair = (key: string) => NEIGHBOUR_WEIGHT * Math.log1p(this.#pairs.get(key) ?? 0);
    const beside = (before ? pair(`${before} ${word}`) : 0) + (after ? pair(`${word} ${after}`) : 0);
    return COMMONNESS_WEIGHT * Math.log1p(this.countOf(word)) + beside;
  }
}

/** Adds the words of one phrase, and each pair that stands together, to the counts. */
export function count(
  message: readonly Word[],
  by: number,
  counts: Map<string, number>,
  pairs: Map<string, number>,
): void {
  for (const [at, { folded }] of message.entries()) {
    counts.set(folded, (counts.get(folded) ?? 0) + by);
    const before = message[at - 1]?.folded;
    if (before !== undefined) pairs.set(`${before} ${folded}`, (pairs.get(`${before} ${folded}`) ?? 0) + by);
  }
}

function shortenings(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}

/** One letter more, less, another, or two neighbours the other way round. */
function isOneSlip(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const a = one.slice(same);
  const b = other.slice(same);
  if (a.length === b.length)
    return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  return a.length > b.length ? a.slice(1) === b : a === b.slice(1);
}
