import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address, ChannelName, MediaRef, OutboundMessage } from '../../src/bot/channel.ts';
import type { Database } from '../../src/db/client.ts';
import { foldChat } from '../../src/simulator/chat.ts';
import type { Act, InFrame, NetworkMode, OutFrame } from '../../src/simulator/frame.ts';
import { createFrames } from '../../src/simulator/frames.ts';
import { createNetwork } from '../../src/simulator/network.ts';
import { HIDDEN } from '../../src/simulator/recorder.ts';
import { openTestDatabase } from '../support/database.ts';
import { createFakeMedia, TINY_PNG } from '../support/fake-media.ts';
import { createFakeEngine } from '../support/fake-simulator-ports.ts';

const HOUR_MS = 3_600_000;
const START = new Date('2026-11-22T02:00:00Z');
const PICTURE: MediaRef = { kind: 'step-picture', hash: '1'.repeat(32), alt: '' };
const PAPER: MediaRef = { kind: 'private', id: 'p1', filename: 'tam-qr.pdf', mime: 'application/pdf', alt: '' };

let db: Database;
let people = 0;
beforeAll(async () => {
  db = await openTestDatabase(4);
});
afterAll(() => db.close());

/** A person nobody has met, who has just done something so that they may be written to. */
async function stage(channel: ChannelName, settings: { mode?: NetworkMode; chance?: number } = {}) {
  people += 1;
  const to: Address = { channel, externalId: String(9_000_000_000_000_100 + people) };
  const waits: number[] = [];
  const { ports, recorder, clock } = createFakeEngine({
    sql: db.sql,
    start: START,
    chance: () => settings.chance ?? 0,
    sleep: async (ms) => void waits.push(ms),
  });
  const frames = createFrames(db.sql);
  const does = (act: Exclude<Act, { kind: 'text' }> | { kind: 'text'; characters: number }) =>
    frames.append<InFrame>(() => ({
      ...to,
      direction: 'in',
      at: clock.now().toISOString(),
      request: { act, payload: '{}' },
      result: null,
    }));
  const said = await does({ kind: 'text', characters: 4 });
  if (settings.mode) await createNetwork(db.sql).set(to, settings.mode);
  const media = createFakeMedia();
  const send = (message: OutboundMessage) => ports.channels[channel].send(to, message, media);
  const sent = async () => (await frames.of(to)).filter((frame): frame is OutFrame => frame.direction === 'out');
  const screen = async () => foldChat(await frames.of(to));
  return { to, recorder, clock, channel: ports.channels[channel], send, sent, screen, does, said, waits, media };
}

const text = (words: string): OutboundMessage => ({ kind: 'text', text: words });

describe('what is recorded', () => {
  it('is the exact request to Telegram, without the token', async () => {
    const { to, send, sent } = await stage('telegram');
    const result = await send({
      ...text('Bước 1/4\nBấm <nút>'),
      buttons: [{ label: 'Xong rồi', data: 'go' }],
    } as OutboundMessage);
    const [frame] = await sent();
    expect(frame?.request).toMatchObject({
      method: 'POST',
      path: `/bot${HIDDEN}/sendMessage`,
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.parse(frame?.request.body ?? '')).toEqual({
      chat_id: Number(to.externalId),
      text: '<b>Bước 1/4</b>\nBấm &lt;nút&gt;',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: [[{ text: 'Xong rồi', callback_data: 'go' }]] },
    });
    expect(result).toEqual({ ok: true, externalId: frame?.result.externalId });
  });

  it('is the exact request to Zalo, with its token hidden', async () => {
    const { to, send, sent } = await stage('zalo');
    await send(text('Chào bác'));
    const [frame] = await sent();
    expect(frame?.request).toEqual({
      method: 'POST',
      path: '/v3.0/oa/message/cs',
      headers: { access_token: HIDDEN, 'content-type': 'application/json' },
      body: JSON.stringify({ recipient: { user_id: to.externalId }, message: { text: 'Chào bác' } }),
    });
    expect(frame?.result).toMatchObject({
      fate: 'arrived',
      status: 200,
      body: { error: 0, data: { user_id: to.externalId } },
    });
  });

  it('holds no token and no secret, whatever a channel puts into headers or forms', async () => {
    const { to, recorder, sent } = await stage('zalo');
    const headers = { access_token: 'a-real-token', appsecret_proof: 'a-real-proof' };
    const body = { recipient: { user_id: to.externalId }, message: { text: 'Chào' } };
    await recorder.zalo.request({ host: 'openapi', method: 'POST', path: '/v3.0/oa/message/cs', headers, body });
    const form = { refresh_token: 'a-real-refresh-token', app_id: '1' };
    await recorder.zalo.request({ host: 'oauth', method: 'POST', path: '/v4/oa/access_token', form });
    expect((await sent())[0]?.request.headers).toMatchObject({ access_token: HIDDEN, appsecret_proof: HIDDEN });
    const [row] = await db.sql<{ found: number }[]>`
      select count(*)::int as found from simulator_frames where request::text like '%a-real-%'`;
    expect(row?.found).toBe(0);
  });

  it('stands in order, with message ids that grow', async () => {
    const { send, sent } = await stage('telegram');
    for (const words of ['một', 'hai', 'ba']) await send(text(words));
    const ids = (await sent()).map(({ result }) => Number(result.externalId));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(3);
  });
});

