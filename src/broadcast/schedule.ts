/** When an announcement may go out, and times as officials write them. Pure. */
import { isTet, whenAllowed } from '../bot/nudge.ts';
import { type OpenHours, vietnamDay, vietnamHour, vietnamTime } from '../clock.ts';

/** A time this little ago is "now": somebody has pressed while the clock went on. */
const JUST_NOW_MS = 60_000;
const FURTHEST_MS = 90 * 86_400_000;

export type TimeFault = 'past' | 'night' | 'tet' | 'far';

/** Why it may not be sent at this time; null when it may. Urgent warnings know no night and no holiday. */
export function timeFault(at: Date, now: Date, isUrgent: boolean, hours?: OpenHours): TimeFault | null {
  if (at.getTime() < now.getTime() - JUST_NOW_MS) return 'past';
  if (at.getTime() > now.getTime() + FURTHEST_MS) return 'far';
  if (isUrgent || whenAllowed(at, hours).getTime() === at.getTime()) return null;
  return isTet(at) ? 'tet' : 'night';
}

/** Whether unprompted messages may leave at this moment, in the hours of the area they are for (`openHoursOf`). */
export const isOpenHour = (now: Date, isUrgent: boolean, hours?: OpenHours): boolean =>
  isUrgent || whenAllowed(now, hours).getTime() === now.getTime();

/**
 * "28/11 7:30", "7 giờ sáng mai", "15h hôm nay", "ngày 28/11/2026 lúc 15:00". Null when it names no day and hour. A day
 * without a year is the next one of that name.
 */
export function readTime(typed: string, now: Date): Date | null {
  const text = typed.normalize('NFC').toLowerCase().trim();
  const hour = readHour(text);
  const days = readDay(text, now);
  return hour === null || days === null ? null : vietnamTime(now, days, hour);
}

function readHour(text: string): number | null {
  const found = /(?<![\d/])(\d{1,2})\s*(?:giờ|g|h|:)\s*(\d{2})?/u.exec(text);
  if (!found) return null;
  const minutes = Number(found[2] ?? 0);
  const isAfternoon = /chiều|tối/u.test(text) && Number(found[1]) < 12;
  const hours = Number(found[1]) + (isAfternoon ? 12 : 0);
  return hours < 24 && minutes < 60 ? hours + minutes / 60 : null;
}

/** Days from today; null when there is none, or no such date. */
function readDay(text: string, now: Date): number | null {
  const date = /(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?/.exec(text);
  if (date) return daysUntil(Number(date[1]), Number(date[2]), date[3] ? Number(date[3]) : null, now);
  if (/\bmốt\b|ngày kia/u.test(text)) return 2;
  if (/mai/u.test(text)) return 1;
  return /hôm nay|chiều nay|sáng nay|tối nay|nay/u.test(text) ? 0 : null;
}

function daysUntil(day: number, month: number, year: number | null, now: Date): number | null {
  const today = vietnamDay(now);
  const thisYear = Number(today.slice(0, 4));
  for (const candidate of year === null ? [thisYear, thisYear + 1] : [year]) {
    const date = new Date(Date.UTC(candidate, month - 1, day));
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) continue;
    const days = Math.round((date.getTime() - Date.parse(today)) / 86_400_000);
    if (days >= 0 || year !== null) return days;
  }
  return null;
}

/** `07:30 ngày 28/11/2026`, in Vietnam. */
export function timeWords(at: Date): string {
  const hour = vietnamHour(at);
  const [year, month, day] = vietnamDay(at).split('-');
  const minutes = Math.round((hour % 1) * 60);
  return `${Math.floor(hour)}:${String(minutes).padStart(2, '0')} ngày ${day}/${month}/${year}`;
}
