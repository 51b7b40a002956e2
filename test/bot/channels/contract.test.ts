/** The channel contract, case by case, for every platform alike; no network but nock's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelName, RawRequest } from '../../../src/bot/channel.ts';
import { createTelegram } from '../../../src/bot/channels/telegram.ts';
import { createZalo } from '../../../src/bot/channels/zalo.ts';
import { axiosTransport } from '../../../src/bot/channels/zalo-client.ts';
import { createMemoryTokenStore, createTokenSource } from '../../../src/bot/channels/zalo-token.ts';
import { createFakeMedia } from '../../support/fake-media.ts';
import { readMultipart, UploadedFile } from '../../support/fake-wire.ts';
import { ARRIVALS } from './inbound.ts';
import { ADDRESSES, DISPATCHES, type Exchange, type Expected, NOW } from './outbound.ts';

const APP_ID = '1234567890123456789';
const OA_ID = '388613280878808645';
const PATIENCE_MS = 80;

interface Subject {
  name: ChannelName;
  make(isPublic: boolean): Channel;
  /** The request as the platform sends it. */
  signed(rawBody: Buffer): RawRequest;
  /** When the fixtures' events happened, and when they arrive. */
  arrival: Date;
}

const SUBJECTS: Subject[] = [
  {
    name: 'telegram',
    make: () =>
      createTelegram({
        token: '123:token',
        webhookSecret: 'hook-secret',
        webhookSecretPrevious: 'older-secret',
        keyboard: { help: '🙋 Nhờ người giúp', home: '🏠 Đầu trang' },
        now: () => NOW,
        answerWithinMs: PATIENCE_MS,
      }),
    signed: (rawBody) => ({ headers: { 'x-telegram-bot-api-secret-token': 'hook-secret' }, rawBody }),
    arrival: new Date(1763712001000),
  },
  {
    name: 'zalo',
    make: (isPublic) =>
      createZalo({
        appId: APP_ID,
        appSecret: 'test-app-secret',
        oaId: OA_ID,
        oaSecret: 'test-oa-secret',
        tokens: zaloTokens(),
        pressPrompt: 'Bác làm xong chưa?',
        publicUrl: isPublic ? 'https://tls.example/' : null,
        now: () => NOW,
        answerWithinMs: PATIENCE_MS,
      }),
    signed: (rawBody) => ({ headers: { 'x-zevent-signature': `mac=${zaloMac(rawBody)}` }, rawBody }),
    arrival: new Date(1763712001000),
  },
];

function zaloTokens() {
  const store = createMemoryTokenStore({
    state: 'ready',
    accessToken: 'app-token',
    expiresAt: new Date(NOW.getTime() + 24 * 3_600_000),
    refreshToken: 'first-refresh',
    unanswered: 0,
    claim: null,
    notBefore: null,
    seeds: [],
  });
  return createTokenSource({
    appId: APP_ID,
    appSecret: 'test-app-secret',
    store,
    transport: axiosTransport(),
    now: () => NOW,
  });
}

/** Written anew from the platform's formula, so that it does not inherit a mistake of ours. */
function zaloMac(rawBody: Buffer, secret = 'test-oa-secret'): string {
  const timestamp = /"timestamp":\s?"(\d+)"/.exec(rawBody.toString())?.[1] ?? '';
  return createHash('sha256')
    .update(`${APP_ID}${rawBody.toString('utf8')}${timestamp}${secret}`)
    .digest('hex');
}

