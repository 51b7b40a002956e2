import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawStepPicture, pictureHash, renderSvg, stepPictureSvg } from '../../src/pictures/draw.ts';
import { layOut } from '../../src/pictures/layout.ts';
import { bottom, right } from '../../src/pictures/marks.ts';
import { PALETTE } from '../../src/pictures/palette.ts';
import { toSvg } from '../../src/pictures/svg.ts';
import { hashSources } from '../../src/pictures/version.ts';
import { channelDistance, decodePng } from './png.ts';
import { SAMPLES, stepPicture } from './samples.ts';

const KILOBYTE = 1000;
const numberOf = (colour: string): number => Number.parseInt(colour.slice(1), 16);

describe('drawStepPicture', () => {
  it.each(Object.entries(SAMPLES))('draws an indexed PNG of the agreed size: %s', (_name, input) => {
    for (const larger of [false, true]) {
      const png = drawStepPicture(input, { larger });
      const { width, height, bitDepth, colourType, palette } = decodePng(png);
      expect({ width, bitDepth, colourType }).toEqual({ width: 720, bitDepth: 8, colourType: 3 });
      expect(height).toBeGreaterThanOrEqual(900);
      expect(height).toBeLessThanOrEqual(1050);
      expect(palette.length).toBeLessThanOrEqual(256);
      expect(png.length).toBeLessThanOrEqual(60 * KILOBYTE);
    }
  });

  it.each(Object.entries(SAMPLES))('has pale yellow in exactly one spot, ringed in orange: %s', (_name, input) => {
    const { spot } = layOut(input, 'Màn hình chính');
    const { width, pixels } = decodePng(drawStepPicture(input));
    let yellow = 0;
    for (const [index, colour] of pixels.entries()) {
      if (colour !== numberOf(PALETTE.spot)) continue;
      const [x, y] = [index % width, Math.floor(index / width)];
      yellow++;
      expect(x >= spot.x - 1 && x <= right(spot) && y >= spot.y - 1 && y <= bottom(spot)).toBe(true);
    }
    expect(yellow).toBeGreaterThan((spot.width * spot.height) / 5);
    const leftOfSpot = Math.round(spot.y + spot.height / 2) * width + Math.round(spot.x - 9);
    expect(pixels[leftOfSpot]).toBe(numberOf(PALETTE.ring));
  });

  it('draws the same picture every time, and for letters that come in pieces', () => {
    const inPieces = JSON.parse(JSON.stringify(SAMPLES.list).normalize('NFD'));
    expect(drawStepPicture(SAMPLES.list!).equals(drawStepPicture(SAMPLES.list!))).toBe(true);
    expect(stepPictureSvg(inPieces)).toBe(stepPictureSvg(SAMPLES.list!));
  });

  it('draws whatever it is given: markup, control characters, lone surrogates, endless words', () => {
    const texts = ['<script>&"\'</text>', '\u0000\u001b[31m\ud800x\udfff', 'W'.repeat(5000), '👉💳', ']]>', ''];
    for (const text of texts) {
      const input = stepPicture(1, text, { kind: 'list', title: text, rows: [text, text], target: 1 });
      const svg = stepPictureSvg({ ...input, footer: text, stepWord: text });
      expect(svg).not.toMatch(/<script|\p{Cc}|\p{Cs}/u);
      expect(renderSvg(svg).length).toBeLessThan(60 * KILOBYTE);
    }
  });

  it('shows markup as letters', () => {
    const input = stepPicture(1, 'a<b & "c"', { kind: 'nfc', title: "d'e" });
    expect(stepPictureSvg(input)).toContain('>a&lt;b &amp; &quot;c&quot;</text>');
    expect(stepPictureSvg(input)).toContain('>d&apos;e</text>');
  });
});

describe('Vietnamese letters', () => {
  // Compared by eye with Chromium's rendering when it was committed: every accent and dot is in its place.
  it('look as on the golden picture', async () => {
    const golden = decodePng(await readFile(join(import.meta.dirname, 'golden/vietnamese.png')));
    const style = { shape: 'word', x: 20, size: 40, anchor: 'start', fill: PALETTE.ink, on: PALETTE.paper } as const;
    const text = 'Kích hoạt tài khoản định danh điện tử';
    const lines = [
      { ...style, text, baseline: 60, weight: 500 },
      { ...style, text, baseline: 130, weight: 700 },
    ] as const;
    const drawn = decodePng(renderSvg(toSvg(lines, 860, 160)));
    expect([drawn.width, drawn.height]).toEqual([golden.width, golden.height]);
    const different = drawn.pixels.filter((colour, index) => channelDistance(colour, golden.pixels[index]!) > 16);
    expect(different.length).toBe(0);
  });
});

describe('pictureHash', () => {
  const input = SAMPLES.list!;

  it('is the same for the same content, however it was put together', () => {
    const reversed = Object.fromEntries(Object.entries(input).reverse()) as unknown as typeof input;
    expect(pictureHash(reversed)).toBe(pictureHash(input));
    expect(pictureHash(input, { larger: false })).toBe(pictureHash(input));
    expect(pictureHash(input)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('differs for every other caption, step, picture and view', () => {
    const others = [
      { ...input, caption: 'Bấm “Đăng nhập”' },
      { ...input, step: 3 },
      { ...input, footer: '' },
      { ...input, picture: { ...input.picture, target: 0 } as typeof input.picture },
    ];
    const hashes = [input, ...others].map((each) => pictureHash(each));
    expect(new Set([...hashes, pictureHash(input, { larger: true })]).size).toBe(6);
  });

  it('changes with the drawing code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
    try {
      await cp(join(import.meta.dirname, '../../src/pictures'), folder, { recursive: true });
      const before = hashSources(folder);
      expect(before).toBe(hashSources(join(import.meta.dirname, '../../src/pictures')));
      const file = join(folder, 'screens/list.ts');
      await writeFile(file, (await readFile(file, 'utf8')).replace('row: 108', 'row: 110'));
      expect(hashSources(folder)).not.toBe(before);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
