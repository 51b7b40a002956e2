/**
 * Finds what is wrong with a flow before anybody walks it: ways that lead nowhere, words that are missing, texts that
 * do not fit, buttons quoted that nobody has seen. Pure; runs in the build and behind the officials' content page.
 */
import type { Flow, StepId } from './flow.ts';
import { inspectPicture } from './inspect-pictures.ts';
import { inspectWays } from './inspect-ways.ts';
import { inspectFlowWords, inspectStepWords } from './inspect-words.ts';
import { stepWords, type WordsLookup, WRITTEN_LANGUAGES } from './words.ts';

export type Rule =
  | 'unknown-target'
  | 'unreachable'
  | 'dead-end'
  | 'endless-forward'
  | 'loop-without-question'
  | 'too-many-steps'
  | 'missing-words'
  | 'missing-options'
  | 'missing-witnessed'
  | 'unknown-placeholder'
  | 'label-missing'
  | 'label-undated'
  | 'inexact-quoted'
  | 'button-too-long'
  | 'buttons-alike'
  | 'too-many-buttons'
  | 'too-many-variants'
  | 'text-too-long'
  | 'over-channel-limit'
  | 'link'
  | 'emoji'
  | 'personal-caption'
  | 'picture-missing'
  | 'picture-target'
  | 'step-map'
  | 'no-sources'
  | 'reviewed-on';

export interface Problem {
  flow: string;
  /** Null when it concerns the flow as a whole. */
  step: StepId | null;
  rule: Rule;
  detail: string;
}

/** What a channel carries, in characters; pass every channel's. */
export interface TextLimits {
  text: number;
  caption: number;
}

/**
 * Every problem of an expanded flow; empty when it may be published. `words` finds the words of a namespace in one
 * language, `limits` are those of every channel the texts go out on.
 */
export function inspect(flow: Flow, words: WordsLookup, limits: readonly TextLimits[]): Problem[] {
  const found: Problem[] = [];
  const report: Report = (step, rule, detail) => found.push({ flow: flow.id, step, rule, detail });
  inspectWays(flow, report);
  inspectCard(flow, report);
  for (const language of WRITTEN_LANGUAGES) inspectFlowWords(flow, words, language, report);
  for (const [id, step] of Object.entries(flow.steps)) {
    inspectPicture(flow, id, step, report);
    if (step.label !== undefined && !flow.labels[step.label]) report(id, 'label-missing', `no label "${step.label}"`);
    for (const language of WRITTEN_LANGUAGES) {
      inspectStepWords(flow, id, step, stepWords(words, language, flow, id), language, limits, report);
    }
  }
  return found;
}

export type Report = (step: StepId | null, rule: Rule, detail: string) => void;

/** Sources, days and step maps. */
function inspectCard(flow: Flow, report: Report): void {
  if (flow.sources.length === 0) report(null, 'no-sources', 'a flow without a source cannot be checked');
  if (!isDay(flow.reviewedOn)) report(null, 'reviewed-on', `"${flow.reviewedOn}" is not a day (YYYY-MM-DD)`);
  for (const source of flow.sources) {
    if (!isDay(source.date)) report(null, 'no-sources', `"${source.ref}" has no day (YYYY-MM-DD)`);
  }
  for (const [id, label] of Object.entries(flow.labels)) {
    if (!label.source || !isDay(label.verifiedOn))
      report(null, 'label-undated', `label "${id}" needs a source and a day`);
  }
  for (const move of flow.moves ?? []) {
    if (move.from >= flow.version) report(null, 'step-map', `a map from version ${move.from} leads out of the future`);
    for (const [old, now] of Object.entries(move.steps)) {
      if (!flow.steps[now]) report(null, 'step-map', `"${old}" goes to "${now}", which does not exist`);
    }
  }
}

/** An ISO date that exists in the calendar. */
const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};
