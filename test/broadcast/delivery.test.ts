/** From the plan to each person's one end: ways, money, templates, lost answers, stops, hours, several workers. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ZaloRequest } from '../../src/bot/channels/zalo-render.ts';
import { type ActAnswer, act } from '../../src/broadcast/act.ts';
import { type DraftInput, draft, type Newsroom } from '../../src/broadcast/draft.ts';
import { createFeeder } from '../../src/broadcast/feeder.ts';
import { broadcastResult, exportRows } from '../../src/broadcast/result.ts';
import { personCaller } from '../../src/db/access.ts';
import { afterRestore } from '../../src/db/after-restore.ts';
import { keepPicture } from '../../src/db/announcement-pictures.ts';
import { seal } from '../../src/db/seal.ts';
import { plainNotice } from '../support/announcing.ts';
import { type Chat, type House, type HouseOptions, openHouse, TEST_KEY } from '../support/house.ts';

const HOUR = 3_600_000;
let house: House;
let lan: Chat;
afterEach(() => house.close());

/** An official, their commune, and Zalo answering as told. */
async function open(options: HouseOptions = {}): Promise<void> {
  house = await openHouse(options);
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Một', 'hamlet', 'x1');
  lan = house.person('chị Lan', 'telegram');
  await lan.start(await house.invite('official', 'x1', 'chị Lan'));
  await house.db.sql`update contacts set area_code = null`; // the official is not of the audience
}

interface Made {
  channel?: 'telegram' | 'zalo';
  seenHoursAgo?: number;
  more?: Record<string, unknown>;
}

/** Makes people; returns their contact ids. */
async function people(
  count: number,
  { channel = 'telegram', seenHoursAgo = 1, more = {} }: Made = {},
): Promise<string[]> {
  const now = house.clock.now();
  const rows = Array.from({ length: count }, () => ({
    channel,
    external_id: String(7_000_000 + made++),
    area_code: 'h1',
    created_at: now,
    seen_at: new Date(now.getTime() - seenHoursAgo * HOUR),
    ...more,
  }));
  const inserted = await house.db.sql<
    { id: bigint }[]
  >`insert into contacts ${house.db.sql(rows as never)} returning id`;
  return inserted.map(({ id }) => String(id));
}
let made = 1;

const room = (): Newsroom => ({ texts: house.assistant.texts, flows: { stepsOf: () => [] } });
const officer = async () => {
  const [row] = await house.db.sql<{ id: bigint }[]>`select id from contacts where external_id = ${lan.externalId}`;
  return (await personCaller(house.db.sql, String(row!.id)))!;
};

async function drafted(change: Partial<DraftInput> = {}): Promise<string> {
  const input = { ...plainNotice('x1'), ...change };
  const caller = await officer();
  const answer = await house.db.sql.begin((tx) => draft(tx, caller, input, room(), house.clock.now()));
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.broadcast.id;
}

const does = async (id: string, what: Parameters<typeof act>[3]): Promise<ActAnswer> => {
  const caller = await officer();
  return house.db.sql.begin((tx) =>
    act(tx, caller, id, what, house.assistant.texts, house.clock.now()),
  ) as Promise<ActAnswer>;
};

async function sent(change: Partial<DraftInput> = {}): Promise<string> {
  const id = await drafted(change);
  for (const what of ['test', 'start'] as const) {
    const answer = await does(id, what);
    if (!answer.ok) throw new Error(`${what}: ${answer.say}`);
  }
  return id;
}

/** Feeds and sends until nobody is left, or nothing moves any more. */
async function through(id: string, rounds = 6): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await house.jump(4_000);
    const result = await broadcastResult(house.db.sql, id, house.clock.now());
    if (result?.state !== 'sending') return;
  }
}

const ends = async (id: string) => {
  const rows = await house.db.sql<{ what: string; count: number }[]>`
    select concat_ws(' ', state, way, reason) as what, count(*)::int as count from broadcast_recipients
    where broadcast_id = ${id} group by 1 order by 1`;
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
};

