/** The ways to the platforms: which are on, their tokens, the words their screens need, and connecting. */
import { type Channels, createChannels } from '../bot/channels/index.ts';
import { createPhotoSource, PhotoGone, type PhotoSource } from '../bot/channels/photo-source.ts';
import { createTelegram, type Telegram, type TelegramSettings } from '../bot/channels/telegram.ts';
import { type TelegramTransport, telegramTransport } from '../bot/channels/telegram-transport.ts';
import { createZalo, type Zalo, type ZaloSettings } from '../bot/channels/zalo.ts';
import { axiosTransport, type ZaloTransport } from '../bot/channels/zalo-client.ts';
import { createTokenSource, fixedToken } from '../bot/channels/zalo-token.ts';
import type { Log } from '../bot/complaints.ts';
import type { Intake } from '../bot/intake.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/client.ts';
import { openPhone } from '../db/phone-numbers.ts';
import { createPgTokenStore } from '../db/tokens.ts';
import { SIMULATED_OA } from '../simulator/zalo-person.ts';
import type { Texts } from '../text.ts';
import type { OfficialPorts } from '../web/ports.ts';

/** Where calls end instead of at a platform. */
export interface LastHops {
  telegram: TelegramTransport;
  zalo: ZaloTransport;
}

interface PlatformParts {
  config: Config;
  db: Database;
  key: Buffer;
  clock: Clock;
  texts: Texts;
  log: Log;
  /** Instead of HTTP: the channels are then on whatever the settings say. */
  lastHops: LastHops | undefined;
}

export interface Platforms {
  channels: Channels;
  /** Which are on, and the assistant's public names there. */
  names: OfficialPorts['channels'];
  /** Resolves with what was connected, for the operator's first look at the console. */
  connect(receive: Intake['receive'], signal: AbortSignal): Promise<string[]>;
}

export function openPlatforms(parts: PlatformParts): Platforms {
  const { config, key, texts, log, lastHops } = parts;
  const channels = lastHops
    ? channelsOver(lastHops, { key, texts, pagesUrl: config.publicUrl })
    : createChannels({ telegram: telegramSettings(parts), zalo: zaloSettings(parts) });
  const { telegram } = channels;
  /** Known once Telegram has answered. */
  let botName: string | null = null;
  return {
    channels,
    names: () => [
      { channel: 'telegram', isOn: config.telegram !== null, name: botName },
      { channel: 'zalo', isOn: config.zalo !== null, name: config.zalo?.oaId ?? null },
    ],
    async connect(receive, signal) {
      if (!telegram || config.role === 'worker') return [];
      const { username } = await telegram.connect(config.publicUrl, {
        menu: commandMenu(texts),
        onUpdates: async (updates) => {
          const events = updates.flatMap((update) => telegram.parse(update) ?? []);
          await Promise.all(events.map((event) => receive(event)));
        },
        signal,
        onTrouble: (err) => log.warn({ err }, 'polling Telegram'),
      });
      botName = username || null;
      return [`https://t.me/${username}`];
    },
  };
}

/** The real parsing, splitting and rendering over another last hop. */
export const channelsOver = (
  { telegram, zalo }: LastHops,
  { key, texts, pagesUrl }: { key: Buffer; texts: Texts; pagesUrl: string | null },
): { telegram: Telegram; zalo: Zalo } => ({
  telegram: createTelegram({
    token: 'simulated',
    webhookSecret: 'simulated',
    transport: telegram,
    keyboard: keyboardWords(texts),
  }),
  zalo: createZalo({
    ...SIMULATED_OA,
    appSecret: 'simulated',
    tokens: fixedToken('simulated'),
    transport: zalo,
    pressPrompt: pressPrompt(texts),
    openPhone: (carried) => openPhone(key, Buffer.from(carried, 'base64')),
    pagesUrl,
  }),
});

/** Photos come from the platforms that are on; of make-believe people there are none. */
export function platformPhotos({ telegram }: Pick<Config, 'telegram'>): PhotoSource {
  const source = createPhotoSource({
    telegram: telegram && {
      transport: telegramTransport(telegram.token, telegram.apiRoot),
      token: telegram.token,
      apiRoot: telegram.apiRoot,
    },
  });
  return (channel, file) => (file === '' ? Promise.reject(new PhotoGone('No photo.')) : source(channel, file));
}

const telegramSettings = ({ config: { telegram }, texts }: PlatformParts): TelegramSettings | null =>
  telegram && {
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    webhookSecret: telegram.webhookSecret ?? undefined,
    webhookSecretPrevious: telegram.webhookSecretPrevious ?? undefined,
    keyboard: keyboardWords(texts),
  };

function zaloSettings({ config: { zalo, publicUrl }, db, key, clock, texts, log }: PlatformParts): ZaloSettings | null {
  if (!zalo) return null;
  const { appId, appSecret, oaId, oaSecret } = zalo;
  const roots = { openapi: zalo.apiRoot, oauth: zalo.oauthRoot, business: zalo.businessApiRoot };
  const tokens = createTokenSource({
    appId,
    appSecret,
    seed: zalo.refreshToken ?? undefined,
    store: createPgTokenStore(db, { oaId, key }),
    transport: axiosTransport(roots),
    now: clock.now,
    onState: (state) => log.warn({ state }, 'Zalo token changed state'),
  });
  return {
    ...{ appId, appSecret, oaId, oaSecret, roots, tokens, publicUrl },
    pressPrompt: pressPrompt(texts),
    openPhone: (carried) => openPhone(key, Buffer.from(carried, 'base64')),
  };
}

const pressPrompt = (texts: Texts): string => texts.say('vi', 'channel.press-prompt');

const keyboardWords = (texts: Texts) => ({
  help: texts.say('vi', 'button.person'),
  home: texts.say('vi', 'button.menu'),
});

const commandMenu = (texts: Texts) =>
  ['batdau', 'tieptuc', 'giup', 'dung', 'dulieu'].map((command) => ({
    command,
    description: texts.say('vi', `channel.commands.${command}`),
  }));
