/** What goes on while things break: people who press buttons, and announcements to thousands. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../src/db/client.ts';
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

/** Begins an announcement to everybody of {@link populate}; resolves with its id once it is being sent. */
export async function announce({ sql, now }: Stage): Promise<string> {
  announced += 1;
  const text = `Thông báo thử số ${announced}: thứ Bảy 7 giờ sáng, nhà văn hóa ấp.`;
  return sql.begin(async (tx) => {
    const [author] = await tx<{ id: bigint }[]>`
      insert into contacts (channel, external_id, locale, created_at, seen_at)
      values ('telegram', ${`99${announced}`}, 'vi', ${now()}, ${now()}) on conflict (channel, external_id) do update set seen_at = excluded.seen_at
      returning id`;
    const [row] = await tx<{ id: bigint }[]>`
      insert into broadcasts (id, area_code, text, state, author_id, previewed_count, created_at, started_at)
      values (nextval(pg_get_serial_sequence('inbound', 'id')), ${AREA}, ${text}, 'sending', ${author!.id}, 0, ${now()}, ${now()})
      returning id`;
    await tx`
      insert into broadcast_recipients (broadcast_id, contact_id, channel, state)
      select ${row!.id}, id, channel, 'planned' from contacts where area_code = ${AREA}`;
    return String(row!.id);
  });
}

/** Resolves when so many messages have reached the platforms. */
export async function arrivedAtLeast({ telegram, zalo }: Stage, count: number, withinMs = 60_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (telegram.ledger.length + zalo.ledger.length < count) {
    if (Date.now() > until) throw new Error(`Only ${telegram.ledger.length} of ${count} messages came in ${withinMs} ms.`);
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
