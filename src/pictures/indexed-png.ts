/**
 * RGBA pixels → indexed PNG (PNG specification, 3rd edition, colour type 3, 8 bits): one byte a pixel instead of three,
 * which more than halves a flat drawing. The palette is the most frequent colours; the few blends of antialiased edges
 * that are left over take the nearest of them. Pictures are opaque: alpha is ignored.
 */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

export interface Pixels {
  width: number;
  height: number;
  /** Four bytes a pixel, rows from top to bottom. */
  rgba: Uint8Array;
}

/** A chunk is length, type, data and a checksum over type and data (section 5.3). */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Colours as 0xRRGGBB, the most frequent first; equally frequent ones by value, so that the result never varies. */
function coloursByFrequency(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (let start = 0; start < colours.length; ) {
    // Flat drawings are long runs of one colour: counting runs is what keeps this out of the measured time.
    let end = start + 1;
    while (end < colours.length && colours[end] === colours[start]) end++;
    counts.set(colours[start]!, (counts.get(colours[start]!) ?? 0) + end - start);
    start = end;
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([colour]) => colour);
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 0xff) - ((b >> 8) & 0xff);
  const blue = (a & 0xff) - (b & 0xff);
  return 2 * red * red + 4 * green * green + 3 * blue * blue; // the eye sees green best, blue least sharply
}

function nearest(colour: number, palette: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < palette.length; index++) {
    if (distance(colour, palette[index]!) < distance(colour, palette[best]!)) best = index;
  }
  return best;
}

function packColours(rgba: Uint8Array): Uint32Array {
  const colours = new Uint32Array(rgba.length / 4);
  for (let pixel = 0, at = 0; pixel < colours.length; pixel++, at += 4) {
    colours[pixel] = (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!;
  }
  return colours;
}

/** Rows of palette numbers, each led by its filter type; 0 (none) packs palette numbers best (section 12.7). */
function scanlines(colours: Uint32Array, indexOf: ReadonlyMap<number, number>, { width, height }: Pixels): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  let [last, index] = [-1, 0];
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let at = y * (width + 1) + 1; at < (y + 1) * (width + 1); at++, pixel++) {
      const colour = colours[pixel]!;
      if (colour !== last) [last, index] = [colour, indexOf.get(colour)!];
      rows[at] = index;
    }
  }
  return rows;
}

/** Encodes a picture with at most `mostColours` (≤ 256) colours. The same pixels always give the same image data. */
export function encodeIndexedPng(pixels: Pixels, mostColours = MOST_COLOURS): Buffer {
  const { width, height, rgba } = pixels;
  if (rgba.length !== width * height * 4)
    throw new Error(`${rgba.length} bytes are not ${width}×${height} RGBA pixels.`);
  const colours = packColours(rgba);
  const found = coloursByFrequency(colours);
  const palette = found.slice(0, Math.min(mostColours, MOST_COLOURS));
  const indexOf = new Map(
    found.map((colour, rank) => [colour, rank < palette.length ? rank : nearest(colour, palette)]),
  );
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]); // 8 bits, indexed, the only methods there are
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]))),
    chunk('IDAT', deflateSync(scanlines(colours, indexOf, pixels), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
