/**
 * How well readers of intents do on phrases they have not seen: ours beside a nearest neighbour (MiniSearch over letter
 * runs), NLP.js, a naive Bayes (wink) and our own tables of phrases. All get the same phrases to learn from, normalised the
 * same way, and the same questions.
 */
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import MiniSearch from 'minisearch';
import { intentOfFlow } from '../src/bot/intent-flows.ts';
import { INTENTS, type Intent } from '../src/understanding/intents.ts';
import { normalise } from '../src/understanding/normalise.ts';
import { type ReplyMeaning, readReply } from '../src/understanding/replies.ts';
import { type Labelled, readPhrases } from '../src/understanding/training/corpus.ts';
import {
  ask,
  crossValidate,
  type Figures,
  figuresOf,
  type Question,
  type Reader,
} from '../src/understanding/training/evaluate.ts';
import { learnModel } from '../src/understanding/training/learn.ts';
import { createUnderstand } from '../src/understanding/understand.ts';
import { WISH_CATALOGUE } from '../src/understanding/wish-catalogue.ts';
import { readWish } from '../src/understanding/wishes.ts';
import { learnNaiveBayes, learnNeural } from './other-classifiers.ts';

export interface UnderstandingRow {
  reader: string;
  /** Five-fold cross-validation over `content/phrases`. */
  crossValidated: Figures;
  /** `test/understanding/held-out.json`, after learning all phrases. */
  heldOut: Figures;
  microseconds: number;
  /** Memory the first reader of a process holds on to, run with `--expose-gc`; null where it cannot be told. */
  megabytes: number | null;
}

const FOLDS = 5;
/** Times every held-out question is asked when the clock runs. */
const ROUNDS = 10;
/** Where others act without asking: their scores are not calibrated, so at the same share of sure answers as ours. */
const SURE = 0.9;

type Teach = (phrases: readonly Labelled[]) => Reader | Promise<Reader>;

const READERS: readonly { reader: string; teach: Teach }[] = [
  { reader: 'ours: linear over words, letters and kinds', teach: (phrases) => createUnderstand(learnModel(phrases)) },
  { reader: 'tables of phrases', teach: () => fromTables },
  { reader: 'nearest neighbour (MiniSearch)', teach: nearestNeighbour },
  { reader: 'NLP.js (neural)', teach: learnNeural },
  { reader: 'naive Bayes (wink)', teach: learnNaiveBayes },
];

/** One row per reader; deterministic but for time and memory. `only` names readers by their beginning. */
export async function compareUnderstanding(only = ''): Promise<UnderstandingRow[]> {
  const phrases = readPhrases();
  const questions = heldOutQuestions();
  const rows: UnderstandingRow[] = [];
  for (const { reader, teach } of READERS.filter((one) => one.reader.startsWith(only))) {
    const before = rows.length === 0 ? await heapInUse() : null;
    const taught = await teach(phrases);
    const after = before === null ? null : await heapInUse();
    const megabytes = before === null || after === null ? null : after - before;
    rows.push({
      reader,
      crossValidated: figuresOf(await crossValidateAll(phrases, teach)),
      heldOut: figuresOf(ask(taught, questions)),
      microseconds: timeOf(taught, questions),
      megabytes,
    });
  }
  return rows;
}

async function crossValidateAll(phrases: readonly Labelled[], teach: Teach) {
  const taught: Reader[] = [];
  const sets: (readonly Labelled[])[] = [];
  crossValidate(phrases, FOLDS, (known) => {
    sets.push(known);
    return () => ({ intent: 'done', confidence: 0, acts: false });
  });
  for (const known of sets) taught.push(await teach(known));
  return crossValidate(phrases, FOLDS, () => taught.shift() as Reader);
}

/** Phrases kept apart. Short answers that are also among the phrases ("không", "chào con") are no test and left out. */
export function heldOutQuestions(): Question[] {
  const learned = new Set(readPhrases().map(({ text }) => normalise(text).folded));
  const file = fileURLToPath(new URL('../test/understanding/held-out.json', import.meta.url));
  const groups = JSON.parse(readFileSync(file, 'utf8')) as {
    intent: Intent;
    expecting: 'step' | null;
    texts: string[];
  }[];
  return groups
    .flatMap(({ intent, expecting, texts }) => texts.map((text) => ({ text, intent, expecting })))
    .filter(({ text }) => !learned.has(normalise(text).folded));
}

/** Per question, in the best of the rounds: what else runs on the machine is not the reader's. */
function timeOf(reader: Reader, questions: readonly Question[]): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (const { text, expecting } of questions) reader(text, expecting);
    return ((performance.now() - start) * 1000) / questions.length;
  });
  return Math.min(...rounds);
}

