/**
 * Two `PROCESS_ROLE=web` and three `PROCESS_ROLE=worker` on one PostgreSQL, as `docker compose --profile scale` starts them:
 * what each does and does not, one pace over all of them, a hold that takes effect everywhere, nobody twice.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vietnamTime } from '../../src/clock.ts';
import { createApiKey } from '../../src/db/access.ts';
import type { Sql } from '../../src/db/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts';
import type { HouseSettings } from './support/house-process.ts';
import { freePort, type HouseProcess, spawnHouse } from './support/house-spawn.ts';

const PEOPLE = 90;
const FIRST = 5_001;
const PER_SECOND = 15;
const WORDS = 'Chợ có bàn làm mã QR.';

let database: TestDatabase;
let sql: Sql;
let telegram: FakeTelegram;
let dataDir: string;
let ports: number[];
let key: string;
const running: HouseProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 2, types: { bigint: postgres.BigInt }, onnotice: () => undefined });
  telegram = await startFakeTelegram({ redeliverAfterMs: 200, attempts: 1_000 });
  dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-roles-'));
  ports = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
  await sql`insert into areas (code, name, kind, valid_from) values ('x1', 'Xã Thử', 'commune', '2025-07-01')`;
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((house) => house.stop()));
  await telegram.close();
  await sql.end({ timeout: 5 });
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

/** All of them live at nine in the morning, whatever the hour is. */
const clockOffsetMs = vietnamTime(new Date(), 1, 9).getTime() - Date.now();

async function start(role: 'web' | 'worker', index: number): Promise<void> {
  const settings: HouseSettings = {
    leaseMs: 4_000,
    clockOffsetMs,
    pace: { telegram: { perSecond: role === 'web' ? 1_000 : PER_SECOND }, zalo: { perSecond: 1 } },
    env: {
      DATABASE_URL: database.url,
      DATA_DIR: join(dataDir, String(index)),
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      PROCESS_ROLE: role,
      PORT: String(ports[index]),
      PUBLIC_URL: `http://127.0.0.1:${ports[0]}`,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_WEBHOOK_SECRET: 'roles-test',
      TELEGRAM_API_ROOT: telegram.apiRoot,
      LOG_LEVEL: 'error',
    },
  };
  const house = spawnHouse(settings);
  running.push(house);
  await house.begin();
}

let deeds = 0;
async function post(path: string, body: object = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://127.0.0.1:${ports[1]}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': `roles-test-${++deeds}`,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function stateOf(id: unknown): Promise<{ state: string; counts: { sent: number; left: number } }> {
  const answer = await fetch(`http://127.0.0.1:${ports[0]}/api/v1/broadcasts/${id}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await answer.json()) as never;
}

const copies = (user: number): number =>
  telegram.sentTo(user).filter(({ payload }) => String(payload.text).includes(WORDS)).length;
const everybody = Array.from({ length: PEOPLE }, (_, index) => FIRST + index);
const announced = (): number => everybody.reduce((sum, user) => sum + copies(user), 0);

async function until(what: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
  const patience = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > patience) throw new Error('It did not come about in time.');
    await pause(50);
  }
}

it('web processes take what people write and workers announce; a hold reaches all of them; everybody gets it once', async () => {
  await Promise.all([start('web', 0), start('web', 1)]);
  await until(() => telegram.webhook !== null, 20_000);
  for (const user of everybody) telegram.start(user, 'a-x1');
  await telegram.settled();
  // Without any worker people are answered all the same: a web process sends what its own turns took.
  await until(() => everybody.every((user) => telegram.sentTo(user).length > 0), 30_000);

  const boss = FIRST;
  await sql`
    insert into memberships (contact_id, role, area_code, name, since)
    select id, 'admin', 'x1', 'chú Hùng', now() from contacts where external_id = ${String(boss)}`;
  const command = { name: 'thử', role: 'admin', areaCode: 'x1', createdBy: 'command' } as const;
  key = (await createApiKey(sql, command, new Date())).key;
  const draft = await post('/broadcasts', { text: WORDS, audience: { area: 'x1' } });
  expect(draft).toMatchObject({ status: 201, body: { preview: { reachable: PEOPLE } } });
  const { id } = draft.body;
  expect((await post(`/broadcasts/${id}/test`)).status).toBe(200);
  expect((await post(`/broadcasts/${id}/start`)).body).toMatchObject({ state: 'sending' });
  await pause(1_500);
  expect(announced()).toBe(0); // nobody here announces
  expect((await stateOf(id)).counts).toMatchObject({ sent: 0 });

  await Promise.all([start('worker', 2), start('worker', 3), start('worker', 4)]);
  expect((await fetch(`http://127.0.0.1:${ports[2]}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${ports[2]}/webhooks/telegram`, { method: 'POST' })).status).toBe(404);
  await until(() => announced() >= PER_SECOND, 20_000);

  expect((await post(`/broadcasts/${id}/pause`)).body).toMatchObject({ state: 'paused' });
  await pause(2_000);
  const held = announced();
  expect(held).toBeLessThan(PEOPLE);
  await pause(1_500);
  expect(announced()).toBe(held);

  expect((await post(`/broadcasts/${id}/resume`)).body).toMatchObject({ state: 'sending' });
  await until(async () => (await stateOf(id)).state === 'done', 40_000);
  expect((await stateOf(id)).counts).toMatchObject({ sent: PEOPLE, left: 0 });
  // The boss had a test as well.
  expect(everybody.map(copies)).toEqual(everybody.map((user) => (user === boss ? 2 : 1)));
}, 180_000);
