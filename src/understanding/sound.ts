/** How a name sounds to a Vietnamese ear, and how far two spellings are apart. */

/** Spelling → sound, applied in this order to folded letters without spaces. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/[^a-z0-9]/g, ''],
  [/ph/g, 'f'],
  [/qu/g, 'u'],
  [/ngh?|nh/g, 'n'],
  [/gh/g, 'g'],
  [/tr|ch/g, 'c'],
  [/kh|[ckq]/g, 'k'],
  [/gi(?=[aeiouy])|[zj]/g, 'd'],
  [/x/g, 's'],
  [/p/g, 'b'],
  [/w/g, 'u'],
  [/e?y/g, 'i'],
  [/ei/g, 'i'],
  [/(.)\1+/g, '$1'],
];

/**
 * Two spellings of one name share their key: "viettel money" and "vietel mo ni", "zalo pay" and "zalo pai". Sounds that
 * the south merges or that foreign names are heard with (p as b, z as d, final y as i, doubled letters) fall together.
 */
export const soundKey = (folded: string): string =>
  SOUNDS.reduce((key, [spelling, sound]) => key.replace(spelling, sound), folded);

/** Insertions, deletions and replacements between two short strings; anything above `limit` is answered as `limit + 1`. */
export function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    if (Math.min(...next) > limit) return limit + 1;
    row = next;
  }
  return Math.min(row[other.length] as number, limit + 1);
}