describe('ways', () => {
  const TEMPLATE = { id: '345', params: { noi_dung: '{what}', xa: '{area}' }, by: ['user', 'phone'] };
  const terms = (value: object) => house.db.sql`
    insert into settings (key, value) values ('announcement-terms', ${house.db.sql.json(value as never)})`;
  const price = (vnd: number | null) => ({ vnd, source: 'thử', asOf: '2026-11-01' });

  it('nothing that costs money goes without a budget, and the preview says so', async () => {
    await open();
    await people(3, { channel: 'zalo' });
    await people(4, { channel: 'zalo', seenHoursAgo: 60 });
    const id = await sent();
    await through(id);
    expect(await ends(id)).toEqual({ 'sent zalo-free': 3, 'failed paid-window': 4 });
  });

  it('within the budget, message by message; the rest is left over with the reason', async () => {
    await open();
    await people(4, { channel: 'zalo', seenHoursAgo: 60 });
    const id = await sent({ budgetVnd: 55 * 3 });
    await through(id);
    expect(await ends(id)).toEqual({ 'sent zalo-paid': 3, 'failed over-budget': 1 });
    expect((await broadcastResult(house.db.sql, id, house.clock.now()))?.spentVnd).toBe(165);
  });

  it('what Zalo refused is not spent', async () => {
    await open({ zaloAnswers: () => ({ error: -201, message: 'user_id is invalid!' }) });
    await people(2, { channel: 'zalo', seenHoursAgo: 60 });
    const id = await sent({ budgetVnd: 1_000 });
    await through(id);
    expect(await ends(id)).toEqual({ 'failed zalo-paid rejected': 2 });
    expect((await broadcastResult(house.db.sql, id, house.clock.now()))?.spentVnd).toBe(0);
  });

  it('beyond 7 days an approved template, by user id or by phone, exactly as Zalo wants it', async () => {
    const requests: ZaloRequest[] = [];
    await open({ zaloAnswers: (request) => void requests.push(request) });
    const [byUser] = await people(1, { channel: 'zalo', seenHoursAgo: 300 });
    const phone = seal(TEST_KEY, Buffer.from('0912345678'), 'phone');
    const [byPhone] = await people(1, { channel: 'zalo', more: { left_at: house.clock.now(), phone_sealed: phone } });
    await house.db.sql`
      insert into consents (subject_kind, subject_code, purpose, text_version, how, given_by, given_at)
      values ('contact', ${byPhone!}, 'announcements', '1', 'pressed', ${byPhone!}, ${house.clock.now()})`;
    await terms({
      templates: { notice: TEMPLATE },
      prices: { 'template-user': price(90), 'template-phone': price(120) },
    });
    const id = await sent({ budgetVnd: 1_000 });
    await through(id);
    expect(await ends(id)).toEqual({ 'sent template-phone': 1, 'sent template-user': 1 });
    const content = { template_id: '345', template_data: { noi_dung: 'Chợ có bàn làm mã QR.', xa: 'Xã Thử' } };
    const [user] = await house.db.sql<
      { external_id: string }[]
    >`select external_id from contacts where id = ${byUser!}`;
    expect(requests.find(({ path }) => path === '/v3.0/oa/message/template')?.body).toEqual({
      user_id: user!.external_id,
      ...content,
    });
    expect(requests.find(({ path }) => path === '/message/template')).toMatchObject({
      host: 'business',
      body: { phone: '84912345678', ...content, tracking_id: `b${id}-${byPhone}` },
    });
    const [row] = await house.db.sql<{ body: unknown }[]>`select body from outbound where contact_id = ${byPhone!}`;
    expect(JSON.stringify(row)).not.toContain('912345678'); // sealed where it is stored
    expect((await broadcastResult(house.db.sql, id, house.clock.now()))?.spentVnd).toBe(210);
  });

  it('an unknown price is not guessed: that way is not used', async () => {
    await open();
    await people(1, { channel: 'zalo', seenHoursAgo: 300 });
    await terms({ templates: { notice: TEMPLATE } });
    const id = await drafted({ budgetVnd: 1_000_000 });
    const answer = await does(id, 'test');
    expect(answer).toMatchObject({ ok: false, say: 'nobody' });
  });

  it('a template Zalo refuses holds everything and says so; nobody else is tried', async () => {
    let refuses = true;
    await open({
      zaloAnswers: ({ path }) =>
        refuses && path.endsWith('/template') ? { error: -131, message: 'template not approved' } : undefined,
    });
    await people(60, { channel: 'zalo', seenHoursAgo: 300 });
    await terms({ templates: { notice: TEMPLATE }, prices: { 'template-user': price(90) } });
    const id = await sent({ budgetVnd: 1_000_000 });
    await through(id);
    const after = await broadcastResult(house.db.sql, id, house.clock.now());
    expect(after).toMatchObject({ state: 'paused', pauseReason: 'template-refused', counts: { sent: 0 } });
    expect(lan.last().text).toContain('Zalo không nhận mẫu tin');
    refuses = false;
    await does(id, 'resume');
    await through(id);
    await does(id, 'retry');
    await through(id);
    expect(await ends(id)).toEqual({ 'sent template-user': 60 });
  });

  it('the other chat of the same person, once', async () => {
    await open();
    const [zalo] = await people(1, { channel: 'zalo', seenHoursAgo: 300 });
    const [telegram] = await people(1);
    await house.db.sql`update contacts set person_id = ${zalo!} where id in (${zalo!}, ${telegram!})`;
    const id = await sent();
    await through(id);
    expect(await ends(id)).toEqual({ 'sent telegram': 1 });
    const rows = await house.db.sql`select contact_id::text from outbound where broadcast_id = ${id}`;
    expect(rows).toEqual([{ contact_id: telegram }]);
  });
});

