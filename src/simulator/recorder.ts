/**
 * The last hop of simulated people's messages: transports that write down the exact request and answer as the platform
 * would. They have no HTTP client, so nothing here can reach anybody.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Address, ChannelName } from '../bot/channel.ts';
import type { TelegramTransport } from '../bot/channels/telegram-transport.ts';
import type { ZaloTransport } from '../bot/channels/zalo-client.ts';
import type { TokenSource } from '../bot/channels/zalo-token.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/client.ts';
import { type Chat, foldChat } from './chat.ts';
import type { Fate, OutFrame, SentMedia, SentRequest, SentResult } from './frame.ts';
import { createFrames } from './frames.ts';
import { createMediaShelf, type MediaShelf, VOICE_MIME } from './media-shelf.ts';
import { callPassage, createNetwork, type Passage } from './network.ts';
import { personOfCallback } from './telegram-person.ts';
import { answerTelegram, refused, type TelegramAnswer } from './telegram-platform.ts';
import { answerZalo, type ZaloAnswer, zaloError } from './zalo-platform.ts';

export interface RecorderSettings {
  sql: Sql;
  clock: Clock;
  /** Draws a step picture again by its hash, for a page opened after a restart. */
  pictureBytes(hash: string): Promise<Buffer | null>;
  /** Finds a step's voice again by its hash. */
  voiceBytes?: (hash: string) => Promise<Buffer | null>;
  /** Numbers from 0 to 1; decides which calls get lost. */
  chance?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

export interface Recorder {
  telegram: TelegramTransport;
  zalo: ZaloTransport;
  /** For the Zalo channel: there is nothing to renew. */
  tokens: TokenSource;
  media: MediaShelf;
}

/** Told by a throttling platform: short, because somebody is watching. */
const RETRY_AFTER_SECONDS = 3;
/** Uploads name nobody, so their frames stand under this. */
const NOBODY = '';

export function createRecorder(settings: RecorderSettings): Recorder {
  const { sql, clock } = settings;
  const chance = settings.chance ?? Math.random;
  const sleep = settings.sleep ?? ((ms: number) => pause(ms, undefined, { ref: false }));
  const frames = createFrames(sql);
  const network = createNetwork(sql);
  const media = createMediaShelf(sql, settings.pictureBytes, settings.voiceBytes);

  async function passageFor(person: Address): Promise<Passage> {
    const passage = callPassage(await network.modeOf(person), chance);
    if (passage.delayMs > 0) await sleep(passage.delayMs);
    return passage;
  }

  /** Frames under one person, or under nobody for calls that name none. Ids of new messages are made of the frame's. */
  async function record<Answer extends { status: number; body: unknown; externalId: string | null }>(
    person: Address,
    request: SentRequest,
    passage: Passage,
    answer: (chat: Chat, frameId: string) => Answer,
  ): Promise<OutFrame> {
    const chat = foldChat(person.externalId === NOBODY ? [] : await frames.of(person));
    return frames.append<OutFrame>((id) => ({
      ...person,
      direction: 'out',
      at: clock.now().toISOString(),
      request,
      result: resultOf(passage, answer(chat, id)),
    }));
  }

  const telegram: TelegramTransport = {
    async call(method, payload) {
      const person = telegramPerson(payload);
      const [body, file] = await withoutFile(payload, media);
      const request = telegramRequest(method, body, file);
      const passage = await passageFor(person);
      const frame = await record(
        person,
        request,
        passage,
        (chat, messageId) =>
          telegramPassage(passage) ??
          answerTelegram({ method, payload: body, chat, messageId, at: clock.now(), media: file }),
      );
      return telegramResult(frame.result);
    },
  };

  const zalo: ZaloTransport = {
    async request({ method, path, headers, body, form, file }) {
      const userId = zaloUser(body, path);
      const person: Address = { channel: 'zalo', externalId: userId };
      const handleNamed = zaloHandle(body);
      const shelved = file
        ? media.put({ bytes: file.bytes, mime: file.mime, filename: file.filename })
        : handleNamed === null
          ? null
          : await media.describe(handleNamed);
      const sentBody = body ?? (file ? { [file.field]: file.filename } : form ? hidden(form) : {});
      const request: SentRequest = {
        method,
        path,
        headers: withoutSecrets(headers, file !== undefined, body !== undefined),
        body: JSON.stringify(sentBody),
        ...(shelved && { media: shelved }),
      };
      const lastActAt = await lastActOf(sql, person);
      const passage = await passageFor(person);
      const frame = await record(
        person,
        request,
        passage,
        (chat, id) =>
          zaloPassage(passage) ??
          answerZalo({
            path,
            body: body ?? {},
            userId,
            chat,
            lastActAt: latest(lastActAt, chat.lastActAt),
            messageId: `sim-${id}`,
            at: clock.now(),
            media: shelved,
            handleNamed,
          }),
      );
      const { fate, status, body: answer } = frame.result;
      if (fate === 'lost' || fate === 'unanswered') throw new WireError(fate);
      return { status: status ?? 200, body: answer };
    },
  };

  const tokens: TokenSource = { current: async () => HIDDEN, renew: async () => HIDDEN };
  return { telegram, zalo, tokens, media };
}

/** Stands where a token stood. */
export const HIDDEN = '[đã ẩn]';

/** A connection that failed, with the code Node gives: refused before a byte was written, or reset after it all was. */
class WireError extends Error {
  readonly code: string;
  constructor(fate: 'lost' | 'unanswered') {
    super('simulated network');
    this.code = fate === 'lost' ? 'ECONNREFUSED' : 'ECONNRESET';
  }
}