function fixture(channel: ChannelName, name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/${channel}/${name}.json`, import.meta.url));
}

const MESSAGES = { telegram: fixture('telegram', 'text'), zalo: fixture('zalo', 'text') };

describe.each(SUBJECTS)('$name: what arrives', ({ name, make, signed, arrival }) => {
  const channel = make(false);
  const cases = ARRIVALS.flatMap((row) => {
    const side = row[name];
    return side === undefined ? [] : [{ case: row.case, file: side[0], what: side[1] }];
  });

  it.each(cases)('$case ($file)', ({ file, what }) => {
    const rawBody = fixture(name, file);
    expect(channel.verify(signed(rawBody), arrival)).toBe(true);
    const events = channel.parse(rawBody);
    expect(events?.map((event) => event.what)).toEqual(what === null ? [] : [what]);
    for (const event of events ?? []) expect(event.from).toEqual({ channel: name, externalId: ADDRESSES[name] });
  });

  it('reads every kind there is', () => {
    const kinds = new Set(cases.flatMap(({ what }) => (what === null ? [] : [what.kind])));
    const common = [
      'text',
      'start',
      'press',
      'follow',
      'left',
      'contact',
      'photo',
      'voice',
      'sticker',
      'location',
      'file',
      'other',
    ];
    expect([...kinds].filter((kind) => kind !== 'receipt').toSorted()).toEqual(common.toSorted());
  });

  it('gives every event its own key, and the same one on redelivery', () => {
    const keys = cases
      .map(({ file }) => channel.parse(fixture(name, file))?.[0]?.key)
      .filter((key) => key !== undefined);
    const again = cases
      .map(({ file }) => channel.parse(fixture(name, file))?.[0]?.key)
      .filter((key) => key !== undefined);
    expect(again).toEqual(keys);
    // The older form of one Zalo event is the same event to Zalo: same person, same moment.
    const forms = new Set(cases.map(({ file }) => file.replace('submit-info-older', 'submit-info')));
    const silent = cases.filter(({ what }) => what === null).length;
    expect(new Set(keys).size).toBe(forms.size - silent);
  });

  it("keeps the person's message id and the platform's time", () => {
    const [event] = channel.parse(MESSAGES[name]) ?? [];
    expect(event?.messageId).toBe(name === 'telegram' ? '4100' : '96d3cdf3af150460909');
    expect(event?.occurredAt).toEqual(new Date(1763712000000));
  });

  it('cut at any byte: null or a list, never an error', () => {
    for (let end = 0; end < MESSAGES[name].length - 1; end += 1) {
      const cut = MESSAGES[name].subarray(0, end);
      expect(channel.parse(cut)).toBeNull();
      expect(channel.verify({ ...signed(MESSAGES[name]), rawBody: cut }, arrival)).toBe(name === 'telegram');
    }
  });

  it.each([
    ['no JSON', Buffer.from('không phải JSON')],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['a number', Buffer.from('7')],
    ['nothing', Buffer.alloc(0)],
    ['an object of nobody', Buffer.from('{}')],
    [
      'broken UTF-8',
      Buffer.concat([MESSAGES[name].subarray(0, -3), Buffer.from([0xe1, 0xbb]), MESSAGES[name].subarray(-3)]),
    ],
  ])('a body that is %s: null', (_, body) => {
    expect(channel.parse(body)).toBeNull();
  });

  it('whatever stands in the fields: null or a list, never an error', () => {
    const heads: Record<string, fc.Arbitrary<unknown>> = name === 'telegram'
      ? { update_id: fc.nat() }
      : { event_name: fc.constantFrom(...ZALO_EVENTS) };
    const parts = [
      'message',
      'callback_query',
      'my_chat_member',
      'sender',
      'recipient',
      'follower',
      'info',
      'timestamp',
      'user_id',
    ];
    const body = fc.record(
      { ...heads, ...Object.fromEntries(parts.map((part) => [part, fc.jsonValue()])) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, (value) => {
        const events = channel.parse(Buffer.from(JSON.stringify(value)));
        expect(events === null || Array.isArray(events)).toBe(true);
      }),
    );
  });

  it('fields of the wrong shape inside a good envelope: a list, never an error', () => {
    const good = JSON.parse(MESSAGES[name].toString()) as Record<string, unknown>;
    const message = fc.dictionary(
      fc.constantFrom('text', 'chat', 'from', 'date', 'contact', 'attachments', 'msg_id', 'photo'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(message, (broken) => {
        const whole = { ...good, message: { ...(good.message as object), ...broken } };
        expect(Array.isArray(channel.parse(Buffer.from(JSON.stringify(whole))))).toBe(true);
      }),
    );
  });

  it('believes no request without a signature or with a wrong one', () => {
    const rawBody = MESSAGES[name];
    const [header, value] = Object.entries(signed(rawBody).headers)[0] as [string, string];
    const wrong = [
      undefined,
      '',
      'mac=',
      `${value}0`,
      value.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      [value, value],
    ];
    for (const given of wrong) expect(channel.verify({ headers: { [header]: given }, rawBody }, arrival)).toBe(false);
    expect(channel.verify({ headers: {}, rawBody }, arrival)).toBe(false);
    expect(channel.verify({ headers: { [header.toUpperCase()]: value }, rawBody }, arrival)).toBe(true);
  });
});

const ZALO_EVENTS = [
  'user_send_text',
  'user_send_link',
  'user_send_business_card',
  'user_submit_info',
  'follow',
  'user_seen_message',
];

describe('telegram: the secret', () => {
  it('accepts the older one while it is being replaced, and none when none is set', () => {
    const [telegram] = SUBJECTS;
    const request = (secret: string) => ({
      headers: { 'x-telegram-bot-api-secret-token': secret },
      rawBody: Buffer.from('{}'),
    });
    expect(telegram?.make(false).verify(request('older-secret'), NOW)).toBe(true);
    const open = createTelegram({ token: '123:token', keyboard: { help: 'h', home: 'H' }, webhookSecret: '' });
    expect(open.verify(request(''), NOW)).toBe(false);
    expect(open.verify(request('undefined'), NOW)).toBe(false);
  });
});

describe('zalo: the signature', () => {
  const rawBody = fixture('zalo', 'text');
  const at = new Date(1763712001000);
  const make = (settings: object = {}, seen: string[] = []) =>
    createZalo({
      appId: APP_ID,
      appSecret: 'test-app-secret',
      oaId: OA_ID,
      oaSecret: 'test-oa-secret',
      tokens: zaloTokens(),
      pressPrompt: '?',
      onSigned: (key) => seen.push(key),
      ...settings,
    });
  const request = (mac: string, body = rawBody): RawRequest => ({
    headers: { 'x-zevent-signature': mac },
    rawBody: body,
  });

  it("is the one of the platform's formula", () => {
    const vector = '2e02c8bdcb5485f848a6c3484f616df530287d9e9bbd0d1d7cccc0c592502698';
    expect(zaloMac(rawBody)).toBe(vector);
    for (const written of [`mac=${vector}`, `mac = ${vector}`, vector, `mac=${vector.toUpperCase()}`]) {
      expect(make().verify(request(written), at)).toBe(true);
    }
  });

  it('covers the exact bytes: the same JSON written anew is refused', () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(rawBody.toString()), null, 1));
    expect(make().verify(request(`mac=${zaloMac(rawBody)}`, rewritten), at)).toBe(false);
  });

  it('may be made with the app secret, and says with which', () => {
    const seen: string[] = [];
    expect(make({}, seen).verify(request(zaloMac(rawBody)), at)).toBe(true);
    expect(make({}, seen).verify(request(zaloMac(rawBody, 'test-app-secret')), at)).toBe(true);
    expect(make({}, seen).verify(request(zaloMac(rawBody, 'another')), at)).toBe(false);
    expect(seen).toEqual(['oa-secret', 'app-secret']);
  });

  it('is refused two hours after the event, and for another app', () => {
    const late = (ms: number) => make().verify(request(zaloMac(rawBody)), new Date(1763712000000 + ms));
    expect(late(2 * 3_600_000)).toBe(true);
    expect(late(2 * 3_600_000 + 1)).toBe(false);
    expect(make({ appId: '1234567890123456788' }).verify(request(zaloMac(rawBody)), at)).toBe(false);
    const foreign = Buffer.from(rawBody.toString().replace(APP_ID, '1234567890123456788'));
    expect(make().verify(request(zaloMac(foreign), foreign), at)).toBe(false);
  });

  it('with the OA id as first term only where that is switched on', () => {
    const mac = createHash('sha256').update(`${OA_ID}${rawBody.toString()}1763712000000test-oa-secret`).digest('hex');
    expect(make().verify(request(mac), at)).toBe(false);
    expect(make({ oaIdAsFirstTerm: true }).verify(request(mac), at)).toBe(true);
  });
});

describe.each(SUBJECTS)('$name: what is sent', ({ name, make }) => {
  const unmatched: string[] = [];
  const noteUnmatched = (request: Request) => unmatched.push(request.url);

  beforeEach(() => {
    nock.disableNetConnect();
    nock.emitter.on('no match', noteUnmatched);
    unmatched.length = 0;
  });
  afterEach(() => {
    nock.emitter.off('no match', noteUnmatched);
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it.each(DISPATCHES)('$case', async (row) => {
    const side = row[name];
    const seen = expectExchanges(side.exchanges);
    const media = createFakeMedia(row.known === undefined ? {} : { [name]: row.known[name] });
    const result = await make(row.isPublic ?? false).send(
      { channel: name, externalId: ADDRESSES[name] },
      row.message,
      media,
    );
    expect(await seen()).toEqual(side.exchanges.map(({ request }) => named(request)));
    expect(result).toEqual(side.result);
    expect(nock.pendingMocks()).toEqual([]);
    expect(unmatched).toEqual([]);
    if (side.media !== undefined) expect(media.log).toEqual(side.media);
  });
});

/** Zalo's calls carry the access token; the rest do not. */
function named(request: Expected): Expected {
  return request.path.includes('/oa/') && !request.path.startsWith('/v4/')
    ? { token: 'app-token', ...request }
    : request;
}

/** Prepares the answers in order; the function it returns tells the requests that came. */
function expectExchanges(exchanges: Exchange[]): () => Promise<Expected[]> {
  const seen: Promise<Expected>[] = [];
  for (const { request, reply } of exchanges) {
    const scope = nock(rootOf(request.path));
    scope.on('request', (given: Request) => seen.push(asExpected(given.clone())));
    const interceptor = scope.post(request.path);
    if (reply === 'silence') interceptor.delay(60_000).reply(200, {});
    else if ('error' in reply) interceptor.replyWithError(Object.assign(new Error(reply.error), { code: reply.error }));
    else interceptor.reply(reply.status, reply.body as nock.Body);
  }
  return () => Promise.all(seen);
}

async function asExpected(given: Request): Promise<Expected> {
  const body = decodeBody(given.headers.get('content-type') ?? '', Buffer.from(await given.arrayBuffer()));
  const token = given.headers.get('access_token');
  return { path: new URL(given.url).pathname, body, ...(token !== null && { token }) };
}

function rootOf(path: string): string {
  if (path.startsWith('/bot')) return 'https://api.telegram.org';
  return path.startsWith('/v4/') ? 'https://oauth.zaloapp.com' : 'https://openapi.zalo.me';
}

function decodeBody(contentType: string, body: Buffer): unknown {
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body.toString()));
  const parts = readMultipart(contentType, body);
  if (parts === null) return JSON.parse(body.toString());
  const inShort = (part: string | UploadedFile) =>
    part instanceof UploadedFile ? `${part.filename} (${part.bytes.length} bytes)` : part;
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, inShort(part)]));
}
