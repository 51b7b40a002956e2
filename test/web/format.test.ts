/** Numbers and dates as officials write them. The rule that matters most: nothing looks reached that is not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  change,
  count,
  day,
  moment,
  percent,
  percentValue,
  readDay,
  share,
  statusOf,
  weekOf,
  weekSpan,
} from '../../src/web/pages/format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it.each([
    [1786, '1.786'],
    [0, '0'],
    [237114, '237.114'],
  ])('%d is written %s', (value, text) => expect(count(value)).toBe(text));

  it.each([
    [12, '+12'],
    [-3, '−3'],
    [0, '0'],
  ])('a change of %d is written %s', (value, text) => expect(change(value)).toBe(text));

  // The figures of real reports.
  it.each([
    [79, 200, '39,5 % (79/200 sạp)'],
    [23609, 237114, '9,96 % (23.609/237.114 sạp)'],
    [290, 290, '100 % (290/290 sạp)'],
    [20, 62, '32,26 % (20/62 sạp)'],
    [12, 0, '12 sạp'],
  ])('%d of %d is written %s', (part, total, text) => expect(plain(share(part, total, 'sạp'))).toBe(text));

  it('never rounds up to a target that was not reached', () => {
    expect(plain(percent(74_996, 100_000, 75))).toBe('74,99 %');
    expect(plain(percent(746, 1000, 75, 0))).toBe('74 %');
    expect(plain(percent(99_999, 100_000))).toBe('99,99 %');
    expect(plain(percent(75, 100, 75))).toBe('75 %');
    expect(statusOf(746, 1000, 75)).toBe('near');
  });

  it('holds that for every fraction, target and number of decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300_000 }),
        fc.nat(300_000),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(0, 1, 2),
        (total, any, target, digits) => {
          const part = any % (total + 1);
          const shown = percentValue(part, total, target, digits) ?? Number.NaN;
          const isReached = part * 100 >= target * total;
          expect(shown >= target).toBe(isReached);
          expect(shown === 100).toBe(part === total);
          expect(Math.abs(shown - (100 * part) / total)).toBeLessThanOrEqual(10 ** -digits + 1e-9);
        },
      ),
    );
  });

  it('says nothing about a share without a total', () => {
    expect(percent(3, 0)).toBe('');
    expect(statusOf(3, 0, 75)).toBe('none');
    expect(statusOf(3, 4, null)).toBe('none');
    expect(statusOf(null, 4, 50)).toBe('none');
  });

  it.each([
    [75, 'reached'],
    [60, 'near'],
    [59, 'behind'],
  ])('%d %% of a target of 75 %% is %s', (part, status) => expect(statusOf(part, 100, 75)).toBe(status));
});

describe('dates', () => {
  it('are Vietnam’s, whatever the machine’s zone', () => {
    expect(day(new Date('2026-11-19T17:00:00Z'))).toBe('20/11/2026');
    expect(moment(new Date('2026-11-20T03:05:00Z'))).toBe('10:05, 20/11/2026');
    expect(moment(new Date('2026-11-19T17:00:00Z'))).toBe('00:00, 20/11/2026');
  });

  it('name the week from Monday', () => {
    const week = weekOf(new Date('2026-11-20T03:00:00Z'));
    expect([week.number, weekSpan(week)]).toEqual([47, '16–22/11']);
    expect(weekSpan(weekOf(new Date('2026-12-02T03:00:00Z')))).toBe('30/11–06/12');
    expect(weekOf(new Date('2027-01-02T03:00:00Z'))).toMatchObject({ number: 53, year: 2026 });
    expect(weekOf(new Date('2026-11-15T16:59:59Z')).number).toBe(46); // Sunday, one second to midnight
    expect(weekOf(new Date('2026-11-15T17:00:00Z')).number).toBe(47);
  });

  it.each([
    ['20/11/2026', '2026-11-19T17:00:00.000Z'],
    ['5/1/2027', '2027-01-04T17:00:00.000Z'],
    ['2026-11-20', '2026-11-19T17:00:00.000Z'],
    ['31/02/2026', null],
    ['20-11-2026', null],
    ['11/20/2026', null],
    ['', null],
  ])('reads "%s"', (text, expected) => expect(readDay(text)?.toISOString() ?? null).toBe(expected));
});
