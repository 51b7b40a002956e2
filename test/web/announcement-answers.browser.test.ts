/** Answering what people ask about an announcement, in a real browser: while figures come, pressed twice, without script. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCommune } from '../../src/demo/commune.ts';
import { announce, decide } from '../support/announcing.ts';
import { browserFor, openPages, type PagesBrowser, signIn } from '../support/browser.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { axeFindings, photograph, SIZES, sidewaysScroll } from '../support/page-checks.ts';

const program = browserFor(import.meta.url);

describe.skipIf(!program)('answering in a browser', { timeout: 90_000 }, () => {
  let house: House;
  let pages: PagesBrowser;
  let id: string;

  beforeAll(async () => {
    house = await openHouse({ demo: true });
    await seedCommune(house.db.sql, MORNING);
    pages = await openPages(program, house.assistant.web, { harmless: / 409 |ERR_FAILED/, patience: 20_000 });
    id = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', id, 'approve');
    await house.db.sql`
      insert into broadcast_replies (broadcast_id, contact_id, direction, text, at)
      select ${id}, c.id, 'in', 'Câu của ' || c.call_name, ${MORNING} from contacts c
      where c.simulated and c.area_code = '99001-01' and c.call_name is not null and c.left_at is null
        and c.channel = 'telegram' order by c.id limit 4`;
  });
  afterAll(async () => {
    await pages?.close();
    await house?.close();
  });

  async function pageOf(path: string, how: Parameters<PagesBrowser['newWindow']>[0]): Promise<Page> {
    const page = await (await pages.newWindow(how)).newPage();
    await page.goto(pages.address + path);
    await signIn(page, 'chị Lan');
    await page.goto(pages.address + path);
    return page;
  }

  const answers = async (): Promise<string[]> => {
    const rows = await house.db.sql<{ text: string }[]>`
      select body ->> 'text' as text from outbound where cause like 'answer:%' order by id`;
    return rows.map(({ text }) => text.split('\n')[1]!);
  };

  it('what is being typed stays when the announcement is through; a double press sends once', async () => {
    const page = await pageOf(`/thong-bao/${id}`, { viewport: SIZES.wide });
    const field = page.locator('.asked textarea').first();
    await field.pressSequentially('Dạ 11 giờ');
    for (let round = 0; round < 3; round += 1) await house.jump(4_000);
    await page.locator('#viec-lam .status', { hasText: 'Gửi xong' }).waitFor();
    await page.keyboard.type(' trưa.');
    expect(await field.inputValue()).toBe('Dạ 11 giờ trưa.');
    await page.getByRole('button', { name: 'Gửi trả lời' }).first().dblclick();
    await page.getByText('Đã gửi câu trả lời.').waitFor();
    expect(await answers()).toEqual(['Dạ 11 giờ trưa.']);
    expect(await axeFindings(page)).toEqual([]);
    await photograph(page, 'announcement-answered');
    await page.close();
  });

  it('without script on a narrow phone: refused with what was typed, mended, sent', async () => {
    const page = await pageOf(`/thong-bao/${id}/hoi-dap`, { viewport: SIZES.narrow, javaScriptEnabled: false });
    expect(await sidewaysScroll(page)).toBe(0);
    const field = () => page.locator('.asked textarea').first();
    await field().fill('Bà con coi bit.ly/abc nha.');
    await page.getByRole('button', { name: 'Gửi trả lời' }).first().click();
    await page.getByRole('alert').getByText('Không gửi đường dẫn bit.ly').waitFor();
    expect(await field().inputValue()).toBe('Bà con coi bit.ly/abc nha.');
    expect(await sidewaysScroll(page)).toBe(0);
    await field().fill('Dạ có giữ xe.');
    await page.getByRole('button', { name: 'Gửi trả lời' }).first().click();
    await page.getByText('Đã gửi câu trả lời.').waitFor();
    expect((await answers()).slice(1)).toEqual(['Dạ có giữ xe.']);
    await page.close();
  });

  it('ran no script that failed and broke no content security policy', () => {
    expect(pages.complaints).toEqual([]);
  });
});
