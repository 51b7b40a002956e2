import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  advanceMisdated,
  claim,
  type End,
  extend,
  finish,
  hasten,
  nextFence,
  reap,
  type Want,
} from '../../src/db/outbox.ts';
import { openWorld, type World } from '../bot/sender-world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
  world = openWorld(database.url);
});
afterEach(() => world.clean());
afterAll(async () => {
  await world.close();
  await database.drop();
});

const LEASE_MS = 8000;
const want = (more: Partial<Want> = {}): Want => ({
  ...{ channel: 'telegram', simulated: false, bulk: false, room: 100, dueBy: world.clock.now() },
  ...more,
});
const claimed = async (...wants: Want[]) =>
  (await claim(world.db.sql, wants.length > 0 ? wants : [want()], LEASE_MS)).map(({ id }) => id);
const end = (row: { id: bigint; fence: bigint }, more: Partial<End> = {}): End => ({
  ...{ id: row.id, fence: row.fence, state: 'sent', at: world.clock.now(), begun: true },
  ...more,
});
const write = (...ends: End[]) => finish(world.db.sql, ends, world.clock.now());
const silence = (...ids: bigint[]) =>
  world.db
    .sql`update outbound set lease_until = clock_timestamp() - interval '1 second' where id = any (${ids.map(String)}::bigint[])`;

describe('claiming', () => {
  it('makes a due row sending, under a new fence and lease, and counts the attempt', async () => {
    const person = await world.person();
    const id = await world.queue(person, { text: 'một', broadcastId: 4n });
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(row).toMatchObject({ id, contactId: person.id, to: person.to, attempts: 1, contactLeft: false });
    expect(row).toMatchObject({ message: { kind: 'text', text: 'một' }, urgency: 0, position: id, broadcastId: 4n });
    expect(await world.row(id)).toMatchObject({ state: 'sending', attempts: 1, fence: row!.fence });
    expect(await claimed()).toEqual([]);
  });

  it('draws a larger fence every time', async () => {
    const before = await nextFence(world.db.sql);
    await world.queue(await world.person());
    const [first] = await claim(world.db.sql, [want()], LEASE_MS);
    await write(end(first!, { state: 'queued', begun: false }));
    const [second] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(first!.fence).toBeGreaterThan(before);
    expect(second!.fence).toBeGreaterThan(first!.fence);
  });

  it('leaves rows that are not due, of another channel, simulated, or bulk when replies are wanted', async () => {
    const due = await world.queue(await world.person());
    await world.queue(await world.person(), { notBefore: new Date(world.clock.now().getTime() + 1) });
    const zalo = await world.queue(await world.person({ channel: 'zalo' }));
    const simulated = await world.queue(await world.person({ simulated: true }));
    const reminder = await world.queue(await world.person(), { urgency: 1 });
    const announcement = await world.queue(await world.person(), { urgency: 2 });
    expect(await claimed()).toEqual([due]);
    expect(await claimed(want({ channel: 'zalo' }), want({ simulated: true }))).toEqual([zalo, simulated]);
    expect(await claimed(want({ bulk: true }))).toEqual([reminder, announcement]);
  });

  it('takes the most urgent first, then the longest due, and no more than there is room for', async () => {
    const later = new Date(world.clock.now().getTime() + 5);
    const announcement = await world.queue(await world.person(), { urgency: 2 });
    const lateReminder = await world.queue(await world.person(), { urgency: 1, notBefore: later });
    const reminder = await world.queue(await world.person(), { urgency: 1 });
    world.clock.pass(10);
    const all = want({ bulk: true, room: 2, dueBy: world.clock.now() });
    expect(await claimed(all)).toEqual([reminder, lateReminder]);
    expect(await claimed(all)).toEqual([announcement]);
  });

  it('takes only the first open row of a contact, whoever has it', async () => {
    const person = await world.person();
    const first = await world.queue(person);
    const second = await world.queue(person);
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(row!.id).toBe(first);
    expect(await claimed()).toEqual([]);
    expect(await write(end(row!))).toMatchObject([{ id: first, contactId: person.id, hasMore: true }]);
    expect(await claimed()).toEqual([second]);
  });

  it('does not overtake a row that waits for its next attempt, nor a repeat in an earlier place', async () => {
    const person = await world.person();
    const first = await world.queue(person, { notBefore: new Date(world.clock.now().getTime() + 1000) });
    await world.queue(person);
    expect(await claimed()).toEqual([]);
    world.clock.pass(1000);
    expect(await claimed()).toEqual([first]);
    const other = await world.person();
    const place = await world.queue(other, { position: 900n });
    const repeat = await world.queue(other, { position: 1n });
    expect(place).toBeLessThan(repeat);
    expect(await claimed()).toEqual([repeat]);
  });

  it('lets a reply go before an announcement that waits for the same contact, but not during its call', async () => {
    const person = await world.person();
    const announcement = await world.queue(person, { urgency: 2 });
    const reply = await world.queue(person);
    expect(await claimed(want({ bulk: true }))).toEqual([]);
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(row!.id).toBe(reply);
    await write(end(row!));
    expect(await claimed(want({ bulk: true }))).toEqual([announcement]);
    await world.queue(person);
    expect(await claimed()).toEqual([]);
  });

  it('knows that the contact has left', async () => {
    await world.queue(await world.person({ leftAt: world.clock.now() }));
    expect(await claim(world.db.sql, [want()], LEASE_MS)).toMatchObject([{ contactLeft: true }]);
  });

  it('gives each row to one of many that claim at once, and one chat to one of them', async () => {
    const people = await Promise.all(Array.from({ length: 60 }, () => world.person()));
    for (let part = 0; part < 3; part++) for (const person of people) await world.queue(person, { text: `${part}` });
    const lots = await Promise.all(Array.from({ length: 6 }, () => claimed(want({ room: 25 }))));
    const all = lots.flat();
    expect(new Set(all).size).toBe(all.length);
    const rows = await world.rows();
    const sending = rows.filter(({ state }) => state === 'sending');
    expect(sending.map(({ id }) => id).sort()).toEqual(all.sort());
    expect(new Set(sending.map(({ contact_id }) => contact_id)).size).toBe(sending.length);
    expect(sending.every((row) => rows.find(({ contact_id }) => contact_id === row.contact_id)?.id === row.id)).toBe(
      true,
    );
  });
});