describe('what is lost on the way', () => {
  const loses = (times: number) => {
    let left = times;
    return () => {
      if (left-- > 0) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    };
  };

  it('an ordinary notice whose answer was lost is sent once more', async () => {
    await open({ zaloAnswers: loses(1) });
    await people(1, { channel: 'zalo' });
    const id = await sent();
    await through(id);
    const copies = await house.db
      .sql`select state, repeat_of is not null as again from outbound where broadcast_id = ${id} order by id`;
    expect(copies).toEqual([
      { state: 'uncertain', again: false },
      { state: 'sent', again: true },
    ]);
    expect(await ends(id)).toEqual({ 'sent zalo-free': 1 });
  });

  it('one that must never arrive twice is not: it ends uncertain, and a person decides', async () => {
    await open({ zaloAnswers: loses(1) });
    await people(2, { channel: 'zalo' });
    const id = await sent({ neverTwice: true });
    await through(id);
    expect(await ends(id)).toEqual({ 'sent zalo-free': 1, 'uncertain zalo-free lost-answer': 1 });
    expect(lan.last().text).toContain('1 người không chắc đã nhận');
    await lan.press('Gửi lại tin không rõ');
    await through(id);
    expect(await ends(id)).toEqual({ 'sent zalo-free': 2 });
  });

  it('the failed are tried again, and nobody else', async () => {
    let refuses = true;
    await open({ zaloAnswers: () => (refuses ? { error: -201, message: 'invalid' } : undefined) });
    await people(3, { channel: 'zalo' });
    await people(2);
    const id = await sent();
    await through(id);
    expect(await ends(id)).toEqual({ 'failed zalo-free rejected': 3, 'sent telegram': 2 });
    refuses = false;
    expect((await does(id, 'retry')).ok).toBe(true);
    await through(id);
    expect(await ends(id)).toEqual({ 'sent telegram': 2, 'sent zalo-free': 3 });
    const most = await house.db.sql`
      select max(n)::int as n from (select count(*) filter (where state = 'sent') as n from outbound
        where broadcast_id = ${id} group by contact_id) copies`;
    expect(most).toEqual([{ n: 1 }]);
    expect(await does(id, 'retry')).toMatchObject({ ok: false, say: 'nobody' });
  });
});

