/** How good a reader of intents is: the figures, and phrases it has not seen to take them from. */
import { INTENTS, type Intent, SAID_ANYWHERE, STEP_ANSWERS } from '../intents.ts';
import { words } from '../phrases.ts';
import type { Expecting } from '../understand.ts';
import { createChance, shuffled } from './chance.ts';
import type { Labelled } from './corpus.ts';
import { disturb, NOISES, type Noise } from './noise.ts';

export interface Question extends Labelled {
  expecting: Expecting;
}

/** What any reader answers; `acts` when it is sure enough to act without asking. */
export interface Answer {
  intent: Intent;
  confidence: number;
  acts: boolean;
}

export type Reader = (text: string, expecting: Expecting) => Answer;

/** One answered question. */
export interface Result extends Answer {
  meant: Intent;
  noise: Noise;
  text: string;
}

/** Chance that is not the one phrases are shown with while training. */
const NOISE_SEED = 7_000_000;

/** Every question at every level of noise. */
export const ask = (reader: Reader, questions: readonly Question[]): Result[] =>
  NOISES.flatMap((noise) =>
    questions.map(({ text, intent, expecting }, index) => {
      const written = disturb(text, noise, createChance(NOISE_SEED + index));
      return { ...reader(written, expecting), meant: intent, noise, text: written };
    }),
  );

/**
 * Every phrase answered by a reader that learned from the others. Phrases that differ only in courtesies stay together,
 * so that none is its own teacher.
 */
export function crossValidate(
  phrases: readonly Labelled[],
  folds: number,
  teach: (phrases: readonly Labelled[]) => Reader,
): Result[] {
  const fold = foldsOf(phrases, folds);
  const questions = phrases.map((phrase, index) => ({ ...phrase, expecting: expectingOf(phrase.intent, index) }));
  return Array.from({ length: folds }, (_, left) => {
    const reader = teach(phrases.filter((_phrase, index) => fold[index] !== left));
    return ask(
      reader,
      questions.filter((_question, index) => fold[index] === left),
    );
  }).flat();
}

const COURTESIES = new Set(
  'da a con chau em bac co chu ong ba anh chi tui toi minh oi nha nhe nghen giup gium voi cho hoi xin lam sao the nao vay di nay do thi la'.split(
    ' ',
  ),
);
const FOLD_SEED = 3;

function foldsOf(phrases: readonly Labelled[], folds: number): number[] {
  const keys = phrases.map(({ text }) => {
    const folded = words(text).map((word) => word.folded);
    return (
      folded
        .filter((word) => !COURTESIES.has(word))
        .sort()
        .join(' ') || folded.join(' ')
    );
  });
  const order = shuffled(createChance(FOLD_SEED), [...new Set(keys)]);
  const foldOf = new Map(order.map((key, index) => [key, index % folds]));
  return keys.map((key) => foldOf.get(key) as number);
}

/** Answers are given at a step; wishes that come up anywhere are half of the time. */
const expectingOf = (intent: Intent, index: number): Expecting =>
  STEP_ANSWERS.has(intent) || (SAID_ANYWHERE.has(intent) && index % 2 === 0) ? 'step' : null;

export interface Figures {
  questions: number;
  /** Share right, by noise. */
  accuracy: Record<Noise, number>;
  /** Mean of the intents' F1, all noises together. */
  macroF1: number;
  outOfScope: { precision: number; recall: number };
  scamRecall: number;
  /** Mean distance between what was said to be sure and what was right, over ten bands (expected calibration error). */
  calibrationError: number;
  /** Where it acts without asking: how often, and how often it is right then. */
  acting: { share: number; right: number };
}

export function figuresOf(results: readonly Result[]): Figures {
  const right = results.filter(isRight);
  const of = (noise: Noise) => results.filter((result) => result.noise === noise);
  const acting = results.filter(({ acts }) => acts);
  const scam = results.filter(({ meant }) => meant === 'scam_alert');
  return {
    questions: results.length / NOISES.length,
    accuracy: Object.fromEntries(NOISES.map((noise) => [noise, share(of(noise).filter(isRight), of(noise))])) as Record<
      Noise,
      number
    >,
    macroF1: mean(INTENTS.map((intent) => f1(results, intent))),
    outOfScope: { precision: precision(results, 'out_of_scope'), recall: recall(results, 'out_of_scope') },
    scamRecall: share(scam.filter(isRight), scam),
    calibrationError: calibrationError(results, right.length > 0),
    acting: { share: share(acting, results), right: share(acting.filter(isRight), acting) },
  };
}

const isRight = ({ intent, meant }: Result): boolean => intent === meant;
const share = (part: readonly unknown[], whole: readonly unknown[]): number =>
  whole.length === 0 ? 0 : part.length / whole.length;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

const precision = (results: readonly Result[], intent: Intent): number => {
  const said = results.filter((result) => result.intent === intent);
  return share(said.filter(isRight), said);
};
const recall = (results: readonly Result[], intent: Intent): number => {
  const meant = results.filter((result) => result.meant === intent);
  return share(meant.filter(isRight), meant);
};
const f1 = (results: readonly Result[], intent: Intent): number => {
  const [p, r] = [precision(results, intent), recall(results, intent)];
  return p + r === 0 ? 0 : (2 * p * r) / (p + r);
};

const BANDS = 10;

function calibrationError(results: readonly Result[], any: boolean): number {
  if (!any) return 1;
  const bands = Map.groupBy(results, ({ confidence }) => Math.min(BANDS - 1, Math.floor(confidence * BANDS)));
  const distances = [...bands.values()].map(
    (band) =>
      (Math.abs(mean(band.map(({ confidence }) => confidence)) - share(band.filter(isRight), band)) * band.length) /
      results.length,
  );
  return distances.reduce((sum, one) => sum + one, 0);
}

/** The commonest mistakes: `meant → said`, how often, and a few of the texts. */
export function confusions(
  results: readonly Result[],
  most: number,
): { pair: string; times: number; texts: string[] }[] {
  const wrong = Map.groupBy(
    results.filter((result) => !isRight(result)),
    ({ meant, intent }) => `${meant} → ${intent}`,
  );
  return [...wrong]
    .map(([pair, of]) => ({ pair, times: of.length, texts: of.slice(0, 4).map(({ text }) => text) }))
    .sort((one, other) => other.times - one.times)
    .slice(0, most);
}
