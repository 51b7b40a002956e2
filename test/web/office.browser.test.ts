/**
 * The pages with figures in a real browser, over the make-believe commune: narrow, wide and enlarged, by keyboard, without
 * script, read by axe. Skipped plainly without a browser.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openHelp } from '../../src/db/help.ts';
import { seedCommune } from '../../src/demo/commune.ts';
import { announce, decide } from '../support/announcing.ts';
import { findBrowser, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { type House, MORNING, openHouse, TEST_KEY } from '../support/house.ts';

const program = findBrowser();
if (!program) console.warn(`test/web/office.browser.test.ts is skipped. ${NO_BROWSER}`);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where to look at what was drawn; unset: nothing is kept. */
const SCREENSHOTS = process.env.SCREENSHOTS;

/** 200 % of 1280 CSS pixels is a window of 640. */
const SIZES = {
  narrow: { width: 320, height: 700 },
  wide: { width: 1024, height: 768 },
  enlarged: { width: 640, height: 400 },
};

describe.skipIf(!program)('the pages with figures in a browser', () => {
  let house: House;
  let browser: Browser;
  let context: BrowserContext;
  let address: string;
  let request: string;
  let draft: string;
  let sent: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://unused',
      ENCRYPTION_KEY: TEST_KEY.toString('base64'),
      LOG_LEVEL: 'silent',
      DEMO: '1',
    });
    house = await openHouse({ config });
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
    address = await house.assistant.web.listen({ port: 0, host: '127.0.0.1' });
    browser = await launchBrowser(program!);
    context = await browser.newContext({ viewport: SIZES.wide, locale: 'vi-VN' });
    context.setDefaultTimeout(10_000);
    context.on('page', (page) => {
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on(
        'console',
        (message) => message.type() === 'error' && complaints.push(`${page.url()}: ${message.text()}`),
      );
    });
    const page = await context.newPage();
    await page.goto(`${address}/dang-nhap`);
    await page.getByRole('button', { name: /chị Lan/ }).click();
    await page.waitForURL(`${address}/`);
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
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
  const open = async (size: keyof typeof SIZES, path: string) => {
    const page = await context.newPage();
    await page.setViewportSize(SIZES[size]);
    await page.goto(address + path);
    return page;
  };
  const looked = (page: Page, name: string) =>
    SCREENSHOTS ? page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true }) : null;

  async function axe(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate(async () => {
      const { axe: reader } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await reader.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    });
  }

  it('fit every width without sideways scrolling, with one h1 and targets that can be hit', {
    timeout: 180_000,
  }, async () => {
    const wrong: unknown[] = [];
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const path of paths()) {
        const page = await open(size, path);
        await looked(page, `${size}${path.replaceAll('/', '-')}`);
        const seen = await page.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          headings: document.querySelectorAll('h1').length,
          small: [
            ...document.querySelectorAll(
              'button, input:not([type=hidden], [type=checkbox]), select, summary, nav.ways a',
            ),
          ]
            .filter((element) => element.getClientRects().length > 0)
            .filter((element) => element.getBoundingClientRect().height < 44)
            .map((element) => element.outerHTML.slice(0, 90)),
        }));
        if (seen.overflow > 0 || seen.headings !== 1 || seen.small.length > 0) wrong.push([size, path, seen]);
        await page.close();
      }
    }
    expect(wrong).toEqual([]);
  });

  it('have nothing serious for axe', { timeout: 180_000 }, async () => {
    const wrong: unknown[] = [];
    for (const size of ['narrow', 'wide'] as const) {
      for (const path of paths()) {
        const page = await open(size, path);
        for (const details of await page.locator('details').all()) {
          if (await details.isVisible())
            await details.evaluate((element) => ((element as HTMLDetailsElement).open = true));
        }
        const found = await axe(page);
        if (found.length > 0) wrong.push([size, path, found]);
        await page.close();
      }
    }
    expect(wrong).toEqual([]);
  });

  it('lead by keyboard from what is to be done to the request, and take it', async () => {
    const page = await open('wide', '/');
    await page.locator('.todo a', { hasText: 'người đang chờ giúp' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/can-giup/);
    await page.locator('#queue tbody a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Tôi nhận' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Đã nhận. Người dân đã được báo.').waitFor();
    await page.close();
  });

  it('turn the meeting screen by keyboard, and stop it', async () => {
    const page = await open('wide', '/hien-thi');
    await page.setViewportSize({ width: 1920, height: 1080 });
    const shown = () => page.locator('[data-slide]:visible').count();
    await expect(shown()).resolves.toBe(1);
    await looked(page, 'meeting-1');
    const size = await page
      .locator('.tile p')
      .first()
      .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThanOrEqual(28);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(shown()).resolves.toBe(1);
    await looked(page, 'meeting-2');
    await page.getByRole('button', { name: 'Dừng' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('#pause').getAttribute('aria-pressed')).resolves.toBe('true');
    await page.close();
  });

  it('work without script: filters, tables, every page of the meeting screen under the other', async () => {
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      viewport: SIZES.wide,
      storageState: await context.storageState(),
    });
    const page = await plain.newPage();
    await page.goto(`${address}/tien-do`);
    await page.locator('#f-biet').selectOption('tat-ca');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.waitForURL(/biet=tat-ca/);
    await page.goto(`${address}/hien-thi`);
    expect(await page.locator('[data-slide]:visible').count()).toBeGreaterThan(2);
    await plain.close();
  });

  it('are light: HTML ≤ 100 KB, styles together ≤ 30 KB', async () => {
    const page = await context.newPage();
    const sizes: Record<string, number> = {};
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      const body = await response.body().catch(() => Buffer.alloc(0));
      sizes[pathname] = body.length;
    });
    for (const path of paths()) {
      await page.goto(address + path, { waitUntil: 'networkidle' });
      expect([path, (sizes[path] ?? 0) < 100 * 1024]).toEqual([path, true]);
    }
    const styles = Object.entries(sizes).filter(([path]) => path.endsWith('.css'));
    expect(styles.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(30 * 1024);
    await page.close();
  });

  it('ran no script that failed and broke no content security policy', () => {
    expect(complaints).toEqual([]);
  });
});
