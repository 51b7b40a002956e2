/**
 * `npm run bench [-- --quick] [-- --out <file>] [-- --profile <folder>]`: everything in one run on one machine, as
 * ratios. Writes `bench/results.md` and prints it.
 *
 * `--quick` tries everything for a moment; its figures mean nothing and are only printed unless `--out` is given.
 * `--profile` leaves a CPU profile of the house. BENCH_DATABASE_URL names a server on which databases may be made;
 * otherwise an embedded one is started.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { connect } from '../src/db/client.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { flows } from '../src/flows/index.ts';
import { loadTexts } from '../src/text.ts';
import { type Child, startChild } from './child.ts';
import type { CrowdLedger, CrowdQuestion, Rush, Steady, Target } from './crowd.ts';
import { timeDrawing } from './drawing.ts';
import { differences, firstButtonWay } from './history.ts';
import type { HouseSettings } from './house.ts';
import { median, quantile } from './numbers.ts';
import { findPgbench, prepare, runPgbench, versionOfProgram } from './pgbench.ts';
import { type Latency, type Round, render } from './results.ts';
import { type Start, startTwice } from './starts.ts';
import type { WizardSettings } from './wizard.ts';

const FLOW = 'viettel-money';
/** Telegram's most, and what the house registers (`MAX_CONNECTIONS` in `src/bot/channels/telegram.ts`). */
const CONNECTIONS = { many: 100, few: 10 };
/** The fixed load, as a part of what the slower of the two can do. */
const STEADY_SHARE = 0.6;
const TOKEN = '7000000001:bench';
const SECRET = 'bench-secret';

const PLANS = {
  full: { people: 1000, rounds: 3, rampMs: 1000, forMs: 8000, steadyMs: 8000, starts: 3, repeats: 20 },
  quick: { people: 40, rounds: 1, rampMs: 200, forMs: 1000, steadyMs: 1000, starts: 1, repeats: 2 },
};

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string' }, profile: { type: 'string' } },
});
const plan = values.quick ? PLANS.quick : PLANS.full;
const flow = flows.get(FLOW);
if (!flow) throw new Error(`No flow ${FLOW}.`);

