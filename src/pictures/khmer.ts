/**
 * Khmer letters as they are read: vowels go before, above and below, and consonants stack, so that a text must be shaped
 * before it is measured or drawn. The SVG renderer's own layout misplaces them (checked with resvg-js 2.6.2), hence
 * fontkit shapes every Khmer run and it is drawn as paths. Opened when the first Khmer letter turns up.
 */
import { createRequire } from 'node:module';
import { openSync } from 'fontkit';
import type { Weight } from './typeface.ts';

const require = createRequire(import.meta.url);
export const KHMER_FILES: Record<Weight, string> = {
  500: require.resolve('@expo-google-fonts/noto-sans-khmer/500Medium/NotoSansKhmer_500Medium.ttf'),
  700: require.resolve('@expo-google-fonts/noto-sans-khmer/700Bold/NotoSansKhmer_700Bold.ttf'),
};

/** Letters, signs and digits of Khmer, and its symbols. */
const KHMER = '\u1780-\u17FF\u19E0-\u19FF';
const LETTER = new RegExp(`[${KHMER}]`);
const RUNS = new RegExp(`[${KHMER}]+|[^${KHMER}]+`, 'g');

export const isKhmer = (text: string): boolean => LETTER.test(text);

/** A text as runs of one script each, in order. */
export const scriptRuns = (text: string): string[] => text.match(RUNS) ?? [];

export interface ShapedGlyph {
  id: number;
  /** Where it stands, in parts of the size: along the line, and up from the baseline. */
  x: number;
  y: number;
}

type Font = ReturnType<typeof openSync>;
const fonts = new Map<Weight, Font>();

function fontOf(weight: Weight): Font {
  let font = fonts.get(weight);
  if (!font) {
    font = openSync(KHMER_FILES[weight]);
    fonts.set(weight, font);
  }
  return font;
}

/** Glyphs of a Khmer run in the order they are drawn, and how wide it is in parts of the size. */
export function shape(text: string, weight: Weight): { glyphs: ShapedGlyph[]; width: number } {
  const font = fontOf(weight);
  const { glyphs, positions, advanceWidth } = font.layout(text);
  let x = 0;
  const placed = glyphs.map(({ id }, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    const glyph = { id, x: (x + xOffset) / font.unitsPerEm, y: yOffset / font.unitsPerEm };
    x += xAdvance;
    return glyph;
  });
  return { glyphs: placed, width: advanceWidth / font.unitsPerEm };
}

/** Widths of the same few words are asked for again and again while a line is broken. */
const widths = new Map<string, number>();
const REMEMBERED = 2_000;

/** Width of a Khmer run in parts of the size. */
export function khmerWidth(text: string, weight: Weight): number {
  const key = `${weight} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size >= REMEMBERED) widths.clear();
    width = shape(text, weight).width;
    widths.set(key, width);
  }
  return width;
}

/** A Khmer run as SVG path data, its baseline beginning at (x, baseline). */
export function khmerPath(text: string, weight: Weight, size: number, x: number, baseline: number): string {
  const font = fontOf(weight);
  const scale = size / font.unitsPerEm;
  const { glyphs } = font.layout(text);
  return shape(text, weight)
    .glyphs.map((placed, index) =>
      glyphs[index]?.path
        .scale(scale, -scale)
        .translate(x + placed.x * size, baseline - placed.y * size)
        .toSVG(),
    )
    .join('');
}

/** True when the typeface has a glyph for this Khmer character. */
export const canDrawKhmer = (character: string): boolean =>
  isKhmer(character) && fontOf(700).hasGlyphForCodePoint(character.codePointAt(0) ?? 0);

/** Khmer is written without spaces: where a line may be broken, the dictionary of ICU says. */
const segmenter = new Intl.Segmenter('km', { granularity: 'word' });
export const khmerWords = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);
