/**
 * The pages with figures in a real browser, over the make-believe commune: narrow, wide and enlarged, by keyboard, without
 * script, read by axe. Skipped plainly without a browser.
 */
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHelp } from '../../src/db/help.ts';
import { seedCommune } from '../../src/demo/commune.ts';
import { announce, decide } from '../support/announcing.ts';
import { browserFor, openPages, type PagesBrowser, signIn } from '../support/browser.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { barriers, misfits, openAt, photograph, SIZES, type Size, weights } from '../support/page-checks.ts';

const program = browserFor(import.meta.url);

describe.skipIf(!program)('the pages with figures in a browser', () => {
  let house: House;
  let pages: PagesBrowser;
  let window: BrowserContext;
  let request: string;
  let draft: string;
  let sent: string;

  beforeAll(async () => {
    house = await openHouse({ demo: true });
    await seedCommune(house.db.sql, MORNING);
    const [person] = await house.db.sql<{ id: string; area: string }[]>`
      select id::text, area_code as area from contacts
      where simulated and call_name is not null and area_code like '99001-%' order by id limit 1`;
    const opened = await house.db.sql.begin((tx) =>
      openHelp(
        tx,
        {
          contactId: person!.id,
          areaCode: person!.area,
          reason: 'stuck',
          urgent: false,
          flowId: 'vneid-install',
          step: null,
          promisedAt: MORNING,
        },
        new Date(MORNING.getTime() - 7_200_000),
      ),
    );
    request = opened.id;
    draft = await announce(house, 'chị Lan');
    sent = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', sent, 'approve');
    await house.jump(4_000);
    await house.jump(4_000);
    pages = await openPages(program, house.assistant.web);
    window = await pages.newWindow({ viewport: SIZES.wide });
    const page = await openAt(window, 'wide', `${pages.address}/dang-nhap`);
    await signIn(page, 'chị Lan');
    await page.close();
  });
  afterAll(async () => {
    await pages?.close();
    await house?.close();
  });

  const paths = () => [
    '/',
    '/tien-do',
    '/tien-do/VI-1',
    '/tien-do/VI-1/danh-sach',
    '/tien-do/TR-1',
    '/tien-do/chi-tieu',
    '/can-giup',
    `/can-giup/${request}`,
    '/to',
    '/cho',
    '/bao-cao',
    '/in-an',
    '/danh-sach',
    '/hien-thi',
    '/thong-bao',
    '/thong-bao/soan',
    ...['', '/sua'].map((part) => `/thong-bao/${draft}${part}`),
    ...['', '/se-toi', '/hoi-dap', '/ghe-tham'].map((part) => `/thong-bao/${sent}${part}`),
  ];
  const open = (size: Size, path: string) => openAt(window, size, pages.address + path);

  it('fit every width without sideways scrolling, with one h1 and targets that can be hit', {
    timeout: 180_000,
  }, async () => {
    expect(await misfits(window, pages.address, paths())).toEqual([]);
  });

  it('have nothing serious for axe', { timeout: 180_000 }, async () => {
    expect(await barriers(window, pages.address, paths())).toEqual([]);
  });

  it('lead by keyboard from what is to be done to the request, and take it', async () => {
    const page = await open('wide', '/');
    await page.locator('.todo a', { hasText: 'người đang chờ giúp' }).press('Enter');
    await page.waitForURL(/can-giup/);
    await page.locator('#queue tbody a').first().press('Enter');
    await page.getByRole('button', { name: 'Tôi nhận' }).press('Enter');
    await page.getByText('Đã nhận. Người dân đã được báo.').waitFor();
    await page.close();
  });

  it('turn the meeting screen by keyboard, and stop it', async () => {
    const page = await open('wide', '/hien-thi');
    await page.setViewportSize({ width: 1920, height: 1080 });
    const shown = () => page.locator('[data-slide]:visible').count();
    await expect(shown()).resolves.toBe(1);
    await photograph(page, 'meeting-1');
    const size = await page
      .locator('.tile p')
      .first()
      .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThanOrEqual(28);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(shown()).resolves.toBe(1);
    await photograph(page, 'meeting-2');
    await page.getByRole('button', { name: 'Dừng' }).press('Enter');
    await expect(page.locator('#pause').getAttribute('aria-pressed')).resolves.toBe('true');
    await page.close();
  });

  it('work without script: filters, tables, every page of the meeting screen under the other', async () => {
    const storageState = await window.storageState();
    const plain = await pages.newWindow({ javaScriptEnabled: false, viewport: SIZES.wide, storageState });
    const page = await plain.newPage();
    await page.goto(`${pages.address}/tien-do`);
    await page.locator('#f-biet').selectOption('tat-ca');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.waitForURL(/biet=tat-ca/);
    await page.goto(`${pages.address}/hien-thi`);
    expect(await page.locator('[data-slide]:visible').count()).toBeGreaterThan(2);
    await plain.close();
  });

  it('are light: HTML ≤ 100 KB, styles together ≤ 30 KB', async () => {
    const { html = {}, css = {} } = await weights(window, pages.address, paths());
    expect(Object.entries(html).filter(([, bytes]) => bytes >= 100 * 1024)).toEqual([]);
    expect(Object.values(css).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(30 * 1024);
  });

  it('ran no script that failed and broke no content security policy', () => {
    expect(pages.complaints).toEqual([]);
  });
});
