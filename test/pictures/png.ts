/** Reads back the indexed PNGs our encoder writes (PNG specification, 3rd edition), independently of it. */
import { inflateSync } from 'node:zlib';

export interface DecodedPng {
  width: number;
  height: number;
  bitDepth: number;
  colourType: number;
  /** Colours of the palette as 0xRRGGBB. */
  palette: number[];
  /** 0xRRGGBB of every pixel, rows from top to bottom. */
  pixels: Uint32Array;
}

export function decodePng(png: Buffer): DecodedPng {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const entries = chunks.get('PLTE')!;
  const palette = Array.from({ length: entries.length / 3 }, (_, index) => entries.readUIntBE(index * 3, 3));
  const rows = inflateSync(chunks.get('IDAT')!);
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = y * (width + 1);
    if (rows[start] !== 0) throw new Error(`Row ${y} is filtered; this reader knows only filter 0.`);
    for (let x = 0; x < width; x++) pixels[y * width + x] = palette[rows[start + 1 + x]!]!;
  }
  return { width, height, bitDepth: header[8]!, colourType: header[9]!, palette, pixels };
}

/** The largest difference of one colour channel between two colours. */
export function channelDistance(a: number, b: number): number {
  return Math.max(...[16, 8, 0].map((shift) => Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff))));
}
