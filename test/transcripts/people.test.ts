/** The volunteer's day, the doorstep, help, and people's own rights, as the people in them see them. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addDuty } from '../../src/db/rota.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Codes and tokens differ from run to run; everything else is said word for word. */
const golden = (name: string) =>
  expect(
    house
      .transcript()
      .replace(/\bH[0-9A-Z]+\b/g, 'H…')
      .replace(/h-[0-9a-f]{12}/g, 'h-…')
      .replace(/nối(?: [a-zà-ỹ]+){4}/giu, 'nối …'),
  ).toMatchFileSnapshot(`golden/${name}.txt`);

async function volunteer(name: string, channel: 'telegram' | 'zalo' = 'telegram', area = 'h1'): Promise<Chat> {
  const chat = house.person(name, channel);
  await chat.start(await house.invite('volunteer', area, name));
  return chat;
}

/** A household with people in it, as a volunteer would have written it down. */
async function household(number: number, callName: string, members: string[] = [], area = 'h1'): Promise<string> {
  const code = `${area}-${String(number).padStart(3, '0')}`;
  await house.db.sql`
    insert into households (code, area_code, call_name, link_token, created_at)
    values (${code}, ${area}, ${callName}, ${code}, ${house.clock.now()})`;
  for (const member of members) {
    const [term = '', ...name] = member.split(' ');
    await house.db.sql`
      insert into household_members (household_code, call_name, term, added_at)
      values (${code}, ${name.join(' ')}, ${term}, ${house.clock.now()})`;
  }
  return code;
}

const contactId = async (chat: Chat) => {
  const [row] = await house.db.sql<{ id: bigint }[]>`
    select id from contacts where channel = ${chat.channel} and external_id = ${chat.externalId}`;
  return String(row?.id);
};

/** Somebody in the middle of the wallet flow, living in a hamlet. */
async function midWallet(name: string, channel: 'telegram' | 'zalo' = 'zalo'): Promise<Chat> {
  const chat = house.person(name, channel);
  await chat.start('a-h1_f-viettel-money');
  await chat.say(name);
  for (let press = 0; press < 5; press += 1) await chat.pressFirst();
  return chat;
}

const standing = () => house.db.sql<{ flow_id: string; subject_code: string; how_known: string }[]>`
  select flow_id, subject_code, how_known from report.completions where reversed_at is null order by completion_id`;

it('quick log: many lines, read back, corrected, re-sent, taken back', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  await household(12, 'Bác Sáu', ['chú Ba', 'cô Tư']);
  await household(13, 'Cô Út');
  const tam = await volunteer('anh Tâm');
  await tam.press('Ghi nhanh');
  await tam.say('xong vi 12 ba\n13 qr xong\nxong vi 99\ntu 12 vneid xong tu khai');
  await tam.say('sửa 2 xong momo 13');
  await tam.say('xóa dòng 3');
  expect(await standing()).toEqual([]); // nothing counts before the yes
  await tam.press('Đúng, ghi sổ');
  await tam.say('xong vi 12 ba');
  await tam.say('đúng'); // said again: the same entry stands
  const rows = await standing();
  expect(rows.map(({ flow_id, how_known }) => [flow_id, how_known])).toEqual([
    ['viettel-money', 'volunteer'],
    ['momo', 'volunteer'],
  ]);
  await tam.press('Sổ 7 ngày');
  const [entry] = await house.db.sql<{ id: bigint }[]>`select id from ledger where flow_id = 'momo'`;
  await tam.say(`sửa ${entry?.id}`);
  await tam.press('Hủy phiếu này');
  expect((await standing()).map(({ flow_id }) => flow_id)).toEqual(['viettel-money']);
  await golden('quick-log');
});

it('an entry may be corrected for seven days and said again after it was taken back', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  await household(12, 'Bác Sáu');
  const tam = await volunteer('anh Tâm');
  const log = async (line: string) => {
    await tam.say(line);
    await tam.press('Đúng, ghi sổ');
  };
  await log('xong vi 12');
  const [first] = await house.db.sql<{ id: bigint }[]>`select id from ledger`;
  await tam.say(`hủy phiếu ${first?.id}`);
  await tam.press('Hủy phiếu này');
  expect(await standing()).toHaveLength(0);
  await log('xong vi 12');
  expect(await standing()).toHaveLength(1);
  await house.jump(7 * DAY + HOUR);
  const [second] = await house.db.sql<{ id: bigint }[]>`select max(id) as id from ledger`;
  await tam.say(`sửa ${second?.id}`);
  expect(tam.last().text).toContain('quá 7 ngày');
  expect(await standing()).toHaveLength(1);
});

