/** The part of fontkit 2 that shapes Khmer; the package brings no types. Lengths in font units. */
declare module 'fontkit' {
  interface Path {
    scale(x: number, y: number): Path;
    translate(x: number, y: number): Path;
    /** Path data as SVG has it. */
    toSVG(): string;
  }
  interface Run {
    glyphs: { id: number; path: Path }[];
    positions: { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number }[];
    advanceWidth: number;
  }
  interface Font {
    unitsPerEm: number;
    layout(text: string): Run;
    hasGlyphForCodePoint(codePoint: number): boolean;
  }
  export function openSync(file: string): Font;
}
