/** Finding one's way: by old names, by one's own list, by what is useful next, in one's own language. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../src/flows/index.ts';
import { RETIRED_NAMES } from '../../src/understanding/retired-names.ts';
import { type Chat, type House, openHouse, type Shown } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let people = 0;
async function citizen(channel: 'telegram' | 'zalo' = 'telegram'): Promise<Chat> {
  people += 1;
  const chat = house.person(`người ${people}`, channel);
  await chat.start();
  await chat.say('Bác Sáu');
  return chat;
}
const wordsOf = (shown: readonly Shown[]) => shown.map(({ text }) => text).join('\n');

/** What people say, with and without accents; what the answer must say; the flow it offers. */
const RETIRED: [string, string, string, string[]][] = [
  ['viettelpay', 'mở ViettelPay sao con', 'viettel-money', ['“Viettel Money”']],
  ['viettelpay', 'viettel pay cua tui dau roi', 'viettel-money', ['“Viettel Money”']],
  ['viettelpay', 'hồi trước bác xài viettelpay', 'viettel-money', ['“Viettel Money”']],
  ['vnpt-pay', 'cài VNPT Pay giùm', 'vnpt-money', ['“VNPT Money”']],
  ['vnpt-pay', 'vnpt pay con xai duoc khong', 'vnpt-money', ['“VNPT Money”']],
  ['hau-giang-app', 'app Hậu Giang mở không lên', 'feedback-choose', ['Cần Thơ', 'hỏi ủy ban xã']],
  ['hau-giang-app', 'cai app hau giang', 'feedback-choose', ['Cần Thơ']],
  ['hau-giang-app', 'ứng dụng Hậu Giang giờ ở đâu', 'feedback-choose', ['Cần Thơ']],
  ['portal-account', 'tạo tài khoản dịch vụ công', 'dvcqg-login', ['01/07/2024', '“VNeID”']],
  ['portal-account', 'dang ky tai khoan cong dich vu cong', 'dvcqg-login', ['“VNeID”']],
  ['portal-account', 'quên mật khẩu dịch vụ công rồi', 'dvcqg-login', ['“VNeID”']],
  ['provincial-portal', 'nộp ở cổng dịch vụ công tỉnh', 'dvcqg-login', ['01/07/2025', 'quốc gia']],
  ['paper-insurance-card', 'làm thẻ bảo hiểm y tế giấy', 'health-bhyt', ['01/06/2025', '“VNeID”', 'vẫn được thẻ giấy']],
  ['paper-insurance-card', 'doi the bao hiem giay', 'health-bhyt', ['“VNeID”']],
  ['lump-sum-tax', 'đóng thuế khoán ở đâu', 'household-tax-2026', ['01/01/2026', 'tự báo doanh thu']],
  ['lump-sum-tax', 'thue khoan nam nay nhieu', 'household-tax-2026', ['bỏ rồi']],
  ['licence-fee', 'đóng thuế môn bài', 'household-tax-2026', ['2026', 'không thu nữa']],
  ['licence-fee', 'le phi mon bai nop sao', 'household-tax-2026', ['không thu nữa']],
  ['postmart', 'bán hàng trên postmart', 'sell-online', ['“buudien.vn”']],
];

describe('an old name', () => {
  it.each(RETIRED)('%s: "%s" is told what replaced it and offered %s', async (_, said, flow, answer) => {
    const chat = await citizen();
    const shown = await chat.say(said);
    for (const part of answer) expect(wordsOf(shown)).toContain(part);
    expect(chat.last().data[chat.last().labels[0] ?? '']).toBe(`f.${flow}`);
    await chat.pressFirst();
    const [row] = await house.db.sql<{ flow: string }[]>`
      select memory #>> '{run,state,flowId}' as flow from contacts where external_id = ${chat.externalId}`;
    expect(row?.flow).toBe(flow);
  });

  it('every entry of the table is asked for above, and leads to a flow that exists', () => {
    expect(new Set(RETIRED.map(([id]) => id))).toEqual(new Set(RETIRED_NAMES.map(({ id }) => id)));
    for (const { now } of RETIRED_NAMES) expect(flows.has(now)).toBe(true);
  });

  it('said by a newcomer is answered before the first question, and the way is kept', async () => {
    people += 1;
    const chat = house.person(`người ${people}`, 'zalo');
    const shown = await chat.say('viettelpay');
    expect(wordsOf(shown)).toContain('giờ tên là “Viettel Money”');
    await chat.say('cô');
    expect(chat.shown.some(({ text }) => text.startsWith('Ví Viettel Money'))).toBe(true);
  });

  it('in the middle of something else asks before it leads away', async () => {
    const chat = await citizen();
    await chat.start('f-vneid-install');
    const shown = await chat.say('thuế khoán');
    expect(wordsOf(shown)).toContain('Thuế khoán bỏ rồi');
    expect(chat.last().labels).toContain('Làm tiếp việc cũ');
  });
});

