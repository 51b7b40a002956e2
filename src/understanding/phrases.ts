/**
 * Phrases of the tables, compiled once, and how they are found in a message. A phrase is written in ordinary accented
 * Vietnamese; `…` stands for up to four words, `{tui}` for any way people name themselves or who they talk to.
 */
import type { Normalised } from './normalise.ts';
import { normalise } from './normalise.ts';
import { mayMean } from './spelling.ts';

/** One word of a message or phrase, with and without its accents. */
export interface Word {
  folded: string;
  accented: string;
}

/** A word, `…`, or `{tui}`. */
export type Piece = Word | 'gap' | 'self';
/** A compiled phrase. */
export type Phrase = readonly Piece[];

/** Words in `…` at most: "hết tiền trong tài khoản rồi". */
const WIDEST_GAP = 4;

/** How people name themselves, or the one they write to, inside a sentence. */
const SELF = words(
  'tui tôi bác cô chú ông bà anh chị em con cháu mình qua dì dượng cậu mợ thím ngoại nội má ba bạn tao',
);

/** A text in words. */
export function words(text: string): Word[] {
  return wordsOf(normalise(text));
}

/** A reading in words: tokens and their accented forms side by side. */
export function wordsOf({ tokens, accented }: Normalised): Word[] {
  const written = accented.split(' ');
  return tokens.map((folded, index) => ({ folded, accented: written[index] ?? folded }));
}

/** Phrases of a table: rows of phrases parted by commas. */
export const list = (...rows: string[]): string[] => rows.flatMap((row) => row.split(', '));

/** A phrase of a table, ready to be matched. */
export const compile = (phrase: string): Phrase =>
  phrase.split(' ').flatMap((part): Piece[] => (part === '…' ? ['gap'] : part === '{tui}' ? ['self'] : words(part)));

/** Whether a written word may be the one of the phrase; accents count when they were written. */
export const sameWord = (written: Word, meant: Word): boolean =>
  written.folded === meant.folded && (written.accented === written.folded || mayMean(written.accented, meant.accented));

/** Whether a word names the writer or the one written to. */
export const isSelf = (word: Word): boolean => SELF.some((self) => sameWord(word, self));

/** Whether the words from `start` on begin with the phrase; answers the index behind it, or -1. */
export function matchAt(message: readonly Word[], start: number, phrase: Phrase, piece = 0): number {
  const wanted = phrase[piece];
  if (wanted === undefined) return start;
  if (wanted === 'gap') {
    for (let skipped = 0; skipped <= WIDEST_GAP && start + skipped <= message.length; skipped++) {
      const end = matchAt(message, start + skipped, phrase, piece + 1);
      if (end !== -1) return end;
    }
    return -1;
  }
  const word = message[start];
  if (word === undefined) return -1;
  const fits = wanted === 'self' ? isSelf(word) : sameWord(word, wanted);
  return fits ? matchAt(message, start + 1, phrase, piece + 1) : -1;
}

/** Whether a phrase of words only stands in the message at `start`. */
export const isPhraseAt = (message: readonly Word[], start: number, phrase: readonly Word[]): boolean =>
  start + phrase.length <= message.length &&
  phrase.every((meant, index) => sameWord(message[start + index] as Word, meant));

/** Whether the whole message is the phrase. A gap at the end takes what is left. */
export function isWhole(message: readonly Word[], phrase: Phrase): boolean {
  const end = matchAt(message, 0, phrase);
  if (end === message.length) return true;
  return end !== -1 && phrase.at(-1) === 'gap' && message.length - end <= WIDEST_GAP;
}

/** Where a phrase was found: words `start` up to, not including, `end`. */
export interface Found {
  start: number;
  end: number;
}

/**
 * Phrases filed under their first word, so that a long message is searched in one pass. Phrases that start with a gap
 * or `{tui}` cannot be filed and are refused.
 */
export class PhraseBook {
  readonly #byFirst = new Map<string, Phrase[]>();

  constructor(phrases: Iterable<string>) {
    for (const text of phrases) {
      const phrase = compile(text);
      const first = phrase[0];
      if (typeof first !== 'object') throw new Error(`The phrase "${text}" must start with a word.`);
      this.#byFirst.set(first.folded, [...(this.#byFirst.get(first.folded) ?? []), phrase]);
    }
  }

  /** Every place where a phrase of the book stands, in order of the message; phrases may overlap. */
  findAll(message: readonly Word[]): Found[] {
    return message.flatMap((word, start) =>
      (this.#byFirst.get(word.folded) ?? [])
        .map((phrase) => ({ start, end: matchAt(message, start, phrase) }))
        .filter(({ end }) => end !== -1),
    );
  }

  /** The first of {@link findAll}, or null. */
  find(message: readonly Word[]): Found | null {
    return this.findAll(message)[0] ?? null;
  }
}
