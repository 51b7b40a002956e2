/** It protects people: codes pasted over, who stands at the door, a family that knows, tricks, questions – as people see it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeVietQR } from '../../src/vietqr/payload.ts';
import { drawCode } from '../../src/vietqr/picture.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OWN = { bin: '970436', account: '1017595600' };
const OTHER = { bin: '970422', account: '0352350917' };

/** What lies on the platforms, by the name the photo was sent under. */
const photos = new Map<string, Buffer>();
const fetched: string[] = [];
let house: House;
beforeEach(async () => {
  photos.clear();
  fetched.length = 0;
  photos.set('own', drawCode(encodeVietQR(OWN), { format: 'png' }));
  photos.set('other', drawCode(encodeVietQR(OTHER), { format: 'png' }));
  photos.set('page', drawCode('https://vietco.mbank-vn.top/nhan-qua', { format: 'png' }));
  photos.set(
    'card',
    drawCode('079060012345|212345678|Nguyễn Văn Sáu|01011960|Nam|Ấp Ngan Rô 1|20112021', { format: 'png' }),
  );
  house = await openHouse({
    photos: async (_channel, file) => {
      fetched.push(file);
      const photo = photos.get(file);
      if (!photo) throw Object.assign(new Error('gone'), { name: 'PhotoGone' });
      return photo;
    },
  });
  await house.area('x1', 'Xã Đại Ân 2', 'commune');
  await house.area('h1', 'Ấp Ngan Rô 1', 'hamlet', 'x1');
});
afterEach(() => house.close());

const golden = (name: string) =>
  expect(
    house
      .transcript()
      .replace(/thân(?: [a-zà-ỹ]+){4}/giu, 'thân …')
      .replace(/^(.*‹ {3})[a-zà-ỹ]+(?: [a-zà-ỹ]+){3}$/gimu, (line, before: string) =>
        /‹ {3}[a-zà-ỹ]+ [a-zà-ỹ]+ [a-zà-ỹ]+ [a-zà-ỹ]+$/u.test(line) ? `${before}… … … …` : line,
      )
      .replace(/\b(?:[BDGHKLMNPRSTVX][AEIOU]){3}\b/g, 'XXXXXX')
      .replace(/› (?:[bdghklmnprstvx][aeiou]){3}$/gm, '› xxxxxx'),
  ).toMatchFileSnapshot(`golden/${name}.txt`);

/** Somebody who has said how to call them. */
async function known(name: string, channel: 'telegram' | 'zalo' = 'telegram', area = 'h1'): Promise<Chat> {
  const chat = house.person(name, channel);
  await chat.start(`a-${area}`);
  await chat.say(name);
  return chat;
}

async function volunteer(name: string, role: 'volunteer' | 'official' = 'volunteer', area = 'h1'): Promise<Chat> {
  const chat = house.person(name, 'telegram');
  await chat.start(await house.invite(role, area, name));
  return chat;
}

const contactId = async (chat: Chat) => {
  const [row] = await house.db.sql<{ id: bigint }[]>`
    select id from contacts where channel = ${chat.channel} and external_id = ${chat.externalId}`;
  return String(row?.id);
};

const doorCode = (chat: Chat) => /\b(?:[BDGHKLMNPRSTVX][AEIOU]){3}\b/.exec(chat.last().text)?.[0] ?? 'none';

/** The stall that made its code with the assistant and agreed that the mark is kept. */
async function registerStall(chat: Chat, account = OWN) {
  const { fingerprint } = await import('../../src/vietqr/fingerprint.ts');
  const { TEST_KEY } = await import('../support/house.ts');
  await house.db.sql`
    insert into stalls (code, area_code, name, contact_id, bank_bin, account_last4, account_fingerprint, registered_at)
    values ('S-1', 'h1', 'Rau Cô Ba', ${await contactId(chat)}, ${account.bin}, ${account.account.slice(-4)},
      ${fingerprint(TEST_KEY, { ...account, service: 'QRIBFTTA' })}, ${house.clock.now()})`;
}

for (const channel of ['telegram', 'zalo'] as const)
  it(`a code pasted over another is noticed (${channel})`, async () => {
    const ba = await known('cô Ba', channel);
    await registerStall(ba);
    await ba.photo('own'); // nobody asked for it: not even fetched
    expect(fetched).toEqual([]);
    await ba.say('kiểm tra mã');
    await ba.photo('own');
    await ba.press('Nhắc mỗi tuần');
    await ba.say('con coi giùm mã này');
    await ba.photo('other');
    await ba.say('kiem tra ma qr');
    await ba.photo('page');
    await ba.say('kiem tra ma qr');
    await ba.photo('gone');
    await ba.say(encodeVietQR(OTHER));
    expect(fetched).toEqual(['own', 'other', 'page', 'gone']);
    expect(await house.db.sql`select 1 from errands`).toHaveLength(0);
    await golden(`qr-pasted-over.${channel}`);
  });