it('claims past a row that somebody is working on', async () => {
  const [held, free] = [await world.queue(await world.person()), await world.queue(await world.person())];
  await world.db.sql.begin(async (tx) => {
    await tx`select 1 from outbound where id = ${held} for update`;
    expect(await claimed()).toEqual([free]);
  });
  expect(await claimed()).toEqual([held]);
});

describe('writing ends', () => {
  it('keeps what the platform called the message, or why it failed', async () => {
    for (let i = 0; i < 3; i++) await world.queue(await world.person());
    const [sent, failed, expired] = await claim(world.db.sql, [want()], LEASE_MS);
    world.clock.pass(40);
    const at = world.clock.now();
    await write(
      end(sent!, { externalId: '77' }),
      end(failed!, { state: 'failed', reason: 'rejected' }),
      end(expired!, { state: 'expired', reason: 'too-late', begun: false }),
    );
    expect(await world.row(sent!.id)).toMatchObject({ state: 'sent', external_id: '77', sent_at: at, failed_at: null });
    expect(await world.row(failed!.id)).toMatchObject({
      state: 'failed',
      reason: 'rejected',
      failed_at: at,
      attempts: 1,
    });
    expect(await world.row(expired!.id)).toMatchObject({ state: 'expired', failed_at: at, sent_at: null, attempts: 0 });
  });

  it('refuses the end of a row that another has claimed since', async () => {
    const id = await world.queue(await world.person());
    const [mine] = await claim(world.db.sql, [want()], LEASE_MS);
    await write(end(mine!, { state: 'queued', begun: false }));
    const [theirs] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(await write(end(mine!, { externalId: 'stale' }))).toEqual([]);
    expect(await world.row(id)).toMatchObject({ state: 'sending', fence: theirs!.fence, external_id: null });
    expect(await write(end(theirs!, { externalId: 'theirs' }))).toHaveLength(1);
    expect(await write(end(theirs!, { state: 'failed', reason: 'twice' }))).toEqual([]);
    expect(await world.row(id)).toMatchObject({ state: 'sent', external_id: 'theirs', reason: null });
  });

  it('puts a row back with its next time; a call that never began is no attempt', async () => {
    const [id, other] = [await world.queue(await world.person()), await world.queue(await world.person())];
    const [row, unbegun] = await claim(world.db.sql, [want()], LEASE_MS);
    const notBefore = new Date(world.clock.now().getTime() + 3000);
    await write(
      end(row!, { state: 'queued', reason: 'throttled', notBefore }),
      end(unbegun!, { state: 'queued', begun: false }),
    );
    expect(await world.row(id)).toMatchObject({
      state: 'queued',
      reason: 'throttled',
      not_before: notBefore,
      attempts: 1,
    });
    expect(await world.row(other)).toMatchObject({ state: 'queued', not_before: world.clock.now(), attempts: 0 });
  });

  it('repeats an uncertain row once, in its place, and not the repeat', async () => {
    const person = await world.person();
    const id = await world.queue(person, { text: 'mất', broadcastId: 3n, expiresAt: new Date('2027-01-01') });
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    const [ended] = await write(end(row!, { state: 'uncertain', reason: 'lost-answer' }));
    const repeat = await world.row(ended!.repeatId!);
    expect(repeat).toMatchObject({ state: 'queued', cause: `repeat:${id}`, repeat_of: id, position: id, attempts: 0 });
    expect(repeat).toMatchObject({
      body: { kind: 'text', text: 'mất' },
      broadcast_id: 3n,
      expires_at: new Date('2027-01-01'),
    });
    const [again] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(again).toMatchObject({ id: repeat.id, position: id });
    expect(await write(end(again!, { state: 'uncertain', reason: 'lost-answer' }))).toMatchObject([{ repeatId: null }]);
    expect((await world.rows()).map(({ state }) => state)).toEqual(['uncertain', 'uncertain']);
  });

  it('repeats what was tried anew after a known failure', async () => {
    const person = await world.person();
    const failed = await world.queue(person);
    await world.db.sql`update outbound set state = 'failed' where id = ${failed}`;
    await world.queue(person, { repeatOf: failed });
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(await write(end(row!, { state: 'uncertain' }))).toMatchObject([{ repeatId: expect.any(BigInt) }]);
  });

  it('says when more is due, and only then', async () => {
    const [busy, done] = [await world.person(), await world.person()];
    await world.queue(busy);
    await world.queue(busy);
    await world.queue(done);
    await world.queue(done, { notBefore: new Date(world.clock.now().getTime() + 1000) });
    const rows = await claim(world.db.sql, [want()], LEASE_MS);
    const ended = await write(...rows.map((row) => end(row)));
    expect(new Map(ended.map((row) => [row.contactId, row.hasMore]))).toEqual(
      new Map([
        [busy.id, true],
        [done.id, false],
      ]),
    );
  });
});

