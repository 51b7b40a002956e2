/**
 * One of several processes that call Zalo with the token they all share: the real store, source, client and HTTP. Told
 * what to do by messages from the test (`token-race.test.ts`).
 */
import { createZalo } from '../../../src/bot/channels/zalo.ts';
import { axiosTransport } from '../../../src/bot/channels/zalo-client.ts';
import { createTokenSource } from '../../../src/bot/channels/zalo-token.ts';
import { createJumpingClock } from '../../../src/clock.ts';
import { connect } from '../../../src/db/client.ts';
import { createPgTokenStore } from '../../../src/db/tokens.ts';

export interface TokenUserSettings {
  databaseUrl: string;
  /** Base64. */
  key: string;
  root: string;
  appId: string;
  appSecret: string;
  oaId: string;
  seed: string;
}

/** Make these calls, each for a user id of its own, all at once; the clock stands `offsetMs` from the machine's. */
export interface Errand {
  offsetMs: number;
  users: string[];
}

/** Per call: null when it succeeded, else why not. */
export type Outcomes = (string | null)[];

const settings = JSON.parse(process.env.TOKEN_USER ?? '') as TokenUserSettings;
const { appId, appSecret, oaId, root, seed } = settings;
const clock = createJumpingClock(null);
const db = connect(settings.databaseUrl, { connections: 2 });
const transport = axiosTransport({ openapi: root, oauth: root });
const tokens = createTokenSource({
  ...{ appId, appSecret, seed, transport },
  store: createPgTokenStore(db, { oaId, key: Buffer.from(settings.key, 'base64') }),
  now: clock.now,
});
const zalo = createZalo({ appId, appSecret, oaId, tokens, transport, pressPrompt: '', now: clock.now });

process.on('message', async ({ offsetMs, users }: Errand) => {
  clock.jumpTo(new Date(Date.now() + offsetMs));
  const answers = await Promise.all(users.map((user) => zalo.quotaForUser(user)));
  process.send?.(answers.map((answer): Outcomes[number] => (answer.ok ? null : `${answer.failure}: ${answer.detail}`)));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