describe('files', () => {
  it('are kept once and named by a handle that works again, on both platforms', async () => {
    for (const channel of ['telegram', 'zalo'] as const) {
      const { send, sent, media } = await stage(channel);
      const picture: OutboundMessage = { kind: 'picture', media: PICTURE, caption: 'Bước 1' };
      expect(await send(picture)).toMatchObject({ ok: true });
      expect(await send(picture)).toMatchObject({ ok: true });
      const frames = await sent();
      const handles = frames.map(({ request }) => request.media?.handle);
      expect(handles[0]).toMatch(/^sim-[0-9a-f]{32}$/);
      expect(handles[1]).toBe(handles[0]);
      expect(media.log.filter((line) => line.startsWith('bytesOf'))).toHaveLength(1);
      expect(frames[0]?.request.media).toMatchObject({ mime: 'image/png', bytes: TINY_PNG.length });
    }
  });

  it('that nobody uploaded are refused as a platform would, so the picture is uploaded anew', async () => {
    const { send, sent, media } = await stage('zalo');
    media.handles.set(`zalo ${PICTURE.hash}`, { handle: 'gone-long-ago', expiresAt: null });
    expect(await send({ kind: 'picture', media: PICTURE, caption: 'Bước 1' })).toMatchObject({ ok: true });
    expect((await sent()).map(({ result }) => result.fate)).toEqual(['refused', 'arrived']);
    expect(media.log).toContain(`forget zalo ${PICTURE.hash}`);
  });

  it('show on the screen as a paper to open', async () => {
    for (const channel of ['telegram', 'zalo'] as const) {
      const { send, screen } = await stage(channel);
      await send({ kind: 'document', media: PAPER, caption: '' });
      expect((await screen()).items.at(-1)).toMatchObject({
        paper: { mime: 'application/pdf', filename: 'tam-qr.pdf' },
      });
    }
  });
});

