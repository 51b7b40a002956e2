/** Many events at once: all are taken, each person's in the order in which they came, whoever shares a transaction with whom. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InboundEvent } from '../../src/bot/channel.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';

const PEOPLE = 70;
const EACH = 6;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let number = 0;
const eventOf = (person: string): InboundEvent => ({
  key: `in-${String(number++).padStart(6, '0')}`,
  from: { channel: 'telegram', externalId: person },
  occurredAt: MORNING,
  what: { kind: 'text', text: 'menu' },
});

/** Keys of what was taken from each, in the order in which it was taken. */
async function takenFrom(prefix: string): Promise<Map<string, string[]>> {
  const rows = await house.db.sql<{ person: string; key: string }[]>`
    select c.external_id as person, i.key from inbound i join contacts c on c.id = i.contact_id
    join turns t on t.inbound_id = i.id
    where c.external_id like ${`${prefix}-%`} order by i.id`;
  return new Map([...Map.groupBy(rows, ({ person }) => person)].map(([who, all]) => [who, all.map(({ key }) => key)]));
}

const isAscending = (keys: string[]) => keys.every((key, index) => index === 0 || key > (keys[index - 1] as string));

it('that arrive in one heap', { timeout: 60_000 }, async () => {
  const events = Array.from({ length: PEOPLE * EACH }, (_, index) => eventOf(`heap-${index % PEOPLE}`));
  await Promise.all(events.map((event) => house.assistant.intake.receive(event)));
  const taken = await takenFrom('heap');
  expect(taken.size).toBe(PEOPLE);
  for (const keys of taken.values()) {
    expect(keys).toHaveLength(EACH);
    expect(isAscending(keys)).toBe(true);
  }
});

it('that each come in the breath in which another is done', { timeout: 60_000 }, async () => {
  const chain = async (from: number): Promise<void> => {
    for (let step = 0; step < 40; step++)
      await house.assistant.intake.receive(eventOf(`chain-${(from * 7 + step) % 11}`));
  };
  await Promise.all([chain(0), chain(1), chain(2)]);
  const taken = await takenFrom('chain');
  expect([...taken.values()].flat()).toHaveLength(120);
  for (const keys of taken.values()) expect(isAscending(keys)).toBe(true);
});

it('and when it drains, nothing waits', async () => {
  const events = Array.from({ length: 100 }, (_, index) => eventOf(`drain-${index % 9}`));
  const received = events.map((event) => house.assistant.intake.receive(event));
  await house.assistant.intake.drain();
  expect([...(await takenFrom('drain')).values()].flat()).toHaveLength(100);
  await Promise.all(received);
});

it('whose commit was not answered: their replies are found by their leases, and what comes next waits behind them', async () => {
  const states = () => house.db.sql<{ state: string }[]>`
    select state from outbound where contact_id = (select id from contacts where external_id = 'unanswered')
      and repeat_of is null order by id`;
  const { sql } = house.db;
  const begin = sql.begin.bind(sql);
  const loseAnswer = async (work: never) => {
    sql.begin = begin;
    await begin(work);
    throw Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
  };
  sql.begin = loseAnswer as never;
  await house.assistant.intake.receive(eventOf('unanswered'));
  const left = await states();
  expect(left.length).toBeGreaterThan(0);
  expect(new Set(left.map(({ state }) => state))).toEqual(new Set(['sending']));
  await house.assistant.intake.receive(eventOf('unanswered'));
  const after = (await states()).slice(left.length);
  expect(after.length).toBeGreaterThan(0);
  expect(new Set(after.map(({ state }) => state))).toEqual(new Set(['queued']));
});
