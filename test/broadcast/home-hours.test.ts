/** An announcement to a province keeps to the hours each commune has set for its own people. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { act } from '../../src/broadcast/act.ts';
import { type DraftInput, draft } from '../../src/broadcast/draft.ts';
import { personCaller } from '../../src/db/access.ts';
import { hoursBelow, shutAt, writeOpenHours } from '../../src/db/open-hours.ts';
import { plainNotice } from '../support/announcing.ts';
import { type House, openHouse } from '../support/house.ts';
import { employ, enterAs } from '../support/staff.ts';

const at = (time: string, day = 24) => new Date(`2026-11-${day}T${time}:00+07:00`);
let house: House;
let official: string;

/** Nine in the morning. Early: eight to one. Late: ten to two, but its hamlet B nine to twelve. Plain: as the law says. */
beforeEach(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('79', 'Tỉnh Thử', 'province', null, '2025-07-01'), ('79001', 'Xã Trễ', 'commune', '79', '2025-07-01'),
      ('79001-a', 'Ấp A', 'hamlet', '79001', '2025-07-01'), ('79001-b', 'Ấp B', 'hamlet', '79001', '2025-07-01'),
      ('79002', 'Xã Thường', 'commune', '79', '2025-07-01'), ('79003', 'Xã Sớm', 'commune', '79', '2025-07-01')`;
  await writeOpenHours(sql, '79001', { from: 10, until: 14 });
  await writeOpenHours(sql, '79001-b', { from: 9, until: 12 });
  await writeOpenHours(sql, '79003', { from: 8, until: 13 });
  official = (await employ(house, { name: 'chị Lan', role: 'official', area: '79' })).contact;
  const now = house.clock.now();
  await sql`
    insert into contacts (channel, external_id, area_code, created_at, seen_at)
    select case n % 2 when 0 then 'telegram' else 'zalo' end, '8' || code || n, code, ${now}, ${now}
    from unnest(array['79001-a', '79001-b', '79002', '79003']) code, generate_series(1, 6) n`;
});
afterEach(() => house.close());

async function drafted(change: Partial<DraftInput> = {}): Promise<string> {
  const caller = (await personCaller(house.db.sql, official))!;
  const input = { ...plainNotice('79'), ...change };
  const room = { texts: house.assistant.texts, flows: { stepsOf: () => [] } };
  const answer = await house.db.sql.begin((tx) => draft(tx, caller, input, room, house.clock.now()));
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.broadcast.id;
}

const employed = async (name: string) => (await employ(house, { name, role: 'official', area: '79' })).contact;

async function does(id: string, what: Parameters<typeof act>[3], who = official): Promise<void> {
  const caller = (await personCaller(house.db.sql, who))!;
  const done = await house.db.sql.begin((tx) => act(tx, caller, id, what, house.assistant.texts, house.clock.now()));
  if (!done.ok) throw new Error(`${what}: ${done.say}`);
}

async function sent(change: Partial<DraftInput> = {}): Promise<string> {
  const id = await drafted(change);
  for (const what of ['test', 'start'] as const) await does(id, what);
  return id;
}

/** Lets it go on until nothing more can be sent at this hour; who has got it, by area. */
async function gone(time?: Date): Promise<Record<string, number>> {
  if (time) house.clock.jumpTo(time);
  for (let round = 0; round < 3; round += 1) await house.jump(4_000);
  const rows = await house.db.sql<{ area: string; people: number }[]>`
    select c.area_code as area, count(*)::int as people from broadcast_recipients r join contacts c on c.id = r.contact_id
    where r.state = 'sent' group by 1 order by 1`;
  return Object.fromEntries(rows.map(({ area, people }) => [area, people]));
}
const stateOf = async (id: string) =>
  (await house.db.sql<{ state: string }[]>`select state from broadcasts where id = ${id}`)[0]?.state;

describe('where it is shut', () => {
  it('is the area with what lies below it, but for what has set its own', async () => {
    expect((await shutAt(house.db.sql, at('09:30')))?.areas.sort()).toEqual(['79001', '79001-a']);
    expect((await shutAt(house.db.sql, at('09:30')))?.opensAt).toEqual(at('10:00'));
    expect(await shutAt(house.db.sql, at('11:00'))).toBeNull();
    expect((await shutAt(house.db.sql, at('12:30')))?.areas).toEqual(['79001-b']);
    expect((await shutAt(house.db.sql, at('15:00')))?.opensAt).toEqual(at('08:00', 25));
  });

  it('a merged commune’s people follow the one it lies in now', async () => {
    await house.db.sql`update areas set succeeded_by = '79001' where code = '79002'`;
    expect((await shutAt(house.db.sql, at('09:30')))?.areas.sort()).toEqual(['79001', '79001-a', '79002']);
  });

  it('is said by name', async () => {
    expect(await hoursBelow(house.db.sql, '79')).toEqual([
      { name: 'Xã Trễ', hours: { from: 10, until: 14 } },
      { name: 'Ấp B', hours: { from: 9, until: 12 } },
      { name: 'Xã Sớm', hours: { from: 8, until: 13 } },
    ]);
    expect(await hoursBelow(house.db.sql, '79001')).toEqual([{ name: 'Ấp B', hours: { from: 9, until: 12 } }]);
    expect(await hoursBelow(house.db.sql, '79002')).toEqual([]);
  });
});

describe('an announcement to the province', () => {
  it('goes to each commune in its own hours, and is over when all have had it', async () => {
    const id = await sent();
    expect(await gone()).toEqual({ '79001-b': 6, '79002': 6, '79003': 6 });
    expect(await stateOf(id)).toBe('sending');
    expect(await gone(at('09:50'))).toEqual({ '79001-b': 6, '79002': 6, '79003': 6 });
    expect(await gone(at('10:00'))).toEqual({ '79001-a': 6, '79001-b': 6, '79002': 6, '79003': 6 });
    expect(await stateOf(id)).toBe('done');
  });

  it('begun in the afternoon waits for the next morning of those who have closed', async () => {
    house.clock.jumpTo(at('15:00'));
    const id = await sent();
    expect(await gone()).toEqual({ '79002': 6 });
    expect(await gone(at('07:30', 25))).toEqual({ '79002': 6 });
    expect(await gone(at('08:01', 25))).toEqual({ '79002': 6, '79003': 6 });
    expect(await gone(at('09:01', 25))).toEqual({ '79001-b': 6, '79002': 6, '79003': 6 });
    expect(await gone(at('10:01', 25))).toEqual({ '79001-a': 6, '79001-b': 6, '79002': 6, '79003': 6 });
    expect(await stateOf(id)).toBe('done');
  });

  it('held and gone on with while they wait, it is not forgotten', async () => {
    const id = await sent();
    await gone();
    await does(id, 'pause');
    await house.db.sql`update contacts set area_code = '79002' where area_code = '79001-a'`; // they have moved
    await does(id, 'resume');
    expect(await gone()).toEqual({ '79001-b': 6, '79002': 12, '79003': 6 });
  });

  it('goes on within minutes where hours are widened meanwhile', async () => {
    await sent();
    await gone();
    await writeOpenHours(house.db.sql, '79001', null);
    expect((await gone(new Date(house.clock.now().getTime() + 5 * 60_000)))['79001-a']).toBe(6);
  });

  it('spread over hours reaches everybody all the same', async () => {
    const id = await sent({ spreadMinutes: 30 });
    for (let minutes = 0; minutes <= 80; minutes += 5) await house.jump(5 * 60_000);
    expect(await gone()).toEqual({ '79001-a': 6, '79001-b': 6, '79002': 6, '79003': 6 });
    expect(await stateOf(id)).toBe('done');
  });

  it('an urgent one knows no hours', async () => {
    house.clock.jumpTo(at('07:00'));
    const id = await drafted({ kind: 'urgent' });
    await does(id, 'test');
    for (const name of ['anh Phúc', 'bà Tư']) await does(id, 'approve', await employed(name));
    await does(id, 'start');
    expect(await gone()).toEqual({ '79001-a': 6, '79001-b': 6, '79002': 6, '79003': 6 });
  });
});

it('the pages say whose hours hold before it goes, and that the rest waits while they are shut', async () => {
  const browser = await enterAs(house, 'chị Lan');
  const page = async (path: string) => (await browser.get(path)).body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const id = await sent();
  const [other] = await house.db.sql<{ id: string }[]>`
    insert into broadcasts (id, area_code, kind, content, text, audience, state, author_ref, author_id, previewed_count, created_at)
    select id + 1000, area_code, kind, content, text, audience, 'draft', author_ref, author_id, 0, created_at
    from broadcasts where id = ${id} returning id::text`;
  const words = 'Xã Trễ 10:00–14:00, Ấp B 9:00–12:00, Xã Sớm 8:00–13:00';
  expect(await page(`/thong-bao/${other!.id}`)).toContain(`Bà con nơi có giờ riêng nhận trong giờ đó: ${words}.`);
  await gone();
  expect(await page(`/thong-bao/${id}`)).toContain(`Bà con còn lại ở nơi đang nghỉ theo giờ riêng: ${words}.`);
  await gone(at('10:01'));
  expect(await page(`/thong-bao/${id}`)).not.toContain('đang nghỉ theo giờ riêng');
});
