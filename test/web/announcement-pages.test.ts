/** `/thong-bao` over the make-believe commune: what is typed, refused, pressed and told is what the engine says. */
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preview } from '../../src/broadcast/preview.ts';
import type { BroadcastProgress } from '../../src/broadcast/result.ts';
import { openSession } from '../../src/db/access.ts';
import { readBroadcast } from '../../src/db/broadcasts.ts';
import { seedCommune } from '../../src/demo/commune.ts';
import { createBoard, streamOf } from '../../src/web/pages/announcement-live.ts';
import { announce, decide } from '../support/announcing.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';

const COMMUNE = '99001';
/** The smallest picture there is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
let house: House;
let lan: Visitor;
let phuc: Visitor;

async function enter(name: string): Promise<Visitor> {
  const [row] = await house.db.sql<{ id: string }[]>`
    select contact_id::text as id from memberships where name = ${name} and until is null`;
  const session = await house.db.sql.begin((tx) => openSession(tx, row!.id, house.clock.now()));
  const browser = visitor(house.assistant.web);
  browser.cookies.set('tro_ly_phien', session!.token);
  await browser.get('/tro-giup');
  return browser;
}

beforeEach(async () => {
  house = await openHouse();
  await seedCommune(house.db.sql, MORNING);
  lan = await enter('chị Lan');
  phuc = await enter('anh Phúc');
});
afterEach(() => house.close());

const plain = (html: string): string =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');

const WORDS = { 'khu-vuc': COMMUNE, 'loi-vi': 'Thứ Bảy 28/11, 7 giờ sáng. Chợ có bàn cài ví.' };
const typed = (more: Record<string, string> = {}) => ({ ...WORDS, ...more });
const written = async (): Promise<number> =>
  (await house.db.sql<{ n: number }[]>`select count(*)::int as n from broadcasts`)[0]!.n;
const outgoing = async (): Promise<number> =>
  (await house.db.sql<{ n: number }[]>`select count(*)::int as n from outbound where broadcast_id is not null`)[0]!.n;
const audited = async () =>
  house.db.sql<{ route: string; subject: string | null; reason: string | null }[]>`
    select route, subject, reason from audit_log where route like '%thong-bao%' and allowed order by id`;
const stateOf = async (id: string) => (await readBroadcast(house.db.sql, id))?.state;

/** The id of the announcement a kept form leads to. */
async function kept(fields: Record<string, string>): Promise<string> {
  const answer = await lan.post('/thong-bao/soan', fields);
  expect([answer.statusCode, plain(answer.body).slice(0, 900)]).toEqual([303, '']);
  return /\/thong-bao\/(\d+)/.exec(String(answer.headers.location))![1]!;
}

