import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { BULK_HEADROOM_MS, pauseBulk, reserve } from '../../src/db/paces.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;

beforeAll(async () => {
  db = await openTestDatabase(4);
});
afterEach(() => db.sql`truncate paces`);
afterAll(() => db.close());

const NOW = new Date('2026-11-22T02:00:00Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const take = (more: Partial<Parameters<typeof reserve>[1]> = {}) =>
  reserve(db.sql, { channel: 'telegram', calls: 1, perSecond: 10, bulk: false, now: NOW, ...more });

it('gives the first slot at once and the next ones behind it, a lot at a time', async () => {
  expect(await take({ calls: 3 })).toEqual({ granted: true, waitMs: 0 });
  expect(await take()).toEqual({ granted: true, waitMs: 300 });
  expect(await take({ now: after(250) })).toEqual({ granted: true, waitMs: 150 });
});

it('saves nothing up for a quiet time unless a burst is allowed', async () => {
  await take();
  expect(await take({ calls: 5, now: after(60_000) })).toEqual({ granted: true, waitMs: 0 });
  expect(await take({ now: after(60_000) })).toEqual({ granted: true, waitMs: 500 });
  // A burst of 4 beside the call that is due: five may go at once, the sixth in its time.
  const burst = { channel: 'zalo', perSecond: 1, burst: 4 } as const;
  expect(await take({ ...burst, calls: 3 })).toEqual({ granted: true, waitMs: -4000 });
  expect(await take({ ...burst, calls: 2 })).toEqual({ granted: true, waitMs: -1000 });
  expect(await take(burst)).toEqual({ granted: true, waitMs: 1000 });
});

it('paces each channel by itself', async () => {
  await take({ calls: 100 });
  expect(await take({ channel: 'zalo' })).toEqual({ granted: true, waitMs: 0 });
});

it('gives bulk only near slots, and says when to ask again; replies always get theirs', async () => {
  await take({ calls: 2 });
  expect(await take({ bulk: true })).toEqual({ granted: true, waitMs: BULK_HEADROOM_MS });
  expect(await take({ bulk: true })).toEqual({ granted: false, waitMs: 100 });
  expect(await take({ calls: 2 })).toEqual({ granted: true, waitMs: 300 });
  expect(await take({ bulk: true, now: after(300) })).toEqual({ granted: true, waitMs: 200 });
});

it('pauses bulk for as long as the platform said, replies go on', async () => {
  await pauseBulk(db.sql, 'telegram', 5000, NOW);
  await pauseBulk(db.sql, 'telegram', 1000, NOW);
  expect(await take({ bulk: true })).toEqual({ granted: false, waitMs: 5000 });
  expect(await take()).toEqual({ granted: true, waitMs: 0 });
  expect(await take({ bulk: true, now: after(4000) })).toEqual({ granted: false, waitMs: 1000 });
  expect(await take({ bulk: true, now: after(5000) })).toEqual({ granted: true, waitMs: 0 });
  expect(await take({ channel: 'zalo', bulk: true })).toEqual({ granted: true, waitMs: 0 });
});

it('gives no slot twice, however many ask at once', async () => {
  const sizes = Array.from({ length: 120 }, (_, i) => 1 + (i % 4));
  const lots = await Promise.all(sizes.map(async (calls) => ({ calls, ...(await take({ calls, perSecond: 1000 })) })));
  const slots = lots.flatMap(({ calls, waitMs }) => Array.from({ length: calls }, (_, i) => Math.round(waitMs + i)));
  expect(slots.sort((one, other) => one - other)).toEqual(slots.map((_, i) => i));
});

it('never exceeds the pace in any second, whatever the mix', async () => {
  let now = 0;
  const slots: number[] = [];
  for (let i = 0; i < 400; i++) {
    now += (i * 37) % 60;
    const calls = 1 + (i % 3);
    const { granted, waitMs } = await take({ calls, perSecond: 30, bulk: i % 2 === 0, now: after(now) });
    if (granted) for (let call = 0; call < calls; call++) slots.push(now + waitMs + (call * 1000) / 30);
  }
  const busiest = Math.max(
    ...slots.map((start) => slots.filter((slot) => slot >= start && slot < start + 999.9).length),
  );
  expect(slots.length).toBeGreaterThan(200);
  expect(busiest).toBeLessThanOrEqual(30);
});

it('goes by the clock of the database unless told otherwise', async () => {
  await reserve(db.sql, { channel: 'telegram', calls: 600, perSecond: 10, bulk: false });
  const next = await reserve(db.sql, { channel: 'telegram', calls: 1, perSecond: 10, bulk: false });
  expect(next.waitMs).toBeGreaterThan(0);
  expect(next.waitMs).toBeLessThanOrEqual(60_000);
  const [row] = await db.sql<{ ahead: number }[]>`
    select extract(epoch from next_at - clock_timestamp())::float8 as ahead from paces where channel = 'telegram'`;
  expect(row!.ahead).toBeLessThanOrEqual(60.1);
});
