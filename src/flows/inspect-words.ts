/** Problems in a flow's words, whatever the language. Part of `inspect`; how easily they read is `reading.ts`'s. */
import type { Flow, Label, Step, StepId } from './flow.ts';
import type { Report, TextLimits } from './inspect.ts';
import { isLocalPlaceholder } from './local.ts';
import { isCounted } from './progress.ts';
import { sentencesOf } from './reading.ts';
import { isExact, quotedLabels, type StepWords, stepWords, type WordsLookup, type WrittenLanguage } from './words.ts';

/** CD-20: a step's text. */
const STEP = { characters: 160, lines: 4, sentences: 3 };
/** CD-21: any other message. */
const OTHER = { characters: 300 };
/** CD-40. */
const BUTTON_CHARACTERS = 20;
/** CD-41: choices of one message; the renderer adds the way to a person below them. */
const BUTTONS = 3;
/** CD-52. */
const VARIANTS = 3;
/** CD-24. */
const EMOJI = new Set(['👉', '✅', '⚠️', '🎉', '🙋', '🔁', '⏸', '📞']);

/** The longest a person is addressed as, and the assistant addresses itself. */
const KIN = { xung: 'mình', con: 'con' };
const HEADER = 'Bước 9/9\n👉 ';

/** Whether nothing is missing in one language, the flow's blocks and prerequisites included. */
export function isWrittenIn(language: WrittenLanguage, flow: Flow, words: WordsLookup): boolean {
  let missing = 0;
  const report: Report = (_step, rule) => {
    if (rule === 'missing-words' || rule === 'missing-options') missing += 1;
  };
  inspectFlowWords(flow, words, language, report);
  for (const [id, step] of Object.entries(flow.steps)) {
    inspectStepWords(flow, id, step, stepWords(words, language, flow, id), language, [], report);
  }
  return missing === 0;
}

/** What is said about the flow as a whole. */
export function inspectFlowWords(flow: Flow, lookup: WordsLookup, language: WrittenLanguage, report: Report): void {
  if (flow.isBlock) return;
  const words = lookup(language, `flows/${flow.id}`);
  if (!words) {
    report(null, 'missing-words', `${language}: no file for the flow`);
    return;
  }
  for (const field of ['title', 'wish', 'purpose', 'result'] as const) {
    const text = words[field];
    if (!text) report(null, 'missing-words', `${language}: ${field}`);
    else inspectText(text, null, `${language} ${field}`, new Set(Object.keys(KIN)), report);
    if (text && [...text].length > OTHER.characters) report(null, 'text-too-long', `${language} ${field}`);
  }
  if (words.wish) inspectButtons([words.wish], null, language, report);
}

/** One step's words in one language, with its buttons, caption and lengths. */
export function inspectStepWords(
  flow: Flow,
  id: StepId,
  step: Step,
  words: StepWords | undefined,
  language: WrittenLanguage,
  limits: readonly TextLimits[],
  report: Report,
): void {
  if (!words?.do) {
    if (needsWords(step)) report(id, 'missing-words', `${language}: do`);
    return;
  }
  const label = step.label === undefined ? undefined : flow.labels[step.label];
  const quoted = quotedLabels(flow, id);
  const known = new Set([
    ...[...Object.keys(KIN), ...Object.keys(step.params ?? {}), ...(label ? ['nut'] : [])],
    ...Object.keys(quoted),
  ]);
  for (const [field, text] of textsOf(words)) {
    if (!label && text.includes('{nut}'))
      report(id, 'label-missing', `${language} ${field} says {nut}, the step has no label`);
    else inspectText(text, id, `${language} ${field}`, known, report);
    inspectQuotes(flow, id, render(text, quoted), `${language} ${field}`, report);
  }
  inspectOptions(step, id, words, language, report);
  inspectCaption(step, id, words, language, report);
  inspectLengths(step, id, words, { ...quoted, ...nutOf(label, language) }, language, limits, report);
  if (language === 'vi' && provesCompletion(flow, step) && !words.witnessed) {
    report(id, 'missing-witnessed', 'a volunteer needs the words of what was seen');
  }
  if ((words.differs?.length ?? 0) > VARIANTS) report(id, 'too-many-variants', `${language}: ${words.differs?.length}`);
}

/**
 * Milestones and the drawing are silent, which phone it is is asked in words common to all, and a completed flow says
 * its `result`.
 */
const needsWords = (step: Step): boolean =>
  !['milestone', 'draw-code', 'branch-phone'].includes(step.kind) &&
  !(step.kind === 'finish' && step.outcome === 'completed');

/** Every text of a step with the name of its field. */
function textsOf(words: StepWords): [string, string][] {
  const { options, differs, ...plain } = words;
  return [
    ...Object.entries(plain),
    ...Object.entries(options ?? {}).map(([option, text]): [string, string] => [`options.${option}`, text]),
    ...(differs ?? []).map((text, index): [string, string] => [`differs.${index}`, text]),
  ];
}

