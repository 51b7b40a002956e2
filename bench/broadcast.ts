/**
 * How fast announcements are planned and sent, in real worker processes against a loopback platform, beside bare loops of
 * keep-alive POSTs on the same machine in the same run; and whether three processes keep one pace.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { messagesOf } from '../src/bot/announcement.ts';
import { SENDER_SETTINGS } from '../src/bot/sender.ts';
import { connect, type Sql } from '../src/db/client.ts';
import { loadTexts } from '../src/text.ts';
import type { PlatformLedger } from './broadcast-platform.ts';
import type { WorkerSettings } from './broadcast-worker.ts';
import { type Child, startChild } from './child.ts';
import type { CrowdQuestion, Steady } from './crowd.ts';
import type { HouseSettings } from './house.ts';
import { median, quantile } from './numbers.ts';
import type { Server } from './server.ts';

/** Calls under way in the sender; bulk takes half of them, and so do the bare POSTs. */
const CONCURRENCY = 256;
/** As workers are started in `compose.yaml`: short-lived objects are collected sooner than V8 would on a large machine. */
const WORKER_OPTIONS = ['--max-semi-space-size=16', '--max-old-space-size=224'];
const YARDSTICK_MS = 4_000;
const PACE = SENDER_SETTINGS.pace.telegram.perSecond;
const PACED_WORKERS = 3;
const CONTENT = {
  words: {
    vi: {
      what: 'Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Mới có bàn cài ví, làm mã QR.',
      bring: 'Bà con nhớ mang thẻ căn cước và điện thoại.',
      ask: 'cô Lan, số 0900 000 000',
    },
  },
  extras: [],
  picture: null,
};

export interface AnnouncementPlan {
  people: number;
  /** How many workers share the work, one measurement each. */
  workers: readonly number[];
  /** People of the paced one. */
  paced: number;
  /** Of the one during which people press buttons. */
  during: { people: number; pressMs: number };
  /** For the workers' files. */
  folder: string;
}

export interface Unpaced {
  workers: number;
  people: number;
  plannedMs: number;
  doneMs: number;
  /** Most of any worker, in megabytes: before, while planning, while sending. */
  memory: { idle: number; planning: number; sending: number };
  /** Messages a second between the first and the last tenth. */
  rate: number;
  /** POSTs a second of a bare loop, one at a time, and of as many loops as the sender has calls under way. */
  bare: { alone: number; together: number };
  loops: number;
  /** Processor time of the workers for a message, and of a bare loop for a POST, in milliseconds. */
  cpuMs: { worker: number; bare: number };
  /** People the platform saw, and the most copies one of them got. */
  reached: number;
  copies: number;
}

export interface Paced {
  perSecond: number;
  workers: number;
  people: number;
  /** From the first to the last message. */
  rate: number;
  /** Most within any second, and a second within any ten. */
  busiest: { second: number; ten: number };
  reached: number;
  copies: number;
}

export interface Latency {
  p50: number;
  p95: number;
}

/** Milliseconds from a press to its answer, at the platform's pace. */
export interface Replies {
  people: number;
  presses: number;
  before: Latency;
  during: Latency;
  /** Of the announcement, that went out meanwhile: it must not have been over. */
  sentMeanwhile: number;
}

export interface Announcements {
  unpaced: Unpaced[];
  paced: Paced;
  replies: Replies;
}

export async function measureAnnouncements(server: Server, plan: AnnouncementPlan): Promise<Announcements> {
  const unpaced: Unpaced[] = [];
  for (const workers of plan.workers) unpaced.push(await measureUnpaced(server, plan, workers));
  return { unpaced, paced: await measurePaced(server, plan), replies: await measureReplies(server, plan) };
}

