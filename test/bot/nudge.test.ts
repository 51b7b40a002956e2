import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTet, reminderAt, whenAllowed } from '../../src/bot/nudge.ts';
import { LAWFUL_HOURS, LEAST_OPEN_HOURS, vietnamDay, vietnamHour, withinLaw } from '../../src/clock.ts';

const vietnam = (text: string) => new Date(`${text}:00+07:00`);

describe('reminders', () => {
  it.each([
    ['2026-11-24T09:00', 0, '2026-11-24T09:20'], // 20 minutes in a step
    ['2026-11-24T09:00', 1, '2026-11-25T09:00'], // next day, in the half of the day she was here
    ['2026-11-24T16:00', 1, '2026-11-25T15:00'],
    ['2026-11-24T09:00', 2, '2026-11-28T09:00'],
    ['2026-11-24T09:00', 3, '2026-12-04T09:00'],
    ['2026-11-24T22:00', 0, '2026-11-25T15:00'], // nothing at night: the soft one is skipped
  ])('last word %s, %i sent: due %s', (last, sent, due) => {
    expect(reminderAt(vietnam(last), sent)).toEqual(vietnam(due));
  });

  it('three reminders after the soft one, then silence', () => {
    expect(reminderAt(vietnam('2026-11-24T09:00'), 4)).toBeNull();
  });

  it('waits for the end of Tết', () => {
    expect(isTet(vietnam('2027-02-06T10:00'))).toBe(true);
    expect(whenAllowed(vietnam('2027-02-06T10:00'))).toEqual(vietnam('2027-02-09T09:00'));
  });

  it('is never before 8:00, after 19:30 or on Tết, and never earlier than asked', () => {
    const from = vietnam('2026-01-01T00:00').getTime();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * 365 * 24 * 60 }), (minutes) => {
        const asked = new Date(from + minutes * 60_000);
        const allowed = whenAllowed(asked);
        expect(allowed.getTime()).toBeGreaterThanOrEqual(asked.getTime());
        expect(vietnamHour(allowed)).toBeGreaterThanOrEqual(8);
        expect(vietnamHour(allowed)).toBeLessThanOrEqual(19.5);
        expect(isTet(allowed), vietnamDay(allowed)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps to the hours of a commune, whatever they are', () => {
    const from = vietnam('2026-01-01T00:00').getTime();
    const hour = fc.integer({ min: 0, max: 48 }).map((half) => half / 2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * 365 * 24 * 60 }), hour, hour, (minutes, begin, end) => {
        const hours = withinLaw({ from: begin, until: end });
        expect(hours.from).toBeGreaterThanOrEqual(LAWFUL_HOURS.from);
        expect(hours.until).toBeLessThanOrEqual(LAWFUL_HOURS.until);
        expect(hours.until - hours.from).toBeGreaterThanOrEqual(LEAST_OPEN_HOURS);
        const allowed = whenAllowed(new Date(from + minutes * 60_000), hours);
        expect(allowed.getTime()).toBeGreaterThanOrEqual(from + minutes * 60_000);
        expect(vietnamHour(allowed)).toBeGreaterThanOrEqual(hours.from);
        expect(vietnamHour(allowed)).toBeLessThanOrEqual(hours.until);
        expect(whenAllowed(allowed, hours)).toEqual(allowed);
        expect(isTet(allowed)).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });
});
