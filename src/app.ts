/**
 * The composition root: the only file that knows everybody. It builds the house from its parts and starts nothing that
 * listens or ticks; `main.ts` does that, and tests use `app.inject` without a port.
 */
import { join } from 'node:path';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
  type RouteOptions,
} from 'fastify';
import { createAnswerChooser } from './answer-chooser.ts';
import type { Channel, ChannelName, InboundEvent, MediaRef } from './bot/channel.ts';
import { createChannels } from './bot/channels/index.ts';
import { createPhotoSource, PhotoGone, type PhotoSource } from './bot/channels/photo-source.ts';
import { createTelegram, type Telegram } from './bot/channels/telegram.ts';
import { TELEGRAM_LIMITS } from './bot/channels/telegram-render.ts';
import { type TelegramTransport, telegramTransport } from './bot/channels/telegram-transport.ts';
import { createZalo } from './bot/channels/zalo.ts';
import { axiosTransport, type ZaloTransport } from './bot/channels/zalo-client.ts';
import { ZALO_LIMITS } from './bot/channels/zalo-render.ts';
import { createTokenSource, fixedToken, type TokenSource } from './bot/channels/zalo-token.ts';
import { oncePerMinute } from './bot/complaints.ts';
import { type ChooseAnswer, createErrands, type Errands } from './bot/errands.ts';
import type { CrashPoint as IntakeCrashPoint } from './bot/intake.ts';
import { createIntake, type Intake, type TurnReport } from './bot/intake.ts';
import type { Performers } from './bot/perform.ts';
import { remindDue } from './bot/remind.ts';
import { createSender, type Sender, type CrashPoint as SenderCrashPoint, type SenderSettings } from './bot/sender.ts';
import { runPeopleDue } from './bot/timed/people.ts';
import type { CodeSpec, FlowBook, PaperSpec } from './bot/turn.ts';
import { performBroadcast } from './broadcast/announce.ts';
import { createFeeder, type Feeder, type CrashPoint as FeederCrashPoint } from './broadcast/feeder.ts';
import { doChores } from './chores.ts';
import { createJumpingClock, type JumpingClock } from './clock.ts';
import type { Config, ZaloSettings } from './config.ts';
import { createLiveContent, type Earlier, type LiveContent } from './content/live.ts';
import { createContentDesk } from './content-desk.ts';
import { createSignInLink, forgetSignIns, LINK_LIVES_MS } from './db/access.ts';
import { readPicture } from './db/announcement-pictures.ts';
import { forgetAnswers } from './db/answers.ts';
import { settleAreas } from './db/area-changes.ts';
import type { Database } from './db/client.ts';
import { foldFigures } from './db/figures.ts';
import { createMediaStore, type Media } from './db/media.ts';
import { forgetProofs } from './db/proof-codes.ts';
import { open, phoneHash, seal } from './db/seal.ts';
import { createPgTokenStore } from './db/tokens.ts';
import { forgetUnknown } from './db/unknown-phrases.ts';
import { personas } from './demo/commune.ts';
import { readFlowWords, readingExceptions } from './flow-words.ts';
import { blocks, flowOf, published } from './flows/index.ts';
import { loggerOptions } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { myDataPaper } from './paper/my-data.ts';
import { stepSheet } from './paper/step-sheet.ts';
import { createPictureCache } from './pictures/cache.ts';
import { drawStepPicture } from './pictures/draw.ts';
import { createScamBook } from './scam-book.ts';
import type { SimulatorPorts } from './simulator/ports.ts';
import { createRecorder } from './simulator/recorder.ts';
import { SIMULATED_OA } from './simulator/zalo-person.ts';
import { createStepPictures, everyFlowOf, findPicture, type StepPictures } from './step-pictures.ts';
import { createStepVoices, createVoices, type StepVoices } from './step-voices.ts';
import { type EditableTexts, loadTexts, type Texts } from './text.ts';
import { fingerprint } from './vietqr/fingerprint.ts';
import { readPhotograph } from './vietqr/photograph.ts';
import { makeStand } from './vietqr/stand.ts';
import { createClips } from './voice/clips.ts';
import { createRecordings } from './voice/recordings.ts';
import { createSpeech, type Speech } from './voice/speech.ts';
import { api } from './web/api/api.ts';
import { apiRoutes } from './web/api/routes.ts';
import { lateAssets } from './web/assets.ts';
import { health } from './web/health.ts';
import { listen } from './web/listen.tsx';
import { pages } from './web/pages/pages.tsx';
import { roundShell } from './web/pages/round.tsx';
import { guestRoutes, pageRoutes } from './web/pages/routes.ts';
import { simulatorDoor } from './web/pages/simulator-door.ts';
import { pictures } from './web/pictures.ts';
import type { OfficialPorts } from './web/ports.ts';
import { ROUND_PATH } from './web/round/wire.ts';
import { simulatorPages } from './web/simulator.tsx';
import { verification } from './web/verification.ts';
import { webhooks } from './web/webhooks.ts';

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
  transports?: { telegram: TelegramTransport; zalo: ZaloTransport };
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
  const metrics = createMetrics();
  const web = fastify({
    logger: loggerOptions(config.logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
  });
  const { log } = web;
  const routes: RouteOptions[] = [];
  web.addHook('onRoute', (route) => void routes.push(route));

  const content = createLiveContent({
    sql: db.sql,
    definitions: [...published, ...blocks],
    lookup: readFlowWords(),
    earlierVersion: flowOf,
    texts,
    hasSimulated: config.demo,
    onError: (err) => log.error({ err }, 'reading what is published; people go on with what they had'),
  });
  await content.refresh();
  const flowBook = options.flows ?? content.editionFor(false).flows;
  const rehearsed = { ...content.editionFor(true), ...(options.flows && { flows: options.flows }) };
  const pictureCache = createPictureCache({ dir: join(config.dataDir, 'pictures'), draw: drawStepPicture });
  const picturesOf = (flows: FlowBook, words: Texts) => createStepPictures(everyFlowOf(flows), words, pictureCache);
  const shownPictures = picturesOf(flowBook, texts);
  const rehearsedPictures = config.demo ? picturesOf(rehearsed.flows, rehearsed.texts) : shownPictures;
  const pastPictures = new WeakMap<Earlier, StepPictures>();
  const pastPicturesOf = (past: Earlier): StepPictures => {
    const known = pastPictures.get(past) ?? createStepPictures(past.flows, past.texts, pictureCache);
    pastPictures.set(past, known);
    return known;
  };
  const stepPictures: StepPictures = {
    refOf: shownPictures.refOf,
    bytesOf: async (hash) =>
      (await readPicture(db.sql, hash)) ??
      findPicture(hash, config.demo ? [shownPictures, rehearsedPictures] : [shownPictures], async () =>
        (await content.earlier(clock.now())).map((past) => pastPicturesOf(past)),
      ),
  };
  const stepVoices = openVoices(options, log);
  const media = createMedia(
    db,
    { stepPictures, stepVoices, drawPaper: (spec) => drawPaper(texts, flowBook, spec) },
    key,
    clock,
  );
  const words: ChannelWords = { ...channelWords(texts), openPhone: openPhoneWith(key) };
  const tokens = zaloTokens(options, clock, (state) => log.warn({ state }, 'Zalo token changed state'));
  const channels = options.transports
    ? channelsOver(options.transports, words, config.publicUrl)
    : createChannels({
        telegram: config.telegram && {
          token: config.telegram.token,
          apiRoot: config.telegram.apiRoot,
          webhookSecret: config.telegram.webhookSecret ?? undefined,
          webhookSecretPrevious: config.telegram.webhookSecretPrevious ?? undefined,
          keyboard: words.keyboard,
        },
        zalo: config.zalo &&
          tokens && {
            ...zaloSettings(config),
            tokens,
            pressPrompt: words.pressPrompt,
            publicUrl: config.publicUrl,
            openPhone: words.openPhone,
          },
      });
  const recorder = createRecorder({
    sql: db.sql,
    clock,
    pictureBytes: (hash) => stepPictures.bytesOf(hash).catch(() => null),
    voiceBytes: async (hash) => (await stepVoices.soundOf(hash, 'ogg').catch(() => null))?.bytes ?? null,
  });
  const simulated = channelsOver(recorder, words, config.publicUrl ?? `http://127.0.0.1:${config.port}`);
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
      if (outcomes.some(({ broadcastId }) => broadcastId !== null)) feeder.wake();
    },
    ...(options.crash && { crash: options.crash }),
  });
  const scams = createScamBook(db.sql);
  await scams.refresh();
  const choose =
    options.chooseAnswer === undefined ? createAnswerChooser(config.answerChooserUrl) : options.chooseAnswer;
  const intake: Intake = createIntake({
    db,
    clock,
    texts,
    flows: flowBook,
    channels: simulated, // splitting is the same whether sent or recorded, and needs no settings
    sender,
    performers: createPerformers(config, media, key),
    picture: stepPictures.refOf,
    rehearsal: { texts: rehearsed.texts, flows: rehearsed.flows, picture: rehearsedPictures.refOf },
    voices: createVoices(stepVoices, (person) => person.channel === 'telegram' || person.simulated || hasPages(config)),
    fingerprint: ({ bin, account }) => fingerprint(key, { bin, account, service: 'QRIBFTTA' }),
    scams: scams.of,
    hasChooser: choose !== null,
    onErrand: () => errands.wake(),
    onError: (err, text) => log.error({ err }, text),
    ...(options.paceChats !== undefined && { paceChats: options.paceChats }),
    ...(options.crash && { crash: options.crash }),
  });
  const errands = createErrands({
    db,
    clock,
    reveal: (body) => open(key, body, ERRAND).toString(),
    photo: options.photos ?? photosOf(config),
    readPhotograph,
    choose,
    receive: intake.receive,
    onError: (err) => log.warn({ err }, 'an errand'),
  });
  /** The bot's public name, known once Telegram has answered. */
  let botName: string | null = null;
  const wake = () => sender.wake();
  const calmLog = oncePerMinute(log, clock);
  const feeder = createFeeder({
    db,
    clock,
    texts,
    sender,
    onError: (err) => calmLog.error({ err }, 'feeding announcements'),
    ...(options.crash && { crash: options.crash }),
  });
  const now = () => clock.now();
  const runDue = async () => {
    await doChores([
      () => remindDue({ db, clock, texts, flows: flowBook, rehearsal: rehearsed, wake }),
      () =>
        runPeopleDue({
          ...{ db, clock, texts, flows: flowBook, wake },
          picture: stepPictures.refOf,
          fingerprint: () => '', // only a typed account number needs one, and nobody types in timed work
        }),
      feeder.runOnce,
      errands.runOnce,
      scams.refresh,
      () => forgetProofs(db.sql, now()),
      () => forgetAnswers(db.sql, now()),
      () => forgetSignIns(db.sql, now()),
      () => forgetUnknown(db.sql, now()),
      () => settleAreas(db.sql, now()),
      () => foldFigures(db.sql),
    ]);
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
  metrics.total('tls_missing_words_total', 'Texts shown in Vietnamese because the reader’s language lacks them', () =>
    [...texts.missing.values()].reduce((sum, count) => sum + count, 0),
  );
  await web.register(health, { ready, metrics });
  await web.register(verification, { dataDir: config.dataDir });
  await web.register(pictures, { bytesOf: stepPictures.bytesOf });
  await web.register(listen, { texts, find: stepVoices.find, soundOf: stepVoices.soundOf });
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
    const official: OfficialPorts = {
      sql: db.sql,
      clock,
      texts,
      flows: flowBook,
      key,
      demo: config.demo,
      publicUrl: config.publicUrl,
      content: createContentDesk({
        live: content,
        rules: { limits: [TELEGRAM_LIMITS, ZALO_LIMITS], exceptions: readingExceptions() },
        cache: pictureCache,
        voices: stepVoices,
        clock,
      }),
      channels: () => [
        { channel: 'telegram', isOn: config.telegram !== null, name: botName },
        { channel: 'zalo', isOn: config.zalo !== null, name: config.zalo?.oaId ?? null },
      ],
      wake,
    };
    await web.register(api, { ports: official, routes: apiRoutes });
    const assets = lateAssets();
    const simulator: FastifyPluginAsync = async (scope) => {
      const ports = simulatorPorts({ db, clock, intake, channels: simulated, runDue, stepPictures });
      await scope.register(simulatorPages, { ports, media: recorder.media, assets });
    };
    await web.register(pages, {
      ports: official,
      assets,
      routes: pageRoutes,
      guests: [...guestRoutes, roundShell(assets), simulatorDoor(simulator, assets)],
    });
  }
  return {
    web,
    intake,
    sender,
    feeder,
    content,
    clock,
    texts,
    metrics,
    routes,
    runDue,
    errands,
    connect: async (signal) => {
      const links = await connectPlatforms({
        config,
        channels,
        intake,
        texts,
        signal,
        onTrouble: (err) => log.warn({ err }, 'polling Telegram'),
      });
      botName = /^https:\/\/t\.me\/(\w+)$/.exec(links[0] ?? '')?.[1] ?? null;
      return links;
    },
  };
}

