/**
 * The process is killed (-9) at every named point and at random moments, while people press 50 buttons a second. The
 * platform delivers again what was not acknowledged. Nothing may be lost, no step may happen twice, and whatever
 * reaches a person twice must have been marked `uncertain` before.
 *
 * KILLS=50 (or any number) makes it the long form.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFaults } from '../../bench/history.ts';
import type { Sql } from '../../src/db/client.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { flows } from '../../src/flows/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts';
import type { HouseSettings } from './support/house-process.ts';
import { freePort, type HouseProcess, spawnHouse } from './support/house-spawn.ts';
import { gatherPeople } from './support/pressing-people.ts';

const POINTS = [
  ...['before-admit', 'after-admit', 'after-store', 'after-commit'],
  ...['before-claim-commit', 'after-claim', 'before-call', 'after-call', 'before-mark', 'after-mark'],
];
const RANDOM_KILLS = Number(process.env.KILLS ?? 6);
const PEOPLE = 150;
const PER_SECOND = 50;
const FLOW = 'viettel-money';
const LEASE_MS = 1200;
/** Within this, under that load, every point is passed. */
const POINT_WITHIN_MS = 20_000;

describe('a house that is killed again and again', () => {
  let database: TestDatabase;
  let sql: Sql;
  let telegram: FakeTelegram;
  let dataDir: string;
  let settings: HouseSettings;

  beforeAll(async () => {
    database = await createTestDatabase();
    sql = postgres(database.url, { max: 2, types: { bigint: postgres.BigInt }, onnotice: () => undefined });
    telegram = await startFakeTelegram({ redeliverAfterMs: 100, attempts: 1_000_000 });
    dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-kill-'));
    const port = await freePort();
    settings = {
      leaseMs: LEASE_MS,
      env: {
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_WEBHOOK_SECRET: 'kill-test',
        TELEGRAM_API_ROOT: telegram.apiRoot,
        LOG_LEVEL: 'error',
      },
    };
  });

  afterAll(async () => {
    await telegram.close();
    await sql.end({ timeout: 5 });
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Rows in somebody's hands when a process was killed: what may or may not have reached a person. */
  const inFlight = new Set<bigint>();
  const noteInFlight = async () => {
    const rows = await sql<{ id: bigint }[]>`select id from outbound where state = 'sending'`;
    for (const { id } of rows) inFlight.add(id);
  };

  it('loses nothing, repeats no step, and repeats a message only after saying so', { timeout: 900_000 }, async () => {
    let spare = spawnHouse(settings);
    /** The next process has loaded already, so that a restart takes no longer than it has to. */
    const nextHouse = (): HouseProcess => {
      const house = spare;
      spare = spawnHouse(settings);
      return house;
    };
    const first = nextHouse();
    await first.begin();
    const people = gatherPeople(telegram, PEOPLE, `f-${FLOW}`);
    people.press(PER_SECOND);
    await pause(1000);
    await first.kill();

    await noteInFlight();
    let kills = 1;
    for (const [index, point] of POINTS.entries()) {
      const house = nextHouse();
      const crash = { point, hit: 5 + index };
      await house.begin({ crash }).catch(() => undefined); // it may be over before it is up
      await within(POINT_WITHIN_MS, house.ended, `the point ${point} was not passed ${crash.hit} times`);
      await noteInFlight();
      kills += 1;
    }
    for (let kill = 0; kill < RANDOM_KILLS; kill++) {
      const house = nextHouse();
      await house.begin();
      await pause(200 + Math.random() * 1300);
      await house.kill();
      await noteInFlight();
      kills += 1;
    }

    const last = nextHouse();
    await last.begin();
    await pause(1000);
    people.rest();
    await telegram.settled();
    await people.answered(30_000);
    await ended(sql);
    await last.stop();
    await spare.kill();

    const flow = flows.get(FLOW) as Flow;
    const figures = await count(sql);
    const repeated = await checkDeliveries(sql, telegram, figures);
    const faults = await runFaults(sql, flow);
    console.log(
      `kill test: ${kills} kills, ${people.presses} presses, ${figures.turns} turns, ${figures.lost} lost, ` +
        `${inFlight.size} messages in flight at the kills, ${figures.uncertain} uncertain, ${repeated} seen twice, ` +
        `${figures.unknownTwice} unknown twice, history ${faults.length === 0 ? 'exact' : 'NOT exact'}`,
    );
    expect(telegram.courier.abandoned).toEqual([]);
    expect(telegram.pending).toBe(0);
    expect(telegram.unacknowledged).toBe(0);
    expect(figures.inbound).toBe(people.presses);
    expect(figures.turns).toBe(people.presses);
    expect(figures.lost).toBe(0);
    expect(faults).toEqual([]);
    expect(figures.uncertain).toBeLessThanOrEqual(inFlight.size);
    expect(repeated).toBeLessThanOrEqual(figures.uncertain);
    expect(figures.unannounced, 'repeats of rows that are not uncertain').toBe(0);
    expect(figures.otherwise, 'rows that ended otherwise').toEqual([]);
    expect(figures.withoutAnswer, 'people without the answer to their last press').toEqual([]);
  });
});

interface Figures {
  inbound: number;
  turns: number;
  /** Messages that were neither sent nor repeated to an end. */
  lost: number;
  uncertain: number;
  /** Repeats that were uncertain too: a third copy would be worse than a gap, so they are not repeated again. */
  unknownTwice: number;
  unannounced: number;
  otherwise: string[];
  withoutAnswer: string[];
}

/** `first`: every message of a turn; `again`: the row that repeats it, if there is one. */
async function count(sql: Sql): Promise<Figures> {
  const [row] = await sql<Figures[]>`
    with first as (select * from outbound where repeat_of is null),
    chains as (
      select f.id, f.contact_id, f.cause, f.state, a.state as again
      from first f left join outbound a on a.repeat_of = f.id
    )
    select (select count(*) from inbound)::int as inbound, (select count(*) from turns)::int as turns,
      (select count(*) from chains where state <> 'sent' and not (state = 'uncertain' and again in ('sent', 'uncertain')))::int as lost,
      (select count(*) from outbound where state = 'uncertain')::int as uncertain,
      (select count(*) from chains where again = 'uncertain')::int as "unknownTwice",
      (select count(*) from outbound r join outbound f on f.id = r.repeat_of where f.state <> 'uncertain')::int as unannounced,
      (select coalesce(array_agg(distinct state), '{}') from outbound where state not in ('sent', 'uncertain')) as otherwise,
      (select coalesce(array_agg(c.external_id), '{}') from contacts c
       cross join lateral (select inbound_id from turns t where t.contact_id = c.id order by inbound_id desc limit 1) last
       where not exists (select from chains where contact_id = c.id and cause = 'in:' || last.inbound_id)
          or exists (select from chains where contact_id = c.id and cause = 'in:' || last.inbound_id
                     and state <> 'sent' and again is distinct from 'sent')) as "withoutAnswer"`;
  if (!row) throw new Error('Nothing was counted.');
  return row;
}

/** Holds the platform's own ledger against the outbox, chat by chat; answers how many messages arrived twice. */
async function checkDeliveries(sql: Sql, telegram: FakeTelegram, { unknownTwice }: Figures): Promise<number> {
  const rows = await sql<{ chat: string; external_id: string | null; state: string; is_repeat: boolean }[]>`
    select c.external_id as chat, o.external_id, o.state, o.repeat_of is not null as is_repeat
    from outbound o join contacts c on c.id = o.contact_id
    order by coalesce(o.position, o.id), o.id`;
  const sent = telegram.ledger.filter(({ method }) => method.startsWith('send'));
  const arrived = Map.groupBy(sent, ({ chat }) => chat ?? '');
  let twice = 0;
  for (const [chat, mine] of Map.groupBy(rows, (row) => row.chat)) {
    const messages = mine.filter(({ is_repeat }) => !is_repeat).length;
    const uncertain = mine.filter(({ state }) => state === 'uncertain').length;
    const got = arrived.get(chat) ?? [];
    expect(got.length, `messages in chat ${chat}`).toBeGreaterThanOrEqual(messages - unknownTwice);
    expect(got.length, `messages in chat ${chat}`).toBeLessThanOrEqual(messages + uncertain);
    twice += Math.max(0, got.length - messages);
    const inOrder = mine.filter(({ state }) => state === 'sent').map(({ external_id }) => external_id);
    const known = new Set(inOrder);
    expect(
      got.map(({ messageId }) => messageId).filter((id) => known.has(id)),
      `order in chat ${chat}`,
    ).toEqual(inOrder);
  }
  return twice;
}

/** Resolves when every message has ended; a slow machine may take long over many, as long as it goes on. */
async function ended(sql: Sql): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let until = Date.now() + 30_000;
  for (;;) {
    const [row] = await sql<{ open: number }[]>`
      select count(*)::int as open from outbound where state in ('queued', 'sending')`;
    const open = row?.open ?? 0;
    if (open === 0) return;
    if (open < least) until = Date.now() + 30_000;
    least = Math.min(least, open);
    if (Date.now() > until) throw new Error(`${open} messages are still open, and for 30 s none has ended.`);
    await pause(100);
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function within(ms: number, awaited: Promise<void>, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Within ${ms / 1000} s ${otherwise}.`)), ms);
  });
  await Promise.race([awaited, late]).finally(() => clearTimeout(timer));
}
