/**
 * Zalo's refresh token can be spent once. Eight processes share it, and fifty times all of them find at the same moment
 * that the access token is dead: because Zalo said so (-220), or because its time is over.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Errand, Outcomes, TokenUserSettings } from '../e2e/support/token-user.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeZalo, startFakeZalo } from '../support/fake-zalo.ts';

const PROCESSES = 8;
const EXPIRIES = 50;
/** Calls each process makes at once. */
const CALLS = 3;
/** An access token lives 25 hours. */
const LIFE_MS = 25 * 3_600_000;

describe('eight processes with one refresh token', () => {
  let database: TestDatabase;
  let zalo: FakeZalo;
  let users: ChildProcess[];
  let offsetMs = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    zalo = await startFakeZalo({ now: () => new Date(Date.now() + offsetMs), accessLivesSeconds: LIFE_MS / 1000 });
    const settings: TokenUserSettings = {
      databaseUrl: database.url,
      key: Buffer.alloc(32, 7).toString('base64'),
      root: zalo.root,
      appId: zalo.appId,
      appSecret: zalo.appSecret,
      oaId: zalo.oaId,
      seed: zalo.consent(),
    };
    const script = fileURLToPath(new URL('../e2e/support/token-user.ts', import.meta.url));
    const env = { ...process.env, TOKEN_USER: JSON.stringify(settings) };
    users = Array.from({ length: PROCESSES }, () => fork(script, { env, execArgv: ['--import', 'tsx'] }));
    await Promise.all(users.map((user) => once(user, 'message')));
  });

  afterAll(async () => {
    await Promise.all(
      users.map(async (user) => {
        const ended = once(user, 'exit');
        user.disconnect();
        await ended;
      }),
    );
    await zalo.close();
    await database.drop();
  });

  /** Everybody calls at once; what came of each call, and the calls Zalo refused meanwhile by the user id they were for. */
  async function everybodyCalls(round: string): Promise<{ outcomes: Outcomes; refused: string[] }> {
    const before = zalo.refused.length;
    const errands = users.map(async (user, index) => {
      const answered = once(user, 'message') as Promise<[Outcomes]>;
      const names = Array.from({ length: CALLS }, (_, call) => `${round}-${index}-${call}`);
      user.send({ offsetMs, users: names } satisfies Errand);
      return (await answered)[0];
    });
    const outcomes = (await Promise.all(errands)).flat();
    const refused = zalo.refused
      .slice(before)
      .map(({ body }) => (JSON.parse(String(body)) as { user_id: string }).user_id);
    return { outcomes, refused };
  }

  it('refreshes exactly once per expiry, and no call meets a dead token twice', { timeout: 180_000 }, async () => {
    const first = await everybodyCalls('first');
    expect(first.outcomes.filter((outcome) => outcome !== null)).toEqual([]);
    expect(zalo.exchanges.map(({ outcome }) => outcome)).toEqual(['rotated']);

    let met = 0;
    for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
      const isRevoked = expiry % 2 === 0;
      if (isRevoked) zalo.expireAccess();
      else offsetMs += LIFE_MS;
      const { outcomes, refused } = await everybodyCalls(`e${expiry}`);
      expect(
        outcomes.filter((outcome) => outcome !== null),
        `calls that failed at expiry ${expiry}`,
      ).toEqual([]);
      expect(zalo.exchanges, `refreshes after expiry ${expiry}`).toHaveLength(1 + expiry);
      expect(refused.length, 'calls with a dead token, each at most once').toBe(new Set(refused).size);
      if (!isRevoked) expect(refused, 'nobody calls with a token that they know is over').toEqual([]);
      met += refused.length;
    }
    expect(zalo.exchanges.every(({ outcome }) => outcome === 'rotated')).toBe(true);
    expect(met, 'processes really met dead tokens').toBeGreaterThan(EXPIRIES / 2);
    console.log(
      `token race: ${PROCESSES} processes, ${EXPIRIES} expiries, ${zalo.exchanges.length - 1} refreshes, ` +
        `${met} of ${EXPIRIES * PROCESSES * CALLS} calls refused once and repeated`,
    );
  });
});
