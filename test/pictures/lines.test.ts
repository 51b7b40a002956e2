import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEvenly, drawableText, fitText, hideNumbers, plainText, sizes } from '../../src/pictures/lines.ts';
import { widthOf } from '../../src/pictures/typeface.ts';

const perCharacter = (text: string): number => text.length;

describe('breakEvenly', () => {
  it('leaves a text that fits on one line', () => {
    expect(breakEvenly('Bấm “Đăng ký”', 20, perCharacter)).toEqual(['Bấm “Đăng ký”']);
  });

  it('makes the lines as equal as they can be instead of filling the first', () => {
    expect(breakEvenly('Bấm vào ô này, rồi gõ số điện thoại của mình', 36, perCharacter)).toEqual([
      'Bấm vào ô này, rồi gõ',
      'số điện thoại của mình',
    ]);
  });

  it('never splits a quoted label', () => {
    const caption = 'Bấm “Kích hoạt tài khoản” rồi chờ';
    for (let width = 1; width <= caption.length; width++) {
      expect(
        breakEvenly(caption, width, perCharacter).filter((line) => line.includes('“Kích hoạt tài khoản”')),
      ).toHaveLength(1);
    }
  });

  it('loses no word, whatever the width', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'ộ', '“', '”', '.'), minLength: 1 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (list, width) => {
        const text = list.join(' ');
        expect(breakEvenly(text, width, perCharacter).join(' ')).toBe(text);
      }),
    );
  });
});

describe('fitText', () => {
  it('prefers the first setting that fits', () => {
    const fitted = fitText('Liên kết ngân hàng', 470, 700, sizes(48, 44, 1));
    expect(fitted.lines).toHaveLength(1);
    expect(widthOf('Liên kết ngân hàng', fitted.size, 700)).toBeLessThanOrEqual(470);
    expect(widthOf('Liên kết ngân hàng', fitted.size + 2, 700)).toBeGreaterThan(470);
  });

  it('cuts the end with an ellipsis when nothing fits', () => {
    const { lines } = fitText('Một cái tên dài hơn bất cứ nút bấm nào', 200, 700, [{ size: 40, lines: 1 }]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Một cái.*…$/);
    expect(widthOf(lines[0]!, 40, 700)).toBeLessThanOrEqual(200);
  });

  it('never leaves its width or its number of lines', () => {
    const letters = fc.string({ unit: fc.constantFrom('W', 'i', 'Ẫ', ' ', '“', '”'), maxLength: 200 });
    fc.assert(
      fc.property(letters, fc.integer({ min: 60, max: 700 }), fc.integer({ min: 1, max: 3 }), (text, width, most) => {
        const { lines, size } = fitText(text, width, 700, sizes(48, 36, most));
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) expect(widthOf(line, size, 700)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('plainText and drawableText', () => {
  it('remove control characters, lone surrogates and invisible marks', () => {
    expect(plainText('Bấm\u0000 \ud800“Đăng\u200b ký”\u202e\n\tnha\udc00')).toBe('Bấm “Đăng ký” nha');
  });

  it('compose Vietnamese letters that come in pieces', () => {
    expect(plainText('Đăng ký'.normalize('NFD'))).toBe('Đăng ký');
  });

  it('differ in what the typeface lacks', () => {
    expect(plainText('👉 Bấm ចុះឈ្មោះ')).toBe('👉 Bấm ចុះឈ្មោះ');
    expect(drawableText('👉 Bấm ចុះឈ្មោះ “Đăng ký”')).toBe('Bấm ចុះឈ្មោះ “Đăng ký”');
    expect(drawableText('👉 Bấm 漢字 “Đăng ký”')).toBe('Bấm “Đăng ký”');
  });
});

describe('hideNumbers', () => {
  it.each([
    ['0912 345 678', '09…'],
    ['079012345678', '07…'],
    ['Mã 482913', 'Mã ••••••'],
    ['9704-2292-0000-1234-567', '••••••'],
    ['1.250.000 đồng', '•••••• đồng'],
  ])('hides %s', (text, shown) => {
    expect(hideNumbers(text)).toBe(shown);
  });

  it.each(['Nhắn 1414', '+ 1.000 đồng', 'Mức 2', 'Năm 2026', '09…'])('leaves %s', (text) => {
    expect(hideNumbers(text)).toBe(text);
  });
});
