/**
 * Numbers and dates as the officials write them: `1.786`, `63,83 %`, `20/11/2026`, "Tuần 47 (16–22/11)". Everything is
 * Vietnam's calendar. A percentage never comes without its fraction (DB-1) and never claims a target that was not
 * reached: the state is decided on the exact fraction, and rounding goes down when it would cross the target.
 */

const NBSP = '\u00a0';
const ZONE = 'Asia/Ho_Chi_Minh';

const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 });

/** `1.786`. */
export const count = (value: number | bigint): string => whole.format(value);

/** `+12`, `-3`, `0`: a change against before. */
export const change = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${count(Math.abs(value))}`;

/**
 * Per cent of `part` in `total` with at most `digits` decimals, cut instead of rounded up when that would show `target`
 * (or 100) as reached although it is not. Null when there is no total.
 */
export function percentValue(part: number, total: number, target: number | null = null, digits = 2): number | null {
  if (total <= 0) return null;
  const exact = (100 * part) / total;
  const step = 10 ** digits;
  // Counted in whole steps, so that 39,5 is not 39,49999.
  const rounded = Math.round((100 * step * part) / total) / step;
  const goals = target === null ? [100] : [target, 100];
  const crosses = goals.some((goal) => part * 100 < goal * total && rounded >= goal);
  return crosses ? Math.floor(exact * step) / step : rounded;
}

/** `63,83 %`; an empty text when there is no total. */
export function percent(part: number, total: number, target: number | null = null, digits = 2): string {
  const value = percentValue(part, total, target, digits);
  return value === null ? '' : `${perCent(value, digits)}`;
}

/** A percentage that is given as one (a target): `75 %`. */
export const perCent = (value: number, digits = 2): string =>
  `${new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits }).format(value)}${NBSP}%`;

/** `79/200`, with the unit when there is one: `79/200 sạp`. */
export const fraction = (part: number, total: number, unit = ''): string =>
  `${count(part)}/${count(total)}${unit && `${NBSP}${unit}`}`;

/** `39,5 % (79/200 sạp)`; without a total only the count, never 0 %. */
export function share(part: number, total: number | null, unit = '', target: number | null = null): string {
  if (total === null || total <= 0) return `${count(part)}${unit && `${NBSP}${unit}`}`;
  return `${percent(part, total, target)} (${fraction(part, total, unit)})`;
}

export type Status = 'reached' | 'near' | 'behind' | 'none';

/** Compared exactly: 74,6 % is not a reached 75 %. Near is 80 % of the target and more (dashboard §4). */
export function statusOf(part: number | null, total: number | null, target: number | null): Status {
  if (part === null || total === null || total <= 0 || target === null) return 'none';
  if (part * 100 >= target * total) return 'reached';
  return part * 100 * 100 >= 80 * target * total ? 'near' : 'behind';
}

export const STATUS_MARKS: Readonly<Record<Status, string>> = { reached: '✓', near: '◆', behind: '▲', none: '○' };

const formatter = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, ...options });
const dayParts = formatter({ day: '2-digit', month: '2-digit', year: 'numeric' });
const clockParts = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function partsOf(time: Date): Record<string, string> {
  return Object.fromEntries(dayParts.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** `20/11/2026`. */
export function day(time: Date): string {
  const { day: d, month, year } = partsOf(time);
  return `${d}/${month}/${year}`;
}

/** `10:05`. */
export const clock = (time: Date): string => clockParts.format(time);

/** `10:05, 20/11/2026`. */
export const moment = (time: Date): string => `${clock(time)}, ${day(time)}`;

const DAY_MS = 86_400_000;

/** A calendar day in Vietnam as midnight UTC: days without clocks. */
const calendarDay = (time: Date): Date => {
  const { day: d, month, year } = partsOf(time);
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(d)));
};

export interface Week {
  /** ISO 8601: Monday first, week 1 holds the year's first Thursday. */
  number: number;
  year: number;
  /** Midnight UTC of the calendar days. */
  monday: Date;
  sunday: Date;
}

export function weekOf(time: Date): Week {
  const today = calendarDay(time);
  const monday = new Date(today.getTime() - ((today.getUTCDay() + 6) % 7) * DAY_MS);
  const thursday = new Date(monday.getTime() + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const number = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return { number, year, monday, sunday: new Date(monday.getTime() + 6 * DAY_MS) };
}

/** "16–22/11" or "30/11–06/12". */
export function weekSpan({ monday, sunday }: Week): string {
  const short = (date: Date) => String(date.getUTCDate()).padStart(2, '0');
  const month = (date: Date) => String(date.getUTCMonth() + 1).padStart(2, '0');
  const from = month(monday) === month(sunday) ? short(monday) : `${short(monday)}/${month(monday)}`;
  return `${from}–${short(sunday)}/${month(sunday)}`;
}

/** Reads `20/11/2026` or `2026-11-20` as midnight in Vietnam; null when it is neither or no such day. */
export function readDay(text: string): Date | null {
  const vietnamese = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const [year, month, date] = vietnamese
    ? [Number(vietnamese[3]), Number(vietnamese[2]), Number(vietnamese[1])]
    : iso
      ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
      : [0, 0, 0];
  const midnight = new Date(Date.UTC(year, month - 1, date));
  const isThatDay = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === date && year >= 1900;
  return isThatDay ? new Date(midnight.getTime() - 7 * 3_600_000) : null;
}
