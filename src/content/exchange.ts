/**
 * One document as a text file that reviews well: sorted JSON, one text a line, everything an official may change and
 * nothing else. What is read back becomes edits over what was delivered and goes through the same checks as a form;
 * writing, reading and writing again gives the same bytes. Pure.
 */
import type { Document, Edits, EditValue, Place } from './edits.ts';
import { placesOf, tidy, valueAt } from './edits.ts';
import { type Refusal, readEdit } from './read-edit.ts';

export const EXCHANGE_FORMAT = 'tro-ly-so content 1';

/** Ends with a line end, as files do. */
export function writeDocument(document: Document): string {
  const places = placesOf(document).flatMap((place) => {
    const value = valueAt(document, place);
    return value === undefined ? [] : [[place, sorted(value)] as const];
  });
  const content = Object.fromEntries([...places].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ format: EXCHANGE_FORMAT, file: document.file, content }, null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

export type ReadDocument =
  | { ok: true; edits: Edits }
  | { ok: false; problems: { place: Place; refusal: Refusal | 'not-ours' | 'other-file' }[] };

/** `delivered`: the document without anybody's edits. A text that is missing in the file is taken away. */
export function readDocument(delivered: Document, text: string): ReadDocument {
  const parsed = parse(text);
  if (!parsed) return { ok: false, problems: [{ place: '', refusal: 'not-ours' }] };
  if (parsed.file !== delivered.file) return { ok: false, problems: [{ place: parsed.file, refusal: 'other-file' }] };
  const read = Object.entries(parsed.content).map(
    ([place, value]) => [place, readEdit(delivered, place, value)] as const,
  );
  const problems = read.flatMap(([place, one]) => (one.ok ? [] : [{ place, refusal: one.refusal }]));
  if (problems.length > 0) return { ok: false, problems };
  const values = read.flatMap(([place, one]) => (one.ok ? [[place, one.value] as const] : []));
  const absent = placesOf(delivered)
    .filter((place) => !Object.hasOwn(parsed.content, place) && !isNeeded(place))
    .map((place): [Place, EditValue] => [place, isList(place) ? [] : '']);
  return { ok: true, edits: tidy(delivered, Object.fromEntries([...values, ...absent])) };
}

/** Optional texts that are absent from the file were taken away; labels and pictures cannot be. */
const isNeeded = (place: Place): boolean => place.startsWith('label ') || place.startsWith('picture ');

const isList = (place: Place): boolean => place.endsWith('.differs') || place.startsWith('voice ');

/** The file a text says it is, to find the document it belongs to; null when it is none of ours. */
export const fileNamed = (text: string): string | null => parse(text)?.file ?? null;

function parse(text: string): { file: string; content: Record<string, unknown> } | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== EXCHANGE_FORMAT)
      return null;
    if (!('file' in value) || typeof value.file !== 'string' || !('content' in value)) return null;
    const { content } = value;
    if (typeof content !== 'object' || content === null || Array.isArray(content)) return null;
    return { file: value.file, content: content as Record<string, unknown> };
  } catch {
    return null;
  }
}
