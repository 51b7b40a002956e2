/** The simulator: channels whose last hop only writes down, and the page on which that is read. */
import type { FastifyPluginAsync } from 'fastify';
import type { Channel, ChannelName } from '../bot/channel.ts';
import type { Intake, TurnReport } from '../bot/intake.ts';
import type { JumpingClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/client.ts';
import { personas } from '../demo/commune.ts';
import type { SimulatorPorts } from '../simulator/ports.ts';
import { createRecorder } from '../simulator/recorder.ts';
import type { StepPictures } from '../step-pictures.ts';
import type { StepVoices } from '../step-voices.ts';
import type { Texts } from '../text.ts';
import type { Assets } from '../web/assets.ts';
import { simulatorPages } from '../web/simulator.tsx';
import { channelsOver } from './platforms.ts';

interface SimulatorParts {
  config: Pick<Config, 'publicUrl' | 'port'>;
  db: Database;
  key: Buffer;
  clock: JumpingClock;
  texts: Texts;
  pictures: StepPictures;
  voices: StepVoices;
}

export interface Simulator {
  channels: Record<ChannelName, Channel>;
  page(house: { intake: Intake; runDue(): Promise<void> }, assets: Assets): FastifyPluginAsync;
}

export function openSimulator({ config, db, key, clock, texts, pictures, voices }: SimulatorParts): Simulator {
  const { sql } = db;
  const pictureBytes = (hash: string) => pictures.bytesOf(hash).catch(() => null);
  const recorder = createRecorder({
    sql,
    clock,
    pictureBytes,
    voiceBytes: async (hash) => (await voices.soundOf(hash, 'ogg').catch(() => null))?.bytes ?? null,
  });
  const pagesUrl = config.publicUrl ?? `http://127.0.0.1:${config.port}`;
  const channels = channelsOver(recorder, { key, texts, pagesUrl });
  return {
    channels,
    page:
      ({ intake, runDue }, assets) =>
      async (scope) => {
        const ports: SimulatorPorts = {
          ...{ clock, channels, sql, runDue, pictureBytes },
          saveClock: (offsetMs) => saveClock(db, offsetMs),
          receive: (event, { simulated }) => intake.receive(event, { simulated }) as Promise<TurnReport | null>,
          people: async () => personas(),
        };
        await scope.register(simulatorPages, { ports, media: recorder.media, assets });
      },
  };
}

async function saveClock({ sql }: Database, offsetMs: number): Promise<void> {
  await sql`
    insert into settings (key, value) values ('demo-clock', ${sql.json({ offsetMs })})
    on conflict (key) do update set value = excluded.value`;
}
