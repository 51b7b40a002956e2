/** When helpers are at work, and by when a call may be promised. Pure. */
import { vietnamDay, vietnamHour, vietnamTime } from '../clock.ts';
import { isTet } from './nudge.ts';

/** A helper calls within this many hours; later in the day it becomes tomorrow morning. */
const PROMISE_HOURS = 3;
/** Hours of the day in Vietnam in which a helper may be expected to look at their phone (conversation-design §8). */
const WORK_FROM = 7;
const WORK_TO = 17;
/** Whoever does not answer within so many working hours is passed over for the next on the rota (conversation-design §8). */
export const ESCALATE_HOURS = 2;
/** Somebody may be losing money: the next one is asked at any hour. */
const URGENT_MINUTES = 10;
const URGENT_PROMISE_MINUTES = 30;

/** By when the person will be called. */
export function promiseFrom(now: Date, urgent: boolean): Date {
  if (urgent) return new Date(now.getTime() + URGENT_PROMISE_MINUTES * 60_000);
  const hour = vietnamHour(now);
  if (hour >= WORK_FROM && hour < 14) return new Date(now.getTime() + PROMISE_HOURS * 3_600_000);
  return vietnamTime(now, hour < WORK_FROM ? 0 : 1, 10);
}

/** When the next one is asked if this one does not answer. */
export const escalationFrom = (now: Date, urgent: boolean): Date =>
  urgent ? new Date(now.getTime() + URGENT_MINUTES * 60_000) : afterWorkingHours(now, ESCALATE_HOURS);

/** The instant at which so many working hours have passed since `from`. Tết days are none. */
export function afterWorkingHours(from: Date, hours: number): Date {
  let left = hours;
  let at = from;
  for (;;) {
    const hour = vietnamHour(at);
    if (hour >= WORK_TO || isTet(at)) at = vietnamTime(at, 1, WORK_FROM);
    else {
      const begins = Math.max(hour, WORK_FROM);
      if (begins + left <= WORK_TO) return vietnamTime(at, 0, begins + left);
      left -= WORK_TO - begins;
      at = vietnamTime(at, 1, WORK_FROM);
    }
  }
}

/** "15:30". */
export const hourWords = (time: Date): string =>
  new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' }).format(time);

/** "15:30 hôm nay", "10:00 ngày mai", "10:00 ngày 26/11". */
export function clockWords(time: Date, now: Date): string {
  const days = Math.round((vietnamTime(time, 0, 0).getTime() - vietnamTime(now, 0, 0).getTime()) / 86_400_000);
  const day = days === 0 ? 'hôm nay' : days === 1 ? 'ngày mai' : `ngày ${dayWords(time)}`;
  return `${hourWords(time)} ${day}`;
}

/** "26/11". */
export const dayWords = (time: Date): string => vietnamDay(time).slice(5).split('-').reverse().join('/');

/** A name that begins a sentence: "Cô Lan sẽ gọi…". */
export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
