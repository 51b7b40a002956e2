/** `/cai-dat` and `/nhat-ky`: rights given and taken, keys revoked, the simulator's switch, and the trace of it all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, keyCaller } from '../../src/db/access.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { employ, enter, type Post } from '../support/staff.ts';

let house: House;
let admin: Visitor;
let official: Visitor;

async function staff(post: Post): Promise<{ browser: Visitor; membership: string; contact: string }> {
  const ids = await employ(house, post);
  return { ...ids, browser: await enter(house, ids.contact) };
}

beforeAll(async () => {
  house = await openHouse();
  await house.area('79001', 'Xã Mình', 'commune');
  await house.area('79001-01', 'Ấp Chợ', 'hamlet', '79001');
  await house.area('79002', 'Xã Khác', 'commune');
  ({ browser: admin } = await staff({ name: 'bà Chủ', role: 'admin', area: '79001' }));
  ({ browser: official } = await staff({ name: 'chị Lan', role: 'official', area: '79001' }));
});
afterAll(() => house.close());

describe('inviting', () => {
  it('shows a code once; it works in the chat; the person may come in', async () => {
    const answer = await admin.post('/cai-dat/moi?dia-ban=79001-01', { ten: 'anh Tâm', 'vai-tro': 'volunteer' });
    const code = /<code class="secret">(i-[\w-]+)<\/code>/.exec(answer.body)?.[1] ?? '';
    expect(code).not.toBe('');
    expect((await admin.get('/cai-dat')).body).not.toContain(code);
    const tam = house.person('anh Tâm', 'zalo');
    await tam.start(code);
    const page = await admin.get('/cai-dat');
    expect(page.body).toContain('anh Tâm');
    await tam.say('đăng nhập');
    expect(tam.last().text).toContain('/dang-nhap/');
  });

  it('says what is missing and keeps what was written', async () => {
    const answer = await admin.post('/cai-dat/moi?dia-ban=79001', { ten: '', 'vai-tro': 'king' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('href="#f-ten"');
    expect(answer.body).toContain('href="#f-vai-tro"');
    expect((await admin.post('/cai-dat/moi?dia-ban=79002', { ten: 'x', 'vai-tro': 'admin' })).statusCode).toBe(403);
    expect((await admin.post('/cai-dat/moi', { ten: 'x', 'vai-tro': 'admin' })).statusCode).toBe(404);
  });
});

describe('ending a role', () => {
  it('signs out at once, keeps history and the reason', async () => {
    const { browser, membership, contact } = await staff({ name: 'cô Hạnh', role: 'volunteer', area: '79001-01' });
    expect((await browser.get('/')).statusCode).toBe(200);
    const url = `/cai-dat/vai-tro/${membership}/ket-thuc`;
    expect((await admin.post(url, { 'ly-do': '' })).statusCode).toBe(422);
    expect((await browser.get('/')).statusCode).toBe(200);
    expect((await admin.post(url, { 'ly-do': 'Chuyển công tác' })).statusCode).toBe(303);
    expect((await browser.get('/')).statusCode).toBe(303);
    const [row] = await house.db
      .sql`select until is not null as ended, end_reason from memberships where contact_id = ${contact}`;
    expect(row).toEqual({ ended: true, end_reason: 'Chuyển công tác' });
    expect((await admin.get('/nhat-ky')).body).toContain('Chuyển công tác');
  });

  it('hands over what the person was doing', async () => {
    const { membership, contact } = await staff({ name: 'chú Bình', role: 'volunteer', area: '79001-01' });
    await house.db.sql`
      insert into help_requests (contact_id, area_code, reason, asked_at, promised_at, taken_by, taken_at)
      values (${contact}, '79001-01', 'asked', ${MORNING}, ${MORNING}, ${contact}, ${MORNING})`;
    await admin.post(`/cai-dat/vai-tro/${membership}/ket-thuc`, { 'ly-do': 'Nghỉ' });
    const [row] = await house.db.sql`select taken_by from help_requests where contact_id = ${contact}`;
    expect(row?.taken_by).toBeNull();
  });

  it('is not for oneself', async () => {
    const [own] = await house.db.sql<{ id: string }[]>`select id::text from memberships where name = 'bà Chủ'`;
    expect((await admin.post(`/cai-dat/vai-tro/${own!.id}/ket-thuc`, { 'ly-do': 'Thử' })).statusCode).toBe(422);
    expect((await admin.get('/cai-dat')).statusCode).toBe(200);
  });
});

describe('keys', () => {
  it('are listed without their text and revoked for good', async () => {
    const made = await createApiKey(
      house.db.sql,
      { name: 'Sở KH&CN', role: 'official', areaCode: '79001', createdBy: 'command' },
      house.clock.now(),
    );
    const page = await admin.get('/cai-dat');
    expect(page.body).toContain('Sở KH&amp;CN');
    expect(page.body).not.toContain(made.key);
    expect(await keyCaller(house.db.sql, made.key, house.clock.now())).not.toBeNull();
    await admin.post(`/cai-dat/khoa/${made.id}/thu-hoi`, { 'ly-do': 'Hết việc' });
    expect(await keyCaller(house.db.sql, made.key, house.clock.now())).toBeNull();
  });

  it('of another commune are not seen and not revoked', async () => {
    const made = await createApiKey(
      house.db.sql,
      { name: 'Khóa xã khác', role: 'admin', areaCode: '79002', createdBy: 'command' },
      house.clock.now(),
    );
    expect((await admin.get('/cai-dat')).body).not.toContain('Khóa xã khác');
    expect((await admin.post(`/cai-dat/khoa/${made.id}/thu-hoi`, { 'ly-do': 'x' })).statusCode).toBe(403);
    expect(await keyCaller(house.db.sql, made.key, house.clock.now())).not.toBeNull();
  });
});

describe('the simulator', () => {
  it('opens for officials when an admin says so, and its clock never moves here', async () => {
    expect((await official.get('/gia-lap')).statusCode).toBe(404);
    expect((await official.post('/cai-dat/gia-lap', { mo: '1' })).statusCode).toBe(403);
    await admin.post('/cai-dat/gia-lap', { mo: '1' });
    expect((await official.get('/gia-lap')).statusCode).toBe(200);
    expect((await visitor(house.assistant.web).get('/gia-lap')).headers.location).toContain('/dang-nhap');
    const before = house.clock.offsetMs;
    const jump = await official.post(
      '/gia-lap/dong-ho',
      {},
      { host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
    );
    expect(jump.statusCode).toBe(404);
    expect(house.clock.offsetMs).toBe(before);
    await admin.post('/cai-dat/gia-lap', { mo: '0' });
    expect((await official.get('/gia-lap')).statusCode).toBe(404);
  });
});

describe('the audit log', () => {
  it('shows what was refused to whom, and filters', async () => {
    await official.get('/nhat-ky');
    const refused = await admin.get('/nhat-ky?ket-qua=khong&ai=Lan');
    expect(refused.body).toContain('Bị từ chối');
    expect(refused.body).not.toContain('bà Chủ</td>');
    expect((await admin.get('/nhat-ky?ai=khong-co-ai')).body).toContain('Không có dòng nào như vậy');
    expect((await admin.get('/nhat-ky?tu=31/02/2026')).body).toContain('Viết như 20/11/2026');
    expect((await admin.get('/nhat-ky?tu=25/11/2026')).body).toContain('Không có dòng nào như vậy');
    expect((await admin.get('/nhat-ky?truoc=abc&viec=x%27&ve=%25')).statusCode).toBe(200);
  });

  it('shows an admin nothing of another commune', async () => {
    const { browser: other } = await staff({ name: 'bà Khác', role: 'admin', area: '79002' });
    const page = await other.get('/nhat-ky');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('chị Lan');
    expect(page.body).not.toMatch(/Xã Mình|Ấp Chợ/);
    // … but who tried their own doors: the tests above did.
    const rows = [...page.body.matchAll(/<tr><th scope="row".*?<\/tr>/g)].map(([row]) => row);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain('Bị từ chối');
  });

  it('goes on by pages', async () => {
    for (let time = 0; time < 60; time += 1) await official.get('/cai-dat');
    const first = await admin.get('/nhat-ky?ai=Lan');
    const older = /href="(\/nhat-ky\?[^"]*truoc=\d+)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await admin.get(older);
    expect((first.body.match(/<tr>/g) ?? []).length).toBe(51);
    expect((second.body.match(/<tr>/g) ?? []).length).toBeGreaterThan(5);
  });
});
