import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { canDraw, FONT_FAMILY, FONT_FILES, type Weight, widthOf } from '../../src/pictures/typeface.ts';

/** Width of the drawn letters as the renderer places them, without the empty space beside the first and last one. */
function drawnWidth(text: string, size: number, weight: Weight): number {
  const letters = `font-family="${FONT_FAMILY}" font-size="${size}" font-weight="${weight}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="300"><text x="100" y="200" ${letters}>${text}</text></svg>`;
  return new Resvg(svg, { font: { fontFiles: [...FONT_FILES], loadSystemFonts: false } }).getBBox()!.width;
}

describe('widthOf', () => {
  it.each([
    ['Kích hoạt tài khoản định danh điện tử', 500],
    ['Kích hoạt tài khoản định danh điện tử', 700],
    ['HÌNH VẼ MINH HOẠ – ẪỴ', 700],
    ['09… •••••• “VNeID” 1/7', 500],
  ] as const)('agrees with the renderer: %s (%i)', (text, weight) => {
    const ours = widthOf(text, 100, weight);
    const drawn = drawnWidth(text, 100, weight);
    expect(ours).toBeGreaterThanOrEqual(drawn - 1); // kerning and side space only make the drawing narrower
    expect(ours).toBeLessThan(drawn * 1.03 + 15);
  });

  it('grows with the size', () => {
    expect(widthOf('Đăng ký', 80, 700)).toBeCloseTo(2 * widthOf('Đăng ký', 40, 700), 6);
  });

  it('is wider in bold', () => {
    expect(widthOf('Đăng ký', 40, 700)).toBeGreaterThan(widthOf('Đăng ký', 40, 500));
  });

  it('counts nothing for a character without a glyph', () => {
    expect(widthOf('👉', 40, 700)).toBe(0);
  });
});

describe('canDraw', () => {
  it('knows every Vietnamese letter', () => {
    const vowels = 'aăâeêioôơuưy';
    const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
    const letters = [...vowels, ...vowels.toUpperCase()].flatMap((vowel) =>
      tones.map((tone) => (vowel + tone).normalize('NFC')),
    );
    const missing = [...letters, 'đ', 'Đ'].filter((letter) => !canDraw(letter));
    expect(letters).toHaveLength(144);
    expect(missing).toEqual([]);
  });

  it('knows what it lacks', () => {
    expect(['👉', 'ចុះ', '\u0000'].filter((text) => canDraw(text))).toEqual([]);
  });
});
