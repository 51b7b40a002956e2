/**
 * Be Vietnam Pro as the pictures use it: which files the renderer loads, which characters it can draw and how wide a
 * text comes out. Widths are read from the font's own tables (OpenType 1.9: head, hhea, hmtx, cmap), because asking the
 * renderer costs a millisecond a word. Kerning is left out: it only ever makes our texts a little narrower.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isKhmer, khmerWidth, scriptRuns } from './khmer.ts';

export type Weight = 500 | 700;

const require = createRequire(import.meta.url);
const FILES: Record<Weight, string> = {
  500: require.resolve('@expo-google-fonts/be-vietnam-pro/500Medium/BeVietnamPro_500Medium.ttf'),
  700: require.resolve('@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf'),
};

export const FONT_FAMILY = 'Be Vietnam Pro';
export const FONT_FILES: readonly string[] = Object.values(FILES);

/** How far letters reach above and below the baseline, in parts of the size: Ẫ is the tallest, ỵ the deepest. */
export const ASCENT = 1;
export const DESCENT = 0.27;

interface Metrics {
  /** Advance width in parts of the size, per code point the font has a glyph for. */
  advances: Map<number, number>;
}

function tablesOf(font: DataView): (tag: string) => DataView {
  const offsets = new Map<string, number>();
  for (let entry = 12; entry < 12 + font.getUint16(4) * 16; entry += 16) {
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((at) => font.getUint8(entry + at)));
    offsets.set(tag, font.getUint32(entry + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new Error(`The font file has no "${tag}" table: is it a complete TrueType font?`);
    return new DataView(font.buffer, font.byteOffset + offset);
  };
}

/** Glyph number per code point, from the font's Unicode map for the basic plane (subtable format 4). */
function glyphsOf(cmap: DataView): Map<number, number> {
  const subtables = Array.from({ length: cmap.getUint16(2) }, (_, index) => cmap.getUint32(4 + index * 8 + 4));
  const start = subtables.find((offset) => cmap.getUint16(offset) === 4);
  if (start === undefined) throw new Error('The font file has no Unicode character map of format 4.');
  const segments = cmap.getUint16(start + 6) / 2;
  const glyphs = new Map<number, number>();
  for (let segment = 0; segment < segments; segment++) {
    const endAt = start + 14 + segment * 2;
    const startAt = endAt + 2 + segments * 2;
    const delta = cmap.getUint16(startAt + segments * 2);
    const rangeAt = startAt + segments * 4;
    const [first, last, range] = [cmap.getUint16(startAt), cmap.getUint16(endAt), cmap.getUint16(rangeAt)];
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const raw = range === 0 ? code : cmap.getUint16(rangeAt + range + (code - first) * 2);
      const glyph = raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}

function readMetrics(file: string): Metrics {
  const bytes = readFileSync(file);
  const table = tablesOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const unitsPerEm = table('head').getUint16(18);
  const ownWidths = table('hhea').getUint16(34);
  const widths = table('hmtx');
  const advances = new Map<number, number>();
  for (const [code, glyph] of glyphsOf(table('cmap'))) {
    advances.set(code, widths.getUint16(Math.min(glyph, ownWidths - 1) * 4) / unitsPerEm);
  }
  return { advances };
}

const METRICS: Record<Weight, Metrics> = { 500: readMetrics(FILES[500]), 700: readMetrics(FILES[700]) };

/** Width in px of a text on one line; a character the font lacks counts nothing, as the renderer draws nothing. */
export function widthOf(text: string, size: number, weight: Weight): number {
  if (isKhmer(text)) {
    const widthOfRun = (run: string) => (isKhmer(run) ? khmerWidth(run, weight) * size : widthOf(run, size, weight));
    return scriptRuns(text).reduce((sum, run) => sum + widthOfRun(run), 0);
  }
  let width = 0;
  for (const character of text) width += METRICS[weight].advances.get(character.codePointAt(0)!) ?? 0;
  return width * size;
}

/** True when the typeface has a glyph for this character. */
export function canDraw(character: string): boolean {
  return METRICS[700].advances.has(character.codePointAt(0)!);
}
