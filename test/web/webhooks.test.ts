/** The HTTP side of what platforms deliver: nothing is taken, and nothing acknowledged, before it is committed. */
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../src/bot/channel.ts';
import { createTelegram } from '../../src/bot/channels/telegram.ts';
import { webhooks } from '../../src/web/webhooks.ts';

const SECRET = 'hook-secret';
const PRESS = {
  update_id: 7,
  callback_query: {
    ...{ id: '4382bfdwdsb323b2d9', chat_instance: '1', data: 'g.menu' },
    from: { id: 5551234567, is_bot: false, first_name: 'A' },
    message: { message_id: 41, date: 1_763_712_000, chat: { id: 5551234567, type: 'private' } },
  },
};
const TEXT = {
  update_id: 8,
  message: {
    ...{ message_id: 42, date: 1_763_712_000, text: 'Dạ', from: { id: 5551234567, is_bot: false, first_name: 'A' } },
    chat: { id: 5551234567, type: 'private' },
  },
};

describe("Telegram's deliveries", () => {
  let app: FastifyInstance;
  let taken: InboundEvent[];
  /** What becomes of an event; committed at once unless a test says otherwise. */
  let commit: () => Promise<void>;
  let outcomes: string[];

  beforeEach(async () => {
    taken = [];
    commit = async () => {};
    outcomes = [];
    const telegram = createTelegram({
      ...{ token: '1:t', webhookSecret: SECRET, keyboard: { help: 'h', home: 'H' } },
      transport: { call: () => Promise.reject(new Error('nobody may be called')) },
    });
    app = fastify();
    await app.register(webhooks, {
      prefix: '/webhooks',
      channels: { telegram },
      receive: async (event: InboundEvent) => {
        taken.push(event);
        await commit();
      },
      now: () => new Date(1_763_712_001_000),
      onRequest: (_: string, outcome: string) => outcomes.push(outcome),
    });
  });
  afterEach(() => app.close());

  const deliver = (update: object, secret = SECRET) =>
    app.inject({
      ...{ method: 'POST', url: '/webhooks/telegram', payload: JSON.stringify(update) },
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    });

  it('have a press acknowledged by the answer, and the house told that nobody else has to', async () => {
    const answer = await deliver(PRESS);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json()).toEqual({ method: 'answerCallbackQuery', callback_query_id: '4382bfdwdsb323b2d9' });
    expect(taken.map(({ what }) => what)).toEqual([{ kind: 'press', data: 'g.menu', messageId: '41' }]);
  });

  it('are answered only after the commit', async () => {
    const { promise: committed, resolve } = Promise.withResolvers<void>();
    commit = () => committed;
    let isAnswered = false;
    const answer = deliver(PRESS).then((response) => {
      isAnswered = true;
      return response;
    });
    while (taken.length === 0) await new Promise((next) => setImmediate(next));
    await new Promise((next) => setImmediate(next));
    expect(isAnswered).toBe(false);
    resolve();
    expect((await answer).json()).toMatchObject({ method: 'answerCallbackQuery' });
  });

  it('are asked for again, and not acknowledged, when they could not be stored', async () => {
    commit = () => Promise.reject(new Error('no database'));
    const answer = await deliver(PRESS);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).not.toHaveProperty('method');
    expect(outcomes).toEqual(['failed']);
  });

  it('carry no call when there is nothing to acknowledge', async () => {
    expect((await deliver(TEXT)).json()).toEqual({ ok: true });
    expect((await deliver({ update_id: 9, poll: { id: '1' } })).json()).toEqual({ ok: true });
    expect(taken.map(({ what }) => what.kind)).toEqual(['text']);
    expect(outcomes).toEqual(['taken', 'taken']);
  });

  it('are believed only with the secret, so that nobody can have our presses acknowledged', async () => {
    const answer = await deliver(PRESS, 'wrong');
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).not.toHaveProperty('method');
    expect(taken).toEqual([]);
  });
});
