/**
 * An official changes a label in a real browser while a citizen is in the middle of that step: message, picture, spoken words
 * and alt text move, within a minute, and the citizen goes on. Also without script, and read by axe. Skipped plainly without
 * a browser.
 */
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserFor, openPages, type PagesBrowser } from '../support/browser.ts';
import { type Chat, type House, openHouse, stepOf, walkTo } from '../support/house.ts';
import { axeFindings, photograph, sidewaysScroll, unfold } from '../support/page-checks.ts';
import { employ, SESSION_COOKIE, sessionOf } from '../support/staff.ts';

const program = browserFor(import.meta.url);

const STEP = '/noi-dung/vneid-activate/activate';

describe.skipIf(!program)('the pages about words in a browser', () => {
  let house: House;
  let pages: PagesBrowser;
  let token: string;
  let window: BrowserContext;

  beforeAll(async () => {
    house = await openHouse();
    await house.area('79001', 'Xã Một', 'commune');
    const { contact } = await employ(house, { name: 'chị Lan', role: 'official', area: '79001' });
    token = (await sessionOf(house, contact)).token;
    // A form that is sent back with what is wrong answers 422, which Chromium also writes down.
    pages = await openPages(program, house.assistant.web, { harmless: /status of 422/, patience: 15_000 });
  });
  afterAll(async () => {
    await pages?.close();
    await house?.close();
  });
  beforeEach(async () => {
    window = await enter({});
  });
  afterEach(async () => {
    await window.close();
    expect(pages.complaints.splice(0)).toEqual([]); // no script failed and nothing broke the content security policy
  });

  async function enter(options: { javaScriptEnabled?: boolean }): Promise<BrowserContext> {
    const opened = await pages.newWindow({ viewport: { width: 1280, height: 900 }, ...options });
    await opened.addCookies([{ name: SESSION_COOKIE, value: token, url: pages.address }]);
    return opened;
  }

  /** Somebody who stands at the step whose label will change. */
  async function standing(name: string, channel: 'telegram' | 'zalo'): Promise<Chat> {
    const chat = house.person(name, channel);
    await chat.start('f-vneid-activate');
    return walkTo(chat, 'Kích hoạt');
  }
  const pictureOf = async (chat: Chat) => {
    const [row] = await house.db.sql<{ alt: string; hash: string }[]>`
      select o.body -> 'media' ->> 'alt' as alt, o.body -> 'media' ->> 'hash' as hash
      from outbound o join contacts c on c.id = o.contact_id
      where c.external_id = ${chat.externalId} and o.kind = 'picture' order by o.id desc limit 1`;
    return row!;
  };

  it('a label changed on the page moves message, picture, voice and alt text of people under way', async () => {
    const people = [await standing('bác Sáu', 'telegram'), await standing('cô Bảy', 'zalo')];
    const before = await Promise.all(people.map(pictureOf));
    const page = await window.newPage();
    await page.goto(pages.address + STEP);
    await page.getByText('Ai đang ở bước này: 2 người.').waitFor();
    const preview = page.locator('#xem-thu');
    const drawnBefore = await preview.getByRole('img').first().getAttribute('src');

    await page.locator('input[name="label.activate.text"]').fill('Bật tài khoản');
    await page.locator('input[name="label.activate.source"]').fill('chị Lan coi trên máy Samsung');
    await page.locator('input[name="label.activate.verifiedOn"]').fill('2026-11-24');
    await preview.locator('.telegram').getByText('Bác bấm chữ “Bật tài khoản”.').first().waitFor(); // by itself, while typing
    expect(await preview.locator('.zalo').first().innerText()).toContain('“Bật tài khoản”');
    expect(await preview.locator('.voice-text').first().innerText()).toContain('“Bật tài khoản”');
    expect(await preview.locator('.alt-text').first().innerText()).toContain('“Bật tài khoản”');
    const drawn = preview.getByRole('img').first();
    expect(await drawn.getAttribute('src')).not.toBe(drawnBefore);
    expect(await drawn.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBeGreaterThan(
      0,
    );
    expect(
      people.map(stepOf).every((text) => text.includes('“Kích hoạt”')),
      'nobody has seen a draft',
    ).toBe(true);
    await photograph(page, 'content-step');

    await page.getByRole('button', { name: 'Lưu và đi tới xuất bản' }).click();
    await page.getByText('Đạt: đọc dễ').waitFor();
    await page.getByText('Đang có 2 người ở các bước này.').waitFor();
    expect(await page.locator('ins').first().innerText()).toContain('Bật tài khoản');
    await photograph(page, 'content-publish');
    await page.getByLabel('Lý do', { exact: true }).fill('VNeID bản mới đổi chữ');
    const published = Date.now();
    await page.getByRole('button', { name: 'Xuất bản', exact: true }).click();
    await page.getByText('Đã xuất bản.').waitFor();

    for (const [index, chat] of people.entries()) {
      do await chat.press('Chỉ lại');
      while (!stepOf(chat).includes('“Bật tài khoản”') && Date.now() - published < 60_000);
      expect(stepOf(chat)).toContain('chữ “Bật tài khoản”');
      const after = await pictureOf(chat);
      expect(after.alt).toContain('“Bật tài khoản”');
      expect(after.hash).not.toBe(before[index]?.hash);
      const png = await house.assistant.web.inject(`/pictures/${after.hash}.png`);
      expect([png.statusCode, png.headers['content-type']]).toEqual([200, 'image/png']);
      const shownBefore = chat.shown.length;
      await chat.pressFirst();
      expect(stepOf(chat)).toContain('gõ số căn cước'); // the next step, not the first one again
      expect(chat.shown.slice(shownBefore).some(({ text }) => text.includes('mới đổi'))).toBe(false);
    }
    await photograph(page, 'content-flow');
  });

  it('works without script: the button looks, the form saves', async () => {
    const plain = await enter({ javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(`${pages.address}/noi-dung/vneid-activate/send`);
    await page.locator('textarea[name="vi.see"]').fill('Máy báo gửi xong.');
    await page.getByRole('button', { name: 'Kiểm tra và xem thử' }).click();
    await page.locator('.telegram').getByText('Máy báo gửi xong.').first().waitFor();
    expect(await page.locator('textarea[name="vi.see"]').inputValue()).toBe('Máy báo gửi xong.');
    await page.getByRole('button', { name: 'Lưu nháp' }).click();
    await page.getByText('Đã lưu nháp.').waitFor();
    expect(await page.locator('textarea[name="vi.see"]').inputValue()).toBe('Máy báo gửi xong.');
    await plain.close();
  });

  it('says beside the words, while they are typed, what is too hard and what is dangerous', async () => {
    const page = await window.newPage();
    await page.goto(`${pages.address}/noi-dung/vneid-activate/code`);
    await page.locator('textarea[name="vi.see"]').fill('{xung} vui lòng nhắn mã OTP cho {con}.');
    const objections = page.locator('#kiem-tra');
    await objections.getByText('nghe như xin mã bí mật').waitFor();
    await objections.getByText('Bỏ chữ “vui lòng”.').waitFor();
    await photograph(page, 'content-objections');
  });

  it.each([
    [1280, 900],
    [320, 700],
  ])('at %i × %i nothing sticks out, and axe finds nothing', async (width, height) => {
    const page = await window.newPage();
    await page.setViewportSize({ width, height });
    for (const path of [
      '/noi-dung',
      '/noi-dung/vneid-activate',
      STEP,
      '/noi-dung/right-app/install-android',
      '/noi-dung/momo/gioi-thieu',
      '/noi-dung/vneid-activate/xuat-ban',
      '/noi-dung/vneid-activate/ban/1',
      '/noi-dung/dia-phuong',
      '/noi-dung/diem-mo',
    ]) {
      await page.goto(pages.address + path);
      expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
      await unfold(page.locator('main details'));
      expect([path, await axeFindings(page, null)]).toEqual([path, []]);
      await photograph(page, `content${path.replaceAll('/', '-')}-${width}`);
    }
  });
});
