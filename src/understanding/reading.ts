/** One message as the model reads it: normalised, names of apps written out, slips of the finger repaired. Pure. */
import { writeNames } from './app-names.ts';
import type { Lexicon } from './lexicon.ts';
import { normalise } from './normalise.ts';
import { type Word, wordsOf } from './phrases.ts';

/** Words read; whoever writes more has said it by then. */
const ATTENTION = 300;
/** Characters read of a text, cut before anything else: reading must stay quick whatever arrives. */
export const READ_LIMIT = 5_000;
/** A repair may complete a name, and a name the neighbourhood a repair needs; more than twice does not happen. */
const ROUNDS = 3;

export interface Reading {
  /** Standard words, slips repaired. */
  words: readonly Word[];
  /** The same before any repair: junk shows there, where no word is one of ours. */
  typed: readonly Word[];
}

/** Reading what was read changes nothing. */
export function read(text: string, lexicon: Lexicon): Reading {
  const isWord = (folded: string) => lexicon.has(folded);
  const typed = writeNames(wordsOf(normalise(text.slice(0, READ_LIMIT))).slice(0, ATTENTION), isWord);
  let words = lexicon.repair(typed);
  for (let round = 1; round < ROUNDS; round++) {
    const next = lexicon.repair(writeNames(words, isWord));
    if (next === words) break;
    words = next;
  }
  return { words, typed };
}

/** The reading as text without accents. */
export const foldedText = ({ words }: Reading): string => words.map(({ folded }) => folded).join(' ');
