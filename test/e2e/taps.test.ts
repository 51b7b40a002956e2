/**
 * Old hands tap five times, networks deliver twice and late. Over the whole house and a real database: everybody ends
 * up where one press each, in order and once, would have led, with the same history.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../src/bot/channel.ts';
import type { Memory } from '../../src/bot/memory.ts';
import { flows } from '../../src/flows/index.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';

const SCRIPTS = 220;
/** Scripts under way at the same time, so that many turns share a transaction. */
const TOGETHER = 40;

interface Press {
  /** Which of the flow's buttons. */
  nth: number;
  /** As many presses of their own, at the same moment. */
  taps: number;
  /** Each of them delivered so often. */
  copies: number;
  /** Everything from before delivered once more, beside it. */
  repeatsAll: boolean;
}

interface Script {
  flow: string;
  presses: Press[];
}

const scripts: fc.Arbitrary<Script> = fc.record({
  flow: fc.constantFrom(...flows.keys()),
  presses: fc.array(
    fc.record({
      nth: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
      taps: fc.constantFrom(1, 1, 2, 5),
      copies: fc.constantFrom(1, 2, 3),
      repeatsAll: fc.boolean(),
    }),
    { minLength: 3, maxLength: 10 },
  ),
});

describe('presses that come too often, twice, and late', () => {
  let house: House;
  let nextKey = 1;

  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const eventOf = (user: string, what: InboundEvent['what']): InboundEvent => ({
    key: `tap-${nextKey++}`,
    from: { channel: 'telegram', externalId: user },
    occurredAt: MORNING,
    what,
  });

  async function memoryOf(user: string): Promise<Memory> {
    const [row] = await house.db.sql<{ memory: Memory }[]>`select memory from contacts where external_id = ${user}`;
    if (!row) throw new Error(`Nobody is called ${user}.`);
    return row.memory;
  }

  /** The turns that moved somebody, without the names of runs. "Show me again" may be asked twice and moves nobody. */
  async function movesOf(user: string) {
    const turns = await house.db.sql<{ seq: number; step_from: string | null; step_to: string | null }[]>`
      select t.seq, t.step_from, t.step_to from turns t join contacts c on c.id = t.contact_id
      where c.external_id = ${user} and t.run_id is not null order by t.inbound_id`;
    return turns.filter(({ seq }, index) => seq !== turns[index - 1]?.seq);
  }

  const deliver = async (events: InboundEvent[]): Promise<void> => {
    await Promise.all(events.map((event) => house.assistant.intake.receive(event)));
  };

  async function begin(user: string, flow: string): Promise<void> {
    await deliver([eventOf(user, { kind: 'start', payload: `f-${flow}` })]);
    await deliver([eventOf(user, { kind: 'press', data: 'k.0' })]);
  }

  /** A button of the step this person is at. */
  async function buttonOf(user: string, act: string): Promise<string> {
    const { run } = await memoryOf(user);
    if (!run) throw new Error(`${user} is in no flow.`);
    return `r.${BigInt(run.id).toString(36)}.${run.state.seq.toString(36)}.${act}`;
  }

  /** What the `nth` of the flow's own buttons does, those being shown; null when there are none. */
  async function actOf(user: string, nth: number): Promise<string | null> {
    const { run, offered = [] } = await memoryOf(user);
    const acts = offered.flatMap(({ data }) => /^r\.\w+\.\w+\.(.+)$/.exec(data)?.[1] ?? []);
    return (run && acts[nth % Math.max(1, acts.length)]) ?? null;
  }

  async function standing(user: string) {
    const { run, shelf, finished } = await memoryOf(user);
    const { flowId, step, path, answers, seq } = run?.state ?? {};
    return { at: { flowId, step, path, answers, seq }, shelf, finished, moves: await movesOf(user) };
  }

  async function compare({ flow, presses }: Script, number: number): Promise<void> {
    const [orderly, disturbed] = [`orderly-${number}`, `disturbed-${number}`];
    await Promise.all([begin(orderly, flow), begin(disturbed, flow)]);
    const before: InboundEvent[] = [];
    const pressed: string[] = [];
    for (const { nth, taps, copies, repeatsAll } of presses) {
      const act = await actOf(orderly, nth);
      if (act === null) break;
      pressed.push(act);
      const press = (data: string): InboundEvent['what'] => ({ kind: 'press', data, callbackId: 'c' });
      await deliver([eventOf(orderly, press(await buttonOf(orderly, act)))]);
      const data = await buttonOf(disturbed, act);
      const own = Array.from({ length: taps }, () => eventOf(disturbed, press(data)));
      const copied = own.flatMap((one) => Array<InboundEvent>(copies).fill(one));
      await deliver(shuffled([...copied, ...(repeatsAll ? before : [])]));
      before.push(...own);
      expect(await standing(disturbed), `${flow}: ${pressed.join(', ')}`).toEqual(await standing(orderly));
    }
  }

  it(`leads where one press each would have led, in ${SCRIPTS} random scripts`, { timeout: 300_000 }, async () => {
    const drawn = fc.sample(scripts, SCRIPTS);
    for (let from = 0; from < drawn.length; from += TOGETHER) {
      await Promise.all(drawn.slice(from, from + TOGETHER).map((script, index) => compare(script, from + index)));
    }
    await house.settle();
    const [counts] = await house.db.sql<{ keys: number; turns: number; runs: number; records: number }[]>`
      select (select count(*) from inbound)::int as keys, (select count(*) from turns)::int as turns,
             (select count(*) from runs)::int as runs, (select count(distinct key) from ledger)::int as records`;
    expect(counts?.turns).toBe(counts?.keys);
    expect(counts?.keys).toBe(nextKey - 1);
    const completions = await house.db.sql`select 1 from ledger`;
    expect(completions).toHaveLength(counts?.records ?? -1);
  });
});

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
