import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Outcome, Sender } from '../../src/bot/sender.ts';
import { announceQueued } from '../../src/db/outbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { gateKeeper, openWorld, type Person, until, type World } from './sender-world.ts';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
  world = openWorld(database.url);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.clean();
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

/** Nothing but what the test does moves it. */
const QUIET = { pollMs: 3_600_000, heartbeatMs: 3_600_000 };
const web = { settings: { ...QUIET, claims: false } };
const worker = { settings: QUIET };

const people = (count: number, options: Parameters<World['person']>[0] = {}): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, () => world.person(options)));
const taken = async (sender: Sender, person: Person, ...texts: string[]) => {
  const rows = [];
  for (const text of texts) rows.push(await world.insertSending(person, await sender.soundFence(), { text }));
  sender.take(rows, performance.now());
  return rows.map(({ id }) => id);
};
const states = async () => (await world.rows()).map(({ state }) => state);
const settled = (sender: Sender) => until(() => sender.stats().held === 0);
const silence = () => world.db.sql`
  update outbound set lease_until = clock_timestamp() - interval '1 second' where state = 'sending'`;

describe('taken from a turn', () => {
  it('goes to the person at once and is marked with what the platform called it', async () => {
    const sender = await world.started(web);
    const person = await world.person();
    const [id] = await taken(sender, person, 'Chào bác');
    await settled(sender);
    expect(world.telegram.calls).toMatchObject([{ to: person.to, message: { kind: 'text', text: 'Chào bác' } }]);
    expect(await world.row(id!)).toMatchObject({ state: 'sent', external_id: 'telegram-1', attempts: 1, reason: null });
    expect(await world.row(id!)).toMatchObject({ sent_at: world.clock.now(), failed_at: null });
  });

  it('keeps the order of each chat, one call at a time, while chats go side by side', async () => {
    const sender = await world.started(web);
    const chats = await people(8);
    for (let part = 0; part < 6; part++) {
      for (const chat of chats) await taken(sender, chat, `${chat.id} ${part}`);
    }
    await settled(sender);
    expect(world.telegram.most.person).toBe(1);
    for (const chat of chats) {
      const mine = world.telegram.texts.filter((text) => text.startsWith(`${chat.id} `));
      expect(mine).toEqual([0, 1, 2, 3, 4, 5].map((part) => `${chat.id} ${part}`));
    }
  });

  it('has calls of different chats under way at once, as many as there are places', async () => {
    const sender = await world.started({ settings: { ...web.settings, concurrency: 5 } });
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    for (const chat of await people(9)) await taken(sender, chat, 'a');
    await until(() => keeper.waiting === 5);
    expect(sender.stats()).toMatchObject({ underWay: 5, held: 9 });
    await until(() => {
      keeper.release();
      return sender.stats().held === 0;
    });
    expect(world.telegram.most.all).toBe(5);
  });

  it('is marked in few statements', async () => {
    const sender = await world.started(web);
    const rows = await Promise.all(
      (await people(300)).map(async (person) => world.insertSending(person, await sender.soundFence())),
    );
    sender.take(rows, performance.now());
    await settled(sender);
    expect(sender.stats().ended.sent).toBe(300);
    expect(sender.stats().writes).toBeLessThan(100);
    expect(sender.stats().reservations).toBeLessThan(150);
  });

  it('of simulated people goes to the recording channel, without taking anybody’s pace', async () => {
    const sender = await world.started(web);
    await taken(sender, await world.person({ simulated: true }), 'thử');
    await settled(sender);
    expect(world.simulated.texts).toEqual(['thử']);
    expect(world.simulated.calls[0]!.media).toBe(world.media.simulated);
    expect(world.telegram.calls).toEqual([]);
    expect(sender.stats().reservations).toBe(0);
    expect(await world.db.sql`select * from paces`).toHaveLength(0);
  });

  it('for a channel that is off waits for it', async () => {
    const sender = await world.started({ ...web, channels: { telegram: world.telegram, zalo: null } });
    const [id] = await taken(sender, await world.person({ channel: 'zalo' }), 'chờ');
    await until(async () => (await world.row(id!)).state === 'queued');
    expect(await world.row(id!)).toMatchObject({ attempts: 0 });
    expect(world.zalo.calls).toEqual([]);
  });
});

