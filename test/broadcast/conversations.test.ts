/** Announcements as the people in them see them, from the first word to the result. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Chat, type House, openHouse } from '../support/house.ts';

const HOUR = 3_600_000;
let house: House;
let lan: Chat;
let phuc: Chat;
beforeEach(async () => {
  house = await openHouse();
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  lan = house.person('chị Lan', 'telegram');
  phuc = house.person('anh Phúc', 'zalo');
  await lan.start(await house.invite('official', 'x1', 'chị Lan'));
  await phuc.start(await house.invite('official', 'x1', 'anh Phúc'));
});
afterEach(() => house.close());

/** How often the progress line was edited is the machine's affair. */
const golden = (name: string) => {
  const steady = house
    .transcript()
    .split('\n')
    .filter((line) => !line.includes('Đang gửi: '))
    .join('\n');
  return expect(steady).toMatchFileSnapshot(`../transcripts/golden/${name}.txt`);
};

/** So many people of the hamlet on Telegram. */
const people = (count: number) => house.db.sql`
  insert into contacts (channel, external_id, term, area_code, created_at, seen_at)
  select 'telegram', '7' || n, 'bác', 'h1', ${house.clock.now()}, ${house.clock.now()} from generate_series(1, ${count}::int) n`;

async function citizen(name: string, channel: 'telegram' | 'zalo'): Promise<Chat> {
  const chat = house.person(name, channel);
  await chat.start('a-h1');
  await chat.say(name);
  return chat;
}

async function write(text = 'Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Mới có bàn cài ví, làm mã QR.'): Promise<void> {
  await lan.press('Viết thông báo');
  await lan.say(text);
  await lan.say('Bà con nhớ mang thẻ căn cước và điện thoại.');
  await lan.say('chị Lan, số 0900 000 000');
}

const states = async () =>
  Object.fromEntries(
    (
      await house.db.sql<{ state: string; count: number }[]>`
        select state, count(*)::int as count from report.broadcast_recipients group by 1`
    ).map(({ state, count }) => [state, count]),
  );

it('composed, looked at, tested, agreed to, sent over two hours, paused, gone on with, and its result', async () => {
  const sau = await citizen('bác Sáu', 'zalo');
  await people(117);
  await write();
  await lan.press('Chỉnh thêm');
  await lan.press('Thêm nút Sẽ tới');
  await lan.press('Chỉnh thêm');
  await lan.press('Hẹn giờ gửi');
  await lan.press('Gửi rải 2 tiếng');
  await lan.press('Gửi thử cho tôi');
  await lan.press('Trình duyệt');
  await phuc.press('Duyệt');
  house.note('một tiếng sau');
  await house.jump(HOUR);
  expect(await states()).toEqual({ sent: 60, queued: 60 });
  await lan.press('Tạm ngưng');
  house.note('tạm ngưng nửa tiếng');
  await house.jump(HOUR / 2);
  expect(await states()).toEqual({ sent: 60, queued: 60 });
  await lan.press('Gửi tiếp');
  house.note('nửa tiếng sau');
  await house.jump(HOUR / 2);
  expect(await states()).toEqual({ sent: 89, queued: 31 });
  house.note('nửa tiếng nữa');
  await house.jump(HOUR / 2);
  await house.jump(4_000);
  await sau.press('Tôi sẽ tới');
  await lan.press('Ai sẽ tới');
  expect(await states()).toEqual({ sent: 120 });
  await golden('announcement-spread');
});

it('urgent: at night, past the daily cap, after two others have agreed', async () => {
  const hung = house.person('chú Hùng', 'telegram');
  await hung.start(await house.invite('admin', 'x1', 'chú Hùng'));
  const sau = await citizen('bác Sáu', 'zalo');
  await house.db.sql`update contacts set prompted_on = '2026-11-24'`;
  house.clock.jumpTo(new Date('2026-11-24T15:30:00Z')); // 22:30 in Vietnam
  house.note('22 giờ 30');
  await write('Triều cường lên nhanh. Bà con dời đồ lên cao ngay.');
  await lan.press('Chỉnh thêm');
  await lan.press('Đổi thành tin khẩn');
  await lan.press('Gửi thử cho tôi');
  await lan.press('Trình duyệt');
  await phuc.press('Duyệt');
  await house.jump(1_000);
  expect(sau.shown.some(({ text }) => text.includes('KHẨN'))).toBe(false);
  await hung.press('Duyệt');
  await house.jump(1_000);
  expect(sau.last().text).toContain('⚠️ KHẨN');
  await house.jump(4_000);
  await golden('announcement-urgent');
});

