/**
 * Runs of digits as people write and speak them: "482913", "48 29 13", "4-8-2-9-1-3", "bốn tám hai chín một ba". What a
 * run is, is decided in `secrets.ts`; here it is only put together.
 */
import { mayMean } from '../understanding/spelling.ts';
import { isWithin, type Span } from './harmless-spans.ts';
import { BARRIER, type Shadow, setsAccents, writtenWord } from './shadow.ts';

/** A run of letters, a run of digits, white space, or one other character of a shadow text. */
export interface Token {
  kind: 'word' | 'digits' | 'space' | 'mark';
  text: string;
  start: number;
  end: number;
}

/** One number of a group. `first` and `last` are token indexes. */
export interface Part {
  digits: string;
  isSpoken: boolean;
  first: number;
  last: number;
}

/** Parts that may be one number; never empty. */
export type Group = readonly Part[];

/** The text cut into tokens, nothing left out. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(/(\p{L}+)|(\d+)|(\s+)|[^\p{L}\d\s]/gu)].map((match) => ({
    kind: match[1] ? 'word' : match[2] ? 'digits' : match[3] ? 'space' : 'mark',
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** From this length on a written run is a number of its own and joins no neighbour: "0912345678 482913" are two. */
const OWN_NUMBER = 9;
/** Characters between two parts of one number. */
const WIDEST_SEPARATOR = 3;
const SEPARATOR = /^[\s.,\-–—−_·•*|()]+$/;

/**
 * Parts that may belong together, in order; a part that joins nothing is a group of one. Parts inside a harmless span
 * are left out and part their neighbours: in "25.000 482913" only the second is a number to judge.
 */
export function groupsOf(shadow: Shadow, tokens: readonly Token[], harmless: readonly Span[]): Group[] {
  const groups: Part[][] = [];
  for (const part of partsOf(shadow, tokens)) {
    if (isWithin(harmless, spanOf(tokens, [part]))) continue;
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && belongTogether(shadow, tokens, before, part)) group.push(part);
    else groups.push([part]);
  }
  return groups;
}

/** From the first character of the first part to the last of the last. */
export const spanOf = (tokens: readonly Token[], parts: Group): Span => ({
  start: tokens[parts[0]?.first ?? 0]?.start ?? 0,
  end: tokens[parts.at(-1)?.last ?? 0]?.end ?? 0,
});

function belongTogether(shadow: Shadow, tokens: readonly Token[], one: Part, next: Part): boolean {
  const from = tokens[one.last]?.end ?? 0;
  const to = tokens[next.first]?.start ?? 0;
  if (to === from || to - from > WIDEST_SEPARATOR) return false;
  const between = shadow.text.slice(from, to);
  const isSmall = (part: Part) => part.isSpoken || part.digits.length === 1;
  if (isSmall(one) && isSmall(next)) return !between.includes(BARRIER) && !/\d/.test(between);
  if (one.isSpoken || next.isSpoken) return false;
  return one.digits.length < OWN_NUMBER && next.digits.length < OWN_NUMBER && SEPARATOR.test(between);
}

function partsOf(shadow: Shadow, tokens: readonly Token[]): Part[] {
  const spoken = spokenDigits(shadow, tokens);
  const parts: Part[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.kind === 'digits') parts.push({ digits: token.text, isSpoken: false, first: index, last: index });
    if (!spoken.has(index)) continue;
    const part = readSpoken(spoken, tokens, index);
    parts.push(part);
    index = part.last;
  }
  return parts;
}

// ── digits in words ────────────────────────────────────────────────────────────────────────────────────────────────

/** Bare spelling → the accented words it may be and what they say: a digit, or ten. */
const SPOKEN: Readonly<Record<string, { words: readonly string[]; says: string }>> = {
  khong: { words: ['không'], says: '0' },
  mot: { words: ['một', 'mốt'], says: '1' },
  hai: { words: ['hai'], says: '2' },
  ba: { words: ['ba'], says: '3' },
  bon: { words: ['bốn'], says: '4' },
  tu: { words: ['tư'], says: '4' },
  nam: { words: ['năm'], says: '5' },
  lam: { words: ['lăm'], says: '5' },
  nham: { words: ['nhăm'], says: '5' },
  sau: { words: ['sáu'], says: '6' },
  bay: { words: ['bảy', 'bẩy'], says: '7' },
  tam: { words: ['tám'], says: '8' },
  chin: { words: ['chín'], says: '9' },
  muoi: { words: ['mươi', 'mười'], says: 'ten' },
};

/** What the digit words say, by token index. In a text that sets accents a bare `sau` is "after", not sáu. */
function spokenDigits(shadow: Shadow, tokens: readonly Token[]): Map<number, string> {
  const spoken = new Map<number, string>();
  const isAccented = setsAccents(shadow.source);
  for (const [index, token] of tokens.entries()) {
    const known = Object.hasOwn(SPOKEN, token.text) ? SPOKEN[token.text] : undefined;
    if (!known) continue;
    const written = writtenWord(shadow, token);
    const mustMatch = isAccented && written === token.text;
    if (known.words.some((word) => (mustMatch ? word === written : mayMean(written, word))))
      spoken.set(index, known.says);
  }
  return spoken;
}

/** "bốn" → 4, "bốn mươi" → 40, "bốn mươi tám" → 48, "mười hai" → 12: people read codes out in pairs. */
function readSpoken(spoken: ReadonlyMap<number, string>, tokens: readonly Token[], first: number): Part {
  let last = first;
  let digits = spoken.get(first) as string;
  const next = wordBehind(tokens, first);
  if (digits !== 'ten' && spoken.get(next) === 'ten') last = next;
  if (digits === 'ten') digits = '1';
  if (spoken.get(last) === 'ten') {
    const unit = wordBehind(tokens, last);
    const isUnit = /^\d$/.test(spoken.get(unit) ?? '') && spoken.get(wordBehind(tokens, unit)) !== 'ten';
    digits += isUnit ? spoken.get(unit) : '0';
    if (isUnit) last = unit;
  }
  return { digits, isSpoken: true, first, last };
}

/** The token behind one stretch of white space; -1 when there is none. */
const wordBehind = (tokens: readonly Token[], index: number): number =>
  tokens[index + 1]?.kind === 'space' && index + 2 < tokens.length ? index + 2 : -1;