describe('a platform says no', () => {
  it('on Telegram when the person has blocked the bot', async () => {
    const { send, does } = await stage('telegram');
    await does({ kind: 'leave' });
    expect(await send(text('Chào'))).toMatchObject({ ok: false, failure: 'contact-left' });
    await does({ kind: 'follow' });
    expect(await send(text('Chào'))).toMatchObject({ ok: true });
  });

  it('on Telegram to an edit of what is not there, and calls an unchanged edit fine', async () => {
    const { send } = await stage('telegram');
    const edit = (externalId: string, words: string) => send({ kind: 'edit', externalId, text: words });
    expect(await edit('12345', 'x')).toMatchObject({ ok: false, failure: 'target-gone' });
    const first = await send(text('Còn 3 hộ'));
    const id = first.ok ? first.externalId : '';
    expect(await edit(id, 'Còn 2 hộ')).toEqual({ ok: true, externalId: id });
    expect(await edit(id, 'Còn 2 hộ')).toEqual({ ok: true, externalId: id });
  });

  it("on Telegram to deleting a message of two days ago, and deletes today's", async () => {
    const { send, said, clock, does, screen } = await stage('telegram');
    const erase = (messageId: string): OutboundMessage => ({
      kind: 'delete',
      messageId,
      deleted: 'Con xoá rồi',
      refused: 'Bác xoá giúp con',
    });
    const words = async () =>
      (await screen()).items.flatMap((item) =>
        item.kind === 'bubble' && item.from === 'assistant' ? [item.words[0]?.text] : [],
      );
    await send(erase(said.id));
    expect(await words()).toEqual(['Con xoá rồi']);
    const another = await does({ kind: 'text', characters: 6 });
    clock.jumpTo(new Date(clock.now().getTime() + 49 * HOUR_MS));
    await send(erase(another.id));
    expect(await words()).toEqual(['Con xoá rồi', 'Bác xoá giúp con']);
  });

  it('on Zalo after seven days, after unfollowing and before the first word', async () => {
    const { send, clock, does } = await stage('zalo');
    clock.jumpTo(new Date(START.getTime() + 167 * HOUR_MS));
    expect(await send(text('Chào'))).toMatchObject({ ok: true });
    clock.jumpTo(new Date(START.getTime() + 169 * HOUR_MS));
    expect(await send(text('Chào'))).toMatchObject({ ok: false, failure: 'outside-window' });
    await does({ kind: 'leave' });
    expect(await send(text('Chào'))).toMatchObject({ ok: false, failure: 'contact-left' });
    const { channel, media } = await stage('zalo');
    const stranger: Address = { channel: 'zalo', externalId: '9000000000000999' };
    expect(await channel.send(stranger, text('Chào'), media)).toMatchObject({ ok: false, failure: 'outside-window' });
  });

  it('on Zalo says whether a message is free of charge', async () => {
    const { send, clock, sent } = await stage('zalo');
    await send(text('trong 48 giờ'));
    clock.jumpTo(new Date(START.getTime() + 49 * HOUR_MS));
    await send(text('sau 48 giờ'));
    const kinds = (await sent()).map(
      ({ result }) => (result.body as { data: { quota: { quota_type: string } } }).data.quota.quota_type,
    );
    expect(kinds).toEqual(['reply', 'sub_quota']);
  });
});

describe('bad networks', () => {
  it.each([
    ['cut', 0, 'unavailable', 'lost'],
    ['lossy', 0.1, 'unavailable', 'lost'],
    ['lossy', 0.25, 'lost-answer', 'unanswered'],
    ['throttled', 0, 'throttled', 'refused'],
    ['broken', 0, 'lost-answer', 'refused'],
  ] as const)('%s (luck %s) looks like %s to both channels', async (mode, chance, failure, fate) => {
    for (const channel of ['telegram', 'zalo'] as const) {
      const { send, sent, screen } = await stage(channel, { mode, chance });
      expect(await send(text('Chào'))).toMatchObject({ ok: false, failure });
      expect((await sent())[0]?.result.fate).toBe(fate);
      const isOnScreen = (await screen()).items.some((item) => item.kind === 'bubble' && item.from === 'assistant');
      expect(isOnScreen).toBe(fate === 'unanswered');
    }
  });

  it('slow only takes its time', async () => {
    const { send, waits } = await stage('telegram', { mode: 'slow' });
    expect(await send(text('Chào'))).toMatchObject({ ok: true });
    expect(waits).toEqual([3000]);
  });

  it('concern one person only', async () => {
    await stage('zalo', { mode: 'cut' });
    const { send } = await stage('zalo');
    expect(await send(text('Chào'))).toMatchObject({ ok: true });
  });
});

it('gives out an answer to a press to the person who pressed', async () => {
  const { to, channel, sent, screen } = await stage('telegram');
  await channel.gesture(to, { kind: 'acknowledge', callbackId: `${to.externalId}-5`, toast: 'Dạ' });
  expect((await sent()).map(({ request }) => request.path)).toEqual([`/bot${HIDDEN}/answerCallbackQuery`]);
  expect((await screen()).toast?.text).toBe('Dạ');
});

it('has ids that become visible in order, whoever writes', async () => {
  const person: Address = { channel: 'zalo', externalId: '9000000000000998' };
  const writers = [createFrames(db.sql), createFrames(db.sql)];
  const note = {
    ...person,
    direction: 'note',
    at: START.toISOString(),
    request: { kind: 'arrived' },
    result: null,
  } as const;
  const made = await Promise.all(Array.from({ length: 20 }, (_, index) => writers[index % 2]!.append(() => note)));
  const seen = await createFrames(db.sql).since('0', [person]);
  expect(seen.map(({ id }) => id)).toEqual(made.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b)));
});
