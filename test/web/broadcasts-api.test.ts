/** The contract's sequence over the real house: written, looked at, tested, agreed to, sent, held, called off, read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/db/access.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';

let house: House;
let hung: Chat;
let author: string;
let other: string;
let number = 0;
beforeEach(async () => {
  house = await openHouse({ senderSettings: { pace: { telegram: { perSecond: 500 }, zalo: { perSecond: 500 } } } });
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Một', 'hamlet', 'x1');
  hung = house.person('chú Hùng', 'telegram');
  await hung.start(await house.invite('admin', 'x1', 'chú Hùng'));
  await house.db.sql`update contacts set area_code = null`;
  author = await key('phần mềm một cửa');
  other = await key('văn phòng');
});
afterEach(() => house.close());

const key = async (name: string, more: { createdBy?: string; areaCode?: string } = {}): Promise<string> =>
  (
    await createApiKey(
      house.db.sql,
      { name, role: 'official', areaCode: more.areaCode ?? 'x1', createdBy: more.createdBy ?? 'command' },
      house.clock.now(),
    )
  ).key;

const people = (count: number) => house.db.sql`
  insert into contacts (channel, external_id, area_code, created_at, seen_at)
  select case when n % 4 = 0 then 'zalo' else 'telegram' end, '7' || n, 'h1', ${house.clock.now()}, ${house.clock.now()}
  from generate_series(1, ${count}::int) n`;

async function post(path: string, body: unknown, by = author, idempotencyKey = `deed-${++number}-${Date.now()}`) {
  const answer = await house.assistant.web.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: {
      authorization: `Bearer ${by}`,
      'idempotency-key': idempotencyKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: answer.json() };
}
async function get(path: string, by = author) {
  const answer = await house.assistant.web.inject({
    method: 'GET',
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${by}` },
  });
  return { status: answer.statusCode, body: answer.json() };
}

const TEXT = 'Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Mới có bàn làm mã QR.';
const notice = (more: object = {}) => ({ text: TEXT, audience: { area: 'x1' }, ...more });
const written = async (more: object = {}): Promise<string> => {
  const answer = await post('/broadcasts', notice(more));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
};
async function through(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await house.jump(4_000);
}
const outgoing = async () =>
  (
    await house.db.sql<{ count: number }[]>`select count(*)::int as count from outbound where broadcast_id is not null`
  )[0]!.count;

it('up to 100 people: written, tested, started, read', async () => {
  await people(40);
  const draft = await post('/broadcasts', notice({ buttons: [{ label: 'Tôi sẽ tới' }] }));
  expect(draft.status).toBe(201);
  expect(draft.body).toMatchObject({
    state: 'draft',
    kind: 'notice',
    preview: {
      people: 40,
      reachable: 40,
      ways: { telegram: 30, 'zalo-free': 10 },
      channels: { telegram: 30, zalo: 10 },
      unreachable: {},
      approvals_needed: 0,
    },
  });
  const [telegram, zalo] = draft.body.preview.texts;
  expect(telegram).toEqual({
    channel: 'telegram',
    language: 'vi',
    text: `📢 Ủy ban Xã Thử báo:\n${TEXT}`,
    buttons: ['Tôi sẽ tới', 'Không nhận tin nữa'],
    picture: null,
  });
  expect(zalo.channel).toBe('zalo');
  const { id } = draft.body;
  expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({ status: 409, body: { reason: 'needs-test' } });
  expect(await post(`/broadcasts/${id}/test`, {})).toMatchObject({ status: 200, body: { state: 'draft' } });
  await house.settle();
  expect(hung.last().text).toBe(telegram.text);
  expect(await outgoing()).toBe(0);
  expect(await post(`/broadcasts/${id}/start`, undefined)).toMatchObject({ status: 200, body: { state: 'sending' } });
  await through();
  const result = await get(`/broadcasts/${id}`);
  expect(result.body).toMatchObject({
    state: 'done',
    planned: true,
    counts: {
      total: 40,
      sent: 40,
      failed: 0,
      left: 0,
      by_state: { sent: 40 },
      by_way: { telegram: 30, 'zalo-free': 10 },
    },
    per_minute: null,
    estimated_end: null,
  });
});

it('over 100: another key has to agree, in any order with the author’s start refused before', async () => {
  await people(130);
  const id = await written();
  await post(`/broadcasts/${id}/test`, {});
  expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({ status: 409, body: { reason: 'needs-approval' } });
  expect(await post(`/broadcasts/${id}/approve`, {})).toMatchObject({ status: 409, body: { reason: 'not-own' } });
  expect(await post(`/broadcasts/${id}/approve`, {}, other)).toMatchObject({
    status: 200,
    body: { state: 'approved', approvals: 1, approvals_missing: 0 },
  });
  expect(await outgoing()).toBe(0);
  expect((await post(`/broadcasts/${id}/start`, {})).status).toBe(200);
  await house.assistant.feeder.runOnce();
  expect(await post(`/broadcasts/${id}/pause`, {})).toMatchObject({ status: 200, body: { state: 'paused' } });
  await through(2);
  const held = await get(`/broadcasts/${id}`);
  expect(held.body.counts.left).toBe(held.body.counts.total - held.body.counts.sent);
  expect((await post(`/broadcasts/${id}/resume`, {})).status).toBe(200);
  await through();
  expect((await get(`/broadcasts/${id}`)).body).toMatchObject({ state: 'done', counts: { sent: 130 } });
  expect(await post(`/broadcasts/${id}/cancel`, {})).toMatchObject({ status: 409, body: { reason: 'nothing-to-do' } });
  expect(await post(`/broadcasts/${id}/retry-failed`, {})).toMatchObject({ status: 409, body: { reason: 'nobody' } });
});

it('cancelled: nothing more goes, everybody has one end', async () => {
  await people(60);
  const id = await written();
  await post(`/broadcasts/${id}/test`, {});
  await post(`/broadcasts/${id}/start`, {});
  expect(await post(`/broadcasts/${id}/cancel`, {})).toMatchObject({ status: 200, body: { state: 'stopped' } });
  await through(2);
  const rows = await get(`/broadcasts/${id}/recipients?limit=25`);
  expect(rows.body.items.every(({ state }: { state: string }) => state === 'cancelled' || state === 'sent')).toBe(true);
  expect(await post(`/broadcasts/${id}/resume`, {})).toMatchObject({ status: 409 });
});

it('recipients a page at a time, each exactly once', async () => {
  await people(30);
  const id = await written();
  await post(`/broadcasts/${id}/test`, {});
  await post(`/broadcasts/${id}/start`, {});
  await through();
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof get>> = await get(
      `/broadcasts/${id}/recipients?limit=7${cursor ? `&cursor=${cursor}` : ''}`,
    );
    seen.push(...page.body.items.map(({ contact_ref }: { contact_ref: string }) => contact_ref));
    cursor = page.body.next_cursor;
  }
  expect(seen).toHaveLength(30);
  expect(new Set(seen).size).toBe(30);
});

it('a repeated call with the same key does nothing twice', async () => {
  await people(5);
  const first = await post('/broadcasts', notice(), author, 'same-key-0001');
  const again = await post('/broadcasts', notice(), author, 'same-key-0001');
  expect(again.body.id).toBe(first.body.id);
  expect(await post('/broadcasts', notice({ kind: 'urgent' }), author, 'same-key-0001')).toMatchObject({ status: 409 });
  const tests = await Promise.all(
    Array.from({ length: 5 }, () => post(`/broadcasts/${first.body.id}/test`, {}, author, 'same-key-0002')),
  );
  expect(tests.every(({ status }) => status === 200)).toBe(true);
  await house.settle();
  expect(hung.shown.filter(({ text }) => text.includes('bàn làm mã QR'))).toHaveLength(1);
});

describe('who', () => {
  it('two keys of one maker, or their chat and their key, are one person', async () => {
    await people(130);
    const [row] = await house.db.sql<{ id: bigint }[]>`select id from contacts where external_id = ${hung.externalId}`;
    const mine = await key('một', { createdBy: `contact:${row!.id}` });
    const mineToo = await key('hai', { createdBy: `contact:${row!.id}` });
    const draft = await post('/broadcasts', notice(), mine);
    await post(`/broadcasts/${draft.body.id}/test`, {}, mine);
    expect(await post(`/broadcasts/${draft.body.id}/approve`, {}, mineToo)).toMatchObject({
      status: 409,
      body: { reason: 'not-own' },
    });
    expect((await post(`/broadcasts/${draft.body.id}/approve`, {}, other)).status).toBe(200);
  });

  it('a key without any chat behind it is told how to get one', async () => {
    await house.area('x2', 'Xã Khác', 'commune');
    await house.db.sql`update contacts set area_code = 'x2'`;
    const lonely = await key('xã khác', { areaCode: 'x2' });
    const draft = await post('/broadcasts', notice({ audience: { area: 'x2' } }), lonely);
    const test = await post(`/broadcasts/${draft.body.id}/test`, {}, lonely);
    expect(test).toMatchObject({ status: 409, body: { reason: 'no-chat' } });
    expect(test.body.detail).toContain('npm run invite');
  });

  it('another commune’s key neither writes, nor reads, nor stops', async () => {
    await house.area('x2', 'Xã Khác', 'commune');
    const stranger = await key('xã khác', { areaCode: 'x2' });
    const id = await written();
    expect((await post('/broadcasts', notice(), stranger)).status).toBe(403);
    expect((await get(`/broadcasts/${id}`, stranger)).status).toBe(403);
    expect((await post(`/broadcasts/${id}/cancel`, {}, stranger)).status).toBe(403);
    expect((await get('/broadcasts/999999')).status).toBe(404);
  });
});

describe('bad input is refused by field, and nothing is written or sent', () => {
  it.each<[string, object, string]>([
    ['empty', { text: '' }, 'text.vi.what'],
    ['too long', { text: 'dài '.repeat(90) }, 'text.vi.what'],
    ['too long in one language only', { text: { vi: TEXT, en: 'long '.repeat(90) } }, 'text.en.what'],
    ['a part too long', { text: { what: TEXT, bring: 'mang '.repeat(30), ask: 'cô Lan' } }, 'text.vi.bring'],
    ['a link that is not official', { text: 'Coi ở vneid-capnhat.top nha bà con.' }, 'text.vi.what'],
    ['hard to read', { text: 'Đề nghị quý khách vui lòng thực hiện thao tác.' }, 'text.vi.what'],
    ['a code', { text: 'Mã OTP của bà con là 482913.' }, 'text.vi.what'],
    ['too many buttons', { buttons: [{ label: 'a' }, { label: 'b' }, { label: 'c' }] }, 'buttons'],
    ['a label too long', { buttons: [{ label: 'Tôi chắc chắn sẽ tới đúng giờ' }] }, 'buttons'],
    ['no such flow', { buttons: [{ flow: 'nothing' }] }, 'buttons'],
    ['in the past', { send_at: '2026-11-23T09:00:00+07:00' }, 'send_at'],
    ['at night', { send_at: '2026-11-25T22:00:00+07:00' }, 'send_at'],
    ['no time at all', { send_at: 'tomorrow' }, 'send_at'],
    ['no such role', { audience: { area: 'x1', roles: ['mayor'] } }, 'audience.roles'],
    ['no such list', { audience: { area: 'x1', list: 'none' } }, 'audience'],
    ['an unknown field of the audience', { audience: { area: 'x1', street: 'x' } }, 'audience.street'],
  ])('%s', async (_, change, field) => {
    const answer = await post('/broadcasts', notice(change));
    expect(answer.status, JSON.stringify(answer.body)).toBe(422);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    const rows = await house.db.sql`select 1 from broadcasts`;
    expect(rows).toHaveLength(0);
  });

  it('an official link, and one the commune allows, are fine', async () => {
    await house.db.sql`
      insert into settings (key, value) values ('announcement-terms', ${house.db.sql.json({ allowedHosts: ['xathu.vn'] })})`;
    await written({ text: 'Coi thêm ở dichvucong.gov.vn nha bà con.' });
    await written({ text: 'Coi thêm ở xathu.vn nha bà con.' });
  });

  it('nobody to reach: written down with the count, but never started', async () => {
    const draft = await post('/broadcasts', notice());
    expect(draft.body.preview).toMatchObject({ people: 0, reachable: 0 });
    expect(await post(`/broadcasts/${draft.body.id}/test`, {})).toMatchObject({
      status: 409,
      body: { reason: 'nobody' },
    });
  });

  it('other people than were agreed to: refused, tested again, agreed to again', async () => {
    await people(130);
    const id = await written();
    await post(`/broadcasts/${id}/test`, {});
    await post(`/broadcasts/${id}/approve`, {}, other);
    await house.db.sql`
      insert into contacts (channel, external_id, area_code, created_at, seen_at)
      select 'telegram', '9' || n, 'h1', ${house.clock.now()}, ${house.clock.now()} from generate_series(1, 50) n`;
    expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({ status: 409, body: { reason: 'changed' } });
    expect(await outgoing()).toBe(0);
    expect(await post(`/broadcasts/${id}/test`, {})).toMatchObject({
      status: 200,
      body: { state: 'draft', approvals: 0 },
    });
    expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({
      status: 409,
      body: { reason: 'needs-approval' },
    });
    expect((await post(`/broadcasts/${id}/approve`, {}, other)).status).toBe(200);
    expect((await post(`/broadcasts/${id}/start`, {})).status).toBe(200);
    await through();
    expect((await get(`/broadcasts/${id}`)).body.counts.sent).toBe(180);
  });
});

it('urgent: two others, at any hour', async () => {
  house.clock.jumpTo(new Date('2026-11-24T16:00:00Z')); // 23:00
  await people(3);
  const id = await written({ kind: 'urgent' });
  await post(`/broadcasts/${id}/test`, {});
  expect(await post(`/broadcasts/${id}/approve`, {}, other)).toMatchObject({ body: { approvals_missing: 1 } });
  expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({ status: 409, body: { reason: 'needs-approval' } });
  expect(await post(`/broadcasts/${id}/approve`, {}, other)).toMatchObject({ body: { reason: 'already-approved' } });
  expect((await post(`/broadcasts/${id}/approve`, {}, await key('ba'))).body).toMatchObject({ approvals_missing: 0 });
  expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({ body: { state: 'sending', waits: null } });
  await through();
  expect((await get(`/broadcasts/${id}`)).body.counts.sent).toBe(3);
});

it('scheduled: waits for its hour; the ordinary one started at night waits for the morning', async () => {
  await people(3);
  const id = await written({ send_at: '2026-11-24T15:00:00+07:00' });
  await post(`/broadcasts/${id}/test`, {});
  expect(await post(`/broadcasts/${id}/start`, {})).toMatchObject({ body: { state: 'scheduled', waits: 'scheduled' } });
  await through(1);
  expect(await outgoing()).toBe(0);
  house.clock.jumpTo(new Date('2026-11-24T08:00:01Z'));
  await through();
  expect((await get(`/broadcasts/${id}`)).body).toMatchObject({ state: 'done', counts: { sent: 3 } });
});
