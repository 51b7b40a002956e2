/**
 * One running process, whatever its part (`PROCESS_ROLE`): database, assistant, background work, listening – and the
 * order in which all of it stops, so that nothing taken in is lost and nothing sent is forgotten.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Assistant, type BuildOptions, buildAssistant } from './app.ts';
import { createJumpingClock, type JumpingClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { loadOfficialAreas } from './db/official-areas.ts';
import { COMMUNE, seedCommune } from './demo/commune.ts';
import { openHome } from './home.ts';
import { createJobs } from './jobs.ts';

export interface Service {
  assistant: Assistant;
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  address: string;
  /** Takes no new events, ends what is under way, gives everything back. The second call waits for the first. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  config: Config;
  /** Told what an operator wants to read on the console. */
  say?: (line: string) => void;
  /** Parts that tests and the fault harness set themselves. */
  build?: Partial<Omit<BuildOptions, 'config' | 'db' | 'key'>>;
}

const CONNECTIONS = 12;

export async function startService({ config, build, say = () => {} }: ServiceOptions): Promise<Service> {
  mkdirSync(config.dataDir, { recursive: true });
  const home = await openHome(config, { connections: CONNECTIONS });
  await migrate(home.url);
  const { db } = home;
  await loadOfficialAreas(db.sql);
  const clock = build?.clock ?? (await demoClock(config, db.sql));
  if (config.demo && (await seedCommune(db.sql, clock.now()))) say(`Seeded the make-believe commune ${COMMUNE.name}.`);
  const assistant = await buildAssistant({ config, db, key: home.key, clock, ...build });
  const { web, intake, sender, feeder } = assistant;
  const isWorker = config.role !== 'web';
  const jobs = createJobs(home.url, [{ name: 'due', cron: '* * * * *', run: assistant.runDue }], (err) =>
    web.log.error({ err }, 'background work'),
  );
  const polling = new AbortController();

  await sender.start();
  await assistant.content.start();
  if (isWorker) {
    feeder.start();
    await jobs.start();
  }
  const address = await web.listen({ host: config.host, port: config.port });
  void connectPatiently(assistant, polling.signal, say);

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    polling.abort();
    await web.close(); // no new events
    await intake.drain();
    await feeder.stop();
    if (isWorker) await jobs.stop();
    await sender.drain();
    await assistant.content.stop();
    await home.close();
  };
  return { assistant, address, stop: () => (stopping ??= stop()) };
}

/** Where the demonstration's clock stood, unless a start time is set; outside a demonstration the machine's own time. */
async function demoClock(config: Config, sql: Database['sql']): Promise<JumpingClock> {
  if (!config.demo) return createJumpingClock(null);
  if (config.demoClock) return createJumpingClock(config.demoClock);
  const [row] = await sql<{ value: { offsetMs: number } }[]>`select value from settings where key = 'demo-clock'`;
  return createJumpingClock(null, row?.value.offsetMs ?? 0);
}

/** A platform that is down or refuses us must not take the other one, the simulator and the outbox down with it. */
async function connectPatiently(
  { connect, web }: Assistant,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      for (const link of await connect(signal)) say(`  Telegram    ${link}`);
      return;
    } catch (err) {
      const seconds = Math.min(300, 5 * 2 ** attempt);
      web.log.error({ err }, `Telegram cannot be reached or refuses the token; trying again in ${seconds} s`);
      await pause(seconds * 1000, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
