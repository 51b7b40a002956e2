/** Finding people, seeing one, downloading and erasing with two persons; who saw whom is written down. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/access/caller.ts';
import { openSession } from '../../src/db/access.ts';
import { phoneEnding } from '../../src/db/phone-numbers.ts';
import { seal } from '../../src/db/seal.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse, TEST_KEY } from '../support/house.ts';

let house: House;
const ids: Record<string, string> = {};
const browsers: Record<string, Visitor> = {};

async function contact(name: string, values: Record<string, unknown>): Promise<string> {
  const row = {
    channel: 'telegram',
    external_id: `x-${name}`,
    created_at: MORNING,
    seen_at: MORNING,
    ...values,
  };
  const [made] = await house.db.sql<{ id: string }[]>`insert into contacts ${house.db.sql(row)} returning id::text`;
  ids[name] = made?.id ?? '';
  return ids[name];
}

async function staff(name: string, role: Role, area: string): Promise<void> {
  const id = await contact(name, {});
  await house.db.sql`insert into memberships (contact_id, role, area_code, name, since)
    values (${id}, ${role}, ${area}, ${name}, ${MORNING})`;
  const signedIn = await house.db.sql.begin((tx) => openSession(tx, id, house.clock.now()));
  const browser = visitor(house.assistant.web);
  browser.cookies.set('tro_ly_phien', signedIn?.token ?? '');
  await browser.get('/tro-giup');
  browsers[name] = browser;
}

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('79', 'Tỉnh Thử', 'province', null, '2025-07-01'), ('79001', 'Xã Mình', 'commune', '79', '2025-07-01'),
      ('79001-01', 'Ấp Chợ Mới', 'hamlet', '79001', '2025-07-01'), ('79001-02', 'Ấp Đầu Giồng', 'hamlet', '79001', '2025-07-01'),
      ('79002', 'Xã Khác', 'commune', '79', '2025-07-01')`;
  await contact('sau', {
    term: 'bác',
    call_name: 'Sáu',
    area_code: '79001-01',
    phone_sealed: seal(TEST_KEY, Buffer.from('0901234567'), 'phone'),
  });
  await contact('duoc', { term: 'cô', call_name: 'Được', area_code: '79001-02', channel: 'zalo' });
  await contact('ut', { term: 'cô', call_name: '<b>Út</b>', area_code: '79002' });
  await contact('placeless', { term: 'chú', call_name: 'Bảy' });
  await contact('sample', { term: 'bác', call_name: 'Sáu', area_code: '79001-01', simulated: true });
  await sql`insert into households (code, area_code, call_name, link_token, created_at)
    values ('79001-01-012', '79001-01', 'bác Sáu', 'token', ${MORNING})`;
  await sql`insert into household_contacts (household_code, contact_id, since) values ('79001-01-012', ${ids.sau!}, ${MORNING})`;
  await staff('chị Lan', 'official', '79001');
  await staff('anh Phúc', 'official', '79001');
  await staff('anh Tâm', 'volunteer', '79001-01');
  await staff('bà Sở', 'official', '79');
});
afterAll(() => house.close());

const at = (name: string): Visitor => browsers[name]!;
/** Links to people on a list, as names. */
const listed = async (name: string, text: string): Promise<string[]> => {
  const page = await at(name).get(`/nguoi-dan?tim=${encodeURIComponent(text)}`);
  const found = [...page.body.matchAll(/href="\/nguoi-dan\/(\d+)"/g)].map(([, id]) => id);
  return Object.entries(ids).flatMap(([known, id]) => (found.includes(id) ? [known] : []));
};
const traces = async (subject: string) =>
  house.db.sql`select caller_name, action, reason, allowed from audit_log where subject = ${subject} order by id`;

