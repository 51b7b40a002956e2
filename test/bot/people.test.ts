/** What must hold however bad the line, whoever presses twice, and after somebody asked to be forgotten. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../src/bot/channel.ts';
import { afterWorkingHours, clockWords, dayWords, promiseFrom } from '../../src/bot/duty.ts';
import { sampleOf } from '../../src/db/evidence.ts';
import { recordLog } from '../../src/db/log.ts';
import { mergeHouseholds } from '../../src/db/members.ts';
import { personData } from '../../src/db/people.ts';
import { createChance } from '../../src/demo/chance.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
});
afterEach(() => house.close());

async function volunteer(name: string): Promise<Chat> {
  const chat = house.person(name, 'telegram');
  await chat.start(await house.invite('volunteer', 'h1', name));
  return chat;
}

const households = (count: number) => house.db.sql`
  insert into households (code, area_code, call_name, link_token, created_at)
  select 'h1-' || lpad(n::text, 3, '0'), 'h1', 'Hộ thử ' || n, 't' || n, ${house.clock.now()} from generate_series(1, ${count}) n`;

const idOf = async (chat: Chat) => {
  const [row] = await house.db.sql<{ id: bigint }[]>`
    select id from contacts where channel = ${chat.channel} and external_id = ${chat.externalId}`;
  return String(row?.id);
};

it('500 completions over a line that loses, repeats and reorders: 500 are counted', { timeout: 180_000 }, async () => {
  await households(500);
  const chance = createChance(42);
  const people: Chat[] = [];
  for (let index = 0; index < 4; index += 1) people.push(await volunteer(`tổ viên ${index}`));
  const delivered: InboundEvent[] = [];
  /** One deed on a phone: lost three times in ten, else told up to five times, and once more much later. */
  const deliver = async (chat: Chat, what: InboundEvent['what']) => {
    const event: InboundEvent = {
      key: `lossy-${delivered.length}-${chance.next()}`,
      from: { channel: chat.channel, externalId: chat.externalId },
      occurredAt: house.clock.now(),
      what,
    };
    if (chance.next() < 0.3) return;
    delivered.push(event);
    const late = delivered[chance.below(delivered.length)] ?? event;
    const repeats = Array.from({ length: 1 + chance.below(5) }, () => event);
    await Promise.all([...repeats, late].map((one) => house.assistant.intake.receive(one)));
    await house.settle();
  };
  /** Done again until the phone shows what comes of it: nobody sees more than their own screen. */
  const insist = async (chat: Chat, deed: () => InboundEvent['what'], sign: string) => {
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const before = chat.shown.length;
      await deliver(chat, deed());
      if (chat.shown.slice(before).some(({ text }) => text.includes(sign))) return;
    }
    throw new Error(`${chat.name} never saw "${sign}".`);
  };
  const messages = people.flatMap((chat, index) =>
    Array.from({ length: 5 }, (_, part) => ({
      chat,
      text: Array.from({ length: 25 }, (_, line) => `xong vi ${index * 125 + part * 25 + line + 1}`).join('\n'),
    })),
  );
  const confirmed = (chat: Chat) => () => {
    const shown = chat.shown.findLast(({ labels }) => labels.includes('✅ Đúng, ghi sổ'));
    return { kind: 'press' as const, data: shown?.data['✅ Đúng, ghi sổ'] ?? '' };
  };
  for (const { chat, text } of messages.sort(() => chance.next() - 0.5)) {
    await insist(chat, () => ({ kind: 'text', text }), 'Mình ghi');
    if (chance.next() < 0.3) await deliver(chat, { kind: 'text', text }); // typed again, to be sure
    await insist(chat, confirmed(chat), 'Đã nhận');
    if (chance.next() < 0.3) await insist(chat, () => ({ kind: 'text', text }), 'Mình ghi'); // and once more afterwards
  }
  for (const chat of people) {
    const last = chat.shown.findLast(({ labels }) => labels.includes('✅ Đúng, ghi sổ'));
    if (last) await deliver(chat, { kind: 'press', data: last.data['✅ Đúng, ghi sổ'] ?? '' });
  }
  const [counted] = await house.db.sql`
    select count(*)::int as rows, count(distinct subject_code)::int as subjects from report.completions where reversed_at is null`;
  expect(counted).toEqual({ rows: 500, subjects: 500 });
});

