/** Numbers in words become digits where they can be nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../src/privacy/secrets.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { fold } from '../../src/understanding/spelling.ts';

const read = (text: string): string => normalise(text).folded;

describe('numbers people say', () => {
  it.each([
    ['hai trăm ngàn', '200000'],
    ['hai tram ngan', '200000'],
    ['mot tram nam muoi', '150'],
    ['một trăm năm mươi ngàn', '150000'],
    ['một trăm lẻ năm', '105'],
    ['mot tram le nam', '105'],
    ['một trăm linh bảy', '107'],
    ['trăm rưỡi', 'tram ruoi'],
    ['một trăm rưỡi', '150'],
    ['một triệu rưỡi', '1500000'],
    ['triệu rưỡi', '1500000'],
    ['trieu ruoi', '1500000'],
    ['hai triệu ba trăm ngàn', '2300000'],
    ['triệu hai', 'trieu hai'],
    ['một triệu hai', '1200000'],
    ['ba tỷ tư', '3400000000'],
    ['hai mươi', '20'],
    ['hai mươi mốt', '21'],
    ['ba mươi lăm', '35'],
    ['mười hai', '12'],
    ['mười ngàn', '10000'],
    ['mười lăm ngàn', '15000'],
    ['hai chục ngàn', '20000'],
    ['500 ngàn', '500000'],
    ['5 triệu rưỡi', '5500000'],
    ['chín trăm chín mươi chín ngàn chín trăm chín mươi chín', '999999'],
    ['hai trăm hai', '220'],
  ])('%s → %s', (said, digits) => expect(read(said)).toBe(digits));

  it('stand inside a sentence, and the words around them stay', () => {
    expect(read('nộp hai trăm ngàn đồng tiền điện')).toBe('nop 200000 dong tien dien');
    expect(read('con chuyen mot trieu hai tram ngan cho ba')).toBe('con chuyen 1200000 cho ba');
  });
});

describe('words that are no numbers stay', () => {
  it.each([
    ...[
      'ba nói',
      'bà Ba',
      'anh Tư',
      'năm nay',
      'năm 2026',
      'chú Năm',
      'hai vợ chồng',
      'một mình',
      'mười',
      'tám chuyện',
    ],
    ...['hai mươi năm', 'một trăm năm', 'mười năm'], // years
    ...[
      'hai ngan hang',
      'ba ngan hang',
      'tram y te',
      'mot tram y te',
      'cho mot ty',
      'chờ một tí',
      'hai chuc',
      'tam tru',
    ],
    ...['bà Triệu', 'ngân hàng', 'công ty', 'trăm năm', 'một hai ba bốn năm sáu', 'số một', 'ngàn lần', 'mắm muối ớt'],
  ])('%s', (text) => {
    const kept = read(text);
    const years = fold(text.toLowerCase()).replace('hai muoi nam', '20 nam').replace('mot tram nam', '100 nam');
    expect(kept).toBe(years);
  });

  it('secrets said digit by digit or written are found as before', () => {
    for (const text of ['mã OTP là 123456', 'ma otp la mot hai ba bon nam sau'])
      expect(findSecrets(text, { expecting: 'nothing', recentOtpStep: true }).kinds.length, text).toBeGreaterThan(0);
  });
});

/** A number up to 999,999,999 as it is said in the South. */
function said(value: number): string {
  const units = ['', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
  const below = (n: number): string => {
    const [hundreds, tens, unit] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
    const parts = hundreds > 0 ? [`${units[hundreds]} trăm`] : [];
    if (tens === 0 && unit > 0) parts.push(hundreds > 0 ? `lẻ ${units[unit]}` : (units[unit] ?? ''));
    if (tens > 0) {
      parts.push(tens === 1 ? 'mười' : `${units[tens]} mươi`);
      if (unit > 0) parts.push(unit === 1 && tens > 1 ? 'mốt' : unit === 5 ? 'lăm' : (units[unit] ?? ''));
    }
    return parts.join(' ');
  };
  const [millions, thousands] = [Math.floor(value / 1_000_000), Math.floor(value / 1_000) % 1_000];
  return [
    millions > 0 ? `${below(millions)} triệu` : '',
    thousands > 0 ? `${below(thousands)} ngàn` : '',
    below(value % 1_000),
  ]
    .filter(Boolean)
    .join(' ');
}

describe('any number', () => {
  /** With hundreds below each rank, so that nothing is left to guess: "ngàn hai" is 1200, "triệu năm" a year. */
  const whole = fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 100, max: 999 }), fc.integer({ min: 100, max: 999 }))
    .map(([a, b, c]) => a * 1_000_000 + b * 1_000 + c);

  it('is read as it is said, with accents and without', () => {
    fc.assert(
      fc.property(whole, (value) => {
        expect(read(said(value))).toBe(String(value));
        expect(read(fold(said(value)))).toBe(String(value));
      }),
    );
  });

  const WORDS = [
    'một',
    'hai',
    'ba',
    'nam',
    'mươi',
    'muoi',
    'mười',
    'trăm',
    'tram',
    'ngàn',
    'triệu',
    'tỷ',
    'rưỡi',
    'lẻ',
    'lăm',
    '5',
    '100',
    'hang',
    'y',
    'chục',
  ];
  it('read twice is the same, whatever the words', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }), (words) => {
        const once = normalise(words.join(' '));
        expect(normalise(once.accented)).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any length is read in linear time', () => {
    const took = (count: number) => {
      const text = 'hai trăm ba mươi triệu '.repeat(count);
      const began = performance.now();
      read(text);
      return performance.now() - began;
    };
    took(500);
    expect(took(10_000)).toBeLessThan(2_000); // quadratic: minutes
  });
});
