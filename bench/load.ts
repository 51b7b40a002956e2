/** The house, the yardstick and pgbench under load, in turn, several times over. */
import { join } from 'node:path';
import { connect } from '../src/db/client.ts';
import type { Flow } from '../src/flows/flow.ts';
import { type Child, startChild } from './child.ts';
import type { CrowdLedger, CrowdQuestion, Rush, Steady, Target } from './crowd.ts';
import { differences, firstButtonWay } from './history.ts';
import type { HouseSettings } from './house.ts';
import { median, quantile } from './numbers.ts';
import { findPgbench, prepare, runPgbench } from './pgbench.ts';
import type { Server } from './server.ts';
import type { WizardSettings } from './wizard.ts';

export interface Plan {
  flow: Flow;
  people: number;
  rounds: number;
  /** Before anything counts, each time. */
  rampMs: number;
  forMs: number;
  steadyMs: number;
  /** For files, and for the house's pictures. */
  folder: string;
  /** Where the house leaves a CPU profile. */
  profile: string | undefined;
  tell(line: string): void;
}

/** Presses to answers. */
export interface Effort {
  perSecond: number;
  /** Processor time of the program itself for each press, in milliseconds: steadier than the rate when others are at work. */
  cpuMs: number;
}

export interface Round {
  house: Effort;
  /** With as few deliveries at a time as the house asks of Telegram. */
  houseFew: Effort;
  wizard: Effort;
  /** With a session store written for speed instead of telegraf's own. */
  wizardTuned: Effort;
  /** The wizard that makes a call of every acknowledgement. */
  wizardCalling: Effort;
  /** Transactions a second; null when pgbench is not installed. */
  pgbench: number | null;
}

/** Milliseconds from press to answer. */
export interface Latency {
  p50: number;
  p99: number;
}

export interface Load {
  rounds: Round[];
  /** Presses a second under which the two latencies were taken. */
  perSecond: number;
  latency: { house: Latency; wizard: Latency };
  /** Presses that were taken and not answered within {@link PATIENCE_MS}. */
  ignored: { house: number; wizard: number };
  /** Presses whose button was left turning. */
  unacknowledged: { house: number; wizard: number };
  turns: number;
  /** Where the stored history is not what the crowd did; empty: exact. */
  differences: string[];
  /** Of the house's process, in megabytes. */
  memory: number;
}

/** Telegram's most, and what the house registers (`MAX_CONNECTIONS` in `src/bot/channels/telegram.ts`). */
export const CONNECTIONS = { many: 100, few: 10 };
/** The fixed load, as a part of what the slower of the two can do. */
const STEADY_SHARE = 0.6;
const PLATFORM = { token: '7000000001:bench', secret: 'bench-secret' };

export async function measureLoad(server: Server, plan: Plan): Promise<Load> {
  const houseUrl = await server.database('house');
  const children: Child[] = [];
  const start = async (...how: Parameters<typeof startChild>): Promise<Child> => {
    const child = await startChild(...how);
    children.push(child);
    return child;
  };
  try {
    const crowd = await start('crowd.ts', PLATFORM);
    const platform = { ...PLATFORM, apiRoot: String(crowd.hello.url) };
    const houseSettings: HouseSettings = { databaseUrl: houseUrl, dataDir: plan.folder, ...platform };
    const house = await start('house.ts', houseSettings, profiling(plan.profile));
    const startWizard = async (name: string, how: Pick<WizardSettings, 'store' | 'webhookReply'>): Promise<Child> => {
      const settings: WizardSettings = { databaseUrl: await server.database(name), ...how, ...platform };
      return start('wizard.ts', settings);
    };
    const wizard = await startWizard('wizard', { store: 'telegraf', webhookReply: true });
    const wizardTuned = await startWizard('wizard_tuned', { store: 'tuned', webhookReply: true });
    const wizardCalling = await startWizard('wizard_calling', { store: 'telegraf', webhookReply: false });
    const programs = programsOf({ house, wizard, wizardTuned, wizardCalling }, plan);
    const loaded = await load(crowd, programs, await pgbenchFor(server, houseUrl, plan), plan);
    const memory = (await house.memory()) / 2 ** 20;
    await house.stop(); // whatever it still holds is written now
    return { ...loaded, memory, ...(await check(houseUrl, plan.flow, loaded.ledger)) };
  } finally {
    for (const child of children) await child.stop();
  }
}

const profiling = (folder: string | undefined): string[] => (folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []);

/** A program under load, and how the crowd meets it. */
interface Program {
  child: Child;
  target: Target;
}

type Programs = Record<Exclude<keyof Round, 'pgbench'>, Program>;

function programsOf(children: Record<Exclude<keyof Programs, 'houseFew'>, Child>, { flow, people }: Plan): Programs {
  const program = (child: Child, first: number, connections: number): Program => ({
    child,
    target: {
      ...{ url: String(child.hello.url), secret: PLATFORM.secret, start: `/start f-${flow.id}` },
      ...{ connections, first, people },
    },
  });
  const { house, wizard, wizardTuned, wizardCalling } = children;
  return {
    house: program(house, 1_000_000, CONNECTIONS.many),
    houseFew: program(house, 1_000_000, CONNECTIONS.few),
    wizard: program(wizard, 2_000_000, CONNECTIONS.many),
    wizardTuned: program(wizardTuned, 4_000_000, CONNECTIONS.many),
    wizardCalling: program(wizardCalling, 3_000_000, CONNECTIONS.many),
  };
}