describe('a log', () => {
  const record = (key: string, subjectCode = 'h1-001') => ({
    ...{
      key,
      mayReturn: true,
      flowId: 'momo',
      flowVersion: 1,
      outcome: 'completed' as const,
      subjectKind: 'household' as const,
    },
    ...{ subjectCode, areaCode: 'h1', howKnown: 'volunteer' as const, occurredAt: house.clock.now() },
  });
  const by = { recordedBy: 'volunteer:1', channel: 'telegram', simulated: false };

  it('said at the same moment on two ways counts once, and both get the same receipt', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 5 }, () =>
        house.db.sql.begin((tx) => recordLog(tx, [record('k1'), record('k1')], by, house.clock.now())),
      ),
    );
    const all = receipts.flat();
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('a client’s own id never comes back after a reversal, a chat’s content may', async () => {
    const now = house.clock.now();
    const log = (mayReturn: boolean, key: string) =>
      house.db.sql.begin((tx) => recordLog(tx, [{ ...record(key), mayReturn }], by, now));
    for (const [mayReturn, key] of [
      [true, 'content'],
      [false, 'client-1'],
    ] as const) {
      const [first] = await log(mayReturn, key);
      const { reverse } = await import('../../src/db/runs.ts');
      await house.db.sql.begin((tx) => reverse(tx, first?.id ?? '', 'test', 'volunteer:1', now));
      const [again] = await log(mayReturn, key);
      expect(again?.isNew, key).toBe(mayReturn);
    }
  });
});

it('an announcement that reached nobody is brought by whoever takes it from the day’s list, once', async () => {
  await households(1);
  await house.db.sql`
    insert into visit_tasks (area_code, household_code, reason, created_at)
    values ('h1', 'h1-001', 'unreachable', ${house.clock.now()})`;
  const tam = await volunteer('anh Tâm');
  await tam.press('Việc hôm nay');
  await tam.press('Báo Hộ thử 1');
  await tam.press('Đã báo rồi');
  const [task] = await house.db.sql`select outcome, done_by::text from visit_tasks`;
  expect(task).toEqual({ outcome: 'told', done_by: await idOf(tam) });
  await tam.say('việc hôm nay');
  expect(tam.last().text).toContain('chưa có ai chờ bạn');
});

it('the same day’s sample is the same, whatever is recorded meanwhile', async () => {
  await households(40);
  const now = house.clock.now();
  const log = (from: number, at: Date) =>
    house.db.sql.begin((tx) =>
      recordLog(
        tx,
        Array.from({ length: 20 }, (_, index) => ({
          ...{
            key: `s${from + index}`,
            mayReturn: false,
            flowId: 'momo',
            flowVersion: 1,
            outcome: 'completed' as const,
          },
          ...{ subjectKind: 'household' as const, subjectCode: `h1-${String(from + index).padStart(3, '0')}` },
          ...{ areaCode: 'h1', howKnown: 'volunteer' as const, occurredAt: at },
        })),
        { recordedBy: 'volunteer:1', channel: 'telegram', simulated: false },
        at,
      ),
    );
  await log(1, new Date(now.getTime() - DAY));
  const ids = async (day: string) =>
    (await house.db.sql.begin((tx) => sampleOf(tx, 'x1', false, day))).map(({ id }) => id);
  const before = await ids('2026-11-24');
  await log(21, now);
  expect(await ids('2026-11-24')).toEqual(before);
  expect(before).toHaveLength(5);
  expect(await ids('2026-11-25')).not.toEqual(before);
});

it('a circle of mergers cannot be made, and a chain leads to its end', async () => {
  await households(3);
  const merge = (from: string, into: string) =>
    house.db.sql.begin((tx) => mergeHouseholds(tx, { from, into, by: '1', reason: null }, house.clock.now()));
  await house.db
    .sql`insert into contacts (channel, external_id, created_at, seen_at) values ('telegram', '1', now(), now())`;
  expect(await merge('h1-001', 'h1-002')).toBe(true);
  expect(await merge('h1-002', 'h1-003')).toBe(true);
  expect(await merge('h1-003', 'h1-001')).toBe(false);
  expect(await merge('h1-003', 'h1-003')).toBe(false);
  const [now] = await house.db.sql`select current_subject('h1-001') as now_code`;
  expect(now).toEqual({ now_code: 'h1-003' });
});

