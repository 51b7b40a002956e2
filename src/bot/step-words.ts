/** What fills a step's placeholders, for messages, pictures, voice and paper alike, so that one change moves all of them. */
import { wordsOf } from '../flows/expand.ts';
import type { Flow, Label, StepId } from '../flows/flow.ts';
import { LOCAL_KINDS, type LocalFacts, type LocalKind, NO_LOCAL_FACTS, OFFICE_FACTS } from '../flows/local.ts';
import { isExact, quotedLabels } from '../flows/words.ts';
import { addressOf, type Texts } from '../text.ts';

/** Only what a dated source showed is quoted as exact (what may never be broken, 5). */
export const quoteLabel = (texts: Texts, locale: string, label: Label): string =>
  texts.say(locale, isExact(label) ? 'step.exact-label' : 'step.rough-label', { label: label.text });

/** `local`: what is known where the reader lives; without it the words say to ask the commune. */
export function stepParams(
  texts: Texts,
  locale: string,
  flow: Flow,
  stepId: StepId,
  local: LocalFacts = NO_LOCAL_FACTS,
): Record<string, string> {
  const step = flow.steps[stepId];
  const label = step?.label === undefined ? undefined : flow.labels[step.label];
  return {
    ...localSentences(texts, locale, local),
    ...quotedLabels(flow, stepId),
    ...step?.params,
    ...(label && { nut: quoteLabel(texts, locale, label) }),
  };
}

/** The same few places are asked about all day. */
const said = new WeakMap<LocalFacts, Map<string, Record<string, string>>>();

/** What every `{local.<kind>}` stands for: a sentence with the fact, or one that says to ask the commune. */
function localSentences(texts: Texts, locale: string, local: LocalFacts): Record<string, string> {
  const byLocale = said.get(local) ?? new Map<string, Record<string, string>>();
  said.set(local, byLocale);
  let sentences = byLocale.get(locale);
  if (!sentences) {
    sentences = Object.fromEntries(
      LOCAL_KINDS.map((kind) => [`local.${kind}`, sentenceOf(texts, locale, kind, local)]),
    );
    byLocale.set(locale, sentences);
  }
  return sentences;
}

const sentenceOf = (texts: Texts, locale: string, kind: LocalKind, local: LocalFacts): string => {
  const value = local[kind];
  return value === undefined
    ? texts.say(locale, `local:${kind}.missing`)
    : texts.say(locale, `local:${kind}.known`, { value });
};

/** Address, hours and number of the office a step sends to, as far as they are known and `text` does not say them yet. */
export function officeLines(
  texts: Texts,
  locale: string,
  flow: Flow,
  stepId: StepId,
  local: LocalFacts,
  text: string,
): string[] {
  const step = flow.steps[stepId];
  if (step?.kind !== 'office') return [];
  return OFFICE_FACTS[step.office]
    .filter((kind) => local[kind] !== undefined)
    .map((kind) => sentenceOf(texts, locale, kind, local))
    .filter((sentence) => !text.includes(sentence));
}

/**
 * What somebody reads aloud when they record a step: its own words, said to nobody in particular ("mình"), so that one
 * recording serves everybody. The content page shows them; a recording counts for as long as they stay as they are.
 */
export function wordsToRecord(
  texts: Texts,
  locale: string,
  flow: Flow,
  stepId: StepId,
  params = stepParams(texts, locale, flow, stepId),
): string {
  const { namespace, key } = wordsOf(flow, stepId);
  const of = (part: string) => `${namespace}:steps.${key}.${part}`;
  const parts = texts.has(locale, of('spoken')) ? ['spoken'] : ['do', 'see'];
  return parts
    .filter((part) => texts.has(locale, of(part)))
    .map((part) => texts.say(locale, of(part), params, addressOf(null)))
    .join('\n');
}