describe('a contact that left', () => {
  const stateOf = async (id: bigint) =>
    (
      await world.db.sql<{ left_at: Date | null; left_reason: string | null }[]>`
      select left_at, left_reason from contacts where id = ${id}`
    )[0];

  it('is marked, and everything queued for them fails in the same step', async () => {
    const [gone, other] = [await world.person(), await world.person()];
    await world.queue(gone);
    const waiting = [await world.queue(gone), await world.queue(gone, { urgency: 2 })];
    const elsewhere = await world.queue(other, { urgency: 2 });
    const [row] = await claim(world.db.sql, [want({ room: 1 })], LEASE_MS);
    const leftAt = world.clock.now();
    await write(end(row!, { state: 'failed', reason: 'contact-left', leftAt }));
    expect(await stateOf(gone.id)).toEqual({ left_at: leftAt, left_reason: 'contact-left' });
    for (const id of waiting)
      expect(await world.row(id)).toMatchObject({ state: 'failed', reason: 'contact-left', failed_at: leftAt });
    expect(await world.row(elsewhere)).toMatchObject({ state: 'queued' });
    expect(await stateOf(other.id)).toEqual({ left_at: null, left_reason: null });
  });

  it('is not marked when they wrote after the call began', async () => {
    const person = await world.person();
    await world.queue(person);
    const waiting = await world.queue(person);
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    const leftAt = world.clock.now();
    await world.db.sql`update contacts set seen_at = ${new Date(leftAt.getTime() + 1)} where id = ${person.id}`;
    await write(end(row!, { state: 'failed', reason: 'contact-left', leftAt }));
    expect(await stateOf(person.id)).toMatchObject({ left_at: null });
    expect(await world.row(waiting)).toMatchObject({ state: 'queued' });
  });

  it('stays unmarked by a stale holder', async () => {
    const person = await world.person();
    await world.queue(person);
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    await write(end({ id: row!.id, fence: row!.fence - 1n }, { state: 'failed', leftAt: world.clock.now() }));
    expect(await stateOf(person.id)).toMatchObject({ left_at: null });
  });
});

