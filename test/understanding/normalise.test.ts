import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ACCENTED_CHAT_FORMS, CHAT_FORMS } from '../../src/understanding/chat-forms.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { fold, isSyllable, mayMean, placeTone } from '../../src/understanding/spelling.ts';

/** Typed → folded reading. */
const FOLDED: [string, string][] = [
  ['Xong RỒI', 'xong roi'],
  ['xonggggg', 'xong'],
  ['xongg roii', 'xong roi'],
  ['rồồồi', 'roi'],
  ['x\u200bo\u200dn\ufeffg', 'xong'],
  ['\u202exong\u202c', 'xong'],
  ['xong👍👍🏽👍', 'xong 👍'],
  ['✅️', '✅'],
  ['1️⃣', '1'],
  ['ｘｏｎｇ', 'xong'],
  ['𝐱𝐨𝐧𝐠', 'xong'],
  ['xong.rồi!!!', 'xong roi'],
  ['???', '?'],
  ['xong?', 'xong'],
  ['', ''],
  ['...', ''],
  ['đường', 'duong'],
  ['ðường', 'duong'],
  ['ĐƯỜNG', 'duong'],
  ['25.000đ', '25.000d'],
  ['20/11/2026', '20/11/2026'],
  ['số2', 'so 2'],
  ['số ២', 'so 2'],
  // Telex
  ['ddawtj', 'dat'],
  ['ddajwt', 'dat'],
  ['ddatjw', 'dat'],
  ['dduwowcj', 'duoc'],
  ['khoong', 'khong'],
  ['chuwa', 'chua'],
  ['roofi', 'roi'],
  ['giups tui voiws', 'giup tui voi'],
  ['nhw', 'nhu'],
  ['uwf', 'u'],
  ['max otp', 'ma otp'],
  ['ngươif', 'nguoi'],
  ['coong an', 'cong an'],
  // VNI
  ['d9a8t5', 'dat'],
  ['kho6ng d9u7o7c', 'khong duoc'],
  ['xo1ng', 'xong'],
  // not keyboards: brands, English, what is already a syllable
  ['google zoom facebook shopee', 'google zoom facebook shopee'],
  ['email web sms app otp wifi', 'email web sms app otp wifi'],
  ['visa pass test', 'visa pass test'],
  ['ban tay', 'ban tay'],
  ['vneid', 'vneid'],
  // chat
  ['r', 'roi'],
  ['ko hok hong hông hổng k', 'khong khong khong khong khong khong'],
  ['dc đc', 'duoc duoc'],
  ['oke okie okieee', 'ok ok ok'],
  ['gòi rùi ròi', 'roi roi roi'],
  ['sđt stk', 'so dien thoai so tai khoan'],
  ['hỉu j', 'hieu gi'],
  ['kkk', 'kk'],
  ['хоng rồі', 'xong roi'], // Cyrillic х, о, і
  ['ក្រុង', 'ក្រុង'],
];

describe('normalise', () => {
  test.each(FOLDED)('reads %j as %j', (text, folded) => {
    expect(normalise(text).folded).toBe(folded);
  });

  it('keeps the accents that were written, or that a short form stands for', () => {
    expect(normalise('Ko hỉu, dc r').accented).toBe('không hiểu được rồi');
    expect(normalise('ddawtj d9a8t5').accented).toBe('đặt đặt');
    expect(normalise('dung').accented).toBe('dung');
  });

  it('puts the tone in one place, whichever convention was typed', () => {
    expect(normalise('hoà khoẻ thuý quý').accented).toBe('hòa khỏe thúy quý');
    expect(normalise('hòa khỏe thúy').accented).toBe('hòa khỏe thúy');
  });

  it('does not let an accent that contradicts a short form disappear', () => {
    expect(normalise('cô Hồng').accented).toBe('cô hồng');
    expect(normalise('gọi gòi').folded).toBe('goi roi');
  });

  it('reads composed and decomposed text alike', () => {
    const text = 'Bác gọi cô Lan giúp, chưa được ạ';
    expect(normalise(text.normalize('NFD'))).toEqual(normalise(text.normalize('NFC')));
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(fc.constantFrom(...'aăâeêioôơuưyđdghklmnpqrstvxzfjw0123456789 .?!ằắẵộễửỹ\u0301\u0300\u0323\u200b👍'), {
        maxLength: 40,
      })
      .map((letters) => letters.join('')),
    fc
      .array(fc.constantFrom(...Object.keys(CHAT_FORMS), ...Object.keys(ACCENTED_CHAT_FORMS)), { maxLength: 8 })
      .map((words) => words.join(' ')),
  );

  it('changes nothing when it reads its own reading', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalise(text).folded;
        expect(normalise(once).folded).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('always gives as many accented words as tokens, and tokens without Vietnamese accents', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, accented, tokens } = normalise(text);
        expect(tokens.join(' ')).toBe(folded);
        expect(accented === '' ? 0 : accented.split(' ').length).toBe(tokens.length);
        expect(folded).not.toMatch(/[\u0300-\u036fđà-ãè-êìíò-õùúýăĩũơưạ-ỹ]/u);
      }),
      { numRuns: 1000 },
    );
  });

  /** A quadratic reader needs minutes for these, far beyond the time limit of a test. */
  test.each([
    ['one letter', 'a'.repeat(300_000)],
    ['doubled keys', 'aaww'.repeat(75_000)],
    ['words', 'xong roi '.repeat(33_000)],
    ['stacked marks', `a${'\u0323\u0300'.repeat(500_000)}`],
    ['numbers', '1.'.repeat(150_000)],
    ['letters and digits', 'a1'.repeat(150_000)],
    ['emoji', '👍🏽'.repeat(75_000)],
    ['invisible', '\u200b'.repeat(300_000)],
    ['lone surrogates', '\ud83d'.repeat(150_000)],
  ])('reads 300 KB of %s', (_, text) => {
    expect(normalise(text).folded.length).toBeLessThanOrEqual(text.length);
  });
});

describe('the short forms', () => {
  test.each([...Object.entries(CHAT_FORMS), ...Object.entries(ACCENTED_CHAT_FORMS)])(
    '%j stands for %j, which stands for itself',
    (form, standard) => {
      expect(normalise(form).folded).toBe(fold(standard));
      expect(normalise(standard).accented).toBe(standard);
    },
  );
});

describe('spelling', () => {
  test.each(['toi', 'nguoi', 'nghieng', 'giup', 'gi', 'quyen', 'quoc', 'duoc', 'khuya', 'oanh', 'a', 'uong', 'xong'])(
    '%j can be a syllable',
    (letters) => {
      expect(isSyllable(letters)).toBe(true);
    },
  );
  test.each(['khoong', 'xongg', 'vneid', 'ddat', 'zalo', 'cas', 'ngk', 'q', 'b', 'xyz', '', 'nghiengg'])(
    '%j cannot',
    (letters) => {
      expect(isSyllable(letters)).toBe(false);
    },
  );

  test.each([
    ['dung', 'dừng', true],
    ['dung', 'đúng', true],
    ['đúng', 'dừng', false],
    ['chữa', 'chưa', false],
    ['má', 'mã', false],
    ['duơc', 'được', true],
    ['nghĩ', 'nghỉ', true],
    ['xông', 'xong', false],
    ['ví', 'vì', false],
  ])('%j may mean %j: %s', (written, meant, expected) => {
    expect(mayMean(written, meant)).toBe(expected);
  });

  it('leaves what is no syllable as it was written', () => {
    expect(placeTone('vnêid')).toBe('vnêid');
  });
});