describe('claimed from the queue', () => {
  it('goes out when this process says so, and each chat’s rows follow one another', async () => {
    const sender = await world.started(worker);
    const chats = await people(5);
    for (let part = 0; part < 4; part++)
      for (const chat of chats) await world.queue(chat, { text: `${chat.id} ${part}` });
    sender.wake();
    await until(() => sender.stats().ended.sent === 20);
    expect(world.telegram.most.person).toBe(1);
    for (const chat of chats) {
      const mine = world.telegram.texts.filter((text) => text.startsWith(`${chat.id} `));
      expect(mine).toEqual([0, 1, 2, 3].map((part) => `${chat.id} ${part}`));
    }
  });

  it('goes out when another process says so', async () => {
    const sender = await world.started(worker);
    await world.queue(await world.person());
    await announceQueued(world.db.sql);
    await until(() => sender.stats().ended.sent === 1);
  });

  it('goes out when nobody says so, found by looking', async () => {
    const sender = await world.started({ settings: { ...QUIET, pollMs: 20 } });
    await world.queue(await world.person());
    await until(() => sender.stats().ended.sent === 1);
  });

  it('goes out on the moment when its time is near', async () => {
    const sender = await world.started({ settings: { ...QUIET, pollMs: 3_600_000 } });
    const id = await world.queue(await world.person(), { notBefore: new Date(world.clock.now().getTime() + 60) });
    const from = performance.now();
    sender.wake();
    await until(() => sender.stats().ended.sent === 1);
    expect(performance.now() - from).toBeGreaterThanOrEqual(59);
    expect(await world.row(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('is worked off to the end, however much there is', async () => {
    const sender = await world.started({ settings: { ...QUIET, concurrency: 8 } });
    for (const chat of await people(120)) await world.queue(chat);
    for (const chat of await people(40)) await world.queue(chat, { urgency: 2 });
    sender.wake();
    await until(() => sender.stats().ended.sent === 160);
    expect(world.telegram.most.all).toBeLessThanOrEqual(8);
    expect(sender.stats().claims).toBeLessThan(60);
  });

  it('is left to others by a web process, which tells them what it held up', async () => {
    const front = await world.started(web);
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    const person = await world.person();
    await taken(front, person, 'một');
    await until(() => keeper.waiting === 1);
    const second = await world.queue(person, { text: 'hai' });
    front.wake();
    const back = await world.started(worker);
    back.wake();
    await until(() => back.stats().claims > 0);
    expect(await world.row(second)).toMatchObject({ state: 'queued' });
    keeper.release();
    await until(() => keeper.waiting === 1);
    expect(world.telegram.texts).toEqual(['một', 'hai']);
    keeper.release();
    await until(() => back.stats().ended.sent === 1);
    expect(front.stats()).toMatchObject({ claims: 0, ended: { sent: 1 } });
  });

  it('is announced by a web process that queued it', async () => {
    const front = await world.started(web);
    const back = await world.started(worker);
    await world.queue(await world.person());
    front.wake();
    await until(() => back.stats().ended.sent === 1);
  });

  it('past its end expires without a call', async () => {
    const sender = await world.started(worker);
    const id = await world.queue(await world.person(), { expiresAt: new Date(world.clock.now().getTime() + 10) });
    world.clock.pass(10);
    sender.wake();
    await until(() => sender.stats().ended.expired === 1);
    expect(await world.row(id)).toMatchObject({ state: 'expired', reason: 'too-late', attempts: 0 });
    expect(world.telegram.calls).toEqual([]);
  });

  it('for somebody who has left fails without a call', async () => {
    const sender = await world.started(worker);
    const id = await world.queue(await world.person({ leftAt: world.clock.now() }), { urgency: 2 });
    sender.wake();
    await until(() => sender.stats().ended.failed === 1);
    expect(await world.row(id)).toMatchObject({ state: 'failed', reason: 'contact-left', attempts: 0 });
    expect(world.telegram.calls).toEqual([]);
  });
});

describe('a failed call', () => {
  it('is tried again when the platform said, and what waits in that chat stays behind it', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = (_, nth) =>
      nth === 1 ? { ok: false, failure: 'throttled', detail: '', retryAfterMs: 3000 } : { ok: true, externalId: '5' };
    const person = await world.person();
    const [first, second] = await taken(sender, person, 'một', 'hai');
    await settled(sender);
    expect(await world.row(first!)).toMatchObject({ state: 'queued', reason: 'throttled', attempts: 1 });
    expect(await world.row(second!)).toMatchObject({ state: 'queued', attempts: 0 });
    const waits = (await world.row(first!)).not_before.getTime() - world.clock.now().getTime();
    expect(waits).toBeGreaterThanOrEqual(3000);
    expect(waits).toBeLessThanOrEqual(3500);
    world.clock.pass(waits);
    sender.wake();
    await until(() => sender.stats().ended.sent === 2);
    expect(world.telegram.texts).toEqual(['một', 'một', 'hai']);
    expect(await world.row(first!)).toMatchObject({ state: 'sent', reason: null, attempts: 2 });
  });

  it('without an answer is repeated once, before what waits in that chat', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = (_, nth) =>
      nth === 1 ? { ok: false, failure: 'lost-answer', detail: '' } : { ok: true, externalId: `${nth}` };
    await taken(sender, await world.person(), 'một', 'hai');
    await until(() => sender.stats().ended.sent === 2);
    expect(world.telegram.texts).toEqual(['một', 'một', 'hai']);
    expect(await states()).toEqual(['uncertain', 'sent', 'sent']);
  });

  it('without an answer is repeated at once even when nothing else waits', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = (_, nth) =>
      nth === 1 ? { ok: false, failure: 'lost-answer', detail: '' } : { ok: true, externalId: `${nth}` };
    await taken(sender, await world.person(), 'một');
    await until(() => sender.stats().ended.sent === 1);
    expect(world.telegram.texts).toEqual(['một', 'một']);
  });

  it('without an answer twice stays uncertain, and the chat goes on', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = ({ message }) =>
      'text' in message && message.text === 'một'
        ? { ok: false, failure: 'lost-answer', detail: '' }
        : { ok: true, externalId: '3' };
    await taken(sender, await world.person(), 'một', 'hai');
    await until(() => sender.stats().ended.sent === 1);
    expect(world.telegram.texts).toEqual(['một', 'một', 'hai']);
    expect((await states()).sort()).toEqual(['sent', 'uncertain', 'uncertain']);
  });

  it('of a channel that throws counts as unanswered', async () => {
    const sender = await world.started(web);
    world.telegram.answer = () => {
      throw new Error('bug');
    };
    const [id] = await taken(sender, await world.person(), 'một');
    await settled(sender);
    expect(await world.row(id!)).toMatchObject({ state: 'uncertain', reason: 'lost-answer' });
    expect(world.logged).toContain('A channel threw instead of answering.');
  });

  it('to somebody who blocked us marks them and calls them no more until they write', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = () => ({ ok: false, failure: 'contact-left', detail: 'bot was blocked by the user' });
    const person = await world.person();
    await world.queue(person, { urgency: 2, notBefore: new Date(world.clock.now().getTime() + 5000) });
    await taken(sender, person, 'một', 'hai');
    await settled(sender);
    expect(await states()).toEqual(['failed', 'failed', 'failed']);
    expect((await world.rows()).map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ['contact-left', 0],
      ['contact-left', 1],
      ['contact-left', 0],
    ]);
    const later = await world.queue(person);
    sender.wake();
    await until(async () => (await world.row(later)).state === 'failed');
    expect(world.telegram.texts).toEqual(['một']);
    world.telegram.answer = () => ({ ok: true, externalId: '9' });
    await world.db.sql`update contacts set left_at = null, left_reason = null where id = ${person.id}`;
    await taken(sender, person, 'chào lại');
    await settled(sender);
    expect(world.telegram.texts).toEqual(['một', 'chào lại']);
  });

  it('outside Zalo’s window fails with that reason, and does not mark the person', async () => {
    const sender = await world.started(web);
    world.zalo.answer = () => ({ ok: false, failure: 'outside-window', detail: '-230' });
    const person = await world.person({ channel: 'zalo' });
    const [id] = await taken(sender, person, 'một');
    await settled(sender);
    expect(await world.row(id!)).toMatchObject({ state: 'failed', reason: 'outside-window', attempts: 1 });
    const [contact] = await world.db.sql`select left_at from contacts where id = ${person.id}`;
    expect(contact).toEqual({ left_at: null });
  });

  it('to a chat that moved goes to the new address, once', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = ({ to }) =>
      to.externalId === '-100'
        ? { ok: true, externalId: '1' }
        : { ok: false, failure: 'contact-left', detail: '', movedTo: '-100' };
    const [id] = await taken(sender, await world.person(), 'một');
    await until(() => sender.stats().ended.sent === 1);
    expect(world.telegram.calls.map(({ to }) => to.externalId).at(-1)).toBe('-100');
    expect(world.telegram.calls).toHaveLength(2);
    expect(await world.row(id!)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('because a person must act first is told to the operator once a minute', async () => {
    const sender = await world.started(web);
    world.telegram.answer = () => ({ ok: false, failure: 'misconfigured', detail: 'Unauthorized' });
    for (const person of await people(3)) await taken(sender, person, 'một');
    await settled(sender);
    expect(world.logged).toEqual(['A platform refused a call: misconfigured.']);
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    world.clock.pass(60_000);
    await taken(sender, await world.person(), 'một');
    await settled(sender);
    expect(world.logged).toHaveLength(2);
  });

  it('of an outage does not keep anybody waiting once the platform answers again', async () => {
    const sender = await world.started(worker);
    let isDown = true;
    world.telegram.answer = () =>
      isDown ? { ok: false, failure: 'unavailable', detail: '' } : { ok: true, externalId: '1' };
    const [waiting] = await taken(sender, await world.person(), 'một');
    await settled(sender);
    await world.db.sql`update outbound set not_before = not_before + interval '5 minutes' where id = ${waiting!}`;
    isDown = false;
    const clock = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + 5500);
    await taken(sender, await world.person(), 'hai');
    await until(() => sender.stats().ended.sent === 2);
    expect(await world.row(waiting!)).toMatchObject({ state: 'sent', attempts: 2 });
  });
});

