/**
 * The composition root: the only file that knows every part. It builds the house from them and starts nothing that
 * listens or ticks; `service.ts` does that, and tests use `app.inject` without a port.
 */
import type { FastifyInstance, RouteOptions } from 'fastify';
import { createMedia } from './app/media.ts';
import { openMetrics } from './app/metrics.ts';
import { type LastHops, openPlatforms } from './app/platforms.ts';
import { openPublished } from './app/published.ts';
import { createServer, registerRoutes } from './app/routes.ts';
import { openSimulator } from './app/simulator.ts';
import { doDueWork } from './app/timed.ts';
import { openTurns } from './app/turns.ts';
import { openVoices } from './app/voices.ts';
import type { PhotoSource } from './bot/channels/photo-source.ts';
import { oncePerMinute } from './bot/complaints.ts';
import type { ChooseAnswer, Errands } from './bot/errands.ts';
import type { Intake, CrashPoint as IntakeCrashPoint } from './bot/intake.ts';
import { createSender, type Sender, type CrashPoint as SenderCrashPoint, type SenderSettings } from './bot/sender.ts';
import type { FlowBook } from './bot/turn.ts';
import { createFeeder, type Feeder, type CrashPoint as FeederCrashPoint } from './broadcast/feeder.ts';
import { createJumpingClock, type JumpingClock } from './clock.ts';
import type { Config } from './config.ts';
import type { LiveContent } from './content/live.ts';
import type { Database } from './db/client.ts';
import type { Metrics } from './metrics.ts';
import { createScamBook } from './scam-book.ts';
import { type EditableTexts, loadTexts, type Texts } from './text.ts';
import type { Speech } from './voice/speech.ts';

export interface Assistant {
  web: FastifyInstance;
  intake: Intake;
  sender: Sender;
  feeder: Feeder;
  /** What people read, as published; to be started by whoever runs a process for longer. */
  content: LiveContent;
  clock: JumpingClock;
  texts: Texts;
  metrics: Metrics;
  /** Every route of the house with what it needs, for the test that no door is without a lock. */
  routes: readonly RouteOptions[];
  /** Connects to the platforms: webhooks registered or polling begun. */
  connect(signal: AbortSignal): Promise<string[]>;
  /** Timed work that is due now: what pg-boss calls, and the simulator after a jump of the clock. */
  runDue(): Promise<void>;
  /** What turns left to be fetched from outside. */
  errands: Errands;
}

export interface BuildOptions {
  config: Config;
  db: Database;
  /** ENCRYPTION_KEY, or the one kept beside the embedded database. */
  key: Buffer;
  clock?: JumpingClock;
  texts?: EditableTexts;
  senderSettings?: Partial<SenderSettings>;
  /** The published flows unless a test publishes its own. */
  flows?: FlowBook;
  /** The made-up voice; null for none. Found among the installed programs by default. */
  speech?: Speech | null;
  /** False in benchmarks only. */
  paceChats?: boolean;
  /** Instead of HTTP, in tests and benchmarks: the channels are then on whatever the settings say. */
  transports?: LastHops;
  /** Where photos of codes are fetched instead of the platforms, in tests. */
  photos?: PhotoSource;
  /** A program that chooses among vetted answers; the one of the settings by default, and none without them. */
  chooseAnswer?: ChooseAnswer | null;
  /** Ends the process at named points, for the kill test. */
  crash?: (point: IntakeCrashPoint | SenderCrashPoint | FeederCrashPoint) => void;
}

export async function buildAssistant(options: BuildOptions): Promise<Assistant> {
  const { config, db, key } = options;
  const clock = options.clock ?? createJumpingClock(config.demoClock);
  const texts = options.texts ?? loadTexts();
  const metrics = openMetrics(db, texts);
  const { web, routes } = createServer(config);
  const { log } = web;
  const base = { config, db, key, clock, texts, log };
  const crash = options.crash && { crash: options.crash };

  const published = await openPublished({ ...base, flows: options.flows });
  const { flows, pictures } = published;
  const voices = openVoices(config, log, options.speech);
  const media = createMedia({ ...base, flows, pictures, voices });
  const platforms = openPlatforms({ ...base, lastHops: options.transports });
  const simulator = openSimulator({ ...base, pictures, voices });
  const scams = createScamBook(db.sql);
  await scams.refresh();

  const sender = createSender({
    ...{ db, clock, media, log, ...crash },
    channels: platforms.channels,
    simulated: simulator.channels,
    settings: { claims: config.role !== 'web', ...options.senderSettings },
    onOutcome: (outcomes) => {
      for (const { channel, state } of outcomes) metrics.delivery(channel, state);
      feeder.wake(outcomes.filter(({ broadcastId }) => broadcastId !== null));
    },
  });
  const calmLog = oncePerMinute(log, clock);
  const feeder = createFeeder({
    ...{ db, clock, texts, sender, ...crash },
    onError: (err) => calmLog.error({ err }, 'feeding announcements'),
  });
  const { intake, errands } = openTurns({
    ...base,
    ...{ published, voices, media, scams, sender, ...crash },
    channels: simulator.channels, // splitting is the same whether sent or recorded, and needs no settings
    photos: options.photos,
    chooseAnswer: options.chooseAnswer,
    paceChats: options.paceChats,
  });
  const runDue = () => doDueWork({ ...base, published, scams, sender, feeder, errands });
  await registerRoutes(web, {
    ...base,
    ...{ metrics, published, voices, platforms, simulator, sender, intake, runDue },
  });
  return {
    ...{ web, intake, sender, feeder, clock, texts, metrics, routes, runDue, errands },
    content: published.live,
    connect: (signal) => platforms.connect(intake.receive, signal),
  };
}
