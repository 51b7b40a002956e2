/** The rota, set in the chat: by button, by word, one's own, and everybody's by an official. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.area('79001', 'Xã Mình', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', '79001');
  await house.area('h2', 'Ấp Bên', 'hamlet', '79001');
});
afterEach(() => house.close());

const comes = async (name: string, role: 'volunteer' | 'official', area: string) => {
  const chat = house.person(name, 'telegram');
  await chat.start(await house.invite(role, area, name));
  return chat;
};

const standing = async () =>
  (
    await house.db.sql<{ name: string; area: string; weekday: number | null; hours: string }[]>`
      select m.name, r.area_code as area, r.weekday, r.from_hour || '-' || r.to_hour as hours
      from rota r join memberships m on m.contact_id = r.contact_id where r.until is null order by r.id`
  ).map(({ name, area, weekday, hours }) => `${name} ${area} ${weekday ?? 'mỗi ngày'} ${hours}`);

it('a volunteer sets their own duties by button and by word; an official everybody’s', async () => {
  const tam = await comes('anh Tâm', 'volunteer', 'h1');
  await tam.say('lịch trực');
  await tam.press('Thêm ca trực');
  await tam.press('Thứ Hai');
  await tam.press('Sáng 7–11 giờ');
  expect(await standing()).toEqual([]); // nothing counts before the yes
  await tam.press('Đúng, làm đi');
  await tam.say('tôi trực chủ nhật 7h30 - 11h');
  await tam.press('Đúng, làm đi');
  await tam.say('trực thứ 2 sáng');
  await tam.press('Đúng, làm đi'); // said again: it stands once
  expect(await standing()).toEqual(['anh Tâm h1 1 7-11', 'anh Tâm h1 7 7.5-11']);
  await tam.press('🗓 Lịch trực');
  await tam.press('Thôi ca 2');
  await tam.press('Đúng, làm đi');
  expect(await standing()).toEqual(['anh Tâm h1 1 7-11']);

  const hanh = await comes('cô Hạnh', 'volunteer', 'h2');
  await hanh.say('anh Tâm trực thứ 3'); // another hamlet's: nobody they know
  await hanh.say('trực thứ 3 chiều');
  await hanh.press('Thôi, để vậy');
  expect(await standing()).toEqual(['anh Tâm h1 1 7-11']);

  const lan = await comes('chị Lan', 'official', '79001');
  await lan.say('cô Hạnh trực mỗi ngày 8 đến 17');
  await lan.press('Đúng, làm đi');
  await lan.say('thôi trực 2');
  await lan.press('Đúng, làm đi');
  expect(await standing()).toEqual(['cô Hạnh h2 mỗi ngày 8-17']);
  await expect(house.transcript()).toMatchFileSnapshot('golden/rota.txt');
});

it('a volunteer puts no colleague on duty and ends nobody else’s duty', async () => {
  const tam = await comes('anh Tâm', 'volunteer', 'h1');
  const khoa = await comes('em Khoa', 'volunteer', 'h1');
  await tam.say('trực thứ 2 sáng');
  await tam.press('Đúng, làm đi');
  await khoa.say('anh Tâm trực thứ 4');
  await khoa.say('đúng');
  await khoa.say('thôi trực 1');
  await khoa.say('đúng');
  expect(await standing()).toEqual(['anh Tâm h1 1 7-11']);
});
