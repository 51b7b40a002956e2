/**
 * Issue by issue the same promise: what a volunteer did counts once. Here from all three ways at the same time – typed in
 * the chat, ticked on the page for rounds, sent by another system – over a link that loses 30 % of what is sent and 30 % of
 * the answers, sends things up to five times and delivers old copies late.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InboundEvent } from '../../src/bot/channel.ts';
import { createApiKey } from '../../src/db/access.ts';
import type { RoundBook, RoundWho } from '../../src/web/round/wire.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';
import { enter, SESSION_COOKIE } from '../support/staff.ts';

const LOSS = 0.3;
const COPIES = 5;
/** Of 500: the rest is the other system's. */
const BY_CHAT = 170;
const BY_PAGE = 165;
const BY_API = 165;
const JSON_TYPE = { 'content-type': 'application/json' };

let house: House;
let tam: Chat;
let contactId: string;
beforeAll(async () => {
  house = await openHouse();
  await house.area('79001', 'Xã Mình', 'commune');
  await house.area('h1', 'Ấp Một', 'hamlet', '79001');
  await house.db.sql`
    insert into households (code, area_code, call_name, link_token, created_at)
    select 'h1-' || n, 'h1', 'Hộ', 'token-' || n, ${house.clock.now()} from generate_series(1, ${BY_CHAT + BY_PAGE}) n order by n`;
  await house.db.sql`
    insert into household_members (household_code, call_name, term, added_at)
    select code, 'Ba', 'chú', ${house.clock.now()} from households`;
  tam = house.person('anh Tâm', 'zalo');
  await tam.start(await house.invite('volunteer', 'h1', 'anh Tâm'));
  const [row] = await house.db.sql<{ id: string }[]>`
    select id::text from contacts where channel = 'zalo' and external_id = ${tam.externalId}`;
  contactId = row?.id ?? '';
});
afterAll(() => house.close());

/** Chances that follow from a number alone, each way its own. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return {
    isLost: () => next() < LOSS,
    copies: () => 1 + Math.floor(next() * COPIES),
    shuffled: <T>(items: readonly T[]): T[] =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
}

const slices = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** Sent so often in all. */
const sent = { chat: 0, page: 0, api: 0 };

/** Typed lines, read back, agreed to. Whoever sees no answer types it all again; the platform repeats old deliveries. */
async function byChat(numbers: readonly number[]): Promise<void> {
  const { isLost, copies, shuffled } = dice(3);
  const past: InboundEvent[] = [];
  let key = 0;
  let typedAt = house.clock.now().getTime();
  /** True when its answer was seen. */
  const write = async (text: string): Promise<boolean> => {
    key += 1;
    typedAt += 4_000;
    if (isLost()) return false; // lost on the way there
    const event: InboundEvent = {
      key: `lossy-${key}`,
      from: { channel: 'zalo', externalId: tam.externalId },
      occurredAt: new Date(typedAt),
      messageId: `lossy-${key}`,
      what: { kind: 'text', text },
    };
    past.push(event);
    const late = shuffled(past).slice(0, 3);
    for (const copy of [...Array.from({ length: copies() }, () => event), ...late]) {
      sent.chat += 1;
      await house.assistant.intake.receive(copy);
    }
    await house.settle();
    return !isLost(); // lost on the way back
  };
  for (const lines of slices(shuffled(numbers), 17)) {
    const text = lines.map((n) => `xong dvc ${n} ba`).join('\n');
    while (!((await write(text)) && (await write('đúng')))) {
      // Nothing seen: from the beginning.
    }
  }
}

