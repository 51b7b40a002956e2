/** What people write back to an announcement is answered on its page: by whom it may be, once, and seen from both sides. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browse.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';
import { enterAs } from '../support/staff.ts';

const HOUR = 3_600_000;
let house: House;
let lan: Chat;
let phuc: Chat;
let sau: Chat;
let tu: Chat;

async function citizen(name: string, channel: 'telegram' | 'zalo'): Promise<Chat> {
  const chat = house.person(name, channel);
  await chat.start('a-h1');
  await chat.say(name);
  return chat;
}

/** An announcement that two people of the hamlet have got; its number. */
beforeEach(async () => {
  house = await openHouse();
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  await house.area('x2', 'Xã Khác', 'commune');
  lan = house.person('chị Lan', 'telegram');
  phuc = house.person('anh Phúc', 'zalo');
  await lan.start(await house.invite('official', 'x1', 'chị Lan'));
  await phuc.start(await house.invite('official', 'x1', 'anh Phúc'));
  sau = await citizen('bác Sáu', 'zalo');
  tu = await citizen('cô Tư', 'telegram');
  await lan.press('Viết thông báo');
  await lan.say('Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Mới có bàn cài ví.');
  await lan.say('Bà con nhớ mang thẻ căn cước.');
  await lan.say('chị Lan, số 0900 000 000');
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
  await house.jump(1_000);
  await house.jump(4_000);
});
afterEach(() => house.close());

const idOf = async (chat: Chat): Promise<string> => {
  const [row] = await house.db.sql<{ id: string }[]>`
    select id::text from contacts where external_id = ${chat.externalId}`;
  return row!.id;
};

const enter = async (chat: Chat): Promise<Visitor> => enterAs(house, chat.name);

const path = async (): Promise<string> => {
  const [row] = await house.db.sql<{ id: string }[]>`select id::text from broadcasts`;
  return `/thong-bao/${row!.id}`;
};
const plain = (html: string): string =>
  html
    .slice(html.indexOf('<main'))
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');

/** The form below the question that has these words: where it goes and what is hidden in it. */
function formOf(html: string, words: string): { action: string; fields: Record<string, string> } {
  const item = html.split('<li id="cau-').find((one) => one.includes(words)) ?? '';
  const form = /<form[\s\S]*?<\/form>/.exec(item)?.[0] ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return {
    action: /action="([^"]+)"/.exec(form)?.[1] ?? '',
    fields: Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
  };
}

/** Opens the page and answers the question with these words in its form. */
async function answer(browser: Visitor, words: string, text: string) {
  const { action, fields } = formOf((await browser.get(`${await path()}/hoi-dap`)).body, words);
  const answered = await browser.post(action, { ...fields, 'tra-loi': text });
  await house.settle();
  return answered;
}

const heardOf = (chat: Chat, words: string) => chat.shown.filter(({ text }) => text.includes(words));

