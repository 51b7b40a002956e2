/** A flow's words as they are printed, with labels filled in. */
import { stepParams } from '../bot/step-words.ts';
import { forwardOf } from '../flows/advance.ts';
import { namespaceOf, wordsOf } from '../flows/expand.ts';
import type { Flow, OfficeKind, StepId } from '../flows/flow.ts';
import { type LocalFacts, NO_LOCAL_FACTS, OFFICE_FACTS } from '../flows/local.ts';
import { addressOf, type Term, type Texts } from '../text.ts';

/** Fields of a flow's own words, e.g. its title. */
export const flowText = (texts: Texts, locale: string, flow: Flow, field: 'title' | 'wish'): string =>
  texts.say(locale, `${namespaceOf(flow)}:${field}`, {}, addressOf(null));

/** How printed words call the reader, and what is known of the place they are printed for. */
export interface ReadBy {
  term?: Term;
  local?: LocalFacts;
}

/** A field of a step's words, or '' when it has none, e.g. `see` or `options.seen`. */
export function stepText(
  texts: Texts,
  locale: string,
  flow: Flow,
  stepId: StepId,
  field: string,
  { term, local = NO_LOCAL_FACTS }: ReadBy = {},
): string {
  const { namespace, key } = wordsOf(flow, stepId);
  const name = `${namespace}:steps.${key}.${field}`;
  if (!texts.has(locale, name)) return '';
  return texts.say(locale, name, stepParams(texts, locale, flow, stepId, local), addressOf(term ?? null));
}

/**
 * Where an office is, when it is open and its number, as far as they are known here; where its place is not, that the
 * commune's committee is to be asked. Empty for offices no commune has facts about.
 */
export function officeSentences(texts: Texts, locale: string, office: OfficeKind, local: LocalFacts): string[] {
  return OFFICE_FACTS[office].flatMap((kind, index) => {
    const value = local[kind];
    if (value !== undefined) return [texts.say(locale, `local:${kind}.known`, { value })];
    return index === 0 ? [texts.say(locale, `local:${kind}.missing`)] : [];
  });
}

/** Steps in the order they are met when all goes well on this kind of phone, each once, the finish included. */
export function expectedWay(flow: Flow, phone: 'android' | 'iphone'): StepId[] {
  const way = new Set<StepId>();
  for (let at: StepId | null = flow.first; at !== null && !way.has(at); ) {
    const step: Flow['steps'][string] | undefined = flow.steps[at];
    if (!step) break;
    way.add(at);
    if (step.kind === 'ask')
      at = step.next; // a question is expected to be answered
    else at = step.kind === 'branch-phone' ? step[phone] : forwardOf(step);
  }
  return [...way];
}
