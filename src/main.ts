/** Start, listen, stop gracefully. Everything else is in `app.ts`. */
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Assistant, buildAssistant } from './app.ts';
import { createJumpingClock } from './clock.ts';
import { type Config, ConfigError, environment, readConfig } from './config.ts';
import type { connect } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { loadOfficialAreas } from './db/official-areas.ts';
import { COMMUNE, seedCommune } from './demo/commune.ts';
import { openHome } from './home.ts';
import { createJobs } from './jobs.ts';

/** A second signal, or this long after the first one, ends the process whatever is still under way. */
const STOP_WITHIN_MS = 20_000;

async function main(): Promise<void> {
  const config = readConfig(environment());
  mkdirSync(config.dataDir, { recursive: true });
  const home = await openHome(config, { connections: 12 });
  await migrate(home.url);
  const { db } = home;
  await loadOfficialAreas(db.sql);
  const clock = config.demo ? await demoClock(config, db.sql) : createJumpingClock(null);
  if (config.demo && (await seedCommune(db.sql, clock.now())))
    console.log(`Seeded the make-believe commune ${COMMUNE.name}.`);
  const assistant = await buildAssistant({ config, db, key: home.key, clock });
  const { web, intake, sender, feeder } = assistant;
  const isWorker = config.role !== 'web';
  const jobs = createJobs(home.url, [{ name: 'due', cron: '* * * * *', run: assistant.runDue }], (err) =>
    web.log.error({ err }, 'background work'),
  );
  const polling = new AbortController();

  await sender.start();
  if (isWorker) {
    feeder.start();
    await jobs.start();
  }
  const address = await web.listen({ host: config.host, port: config.port });
  announce(config, address);
  connectPatiently(assistant, polling.signal);

  const stop = once(async () => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    polling.abort();
    await web.close(); // no new events
    await intake.drain();
    await feeder.stop();
    if (isWorker) await jobs.stop();
    await sender.drain();
    await home.close();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error('Stopping failed:', error);
          process.exit(1);
        },
      );
    });
  }
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= act();
    return running;
  };
}

/** Where the demonstration's clock stood, unless a start time is set. */
async function demoClock(config: Config, sql: Awaited<ReturnType<typeof connect>>['sql']) {
  if (config.demoClock) return createJumpingClock(config.demoClock);
  const [row] = await sql<{ value: { offsetMs: number } }[]>`select value from settings where key = 'demo-clock'`;
  return createJumpingClock(null, row?.value.offsetMs ?? 0);
}

/** A platform that is down or refuses us must not take the other one, the simulator and the outbox down with it. */
async function connectPatiently({ connect: connectPlatforms, web }: Assistant, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      for (const link of await connectPlatforms(signal)) console.log(`  Telegram    ${link}`);
      return;
    } catch (err) {
      const seconds = Math.min(300, 5 * 2 ** attempt);
      web.log.error({ err }, `Telegram cannot be reached or refuses the token; trying again in ${seconds} s`);
      await pause(seconds * 1000, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}

function announce(config: Config, address: string): void {
  const lines = [
    '',
    `Trợ Lý Số is ready (${config.role}).`,
    ...(config.demo && config.role !== 'worker' ? [`  Simulator   ${address}/gia-lap`] : []),
    `  Health      ${address}/readyz   Metrics ${address}/metrics`,
    ...(config.publicUrl ? [`  Webhooks    ${config.publicUrl}/webhooks/telegram|zalo`] : []),
    ...(config.zalo ? [`  Zalo        https://zalo.me/${config.zalo.oaId}`] : []),
    '',
  ];
  console.log(lines.join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
