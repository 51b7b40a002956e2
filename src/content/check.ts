/**
 * May these changes go out? The same measures as the build's: definitions (`inspect`), reading ease, the channels' limits,
 * and on top of them what would be dangerous in words written from a web page (`safety.ts`). Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { wordsOf } from '../flows/expand.ts';
import type { Flow, FlowId, StepId } from '../flows/flow.ts';
import { inspect, type Rule, type TextLimits } from '../flows/inspect.ts';
import { hardTexts, type ReadingException } from '../flows/inspect-reading.ts';
import type { Finding } from '../flows/reading.ts';
import { WRITTEN_LANGUAGES, type WrittenLanguage } from '../flows/words.ts';
import { type Document, type EditValue, type Place, placesOf, spotOf, valueAt } from './edits.ts';
import { flowsIn, flowsWith, type Library, lookupIn } from './library.ts';
import { type Danger, dangersIn } from './safety.ts';

export interface Objection {
  /** Step of the file it is about; null: the file as a whole. */
  step: StepId | null;
  /** Where the text stands, as the page names it, when one text is to blame. */
  place: Place | null;
  rule: Rule | Danger | 'hard';
  /** What was found, for people who know the house; figures and names only. */
  detail: string;
  /** What is hard about it and what to do, in Vietnamese. */
  finding?: Finding;
}

export interface CheckRules {
  limits: readonly TextLimits[];
  exceptions: readonly ReadingException[];
}

/**
 * Everything that stands against one file of this library being read by people. `within`: looks at this flow only, for an
 * answer while somebody types; a shared step may still be too long in another flow.
 */
export function objectionsTo(library: Library, file: string, rules: CheckRules, within?: FlowId): Objection[] {
  const document = library.get(file);
  if (!document) return [];
  const lookup = lookupIn(library);
  const affected = flowsWith(flowsIn(library), file).filter(({ id }) => within === undefined || id === within);
  return distinct([
    ...affected.flatMap((flow) =>
      inspect(flow, lookup, rules.limits).flatMap(({ step, rule, detail }) => {
        const at = whereIn(flow, step, file);
        return at === null ? [] : [{ step: at.step, place: placeIn(document, at.step, detail), rule, detail }];
      }),
    ),
    ...affected.flatMap((flow) =>
      hardTexts(flow, lookup, rules.exceptions)
        .filter((hard) => hard.file === file)
        .flatMap((hard) =>
          hard.findings
            .filter(({ severity }) => severity === 'stop')
            .map((finding) => ({
              step: /^steps\.([^.]+)\./.exec(hard.key)?.[1] ?? null,
              place: `vi ${hard.key.replace(/differs\.\d+$/, 'differs')}`,
              rule: 'hard' as const,
              detail: `${finding.measure} ${finding.value}`,
              finding,
            })),
        ),
    ),
    ...dangersOf(document),
  ]);
}

/** The file's own step behind a step of an expanded flow; null when the problem lies in another file. */
function whereIn(flow: Flow, step: StepId | null, file: string): { step: StepId | null } | null {
  if (step === null) return file === `flows/${flow.id}` ? { step: null } : null;
  const { namespace, key } = wordsOf(flow, step);
  return namespace === file ? { step: key } : null;
}

/** `inspect` begins the detail of a wording problem with language and field. */
function placeIn(document: Document, step: StepId | null, detail: string): Place | null {
  const match = /^(vi|en):? ([\w.-]+)/.exec(detail);
  if (!match) return null;
  const place = step === null ? `${match[1]} ${match[2]}` : `${match[1]} steps.${step}.${match[2]}`;
  const whole = place.replace(/differs\.\d+$/, 'differs');
  return spotOf(document, whole) ? whole : null;
}

function dangersOf(document: Document): Objection[] {
  return placesOf(document).flatMap((place) => {
    const spot = spotOf(document, place);
    const languages: readonly WrittenLanguage[] = spot && 'language' in spot ? [spot.language] : WRITTEN_LANGUAGES;
    const texts = textsIn(valueAt(document, place));
    return languages.flatMap((language) =>
      texts.flatMap((text) =>
        dangersIn(text, language).map((rule) => ({
          step: spot && 'step' in spot ? spot.step : null,
          place,
          rule,
          detail: text,
        })),
      ),
    );
  });
}

/** What people read or hear of a value: of a label its text, not where it was found. */
export function textsIn(value: EditValue | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? one : one.text));
  if ('verifiedOn' in value) return [value.text];
  return stringsIn(value);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : [];
}

const distinct = (objections: Objection[]): Objection[] =>
  objections.filter((one, index) => objections.findIndex((other) => isDeepStrictEqual(one, other)) === index);
