/**
 * A copy of a text in which nothing can hide: lower case, without accents and invisible characters, digits of every
 * script and look-alike letters as 0–9 – with the way back to the original for every character. Linear in the length.
 */
import { asciiDigit } from '../understanding/digits.ts';
import { fold } from '../understanding/spelling.ts';

/** A searchable copy and its way back. */
export interface Shadow {
  source: string;
  text: string;
  /** Index in `source` for every character of `text`, and one more for its end. */
  at: readonly number[];
}

/** Stands where a mask of ours stood, so that a masked text is not searched again. */
export const BARRIER = '\u0001';

const MASK = /\[đã ẩn: [^\][\n]{1,20}\]/y;
const INVISIBLE = /^(?:\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}|\p{M})$/u;
const PLAIN = /^[\n\r\t -@[-`{-~a-z]$/;
/** Letters that pass for a digit between digits: Latin, Cyrillic and Greek o, and the strokes that look like 1. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { o: '0', о: '0', ο: '0', l: '1', i: '1', ı: '1' };

/** Masks of ours become one {@link BARRIER} each. */
export function shadowOf(source: string): Shadow {
  let text = '';
  const at: number[] = [];
  for (let index = 0; index < source.length; ) {
    const mask = maskAt(source, index);
    const char = mask ?? String.fromCodePoint(source.codePointAt(index) as number);
    const seen = mask === null ? see(char) : BARRIER;
    for (let unit = 0; unit < seen.length; unit++) at.push(index);
    text += seen;
    index += char.length;
  }
  at.push(source.length);
  return { source, text: withoutLookAlikes(text), at };
}

/** The part of the source that a part of the shadow came from, with the marks and invisibles behind it. */
export const sourceOf = ({ source, at }: Shadow, start: number, end: number): string =>
  source.slice(at[start], at[end]);

function maskAt(source: string, index: number): string | null {
  if (source[index] !== '[') return null;
  MASK.lastIndex = index;
  return MASK.exec(source)?.[0] ?? null;
}

/** One code point as it is searched: none, one or – for ligatures and the like – several characters. */
function see(char: string): string {
  if (PLAIN.test(char)) return char;
  if (INVISIBLE.test(char)) return '';
  return fold(asciiDigit(char).normalize('NFKC').toLowerCase());
}

/** `48O9l3` → `480913`: between digits, and in a word of mostly digits. Same length. */
function withoutLookAlikes(text: string): string {
  const plain = (letters: string) => letters.replace(LOOK_ALIKE, (letter) => LOOK_ALIKES[letter] ?? letter);
  return text
    .replace(/(?<=\d)[oоοliı](?=\d)/g, plain)
    .replace(/(?<![\p{L}\d])[\doоοliı]{4,}(?![\p{L}\d])/gu, (word) => (isMostlyDigits(word) ? plain(word) : word));
}

const LOOK_ALIKE = /[oоοliı]/g;
const isMostlyDigits = (word: string) => word.replace(LOOK_ALIKE, '').length * 3 >= word.length * 2;

/** A token of the shadow as it was written, accents and all, in lower case. */
export const writtenWord = (shadow: Shadow, { start, end }: { start: number; end: number }): string =>
  sourceOf(shadow, start, end).slice(0, LONGEST_WORD).normalize('NFC').toLowerCase();

/** Long enough for any word that is compared; a stack of marks behind a letter is cut off. */
const LONGEST_WORD = 40;
/** Looked at to learn whether the writer sets accents. */
const SAMPLE = 2000;

/** Whether the writer sets Vietnamese accents, so that a bare word is meant bare. */
export const setsAccents = (text: string): boolean =>
  /[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/iu.test(text.slice(0, SAMPLE).normalize('NFC'));
