/**
 * `npx tsx scripts/train.ts [--evaluate]`: learns the phrases in `content/phrases` and writes `content/understanding.model`.
 * `--evaluate` prints what five-fold cross-validation makes of it instead: figures, mistakes, and how sure is sure enough.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPhrases } from '../src/understanding/training/corpus.ts';
import { confusions, crossValidate, figuresOf, type Result } from '../src/understanding/training/evaluate.ts';
import { learn, learnModel } from '../src/understanding/training/learn.ts';
import { createUnderstand, MODEL_FILE } from '../src/understanding/understand.ts';

const FOLDS = 5;
const MISTAKES = 25;

const { values } = parseArgs({ options: { evaluate: { type: 'boolean', default: false } } });
const phrases = readPhrases();
if (values.evaluate) evaluate();
else {
  const file = learn(phrases);
  writeFileSync(MODEL_FILE, file);
  console.log(`${phrases.length} phrases → ${MODEL_FILE} (${file.length} bytes)`);
}

function evaluate(): void {
  const results = crossValidate(phrases, FOLDS, (known) => createUnderstand(learnModel(known)));
  console.log(figuresOf(results));
  console.table(
    confusions(results, MISTAKES).map(({ pair, times, texts }) => ({ pair, times, texts: texts.join(' | ') })),
  );
  console.table([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97].map((least) => sureFrom(results, least)));
}

/** How often an answer is at least so sure, and how often it is right then. */
function sureFrom(results: readonly Result[], least: number): { from: number; share: string; right: string } {
  const sure = results.filter(({ confidence }) => confidence >= least);
  const right = sure.filter(({ intent, meant }) => intent === meant);
  return {
    from: least,
    share: (sure.length / results.length).toFixed(3),
    right: (right.length / sure.length).toFixed(4),
  };
}
