/** Reading aloud, as people meet it: switched on once, it stays, and never stands between a person and their buttons. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { oggOpus } from '../voice/ogg-made.ts';

let house: House;
let isBroken = false;
beforeEach(async () => {
  isBroken = false;
  const say = async () => {
    if (isBroken) throw new Error('No sound today.');
    return oggOpus(4);
  };
  house = await openHouse({ speech: { locales: ['vi', 'en'], version: 'quiet', say } });
});
afterEach(() => house.close());

async function midWallet(channel: 'telegram' | 'zalo') {
  const sau = house.person('bác Sáu', channel);
  await sau.start('f-viettel-money');
  await sau.say('Bác Sáu');
  await sau.pressFirst();
  return sau;
}

it('switched on by word it comes with every step, below which the buttons hang, until it is switched off', async () => {
  const sau = await midWallet('telegram');
  expect(sau.shown.some(({ voice }) => voice)).toBe(false);
  await sau.say('đọc cho tôi nghe');
  const first = sau.last();
  expect(first).toMatchObject({ voice: true, method: 'sendVoice' });
  expect(first.text).toBe('Giọng máy đọc bước này.');
  expect(first.labels.length).toBeGreaterThan(2);
  const next = await sau.pressFirst();
  expect(next.map(({ voice }) => voice)).toEqual([false, true]);
  expect(next[0]?.labels).toEqual([]);
  await house.jump(3 * 86_400_000);
  await sau.say('làm tiếp');
  expect(sau.last().voice).toBe(true);
  await sau.say('tắt giọng nói');
  expect(sau.last().voice).toBe(false);
  expect(sau.last().labels.length).toBeGreaterThan(2);
});

it('sends the same sound by the platform’s own name the second time', async () => {
  const sau = await midWallet('telegram');
  await sau.say('bật giọng nói');
  await sau.press('Chỉ lại');
  const handles = await house.db.sql<{ handle: string }[]>`
    select handle from channel_media where handle like 'voice-%'`;
  expect(handles).toHaveLength(1);
});

it('is offered once, to whoever asks to be shown a step again', async () => {
  const sau = await midWallet('telegram');
  for (let press = 0; press < 12 && !sau.last().picture; press += 1) await sau.pressFirst();
  await sau.press('Chỉ lại');
  expect(sau.last().labels).toContain('🔊 Nghe giọng nói');
  await sau.say('chỉ lại');
  expect(sau.last().labels).not.toContain('🔊 Nghe giọng nói');
  expect(sau.last().labels).toContain('Máy bác khác');
});

it('is found as a button, and the same button switches it off', async () => {
  const sau = await midWallet('telegram');
  await sau.say('menu');
  await sau.press('Xem thêm');
  for (let page = 0; page < 4 && !sau.last().labels.some((label) => label.includes('Nghe')); page += 1)
    await sau.press('Xem thêm');
  await sau.press('🔊 Nghe giọng nói');
  expect(sau.last().voice).toBe(true);
  await sau.say('menu');
  await sau.press('Xem thêm');
  for (let page = 0; page < 4 && !sau.last().labels.includes('Tắt giọng nói'); page += 1) await sau.press('Xem thêm');
  await sau.press('Tắt giọng nói');
  expect(sau.last().voice).toBe(false);
});

it('that cannot be made leaves words and buttons', async () => {
  const sau = await midWallet('telegram');
  isBroken = true;
  await sau.say('bật giọng nói');
  expect(sau.last()).toMatchObject({ voice: false, method: 'sendMessage' });
  const labels = sau.last().labels;
  await sau.pressFirst();
  expect(labels[0]).toBeDefined();
  expect(sau.last().labels.length).toBeGreaterThan(2);
});

it('is refused kindly on Zalo where nobody could open our page', async () => {
  const sau = await midWallet('zalo');
  const answers = await sau.say('đọc cho tôi nghe');
  expect(answers.map(({ text }) => text).join('\n')).toContain('chưa đọc lên được');
  expect(sau.last().labels.length).toBeGreaterThan(2);
  const [row] = await house.db.sql<{ memory: { voice?: true } }[]>`select memory from contacts`;
  expect(row?.memory.voice).toBeUndefined();
});

it('is a link on Zalo, below the buttons, to a page that plays the step', async () => {
  const externalId = '7000000000000000001';
  const act = house.makeBelieve(externalId);
  await act({ kind: 'start', payload: 'f-viettel-money' });
  await act({ kind: 'text', text: 'Cô Út' });
  await act({ kind: 'text', text: 'nghe' });
  const frames = await house.db.sql<{ request: { path: string; body: string } }[]>`
    select request from simulator_frames where external_id = ${externalId} and direction = 'out' order by id`;
  const sent = frames.map(({ request }) => JSON.parse(request.body) as ZaloBody);
  for (const { message } of sent) expect(message?.attachment?.payload?.buttons?.length ?? 0).toBeLessThanOrEqual(5);
  const spoken = sent.filter(({ message }) => message?.text === 'Giọng máy đọc bước này.');
  expect(spoken).toHaveLength(1);
  const link = spoken[0]?.message?.attachment?.payload?.buttons?.at(-1);
  expect(link).toMatchObject({ title: '🔊 Nghe', type: 'oa.open.url' });
  const address = link?.payload;
  const { pathname } = new URL(typeof address === 'object' ? address.url : '');
  const page = await house.assistant.web.inject(pathname);
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('<audio controls');
  expect((await house.assistant.web.inject(`${pathname}.ogg`)).rawPayload).toEqual(oggOpus(4));
});

interface ZaloBody {
  message?: {
    text?: string;
    attachment?: { payload?: { buttons?: { title: string; type: string; payload: string | { url: string } }[] } };
  };
}
