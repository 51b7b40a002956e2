/** What the officials' pages and the API are given of the house. */
import { TELEGRAM_LIMITS } from '../bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../bot/channels/zalo-render.ts';
import type { Sender } from '../bot/sender.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createContentDesk } from '../content-desk.ts';
import type { Database } from '../db/client.ts';
import { readingExceptions } from '../flow-words.ts';
import type { StepVoices } from '../step-voices.ts';
import type { Texts } from '../text.ts';
import type { OfficialPorts } from '../web/ports.ts';
import type { Platforms } from './platforms.ts';
import type { Published } from './published.ts';

export interface OfficialParts {
  config: Pick<Config, 'demo' | 'publicUrl'>;
  db: Database;
  key: Buffer;
  clock: Clock;
  texts: Texts;
  published: Published;
  voices: StepVoices;
  platforms: Platforms;
  sender: Pick<Sender, 'wake'>;
}

export const officialPorts = (parts: OfficialParts): OfficialPorts => ({
  sql: parts.db.sql,
  key: parts.key,
  clock: parts.clock,
  texts: parts.texts,
  flows: parts.published.flows,
  demo: parts.config.demo,
  publicUrl: parts.config.publicUrl,
  channels: parts.platforms.names,
  content: createContentDesk({
    live: parts.published.live,
    rules: { limits: [TELEGRAM_LIMITS, ZALO_LIMITS], exceptions: readingExceptions() },
    cache: parts.published.pictureCache,
    voices: parts.voices,
    clock: parts.clock,
  }),
  wake: () => parts.sender.wake(),
});