const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-bench-'));
const server = await openServer();
try {
  const report = await measure();
  const out = values.out ?? (values.quick ? null : fileURLToPath(new URL('results.md', import.meta.url)));
  if (out) await writeFile(out, report);
  console.log(`\n${report}`);
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<string> {
  const databases = { house: await server.database('house'), wizard: await server.database('wizard') };
  const crowd = await startChild('crowd.ts', { token: TOKEN });
  const apiRoot = String(crowd.hello.url);
  const platform = { token: TOKEN, secret: SECRET, apiRoot };
  const house = await startChild(
    'house.ts',
    { databaseUrl: databases.house, dataDir: folder, ...platform } satisfies HouseSettings,
    values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
  );
  const wizard = await startChild('wizard.ts', { databaseUrl: databases.wizard, ...platform } satisfies WizardSettings);
  const targetOf = (child: Child, first: number, connections: number): Target => ({
    ...{ url: String(child.hello.url), secret: SECRET, connections, first, people: plan.people },
    start: `/start f-${FLOW}`,
  });
  const targets = {
    house: targetOf(house, 1_000_000, CONNECTIONS.many),
    houseFew: targetOf(house, 1_000_000, CONNECTIONS.few),
    wizard: targetOf(wizard, 2_000_000, CONNECTIONS.many),
  };
  const ask = <Answer>(question: CrowdQuestion) => crowd.ask<Answer>(question);
  const rush = async (target: Target): Promise<number> => {
    await ask({ do: 'meet', target });
    const { answered, seconds, refused } = await ask<Rush>({ do: 'rush', rampMs: plan.rampMs, forMs: plan.forMs });
    if (refused > 0) console.log(`  ${refused} deliveries had to be repeated`);
    return answered / seconds;
  };

  tell('Warming up: one person walks the whole flow, then everybody for a moment.');
  await ask({ do: 'meet', target: targets.house });
  await ask({ do: 'walk', presses: firstButtonWay(flow!).length + 2 });
  await rush(targets.house);
  await rush(targets.wizard);

  const program = findPgbench();
  const pgbench = await preparePgbench(program, databases.house);
  const rounds: Round[] = [];
  for (let number = 1; number <= plan.rounds; number++) {
    const round = {
      house: await rush(targets.house),
      wizard: await rush(targets.wizard),
      pgbench: await pgbench(),
      houseFewConnections: await rush(targets.houseFew),
    };
    rounds.push(round);
    tell(
      `Round ${number}: house ${round.house.toFixed(0)}/s, telegraf ${round.wizard.toFixed(0)}/s, pgbench ${round.pgbench?.toFixed(0) ?? '–'}/s, house with ${CONNECTIONS.few} connections ${round.houseFewConnections.toFixed(0)}/s`,
    );
  }

  const perSecond = Math.round(
    STEADY_SHARE * Math.min(median(rounds.map((round) => round.house)), median(rounds.map((round) => round.wizard))),
  );
  const latency = await measureLatency(perSecond, async (which) => {
    await ask({ do: 'meet', target: targets[which] });
    return ask<Steady>({ do: 'steady', perSecond, forMs: plan.steadyMs });
  });

  await ask({ do: 'meet', target: targets.house });
  const ledger = await ask<CrowdLedger>({ do: 'ledger' });
  const memoryAfterLoad = (await house.memory()) / 2 ** 20;
  for (const child of [house, wizard, crowd]) await child.stop();
  const { sql, close } = connect(databases.house, { connections: 1 });
  const found = await differences(sql, flow!, ledger);
  const [version] = await sql<
    { version: string }[]
  >`select 'PostgreSQL ' || current_setting('server_version') as version`;
  await close();
  tell(`History exact: ${found.length === 0 ? 'yes' : 'no'}`);

  const starts: { cold: Start; second: Start }[] = [];
  for (let number = 0; number < plan.starts; number++) starts.push(await startTwice());
  const middle = (pick: (one: { cold: Start; second: Start }) => Start): Start => ({
    seconds: median(starts.map((one) => pick(one).seconds)),
    megabytes: median(starts.map((one) => pick(one).megabytes)),
  });
  const drawing = await timeDrawing(flow!, loadTexts(), plan.repeats);
  return render(
    {
      ...{ at: new Date(), isQuick: values.quick, people: plan.people, rounds, latency, memoryAfterLoad, drawing },
      differences: found,
      turnsChecked: Object.values(ledger).reduce((sum, { updates }) => sum + updates, 0),
      starts: { cold: middle(({ cold }) => cold), second: middle(({ second }) => second) },
      server: [version?.version, program ? versionOfProgram(program) : 'no pgbench'].join(', '),
      fewConnections: CONNECTIONS.few,
      manyConnections: CONNECTIONS.many,
    },
    median,
  );
}

/** Both under the same load in turn, `rounds` times. */
async function measureLatency(
  perSecond: number,
  load: (which: 'house' | 'wizard') => Promise<Steady>,
): Promise<Latency> {
  const seen = { house: [] as Steady[], wizard: [] as Steady[] };
  for (let number = 0; number < plan.rounds; number++) {
    for (const which of ['house', 'wizard'] as const) {
      const steady = await load(which);
      if (steady.missed > 0) tell(`  ${which}: ${steady.missed} presses found nobody free`);
      seen[which].push(steady);
    }
  }
  const at = (which: 'house' | 'wizard', share: number) =>
    median(seen[which].map(({ latencies }) => quantile(latencies, share)));
  const both = (which: 'house' | 'wizard') => ({ p50: at(which, 0.5), p99: at(which, 0.99) });
  const latency = { perSecond, house: both('house'), wizard: both('wizard') };
  tell(
    `At ${perSecond} presses a second, 99th percentile: house ${latency.house.p99.toFixed(1)} ms, telegraf ${latency.wizard.p99.toFixed(1)} ms`,
  );
  return latency;
}

async function preparePgbench(program: string | null, houseUrl: string): Promise<() => Promise<number | null>> {
  if (program === null) {
    tell('pgbench is not here (Debian: postgresql-contrib); that ratio is left out.');
    return async () => null;
  }
  const url = await server.database('statements');
  const script = join(folder, 'turn.sql');
  const { sql, close } = connect(houseUrl, { connections: 1 });
  await prepare(sql, url, plan.people, script);
  await close();
  return () => runPgbench(program, url, script, Math.max(1, Math.round(plan.forMs / 1000)));
}

function tell(line: string): void {
  console.log(line);
}

interface Server {
  /** A migrated, empty database of this name. */
  database(name: string): Promise<string>;
  close(): Promise<void>;
}

async function openServer(): Promise<Server> {
  const given = process.env.BENCH_DATABASE_URL;
  const started = given ? null : await startEmbedded({ dataDir: folder, log: () => undefined });
  const url = given ?? started!.url;
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const made: string[] = [];
  return {
    async database(name) {
      const full = `bench_${name}_${randomUUID().slice(0, 8)}`;
      await sql`create database ${sql(full)}`;
      made.push(full);
      const its = Object.assign(new URL(url), { pathname: full }).href;
      await migrate(its);
      return its;
    },
    async close() {
      for (const name of made) await sql`drop database if exists ${sql(name)} with (force)`;
      await sql.end({ timeout: 5 });
      await started?.stop();
    },
  };
}
