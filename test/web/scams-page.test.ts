/** The page of tricks: what is known, adding, changing and retiring one, and a warning drafted in two presses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScamBook } from '../../src/scam-book.ts';
import { readScamPattern, SCAM_PATTERNS } from '../../src/understanding/scam-patterns.ts';
import type { Visitor } from '../support/browse.ts';
import { type House, openHouse } from '../support/house.ts';
import { enterNew, twoCommunes } from '../support/staff.ts';

const PATH = '/noi-dung/chieu-lua';
const TRICK = {
  'cach-noi': 'thu tiền rác qua mã\nđóng tiền rác online',
  'loi-dap': 'Xã thu tiền rác có biên lai, không thu qua mã gửi tin nhắn. Ai kêu vậy là lừa đảo.',
  nguon: 'Công an xã báo ngày 20/11/2026',
};

let house: House;
const people = {} as Record<'lan' | 'phuc' | 'tam', Visitor>;
beforeAll(async () => {
  house = await openHouse();
  await twoCommunes(house);
  people.lan = await enterNew(house, { name: 'chị Lan', role: 'official', area: '79001' });
  people.phuc = await enterNew(house, { name: 'anh Phúc', role: 'official', area: '79002' });
  people.tam = await enterNew(house, { name: 'anh Tâm', role: 'volunteer', area: '79001' });
});
afterAll(() => house.close());

const asked = async (area: string, text: string) => {
  const book = createScamBook(house.db.sql);
  await book.refresh();
  return readScamPattern(text, book.of(area, false))?.answer;
};
const newest = async () =>
  (await house.db.sql<{ id: string }[]>`select id::text from scam_patterns order by id desc limit 1`)[0]?.id ?? '';
const audited = (subject: string) => house.db.sql<{ caller_name: string; area_code: string; allowed: boolean }[]>`
  select caller_name, area_code, allowed from audit_log where subject = ${subject} order by id`;

describe('tricks', () => {
  it('are listed with years, dates and sources', async () => {
    const { statusCode, body } = await people.lan.get(PATH);
    expect(statusCode).toBe(200);
    for (const { id, sources } of SCAM_PATTERNS) {
      expect(body).toContain(`id="chieu-${id}"`);
      for (const { ref } of sources) expect(body).toContain(ref.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
    }
    expect(body).toContain('18/07/2025');
  });

  it('a volunteer sees none of it', async () => {
    expect((await people.tam.get(PATH)).statusCode).toBe(403);
    expect((await people.tam.post(`${PATH}?dia-ban=79001`, TRICK)).statusCode).toBe(403);
  });

  it('added by an official answers the people of that commune, and no others', async () => {
    await people.lan.get(PATH);
    const added = await people.lan.post(`${PATH}?dia-ban=79001`, TRICK);
    expect(added.statusCode).toBe(303);
    expect(await asked('79001', 'nó kêu tui đóng tiền rác online')).toBe(TRICK['loi-dap']);
    expect(await asked('79002', 'nó kêu tui đóng tiền rác online')).toBeUndefined();
    const { body } = await people.lan.get(PATH);
    for (const text of ['“thu tiền rác qua mã”', TRICK.nguon, 'chị Lan', 'Xã Một']) expect(body).toContain(text);
    expect(await audited(`scam:${await newest()}`)).toEqual([
      { caller_name: 'chị Lan', area_code: '79001', allowed: true },
    ]);
  });

  it.each([
    ['one word only', { 'cach-noi': 'tiền' }, 'từ hai chữ'],
    ['an answer with a link', { 'loi-dap': 'Coi ở https://x.top cho biết nha bà con.' }, 'không có đường dẫn'],
    ['an answer with a card number', { 'loi-dap': 'Chuyển vô thẻ 4111 1111 1111 1111 nha bà con.' }, 'số bí mật'],
    ['no source', { nguon: '' }, 'Ghi nguồn'],
  ])('%s is not taken, and what was typed stays', async (_, wrong, words) => {
    const before = await newest();
    const refused = await people.lan.post(`${PATH}?dia-ban=79001`, { ...TRICK, nguon: 'nguồn thử', ...wrong });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain(words);
    expect(refused.body).toContain(Object.values(wrong)[0] || TRICK['loi-dap']);
    expect(await newest()).toBe(before);
  });

  it('of a neighbouring commune cannot be changed or retired, nor added for it', async () => {
    const id = await newest();
    await people.phuc.get(PATH);
    expect((await people.phuc.get(PATH)).body).not.toContain(`${PATH}/${id}/sua`);
    expect((await people.phuc.post(`${PATH}/${id}/ngung`)).statusCode).toBe(403);
    expect((await people.phuc.post(`${PATH}/${id}/sua`, TRICK)).statusCode).toBe(403);
    expect((await people.phuc.post(`${PATH}?dia-ban=79001`, TRICK)).statusCode).toBe(403);
    expect(await newest()).toBe(id);
  });

  it('without the token of the form nothing happens', async () => {
    const id = await newest();
    expect((await people.lan.post(`${PATH}/${id}/ngung`, { dau: 'x' })).statusCode).toBe(403);
    expect(await asked('79001', 'thu tiền rác qua mã')).toBeDefined();
  });

  it('changed, the new words answer and the old ones stay in the history; retired, it answers no more', async () => {
    const before = await newest();
    await people.lan.get(PATH);
    const answer = 'Tiền rác đóng ở ấp, có biên lai. Kêu quét mã là lừa đảo.';
    expect((await people.lan.post(`${PATH}/${before}/sua`, { ...TRICK, 'loi-dap': answer })).statusCode).toBe(303);
    expect(await asked('79001', 'thu tiền rác qua mã')).toBe(answer);
    const after = await newest();
    expect(after).not.toBe(before);
    expect((await people.lan.post(`${PATH}/${before}/sua`, TRICK)).statusCode).toBe(404); // somebody was faster
    const rows = await house.db.sql`select answer from scam_patterns where id = ${before} and withdrawn_at is not null`;
    expect(rows).toHaveLength(1);
    expect((await people.lan.post(`${PATH}/${after}/ngung`)).statusCode).toBe(303);
    expect(await asked('79001', 'thu tiền rác qua mã')).toBeUndefined();
    expect((await people.lan.get(PATH)).body).toContain('Đã ngưng lúc');
  });
});

describe('a warning', () => {
  it.each(['merged-address', 'their own'])('of %s is drafted in two presses, and nobody gets it yet', async (which) => {
    let id = which;
    if (which === 'their own') {
      await people.lan.get(PATH);
      await people.lan.post(`${PATH}?dia-ban=79001`, TRICK);
      id = await newest();
    }
    const first = await people.lan.get(`${PATH}/${id}/canh-bao`);
    expect(first.statusCode).toBe(200);
    const what = /<textarea[^>]*name="noi-dung"[^>]*>([^<]*)</.exec(first.body)?.[1] ?? '';
    expect(what.length).toBeGreaterThan(20);
    const action = /action="([^"]*canh-bao[^"]*)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await people.lan.post(action, { 'noi-dung': what });
    expect(second.statusCode).toBe(303);
    const written = /^\/thong-bao\/(\d+)/.exec(second.headers.location ?? '')?.[1] ?? '';
    const [row] = await house.db.sql<{ state: string; text: string; area: string }[]>`
      select state, text, audience ->> 'area' as area from broadcasts where id = ${written}`;
    expect(row?.state).toBe('draft');
    expect(row?.area).toBe('79001');
    expect(row?.text).toContain(what);
    expect(row?.text).toContain('đừng chuyển tiền');
    const sent = await house.db.sql`select 1 from broadcast_recipients where broadcast_id = ${written}`;
    expect(sent).toHaveLength(0);
    expect(await audited(`broadcast:${written}`)).toEqual([
      { caller_name: 'chị Lan', area_code: '79001', allowed: true },
    ]);
  });

  it('for a neighbour, or of no trick, is not drafted; a link in it is said beside the words', async () => {
    await people.phuc.get(PATH);
    const count = async () => (await house.db.sql`select id from broadcasts`).length;
    const before = await count();
    const what = { 'noi-dung': 'Có người giả công an.' };
    expect((await people.phuc.post(`${PATH}/merged-address/canh-bao?dia-ban=79001`, what)).statusCode).toBe(403);
    expect((await people.phuc.post(`${PATH}/nothing/canh-bao?dia-ban=79002`, what)).statusCode).toBe(404);
    const linked = await people.phuc.post(`${PATH}/merged-address/canh-bao?dia-ban=79002`, {
      'noi-dung': 'Coi ở http://vneid-capnhat.top nha.',
    });
    expect(linked.statusCode).toBe(422);
    expect(linked.body).toContain('vneid-capnhat.top');
    expect(await count()).toBe(before);
  });
});
