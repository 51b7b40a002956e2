/**
 * What an official may change, and how a change is laid over what was delivered. A file of words with its definition is a
 * document; a place is one text, label or picture in it, named so that a reviewer finds it:
 *
 *   `vi steps.activate.do`   a text (English: `en …`); `… differs` is a list
 *   `label activate`         a text on somebody else's screen, with source and day
 *   `picture activate`       the picture of a step, as data
 *   `voice vi activate`      recordings of the step, as what they say and where the sound is kept
 *
 * Ways, kinds and versions of steps are no places: structure stays with the developers (docs/decisions/0010). Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Flow, Label, LabelId, Recorded, StepId } from '../flows/flow.ts';
import type { Picture } from '../flows/picture.ts';
import type { FlowWords, StepWords, WordsLookup, WrittenLanguage } from '../flows/words.ts';
import { WRITTEN_LANGUAGES } from '../flows/words.ts';

export type Place = string;
/** An empty text or list takes the words away; an optional text may be empty. */
export type EditValue = string | string[] | Label | Picture | Recorded[];
export type Edits = Readonly<Record<Place, EditValue>>;

/** A file's words in one language; blocks have `steps` only. */
export type FileWords = Pick<FlowWords, 'steps'> & Partial<FlowWords>;

export interface Document {
  /** `flows/vneid-activate`, `blocks/right-app`. */
  file: string;
  /** As it was written, its blocks not yet in it. */
  definition: Flow;
  words: Readonly<Record<WrittenLanguage, FileWords>>;
}

/** A place taken apart. */
export type Spot =
  | { kind: 'about'; language: WrittenLanguage; field: AboutField }
  | { kind: 'step'; language: WrittenLanguage; step: StepId; field: string }
  | { kind: 'label'; label: LabelId }
  | { kind: 'picture'; step: StepId }
  | { kind: 'voice'; language: WrittenLanguage; step: StepId };

export type AboutField = 'title' | 'wish' | 'purpose' | 'result';
export const ABOUT_FIELDS: readonly AboutField[] = ['title', 'wish', 'purpose', 'result'];

/** Texts any step may have; options are added by the kind of step. */
const STEP_FIELDS = ['do', 'see', 'caption', 'spoken', 'witnessed'] as const;

export const fileOf = (definition: Flow): string => `${definition.isBlock ? 'blocks' : 'flows'}/${definition.id}`;

export function documentOf(definition: Flow, lookup: WordsLookup): Document {
  const file = fileOf(definition);
  const wordsIn = (language: WrittenLanguage): FileWords => lookup(language, file) ?? { steps: {} };
  return { file, definition, words: { vi: wordsIn('vi'), en: wordsIn('en') } };
}

/** Null when the text names no place of this document. */
export function spotOf(document: Document, place: Place): Spot | null {
  const [scope = '', name = ''] = splitOnce(place, ' ');
  if (scope === 'label') return Object.hasOwn(document.definition.labels, name) ? { kind: 'label', label: name } : null;
  if (scope === 'picture') return document.definition.steps[name]?.picture ? { kind: 'picture', step: name } : null;
  if (scope === 'voice') return voiceSpot(document, name);
  const language = WRITTEN_LANGUAGES.find((one) => one === scope);
  if (!language) return null;
  const field = ABOUT_FIELDS.find((one) => one === name);
  if (field) return document.definition.isBlock ? null : { kind: 'about', language, field };
  const match = /^steps\.([a-z0-9-]+)\.(.+)$/.exec(name);
  if (!match?.[1] || !match[2]) return null;
  const [, step, stepField] = match;
  return fieldsOf(document, step).includes(stepField) ? { kind: 'step', language, step, field: stepField } : null;
}

function voiceSpot(document: Document, name: string): Spot | null {
  const [scope, step] = splitOnce(name, ' ');
  const language = WRITTEN_LANGUAGES.find((one) => one === scope);
  return language && hasVoice(document, step) ? { kind: 'voice', language, step } : null;
}

/** A step of the definition that says something can be read aloud. */
const hasVoice = (document: Document, step: StepId): boolean =>
  Object.hasOwn(document.definition.steps, step) && worded(document).includes(step);

export const voicePlace = (language: WrittenLanguage, step: StepId): Place => `voice ${language} ${step}`;

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Steps that have words of their own: the definition's, and the question asked when another flow needs this one. */
export function worded(document: Document): StepId[] {
  const own = Object.entries(document.definition.steps)
    .filter(([, step]) => !['block', 'prerequisite', 'milestone', 'draw-code'].includes(step.kind))
    .map(([id]) => id);
  return document.words.vi.steps.owned ? ['owned', ...own] : own;
}

/** Names of the texts a step may have, options and `differs` included; empty for a step without words. */
export function fieldsOf(document: Document, step: StepId): string[] {
  if (!worded(document).includes(step)) return [];
  return [...STEP_FIELDS, ...optionsOf(document, step).map((option) => `options.${option}`), 'differs'];
}

