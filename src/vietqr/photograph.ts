/**
 * The code in a photograph: at an angle, blurred, small. ZXing (as WebAssembly, beside us: nothing is fetched) reads most of
 * them; jsQR looks again where it finds nothing. The caller throws the picture away; nothing is written anywhere.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import jsqr from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { rasterise } from './picture.ts';

/** What the platforms deliver is smaller; more is made only to fill the memory. */
const MOST_BYTES = 12_000_000;
const MOST_PIXELS = 25_000_000;
/** Widths jsQR looks at a picture in: it finds small codes in a large one and blurred ones in a small one. */
const SECOND_LOOKS = [640, 1280] as const;

interface Size {
  width: number;
  height: number;
  mime: 'image/png' | 'image/jpeg';
}

let prepared: Promise<unknown> | null = null;

/** ZXing's module, loaded once per process from the package's own file. */
function prepare(): Promise<unknown> {
  prepared ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('zxing-wasm/reader');
    const file = join(dirname(entry), '../../reader/zxing_reader.wasm');
    const bytes = readFileSync(file);
    const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  })();
  return prepared;
}

/** Texts of the QR codes in a JPEG or PNG, none when there are none or it is no such picture. Never throws. */
export async function readPhotograph(picture: Buffer): Promise<string[]> {
  const size = sizeOf(picture);
  if (size === null || picture.length > MOST_BYTES || size.width * size.height > MOST_PIXELS) return [];
  try {
    await prepare();
    const options = { formats: ['QRCode' as const], tryHarder: true, maxNumberOfSymbols: 4 };
    const found = await readBarcodes(new Uint8Array(picture), options);
    const texts = found.filter(({ isValid }) => isValid).map(({ text }) => text);
    if (texts.length > 0) return [...new Set(texts)];
    return lookAgain(picture, size);
  } catch {
    return []; // a picture that cannot be opened holds no code for us
  }
}

function lookAgain(picture: Buffer, { width, height, mime }: Size): string[] {
  const href = `data:${mime};base64,${picture.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`;
  for (const wanted of SECOND_LOOKS) {
    const image = rasterise(svg, wanted);
    const text = jsqr.default(new Uint8ClampedArray(image.pixels), image.width, image.height)?.data;
    if (text) return [text];
  }
  return [];
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Width and height as the file's head claims them; null for anything but PNG and JPEG. */
export function sizeOf(picture: Buffer): Size | null {
  if (picture.length >= 24 && picture.subarray(0, 8).equals(PNG_SIGNATURE)) {
    return sound({ width: picture.readUInt32BE(16), height: picture.readUInt32BE(20), mime: 'image/png' });
  }
  if (picture.length < 4 || picture[0] !== 0xff || picture[1] !== 0xd8) return null;
  for (let at = 2; at + 9 < picture.length; ) {
    if (picture[at] !== 0xff) return null;
    const marker = picture[at + 1] as number;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return sound({ height: picture.readUInt16BE(at + 5), width: picture.readUInt16BE(at + 7), mime: 'image/jpeg' });
    }
    const length = picture.readUInt16BE(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

const sound = (size: Size): Size | null => (size.width > 0 && size.height > 0 ? size : null);