describe('a stop wins', () => {
  it('over what waits in the outbox', async () => {
    await open();
    const ids = await people(8);
    const id = await sent();
    const soon = new Date(house.clock.now().getTime() + 5_000);
    await house.db.sql`
      insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, queued_at)
      values (${ids[7]!}, 'telegram', 'nudge:first', 0, 'text', ${house.db.sql.json({ kind: 'text', text: 'Nhắc' })}, 1,
        'queued', ${soon}, ${house.clock.now()})`; // goes first, so the announcement has to wait
    await house.assistant.feeder.runOnce();
    await house.db.sql`update contacts set muted_at = ${house.clock.now()} where id = ${ids[7]!}`;
    const [row] = await house.db
      .sql`select state, reason from outbound where contact_id = ${ids[7]!} and broadcast_id = ${id}`;
    expect(row).toEqual({ state: 'cancelled', reason: 'muted' });
    await does(id, 'stop');
    await house.settle();
    await house.assistant.feeder.runOnce();
    const [end] = await house.db.sql`select state, reason from broadcast_recipients where contact_id = ${ids[7]!}`;
    expect(end).toEqual({ state: 'failed', reason: 'muted' });
  });

  it('over what a sender already holds, up to the call itself', async () => {
    await open({ senderSettings: { pace: { telegram: { perSecond: 2 }, zalo: { perSecond: 2 } } } });
    await people(4);
    const id = await sent();
    await house.assistant.feeder.runOnce();
    house.assistant.sender.wake();
    let held: { id: bigint; contact_id: bigint } | undefined;
    for (let look = 0; look < 400 && !held; look += 1) {
      [held] = await house.db.sql<{ id: bigint; contact_id: bigint }[]>`
        update contacts c set muted_at = ${house.clock.now()} from outbound o
        where o.broadcast_id = ${id} and o.state = 'sending' and c.id = o.contact_id and c.muted_at is null
        returning o.id, c.id as contact_id`;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await house.settle();
    const [row] = await house.db.sql<{ state: string; reason: string | null }[]>`
      select state, reason from outbound where id = ${held!.id}`;
    // Either the stop was there first, or the call had begun.
    if (row!.state === 'failed') expect(row!.reason).toBe('muted');
    else expect(row!.state).toBe('sent');
    const muted = await house.db
      .sql`select 1 from outbound where broadcast_id = ${id} and state = 'failed' and reason = 'muted'`;
    expect(muted.length + (row!.state === 'sent' ? 1 : 0)).toBeGreaterThan(0);
  });
});

describe('time', () => {
  it.each([
    ['a minute ago and more', -2 / 60, 'past'],
    ['at night', 12, 'night'],
    ['in half a year', 24 * 180, 'far'],
    ['on a Tết day', (Date.parse('2027-02-06T03:00:00Z') - Date.parse('2026-11-24T02:00:00Z')) / HOUR, 'tet'],
  ])('is refused: %s', async (_, hours, say) => {
    await open();
    const sendAt = new Date(house.clock.now().getTime() + hours * HOUR);
    await expect(drafted({ sendAt })).rejects.toThrow(say);
    if (say === 'night') await drafted({ sendAt, kind: 'urgent' });
  });

  it('waits for its hour, then goes', async () => {
    await open();
    await people(3);
    const id = await sent({ sendAt: new Date(house.clock.now().getTime() + 5 * HOUR) });
    await through(id, 2);
    expect(await ends(id)).toEqual({});
    await house.jump(5 * HOUR);
    await through(id);
    expect(await ends(id)).toEqual({ 'sent telegram': 3 });
  });

  it('its hour passed before anybody pressed: refused, nothing sent', async () => {
    await open();
    await people(3);
    const id = await drafted({ sendAt: new Date(house.clock.now().getTime() + HOUR) });
    await does(id, 'test');
    await house.jump(2 * HOUR);
    expect(await does(id, 'start')).toMatchObject({ ok: false, say: 'time-past' });
  });

  it('other people than were agreed to by then: nothing goes, its author is told and may agree anew', async () => {
    await open();
    await people(20);
    const id = await sent({ sendAt: new Date(house.clock.now().getTime() + 5 * HOUR) });
    await people(30);
    await house.jump(5 * HOUR);
    await house.settle();
    expect(await ends(id)).toEqual({});
    expect(lan.last().text).toContain('từ 20 thành 50');
    await house.db.sql`update broadcasts set send_at = null where id = ${id}`;
    await lan.press('Gửi đi');
    await through(id);
    expect(await ends(id)).toEqual({ 'sent telegram': 50 });
  });

  it('evening falls while it goes: what waits is taken back and goes in the morning, by the way found then', async () => {
    await open({
      now: new Date('2026-11-24T12:29:50Z'),
      senderSettings: { pace: { telegram: { perSecond: 2 }, zalo: { perSecond: 2 } } },
    });
    await people(12);
    const id = await sent();
    await house.assistant.feeder.runOnce();
    house.clock.jumpTo(new Date('2026-11-24T12:31:00Z')); // 19:31
    await house.assistant.feeder.runOnce();
    await house.settle();
    await house.assistant.feeder.runOnce();
    const evening = await ends(id);
    expect(evening.planned).toBeGreaterThan(5);
    expect(evening['queued telegram']).toBeUndefined();
    house.clock.jumpTo(new Date('2026-11-25T01:00:01Z')); // 8:00
    await through(id, 20);
    expect(await ends(id)).toEqual({ 'sent telegram': 12 });
  });
});

describe('many hands', () => {
  it('ten presses on "send" at once are one', async () => {
    await open();
    await people(40);
    const id = await drafted();
    await does(id, 'test');
    const answers = await Promise.all(Array.from({ length: 10 }, () => does(id, 'start')));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    await through(id);
    expect(await ends(id)).toEqual({ 'sent telegram': 40 });
  });

  /** So many people of a second hamlet. */
  const neighbours = async (count: number) => {
    await house.area('h2', 'Ấp Hai', 'hamlet', 'x1');
    await people(count, { more: { area_code: 'h2' } });
  };
  const reached = async (id: string) => {
    const [row] = await house.db.sql<{ sent: number }[]>`
      select count(*)::int as sent from outbound where broadcast_id = ${id} and state = 'sent'`;
    return row!.sent;
  };
  const round = async () => {
    await house.assistant.feeder.runOnce();
    await house.settle();
  };
  const PACED = { senderSettings: { pace: { telegram: { perSecond: 100 }, zalo: { perSecond: 100 } } } };

  it('those whose turn has not come stand among the metrics', async () => {
    await open({ senderSettings: { pace: { telegram: { perSecond: 1 }, zalo: { perSecond: 1 } } } });
    await people(4);
    await sent();
    await house.assistant.feeder.runOnce();
    const { body } = await house.assistant.web.inject('/metrics');
    expect(body).toContain('\ntls_announcements_waiting 3\n');
  });

  it('two announcements take turns', async () => {
    await open(PACED);
    await people(90);
    await neighbours(90);
    const [one, other] = [await sent({ audience: { area: 'h1' } }), await sent({ audience: { area: 'h2' } })];
    await round();
    await round();
    expect(await reached(one)).toBeGreaterThan(0);
    expect(await reached(other)).toBeGreaterThan(0);
    expect(await reached(one)).toBeLessThan(90);
  });

  it('an urgent one goes before what is under way', async () => {
    await open(PACED);
    await people(90);
    await neighbours(40);
    const ordinary = await sent({ audience: { area: 'h1' } });
    await round();
    const before = await reached(ordinary);
    const urgent = await drafted({ kind: 'urgent', audience: { area: 'h2' } });
    await house.db.sql`update broadcasts set state = 'sending', started_at = ${house.clock.now()},
      spread_from = ${house.clock.now()} where id = ${urgent}`; // as if a second person had agreed
    while ((await reached(urgent)) < 40) await round();
    expect(before).toBeGreaterThan(0);
    // Room for a portion may be left over beside the last of the urgent ones.
    expect(await reached(ordinary)).toBeLessThanOrEqual(before + 30);
  });

  it('five workers feed one announcement: everybody once', async () => {
    await open();
    await people(600);
    const id = await drafted();
    await does(id, 'test');
    const phuc = house.person('anh Phúc', 'telegram');
    await phuc.start(await house.invite('official', 'x1', 'anh Phúc'));
    await house.db.sql`update contacts set area_code = null where external_id = ${phuc.externalId}`;
    const [row] = await house.db.sql<{ id: bigint }[]>`select id from contacts where external_id = ${phuc.externalId}`;
    const second = (await personCaller(house.db.sql, String(row!.id)))!;
    const agreed = await house.db.sql.begin((tx) =>
      act(tx, second, id, 'approve', house.assistant.texts, house.clock.now()),
    );
    expect(agreed).toMatchObject({ ok: true });
    expect((await does(id, 'start')).ok).toBe(true);
    const feeders = Array.from({ length: 5 }, () =>
      createFeeder({
        db: house.db,
        clock: house.clock,
        texts: house.assistant.texts,
        sender: house.assistant.sender,
        onError: (error) => {
          throw error;
        },
      }),
    );
    while ((await broadcastResult(house.db.sql, id, house.clock.now()))?.state === 'sending') {
      await Promise.all(feeders.map((feeder) => feeder.runOnce()));
      await house.settle();
    }
    expect(await ends(id)).toEqual({ 'sent telegram': 600 });
    const copies = await house.db.sql`
      select count(*)::int as calls, count(distinct contact_id)::int as people from outbound where broadcast_id = ${id}`;
    expect(copies).toEqual([{ calls: 600, people: 600 }]);
  });
});

describe('afterwards', () => {
  it('those not reached become visits, those without any chat as well; reached after all, the visit falls away', async () => {
    let refuses = true;
    await open({ zaloAnswers: () => (refuses ? { error: -201, message: 'invalid' } : undefined) });
    await house.db.sql`
      insert into households (code, area_code, call_name, link_token, created_at) values
      ('H1', 'h1', 'Tư', 't1', ${house.clock.now()}), ('H2', 'h1', 'Năm', 't2', ${house.clock.now()})`;
    const [withChat] = await people(1);
    await house.db.sql`insert into household_contacts values ('H2', ${withChat!}, ${house.clock.now()})`;
    await people(1, { channel: 'zalo' });
    await people(1, { channel: 'zalo', seenHoursAgo: 300 });
    await people(1, { more: { muted_at: house.clock.now() } });
    const id = await sent();
    await through(id);
    const visits = () => house.db.sql`
      select reason, household_code as household, done_at is not null as done from visit_tasks where broadcast_id = ${id} order by 1`;
    expect(await visits()).toEqual([
      { reason: 'closed-window', household: null, done: false },
      { reason: 'no-chat', household: 'H1', done: false },
      { reason: 'rejected', household: null, done: false },
    ]);
    refuses = false;
    await does(id, 'retry');
    await through(id);
    expect(await visits()).toEqual([
      { reason: 'closed-window', household: null, done: false },
      { reason: 'no-chat', household: 'H1', done: false },
      { reason: 'rejected', household: null, done: true },
    ]);
  });

  it('counts, ways, stops and every row for the export, everybody in exactly one state', async () => {
    await open();
    const ids = await people(5);
    await people(2, { channel: 'zalo', seenHoursAgo: 300 });
    const id = await sent();
    await through(id);
    await house.db.sql`update contacts set muted_at = ${house.clock.now()} where id = ${ids[0]!}`;
    const result = (await broadcastResult(house.db.sql, id, house.clock.now()))!;
    expect(result).toMatchObject({
      state: 'done',
      isPlanned: true,
      counts: {
        total: 7,
        sent: 5,
        failed: 2,
        left: 0,
        states: { sent: 5, failed: 2 },
        reasons: { 'closed-window': 2 },
      },
      ways: { telegram: 5 },
      stops: 1,
      visits: { open: 2, done: 0 },
    });
    const rows = [];
    for await (const row of exportRows(house.db.sql, id)) rows.push(row);
    expect(rows).toHaveLength(7);
    expect(rows.every(({ state }) => state === 'sent' || state === 'failed')).toBe(true);
  });

  it('words in the language each reads, Vietnamese where there are none', async () => {
    const requests: ZaloRequest[] = [];
    await open({ zaloAnswers: (request) => void requests.push(request) });
    await people(1, { channel: 'zalo', more: { locale: 'en' } });
    await people(1, { channel: 'zalo', more: { locale: 'km' } });
    const id = await sent({
      content: {
        words: {
          vi: { what: 'Chợ có bàn làm mã QR.', bring: '', ask: '' },
          en: { what: 'QR codes at the market.', bring: '', ask: '' },
        },
        extras: [{ kind: 'coming' }],
        picture: null,
      },
    });
    await through(id);
    const texts = requests.map(({ body }) => (body?.message as { text?: string } | undefined)?.text ?? '');
    expect(texts.filter((text) => text.includes('QR codes at the market.'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('Chợ có bàn làm mã QR.'))).toHaveLength(1);
    expect(await ends(id)).toEqual({ 'sent zalo-free': 2 });
  });

  it('a picture: with the words on Telegram, ahead of them on Zalo; the words are what counts', async () => {
    const requests: ZaloRequest[] = [];
    await open({ zaloAnswers: (request) => void requests.push(request) });
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(40)]);
    const jpeg = await keepPicture(
      house.db.sql,
      { bytes: Buffer.from([0xff, 0xd8, 0xff]), alt: 'x', addedBy: 'x' },
      house.clock.now(),
    );
    expect(jpeg).toEqual({ ok: false, say: 'not-png' });
    const kept = await keepPicture(
      house.db.sql,
      { bytes: png, alt: 'Bản đồ', addedBy: 'contact:1' },
      house.clock.now(),
    );
    if (!kept.ok) throw new Error(kept.say);
    await people(1, { channel: 'zalo' });
    await people(1);
    const words = { vi: { what: 'Chợ có bàn làm mã QR.', bring: '', ask: '' } };
    await expect(drafted({ content: { words, extras: [], picture: { hash: 'none', alt: '' } } })).rejects.toThrow(
      'no-such-picture',
    );
    const id = await sent({ content: { words, extras: [], picture: { hash: kept.hash, alt: kept.alt } } });
    await through(id);
    expect(await ends(id)).toEqual({ 'sent telegram': 1, 'sent zalo-free': 1 });
    const rows = await house.db
      .sql`select channel, kind, state from outbound where broadcast_id = ${id} order by channel, id`;
    expect(rows).toEqual([
      { channel: 'telegram', kind: 'picture', state: 'sent' },
      { channel: 'zalo', kind: 'picture', state: 'sent' },
      { channel: 'zalo', kind: 'text', state: 'sent' },
    ]);
    expect(requests.some(({ file }) => file?.bytes.equals(png))).toBe(true);
  });
});

