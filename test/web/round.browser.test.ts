/**
 * A volunteer's round in a real browser: nine households, an old phone, one bar of signal and then none. Everything that
 * was logged is in the ledger once, whatever the link lost and however often the page was closed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSignInLink, endAllSessions } from '../../src/db/access.ts';
import { browserFor, openPhone } from '../support/browser.ts';
import { type House, openHouse } from '../support/house.ts';
import { axeFindings, layoutProblems, photograph } from '../support/page-checks.ts';
import { type WeakLink, weakLink } from '../support/weak-link.ts';

const program = browserFor(import.meta.url);

const PAGE = '/to/di-ap';
const NARROW = { width: 320, height: 640 };

describe.skipIf(!program)('the page for rounds in a browser', { timeout: 120_000 }, () => {
  let house: House;
  let direct: string;
  let link: WeakLink;
  let profile: string;
  let phone: BrowserContext;
  const volunteers: Record<string, string> = {};

  beforeAll(async () => {
    // The real time: the page's clock and the house's are two, as in life.
    house = await openHouse({ now: new Date() });
    const { sql } = house.db;
    await house.area('79001', 'Xã Mình', 'commune');
    await house.area('h1', 'Ấp Một', 'hamlet', '79001');
    await house.area('h2', 'Ấp Hai', 'hamlet', '79001');
    for (const [area, names] of [
      ['h1', ['Bác Sáu', 'Cô Út', 'Chú Ba', 'Bà Tư', 'Ông Năm', 'Anh Bảy', 'Chị Tám', 'Bác Chín', 'Cô Mười']],
      ['h2', ['Bác Kín']],
    ] as const) {
      for (const [index, name] of names.entries()) {
        const code = `${area}-${index + 1}`;
        await sql`
          insert into households (code, area_code, call_name, link_token, created_at)
          values (${code}, ${area}, ${name}, ${code}, ${new Date(house.clock.now().getTime() - index * 1000)})`;
      }
    }
    await sql`
      insert into household_members (household_code, call_name, term, added_at) values
        ('h1-1', 'Ba', 'chú', ${house.clock.now()}), ('h1-1', 'Tư', 'cô', ${house.clock.now()})`;
    for (const [name, area] of [
      ['anh Tâm', 'h1'],
      ['cô Hạnh', 'h2'],
    ] as const) {
      const chat = house.person(name, 'telegram');
      await chat.start(await house.invite('volunteer', area, name));
      const [row] = await sql<{ id: string }[]>`select id::text from contacts where external_id = ${chat.externalId}`;
      volunteers[name] = row?.id ?? '';
    }
    direct = await house.assistant.web.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => house?.close());

  beforeEach(async () => {
    link = await weakLink(direct, `${PAGE}/gui`, ['there', 'back', 'through']);
    profile = await mkdtemp(join(tmpdir(), 'di-ap-'));
    phone = await switchOn();
  });
  afterEach(async () => {
    await phone?.close();
    await link?.close();
    await rm(profile, { recursive: true, force: true });
  });

  /** The phone with what is stored on it; closing the context and switching on again is killing the browser. */
  const switchOn = async (): Promise<BrowserContext> => {
    const context = await openPhone(program, profile, { viewport: NARROW });
    context.setDefaultTimeout(15_000);
    return context;
  };
  const cut = async (isCut: boolean) => {
    link.isCut = isCut;
    await phone.setOffline(isCut);
  };
  /** Presses the link the assistant has sent into the chat. */
  const comeIn = async (name: string, page: Page) => {
    const token = await createSignInLink(house.db.sql, volunteers[name] ?? '', house.clock.now());
    await page.goto(`${link.address}/dang-nhap/${token}?tiep=${PAGE}`);
    await page.locator('button.primary.big').click();
    await page.waitForURL(link.address + PAGE);
  };
  /** The book is on the phone and the shell is kept: from here on no network is needed. */
  const isReady = async (page: Page) => {
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (!(await caches.match('/to/di-ap'))) await new Promise((resolve) => setTimeout(resolve, 50));
    });
  };
  const arrive = async (name: string): Promise<Page> => {
    const page = await phone.newPage();
    await comeIn(name, page);
    await isReady(page);
    return page;
  };
  /** Everything the page has put on the phone. */
  const stored = (page: Page) =>
    page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('di-ap');
        opening.onsuccess = () => resolve(opening.result);
      });
      const all = (name: string) =>
        new Promise<unknown[]>((resolve) => {
          const asked = db.transaction(name).objectStore(name).getAll();
          asked.onsuccess = () => resolve(asked.result);
        });
      const [rows, books, facts] = await Promise.all(['rows', 'books', 'facts'].map(all));
      return { rows, books, facts, caches: await caches.keys() };
    });
  const unsent = (page: Page, count: number) =>
    page.locator(`[data-unsent="${count}"]`).waitFor({ state: 'visible', timeout: 90_000 });
  const log = async (page: Page, household: string, flow: string, who?: string) => {
    await page.goto(`${link.address}${PAGE}#ho/${household}`);
    await page.locator(`form[data-household="${household}"]`).waitFor();
    const choice = page.getByLabel('Việc gì?');
    await choice.selectOption(flow);
    const title = await choice.locator('option:checked').innerText();
    const name = await page.locator('h2').innerText();
    if (who) await page.getByText(who, { exact: true }).last().click();
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    // On the disk, this one and not the one before.
    await page.getByText(`Đã giữ: Xong · ${title} · ${name}${who ? ` · ${who}` : ''}.`).waitFor();
  };
  const ledger = async () => {
    const rows = await house.db.sql<{ flow: string; subject: string; area: string; by: string }[]>`
      select flow_id as flow, subject_code as subject, area_code as area, recorded_by as by from ledger
      where channel = 'page' order by id`;
    return rows.map(({ flow, subject }) => `${subject} ${flow}`).sort();
  };
  const clear = () => house.db.sql`truncate ledger cascade`;

  it('keeps five completions and a household through dead signal, a killed browser and a lossy link: each counted once', async () => {
    await clear();
    const page = await arrive('anh Tâm');
    await cut(true);

    // No network at all: the page opens from the phone.
    await page.reload();
    await page.getByText('Bác Sáu').first().waitFor();
    await log(page, 'h1-1', 'viettel-money', 'chú Ba');
    await log(page, 'h1-1', 'vneid-install', 'cô Tư');
    await log(page, 'h1-2', 'viettel-money');
    await log(page, 'h1-3', 'momo');
    await page.goto(`${link.address}${PAGE}#ho-moi`);
    await page.getByLabel('Tên gọi chủ hộ').fill('Bác Mới');
    await page.getByText('đọc to cho Bác Mới nghe').waitFor();
    await page.getByRole('button', { name: 'Người dân đồng ý' }).click();
    await page.getByRole('heading', { name: 'Bác Mới' }).waitFor();
    await page.getByLabel('Việc gì?').selectOption('vneid-install');
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    await unsent(page, 6);

    // The battery is empty; later, still without a signal, everything is there.
    await phone.close();
    phone = await switchOn();
    await cut(true);
    const again = await phone.newPage();
    await again.goto(link.address + PAGE);
    await unsent(again, 6);
    await photograph(again, 'round-offline');
    expect(await ledger()).toEqual([]);

    // One bar: a third of what is sent is lost, before or after it was acted on.
    link.loss = 0.3;
    await cut(false);
    await unsent(again, 0);
    expect(link.counts.there).toBeGreaterThan(0);
    expect(link.counts.back).toBeGreaterThan(0);
    const [fresh] = await house.db.sql<{ code: string; consents: number }[]>`
      select h.code, (select count(*)::int from consents c where c.subject_code = h.code) as consents
      from households h where call_name = 'Bác Mới'`;
    const members = await house.db.sql<{ id: string }[]>`select id::text from household_members order by id`;
    const [ba, tu] = members.map(({ id }) => `M${id}`);
    expect(fresh?.consents).toBe(1);
    expect(await ledger()).toEqual(
      [
        `${ba} viettel-money`,
        `${tu} vneid-install`,
        'h1-2 viettel-money',
        'h1-3 momo',
        `${fresh?.code} vneid-install`,
      ].sort(),
    );
    // The list now knows what was done, and the new household by its code.
    await again.goto(`${link.address}${PAGE}#ho/${fresh?.code}`);
    await again.getByText(/Đã xong/).waitFor();
  });

  it('loses and doubles nothing when most answers never come back', async () => {
    await clear();
    const page = await arrive('anh Tâm');
    link.loss = 0.5;
    const flows = ['viettel-money', 'momo', 'zalopay', 'vneid-install', 'vneid-activate'];
    for (const household of ['h1-4', 'h1-5']) for (const flow of flows) await log(page, household, flow);
    await unsent(page, 0);
    const wanted = ['h1-4', 'h1-5'].flatMap((household) => flows.map((flow) => `${household} ${flow}`));
    expect(await ledger()).toEqual(wanted.sort());
    expect(link.counts.there).toBeGreaterThan(0);
    expect(link.counts.back).toBeGreaterThan(0);
  });

  it('keeps what was logged when the session ends, and sends it after the next link', async () => {
    await clear();
    const page = await arrive('anh Tâm');
    await endAllSessions(house.db.sql, volunteers['anh Tâm'] ?? '', house.clock.now());
    await log(page, 'h1-7', 'momo');
    await page.getByText('Bạn mở lại đường dẫn trong chat').waitFor();
    await unsent(page, 1);
    expect(await ledger()).toEqual([]);
    await comeIn('anh Tâm', page);
    await unsent(page, 0);
    expect(await ledger()).toEqual(['h1-7 momo']);
  });

  it('shows a second volunteer on the same phone nothing of the first, and sends nothing in the wrong name', async () => {
    await clear();
    const page = await arrive('anh Tâm');
    await cut(true);
    await log(page, 'h1-8', 'momo');
    await endAllSessions(house.db.sql, volunteers['anh Tâm'] ?? '', house.clock.now()); // so that nothing leaves before
    await cut(false);
    await comeIn('cô Hạnh', page);
    await page.getByText('Bác Kín').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/Bác Chín|Bác Sáu|anh Tâm|Ấp Một/);
    const kept = await stored(page);
    expect(JSON.stringify(kept.books)).not.toMatch(/Bác Chín|Bác Sáu/); // the first one's list is gone from the phone, not hidden
    await page.getByText('1 dòng của người khác').waitFor();
    expect(kept.rows).toHaveLength(1);
    await unsent(page, 0);
    expect(await ledger()).toEqual([]); // and it is not sent as hers
    await comeIn('anh Tâm', page);
    await page.getByText('Bác Sáu').first().waitFor();
    await unsent(page, 0);
    await expect.poll(ledger).toEqual(['h1-8 momo']);
    const [by] = await house.db.sql<{ by: string }[]>`select recorded_by as by from ledger`;
    expect(by?.by).toBe(`volunteer:${volunteers['anh Tâm']}`);
  });

  it('reads a typed line back before it counts, and mends what was refused', async () => {
    await clear();
    const page = await arrive('anh Tâm');
    await page.getByLabel(/Mỗi dòng một việc/).fill('xong vi 3\nxong vi 99');
    await page.getByRole('button', { name: 'Giữ lại' }).click();
    await page.getByText('Cần coi lại: 1').click();
    await page.getByText('xong vi 99:').waitFor();
    expect(await page.getByRole('button', { name: 'Đúng, ghi sổ' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sửa' }).click();
    await page.locator('.mend textarea').fill('xong vi 3');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText(/Ví Viettel Money · Chú Ba, hộ 3/).waitFor();
    expect(await ledger()).toEqual([]);
    await photograph(page, 'round-outbox');
    await page.getByRole('button', { name: 'Đúng, ghi sổ' }).click();
    await unsent(page, 0);
    await expect.poll(ledger).toEqual(['h1-3 viettel-money']);

    // Taken back: a reversal, not a deletion.
    await page.getByRole('button', { name: 'Lấy lại' }).first().click();
    await expect.poll(async () => (await house.db.sql`select 1 from ledger where entry = 'reversal'`).length).toBe(1);

    // A household of that name is there: one press says it is the same.
    await page.goto(`${link.address}${PAGE}#ho-moi`);
    await page.getByLabel('Tên gọi chủ hộ').fill('Bac Chin');
    await page.getByRole('button', { name: 'Người dân đồng ý' }).click();
    await page.getByText('Cần coi lại: 1').click();
    await page.getByRole('button', { name: 'Là hộ Bác Chín, 8' }).click();
    await page.locator('.look').waitFor({ state: 'detached' });
    expect(await house.db.sql`select 1 from households where call_name = 'Bác Chín'`).toHaveLength(1);
  });

  it('leaves nothing on the phone after "Xóa dữ liệu trên máy này", and says first what is lost', async () => {
    const page = await arrive('anh Tâm');
    await cut(true);
    await log(page, 'h1-9', 'momo');
    await page.goto(`${link.address}${PAGE}#/`);
    await page.getByRole('button', { name: 'Xóa dữ liệu trên máy này' }).click();
    await page.getByText('Còn 1 dòng chưa gửi').waitFor();
    await page.getByRole('button', { name: 'Xóa hết' }).click();
    await page.locator('.door', { hasText: 'Đã xóa.' }).waitFor();
    expect(await stored(page)).toEqual({ rows: [], books: [], facts: [], caches: [] });
  });

  it('sends by itself when the network is back and the page is closed', async () => {
    await clear();
    const page = await arrive('anh Tâm');
    await cut(true);
    await log(page, 'h1-4', 'zalopay');
    const other = await phone.newPage(); // so that the browser stays open
    const devtools = await phone.newCDPSession(other);
    const registered = new Promise<{ registrationId: string; scopeURL: string }>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.endsWith(PAGE));
        if (ours) resolve(ours);
      });
    });
    await devtools.send('ServiceWorker.enable');
    const { registrationId } = await registered;
    await page.close();
    await cut(false);
    // The browser wakes the worker, again after a while when it could not send everything.
    const wake = () =>
      devtools.send('ServiceWorker.dispatchSyncEvent', {
        ...{ origin: link.address, registrationId, tag: 'di-ap-gui', lastChance: false },
      });
    const arrived = async () => {
      await wake();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return ledger();
    };
    await expect.poll(arrived, { timeout: 30_000 }).toEqual(['h1-4 zalopay']);
  });

  it('keeps nothing longer than 14 days', async () => {
    const page = await arrive('anh Tâm');
    await cut(true);
    await log(page, 'h1-9', 'zalopay');
    await page.clock.setFixedTime(Date.now() + 11 * 86_400_000);
    await page.goto('about:blank');
    await page.goto(link.address + PAGE);
    await page.getByText('Có dòng để quá 10 ngày').waitFor();
    await unsent(page, 1);
    await page.clock.setFixedTime(Date.now() + 15 * 86_400_000);
    await page.goto('about:blank');
    await page.goto(link.address + PAGE);
    await unsent(page, 0);
    expect(await page.getByText('Bác Sáu').count()).toBe(0);
  });

  it.each([320, 1024])('fits %i px with targets of 48 px, and axe finds nothing serious in any view', async (width) => {
    const page = await arrive('anh Tâm');
    await page.getByText('Bác Sáu').first().waitFor();
    await page.setViewportSize({ width, height: 700 });
    for (const view of ['', 'ho/h1-1', 'ho-moi', 'so-gui', 'to-buoc', 'to-buoc/viettel-money']) {
      await page.goto(`${link.address}${PAGE}#${view || '/'}`);
      await page.waitForTimeout(200);
      await photograph(page, `round-${width}-${view.replaceAll('/', '-') || 'home'}`);
      const wrong = await layoutProblems(page, { targets: 'button, input, select, textarea, a', least: 48 });
      expect([view, wrong]).toEqual([view, []]);
      expect([view, await axeFindings(page)]).toEqual([view, []]);
    }
  });
});
