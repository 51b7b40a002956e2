/**
 * The application's time. Everything that decides by time takes a `now`; only demonstrations use a clock that can jump,
 * so that windows, reminders and quiet hours can be watched without waiting.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Runs on in real time from wherever it was put. */
export interface JumpingClock extends Clock {
  jumpTo(time: Date): void;
  readonly offsetMs: number;
}

export function createJumpingClock(start: Date | null, offsetMs = 0): JumpingClock {
  let offset = start ? start.getTime() - Date.now() : offsetMs;
  return {
    now: () => new Date(Date.now() + offset),
    jumpTo: (time) => {
      offset = time.getTime() - Date.now();
    },
    get offsetMs() {
      return offset;
    },
  };
}

/** Vietnam has had one zone without summer time since 1975, so plain arithmetic is exact. */
const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** Hours and minutes in Vietnam as a fraction of the day's hours: 19.5 is half past seven in the evening. */
export const vietnamHour = (time: Date): number => ((time.getTime() + VIETNAM_OFFSET_MS) % DAY_MS) / 3_600_000;

/** The calendar day in Vietnam, `YYYY-MM-DD`. */
export const vietnamDay = (time: Date): string =>
  new Date(time.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);

/** The instant at which it is `hour` (a fraction is allowed) in Vietnam, `days` after the day of `time`. */
export function vietnamTime(time: Date, days: number, hour: number): Date {
  const midnight = Math.floor((time.getTime() + VIETNAM_OFFSET_MS) / DAY_MS) * DAY_MS - VIETNAM_OFFSET_MS;
  return new Date(midnight + days * DAY_MS + hour * 3_600_000);
}

/** Whole days in Vietnam between two instants, counted by calendar day. */
export const daysBetween = (from: Date, to: Date): number =>
  Math.round((vietnamTime(to, 0, 0).getTime() - vietnamTime(from, 0, 0).getTime()) / DAY_MS);

/** Hours of the day in Vietnam, both included, between which somebody may be written to unasked: `19.5` is 19:30. */
export interface OpenHours {
  from: number;
  until: number;
}

/** Nothing unprompted before 8:00 or after 19:30 (CD-60). A commune may narrow this for its people, never widen it. */
export const LAWFUL_HOURS: OpenHours = { from: 8, until: 19.5 };
/** Shorter, and what is due in a day would not get through in it. */
export const LEAST_OPEN_HOURS = 3;

/** Hours somebody set, as far as they are lawful; what is too short to be meant counts as not set. */
export function withinLaw({ from, until }: OpenHours): OpenHours {
  const hours = { from: Math.max(from, LAWFUL_HOURS.from), until: Math.min(until, LAWFUL_HOURS.until) };
  return hours.until - hours.from >= LEAST_OPEN_HOURS ? hours : LAWFUL_HOURS;
}
