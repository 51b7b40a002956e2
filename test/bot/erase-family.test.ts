/** Who is forgotten is forgotten by the family link too, on either side of it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linkFamily, relativesOf } from '../../src/db/family.ts';
import { erasePerson } from '../../src/db/people-erase.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function known(name: string, channel: 'telegram' | 'zalo'): Promise<Chat & { id: string }> {
  const chat = house.person(name, channel);
  await chat.start();
  await chat.say(name);
  const [row] = await house.db.sql<{ id: string }[]>`
    select id::text from contacts where external_id = ${chat.externalId}`;
  return Object.assign(chat, { id: row!.id });
}

async function linked() {
  const elder = await known('bác Sáu', 'zalo');
  const son = await known('anh Hai', 'telegram');
  const daughter = await known('chị Ba', 'telegram');
  for (const relative of [son, daughter])
    await house.db.sql.begin((tx) =>
      linkFamily(tx, { elderId: elder.id, relativeId: relative.id, relation: 'mother' }, house.clock.now()),
    );
  return { elder, son, daughter };
}
const erase = (id: string) => house.db.sql.begin((tx) => erasePerson(tx, id, house.clock.now()));
const tellsOf = (id: string) => house.db.sql.begin(async (tx) => (await relativesOf(tx, id)).map((one) => one.id));
const remembers = async (id: string) => {
  const [row] = await house.db.sql<
    { family: boolean }[]
  >`select memory ? 'family' as family from contacts where id = ${id}`;
  return row?.family;
};
const linksOf = async (id: string) =>
  (await house.db.sql`select 1 from family_links where ${id} in (elder_id, relative_id)`).length;

it('an elder who is erased leaves no link behind, and no relative hears of her any more', async () => {
  const { elder, son, daughter } = await linked();
  expect(await tellsOf(elder.id)).toEqual([son.id, daughter.id]);
  await erase(elder.id);
  expect(await linksOf(elder.id)).toBe(0);
  expect(await tellsOf(elder.id)).toEqual([]);
  const before = [son.shown.length, daughter.shown.length];
  await elder.start('f-viettel-money'); // the same phone, somebody new to us
  await elder.say('bác Sáu');
  for (let press = 0; press < 7; press += 1) await elder.pressFirst();
  expect([son.shown.length, daughter.shown.length]).toEqual(before);
});

it('a relative who is erased is told nothing more; the others are', async () => {
  const { elder, son, daughter } = await linked();
  await erase(son.id);
  expect(await linksOf(son.id)).toBe(0);
  expect(await tellsOf(elder.id)).toEqual([daughter.id]);
  expect(await remembers(elder.id)).toBe(true);
  const before = son.shown.length;
  await elder.start('f-viettel-money');
  for (let press = 0; press < 7; press += 1) await elder.pressFirst();
  expect(daughter.shown.some(({ text }) => text.startsWith('Mẹ xong bước'))).toBe(true);
  expect(son.shown.length).toBe(before);
});

it('when the last relative is erased, the elder’s turns ask nobody any more', async () => {
  const { elder, son, daughter } = await linked();
  for (const relative of [son, daughter]) await erase(relative.id);
  expect(await remembers(elder.id)).toBe(false);
  expect(await tellsOf(elder.id)).toEqual([]);
});
