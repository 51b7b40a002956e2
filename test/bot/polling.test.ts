/** Without a public address: updates are fetched, and a press is acknowledged by a call of its own, after the commit. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildAssistant } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { connect } from '../../src/db/client.ts';
import { createTestDatabase } from '../support/database.ts';
import { TEST_KEY } from '../support/house.ts';

const USER = 5551234567;

it('acknowledges a fetched press by a call, once, and only when it is stored', async () => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-polling-'));
  const db = connect(database.url, { connections: 4 });
  const stored = async () => {
    const [row] = await db.sql<{ count: number }[]>`select count(*)::int as count from inbound where kind = 'press'`;
    return row?.count;
  };
  const stop = new AbortController();
  const calls: string[] = [];
  const acknowledged = Promise.withResolvers<{ id: unknown; stored: number | undefined }>();
  const fetched = Promise.withResolvers<void>();
  let offset: unknown;
  const press = {
    update_id: 70,
    callback_query: {
      ...{ id: 'press-1', chat_instance: '1', data: 'g.menu', from: { id: USER, is_bot: false, first_name: 'A' } },
      message: { message_id: 41, date: 1_763_712_000, chat: { id: USER, type: 'private' } },
    },
  };
  const telegram = {
    async call(method: string, payload: Record<string, unknown>): Promise<unknown> {
      calls.push(method);
      if (method === 'getMe') return { id: 1, username: 'bot' };
      if (method === 'answerCallbackQuery')
        acknowledged.resolve({ id: payload.callback_query_id, stored: await stored() });
      if (method !== 'getUpdates') return method.startsWith('send') ? { message_id: calls.length } : true;
      if (calls.filter((called) => called === 'getUpdates').length === 1) return [press];
      offset ??= payload.offset;
      fetched.resolve();
      return new Promise((resolve) => stop.signal.addEventListener('abort', () => resolve([])));
    },
  };
  const assistant = await buildAssistant({
    ...{ db, key: TEST_KEY, paceChats: false },
    config: readConfig({
      ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
      ENCRYPTION_KEY: TEST_KEY.toString('base64'),
    }),
    transports: { telegram, zalo: { request: () => Promise.reject(new Error('nobody is on Zalo here')) } },
    senderSettings: { pace: { telegram: { perSecond: 1000 }, zalo: { perSecond: 1 } } },
  });
  try {
    await assistant.sender.start();
    await assistant.connect(stop.signal);
    expect(await acknowledged.promise).toEqual({ id: 'press-1', stored: 1 });
    await fetched.promise;
    expect(offset).toBe(71);
    expect(calls.filter((method) => method === 'answerCallbackQuery')).toHaveLength(1);
  } finally {
    stop.abort();
    await assistant.intake.drain();
    await assistant.sender.drain();
    await assistant.web.close();
    await db.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
