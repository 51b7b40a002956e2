import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGate, type Gate, lotOf } from '../../src/bot/gate.ts';
import type { Slots } from '../../src/db/paces.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

/** A gate over slots kept here: GCRA by the fake clock, and everything that was asked of it. */
function world(perSecond: number) {
  const asked: { calls: number; bulk: boolean }[] = [];
  const trouble: unknown[] = [];
  const state = { nextAt: 0, refuse: null as number | null, down: false };
  const gate: Gate = createGate({
    perSecond,
    onTrouble: (error) => trouble.push(error),
    async reserve(calls, bulk): Promise<Slots> {
      if (state.down) throw new Error('no database');
      asked.push({ calls, bulk });
      if (bulk && state.refuse !== null) return { granted: false, waitMs: state.refuse };
      const start = Math.max(state.nextAt, performance.now());
      state.nextAt = start + (calls * 1000) / perSecond;
      return { granted: true, waitMs: start - performance.now() };
    },
  });
  const passed: string[] = [];
  const pass = (name: string, bulk = false) =>
    void gate.pass(bulk).then((may) => passed.push(may ? name : `${name} put back`));
  return { gate, asked, trouble, state, passed, pass, run: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

describe('a gate', () => {
  it('lets calls through at the pace, taking slots in lots', async () => {
    const { pass, passed, asked, run } = world(100);
    for (let i = 0; i < 30; i++) pass(`${i}`);
    await run(1);
    expect(passed).toEqual(['0']);
    await run(100);
    expect(passed.length).toBeGreaterThanOrEqual(10);
    expect(passed.length).toBeLessThanOrEqual(11);
    await run(200);
    expect(passed).toEqual(Array.from({ length: 30 }, (_, i) => `${i}`));
    expect(asked.length).toBeLessThan(6);
    expect(Math.max(...asked.map(({ calls }) => calls))).toBe(lotOf(100));
  });

  it('gives a slot that bulk took to a reply that came since', async () => {
    const { pass, passed, run } = world(10);
    for (const name of ['a', 'b', 'c']) pass(name, true);
    await run(1);
    expect(passed).toEqual(['a']);
    pass('reply');
    await run(150);
    expect(passed).toEqual(['a', 'reply']);
    await run(300);
    expect(passed).toEqual(['a', 'reply', 'b', 'c']);
  });

  it('asks again for bulk when its slots are too far away, and replies do not wait for that', async () => {
    const { pass, passed, state, run } = world(10);
    state.refuse = 400;
    pass('bulk', true);
    await run(1);
    pass('reply');
    await run(1);
    expect(passed).toEqual(['reply']);
    state.refuse = null;
    await run(500);
    expect(passed).toEqual(['reply', 'bulk']);
  });

  it('puts bulk back during a pause, and lets it in again afterwards', async () => {
    const { gate, pass, passed, run } = world(10);
    pass('first', true);
    pass('second', true);
    await run(1);
    gate.pauseBulk(5000);
    pass('third', true);
    pass('reply');
    await run(200);
    expect(passed).toEqual(['first', 'second put back', 'third put back', 'reply']);
    expect(gate.isBulkOpen).toBe(false);
    await run(5000);
    expect(gate.isBulkOpen).toBe(true);
    pass('fourth', true);
    await run(1);
    expect(passed.at(-1)).toBe('fourth');
  });

  it('takes a refusal for long as a pause that another process heard of', async () => {
    const { gate, pass, passed, state, run } = world(10);
    state.refuse = 30_000;
    pass('bulk', true);
    await run(1);
    expect(passed).toEqual(['bulk put back']);
    expect(gate.isBulkOpen).toBe(false);
  });

  it('waits while the database gives no slots, and goes on when it does', async () => {
    const { pass, passed, state, trouble, run } = world(10);
    state.down = true;
    pass('reply');
    await run(600);
    expect(passed).toEqual([]);
    expect(trouble.length).toBeGreaterThan(1);
    state.down = false;
    await run(300);
    expect(passed).toEqual(['reply']);
  });

  it('puts everything back when it is shut', async () => {
    const { gate, pass, passed, run } = world(1);
    for (const name of ['a', 'b']) pass(name);
    await run(1);
    gate.shut();
    pass('c');
    await run(5000);
    expect(passed).toEqual(['a', 'b put back', 'c put back']);
  });

  it('asks again although the time to do so comes while it is deciding when to wake', async () => {
    const { pass, passed, state, run } = world(10);
    state.refuse = 1;
    const still = performance.now.bind(performance);
    let looks = 0;
    // Time goes on between any two looks at the clock, as it does.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => still() + looks++ * 0.7);
    for (const name of ['a', 'b', 'c']) pass(name, true);
    await run(50);
    state.refuse = null;
    await run(1000);
    clock.mockRestore();
    expect(passed).toEqual(['a', 'b', 'c']);
  });
});
