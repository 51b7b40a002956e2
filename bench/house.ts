/** The whole house as it runs in service – HTTP, verification, turns, outbox, sender –, without its pacing unless told. */
import { buildAssistant } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/db/client.ts';
import { serve, settingsOf } from './child.ts';

export interface HouseSettings {
  databaseUrl: string;
  dataDir: string;
  token: string;
  secret: string;
  apiRoot: string;
  /** Calls a second; as fast as it goes unless said. */
  perSecond?: number;
}

const { databaseUrl, dataDir, token, secret, apiRoot, perSecond } = settingsOf<HouseSettings>();
const key = Buffer.alloc(32, 7);
const config = readConfig({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  ENCRYPTION_KEY: key.toString('base64'),
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_WEBHOOK_SECRET: secret,
  TELEGRAM_API_ROOT: apiRoot,
  LOG_LEVEL: 'warn',
});
const db = connect(databaseUrl, { connections: 12 });
/** Telegram's real limit is about 30 messages a second; here the house itself is to be the limit. */
const every = { perSecond: perSecond ?? Number.POSITIVE_INFINITY };
const pace = { telegram: every, zalo: every };
const assistant = await buildAssistant({ config, db, key, paceChats: false, senderSettings: { pace } });
await assistant.sender.start();
assistant.feeder.start();
const address = await assistant.web.listen({ host: '127.0.0.1', port: 0 });

serve(
  { url: `${address}/webhooks/telegram` },
  async () => assistant.sender.stats(),
  async () => {
    await assistant.web.close();
    await assistant.intake.drain();
    await assistant.feeder.stop();
    await assistant.sender.drain();
    await db.close();
  },
);
