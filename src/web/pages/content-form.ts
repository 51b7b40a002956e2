/** Between the fields of the step form and the places of a document, both ways. No page, no database. */
import {
  type Document,
  type Edits,
  type EditValue,
  fieldsOf,
  type Place,
  placesOfStep,
  valueAt,
} from '../../content/edits.ts';
import { labelsOf } from '../../content/freshness.ts';
import { type Refusal, readEdit } from '../../content/read-edit.ts';
import type { Label, Recorded, StepId } from '../../flows/flow.ts';
import type { Picture } from '../../flows/picture.ts';
import { day } from './format.ts';
import type { Form, Say } from './visit.ts';

/** Answers to "my phone looks different" (CD-52). */
export const VARIANTS = 3;

/** Labels a step of the file itself presses or draws: they are edited with it. */
export function ownLabels(document: Document, step: StepId): string[] {
  const found = document.definition.steps[step];
  return found ? labelsOf(found).filter((id) => document.definition.labels[id]) : [];
}

/** Places the form of a step shows: its texts, its picture, and the labels it uses. */
export const placesOnForm = (document: Document, step: StepId): Place[] => [
  ...placesOfStep(document, step),
  ...ownLabels(document, step).map((label) => `label ${label}`),
];

/** `vi steps.activate.do` → `vi.do`: short enough to read in an address or an error. */
export const fieldName = (place: Place): string =>
  place
    .replace(/^(vi|en) steps\.[^.]+\./, '$1.')
    .replace(/^(vi|en) /, '$1.')
    .replaceAll(' ', '.');

export type ReadForm = { ok: true; edits: Edits } | { ok: false; refusals: { place: Place; refusal: Refusal }[] };

/** What a form says stands at these places, read as carefully as a file from outside. */
export function readPlaces(document: Document, places: readonly Place[], form: Form): ReadForm {
  const read = places
    .filter((place) => isSent(place, form))
    .map((place) => [place, readEdit(document, place, sentValue(document, place, form))] as const);
  const refusals = read.flatMap(([place, one]) => (one.ok ? [] : [{ place, refusal: one.refusal }]));
  if (refusals.length > 0) return { ok: false, refusals };
  return { ok: true, edits: Object.fromEntries(read.flatMap(([place, one]) => (one.ok ? [[place, one.value]] : []))) };
}

const isList = (place: Place): boolean => place.endsWith('.differs');

function isSent(place: Place, form: Form): boolean {
  const name = fieldName(place);
  if (place.startsWith('label ')) return form.has(`${name}.text`);
  if (place.startsWith('picture ')) return form.has('picture.kind');
  return form.has(isList(place) ? `${name}.0` : name);
}

function sentValue(document: Document, place: Place, form: Form): unknown {
  const name = fieldName(place);
  if (place.startsWith('label ')) {
    return {
      text: form.text(`${name}.text`),
      confidence: form.text(`${name}.confidence`),
      source: form.text(`${name}.source`),
      verifiedOn: form.text(`${name}.verifiedOn`),
    } satisfies Record<keyof Label, string>;
  }
  if (place.startsWith('picture ')) return sentPicture(valueAt(document, place) as Picture, form);
  if (isList(place))
    return Array.from({ length: VARIANTS }, (_, index) => form.text(`${name}.${index}`)).filter(Boolean);
  return form.text(name);
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** A spot is named by its place in the list, counted from 1 as people count. */
const spotOf = (text: string): number | 'button' => (text === 'button' ? 'button' : Number(text) - 1);

function sentPicture(now: Picture, form: Form): unknown {
  const text = (name: string) => form.text(`picture.${name}`);
  const target = spotOf(text('target'));
  switch (now.kind) {
    case 'list':
      return { kind: now.kind, title: text('title'), rows: linesOf(text('rows')), target };
    case 'form': {
      const fields = linesOf(text('fields')).map((line) => {
        const [label = '', hint] = line.split('|').map((part) => part.trim());
        return hint ? { label, hint } : { label };
      });
      return {
        kind: now.kind,
        title: text('title'),
        fields,
        ...(text('button') && { button: text('button') }),
        target,
      };
    }
    case 'permission':
      return {
        kind: now.kind,
        title: text('title'),
        question: text('question'),
        answers: linesOf(text('answers')),
        target,
      };
    case 'home':
      return { kind: now.kind, apps: linesOf(text('apps')), target };
    case 'keypad':
      return { kind: now.kind, title: text('title'), digits: Number(text('digits')) };
    case 'camera':
      return { kind: now.kind, title: text('title'), subject: text('subject') };
    case 'nfc':
    case 'qr':
      return { kind: now.kind, title: text('title') };
    case 'result':
      return { kind: now.kind, title: text('title'), message: text('message') };
    case 'counter':
      return { kind: now.kind, place: text('place') };
  }
}

/** Field → text of a picture, as the form shows it. */
export function pictureFields(picture: Picture): Record<string, string> {
  const target =
    'target' in picture ? { target: picture.target === 'button' ? 'button' : String(picture.target + 1) } : {};
  switch (picture.kind) {
    case 'list':
      return { title: picture.title, rows: picture.rows.join('\n'), ...target };
    case 'form':
      return {
        title: picture.title,
        fields: picture.fields.map(({ label, hint }) => (hint ? `${label} | ${hint}` : label)).join('\n'),
        button: picture.button ?? '',
        ...target,
      };
    case 'permission':
      return { title: picture.title, question: picture.question, answers: picture.answers.join('\n'), ...target };
    case 'home':
      return { apps: picture.apps.join('\n'), ...target };
    case 'keypad':
      return { title: picture.title, digits: String(picture.digits) };
    case 'camera':
      return { title: picture.title, subject: picture.subject };
    case 'nfc':
    case 'qr':
      return { title: picture.title };
    case 'result':
      return { title: picture.title, message: picture.message };
    case 'counter':
      return { place: picture.place };
  }
}

/** Texts of a step in the order of the form, each once for both languages. */
export const fieldsOnForm = (document: Document, step: StepId): string[] =>
  fieldsOf(document, step).filter((field) => field !== 'differs');

/** A value as words for a reader, part by part: a text is one, a label four, a list one an item. */
export function partsInWords(say: Say, value: EditValue | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [value];
  if (isRecordings(value)) return value.map((one) => recordingInWords(say, one));
  if (Array.isArray(value)) return value;
  if ('verifiedOn' in value) {
    const named = (part: string, text: string) => `${say(`content:label.${part}`)}: ${text}`;
    return [
      named('text', value.text),
      named('confidence', say(`content:confidence.${value.confidence}`)),
      named('source', value.source),
      named('verified-on', writtenDay(value.verifiedOn)),
    ];
  }
  return Object.entries(pictureFields(value)).map(
    ([name, text]) => `${say(`content:picture.${name}`)}: ${text.replaceAll('\n', ' / ')}`,
  );
}

const isRecordings = (value: EditValue): value is Recorded[] =>
  Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null;

/** "chị Lan đọc, 12 giây, ngày 20/11/2026: …" */
export const recordingInWords = (say: Say, { by, seconds, on, text }: Recorded): string =>
  say('content:voice.recorded', { by, seconds: Math.round(seconds), day: writtenDay(on), text });

/** `2026-11-20` → `20/11/2026`. */
export const writtenDay = (iso: string): string => day(new Date(`${iso}T00:00:00+07:00`));
