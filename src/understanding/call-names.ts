/** Two names written by two volunteers: the same household or another? Compared without accents and kinship words. */
import { normalise } from './normalise.ts';

const TERMS = new Set(['bac', 'co', 'chu', 'ong', 'ba', 'anh', 'chi', 'em', 'di', 'cau', 'mo', 'thim', 'duong']);

/** A folded name without the kinship word it begins with: "bac sau" → "sau". A lone word stays ("ba"). */
export function withoutTerm(folded: string): string {
  const [first = '', ...others] = folded.split(' ');
  return TERMS.has(first) && others.length > 0 ? others.join(' ') : folded;
}

export interface Named {
  callName: string;
  /** A landmark: "gần cầu". */
  near?: string | null;
}

/**
 * Could both be the same household of one hamlet? The same name, or one letter apart when it is long enough for a slip;
 * landmarks that share no word tell two of the same name apart.
 */
export function couldBeSame(one: Named, other: Named): boolean {
  const [a, b] = [withoutTerm(normalise(one.callName).folded), withoutTerm(normalise(other.callName).folded)];
  const slip = Math.min(a.length, b.length) >= 4 ? 1 : 0;
  if (distanceWithin(a, b, slip) > slip) return false;
  if (!one.near || !other.near) return true;
  const landmarks = new Set(normalise(one.near).tokens.filter(isTelling));
  return normalise(other.near).tokens.some((token) => landmarks.has(token));
}

const isTelling = (token: string): boolean => !['gan', 'ke', 'nha', 'sat', 'o', 'doi', 'dien'].includes(token);

/** Letters to change, add or leave out, counted no further than `limit` + 1. */
function distanceWithin(one: string, other: string, limit: number): number {
  if (one === other) return 0;
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? limit + 1;
}