/** Planning, memory, and the rate against an unlimited platform, with the yardstick right before and after. */
async function measureUnpaced(
  { database }: Server,
  { people, folder }: AnnouncementPlan,
  workers: number,
): Promise<Unpaced> {
  const url = await database(`broadcast_${workers}`);
  const { sql, close } = connect(url, { connections: 2 });
  const platform = await startChild('broadcast-platform.ts', {});
  const apiRoot = String(platform.hello.url);
  const yardstick = await startChild('broadcast-yardstick.ts', yardstickFor(apiRoot));
  await populate(sql, people);
  const settings = { databaseUrl: url, apiRoot, perSecond: null, concurrency: CONCURRENCY };
  const running = await startWorkers(folder, workers, settings);
  const post = (loops: number) => yardstick.ask<number>({ do: 'post', forMs: YARDSTICK_MS, loops });
  const alone = [await post(1)];
  const together = [await post(CONCURRENCY / 2)];
  await platform.ask({ do: 'forget' });
  const idle = Math.max(...(await Promise.all(running.map((worker) => worker.ask<number>({ do: 'peak' })))));
  const cpuOf = async () => (await Promise.all(running.map((worker) => worker.cpu()))).reduce((sum, ms) => sum + ms, 0);
  const cpuBefore = await cpuOf();
  const began = performance.now();
  const id = await begin(sql, people);
  const plannedMs = await until(sql, `select 1 from broadcasts where id = ${id} and planned_at is not null`, began);
  const planPeak = Math.max(...(await Promise.all(running.map((worker) => worker.ask<number>({ do: 'peak' })))));
  const doneMs = await until(sql, `select 1 from broadcasts where id = ${id} and state = 'done'`, began);
  const sendPeak = Math.max(...(await Promise.all(running.map((worker) => worker.ask<number>({ do: 'peak' })))));
  const cpu = (await cpuOf()) - cpuBefore;
  const ledger = await platform.ask<PlatformLedger>({ do: 'ledger' });
  const bareCpuBefore = await yardstick.cpu();
  together.push(await post(CONCURRENCY / 2));
  const bareCpu = (await yardstick.cpu()) - bareCpuBefore;
  alone.push(await post(1));
  await Promise.all([...running, yardstick, platform].map((child) => child.stop()));
  await close();
  return {
    ...{ workers, people, plannedMs, doneMs },
    memory: { idle: megabytes(idle), planning: megabytes(planPeak), sending: megabytes(sendPeak) },
    rate: steadyRate(ledger.arrivals),
    bare: { alone: median(alone), together: median(together) },
    loops: CONCURRENCY / 2,
    cpuMs: { worker: cpu / people, bare: bareCpu / ((together[1]! * YARDSTICK_MS) / 1000) },
    reached: ledger.people,
    copies: ledger.most,
  };
}

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** Three processes keep one pace: what the platform saw in any second, and over all. */
async function measurePaced({ database }: Server, { paced, folder }: AnnouncementPlan): Promise<Paced> {
  const url = await database('broadcast_paced');
  const { sql, close } = connect(url, { connections: 2 });
  const platform = await startChild('broadcast-platform.ts', {});
  const apiRoot = String(platform.hello.url);
  await populate(sql, paced);
  const settings = { databaseUrl: url, apiRoot, perSecond: PACE, concurrency: 64 };
  const running = await startWorkers(folder, PACED_WORKERS, settings);
  const began = performance.now();
  const id = await begin(sql, paced);
  await until(sql, `select 1 from broadcasts where id = ${id} and state = 'done'`, began);
  const { arrivals, people: reached, most } = await platform.ask<PlatformLedger>({ do: 'ledger' });
  await Promise.all([...running, platform].map((child) => child.stop()));
  await close();
  const within = (ms: number) => Math.max(...arrivals.map((at, index) => countFrom(arrivals, index, at + ms)));
  return {
    ...{ perSecond: PACE, workers: PACED_WORKERS, people: paced },
    rate: ((arrivals.length - 1) * 1000) / arrivals.at(-1)!,
    busiest: { second: within(1_000), ten: within(10_000) / 10 },
    reached,
    copies: most,
  };
}

const PLATFORM = { token: '7000000001:bench', secret: 'bench-secret' };
const CROWD = { people: 60, first: 5_000_000, connections: 10, start: '/start f-viettel-money' };
/** Two calls each: a third of the pace is left to the announcement at least. */
const PRESSES_A_SECOND = 5;