it('somebody else’s code is compared with the register, and a card’s code is no payment code', async () => {
  const ba = await known('cô Ba');
  await registerStall(ba);
  const sau = await known('bác Sáu', 'zalo');
  await sau.say('kiểm tra mã');
  await sau.photo('own');
  expect(sau.last().text).toContain('Rau Cô Ba');
  await sau.say('kiểm tra mã');
  await sau.photo('other');
  expect(sau.shown.map(({ text }) => text).join('\n')).toContain('con không biết');
  await sau.say('kiểm tra mã');
  const seen = await sau.photo('card');
  expect(seen.map(({ text }) => text).join('\n')).toContain('số giấy tờ');
  const rows = await house.db.sql<
    { body: string }[]
  >`select body::text from outbound union all select heard from turns`;
  expect(rows.filter(({ body }) => body?.includes('079060012345'))).toEqual([]);
});

it('an errand is answered once, whatever is delivered or run again', async () => {
  const ba = await known('cô Ba');
  await ba.say('kiểm tra mã');
  const before = ba.shown.length;
  await ba.photo('other');
  const said = ba.shown.length - before;
  await ba.redeliver();
  await house.assistant.errands.runOnce();
  await house.settle();
  expect(ba.shown.length - before).toBe(said);
  expect(fetched).toEqual(['other']);
});

it('a stall that wants it is asked once a week, in the morning', async () => {
  const ba = await known('cô Ba');
  await registerStall(ba);
  await ba.say('nhắc soi mã');
  const asked = () => ba.shown.filter(({ text }) => text.startsWith('Sáng rồi')).length;
  await house.jump(6 * DAY);
  expect(asked()).toBe(0);
  await house.jump(DAY);
  await house.jump(MINUTE);
  expect(asked()).toBe(1);
  await house.jump(7 * DAY);
  expect(asked()).toBe(2);
  await ba.press('Thôi nhắc soi mã');
  await house.jump(7 * DAY);
  expect(asked()).toBe(2);
});

