/**
 * An official changes a label in a real browser while a citizen is in the middle of that step: message, picture, spoken words
 * and alt text move, within a minute, and the citizen goes on. Also without script, and read by axe. Skipped plainly without
 * a browser.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/db/access.ts';
import { findBrowser, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { type Chat, type House, MORNING, openHouse } from '../support/house.ts';

const program = findBrowser();
if (!program) console.warn(`test/web/content.browser.test.ts is skipped. ${NO_BROWSER}`);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where to look at what was drawn; unset: nothing is kept. */
const SCREENSHOTS = process.env.SCREENSHOTS;
const STEP = '/noi-dung/vneid-activate/activate';

describe.skipIf(!program)('the pages about words in a browser', () => {
  let house: House;
  let browser: Browser;
  let address: string;
  let token: string;
  let context: BrowserContext;
  let complaints: string[];

  beforeAll(async () => {
    house = await openHouse();
    const { sql } = house.db;
    await house.area('79001', 'Xã Một', 'commune');
    const [lan] = await sql<{ id: string }[]>`
      insert into contacts (channel, external_id, created_at, seen_at)
      values ('telegram', '99', ${MORNING}, ${MORNING}) returning id::text`;
    await sql`
      insert into memberships (contact_id, role, area_code, name, since)
      values (${lan!.id}, 'official', '79001', 'chị Lan', ${MORNING})`;
    token = (await sql.begin((tx) => openSession(tx, lan!.id, house.clock.now())))!.token;
    address = await house.assistant.web.listen({ port: 0, host: '127.0.0.1' });
    browser = await launchBrowser(program!);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  beforeEach(async () => {
    context = await enter({});
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]); // no script failed and nothing broke the content security policy
  });

  async function enter(options: { javaScriptEnabled?: boolean }): Promise<BrowserContext> {
    complaints = [];
    const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'vi-VN', ...options });
    opened.setDefaultTimeout(15_000);
    await opened.addCookies([{ name: 'tro_ly_phien', value: token, url: address }]);
    opened.on('page', (page) => {
      page.on('pageerror', (error) => complaints.push(error.message));
      // A form that is sent back with what is wrong answers 422, which Chromium also writes down.
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('status of 422')) complaints.push(message.text());
      });
    });
    return opened;
  }

  /** Somebody who stands at the step whose label will change. */
  async function standing(name: string, channel: 'telegram' | 'zalo'): Promise<Chat> {
    const chat = house.person(name, channel);
    await chat.start('f-vneid-activate');
    for (let press = 0; press < 15; press += 1) {
      if (stepOf(chat).includes('Kích hoạt')) return chat;
      await chat.pressFirst();
    }
    throw new Error(`${name} never came to the step: ${chat.last().text}`);
  }
  const stepOf = (chat: Chat) => chat.shown.findLast(({ text }) => text.includes('👉'))?.text ?? '';
  const pictureOf = async (chat: Chat) => {
    const [row] = await house.db.sql<{ alt: string; hash: string }[]>`
      select o.body -> 'media' ->> 'alt' as alt, o.body -> 'media' ->> 'hash' as hash
      from outbound o join contacts c on c.id = o.contact_id
      where c.external_id = ${chat.externalId} and o.kind = 'picture' order by o.id desc limit 1`;
    return row!;
  };
  const looked = (page: Page, name: string) =>
    SCREENSHOTS ? page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true }) : null;

  it('a label changed on the page moves message, picture, voice and alt text of people under way', async () => {
    const people = [await standing('bác Sáu', 'telegram'), await standing('cô Bảy', 'zalo')];
    const before = await Promise.all(people.map(pictureOf));
    const page = await context.newPage();
    await page.goto(address + STEP);
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
    await looked(page, 'content-step');

    await page.getByRole('button', { name: 'Lưu và đi tới xuất bản' }).click();
    await page.getByText('Đạt: đọc dễ').waitFor();
    await page.getByText('Đang có 2 người ở các bước này.').waitFor();
    expect(await page.locator('ins').first().innerText()).toContain('Bật tài khoản');
    await looked(page, 'content-publish');
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
    await looked(page, 'content-flow');
  });

  it('works without script: the button looks, the form saves', async () => {
    const plain = await enter({ javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(`${address}/noi-dung/vneid-activate/send`);
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
    const page = await context.newPage();
    await page.goto(`${address}/noi-dung/vneid-activate/code`);
    await page.locator('textarea[name="vi.see"]').fill('{xung} vui lòng nhắn mã OTP cho {con}.');
    const objections = page.locator('#kiem-tra');
    await objections.getByText('nghe như xin mã bí mật').waitFor();
    await objections.getByText('Bỏ chữ “vui lòng”.').waitFor();
    await looked(page, 'content-objections');
  });

  it.each([
    [1280, 900],
    [320, 700],
  ])('at %i × %i nothing sticks out, and axe finds nothing', async (width, height) => {
    const page = await context.newPage();
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
      await page.goto(address + path);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)]).toEqual([
        path,
        true,
      ]);
      for (const details of await page.locator('main details').all())
        await details.evaluate((one) => one.setAttribute('open', ''));
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
      });
      expect([path, found]).toEqual([path, []]);
      await looked(page, `content${path.replaceAll('/', '-')}-${width}`);
    }
  });
});
