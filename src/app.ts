/**
 * The composition root: the only file that knows everybody. It builds the house from its parts and starts nothing that
 * listens or ticks; `main.ts` does that, and tests use `app.inject` without a port.
 */
import { join } from 'node:path';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Channel, ChannelName, InboundEvent, MediaRef } from './bot/channel.ts';
import { createChannels } from './bot/channels/index.ts';
import { createTelegram, type Telegram, type TelegramTransport } from './bot/channels/telegram.ts';
import { createZalo } from './bot/channels/zalo.ts';
import { axiosTransport, type ZaloTransport } from './bot/channels/zalo-client.ts';
import { createTokenSource, fixedToken, type TokenSource } from './bot/channels/zalo-token.ts';
import type { CrashPoint as IntakeCrashPoint } from './bot/intake.ts';
import { createIntake, type Intake, type TurnReport } from './bot/intake.ts';
import type { Performers } from './bot/perform.ts';
import { remindDue } from './bot/remind.ts';
import { createSender, type Sender, type CrashPoint as SenderCrashPoint, type SenderSettings } from './bot/sender.ts';
import type { CodeSpec, FlowBook } from './bot/turn.ts';
import { actOnBroadcast, draftBroadcast } from './broadcast/announce.ts';
import { createFeeder, type Feeder } from './broadcast/feeder.ts';
import { createJumpingClock, type JumpingClock } from './clock.ts';
import type { Config, ZaloSettings } from './config.ts';
import type { Database } from './db/client.ts';
import { createMediaStore, type Media } from './db/media.ts';
import { phoneHash, seal } from './db/seal.ts';
import { createPgTokenStore } from './db/tokens.ts';
import { personas } from './demo/commune.ts';
import { flowOf, flows } from './flows/index.ts';
import { loggerOptions } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createPictureCache } from './pictures/cache.ts';
import { drawStepPicture } from './pictures/draw.ts';
import type { SimulatorPorts } from './simulator/ports.ts';
import { createRecorder } from './simulator/recorder.ts';
import { SIMULATED_OA } from './simulator/zalo-person.ts';
import { createStepPictures, type StepPictures } from './step-pictures.ts';
import { loadTexts, type Texts } from './text.ts';
import { fingerprint } from './vietqr/fingerprint.ts';
import { makeStand } from './vietqr/stand.ts';
import { bundleAssets } from './web/assets.ts';
import { health } from './web/health.ts';
import { pictures } from './web/pictures.ts';
import { simulatorPages } from './web/simulator.tsx';
import { verification } from './web/verification.ts';
import { webhooks } from './web/webhooks.ts';

export interface Assistant {
  web: FastifyInstance;
  intake: Intake;
  sender: Sender;
  feeder: Feeder;
  clock: JumpingClock;
  texts: Texts;
  metrics: Metrics;
  /** Connects to the platforms: webhooks registered or polling begun. */
  connect(signal: AbortSignal): Promise<string[]>;
  /** Timed work that is due now: what pg-boss calls, and the simulator after a jump of the clock. */
  runDue(): Promise<void>;
}

export interface BuildOptions {
  config: Config;
  db: Database;
  /** ENCRYPTION_KEY, or the one kept beside the embedded database. */
  key: Buffer;
  clock?: JumpingClock;
  texts?: Texts;
  senderSettings?: Partial<SenderSettings>;
  /** The published flows unless a test publishes its own. */
  flows?: FlowBook;
  /** False in benchmarks only. */
  paceChats?: boolean;
  /** Instead of HTTP, in tests and benchmarks: the channels are then on whatever the settings say. */
  transports?: { telegram: TelegramTransport; zalo: ZaloTransport };
  /** Ends the process at named points, for the kill test. */
  crash?: (point: IntakeCrashPoint | SenderCrashPoint) => void;
}

