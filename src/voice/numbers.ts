/**
 * Numbers as southern people say them, in words, so that no speech engine has to guess: amounts and dates as numbers,
 * hotlines and anything else that is dialled digit by digit. Pure.
 */

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
/** By thousands; "ngàn" is the southern word. */
const SCALES = ['', 'ngàn', 'triệu', 'tỷ'] as const;

/** "1414" → "một bốn một bốn"; groups that were written apart stay apart by a comma, which is a pause. */
export const digitByDigit = (written: string): string =>
  written
    .split(/[^\d]+/)
    .filter(Boolean)
    .map((group) => [...group].map((digit) => DIGITS[Number(digit)]).join(' '))
    .join(', ');

/** A whole number from 0 to 999 tỷ in words: 1250000 → "một triệu hai trăm năm mươi ngàn". Larger ones digit by digit. */
export function cardinal(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e12) return digitByDigit(String(Math.abs(value)));
  if (value === 0) return DIGITS[0];
  const groups: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(rest % 1000);
  return groups
    .flatMap((group, index) => {
      if (group === 0) return [];
      const scale = SCALES[groups.length - 1 - index] ?? '';
      return [`${underThousand(group, index > 0)} ${scale}`.trim()];
    })
    .join(' ');
}

/** `isInside`: after a larger group, where the hundreds are said even when there are none ("hai ngàn không trăm lẻ ba"). */
function underThousand(value: number, isInside: boolean): string {
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const hasHundreds = hundreds > 0 || isInside;
  const words: string[] = hasHundreds ? [`${DIGITS[hundreds]} trăm`] : [];
  if (tens === 0 && ones > 0) words.push(hasHundreds ? `lẻ ${DIGITS[ones]}` : (DIGITS[ones] as string));
  if (tens === 1) words.push(`mười${ones > 0 ? ` ${ones === 5 ? 'lăm' : DIGITS[ones]}` : ''}`);
  if (tens > 1) words.push(`${DIGITS[tens]} mươi${ones > 0 ? ` ${afterTens(ones)}` : ''}`);
  return words.join(' ');
}

/** "hai mươi mốt", "hai mươi lăm". */
const afterTens = (ones: number): string => (ones === 1 ? 'mốt' : ones === 5 ? 'lăm' : (DIGITS[ones] as string));

/** What a number in a text is, tried in this order at every place. */
const FORMS: readonly { form: RegExp; say: (found: RegExpExecArray) => string }[] = [
  // Dialled with dashes: three or more single digits.
  { form: /\d(?:-\d){2,}/y, say: ([found]) => digitByDigit(found.replaceAll('-', '')) },
  {
    form: /([Bb]ước|[Pp]hần) (\d+)\/(\d+)/y,
    say: ([, what, one, all]) => `${what} ${cardinal(Number(one))} trên ${cardinal(Number(all))}`,
  },
  // 20/11/2026, 1/7: the word "ngày" in front is said once.
  {
    form: /(ngày |Ngày )?(0?[1-9]|[12]\d|3[01])\/(0?[1-9]|1[0-2])(?:\/(\d{4}))?(?![\d/])/y,
    say: ([, named = 'ngày ', day, month, year]) =>
      `${named}${cardinal(Number(day))} tháng ${cardinal(Number(month))}${year ? ` năm ${cardinal(Number(year))}` : ''}`,
  },
  {
    form: /(0?[1-9]|1[0-2])\/(20\d{2})(?!\d)/y,
    say: ([, month, year]) => `tháng ${cardinal(Number(month))} năm ${cardinal(Number(year))}`,
  },
  // What can be no date: a share.
  { form: /(\d+)\/(\d+)/y, say: ([, one, all]) => `${cardinal(Number(one))} trên ${cardinal(Number(all))}` },
  {
    form: /(\d{1,2})(?::|h| giờ )(\d{2})(?!\d)/y,
    say: ([, hours, minutes]) =>
      `${cardinal(Number(hours))} giờ${minutes === '00' ? '' : ` ${cardinal(Number(minutes))}`}`,
  },
  // 1.250.000: dots part thousands.
  { form: /\d{1,3}(?:\.\d{3})+(?!\d)/y, say: ([found]) => cardinal(Number(found.replaceAll('.', ''))) },
  { form: /(\d+),(\d+)/y, say: ([, whole, part]) => `${cardinal(Number(whole))} phẩy ${digitByDigit(part ?? '')}` },
  // 1800 9000, 0912 345 678, 024 7305 5999: groups of two and more digits, the first of three or four.
  { form: /\d{3,4}(?: \d{2,4}){1,3}(?!\d)/y, say: ([found]) => digitByDigit(found) },
  {
    form: /(\d{1,3})\s?[-–]\s?(\d{1,3})(?!\d)/y,
    say: ([, from, to]) => `${cardinal(Number(from))} tới ${cardinal(Number(to))}`,
  },
  // A year of our time, unless it is dialled.
  { form: /20[0-4]\d(?!\d)/y, say: ([found]) => cardinal(Number(found)) },
  { form: /\d{4,}|0\d+/y, say: ([found]) => digitByDigit(found) },
  { form: /\d+/y, say: ([found]) => cardinal(Number(found)) },
];

/** Where a form may begin: at a digit, or at the word that belongs to one. */
const BEGINNING = /^(?:\d|ngày \d|bước \d|phần \d)/i;

/** Every number of a text in words. */
export function numbersInWords(text: string): string {
  let spoken = '';
  for (let at = 0; at < text.length; ) {
    const found = BEGINNING.test(text.slice(at, at + 6)) ? readAt(text, at) : null;
    spoken += found?.words ?? text[at];
    at += found?.length ?? 1;
  }
  return spoken;
}

function readAt(text: string, at: number): { words: string; length: number } | null {
  for (const { form, say } of FORMS) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) return { words: say(found), length: found[0].length };
  }
  return null;
}
