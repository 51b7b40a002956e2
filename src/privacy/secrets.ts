/**
 * Secrets in what people write, found before anything is stored or logged (conversation-design §7, public-services
 * §0.2). When in doubt a text is masked: a false alarm costs one calm warning. Named exceptions – prices, dates, years,
 * phone numbers, hotlines, account numbers where they were asked for, payment codes – are left alone. Pure; time linear in
 * the length; never throws.
 */
import { readBankMessage } from './bank-messages.ts';
import { type Group, groupsOf, spanOf, type Token, tokensOf } from './digit-groups.ts';
import { harmlessSpans, type Span } from './harmless-spans.ts';
import { maskDeep } from './log-mask.ts';
import {
  isCitizenNumber,
  isDomesticCard,
  isHotline,
  isPhone,
  isPhoneWithoutZero,
  isShortCode,
  isWrittenDate,
  isYear,
  passesLuhn,
} from './number-kinds.ts';
import { passwordSpans } from './passwords.ts';
import { type Shadow, shadowOf } from './shadow.ts';
import { isOnlyNumbers, readWords, type Surroundings, surroundingsOf, type WordAt } from './surroundings.ts';

/** Kinds that may arrive as text, the gravest first. */
export type SecretKind = 'otp' | 'password' | 'card' | 'id-number' | 'bank-message';

/** What is known when a text arrives. */
export interface SecretContext {
  /** What the last message asked for, so that an account number at its step is not taken for a secret. */
  expecting: 'nothing' | 'account-number' | 'phone' | 'menu' | 'reference' | 'name';
  /** Whether a step of the last minutes had a one-time code sent: then any short number may be that code. */
  recentOtpStep: boolean;
}

/** The answer of {@link findSecrets}. */
export interface FoundSecrets {
  /** Each kind once, the gravest first; empty when there is none. */
  kinds: SecretKind[];
  /** The text with a mask in place of every secret; identical to the input when there is none. */
  masked: string;
}

const MASKS: Readonly<Record<SecretKind, string>> = {
  otp: '[đã ẩn: OTP]',
  password: '[đã ẩn: mật khẩu]',
  card: '[đã ẩn: số thẻ]',
  'id-number': '[đã ẩn: số giấy tờ]',
  'bank-message': '[đã ẩn: tin ngân hàng]',
};
const GRAVITY = Object.keys(MASKS) as SecretKind[];

interface Secret extends Span {
  kind: SecretKind;
}

/**
 * Finds every secret of a text. A passed-on bank message is masked as a whole: names and balances stand around its code.
 * A mask changes what stands around the rest, so the rest is looked at again until nothing more is found.
 */
export function findSecrets(text: string, context: SecretContext): FoundSecrets {
  const found = new Set<SecretKind>();
  let masked = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = findOnce(masked, context);
    if (next.kinds.length === 0) break;
    for (const kind of next.kinds) found.add(kind);
    masked = next.masked;
  }
  return { kinds: GRAVITY.filter((kind) => found.has(kind)), masked };
}

/** Two are the rule; the rest is for texts made to deceive. */
const MOST_ROUNDS = 6;

function findOnce(text: string, context: SecretContext): FoundSecrets {
  const shadow = shadowOf(text);
  const bankMessage = readBankMessage(shadow.text);
  if (bankMessage) {
    const kinds: SecretKind[] = bankMessage.hasCode ? ['otp', 'bank-message'] : ['bank-message'];
    return { kinds, masked: MASKS[kinds[0] as SecretKind] };
  }
  const secrets = merge([...namedSecrets(shadow), ...numberSecrets(shadow, context)]);
  return { kinds: secrets.map(({ kind }) => kind), masked: mask(shadow, secrets) };
}

/** Overlapping finds become one, of the graver kind. */
function merge(secrets: readonly Secret[]): Secret[] {
  const merged: Secret[] = [];
  for (const secret of secrets.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (!last || secret.start >= last.end) merged.push({ ...secret });
    else {
      last.end = Math.max(last.end, secret.end);
      if (GRAVITY.indexOf(secret.kind) < GRAVITY.indexOf(last.kind)) last.kind = secret.kind;
    }
  }
  return merged;
}

function mask({ source, at }: Shadow, secrets: readonly Secret[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, kind } of secrets) {
    result += source.slice(from, at[start]) + MASKS[kind];
    from = at[end] ?? source.length;
  }
  return result + source.slice(from);
}

// ── secrets that are named ─────────────────────────────────────────────────────────────────────────────────────────