describe('replies and bulk', () => {
  it('share the places so that replies always find one', async () => {
    const sender = await world.started({ settings: { ...QUIET, concurrency: 6 } });
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    for (const person of await people(30)) await world.queue(person, { text: 'tin chung', urgency: 2 });
    sender.wake();
    await until(() => keeper.waiting === 3);
    for (const person of await people(3)) await taken(sender, person, 'trả lời');
    await until(() => keeper.waiting === 6);
    expect(world.telegram.texts.filter((text) => text === 'trả lời')).toHaveLength(3);
    await until(() => {
      keeper.release();
      return sender.stats().ended.sent === 33;
    });
  });

  it('share the pace so that a reply goes before the announcements that wait', async () => {
    const settings = { ...QUIET, pace: { telegram: { perSecond: 20 }, zalo: { perSecond: 20 } } };
    const sender = await world.started({ settings });
    for (const person of await people(12)) await world.queue(person, { text: 'tin chung', urgency: 2 });
    sender.wake();
    await until(() => world.telegram.calls.length >= 1);
    const reply = await world.insertSending(await world.person(), await sender.soundFence(), { text: 'trả lời' });
    sender.take([reply], performance.now());
    const before = world.telegram.calls.length;
    await until(() => sender.stats().ended.sent === 13);
    // One announcement may have been let through already when the reply came.
    expect(world.telegram.texts.indexOf('trả lời')).toBeLessThanOrEqual(before + 1);
  });

  it('are separate in a chat too: a reply does not wait for the announcement queued before it', async () => {
    const sender = await world.started(worker);
    const person = await world.person();
    const soon = new Date(world.clock.now().getTime() + 60_000);
    await world.queue(person, { text: 'tin chung', urgency: 2, notBefore: soon });
    await world.queue(person, { text: 'trả lời' });
    sender.wake();
    await until(() => sender.stats().ended.sent === 1);
    expect(world.telegram.texts).toEqual(['trả lời']);
  });

  it('are told apart when a platform throttles: bulk stops in every process, replies go on', async () => {
    const [one, other] = [await world.started(worker), await world.started(worker)];
    world.telegram.answer = ({ message }) =>
      'text' in message && message.text === 'quá nhiều'
        ? { ok: false, failure: 'throttled', detail: '', retryAfterMs: 600_000 }
        : { ok: true, externalId: '1' };
    await world.queue(await world.person(), { text: 'quá nhiều', urgency: 2 });
    one.wake();
    await until(async () => (await world.db.sql`select 1 from paces where channel = 'telegram/bulk'`).length === 1);
    await settled(one);
    for (const person of await people(4)) await world.queue(person, { text: 'tin chung', urgency: 2 });
    const reply = await world.queue(await world.person(), { text: 'trả lời' });
    one.wake();
    other.wake();
    await until(async () => (await world.row(reply)).state === 'sent');
    await settled(other);
    expect(world.telegram.texts).toEqual(['quá nhiều', 'trả lời']);
    expect((await states()).filter((state) => state === 'queued')).toHaveLength(5);
    expect((await world.rows()).filter(({ attempts }) => attempts > 0)).toHaveLength(2);
  });

  it('are told apart when a platform breaks down: a circuit breaker spares it bulk in every process, replies still try', async () => {
    const [one, other] = [await world.started(worker), await world.started(worker)];
    let isDown = true;
    world.telegram.answer = (_, nth) =>
      isDown ? { ok: false, failure: 'unavailable', detail: '' } : { ok: true, externalId: `${nth}` };
    for (const person of await people(40)) await world.queue(person, { text: 'tin chung', urgency: 2 });
    one.wake();
    await until(async () => (await world.db.sql`select 1 from paces where channel = 'telegram/bulk'`).length === 1);
    await settled(one);
    const tried = world.telegram.calls.length;
    expect(tried).toBeGreaterThanOrEqual(5); // what says nothing about one message alone
    expect(tried).toBeLessThan(40);
    other.wake();
    await settled(other);
    expect(world.telegram.calls).toHaveLength(tried);
    isDown = false;
    const reply = await world.queue(await world.person(), { text: 'trả lời' });
    other.wake();
    await until(async () => (await world.row(reply)).state === 'sent');
  });

  it('leave somebody alone who has asked for no announcements since, even when we hold the row already', async () => {
    const sender = await world.started({
      settings: { ...QUIET, pace: { telegram: { perSecond: 2 }, zalo: { perSecond: 2 } } },
    });
    await world.db.sql`
      insert into areas (code, name, kind, valid_from) values ('x1', 'Xã Thử', 'commune', '2025-07-01') on conflict do nothing`;
    await world.db.sql`
      insert into broadcasts (id, area_code, state, previewed_count, created_at)
      values (1, 'x1', 'sending', 2, now()) on conflict do nothing`;
    const [first, second] = await people(2);
    for (const person of [first!, second!]) {
      const id = await world.queue(person, { text: person.to.externalId, urgency: 2 });
      await world.db.sql`update outbound set broadcast_id = 1 where id = ${id}`;
    }
    sender.wake();
    await until(async () => (await states()).filter((state) => state === 'sending').length > 0);
    await world.db.sql`update contacts set muted_at = now() where id = ${second!.id}`;
    sender.wake();
    await until(async () => !(await states()).some((state) => state === 'sending' || state === 'queued'));
    expect(world.telegram.texts).not.toContain(second!.to.externalId);
    const [row] = await world.db.sql`select reason from outbound where contact_id = ${second!.id}`;
    expect(row).toEqual({ reason: 'muted' });
  });

  it('keep one pace over all processes', async () => {
    const settings = { ...QUIET, pace: { telegram: { perSecond: 100 }, zalo: { perSecond: 100 } } };
    const senders = [await world.started({ settings }), await world.started({ settings })];
    const rows = await people(60);
    for (const [i, person] of rows.entries()) await world.queue(person, { text: `${i}` });
    for (const sender of senders) sender.wake();
    await until(() => senders.reduce((sum, sender) => sum + sender.stats().ended.sent, 0) === 60);
    expect(new Set(world.telegram.texts).size).toBe(60);
    const times = world.telegram.calls.map(({ at }) => at);
    // 60 slots at 100 a second span 590 ms, on a slow machine more; timers may be a little early.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(550);
  });
});

