/** Telegram end to end against the fake server: polling, webhooks, gestures, and what the fake itself refuses. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediaRef } from '../../../src/bot/channel.ts';
import { createTelegram, type Telegram, type TelegramSettings } from '../../../src/bot/channels/telegram.ts';
import { createFakeMedia } from '../../support/fake-media.ts';
import { type FakeTelegram, startFakeTelegram } from '../../support/fake-telegram.ts';

const USER = 5551234567;
const to = { channel: 'telegram', externalId: String(USER) } as const;
const SECRET = 'hook-secret';
const menu = [{ command: 'tieptuc', description: 'Làm tiếp' }];

let server: FakeTelegram;
let clock: Date;
beforeEach(async () => {
  clock = new Date('2026-11-21T02:00:00Z');
  server = await startFakeTelegram({ now: () => clock });
});
afterEach(() => server.close());

function telegram(settings: Partial<TelegramSettings> = {}): Telegram {
  return createTelegram({
    token: server.token,
    apiRoot: server.apiRoot,
    webhookSecret: SECRET,
    keyboard: { help: '🙋 Nhờ người giúp', home: '🏠 Đầu trang' },
    answerWithinMs: 1000,
    ...settings,
  });
}

/** Until `done`, looking often. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('polling', () => {
  /** Polls into `seen` until stopped. */
  function polling(onUpdates: (updates: Buffer[]) => Promise<void>, sleep = async (_ms: number) => {}) {
    const stop = new AbortController();
    const troubles: unknown[] = [];
    const finished = telegram({ sleep }).poll({
      onUpdates,
      signal: stop.signal,
      onTrouble: (trouble) => troubles.push(trouble),
    });
    return {
      troubles,
      stop() {
        stop.abort();
        return finished;
      },
    };
  }

  it('acknowledges only what has been taken', async () => {
    server.text(USER, 'một');
    const taken: string[] = [];
    let isDown = true;
    const { stop, troubles } = polling(async (updates) => {
      if (isDown) {
        expect(server.pending).toBe(1);
        isDown = false;
        throw new Error('no database');
      }
      for (const update of updates) taken.push(update.toString());
    });
    await server.settled();
    server.text(USER, 'hai');
    await server.settled();
    await stop();
    expect(taken.map((update) => JSON.parse(update).message.text)).toEqual(['một', 'hai']);
    expect(troubles).toMatchObject([{ message: 'no database' }]);
  });

  it('hands over what the parser of webhooks reads', async () => {
    server.start(USER, 'a-31673');
    const seen: Buffer[] = [];
    const { stop } = polling(async (updates) => void seen.push(...updates));
    await server.settled();
    await stop();
    expect(telegram().parse(seen[0]!)).toMatchObject([{ what: { kind: 'start', payload: 'a-31673' } }]);
  });

  it('removes a webhook first, since the two exclude each other', async () => {
    await telegram().registerWebhook('http://127.0.0.1:9/webhooks/telegram');
    const { stop, troubles } = polling(async () => {});
    await until(() => server.webhook === null);
    server.text(USER, 'một');
    await server.settled();
    await stop();
    expect(troubles).toEqual([]);
    expect(server.administration.map(({ method }) => method)).toEqual(['setWebhook', 'deleteWebhook']);
  });

  it('waits longer after each failure, and as long as it is told', async () => {
    server.failNext(
      3,
      { error_code: 409, description: 'Conflict: terminated by other getUpdates request' },
      'getUpdates',
    );
    server.failNext(
      1,
      { error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } },
      'getUpdates',
    );
    const pauses: number[] = [];
    const { stop, troubles } = polling(
      async () => {},
      async (ms) => void pauses.push(ms),
    );
    await until(() => pauses.length === 4);
    server.text(USER, 'một');
    await server.settled();
    await stop();
    expect(pauses).toEqual([1000, 2000, 4000, 7000]);
    expect(troubles).toHaveLength(4);
  });

  it('ends while waiting for news', async () => {
    const { stop, troubles } = polling(async () => {});
    await until(() => server.administration.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await stop();
    expect(troubles).toEqual([]);
  });

  it('says how far it has come once only, since ids may begin anew at random after a quiet week', async () => {
    const stop = new AbortController();
    const answers = [[{ update_id: 900 }, { update_id: 901 }], [], [{ update_id: 42 }]];
    const offsets: unknown[] = [];
    const scripted = telegram({
      transport: {
        async call(method, payload) {
          if (method !== 'getUpdates') return true;
          offsets.push(payload.offset);
          if (answers.length === 0) stop.abort();
          return answers.shift() ?? [];
        },
      },
    });
    const seen: string[] = [];
    await scripted.poll({ onUpdates: async (updates) => void seen.push(...updates.map(String)), signal: stop.signal });
    expect(offsets).toEqual([undefined, 902, undefined, 43]);
    expect(seen).toEqual(['{"update_id":900}', '{"update_id":901}', '{"update_id":42}']);
  });
});

