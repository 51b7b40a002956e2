/** The rotating token: what must never happen is that the grant is lost without anybody knowing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createZalo } from '../../../src/bot/channels/zalo.ts';
import { axiosTransport, type ZaloTransport } from '../../../src/bot/channels/zalo-client.ts';
import type { ZaloRequest } from '../../../src/bot/channels/zalo-render.ts';
import {
  adopt,
  begin,
  CLAIM_MS,
  createMemoryTokenStore,
  createTokenSource,
  REFRESH_BEFORE_MS,
  RETRY_AFTER_MS,
  settle,
  TokenFault,
  type TokenRow,
  type TokenState,
  type TokenStore,
} from '../../../src/bot/channels/zalo-token.ts';
import { createFakeMedia } from '../../support/fake-media.ts';
import { type FakeZalo, startFakeZalo } from '../../support/fake-zalo.ts';

const HOUR = 60 * 60 * 1000;
const NOW = new Date('2026-11-21T02:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

function row(changes: Partial<TokenRow> = {}): TokenRow {
  return {
    state: 'ready',
    accessToken: 'access-0',
    expiresAt: later(20 * HOUR),
    refreshToken: 'refresh-0',
    unanswered: 0,
    claim: null,
    notBefore: null,
    seeds: [],
    ...changes,
  };
}

describe('taking over a first refresh token', () => {
  it('starts the row', () => {
    const { row: adopted } = adopt(null, 'from-settings');
    expect(adopted).toMatchObject({
      state: 'ready',
      refreshToken: 'from-settings',
      accessToken: null,
      expiresAt: null,
    });
  });

  it('ignores a value seen before, however the row has moved on', () => {
    const first = adopt(null, 'from-settings').row!;
    const rotated = { ...first, refreshToken: 'rotated', accessToken: 'a', expiresAt: later(HOUR) };
    expect(adopt(rotated, 'from-settings').row).toBeUndefined();
  });

  it('mends a lost grant with a new value, and an older machine cannot undo that', () => {
    const lost = { ...adopt(null, 'first').row!, state: 'needs-consent', unanswered: 2 } as const;
    const mended = adopt(lost, 'second').row!;
    expect(mended).toMatchObject({ state: 'ready', refreshToken: 'second', unanswered: 0 });
    expect(adopt(mended, 'first').row).toBeUndefined();
  });

  it('keeps no token in the clear beside the two in use', () => {
    const mended = adopt(adopt(null, 'first-secret').row!, 'second-secret').row!;
    expect(JSON.stringify(mended)).not.toContain('first-secret');
  });
});

describe('what to do for a token', () => {
  const wish = { now: NOW, claimId: 'me', refused: null };

  it('uses one with time left', () => {
    expect(begin(row(), wish)).toEqual({
      answer: { do: 'use', accessToken: 'access-0', expiresAt: later(20 * HOUR), isAging: false },
    });
  });

  it('refreshes when less than 5 hours are left, having counted the attempt first', () => {
    const aging = row({ expiresAt: later(REFRESH_BEFORE_MS - 1) });
    const { answer, row: claimed } = begin(aging, wish);
    expect(answer).toEqual({ do: 'refresh', refreshToken: 'refresh-0' });
    expect(claimed).toMatchObject({ state: 'refreshing', unanswered: 1, claim: { id: 'me', until: later(CLAIM_MS) } });
    expect(begin(row({ expiresAt: later(REFRESH_BEFORE_MS) }), wish).answer).toMatchObject({
      do: 'use',
      isAging: false,
    });
  });

  it('refreshes one that Zalo refused, unless somebody has replaced it', () => {
    expect(begin(row(), { ...wish, refused: 'access-0' }).answer).toMatchObject({ do: 'refresh' });
    expect(begin(row(), { ...wish, refused: 'older' }).answer).toMatchObject({ do: 'use', accessToken: 'access-0' });
  });

  it('waits while another is refreshing, or serves on with what still works', () => {
    const claim = { id: 'other', until: later(1) };
    expect(begin(row({ claim, unanswered: 1 }), { ...wish, refused: 'access-0' }).answer).toEqual({ do: 'wait' });
    const aging = row({ claim, unanswered: 1, expiresAt: later(HOUR) });
    expect(begin(aging, wish).answer).toMatchObject({ do: 'use', isAging: true });
  });

  it('takes over from a process that died, once', () => {
    const dead = row({
      state: 'refreshing',
      claim: { id: 'dead', until: NOW },
      unanswered: 1,
      accessToken: null,
      expiresAt: null,
    });
    const { answer, row: taken } = begin(dead, wish);
    expect(answer).toMatchObject({ do: 'refresh' });
    expect(taken).toMatchObject({ unanswered: 2 });
    const again = begin({ ...taken!, claim: { id: 'me', until: NOW } }, wish);
    expect(again.answer).toMatchObject({ do: 'give-up', failed: { failure: 'misconfigured' } });
    expect(again.row).toMatchObject({ state: 'needs-consent' });
  });

  it('pauses after a failure', () => {
    const pausing = row({ expiresAt: NOW, notBefore: later(10_000) });
    expect(begin(pausing, wish)).toEqual({
      answer: { do: 'give-up', failed: expect.objectContaining({ failure: 'unavailable', retryAfterMs: 10_000 }) },
    });
  });

  it('without a row there is nothing to refresh', () => {
    expect(begin(null, wish).answer).toMatchObject({ do: 'give-up', failed: { failure: 'misconfigured' } });
  });
});

describe('how an attempt ended', () => {
  const mine = { now: NOW, claimId: 'me' };
  const claimed = row({ state: 'refreshing', unanswered: 1, claim: { id: 'me', until: later(CLAIM_MS) } });
  const pair = { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: later(25 * HOUR) };

  it('a pair is kept', () => {
    expect(settle(claimed, 'refresh-0', mine, { kind: 'pair', pair }).row).toMatchObject({
      ...pair,
      state: 'ready',
      unanswered: 0,
      claim: null,
    });
  });

  it('a pair that comes after our claim ran out is kept all the same, while the row waits for it', () => {
    const taken = { ...claimed, unanswered: 2, claim: { id: 'other', until: later(CLAIM_MS) } };
    expect(settle(taken, 'refresh-0', mine, { kind: 'pair', pair }).row).toMatchObject(pair);
  });

  it('nothing overwrites a row that has moved on', () => {
    const moved = row({ refreshToken: 'refresh-9' });
    for (const ending of [{ kind: 'pair', pair }, { kind: 'lost' }, { kind: 'refused' }] as const) {
      expect(settle(moved, 'refresh-0', mine, ending).row).toBeUndefined();
    }
    const taken = { ...claimed, claim: { id: 'other', until: later(CLAIM_MS) } };
    expect(settle(taken, 'refresh-0', mine, { kind: 'refused' }).row).toBeUndefined();
  });

  it('a lost answer is one blind attempt from the end', () => {
    const once = settle(claimed, 'refresh-0', mine, { kind: 'lost' }).row;
    expect(once).toMatchObject({ state: 'refresh-lost', unanswered: 1, claim: null, notBefore: later(RETRY_AFTER_MS) });
    const twice = settle({ ...claimed, unanswered: 2 }, 'refresh-0', mine, { kind: 'lost' }).row;
    expect(twice).toMatchObject({ state: 'needs-consent' });
  });

  it('an attempt that certainly did not count is not counted', () => {
    const ending = { kind: 'unspent', retryAfterMs: 5_000 } as const;
    expect(settle(claimed, 'refresh-0', mine, ending).row).toMatchObject({
      state: 'ready',
      unanswered: 0,
      notBefore: later(5_000),
    });
    const second = { ...claimed, unanswered: 2 };
    expect(settle(second, 'refresh-0', mine, ending).row).toMatchObject({ state: 'refresh-lost', unanswered: 1 });
  });
});

describe('against a token endpoint', () => {
  const USER = '2468458835296197922';
  let zalo: FakeZalo;
  beforeEach(async () => {
    zalo = await startFakeZalo({ now: NOW });
  });
  afterEach(() => zalo.close());

  const transport = () => axiosTransport(zalo.roots, 400);
  /** Sleeping moves the clock. */
  const sleep = async (ms: number) => {
    zalo.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 5));
  };

  function source(store: TokenStore, options: { seed?: string; over?: ZaloTransport; states?: TokenState[] } = {}) {
    return createTokenSource({
      appId: zalo.appId,
      appSecret: zalo.appSecret,
      seed: options.seed,
      store,
      transport: options.over ?? transport(),
      now: () => zalo.now(),
      sleep,
      onState: (state) => options.states?.push(state),
    });
  }

  function channel(tokens: ReturnType<typeof source>) {
    const { appId, appSecret, oaId, oaSecret } = zalo;
    return createZalo({
      appId,
      appSecret,
      oaId,
      oaSecret,
      tokens,
      pressPrompt: '?',
      transport: transport(),
      now: () => zalo.now(),
    });
  }

  /** Every step takes a while and steps of different processes never overlap, as with a locked row. */
  function lockedStore(kept: TokenRow | null = null): TokenStore & { row(): TokenRow | null } {
    const inner = createMemoryTokenStore(kept);
    let turn: Promise<unknown> = Promise.resolve();
    return {
      change(decide) {
        const step = turn.then(async () => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return inner.change(decide);
        });
        turn = step;
        return step;
      },
      row: inner.row,
    };
  }

  it('eight processes at once spend one refresh token, and all get the same access token', async () => {
    const store = lockedStore();
    const seed = zalo.consent();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => source(store, { seed }).current()));
    expect(new Set(tokens).size).toBe(1);
    expect(zalo.exchanges).toEqual([{ refreshToken: seed, outcome: 'rotated' }]);
  });

  it('eight processes whose token was refused at once spend one refresh token, and every message goes out', async () => {
    const store = lockedStore();
    const seed = zalo.consent();
    const channels = Array.from({ length: 8 }, () => channel(source(store, { seed })));
    zalo.follow(USER);
    const send = () =>
      Promise.all(
        channels.map((one) =>
          one.send({ channel: 'zalo', externalId: USER }, { kind: 'text', text: 'Dạ' }, createFakeMedia()),
        ),
      );
    await send();
    zalo.expireAccess();
    const results = await send();
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(zalo.ledger).toHaveLength(16);
    expect(zalo.exchanges.map(({ outcome }) => outcome)).toEqual(['rotated', 'rotated']);
  });

  it('many calls of one process share one look for a token', async () => {
    const store = createMemoryTokenStore();
    let looks = 0;
    const counting: TokenStore = {
      change(decide) {
        looks += 1;
        return store.change(decide);
      },
    };
    const tokens = source(counting, { seed: zalo.consent() });
    await Promise.all(Array.from({ length: 50 }, () => tokens.current()));
    const afterFirst = looks;
    await Promise.all(Array.from({ length: 50 }, () => tokens.current()));
    expect(looks).toBe(afterFirst);
    expect(afterFirst).toBeLessThanOrEqual(4);
  });

  it('counts the attempt before the request leaves, and keeps the pair before anybody uses it', async () => {
    const store = createMemoryTokenStore();
    const whenAsked: (TokenRow | null)[] = [];
    const watching: ZaloTransport = {
      request(request) {
        whenAsked.push(store.row());
        return transport().request(request);
      },
    };
    const token = await source(store, { seed: zalo.consent(), over: watching }).current();
    expect(whenAsked).toMatchObject([{ state: 'refreshing', unanswered: 1, accessToken: null }]);
    expect(store.row()).toMatchObject({ state: 'ready', unanswered: 0, accessToken: token });
  });

  it('a store that cannot commit gives no token out', async () => {
    const inner = createMemoryTokenStore();
    let steps = 0;
    const failing: TokenStore = {
      // 1 takes the setting over, 2 claims, 3 would commit the pair.
      change: (decide) => (++steps === 3 ? Promise.reject(new Error('no database')) : inner.change(decide)),
    };
    await expect(source(failing, { seed: zalo.consent() }).current()).rejects.toThrow('no database');
    expect(inner.row()).toMatchObject({ state: 'refreshing', unanswered: 1, accessToken: null });
  });

  it('renews in time, and serves on with the old token when that fails', async () => {
    const states: TokenState[] = [];
    const tokens = source(createMemoryTokenStore(), { seed: zalo.consent(), states });
    const first = await tokens.current();
    zalo.advance(19 * HOUR);
    expect(await tokens.current()).toBe(first);
    zalo.advance(2 * HOUR);
    zalo.breakNext(1, 503, 'outage', '/v4/oa/access_token');
    expect(await tokens.current()).toBe(first);
    zalo.advance(RETRY_AFTER_MS);
    const second = await tokens.current();
    expect(second).not.toBe(first);
    expect(states).toEqual(['ready', 'ready', 'ready']);
    expect(zalo.exchanges).toHaveLength(2);
  });

  it('throttled while refreshing: waits as told, and the token is not counted as spent', async () => {
    const store = createMemoryTokenStore();
    const tokens = source(store, { seed: zalo.consent() });
    zalo.failNext(1, { error: -32, message: 'limit' }, '/v4/oa/access_token');
    await expect(tokens.current()).rejects.toMatchObject({ failed: { failure: 'unavailable', retryAfterMs: 60_000 } });
    expect(store.row()).toMatchObject({ state: 'ready', unanswered: 0 });
    zalo.advance(60_000);
    await expect(tokens.current()).resolves.toMatch(/^access-/);
  });

  it('an answer lost on the way: marked, tried blindly once, and then for a person', async () => {
    const store = createMemoryTokenStore();
    const states: TokenState[] = [];
    const tokens = source(store, { seed: zalo.consent(), states });
    zalo.acceptThenReset(1, '/v4/oa/access_token');
    await expect(tokens.current()).rejects.toBeInstanceOf(TokenFault);
    expect(store.row()).toMatchObject({ state: 'refresh-lost', unanswered: 1 });
    await expect(tokens.current()).rejects.toMatchObject({ failed: { failure: 'unavailable' } });
    expect(zalo.exchanges).toHaveLength(1);
    zalo.advance(RETRY_AFTER_MS);
    await expect(tokens.current()).rejects.toMatchObject({ failed: { failure: 'misconfigured' } });
    expect(zalo.exchanges.map(({ outcome }) => outcome)).toEqual(['rotated', 'refused']);
    expect(store.row()?.state).toBe('needs-consent');
    zalo.advance(HOUR);
    await expect(tokens.current()).rejects.toMatchObject({ failed: { failure: 'misconfigured' } });
    expect(zalo.exchanges).toHaveLength(2);
    expect(states).toContain('needs-consent');
  });

  it('a request that never reached Zalo: the blind attempt saves the grant', async () => {
    const store = createMemoryTokenStore();
    const tokens = source(store, { seed: zalo.consent() });
    zalo.resetNext(1, '/v4/oa/access_token');
    await expect(tokens.current()).rejects.toBeInstanceOf(TokenFault);
    expect(store.row()?.state).toBe('refresh-lost');
    zalo.advance(RETRY_AFTER_MS);
    await expect(tokens.current()).resolves.toMatch(/^access-/);
    expect(store.row()).toMatchObject({ state: 'ready', unanswered: 0 });
  });

  it('no answer within our patience counts as lost', async () => {
    const store = createMemoryTokenStore();
    zalo.hangNext(1, '/v4/oa/access_token');
    await expect(source(store, { seed: zalo.consent() }).current()).rejects.toBeInstanceOf(TokenFault);
    expect(store.row()).toMatchObject({ state: 'refresh-lost', unanswered: 1 });
  });

  it('a process that dies before its commit is noticed by the next', async () => {
    const store = createMemoryTokenStore();
    const seed = zalo.consent();
    const dying: ZaloTransport = {
      // Zalo rotates, and then this process is no more.
      async request(request: ZaloRequest) {
        await transport().request(request);
        return new Promise(() => {});
      },
    };
    void source(store, { seed, over: dying }).current();
    while (zalo.exchanges.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(store.row()).toMatchObject({ state: 'refreshing', unanswered: 1 });
    const next = source(store, { seed }).current();
    await expect(next).rejects.toMatchObject({ failed: { failure: 'misconfigured' } });
    expect(store.row()?.state).toBe('needs-consent');
    expect(zalo.exchanges.map(({ outcome }) => outcome)).toEqual(['rotated', 'refused']);
  });

  it('a burnt grant is for a person at once, and a new setting mends it', async () => {
    const store = createMemoryTokenStore();
    const seed = zalo.consent();
    await source(store, { seed }).current();
    zalo.burnRefresh();
    zalo.expireAccess();
    zalo.follow(USER);
    const address = { channel: 'zalo', externalId: USER } as const;
    const hello = { kind: 'text', text: 'Dạ' } as const;
    const stuck = await channel(source(store, { seed })).send(address, hello, createFakeMedia());
    expect(stuck).toMatchObject({
      ok: false,
      failure: 'misconfigured',
      detail: expect.stringContaining('ZALO_REFRESH_TOKEN'),
    });
    const mended = await channel(source(store, { seed: zalo.consent() })).send(address, hello, createFakeMedia());
    expect(mended.ok).toBe(true);
  });

  it('with the app secret as proof on every call where the app demands it', async () => {
    const strict = await startFakeZalo({ demandProof: true, now: NOW });
    try {
      strict.follow(USER);
      const { appId, appSecret, oaId } = strict;
      const own = axiosTransport(strict.roots);
      const tokens = createTokenSource({
        appId,
        appSecret,
        seed: strict.consent(),
        store: createMemoryTokenStore(),
        transport: own,
        now: () => NOW,
      });
      const send = (proveAppSecret: boolean) =>
        createZalo({ appId, appSecret, oaId, tokens, pressPrompt: '?', transport: own, proveAppSecret }).send(
          { channel: 'zalo', externalId: USER },
          { kind: 'text', text: 'Dạ' },
          createFakeMedia(),
        );
      expect(await send(false)).toMatchObject({ ok: false, failure: 'misconfigured' });
      expect(await send(true)).toMatchObject({ ok: true });
    } finally {
      await strict.close();
    }
  });
});