describe('silence', () => {
  it('of a process makes its rows uncertain, and another repeats each once, in order', async () => {
    const dead = await world.sender(web);
    await dead.start();
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    const person = await world.person();
    await taken(dead, person, 'một', 'hai');
    await until(() => keeper.waiting === 1);
    await silence();
    world.telegram.answer = (_, nth) => ({ ok: true, externalId: `again-${nth}` });
    const outcomes: Outcome[] = [];
    const alive = await world.started({
      settings: { ...QUIET, heartbeatMs: 20 },
      onOutcome: (ended) => outcomes.push(...ended),
    });
    await until(() => alive.stats().ended.sent === 2);
    expect(world.telegram.texts).toEqual(['một', 'một', 'hai']);
    expect(await states()).toEqual(['uncertain', 'uncertain', 'sent', 'sent']);
    expect(outcomes.map(({ state, reason }) => [state, reason])).toEqual([
      ['uncertain', 'answer-unknown'],
      ['uncertain', 'answer-unknown'],
      ['sent', null],
      ['sent', null],
    ]);
    // The first process was only slow: whatever it writes now comes too late.
    keeper.release({ ok: true, externalId: 'stale' });
    await settled(dead);
    expect(dead.stats().powerless).toBe(2);
    expect((await world.rows()).map(({ external_id }) => external_id)).toEqual([null, null, 'again-2', 'again-3']);
  });

  it('does not fall on a process that is only slow: its leases are prolonged', async () => {
    const settings = { ...QUIET, leaseMs: 1500, heartbeatMs: 100 };
    const [slow, other] = [await world.started({ settings }), await world.started({ settings })];
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    await taken(slow, await world.person(), 'lâu');
    await world.db.sql`update outbound set lease_until = clock_timestamp() + interval '1500 ms'`;
    await until(() => keeper.waiting === 1);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await states()).toEqual(['sending']);
    keeper.release();
    await settled(slow);
    expect(await states()).toEqual(['sent']);
    expect(other.stats().reaped).toBe(0);
  });

  it('of our own heart lets no further call begin', async () => {
    const sender = await world.started({ settings: { ...web.settings, leaseMs: 1000 } });
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    const person = await world.person();
    const [first, second] = await taken(sender, person, 'một', 'hai');
    await until(() => keeper.waiting === 1);
    await new Promise((resolve) => setTimeout(resolve, 800));
    keeper.release();
    await settled(sender);
    expect(await world.row(first!)).toMatchObject({ state: 'sent' });
    expect(await world.row(second!)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(world.telegram.texts).toEqual(['một']);
  });

  it('of the database costs no end and no message', async () => {
    const sender = await world.started(worker);
    const real = world.db.sql;
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    const ids = [];
    for (const person of await people(3)) ids.push(...(await taken(sender, person, 'một')));
    await until(() => keeper.waiting === 3);
    await real`alter table outbound rename to outbound_away`;
    keeper.release();
    await until(() => world.logged.includes('Ends of messages could not be written; trying again.'));
    await real`alter table outbound_away rename to outbound`;
    await settled(sender);
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
    expect(world.telegram.calls).toHaveLength(3);
  });
});

