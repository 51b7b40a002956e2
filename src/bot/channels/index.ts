/** The platforms this installation speaks. */
import type { Channel, ChannelName } from '../channel.ts';
import { createTelegram, type Telegram, type TelegramSettings } from './telegram.ts';
import { createZalo, type Zalo, type ZaloSettings } from './zalo.ts';

export interface Channels {
  telegram: Telegram | null;
  zalo: Zalo | null;
}

/** A platform without settings is off. */
export function createChannels(settings: { telegram?: TelegramSettings | null; zalo?: ZaloSettings | null }): Channels {
  return {
    telegram: settings.telegram ? createTelegram(settings.telegram) : null,
    zalo: settings.zalo ? createZalo(settings.zalo) : null,
  };
}

/** Throws when that platform is off: whoever holds an address of it has met it while it was on. */
export function channelOf(channels: Channels, name: ChannelName): Channel {
  const channel = channels[name];
  if (channel === null) throw new Error(`The channel "${name}" is switched off.`);
  return channel;
}

export function activeChannels(channels: Channels): Channel[] {
  return [channels.telegram, channels.zalo].filter((channel) => channel !== null);
}
