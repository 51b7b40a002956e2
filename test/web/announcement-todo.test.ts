/** What waits for an official about announcements is on the overview: for whoever may act, each with the page where it is done. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedCommune } from '../../src/demo/commune.ts';
import { announce, decide } from '../support/announcing.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enterAs } from '../support/staff.ts';

const HOUR = 3_600_000;
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await seedCommune(house.db.sql, MORNING);
});
afterEach(() => house.close());

/** Sentence → where its link leads. */
async function todo(name: string): Promise<Record<string, string>> {
  const { body, statusCode } = await (await enterAs(house, name)).get('/');
  expect([name, statusCode]).toEqual([name, 200]);
  const list = /<section class="todo panel"[\s\S]*?<\/section>/.exec(body)?.[0] ?? '';
  return Object.fromEntries(
    [...list.matchAll(/<\/span><span>([^<]*)<\/span><a class="button" href="([^"]*)"/g)].map(([, text, href]) => [
      text!,
      href!.replaceAll('&amp;', '&'),
    ]),
  );
}
const aboutAnnouncements = async (name: string) =>
  Object.fromEntries(Object.entries(await todo(name)).filter(([, href]) => href.startsWith('/thong-bao')));

const TITLE = '“Thứ Bảy 28/11, 7 giờ sáng. Chợ Rạch Mẫu…”';

describe('one that waits for agreement', () => {
  it('is there for whoever may agree, never for its author or a volunteer, and not once agreed to', async () => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    expect(await aboutAnnouncements('anh Phúc')).toEqual({ [`${TITLE} chờ bạn duyệt`]: `/thong-bao/${id}` });
    expect(await aboutAnnouncements('chị Lan')).toEqual({});
    await house.db.sql`update memberships set area_code = '99001' where name = 'anh Tâm'`; // a volunteer of all of it
    expect(await aboutAnnouncements('anh Tâm')).toEqual({});
    await announce(house, 'chị Lan', ['test', 'submit']);
    expect(await aboutAnnouncements('anh Phúc')).toEqual({
      '2 thông báo chờ bạn duyệt': '/thong-bao?dia-ban=99001',
    });
    await house.db.sql`update broadcasts set state = 'draft' where id <> ${id}`;
    await decide(house, 'anh Phúc', id, 'approve');
    expect(await aboutAnnouncements('anh Phúc')).toEqual({});
  });
});

describe('a paused one', () => {
  it.each([
    ['officer', 'cán bộ bấm tạm ngưng'],
    ['template-refused', 'Zalo không nhận mẫu tin'],
    ['restored', 'dữ liệu vừa phục hồi từ bản lưu'],
  ])('says why: %s', async (reason, why) => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', id, 'approve');
    await decide(house, 'chị Lan', id, 'pause');
    await house.db.sql`update broadcasts set pause_reason = ${reason} where id = ${id}`;
    expect(await aboutAnnouncements('anh Phúc')).toEqual({ [`${TITLE} đang tạm ngưng: ${why}`]: `/thong-bao/${id}` });
    await decide(house, 'chị Lan', id, 'stop');
    expect(await aboutAnnouncements('anh Phúc')).toEqual({});
  });
});

describe('questions nobody has answered', () => {
  it('are there after four hours, lead to the one that has waited longest, and go when they are answered', async () => {
    const { sql } = house.db;
    const asked = async (hoursAgo: number) => {
      const id = await announce(house, 'chị Lan', ['test']);
      const [row] = await sql<{ id: string }[]>`
        insert into broadcast_replies (broadcast_id, contact_id, direction, text, at)
        select ${id}, min(id), 'in', 'Mấy giờ vậy con?', ${new Date(house.clock.now().getTime() - hoursAgo * HOUR)}
        from contacts where simulated and area_code = '99001-01' returning id::text`;
      return { id, question: row!.id };
    };
    await asked(3.9);
    expect(await aboutAnnouncements('anh Phúc')).toEqual({});
    await asked(4.1);
    const oldest = await asked(30);
    expect(await aboutAnnouncements('anh Phúc')).toEqual({
      '2 câu bà con hỏi về thông báo chờ hơn 4 giờ': `/thong-bao/${oldest.id}/hoi-dap`,
    });
    const list = (await (await enterAs(house, 'anh Phúc')).get('/thong-bao')).body;
    expect(list).toContain(`href="/thong-bao/${oldest.id}/hoi-dap">1 câu chờ trả lời`);
    const browser = await enterAs(house, 'anh Phúc');
    await browser.get(`/thong-bao/${oldest.id}/hoi-dap`);
    const answered = await browser.post(`/thong-bao/${oldest.id}/hoi-dap/${oldest.question}`, {
      lan: 'a',
      'tra-loi': 'Dạ 7 giờ.',
    });
    expect(answered.statusCode).toBe(303);
    expect(Object.keys(await aboutAnnouncements('chị Lan'))).toEqual(['1 câu bà con hỏi về thông báo chờ hơn 4 giờ']);
  });
});