describe('my list', () => {
  it('of a newcomer says so and offers a beginning', async () => {
    const chat = await citizen();
    const [shown] = await chat.say('việc của tôi');
    expect(shown?.text).toContain('chưa làm việc nào');
    expect(shown?.text).toContain('Chưa làm: Cài VNeID');
    expect(shown?.data[shown.labels[0] ?? '']).toBe('f.vneid-install');
    expect(shown?.labels.at(-1)).toBe('🙋 Nhờ người giúp');
  });

  it('tells what is done, what is under way and where, and continues either thing', async () => {
    const chat = await citizen();
    await chat.start('f-scam-check');
    for (let press = 0; press < 40 && !wordsOf(chat.shown).includes('Mình làm gì nữa'); press += 1)
      await chat.pressFirst();
    await chat.start('f-viettel-money');
    for (let press = 0; press < 5; press += 1) await chat.pressFirst();
    await chat.start('f-vneid-install');
    const [list] = await chat.say('danh sách cua toi');
    expect(list?.text).toMatch(/✅ Xong: .*\nĐang dở: Cài VNeID.*, Ví Viettel Money \(bước \d+\/\d+\)\nChưa làm: /s);
    expect(list?.labels).toHaveLength(5);
    expect([...(list?.text ?? '')].length).toBeLessThanOrEqual(300);
    await chat.press('Mở ví Viettel Money');
    await chat.press('Mở ví Viettel Money'); // one flow at a time: it asks first
    expect(chat.last().text).toContain('Bước');
  });

  it('is in the menu', async () => {
    const chat = await citizen();
    await chat.say('menu');
    for (let page = 0; page < 4 && !chat.last().labels.includes('Việc của bác'); page += 1)
      await chat.press('Xem thêm');
    const [list] = await chat.press('Việc của bác');
    expect(list?.text).toContain('chưa làm việc nào');
  });
});

describe('what to learn next', () => {
  it('is proposed with its reason, and begun by the first button', async () => {
    const chat = await citizen();
    const [proposal] = await chat.say('học gì tiếp');
    expect(proposal?.text).toMatch(/^Nên làm tiếp: Cài VNeID\.\nNhiều việc khác cần có cái này trước\./);
    await chat.pressFirst();
    expect(chat.shown.some(({ text }) => text.startsWith('Cài VNeID\n'))).toBe(true);
  });
});

describe('languages', () => {
  it('a foreigner says "English" and reads English from then on, labels staying Vietnamese', async () => {
    people += 1;
    const chat = house.person(`người ${people}`, 'zalo');
    const shown = await chat.say('English please');
    expect(wordsOf(shown)).toContain('From now on I write in English');
    await chat.press('Cô');
    await chat.start('f-viettel-money');
    await chat.pressFirst();
    expect(chat.last().labels.at(-1)).toMatch(/[a-z]/);
    expect(wordsOf(chat.shown.slice(-3))).not.toMatch(/\b(bấm|không|nha)\b/);
    await chat.say('tiếng Việt');
    expect(wordsOf(chat.shown.slice(-3))).toContain('nói tiếng Việt');
  });

  it('can be chosen from the menu, each by its own name; Khmer not before it is ready', async () => {
    const chat = await citizen();
    await chat.say('menu');
    for (let page = 0; page < 4 && !chat.last().labels.includes('English / Ngôn ngữ'); page += 1)
      await chat.press('Xem thêm');
    await chat.press('English / Ngôn ngữ');
    expect(chat.last().labels.slice(0, 2)).toEqual(['Tiếng Việt', 'English']);
    expect(chat.last().labels.some((label) => label.includes('Khmer'))).toBe(false);
    await chat.press('English');
    expect(wordsOf(chat.shown.slice(-3))).toContain('From now on I write in English');
  });

  it.each(['tiếng Khmer', 'ភាសាខ្មែរ'])('"%s" is refused kindly, and the way on stays', async (said) => {
    const chat = await citizen();
    const shown = await chat.say(said);
    expect(wordsOf(shown)).toContain('Chữ Khmer con chưa dám gửi');
    expect(chat.last().labels.length).toBeGreaterThan(1);
    const [row] = await house.db.sql<{ locale: string }[]>`
      select locale from contacts where external_id = ${chat.externalId}`;
    expect(row?.locale).toBe('vi');
  });

  it('staff may read Khmer for review; what is missing comes in Vietnamese and is counted', async () => {
    await house.area('x9', 'Xã Thử', 'commune');
    people += 1;
    const lan = house.person(`người ${people}`, 'telegram');
    await lan.start(await house.invite('official', 'x9', 'chị Lan'));
    const before = await missingWords();
    await lan.say('tiếng Khmer');
    const [row] = await house.db.sql<{ locale: string }[]>`
      select locale from contacts where external_id = ${lan.externalId}`;
    expect(row?.locale).toBe('km');
    expect(wordsOf(lan.shown.slice(-3))).toMatch(/[ạ-ỹ]/);
    expect(await missingWords()).toBeGreaterThan(before);
  });
});

async function missingWords(): Promise<number> {
  const { body } = await house.assistant.web.inject('/metrics');
  return Number(/^tls_missing_words_total (\d+)/m.exec(body)?.[1] ?? Number.NaN);
}