describe('connecting', () => {
  it('with an address: introduces itself and registers the webhook', async () => {
    const stop = new AbortController();
    const connection = await telegram().connect('https://tls.example/', {
      menu,
      onUpdates: async () => {},
      signal: stop.signal,
    });
    await connection.finished;
    expect(connection.username).toBe(server.bot.username);
    expect(server.menu).toEqual(menu);
    expect(server.administration.at(-1)).toMatchObject({
      method: 'setWebhook',
      payload: {
        url: 'https://tls.example/webhooks/telegram',
        secret_token: SECRET,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
        max_connections: 10,
        drop_pending_updates: false,
      },
    });
  });

  it('without one: polls', async () => {
    const stop = new AbortController();
    const seen: Buffer[] = [];
    const onUpdates = async (updates: Buffer[]) => void seen.push(...updates);
    const { finished } = await telegram().connect(null, { menu, onUpdates, signal: stop.signal });
    server.text(USER, 'một');
    await server.settled();
    stop.abort();
    await finished;
    expect(seen).toHaveLength(1);
  });

  it('says what is wrong with a wrong token', async () => {
    const wrong = telegram({ token: '1:wrong' }).getMe();
    await expect(wrong).rejects.toMatchObject({ failed: { failure: 'misconfigured', detail: '401 Unauthorized' } });
  });

  it('refuses a webhook without a secret', async () => {
    await expect(telegram({ webhookSecret: undefined }).registerWebhook('https://tls.example/')).rejects.toThrow(
      'secret',
    );
  });
});

describe('a recording transport', () => {
  it('gets every call, and nothing else is made', async () => {
    const calls: string[] = [];
    const recording = telegram({
      transport: {
        async call(method, payload) {
          calls.push(`${method} ${payload.chat_id}`);
          return { message_id: calls.length };
        },
      },
    });
    expect(await recording.send(to, { kind: 'text', text: 'Dạ' }, createFakeMedia())).toEqual({
      ok: true,
      externalId: '1',
    });
    await recording.gesture(to, { kind: 'retire-buttons', messageId: '1' });
    expect(calls).toEqual([`sendMessage ${USER}`, `editMessageReplyMarkup ${USER}`]);
    expect(server.ledger).toEqual([]);
  });
});