it('lines nobody has said yes to wait, wherever the volunteer goes meanwhile', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  await household(12, 'Bác Sáu');
  const tam = await volunteer('anh Tâm');
  await tam.say('xong vi 12');
  await tam.press('Đúng, ghi sổ'); // counts
  await tam.say('xong momo 12');
  await tam.say('việc hôm nay');
  await tam.press('Về bàn làm việc');
  await tam.press('Ghi nhanh');
  expect(tam.last().text).toContain('Ví MoMo');
  await tam.say('xong qr 12');
  await tam.press('Đúng, ghi sổ');
  expect((await standing()).map(({ flow_id }) => flow_id)).toEqual(['viettel-money', 'momo', 'merchant-vietqr']);
  await tam.press('Về bàn làm việc');
  await tam.press('Ghi nhanh');
  expect(tam.last().text).toContain('Gõ mỗi dòng một việc');
});

it('one doorstep, two people, one phone: nobody’s place is lost', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  await household(12, 'Bác Sáu');
  const tam = await volunteer('anh Tâm');
  await tam.press('Giúp một hộ');
  await tam.press('Bác Sáu');
  await tam.press('Người trong hộ');
  await tam.press('Thêm người');
  await tam.say('Chú Ba, 45 tuổi, con');
  await tam.say('Bà Tư, trên 60, vợ, không máy');
  await tam.press('Người trong hộ');
  await tam.press('chú Ba');
  await tam.press('Làm chung máy');
  await tam.press('Ví và ngân hàng');
  await tam.press('Mở ví Viettel Money');
  for (let press = 0; press < 5; press += 1) await tam.pressFirst();
  const step = () => tam.shown.findLast(({ text }) => text.startsWith('Bước'))?.text.split('\n')[0];
  const before = step();
  await tam.say('đổi người');
  await tam.press('bà Tư');
  await tam.press('In tờ chỉ từng bước');
  await tam.press('Giấy tờ, sim');
  await tam.pressFirst();
  expect(tam.shown.some(({ document }) => document)).toBe(true);
  await tam.press('Về bàn làm việc');
  await tam.press('Giúp một hộ');
  await tam.press('Bác Sáu');
  await tam.press('▶ chú Ba');
  expect(step()).toBe(before);
  for (let press = 0; press < 40 && !tam.shown.some(({ text }) => text.startsWith('Đã ghi: Ví')); press += 1)
    await tam.pressFirst();
  const [row] = await standing();
  expect(row?.subject_code).toMatch(/^M\d+$/);
  await golden('doorstep');
});

it('a household somebody has opened before is noticed; two that are one are merged; one moves', async () => {
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  await house.area('h2', 'Ấp Rạch Dừa', 'hamlet', 'x1');
  await household(12, 'Bác Sáu', ['chú Ba']);
  await household(15, 'Chú Năm');
  const tam = await volunteer('anh Tâm');
  await tam.say('xong vi 12 ba');
  await tam.press('Đúng, ghi sổ');
  await tam.press('Về bàn làm việc');
  await tam.press('Thêm hộ mới');
  await tam.say('bac Sau');
  await tam.press('Hộ khác, làm mới');
  await tam.press('Người dân đồng ý');
  const [made] = await house.db.sql<{ number: number; code: string }[]>`
    select number, code from households order by created_at desc, number desc limit 1`;
  expect(made?.number).toBe(16);
  await tam.say(`gộp ${made?.number} vào 12`);
  await tam.press('Đúng, làm đi');
  await tam.say('chuyển 15 qua Rạch Dừa');
  await tam.press('Đúng, làm đi');
  const [now] = await house.db.sql`select current_subject(${made?.code ?? ''}) as now_code`;
  expect(now).toEqual({ now_code: 'h1-012' });
  const [moved] = await house.db.sql`select area_code, number from households where code = 'h1-015'`;
  expect(moved).toEqual({ area_code: 'h2', number: 1 });
  expect(await standing()).toHaveLength(1);
  await golden('households-change');
});