/** One house that announces and answers: how long people wait for an answer before and during an announcement. */
async function measureReplies({ database }: Server, { during, folder }: AnnouncementPlan): Promise<Replies> {
  const url = await database('broadcast_replies');
  const { sql, close } = connect(url, { connections: 2 });
  const crowd = await startChild('crowd.ts', PLATFORM);
  const settings: HouseSettings = {
    databaseUrl: url,
    dataDir: join(folder, 'replies'),
    ...PLATFORM,
    perSecond: PACE,
    apiRoot: String(crowd.hello.url),
  };
  const house = await startChild('house.ts', settings);
  const ask = <Answer>(question: CrowdQuestion) => crowd.ask<Answer>(question);
  const press = () => ask<Steady>({ do: 'steady', perSecond: PRESSES_A_SECOND, forMs: during.pressMs });
  await ask({ do: 'meet', target: { url: String(house.hello.url), secret: PLATFORM.secret, ...CROWD } });
  await ask({ do: 'walk', presses: 20 });
  const before = await press();
  await populate(sql, during.people);
  const id = await begin(sql, during.people);
  await until(sql, `select 1 from broadcast_recipients where broadcast_id = ${id} and state = 'sent' limit 1`, 0);
  const meanwhile = await press();
  const [row] = await sql<{ sent: number }[]>`
    select count(*)::int as sent from broadcast_recipients where broadcast_id = ${id} and state = 'sent'`;
  await Promise.all([house, crowd].map((child) => child.stop()));
  await close();
  return {
    people: during.people,
    presses: meanwhile.latencies.length,
    before: latencyOf(before.latencies),
    during: latencyOf(meanwhile.latencies),
    sentMeanwhile: row?.sent ?? 0,
  };
}

const latencyOf = (sorted: readonly number[]): Latency => ({ p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) });

function countFrom(arrivals: readonly number[], first: number, before: number): number {
  let last = first;
  while (last < arrivals.length && arrivals[last]! < before) last += 1;
  return last - first;
}

/** Between the first and the last tenth: neither the start nor the tail. */
function steadyRate(arrivals: readonly number[]): number {
  const [from, to] = [Math.floor(arrivals.length * 0.1), Math.floor(arrivals.length * 0.9)];
  return ((to - from) * 1000) / (arrivals[to]! - arrivals[from]!);
}

function yardstickFor(url: string) {
  const issue = { id: '1', areaName: 'Xã Đo', isUrgent: false, isCorrection: false, content: CONTENT };
  const [message] = messagesOf(issue, 'telegram', 'vi', loadTexts());
  return { url, connections: CONCURRENCY / 2, body: { text: (message as { text: string }).text, parse_mode: 'HTML' } };
}

async function startWorkers(
  folder: string,
  count: number,
  settings: Omit<WorkerSettings, 'dataDir'>,
): Promise<Child[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      startChild('broadcast-worker.ts', { ...settings, dataDir: join(folder, `worker-${index}`) }, WORKER_OPTIONS),
    ),
  );
}

async function populate(sql: Sql, count: number): Promise<void> {
  const now = new Date();
  await sql`insert into areas (code, name, kind, valid_from) values ('bench', 'Xã Đo', 'commune', '2025-07-01')`;
  await sql`
    insert into contacts (channel, external_id, area_code, created_at, seen_at)
    select 'telegram', (1000000 + n)::text, 'bench', ${now}, ${now} from generate_series(1, ${count}::int) n`;
  await sql`vacuum analyze contacts`;
}

/** As if the second person had just agreed; urgent, so that the hour of the day does not matter. */
async function begin(sql: Sql, people: number): Promise<number> {
  const now = new Date();
  await sql`
    insert into broadcasts (id, area_code, kind, content, text, audience, state, author_ref, previewed_count, agreed_count,
      tested_at, started_at, spread_from, created_at)
    values (1, 'bench', 'urgent', ${sql.json(CONTENT)}, '', ${sql.json({ area: 'bench' })}, 'sending', 'key:1', ${people},
      ${people}, ${now}, ${now}, ${now}, ${now})`;
  return 1;
}

async function until(sql: Sql, query: string, began: number): Promise<number> {
  while ((await sql.unsafe(query)).length === 0) await pause(50);
  return performance.now() - began;
}
