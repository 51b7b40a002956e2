/** One reading of what somebody typed, so that every table in this room can be written in plain standard words. */
import { ACCENTED_CHAT_FORMS, CHAT_FORMS, FOREIGN_WORDS } from './chat-forms.ts';
import { asciiDigits } from './digits.ts';
import { decodeTelex, decodeVni } from './keyboards.ts';
import { COMBINING, fold, isSyllable, placeTone } from './spelling.ts';
import { withDigits } from './spoken-numbers.ts';

/**
 * `tokens` are words without accents in standard spelling, emoji and numbers; `folded` is the same joined by spaces.
 * `accented` has exactly as many words, each with the accents that were written (or that a short form stands for), the
 * tone in one conventional place. An accent that contradicts a short form is kept there: `Hồng` is `hồng`, folded `khong`.
 */
export interface Normalised {
  folded: string;
  accented: string;
  tokens: string[];
}

interface Word {
  accented: string;
  folded: string;
}

/** Longer runs are no words: they are folded but not decoded. */
const LONGEST_WORD = 24;

/**
 * Reads hostile input too: never throws, takes time linear in the length, and reading `accented` again changes nothing;
 * `folded` neither, but for a number whose accents had said that it is none ("bà Triệu rưỡi").
 * A message that is nothing but question marks becomes the token `?`; other punctuation goes.
 */
export function normalise(text: string): Normalised {
  const plain = withoutLookalikes(cleanse(text));
  const words: Word[] = [];
  for (const [token] of plain.matchAll(TOKEN)) {
    for (const word of readToken(token)) {
      const isEcho = /\p{Extended_Pictographic}/u.test(word.folded) && word.folded === words.at(-1)?.folded;
      if (!isEcho) words.push(word);
    }
  }
  if (words.length === 0 && plain.includes('?')) words.push({ accented: '?', folded: '?' });
  const read = withDigits(words);
  return {
    folded: read.map((word) => word.folded).join(' '),
    accented: read.map((word) => word.accented).join(' '),
    tokens: read.map((word) => word.folded),
  };
}

/** Letters and digits, with the separators inside a number ("25.000", "20/11"); or one pictograph. */
const TOKEN = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|(?<=\p{N})[.,:/-](?=\p{N}))*|[\p{Extended_Pictographic}✓✗✘]/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}|\u20e3/gu;
/** Sorting one huge stack of marks takes the normaliser quadratic time, and nobody's letter carries more than six. */
const MARK_STACK = /(\p{M}{6})\p{M}+/gu;

/** Lower case, composed, compatible forms and all digits plain, nothing invisible. Linear in the length. */
export const cleanse = (text: string): string =>
  asciiDigits(
    text
      .toWellFormed()
      .replace(INVISIBLE, '')
      .replace(MARK_STACK, '$1')
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFC')
      .replace(INVISIBLE, '')
      .replace(COMBINING, ''), // what no letter took up
  );

/** Letters of other scripts that look like ours, as keyboards and people who hide something mix them in. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ԁ: 'd', һ: 'h', ј: 'j', ո: 'n' },
  ...{ α: 'a', ο: 'o', ρ: 'p', ν: 'v', ι: 'i', κ: 'k', υ: 'u', χ: 'x', ı: 'i', ɡ: 'g', ɑ: 'a' },
};
/** Greek, Cyrillic, Armenian and a few phonetic letters; almost no text has any. */
const OTHER_SCRIPT = /[\u0131\u0250-\u02af\u0370-\u058f\u1f00-\u1fff]/;
const LOOKALIKE = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'g');

/** Only for reading words: an address must be judged by the letters it is written in. */
const withoutLookalikes = (text: string): string =>
  !OTHER_SCRIPT.test(text)
    ? text
    : text
        .normalize('NFD')
        .replace(LOOKALIKE, (letter) => LOOKALIKES[letter] ?? letter)
        .normalize('NFC');

function readToken(token: string): Word[] {
  if (/\p{N}/u.test(token)) return readWithDigits(token);
  const word = withoutEmphasis(token);
  if (word.length > LONGEST_WORD && fold(word).length > LONGEST_WORD) return [bare(word)];
  return settle(word) ?? settle(undoKeyboard(word)) ?? settle(undouble(word)) ?? [bare(word)];
}

/** "xonggggg" → "xong". A lone letter keeps a double: "kkk" is laughter, not the short form `k`. */
function withoutEmphasis(token: string): string {
  const word = collapseRuns(token, 3);
  return [...word].length === 1 && token.length > word.length ? word + word : word;
}

const undouble = (word: string): string | null => {
  const single = collapseRuns(word, 2);
  return [...single].length > 1 ? single : null;
};

const bare = (word: string): Word => ({ accented: word, folded: fold(word) });

/** The standard words a spelling stands for, or null when it is neither a short form nor a possible syllable. */
function settle(word: string | null): Word[] | null {
  if (word === null) return null;
  const folded = fold(word);
  const standard = own(ACCENTED_CHAT_FORMS, word) ?? own(CHAT_FORMS, folded);
  if (standard !== undefined) {
    const contradicts = own(ACCENTED_CHAT_FORMS, word) === undefined && isMarked(word);
    if (contradicts && !standard.includes(' ')) return [{ accented: placeTone(word), folded: fold(standard) }];
    return standard.split(' ').map(bare);
  }
  if (isSyllable(folded) || FOREIGN_WORDS.has(folded)) return [{ accented: placeTone(word), folded }];
  return null;
}

const own = (table: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The bar of đ belongs to short forms (`đc`, `sđt`); tones and vowel shapes tell one word from another. */
const isMarked = (word: string) => /\p{M}/u.test(word.normalize('NFD'));

/** Decoding is tried on what was written, then on its bare letters, so that reading twice comes to the same. */
const undoKeyboard = (word: string): string | null => decodeTelex(word) ?? decodeTelex(fold(word));

/** VNI keys, or a number stuck to a word ("số2"). A lone digit at the end is a number more often than a VNI key. */
function readWithDigits(token: string): Word[] {
  if (token.length > LONGEST_WORD || !/^\p{L}/u.test(token)) return [bare(token)];
  const folded = fold(token);
  if (isSurelyVni(folded)) {
    const decoded = settle(decodeVni(token) ?? decodeVni(folded));
    if (decoded) return decoded;
  }
  const [, letters, digits] = /^([\p{L}\p{M}]+)(\p{N}[\p{N}\p{M}]*)$/u.exec(token) ?? [];
  if (letters === undefined || digits === undefined || !isSyllable(fold(letters))) return [bare(token)];
  return [...(settle(letters) ?? [bare(letters)]), bare(digits)];
}

/** A key in the middle of the word ("vie65t"); what merely ends in digits may be a number. */
const isSurelyVni = (folded: string) => /^[a-z]+\d{1,2}[a-z][a-z\d]*$/.test(folded);

/** Runs of the same base letter at least `least` long become one. */
function collapseRuns(word: string, least: number): string {
  const chars = [...word];
  const bases = chars.map(baseOf);
  let result = '';
  for (let start = 0; start < chars.length; ) {
    let end = start + 1;
    while (end < chars.length && bases[end] === bases[start]) end++;
    result += end - start >= least ? chars[start] : chars.slice(start, end).join('');
    start = end;
  }
  return result;
}

const baseOf = (char: string): string => (char < '\u0080' ? char : fold(char) || char);
