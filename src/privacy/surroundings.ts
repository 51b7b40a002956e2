/** The words around a number: what they call it, and what they make it likely to be. */
import { decodeTelex } from '../understanding/keyboards.ts';
import { fold, isSyllable, mayMean } from '../understanding/spelling.ts';
import type { Group, Token } from './digit-groups.ts';
import { BARRIER, type Shadow, setsAccents, writtenWord } from './shadow.ts';

/** What is known around a number when it is judged. */
export interface Surroundings {
  /** Nothing else is said but courtesies. */
  isAlone: boolean;
  /** What the words right before it call it. */
  label: Label | null;
  /** A unit of money or measure stands behind it. */
  isAmount: boolean;
  /** A word for one-time codes, or for passwords, stands near. */
  isNearCode: boolean;
  isNearPassword: boolean;
  /** Written in one run without separators. */
  isOneRun: boolean;
  /** Stuck to letters that make it part of a code or plate ("PB01020"). */
  isPartOfCode: boolean;
}

/** What a number is called by the words in front of it. */
export type Label = 'account' | 'id' | 'card' | 'year' | 'place' | 'code';

/** A word of the text with its place among the tokens. */
export interface WordAt {
  folded: string;
  written: string;
  index: number;
  isCode: boolean;
  isPassword: boolean;
}

/** How near, in words, a name must stand to a number to be about it. */
const NEAR = { before: 8, after: 4 };

const CODE_WORDS = new Set(['otp', 'code', 'verify', 'verification', 'xacnhan', 'xacthuc', 'maotp', 'maxacnhan']);
/** Behind "mã": what makes it the number of something that is no secret. */
const HARMLESS_CODES = new Set(
  'ho khach so don qr vung buu ngan phieu bien giao hang tinh xa thua vach mau loi bhyt bao nhan cua sap san kh hd benh dai'.split(
    ' ',
  ),
);
const PASSWORD_WORDS = new Set(['matkhau', 'mk', 'pass', 'password', 'passcode', 'pin', 'mpin', 'pw']);

/** The words of a text, each knowing whether it speaks of one-time codes or of passwords. */
export function readWords(shadow: Shadow, tokens: readonly Token[]): WordAt[] {
  const isAccented = setsAccents(shadow.source);
  const words: WordAt[] = tokens.flatMap((token, index) =>
    token.kind === 'word' ? [{ ...spelled(shadow, token), index, isCode: false, isPassword: false }] : [],
  );
  for (const [at, word] of words.entries()) {
    const next = words[at + 1]?.folded ?? '';
    const isMa = word.folded === 'ma' && mayMean(word.written, 'mã') && !(isAccented && word.written === 'ma');
    const isConfirm = word.folded === 'xac' && ['nhan', 'thuc', 'minh'].includes(next);
    word.isCode = CODE_WORDS.has(word.folded) || isConfirm || (isMa && !HARMLESS_CODES.has(next));
    word.isPassword = PASSWORD_WORDS.has(word.folded) || (word.folded === 'mat' && next === 'khau');
  }
  return words;
}

/** The word, with Telex keys undone where they left no syllable ("max" is mã). */
function spelled(shadow: Shadow, token: Token): { folded: string; written: string } {
  const written = writtenWord(shadow, token);
  const decoded = token.text.length <= LONGEST_KEYED && !isSyllable(token.text) ? decodeTelex(written) : null;
  return decoded ? { folded: fold(decoded), written: decoded } : { folded: token.text, written };
}

/** Seven letters of the longest syllable and its keys. */
const LONGEST_KEYED = 10;

/** What is known around the parts of one number. Looks at a few words only. */
export function surroundingsOf(
  parts: Group,
  tokens: readonly Token[],
  words: readonly WordAt[],
  isAlone: boolean,
): Surroundings {
  const first = parts[0]?.first ?? 0;
  const last = parts.at(-1)?.last ?? 0;
  const split = firstWordFrom(words, first);
  const before = words.slice(Math.max(0, split - NEAR.before), split);
  const behind = firstWordFrom(words, last + 1);
  const after = words.slice(behind, behind + NEAR.after);
  return {
    isAlone,
    label: labelBefore(tokens, words, first),
    isAmount: hasUnit(tokens, words, last),
    isNearCode: [...before, ...after].some(({ isCode }) => isCode),
    isNearPassword: before.slice(-NEAR.before / 2).some(({ isPassword }) => isPassword),
    isOneRun: parts.length === 1,
    isPartOfCode: isStuckToLetters(tokens, first, last),
  };
}

/** Index of the first word at or behind a token. */
function firstWordFrom(words: readonly WordAt[], token: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as WordAt).index < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Units of money and measure. Stuck to the number they may be short; behind a space `k` is "không" more often. */
const STUCK_UNITS = new Set([
  'k',
  'd',
  'vnd',
  'tr',
  'ty',
  'm',
  'km',
  'kg',
  'w',
  'mah',
  'ngan',
  'nghin',
  'dong',
  'trieu',
]);
const UNITS: Readonly<Record<string, string>> = {
  vnd: 'vnd',
  dong: 'đồng',
  ngan: 'ngàn',
  nghin: 'nghìn',
  trieu: 'triệu',
  ty: 'tỷ',
  km: 'km',
  kg: 'kg',
  mah: 'mah',
};

