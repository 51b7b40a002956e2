/** Runs the reading check over every Vietnamese text of a flow, as it will be read: labels and parameters filled in. */
import { namespaceOf, wordsOf } from './expand.ts';
import type { Flow, Step, StepId } from './flow.ts';
import { pressed } from './inspect-words.ts';
import { isCounted } from './progress.ts';
import { type Audience, checkReading, type Finding, type Measure } from './reading.ts';
import { quotedLabels, type StepWords, type WordsLookup } from './words.ts';

/** One text, named as its language file names it. */
export interface ReadText {
  /** `flows/vneid-install` */
  file: string;
  /** `steps.open-app.do`; a step's two lines are one message and read together. */
  key: string;
  text: string;
  audience: Audience;
  kind: 'step' | 'other';
  values: Record<string, string>;
}

/** A finding somebody has looked at and lets pass (`locales/reading-exceptions.json`). */
export interface ReadingException {
  file: string;
  key: string;
  measure: Measure;
  reason: string;
}

export interface HardText extends ReadText {
  findings: Finding[];
}

/** The texts of a flow that are too hard, each with what is hard about it; what `exceptions` lets pass is left out. */
export function hardTexts(flow: Flow, words: WordsLookup, exceptions: readonly ReadingException[]): HardText[] {
  return readTexts(flow, words)
    .map((one) => {
      const passes = exceptions.filter((pass) => pass.file === one.file && pass.key === one.key);
      const found = checkReading(one.text, one.audience, one.kind, one.values);
      return { ...one, findings: found.filter((finding) => !passes.some((pass) => pass.measure === finding.measure)) };
    })
    .filter((one) => one.findings.length > 0);
}

/** Every Vietnamese text of an expanded flow, its blocks and prerequisites included. */
export function readTexts(flow: Flow, words: WordsLookup): ReadText[] {
  const file = namespaceOf(flow);
  const own = words('vi', file);
  const about = (['title', 'wish', 'purpose', 'result'] as const).map((key) => other(file, key, own?.[key], {}));
  const steps = Object.entries(flow.steps).flatMap(([id, step]) => {
    const { namespace, key } = wordsOf(flow, id);
    const stepWords = words('vi', namespace)?.steps[key];
    return stepWords ? textsOfStep(namespace, key, step, stepWords, valuesOf(flow, id, step)) : [];
  });
  return [...about, ...steps].filter((one) => one.text !== '');
}

function textsOfStep(
  file: string,
  key: string,
  step: Step,
  words: StepWords,
  values: Record<string, string>,
): ReadText[] {
  const at = (field: string) => `steps.${key}.${field}`;
  const message = [words.do, words.see].filter(Boolean).join('\n');
  return [
    isCounted(step)
      ? { ...other(file, at('do'), `👉 ${message}`, values), kind: 'step' as const }
      : other(file, at('do'), message, values),
    ...Object.entries(words.options ?? {}).map(([option, text]) => other(file, at(`options.${option}`), text, values)),
    ...(words.differs ?? []).map((text, index) => other(file, at(`differs.${index}`), text, values)),
    { ...other(file, at('witnessed'), words.witnessed, values), audience: 'volunteer' as const },
  ];
}

const other = (file: string, key: string, text: string | undefined, values: Record<string, string>): ReadText => ({
  file,
  key,
  text: text ?? '',
  audience: 'citizen',
  kind: 'other',
  values,
});

function valuesOf(flow: Flow, id: StepId, step: Step): Record<string, string> {
  const label = step.label === undefined ? undefined : flow.labels[step.label];
  return { ...quotedLabels(flow, id), ...step.params, ...(label && { nut: pressed(label, 'vi') }) };
}