describe('a talk', () => {
  it('buttons, their press, the answer to it, and the buttons taken away', async () => {
    server.start(USER);
    const bot = telegram();
    const buttons = [{ label: '✅ Xong rồi', data: 'w:1:ok:k3f9' }];
    const sent = await bot.send(to, { kind: 'text', text: 'Bước 1/7', buttons }, createFakeMedia());
    if (!sent.ok) throw new Error(sent.detail);
    const press = server.pressLabel(USER, '✅ Xong rồi');
    const [event] = bot.parse(Buffer.from(JSON.stringify(press))) ?? [];
    expect(event?.what).toMatchObject({ kind: 'press', data: 'w:1:ok:k3f9', messageId: sent.externalId });
    const { callbackId } = (event?.what ?? {}) as { callbackId: string };
    await bot.gesture(to, { kind: 'acknowledge', callbackId, toast: 'Dạ' });
    await bot.gesture(to, { kind: 'retire-buttons', messageId: sent.externalId });
    expect(server.administration.at(-1)).toMatchObject({
      method: 'answerCallbackQuery',
      payload: { callback_query_id: callbackId, text: 'Dạ' },
    });
    expect(server.ledger.at(-1)).toMatchObject({ method: 'editMessageReplyMarkup', messageId: sent.externalId });
    // Too late, a second time: nobody misses it.
    await bot.gesture(to, { kind: 'acknowledge', callbackId });
    await bot.gesture(to, { kind: 'retire-buttons', messageId: sent.externalId });
    expect(server.refused.map(({ method }) => method)).toEqual(['answerCallbackQuery', 'editMessageReplyMarkup']);
  });

  it('a press that came by webhook is acknowledged by the answer to it, and by nobody else', () => {
    server.start(USER);
    const bot = telegram();
    const press = server.press(USER, '7', 'g.menu');
    const [event] = bot.parse(Buffer.from(JSON.stringify(press))) ?? [];
    const { id } = press.callback_query as { id: string };
    expect(event?.what).toMatchObject({ kind: 'press', callbackId: id });
    expect(bot.answerTo([event!])).toEqual({
      body: { method: 'answerCallbackQuery', callback_query_id: id },
      events: [{ ...event, what: { kind: 'press', data: 'g.menu', messageId: '7' } }],
    });
    const others = bot.parse(Buffer.from(JSON.stringify(server.text(USER, 'Dạ')))) ?? [];
    expect(bot.answerTo(others)).toEqual({ body: { ok: true }, events: others });
    expect(bot.answerTo([])).toEqual({ body: { ok: true }, events: [] });
  });

  it('a picture goes up once, and again when the platform has forgotten it', async () => {
    server.start(USER);
    const bot = telegram();
    const media = createFakeMedia();
    const picture: MediaRef = { kind: 'step-picture', hash: 'c0ffee', alt: '' };
    const send = () => bot.send(to, { kind: 'picture', media: picture, caption: 'Bước 1/7' }, media);
    await send();
    await send();
    const handle = media.handles.get('telegram c0ffee')?.handle ?? '';
    server.forgetFile(handle);
    expect(await send()).toMatchObject({ ok: true });
    expect(server.ledger.map(({ payload }) => typeof payload.photo)).toEqual(['object', 'string', 'object']);
    expect(media.handles.get('telegram c0ffee')?.handle).not.toBe(handle);
  });

  it('a removal that came true is not forgotten when the words about it have to wait', async () => {
    const { message_id } = server.text(USER, '123456').message as { message_id: number };
    const bot = telegram();
    const message = {
      kind: 'delete',
      messageId: String(message_id),
      deleted: 'Con xóa rồi',
      refused: 'Bác xóa nha',
    } as const;
    server.failNext(
      1,
      { error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } },
      'sendMessage',
    );
    expect(await bot.send(to, message, createFakeMedia())).toMatchObject({ ok: false, failure: 'throttled' });
    expect(await bot.send(to, message, createFakeMedia())).toMatchObject({ ok: true });
    expect(server.sentTo(USER).map(({ method, payload }) => payload.text ?? method)).toEqual([
      'deleteMessage',
      'Con xóa rồi',
    ]);
  });

  it('a message older than two days stays', async () => {
    const { message_id } = server.text(USER, '123456').message as { message_id: number };
    clock = new Date(clock.getTime() + 48 * 3_600_000 + 1000);
    const message = {
      kind: 'delete',
      messageId: String(message_id),
      deleted: 'Con xóa rồi',
      refused: 'Bác xóa nha',
    } as const;
    await telegram().send(to, message, createFakeMedia());
    expect(server.sentTo(USER).map(({ payload }) => payload.text)).toEqual(['Bác xóa nha']);
  });

  it('a media store that fails: nothing was sent, so it may be tried again', async () => {
    server.start(USER);
    const broken = { ...createFakeMedia(), bytesOf: () => Promise.reject(new Error('cannot draw')) };
    const picture: MediaRef = { kind: 'step-picture', hash: 'c0ffee', alt: '' };
    const result = await telegram().send(to, { kind: 'picture', media: picture, caption: '' }, broken);
    expect(result).toEqual({ ok: false, failure: 'unavailable', detail: 'cannot draw' });
    expect(server.ledger).toEqual([]);
  });

  it('a handle that cannot be kept does not undo what was sent', async () => {
    server.start(USER);
    const broken = { ...createFakeMedia(), remember: () => Promise.reject(new Error('no database')) };
    const picture: MediaRef = { kind: 'step-picture', hash: 'c0ffee', alt: '' };
    expect(await telegram().send(to, { kind: 'picture', media: picture, caption: '' }, broken)).toMatchObject({
      ok: true,
    });
  });

  it('an answer lost after the platform acted is uncertain, a cut before is no different to us', async () => {
    server.start(USER);
    server.acceptThenReset(1);
    server.resetNext(1);
    const send = () => telegram().send(to, { kind: 'text', text: 'Dạ' }, createFakeMedia());
    expect(await send()).toMatchObject({ ok: false, failure: 'lost-answer' });
    expect(await send()).toMatchObject({ ok: false, failure: 'lost-answer' });
    expect(server.ledger).toHaveLength(1);
  });
});

