/** Khmer on paper: shaped, and copied out as it was written. The words are fixtures. */
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { SIZES } from '../../src/paper/page.ts';
import { toPdf } from '../../src/paper/pdf.ts';
import { PALETTE } from '../../src/pictures/palette.ts';

const LANGUAGE = 'ភាសាខ្មែរ';

async function print(text: string): Promise<Buffer> {
  const style = { size: 8, weight: 500, anchor: 'start', fill: PALETTE.ink, on: PALETTE.paper } as const;
  const mark = { shape: 'word', text, x: 10, baseline: 30, ...style } as const;
  const page = { ...SIZES.a5, parts: [{ kind: 'text' as const, marks: [mark] }] };
  return toPdf([page], { title: 'Khmer', lang: 'km', madeAt: new Date('2026-11-21T00:00:00Z') });
}

it('embeds its typeface only where a page needs it', async () => {
  const [khmer, vietnamese] = [await print(`${LANGUAGE} “Đăng ký”`), await print('“Đăng ký”')];
  expect(khmer.toString('latin1')).toContain('NotoSansKhmer');
  expect(vietnamese.toString('latin1')).not.toContain('NotoSansKhmer');
});

it('says which letters each shaped run is, so that it can be copied out and read aloud as it was written', async () => {
  const spans = streamsOf(await print(`${LANGUAGE} “Đăng ký”`)).flatMap((stream) =>
    [...stream.matchAll(/\/Span <<\n\/ActualText \(\xfe\xff((?:\\.|[^)\\])*)\)/gs)].map(([, text = '']) => utf16(text)),
  );
  expect(spans).toEqual([LANGUAGE]);
});

/** The page's own drawing instructions, unpacked; one character a byte. */
function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\r?\n([\s\S]*?)\nendstream/g)].flatMap(([, packed = '']) => {
    try {
      return [inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')];
    } catch {
      return []; // a font program or something else that is not packed
    }
  });
}

function utf16(bytes: string): string {
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const plain = bytes.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
  return Buffer.from(plain, 'latin1').swap16().toString('utf16le');
}
