/** Codes as phones photograph them: turned, at an angle, blurred, small, noisy, in a picture that is mostly something else. */
import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openingOf } from '../../src/vietqr/opening.ts';
import { parseVietQR } from '../../src/vietqr/payload.ts';
import { readPhotograph, sizeOf } from '../../src/vietqr/photograph.ts';
import { drawCode, squaresOf } from '../../src/vietqr/picture.ts';
import { chance } from '../privacy/planted.ts';
import { ALL_SAMPLES } from './samples.ts';

interface Shot {
  /** Degrees the card lies turned. */
  turn?: number;
  /** How far the far edge is: 1 is straight from above, 0.7 an angle of some 40 degrees. */
  tilt?: number;
  /** Standard deviation of the blur, in pixels of the photo. */
  blur?: number;
  /** Side of the code in pixels of the photo. */
  side?: number;
  /** Grey levels the sensor adds or takes at random. */
  noise?: number;
}

const WIDTH = 720;
const HEIGHT = 960;

/** A code on a table: projected square by square (a real perspective, which SVG's own transforms are not), then blurred. */
function photograph(payload: string, { turn = 0, tilt = 1, blur = 0, side = 420, noise = 0 }: Shot): Buffer {
  const { count, path } = squaresOf(payload);
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const place = (x: number, y: number): string => {
    const [u, v] = [(x / count - 0.5) * side, (y / count - 0.5) * side];
    const [across, down] = [u * cos - v * sin, u * sin + v * cos];
    const depth = 1 + ((1 - tilt) * -down) / side;
    return `${(WIDTH / 2 + across / depth).toFixed(2)} ${(HEIGHT / 2 + (down * tilt) / depth).toFixed(2)}`;
  };
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, run]) => {
    const [left, top, right] = [Number(x), Number(y), Number(x) + Number(run)];
    return `M${place(left, top)}L${place(right, top)}L${place(right, top + 1)}L${place(left, top + 1)}z`;
  });
  const card = `M${place(-5, -5)}L${place(count + 5, -5)}L${place(count + 5, count + 5)}L${place(-5, count + 5)}z`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <filter id="b"><feGaussianBlur stdDeviation="${blur}"/></filter>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#8a6d4b"/><circle cx="120" cy="140" r="90" fill="#2f6f3a"/>
    <g${blur > 0 ? ' filter="url(#b)"' : ''}><path d="${card}" fill="#f4f1e8"/><path d="${runs.join('')}" fill="#22201d"/></g>
    ${noise > 0 ? grain(noise) : ''}</svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

function grain(strength: number): string {
  const pick = chance(7);
  return Array.from({ length: 6_000 }, () => {
    const shade = pick.next() < 0.5 ? '#000' : '#fff';
    const opacity = ((pick.next() * strength) / 255).toFixed(3);
    return `<rect x="${pick.below(WIDTH)}" y="${pick.below(HEIGHT)}" width="3" height="3" fill="${shade}" fill-opacity="${opacity}"/>`;
  }).join('');
}

const SHOTS: Record<string, Shot> = {
  straight: {},
  'turned by 30°': { turn: 30 },
  'upside down': { turn: 180 },
  'at an angle': { tilt: 0.75 },
  'at an angle and turned': { tilt: 0.8, turn: 20 },
  blurred: { blur: 2 },
  small: { side: 150 },
  'small and a little blurred': { side: 190, blur: 0.6 },
  noisy: { noise: 90 },
  'everything a little': { turn: 12, tilt: 0.88, blur: 1, side: 320, noise: 50 },
};

