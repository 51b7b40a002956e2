/** What changed between two versions: place by place, and word by word inside a text. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { type Document, type EditValue, type Place, placesOf, valueAt } from './edits.ts';

export interface Change {
  place: Place;
  before: EditValue | undefined;
  after: EditValue | undefined;
}

/** Every place at which two states of the same document differ, in the order a person reads it. */
export const changesBetween = (before: Document, after: Document): Change[] =>
  [...new Set([...placesOf(before), ...placesOf(after)])]
    .map((place) => ({ place, before: valueAt(before, place), after: valueAt(after, place) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));

/** A run of words that stayed, went or came. */
export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Beyond this the table of comparisons is not worth its memory, and the whole text counts as rewritten. */
const MOST_WORDS = 400;

/** Word by word; white space belongs to the word before it, so that the pieces put together are the texts again. */
export function wordDifference(before: string, after: string): Piece[] {
  const old = wordsIn(before);
  const young = wordsIn(after);
  if (old.length > MOST_WORDS || young.length > MOST_WORDS) return join([...gone(old), ...come(young)]);
  const kept = longestCommon(old, young);
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      pieces.push({ kind: 'same', text: old[i] as string });
      i += 1;
      j += 1;
    } else if (i < old.length && (j === young.length || at(kept, i + 1, j) >= at(kept, i, j + 1))) {
      pieces.push({ kind: 'gone', text: old[i] as string });
      i += 1;
    } else {
      pieces.push({ kind: 'new', text: young[j] as string });
      j += 1;
    }
  }
  return join(pieces);
}

const wordsIn = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];
const gone = (words: string[]): Piece[] => words.map((text) => ({ kind: 'gone', text }));
const come = (words: string[]): Piece[] => words.map((text) => ({ kind: 'new', text }));
const at = (table: number[][], i: number, j: number): number => table[i]?.[j] ?? 0;

/** `table[i][j]`: how many words the rests from `i` and `j` have in common, in order. */
function longestCommon(old: string[], young: string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(young.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = young.length - 1; j >= 0; j -= 1) {
      const row = table[i] as number[];
      row[j] = old[i] === young[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  return table;
}

/** Neighbours of one kind become one piece, and what went stands before what came. */
function join(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else joined.push({ ...piece });
  }
  return joined;
}
