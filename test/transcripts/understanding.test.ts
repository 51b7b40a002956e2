/** Words no table has: acted on when sure, asked about when not, and never lost. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unassigned } from '../../src/db/unknown-phrases.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const golden = (name: string) => expect(house.transcript()).toMatchFileSnapshot(`golden/${name}.txt`);

async function sau(payload: string) {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const helper = house.person('cô Lan', 'telegram');
  await helper.start(await house.invite('volunteer', 'h1', 'cô Lan'));
  const chat = house.person('bác Sáu', 'zalo');
  await chat.start(payload);
  await chat.say('Bác Sáu');
  return chat;
}

it('asks "bác muốn …?" when it is not sure, with a person as the last, and does what is pressed', async () => {
  const chat = await sau('a-h1');
  await chat.say('thẻ của bác');
  const { labels } = chat.last();
  expect(labels.length).toBeLessThanOrEqual(3);
  expect(labels.at(-1)).toContain('Nhờ người giúp');
  await chat.press('Lo việc ngân hàng');
  expect(chat.last().labels.length).toBeGreaterThan(1);
  await chat.say('mai có mưa không con');
  await chat.say('con ơi má tui đi khám bệnh mà quên đem thẻ bảo hiểm thì sao');
  await golden('unsure');
});

it('keeps of what it did not understand the words, and nothing about who wrote them', async () => {
  const chat = await sau('a-h1');
  await chat.say('tiền của Nguyễn Thị Hoa đâu mất rồi bữa nay');
  await chat.say('tiền của Nguyễn Thị Hoa đâu mất rồi bữa nay');
  const phrases = await unassigned(house.db.sql, false, 10);
  for (const { phrase } of phrases) expect(phrase).not.toMatch(/nguyen|hoa/);
  const columns = await house.db.sql<{ column_name: string }[]>`
    select column_name from information_schema.columns where table_name = 'unknown_phrases'`;
  expect(columns.map(({ column_name }) => column_name).join()).not.toMatch(/contact|channel|person/);
});

it('hears at a step what is done, what is wrong and what is a trick, in whatever words', async () => {
  const chat = await sau('a-h1_f-viettel-money');
  for (let press = 0; press < 4; press += 1) await chat.pressFirst();
  await chat.say('nãy giờ loay hoay cuối cùng nó cũng cho qua rồi con ơi');
  await chat.say('bác dò nát cái màn hình mà hổng gặp cái nút đó');
  await chat.say('thằng cha nào điện nói bên viện kiểm sát kêu bác rút hết tiền đưa nó giữ');
  expect(chat.last().labels.join()).toContain('Nhờ người giúp');
  await golden('own-words');
});
