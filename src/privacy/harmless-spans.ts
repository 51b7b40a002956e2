/**
 * Stretches of a shadow text whose digits are certainly no secret: payment codes, dates, amounts, dossier codes. Found
 * before anything else is judged, so that their digits never count. Every pattern is bounded: linear on hostile text.
 */
import { isDayMonth, isYear } from './number-kinds.ts';

/** Characters `start` up to, not including, `end` of a shadow text. */
export interface Span {
  start: number;
  end: number;
}

/** A VietQR payload from its first object to its checksum (payments-commerce §12; at most 512 characters). */
const PAYLOAD = /000201010[0-9a-z]{3}.{20,480}?6304[0-9a-f]{4}/gs;
/** A dossier number of the one-stop system: office, day of filing, running number ("000.00.12.H43-261120-0012"). */
const DOSSIER = /(?<![\p{L}\d.])(?:\d{3}\.\d{2}\.\d{2}\.)?\p{L}\d{2}(?:\.\d{2}){0,3}-\d{6,8}-\d{3,6}(?![\p{L}\d])/gu;
const DATE = /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])/g;
const SPACED_DATE = /(?<!\d\s?)(\d{2})\s(\d{2})\s(\d{4})(?!\s?\d)/g;
const ISO_DATE = /(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])/g;
const CLOCK = /(?<![\d:])\d{1,2}[:hg]\d{2}(?::\d{2})?(?![\d:])/g;
/** Thousands in groups of three, round as amounts are: a code or a paper's number may be parted by dots as well. */
const GROUPED = /(?<![\d.,])[1-9]\d{0,2}(?:[.,]\d{3}){0,3}[.,][05]00(?!\d)/g;
const SPACED_AMOUNT = /(?<!\d\s?)[1-9]\d{0,2}(?:\s\d{3}){0,3}\s000(?!\s?\d)/g;
const VERSION_OR_PERCENT = /(?<!\d)\d{1,3}(?:[.,]\d{1,2})?\s?%/g;

/** `isCodeExpected`: then a short date ("12-11-56") may as well be a code in pairs and does not count. */
export function harmlessSpans(text: string, isCodeExpected: boolean): Span[] {
  const spans: Span[] = [];
  const add = (pattern: RegExp, accept: (match: RegExpExecArray) => boolean = () => true) => {
    for (const match of text.matchAll(pattern)) {
      if (accept(match)) spans.push({ start: match.index, end: match.index + match[0].length });
    }
  };
  add(PAYLOAD);
  add(DOSSIER);
  add(DATE, ([, day = '', mark, month = '', year = '']) => {
    const isShort = year.length === 2;
    return isDayMonth(day, month) && (isYear(year) || (isShort && (mark === '/' || !isCodeExpected)));
  });
  add(SPACED_DATE, ([, day = '', month = '', year = '']) => isDayMonth(day, month) && isYear(year));
  add(ISO_DATE, ([, year = '', month = '', day = '']) => isDayMonth(day, month) && isYear(year));
  add(CLOCK);
  add(GROUPED);
  add(SPACED_AMOUNT);
  add(VERSION_OR_PERCENT);
  return joined(spans.sort((one, other) => one.start - other.start));
}

/** Sorted spans with overlapping ones made one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { start, end } of spans) {
    const last = result.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** Whether a span touches one of the spans, which are sorted and do not overlap. */
export function isWithin(spans: readonly Span[], { start, end }: Span): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).end <= start) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start < end;
}
