/**
 * Periods of reports: a year `2026`, a quarter `2026-Q4`, a month `2026-11`, an ISO week `2026-W47`, or any days
 * `2026-11-03..2026-11-20`. Days are Vietnam's.
 */
import { vietnamDay } from '../clock.ts';

export interface Period {
  code: string;
  kind: 'year' | 'quarter' | 'month' | 'week' | 'days';
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

type NamedKind = Exclude<Period['kind'], 'days'>;

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day so many days later (or earlier). */
export const addDays = (day: string, days: number): string => dayOf(msOf(day) + days * DAY_MS);

/** Whole days from one day to another. */
export const daysFrom = (from: string, to: string): number => Math.round((msOf(to) - msOf(from)) / DAY_MS);

/** Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(msOf(day)).getUTCDay() + 6) % 7));

/** A period of these days: a whole month, quarter, year or week is known for what it is. */
export function periodBetween(from: string, to: string): Period {
  const whole = (['month', 'quarter', 'year', 'week'] as const).map((kind) => periodOf(kind, from));
  return (
    whole.find((period) => period.from === from && period.to === to) ?? {
      code: `${from}..${to}`,
      kind: 'days',
      from,
      to,
    }
  );
}

/** A day that exists, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(msOf(text)) && dayOf(msOf(text)) === text;

/** Null when it is not written as a period. */
export function readPeriod(code: string): Period | null {
  const [from = '', to = '', more] = code.split('..');
  if (isDay(from) && isDay(to) && from <= to && more === undefined) return periodBetween(from, to);
  const [, year, rest] = /^(\d{4})(?:-(Q[1-4]|0[1-9]|1[0-2]|W(?:0[1-9]|[1-4]\d|5[0-3])))?$/.exec(code) ?? [];
  if (year === undefined) return null;
  const y = Number(year);
  if (rest === undefined) return { code, kind: 'year', from: `${year}-01-01`, to: `${year}-12-31` };
  if (rest.startsWith('Q')) return months(code, 'quarter', y, Number(rest[1]) * 3 - 3, 3);
  if (rest.startsWith('W')) {
    const from = addDays(mondayOf(`${year}-01-04`), (Number(rest.slice(1)) - 1) * 7);
    return { code, kind: 'week', from, to: addDays(from, 6) };
  }
  return months(code, 'month', y, Number(rest) - 1, 1);
}

function months(code: string, kind: Period['kind'], year: number, month: number, count: number): Period {
  return { code, kind, from: dayOf(Date.UTC(year, month, 1)), to: dayOf(Date.UTC(year, month + count, 0)) };
}

/** The period of a kind in which a day lies. */
export function periodOf(kind: NamedKind, day: string): Period {
  const year = day.slice(0, 4);
  const code = {
    year: () => year,
    quarter: () => `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
    month: () => day.slice(0, 7),
    week: () => {
      const thursday = addDays(mondayOf(day), 3);
      const week = Math.floor(daysFrom(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
      return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
    },
  }[kind]();
  return readPeriod(code) as Period;
}

export const currentPeriod = (kind: NamedKind, now: Date): Period => periodOf(kind, vietnamDay(now));

/** The one before it, of the same kind; of days, as many days before. */
export function previousPeriod({ kind, from, to }: Period): Period {
  const last = addDays(from, -1);
  return kind === 'days' ? periodBetween(addDays(last, -daysFrom(from, to)), last) : periodOf(kind, last);
}

/** As officials write it: "Tuần 47 (16–22/11)", "Tháng 11/2026", "Quý IV/2026", "Năm 2026". */
export function periodTitle({ code, kind, from, to }: Period): string {
  const year = code.slice(0, 4);
  const short = (day: string) => `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`;
  switch (kind) {
    case 'year':
      return `Năm ${year}`;
    case 'quarter':
      return `Quý ${['I', 'II', 'III', 'IV'][Number(code.slice(6)) - 1]}/${year}`;
    case 'month':
      return `Tháng ${Number(code.slice(5))}/${year}`;
    case 'days':
      return `Từ ngày ${vietnameseDay(from)} đến ngày ${vietnameseDay(to)}`;
    case 'week':
      return `Tuần ${Number(code.slice(6))} (${from.slice(5, 7) === to.slice(5, 7) ? Number(from.slice(8)) : short(from)}–${short(to)})`;
  }
}

/** 20/11/2026. */
export const vietnameseDay = (day: string): string => day.split('-').reverse().join('/');
