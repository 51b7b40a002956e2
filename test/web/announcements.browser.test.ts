/**
 * Announcements in a real browser, over the make-believe commune: written, looked at, tested, agreed to by somebody else,
 * sent, held, gone on with, read; urgent ones; corrections; with and without script. Skipped plainly without a browser.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMUNE, seedCommune } from '../../src/demo/commune.ts';
import { announce, decide } from '../support/announcing.ts';
import { browserFor, openPages, type PagesBrowser, signIn } from '../support/browser.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { axeFindings, photograph, SIZES, sidewaysScroll } from '../support/page-checks.ts';

const program = browserFor(import.meta.url);

const DAY_MS = 86_400_000;

describe.skipIf(!program)('announcements in a browser', { timeout: 90_000 }, () => {
  let house: House;
  let pages: PagesBrowser;
  /** Whoever has signed in so far, by name. */
  const officials = new Map<string, BrowserContext>();

  beforeAll(async () => {
    house = await openHouse({ demo: true });
    await seedCommune(house.db.sql, MORNING);
    // A third official, so that an urgent warning finds two besides its author.
    await house.db.sql`
      with one as (
        insert into contacts (channel, external_id, created_at, seen_at, simulated)
        values ('telegram', '7700001', ${MORNING}, ${MORNING}, true) returning id)
      insert into memberships (contact_id, role, area_code, name, since)
      select id, 'official', ${COMMUNE.code}, 'bà Tư', ${MORNING} from one`;
    // Browsers write down that a press was refused (409, 422) and that we cut a stream.
    const harmless = / 4(09|22) |ERR_FAILED/;
    pages = await openPages(program, house.assistant.web, { harmless, patience: 20_000 });
  });
  afterAll(async () => {
    await pages?.close();
    await house?.close();
  });

  async function pageOf(name: string, path = '/thong-bao'): Promise<Page> {
    const window = officials.get(name) ?? (await pages.newWindow({ viewport: SIZES.wide }));
    officials.set(name, window);
    const page = await window.newPage();
    await page.goto(pages.address + path);
    // A day that was jumped over has ended the session.
    if (pathOf(page) === '/dang-nhap') {
      await signIn(page, name);
      await page.goto(pages.address + path);
    }
    return page;
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click();
  const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
  const pathOf = (page: Page) => new URL(page.url()).pathname;
  const looked = (page: Page, name: string) => photograph(page, `announcement-${name}`);

  /** Keeps the form and answers the path of the page it leads to. */
  async function keep(page: Page): Promise<string> {
    await press(page, 'Lưu, xem lại trước khi gửi');
    await page.waitForURL(/\/thong-bao\/\d+/);
    return pathOf(page);
  }

  async function approve(name: string, path: string): Promise<void> {
    const page = await pageOf(name, path);
    await press(page, 'Duyệt');
    await says(page, /^Đã duyệt\./);
    await page.close();
  }

  const sentTo = async (path: string): Promise<string[]> =>
    (
      await house.db.sql<{ id: string }[]>`
        select contact_id::text as id from broadcast_recipients
        where broadcast_id = ${path.split('/').at(-1)!} and state = 'sent' order by contact_id`
    ).map(({ id }) => id);

  it('goes from the first word to the result: looked at, tested, agreed to, sent, held, gone on with', async () => {
    const lan = await pageOf('chị Lan');
    await lan.getByRole('link', { name: 'Soạn thông báo' }).click();
    await lan.locator('#xem-thu').getByText('Tới được 65 người').waitFor();
    await lan.fill('#f-loi-vi', 'Thứ Bảy 28/11, 7 giờ sáng. Chợ Rạch Mẫu có bàn cài ví.');
    await lan.fill('#f-hoi-vi', 'cô Lan, số 0900 000 000');
    // Without a press: the exact message and the new count stand beside the form.
    await lan.locator('#xem-thu .bubble').first().getByText('Hỏi cô Lan, số 0900 000 000.').waitFor();
    await lan.fill('#f-tien', '2.805');
    await lan.locator('#xem-thu').getByText('Tới được 116 người').waitFor();
    await lan.selectOption('#f-nut-1', 'se-toi');
    await lan.locator('#xem-thu .keys').first().getByText('Tôi sẽ tới').waitFor();
    await looked(lan, 'compose');
    const path = await keep(lan);
    await says(lan, 'Tới được 116 người');
    expect(await lan.locator('.phone').count()).toBe(2);
    expect(await lan.getByRole('button', { name: 'Trình duyệt' }).count()).toBe(0);
    await press(lan, 'Gửi thử cho tôi');
    await says(lan, /Đã gửi thử cho bạn/);
    await press(lan, 'Trình duyệt');
    await says(lan, /Đã trình/);
    expect(await lan.getByRole('button', { name: 'Duyệt', exact: true }).count()).toBe(0);
    await looked(lan, 'waiting');

    const phuc = await pageOf('anh Phúc');
    await says(phuc, '1 thông báo chờ bạn duyệt');
    await phuc.getByRole('link', { name: 'Xem và duyệt' }).click();
    await says(phuc, 'Xem và duyệt thông báo');
    await press(phuc, 'Duyệt');
    await says(phuc, /Tin đang gửi/);

    await lan.goto(pages.address + path);
    await press(lan, 'Tạm ngưng');
    await says(lan, 'Đã tạm ngưng.');
    // Whoever else looks is told without loading anything.
    await phuc.locator('#viec-lam .status', { hasText: 'Tạm ngưng' }).waitFor();
    await looked(phuc, 'paused');
    expect(await axeFindings(lan)).toEqual([]);
    await house.jump(4_000);
    expect(await sentTo(path)).toEqual([]);
    await press(lan, 'Gửi tiếp');
    await says(lan, 'Tin gửi tiếp.');
    await house.jump(4_000);
    await house.jump(4_000);
    for (const page of [lan, phuc]) {
      await page.locator('#viec-lam .status', { hasText: 'Gửi xong' }).waitFor();
      await page
        .locator('#dien-bien')
        .getByText(/^116\/126 người$/)
        .waitFor();
    }
    expect(await sentTo(path)).toHaveLength(116);
    await lan.getByRole('link', { name: /^còn \d+, xong 0$/ }).click();
    await says(lan, 'Tổ viên cần ghé');
    for (const page of [lan, phuc]) await page.close();
  });

  it('tries again only those it failed for', async () => {
    const lan = await pageOf('chị Lan');
    await lan.locator('#announcements tbody a').first().click();
    const path = pathOf(lan);
    const before = await sentTo(path);
    await house.db.sql`
      update contacts set left_at = null where left_at is not null and id in (
        select contact_id from broadcast_recipients where broadcast_id = ${path.split('/').at(-1)!} and state = 'failed')`;
    await lan.getByRole('button', { name: /Gửi lại cho \d+ người chưa tới/ }).click();
    await says(lan, 'Đang gửi lại cho người chưa tới.');
    await house.jump(4_000);
    await house.jump(4_000);
    await lan.locator('#viec-lam .status', { hasText: 'Gửi xong' }).waitFor();
    const after = await sentTo(path);
    expect(after.length).toBeGreaterThan(before.length);
    const [twice] = await house.db.sql<{ n: number }[]>`
      select count(*)::int as n from (
        select contact_id from outbound where broadcast_id = ${path.split('/').at(-1)!} and state = 'sent'
        group by 1 having count(*) > 1) t`;
    expect(twice!.n).toBe(0);
    await lan.close();
  });

  it('an urgent one waits for two others', async () => {
    await house.jump(DAY_MS);
    const lan = await pageOf('chị Lan', '/thong-bao/soan');
    await lan.selectOption('#f-khu-vuc', '99001-01');
    await lan.fill('#f-loi-vi', 'Nước sông đang lên. Bà con dọn đồ lên cao.');
    await lan.selectOption('#f-loai', 'urgent');
    const path = await keep(lan);
    await says(lan, /Cần 2 người khác duyệt/);
    await says(lan, /⚠️ KHẨN\. Ủy ban Xã Rạch Mẫu báo:/);
    await press(lan, 'Gửi thử cho tôi');
    await press(lan, 'Trình duyệt');
    await says(lan, /Đã trình/);
    await approve('anh Phúc', path);
    await lan.goto(pages.address + path);
    await says(lan, '1/2 người đã duyệt');
    await approve('bà Tư', path);
    await house.jump(4_000);
    await house.jump(4_000);
    await lan.goto(pages.address + path);
    await says(lan, 'Gửi xong');
    expect((await sentTo(path)).length).toBeGreaterThan(0);
    await lan.close();
  });

  it('a correction holds the wrong words and goes to exactly those they reached', async () => {
    await house.jump(DAY_MS);
    const wrong = `/thong-bao/${await announce(house, 'chị Lan', ['test', 'start'], { audience: { area: '99001-02' } })}`;
    await house.jump(4_000);
    await house.jump(4_000);
    const reached = await sentTo(wrong);
    const lan = await pageOf('chị Lan', wrong);
    await press(lan, 'Đính chính');
    await says(lan, 'Soạn tin đính chính');
    await says(lan, 'Đúng những người tin cũ đã tới hoặc có thể đã tới');
    await lan.fill('#f-loi-vi', 'Bàn cài ví dời qua Chủ nhật 29/11.');
    await lan.fill('#f-tien', '10.000');
    const path = await keep(lan);
    await says(lan, /báo lại cho đúng:/);
    await press(lan, 'Gửi thử cho tôi');
    await press(lan, 'Gửi');
    await says(lan, 'Tin đang gửi.');
    await house.jump(4_000);
    await house.jump(4_000);
    await lan.locator('#viec-lam .status', { hasText: 'Gửi xong' }).waitFor();
    expect(reached.length).toBeGreaterThan(10);
    expect(await sentTo(path)).toEqual(reached);
    await lan.close();
  });

  it('what is wrong stands beside its field, by keyboard from the top; nothing typed is lost, nothing written down', async () => {
    const before = await house.db.sql`select count(*)::int as n from broadcasts`;
    const lan = await pageOf('chị Lan', '/thong-bao/soan');
    await lan.fill('#f-loi-vi', 'Thứ Bảy có bàn cài ví.');
    await lan.getByText('Thêm Tiếng Anh').click();
    await lan.fill('#f-loi-en', 'Come on Saturday morning. '.repeat(14));
    await lan.fill('#f-mang-vi', 'Coi trang bit.ly/vi nha.');
    await lan.fill('#f-gio', '28/11 22:00');
    await press(lan, 'Lưu, xem lại trước khi gửi');
    const summary = lan.getByRole('alert').filter({ hasText: 'Còn chỗ chưa đúng' });
    await summary.waitFor();
    expect(await summary.getByRole('listitem').allTextContents()).toEqual([
      'Cần mang gì, làm gì: Không gửi đường dẫn bit.ly. Chỉ trang .gov.vn.',
      expect.stringMatching(/^Việc gì, khi nào, ở đâu \(Tiếng Anh\): Dài 363 ký tự, nhiều nhất 300\.$/),
      'Hẹn giờ gửi: 22:00 ngày 28/11/2026 là giờ nghỉ của bà con. Bạn chọn giờ khác.',
    ]);
    await looked(lan, 'refused');
    await summary.getByRole('link', { name: /Hẹn giờ gửi/ }).press('Enter');
    await expect(lan.evaluate(() => document.activeElement?.id)).resolves.toBe('f-gio');
    expect(await lan.inputValue('#f-gio')).toBe('28/11 22:00');
    expect(await lan.inputValue('#f-mang-vi')).toBe('Coi trang bit.ly/vi nha.');
    expect(await house.db.sql`select count(*)::int as n from broadcasts`).toEqual(before);
    await lan.close();
  });

  it('a changed audience is said to whoever approves, and nothing goes out by accident', async () => {
    await house.jump(DAY_MS);
    const path = `/thong-bao/${await announce(house, 'chị Lan', ['test', 'submit'])}`;
    await house.db.sql`
      insert into contacts (channel, external_id, area_code, created_at, seen_at, simulated)
      select 'telegram', '88' || n, '99001-01', ${MORNING}, ${MORNING}, true from generate_series(1, 40) n`;
    const phuc = await pageOf('anh Phúc', path);
    await press(phuc, 'Duyệt');
    await says(phuc, /Số người đổi từ \d+ thành \d+/);
    await house.jump(4_000);
    expect(await sentTo(path)).toEqual([]);
    await press(phuc, 'Duyệt');
    await says(phuc, /Tin đang gửi/);
    await decide(house, 'chị Lan', path.split('/').at(-1)!, 'stop');
    await phuc.locator('#viec-lam .status', { hasText: 'Đã dừng' }).waitFor();
    await phuc.close();
  });

  it('says so when the figures stop coming, and of when they are', async () => {
    const path = `/thong-bao/${await announce(house, 'chị Lan', ['test', 'start'], { audience: { area: '99001-03' } })}`;
    const lan = await pageOf('chị Lan', path);
    await lan.route('**/dien-bien', (route) => route.abort());
    await lan.reload();
    const line = lan.locator('#mat-ket-noi');
    await line.getByText(/^Mất kết nối, số liệu lúc \d{2}:\d{2}, \d{2}\/11\/2026\./).waitFor();
    expect(await line.getAttribute('role')).toBe('status');
    await lan.close();
    await decide(house, 'chị Lan', path.split('/').at(-1)!, 'stop');
  });

  it('works without script, and narrow', async () => {
    await house.jump(DAY_MS);
    await (await pageOf('chị Lan')).close();
    const storageState = await officials.get('chị Lan')!.storageState();
    const plain = await pages.newWindow({ javaScriptEnabled: false, viewport: SIZES.narrow, storageState });
    const page = await plain.newPage();
    await page.goto(`${pages.address}/thong-bao/soan`);
    await page.fill('#f-loi-vi', 'Thứ Bảy có bàn cài ví.');
    await page.getByText('Chọn kỹ hơn').click();
    await page.selectOption('#f-viec', 'viettel-money');
    await page.selectOption('#f-toi-dau', 'stuck');
    await press(page, 'Xem thử');
    await page.locator('#f-buoc').waitFor(); // the steps of the chosen flow
    await page.selectOption('#f-viec', '');
    const path = await keep(page);
    await press(page, 'Gửi thử cho tôi');
    await press(page, 'Gửi');
    await says(page, 'Tin đang gửi.');
    expect(await sidewaysScroll(page)).toBe(0);
    await looked(page, 'sending-narrow');
    await house.jump(4_000);
    await house.jump(4_000);
    await page.getByRole('link', { name: 'Tải lại' }).click();
    await says(page, 'Gửi xong');
    expect(pathOf(page)).toBe(path);
    await plain.close();
  });

  it('ran no script that failed and broke no content security policy', () => {
    expect(pages.complaints).toEqual([]);
  });
});
