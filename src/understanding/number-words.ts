/** Numbers up to 99, in digits and in words, as people choose with them. */
import { compile, isWhole, sameWord, type Word, words } from './phrases.ts';

const table = (entries: Record<string, number>) =>
  Object.entries(entries).map(([word, value]) => ({ word: words(word)[0] as Word, value }));

const UNITS = table({ một: 1, hai: 2, ba: 3, bốn: 4, tư: 4, năm: 5, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9 });
/** Units as they sound behind mười or mươi. */
const TAILS = table({
  một: 1,
  mốt: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  nhăm: 5,
  sáu: 6,
  bảy: 7,
  tám: 8,
  chín: 9,
});
const TEN = words('mười');
const TENS = words('mươi chục');
/** "the second thing", "number", "button": said before the number. */
const LEADS = [
  'số',
  'cái số',
  'cái',
  'cái thứ',
  'thứ',
  'nút',
  'nút số',
  'nút thứ',
  'chọn',
  'chọn số',
  'chọn cái',
  'chọn cái thứ',
  'chọn nút',
]
  .concat([
    'chọn cái số',
    'bấm',
    'bấm số',
    'bấm nút',
    'bấm nút số',
    'câu',
    'câu số',
    'mục',
    'mục số',
    'ý',
    'lấy số',
    'lấy cái',
    'lấy cái thứ',
    'dòng',
    'dòng thứ',
  ])
  .map(words);
const FIRST = ['đầu tiên', 'cái đầu tiên', 'cái đầu', 'thứ nhất', 'cái thứ nhất', 'nút đầu tiên', 'số một'].map(
  compile,
);

const valueIn = (list: { word: Word; value: number }[], word: Word | undefined) =>
  word && list.find((entry) => sameWord(word, entry.word))?.value;
const isOneOf = (list: readonly Word[], word: Word | undefined) =>
  word !== undefined && list.some((one) => sameWord(word, one));

/** The number the words say and nothing else, 1–99, or null. */
export function readCount(message: readonly Word[]): number | null {
  if (FIRST.some((phrase) => isWhole(message, phrase))) return 1;
  const lead = LEADS.filter((words) => words.every((word, index) => message[index] && sameWord(message[index], word)));
  const skipped = Math.max(0, ...lead.map((words) => words.length));
  const value = digitsOf(message.slice(skipped)) ?? spokenOf(message.slice(skipped));
  return value !== null && value >= 1 && value <= 99 ? value : null;
}

function digitsOf(message: readonly Word[]): number | null {
  const only = message.length === 1 ? message[0]?.folded : undefined;
  return only !== undefined && /^0?\d{1,2}$/.test(only) ? Number(only) : null;
}

/** hai · mười · mười hai · hai mươi · hai mươi mốt · hai chục */
function spokenOf(message: readonly Word[]): number | null {
  const [first, second, third] = message;
  const unit = valueIn(UNITS, first);
  if (message.length === 1) return unit ?? (isOneOf(TEN, first) ? 10 : null);
  if (message.length === 2 && isOneOf(TEN, first)) return add(10, valueIn(TAILS, second));
  if (unit === undefined || !isOneOf(TENS, second)) return null;
  if (message.length === 2) return unit * 10;
  return message.length === 3 ? add(unit * 10, valueIn(TAILS, third)) : null;
}

const add = (tens: number, unit: number | undefined) => (unit === undefined ? null : tens + unit);
