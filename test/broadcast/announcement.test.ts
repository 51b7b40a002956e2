/** Announcements over the whole house: stopped, paused, opted out of, at night, by the wrong person. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Chat, type House, openHouse } from '../support/house.ts';

const SLOW = { pace: { telegram: { perSecond: 20 }, zalo: { perSecond: 20 } } };

let house: House;
let lan: Chat;
beforeEach(async () => {
  house = await openHouse({ senderSettings: SLOW });
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Một', 'hamlet', 'x1');
  lan = house.person('chị Lan', 'telegram');
  await lan.start(await house.invite('official', 'x1', 'chị Lan'));
});
afterEach(() => house.close());

/** So many people of the hamlet, all on Telegram and reachable. */
const people = (count: number) => house.db.sql`
  insert into contacts (channel, external_id, term, area_code, created_at, seen_at)
  select 'telegram', '7' || n, 'bác', 'h1', ${house.clock.now()}, ${house.clock.now()} from generate_series(1, ${count}::int) n`;

async function write(official = lan): Promise<void> {
  await official.press('Viết thông báo');
  await official.say('Thứ Bảy 28/11, 7 giờ sáng. Chợ có bàn làm mã QR.');
  await official.press('Không cần mang gì');
  await official.say('cô Lan, số 0900 000 000');
}

async function send(): Promise<void> {
  await write();
  await lan.press('Gửi thử cho tôi');
  await lan.press('Gửi đi');
}

const states = async () =>
  Object.fromEntries(
    (
      await house.db.sql<{ state: string; count: number }[]>`
        select state, count(*)::int as count from report.broadcast_recipients group by 1`
    ).map(({ state, count }) => [state, count]),
  );

it('stop takes back everything that has not begun, and everybody ends in exactly one state', async () => {
  await people(80);
  await send();
  await house.assistant.feeder.runOnce();
  await lan.press('Dừng gửi');
  await house.settle();
  const after = await states();
  expect((after.sent ?? 0) + (after.cancelled ?? 0)).toBe(81);
  expect(after.cancelled).toBeGreaterThan(40);
  const [copies] = await house.db.sql<{ most: number }[]>`
    select max(copies)::int as most from (select count(*) as copies from outbound
      where urgency = 2 and state = 'sent' group by contact_id) per_person`;
  expect(copies?.most).toBe(1);
});

it('pause and resume reach the rest, nobody twice', async () => {
  await people(30);
  await send();
  await house.assistant.feeder.runOnce();
  await lan.press('Tạm ngưng');
  const paused = await states();
  expect(paused.queued).toBeGreaterThan(0);
  await lan.press('Gửi tiếp');
  for (let round = 0; round < 3; round += 1) await house.jump(4_000);
  expect(await states()).toEqual({ sent: 31 });
  const doubled = await house.db.sql`
    select contact_id from outbound where urgency = 2 and state = 'sent' group by contact_id having count(*) > 1`;
  expect(doubled).toHaveLength(0);
});

it('"stop" said after the plan and before the send wins', async () => {
  await people(20);
  await send();
  await house.db.sql`update contacts set muted_at = ${house.clock.now()} where external_id in ('71', '72', '73')`;
  await house.jump(4_000);
  expect(await states()).toEqual({ sent: 18, failed: 3 });
  const reasons = await house.db.sql`select distinct reason from report.broadcast_recipients where state = 'failed'`;
  expect(reasons).toEqual([{ reason: 'muted' }]);
});

it('at night it waits for the morning', async () => {
  house.clock.jumpTo(new Date('2026-11-24T15:00:00Z')); // 22:00 in Vietnam
  await people(10);
  await send();
  await house.jump(60_000);
  expect((await states()).sent ?? 0).toBe(0);
  house.clock.jumpTo(new Date('2026-11-25T01:00:30Z')); // 8:00:30
  await house.jump(1_000);
  expect((await states()).sent).toBe(11);
});

it('one announcement a day to one person', async () => {
  await people(10);
  await send();
  await house.jump(4_000);
  expect((await states()).sent).toBe(11);
  await write();
  expect(lan.last().text).toContain('Gửi tới 0 người');
  expect(lan.last().text).toContain('hôm nay đã nhận một tin: 11');
});

it('an official of another commune may neither see nor stop it', async () => {
  await people(10);
  await house.area('x2', 'Xã Khác', 'commune');
  const stranger = house.person('anh Khác', 'telegram');
  await stranger.start(await house.invite('official', 'x2', 'anh Khác'));
  await send();
  const stop = lan.shown.findLast(({ labels }) => labels.includes('Dừng gửi'));
  stranger.shown.push(stop as NonNullable<typeof stop>);
  await stranger.press('Dừng gửi');
  expect(stranger.last().text).toContain('cần quyền cán bộ');
  await house.jump(4_000);
  expect((await states()).sent).toBe(11);
});

it('a volunteer cannot announce, even by typing what a button carries', async () => {
  const tam = house.person('anh Tâm', 'telegram');
  await tam.start(await house.invite('volunteer', 'h1', 'anh Tâm'));
  expect(tam.last().labels.join()).not.toContain('Viết thông báo');
  await write();
  const test = lan.shown.findLast(({ labels }) => labels.includes('Gửi thử cho tôi'));
  tam.shown.push(test as NonNullable<typeof test>);
  await tam.press('Gửi thử cho tôi');
  expect(tam.shown.some(({ text }) => text.includes('cần quyền cán bộ'))).toBe(true);
  const [broadcast] = await house.db.sql`select state, tested_at from broadcasts`;
  expect(broadcast).toEqual({ state: 'draft', tested_at: null });
});

it.each([
  ['x'.repeat(201), 'nhiều nhất 200'],
  ['Bấm vào http://vneid-capnhat.top để nhận quà', 'Không gửi đường dẫn'],
  ['Mã OTP của bà con là 482913', 'giống mã'],
  ['Đề nghị quý khách vui lòng thực hiện thao tác', 'Chưa gửi được'],
])('refuses "%s" with what to change, and asks again', async (text, wanted) => {
  await lan.press('Viết thông báo');
  await lan.say(text);
  expect(lan.last().text).toContain(wanted);
  await lan.say('Thứ Bảy 28/11 chợ có bàn làm mã QR.');
  expect(lan.last().text).toContain('mang gì');
});

it('nobody to reach: said before anything is sent', async () => {
  await house.db.sql`update contacts set area_code = null`;
  await write();
  expect(lan.shown.some(({ text }) => text.includes('Gửi tới 0 người'))).toBe(true);
});