/** The text behind a citizen card's QR: number, old number, name, birthday, sex, address, day of issue. */
const CARD_QR = /(?<!\d)\d{12}\|[^\n|]{0,20}\|[^\n]{0,300}/g;
const CARD_CODE = /(?<!\p{L})cv[vc]2?(?!\p{L})[\s:=]{0,4}(?:(?:la|so)\s)?(\d{3,4})(?!\d)/gu;

function namedSecrets(shadow: Shadow): Secret[] {
  const spans = (pattern: RegExp, kind: SecretKind): Secret[] =>
    [...shadow.text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      kind,
    }));
  const passwords = passwordSpans(shadow, tokensOf(shadow.text));
  return [
    ...passwords.map((span) => ({ ...span, kind: 'password' as const })),
    ...spans(CARD_QR, 'id-number'),
    ...spans(CARD_CODE, 'card'),
  ];
}

// ── secrets that are numbers ───────────────────────────────────────────────────────────────────────────────────────

interface Message {
  tokens: readonly Token[];
  words: readonly WordAt[];
  /** Nothing but numbers and courtesies. */
  isAlone: boolean;
  context: SecretContext;
}

function numberSecrets(shadow: Shadow, context: SecretContext): Secret[] {
  const tokens = tokensOf(shadow.text);
  const words = readWords(shadow, tokens);
  const groups = groupsOf(
    shadow,
    tokens,
    harmlessSpans(shadow.text, context.recentOtpStep || NAMED_OTP.test(shadow.text)),
  );
  const isAlone = isOnlyNumbers(words, groups);
  return groups.flatMap((group) => judgeGroup(group, { tokens, words, isAlone, context }));
}

/** Takes one number after another off a group until nothing is left. */
function judgeGroup(group: Group, message: Message): Secret[] {
  const secrets: Secret[] = [];
  for (let start = 0; start < group.length; ) {
    // One part more than a number can have, so that it is known whether the group goes on.
    const { parts, kind } = firstNumber(group.slice(start, start + WIDEST + 1), message);
    if (kind) secrets.push({ ...spanOf(message.tokens, parts), kind });
    start += parts.length;
  }
  return secrets;
}

/** Most digits that are read as one number: the longest card. */
const WIDEST = 19;

/**
 * The likeliest number a group starts with: all of it when it is short or complete in itself, else the longest beginning
 * of a known form ("0912 345 678 | 482 913"), else all of it when that is a secret, else as much as a code may have.
 */
function firstNumber(group: Group, message: Message): { parts: Group; kind: SecretKind | null } {
  const { tokens, words, isAlone, context } = message;
  const candidates = beginnings(group);
  const read = ({ parts, digits }: Candidate) => ({
    parts,
    kind: judge(digits, context, surroundingsOf(parts, tokens, words, isAlone)),
  });
  const longest = candidates.at(-1) as Candidate;
  const isWhole = longest.parts.length === group.length;
  const isSettled = context.expecting === 'account-number' || longest.digits.length <= CODE.longest;
  if (isWhole && isSettled) return read(longest);
  const known = candidates.findLast(({ digits }) => isKnownForm(digits));
  if (known) return read(known);
  const whole = read(longest);
  if (isWhole && whole.kind) return whole;
  return read(candidates.findLast(({ digits }) => digits.length <= CODE.longest) ?? (candidates[0] as Candidate));
}

interface Candidate {
  parts: Group;
  digits: string;
}

/** The first part, the first two, …: as many as have the digits of one number, and always the first. */
function beginnings(group: Group): Candidate[] {
  const candidates: Candidate[] = [];
  let digits = '';
  for (const [index, part] of group.slice(0, WIDEST).entries()) {
    digits += part.digits;
    if (index > 0 && digits.length > WIDEST) break;
    candidates.push({ parts: group.slice(0, index + 1), digits });
  }
  return candidates;
}

const isKnownForm = (digits: string) =>
  isPhone(digits) ||
  isHotline(digits) ||
  isCitizenNumber(digits) ||
  isDomesticCard(digits) ||
  (digits.length === 16 && passesLuhn(digits));

/** Lengths at which digits alone are called a number of a kind (conversation-design §7). */
const CODE = { shortest: 4, longest: 8 };
const OLD_ID = 9;
const CITIZEN_ID = 12;
const CARD = { shortest: 13, longest: 19 };