/** As telegraf throws it. */
class PlatformError extends Error {
  constructor(readonly response: unknown) {
    super('simulated refusal');
  }
}

function resultOf(
  { outcome }: Passage,
  answer: { status: number; body: unknown; externalId: string | null },
): SentResult {
  if (outcome === 'lost') return { fate: 'lost', status: null, body: null, externalId: null };
  const { status, body, externalId } = answer;
  const isRefused = status >= 400 || (body as { error?: number } | null)?.error;
  const fate: Fate = isRefused ? 'refused' : outcome === 'unanswered' ? 'unanswered' : 'arrived';
  return { fate, status, body, externalId };
}

/** What a platform in trouble answers whatever it is asked; null when it is well. */
function telegramPassage({ outcome }: Passage): TelegramAnswer | null {
  if (outcome === 'throttled') {
    const description = `Too Many Requests: retry after ${RETRY_AFTER_SECONDS}`;
    return refused(429, description, RETRY_AFTER_SECONDS);
  }
  return outcome === 'broken' ? refused(502, 'Bad Gateway') : null;
}

function zaloPassage({ outcome }: Passage): ZaloAnswer | null {
  if (outcome === 'throttled') return zaloError(-32, 'Your application reached limit call api');
  if (outcome === 'broken') return { status: 502, body: '<html><body>502 Bad Gateway</body></html>', externalId: null };
  return null;
}

function telegramResult({ fate, status, body }: SentResult): unknown {
  if (fate === 'lost' || fate === 'unanswered') throw new WireError(fate);
  const answer = body as { ok: boolean; result?: unknown };
  if (status !== 200 || !answer.ok) throw new PlatformError(body);
  return answer.result;
}

function telegramPerson(payload: Record<string, unknown>): Address {
  const { chat_id, callback_query_id } = payload;
  const externalId =
    chat_id !== undefined ? String(chat_id) : callback_query_id ? personOfCallback(String(callback_query_id)) : NOBODY;
  return { channel: 'telegram', externalId };
}

/** telegraf sends bytes as a multipart part; the frame keeps the handle instead. */
async function withoutFile(
  payload: Record<string, unknown>,
  media: MediaShelf,
): Promise<[Record<string, unknown>, SentMedia | null]> {
  const field = ['photo', 'document', 'voice'].find((name) => payload[name] !== undefined);
  if (field === undefined) return [payload, null];
  const value = payload[field];
  if (typeof value === 'string') return [payload, asSent(field, await media.describe(value))];
  const { source, filename } = value as { source: Buffer; filename: string };
  const mime = field === 'voice' ? VOICE_MIME : filename.endsWith('.pdf') ? 'application/pdf' : 'image/png';
  const shelved = media.put({ bytes: source, mime, filename });
  return [{ ...payload, [field]: `attach://${filename}` }, shelved];
}

/** A handle alone does not say what it names; the field it is sent under does. */
const asSent = (field: string, media: SentMedia | null): SentMedia | null =>
  media && field === 'voice'
    ? { ...media, mime: VOICE_MIME, filename: media.filename.replace(/\.png$/, '.ogg') }
    : media;

function telegramRequest(method: string, body: Record<string, unknown>, media: SentMedia | null): SentRequest {
  const isUpload = Object.values(body).some((value) => typeof value === 'string' && value.startsWith('attach://'));
  const headers = { 'content-type': isUpload ? 'multipart/form-data' : 'application/json' };
  return {
    method: 'POST',
    path: `/bot${HIDDEN}/${method}`,
    headers,
    body: JSON.stringify(body),
    ...(media && { media }),
  };
}

function withoutSecrets(
  headers: Record<string, string> | undefined,
  isUpload: boolean,
  isJson: boolean,
): Record<string, string> {
  const kinds = isUpload ? 'multipart/form-data' : isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return { ...hidden(headers ?? {}), 'content-type': kinds };
}

/** Headers and forms of Zalo carry tokens and secrets, and nothing else worth seeing. */
const hidden = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, HIDDEN]));

function zaloUser(body: Record<string, unknown> | undefined, path: string): string {
  const recipient = body?.recipient as { user_id?: unknown } | undefined;
  const named = recipient?.user_id ?? body?.user_id ?? /"user_id":"(\d+)"/.exec(decodeURIComponent(path))?.[1];
  return named === undefined ? NOBODY : String(named);
}

function zaloHandle(body: Record<string, unknown> | undefined): string | null {
  const payload = (body?.message as { attachment?: { payload?: ZaloPayload } } | undefined)?.attachment?.payload;
  const [element] = payload?.elements ?? [];
  const address = element?.url && /([^/]+?)(?:\.png)?$/.exec(element.url)?.[1];
  return payload?.token ?? element?.attachment_id ?? address ?? null;
}

interface ZaloPayload {
  token?: string;
  elements?: { attachment_id?: string; url?: string }[];
}

async function lastActOf(
  sql: Sql,
  { channel, externalId }: { channel: ChannelName; externalId: string },
): Promise<Date | null> {
  const [row] = await sql<{ seen_at: Date }[]>`
    select seen_at from contacts where channel = ${channel} and external_id = ${externalId}`;
  return row?.seen_at ?? null;
}

function latest(known: Date | null, seen: string | null): Date | null {
  if (seen === null) return known;
  const own = new Date(seen);
  return known !== null && known > own ? known : own;
}