it('the day’s list: most needed first', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  await household(12, 'Bác Sáu');
  const tam = await volunteer('anh Tâm');
  const lan = await volunteer('cô Lan', 'zalo');
  const nam = await midWallet('Chú Năm');
  await tam.press('Giúp một hộ');
  await tam.press('Bác Sáu');
  await tam.press('Việc khác của hộ');
  await tam.press('Hẹn bữa ghé');
  await tam.press('Ngày mai');
  await house.jump(DAY + HOUR);
  await lan.say('chào');
  const ut = house.person('cô Út', 'telegram');
  await ut.start('a-h1');
  await ut.say('Cô Út');
  await ut.say('nhờ người giúp');
  await tam.press('Việc hôm nay');
  await tam.press('Gọi cô Út');
  await tam.press('Tôi nhận');
  await tam.say('việc hôm nay');
  await tam.press('Kẹt: chú Năm');
  await tam.press('Nhắn qua đây');
  await nam.say('dạ tui đây');
  await tam.say('xong');
  await golden('today');
});

it('help: nobody answers, the next on the rota is asked, and the citizen is told who', async () => {
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  const lan = await volunteer('cô Lan');
  const tam = await volunteer('chú Tâm', 'zalo');
  const phuc = house.person('anh Phúc', 'telegram');
  await phuc.start(await house.invite('official', 'x1', 'anh Phúc'));
  const now = house.clock.now();
  const duty = { areaCode: 'h1', weekday: null, fromHour: 0, toHour: 24 };
  await addDuty(house.db.sql, { ...duty, contactId: await contactId(tam), rank: 0 }, now);
  await addDuty(house.db.sql, { ...duty, contactId: await contactId(lan), rank: 1 }, now);
  const sau = await midWallet('Bác Sáu');
  await sau.press('Nhờ người giúp');
  expect(tam.last().text).toContain('bác Sáu');
  expect(lan.shown.some(({ text }) => text.includes('bác Sáu'))).toBe(false);
  await house.jump(2 * HOUR + MINUTE);
  expect(lan.last().text).toContain('bác Sáu');
  await lan.press('Đang bận');
  await house.jump(2 * HOUR + MINUTE);
  await phuc.press('Đang bận');
  await golden('escalation');
});

it('a promise that passed is asked about, and a call that never came goes to somebody else', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const lan = await volunteer('cô Lan');
  await volunteer('chú Tâm', 'zalo');
  const sau = await midWallet('Bác Sáu', 'telegram');
  await sau.press('Nhờ người giúp');
  await lan.press('Tôi nhận');
  await house.jump(4 * HOUR + MINUTE);
  await sau.press('Chưa ai gọi');
  const [row] = await house.db.sql<{ name: string }[]>`
    select m.name from help_requests h join memberships m on m.contact_id = h.offered_to`;
  expect(row?.name).toBe('chú Tâm');
  await golden('broken-promise');
});

it('a volunteer and a citizen talk through the assistant; secrets stay masked both ways', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const lan = await volunteer('cô Lan');
  const sau = await midWallet('Bác Sáu', 'telegram');
  await sau.press('Nhờ người giúp');
  await lan.press('Tôi nhận');
  await lan.press('Nhắn qua đây');
  await sau.say('con ơi máy hiện cái gì lạ lắm');
  await lan.say('Bác bấm nút màu xanh nha');
  await sau.say('mã otp là 493021');
  expect(JSON.stringify(lan.shown)).not.toContain('493021');
  await sau.send('photo');
  await lan.say('xong');
  expect(sau.last().text).toMatch(/Bước \d/);
  const [kept] = await house.db.sql`select count(*)::int as count from outbound where body::text like '%493021%'`;
  expect(kept?.count).toBe(0);
  await golden('relay');
});

it('a talk nobody goes on with ends by itself', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const lan = await volunteer('cô Lan');
  const sau = await midWallet('Bác Sáu', 'telegram');
  await sau.press('Nhờ người giúp');
  await lan.press('Nhắn qua đây').catch(() => lan.press('Tôi nhận'));
  await lan.press('Nhắn qua đây');
  const quiet = sau.shown.length;
  await sau.say('xong'); // an answer to the helper, not a step done
  expect(sau.shown.length).toBe(quiet);
  await house.jump(2 * HOUR + MINUTE);
  expect(sau.shown.some(({ text }) => text.includes('trở lại với bác'))).toBe(true);
  const answers = await sau.say('chỉ lại');
  expect(answers.length).toBeGreaterThan(0);
});

it('a volunteer who leaves hands on whom they promised to call', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const lan = await volunteer('cô Lan');
  const tam = await volunteer('chú Tâm', 'telegram');
  const sau = await midWallet('Bác Sáu');
  await sau.press('Nhờ người giúp');
  await lan.press('Tôi nhận');
  await lan.say('tôi nghỉ tổ');
  await lan.press('Đúng, làm đi');
  await house.jump(MINUTE);
  expect(tam.last().text).toContain('bác Sáu');
  expect(sau.last().text).toContain('Chú Tâm sẽ gọi');
});