describe('a backup that was put back', () => {
  it('sends nothing by itself that may have gone out since: unknown, and the author decides', async () => {
    await open();
    const meant = await people(3);
    const id = await sent();
    await house.db.sql.begin(async (tx) => {
      await tx`insert into broadcast_recipients (broadcast_id, contact_id, channel, person_key, state)
               select ${id}, id, channel, id::text, 'planned' from contacts where id = any (${meant}::bigint[])`;
      await tx`update broadcasts set planned_at = ${house.clock.now()} where id = ${id}`;
    });
    const later = await drafted({ sendAt: new Date(house.clock.now().getTime() + 2 * HOUR) });
    await does(later, 'test');
    await does(later, 'start');
    expect(await afterRestore(house.db.sql, house.clock.now())).toMatchObject({ recipients: 3, announcements: 1 });
    await through(id);
    expect(await ends(id)).toEqual({ 'uncertain restored': 3 });
    expect(await broadcastResult(house.db.sql, id, house.clock.now())).toMatchObject({
      state: 'paused',
      pauseReason: 'restored',
    });
    expect((await broadcastResult(house.db.sql, later, house.clock.now()))?.state).toBe('scheduled');
    await does(id, 'resume');
    await through(id);
    expect(await ends(id)).toEqual({ 'uncertain restored': 3 });
    const unsent = await house.db.sql`select from outbound where state in ('queued', 'sending')`;
    expect(unsent.count).toBe(0);
  });
});