/** Runs pgbench once; made ready when the house has seen people, whose rows are its pattern. */
interface Statements {
  prepare(): Promise<void>;
  run(): Promise<number | null>;
}

async function pgbenchFor(
  server: Server,
  houseUrl: string,
  { folder, people, forMs, tell }: Plan,
): Promise<Statements> {
  const program = findPgbench();
  if (program === null) {
    tell('pgbench is not here (Debian: postgresql-contrib); that ratio is left out.');
    return { prepare: async () => {}, run: async () => null };
  }
  const url = await server.database('statements');
  const script = join(folder, 'turn.sql');
  return {
    prepare: async () => {
      const { sql, close } = connect(houseUrl, { connections: 1 });
      await prepare(sql, url, people, script);
      await close();
    },
    run: () => runPgbench(program, url, script, Math.max(1, Math.round(forMs / 1000))),
  };
}

async function load(crowd: Child, programs: Programs, statements: Statements, plan: Plan) {
  const { tell, rampMs, forMs, steadyMs } = plan;
  const ask = <Answer>(question: CrowdQuestion) => crowd.ask<Answer>(question);
  const meet = (which: keyof Programs) => ask({ do: 'meet', target: programs[which].target });
  const rush = async (which: keyof Programs): Promise<Effort> => {
    const { child } = programs[which];
    await meet(which);
    const before = await child.cpu();
    const { answered, seconds, presses, refused } = await ask<Rush>({ do: 'rush', rampMs, forMs });
    if (refused > 0) tell(`  ${which}: ${refused} deliveries had to be repeated`);
    return { perSecond: answered / seconds, cpuMs: ((await child.cpu()) - before) / presses };
  };
  const ledgerOf = async (which: keyof Programs): Promise<CrowdLedger> => {
    await meet(which);
    return ask<CrowdLedger>({ do: 'ledger' });
  };

  tell('Warming up: one person walks the whole flow, then everybody for a moment.');
  await meet('house');
  await ask({ do: 'walk', presses: firstButtonWay(plan.flow).length + 2 });
  for (const which of ['house', 'wizard', 'wizardTuned', 'wizardCalling'] as const) await rush(which);
  await statements.prepare();

  const rounds: Round[] = [];
  for (let number = 1; number <= plan.rounds; number++) {
    const round: Round = {
      house: await rush('house'),
      wizard: await rush('wizard'),
      pgbench: await statements.run(),
      houseFew: await rush('houseFew'),
      wizardTuned: await rush('wizardTuned'),
      wizardCalling: await rush('wizardCalling'),
    };
    rounds.push(round);
    const { house, wizard, wizardTuned, pgbench } = round;
    const figures = [
      `house ${effort(house)}`,
      `telegraf ${effort(wizard)}`,
      `tuned ${effort(wizardTuned)}`,
      `pgbench ${pgbench ? rate(pgbench) : '–'}`,
    ];
    tell(`Round ${number}: ${figures.join(', ')}`);
  }

  const slower = Math.min(
    ...(['house', 'wizard'] as const).map((which) => median(rounds.map((round) => round[which].perSecond))),
  );
  const perSecond = Math.round(STEADY_SHARE * slower);
  const seen = { house: [] as number[][], wizard: [] as number[][] };
  for (let number = 0; number < plan.rounds; number++) {
    for (const which of ['house', 'wizard'] as const) {
      await meet(which);
      const { latencies, missed } = await ask<Steady>({ do: 'steady', perSecond, forMs: steadyMs });
      if (missed > 0) tell(`  ${which}: ${missed} presses found nobody free`);
      seen[which].push(latencies);
    }
  }
  const latency = { house: latencyOf(seen.house), wizard: latencyOf(seen.wizard) };
  tell(`At ${rate(perSecond)}, 99th percentile: house ${ms(latency.house)}, telegraf ${ms(latency.wizard)}`);
  const ledger = await ledgerOf('house');
  const ofWizard = await ledgerOf('wizard');
  return {
    ...{ rounds, perSecond, latency, ledger },
    ignored: { house: sumOf(ledger, 'ignored'), wizard: sumOf(ofWizard, 'ignored') },
    unacknowledged: { house: sumOf(ledger, 'unacknowledged'), wizard: sumOf(ofWizard, 'unacknowledged') },
  };
}

const rate = (perSecond: number): string => `${perSecond.toFixed(0)}/s`;
const effort = ({ perSecond, cpuMs }: Effort): string => `${rate(perSecond)} at ${cpuMs.toFixed(3)} ms`;
const ms = ({ p99 }: Latency): string => `${p99.toFixed(1)} ms`;

const latencyOf = (rounds: number[][]): Latency => ({
  p50: median(rounds.map((latencies) => quantile(latencies, 0.5))),
  p99: median(rounds.map((latencies) => quantile(latencies, 0.99))),
});

const sumOf = (ledger: CrowdLedger, what: 'ignored' | 'unacknowledged'): number =>
  Object.values(ledger).reduce((sum, did) => sum + did[what], 0);

async function check(url: string, flow: Flow, ledger: CrowdLedger): Promise<Pick<Load, 'turns' | 'differences'>> {
  const { sql, close } = connect(url, { connections: 1 });
  const found = await differences(sql, flow, ledger);
  await close();
  return { turns: Object.values(ledger).reduce((sum, { updates }) => sum + updates, 0), differences: found };
}