it('a correction goes to exactly those whom the wrong words have reached, and to nobody else any more', async () => {
  const sau = await citizen('bác Sáu', 'telegram');
  await people(60);
  await write('Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Mới có bàn làm mã QR.');
  await lan.press('Chỉnh thêm');
  await lan.press('Hẹn giờ gửi');
  await lan.press('Gửi rải 2 tiếng');
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
  await house.jump(HOUR);
  const reached = await house.db.sql<{ contact_ref: bigint }[]>`
    select contact_ref from report.broadcast_recipients where state = 'sent' order by 1`;
  await lan.press('Tạm ngưng');
  await lan.press('Đính chính');
  await lan.say('Sửa ngày lại nha bà con. 7 giờ sáng Chủ Nhật 29/11 mới có bàn làm mã QR.');
  await lan.press('Không cần mang gì');
  await lan.say('chị Lan, số 0900 000 000');
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
  await house.jump(1_000);
  await house.jump(4_000);
  const corrected = await house.db.sql<{ contact_ref: bigint }[]>`
    select contact_ref from report.broadcast_recipients r join broadcasts b on b.id = r.broadcast_id
    where b.corrects is not null and r.state = 'sent' order by 1`;
  expect(corrected).toEqual(reached);
  expect(reached.length).toBe(31);
  expect(sau.shown.filter(({ text }) => text.includes('báo lại cho đúng'))).toHaveLength(1);
  const [original] = await house.db.sql`select state from broadcasts where corrects is null`;
  expect(original).toEqual({ state: 'stopped' });
  await golden('announcement-correction');
});

it('what people write back goes to the officer for 48 hours, not into a flow; "dừng" stops announcements', async () => {
  const sau = await citizen('bác Sáu', 'zalo');
  const tu = await citizen('cô Tư', 'telegram');
  await write();
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
  await house.jump(1_000);
  await house.jump(4_000);
  await sau.say('Tui muốn mở ví Viettel Money ở đó được không con');
  expect(lan.last().text).toContain('Tui muốn mở ví');
  await lan.press('Trả lời');
  await lan.say('Dạ được bác. Bác mang theo thẻ căn cước nha.');
  expect(sau.last().text).toContain('Bác mang theo thẻ căn cước');
  await sau.say('Cám ơn con. Mấy giờ đóng cửa vậy?');
  expect(lan.last().text).toContain('Mấy giờ đóng cửa');
  house.note('hai ngày sau');
  house.clock.jumpTo(new Date(house.clock.now().getTime() + 49 * HOUR));
  await sau.say('mo vi viettel money');
  expect(sau.shown.some(({ text }) => text.includes('Ví Viettel Money'))).toBe(true);
  await tu.say('dung');
  const [muted] = await house.db.sql`select muted_at is not null as muted from contacts where call_name = 'Tư'`;
  expect(muted).toEqual({ muted: false }); // 49 hours later it means the work at hand again
  await tu.say('khong nhan tin nua');
  const [now] = await house.db.sql`select muted_at is not null as muted from contacts where call_name = 'Tư'`;
  expect(now).toEqual({ muted: true });
  await golden('announcement-replies');
});

it('"dừng" right after an announcement means announcements; somebody in a flow is left in the flow', async () => {
  const sau = await citizen('bác Sáu', 'telegram');
  const ba = await citizen('bà Ba', 'telegram');
  await ba.start('f-viettel-money');
  await write();
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
  await house.jump(1_000);
  await sau.say('dừng');
  expect(sau.last().text).toContain('không gửi tin báo nữa');
  await ba.say('xong rồi');
  expect(lan.shown.some(({ text }) => text.includes('xong rồi'))).toBe(false);
  const rows = await house.db.sql<{ call_name: string; muted: boolean }[]>`
    select call_name, muted_at is not null as muted from contacts where call_name in ('Sáu', 'Ba') order by 1`;
  expect(rows).toEqual([
    { call_name: 'Ba', muted: false },
    { call_name: 'Sáu', muted: true },
  ]);
});

it('an OTP written back never reaches the officer', async () => {
  const sau = await citizen('bác Sáu', 'telegram');
  await write();
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
  await house.jump(1_000);
  await sau.say('mã otp của bác là 482913');
  expect(lan.shown.some(({ text }) => text.includes('482913'))).toBe(false);
  const kept = await house.db.sql`select 1 from broadcast_replies`;
  expect(kept).toHaveLength(0);
});