function hasUnit(tokens: readonly Token[], words: readonly WordAt[], last: number): boolean {
  const isSpaced = tokens[last + 1]?.kind === 'space';
  const index = isSpaced ? last + 2 : last + 1;
  const at = firstWordFrom(words, index);
  const word = words[at];
  if (word?.index !== index) return tokens[index]?.text === '%';
  if (!isSpaced) return STUCK_UNITS.has(word.folded);
  if (word.written === 'đ' || word.written === 'vnđ') return true;
  if (!Object.hasOwn(UNITS, word.folded) || !mayMean(word.written, UNITS[word.folded] as string)) return false;
  // Bare "dong" may be đóng and "ngan" the start of ngân hàng: believed behind a round number only.
  const isBare = word.written === word.folded && (word.folded === 'dong' || word.folded === 'ngan');
  return !isBare || /0$/.test(tokens[last]?.text ?? '');
}

/**
 * Folded words that name the number behind them. `code`: the number of something that is no secret; `place`: of a house,
 * a plot, a vehicle, a model, a decree.
 */
const LABELS: readonly (readonly [string, Label])[] = [
  ...labels('account', 'stk, so tk, so tai khoan, tai khoan, tk, account'),
  ...labels('id', 'cccd, cmnd, cmt, can cuoc, can cuoc cong dan, so dinh danh, dinh danh, so giay to'),
  ...labels('id', 'chung minh, chung minh nhan dan, chung minh thu'),
  ...labels('card', 'so the, the, the atm, atm, the ngan hang, card, the tin dung, visa, mastercard, napas'),
  ...labels('year', 'nam, sinh nam, sn, tu nam, den nam, doi'),
  ...labels(
    'place',
    'so nha, nha so, nha, duong, hem, ngo, kiet, khu pho, to, ap, thon, xom, lo, thua, to ban do, phong',
  ),
  ...labels(
    'place',
    'quoc lo, tinh lo, bien so, bien so xe, xe, android, iphone, ios, nghi dinh, thong tu, quyet dinh',
  ),
  ...labels('code', 'ma ho so, ho so, ma ho, ma khach hang, khach hang, ma kh, ma so thue, mst, ma don, don hang'),
  ...labels(
    'code',
    'hop dong, so hop dong, hoa don, so hoa don, ma phieu, so phieu, bien nhan, bien lai, so seri, seri',
  ),
  ...labels('code', 'ma buu chinh, ma vung, ma hang, ma vach, ma giao dich, ma nhan vien, ma xa, ma tinh'),
];

function labels(label: Label, names: string): [string, Label][] {
  return names.split(', ').map((name) => [name, label]);
}

const LABEL_OF = new Map(LABELS);
/** Between a label and its number. */
const LABEL_GLUE = new Set('la so cua tui toi minh con em bac co chu ong ba anh chi nay moi do no day'.split(' '));
const LONGEST_LABEL = 4;

/** The longest label that ends right before the number, glue and a colon allowed between. */
function labelBefore(tokens: readonly Token[], words: readonly WordAt[], first: number): Label | null {
  let end = firstWordFrom(words, first);
  if (end === 0 || hasBarrier(tokens, words[end - 1]?.index ?? 0, first)) return null;
  for (let skipped = 0; skipped <= 3 && end > 0; skipped++, end--) {
    for (let length = Math.min(LONGEST_LABEL, end); length > 0; length--) {
      const label = LABEL_OF.get(
        words
          .slice(end - length, end)
          .map(({ folded }) => folded)
          .join(' '),
      );
      if (label) return label;
    }
    if (!LABEL_GLUE.has(words[end - 1]?.folded ?? '')) return null;
  }
  return null;
}

/** Another number, a mask or the end of a sentence between a word and the number. */
const hasBarrier = (tokens: readonly Token[], from: number, to: number) =>
  tokens
    .slice(from + 1, Math.min(to, from + 8))
    .some(({ kind, text }) => kind === 'digits' || text === BARRIER || text === '.' || text.includes('\n'));

/** Letters stuck to a number make it part of a code ("PB01020"), unless they are words that lost their space. */
function isStuckToLetters(tokens: readonly Token[], first: number, last: number): boolean {
  const isCodeLetters = (token: Token | undefined) =>
    token?.kind === 'word' && !isSyllable(token.text) && !CODE_WORDS.has(token.text) && !PASSWORD_WORDS.has(token.text);
  return isCodeLetters(tokens[first - 1]) || isCodeLetters(tokens[last + 1]);
}

/** Words that may stand around a code without telling anything else. */
const COURTESIES = new Set(
  (
    'da a nha nhe nghen nghe hen con chau em anh chi co chu bac ong ba tui toi minh oi ne day do la so cai thi no ra gui nhan duoc xong ok roi ' +
    'u uh vang alo chao hinh nhu may bao hien ve nay kia ban ad ma otp code g u'
  ).split(' '),
);

/** Whether nothing but numbers and courtesies is said. */
export function isOnlyNumbers(words: readonly WordAt[], groups: readonly Group[]): boolean {
  const spoken = new Set(groups.flat().flatMap(({ isSpoken, first, last }) => (isSpoken ? range(first, last) : [])));
  return words.every(({ folded, index }) => COURTESIES.has(folded) || spoken.has(index));
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