describe('the fake server', () => {
  const call = async (method: string, body: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${server.apiRoot}/bot${server.token}/${method}`, init);
    return (await answer.json()) as { ok: boolean; description?: string; parameters?: object; result?: unknown };
  };
  const send = (body: object) => call('sendMessage', { chat_id: USER, text: 'Dạ', ...body });
  const button = (fields: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'Dạ', ...fields }]] } });

  it.each([
    ['no text', { text: undefined }, 'Bad Request: message text is empty'],
    ['an empty text', { text: '' }, 'Bad Request: message text is empty'],
    ['a long text', { text: 'a'.repeat(4097) }, 'Bad Request: message is too long'],
    ['a number as text', { text: 7 }, 'Bad Request: parameter text must be String'],
    ['an invented field', { txt: 'a' }, 'Bad Request: unknown parameter txt'],
    [
      'an invented field inside',
      button({ callback_data: 'a', note: 'b' }),
      'Bad Request: unknown parameter reply_markup.',
    ],
    [
      'a preview that is no object',
      { link_preview_options: 'off' },
      'Bad Request: parameter link_preview_options must be',
    ],
    ['data of 65 bytes', button({ callback_data: 'ữ'.repeat(22) }), 'Bad Request: BUTTON_DATA_INVALID'],
    ['a button without an action', button({}), "Bad Request: can't parse inline keyboard button"],
    [
      'a button with two',
      button({ callback_data: 'a', url: 'https://a.vn' }),
      "Bad Request: can't parse inline keyboard button",
    ],
    ['unclosed HTML', { text: '<b>a', parse_mode: 'HTML' }, "Bad Request: can't parse entities"],
    ['an unknown tag', { text: '<h1>a</h1>', parse_mode: 'HTML' }, "Bad Request: can't parse entities"],
    ['an unknown chat', { chat_id: 1 }, 'Bad Request: chat not found'],
  ])('refuses %s', async (_, body, description) => {
    server.start(USER);
    const answer = await send(body);
    expect(answer).toMatchObject({ ok: false, error_code: 400 });
    expect(answer.description).toContain(description);
    expect(server.ledger).toEqual([]);
    expect(server.refused).toHaveLength(1);
  });

  it('counts what is visible of HTML', async () => {
    server.start(USER);
    expect((await send({ text: `<b>${'&lt;'.repeat(4096)}</b>`, parse_mode: 'HTML' })).ok).toBe(true);
  });

  it('refuses a blocked chat, a foreign message, an unknown file, an unknown method', async () => {
    const { message_id } = server.text(USER, 'chào').message as { message_id: number };
    expect((await call('editMessageText', { chat_id: USER, message_id, text: 'a' })).description).toContain(
      "can't be edited",
    );
    expect((await call('editMessageText', { chat_id: USER, message_id: 999, text: 'a' })).description).toContain(
      'not found',
    );
    expect((await call('sendPhoto', { chat_id: USER, photo: 'nobody' })).description).toContain(
      'wrong file identifier',
    );
    expect((await call('sendAnything', {})).description).toBe('Not Found');
    server.block(USER);
    expect((await send({})).description).toBe('Forbidden: bot was blocked by the user');
    server.unblock(USER);
    expect((await send({})).ok).toBe(true);
  });

  it('keeps a pace', async () => {
    server.start(USER);
    server.pace({ perSecond: 30, perChatPerSecond: 1 });
    expect((await send({})).ok).toBe(true);
    expect((await send({})).parameters).toEqual({ retry_after: 1 });
    clock = new Date(clock.getTime() + 1000);
    expect((await send({})).ok).toBe(true);
  });

  it('without validation takes what the platform would refuse', async () => {
    const loose = await startFakeTelegram({ validate: false, anyChat: true });
    try {
      const body = JSON.stringify({ chat_id: 1, text: 'a'.repeat(5000) });
      const answer = await fetch(`${loose.apiRoot}/bot${loose.token}/sendMessage`, { method: 'POST', body });
      expect(answer.status).toBe(200);
    } finally {
      await loose.close();
    }
  });

  describe('delivering', () => {
    let app: http.Server;
    let answers: number[];
    let body: string;
    let received: { secret: unknown; id: number }[];
    beforeEach(async () => {
      answers = [];
      body = '';
      received = [];
      app = http.createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const id = (JSON.parse(Buffer.concat(chunks).toString()) as { update_id: number }).update_id;
        received.push({ secret: request.headers['x-telegram-bot-api-secret-token'], id });
        response.writeHead(answers.shift() ?? 200).end(body);
      });
      app.listen(0, '127.0.0.1');
      await once(app, 'listening');
      await telegram().registerWebhook(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`);
    });
    afterEach(() => {
      app.closeAllConnections();
      app.close();
    });

    it('sends the secret, and repeats what was not taken under the same id', async () => {
      answers = [503, 500];
      const { update_id } = server.text(USER, 'một');
      await server.settled();
      expect(received).toEqual(Array.from({ length: 3 }, () => ({ secret: SECRET, id: update_id })));
      expect(server.courier.attempts.map(({ status }) => status)).toEqual([503, 500, 200]);
      expect(server.pending).toBe(0);
    });

    it('twice, and out of order, as asked', async () => {
      server.courier.habits = { duplicate: true, reorder: true };
      server.courier.parallel = 1;
      const ids = ['một', 'hai', 'ba'].map((text) => server.text(USER, text).update_id);
      await server.settled();
      expect(received.map(({ id }) => id)).toEqual(ids.toReversed().flatMap((id) => [id, id]));
    });

    it('carries out the call that an answer names, and holds it against the specification', async () => {
      server.text(USER, 'một');
      await server.settled();
      const { id } = server.press(USER, '1', 'a').callback_query as { id: string };
      body = JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: id });
      await server.settled();
      expect(server.administration.at(-1)).toMatchObject({
        method: 'answerCallbackQuery',
        payload: { callback_query_id: id },
      });
      body = JSON.stringify({ method: 'answerCallbackQuery', callback: id });
      server.text(USER, 'hai');
      await server.settled();
      expect(server.refused).toMatchObject([{ method: 'answerCallbackQuery', payload: { callback: id } }]);
    });

    it('only kinds that were asked for', async () => {
      server.push({ message_reaction: {} });
      await server.settled();
      expect(received).toEqual([]);
    });
  });
});
