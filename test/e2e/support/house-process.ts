/**
 * The whole house as a process of its own, for tests that kill it or read its log. It loads everything, says `loaded`,
 * and starts when told to; then it says `up`.
 */
import { buildAssistant } from '../../../src/app.ts';
import { readConfig, type SettingName } from '../../../src/config.ts';
import { connect } from '../../../src/db/client.ts';

export interface HouseSettings {
  env: Partial<Record<SettingName, string>>;
  /** Short leases, so that what a killed process held is found soon. */
  leaseMs?: number;
  /** False: one person may be written to as fast as it goes. */
  paceChats?: boolean;
}

export interface Begin {
  /** Ends the process the `hit`-th time this point is passed. */
  crash?: { point: string; hit: number };
}

export type HouseSays = 'loaded' | 'up' | 'down';

const { env, leaseMs = 8000, paceChats = true } = JSON.parse(process.env.HOUSE ?? '{}') as HouseSettings;
const say = (word: HouseSays) => process.send?.(word);

process.once('message', async ({ crash }: Begin) => {
  const config = readConfig(env);
  const db = connect(config.databaseUrl ?? '', { connections: 8 });
  const polling = new AbortController();
  let hits = 0;
  const assistant = await buildAssistant({
    config,
    db,
    key: config.encryptionKey ?? Buffer.alloc(0),
    paceChats,
    senderSettings: {
      ...{ leaseMs, heartbeatMs: leaseMs / 4, pollMs: 100 },
      pace: { telegram: { perSecond: 2000 }, zalo: { perSecond: 2000 } },
    },
    ...(crash && {
      crash: (point) => {
        if (point === crash.point && ++hits === crash.hit) process.kill(process.pid, 'SIGKILL');
      },
    }),
  });
  await assistant.sender.start();
  await assistant.web.listen({ host: '127.0.0.1', port: config.port });
  if (config.publicUrl) await assistant.connect(polling.signal);
  say('up');
  process.on('message', async () => {
    polling.abort();
    await assistant.web.close();
    await assistant.intake.drain();
    await assistant.sender.drain();
    await db.close();
    say('down');
    process.disconnect();
  });
});
process.on('disconnect', () => setImmediate(() => process.exit(0)));
say('loaded');
