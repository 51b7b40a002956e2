/** A commune narrows the hours in which its people are written to: on the page, in reminders and in announcements. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/access/caller.ts';
import { draft } from '../../src/broadcast/draft.ts';
import { isOpenHour } from '../../src/broadcast/schedule.ts';
import { openHoursOf, writeOpenHours } from '../../src/db/open-hours.ts';
import type { Visitor } from '../support/browse.ts';
import { type House, openHouse } from '../support/house.ts';
import { employ, enter } from '../support/staff.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('79', 'Tỉnh Thử', 'province', null, '2025-07-01'), ('79001', 'Xã Một', 'commune', '79', '2025-07-01'),
      ('79001-a', 'Ấp A', 'hamlet', '79001', '2025-07-01'), ('79002', 'Xã Hai', 'commune', '79', '2025-07-01')`;
});
afterEach(() => house.close());

async function signIn(role: Role, area: string): Promise<Visitor & { id: string }> {
  const { contact } = await employ(house, { name: 'bà Chủ', role, area });
  return { ...(await enter(house, contact)), id: contact };
}
const URL = '/cai-dat/gio-nhan?dia-ban=79001';
const hours = (area: string) => openHoursOf(house.db.sql, area);

describe('on the page of settings', () => {
  it('an admin narrows them for the commune and everything inside, and goes back', async () => {
    const admin = await signIn('admin', '79001');
    expect(await hours('79001-a')).toEqual({ from: 8, until: 19.5 });
    expect((await admin.get('/cai-dat')).body).toContain('Giờ được nhắn cho bà con');
    expect((await admin.post(URL, { rieng: '1', tu: '9', den: '17.5' })).statusCode).toBe(303);
    expect(await hours('79001-a')).toEqual({ from: 9, until: 17.5 });
    expect(await hours('79002')).toEqual({ from: 8, until: 19.5 });
    expect((await admin.get('/cai-dat')).body).toMatch(/<option value="17.5" selected/);
    const [row] = await house.db.sql<{ subject: string; area_code: string; caller_name: string }[]>`
      select subject, area_code, caller_name from audit_log where route like '%gio-nhan' order by id desc limit 1`;
    expect(row).toEqual({ subject: 'open-hours:9-17.5', area_code: '79001', caller_name: 'bà Chủ' });
    expect((await admin.post(URL, {})).statusCode).toBe(303);
    expect(await hours('79001-a')).toEqual({ from: 8, until: 19.5 });
  });

  it.each([
    { tu: '7', den: '17' },
    { tu: '8', den: '20' },
    { tu: '9', den: '10' },
    { tu: '17', den: '9' },
    { tu: 'x', den: '17' },
  ])('%o is not lawful and changes nothing', async (wrong) => {
    const admin = await signIn('admin', '79001');
    const refused = await admin.post(URL, { rieng: '1', ...wrong });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('8:00 tới 19:30');
    expect(await hours('79001')).toEqual({ from: 8, until: 19.5 });
  });

  it('nobody else does, and no neighbour', async () => {
    const body = { rieng: '1', tu: '9', den: '17' };
    expect((await (await signIn('official', '79001')).post(URL, body)).statusCode).toBe(403);
    expect((await (await signIn('admin', '79002')).post(URL, body)).statusCode).toBe(403);
    expect(await hours('79001')).toEqual({ from: 8, until: 19.5 });
  });
});

describe('what is sent unasked', () => {
  const at = (time: string) => new Date(`2026-11-25T${time}:00+07:00`);

  it('a reminder waits for the hours of the person’s own commune', async () => {
    await writeOpenHours(house.db.sql, '79001', { from: 10, until: 14 });
    const reminded = async (name: string, area: string) => {
      const chat = house.person(name, 'telegram');
      await chat.start(`a-${area}_f-viettel-money`); // 9:00
      await chat.say(name);
      await chat.pressFirst();
    };
    await reminded('bác Sáu', '79001-a');
    await reminded('bác Bảy', '79002');
    for (let half = 0; half < 2 * 24 * 6; half += 1) await house.jump(30 * 60_000);
    const reminders = await house.db.sql<{ area: string; at: Date }[]>`
      select c.area_code as area, o.queued_at as at from outbound o join contacts c on c.id = o.contact_id
      where o.cause like 'nudge:%' order by o.id`;
    const hoursIn = (area: string) =>
      reminders.filter((one) => one.area === area).map(({ at: sent }) => (sent.getUTCHours() + 7) % 24);
    expect(hoursIn('79001-a').length).toBeGreaterThanOrEqual(2);
    for (const hour of hoursIn('79001-a')) {
      expect(hour).toBeGreaterThanOrEqual(10);
      expect(hour).toBeLessThanOrEqual(14);
    }
    expect([hoursIn('79002')[0], hoursIn('79001-a')[0]]).toEqual([9, 10]); // the soft one: at half past nine, or when it may
  });

  it('an announcement cannot be set for an hour outside of them, unless it is urgent', async () => {
    await writeOpenHours(house.db.sql, '79001', { from: 10, until: 14 });
    const official = await signIn('official', '79001');
    const grants = [{ role: 'official' as const, areaCode: '79001' }];
    const caller = { kind: 'person' as const, id: official.id, name: 'chị Lan', simulated: false, grants };
    const room = { texts: house.assistant.texts, flows: { stepsOf: () => undefined } };
    const problems = (kind: 'notice' | 'urgent', sendAt: Date) =>
      house.db.sql.begin(async (tx) => {
        const words = { vi: { what: 'Sáng mai xã cấp thẻ.', bring: 'thẻ căn cước', ask: 'công an xã' } };
        const drafted = await draft(
          tx,
          caller,
          {
            ...{ kind, sendAt, content: { words, extras: [], picture: null }, audience: { area: '79001' } },
            ...{ spreadMinutes: 0, budgetVnd: 0, neverTwice: false, corrects: null, officerId: null },
          },
          room,
          house.clock.now(),
        );
        return drafted.ok ? [] : drafted.problems.filter(({ what }) => what === 'time');
      });
    expect(await problems('notice', at('16:00'))).toMatchObject([{ what: 'time', say: 'night' }]);
    expect(await problems('notice', at('11:00'))).toEqual([]);
    expect(await problems('urgent', at('16:00'))).toEqual([]);
    const open = await hours('79001-a');
    expect([isOpenHour(at('16:00'), false, open), isOpenHour(at('11:00'), false, open)]).toEqual([false, true]);
    expect(isOpenHour(at('16:00'), false, await hours('79002'))).toBe(true);
  });
});