function judge(digits: string, context: SecretContext, around: Surroundings): SecretKind | null {
  const { label } = around;
  if (digits.length < CODE.shortest || /^0+$/.test(digits)) return null;
  if (label === 'id' && digits.length >= CODE.longest) return 'id-number';
  if (isPhone(digits) || isHotline(digits) || isShortCode(digits)) return null;
  if (context.expecting === 'phone' && isPhoneWithoutZero(digits)) return null;
  if (digits.length <= CODE.longest) return judgeShort(digits, context, around);
  return judgeLong(digits, context.expecting === 'account-number', around);
}

function judgeLong(digits: string, isAccountStep: boolean, around: Surroundings): SecretKind | null {
  const { label } = around;
  const isAccount = isAccountStep || label === 'account';
  if (digits.length === OLD_ID)
    return isAccount || around.isPartOfCode || isRoundAmount(digits, around) ? null : 'id-number';
  if (digits.length === CITIZEN_ID) {
    // At its step a 12-digit account is kept, unless it has the form of a citizen number and was not called an account.
    if (isAccountStep && (label === 'account' || !isCitizenNumber(digits))) return null;
    return 'id-number';
  }
  if (digits.length > CARD.longest) return 'id-number';
  if (digits.length < CARD.shortest) return null;
  // Every tenth account number passes the check by chance, so where one was asked for only card lengths count.
  const isCardLength = digits.length === 16 || digits.length === 19;
  if (isDomesticCard(digits)) return 'card';
  if (isAccount) return isCardLength && passesLuhn(digits) ? 'card' : null;
  return passesLuhn(digits) || (label === 'card' && digits.length >= 15) ? 'card' : null;
}

/** With its unit, or round as only amounts are. */
const isRoundAmount = (digits: string, { isAmount }: Surroundings) => isAmount || digits.endsWith('000000');

/** Four to eight digits: a one-time code, unless something says otherwise. The order is the precedence. */
function judgeShort(digits: string, context: SecretContext, around: Surroundings): SecretKind | null {
  const { label, isAlone } = around;
  if (around.isAmount || (label === 'year' && isYear(digits))) return null;
  if (around.isNearPassword && !isYear(digits)) return 'password';
  if (around.isNearCode && label !== 'code') return 'otp';
  if (context.expecting === 'account-number' && !context.recentOtpStep) return null;
  if (context.expecting === 'reference' && digits.length === REFERENCE_TAIL) return null;
  if (isExcused(digits, around)) return null;
  const isDay = isYear(digits) || (around.isOneRun && isWrittenDate(digits));
  if (isDay) return isAlone && context.recentOtpStep ? 'otp' : null;
  if (isAlone) return 'otp';
  if (digits.endsWith('000')) return null; // an amount nobody gave a unit
  return digits.length === USUAL_CODE || context.recentOtpStep ? 'otp' : null;
}

/** Only the last four characters of a reference are ever asked for (public-services §0.3). */
const REFERENCE_TAIL = 4;
/** Nearly every one-time code has six digits, so in a sentence only those are taken for one. */
const USUAL_CODE = 6;
/** House numbers, plots and plates are shorter than codes. */
const LONGEST_PLACE = 5;

/** Called something harmless, or part of a code with letters. */
const isExcused = (digits: string, { label, isPartOfCode }: Surroundings): boolean =>
  isPartOfCode || label === 'code' || label === 'account' || (label === 'place' && digits.length <= LONGEST_PLACE);

/**
 * The same value with everything personal taken out, safe to log: private keys are gone, texts have no secrets, numbers
 * of four digits and more, e-mail addresses or tokens. Errors keep type, code and masked words. Never throws; cycles end.
 */
export const maskForLog = (value: unknown): unknown =>
  maskDeep(value, (text) => findSecrets(text, { expecting: 'nothing', recentOtpStep: false }).masked);

/** Words that are never said of a household's code or a date. */
const NAMED_OTP = /(?<!\p{L})(?:otp|xac thuc|xac nhan|xác thực|xác nhận)(?!\p{L})/iu;

/**
 * A code or a short cell of a list or a call: what is stored nowhere, apart from the short numbers that codes of households
 * and stalls are – unless they are called a one-time code.
 */
export const hasSecretInCode = (text: string): boolean =>
  findSecrets(text, { expecting: 'reference', recentOtpStep: false }).kinds.some((kind) => kind !== 'otp') ||
  (NAMED_OTP.test(text) && hasSecretInWords(text));

/** A free text from another system: whatever would be a secret in a message. */
export const hasSecretInWords = (text: string): boolean =>
  findSecrets(text, { expecting: 'nothing', recentOtpStep: false }).kinds.length > 0;
