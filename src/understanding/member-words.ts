/**
 * Somebody of a household in one typed line: what they are called, then – in any order, all of it optional – about how old,
 * what they are in the house, whether they have a smartphone. `Bà Tư, trên 60, vợ, không máy`. An age becomes a band at once
 * and is forgotten.
 */
import { readCallName } from './kinship.ts';
import { normalise } from './normalise.ts';

export type AgeBand = 'child' | 'youth' | 'adult' | 'elder';
export type HouseholdRole = 'head' | 'spouse' | 'child' | 'parent' | 'other';

export interface MemberWords {
  callName: string;
  term: string | null;
  ageBand: AgeBand | null;
  role: HouseholdRole | null;
  hasSmartphone: boolean | null;
}

const AGES: Readonly<Record<AgeBand, RegExp>> = {
  child: /\b(?:tre em|con nit|em be|duoi 15)\b/,
  youth: /\b(?:thanh nien|hoc sinh|sinh vien)\b/,
  elder: /\b(?:gia|cao tuoi|lon tuoi|tren 60)\b/,
  adult: /\b(?:nguoi lon|trung nien)\b/,
};
const ROLES: Readonly<Record<HouseholdRole, RegExp>> = {
  head: /\bchu ho\b/,
  spouse: /^(?:la )?(?:vo|chong)\b/,
  child: /^(?:la )?(?:con|con trai|con gai|dau|re)$/,
  parent: /^(?:la )?(?:cha|me|ba ma|ong noi|ba noi|ong ngoai|ba ngoai|ma|tia)$/,
  other: /^(?:la )?(?:chau|em|anh|chi|ba con|o chung|o tro)$/,
};
const WITHOUT_PHONE =
  /\b(?:khong (?:co )?(?:may|dien thoai|smartphone)|may thuong|may ban phim|cuc gach|chua co may)\b/;
const WITH_PHONE = /\b(?:co (?:may|dien thoai|smartphone)|dien thoai thong minh|xai zalo)\b/;
/** Longer ones are legal names; of those only what people say is asked for. */
const NAME_LIMIT = 24;

/** Null when the first part is no name somebody is called by. */
export function readMember(text: string): MemberWords | null {
  const [first = '', ...parts] = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .split(',')
    .map((part) => part.trim());
  if (first.length < 2 || first.length > NAME_LIMIT || !/^[\p{L}\p{M} ]+$/u.test(first)) return null;
  const named = readCallName(first);
  const words = parts.slice(0, 6).map((part) => normalise(part).folded);
  const found = <T extends string>(table: Readonly<Record<T, RegExp>>): T | null =>
    (Object.keys(table) as T[]).find((key) => words.some((part) => table[key].test(part))) ?? null;
  const age = words.map((part) => /^(\d{1,3})(?: tuoi)?$/.exec(part)?.[1]).find((years) => years !== undefined);
  const hasNone = words.some((part) => WITHOUT_PHONE.test(part));
  return {
    callName: named?.callName ?? first,
    term: named?.term ?? null,
    ageBand: found(AGES) ?? (age === undefined ? null : bandOf(Number(age))),
    role: found(ROLES),
    hasSmartphone: hasNone ? false : words.some((part) => WITH_PHONE.test(part)) ? true : null,
  };
}

const bandOf = (years: number): AgeBand =>
  years < 15 ? 'child' : years < 25 ? 'youth' : years < 60 ? 'adult' : 'elder';