/** Megabytes in use once garbage is gone; null unless node runs with `--expose-gc`. */
async function heapInUse(): Promise<number | null> {
  if (!globalThis.gc) return null;
  for (let times = 0; times < 3; times++) {
    globalThis.gc();
    await setImmediate();
  }
  return process.memoryUsage().heapUsed / 2 ** 20 + process.memoryUsage().arrayBuffers / 2 ** 20;
}

/** What the hand-written tables alone would say; out of scope when they say nothing. */
const fromTables: Reader = (text) => {
  const meaning = readReply(text);
  const wish = readWish(text, WISH_CATALOGUE)[0];
  const intent = (meaning && FROM_MEANING[meaning]) ?? (wish && intentOfFlow(wish.id)) ?? 'out_of_scope';
  return { intent, confidence: intent === 'out_of_scope' ? 0.5 : 1, acts: intent !== 'out_of_scope' };
};

const FROM_MEANING: Partial<Record<NonNullable<ReplyMeaning>, Intent>> = {
  ...{ done: 'done', 'not-yet': 'not_yet', again: 'repeat', differs: 'cannot_find', error: 'error', back: 'back' },
  ...{ restart: 'back', menu: 'back', later: 'stop', stop: 'stop', 'no-reminders': 'stop', person: 'help_human' },
  ...{ yes: 'yes', no: 'no', cost: 'ask_cost', safe: 'ask_safe', greeting: 'smalltalk', thanks: 'smalltalk' },
  ...{ scam: 'scam_alert', despair: 'help_human' },
};

/** Runs of letters a nearest neighbour shares with the question. */
const RUN = 3;
/** Neighbours that vote, each with its score. */
const VOTES = 7;

function nearestNeighbour(phrases: readonly Labelled[]): Reader {
  const runs = (text: string) => {
    const letters = ` ${normalise(text).folded} `;
    return Array.from({ length: Math.max(1, letters.length - RUN + 1) }, (_, at) => letters.slice(at, at + RUN));
  };
  const index = new MiniSearch<{ id: number; text: string; intent: Intent }>({
    fields: ['text'],
    storeFields: ['intent'],
    tokenize: runs,
    processTerm: (term) => term,
  });
  index.addAll(phrases.map(({ text, intent }, id) => ({ id, text, intent })));
  return (text) => {
    const votes = new Map<Intent, number>();
    for (const { score, intent } of index.search(text).slice(0, VOTES))
      votes.set(intent, (votes.get(intent) ?? 0) + score);
    const total = [...votes.values()].reduce((sum, one) => sum + one, 0);
    const [intent, most] = [...votes].sort((one, other) => other[1] - one[1])[0] ?? (['out_of_scope', 0] as const);
    const confidence = total === 0 ? 0 : most / total;
    return { intent, confidence, acts: confidence >= SURE };
  };
}

const percent = (share: number): string => (share * 100).toFixed(1);

/** The rows as Markdown tables. */
export function renderUnderstanding(rows: readonly UnderstandingRow[]): string[] {
  const head =
    '| reader | as written | without accents | keys and chat | slips | macro-F1 | out of scope: precision / recall | fraud found | calibration error | acts: share / right | µs | MB |';
  const line = ({ reader, microseconds, megabytes }: UnderstandingRow, { accuracy, ...figures }: Figures) =>
    `| ${reader} | ${percent(accuracy.clean)} | ${percent(accuracy.bare)} | ${percent(accuracy.chat)} | ${percent(accuracy.slips)} | ` +
    `${percent(figures.macroF1)} | ${percent(figures.outOfScope.precision)} / ${percent(figures.outOfScope.recall)} | ` +
    `${percent(figures.scamRecall)} | ${percent(figures.calibrationError)} | ` +
    `${percent(figures.acting.share)} / ${percent(figures.acting.right)} | ${microseconds.toFixed(0)} | ${megabytes?.toFixed(1) ?? '–'} |`;
  const rule = `|${' --- |'.repeat(12)}`;
  return [
    `Cross-validated over ${rows[0]?.crossValidated.questions ?? 0} phrases:`,
    '',
    head,
    rule,
    ...rows.map((row) => line(row, row.crossValidated)),
    '',
    `Kept apart from training (${rows[0]?.heldOut.questions ?? 0} phrases):`,
    '',
    head,
    rule,
    ...rows.map((row) => line(row, row.heldOut)),
    '',
    `All figures but the last two in percent; ${INTENTS.length} intents.`,
  ];
}
