/** Khmer is shaped, measured and drawn as it is read. The words are fixtures, not texts of ours. */
import { openSync } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { renderSvg, stepPictureSvg } from '../../src/pictures/draw.ts';
import { canDrawKhmer, KHMER_FILES, khmerPath, khmerWords, scriptRuns, shape } from '../../src/pictures/khmer.ts';
import { breakEvenly, drawableText, fitText } from '../../src/pictures/lines.ts';
import { widthOf } from '../../src/pictures/typeface.ts';
import { SAMPLES } from './samples.ts';

/** "Khmer language": its last syllable writes a vowel before its consonant and stacks another below. */
const LANGUAGE = 'ភាសាខ្មែរ';
const REGISTER = 'ចុះឈ្មោះ';

/** One glyph per character, in the order of writing: what a renderer without shaping draws. */
function unshaped(text: string) {
  const font = openSync(KHMER_FILES[500]);
  const glyphs = Array.from(text).map((character) => font.layout(character).glyphs[0]?.id);
  const width = Array.from(text).reduce((sum, character) => sum + font.layout(character).advanceWidth, 0);
  return { glyphs, width: width / font.unitsPerEm };
}

describe('shaping', () => {
  it.each([LANGUAGE, REGISTER])(
    'of %s puts other glyphs, in another order, on less room than its characters',
    (text) => {
      const shaped = shape(text, 500);
      expect(shaped.glyphs.map(({ id }) => id)).not.toEqual(unshaped(text).glyphs);
      expect(shaped.glyphs.length).toBeLessThan(Array.from(text).length);
      expect(shaped.width).toBeLessThan(unshaped(text).width - 0.3);
    },
  );

  it('moves the vowel that is written last to where it is read first', () => {
    const font = openSync(KHMER_FILES[500]);
    const vowel = font.layout('ែ').glyphs.at(0)?.id;
    const ids = shape('ខ្មែ', 500).glyphs.map(({ id }) => id);
    expect(ids[0]).toBe(vowel);
    expect(Array.from('ខ្មែ').at(-1)).toBe('ែ');
  });

  it('hangs what stacks below under its consonant, not behind it', () => {
    const { glyphs, width } = shape(REGISTER, 500);
    expect(glyphs.some(({ y }) => y < 0)).toBe(true);
    expect(Math.max(...glyphs.map(({ x }) => x))).toBeLessThan(width);
  });
});

describe('measuring and breaking', () => {
  it('measures each script of a line in its own typeface', () => {
    const line = `${LANGUAGE} “Đăng ký”`;
    expect(scriptRuns(line)).toEqual([LANGUAGE, ' “Đăng ký”']);
    expect(widthOf(line, 40, 700)).toBeCloseTo(widthOf(LANGUAGE, 40, 700) + widthOf(' “Đăng ký”', 40, 700), 5);
    expect(widthOf(LANGUAGE, 40, 500)).toBeCloseTo(shape(LANGUAGE, 500).width * 40, 5);
  });

  it('breaks between words, though none are written apart, and loses nothing', () => {
    const text = 'សូមបើកកម្មវិធី';
    expect(khmerWords(text).length).toBeGreaterThan(1);
    const whole = widthOf(text, 40, 700);
    const lines = breakEvenly(text, whole * 0.7, (line) => widthOf(line, 40, 700));
    expect(lines.length).toBe(2);
    expect(lines.join('')).toBe(text);
    const mixed = fitText(`${text} “Đăng ký” ${text}`, whole * 1.6, 700, [{ size: 40, lines: 3 }]);
    expect(mixed.lines.some((line) => line.includes('“Đăng ký”'))).toBe(true);
  });

  it('keeps Khmer in what is drawn, and still drops what no typeface of ours has', () => {
    expect(drawableText(`👉 ${LANGUAGE} 漢字 “Đăng ký”`)).toBe(`${LANGUAGE} “Đăng ký”`);
    expect(canDrawKhmer('ក')).toBe(true);
    expect(canDrawKhmer('a')).toBe(false);
  });
});

describe('drawing', () => {
  const picture = { ...SAMPLES.list!, caption: `${LANGUAGE} “Đăng ký”` };

  it('draws Khmer as paths and leaves Vietnamese text as text', () => {
    const svg = stepPictureSvg(picture);
    expect(svg).not.toMatch(/[\u1780-\u17FF]/);
    expect(svg).toContain('“Đăng ký”</text>');
    expect(svg).toContain(khmerPath(LANGUAGE, 700, captionSize(svg), 40, captionBaseline(svg)).slice(0, 40));
  });

  it('covers as much paper as the shaped glyphs do, and not as the unshaped ones would', () => {
    const size = 100;
    const box = (d: string) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="#fff"/><path d="${d}" fill="#000"/></svg>`;
      return renderSvg(svg);
    };
    const shaped = khmerPath(REGISTER, 500, size, 20, 150);
    const apart = Array.from(REGISTER)
      .map((character, index, all) =>
        khmerPath(character, 500, size, 20 + widthOf(all.slice(0, index).join(''), size, 500), 150),
      )
      .join('');
    expect(box(shaped).equals(box(apart))).toBe(false);
  });
});

/** The caption is the only text of the band whose letters are white. */
function captionMark(svg: string): RegExpExecArray {
  const found = /<text x="[\d.]+" y="([\d.]+)"[^>]*font-size="([\d.]+)"[^>]*>“Đăng ký”/.exec(svg);
  if (!found) throw new Error('There is no caption in the picture.');
  return found;
}
const captionBaseline = (svg: string) => Number(captionMark(svg)[1]);
const captionSize = (svg: string) => Number(captionMark(svg)[2]);
