/** A payload as squares: drawn as SVG or PNG, and read back from a picture. */
import { Resvg } from '@resvg/resvg-js';
import jsqr from 'jsqr';
import QRCode from 'qrcode';
import { FONT_FILES } from '../pictures/typeface.ts';

/** Clear squares around a code that scanners rely on (ISO/IEC 18004 §6.3.8). */
export const QUIET_ZONE = 4;

export interface Squares {
  /** Squares per side, without the quiet zone. */
  count: number;
  /** SVG path in units of one square, origin at the first square: all dark ones, row by row. */
  path: string;
}

/** The squares of a text at error-correction level M, which still reads with 15 % of it dirty. */
export function squaresOf(payload: string): Squares {
  const { size, data } = QRCode.create(payload, { errorCorrectionLevel: 'M' }).modules;
  const rows = Array.from({ length: size }, (_, y) => Array.from(data.subarray(y * size, (y + 1) * size)).join(''));
  const runs = rows.flatMap((row, y) =>
    Array.from(row.matchAll(/1+/g), ({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  );
  return { count: size, path: runs.join('') };
}

/** Smallest picture of a code in px: two per square, for codes of up to 57 squares a side. */
const SMALLEST = 130;

export interface CodePicture {
  format: 'svg' | 'png';
  /** Side in px, quiet zone included; 600 by default, at least 130. */
  size?: number;
}

/** The bare code as a file. Squares fall on whole pixels; what remains of the side widens the quiet zone. */
export function drawCode(payload: string, { format, size = 600 }: CodePicture): Buffer {
  const { count, path } = squaresOf(payload);
  const square = Math.floor(size / (count + 2 * QUIET_ZONE));
  if (size < SMALLEST || square < 1) {
    throw new RangeError(`A code of ${count} squares a side needs a picture of at least ${SMALLEST} px, not ${size}.`);
  }
  const margin = Math.floor((size - count * square) / 2);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}" role="img">` +
    `<title>VietQR</title><rect width="${size}" height="${size}" fill="#fff"/>` +
    `<path transform="translate(${margin} ${margin}) scale(${square})" shape-rendering="crispEdges" d="${path}"/></svg>`;
  return format === 'svg' ? Buffer.from(svg) : rasterise(svg, size).asPng();
}

/** An SVG as pixels, `width` px wide, with our own typeface and no other. */
export function rasterise(svg: string, width: number) {
  const font = { loadSystemFonts: false, fontFiles: [...FONT_FILES] };
  return new Resvg(svg, { font, fitTo: { mode: 'width', value: width } }).render();
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** More pixels than any picture of ours; a bigger one could be made only to fill the memory. */
const PNG_PIXELS = 25_000_000;

/** A PNG inside an SVG of its own size, so that one renderer opens both. Throws when it is no PNG or absurdly big. */
function wrapPng(png: Buffer): { svg: string; width: number } {
  if (png.length < 24 || !png.subarray(0, 8).equals(PNG_SIGNATURE)) throw new TypeError('This picture is no PNG.');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (width * height > PNG_PIXELS) throw new RangeError(`A picture of ${width} × ${height} px is too big to read.`);
  const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`;
  return { svg, width };
}

/** Width in px an SVG is drawn at before reading: an A6 stand at 8 px per mm. */
const READING_WIDTH = 840;

/** The text of the code in a picture: a PNG file, or SVG as text. Null when no code can be read. */
export function readCode(picture: Buffer | string): string | null {
  const { svg, width } = typeof picture === 'string' ? { svg: picture, width: READING_WIDTH } : wrapPng(picture);
  const image = rasterise(svg, width);
  const pixels = new Uint8ClampedArray(image.pixels);
  return jsqr.default(pixels, image.width, image.height, { inversionAttempts: 'dontInvert' })?.data ?? null;
}
