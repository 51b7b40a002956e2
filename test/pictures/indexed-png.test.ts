import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepPictureSvg } from '../../src/pictures/draw.ts';
import { encodeIndexedPng } from '../../src/pictures/indexed-png.ts';
import { FONT_FILES } from '../../src/pictures/typeface.ts';
import { channelDistance, decodePng } from './png.ts';
import { SAMPLES } from './samples.ts';

function rgbaOf(colours: readonly number[]): Uint8Array {
  return Uint8Array.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff, 0xff]));
}

describe('encodeIndexedPng', () => {
  it('gives every pixel back exactly while there are at most 256 colours', () => {
    const picture = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 })).chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        colours: fc.array(fc.integer({ min: 0, max: 0xffffff }), {
          minLength: width * height,
          maxLength: width * height,
        }),
      }),
    );
    fc.assert(
      fc.property(picture, ({ width, height, colours }) => {
        const decoded = decodePng(encodeIndexedPng({ width, height, rgba: rgbaOf(colours) }));
        expect([decoded.width, decoded.height, [...decoded.pixels]]).toEqual([width, height, colours]);
      }),
      { numRuns: 60 },
    );
  });

  it('writes eight-bit palette pictures that another reader opens', () => {
    const png = encodeIndexedPng({ width: 2, height: 1, rgba: rgbaOf([0xff0000, 0x0000ff]) });
    expect(decodePng(png)).toMatchObject({ bitDepth: 8, colourType: 3 });
    const image = `<image width="2" height="1" href="data:image/png;base64,${png.toString('base64')}"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1">${image}</svg>`;
    expect([...new Resvg(svg).render().pixels]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
  });

  it('keeps frequent colours and gives the others their nearest neighbour', () => {
    const colours = [...Array(5).fill(0x112233), ...Array(4).fill(0xffffff), 0x102030, 0xfefefe];
    const { palette, pixels } = decodePng(encodeIndexedPng({ width: 11, height: 1, rgba: rgbaOf(colours) }, 2));
    expect(palette).toEqual([0x112233, 0xffffff]);
    expect([...pixels.slice(9)]).toEqual([0x112233, 0xffffff]);
  });

  it('refuses pixels that do not fill the picture', () => {
    expect(() => encodeIndexedPng({ width: 2, height: 2, rgba: new Uint8Array(12) })).toThrow('2×2');
  });

  it('changes no pixel of a real picture visibly', () => {
    const font = { fontFiles: [...FONT_FILES], loadSystemFonts: false };
    for (const name of ['camera, face', 'home', 'permission']) {
      const image = new Resvg(stepPictureSvg(SAMPLES[name]!), { font }).render();
      const { width, height, pixels: rgba } = image;
      const decoded = decodePng(encodeIndexedPng({ width, height, rgba }));
      let worst = 0;
      let changed = 0;
      for (const [index, colour] of decoded.pixels.entries()) {
        const distance = channelDistance(colour, rgba.readUIntBE(index * 4, 3));
        worst = Math.max(worst, distance);
        if (distance > 0) changed++;
      }
      expect(worst, name).toBeLessThanOrEqual(42); // a sixth of a channel, on single pixels of an edge
      expect(changed / decoded.pixels.length, name).toBeLessThan(0.01);
    }
  });
});