describe('on the page', () => {
  it('stands who asked what, where from and when, those still waiting first, and is answered to that person alone', async () => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    house.clock.jumpTo(new Date(house.clock.now().getTime() + HOUR));
    await tu.say('Có giữ xe không con');
    const browser = await enter(lan);
    const before = plain((await browser.get(await path())).body);
    expect(before).toContain(
      'bác Sáu, Ấp Ngan Mới 09:00, 24/11/2026 · chưa trả lời Mấy giờ đóng cửa vậy con? Câu trả lời',
    );
    expect(before.indexOf('Mấy giờ đóng cửa')).toBeLessThan(before.indexOf('Có giữ xe'));
    const sent = await answer(browser, 'Mấy giờ đóng cửa', 'Dạ 11 giờ trưa\r\nđóng cửa bác ơi.');
    expect([sent.statusCode, sent.headers.location]).toEqual([303, expect.stringContaining('/hoi-dap?bao=')]);
    expect(sau.last().text).toBe('Chị Lan trả lời bác:\nDạ 11 giờ trưa đóng cửa bác ơi.');
    expect(heardOf(tu, '11 giờ trưa')).toEqual([]);
    const after = plain((await browser.get(String(sent.headers.location))).body);
    expect(after).toContain('Đã gửi câu trả lời.');
    expect(after).toContain('chị Lan trả lời lúc 10:00, 24/11/2026 Dạ 11 giờ trưa đóng cửa bác ơi. Nhắn thêm');
    expect(after.indexOf('Có giữ xe')).toBeLessThan(after.indexOf('Mấy giờ đóng cửa'));
    await sau.say('Cám ơn con. Có cần mang hình thẻ không?');
    expect(lan.last().text).toContain('Có cần mang hình thẻ');
  });

  it('an answer typed in the chat is one on the page too, and the chat says when the page was first', async () => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    await lan.press('Trả lời');
    await lan.say('Dạ 11 giờ trưa nha bác.');
    await tu.say('Có giữ xe không con');
    const browser = await enter(phuc);
    expect(plain((await browser.get(`${await path()}/hoi-dap`)).body)).toContain(
      'chị Lan trả lời lúc 09:00, 24/11/2026 Dạ 11 giờ trưa nha bác.',
    );
    await answer(browser, 'Có giữ xe', 'Dạ có giữ xe, không lấy tiền.');
    expect(tu.last().text).toBe('Anh Phúc trả lời cô:\nDạ có giữ xe, không lấy tiền.');
    await lan.press('Trả lời');
    expect(lan.last().text).toContain('anh Phúc đã trả lời câu này lúc 9:00 ngày 24/11/2026');
    house.note('trên trang, bác Sáu và cô Tư đều đã được trả lời');
    await expect(house.transcript()).toMatchFileSnapshot('../transcripts/golden/announcement-answered-on-page.txt');
  });

  it('pressed twice, or ten times at once, it is sent once', async () => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    const browser = await enter(lan);
    const { action, fields } = formOf((await browser.get(`${await path()}/hoi-dap`)).body, 'Mấy giờ');
    const presses = Array.from({ length: 10 }, () => browser.post(action, { ...fields, 'tra-loi': 'Dạ 11 giờ.' }));
    expect((await Promise.all(presses)).map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(303));
    await house.settle();
    expect(heardOf(sau, 'Dạ 11 giờ.')).toHaveLength(1);
    expect(await house.db.sql`select 1 from broadcast_replies where direction = 'out'`).toHaveLength(1);
  });

  it('two officers at once: the second is told who was first, keeps what was typed, and may write more', async () => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    const [first, second] = [await enter(lan), await enter(phuc)];
    const page = (await second.get(`${await path()}/hoi-dap`)).body;
    await answer(first, 'Mấy giờ', 'Dạ 11 giờ.');
    const { action, fields } = formOf(page, 'Mấy giờ');
    const refused = await second.post(action, { ...fields, 'tra-loi': 'Dạ tới trưa bác.' });
    expect(refused.statusCode).toBe(409);
    expect(plain(refused.body)).toContain('chị Lan đã trả lời câu này lúc 09:00, 24/11/2026');
    expect(refused.body).toContain('Dạ tới trưa bác.');
    await house.settle();
    expect(heardOf(sau, 'tới trưa')).toEqual([]);
    const more = formOf(refused.body, 'Mấy giờ');
    expect(more.fields.them).toBe('1');
    await second.post(more.action, { ...more.fields, 'tra-loi': 'Dạ tới trưa bác.' });
    await house.settle();
    expect(heardOf(sau, 'Anh Phúc trả lời bác:\nDạ tới trưa bác.')).toHaveLength(1);
  });

  it('what came after the question that is answered still waits', async () => {
    await sau.say('Con ơi cho hỏi');
    await sau.say('Mấy giờ đóng cửa vậy con?');
    const browser = await enter(lan);
    const page = (await browser.get(`${await path()}/hoi-dap`)).body;
    await sau.say('Có giữ xe không con');
    const { action, fields } = formOf(page, 'Mấy giờ');
    await browser.post(action, { ...fields, 'tra-loi': 'Dạ 11 giờ.' });
    const waiting = (await browser.get(`${await path()}/hoi-dap`)).body
      .split('<li id="cau-')
      .slice(1)
      .map((one) => [/said-words">([^<]+)/.exec(one)?.[1], one.includes('chưa trả lời')]);
    expect(waiting).toEqual([
      ['Có giữ xe không con', true],
      ['Mấy giờ đóng cửa vậy con?', false],
      ['Con ơi cho hỏi', false],
    ]);
  });
});

