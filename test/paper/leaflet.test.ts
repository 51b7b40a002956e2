import { describe, expect, it } from 'vitest';
import { startPayload as recognised } from '../../src/bot/channels/start-payload.ts';
import { readPayload } from '../../src/bot/greet.ts';
import { flows } from '../../src/flows/index.ts';
import { readPart } from '../../src/paper/code.ts';
import { type Leaflet, leaflet, leafletPage } from '../../src/paper/leaflet.ts';
import type { Page, Part } from '../../src/paper/page.ts';
import { PrintRefused } from '../../src/paper/printable.ts';
import { startPayload } from '../../src/paper/ways-in.ts';
import { loadTexts } from '../../src/text.ts';
import { copied, expectTidy, HOSTILE, has, madeAt, pageAsPng, pageSizes, scanned, textOn } from './support.ts';

const texts = loadTexts();
const install = flows.get('vneid-install')!;
const ORDER: Leaflet = {
  flow: install,
  area: '31673',
  source: 'cho-1',
  links: { zalo: '1234567890123456789', telegram: 'tro_ly_so_bot' },
  ask: { name: 'Cô Lan, tổ công nghệ số ấp Ngan Rô 1', phone: '0900 000 000' },
};
const PAYLOAD = 'a-31673_f-vneid-install_s-cho-1';
const ADDRESSES = [`https://t.me/tro_ly_so_bot?start=${PAYLOAD}`, 'https://zalo.me/1234567890123456789'];

type Figure = Extract<Part, { kind: 'figure' }>;
const codesOn = (page: Page): Figure[] =>
  page.parts.filter((part): part is Figure => part.kind === 'figure' && part.marks[0]?.shape === 'rect');
/** A code moved to the corner, as `readPart` wants it. */
function readCodeOf(code: Figure): string | null {
  const [frame] = code.marks;
  if (frame?.shape !== 'rect') return null;
  const at = { x: -frame.x, y: -frame.y };
  return readPart({ ...code, marks: [{ shape: 'group', at, marks: code.marks }] }, frame.width);
}

describe('a leaflet', () => {
  it.runIf(has('pdftotext'))('says when it is taught here, or that the committee is to be asked', async () => {
    const { ask: _, ...plain } = ORDER;
    const of = async (local: Leaflet['local']) =>
      (await leaflet(texts, { ...plain, ...(local && { local }) }, madeAt).then(copied)).join(' ');
    const known = await of({ 'class-times': 'chiều thứ bảy, nhà văn hóa', 'committee-phone': '0299 382 0000' });
    expect(known).toContain('Lịch dạy: chiều thứ bảy, nhà văn hóa.');
    expect(known).toContain('0299 382 0000');
    expect(await of({})).toContain('Bữa nào dạy thì hỏi ủy ban xã.');
    expectTidy(
      leafletPage(texts, {
        ...ORDER,
        local: { 'class-times': 'chiều thứ bảy và sáng chủ nhật hằng tuần, nhà văn hóa ấp' },
      }),
    );
  });

  it('says what the person wants, what we never ask, and whom to ask', () => {
    const said = textOn([leafletPage(texts, ORDER)]);
    for (const text of [
      'Cài VNeID vào máy',
      'Giữ kín mã số gửi về tin nhắn (mã OTP). Con không bao giờ hỏi mã đó.',
      'Cô Lan, tổ công nghệ số ấp Ngan Rô 1 · 0900 000 000',
      'Zalo',
      'Telegram',
      PAYLOAD,
    ])
      expect(said).toContain(text);
  });

  it('carries a code per platform that reads back as the address printed under it', () => {
    const page = leafletPage(texts, ORDER);
    expect(codesOn(page).map(readCodeOf).sort()).toEqual(ADDRESSES);
    const said = textOn([page]).replaceAll(' ', '');
    for (const address of ADDRESSES) expect(said).toContain(address);
  });

  it('starts what the assistant understands, for the hamlet it hangs in', () => {
    const payload = startPayload({ flow: 'vneid-install', area: '31673', source: 'cho-1' });
    expect(readPayload(payload)).toEqual({ flow: 'vneid-install', area: '31673', source: 'cho-1' });
    expect(recognised(payload)).toBe(payload);
  });

  it('shows the first three steps with a picture, or the ones asked for', () => {
    const captions = (page: Page) =>
      page.parts.flatMap((part) => (part.kind === 'figure' && !codesOn(page).includes(part) ? [part.alt] : []));
    const usual = captions(leafletPage(texts, ORDER));
    expect(usual).toHaveLength(3);
    expect(usual[0]).toContain('CH Play');
    const chosen = captions(leafletPage(texts, { ...ORDER, steps: ['open-app'] }));
    expect(chosen).toHaveLength(1);
    expect(chosen[0]).toContain('Mở');
  });

  it('puts a single platform in the middle', () => {
    const page = leafletPage(texts, { ...ORDER, links: { telegram: 'tro_ly_so_bot' } });
    const [code] = codesOn(page);
    const frame = code?.marks[0];
    expect(frame?.shape === 'rect' && frame.x + frame.width / 2).toBeCloseTo(74, 5);
    expect(textOn([page])).not.toContain('Zalo');
  });

  it.each([
    ['no way in', { links: {} }],
    ['a bot that cannot be', { links: { telegram: 'a b' } }],
    ['an account that is a path', { links: { zalo: '../x?y' } }],
    ['an area that is no code', { area: '31673_i-abc' }],
    ['a source that ends the part', { source: 'a_h-x' }],
    ['a step without a picture', { steps: ['ready'] }],
    ['a name we cannot draw', { ask: { name: 'ភូមិ' } }],
    ['a name too long', { ask: { name: 'Lan '.repeat(30) } }],
  ])('refuses %s', (_, change) => {
    expect(() => leafletPage(texts, { ...ORDER, ...change })).toThrow(PrintRefused);
  });

  it.each(HOSTILE)('stays tidy whatever the contact is called: %j', (name) => {
    expectTidy(leafletPage(texts, { ...ORDER, ask: { name, phone: '0900 000 000' } }));
  });

  it.each([...flows.keys()])('of %s is tidy and can be printed, in both languages', async (id) => {
    for (const locale of ['vi', 'en']) {
      const order = { ...ORDER, flow: flows.get(id)!, locale };
      expectTidy(leafletPage(texts, order));
      expect(pageSizes(await leaflet(texts, order, madeAt))).toEqual([[148, 210]]);
    }
  });

  it('is the same file for the same order, with vectors only', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => leaflet(texts, ORDER, madeAt)));
    expect(one!.equals(two!)).toBe(true);
    expect(one!.includes('/Subtype /Image')).toBe(false);
    expect(one!.length).toBeLessThan(150_000);
  });

  it.runIf(has('pdftotext'))('can be copied out (runs where pdftotext is)', async () => {
    const [page] = copied(await leaflet(texts, ORDER, madeAt));
    for (const text of ['Cài VNeID vào máy', 'Bấm chữ “CH Play”', 'Quét một mã, con chỉ tiếp', PAYLOAD])
      expect(page).toContain(text);
  });

  it.runIf(has('pdftoppm') && has('zbarimg')).each([100, 200])(
    'is read by another scanner at %i dpi (runs where pdftoppm and zbarimg are)',
    async (dpi) => {
      expect(scanned(pageAsPng(await leaflet(texts, ORDER, madeAt), 1, dpi))).toEqual(ADDRESSES);
    },
  );
});
