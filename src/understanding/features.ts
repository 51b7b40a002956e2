/**
 * What the model sees of a message: its words and pairs, its letters, the kinds of things it names, its length, and what
 * the tables of answers make of it. Each is a number (a hash of its name), with a weight.
 */
import { CONCEPTS } from './concepts.ts';
import type { Lexicon } from './lexicon.ts';
import { isPhraseAt, type Word, words } from './phrases.ts';
import type { Reading } from './reading.ts';
import { readAnswer } from './replies.ts';

/** Parallel: which features a message has, and how much each counts. */
export interface Features {
  keys: number[];
  weights: number[];
}

/** Words looked at; a wish is said by then. */
export const ATTENTION = 40;
/** Letters looked at in runs of this many. */
const SHORTEST_RUN = 2;
const LONGEST_RUN = 4;
/** Kinds of which every pair is a feature; a message of more kinds is a story. */
const PAIRED_KINDS = 6;

interface Kind {
  name: string;
  phrase: readonly Word[];
}

const kindsByFirst = new Map<string, Kind[]>();
for (const [name, phrases] of Object.entries(CONCEPTS)) {
  for (const phrase of phrases.map(words)) {
    const first = phrase[0]?.folded;
    if (first !== undefined) kindsByFirst.set(first, [...(kindsByFirst.get(first) ?? []), { name, phrase }]);
  }
}

/**
 * `countsAs` is how often a word must have been written to be known: 1 – while
 * training, where the message itself is among the phrases, 2.
 */
export function featuresOf({ words: message, typed }: Reading, lexicon: Lexicon, countsAs = 1): Features {
  const heard = message.slice(0, ATTENTION).map(inKind);
  const features: Features = { keys: [], weights: [] };
  add(features, wordFeatures(heard).map(hash));
  add(features, letterKeys(heard));
  add(features, accentFeatures(heard).map(hash));
  const others = [
    ...kindFeatures(heard),
    ...strangeFeatures(typed.slice(0, ATTENTION).map(inKind), lexicon, countsAs),
    `m:${readAnswer(heard)}`,
  ];
  add(features, others.map(hash));
  return features;
}

/** Sums of money, phone numbers and other numbers are one word each. */
function inKind(word: Word): Word {
  if (!/^\d/.test(word.folded)) return word;
  const name = numberKind(word.folded);
  return name === null ? word : { folded: name, accented: name };
}

function numberKind(folded: string): string | null {
  const digits = folded.replace(/\D/g, '').length;
  if (/^\d[\d.,]*(?:k|d|dong|tr|tr\d|trieu|nghin|ngan|cu|ty)$/.test(folded) || /^\d{1,3}(?:[.,]000)+$/.test(folded))
    return '#money';
  if (digits >= 9) return '#long';
  if (digits >= 4) return '#code';
  return digits === 3 ? '#three' : null;
}

function wordFeatures(message: readonly Word[]): string[] {
  const ends = ['^', ...message.map(({ folded }) => folded), '$'];
  const pairs = ends.slice(1).map((word, at) => `b:${ends[at]} ${word}`);
  return [...message.map(({ folded }) => `w:${folded}`), ...pairs, `l:${lengthOf(message)}`];
}

function lengthOf({ length }: readonly Word[]): number {
  return [13, 9, 6, 4, 3, 2, 1, 0].find((least) => length >= least) ?? 0;
}

/** Runs of letters, over the ends of words: what is left of a misspelt word. */
function letterKeys(message: readonly Word[]): number[] {
  if (message.length === 0) return [];
  const letters = ` ${message.map(({ folded }) => folded).join(' ')} `;
  const keys: number[] = [];
  for (let start = 0; start + SHORTEST_RUN <= letters.length; start++) {
    const end = Math.min(letters.length, start + LONGEST_RUN);
    let key = LETTERS;
    for (let at = start; at < end; at++) {
      key = stir(key, letters.charCodeAt(at));
      if (at - start + 1 >= SHORTEST_RUN) keys.push(key);
    }
  }
  return keys;
}

/** Accents count where they were written. */
const accentFeatures = (message: readonly Word[]): string[] =>
  message.filter(({ folded, accented }) => folded !== accented).map(({ accented }) => `a:${accented}`);

function kindFeatures(message: readonly Word[]): string[] {
  const longest = new Map<number, Kind>();
  const features: string[] = [];
  const names = new Set<string>();
  for (const [at, word] of message.entries()) {
    for (const kind of kindsByFirst.get(word.folded) ?? []) {
      if (!isPhraseAt(message, at, kind.phrase)) continue;
      names.add(kind.name);
      features.push(`k:${kind.name}`);
      if (kind.phrase.length > 1) features.push(`k2:${kind.name}`);
      if (kind.phrase.length > (longest.get(at)?.phrase.length ?? 0)) longest.set(at, kind);
    }
  }
  return [...features, ...pairsOfKinds(names), ...besideKinds(message, longest)];
}

function pairsOfKinds(names: Set<string>): string[] {
  if (names.size === 0) return ['k:none'];
  const first = [...names].sort().slice(0, PAIRED_KINDS);
  return first.flatMap((one, at) => first.slice(at + 1).map((other) => `kk:${one}+${other}`));
}

/** What stands beside a kind: "đổi <paper>", "<bank> bị khóa". */
function besideKinds(message: readonly Word[], longest: Map<number, Kind>): string[] {
  const line = ['^'];
  for (let at = 0; at < message.length; ) {
    const kind = longest.get(at);
    line.push(kind ? `<${kind.name}>` : (message[at]?.folded ?? ''));
    at += kind?.phrase.length ?? 1;
  }
  line.push('$');
  return line
    .slice(1)
    .map((piece, at) => `kb:${line[at]} ${piece}`)
    .filter((pair) => pair.includes('<'));
}

/** How much of the message is made of words nobody has written before: talk about something else, or junk. */
function strangeFeatures(message: readonly Word[], lexicon: Lexicon, countsAs: number): string[] {
  const strange = message.filter(
    ({ folded }) => lexicon.countOf(folded) < countsAs && !isListed(folded, lexicon),
  ).length;
  const features = [`u:${Math.min(strange, 3)}`];
  if (strange > 0)
    features.push(`us:${strange === message.length ? 'all' : strange * 2 >= message.length ? 'half' : 'few'}`);
  return features;
}

/** Words of the concept tables are known without having been written. */
const isListed = (folded: string, lexicon: Lexicon): boolean => lexicon.countOf(folded) % 1 !== 0;

/** Features of one sort share one weight, so that a long message is not louder than a short one. */
function add(features: Features, keys: readonly number[]): void {
  const weight = 1 / Math.sqrt(keys.length);
  for (const key of new Set(keys)) {
    features.keys.push(key);
    features.weights.push(weight);
  }
}

/** FNV-1a, 32 bits: forty thousand names share a key less than once in five models. */
function hash(name: string): number {
  let key = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) key = stir(key, name.charCodeAt(at));
  return key;
}

function stir(key: number, code: number): number {
  return Math.imul(key ^ code, 0x01000193);
}

/** What the key of every run of letters begins with: they are hashed as they grow, without making a text of each. */
const LETTERS = hash('c:');