/** Photos come from the platforms that are on; of make-believe people there are none. */
function photosOf({ telegram }: Config): PhotoSource {
  const source = createPhotoSource({
    telegram: telegram && {
      transport: telegramTransport(telegram.token, telegram.apiRoot),
      token: telegram.token,
      apiRoot: telegram.apiRoot,
    },
  });
  return (channel, file) => (file === '' ? Promise.reject(new PhotoGone('No photo.')) : source(channel, file));
}

/** Recordings and made-up voices live side by side below DATA_DIR; several processes may share the folder. */
function openVoices({ config, speech = createSpeech() }: BuildOptions, log: FastifyBaseLogger): StepVoices {
  const folder = join(config.dataDir, 'voice');
  if (!speech)
    log.info('No made-up voice: espeak-ng or opus-tools is not installed. Steps are read aloud by recordings only.');
  const onError = (err: unknown) => log.warn({ err }, 'keeping a voice clip');
  return createStepVoices({
    clips: createClips({ dir: join(folder, 'clips'), speech, onError }),
    recordings: createRecordings(join(folder, 'recordings')),
  });
}

/** Zalo plays no voices, it opens a page of ours: possible only under an address of our own. */
const hasPages = ({ publicUrl }: Config): boolean => publicUrl?.startsWith('https://') ?? false;

