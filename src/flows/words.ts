/**
 * The shape of a flow's words (`locales/<language>/flows/<flow-id>.json`, `…/blocks/<block-id>.json`) and how a step
 * finds its own. Sentences speak to the person with `{xung}` and `{con}`; `{nut}` is the step's label, `{label.<id>}`
 * any label of the flow in quotation marks, `{local.<kind>}` a sentence about this person's commune.
 */
import { wordsOf } from './expand.ts';
import type { Flow, Label, OptionId, StepId } from './flow.ts';

/** Languages every published text must exist in. */
export const WRITTEN_LANGUAGES = ['vi', 'en'] as const;
export type WrittenLanguage = (typeof WRITTEN_LANGUAGES)[number];

export interface StepWords {
  /** The 👉 line, without the 👉; for steps that are not work, the whole text. */
  do?: string;
  /** What shows that it went right. */
  see?: string;
  /** The picture's headline: never names the person, because pictures are shared. */
  caption?: string;
  /** What a voice says instead of the text. */
  spoken?: string;
  /** Button labels: every option of a `choose`; where wished `seen`, `unseen` (`check`), `skip` (`ask`), `next`. */
  options?: Record<OptionId, string>;
  /** What a volunteer ticks: "seen on the person's own phone: …". */
  witnessed?: string;
  /** Answers to "my phone looks different", at most three. */
  differs?: string[];
}

export interface FlowWords {
  title: string;
  /** What a person would say they want; fits a button. */
  wish: string;
  /** Said first. */
  purpose: string;
  /** Said when it is done, in the person's own life (CD-80). */
  result: string;
  /** By step name. `owned` (options `have`, `lack`) is the question when another flow needs this one first. */
  steps: Record<string, StepWords>;
}

/** The words of one namespace in one language, or undefined when there is no such file. Blocks have only `steps`. */
export type WordsLookup = (
  language: WrittenLanguage,
  namespace: string,
) => (Pick<FlowWords, 'steps'> & Partial<FlowWords>) | undefined;

/** A step's words in one language. */
export function stepWords(
  lookup: WordsLookup,
  language: WrittenLanguage,
  flow: Flow,
  stepId: StepId,
): StepWords | undefined {
  const { namespace, key } = wordsOf(flow, stepId);
  return lookup(language, namespace)?.steps[key];
}

/** Whether a label was seen well enough to be quoted: otherwise it is worded "a button with words like …". */
export const isExact = (label: Label): boolean => label.confidence === 'H' || label.confidence === 'M';

const quotes = new WeakMap<Flow, Map<string, Readonly<Record<string, string>>>>();

/**
 * What `{label.<id>}` stands for in a step's words: every label under the id its own file knows it by, in quotation
 * marks. So a label is written once, and whoever corrects it moves words, picture, voice and alt text together.
 */
export function quotedLabels(flow: Flow, stepId: StepId): Readonly<Record<string, string>> {
  const prefix = stepId.slice(0, stepId.lastIndexOf('/') + 1);
  const known = quotes.get(flow) ?? new Map<string, Readonly<Record<string, string>>>();
  quotes.set(flow, known);
  let quoted = known.get(prefix);
  if (!quoted) {
    const own = Object.entries(flow.labels).filter(([id]) => id.startsWith(prefix));
    quoted = Object.fromEntries(own.map(([id, { text }]) => [`label.${id.slice(prefix.length)}`, `“${text}”`]));
    known.set(prefix, quoted);
  }
  return quoted;
}
