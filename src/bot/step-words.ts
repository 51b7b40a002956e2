/** What fills a step's placeholders, for messages and pictures alike, so that one label change moves both. */
import type { Flow, Label, StepId } from '../flows/flow.ts';
import { isExact } from '../flows/words.ts';
import type { Texts } from '../text.ts';

/** Only what a dated source showed is quoted as exact (what may never be broken, 5). */
export const quoteLabel = (texts: Texts, locale: string, label: Label): string =>
  texts.say(locale, isExact(label) ? 'step.exact-label' : 'step.rough-label', { label: label.text });

export function stepParams(texts: Texts, locale: string, flow: Flow, stepId: StepId): Record<string, string> {
  const step = flow.steps[stepId];
  const label = step?.label === undefined ? undefined : flow.labels[step.label];
  return { ...step?.params, ...(label && { nut: quoteLabel(texts, locale, label) }) };
}
