/**
 * When a language may be read by people. Vietnamese and English are written with the flows; Khmer ships key by key, each
 * approved by a named native reader (`locales/km/reviewed.json`), and never filled in by a machine. Pure.
 */
import { isDeepStrictEqual } from 'node:util';

/** Who read a text and found it right, and when (ISO day). */
export interface Review {
  reviewer: string;
  on: string;
}

/** `<namespace>:<path>` → its review, e.g. `common:button.done`. */
export type Reviews = Readonly<Record<string, Review>>;

/** Namespace → words, as they lie in the language's folder. */
export type Namespaces = Readonly<Record<string, unknown>>;

/** Languages whose every text needs a review. */
export const REVIEWED_LANGUAGES: readonly string[] = ['km'];

/**
 * Share of the assistant's own words (`common`) from which on a language may be chosen: below it, more than every
 * fifth message between the steps would come back in Vietnamese. The flows' texts fall back one by one.
 */
export const ENOUGH = 0.8;

/** Every text of a namespace by its path; a list of variants is one text, reviewed as a whole. */
export function leavesOf(value: unknown, path = ''): Map<string, string | string[]> {
  if (typeof value === 'string' || Array.isArray(value)) return new Map([[path, value]]);
  if (value === null || typeof value !== 'object') return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, path === '' ? key : `${path}.${key}`)]),
  );
}

/** Only what somebody has approved; the rest falls back as if it were not there. */
export function approvedOnly(words: Namespaces, reviews: Reviews): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(words).map(([name, value]) => [
      name,
      keep(value, `${name}:`, (key) => isReview(reviews[key])) ?? {},
    ]),
  );
}

/**
 * What of a namespace's new words may be read in place of its words `now`: a text that stays as it is, which somebody has
 * approved, and one that comes with a review of its own. An earlier review says nothing about other words.
 */
export function approvedChange(namespace: string, words: object, now: unknown, reviews: Reviews): object {
  const shipped = leavesOf(now);
  const isApproved = (key: string, text: string | string[]) =>
    isReview(reviews[key]) || isDeepStrictEqual(shipped.get(key.slice(namespace.length + 1)), text);
  return (keep(words, `${namespace}:`, isApproved) ?? {}) as object;
}

function keep(value: unknown, path: string, isApproved: (key: string, text: string | string[]) => boolean): unknown {
  if (typeof value === 'string' || Array.isArray(value)) return isApproved(path, value) ? value : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const found = keep(inner, path.endsWith(':') ? `${path}${key}` : `${path}.${key}`, isApproved);
    return found === undefined ? [] : [[key, found]];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

const isReview = (review: Review | undefined): boolean =>
  review !== undefined && review.reviewer.trim() !== '' && /^\d{4}-\d{2}-\d{2}$/.test(review.on);

/** What is wrong between a language's words and its reviews, a sentence each; nothing when every text is approved. */
export function reviewProblems(locale: string, words: Namespaces, reviews: Reviews): string[] {
  const keys = new Set(
    Object.entries(words).flatMap(([name, value]) => [...leavesOf(value).keys()].map((path) => `${name}:${path}`)),
  );
  return [
    ...[...keys]
      .filter((key) => !Object.hasOwn(reviews, key))
      .map(
        (key) => `${locale} ${key}: nobody has approved it; name reviewer and day in locales/${locale}/reviewed.json`,
      ),
    ...Object.entries(reviews)
      .filter(([, review]) => !isReview(review))
      .map(([key]) => `${locale} ${key}: a review needs a reviewer's name and a day (YYYY-MM-DD)`),
    ...Object.keys(reviews)
      .filter((key) => !keys.has(key))
      .map((key) => `${locale} ${key}: reviewed, but there is no such text`),
  ];
}

/** Whether so much of the assistant's own words is there that people may choose the language. */
export function isEnough(words: unknown, vietnamese: unknown): boolean {
  const [written, wanted] = [leavesOf(words), leavesOf(vietnamese)];
  const there = [...wanted.keys()].filter((key) => written.has(key)).length;
  return wanted.size > 0 && there / wanted.size >= ENOUGH;
}
