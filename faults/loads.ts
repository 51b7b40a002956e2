/** What goes on while things break: people who press buttons, and announcements to thousands. */
import { setTimeout as pause } from 'node:timers/promises';
import { createApiKey } from '../src/db/access.ts';
import type { Sql } from '../src/db/client.ts';
import type { HouseProcess } from '../test/e2e/support/house-spawn.ts';
import { gatherPeople, type PressingPeople } from '../test/e2e/support/pressing-people.ts';
import type { Stage } from './stage.ts';

export const FLOW = 'viettel-money';
const AREA = '99990';
const FIRST_RECIPIENT = 1_000_000;

/** Walkers of a flow by its first buttons. */
export function pressing(stage: Stage, people: number, perSecond: number): PressingPeople {
  const crowd = gatherPeople(stage.telegram, people, `f-${FLOW}`);
  crowd.press(perSecond);
  return crowd;
}

/** What most faults fall upon: a house, people who press, and an announcement of which `arrived` messages have come. */
export async function underLoad(
  stage: Stage,
  {
    recipients,
    people,
    perSecond,
    arrived,
  }: { recipients: number; people: number; perSecond: number; arrived: number },
): Promise<{ house: HouseProcess; crowd: PressingPeople }> {
  await populate(stage, { recipients });
  const house = await stage.house();
  const crowd = pressing(stage, people, perSecond);
  await announce(stage);
  await arrivedAtLeast(stage, arrived);
  return { house, crowd };
}

/** Lets everybody get the answer they wait for. */
export async function rest(stage: Stage, crowd: PressingPeople, withinMs = 60_000): Promise<void> {
  crowd.rest();
  await stage.telegram.settled();
  await crowd.answered(withinMs);
}

export interface Audience {
  /** Telegram chats `FIRST_RECIPIENT`, +1, … */
  recipients: number;
  /** How many of them are on Zalo instead. */
  onZalo?: number;
}

/** People who may be written to, in an area of their own. */
export async function populate({ sql, zalo, now }: Stage, { recipients, onZalo = 0 }: Audience): Promise<void> {
  await sql`
    insert into areas (code, name, kind, valid_from) values (${AREA}, 'Xã Thử', 'commune', '2025-07-01') on conflict do nothing`;
  await sql`
    insert into contacts (channel, external_id, locale, term, call_name, area_code, created_at, seen_at)
    select case when n < ${onZalo} then 'zalo' else 'telegram' end, (${FIRST_RECIPIENT} + n)::text, 'vi', 'bác', 'Sáu',
           ${AREA}, ${now()}, ${now()}
    from generate_series(0, ${recipients - 1}) n`;
  for (let n = 0; n < onZalo; n++) zalo.openChat(String(FIRST_RECIPIENT + n));
  if (onZalo > 0) await zalo.settled();
}

export const recipient = (n: number): string => String(FIRST_RECIPIENT + n);

let announced = 0;

export interface Announced {
  id: string;
  text: string;
  /** One more call of the API with its author's key. */
  call(path: string): Promise<number>;
}

/** Written, tested, agreed to and begun over the API, as another system does it; resolves when it is under way. */
export async function announce(stage: Stage, { begin = true } = {}): Promise<Announced> {
  announced += 1;
  const [author, approver] = await Promise.all([officialKey(stage, 1), officialKey(stage, 2)]);
  const text = `Thứ Bảy này phát quà lần ${announced}, 7 giờ sáng, nhà văn hóa ấp.`;
  const written = await post(stage, author, '/broadcasts', { text, audience: { area: AREA } });
  if (written.status !== 201) throw new Error(`The announcement was refused: ${JSON.stringify(written.answer)}`);
  const id = String(written.answer.id);
  const call = async (path: string) => (await post(stage, author, `/broadcasts/${id}/${path}`, {})).status;
  const steps: [string, string][] = [
    [author, 'test'],
    [approver, 'approve'],
    ...(begin ? [[author, 'start'] as [string, string]] : []),
  ];
  for (const [key, path] of steps) {
    const done = await post(stage, key, `/broadcasts/${id}/${path}`, {});
    if (done.status !== 200) throw new Error(`${path} was refused: ${JSON.stringify(done.answer)}`);
  }
  return { id, text, call };
}

/** A key that stands for an official who can be written to. */
async function officialKey({ sql, now }: Stage, number: number): Promise<string> {
  const [official] = await sql<{ id: bigint }[]>`
    insert into contacts (channel, external_id, locale, created_at, seen_at)
    values ('telegram', ${String(500 + number)}, 'vi', ${now()}, ${now()})
    on conflict (channel, external_id) do update set seen_at = excluded.seen_at returning id`;
  await sql`
    insert into memberships (contact_id, role, area_code, name, since)
    select ${official!.id}, 'official', ${AREA}, ${`cán bộ ${number}`}, ${now()}
    where not exists (select from memberships where contact_id = ${official!.id})`;
  const key = {
    name: `thử ${number}`,
    role: 'official' as const,
    areaCode: AREA,
    createdBy: `contact:${official!.id}`,
  };
  return (await createApiKey(sql, key, now())).key;
}

let requests = 0;

async function post(stage: Stage, key: string, path: string, body: object) {
  const response = await fetch(`${stage.front}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': `fault-${++requests}`,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

/** Resolves when so many messages have reached the platforms. */
export async function arrivedAtLeast({ telegram, zalo }: Stage, count: number, withinMs = 60_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (telegram.ledger.length + zalo.ledger.length < count) {
    if (Date.now() > until)
      throw new Error(`Only ${telegram.ledger.length} of ${count} messages came in ${withinMs} ms.`);
    await pause(10);
  }
}

/** How long nothing arrives from now until the next message does. */
export async function nextArrival({ telegram, zalo }: Stage, withinMs = 30_000): Promise<number> {
  const before = telegram.ledger.length + zalo.ledger.length;
  const began = Date.now();
  while (telegram.ledger.length + zalo.ledger.length === before) {
    if (Date.now() - began > withinMs) throw new Error(`Nothing was sent for ${withinMs} ms.`);
    await pause(5);
  }
  return Date.now() - began;
}

/** People of {@link populate} by the state their message ended in. */
export async function recipientStates(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ state: string; count: number }[]>`
    select state, count(*)::int as count from report.broadcast_recipients group by state`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Whether so many people of {@link populate} are known to have got theirs within `withinMs`. */
export async function sentAtLeast({ sql }: Stage, count: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (;;) {
    if (((await recipientStates(sql)).sent ?? 0) >= count) return true;
    if (Date.now() > until) return false;
    await pause(50);
  }
}