it('numbers within a hamlet are given once each, however many are opened at the same moment', async () => {
  await Promise.all(
    Array.from(
      { length: 12 },
      (_, index) => house.db.sql`
      insert into households (code, area_code, call_name, link_token, created_at)
      values (${`HX${index}`}, 'h1', 'Hộ', ${`x${index}`}, now())`,
    ),
  );
  const rows = await house.db.sql<{ number: number }[]>`select number from households order by number`;
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

// ── being forgotten ────────────────────────────────────────────────────────────────────────────────────────────────

/** Every value of every table of every schema of ours, as text. */
async function dump(): Promise<string> {
  const tables = await house.db.sql<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
  const parts: string[] = [];
  for (const { schema, name } of tables) {
    const rows = await house.db
      .sql`select to_jsonb(t)::text as row from ${house.db.sql(schema)}.${house.db.sql(name)} t`;
    parts.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return parts.join('\n');
}

it('whoever asks to be forgotten leaves no name, number, text or address in the whole database', {
  timeout: 60_000,
}, async () => {
  const tam = await volunteer('anh Tâm');
  await tam.press('Thêm hộ mới');
  await tam.say('Bà Thoa, gần miễu Bà Chúa');
  await tam.press('Người dân đồng ý');
  const [home] = await house.db.sql<{ code: string; link_token: string; number: number }[]>`
    select code, link_token, number from households where call_name = 'Bà Thoa'`;
  await tam.press('Danh sách hộ');
  await tam.press('Bà Thoa');
  await tam.press('Người trong hộ');
  await tam.press('Thêm người');
  await tam.say('Bà Thoa, trên 60');
  const thoa = house.person('bà Thoa', 'zalo');
  await thoa.start(`h-${home?.link_token}_f-viettel-money`);
  await thoa.say('Bà Thoa');
  for (let press = 0; press < 4; press += 1) await thoa.pressFirst();
  await tam.say(`xong momo ${home?.number} thoa`);
  await tam.press('Đúng, ghi sổ');
  await tam.press('Về bàn làm việc');
  await tam.press('Giúp một hộ');
  await tam.press('Bà Thoa');
  await tam.press('Người trong hộ');
  await tam.press('bà Thoa');
  await thoa.say('con ơi máy bà rớt xuống mương rồi');
  await thoa.say('nhờ người giúp');
  await thoa.say('0987654321');
  await tam.press('Tôi nhận');
  await tam.press('Nhắn qua đây');
  await thoa.say('bà đang đứng kế cây gáo');
  await tam.say('dạ bà Thoa đợi con chút');
  const thoaId = await idOf(thoa);
  expect(await dump()).toContain('cây gáo');
  await thoa.say('xóa tôi'); // in the middle of a talk, in the middle of a flow
  await thoa.press('Xóa hết luôn');
  await house.jump(MINUTE);
  await house.settle();
  await house.jump(MINUTE);
  const left = await dump();
  for (const trace of ['Thoa', 'thoa', '987654321', '987 654 321', 'cây gáo', 'mương', 'miễu', thoa.externalId])
    expect(
      left.split('\n').filter((line) => line.includes(trace)),
      trace,
    ).toEqual([]);
  const [counted] = await house.db.sql`
    select flow_id, subject_code from report.completions where reversed_at is null`;
  expect(counted).toEqual({ flow_id: 'momo', subject_code: `P${thoaId}` });
  expect(thoa.shown.at(-1)?.text).toContain('xóa xong');
  expect(await house.db.sql.begin((tx) => personData(tx, thoaId))).toBeNull();
  const answers = await thoa.say('alo');
  expect(answers.map(({ text }) => text).join('\n')).toContain('xin gọi mình là gì');
  expect(await idOf(thoa)).not.toBe(thoaId);
});

it('words are kept for so many days and no longer; what was done stays', async () => {
  const sau = house.person('bác Sáu', 'telegram');
  await sau.start('a-h1');
  await sau.say('Bác Sáu');
  await sau.say('bữa nay trời mưa lớn quá');
  await house.jump(29 * DAY);
  expect(await dump()).toContain('trời mưa');
  await house.jump(2 * DAY);
  const kept = await dump();
  expect(kept).not.toContain('trời mưa');
  const [turns] = await house.db.sql`select count(*)::int as count from turns`;
  expect(turns?.count).toBeGreaterThan(2);
  const [memory] = await house.db.sql`select call_name from contacts`;
  expect(memory?.call_name).toBe('Sáu');
});

it('history may lose its words and nothing else', async () => {
  const sau = house.person('bác Sáu', 'telegram');
  await sau.say('alo');
  const { sql } = house.db;
  await sql`update turns set heard = null`;
  await expect(sql`update turns set understood = 'x'`).rejects.toThrow(/append-only/);
  await expect(sql`update turns set heard = 'y'`).rejects.toThrow(/append-only/);
});

// ── rights ─────────────────────────────────────────────────────────────────────────────────────────────────────────

it('what was pressed proves nothing: another hamlet’s volunteer changes nothing', async () => {
  await house.area('h2', 'Ấp Rạch Dừa', 'hamlet', 'x1');
  await households(2);
  const stranger = house.person('chị Hoa', 'telegram');
  await stranger.start(await house.invite('volunteer', 'h2', 'chị Hoa'));
  const press = (data: string) =>
    house.assistant.intake.receive({
      key: `forged-${data}`,
      from: { channel: 'telegram', externalId: stranger.externalId },
      occurredAt: house.clock.now(),
      what: { kind: 'press', data },
    });
  const memory = (desk: unknown) => house.db.sql`
    update contacts set memory = memory || ${house.db.sql.json({ desk } as never)} where external_id = ${stranger.externalId}`;
  await memory({ seq: 1, at: 'confirm', deed: 'merge.h1-001.h1-002' });
  await press('d.1.yes');
  await memory({ seq: 1, at: 'confirm', household: 'h1-001', deed: 'move.h1-001.h2' });
  await press('d.1.yes.x');
  await memory({ seq: 1, at: 'household', household: 'h1-001' });
  await press('d.1.visit-on.1');
  await stranger.say('xong vi 1');
  const rows = await house.db.sql`select area_code, ended_at from households`;
  expect(rows).toEqual([
    { area_code: 'h1', ended_at: null },
    { area_code: 'h1', ended_at: null },
  ]);
  expect(await house.db.sql`select 1 from visits`).toHaveLength(0);
  expect(await house.db.sql`select 1 from ledger`).toHaveLength(0);
});

it('a citizen cannot answer for somebody else, take a request, or end a talk that is not theirs', async () => {
  const lan = await volunteer('cô Lan');
  const sau = house.person('bác Sáu', 'telegram');
  await sau.start('a-h1');
  await sau.say('Bác Sáu');
  await sau.say('nhờ người giúp');
  await lan.press('Nhắn qua đây').catch(() => lan.press('Tôi nhận'));
  await lan.press('Nhắn qua đây');
  const other = house.person('chị Hoa', 'telegram');
  await other.start('a-h1');
  await other.say('Chị Hoa');
  const [request] = await house.db.sql<{ id: bigint }[]>`select id from help_requests`;
  const [relay] = await house.db.sql<{ id: bigint }[]>`select id from relays`;
  for (const data of [
    `h.${request?.id}.take`,
    `h.${request?.id}.came`,
    `t.${relay?.id}.end`,
    'p.right.1',
    'p.speak.1',
  ]) {
    await house.assistant.intake.receive({
      key: `forged-${data}`,
      from: { channel: 'telegram', externalId: other.externalId },
      occurredAt: house.clock.now(),
      what: { kind: 'press', data },
    });
  }
  const [row] = await house.db.sql`
    select h.closed_at, h.taken_by::text, r.closed_at as ended from help_requests h join relays r on r.request_id = h.id`;
  expect(row).toEqual({ closed_at: null, taken_by: await idOf(lan), ended: null });
});

// ── hours ──────────────────────────────────────────────────────────────────────────────────────────────────────────

describe('working hours', () => {
  const at = (text: string) => new Date(`${text}+07:00`);
  it.each([
    ['2026-11-24T09:00', 2, '2026-11-24T11:00'],
    ['2026-11-24T16:00', 2, '2026-11-25T08:00'],
    ['2026-11-24T21:00', 2, '2026-11-25T09:00'],
    ['2026-11-24T05:00', 2, '2026-11-24T09:00'],
    ['2027-02-04T16:30', 2, '2027-02-09T08:30'], // over Tết
  ])('%s and %i hours is %s', (from, hours, to) => {
    expect(afterWorkingHours(at(from), hours)).toEqual(at(to));
  });

  it('promises are said by the day they fall on', () => {
    const evening = at('2026-11-24T18:00');
    expect(clockWords(promiseFrom(evening, false), evening)).toBe('10:00 ngày mai');
    expect(clockWords(at('2026-11-26T10:00'), evening)).toBe('10:00 ngày 26/11');
    expect(dayWords(at('2026-11-24T06:00'))).toBe('24/11');
  });
});
