/** What people type to be safe: to have a code looked at, to know who stands at the door, to let a relative know. Pure. */
import { CODE_LENGTH, CODE_WORDS } from './desk-words.ts';
import { normalise } from './normalise.ts';

type Plain =
  | 'check-code'
  | 'check-official'
  | 'who-are-you'
  | 'door-code'
  | 'family'
  | 'family-stop'
  | 'morning-on'
  | 'morning-off'
  | 'warn';

export type SafetyOrder =
  | { order: Plain }
  /** The six letters somebody at the door shows. */
  | { order: 'use-door-code'; code: string }
  /** The words an elder read out to a relative. */
  | { order: 'use-family-code'; words: string };

const LONGEST_ORDER = 120;

/** Folded forms of whole messages; `[ ]` around a group means that it may be missing. */
const WHOLE: readonly (readonly [Plain, RegExp])[] = [
  [
    'check-code',
    /^(?:con )?(?:kiem tra|kiem|coi|xem|soi|do)(?: (?:giup|gium|giùm|thu|lai|dum))*(?: (?:cai|tam))? ma(?: qr)?(?: (?:nay|sap|o sap|cua toi))?(?: (?:giup|gium|dum|voi|con|nha|duoc khong|co dung khong))*$/,
  ],
  ['check-code', /^ma(?: qr)? nay (?:co )?(?:dung|that|phai)(?: (?:khong|chua|hong|cua toi|cua sap|ma))*$/],
  [
    'check-official',
    /^(?:(?:cai )?(?:co|chu|anh|chi|ong|ba|nguoi|can bo|to vien|nhan vien|cong an))(?: (?:can bo|to vien|nhan vien|cong an|xa|nay|do|kia|toi nha|den nha|ghe nha|o cua))+ (?:la )?(?:co )?(?:that|gia|dung)(?: .{0,20})?$/,
  ],
  ['check-official', /^(?:kiem tra|hoi) (?:can bo|to vien|nguoi toi nha)$/],
  [
    'who-are-you',
    /^(?:con|may|em|ban|tro ly(?: so)?) (?:la ai|la gi|co that khong|that hay gia|la that hay gia|la nguoi hay may|la may hay nguoi|co phai lua dao khong)$/,
  ],
  ['who-are-you', /^(?:ai dang (?:noi|nhan)(?: .{0,20})?|ai do|ai vay)$/],
  ['door-code', /^(?:xin |lay |cho toi )?ma (?:cua nha|ghe nha|to vien|chung minh)$/],
  [
    'family',
    /^(?:them|noi|bao|cho)(?: voi)? (?:nguoi (?:than|nha)|con chau|con toi|con gai|con trai|hang xom)(?: biet)?$/,
  ],
  ['family-stop', /^(?:cat|cat noi|thoi bao|ngung bao|bo nguoi than|thoi noi nguoi (?:nha|than)|dung bao con chau)$/],
  ['morning-on', /^nhac (?:toi )?(?:soi|kiem|kiem tra|quet|coi) ma$/],
  ['morning-off', /^(?:thoi|dung|khoi) nhac (?:soi|kiem|kiem tra|quet|coi) ma$/],
  ['warn', /^(?:canh bao|bao|phat canh bao)(?: bao con| ba con)? (?:lua dao|chieu lua)$/],
];

/** Letters of a door code in syllables that can be read out, none like another: no digits, so that no bank's code looks like it. */
export const DOOR_CONSONANTS = 'BDGHKLMNPRSTVX';
export const DOOR_VOWELS = 'AEIOU';
export const DOOR_SYLLABLES = 3;
const DOOR_CODE = new RegExp(`^(?:[${DOOR_CONSONANTS}][${DOOR_VOWELS}]){${DOOR_SYLLABLES}}$`);

/** A door code as it was typed or dictated ("ba ko tu", "BA-KO-TU"), or null. */
export function readDoorCode(text: string): string | null {
  if (text.length > LONGEST_ORDER) return null;
  const letters = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/^\s*M[AÃ]\s+(?=\S)/, '')
    .replace(/[\s.-]/g, '');
  return DOOR_CODE.test(letters) ? letters : null;
}

const FAMILY_WORDS: ReadonlySet<string> = new Set(CODE_WORDS.map((word) => normalise(word).folded));

/** The order a text is, or null. A bare door code is read only where one was asked for. */
export function readSafetyOrder(text: string): SafetyOrder | null {
  if (text.length > LONGEST_ORDER) return null;
  const { folded, tokens } = normalise(text);
  const whole = WHOLE.find(([, pattern]) => pattern.test(folded));
  if (whole) return { order: whole[0] };
  const words = tokens.slice(1);
  if (tokens[0] === 'than' && words.length === CODE_LENGTH && words.every((word) => FAMILY_WORDS.has(word)))
    return { order: 'use-family-code', words: words.join(' ') };
  const code = /^\s*m[aã]\s/i.test(text.normalize('NFC')) ? readDoorCode(text) : null;
  return code === null ? null : { order: 'use-door-code', code };
}
