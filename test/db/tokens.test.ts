/** The rotating token in PostgreSQL. Eight real processes share it in `token-race.test.ts`. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ZaloTransport } from '../../src/bot/channels/zalo-client.ts';
import { adopt, createTokenSource, type TokenRow, type TokenStore } from '../../src/bot/channels/zalo-token.ts';
import { connect, type Database } from '../../src/db/client.ts';
import { SealError } from '../../src/db/seal.ts';
import { createPgTokenStore } from '../../src/db/tokens.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const KEY = Buffer.alloc(32, 5);
const NOW = new Date('2026-11-22T02:00:00.123Z');
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let pools: Database[];

beforeAll(async () => {
  database = await createTestDatabase();
  pools = Array.from({ length: 8 }, () => connect(database.url, { connections: 2 }));
});
afterEach(() => pools[0]!.sql`truncate zalo_tokens`);
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await database.drop();
});

const storeOf = (pool = 0, oaId = 'oa-1', key = KEY): TokenStore => createPgTokenStore(pools[pool]!, { oaId, key });
const read = (store: TokenStore) => store.change((row) => ({ answer: row }));
const put = (store: TokenStore, row: TokenRow) => store.change(() => ({ answer: null, row }));

const ROW: TokenRow = {
  ...{
    state: 'ready',
    accessToken: 'access-0',
    refreshToken: 'refresh-0',
    expiresAt: new Date(NOW.getTime() + HOUR_MS),
  },
  ...{ unanswered: 0, claim: null, notBefore: null, seeds: ['a1', 'b2'] },
};

describe('the store', () => {
  it.each<[string, Partial<TokenRow>]>([
    ['ready', {}],
    ['before the first refresh', { accessToken: null, expiresAt: null, seeds: ['a1'] }],
    ['without seeds', { seeds: [] }],
    ['being refreshed', { state: 'refreshing', unanswered: 1, claim: { id: 'me', until: NOW } }],
    ['pausing after a failure', { state: 'refresh-lost', unanswered: 1, notBefore: NOW }],
    ['lost', { state: 'needs-consent', unanswered: 2 }],
  ])('keeps a row that is %s, for every process', async (_, changes) => {
    const row = { ...ROW, ...changes };
    await put(storeOf(0), { ...ROW, accessToken: 'older', unanswered: 1, notBefore: NOW });
    await put(storeOf(0), row);
    expect(await read(storeOf(1))).toEqual(row);
  });

  it('has nothing before the first row, and writes nothing without a decision to', async () => {
    expect(await read(storeOf())).toBeNull();
    expect(await pools[0]!.sql`select * from zalo_tokens`).toHaveLength(0);
    await put(storeOf(), ROW);
    await read(storeOf());
    expect(await read(storeOf(1, 'oa-2'))).toBeNull();
  });

  it('shows no token to somebody who reads the table, and opens only with its key and in its place', async () => {
    await put(storeOf(), ROW);
    const [stored] = await pools[0]!.sql`select z::text as everything, access_token, refresh_token from zalo_tokens z`;
    for (const bytes of [stored!.access_token, stored!.refresh_token])
      expect(String(bytes)).not.toMatch(/access|refresh/);
    expect(Buffer.from(stored!.everything).includes(Buffer.from('refresh-0').toString('hex'))).toBe(false);
    await expect(read(storeOf(0, 'oa-1', Buffer.alloc(32, 6)))).rejects.toThrow(SealError);
    await pools[0]!.sql`update zalo_tokens set refresh_token = access_token`;
    await expect(read(storeOf())).rejects.toThrow(SealError);
  });

  it('keeps the time of the last new pair', async () => {
    const rotatedAt = async () => (await pools[0]!.sql`select rotated_at from zalo_tokens`)[0]!.rotated_at;
    await put(storeOf(), ROW);
    expect(await rotatedAt()).toBeNull();
    await put(storeOf(), { ...ROW, accessToken: 'access-1', expiresAt: new Date(NOW.getTime() + 2 * HOUR_MS) });
    const rotated = await rotatedAt();
    expect(rotated).toBeInstanceOf(Date);
    await put(storeOf(), { ...ROW, expiresAt: new Date(NOW.getTime() + 2 * HOUR_MS), unanswered: 1 });
    expect(await rotatedAt()).toEqual(rotated);
  });

  it('leaves everything as it was when the decision throws', async () => {
    await put(storeOf(), ROW);
    const thrown = storeOf().change(() => {
      throw new Error('undecided');
    });
    await expect(thrown).rejects.toThrow('undecided');
    expect(await read(storeOf())).toEqual(ROW);
  });

  it('lets one decision happen after another, from the very first row on', async () => {
    const first = await Promise.all(
      pools.map((_, pool) => storeOf(pool).change((row) => ({ answer: row, row: row ?? ROW }))),
    );
    expect(first.filter((row) => row === null)).toHaveLength(1);
    const count = (pool: number) =>
      storeOf(pool).change((row) => ({ answer: null, row: { ...row!, unanswered: row!.unanswered + 1 } }));
    await Promise.all(Array.from({ length: 80 }, (_, i) => count(i % pools.length)));
    expect(await read(storeOf())).toMatchObject({ unanswered: 80 });
  });
});

it('spends each refresh token once, however many pools find it expired at the same moment, fifty times over', async () => {
  let now = NOW;
  const spent: string[] = [];
  const transport: ZaloTransport = {
    async request({ form }) {
      const token = form?.refresh_token ?? '';
      spent.push(token);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const next = spent.length;
      return {
        status: 200,
        headers: {},
        body: { access_token: `access-${next}`, refresh_token: `refresh-${next}`, expires_in: '90000' },
      };
    },
  };
  await storeOf().change((row) => adopt(row, 'refresh-0'));
  const sleep = () => new Promise<void>((resolve) => setTimeout(resolve, 2));
  const sources = pools.map((_, pool) =>
    createTokenSource({ appId: '1', appSecret: '2', store: storeOf(pool), transport, now: () => now, sleep }),
  );
  for (let expiry = 1; expiry <= 50; expiry++) {
    const tokens = await Promise.all(sources.map((source) => source.current()));
    expect(new Set(tokens)).toEqual(new Set([`access-${expiry}`]));
    now = new Date(now.getTime() + 25 * HOUR_MS);
  }
  expect(spent).toEqual(Array.from({ length: 50 }, (_, i) => `refresh-${i}`));
});