/** Buttons whose words may be set; the others have common words. */
function optionsOf(document: Document, id: StepId): string[] {
  const step = document.definition.steps[id];
  if (id === 'owned') return ['have', 'lack'];
  switch (step?.kind) {
    case 'choose':
      return Object.keys(step.options);
    case 'check':
      return ['seen', 'unseen'];
    case 'ask':
      return ['skip'];
    case 'branch-phone':
      return ['android', 'iphone', 'other'];
    case 'tell':
    case 'office':
    case 'do':
      return ['next'];
    default:
      return [];
  }
}

/** Every place of a document, in the order a person reads it. */
export function placesOf(document: Document): Place[] {
  const about = document.definition.isBlock ? [] : ABOUT_FIELDS;
  return [
    ...about.flatMap((field) => WRITTEN_LANGUAGES.map((language) => `${language} ${field}`)),
    ...worded(document).flatMap((step) => placesOfStep(document, step)),
    ...Object.keys(document.definition.labels).map((label) => `label ${label}`),
  ];
}

/** The texts of one step in both languages, its picture and its recordings. */
export const placesOfStep = (document: Document, step: StepId): Place[] => [
  ...fieldsOf(document, step).flatMap((field) =>
    WRITTEN_LANGUAGES.map((language) => `${language} steps.${step}.${field}`),
  ),
  ...(document.definition.steps[step]?.picture ? [`picture ${step}`] : []),
  ...(hasVoice(document, step) ? WRITTEN_LANGUAGES.map((language) => voicePlace(language, step)) : []),
];

/** What stands at a place; undefined where an optional text is absent. */
export function valueAt(document: Document, place: Place): EditValue | undefined {
  const spot = spotOf(document, place);
  switch (spot?.kind) {
    case 'about':
      return document.words[spot.language][spot.field];
    case 'label':
      return document.definition.labels[spot.label];
    case 'picture':
      return document.definition.steps[spot.step]?.picture;
    case 'voice':
      return recordedAt(document, spot.step, spot.language);
    case 'step':
      return stepValue(document.words[spot.language].steps[spot.step], spot.field);
    default:
      return undefined;
  }
}

function recordedAt(document: Document, step: StepId, language: WrittenLanguage): Recorded[] | undefined {
  const recorded = document.definition.steps[step]?.recorded?.[language];
  return recorded && recorded.length > 0 ? [...recorded] : undefined;
}

function stepValue(words: StepWords | undefined, field: string): string | string[] | undefined {
  if (field.startsWith('options.')) return words?.options?.[field.slice('options.'.length)];
  return words?.[field as keyof Omit<StepWords, 'options'>];
}

/** The document with the edits laid over it. Places it does not have (any more) are passed over; see {@link lostIn}. */
export function edited(document: Document, edits: Edits): Document {
  const definition: Flow = {
    ...document.definition,
    labels: { ...document.definition.labels },
    steps: { ...document.definition.steps },
  };
  const words = { vi: structuredClone(document.words.vi), en: structuredClone(document.words.en) };
  for (const [place, value] of Object.entries(edits)) {
    const spot = spotOf(document, place);
    if (!spot) continue;
    if (spot.kind === 'label') definition.labels[spot.label] = value as Label;
    else if (spot.kind === 'picture') {
      const step = definition.steps[spot.step];
      if (step) definition.steps[spot.step] = { ...step, picture: value as Picture };
    } else if (spot.kind === 'voice') {
      const step = definition.steps[spot.step];
      const recorded = { ...step?.recorded, [spot.language]: value as Recorded[] };
      if (step) definition.steps[spot.step] = { ...step, recorded };
    } else if (spot.kind === 'about') words[spot.language][spot.field] = value as string;
    else setStepWord(words[spot.language], spot.step, spot.field, value as string | string[]);
  }
  return { ...document, definition, words };
}

function setStepWord(words: FileWords, id: StepId, field: string, value: string | string[]): void {
  const step: StepWords = words.steps[id] ?? {};
  words.steps[id] = step;
  const isEmpty = value.length === 0;
  if (field.startsWith('options.')) {
    const option = field.slice('options.'.length);
    const { [option]: _, ...others } = step.options ?? {};
    const options = isEmpty ? others : { ...step.options, [option]: value as string };
    if (Object.keys(options).length > 0) step.options = options;
    else delete step.options;
    return;
  }
  if (isEmpty) delete step[field as keyof StepWords];
  else Object.assign(step, { [field]: value });
}

/** Edits that change nothing are dropped, and the rest is put in order: two equal sets of edits are the same JSON. */
export function tidy(document: Document, edits: Edits): Edits {
  const kept = Object.entries(edits).filter(([place, value]) => {
    const now = valueAt(document, place);
    const isGone = now === undefined && (value === '' || (Array.isArray(value) && value.length === 0));
    return !isGone && !isDeepStrictEqual(now, value);
  });
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Edits whose place no longer exists, after an upgrade took a step or a label away. */
export const lostIn = (document: Document, edits: Edits): Place[] =>
  Object.keys(edits).filter((place) => spotOf(document, place) === null);
