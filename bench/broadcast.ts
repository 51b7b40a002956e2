/**
 * `npx tsx bench/broadcast.ts [--people 100000] [--workers 1,2,4] [--paced-people 900]`: how fast announcements are planned
 * and sent, in real worker processes against a loopback platform, beside a bare loop of keep-alive POSTs on the same machine
 * in the same run. Prints a table; writes nothing. BENCH_DATABASE_URL as for `npm run bench`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { messagesOf } from '../src/bot/announcement.ts';
import { SENDER_SETTINGS } from '../src/bot/sender.ts';
import { connect, type Sql } from '../src/db/client.ts';
import { loadTexts } from '../src/text.ts';
import type { PlatformLedger } from './broadcast-platform.ts';
import type { WorkerSettings } from './broadcast-worker.ts';
import { type Child, startChild } from './child.ts';
import { median } from './numbers.ts';
import { openServer, type Server } from './server.ts';

/** Calls under way in the sender; bulk takes half of them, and so do the bare POSTs. */
const CONCURRENCY = 256;
/** As workers are started in `compose.yaml`: short-lived objects are collected sooner than V8 would on a large machine. */
const WORKER_OPTIONS = ['--max-semi-space-size=8', '--max-old-space-size=224'];
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

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '1,2,4' },
    'paced-people': { type: 'string', default: '900' },
  },
});
const people = Number(values.people);
const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-bench-'));
const server = await openServer(folder);
try {
  for (const workers of values.workers.split(',').map(Number)) await measureUnpaced(server, workers);
  if (Number(values['paced-people']) > 0) await measurePaced(server, Number(values['paced-people']));
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

/** Planning, memory, and the rate against an unlimited platform, with the yardstick right before and after. */
async function measureUnpaced({ database }: Server, workers: number): Promise<void> {
  const url = await database(`broadcast_${workers}`);
  const { sql, close } = connect(url, { connections: 2 });
  const platform = await startChild('broadcast-platform.ts', {});
  const apiRoot = String(platform.hello.url);
  const yardstick = await startChild('broadcast-yardstick.ts', yardstickFor(apiRoot));
  await populate(sql, people);
  const running = await startWorkers(workers, { databaseUrl: url, apiRoot, perSecond: null, concurrency: CONCURRENCY });
  const post = (loops: number) => yardstick.ask<number>({ do: 'post', forMs: YARDSTICK_MS, loops });
  const alone = [await post(1)];
  const together = [await post(CONCURRENCY / 2)];
  await platform.ask({ do: 'forget' });
  const idle = Math.max(...(await Promise.all(running.map((worker) => worker.ask<number>({ do: 'peak' })))));
  const cpuOf = async () => (await Promise.all(running.map((worker) => worker.cpu()))).reduce((sum, ms) => sum + ms, 0);
  const cpuBefore = await cpuOf();
  const began = performance.now();
  const id = await begin(sql);
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
  const rate = steadyRate(ledger.arrivals);
  say(`${workers} worker${workers > 1 ? 's' : ''}, ${people} people`, {
    'planned (s)': plannedMs / 1000,
    'done (s)': doneMs / 1000,
    'memory idle / planning / sending (MB)': [idle, planPeak, sendPeak]
      .map((bytes) => Math.round(bytes / 2 ** 20))
      .join(' / '),
    'sent a second': rate,
    'a bare POST loop, one at a time, a second': median(alone),
    '… ratio': rate / median(alone),
    [`bare POSTs, ${CONCURRENCY / 2} at a time, a second`]: median(together),
    '… ratio to those': rate / median(together),
    'processor time of a message in the workers (ms)': cpu / people,
    '… and of a bare POST (ms)': bareCpu / ((together[1]! * YARDSTICK_MS) / 1000),
    'people reached, most copies': `${ledger.people}, ${ledger.most}`,
  });
}

/** Three processes keep one pace: what the platform saw in any second, and over all. */
async function measurePaced({ database }: Server, count: number): Promise<void> {
  const url = await database('broadcast_paced');
  const { sql, close } = connect(url, { connections: 2 });
  const platform = await startChild('broadcast-platform.ts', {});
  const apiRoot = String(platform.hello.url);
  await populate(sql, count);
  const running = await startWorkers(PACED_WORKERS, { databaseUrl: url, apiRoot, perSecond: PACE, concurrency: 64 });
  const began = performance.now();
  const id = await begin(sql);
  await until(sql, `select 1 from broadcasts where id = ${id} and state = 'done'`, began);
  const { arrivals, people: reached, most } = await platform.ask<PlatformLedger>({ do: 'ledger' });
  await Promise.all([...running, platform].map((child) => child.stop()));
  await close();
  say(`paced ${PACE}/s, ${PACED_WORKERS} workers, ${count} people`, {
    'sent a second, from the first to the last': ((arrivals.length - 1) * 1000) / arrivals.at(-1)!,
    'most within any one second': Math.max(...arrivals.map((at, index) => countFrom(arrivals, index, at + 1000))),
    'most within any ten seconds, a second':
      Math.max(...arrivals.map((at, index) => countFrom(arrivals, index, at + 10_000))) / 10,
    'people reached, most copies': `${reached}, ${most}`,
  });
}

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

async function startWorkers(count: number, settings: Omit<WorkerSettings, 'dataDir'>): Promise<Child[]> {
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
async function begin(sql: Sql): Promise<number> {
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

function say(title: string, figures: Record<string, number | string>): void {
  console.log(`\n${title}`);
  for (const [name, figure] of Object.entries(figures))
    console.log(`  ${name.padEnd(44)} ${typeof figure === 'number' ? figure.toFixed(2) : figure}`);
}