describe('stopping', () => {
  it('lets calls under way end and gives back what never began', async () => {
    const sender = await world.started({ settings: { ...QUIET, concurrency: 2 } });
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    const [one, other, third] = await people(3);
    const [first, behind] = await taken(sender, one!, 'một', 'hai');
    const [second] = await taken(sender, other!, 'ba');
    const waiting = await world.queue(third!, { text: 'bốn' });
    sender.wake();
    await until(async () => keeper.waiting === 2 && (await world.row(waiting)).state === 'sending');
    const drained = sender.drain();
    keeper.release();
    await drained;
    for (const id of [first, second]) expect(await world.row(id!)).toMatchObject({ state: 'sent', attempts: 1 });
    for (const id of [behind, waiting]) expect(await world.row(id!)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(sender.stats()).toMatchObject({ held: 0, underWay: 0, endsWaiting: 0 });

    const [late] = await taken(sender, third!, 'muộn');
    await settled(sender);
    await sender.drain();
    expect(await world.row(late!)).toMatchObject({ state: 'queued', attempts: 0 });
    world.telegram.answer = (_, nth) => ({ ok: true, externalId: `${nth}` });
    const next = await world.started(worker);
    next.wake();
    await until(() => next.stats().ended.sent === 3);
    expect(world.telegram.texts.slice(2).sort()).toEqual(['bốn', 'hai', 'muộn']);
  });

  it('tells others of what it gave back', async () => {
    const next = await world.started(worker);
    const sender = await world.started({ settings: { ...web.settings, concurrency: 1 } });
    const keeper = gateKeeper();
    world.telegram.answer = keeper.answer;
    const [one, other] = await people(2);
    await taken(sender, one!, 'một');
    await until(() => keeper.waiting === 1);
    await taken(sender, other!, 'hai');
    const drained = sender.drain();
    await until(() => keeper.waiting === 2);
    keeper.release();
    await drained;
    await until(() => next.stats().ended.sent === 1);
    expect(world.telegram.texts).toEqual(['một', 'hai']);
  });
});

describe('private files', () => {
  const keep = (person: Person, id: string) =>
    world.media.keepPrivate(world.db.sql, {
      ...{ id, contactId: person.id, bytes: Buffer.from('giấy'), expiresAt: new Date('2027-01-01') },
    });
  const kept = async () =>
    (await world.db.sql<{ id: string }[]>`select id from private_media order by id`).map(({ id }) => id);
  const paper = (id: string) =>
    ({
      kind: 'document',
      caption: '',
      media: { kind: 'private', id, filename: 'a.pdf', mime: 'application/pdf', alt: '' },
    }) as const;

  it('are gone once sent, and stay as long as they may still be needed', async () => {
    const sender = await world.started(worker);
    world.telegram.answer = async ({ message, media }, nth) => {
      if (!('media' in message)) throw new Error('no media');
      expect((await media.bytesOf(message.media)).toString()).toBe('giấy');
      return nth === 1 ? { ok: false, failure: 'unavailable', detail: '' } : { ok: true, externalId: '1' };
    };
    const person = await world.person();
    await keep(person, 'a');
    await keep(person, 'other');
    const id = await world.queue(person, { message: paper('a') });
    sender.wake();
    await until(async () => (await world.row(id)).reason === 'unavailable');
    expect(await kept()).toEqual(['a', 'other']);
    world.clock.pass(2000);
    sender.wake();
    await until(async () => (await kept()).length === 1);
    expect(await kept()).toEqual(['other']);
    expect(await world.row(id)).toMatchObject({ state: 'sent' });
  });
});

it('makes small gestures without waiting for them, on the channel they belong to', async () => {
  const sender = await world.started(web);
  const person = await world.person();
  sender.gesture(person.to, false, { kind: 'acknowledge', callbackId: '1' });
  sender.gesture(person.to, false, { kind: 'retire-buttons', messageId: '2' });
  sender.gesture(person.to, true, { kind: 'acknowledge', callbackId: '3' });
  await until(() => world.telegram.gestures.length === 2 && world.simulated.gestures.length === 1);
  expect(world.logged).toEqual([]);
});

it('has no fence before it has started', async () => {
  await expect(world.sender(web).soundFence()).rejects.toThrow('has started');
});
