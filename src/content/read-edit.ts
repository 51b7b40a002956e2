/**
 * Values that come from a form or a file, before they are believed: each is read as what its place holds, or refused. A
 * picture keeps its kind and a label its source, because ways, kinds and proofs are not an official's to drop. Pure.
 */
import type { Confidence, Label, Recorded } from '../flows/flow.ts';
import type { Picture } from '../flows/picture.ts';
import { type Document, type EditValue, type Place, spotOf, valueAt } from './edits.ts';

export type Refusal =
  | 'unknown-place'
  | 'not-text'
  | 'not-list'
  | 'too-long'
  | 'not-label'
  | 'label-unsourced'
  | 'not-day'
  | 'not-picture'
  | 'picture-kind'
  | 'not-recording';

export type ReadEdit = { ok: true; value: EditValue } | { ok: false; refusal: Refusal };

/** Longer than anything a channel shows at once; what may really be said is the check's business. */
const TEXT_LIMIT = 1000;
const LABEL_LIMIT = 80;
const LIST_LIMIT = 8;

export const CONFIDENCES: readonly Confidence[] = ['H', 'M', 'L', 'U', 'BK'];

const refuse = (refusal: Refusal): ReadEdit => ({ ok: false, refusal });
const accept = (value: EditValue): ReadEdit => ({ ok: true, value });

export function readEdit(document: Document, place: Place, value: unknown): ReadEdit {
  const spot = spotOf(document, place);
  if (!spot) return refuse('unknown-place');
  if (spot.kind === 'label') return readLabel(value, (valueAt(document, place) as Label).text);
  if (spot.kind === 'picture') return readPicture(valueAt(document, place) as Picture, value);
  if (spot.kind === 'voice') return readRecorded(value);
  return spot.kind === 'step' && spot.field === 'differs' ? readList(value) : readText(value);
}

/** Line ends as ours, composed letters, no control characters and nothing invisible at the edges. */
const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();

function readText(value: unknown): ReadEdit {
  if (typeof value !== 'string') return refuse('not-text');
  const text = clean(value);
  return text.length > TEXT_LIMIT ? refuse('too-long') : accept(text);
}

function readList(value: unknown): ReadEdit {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) return refuse('not-list');
  const items = (value as string[]).map(clean).filter((item) => item !== '');
  if (items.length > LIST_LIMIT || items.some((item) => item.length > TEXT_LIMIT)) return refuse('too-long');
  return accept(items);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A shared step's label may hold the placeholders it was delivered with, such as the name of the app, and no others. */
function readLabel(value: unknown, delivered: string): ReadEdit {
  if (!isRecord(value)) return refuse('not-label');
  const { text, confidence, source, verifiedOn } = value;
  if (typeof text !== 'string' || typeof source !== 'string' || typeof verifiedOn !== 'string')
    return refuse('not-label');
  if (Object.keys(value).length !== 4 || !CONFIDENCES.includes(confidence as Confidence)) return refuse('not-label');
  const label: Label = {
    text: clean(text).replaceAll('\n', ' '),
    confidence: confidence as Confidence,
    source: clean(source),
    verifiedOn,
  };
  const own = placeholdersIn(delivered).reduce((rest, one) => rest.replaceAll(one, ''), label.text);
  if (label.text === '' || /[{}“”]/.test(own)) return refuse('not-label');
  if (label.source === '') return refuse('label-unsourced');
  if (!isDay(verifiedOn)) return refuse('not-day');
  if ([...label.text].length > LABEL_LIMIT || label.source.length > TEXT_LIMIT) return refuse('too-long');
  return accept(label);
}

const placeholdersIn = (text: string): string[] => text.match(/\{\w+\}/g) ?? [];

/** A shared step says something else in every flow it is in; more recordings than that are a mistake. */
const MOST_RECORDED = 40;

function readRecorded(value: unknown): ReadEdit {
  if (!Array.isArray(value) || value.length > MOST_RECORDED || !value.every(isRecorded)) return refuse('not-recording');
  return accept(value.map(({ clip, text, seconds, by, on }) => ({ clip, text, seconds, by, on })));
}

const isRecorded = (value: unknown): value is Recorded =>
  isRecord(value) &&
  typeof value.clip === 'string' &&
  /^[0-9a-f]{32}$/.test(value.clip) &&
  typeof value.text === 'string' &&
  value.text.length <= 2 * TEXT_LIMIT &&
  typeof value.seconds === 'number' &&
  typeof value.by === 'string' &&
  value.by.length <= LABEL_LIMIT &&
  typeof value.on === 'string' &&
  isDay(value.on);

/** An ISO date that exists in the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The parts each kind of picture has. */
const PARTS: Record<Picture['kind'], Record<string, (value: unknown) => boolean>> = (() => {
  const text = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= LABEL_LIMIT;
  const texts = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.length <= LIST_LIMIT && value.every(text);
  const index = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const field = (value: unknown) =>
    isRecord(value) &&
    text(value.label) &&
    (value.hint === undefined || text(value.hint)) &&
    Object.keys(value).every((key) => key === 'label' || key === 'hint');
  return {
    list: { title: text, rows: texts, target: index },
    form: {
      title: text,
      fields: (value) => Array.isArray(value) && value.length <= LIST_LIMIT && value.every(field), // none: only the button
      button: (value) => value === undefined || text(value),
      target: (value) => value === 'button' || index(value),
    },
    permission: { title: text, question: text, answers: texts, target: index },
    home: { apps: texts, target: index },
    keypad: { title: text, digits: (value) => index(value) && (value as number) >= 1 && (value as number) <= 12 },
    camera: { title: text, subject: (value) => ['card', 'face', 'qr'].includes(value as string) },
    nfc: { title: text },
    result: { title: text, message: text },
    qr: { title: text },
    counter: { place: text },
  };
})();

function readPicture(now: Picture, value: unknown): ReadEdit {
  if (!isRecord(value)) return refuse('not-picture');
  if (value.kind !== now.kind) return refuse('picture-kind');
  const cleaned = cleanDeep(value) as Record<string, unknown>;
  const parts = PARTS[now.kind];
  const isWhole =
    Object.keys(cleaned).every((key) => key === 'kind' || Object.hasOwn(parts, key)) &&
    Object.entries(parts).every(([key, isGood]) => isGood(cleaned[key]));
  return isWhole ? accept(cleaned as unknown as Picture) : refuse('not-picture');
}

function cleanDeep(value: unknown): unknown {
  if (typeof value === 'string') return clean(value).replaceAll('\n', ' ');
  if (Array.isArray(value)) return value.map(cleanDeep);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleanDeep(part)]));
  return value;
}