describe('finding', () => {
  it.each([
    ['Sáu', ['sau']],
    ['sau', ['sau']],
    ['bác sáu', ['sau']],
    ['cô sáu', []],
    ['duoc', ['duoc']],
    ['ĐƯỢC', ['duoc']],
    ['dau giong', ['duoc']],
    ['79001-01-012', ['sau']],
    ['hộ 12', ['sau']],
    ['4567', ['sau']],
    ['1234', []],
    ['%', []],
    ['_', []],
    ["'; drop table contacts; --", []],
  ])('"%s" finds what an official means', async (text, expected) => {
    expect(await listed('chị Lan', text)).toEqual(expected);
  });

  it('shows everybody of the own area and nobody else’s, never the make-believe', async () => {
    expect(await listed('chị Lan', '')).toEqual(['sau', 'duoc']);
    expect(await listed('anh Tâm', '')).toEqual(['sau']);
    expect(await listed('bà Sở', '')).toEqual(['sau', 'duoc', 'ut']);
  });

  it('finds by its end a number just left in the chat', async () => {
    const from = { channel: 'zalo', externalId: 'x-duoc' } as const;
    const what = { kind: 'contact', phone: '+84987650024', isOwn: true } as const;
    await house.db.sql`update contacts set memory = '{"asking": {"what": "phone"}}' where id = ${ids.duoc!}`;
    expect(await listed('chị Lan', '0024')).toEqual([]);
    await house.assistant.intake.receive({ key: 'left-a-number', from, occurredAt: house.clock.now(), what });
    expect(await listed('chị Lan', '0024')).toEqual(['duoc']);
    expect(await listed('anh Tâm', '0024')).toEqual([]);
    const [kept] = await house.db.sql<{ ending: number | null }[]>`
      select phone_ending as ending from contacts where id = ${ids.duoc!}`;
    expect(kept?.ending).toBe(phoneEnding(TEST_KEY, '0024'));
  });

  it('shows names as text', async () => {
    const page = await at('bà Sở').get('/nguoi-dan?tim=');
    expect(page.body).toContain('&lt;b>Út');
    expect(page.body).not.toContain('<b>Út');
    const echo = await at('bà Sở').get(`/nguoi-dan?tim=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(echo.body).not.toContain('<script>alert');
  });

  it('shows no phone number anywhere', async () => {
    for (const url of ['/nguoi-dan', '/nguoi-dan?tim=4567', `/nguoi-dan/${ids.sau}`]) {
      expect((await at('chị Lan').get(url)).body).not.toMatch(/0901234567|4567(?!")/);
    }
  });
});

describe('one person', () => {
  it('opens in the own area and leaves a trace', async () => {
    const page = await at('anh Tâm').get(`/nguoi-dan/${ids.sau}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('bác Sáu');
    expect(page.body).toContain('79001-01-012');
    expect(await traces(`contact:${ids.sau}`)).toContainEqual({
      caller_name: 'anh Tâm',
      action: 'people.read',
      reason: null,
      allowed: true,
    });
  });

  it('opens for a reason only, from a province’s desk', async () => {
    const first = await at('bà Sở').get(`/nguoi-dan/${ids.ut}`);
    expect(first.body).toContain('Vì sao cần xem?');
    expect(first.body).not.toContain('Út');
    expect((await at('bà Sở').post(`/nguoi-dan/${ids.ut}`, { 'ly-do': ' ' })).statusCode).toBe(422);
    expect(await traces(`contact:${ids.ut}`)).toEqual([]);
    const opened = await at('bà Sở').post(`/nguoi-dan/${ids.ut}`, { 'ly-do': 'Gia đình báo bị lừa' });
    expect(opened.body).toContain('Út');
    expect(await traces(`contact:${ids.ut}`)).toEqual([
      { caller_name: 'bà Sở', action: 'people.read', reason: 'Gia đình báo bị lừa', allowed: true },
    ]);
  });

  it('without a place is for officials, who give a reason', async () => {
    expect((await at('anh Tâm').get(`/nguoi-dan/${ids.placeless}`)).statusCode).toBe(404);
    expect((await at('chị Lan').get(`/nguoi-dan/${ids.placeless}`)).body).toContain('Vì sao cần xem?');
  });

  it.each(['sample', 'nobody', 'text'])('does not exist: %s', async (name) => {
    const id = ids[name] ?? (name === 'text' ? 'abc' : '999999999999');
    expect((await at('chị Lan').get(`/nguoi-dan/${id}`)).statusCode).toBe(404);
  });

  it('can be handed over as a file by an official, not by a volunteer', async () => {
    const answer = await at('chị Lan').post(`/nguoi-dan/${ids.sau}/du-lieu`);
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(answer.json()).toMatchObject({ callName: 'Sáu', hasPhone: true });
    expect((await at('anh Tâm').post(`/nguoi-dan/${ids.sau}/du-lieu`)).statusCode).toBe(403);
    expect(await traces(`contact:${ids.sau}`)).toContainEqual(expect.objectContaining({ action: 'people.export' }));
  });
});

describe('erasing', () => {
  it('takes two different people, whatever channel the first one comes by', async () => {
    const url = `/nguoi-dan/${ids.duoc}`;
    const pending = () => house.db.sql`select 1 from erasures where contact_id = ${ids.duoc!}`;
    expect((await at('chị Lan').post(`${url}/xoa`, { 'ly-do': 'x' })).statusCode).toBe(422);
    expect((await at('chị Lan').post(`${url}/xoa`, { 'ly-do': 'Người dân yêu cầu' })).statusCode).toBe(303);
    expect((await at('chị Lan').get(url)).body).toContain('Đang chờ người thứ hai');
    expect((await at('chị Lan').post(`${url}/xoa/dong-y`)).statusCode).toBe(422);
    // The same person, signed in by another channel of theirs.
    const other = await contact('chị Lan zalo', { channel: 'zalo', person_id: ids['chị Lan'] });
    await house.db.sql`update contacts set person_id = id where id = ${ids['chị Lan']!}`;
    const signedIn = await house.db.sql.begin((tx) => openSession(tx, other, house.clock.now()));
    const second = visitor(house.assistant.web);
    second.cookies.set('tro_ly_phien', signedIn?.token ?? '');
    await second.get('/tro-giup');
    expect((await second.post(`${url}/xoa/dong-y`)).statusCode).toBe(422);
    expect(await pending()).toHaveLength(0);
    expect((await at('anh Phúc').get('/nguoi-dan')).body).toContain('Chờ người thứ hai');
    expect((await at('anh Phúc').post(`${url}/xoa/dong-y`)).statusCode).toBe(303);
    expect(await pending()).toHaveLength(1);
    const deeds = (await traces(`contact:${ids.duoc}`)).filter(({ action }) => action === 'people.erase');
    expect(deeds.map((deed) => deed.caller_name)).toEqual(['chị Lan', 'anh Phúc']);
  });

  it('can be taken back before', async () => {
    const url = `/nguoi-dan/${ids.sau}`;
    await at('chị Lan').post(`${url}/xoa`, { 'ly-do': 'Nhầm người' });
    await at('chị Lan').post(`${url}/xoa/thoi`);
    expect((await at('anh Phúc').post(`${url}/xoa/dong-y`)).statusCode).toBe(404);
    expect(await house.db.sql`select 1 from erasures where contact_id = ${ids.sau!}`).toHaveLength(0);
  });
});
