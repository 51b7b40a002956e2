/**
 * Fits a multinomial logistic regression by stochastic gradient descent with a learning rate per feature (AdaGrad, Duchi
 * et al. 2011). The same examples in the same order give the same weights, bit for bit.
 */
import type { Features } from '../features.ts';
import { INTENTS } from '../intents.ts';
import { createChance, shuffled } from './chance.ts';

export interface Example {
  features: Features;
  /** Index in the inventory. */
  label: number;
}

export interface Weights {
  /** Feature → its row: one weight per intent. */
  rows: Map<number, Float64Array>;
  bias: Float64Array;
}

export interface Settings {
  epochs: number;
  rate: number;
  /** Share by which weights shrink at every touch. */
  decay: number;
  /** Share of certainty given to all intents alike, so that the model does not learn to be sure of everything. */
  smoothing: number;
}

/** Chosen by cross-validation (docs/understanding.md). */
export const SETTINGS: Settings = { epochs: 10, rate: 0.3, decay: 1e-5, smoothing: 0.05 };
const SEED = 20_26;
/** The rate falls to this share of the first until the last epoch. */
const LAST_RATE = 0.1;
const BIAS_RATE = 0.01;

export function fitWeights(examples: readonly Example[], settings: Settings = SETTINGS): Weights {
  const compact = examples.map(({ features, label }) => ({ ...features, label }));
  const rows = new Map<number, Float64Array>();
  for (const { keys } of compact) {
    for (const key of keys) if (!rows.has(key)) rows.set(key, new Float64Array(INTENTS.length));
  }
  const seen = new Map([...rows.keys()].map((key) => [key, { row: rows.get(key) as Float64Array, energy: 1e-8 }]));
  const ready = compact.map(({ keys, weights, label }) => ({
    cells: keys.map((key) => seen.get(key) as { row: Float64Array; energy: number }),
    weights,
    label,
  }));
  const bias = new Float64Array(INTENTS.length);
  const chance = createChance(SEED);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const rate = settings.rate * (1 - (1 - LAST_RATE) * (epoch / settings.epochs));
    for (const { cells, weights, label } of shuffled(chance, ready)) {
      const error = errorOf(cells, weights, label, bias, settings.smoothing);
      const loudness = error.reduce((sum, one) => sum + one * one, 0);
      for (let intent = 0; intent < bias.length; intent++)
        (bias[intent] as number) -= BIAS_RATE * rate * (error[intent] as number);
      for (const [at, cell] of cells.entries())
        learn(cell, weights[at] as number, error, loudness, rate, settings.decay);
    }
  }
  return { rows, bias };
}

interface Cell {
  row: Float64Array;
  energy: number;
}

/** What the model believes minus what is so. */
function errorOf(
  cells: readonly Cell[],
  weights: readonly number[],
  label: number,
  bias: Float64Array,
  smoothing: number,
): Float64Array {
  const error = Float64Array.from(bias);
  for (const [at, { row }] of cells.entries()) {
    const weight = weights[at] as number;
    for (let intent = 0; intent < error.length; intent++) (error[intent] as number) += weight * (row[intent] as number);
  }
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of error) if (score > highest) highest = score;
  let sum = 0;
  for (let intent = 0; intent < error.length; intent++) {
    error[intent] = Math.exp((error[intent] as number) - highest);
    sum += error[intent] as number;
  }
  for (let intent = 0; intent < error.length; intent++) {
    const meant = (intent === label ? 1 - smoothing : 0) + smoothing / error.length;
    error[intent] = (error[intent] as number) / sum - meant;
  }
  return error;
}

function learn(cell: Cell, weight: number, error: Float64Array, loudness: number, rate: number, decay: number): void {
  cell.energy += loudness * weight * weight;
  const step = (rate * weight) / Math.sqrt(cell.energy);
  const kept = 1 - rate * decay;
  for (let intent = 0; intent < error.length; intent++) {
    cell.row[intent] = (cell.row[intent] as number) * kept - step * (error[intent] as number);
  }
}
