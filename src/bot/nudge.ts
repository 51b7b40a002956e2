/**
 * Reminders with manners (conversation-design §6): after 20 minutes in a step, next day, day 4, day 10, then silence.
 * Never at night or on Tết days, at most one unprompted message a day, never where the channel forbids it. Pure.
 */
import quietDays from '../../content/quiet-days.json' with { type: 'json' };
import { LAWFUL_HOURS, type OpenHours, vietnamDay, vietnamHour, vietnamTime } from '../clock.ts';
import type { Turn } from './turn.ts';

const SOFT_AFTER_MS = 20 * 60_000;
/** Soft reminders fall on full five minutes: pressing on quickly then leaves the time, and its index, as they are. */
const GRID_MS = 5 * 60_000;
/** Days after the person's last word at which reminders 1, 2 and 3 go out. */
const REMINDER_DAYS = [1, 4, 10] as const;

/** Days on which nobody is written to unasked, both included, `YYYY-MM-DD` in Vietnam (`content/quiet-days.json`). */
const QUIET_DAYS: readonly { from: string; to: string }[] = quietDays.days;

export const isTet = (time: Date): boolean =>
  QUIET_DAYS.some(({ from, to }) => vietnamDay(time) >= from && vietnamDay(time) <= to);

/** The same instant, or the next one at which an unprompted message may be sent. */
export function whenAllowed(time: Date, { from, until }: OpenHours = LAWFUL_HOURS): Date {
  let allowed = time;
  if (vietnamHour(allowed) < from) allowed = vietnamTime(allowed, 0, from);
  if (vietnamHour(allowed) > until) allowed = vietnamTime(allowed, 1, from);
  while (isTet(allowed)) allowed = vietnamTime(allowed, 1, Math.max(9, from));
  return allowed;
}

/** When reminder number `sent` + 1 is due, counted from the person's last word; null: no more. */
export function reminderAt(lastWord: Date, sent: number, hours: OpenHours = LAWFUL_HOURS): Date | null {
  if (sent === 0) {
    const soon = new Date(Math.ceil((lastWord.getTime() + SOFT_AFTER_MS) / GRID_MS) * GRID_MS);
    return whenAllowed(soon, hours).getTime() === soon.getTime() ? soon : reminderAt(lastWord, 1, hours);
  }
  const days = REMINDER_DAYS[sent - 1];
  if (days === undefined) return null;
  const hour = vietnamHour(lastWord) < 12 ? 9 : 15; // the half of the day in which the person was last here
  return whenAllowed(vietnamTime(lastWord, days, hour), hours);
}

/** Sets the next reminder for the person of this turn. Saying "another day" skips the soft one. */
export function scheduleNudge(turn: Turn, first: 'soft' | 'tomorrow' = 'soft'): void {
  if (turn.memory.resting || turn.person.memberships.length > 0) {
    turn.patch.nudgeAt = null;
    return;
  }
  turn.memory.nudges = first === 'soft' ? 0 : 1;
  turn.patch.nudgeAt = reminderAt(turn.world.now, turn.memory.nudges);
}
