/** The page in a real browser, against the small engine of `fake-simulator-ports.ts`. Skipped plainly without a browser. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserFor, openPages, type PagesBrowser } from '../support/browser.ts';
import { sidewaysScroll } from '../support/page-checks.ts';
import { type SimulatorServer, serveSimulator } from '../support/simulator-pages.ts';

const program = browserFor(import.meta.url);

describe.skipIf(!program)('the simulator in a browser', () => {
  let simulator: SimulatorServer;
  let pages: PagesBrowser;
  let page: Page;

  beforeAll(async () => {
    simulator = await serveSimulator();
    pages = await openPages(program, simulator.app);
  });
  afterAll(async () => {
    await pages?.close();
    await simulator?.close();
  });
  beforeEach(async () => {
    page = await (await pages.newWindow({ viewport: { width: 1440, height: 900 } })).newPage();
  });
  afterEach(async () => {
    await page.context().close();
    expect(pages.complaints.splice(0)).toEqual([]); // no script failed and nothing broke the content security policy
  });

  const stand = (index = 0) => page.locator('.stand').nth(index);
  const log = (index = 0) => stand(index).getByRole('log');
  const panel = () => page.getByRole('tabpanel');

  /** Opens the page on a person nobody has met. */
  async function meet(channel: 'zalo' | 'telegram'): Promise<void> {
    await page.goto(`${pages.address}/gia-lap`);
    await stand().getByLabel('Người trong điện thoại này').selectOption(`fresh:${channel}`);
    await log().getByText('Người mới, trợ lý chưa biết').waitFor();
    await page.waitForURL(new RegExp(`kenh=${channel}$`));
  }

  async function type(text: string): Promise<void> {
    await stand().getByLabel('Tin nhắn').fill(text);
    await page.keyboard.press('Enter');
  }

  it('walks a citizen through steps with pictures, on both platforms', async () => {
    for (const [channel, opening] of [
      ['zalo', 'Quan tâm'],
      ['telegram', 'BẮT ĐẦU'],
    ] as const) {
      await meet(channel);
      await stand().getByRole('button', { name: opening, exact: true }).click();
      await log().getByRole('button', { name: '▶ Bắt đầu' }).click();
      const picture = log().getByRole('img').last();
      await picture.waitFor();
      expect(await picture.getAttribute('alt')).toContain('Bước 1/4');
      expect(
        await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
      ).toBeGreaterThan(0);
      await log().getByRole('button', { name: '✅ Xong rồi' }).last().click();
      await log().getByText('Bước 2/4').waitFor();
      await panel().getByText('buoc-2').waitFor();
    }
  });

  it('shows the person the code they typed, and the inspector what was kept of it', async () => {
    await meet('zalo');
    await stand().getByRole('button', { name: 'dán mã OTP' }).click();
    await log().getByText('Máy chủ chỉ giữ: [đã ẩn: OTP]').waitFor();
    expect(await log().innerText()).toContain('482913');
    await page.getByRole('tab', { name: 'Gói gửi' }).click();
    await panel().getByText('[đã ẩn: OTP]').first().waitFor();
    expect(await page.locator('.inspector').innerText()).not.toContain('482913');
    await page.reload();
    await log().getByText('[đã ẩn: OTP]').first().waitFor();
    expect(await page.content()).not.toContain('482913');
  });

  it('removes a code on Telegram, and says so', async () => {
    await meet('telegram');
    await stand().getByRole('button', { name: 'BẮT ĐẦU' }).click();
    await type('123456');
    await log().getByText('Trợ lý xoá một tin có mã bí mật').waitFor();
    expect(await log().innerText()).not.toContain('123456');
  });

  it('picks a turn by its bubble, and marks the bubble of a picked turn', async () => {
    await meet('zalo');
    await stand().getByRole('button', { name: 'Quan tâm' }).click();
    await log().getByText('Mình bắt đầu nha bác?').waitFor();
    await type('giấy');
    await log().getByText('Tấm mã của bác đây.').waitFor();
    const current = panel().locator('[aria-current]');
    await expect.poll(() => current.innerText()).toContain('“giấy”');
    await log().locator('.bubble', { hasText: 'Con ở đây để chỉ bác' }).click();
    await expect.poll(() => current.innerText()).toContain('quan tâm');
    expect(await log().locator('.is-selected').count()).toBe(2);
    await panel().getByRole('button', { name: '“giấy”' }).click();
    await expect.poll(() => log().locator('.is-selected').last().innerText()).toContain('Tấm mã của bác đây.');
  });

  it('can be worked by keyboard alone', async () => {
    await meet('zalo');
    await page.keyboard.press('Alt+3');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-packets');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-rows');
    await page.keyboard.press('Home');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Trạng thái');
    const opener = stand().getByRole('button', { name: 'Gửi thứ khác' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await stand().getByRole('button', { name: 'Tin thoại' }).waitFor();
    // On a busy machine the list may be drawn a moment before it listens to keys: press as a person would, until it goes.
    const listed = stand().getByRole('button', { name: 'Tin thoại' });
    for (let press = 0; press < 50 && (await listed.count()) > 0; press += 1) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(100);
    }
    expect(await listed.count()).toBe(0);
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
    const outline = await opener.evaluate((button) => getComputedStyle(button).outlineWidth);
    expect(outline).toBe('3px');
  });

  it('brings a reminder when the clock jumps, to every phone on the page', async () => {
    await meet('zalo');
    await type('xong');
    await log().getByText('Bước 1/4').waitFor();
    await page.getByRole('button', { name: '+1 ngày' }).click();
    await log().getByText('Bác rảnh thì mình làm tiếp nha.').waitFor();
    await panel().getByText('Lời nhắc tới giờ').first().waitFor();
  });

  it('stands three phones side by side for a suggestion, and closes them', async () => {
    await page.goto(`${pages.address}/gia-lap`);
    await page.getByRole('button', { name: /Thử: Cán bộ gửi thông báo/ }).click();
    await expect.poll(() => page.locator('.stand').count()).toBe(2); // one official is seeded here, and a citizen
    await page.getByRole('button', { name: 'Bấm giùm “Quan tâm”' }).click();
    await log(0).getByText('Dạ con chào bác.').waitFor();
    await page.getByRole('button', { name: '＋ Tổ viên' }).click();
    await expect.poll(() => page.locator('.stand').count()).toBe(3);
    await stand(2).getByRole('button', { name: 'Bỏ điện thoại này' }).click();
    await expect.poll(() => page.locator('.stand').count()).toBe(2);
  });

  it.each([
    [1440, 900],
    [1024, 768],
    [390, 844],
  ])('fits %i × %i: nothing sticks out, every target is large enough', async (width, height) => {
    await page.setViewportSize({ width, height });
    await meet('zalo');
    await stand().getByRole('button', { name: 'Quan tâm' }).click();
    await log().getByText('Mình bắt đầu nha bác?').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    const small = await page.locator('button:visible, select:visible, input:visible').evaluateAll((all) =>
      all
        .filter((element) => !element.matches('.pick')) // its target is the whole bubble
        .map(
          (element) =>
            ({ name: element.textContent, ...element.getBoundingClientRect().toJSON() }) as DOMRect & { name: string },
        )
        .filter((box) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
        .map(({ name, width, height }) => `${name}: ${width} × ${height}`),
    );
    expect(small).toEqual([]);
    if (width >= 1024) return;
    expect(await panel().isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Bên trong', exact: true }).click();
    expect(await panel().isVisible()).toBe(true);
    expect(await log().isVisible()).toBe(false);
  });
});
