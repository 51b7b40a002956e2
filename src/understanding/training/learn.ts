/** From phrases to a model: more spellings of each, features, weights, and the file they are kept in. */
import { featuresOf } from '../features.ts';
import { INTENTS } from '../intents.ts';
import { count, Lexicon } from '../lexicon.ts';
import { decodeModel, type Header, type Model } from '../model.ts';
import { words } from '../phrases.ts';
import { read } from '../reading.ts';
import { createChance } from './chance.ts';
import type { Labelled } from './corpus.ts';
import { type Example, fitWeights, SETTINGS, type Settings, type Weights } from './fit.ts';
import { disturb, type Noise } from './noise.ts';

/** In which spellings each phrase is shown. More of them, or chat forms as well, did not help (docs/understanding.md). */
const SHOWN: readonly Noise[] = ['clean', 'bare', 'slips'];
/** Pairs seen once tell little about slips. */
const LEAST_PAIRS = 2;
/** A word is known to a phrase of ours when another phrase has it, too. */
const COUNTS_AS_KNOWN = 2;

/** Makes confidence honest on phrases the model has not seen (least log loss in cross-validation). */
export const TEMPERATURE = 0.65;

export interface Options {
  settings?: Settings;
  shown?: readonly Noise[];
  temperature?: number;
}

/** The model's file. The same phrases give the same bytes. */
export function learn(phrases: readonly Labelled[], options: Options = {}): Uint8Array {
  const { words: counted, pairs } = countWords(phrases);
  const lexicon = new Lexicon(counted, pairs);
  const weights = fitWeights(examplesOf(phrases, lexicon, options.shown ?? SHOWN), options.settings ?? SETTINGS);
  return encode(weights, {
    intents: INTENTS,
    temperature: options.temperature ?? TEMPERATURE,
    words: counted,
    pairs,
  });
}

/** The same, ready to be asked. */
export const learnModel = (phrases: readonly Labelled[], options: Options = {}): Model =>
  decodeModel(learn(phrases, options));

function countWords(phrases: readonly Labelled[]): { words: [string, number][]; pairs: [string, number][] } {
  const counts = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const { text } of phrases) count(words(text), 1, counts, pairs);
  return { words: [...counts], pairs: [...pairs].filter(([, times]) => times >= LEAST_PAIRS) };
}

const examplesOf = (phrases: readonly Labelled[], lexicon: Lexicon, shown: readonly Noise[]): Example[] =>
  phrases.flatMap(({ text, intent }, index) =>
    shown.map((noise) => ({
      features: featuresOf(read(disturb(text, noise, createChance(index)), lexicon), lexicon, COUNTS_AS_KNOWN),
      label: INTENTS.indexOf(intent),
    })),
  );

/** See {@link decodeModel} for the layout. */
function encode({ rows, bias }: Weights, about: Omit<Header, 'rows' | 'bias'>): Uint8Array {
  const kept = [...rows]
    .map(([key, row]) => ({ key, row, peak: row.reduce((peak, weight) => Math.max(peak, Math.abs(weight)), 0) }))
    .sort((one, other) => one.key - other.key);
  const header: Header = { ...about, rows: kept.length, bias: Array.from(bias, (weight) => Number(weight.toFixed(6))) };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 4) * 4;
  const bytes = new Uint8Array(4 + headerLength + kept.length * (8 + INTENTS.length)).fill(0x20, 4, 4 + headerLength);
  new DataView(bytes.buffer).setUint32(0, headerLength, true);
  bytes.set(json, 4);
  const start = 4 + headerLength;
  const keys = new Int32Array(bytes.buffer, start, kept.length);
  const scales = new Float32Array(bytes.buffer, start + kept.length * 4, kept.length);
  const weights = new Int8Array(bytes.buffer, start + kept.length * 8, kept.length * INTENTS.length);
  for (const [at, { key, row, peak }] of kept.entries()) {
    keys[at] = key;
    scales[at] = peak / 127;
    for (const [intent, weight] of row.entries()) {
      weights[at * INTENTS.length + intent] = peak === 0 ? 0 : Math.round((weight / peak) * 127);
    }
  }
  return bytes;
}
