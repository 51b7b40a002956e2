/**
 * What strangers, broken networks and odd phones can send to the open addresses of a running house: nothing may make it
 * answer 500, store what nobody signed, lose what somebody sent, or write anything private into its log.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../../src/db/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts';
import { type FakeZalo, startFakeZalo } from '../support/fake-zalo.ts';
import { freePort, type HouseProcess, spawnHouse } from './support/house-spawn.ts';

const WEBHOOK_SECRET = 'bad-input-telegram-secret';
const KEY = Buffer.alloc(32, 7).toString('base64');
/** Contract §3: larger bodies are refused. */
const BODY_LIMIT = 256 * 1024;
/** A word nobody else uses, in everything people send here: none of it may be in the log. */
const MARK = 'Thốtnốtxanh';

type Headers = Record<string, string | string[]>;

describe('the open addresses', () => {
  let database: TestDatabase;
  let sql: Sql;
  let telegram: FakeTelegram;
  let zalo: FakeZalo;
  let house: HouseProcess;
  let dataDir: string;
  let root: string;
  let refreshToken: string;
  let nextId = 1;

  beforeAll(async () => {
    database = await createTestDatabase();
    sql = postgres(database.url, { max: 2, types: { bigint: postgres.BigInt }, onnotice: () => undefined });
    telegram = await startFakeTelegram({ anyChat: true });
    zalo = await startFakeZalo({ anyUser: true, now: () => new Date() });
    dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-bad-input-'));
    const port = await freePort();
    root = `http://127.0.0.1:${port}`;
    refreshToken = zalo.consent();
    house = spawnHouse({
      paceChats: false,
      env: {
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        ENCRYPTION_KEY: KEY,
        PORT: String(port),
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        ZALO_APP_ID: zalo.appId,
        ZALO_APP_SECRET: zalo.appSecret,
        ZALO_OA_ID: zalo.oaId,
        ZALO_OA_SECRET: zalo.oaSecret,
        ZALO_REFRESH_TOKEN: refreshToken,
        ZALO_API_ROOT: zalo.root,
        ZALO_OAUTH_ROOT: zalo.root,
        LOG_LEVEL: 'trace',
      },
    });
    await house.begin();
  });

  afterAll(async () => {
    await house.stop();
    await Promise.all([telegram.close(), zalo.close()]);
    await sql.end({ timeout: 5 });
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  // ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────

  function post(path: string, body: Buffer, headers: Headers, chunked = false): Promise<number> {
    return new Promise((resolve, reject) => {
      const length = chunked ? {} : { 'content-length': String(body.length) };
      const options = { method: 'POST', headers: { 'content-type': 'application/json', ...length, ...headers } };
      const request = http.request(`${root}/webhooks/${path}`, options, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      // Whoever answers before the whole body is there may cut the connection; the answer counts.
      request.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
      request.end(body);
    });
  }

  const signed = { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET };
  const toTelegram = (body: Buffer, headers: Headers = signed) => post('telegram', body, headers);
  const toZalo = (body: Buffer, headers: Headers = { 'x-zevent-signature': zalo.sign(body) }) =>
    post('zalo', body, headers);

  const bytes = (value: object): Buffer => Buffer.from(JSON.stringify(value));

  function update(user: number | string, content: object, name = MARK): object {
    const id = nextId++;
    const who = { id: user, first_name: name, last_name: name, username: 'x'.repeat(40), language_code: 'vi' };
    const date = Math.floor(Date.now() / 1000);
    const message = {
      message_id: id,
      date,
      from: { ...who, is_bot: false },
      chat: { ...who, type: 'private' },
      ...content,
    };
    return { update_id: 1_000_000 + id, message };
  }

  function event(user: string, message: object, name = 'user_send_text'): object {
    const id = nextId++;
    return {
      ...{ app_id: zalo.appId, event_name: name, timestamp: String(Date.now()), user_id_by_app: '552177279717587730' },
      ...{ sender: { id: user }, recipient: { id: zalo.oaId }, message: { msg_id: `bad${id}`, ...message } },
    };
  }

  // ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async function stored(): Promise<{ inbound: number; turns: number; contacts: number; outbound: number }> {
    const [row] = await sql<{ inbound: number; turns: number; contacts: number; outbound: number }[]>`
      select (select count(*) from inbound)::int as inbound, (select count(*) from turns)::int as turns,
             (select count(*) from contacts)::int as contacts, (select count(*) from outbound)::int as outbound`;
    if (!row) throw new Error('Nothing was counted.');
    return row;
  }

  /** Resolves when every message has ended; answers the states of those to this person. */
  async function endsFor(channel: string, externalId: string): Promise<string[]> {
    const until = Date.now() + 15_000;
    for (;;) {
      const rows = await sql<{ state: string }[]>`
        select o.state from outbound o join contacts c on c.id = o.contact_id
        where c.channel = ${channel} and c.external_id = ${externalId}`;
      if (rows.length > 0 && rows.every(({ state }) => !['queued', 'sending'].includes(state))) {
        return [...new Set(rows.map(({ state }) => state))];
      }
      if (Date.now() > until) throw new Error(`Messages to ${channel} are still open.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function expectNothingStored(act: () => Promise<void>): Promise<void> {
    const before = await stored();
    await act();
    expect(await stored()).toEqual(before);
  }

  /** Taken, one turn, answered, and every answer was to the platform's liking. */
  async function expectTurn(
    channel: 'telegram' | 'zalo',
    externalId: string,
    send: () => Promise<number>,
  ): Promise<void> {
    const before = await stored();
    expect(await send()).toBe(200);
    const after = await stored();
    expect({ inbound: after.inbound - before.inbound, turns: after.turns - before.turns }).toEqual({
      inbound: 1,
      turns: 1,
    });
    expect(await endsFor(channel, externalId)).toEqual(['sent']);
  }

  afterEach(() => {
    const unheard = ['answerCallbackQuery', 'editMessageReplyMarkup', 'deleteMessage'];
    expect(telegram.refused.filter(({ method }) => !unheard.includes(method))).toEqual([]);
    expect(zalo.refused).toEqual([]);
  });

  // ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────

  it('refuses bodies above the limit with 413, whether or not their length is told', async () => {
    await expectNothingStored(async () => {
      const large = bytes(update(901, { text: 'a'.repeat(1024 * 1024) }));
      const largeEvent = bytes(event('901', { text: 'a'.repeat(1024 * 1024) }));
      expect(await toTelegram(large)).toBe(413);
      expect(await toZalo(largeEvent)).toBe(413);
      expect(await post('telegram', large, signed, true)).toBe(413);
      expect(await toTelegram(Buffer.alloc(BODY_LIMIT + 1, 0x20))).toBe(413);
    });
  });

  it('takes the longest body below the limit', async () => {
    const text = `${MARK} `.repeat(1000);
    await expectTurn('telegram', '902', () =>
      toTelegram(bytes({ ...update(902, { text }), padding: 'x'.repeat(200_000) })),
    );
  });

  it.each([
    ['no JSON', Buffer.from('{"update_id": 1, ')],
    ['JSON of another kind', Buffer.from('[1, 2, 3]')],
    ['an update without an id', Buffer.from('{"message":{}}')],
    ['nothing', Buffer.alloc(0)],
    ['UTF-16', Buffer.from('{"update_id":1}', 'utf16le')],
    [
      'UTF-8 that is broken inside a text',
      Buffer.concat([Buffer.from('{"update_id":1,"x":"'), Buffer.from([0xe1, 0xba]), Buffer.from('"}')]),
    ],
    ['deep nesting', Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)],
  ])('answers 400 to %s from Telegram, and 401 from Zalo, where it cannot be signed', async (_, body) => {
    await expectNothingStored(async () => {
      expect(await toTelegram(body)).toBe(400);
      expect(await toZalo(body, { 'x-zevent-signature': `mac=${'0'.repeat(64)}` })).toBe(401);
    });
  });

  it('takes a Vietnamese message whole or not at all, wherever it is cut', { timeout: 120_000 }, async () => {
    const whole = bytes(update(903, { text: `Dạ con chào, ${MARK} muốn mở ví điện tử ạ` }));
    const wholeEvent = bytes(event('903', { text: `Dạ con chào, ${MARK} muốn mở ví điện tử ạ` }));
    const signature = { 'x-zevent-signature': zalo.sign(wholeEvent) };
    await expectNothingStored(async () => {
      const statuses = await inTurns(whole.length, (length) => toTelegram(whole.subarray(0, length)));
      expect(new Set(statuses)).toEqual(new Set([400]));
      const ofEvents = await inTurns(wholeEvent.length, (length) => toZalo(wholeEvent.subarray(0, length), signature));
      expect(new Set(ofEvents)).toEqual(new Set([401]));
    });
    await expectTurn('telegram', '903', () => toTelegram(whole));
    await expectTurn('zalo', '903', () => toZalo(wholeEvent));
  });

  // ── signatures ───────────────────────────────────────────────────────────────────────────────────────────────────

  it('believes Telegram only with its secret', async () => {
    const body = bytes(update(904, { text: MARK }));
    const header = 'x-telegram-bot-api-secret-token';
    const wrong: Headers[] = [
      {},
      { [header]: '' },
      { [header]: 'wrong' },
      { [header]: WEBHOOK_SECRET.slice(0, -1) },
      { [header]: `${WEBHOOK_SECRET} ${WEBHOOK_SECRET}` },
      { [header]: WEBHOOK_SECRET.toUpperCase() },
      { [header]: [WEBHOOK_SECRET, WEBHOOK_SECRET] },
      { authorization: WEBHOOK_SECRET },
    ];
    await expectNothingStored(async () => {
      for (const headers of wrong) expect(await toTelegram(body, headers), JSON.stringify(headers)).toBe(401);
    });
  });

  it('believes Zalo only with a fresh signature of exactly these bytes', async () => {
    const body = bytes(event('904', { text: MARK }));
    const old = bytes({ ...event('904', { text: MARK }), timestamp: String(Date.now() - 3 * 3_600_000) });
    const ofAnotherApp = bytes({ ...event('904', { text: MARK }), app_id: '42' });
    const changed = Buffer.from(body);
    changed[changed.indexOf(MARK)] = 0x42;
    await expectNothingStored(async () => {
      expect(await toZalo(body, {})).toBe(401);
      expect(await toZalo(body, { 'x-zevent-signature': '' })).toBe(401);
      expect(await toZalo(body, { 'x-zevent-signature': `mac=${'0'.repeat(64)}` })).toBe(401);
      expect(await toZalo(body, { 'x-zevent-signature': zalo.sign(old) })).toBe(401);
      expect(await toZalo(changed, { 'x-zevent-signature': zalo.sign(body) })).toBe(401);
      expect(await toZalo(old)).toBe(401);
      expect(await toZalo(ofAnotherApp)).toBe(401);
    });
  });

  // ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────

  it('acknowledges what it does not answer, and keeps nothing of it', async () => {
    const chat = { id: -100123, type: 'supergroup', title: MARK };
    const updates: object[] = [
      { poll: { id: '1', question: MARK } },
      { inline_query: { id: '1', from: { id: 905 }, query: MARK, offset: '' } },
      { channel_post: { message_id: 1, date: 1, chat: { ...chat, type: 'channel' }, text: MARK } },
      { message: { message_id: 1, date: 1, chat, from: { id: 905 }, text: MARK } },
      { edited_message: { message_id: 1, date: 1, chat: { id: 905, type: 'private' }, text: MARK } },
      { message: { message_id: 1, date: 1, chat: { id: 905, type: 'private' }, pinned_message: {} } },
      { message: 'a text where an object should be' },
      { callback_query: { id: 1, data: ['x'] } },
      { something_from_the_future: { text: MARK } },
      {},
    ];
    const names = [
      'user_waves_from_the_future',
      'oa_send_text',
      'anonymous_send_text',
      'constructor',
      '__proto__',
      'user_reacted_message',
    ];
    await expectNothingStored(async () => {
      for (const content of updates) expect(await toTelegram(bytes({ update_id: nextId++, ...content }))).toBe(200);
      for (const name of names) expect(await toZalo(bytes(event('905', { text: MARK }, name))), name).toBe(200);
      const toAnotherAccount = { ...event('905', { text: MARK }), recipient: { id: '4242' } };
      expect(await toZalo(bytes(toAnotherAccount))).toBe(200);
    });
  });

  it.each([
    [
      'a sticker',
      { sticker: { file_id: 'a', emoji: '👍' } },
      { attachments: [{ type: 'sticker', payload: { url: MARK } }] },
      'user_send_sticker',
    ],
    [
      'a voice message',
      { voice: { file_id: 'a', duration: 3 } },
      { attachments: [{ type: 'audio', payload: { url: MARK } }] },
      'user_send_audio',
    ],
    [
      'a picture',
      { photo: [{ file_id: 'a' }], caption: MARK },
      { text: MARK, attachments: [{ type: 'image', payload: {} }] },
      'user_send_image',
    ],
    [
      'a place',
      { location: { latitude: 10.1, longitude: 105.7 } },
      { attachments: [{ type: 'location', payload: {} }] },
      'user_send_location',
    ],
    [
      'a text of 5,000 characters',
      { text: `${MARK} ấ`.repeat(5000).slice(0, 5000) },
      { text: `${MARK} ấ`.repeat(5000).slice(0, 5000) },
      'user_send_text',
    ],
    [
      'decomposed letters',
      { text: `${MARK} mở ví`.normalize('NFD') },
      { text: `${MARK} mở ví`.normalize('NFD') },
      'user_send_text',
    ],
    [
      'HTML',
      { text: `<b>${MARK}</b><script>alert(1)</script>&amp;` },
      { text: `<b>${MARK}</b>&lt;` },
      'user_send_text',
    ],
    ['a formula', { text: `=HYPERLINK("http://${MARK}")` }, { text: `=cmd|' /C ${MARK}'!A0` }, 'user_send_text'],
    ['an empty text', { text: '' }, { text: '' }, 'user_send_text'],
    ['nothing but blanks', { text: ' \n\u200b ' }, { text: ' \n\u200b ' }, 'user_send_text'],
    ['the sign NUL', { text: `${MARK}\u0000` }, { text: `${MARK}\u0000` }, 'user_send_text'],
    ['half a character', { text: `${MARK}\ud83d` }, { text: `${MARK}\udc4d\ud83d` }, 'user_send_text'],
    ['letters that run the other way', { text: `\u202e${MARK}\u202c` }, { text: `\u202e${MARK}` }, 'user_send_text'],
    ['the name of a property', { text: 'constructor' }, { text: 'bac constructor' }, 'user_send_text'],
    [
      'a press nobody offered',
      { text: '/start f-constructor_i-__proto__' },
      { text: '#g:r.zz.1.opt.__proto__' },
      'user_send_text',
    ],
    ['a press with NUL in it', { text: '/start a-\u0000' }, { text: '#g:f.\u0000' }, 'user_send_text'],
  ])('answers %s', async (kind, content, message, name) => {
    const user = 910_000 + nextId;
    await expectTurn('telegram', String(user), () => toTelegram(bytes(update(user, content))));
    await expectTurn('zalo', String(user), () => toZalo(bytes(event(String(user), message, name))));
    // …and once more from somebody who is in the middle of a flow.
    await expectTurn('telegram', String(user), () =>
      toTelegram(bytes(update(user, { text: '/start f-merchant-vietqr' }))),
    );
    await expectTurn('telegram', String(user), () => toTelegram(bytes(update(user, { text: '1' }))));
    await expectTurn('telegram', String(user), () => toTelegram(bytes(update(user, content))));
    expect(kind).toBeTruthy();
  });

  it.each([
    '<b>đậm</b>',
    '=1+1',
    '@SUM(1)',
    '"; drop table contacts; --',
    '{xung}',
    '\u0000',
    '\ud800',
    'a'.repeat(1000),
  ])('does not mind the name %j', async (name) => {
    const user = 920_000 + nextId;
    await expectTurn('telegram', String(user), () => toTelegram(bytes(update(user, { text: MARK }, `${MARK}${name}`))));
  });

  it('keeps Zalo ids above 2^53 exactly, and does not mistake a rounded one for somebody else', async () => {
    const ids = ['9007199254740993', '9007199254740995', '18446744073709551615', '2468458835296197922'];
    for (const id of ids) await expectTurn('zalo', id, () => toZalo(bytes(event(id, { text: MARK }))));
    expect(ids.map((id) => zalo.sentTo(id).length > 0)).toEqual(ids.map(() => true));
    const asNumber = Buffer.from(JSON.stringify(event('ID', { text: MARK })).replace('"ID"', '9007199254740993'));
    const rounded = Buffer.from(JSON.stringify(update('ID', { text: MARK })).replaceAll('"ID"', '9007199254740993'));
    await expectNothingStored(async () => {
      expect(await toZalo(asNumber)).toBe(200);
      expect(await toTelegram(rounded)).toBe(200);
    });
  });

  it('answers 503 while the database refuses, and takes the same delivery afterwards', async () => {
    const body = bytes(update(906, { text: `${MARK} mã otp 482913` }));
    await sql`alter table turns rename to turns_away`;
    try {
      await expectNothingStoredIn(['inbound', 'contacts', 'outbound'], async () =>
        expect(await toTelegram(body)).toBe(503),
      );
    } finally {
      await sql`alter table turns_away rename to turns`;
    }
    await expectTurn('telegram', '906', () => toTelegram(body));
    await expectNothingStored(async () => expect(await toTelegram(body)).toBe(200));
  });

  async function expectNothingStoredIn(tables: string[], act: () => Promise<void>): Promise<void> {
    const count = () => Promise.all(tables.map(async (table) => (await sql`select 1 from ${sql(table)}`).length));
    const before = await count();
    await act();
    expect(await count()).toEqual(before);
  }

  it('wrote nothing of all that into its log', async () => {
    const log = house.printed();
    expect(log, 'the log was read at all').toContain('could not be stored');
    const folded = log.normalize('NFC').toLowerCase();
    const secrets = [
      WEBHOOK_SECRET,
      KEY,
      telegram.token,
      zalo.appSecret,
      zalo.oaSecret,
      refreshToken,
      '482913',
      'access-',
    ];
    for (const word of [MARK, 'mở ví', 'drop table', 'HYPERLINK', '2468458835296197922', ...secrets]) {
      expect(folded.includes(word.normalize('NFC').toLowerCase()), `"${word}" in the log`).toBe(false);
    }
  });
});

/** Calls with every number below `count`, some at a time; the answers in order. */
async function inTurns<Answer>(count: number, act: (number: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const number = next++;
      answers[number] = await act(number);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return answers;
}
