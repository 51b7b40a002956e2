/**
 * Holds what the platforms' own ledgers say against what the database says. Nothing here is told what should have
 * happened: it is worked out from the two, so a house that lies to itself is found out.
 */

import { runFaults } from '../bench/history.ts';
import type { Sql } from '../src/db/client.ts';
import { flows } from '../src/flows/index.ts';
import type { Stage } from './stage.ts';

export interface Verdict {
  /** Messages that were to be sent, repeats not counted. */
  messages: number;
  /** Not brought to an end, or called sent although no platform ever accepted them; events acknowledged and not kept. */
  lost: number;
  /** Arrived more than once. */
  duplicated: number;
  /** Rows that ended `uncertain`. */
  uncertain: number;
  /** Repeats of rows that had not been marked `uncertain` before. */
  unannounced: number;
  outOfOrder: number;
  /** Planted secrets found in the database or in a log. */
  leaked: number;
  /** Recipients of announcements without exactly one final state. */
  unended: number;
  /** Anything else that is not as it must be, in words. */
  strayed: string[];
}

/** One message on its way into a chat, as the platform accepted it. */
interface Arrival {
  chat: string;
  messageId: string;
}

interface Chain {
  chat: string;
  /** External ids under which the message or its repeat is called sent. */
  sent: string[];
  /** States of the row and its repeats, in order. */
  states: string[];
  /** Whether every repeat followed a row that is `uncertain`. */
  isAnnounced: boolean;
}

const FINAL = new Set(['sent', 'failed', 'expired', 'cancelled', 'uncertain']);
/** What the house did not try to deliver. */
const NOT_SENT = new Set(['failed', 'expired', 'cancelled']);

/** What of a case says how it is to be judged. */
export interface Judged {
  /** Texts that must be nowhere. */
  planted?: readonly string[];
  /** The flow whose runs must be walks by first buttons. */
  flow?: string;
  /** In the middle of it people are moved to a new version, which shows them the step where they are once more. */
  areMoved?: boolean;
}

export async function judge(stage: Stage, { planted = [], flow, areMoved = false }: Judged): Promise<Verdict> {
  const chains = await readChains(stage.sql);
  const arrivals = readArrivals(stage);
  const arrivedIn = Map.groupBy(arrivals, ({ chat }) => chat);
  const known = new Set(arrivals.map(({ chat, messageId }) => `${chat}:${messageId}`));
  let lost = 0;
  let duplicated = 0;
  let outOfOrder = 0;
  for (const [chat, mine] of Map.groupBy(chains, (chain) => chain.chat)) {
    const arrived = arrivedIn.get(chat) ?? [];
    const should = mine.filter(({ states }) => !NOT_SENT.has(states.at(-1) ?? ''));
    const isPhantom = (chain: Chain) => chain.sent.some((id) => !known.has(`${chat}:${id}`));
    lost += mine.filter((chain) => chain.states.some((state) => !FINAL.has(state)) || isPhantom(chain)).length;
    duplicated += Math.max(0, arrived.length - should.length);
    const called = should.flatMap(({ sent }) => sent.slice(-1));
    const isCalled = new Set(called);
    const seen = arrived.map(({ messageId }) => messageId).filter((id) => isCalled.has(id));
    outOfOrder += called.filter((id, index) => seen[index] !== id && isCalled.has(seen[index] ?? '')).length;
  }
  const strayed = flow === undefined ? [] : await runFaults(stage.sql, flows.get(flow)!, { areMoved });
  const { lostEvents, doubledEvents } = await countEvents(stage);
  if (doubledEvents > 0) strayed.push(`${doubledEvents} events taken more than once`);
  return {
    messages: chains.length,
    lost: lost + lostEvents,
    duplicated,
    uncertain: chains.reduce((sum, { states }) => sum + states.filter((state) => state === 'uncertain').length, 0),
    unannounced: chains.filter(({ isAnnounced }) => !isAnnounced).length,
    outOfOrder,
    leaked: await countLeaks(stage, planted),
    unended: await countUnended(stage.sql),
    strayed,
  };
}

interface Row {
  id: bigint;
  chat: string;
  state: string;
  external_id: string | null;
  repeat_of: bigint | null;
}

/** Chained here and not in SQL: PostgreSQL has no reason to keep an index for it, and would look through all rows for each. */
async function readChains(sql: Sql): Promise<Chain[]> {
  const rows = await sql<Row[]>`
    select o.id, c.channel || ':' || c.external_id as chat, o.state, o.external_id, o.repeat_of
    from outbound o join contacts c on c.id = o.contact_id
    where o.kind not in ('delete', 'edit')
    order by coalesce(o.position, o.id), o.id`;
  const repeatOf = new Map(rows.map((row) => [row.repeat_of, row]));
  return rows.filter((row) => row.repeat_of === null).map((first) => chainFrom(first, repeatOf));
}

function chainFrom(first: Row, repeatOf: ReadonlyMap<bigint | null, Row>): Chain {
  const links: Row[] = [];
  for (let row: Row | undefined = first; row; row = repeatOf.get(row.id)) links.push(row);
  return {
    chat: first.chat,
    states: links.map(({ state }) => state),
    sent: links.flatMap(({ state, external_id }) => (state === 'sent' && external_id !== null ? [external_id] : [])),
    isAnnounced: links.slice(0, -1).every(({ state }) => state === 'uncertain'),
  };
}

function readArrivals({ telegram, zalo }: Stage): Arrival[] {
  const onTelegram = telegram.ledger
    .filter(({ method }) => method.startsWith('send'))
    .map(({ chat, messageId }) => ({ chat: `telegram:${chat}`, messageId: messageId ?? '' }));
  return [...onTelegram, ...zalo.ledger.map(({ user, messageId }) => ({ chat: `zalo:${user}`, messageId }))];
}

/**
 * `lostEvents`: deliveries we answered with 200 that left no row – the platform will never bring them again. `doubledEvents`:
 * rows beyond one for each event that was ever brought.
 */
async function countEvents({ sql, telegram, zalo }: Stage): Promise<{ lostEvents: number; doubledEvents: number }> {
  const [row] = await sql<{ kept: number }[]>`select count(*)::int as kept from inbound`;
  const kept = row?.kept ?? 0;
  const attempts = [telegram, zalo].flatMap(({ courier }) => courier.attempts);
  const taken = new Set(attempts.filter(({ status }) => status >= 200 && status < 300).map(({ key }) => key));
  const brought = new Set(attempts.map(({ key }) => key));
  return { lostEvents: Math.max(0, taken.size - kept), doubledEvents: Math.max(0, kept - brought.size) };
}

async function countUnended(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from report.broadcast_recipients
    where state not in ('sent', 'delivered', 'failed', 'expired', 'cancelled', 'uncertain')`;
  return row?.count ?? 0;
}

/** Every text and JSON column of every table, and everything the houses printed. */
async function countLeaks({ sql, printed }: Stage, planted: readonly string[]): Promise<number> {
  if (planted.length === 0) return 0;
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  let found = 0;
  for (const { name } of tables) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from ${sql.unsafe(name)} t
      where exists (select from unnest(${[...planted]}::text[]) p where strpos(t::text, p) > 0)`;
    found += row?.count ?? 0;
  }
  const lines = printed();
  return found + planted.filter((secret) => lines.includes(secret)).length;
}

/** Most messages a channel accepted in any `windowMs`. */
export function mostWithin(times: readonly Date[], windowMs: number): number {
  const sorted = times.map((time) => time.getTime()).sort((one, other) => one - other);
  let most = 0;
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while ((sorted[to] as number) - (sorted[from] as number) >= windowMs) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
