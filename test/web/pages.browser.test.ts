/**
 * The officials' pages in a real browser, over the make-believe commune: narrow, wide and enlarged, by keyboard, with and
 * without script, and read by axe. Skipped plainly without a browser.
 */
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCommune } from '../../src/demo/commune.ts';
import { browserFor, openPages, type PagesBrowser, signIn } from '../support/browser.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { barriers, misfits, openAt, photograph, SIZES, type Size, weights } from '../support/page-checks.ts';

const program = browserFor(import.meta.url);

describe.skipIf(!program)('the officials’ pages in a browser', () => {
  let house: House;
  let pages: PagesBrowser;
  let window: BrowserContext;
  let person: string;

  beforeAll(async () => {
    house = await openHouse({ demo: true });
    await seedCommune(house.db.sql, MORNING);
    person = await liveALittle();
    pages = await openPages(program, house.assistant.web);
    window = await pages.newWindow({ viewport: SIZES.wide });
  });
  afterAll(async () => {
    await pages?.close();
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
  const open = (size: Size, path: string) => openAt(window, size, pages.address + path);
  const paths = () => ['/', '/nguoi-dan', `/nguoi-dan/${person}`, '/nhat-ky', '/cai-dat', '/tro-giup', '/dang-nhap'];

  it('lets a visitor of the demonstration in by keyboard', async () => {
    const page = await open('wide', '/dang-nhap');
    await signIn(page, 'chị Lan');
    expect(page.url()).toBe(`${pages.address}/`);
    await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe('Xã Rạch Mẫu');
    await page.close();
  });

  it('fit every width without sideways scrolling, with one h1 and targets that can be hit', {
    timeout: 120_000,
  }, async () => {
    expect(await misfits(window, pages.address, paths())).toEqual([]);
  });

  it('have nothing serious for axe', { timeout: 120_000 }, async () => {
    expect(await barriers(window, pages.address, paths())).toEqual([]);
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
    await page.getByRole('row').nth(1).getByRole('link').press('Enter');
    await page.waitForURL(/nguoi-dan\/\d+$/);
    const menu = page.locator('details.account');
    await menu.locator('summary').press('Enter');
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expect(menu.evaluate((element) => (element as HTMLDetailsElement).open)).resolves.toBe(false);
    await page.goto(`${pages.address}/cai-dat`);
    await page.locator('details.confirm').first().locator('summary').press('Enter');
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
    const page = await window.newPage();
    await page.clock.install({ time: MORNING });
    await page.goto(`${pages.address}/tro-giup`);
    const warning = page.locator('#session-end');
    await expect(warning.isVisible()).resolves.toBe(false);
    await page.clock.fastForward('11:55:30');
    await warning.getByRole('button', { name: 'Ở lại làm tiếp' }).waitFor();
    await photograph(page, 'session-end');
    await warning.getByRole('button').click();
    await warning.waitFor({ state: 'hidden' });
    expect(page.url()).toBe(`${pages.address}/tro-giup`);
    await page.close();
  });

  it('work without script', async () => {
    const plain = await pages.newWindow({ javaScriptEnabled: false, viewport: SIZES.narrow });
    const page = await plain.newPage();
    await page.goto(`${pages.address}/dang-nhap`);
    await page.getByRole('button', { name: /chị Lan/ }).click();
    await page.locator('details.ways.narrow summary').click();
    await page.locator('details.ways.narrow').getByRole('link', { name: 'Người dân' }).click();
    await page.locator('#f-tim').fill('chợ mới');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    expect(await page.getByRole('row').count()).toBeGreaterThan(2);
    await plain.close();
  });

  it('are light: HTML ≤ 100 KB, style ≤ 30 KB, script ≤ 30 KB', async () => {
    const { html = {}, css = {}, js = {} } = await weights(window, pages.address, paths());
    expect(Object.entries(html).filter(([, bytes]) => bytes >= 100 * 1024)).toEqual([]);
    expect(Object.entries({ ...css, ...js }).filter(([, bytes]) => bytes >= 30 * 1024)).toEqual([]);
  });

  it('print without the navigation', async () => {
    const page = await open('wide', `/nguoi-dan/${person}`);
    await page.emulateMedia({ media: 'print' });
    await photograph(page, 'print-person');
    await expect(page.locator('header').isVisible()).resolves.toBe(false);
    await expect(page.getByRole('heading', { level: 1 }).isVisible()).resolves.toBe(true);
    await page.close();
  });

  it('ran no script that failed and broke no content security policy', () => {
    expect(pages.complaints).toEqual([]);
  });
});
