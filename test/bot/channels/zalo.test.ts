/** Zalo end to end against the fake server, and what the fake itself refuses. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediaRef, OutboundMessage } from '../../../src/bot/channel.ts';
import { createZalo, type Zalo, type ZaloSettings } from '../../../src/bot/channels/zalo.ts';
import { axiosTransport } from '../../../src/bot/channels/zalo-client.ts';
import { fixedToken } from '../../../src/bot/channels/zalo-token.ts';
import { createFakeMedia, TINY_PNG } from '../../support/fake-media.ts';
import { type FakeZalo, startFakeZalo } from '../../support/fake-zalo.ts';

const USER = '2468458835296197922';
const to = { channel: 'zalo', externalId: USER } as const;
const HOUR = 60 * 60 * 1000;
const hello: OutboundMessage = { kind: 'text', text: 'Dạ' };
const picture: MediaRef = { kind: 'step-picture', hash: 'c0ffee', alt: '' };

let server: FakeZalo;
beforeEach(async () => {
  server = await startFakeZalo();
});
afterEach(() => server.close());

function zalo(settings: Partial<ZaloSettings> = {}): Zalo {
  const { appId, appSecret, oaId, oaSecret, roots } = server;
  const tokens = fixedToken(server.issueAccess());
  const now = () => server.now();
  return createZalo({
    appId,
    appSecret,
    oaId,
    oaSecret,
    roots,
    tokens,
    now,
    pressPrompt: 'Bác làm xong chưa?',
    ...settings,
  });
}

describe('a talk', () => {
  it('a picture with buttons, and the tap on one of them', async () => {
    server.follow(USER);
    const oa = zalo();
    const buttons = [{ label: '✅ Xong rồi', data: 'w:1:ok:k3f9' }];
    for (const part of oa.split({ kind: 'picture', media: picture, caption: 'Bước 1/7', buttons })) {
      expect(await oa.send(to, part, createFakeMedia())).toMatchObject({ ok: true });
    }
    expect(server.sentTo(USER).map(({ body }) => (body.message as { text: string }).text)).toEqual([
      'Bước 1/7',
      'Bác làm xong chưa?',
    ]);
    const tap = Buffer.from(JSON.stringify(server.tap(USER, '✅ Xong rồi')));
    expect(oa.parse(tap)).toMatchObject([{ from: to, what: { kind: 'press', data: 'w:1:ok:k3f9' } }]);
  });

  it('an upload serves six and a half days, is brought anew when Zalo has dropped it', async () => {
    server.follow(USER);
    const oa = zalo();
    const media = createFakeMedia();
    const send = () => oa.send(to, { kind: 'picture', media: picture, caption: 'Bước 1/7' }, media);
    await send();
    expect(media.handles.get('zalo c0ffee')?.expiresAt).toEqual(new Date(server.now().getTime() + 6.5 * 24 * HOUR));
    await send();
    expect(server.uploads.size).toBe(1);
    server.advance(7 * 24 * HOUR);
    server.text(USER, 'con đây');
    expect(await zalo().send(to, { kind: 'picture', media: picture, caption: '' }, media)).toMatchObject({ ok: true });
    expect(server.uploads.size).toBe(2);
    expect(server.refused).toMatchObject([{ error: { error: -100 } }]);
  });

  it('free within 48 hours, then at a price, and after 7 days not at all', async () => {
    expect(await zalo().send(to, hello, createFakeMedia())).toMatchObject({ failure: 'outside-window' });
    server.follow(USER);
    await zalo().send(to, hello, createFakeMedia());
    server.advance(48 * HOUR + 1);
    await zalo().send(to, hello, createFakeMedia());
    expect(server.ledger.map(({ quotaType }) => quotaType)).toEqual(['reply', 'sub_quota']);
    server.advance(5 * 24 * HOUR);
    expect(await zalo().send(to, hello, createFakeMedia())).toMatchObject({
      failure: 'outside-window',
      detail: expect.stringContaining('-230'),
    });
  });

  it('a picture too large for Zalo never leaves', async () => {
    server.follow(USER);
    const large = { ...createFakeMedia(), bytesOf: async () => Buffer.concat([TINY_PNG, Buffer.alloc(1024 * 1024)]) };
    const result = await zalo().send(to, { kind: 'picture', media: picture, caption: '' }, large);
    expect(result).toMatchObject({ failure: 'rejected', detail: expect.stringContaining('bytes') });
    expect(server.uploads.size).toBe(0);
  });

  it('an upload that is throttled or lost may be repeated; a message that is lost may not', async () => {
    server.follow(USER);
    const image: OutboundMessage = { kind: 'picture', media: picture, caption: '' };
    server.acceptThenReset(1, '/v2.0/oa/upload/image');
    expect(await zalo().send(to, image, createFakeMedia())).toMatchObject({ failure: 'unavailable' });
    server.failNext(1, { error: -32, message: 'limit' }, '/v2.0/oa/upload/image');
    expect(await zalo().send(to, image, createFakeMedia())).toMatchObject({ failure: 'throttled' });
    server.acceptThenReset(1, '/v3.0/oa/message/cs');
    expect(await zalo().send(to, image, createFakeMedia())).toMatchObject({ failure: 'lost-answer' });
    expect(server.ledger).toHaveLength(1);
  });

  it('reads the profile and the last interaction', async () => {
    const oa = zalo();
    expect(await oa.getUser(USER)).toMatchObject({ ok: false, failure: 'rejected' });
    expect(await oa.quotaForUser(USER)).toEqual({ ok: true, quota: { lastInteraction: null } });
    server.follow(USER);
    expect(await oa.getUser(USER)).toEqual({
      ok: true,
      user: { displayName: 'Thử', isFollower: true, isSensitive: false },
    });
    expect(await oa.quotaForUser(USER)).toEqual({ ok: true, quota: { lastInteraction: server.now() } });
  });

  it('a recording transport gets every request, and nothing else is made', async () => {
    const requests: string[] = [];
    const recording = zalo({
      transport: {
        async request({ method, path, headers }) {
          requests.push(`${method} ${path} ${headers?.access_token}`);
          return { status: 200, body: { error: 0, data: { message_id: 'm1' } } };
        },
      },
      tokens: fixedToken('simulated'),
    });
    expect(await recording.send(to, hello, createFakeMedia())).toEqual({ ok: true, externalId: 'm1' });
    await recording.gesture(to, { kind: 'retire-buttons', messageId: '1' });
    expect(requests).toEqual(['POST /v3.0/oa/message/cs simulated']);
    expect(server.ledger).toEqual([]);
  });
});

describe('the fake server', () => {
  const oaCall = async (path: string, body: object) => {
    const transport = axiosTransport(server.roots);
    const headers = { access_token: server.issueAccess() };
    const { body: answer } = await transport.request({
      host: 'openapi',
      method: 'POST',
      path,
      headers,
      body: { ...body },
    });
    return answer as { error: number; message: string };
  };
  const send = (message: object) => oaCall('/v3.0/oa/message/cs', { recipient: { user_id: USER }, message });
  const template = (payload: object, text?: string) =>
    send({ ...(text && { text }), attachment: { type: 'template', payload } });
  const button = (fields: object = {}) => ({ title: 'Dạ', type: 'oa.query.hide', payload: '#g:x', ...fields });
  const image = (fields: object) =>
    template({ template_type: 'media', elements: [{ media_type: 'image', ...fields }] });

  it.each<[string, () => Promise<{ error: number }>, number]>([
    ['a text of 2,001 characters', () => send({ text: 'ữ'.repeat(2001) }), -210],
    ['an empty text', () => send({ text: '' }), -201],
    ['nothing', () => send({}), -201],
    ['an invented field', () => send({ text: 'Dạ', buttons: [] }), -201],
    [
      'a numeric user id',
      () => oaCall('/v3.0/oa/message/cs', { recipient: { user_id: 1 }, message: { text: 'Dạ' } }),
      -201,
    ],
    ['six buttons', () => template({ buttons: Array.from({ length: 6 }, () => button()) }, 'Dạ'), -210],
    ['buttons without words', () => template({ buttons: [button()] }), -201],
    ['a title of 101 characters', () => template({ buttons: [button({ title: 'a'.repeat(101) })] }, 'Dạ'), -210],
    ['a payload of 1,001 characters', () => template({ buttons: [button({ payload: 'a'.repeat(1001) })] }, 'Dạ'), -210],
    ['a button of an unknown type', () => template({ buttons: [button({ type: 'callback' })] }, 'Dạ'), -201],
    ['an unknown template', () => template({ template_type: 'generic' }, 'Dạ'), -233],
    ['two media elements', () => template({ template_type: 'media', elements: [{}, {}] }), -201],
    ['an address and an upload at once', () => image({ url: 'https://a.vn/a.png', attachment_id: 'a' }), -201],
    ['an address without https', () => image({ url: 'http://a.vn/a.png' }), -201],
    ['an upload it never gave', () => image({ attachment_id: 'nobody' }), -100],
    [
      'a file with words beside it',
      () => send({ text: 'Dạ', attachment: { type: 'file', payload: { token: 't' } } }),
      -201,
    ],
  ])('refuses %s', async (_, act, code) => {
    server.follow(USER);
    expect((await act()).error).toBe(code);
    expect(server.ledger).toEqual([]);
  });

  it('takes what is right', async () => {
    server.follow(USER);
    expect(await send({ text: 'ữ'.repeat(2000) })).toMatchObject({ error: 0 });
    expect(await template({ buttons: Array.from({ length: 5 }, () => button()) }, 'Dạ')).toMatchObject({ error: 0 });
    expect(await image({ url: 'https://a.vn/a.png' })).toMatchObject({ error: 0 });
  });

  it('refuses files of another type than the endpoint is for', async () => {
    const transport = axiosTransport(server.roots);
    const upload = async (path: string, bytes: Buffer) => {
      const file = { field: 'file', filename: 'a.bin', mime: 'application/octet-stream', bytes };
      const headers = { access_token: server.issueAccess() };
      return (await transport.request({ host: 'openapi', method: 'POST', path, headers, file })).body;
    };
    expect(await upload('/v2.0/oa/upload/image', Buffer.from('%PDF-1.4'))).toMatchObject({ error: -201 });
    expect(await upload('/v2.0/oa/upload/file', TINY_PNG)).toMatchObject({ error: -201 });
    expect(await upload('/v2.0/oa/upload/image', TINY_PNG)).toMatchObject({ error: 0 });
  });

  it('refuses tokens that are unknown or expired', async () => {
    server.follow(USER);
    const send = (token: string) => zalo({ tokens: fixedToken(token) }).send(to, hello, createFakeMedia());
    expect(await send('nobody')).toMatchObject({ failure: 'token-expired', detail: expect.stringContaining('-216') });
    const token = server.issueAccess();
    server.expireAccess();
    expect(await send(token)).toMatchObject({ failure: 'token-expired', detail: expect.stringContaining('-220') });
  });

  it('rotates: each refresh token works once, and kills the access token of before', async () => {
    const transport = axiosTransport(server.roots);
    const refresh = async (refresh_token: string) => {
      const form = { refresh_token, app_id: server.appId, grant_type: 'refresh_token' };
      const headers = { secret_key: server.appSecret };
      const { body } = await transport.request({
        host: 'oauth',
        method: 'POST',
        path: '/v4/oa/access_token',
        headers,
        form,
      });
      return body as { access_token?: string; refresh_token?: string; expires_in?: string };
    };
    const seed = server.consent();
    const first = await refresh(seed);
    expect(first.expires_in).toBe('90000');
    expect((await refresh(seed)).access_token).toBeUndefined();
    const second = await refresh(first.refresh_token ?? '');
    expect(second.access_token).toBeDefined();
    server.follow(USER);
    const dead = zalo({ tokens: fixedToken(first.access_token ?? '') });
    expect(await dead.send(to, hello, createFakeMedia())).toMatchObject({ failure: 'token-expired' });
    server.advance(91 * 24 * HOUR);
    expect((await refresh(second.refresh_token ?? '')).access_token).toBeUndefined();
  });

  it('restricts a person, and keeps a pace', async () => {
    server.follow(USER);
    server.restrict(USER, -227);
    expect(await zalo().send(to, hello, createFakeMedia())).toMatchObject({ failure: 'contact-left' });
    server.restrict(USER, null);
    server.pace(1);
    expect(await zalo().send(to, hello, createFakeMedia())).toMatchObject({ ok: true });
    expect(await zalo().send(to, hello, createFakeMedia())).toMatchObject({
      failure: 'throttled',
      retryAfterMs: 60_000,
    });
    server.advance(60_000);
    expect(await zalo().send(to, hello, createFakeMedia())).toMatchObject({ ok: true });
  });

  it('delivers signed events, numbers the repeats, and gives up after the last', async () => {
    const oa = zalo();
    const seen: { believed: boolean; retry: unknown }[] = [];
    const app = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const believed = oa.verify({ headers: request.headers, rawBody: Buffer.concat(chunks) }, server.now());
      seen.push({ believed, retry: request.headers.num_retry });
      response.writeHead(seen.length === 2 ? 200 : 503).end();
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    server.webhook = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
    server.text(USER, 'Dạ con đây');
    await server.settled();
    expect(seen).toEqual([
      { believed: true, retry: undefined },
      { believed: true, retry: '1' },
    ]);
    server.text(USER, 'nữa');
    await server.settled();
    expect(seen).toHaveLength(8);
    expect(server.courier.abandoned).toHaveLength(1);
    app.closeAllConnections();
    app.close();
  });
});
