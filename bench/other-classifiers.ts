/** Classifiers of others, made comparable: they learn our phrases, normalised by us, and answer one message at a time. */
import { createRequire } from 'node:module';
import { INTENTS, type Intent } from '../src/understanding/intents.ts';
import { normalise } from '../src/understanding/normalise.ts';
import type { Labelled } from '../src/understanding/training/corpus.ts';
import type { Reader } from '../src/understanding/training/evaluate.ts';

const load = createRequire(import.meta.url);
const SURE = 0.9;
const intentNamed = (name: string): Intent => INTENTS.find((intent) => intent === name) ?? 'out_of_scope';
const features = (text: string): Record<string, number> =>
  Object.fromEntries(normalise(text).tokens.map((token) => [token, 1]));

interface NeuralNetwork {
  train(corpus: { input: Record<string, number>; output: Record<string, number> }[]): unknown;
  run(input: Record<string, number>): Record<string, number> | undefined;
}

/** NLP.js's classifier (`@nlpjs/neural`), by words, with its own defaults. */
export function learnNeural(phrases: readonly Labelled[]): Reader {
  const { NeuralNetwork: Network } = load('@nlpjs/neural') as {
    NeuralNetwork: new (settings: object) => NeuralNetwork;
  };
  const network = new Network({ log: false });
  network.train(phrases.map(({ text, intent }) => ({ input: features(text), output: { [intent]: 1 } })));
  return (text) => {
    const answers = Object.entries(network.run(features(text)) ?? {}).sort((one, other) => other[1] - one[1]);
    const [name, confidence] = answers[0] ?? ['out_of_scope', 0];
    return {
      intent: confidence === 0 ? 'out_of_scope' : intentNamed(name),
      confidence: Math.min(1, confidence),
      acts: confidence >= SURE,
    };
  };
}

interface NaiveBayes {
  definePrepTasks(tasks: ((text: string) => string[])[]): void;
  defineConfig(config: object): void;
  learn(text: string, label: string): void;
  consolidate(): void;
  computeOdds(text: string): [string, number][];
}

/** wink's naive Bayes, by words. Its log2 odds are turned into shares. */
export function learnNaiveBayes(phrases: readonly Labelled[]): Reader {
  const classifier = (load('wink-naive-bayes-text-classifier') as () => NaiveBayes)();
  classifier.definePrepTasks([(text) => normalise(text).tokens]);
  classifier.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
  for (const { text, intent } of phrases) classifier.learn(text, intent);
  classifier.consolidate();
  return (text) => {
    const odds = classifier.computeOdds(text);
    const [name, best] = odds[0] ?? ['out_of_scope', 0];
    const confidence = best === 0 ? 0 : 1 / (1 + 2 ** -best);
    return { intent: name === 'unknown' ? 'out_of_scope' : intentNamed(name), confidence, acts: confidence >= SURE };
  };
}