describe('a photographed code', () => {
  for (const [name, shot] of Object.entries(SHOTS)) {
    it(`${name}: every published sample is read`, { timeout: 120_000 }, async () => {
      const missed: string[] = [];
      for (const { id, payload } of ALL_SAMPLES) {
        if (/[^ -~]/.test(payload)) continue; // drawn from its bytes, which the drawer does not keep apart
        if ((await readPhotograph(photograph(payload, shot)))[0] !== payload) missed.push(id);
      }
      expect(missed).toEqual([]);
    });
  }

  it('is none where there is none, and hostile pictures do no harm', { timeout: 60_000 }, async () => {
    const plain = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300" fill="#8a6d4b"/></svg>`,
    );
    expect(await readPhotograph(plain.render().asPng())).toEqual([]);
    const good = drawCode(ALL_SAMPLES[0]?.payload ?? '', { format: 'png' });
    const huge = Buffer.from(good);
    huge.writeUInt32BE(60_000, 16); // claims 60,000 × 60,000 pixels
    huge.writeUInt32BE(60_000, 20);
    for (const bad of [
      huge,
      good.subarray(0, 40),
      Buffer.alloc(0),
      Buffer.from('GIF89a'),
      Buffer.from([0xff, 0xd8, 0xff]),
    ]) {
      expect(await readPhotograph(bad)).toEqual([]);
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), async (at, byte, length) => {
        const broken = Buffer.from(good.subarray(0, Math.max(24, length)));
        broken[at % broken.length] = byte;
        expect(Array.isArray(await readPhotograph(broken))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('reads the size a JPEG claims', () => {
    const frame = Buffer.from([
      0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 1, 0x2c, 2, 0x58, 1, 1, 0x11, 0,
    ]);
    expect(sizeOf(frame)).toEqual({ width: 600, height: 300, mime: 'image/jpeg' });
    expect(sizeOf(readFileSync(new URL(import.meta.url)))).toBeNull();
  });
});

describe('10,000 mutated strings', () => {
  it('are parsed or refused, each within bounded time', () => {
    const pick = chance(20_261_124);
    const began = performance.now();
    let slowest = 0;
    for (let made = 0; made < 10_000; made += 1) {
      let text: string = pick.oneOf(ALL_SAMPLES).payload;
      for (let change = 1 + pick.below(4); change > 0; change -= 1) text = mutated(text, pick);
      const start = performance.now();
      const parsed = parseVietQR(text);
      openingOf(text);
      slowest = Math.max(slowest, performance.now() - start);
      if (parsed.valid) expect(parsed.crc.found?.toUpperCase()).toBe(parsed.crc.expected);
    }
    expect(slowest).toBeLessThan(250);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

function mutated(text: string, pick: ReturnType<typeof chance>): string {
  const at = pick.below(text.length + 1);
  switch (pick.below(7)) {
    case 0:
      return text.slice(0, at) + pick.digits(2) + text.slice(at + 2);
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(0, at) + text.slice(pick.below(text.length + 1));
    case 3:
      return text + text;
    case 4:
      return `${text.slice(0, at)}${pick.oneOf(['\u200b', '\u202e', '\u0000', 'ấ', '99', '-1', '１２'])}${text.slice(at)}`;
    case 5:
      return text.slice(0, at) + '38'.repeat(pick.below(300)) + text.slice(at);
    default:
      return [...text].toReversed().join('');
  }
}

describe('what a code opens', () => {
  it.each([
    ['https://vietco.mbank-vn.top/nhan-qua', 'page', 'vietco chấm mbank-vn chấm top'],
    ['https://vietcombank.com.vn@ke-gian.xyz/x', 'page', 'ke-gian chấm xyz'],
    ['www.abc.com', 'page', 'www chấm abc chấm com'],
    ['https://me.momo.vn/abc', 'wallet', 'MoMo'],
    ['https://momo.vn.ke-gian.top', 'page', 'momo chấm vn chấm ke-gian chấm top'],
    ['momo://pay?x=1', 'wallet', 'MoMo'],
    ['bitcoin:1A1zP1', 'crypto', 'bitcoin'],
    ['WIFI:T:WPA;S:nha;P:12345678;;', 'wifi', 'wifi'],
    ['tel:0912345678', 'phone', 'tel'],
    ['intent://x#Intent;end', 'app', 'intent'],
  ])('%s', (text, kind, name) => expect(openingOf(text)).toEqual({ kind, name }));

  it.each(['00020101021138530010A000', 'xin chào', 'MAHS: 000.00.12', ''])('%s opens nothing', (text) =>
    expect(openingOf(text)).toBeNull(),
  );
});
