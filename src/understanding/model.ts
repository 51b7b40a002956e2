/**
 * A linear model over hashed features: one row of small whole numbers per feature, one column per intent. Small enough to
 * be committed (`content/understanding.model`), quick enough to be asked about every message. Pure but for the file.
 */
import { endianness } from 'node:os';
import type { Features } from './features.ts';
import { INTENTS } from './intents.ts';
import { Lexicon } from './lexicon.ts';

/** The file's first part, as JSON; the rows follow (see {@link decodeModel}). */
export interface Header {
  intents: readonly string[];
  rows: number;
  bias: number[];
  /** Scores are divided by this before they become probabilities, so that 0.9 is right nine times in ten. */
  temperature: number;
  /** Words of the phrases with their counts, and pairs that stand together. */
  words: [string, number][];
  pairs: [string, number][];
}

export interface Model {
  temperature: number;
  lexicon: Lexicon;
  /** One score per intent, in the order of the inventory. */
  score(features: Features): Float64Array;
}

/**
 * Layout, little-endian: length of the header (uint32), header (UTF-8 JSON, padded with spaces to a multiple of 4), keys
 * (int32 × rows), scales (float32 × rows), weights (int8 × rows × intents). A row is its weights times its scale.
 */
export function decodeModel(file: Uint8Array): Model {
  if (endianness() !== 'LE') throw new Error('The model is read on little-endian machines only.');
  const bytes = file.slice(); // aligned
  const headerLength = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength))) as Header;
  const { rows, bias } = header;
  if (header.intents.join() !== INTENTS.join()) throw new Error('The model knows other intents: train it again.');
  const keys = new Int32Array(bytes.buffer, 4 + headerLength, rows);
  const scales = new Float32Array(bytes.buffer, 4 + headerLength + rows * 4, rows);
  const weights = new Int8Array(bytes.buffer, 4 + headerLength + rows * 8, rows * INTENTS.length);
  const rowOf = indexKeys(keys);
  return {
    temperature: header.temperature,
    lexicon: new Lexicon(header.words, header.pairs),
    score: (features) => {
      const scores = Float64Array.from(bias);
      for (const [at, key] of features.keys.entries()) {
        const row = rowOf(key);
        if (row === -1) continue;
        const factor = (features.weights[at] as number) * (scales[row] as number);
        const start = row * INTENTS.length;
        for (let intent = 0; intent < INTENTS.length; intent++) {
          (scores[intent] as number) += factor * (weights[start + intent] as number);
        }
      }
      return scores;
    },
  };
}

/** Keys → row by open addressing: a Map of boxed numbers takes ten times the memory. */
function indexKeys(keys: Int32Array): (key: number) => number {
  const size = 1 << Math.ceil(Math.log2(Math.max(2, keys.length * 2)));
  const slots = new Int32Array(size).fill(-1);
  const slotOf = (key: number) => Math.imul(key, 0x9e3779b1) >>> (32 - Math.log2(size));
  for (const [row, key] of keys.entries()) {
    let slot = slotOf(key);
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1);
    slots[slot] = row;
  }
  return (key) => {
    for (let slot = slotOf(key); ; slot = (slot + 1) & (size - 1)) {
      const row = slots[slot] as number;
      if (row === -1 || keys[row] === key) return row;
    }
  };
}

/** Scores → probabilities that sum to 1. */
export function softmax(scores: Float64Array, temperature: number): Float64Array {
  const highest = Math.max(...scores);
  const parts = scores.map((score) => Math.exp((score - highest) / temperature));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}
