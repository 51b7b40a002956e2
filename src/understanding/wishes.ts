/** Which service somebody wants, from their own words. Pure; the phrases come with the catalogue. */
import { normalise } from './normalise.ts';
import { sameWord, type Word, words, wordsOf } from './phrases.ts';
import { editDistance, soundKey } from './sound.ts';
import { isSyllable } from './spelling.ts';

/** One service of a catalogue. */
export interface Wanted {
  /** The phrases of one service, in ordinary Vietnamese. */
  id: string;
  phrases: string[];
}

/** A service that a message may ask for. */
export interface Wish {
  id: string;
  /** 0–1; 1 when the message is one of the phrases and nothing else. */
  score: number;
}

/** Words of a message that are looked at; a wish is said by then. */
const ATTENTION = 40;
/** Spoken names are put together from at most this many written words ("vi en pi ti mo ni"). */
const WIDEST_NAME = 7;
/** Share of a phrase, weighed by how telling its words are, that must be there. Two of three common words are not enough. */
const LEAST_COVERAGE = 0.75;
/** A score below this is chance: everyday sentences share single words with the phrases. */
const THRESHOLD = 0.6;
/** How much of the score depends on the rest of the message: breaks ties in favour of the phrase that explains more. */
const REST = 0.25;

/** Words of asking, which say nothing about what is asked for. */
const ASKING = words(
  'dạ ạ con cháu em bác cô chú ông bà anh chị tui tôi mình ơi cho hỏi xin muốn cần làm sao cách thế nào giúp giùm chỉ với nha ' +
    'nhé là thì có không được cái để mà vậy biết hướng dẫn bữa nay giờ',
);

/** Best first, at most one entry per id, none for what is no wish of the catalogue. Equal scores keep its order. */
export function readWish(text: string, catalogue: readonly Wanted[]): Wish[] {
  const message = wordsOf(normalise(text)).slice(0, ATTENTION);
  if (message.length === 0) return [];
  const telling = message.filter((word) => !ASKING.some((asking) => sameWord(word, asking)));
  const names = spokenNames(message);
  const written = new Set(message.map(({ folded }) => folded));
  const mayFit = (phrase: PreparedPhrase) =>
    phrase.sound !== null || phrase.words.some(({ word }) => written.has(word.folded));
  return prepare(catalogue)
    .map(({ id, phrases }) => ({
      id,
      score: Math.max(0, ...phrases.filter(mayFit).map((phrase) => scoreOf(phrase, message, telling, names))),
    }))
    .filter(({ score }) => score >= THRESHOLD)
    .sort((one, other) => other.score - one.score);
}

interface PreparedPhrase {
  words: { word: Word; weight: number }[];
  weight: number;
  /** Only names (with a word that is no Vietnamese syllable) are matched by ear. */
  sound: string | null;
  /** Slips of the ear allowed in it. */
  slips: number;
}

interface Prepared {
  id: string;
  phrases: PreparedPhrase[];
}

/** A catalogue is a constant: compiling it takes longer than reading a message. */
const prepared = new WeakMap<readonly Wanted[], Prepared[]>();

function prepare(catalogue: readonly Wanted[]): Prepared[] {
  const ready = prepared.get(catalogue) ?? compile(catalogue);
  prepared.set(catalogue, ready);
  return ready;
}

function compile(catalogue: readonly Wanted[]): Prepared[] {
  const entries = catalogue.map(({ id, phrases }) => ({ id, phrases: phrases.map(words) }));
  const users = new Map<string, Set<string>>();
  for (const { id, phrases } of entries) {
    for (const { folded } of phrases.flat()) users.set(folded, (users.get(folded) ?? new Set()).add(id));
  }
  // A word that every service uses tells little, one that a single service uses tells most.
  const weightOf = ({ folded }: Word) => Math.log(1 + catalogue.length / (users.get(folded)?.size ?? 1));
  return entries.map(({ id, phrases }) => ({
    id,
    phrases: phrases.map((phrase) => preparePhrase(phrase, weightOf)),
  }));
}

function preparePhrase(phrase: Word[], weightOf: (word: Word) => number): PreparedPhrase {
  const weighed = phrase.map((word) => ({ word, weight: weightOf(word) }));
  const soundOf = (words: Word[]) => soundKey(words.map(({ folded }) => folded).join(''));
  const name = soundOf(phrase.filter(({ folded }) => !isSyllable(folded)));
  return {
    words: weighed,
    weight: weighed.reduce((sum, { weight }) => sum + weight, 0),
    sound: name === '' ? null : soundOf(phrase),
    slips: slipsAllowed(name.length),
  };
}

/** Every short run of the message as it sounds when read in one: how many words it takes, by sound and by length. */
interface SpokenNames {
  widths: ReadonlyMap<string, number>;
  byLength: ReadonlyMap<number, readonly string[]>;
}

function spokenNames(message: readonly Word[]): SpokenNames {
  const widths = new Map<string, number>();
  for (const start of message.keys()) {
    const widest = Math.min(WIDEST_NAME, message.length - start);
    for (let width = 1; width <= widest; width++) {
      const run = message.slice(start, start + width).map(({ folded }) => folded);
      const sound = soundKey(run.join(''));
      if (!widths.has(sound)) widths.set(sound, width);
    }
  }
  return { widths, byLength: Map.groupBy(widths.keys(), ({ length }) => length) };
}

function scoreOf(
  phrase: PreparedPhrase,
  message: readonly Word[],
  telling: readonly Word[],
  names: SpokenNames,
): number {
  const byWord = coverage(phrase, message);
  const byEar = likeness(phrase, names);
  const { share, width } = byEar.share > byWord.share ? byEar : byWord;
  if (share < LEAST_COVERAGE) return 0;
  const explained = Math.min(1, width / Math.max(1, telling.length));
  return share * (1 - REST + REST * explained);
}

interface Match {
  share: number;
  /** Words of the message it explains. */
  width: number;
}

function coverage(phrase: PreparedPhrase, message: readonly Word[]): Match {
  const found = phrase.words.filter(({ word }) => message.some((written) => sameWord(written, word)));
  return { share: found.reduce((sum, { weight }) => sum + weight, 0) / phrase.weight, width: found.length };
}

/** One slip in a name of six letters, two in nine; shorter names must sound exactly so. */
const slipsAllowed = (length: number) => (length < 6 ? 0 : length < 9 ? 1 : 2);

function likeness({ sound, slips: limit }: PreparedPhrase, names: SpokenNames): Match {
  if (sound === null) return { share: 0, width: 0 };
  const exact = names.widths.get(sound);
  if (exact !== undefined) return { share: 1, width: exact };
  let best: Match = { share: 0, width: 0 };
  for (let length = sound.length - limit; length <= sound.length + limit; length++) {
    for (const name of names.byLength.get(length) ?? []) {
      if (limit === 0 || name[0] !== sound[0]) continue; // whoever mishears a name hears its first sound
      const slips = editDistance(sound, name, limit);
      const share = 1 - slips / sound.length;
      if (slips <= limit && share > best.share) best = { share, width: names.widths.get(name) ?? 1 };
    }
  }
  return best;
}
