import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MediaRef } from '../../src/bot/channel.ts';
import { createMediaStore, type Media, MediaGone } from '../../src/db/media.ts';
import { open, SealError, seal } from '../../src/db/seal.ts';
import { openWorld, type Person, type World } from '../bot/sender-world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('sealing', () => {
  const key = randomBytes(32);
  const sealed = seal(key, Buffer.from('số 079 …'), 'paper:1');

  it('opens what it sealed, and never looks the same twice', () => {
    expect(open(key, sealed, 'paper:1').toString()).toBe('số 079 …');
    expect(open(key, seal(key, Buffer.alloc(0))).length).toBe(0);
    expect(seal(key, Buffer.from('a')).equals(seal(key, Buffer.from('a')))).toBe(false);
    expect(sealed.includes('079')).toBe(false);
  });

  it('refuses a value with any byte changed', () => {
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => open(key, changed, 'paper:1')).toThrow(SealError);
    }
  });

  it.each([
    ['another key', () => open(randomBytes(32), sealed, 'paper:1'), 'ENCRYPTION_KEY is not the one'],
    ['another place', () => open(key, sealed, 'paper:2'), 'does not open'],
    ['a cut value', () => open(key, sealed.subarray(0, sealed.length - 1), 'paper:1'), 'does not open'],
    ['almost nothing', () => open(key, sealed.subarray(0, 10), 'paper:1'), 'too short'],
    ['a newer version', () => open(key, Buffer.concat([Buffer.of(2), sealed.subarray(1)]), 'paper:1'), 'version 2'],
  ])('says why it refuses %s, and shows nothing of it', (_, attempt, why) => {
    expect(attempt).toThrow(SealError);
    expect(attempt).toThrow(why);
  });
});

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

/** A process of its own: nothing remembered but what the database holds. */
const store = (key = Buffer.alloc(32, 7)): Media =>
  createMediaStore(world.db, { draw: async (hash) => Buffer.from(`drawn ${hash}`), key, clock: world.clock });
const picture = (hash: string): MediaRef => ({ kind: 'step-picture', hash, alt: '' });
const paper = (id: string): MediaRef => ({ kind: 'private', id, filename: 'a.pdf', mime: 'application/pdf', alt: '' });
const inMs = (ms: number) => new Date(world.clock.now().getTime() + ms);

describe('handles of step pictures', () => {
  it('are remembered per channel, by every process', async () => {
    await store().remember('telegram', picture('a'), 'file-1', null);
    expect(await store().handleOf('telegram', picture('a'))).toBe('file-1');
    expect(await store().handleOf('zalo', picture('a'))).toBeNull();
    expect(await store().handleOf('telegram', picture('b'))).toBeNull();
  });

  it('end when the platform says', async () => {
    const one = store();
    await one.remember('zalo', picture('a'), 'up-1', inMs(1000));
    world.clock.pass(999);
    expect(await one.handleOf('zalo', picture('a'))).toBe('up-1');
    world.clock.pass(1);
    expect(await one.handleOf('zalo', picture('a'))).toBeNull();
    expect(await store().handleOf('zalo', picture('a'))).toBeNull();
    await one.remember('zalo', picture('a'), 'up-2', null);
    expect(await one.handleOf('zalo', picture('a'))).toBe('up-2');
  });

  it('are forgotten when they have died, but not a newer one from another process', async () => {
    const [one, other] = [store(), store()];
    await one.remember('telegram', picture('a'), 'dead', null);
    expect(await other.handleOf('telegram', picture('a'))).toBe('dead');
    await one.forget('telegram', picture('a'));
    expect(await one.handleOf('telegram', picture('a'))).toBeNull();
    await one.remember('telegram', picture('a'), 'new', null);
    await other.forget('telegram', picture('a'));
    expect(await other.handleOf('telegram', picture('a'))).toBe('new');
    await store().forget('telegram', picture('a'));
    expect(await store().handleOf('telegram', picture('a'))).toBeNull();
  });

  it('of the recording transports mean nothing to a platform', async () => {
    const one = store();
    await one.simulated.remember('telegram', picture('a'), 'sim-1', null);
    expect(await one.handleOf('telegram', picture('a'))).toBeNull();
    expect(await store().handleOf('telegram', picture('a'))).toBeNull();
    expect(await store().simulated.handleOf('telegram', picture('a'))).toBe('sim-1');
    expect((await one.simulated.bytesOf(picture('a'))).toString()).toBe('drawn a');
  });

  it('are never kept for one person’s own papers', async () => {
    await store().remember('telegram', paper('p'), 'file-1', null);
    expect(await store().handleOf('telegram', paper('p'))).toBeNull();
    expect(await world.db.sql`select * from channel_media`).toHaveLength(0);
  });
});