describe('a contact that moved', () => {
  it('is known by the new address from then on', async () => {
    const person = await world.person();
    await world.queue(person);
    await world.queue(person);
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    await write(end(row!, { movedTo: '-100777' }));
    expect(await claim(world.db.sql, [want()], LEASE_MS)).toMatchObject([
      { to: { channel: 'telegram', externalId: '-100777' } },
    ]);
  });

  it('keeps the old one when somebody else is known by the new', async () => {
    const [person, other] = [await world.person(), await world.person()];
    await world.queue(person);
    const [row] = await claim(world.db.sql, [want()], LEASE_MS);
    expect(await write(end(row!, { movedTo: other.to.externalId }))).toHaveLength(1);
    const [kept] = await world.db.sql`select external_id from contacts where id = ${person.id}`;
    expect(kept).toEqual({ external_id: person.to.externalId });
  });
});

describe('leases', () => {
  it('are prolonged for rows that are still ours', async () => {
    for (let i = 0; i < 3; i++) await world.queue(await world.person());
    const rows = await claim(world.db.sql, [want()], 1);
    await write(end(rows[1]!));
    const stale = { id: rows[2]!.id, fence: rows[2]!.fence - 1n };
    expect(await extend(world.db.sql, [rows[0]!, rows[1]!, stale], LEASE_MS)).toEqual([rows[0]!.id]);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect((await reap(world.db.sql, world.clock.now())).map(({ id }) => id)).toEqual([rows[2]!.id]);
  });

  it('that ran out make the row uncertain, and one repeat; its holder is powerless', async () => {
    const person = await world.person();
    const id = await world.queue(person, { urgency: 1 });
    const [row] = await claim(world.db.sql, [want({ bulk: true })], LEASE_MS);
    expect(await reap(world.db.sql, world.clock.now())).toEqual([]);
    await silence(id);
    const [lost] = await reap(world.db.sql, world.clock.now());
    expect(lost).toMatchObject({ id, contactId: person.id, channel: 'telegram', urgency: 1, simulated: false });
    expect(await world.row(id)).toMatchObject({ state: 'uncertain', reason: 'answer-unknown', attempts: 1 });
    expect(await world.row(lost!.repeatId!)).toMatchObject({
      state: 'queued',
      repeat_of: id,
      position: id,
      urgency: 1,
    });
    expect(await write(end(row!, { externalId: 'late' }))).toEqual([]);
    expect(await world.row(id)).toMatchObject({ state: 'uncertain', external_id: null });
    expect(await claimed(want({ bulk: true }))).toEqual([lost!.repeatId]);
    await silence(lost!.repeatId!);
    expect(await reap(world.db.sql, world.clock.now())).toMatchObject([{ id: lost!.repeatId, repeatId: null }]);
  });

  it('are worked off by several at once, each row once', async () => {
    for (let i = 0; i < 40; i++) await world.queue(await world.person());
    const ids = await claimed();
    await silence(...ids);
    const lots = await Promise.all(Array.from({ length: 5 }, () => reap(world.db.sql, world.clock.now())));
    expect(
      lots
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
    expect((await world.rows()).filter(({ repeat_of }) => repeat_of !== null)).toHaveLength(40);
  });
});

it('brings forward what waits for a platform, and nothing else', async () => {
  const later = new Date(world.clock.now().getTime() + 60_000);
  const down = await world.queue(await world.person(), { notBefore: later, reason: 'unavailable' });
  await world.queue(await world.person(), { notBefore: later, reason: 'throttled' });
  await world.queue(await world.person({ channel: 'zalo' }), { notBefore: later, reason: 'unavailable' });
  await world.queue(await world.person({ simulated: true }), { notBefore: later, reason: 'unavailable' });
  expect(await hasten(world.db.sql, 'telegram', false, world.clock.now())).toBe(1);
  expect(await claimed(want(), want({ channel: 'zalo' }), want({ simulated: true }))).toEqual([down]);
});

it('does not let a row wait for the time of a clock that ran ahead, but for what a platform put off', async () => {
  const inMinutes = (minutes: number) => new Date(world.clock.now().getTime() + minutes * 60_000);
  const misdated = await world.queue(await world.person(), { notBefore: inMinutes(180) });
  await world.queue(await world.person(), { notBefore: inMinutes(15), reason: 'not-now' });
  await world.queue(await world.person(), { notBefore: inMinutes(180), reason: 'throttled' });
  expect(await advanceMisdated(world.db.sql, world.clock.now())).toBe(1);
  expect(await claimed()).toEqual([misdated]);
});