describe('writing', () => {
  it('keeps what is typed and shows whom it reaches exactly as the engine counts them', async () => {
    const id = await kept(
      typed({ 'mang-vi': 'Mang thẻ căn cước.', 'hoi-vi': 'Hỏi cô Lan, số 0900 000 000.', 'nut-1': 'se-toi' }),
    );
    const broadcast = (await readBroadcast(house.db.sql, id))!;
    expect(broadcast.content).toEqual({
      words: { vi: { what: WORDS['loi-vi'], bring: 'Mang thẻ căn cước.', ask: 'cô Lan, số 0900 000 000' } },
      extras: [{ kind: 'coming' }],
      picture: null,
    });
    expect(broadcast.audience).toEqual({ area: COMMUNE });
    const seen = await preview(house.db.sql, broadcast, house.clock.now());
    const page = plain((await lan.get(`/thong-bao/${id}`)).body);
    expect(seen.reachable).toBeGreaterThan(0);
    expect(page).toContain(`Tới được ${seen.reachable} người trong ${seen.people} người được chọn`);
    for (const [reason, people] of Object.entries(seen.unreachable)) {
      expect(page).toContain(`${house.assistant.texts.say('vi', `broadcast:reason.${reason}`)} ${people}`);
    }
    for (const channel of ['Telegram', 'Zalo']) {
      expect(page).toContain(
        `${channel} · Tiếng Việt 📢 Ủy ban Xã Rạch Mẫu báo: ${WORDS['loi-vi']} Mang thẻ căn cước. Hỏi cô Lan, số 0900 000 000. Tôi sẽ tới Không nhận tin nữa`,
      );
    }
    expect(await audited()).toEqual([{ route: 'POST /thong-bao/soan', subject: `broadcast:${id}`, reason: null }]);
  });

  it('narrows whom it is for by every field', async () => {
    const id = await kept({
      ...typed({ viec: 'viettel-money', 'toi-dau': 'stuck', buoc: 'ready', vai: 'citizen', tieng: 'vi', kenh: 'zalo' }),
      'khu-vuc': '99001-C1',
    });
    expect((await readBroadcast(house.db.sql, id))?.audience).toEqual({
      area: '99001-C1',
      roles: ['citizen'],
      languages: ['vi'],
      channels: ['zalo'],
      flow: { id: 'viettel-money', state: 'stuck', step: 'ready' },
    });
    expect(plain((await lan.get(`/thong-bao/${id}`)).body)).toContain(
      'Chợ Rạch Mẫu · Người dân · Tiếng Việt · Zalo · Kẹt từ một ngày trở lên: Ví Viettel Money (ready)',
    );
  });

  it.each([
    ['nothing written', { 'loi-vi': '' }, 'f-loi-vi', 'Còn trống.'],
    ['too long in English only', { 'loi-en': 'A word or two. '.repeat(30) }, 'f-loi-en', 'nhiều nhất 300'],
    ['a strange link', { 'mang-vi': 'Coi trang bit.ly/abc nha.' }, 'f-mang-vi', 'Không gửi đường dẫn bit.ly'],
    ['hard words', { 'mang-vi': 'Vui lòng cung cấp thông tin cá nhân.' }, 'f-mang-vi', 'cung cấp'],
    ['a time that has passed', { gio: '20/11/2026 9:00' }, 'f-gio', 'đã qua'],
    ['a time at night', { gio: '28/11 22:00' }, 'f-gio', 'giờ nghỉ của bà con'],
    ['no time at all', { gio: 'bữa nào cũng được' }, 'f-gio', 'chưa hiểu giờ đó'],
    ['a label too long', { 'nut-1': 'se-toi', 'chu-1': 'Tôi sẽ tới chợ sáng thứ Bảy này' }, 'f-chu-1', 'dài nhất 20'],
    ['money that is no number', { tien: 'nhiều' }, 'f-tien', 'Số tiền chưa đúng'],
    ['a place nobody knows', { 'khu-vuc': 'khong-co' }, 'f-khu-vuc', 'Không có địa bàn này'],
    ['a list nobody knows', { 'danh-sach': 'khong-co' }, 'f-danh-sach', 'Không có danh sách này'],
  ])('refuses %s beside its field and loses nothing typed', async (_, wrong, field, says) => {
    const answer = await lan.post('/thong-bao/soan', typed({ 'hoi-vi': 'chú Bảy, số 0900 000 001', ...wrong }));
    expect(answer.statusCode).toBe(422);
    const summary = /<div class="error-summary"[\s\S]*?<\/div>/.exec(answer.body)?.[0] ?? '';
    expect(summary).toContain(`href="#${field}"`);
    expect(plain(summary)).toContain(says);
    expect(answer.body).toContain('chú Bảy, số 0900 000 001');
    for (const value of Object.values(wrong as Record<string, string>)) {
      if (value !== '' && field !== 'f-khu-vuc' && field !== 'f-danh-sach')
        expect(answer.body.includes(value.trim())).toBe(true);
    }
    expect(await written()).toBe(0);
    expect(await audited()).toEqual([]);
  });

  it('looks without writing anything down, also into the audit log', async () => {
    const answer = await lan.post('/thong-bao/soan/xem', typed({ 'mang-vi': 'Coi trang bit.ly/abc nha.' }));
    expect(answer.statusCode).toBe(200);
    const look = plain(/<section id="xem-thu"[\s\S]*<\/section>/.exec(answer.body)?.[0] ?? '');
    expect(look).toContain('Không gửi đường dẫn bit.ly');
    expect(look).toContain('Ủy ban Xã Rạch Mẫu báo:');
    expect([await written(), await audited()]).toEqual([0, []]);
    const tam = await enter('anh Tâm');
    expect((await tam.post('/thong-bao/soan/xem?dia-ban=99001-01', typed())).statusCode).toBe(404);
  });

  it('changes a draft, after which it has to be tested again', async () => {
    const id = await announce(house, 'chị Lan', ['test']);
    expect((await lan.get(`/thong-bao/${id}/sua`)).body).toContain('Bà con nhớ mang thẻ căn cước.');
    const answer = await lan.post(`/thong-bao/${id}/sua`, typed({ so: id, 'loi-vi': 'Dời qua Chủ nhật 29/11.' }));
    expect(answer.statusCode).toBe(303);
    const after = (await readBroadcast(house.db.sql, id))!;
    expect(after.content.words).toEqual({ vi: { what: 'Dời qua Chủ nhật 29/11.', bring: '', ask: '' } });
    expect(after.testedAt).toBeNull();
  });

  it('keeps a group of recipients under a name, takes it, drops it', async () => {
    const fields = typed({ 'khu-vuc': '99001-C1', kenh: 'zalo', 'ten-nhom': 'Sạp có Zalo' });
    expect(plain((await lan.post('/thong-bao/soan/nhom', fields)).body)).toContain('Đã lưu nhóm “Sạp có Zalo”.');
    const [saved] = await house.db.sql<{ id: string; query: unknown }[]>`select id::text, query from saved_audiences`;
    expect(saved!.query).toEqual({ area: '99001-C1', channels: ['zalo'] });
    const taken = await lan.post('/thong-bao/soan/xem', typed({ nhom: saved!.id, 'lay-nhom': '1' }));
    expect(taken.body).toMatch(/value="99001-C1" selected/);
    expect(taken.body).toContain(WORDS['loi-vi']);
    await lan.post('/thong-bao/soan/nhom/bo', typed({ nhom: saved!.id }));
    expect(await house.db.sql`select 1 from saved_audiences`).toHaveLength(0);
  });

  it('takes a picture, which stays when something else is wrong', async () => {
    const token = lan.token();
    const boundary = 'xxBOUNDARYxx';
    const part = (name: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = Buffer.concat([
      Buffer.from(part('dau', token)),
      ...Object.entries(typed({ 'hinh-ta': 'Bản đồ tới chợ', gio: 'không biết' })).map(([name, value]) =>
        Buffer.from(part(name, value)),
      ),
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="hinh"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`,
      ),
      PIXEL,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const answer = await house.assistant.web.inject({
      method: 'POST',
      url: '/thong-bao/soan',
      payload: body,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        host: 'localhost:3000',
        origin: 'http://localhost:3000',
        'sec-fetch-site': 'same-origin',
        cookie: [...lan.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    expect(answer.statusCode).toBe(422);
    const hash = /name="hinh-ma" value="([0-9a-f]{64})"/.exec(answer.body)?.[1];
    const id = await kept(typed({ 'hinh-ma': hash!, 'hinh-ta': 'Bản đồ tới chợ' }));
    expect((await readBroadcast(house.db.sql, id))?.content.picture).toEqual({ hash, alt: 'Bản đồ tới chợ' });
    expect((await lan.get(`/pictures/${hash}.png`)).rawPayload).toEqual(PIXEL);
  });
});

describe('agreeing and sending', () => {
  it('needs a test, then another person, who is not its author', async () => {
    const id = await announce(house, 'chị Lan');
    expect(plain((await lan.post(`/thong-bao/${id}/trinh`)).body)).toContain('Bạn gửi thử cho mình trước');
    await lan.post(`/thong-bao/${id}/thu`);
    expect(await outgoing()).toBe(0);
    expect((await lan.post(`/thong-bao/${id}/gui`)).statusCode).toBe(409);
    expect((await lan.post(`/thong-bao/${id}/trinh`)).statusCode).toBe(303);
    expect((await lan.get(`/thong-bao/${id}`)).body).not.toContain(`action="/thong-bao/${id}/duyet"`);
    const own = await lan.post(`/thong-bao/${id}/duyet`);
    expect([own.statusCode, plain(own.body)]).toEqual([409, expect.stringContaining('phải người khác duyệt')]);
    expect(plain((await phuc.get('/thong-bao')).body)).toContain('1 thông báo chờ bạn duyệt');
    expect((await phuc.get(`/thong-bao/${id}`)).body).toContain(`action="/thong-bao/${id}/duyet"`);
    expect((await phuc.post(`/thong-bao/${id}/duyet`)).statusCode).toBe(303);
    expect(await stateOf(id)).toBe('sending');
    expect((await audited()).map(({ route }) => route)).toEqual([
      'POST /thong-bao/:id/thu',
      'POST /thong-bao/:id/trinh',
      'POST /thong-bao/:id/duyet',
    ]);
  });

  it('sends nothing when the people have changed since, and asks again', async () => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await house.db.sql`
      insert into contacts (channel, external_id, area_code, created_at, seen_at, simulated)
      select 'telegram', '88' || n, '99001-01', ${MORNING}, ${MORNING}, true from generate_series(1, 40) n`;
    const answer = await phuc.post(`/thong-bao/${id}/duyet`);
    expect([answer.statusCode, plain(answer.body)]).toEqual([
      409,
      expect.stringMatching(/Số người đổi từ \d+ thành \d+/),
    ]);
    expect([await stateOf(id), await outgoing()]).toEqual(['waiting-approval', 0]);
    expect((await phuc.post(`/thong-bao/${id}/duyet`)).statusCode).toBe(303);
    expect(await stateOf(id)).toBe('sending');
  });

  it('gives it back with a reason its author reads', async () => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await phuc.post(`/thong-bao/${id}/tra-lai`, { 'ly-do': 'Sai ngày rồi chị' });
    expect(await stateOf(id)).toBe('returned');
    expect(plain((await lan.get(`/thong-bao/${id}`)).body)).toContain('anh Phúc trả lại: Sai ngày rồi chị');
  });

  it('an urgent one needs two others, and says so when there is only one', async () => {
    const id = await announce(house, 'chị Lan', ['test'], { kind: 'urgent' });
    const answer = await lan.post(`/thong-bao/${id}/trinh`);
    expect(plain(answer.body)).toContain('Cần 2 cán bộ khác duyệt, mới có 1');
    const page = plain((await lan.get(`/thong-bao/${id}`)).body);
    expect(page).toContain('⚠️ KHẨN. Ủy ban Xã Rạch Mẫu báo:');
    expect(page).toContain('Cần 2 người khác duyệt');
  });

  it('says until when it waits at night, in the hours of the commune', async () => {
    await house.jump(12 * 3_600_000); // 21:00
    lan = await enter('chị Lan');
    const id = await announce(house, 'chị Lan', ['test'], { audience: { area: '99001-02' } });
    expect(plain((await lan.get(`/thong-bao/${id}`)).body)).toContain('Bấm gửi thì tin chờ tới 08:00, 25/11/2026.');
    const sent = await lan.post(`/thong-bao/${id}/gui`);
    expect(sent.headers.location).toContain('waits-quiet');
    expect(plain((await lan.get(`/thong-bao/${id}`)).body)).toContain('Tin đi tiếp lúc 08:00, 25/11/2026.');
    await house.jump(4_000);
    expect(await outgoing()).toBe(0);
  });

  it('nobody to send to is said, and nothing can be sent', async () => {
    const id = await kept(typed({ tieng: 'km' }));
    expect(plain((await lan.get(`/thong-bao/${id}`)).body)).toContain('Không có ai nhận được tin này');
    expect((await lan.post(`/thong-bao/${id}/thu`)).statusCode).toBe(409);
  });

  it('a correction holds the old one and goes to exactly those it reached', async () => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', id, 'approve');
    await house.jump(4_000);
    await house.jump(4_000);
    const [before] = await house.db.sql<{ sent: number }[]>`
      select count(*)::int as sent from broadcast_recipients where broadcast_id = ${id} and state = 'sent'`;
    const begun = await lan.post(`/thong-bao/${id}/dinh-chinh`);
    const form = await lan.get(String(begun.headers.location));
    expect(form.body).toContain('Bà con nhớ mang thẻ căn cước.');
    const fields = { ...typed({ 'loi-vi': 'Dời qua Chủ nhật 29/11.', tien: '100.000' }), 'dinh-chinh': id };
    const corrected = await kept(fields);
    const page = plain((await lan.get(`/thong-bao/${corrected}`)).body);
    expect(before!.sent).toBeGreaterThan(100);
    expect(page).toContain(`trong ${before!.sent} người được chọn`);
    expect(page).toContain('báo lại cho đúng');
  });
});

describe('how it goes', () => {
  const result = (change: Partial<BroadcastProgress> = {}) =>
    ({ state: 'sending', ...change }) as unknown as BroadcastProgress;

  it('is looked up as often for fifty who watch as for one, and not at all when nobody does', async () => {
    let looks = 0;
    const board = createBoard(async () => {
      looks += 1;
      return result();
    }, 20);
    const heard = Array.from({ length: 50 }, () => 0);
    const leaves = heard.map((_, index) =>
      board.follow('1', () => {
        heard[index] = (heard[index] ?? 0) + 1;
      }),
    );
    while (looks < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(looks).toBeLessThanOrEqual(6);
    for (const times of heard) expect(times).toBeGreaterThanOrEqual(3);
    for (const leave of leaves) leave();
    const then = looks;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(looks).toBeLessThanOrEqual(then + 1);
  });

  it('never tells whoever comes what was seen before they came', async () => {
    const seen: { state: string; answer: () => void }[] = [];
    const states = ['sending', 'paused'] as const;
    const board = createBoard(
      () =>
        new Promise((resolve) => {
          const state = states[seen.length] ?? 'paused';
          seen.push({ state, answer: () => resolve(result({ state })) });
        }),
      1,
    );
    const heard: string[][] = [[], []];
    board.follow('1', (now) => heard[0]?.push(now?.state ?? ''));
    const leave = board.follow('1', (now) => heard[1]?.push(now?.state ?? '')); // the first look has begun before
    seen[0]?.answer();
    while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(heard).toEqual([['sending'], []]);
    seen[1]?.answer();
    while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(heard).toEqual([['sending', 'paused'], ['paused']]);
    leave();
  });

  it('is told once for every change, with a beat in between, and ends when it is over', async () => {
    const states = ['sending', 'sending', 'paused', 'paused', 'done'] as const;
    let look = 0;
    const board = createBoard(async () => result({ state: states[look++] ?? 'done' }), 10);
    const timing = { lookMs: 10, beatMs: 4, livesMs: 60_000 };
    let heard = '';
    for await (const part of streamOf(board, '1', ({ state }) => ({ state }), timing)) heard += part;
    expect(heard.match(/^event: .*\ndata: .*$/gm)).toEqual([
      'event: dien-bien\ndata: {"state":"sending"}',
      'event: dien-bien\ndata: {"state":"paused"}',
      'event: dien-bien\ndata: {"state":"done"}',
      'event: het\ndata: {}',
    ]);
    expect(heard).toContain('\n: nhịp\n\n');
  });

  it('ends after its life or with the database, so that the browser asks anew', async () => {
    const endless = createBoard(async () => result(), 10);
    let heard = '';
    const timing = { lookMs: 10, beatMs: 1_000, livesMs: 30 };
    for await (const part of streamOf(endless, '1', () => 1, timing)) heard += part;
    expect(heard).toBe('retry: 1000\n\nevent: dien-bien\ndata: 1\n\n');
    const lost = createBoard(() => Promise.reject(new Error('no database')), 10);
    heard = '';
    for await (const part of streamOf(lost, '1', () => 1)) heard += part;
    expect(heard).toBe('retry: 1000\n\n');
  });

  it('comes to those who may read it, and stops with the house', async () => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', id, 'approve');
    const address = await house.assistant.web.listen({ port: 0, host: '127.0.0.1' });
    const cookie = `tro_ly_phien=${lan.cookies.get('tro_ly_phien')}`;
    const url = `${address}/thong-bao/${id}/dien-bien`;
    const stranger = await fetch(url, { redirect: 'manual' });
    expect(stranger.status).toBe(303);
    // A stream that comes back signed out is not where signing in should lead.
    const comingBack = await fetch(url, { redirect: 'manual', headers: { accept: 'text/event-stream' } });
    expect([comingBack.status, comingBack.headers.get('set-cookie')]).toEqual([401, null]);
    const response = await fetch(url, { headers: { cookie } });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!heard.includes('event: dien-bien')) heard += (await reader.read()).value ?? '';
    await house.jump(4_000);
    await house.jump(4_000);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      heard += value;
    }
    expect(heard).toContain('"state":"done"');
    expect(heard.trimEnd()).toMatch(/event: het\ndata: \{\}$/);
    const other = await announce(house, 'chị Lan', ['test', 'submit'], { kind: 'notice', corrects: id });
    await decide(house, 'anh Phúc', other, 'approve');
    await decide(house, 'chị Lan', other, 'pause');
    const open = await fetch(`${address}/thong-bao/${other}/dien-bien`, { headers: { cookie } });
    const closing = house.assistant.web.close();
    await open.text().catch(() => ''); // ends at once, one way or the other
    await closing;
  });

  it('every recipient is in the files, and no name becomes a formula', async () => {
    await house.db.sql`
      update contacts set call_name = '=HYPERLINK("http://x")', term = null
      where id = (select min(id) from contacts where simulated and channel = 'telegram' and area_code = '99001-01'
                  and left_at is null and muted_at is null)`;
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', id, 'approve');
    await house.jump(4_000);
    await house.jump(4_000);
    const [all] = await house.db.sql<{ n: number }[]>`
      select count(*)::int as n from broadcast_recipients where broadcast_id = ${id}`;
    const csv = await lan.get(`/thong-bao/${id}/tep?dang=csv`);
    expect(csv.body.trimEnd().split('\r\n')).toHaveLength(all!.n + 1);
    expect(csv.body).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv.body).not.toMatch(/(^|,)"?=/m);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await lan.get(`/thong-bao/${id}/tep?dang=xlsx`)).rawPayload as never);
    const sheet = book.worksheets[0]!;
    expect(sheet.rowCount).toBe(all!.n + 1);
    const names = sheet.getColumn(1).values.slice(2);
    expect(names).toContain('=HYPERLINK("http://x")');
    expect(names.every((name) => name == null || typeof name === 'string')).toBe(true);
    expect((await audited()).filter(({ route }) => route === 'GET /thong-bao/:id/tep')).toHaveLength(2);
  });

  it('shows who comes, what was asked, whom volunteers visit, and notes who looked', async () => {
    const id = await announce(house, 'chị Lan', ['test', 'submit']);
    await decide(house, 'anh Phúc', id, 'approve');
    await house.jump(4_000);
    await house.jump(4_000);
    const { sql } = house.db;
    const [person] = await sql<{ id: string; name: string }[]>`
      select c.id::text, concat_ws(' ', c.term, c.call_name) as name from broadcast_recipients r
      join contacts c on c.id = r.contact_id where r.broadcast_id = ${id} and r.state = 'sent' and c.call_name is not null limit 1`;
    await sql`insert into broadcast_answers (broadcast_id, contact_id, answer, at) values (${id}, ${person!.id}, 'coming', ${MORNING})`;
    await sql`insert into broadcast_replies (broadcast_id, contact_id, direction, text, at)
      values (${id}, ${person!.id}, 'in', 'Mấy giờ vậy con?', ${MORNING}), (${id}, ${person!.id}, 'out', 'Dạ 7 giờ sáng.', ${MORNING})`;
    const page = plain((await lan.get(`/thong-bao/${id}`)).body);
    expect(page).toContain('Nói sẽ tới 1 người');
    expect(page).toContain('1 câu, đã trả lời 1');
    expect(plain((await lan.get(`/thong-bao/${id}/se-toi`)).body)).toContain(person!.name);
    expect(plain((await lan.get(`/thong-bao/${id}/hoi-dap`)).body)).toContain('Mấy giờ vậy con?');
    expect(plain((await lan.get(`/thong-bao/${id}/hoi-dap`)).body)).toContain('Dạ 7 giờ sáng.');
    const [open] = await sql<{ n: number }[]>`
      select count(*)::int as n from visit_tasks where broadcast_id = ${id} and done_at is null`;
    expect(open!.n).toBeGreaterThan(0);
    const visits = (await lan.get(`/thong-bao/${id}/ghe-tham`)).body;
    expect((/<tbody>([\s\S]*?)<\/tbody>/.exec(visits)?.[1]?.match(/<tr>/g) ?? []).length).toBe(open!.n);
    expect((await audited()).map(({ route }) => route)).toEqual([
      'GET /thong-bao/:id', // what was asked is on it
      'GET /thong-bao/:id/se-toi',
      'GET /thong-bao/:id/hoi-dap',
      'GET /thong-bao/:id/hoi-dap',
      'GET /thong-bao/:id/ghe-tham',
    ]);
  });
});