it('what a volunteer recorded is asked about once, and a supervisor checks a sample', async () => {
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  await household(12, 'Bác Sáu', ['bác Sáu']);
  const tam = await volunteer('anh Tâm');
  const phuc = house.person('anh Phúc', 'zalo');
  await phuc.start(await house.invite('official', 'x1', 'anh Phúc'));
  const sau = house.person('bác Sáu', 'telegram');
  await sau.start('h-h1-012');
  await sau.say('Bác Sáu'); // their household knows somebody of this name
  await tam.say('xong vi 12 sau\nxong vneid 12 sau');
  await tam.press('Đúng, ghi sổ');
  await house.jump(MINUTE);
  await sau.press('Đúng rồi');
  const evidence = () => house.db.sql`select evidence, outcome from report.evidence order by completion_id`;
  expect(await evidence()).toEqual([
    { evidence: 'citizen', outcome: 'confirmed' },
    { evidence: 'citizen', outcome: 'confirmed' },
  ]);
  await tam.say('xong momo 12 sau');
  await tam.press('Đúng, ghi sổ');
  await house.jump(DAY);
  await sau.press('Chưa phải');
  await phuc.say('kiểm mẫu');
  await phuc.press('Đúng vậy');
  await phuc.press('Không gặp');
  const kinds = (await evidence()).map(({ evidence: kind }) => kind).sort();
  expect(kinds.filter((kind) => kind === 'sample')).toHaveLength(2);
  await golden('evidence');
});

it('one person on two channels: joined by words, gone on with, taken apart', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const zalo = await midWallet('Bác Sáu', 'zalo');
  const where = zalo.shown.findLast(({ text }) => text.startsWith('Bước'))?.text.split('\n')[0];
  await zalo.say('nối kênh');
  const words = /nối(?: \S+){4}/u.exec(zalo.last().text)?.[0] ?? '';
  const telegram = house.person('bác Sáu (máy kia)', 'telegram');
  await telegram.start();
  await telegram.say('nối xoài mận ổi mít');
  await telegram.say(words);
  await telegram.say('làm tiếp');
  expect(telegram.last().text.split('\n')[0]).toBe(where);
  for (let press = 0; press < 40 && !telegram.last().text.includes('Mình làm gì nữa'); press += 1)
    await telegram.pressFirst();
  const [row] = await standing();
  expect(row?.subject_code).toBe(`P${await contactId(zalo)}`);
  const [other] = await house.db
    .sql`select memory -> 'finished' as finished from contacts where id = ${await contactId(zalo)}`;
  expect(other?.finished).toEqual(['viettel-money']);
  await telegram.say('tách kênh');
  expect(await house.db.sql`select 1 from contacts where person_id is not null`).toHaveLength(0);
  await golden('two-channels');
});

it('several people share one phone, each with a place of their own', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const phone = await midWallet('Bác Sáu', 'telegram');
  const where = phone.last().text.split('\n')[0];
  await phone.say('đổi người');
  await phone.press('Thêm người khác');
  await phone.say('Bà Tư');
  await phone.say('mở ví momo');
  await phone.pressFirst();
  await phone.say('đổi người');
  await phone.press('Chủ máy này');
  expect(phone.last().text.split('\n')[0]).toBe(where);
  const subjects = await house.db.sql<{ subject_code: string }[]>`select subject_code from runs order by id`;
  expect(subjects.map(({ subject_code }) => subject_code[0])).toEqual(['P', 'M']);
  await golden('shared-phone');
});

it('my data, a consent taken back, and being forgotten in the middle of a flow', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  await volunteer('cô Lan');
  const sau = await midWallet('Bác Sáu', 'telegram');
  await sau.press('Nhờ người giúp');
  await sau.say('0912345678');
  await sau.say('dữ liệu của tôi');
  await sau.press('Gửi bản giấy');
  expect(sau.shown.some(({ document }) => document)).toBe(true);
  await sau.say('rút đồng ý');
  await sau.press('Xóa số điện thoại');
  await sau.say('xóa tôi');
  await sau.press('Thôi, giữ lại');
  await sau.say('xóa tôi');
  await sau.press('Xóa hết luôn');
  await house.jump(MINUTE);
  await house.jump(MINUTE);
  await sau.say('chào con');
  expect(sau.shown.some(({ text }) => text.includes('xin gọi mình là gì'))).toBe(true);
  await golden('erase-me');
});