type ChannelWords = ReturnType<typeof channelWords> & { openPhone: (sealed: string) => string };

/** A template to a phone number carries it sealed; it is opened for the one call. */
const openPhoneWith = (key: Buffer) => (sealed: string) => open(key, Buffer.from(sealed, 'base64'), 'phone').toString();

/** Channels without HTTP: the real parsing, splitting and rendering over another last hop. */
const channelsOver = (
  { telegram, zalo }: { telegram: TelegramTransport; zalo: ZaloTransport },
  { keyboard, pressPrompt, openPhone }: ChannelWords,
  pagesUrl: string | null,
) => ({
  telegram: createTelegram({ token: 'simulated', webhookSecret: 'simulated', transport: telegram, keyboard }),
  zalo: createZalo({
    ...SIMULATED_OA,
    appSecret: 'simulated',
    tokens: fixedToken('simulated'),
    transport: zalo,
    pressPrompt,
    openPhone,
    pagesUrl,
  }),
});

/** A merchant's code is kept as what it is drawn from, sealed, and drawn when it is sent. */
function createMedia(
  db: Database,
  sources: { stepPictures: StepPictures; stepVoices: StepVoices; drawPaper(spec: PaperSpec): Promise<Buffer> },
  key: Buffer,
  clock: JumpingClock,
): Media {
  const { stepPictures, stepVoices, drawPaper } = sources;
  const store = createMediaStore(db, { draw: stepPictures.bytesOf, speak: stepVoices.oggOf, key, clock });
  const drawn = (bytesOf: (media: MediaRef) => Promise<Buffer>) => async (media: MediaRef) =>
    media.kind === 'private' ? drawPrivate(await bytesOf(media), media.mime, drawPaper) : bytesOf(media);
  return {
    ...store,
    bytesOf: drawn(store.bytesOf),
    simulated: { ...store.simulated, bytesOf: drawn(store.simulated.bytesOf) },
  };
}