function inspectText(
  text: string,
  step: StepId | null,
  where: string,
  known: ReadonlySet<string>,
  report: Report,
): void {
  for (const [placeholder, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if (!known.has(name) && !isLocalPlaceholder(name)) report(step, 'unknown-placeholder', `${where}: ${placeholder}`);
  }
  if (/https?:\/\/|t\.me\/|\.apk\b/i.test(text)) report(step, 'link', `${where} (CD-27)`);
  const emoji = text.match(/\p{Extended_Pictographic}\uFE0F?/gu) ?? [];
  if (emoji.length > 1 || emoji.some((one) => !EMOJI.has(one)))
    report(step, 'emoji', `${where}: ${emoji.join(' ')} (CD-24)`);
}

/** A label nobody has seen for certain must not stand in quotation marks without "gần giống" before it. */
function inspectQuotes(flow: Flow, step: StepId, text: string, where: string, report: Report): void {
  const labels = Object.values(flow.labels);
  const exact = new Set(labels.filter(isExact).map((label) => label.text));
  for (const label of labels) {
    if (isExact(label) || exact.has(label.text)) continue;
    const at = text.indexOf(`“${label.text}”`);
    if (at >= 0 && !/(gần giống|like) $/.test(text.slice(0, at))) {
      report(step, 'inexact-quoted', `${where}: “${label.text}” is only ${label.confidence}`);
    }
  }
}

function inspectOptions(step: Step, id: StepId, words: StepWords, language: WrittenLanguage, report: Report): void {
  const needed = step.kind === 'choose' ? Object.keys(step.options) : [];
  const missing = needed.filter((option) => !words.options?.[option]);
  if (missing.length > 0) report(id, 'missing-options', `${language}: ${missing.join(', ')}`);
  if (needed.length > BUTTONS) report(id, 'too-many-buttons', `${needed.length}`);
  inspectButtons(Object.values(words.options ?? {}), id, language, report);
}

function inspectButtons(labels: string[], step: StepId | null, language: WrittenLanguage, report: Report): void {
  for (const label of labels) {
    const length = [...render(label, KIN)].length;
    if (length > BUTTON_CHARACTERS) report(step, 'button-too-long', `${language}: "${label}" has ${length} characters`);
  }
  const beginnings = labels.map((label) => label.split(' ')[0]?.toLowerCase());
  if (new Set(beginnings).size < beginnings.length) report(step, 'buttons-alike', `${language}: ${labels.join(' / ')}`);
}

/** Pictures are drawn once and shared, so their headline speaks to nobody in particular. */
function inspectCaption(step: Step, id: StepId, words: StepWords, language: WrittenLanguage, report: Report): void {
  if (step.picture && !words.caption) report(id, 'missing-words', `${language}: caption`);
  if (/\{(xung|con)\}/.test(words.caption ?? '')) report(id, 'personal-caption', `${language}: ${words.caption}`);
}

function inspectLengths(
  step: Step,
  id: StepId,
  words: StepWords,
  labels: Readonly<Record<string, string>>,
  language: WrittenLanguage,
  limits: readonly TextLimits[],
  report: Report,
): void {
  const values = { ...KIN, ...labels, ...step.params };
  const message = render([words.do, words.see].filter(Boolean).join('\n'), values);
  const whole = isCounted(step) ? HEADER + message : message;
  const characters = [...whole].length;
  const most = isCounted(step) ? STEP.characters : OTHER.characters;
  if (characters > most) report(id, 'text-too-long', `${language}: ${characters} characters, at most ${most}`);
  if (isCounted(step)) {
    const lines = whole.split('\n').length + (step.warn ? 1 : 0);
    const sentences = sentencesOf(message).length + (step.warn ? 1 : 0);
    if (lines > STEP.lines) report(id, 'text-too-long', `${language}: ${lines} lines, at most ${STEP.lines}`);
    if (sentences > STEP.sentences) report(id, 'text-too-long', `${language}: ${sentences} sentences, at most 3`);
  }
  for (const limit of limits) {
    const room = step.picture ? limit.caption : limit.text;
    if (characters > room) report(id, 'over-channel-limit', `${language}: ${characters} characters, room for ${room}`);
  }
  for (const [index, variant] of (words.differs ?? []).entries()) {
    const length = [...render(variant, values)].length;
    if (length > STEP.characters) report(id, 'text-too-long', `${language} differs.${index}: ${length} characters`);
  }
}

const nutOf = (label: Label | undefined, language: WrittenLanguage): Record<string, string> =>
  label ? { nut: pressed(label, language) } : {};

/** `{nut}` as it is shown: quoted when the label is certain, "something like" when it is not. */
export function pressed(label: Label, language: WrittenLanguage): string {
  if (language === 'en') return isExact(label) ? `“${label.text}”` : `a button with words like “${label.text}”`;
  return isExact(label) ? `chữ “${label.text}”` : `nút có chữ gần giống “${label.text}”`;
}

const render = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => values[name] ?? placeholder).normalize('NFC');

/** The control question of a completion: what a witness must have seen. */
function provesCompletion(flow: Flow, step: Step): boolean {
  if (step.kind !== 'check' || !flow.evidence.includes('witness')) return false;
  const seen = flow.steps[step.seen];
  return (seen?.kind === 'finish' || seen?.kind === 'milestone') && seen.outcome === 'completed';
}
