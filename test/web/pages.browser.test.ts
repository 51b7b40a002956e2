/**
 * The officials' pages in a real browser, over the make-believe commune: narrow, wide and enlarged, by keyboard, with and
 * without script, and read by axe. Skipped plainly without a browser.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { seedCommune } from '../../src/demo/commune.ts';
import { findBrowser, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { type House, MORNING, openHouse, TEST_KEY } from '../support/house.ts';

const program = findBrowser();
if (!program) console.warn(`test/web/pages.browser.test.ts is skipped. ${NO_BROWSER}`);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where to look at what was drawn; unset: nothing is kept. */
const SCREENSHOTS = process.env.SCREENSHOTS;

/** 200 % of 1280 CSS pixels is a window of 640. */
const SIZES = {
  narrow: { width: 320, height: 700 },
  wide: { width: 1024, height: 768 },
  enlarged: { width: 640, height: 400 },
};

describe.skipIf(!program)('the officials’ pages in a browser', () => {
  let house: House;
  let browser: Browser;
  let context: BrowserContext;
  let address: string;
  let complaints: string[];
  let person: string;

  beforeAll(async () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://unused',
      ENCRYPTION_KEY: TEST_KEY.toString('base64'),
      LOG_LEVEL: 'silent',
      DEMO: '1',
    });
    house = await openHouse({ config });
    await seedCommune(house.db.sql, MORNING);
    person = await liveALittle();
    address = await house.assistant.web.listen({ port: 0, host: '127.0.0.1' });
    browser = await launchBrowser(program!);
    context = await browser.newContext({ viewport: SIZES.wide, locale: 'vi-VN' });
    context.setDefaultTimeout(10_000);
    complaints = [];
    context.on('page', (page) => {
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on(
        'console',
        (message) => message.type() === 'error' && complaints.push(`${page.url()}: ${message.text()}`),
      );
    });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  /** Somebody of the commune with everything a person's page can show; returns the contact. */
  async function liveALittle(): Promise<string> {
    const { sql } = house.db;
    const [row] = await sql<{ id: string; area: string }[]>`
      select id::text, area_code as area from contacts
      where simulated and call_name is not null and area_code like '99001-%' order by id limit 1`;
    const { id, area } = row!;
    for (const [run, flow, outcome] of [
      [900_001, 'vneid-install', 'completed'],
      [900_002, 'health-open', 'referred'],
      [900_003, 'viettel-money', null],
    ] as const) {
      await sql`insert into runs (id, flow_id, flow_version, contact_id, subject_kind, subject_code, area_code, channel,
          started_by, started_at, ended_at, outcome, simulated)
        values (${run}, ${flow}, 1, ${id}, 'person', ${`P${id}`}, ${area}, 'telegram', ${`contact:${id}`}, ${MORNING},
          ${outcome && MORNING}, ${outcome}, true)`;
    }
    const [helper] = await sql<{ ref: string }[]>`
      select 'volunteer:' || contact_id as ref from memberships where role = 'volunteer' order by id limit 1`;
    await sql`insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
        recorded_by, channel, occurred_at, recorded_at, simulated)
      values ('completion', 'test-1', 'vneid-install', 1, 'completed', 'person', ${`P${id}`}, ${area}, 'volunteer',
        ${helper!.ref}, 'telegram', ${MORNING}, ${MORNING}, true)`;
    await sql`insert into consents (subject_kind, subject_code, purpose, text_version, how, given_at)
      values ('contact', ${id}, 'history', '2026-11', 'pressed', ${MORNING})`;
    await sql`insert into inbound (channel, key, contact_id, kind, occurred_at, received_at)
      values ('telegram', 'test-1', ${id}, 'text', ${MORNING}, ${MORNING})`;
    await sql`insert into turns (inbound_id, contact_id, heard, understood, at)
      select id, contact_id, 'con ơi cài ví làm sao', 'wish', ${MORNING} from inbound where key = 'test-1'`;
    return id;
  }
  /** By keyboard alone: to the demonstration's first official. */
  async function signIn(page: Page): Promise<void> {
    await page.goto(`${address}/dang-nhap`);
    await page.getByRole('button', { name: /chị Lan/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${address}/`);
  }
  const open = async (size: keyof typeof SIZES, path: string) => {
    const page = await context.newPage();
    await page.setViewportSize(SIZES[size]);
    await page.goto(address + path);
    return page;
  };
  const paths = () => ['/', '/nguoi-dan', `/nguoi-dan/${person}`, '/nhat-ky', '/cai-dat', '/tro-giup', '/dang-nhap'];
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

  it('lets a visitor of the demonstration in by keyboard', async () => {
    const page = await context.newPage();
    await signIn(page);
    await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe('Xã Rạch Mẫu');
    await page.close();
  });

  it('fit every width without sideways scrolling, with one h1 and targets that can be hit', {
    timeout: 120_000,
  }, async () => {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const path of paths()) {
        const page = await open(size, path);
        await looked(page, `${size}${path.replaceAll('/', '-').replace(/\d+/, 'id')}`);
        const { overflow, headings, small } = await page.evaluate(() => {
          const isSeen = (element: Element) => element.getClientRects().length > 0;
          return {
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            headings: document.querySelectorAll('h1').length,
            small: [
              ...document.querySelectorAll(
                'button, input:not([type=hidden], [type=checkbox]), select, summary, nav.ways a',
              ),
            ]
              .filter(isSeen)
              .filter((element) => element.getBoundingClientRect().height < 44)
              .map((element) => element.outerHTML.slice(0, 90)),
          };
        });
        expect([size, path, overflow, headings, small]).toEqual([size, path, 0, 1, []]);
        await page.close();
      }
    }
  });

  it('have nothing serious for axe', { timeout: 120_000 }, async () => {
    for (const size of ['narrow', 'wide'] as const) {
      for (const path of paths()) {
        const page = await open(size, path);
        for (const details of await page.locator('details').all()) {
          if (await details.isVisible())
            await details.evaluate((element) => ((element as HTMLDetailsElement).open = true));
        }
        expect([size, path, await axe(page)]).toEqual([size, path, []]);
        await page.close();
      }
    }
  });

  it('are worked by keyboard: skip link, search, menus, a confirmation', async () => {
    const page = await open('wide', '/');
    await page.keyboard.press('Tab');
    await expect(page.evaluate(() => document.activeElement?.className)).resolves.toBe('skip');
    await page.keyboard.press('Enter');
    await expect(page.evaluate(() => document.activeElement?.id)).resolves.toBe('noi-dung-chinh');
    await page.keyboard.press('/');
    await page.keyboard.type('sau');
    await page.keyboard.press('Enter');
    await page.waitForURL(/nguoi-dan\?tim=sau/);
    await page.getByRole('row').nth(1).getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/nguoi-dan\/\d+$/);
    const menu = page.locator('details.account');
    await menu.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expect(menu.evaluate((element) => (element as HTMLDetailsElement).open)).resolves.toBe(false);
    await page.goto(`${address}/cai-dat`);
    const confirm = page.locator('details.confirm').first();
    await confirm.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Nghỉ việc');
    await page.keyboard.press('Enter');
    await page.getByText('Đã kết thúc vai trò').waitFor();
    await page.close();
  });

  it('show where the focus is', async () => {
    const page = await open('wide', '/cai-dat');
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
        return `${outlineWidth} ${outlineStyle}`;
      });
      expect(outline).toBe('3px solid');
    }
    await page.close();
  });

  it('warn before the session ends, with one button to stay', async () => {
    const page = await context.newPage();
    await page.clock.install({ time: MORNING });
    await page.goto(`${address}/tro-giup`);
    const warning = page.locator('#session-end');
    await expect(warning.isVisible()).resolves.toBe(false);
    await page.clock.fastForward('11:55:30');
    await warning.getByRole('button', { name: 'Ở lại làm tiếp' }).waitFor();
    await looked(page, 'session-end');
    await warning.getByRole('button').click();
    await warning.waitFor({ state: 'hidden' });
    expect(page.url()).toBe(`${address}/tro-giup`);
    await page.close();
  });

  it('work without script', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: SIZES.narrow });
    const page = await plain.newPage();
    await page.goto(`${address}/dang-nhap`);
    await page.getByRole('button', { name: /chị Lan/ }).click();
    await page.locator('details.ways.narrow summary').click();
    await page.locator('details.ways.narrow').getByRole('link', { name: 'Người dân' }).click();
    await page.locator('#f-tim').fill('chợ mới');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    expect(await page.getByRole('row').count()).toBeGreaterThan(2);
    await plain.close();
  });

  it('are light: HTML ≤ 100 KB, style ≤ 30 KB, script ≤ 30 KB', async () => {
    const page = await context.newPage();
    const sizes: Record<string, number> = {};
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      const body = await response.body().catch(() => Buffer.alloc(0));
      sizes[/\.(\w+)$/.exec(pathname)?.[1] ?? 'html'] = body.length;
    });
    for (const path of paths()) {
      await page.goto(address + path, { waitUntil: 'networkidle' });
      expect(sizes.html).toBeLessThan(100 * 1024);
    }
    expect(sizes.css).toBeLessThan(30 * 1024);
    expect(sizes.js).toBeLessThan(30 * 1024);
    await page.close();
  });

  it('print without the navigation', async () => {
    const page = await open('wide', `/nguoi-dan/${person}`);
    await page.emulateMedia({ media: 'print' });
    await looked(page, 'print-person');
    await expect(page.locator('header').isVisible()).resolves.toBe(false);
    await expect(page.getByRole('heading', { level: 1 }).isVisible()).resolves.toBe(true);
    await page.close();
  });

  it('ran no script that failed and broke no content security policy', () => {
    expect(complaints).toEqual([]);
  });
});
