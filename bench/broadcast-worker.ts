/** One `PROCESS_ROLE=worker` as it runs in service: plans, feeds, claims, sends. */
import { buildAssistant } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/db/client.ts';
import { serve, settingsOf } from './child.ts';

export interface WorkerSettings {
  databaseUrl: string;
  dataDir: string;
  apiRoot: string;
  /** Null: as fast as the machine can. */
  perSecond: number | null;
  concurrency: number;
}

const { databaseUrl, dataDir, apiRoot, perSecond, concurrency } = settingsOf<WorkerSettings>();
const key = Buffer.alloc(32, 7);
const config = readConfig({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  ENCRYPTION_KEY: key.toString('base64'),
  TELEGRAM_BOT_TOKEN: '7000000001:bench',
  TELEGRAM_API_ROOT: apiRoot,
  PROCESS_ROLE: 'worker',
  LOG_LEVEL: 'warn',
});
const db = connect(databaseUrl, { connections: 8 });
const pace = { perSecond: perSecond ?? Number.POSITIVE_INFINITY };
const assistant = await buildAssistant({
  config,
  db,
  key,
  senderSettings: { pace: { telegram: pace, zalo: pace }, concurrency },
});
let peak = process.memoryUsage.rss();
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
await assistant.sender.start();
assistant.feeder.start();

serve(
  {},
  async ({ do: what }) => {
    if (what === 'stats') return assistant.sender.stats();
    const before = peak;
    peak = process.memoryUsage.rss();
    return before;
  },
  async () => {
    clearInterval(watching);
    await assistant.web.close();
    await assistant.feeder.stop();
    await assistant.sender.drain();
    await db.close();
  },
);