it('who stands at the door', async () => {
  const lan = await volunteer('cô Lan');
  const sau = await known('bác Sáu', 'zalo');
  await sau.say('cán bộ này có thật không?');
  await lan.say('mã ghé nhà');
  const code = doorCode(lan);
  await sau.say(code.toLowerCase());
  expect(
    sau.shown
      .slice(-4)
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('cô Lan, Ấp Ngan Rô 1');
  house.note('mã cũ không xài lại được');
  await sau.say(`mã ${code}`);
  expect(sau.last().text).toContain('không thấy');
  house.note('mười một phút sau thì mã hết giờ');
  await lan.say('mã ghé nhà');
  const late = doorCode(lan);
  await house.jump(11 * MINUTE);
  await sau.say(`mã ${late}`);
  expect(sau.last().text).toContain('không thấy');
  house.note('máy trả lời cũng tự chứng minh');
  await sau.say('con có thật không');
  const own = doorCode(sau);
  await lan.say(`mã ${own}`);
  expect(lan.last().text).toContain('Trợ Lý Số đưa ra');
  await golden('door-code');
});

it('nobody guesses door codes for long', async () => {
  const sau = await known('bác Sáu', 'zalo');
  for (let attempt = 0; attempt < 6; attempt += 1) await sau.say('mã BAKOTU');
  expect(sau.last().text).toContain('nhiều mã quá');
});

it('a family that knows, by consent and until one word', async () => {
  const lan = await volunteer('cô Lan');
  const sau = await known('bác Sáu', 'zalo');
  const hai = await known('anh Hai', 'telegram');
  await sau.say('thêm người thân');
  await sau.press('Dạ');
  const words = /thân ((?:[a-zà-ỹ]+ ?){4})/iu.exec(sau.last().text)?.[0].trim() ?? '';
  await hai.say(words);
  await hai.press('Mẹ');
  await sau.start('f-viettel-money');
  for (let press = 0; press < 7; press += 1) await sau.pressFirst();
  const told = () => hai.shown.filter(({ text }) => /^Mẹ xong bước/.test(text)).length;
  expect(told()).toBe(1);
  await sau.say('công an gọi kêu đọc mã');
  await sau.press('Lỡ bấm rồi');
  expect(hai.last().text).toContain('Mẹ đang cần gọi gấp');
  expect(lan.last().text).toContain('cần gọi gấp: nghi bị lừa');
  await sau.say('CẮT');
  expect(hai.last().text).toContain('đã cắt');
  await house.jump(20 * MINUTE);
  const before = hai.shown.length;
  await sau.say('làm tiếp');
  await sau.pressFirst();
  expect(hai.shown.length).toBe(before);
  const consents = await house.db.sql`select withdrawn_at from consents where purpose = 'family'`;
  expect(consents.map(({ withdrawn_at }) => withdrawn_at !== null)).toEqual([true]);
  await golden('family-link');
});

it('is this true? – by words, number, link and forwarded message', async () => {
  const sau = await known('bác Sáu');
  await sau.say('công an gọi kêu cập nhật vneid');
  await sau.say('số 0912 345 678 gọi hoài có phải công an không con');
  await sau.say('https://vietco.mbank-vn.top/nhan-qua trang này thật không');
  await sau.forward('Bộ Công an thông báo: bà con đồng bộ VNeID trước 30/11');
  await sau.forward('xong rồi');
  await house.db.sql`
    insert into local_facts (area_code, kind, value, source, verified_on, recorded_by, recorded_by_name, recorded_at)
    values ('x1', 'police-phone', '0299 382 1234', 'bảng ở cổng', '2026-11-20', 'system', 'x', ${house.clock.now()})`;
  await house.assistant.content.refresh();
  await sau.say('điện lực gọi dọa cắt điện');
  expect(sau.last().text).toContain('0299 382 1234');
  for (const { text } of sau.shown) expect(text).not.toMatch(/an toàn|trang này thật|không sao/);
  await golden('scam-question');
});

it('a warning is drafted in two presses, and a new trick is learned in one line', async () => {
  const tam = await volunteer('anh Tâm', 'official', 'x1');
  const sau = await known('bác Sáu');
  await tam.say('Thêm chiêu: thu tiền rác qua mã => Xã thu tiền rác có biên lai, không thu qua mã gửi tin nhắn.');
  await house.jump(MINUTE);
  await sau.say('có người kêu thu tiền rác qua mã');
  expect(sau.last().text).toContain('có biên lai');
  await tam.say('cảnh báo lừa đảo');
  await tam.press('Giả công an');
  const [drafted] = await house.db.sql<{ count: number }[]>`select count(*)::int as count from broadcasts`;
  expect(drafted?.count).toBe(1);
  await golden('scam-warning');
});

it('it has happened: somebody is told at once, without details', async () => {
  const lan = await volunteer('cô Lan');
  const sau = await known('bác Sáu', 'zalo');
  await sau.start('f-scam-happened');
  expect(lan.last().text).toBe('⚠️ bác Sáu · Ấp Ngan Rô 1 cần gọi gấp: nghi bị lừa.');
  const [request] = await house.db.sql`select reason, urgent, flow_id, step from help_requests`;
  expect(request).toMatchObject({ reason: 'suspected-scam', urgent: true, flow_id: null, step: null });
  await golden('scam-happened-alarm');
});

it('questions have vetted answers with source and date, or an honest "not sure"', async () => {
  const sau = await known('bác Sáu');
  await sau.say('mất sim rồi lấy lại vneid được không');
  expect(sau.last().text).toMatch(/Theo .+, ngày \d+\/\d+\/\d{4}/);
  await sau.say('con trâu nhà bác bữa nay bỏ ăn là bị gì vậy');
  await golden('questions');
});

it('two messages within three seconds are one turn', async () => {
  const sau = await known('bác Sáu', 'zalo');
  await sau.start('f-viettel-money');
  for (let press = 0; press < 3; press += 1) await sau.pressFirst();
  const seq = async () => {
    const [row] = await house.db.sql<{ seq: number; misses: number }[]>`
      select (memory #>> '{run,state,seq}')::int as seq, (memory #>> '{run,state,misses}')::int as misses
      from contacts where id = ${await contactId(sau)}`;
    return row;
  };
  const start = (await seq())?.seq ?? 0;
  await sau.say('xong');
  const moved = (await seq())?.seq ?? 0;
  expect(moved).toBeGreaterThan(start);
  const before = sau.shown.length;
  await sau.addAtOnce('rồi');
  expect((await seq())?.seq).toBe(moved); // the same "done", said twice in a breath
  expect(sau.shown.length).toBe(before);
  await sau.say('qwe rty');
  await sau.addAtOnce('asd fgh');
  expect((await seq())?.misses).toBe(1); // one rung for both
  await sau.say('xong');
  await sau.say('cái này 482');
  const warned = await sau.addAtOnce('913');
  expect(warned.map(({ text }) => text).join('\n')).toContain('mã bí mật'); // a code in two halves
});
