/**
 * Facts of one place (`src/flows/local.ts` lists the kinds): what each must look like, and whose counts for whom. A fact is
 * written down with where it comes from and when it was checked, or it is not written down. Pure.
 */
import { LOCAL_KINDS, type LocalFacts, type LocalKind } from '../flows/local.ts';
import { isHotline, isPhone } from '../privacy/number-kinds.ts';
import { hasStrangeLink } from '../understanding/strange-link.ts';

export interface LocalFact {
  areaCode: string;
  kind: LocalKind;
  value: string;
}

export type ValueShape = 'phone' | 'hours' | 'place' | 'zalo';

export const SHAPE_OF: Readonly<Record<LocalKind, ValueShape>> = {
  'police-address': 'place',
  'police-hours': 'hours',
  'police-phone': 'phone',
  'one-stop-address': 'place',
  'one-stop-hours': 'hours',
  'one-stop-phone': 'phone',
  'committee-address': 'place',
  'committee-phone': 'phone',
  zalo: 'zalo',
  'report-phone': 'phone',
  'bank-address': 'place',
  'post-office-address': 'place',
  'insurance-address': 'place',
  'tax-address': 'place',
  'water-address': 'place',
  'class-times': 'hours',
};

/** Three emergency numbers everybody knows, and no other short ones: a number that is short is easily a mistake. */
const EMERGENCY = new Set(['113', '114', '115']);
const PLACE_CHARACTERS = 80;
const HOURS_CHARACTERS = 60;

/**
 * The value as it is kept and said ("0299 382 1234"), or null when it is not what its kind must look like. Values are said
 * in the middle of a sentence: one line, no full stop, no placeholder, no address on the web.
 */
export function readLocalValue(kind: LocalKind, written: string): string | null {
  const value = written.normalize('NFC').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (value === '' || /[{}<>“”\n]/.test(value) || hasStrangeLink(value)) return null;
  switch (SHAPE_OF[kind]) {
    case 'phone':
      return readPhone(value);
    case 'hours':
      return /\d/.test(value) && [...value].length <= HOURS_CHARACTERS ? value : null;
    case 'place':
      return /\p{L}{2}/u.test(value) && [...value].length <= PLACE_CHARACTERS && !/\d{9}/.test(value) ? value : null;
    case 'zalo':
      return readPhone(value) ?? (/^\p{L}[\p{L}\p{N} .,-]{2,50}$/u.test(value) ? value : null);
  }
}

/** Grouped as it is read aloud: four, three, the rest (CD-25). */
function readPhone(value: string): string | null {
  if (!/^[+\d .()-]+$/.test(value)) return null;
  const digits = value.replace(/\D/g, '').replace(/^84(?=\d{9})/, '0');
  if (EMERGENCY.has(digits)) return digits;
  if (!isPhone(digits) && !isHotline(digits)) return null;
  const middle = digits.length === 8 ? 8 : 7; // 1900 0368, but 0299 382 1234
  return [digits.slice(0, 4), digits.slice(4, middle), digits.slice(middle)].filter(Boolean).join(' ');
}

/** Area → its parent. */
export type AreaTree = ReadonlyMap<string, string | null>;

/** Deep enough for province, commune, hamlet and whatever an import may put between; a circle cannot hang it. */
const DEEPEST = 16;

/** What is known in an area: its own facts, and for the rest those of the nearest area above it that has one. */
export function factsFor(areaCode: string | null, tree: AreaTree, facts: readonly LocalFact[]): LocalFacts {
  const byArea = Map.groupBy(facts, (fact) => fact.areaCode);
  const known: Partial<Record<LocalKind, string>> = {};
  let at = areaCode;
  for (let height = 0; at !== null && height < DEEPEST; height += 1) {
    for (const { kind, value } of byArea.get(at) ?? []) known[kind] ??= value;
    at = tree.get(at) ?? null;
  }
  return known;
}

/** Kinds a flow's texts refer to, in the order of the list; office steps add theirs. */
export const mentionedKinds = (texts: Iterable<string>): LocalKind[] => {
  const all = [...texts].join('\n');
  return LOCAL_KINDS.filter((kind) => all.includes(`{local.${kind}}`));
};