describe('nothing is sent', () => {
  const refusedFor = async (browser: Visitor, text = 'Dạ 11 giờ.') => {
    const before = sau.shown.length;
    const answered = await answer(browser, 'Mấy giờ', text);
    expect([answered.statusCode, sau.shown.length]).toEqual([409, before]);
    expect(await house.db.sql`select 1 from broadcast_replies where direction = 'out'`).toHaveLength(0);
    expect(answered.body).toContain(text);
    return plain(answered.body);
  };

  it('to whoever has blocked us, has asked for no more since, or whom Zalo no longer lets us write to', async () => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    const browser = await enter(lan);
    await sau.say('không nhận tin nữa');
    expect(await refusedFor(browser)).toContain('bác Sáu đã xin thôi nhận tin');
    await sau.say('nhận lại tin');
    house.clock.jumpTo(new Date(house.clock.now().getTime() + 8 * 24 * HOUR));
    const later = await enter(lan);
    expect(await refusedFor(later)).toContain('nhắn lần cuối cách đây hơn 7 ngày');
    await sau.send('block');
    expect(await refusedFor(later)).toContain('bác Sáu đã chặn hoặc bỏ theo dõi');
    await lan.press('Trả lời');
    await lan.say('Dạ 11 giờ.');
    expect(lan.last().text).toContain('bác Sáu đã chặn hoặc bỏ theo dõi');
  });

  it.each([
    ['a strange link', 'Bác coi bit.ly/abc nha.', 'Không gửi đường dẫn bit.ly'],
    ['a secret', 'Mã OTP của bác là 482913 nha.', 'Có số giống mã'],
    ['too many words', 'Dạ được bác. '.repeat(30).trim(), 'nhiều nhất 300'],
  ])('with %s', async (_, text, says) => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    expect(await refusedFor(await enter(lan), text)).toContain(says);
  });

  it('by whoever has no right there, without the form’s token, or below another announcement', async () => {
    await sau.say('Mấy giờ đóng cửa vậy con?');
    const browser = await enter(lan);
    const { action, fields } = formOf((await browser.get(`${await path()}/hoi-dap`)).body, 'Mấy giờ');
    const typed = { ...fields, 'tra-loi': 'Dạ 11 giờ.' };
    const neighbour = house.person('ông Bảy', 'telegram');
    await neighbour.start(await house.invite('official', 'x2', 'ông Bảy'));
    const helper = house.person('em Út', 'telegram');
    await helper.start(await house.invite('volunteer', 'h1', 'em Út'));
    for (const chat of [neighbour, helper]) {
      const other = await enter(chat);
      expect((await other.get(`${await path()}/hoi-dap`)).statusCode).toBe(403);
      expect((await other.post(action, { ...typed, dau: other.token() })).statusCode).toBe(403);
    }
    expect((await browser.post(action, { ...typed, dau: 'bịa' })).statusCode).toBe(403);
    expect((await browser.post(action.replace(/\d+$/, '999999'), typed)).statusCode).toBe(404);
    expect((await browser.post(`${await path()}1${action.slice((await path()).length)}`, typed)).statusCode).toBe(404);
    await house.settle();
    expect(heardOf(sau, 'Dạ 11 giờ.')).toEqual([]);
    const seen = await house.db.sql<{ caller_name: string; allowed: boolean }[]>`
      select caller_name, allowed from audit_log where route like 'POST %hoi-dap%' order by id`;
    expect(seen.map((one) => ({ ...one }))).toEqual([
      { caller_name: 'ông Bảy', allowed: false },
      { caller_name: 'em Út', allowed: false },
    ]);
  });
});

it('who answered whom is in the audit log, and who looked', async () => {
  await sau.say('Mấy giờ đóng cửa vậy con?');
  await answer(await enter(lan), 'Mấy giờ', 'Dạ 11 giờ.');
  const [announcement] = await house.db.sql<{ id: string }[]>`select id::text from broadcasts`;
  const rows = await house.db.sql<{ route: string; subject: string; caller_name: string; area_code: string }[]>`
    select route, subject, caller_name, area_code from audit_log where route like '%hoi-dap%' order by id`;
  expect(rows.map((one) => Object.values(one))).toEqual([
    ['GET /thong-bao/:id/hoi-dap', `broadcast:${announcement!.id}`, 'chị Lan', 'x1'],
    ['POST /thong-bao/:id/hoi-dap/:cau', `contact:${await idOf(sau)}`, 'chị Lan', 'x1'],
  ]);
});

it('an answer that did not arrive is said on the page', async () => {
  await sau.say('Mấy giờ đóng cửa vậy con?');
  const browser = await enter(lan);
  await answer(browser, 'Mấy giờ', 'Dạ 11 giờ.');
  expect(plain((await browser.get(`${await path()}/hoi-dap`)).body)).not.toContain('không tới được người hỏi');
  await house.db.sql`update outbound set state = 'failed', reason = 'contact-left' where cause like 'answer:%'`;
  expect(plain((await browser.get(`${await path()}/hoi-dap`)).body)).toContain('không tới được người hỏi');
});
