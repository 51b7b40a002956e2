/**
 * The whole house as a process of its own, for tests that kill it or read its log: composed as in service, with the
 * knobs that faults need. It loads everything, says `loaded`, and starts when told to; then it says `up`.
 */
import type { BuildOptions } from '../../../src/app.ts';
import type { ChannelName } from '../../../src/bot/channel.ts';
import type { Pace } from '../../../src/bot/sender.ts';
import { createJumpingClock } from '../../../src/clock.ts';
import { readConfig, type SettingName } from '../../../src/config.ts';
import { flowOf, flows } from '../../../src/flows/index.ts';
import { startService } from '../../../src/service.ts';

export interface HouseSettings {
  env: Partial<Record<SettingName, string>>;
  /** Short leases, so that what a killed process held is found soon. */
  leaseMs?: number;
  /** False: one person may be written to as fast as it goes. */
  paceChats?: boolean;
  /** Of each channel, over all processes; fast unless said. */
  pace?: Record<ChannelName, Pace>;
  /** How far the application's clock is ahead of the machine's. */
  clockOffsetMs?: number;
  /** This flow is published once more, as the version after the present one: the steps are the same, moved by a map. */
  republish?: string;
}

/** First message to the process. */
export interface Begin {
  /** Ends the process the `hit`-th time this point is passed. */
  crash?: { point: string; hit: number };
}

/** Any later message. */
export type Order = 'stop' | { jumpMs: number };
export type HouseSays = 'loaded' | 'up' | 'down';

const FAST: Record<ChannelName, Pace> = { telegram: { perSecond: 2000 }, zalo: { perSecond: 2000 } };

const settings = JSON.parse(process.env.HOUSE ?? '{}') as HouseSettings;
const { env, leaseMs = 8000, paceChats = true, pace = FAST, clockOffsetMs = 0, republish } = settings;
const say = (word: HouseSays) => process.send?.(word);

process.once('message', async ({ crash }: Begin) => {
  const clock = createJumpingClock(null, clockOffsetMs);
  let hits = 0;
  const service = await startService({
    config: readConfig(env),
    build: {
      clock,
      paceChats,
      senderSettings: { leaseMs, heartbeatMs: leaseMs / 4, pollMs: 100, pace },
      ...(republish !== undefined && { flows: republished(republish) }),
      ...(crash && {
        crash: (point) => {
          if (point === crash.point && ++hits === crash.hit) process.kill(process.pid, 'SIGKILL');
        },
      }),
    },
  });
  say('up');
  const stop = async () => {
    await service.stop();
    say('down');
    process.disconnect();
  };
  process.on('message', (order: Order) => {
    if (order === 'stop') void stop();
    else clock.jumpTo(new Date(clock.now().getTime() + order.jumpMs));
  });
  process.on('SIGTERM', () => void stop());
});
process.on('disconnect', () => setImmediate(() => process.exit(0)));
say('loaded');

function republished(id: string): NonNullable<BuildOptions['flows']> {
  const old = flows.get(id);
  if (!old) throw new Error(`There is no flow "${id}".`);
  const steps = Object.fromEntries(Object.keys(old.steps).map((step) => [step, step]));
  const next = { ...old, version: old.version + 1, moves: [{ from: old.version, steps }] };
  return {
    current: new Map(flows).set(id, next),
    of: (flow, version) => (flow === id && version === next.version ? next : flowOf(flow, version)),
  };
}