/** Ticks with ids made on the phone, sent in batches until each has its answer. */
async function byPage(numbers: readonly number[]): Promise<void> {
  const { isLost, copies, shuffled } = dice(5);
  const browser = await enter(house, contactId);
  const { owner, csrf } = (await browser.get('/to/di-ap/ai', JSON_TYPE)).json<RoundWho>();
  const book = (await browser.get('/to/di-ap/so', JSON_TYPE)).json<RoundBook>();
  const members = new Map(book.households.map(({ code, members: [first] }) => [code, first?.id ?? null]));
  const at = house.clock.now().toISOString();
  const entries = numbers.map((n) => ({
    ...{ id: randomUUID(), at, kind: 'tick', household: `h1-${n}`, member: members.get(`h1-${n}`) },
    ...{ flowId: 'dvcqg-login', outcome: 'completed', howKnown: 'volunteer' },
  }));
  const waiting = new Map<string, (typeof entries)[number]>(entries.map((entry) => [entry.id, entry]));
  while (waiting.size > 0) {
    const batch = shuffled([...shuffled([...waiting.values()]).slice(0, 15), ...shuffled(entries).slice(0, 5)]);
    const unique = [...new Set(batch)];
    if (isLost()) continue;
    for (let copy = copies(); copy > 0; copy -= 1) {
      sent.page += unique.length;
      const answer = await house.assistant.web.inject({
        method: 'POST',
        url: '/to/di-ap/gui',
        headers: {
          ...JSON_TYPE,
          'x-dau': csrf,
          'sec-fetch-site': 'same-origin',
          host: 'localhost:3000',
          cookie: `${SESSION_COOKIE}=${browser.cookies.get(SESSION_COOKIE)}`,
        },
        payload: { owner, sentAt: house.clock.now().toISOString(), entries: unique },
      });
      expect(answer.statusCode).toBe(200);
      if (isLost()) continue;
      for (const { id, status } of answer.json<{ answers: { id: string; status: string }[] }>().answers) {
        expect(['recorded', 'duplicate']).toContain(status);
        waiting.delete(id);
      }
    }
  }
}

async function byApi(numbers: readonly number[]): Promise<void> {
  const { isLost, copies, shuffled } = dice(7);
  const by = { name: 'Phần mềm xã', role: 'official', areaCode: '79001', createdBy: 'command' } as const;
  const { key } = await createApiKey(house.db.sql, by, house.clock.now());
  const entries = numbers.map((n) => ({
    ...{ client_id: `other-${n}`, flow_id: 'dvcqg-login', subject_code: `Q-${n}`, area_code: 'h1' },
    ...{ outcome: 'completed', how_known: 'volunteer', occurred_at: house.clock.now().toISOString() },
  }));
  const waiting = new Map(entries.map((entry) => [entry.client_id, entry]));
  for (let round = 0; waiting.size > 0; round += 1) {
    const batch = shuffled([...waiting.values(), ...shuffled(entries).slice(0, 9)]).slice(0, 40);
    if (isLost()) continue;
    for (let copy = copies(); copy > 0; copy -= 1) {
      sent.api += batch.length;
      const answer = await house.assistant.web.inject({
        method: 'POST',
        url: '/api/v1/completions',
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': `round-${round}-${copy % 2}` },
        payload: { entries: batch },
      });
      expect(answer.statusCode).toBe(200);
      if (isLost()) continue;
      for (const { client_id, status } of answer.json<{ results: { client_id: string; status: string }[] }>().results) {
        expect(['recorded', 'duplicate']).toContain(status);
        waiting.delete(client_id);
      }
    }
  }
}

it('500 completions from chat, page and API over a lossy link that repeats and reorders: 500 counted', {
  timeout: 180_000,
}, async () => {
  await Promise.all([
    byChat(range(1, BY_CHAT)),
    byPage(range(BY_CHAT + 1, BY_PAGE)),
    byApi(range(BY_CHAT + BY_PAGE + 1, BY_API)),
  ]);
  // Each was sent well over once.
  expect(sent.chat).toBeGreaterThan(40);
  expect(sent.page).toBeGreaterThan(2 * BY_PAGE);
  expect(sent.api).toBeGreaterThan(2 * BY_API);
  const counted = await house.db.sql<{ channel: string; rows: number; subjects: number }[]>`
    select channel, count(*)::int as rows, count(distinct subject_code)::int as subjects
    from report.completions where flow_id = 'dvcqg-login' and reversed_at is null group by channel order by channel`;
  expect(counted).toEqual([
    { channel: 'api', rows: BY_API, subjects: BY_API },
    { channel: 'page', rows: BY_PAGE, subjects: BY_PAGE },
    { channel: 'zalo', rows: BY_CHAT, subjects: BY_CHAT },
  ]);
  expect(BY_CHAT + BY_PAGE + BY_API).toBe(500);
  const [figure] = await house.db.sql<{ numerator: number }[]>`
    select sum(numerator)::int as numerator from report.indicators
    where indicator = 'DV-4' and area_code = '79001' and period = '2026-11' and how_known <> 'self'`;
  expect(figure).toEqual({ numerator: 500 });
});