export async function buildAssistant(options: BuildOptions): Promise<Assistant> {
  const { config, db, key } = options;
  const clock = options.clock ?? createJumpingClock(config.demoClock);
  const texts = options.texts ?? loadTexts();
  const metrics = createMetrics();
  const flowBook = options.flows ?? { current: flows, of: flowOf };
  const web = fastify({
    logger: loggerOptions(config.logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
  });
  const { log } = web;

  const stepPictures = createStepPictures(
    flowBook.current.values(),
    texts,
    createPictureCache({ dir: join(config.dataDir, 'pictures'), draw: drawStepPicture }),
  );
  const media = createMedia(db, stepPictures, key, clock);
  const words = channelWords(texts);
  const tokens = zaloTokens(options, clock, (state) => log.warn({ state }, 'Zalo token changed state'));
  const channels = options.transports
    ? channelsOver(options.transports, words)
    : createChannels({
        telegram: config.telegram && {
          token: config.telegram.token,
          apiRoot: config.telegram.apiRoot,
          webhookSecret: config.telegram.webhookSecret ?? undefined,
          webhookSecretPrevious: config.telegram.webhookSecretPrevious ?? undefined,
          keyboard: words.keyboard,
        },
        zalo: config.zalo &&
          tokens && { ...zaloSettings(config), tokens, pressPrompt: words.pressPrompt, publicUrl: config.publicUrl },
      });
  const recorder = createRecorder({
    sql: db.sql,
    clock,
    pictureBytes: (hash) => stepPictures.bytesOf(hash).catch(() => null),
  });
  const simulated = channelsOver(recorder, words);
  const sender = createSender({
    db,
    channels,
    simulated,
    clock,
    media,
    log,
    settings: { claims: config.role !== 'web', ...options.senderSettings },
    onOutcome: (outcomes) => {
      for (const { channel, state } of outcomes) metrics.delivery(channel, state);
    },
    ...(options.crash && { crash: options.crash }),
  });
  const intake = createIntake({
    db,
    clock,
    texts,
    flows: flowBook,
    channels: simulated, // splitting is the same whether sent or recorded, and needs no settings
    sender,
    performers: createPerformers(media, key),
    picture: stepPictures.refOf,
    fingerprint: ({ bin, account }) => fingerprint(key, { bin, account, service: 'QRIBFTTA' }),
    onError: (err, text) => log.error({ err }, text),
    ...(options.paceChats !== undefined && { paceChats: options.paceChats }),
    ...(options.crash && { crash: options.crash }),
  });
  const wake = () => sender.wake();
  const feeder = createFeeder({
    db,
    clock,
    texts,
    wake,
    onError: (err) => log.error({ err }, 'feeding announcements'),
  });
  const runDue = async () => {
    await remindDue({ db, clock, texts, flows: flowBook, wake });
    await feeder.runOnce();
    wake();
  };

  const ready = async () => {
    await db.sql`select 1 from contacts limit 1`;
  };
  metrics.watch('tls_outbox_open', 'Outbox rows not yet ended', async () => {
    const [row] = await db.sql<
      { count: number }[]
    >`select count(*)::int as count from outbound where state in ('queued', 'sending')`;
    return row?.count ?? 0;
  });
  await web.register(health, { ready, metrics });
  await web.register(verification, { dataDir: config.dataDir });
  await web.register(pictures, { bytesOf: stepPictures.bytesOf });
  if (config.role !== 'worker') {
    const receive = async (event: InboundEvent) => {
      const began = performance.now();
      await intake.receive(event);
      metrics.turn((performance.now() - began) / 1000);
    };
    await web.register(webhooks, {
      prefix: '/webhooks',
      channels,
      receive,
      now: clock.now,
      onRequest: metrics.webhook,
    });
    if (config.demo) {
      const ports = simulatorPorts({ db, clock, intake, channels: simulated, runDue, stepPictures });
      await web.register(simulatorPages, { ports, media: recorder.media, assets: await bundleAssets() });
      web.get('/', async (_request, reply) => reply.redirect('/gia-lap'));
    }
  }
  return {
    web,
    intake,
    sender,
    feeder,
    clock,
    texts,
    metrics,
    runDue,
    connect: (signal) =>
      connectPlatforms({
        config,
        channels,
        intake,
        texts,
        signal,
        onTrouble: (err) => log.warn({ err }, 'polling Telegram'),
      }),
  };
}

/** Channels without HTTP: the real parsing, splitting and rendering over another last hop. */
const channelsOver = (
  { telegram, zalo }: { telegram: TelegramTransport; zalo: ZaloTransport },
  { keyboard, pressPrompt }: ReturnType<typeof channelWords>,
) => ({
  telegram: createTelegram({ token: 'simulated', webhookSecret: 'simulated', transport: telegram, keyboard }),
  zalo: createZalo({
    ...SIMULATED_OA,
    appSecret: 'simulated',
    tokens: fixedToken('simulated'),
    transport: zalo,
    pressPrompt,
  }),
});

/** A merchant's code is kept as what it is drawn from, sealed, and drawn when it is sent. */
function createMedia(db: Database, stepPictures: StepPictures, key: Buffer, clock: JumpingClock): Media {
  const store = createMediaStore(db, { draw: stepPictures.bytesOf, key, clock });
  const drawn = (bytesOf: (media: MediaRef) => Promise<Buffer>) => async (media: MediaRef) =>
    media.kind === 'private' ? drawCode(await bytesOf(media), media.mime) : bytesOf(media);
  return {
    ...store,
    bytesOf: drawn(store.bytesOf),
    simulated: { ...store.simulated, bytesOf: drawn(store.simulated.bytesOf) },
  };
}

async function drawCode(sealed: Buffer, mime: 'image/png' | 'application/pdf'): Promise<Buffer> {
  const { bin, account, holder, stall, standNumber, isSample } = JSON.parse(sealed.toString('utf8')) as CodeSpec;
  const stand = { bin, account, holder, stall, number: standNumber, isSample };
  const { file } = await makeStand(stand, { format: mime === 'image/png' ? 'png' : 'pdf', paper: 'a6' });
  return file;
}

/** How long a code may wait for its chat before it is gone even if it was never sent. */
const CODE_LIVES_MS = 2 * 86_400_000;

const createPerformers = (media: Media, key: Buffer): Performers => ({
  concealPhone: (phone) => ({ sealed: seal(key, Buffer.from(phone), 'phone'), hash: phoneHash(key, phone) }),
  broadcast: (tx, turn, effect) =>
    effect.type === 'draft-broadcast'
      ? draftBroadcast(tx, turn, effect)
      : actOnBroadcast(tx, turn, effect.id, effect.act),
  seal: async (tx, turn, mediaIds, code) => {
    const bytes = Buffer.from(JSON.stringify(code));
    const expiresAt = new Date(turn.world.now.getTime() + CODE_LIVES_MS);
    for (const id of mediaIds) await media.keepPrivate(tx, { id, contactId: BigInt(turn.person.id), bytes, expiresAt });
  },
});

function channelWords(texts: Texts) {
  return {
    pressPrompt: texts.say('vi', 'channel.press-prompt'),
    keyboard: { help: texts.say('vi', 'button.person'), home: texts.say('vi', 'button.menu') },
  };
}

function zaloSettings({ zalo }: Config) {
  if (!zalo) throw new Error('Zalo is off.');
  return {
    appId: zalo.appId,
    appSecret: zalo.appSecret,
    oaId: zalo.oaId,
    oaSecret: zalo.oaSecret,
    roots: zaloRoots(zalo),
  };
}

const zaloRoots = ({ apiRoot, oauthRoot }: ZaloSettings) => ({ openapi: apiRoot, oauth: oauthRoot });

function zaloTokens(
  { config: { zalo }, db, key }: BuildOptions,
  clock: JumpingClock,
  onState: (state: string) => void,
): TokenSource | null {
  if (!zalo) return null;
  return createTokenSource({
    appId: zalo.appId,
    appSecret: zalo.appSecret,
    seed: zalo.refreshToken ?? undefined,
    store: createPgTokenStore(db, { oaId: zalo.oaId, key }),
    transport: axiosTransport(zaloRoots(zalo)),
    now: clock.now,
    onState,
  });
}

interface Connecting {
  config: Config;
  channels: { telegram: Telegram | null };
  intake: Intake;
  texts: Texts;
  signal: AbortSignal;
  onTrouble(error: unknown): void;
}

/** Says what was connected, for the operator's first look at the console. */
async function connectPlatforms({
  config,
  channels: { telegram },
  intake,
  texts,
  signal,
  onTrouble,
}: Connecting): Promise<string[]> {
  if (!telegram || config.role === 'worker') return [];
  const menu = ['batdau', 'tieptuc', 'giup', 'dung', 'dulieu'].map((command) => ({
    command,
    description: texts.say('vi', `channel.commands.${command}`),
  }));
  const onUpdates = async (updates: Buffer[]) => {
    await Promise.all(updates.flatMap((update) => telegram.parse(update) ?? []).map((event) => intake.receive(event)));
  };
  const { username } = await telegram.connect(config.publicUrl, { menu, onUpdates, signal, onTrouble });
  return [`https://t.me/${username}`];
}

interface PortParts {
  db: Database;
  clock: JumpingClock;
  intake: Intake;
  channels: Record<ChannelName, Channel>;
  runDue(): Promise<void>;
  stepPictures: StepPictures;
}

function simulatorPorts({ db, clock, intake, channels, runDue, stepPictures }: PortParts): SimulatorPorts {
  return {
    clock,
    saveClock: async (offsetMs) => {
      await db.sql`
        insert into settings (key, value) values ('demo-clock', ${db.sql.json({ offsetMs })})
        on conflict (key) do update set value = excluded.value`;
    },
    receive: (event, { simulated }) => intake.receive(event, { simulated }) as Promise<TurnReport | null>,
    channels,
    sql: db.sql,
    runDue,
    people: async () => personas(),
    pictureBytes: (hash) => stepPictures.bytesOf(hash).catch(() => null),
  };
}