describe('private files', () => {
  const keep = (person: Person, id: string, expiresAt = inMs(60_000)) =>
    store().keepPrivate(world.db.sql, { id, contactId: person.id, bytes: Buffer.from('mã của bác'), expiresAt });
  const kept = async () =>
    (await world.db.sql<{ id: string }[]>`select id from private_media order by id`).map(({ id }) => id);
  const message = (id: string) => ({ kind: 'document', media: paper(id), caption: '' }) as const;
  const ended = (id: bigint, state: string) => world.db.sql`update outbound set state = ${state} where id = ${id}`;

  it('are sealed at rest and open only with the key, until they expire', async () => {
    await keep(await world.person(), 'p');
    const [row] = await world.db.sql<{ sealed: Buffer }[]>`select sealed from private_media`;
    expect(row!.sealed.includes(Buffer.from('mã của bác'))).toBe(false);
    expect((await store().bytesOf(paper('p'))).toString()).toBe('mã của bác');
    expect((await store().simulated.bytesOf(paper('p'))).toString()).toBe('mã của bác');
    await expect(store(Buffer.alloc(32, 8)).bytesOf(paper('p'))).rejects.toThrow(SealError);
    await expect(store().bytesOf(paper('q'))).rejects.toThrow(MediaGone);
    world.clock.pass(60_000);
    await expect(store().bytesOf(paper('p'))).rejects.toThrow(MediaGone);
  });

  it('do not open in another one’s place', async () => {
    const person = await world.person();
    await keep(person, 'p');
    await keep(person, 'q');
    await world.db
      .sql`update private_media set sealed = (select sealed from private_media where id = 'p') where id = 'q'`;
    await expect(store().bytesOf(paper('q'))).rejects.toThrow(SealError);
  });

  it('are released unless an open row still needs them', async () => {
    const person = await world.person();
    for (const id of ['done', 'waits', 'leaves', 'repeats']) await keep(person, id);
    await ended(await world.queue(person, { message: message('done') }), 'sent');
    await world.queue(person, { message: message('waits') });
    await world.insertSending(person, 1n, { message: message('leaves') });
    await ended(await world.queue(person, { message: message('repeats') }), 'uncertain');
    await world.queue(person, { message: message('repeats') });
    await store().release(['done', 'waits', 'leaves', 'repeats']);
    expect(await kept()).toEqual(['leaves', 'repeats', 'waits']);
    await store().release([]);
  });

  it('are swept once expired or ended; one whose message is not queued yet stays', async () => {
    const [person, other] = [await world.person(), await world.person()];
    await keep(person, 'expired', inMs(-1));
    await keep(person, 'failed');
    await keep(person, 'not-yet');
    await keep(other, 'waits');
    await ended(await world.queue(person, { message: message('failed') }), 'failed');
    await ended(await world.queue(person, { text: 'khác' }), 'sent');
    await world.queue(other, { message: message('waits') });
    expect(await store().sweep()).toBe(2);
    expect(await kept()).toEqual(['not-yet', 'waits']);
  });
});