async function drawPrivate(
  opened: Buffer,
  mime: 'image/png' | 'application/pdf',
  draw: (spec: PaperSpec) => Promise<Buffer>,
): Promise<Buffer> {
  const spec = JSON.parse(opened.toString('utf8')) as CodeSpec | PaperSpec;
  return 'paper' in spec ? draw(spec) : drawCode(spec, mime);
}

async function drawPaper(texts: Texts, flows: FlowBook, spec: PaperSpec): Promise<Buffer> {
  if (spec.paper === 'my-data') return myDataPaper(texts, spec.lines);
  const flow = flows.current.get(spec.flow);
  if (!flow) throw new Error(`No flow is called "${spec.flow}": it was withdrawn before its sheet was printed.`);
  const local = flows.local?.(spec.areaCode ?? null);
  return stepSheet(texts, { flow, household: spec.household, ...(local && { local }) });
}

async function drawCode(code: CodeSpec, mime: 'image/png' | 'application/pdf'): Promise<Buffer> {
  const { bin, account, holder, stall, standNumber, isSample } = code;
  const stand = { bin, account, holder, stall, number: standNumber, isSample };
  const { file } = await makeStand(stand, { format: mime === 'image/png' ? 'png' : 'pdf', paper: 'a6' });
  return file;
}

/** How long a code may wait for its chat before it is gone even if it was never sent. */
const CODE_LIVES_MS = 2 * 86_400_000;

/** What errands are sealed for. */
const ERRAND = 'errand';

const createPerformers = (config: Config, media: Media, key: Buffer): Performers => ({
  signInLink: async (tx, contactId, now, round) => {
    const base = config.publicUrl ?? `http://${config.host}:${config.port}`;
    const link = await createSignInLink(tx, contactId, now);
    return { href: `${base}/dang-nhap/${link}${round ? `?tiep=${ROUND_PATH}` : ''}`, livesMs: LINK_LIVES_MS };
  },
  conceal: (body) => seal(key, Buffer.from(body), ERRAND),
  concealPhone: (phone) => ({ sealed: seal(key, Buffer.from(phone), 'phone'), hash: phoneHash(key, phone) }),
  broadcast: performBroadcast,
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

const zaloRoots = ({ apiRoot, oauthRoot, businessApiRoot }: ZaloSettings) => ({
  openapi: apiRoot,
  oauth: oauthRoot,
  business: businessApiRoot,
});

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
