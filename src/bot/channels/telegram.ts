/**
 * Telegram behind the channel contract: what a message needs on its way, how the bot introduces itself, and polling.
 * What goes on the wire is in `telegram-render.ts`, the wire in `telegram-transport.ts`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type {
  Address,
  Channel,
  Gesture,
  InboundEvent,
  MediaRef,
  MediaStore,
  OutboundMessage,
  RawRequest,
  SendResult,
} from '../channel.ts';
import { hasNoText, isNotThere, isUnchanged, isUnreadable, telegramFailure } from './telegram-failures.ts';
import { parseTelegram } from './telegram-parse.ts';
import {
  type CitizenKeyboard,
  filenameOf,
  renderAcknowledge,
  renderRetireButtons,
  renderTelegram,
  splitTelegram,
  TELEGRAM_LIMITS,
  type TelegramCall,
  type TelegramFile,
} from './telegram-render.ts';
import { type TelegramTransport, telegramTransport } from './telegram-transport.ts';
import { fieldsOf, headerOf, idOf, sameSecret, stringOf } from './untrusted.ts';
import { ANSWER_WITHIN_MS, type FailedSend, failed, Unsendable } from './wire.ts';

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/** What we want to hear of. Must stay in step with `parseTelegram`. */
const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'];

/** Parallel webhook deliveries (1–100): few, since Telegram promises no order between them. */
const MAX_CONNECTIONS = 10;

/** How long Telegram may hold a `getUpdates` open, in seconds. */
const POLL_SECONDS = 50;

/** Pause after polling failed n times in a row, in milliseconds: 1 s, 2 s, 4 s … at most 30 s. */
const pauseAfter = (failures: number) => Math.min(30_000, 500 * 2 ** failures);

/** Chats whose pasted secret we removed but could not yet tell them so; the oldest are forgotten. */
const REMEMBERED_REMOVALS = 1000;

export interface TelegramSettings {
  token: string;
  /** For a local Bot API server or a fake; the official address otherwise. */
  apiRoot?: string | undefined;
  /** Without one no webhook delivery is believed. */
  webhookSecret?: string | undefined;
  /** The one before, accepted while it is being replaced. */
  webhookSecretPrevious?: string | undefined;
  keyboard: CitizenKeyboard;
  /** Where calls go instead of the Bot API; with it no HTTP client is made and `token` and `apiRoot` are unused. */
  transport?: TelegramTransport | undefined;
  now?: (() => Date) | undefined;
  answerWithinMs?: number | undefined;
  /** Waits, or until the signal aborts. Tests pass one that does not wait. */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** One entry of the command menu: `command` 1–32 of `a-z0-9_`, `description` 1–256 characters. */
export interface MenuEntry {
  command: string;
  description: string;
}

export interface Connecting {
  menu: MenuEntry[];
  /** Each buffer is one update as a webhook would have brought it. Only when this resolves are they acknowledged. */
  onUpdates(rawUpdates: Buffer[]): Promise<void>;
  /** Ends the polling. */
  signal: AbortSignal;
  /** Told of every failed round of polling, which then goes on. */
  onTrouble?: ((trouble: unknown) => void) | undefined;
}

export interface TelegramConnection {
  username: string;
  /** Settles when polling has ended; at once with a webhook. */
  finished: Promise<void>;
}

export interface Telegram extends Channel {
  readonly name: 'telegram';
  /** Introduces the bot: menu, then a webhook below `publicUrl`, or polling without one. Throws {@link TelegramRefusal}. */
  connect(publicUrl: string | null, how: Connecting): Promise<TelegramConnection>;
  getMe(): Promise<{ id: string; username: string }>;
  registerWebhook(url: string): Promise<void>;
  setMenu(menu: MenuEntry[]): Promise<void>;
  /** Fetches updates until the signal aborts; never rejects. Removes the webhook, since the two exclude each other. */
  poll(how: Omit<Connecting, 'menu'>): Promise<void>;
}

/** A call the platform did not carry out; `failed` says what that means. */
export class TelegramRefusal extends Error {
  constructor(
    readonly method: string,
    readonly failed: FailedSend,
  ) {
    super(`Telegram ${method}: ${failed.detail}`);
  }
}

export function createTelegram(settings: TelegramSettings): Telegram {
  const transport = settings.transport ?? telegramTransport(settings.token, settings.apiRoot);
  const now = settings.now ?? (() => new Date());
  const answerWithinMs = settings.answerWithinMs ?? ANSWER_WITHIN_MS;
  const sleep = settings.sleep ?? sleepUnlessAborted;
  const secrets = [settings.webhookSecret, settings.webhookSecretPrevious].filter((secret) => secret !== undefined);
  const removed = new Set<string>();

  async function call(
    { method, payload }: TelegramCall,
    ending?: { signal: AbortSignal; holdsMs: number },
  ): Promise<unknown> {
    const withinMs = answerWithinMs + (ending?.holdsMs ?? 0);
    try {
      return await transport.call(method, payload, { withinMs, signal: ending?.signal });
    } catch (error) {
      throw new TelegramRefusal(method, telegramFailure(error));
    }
  }

  /**
   * One message on its way, with at most one repair of each kind: another chat id, the file anew, words without
   * formatting, the caption instead of the text. Every repair answers a refusal, so nothing can arrive twice.
   */
  async function deliver(to: Address, message: OutboundMessage, media: MediaStore): Promise<SendResult> {
    let chat = to.externalId;
    let file = await fileFor(message, media);
    let said = message.kind === 'voice' && file === null ? wordsInstead(message) : message;
    let plain = false;
    let asCaption = false;
    for (;;) {
      const rendering = { keyboard: settings.keyboard, plain, asCaption, ...(file !== null && { file }) };
      const outcome = await attempt(renderTelegram(chat, said, rendering), said);
      if (outcome.ok) {
        await keepHandle(said, file, outcome.answer, media);
        return { ok: true, externalId: outcome.externalId, ...(chat !== to.externalId && { movedTo: chat }) };
      }
      if (outcome.movedTo !== undefined && chat === to.externalId) chat = outcome.movedTo;
      else if (outcome.failure === 'media-gone' && typeof file === 'string') file = await uploadAnew(message, media);
      else if (said.kind === 'voice' && outcome.failure === 'rejected') said = wordsInstead(said);
      else if (isUnreadable(outcome) && !plain) plain = true;
      else if (hasNoText(outcome) && !asCaption) asCaption = true;
      else return outcome;
    }
  }

  async function attempt(
    rendered: TelegramCall,
    message: OutboundMessage,
  ): Promise<FailedSend | { ok: true; externalId: string; answer: unknown }> {
    try {
      const answer = await call(rendered);
      const externalId = message.kind === 'edit' ? message.externalId : idOf(fieldsOf(answer)?.message_id);
      return externalId === null
        ? failed('lost-answer', 'taken without a message id')
        : { ok: true, externalId, answer };
    } catch (error) {
      const refusal = failedBy(error);
      const isFine = message.kind === 'edit' && isUnchanged(refusal);
      return isFine ? { ok: true, externalId: message.externalId, answer: null } : refusal;
    }
  }

  /**
   * Removes the person's message and says which came true. When the words fail after the removal succeeded, the next
   * attempt of the same row must not take "not found" for a refusal, hence `removed`.
   */
  async function erase(to: Address, message: Erasure, media: MediaStore): Promise<SendResult> {
    const target = `${to.externalId}:${message.messageId}`;
    if (!removed.has(target)) {
      const outcome = await remove(to, message);
      if (outcome === 'removed') rememberRemoval(target);
      else if (outcome !== 'refused') return outcome;
    }
    const { buttons, deleted, refused } = message;
    const words = { kind: 'text', text: removed.has(target) ? deleted : refused, ...(buttons && { buttons }) } as const;
    const result = await deliver(to, words, media);
    if (result.ok || result.failure === 'lost-answer') removed.delete(target);
    return result;
  }

  /** `refused` when the message stays; a failure when nothing can be said yet. Repeats a lost answer: removing twice is harmless. */
  async function remove(to: Address, message: Erasure): Promise<'removed' | 'refused' | FailedSend> {
    const rendered = renderTelegram(to.externalId, message, { keyboard: settings.keyboard });
    const first = await call(rendered).then(() => null, failedBy);
    if (first === null) return 'removed';
    if (first.failure === 'target-gone' || first.failure === 'rejected') return 'refused';
    if (first.failure !== 'lost-answer') return first;
    const second = await call(rendered).then(() => null, failedBy);
    return second === null || isNotThere(second) ? 'removed' : 'refused';
  }

  function rememberRemoval(target: string): void {
    removed.add(target);
    const [oldest] = removed;
    if (removed.size > REMEMBERED_REMOVALS && oldest !== undefined) removed.delete(oldest);
  }

  async function getMe(): Promise<{ id: string; username: string }> {
    const me = fieldsOf(await call({ method: 'getMe', payload: {} }));
    return { id: idOf(me?.id) ?? '', username: stringOf(me?.username) ?? '' };
  }

  async function setMenu(menu: MenuEntry[]): Promise<void> {
    await call({ method: 'setMyCommands', payload: { commands: menu } });
  }

  async function registerWebhook(url: string): Promise<void> {
    if (settings.webhookSecret === undefined) throw new Error('A Telegram webhook needs a webhook secret.');
    const secret_token = settings.webhookSecret;
    const limits = { max_connections: MAX_CONNECTIONS, drop_pending_updates: false };
    await call({ method: 'setWebhook', payload: { url, secret_token, allowed_updates: ALLOWED_UPDATES, ...limits } });
  }

  async function poll({ onUpdates, signal, onTrouble }: Omit<Connecting, 'menu'>): Promise<void> {
    let failures = 0;
    let hasWebhook = true;
    let offset: number | null = null;
    while (!signal.aborted) {
      try {
        if (hasWebhook) await call({ method: 'deleteWebhook', payload: { drop_pending_updates: false } });
        hasWebhook = false;
        const updates = await fetchUpdates(offset, signal);
        // Said once: ids may start anew at random after a quiet week, and a standing offset could then hide them.
        offset = null;
        if (updates.length > 0) {
          await onUpdates(updates.map((update) => Buffer.from(JSON.stringify(update))));
          offset = 1 + Math.max(...updates.map(updateIdOf));
        }
        failures = 0;
      } catch (trouble) {
        if (signal.aborted) return;
        failures += 1;
        onTrouble?.(trouble);
        await sleep(pauseFor(trouble, failures), signal);
      }
    }
  }

  /** Waiting updates from `offset` on; asking with one acknowledges all before it. */
  async function fetchUpdates(offset: number | null, signal: AbortSignal): Promise<unknown[]> {
    const payload = { timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES, ...(offset !== null && { offset }) };
    const answer = await call({ method: 'getUpdates', payload }, { signal, holdsMs: POLL_SECONDS * 1000 });
    return Array.isArray(answer) ? answer : [];
  }

  return {
    name: 'telegram',
    limits: TELEGRAM_LIMITS,

    verify({ headers }: RawRequest): boolean {
      const given = headerOf(headers, SECRET_HEADER);
      return given !== null && secrets.some((secret) => secret !== '' && sameSecret(given, secret));
    },

    parse: (rawBody) => parseTelegram(rawBody, now()),
    answerTo: answerTelegram,
    split: splitTelegram,

    async send(to, message, media) {
      try {
        return message.kind === 'delete' ? await erase(to, message, media) : await deliver(to, message, media);
      } catch (error) {
        return failedBy(error);
      }
    },

    async gesture(to: Address, gesture: Gesture) {
      try {
        await call(
          gesture.kind === 'acknowledge'
            ? renderAcknowledge(gesture.callbackId, gesture.toast)
            : renderRetireButtons(to.externalId, gesture.messageId),
        );
      } catch {
        // Too late to answer a press, or the message is gone: nobody misses it.
      }
    },

    async connect(publicUrl, how) {
      const { username } = await getMe();
      await setMenu(how.menu);
      if (publicUrl === null) return { username, finished: poll(how) };
      await registerWebhook(`${publicUrl.replace(/\/+$/, '')}/webhooks/telegram`);
      return { username, finished: Promise.resolve() };
    },

    getMe,
    setMenu,
    registerWebhook,
    poll,
  };
}

/** An update is at most one event. Nobody learns whether the call it carries succeeded, and for a press nobody needs to. */
function answerTelegram(events: InboundEvent[]): { body: object; events: InboundEvent[] } {
  const [event] = events;
  if (event?.what.kind !== 'press' || event.what.callbackId === undefined) return { body: { ok: true }, events };
  const { callbackId, ...what } = event.what;
  const { method, payload } = renderAcknowledge(callbackId);
  return { body: { method, ...payload }, events: [{ ...event, what }] };
}

type Erasure = Extract<OutboundMessage, { kind: 'delete' }>;

/**
 * The handle Telegram gave us, or the bytes; null for messages without a file, and for a voice that cannot be made now.
 * Handles belong to step pictures sent as photos and to voices.
 */
async function fileFor(message: OutboundMessage, media: MediaStore): Promise<TelegramFile | null> {
  if (message.kind !== 'picture' && message.kind !== 'document' && message.kind !== 'voice') return null;
  const handle = isCached(message) ? await media.handleOf('telegram', message.media) : null;
  if (handle !== null) return handle;
  const upload = uploadOf(message.media, media);
  return message.kind === 'voice' ? upload.catch(() => null) : upload;
}

/**
 * A voice repeats what was written before it, so nothing is lost without it; its buttons must arrive all the same. People
 * may refuse voice messages in their settings (VOICE_MESSAGES_FORBIDDEN).
 */
function wordsInstead({ caption, buttons }: Extract<OutboundMessage, { kind: 'voice' }>): OutboundMessage {
  return { kind: 'text', text: caption, ...(buttons && { buttons }) };
}

async function uploadOf(ref: MediaRef, media: MediaStore): Promise<TelegramFile> {
  return { source: await media.bytesOf(ref), filename: filenameOf(ref) };
}

async function uploadAnew(message: OutboundMessage, media: MediaStore): Promise<TelegramFile | null> {
  if (!isCached(message)) return null;
  await media.forget('telegram', message.media);
  return uploadOf(message.media, media);
}

function isCached(message: OutboundMessage): message is Extract<OutboundMessage, { kind: 'picture' | 'voice' }> {
  return message.kind === 'voice' || (message.kind === 'picture' && message.media.kind === 'step-picture');
}

/** After an upload: remembers Telegram's name for it, the largest size. The message is out, so a failure here is not its failure. */
async function keepHandle(
  message: OutboundMessage,
  sent: TelegramFile | null,
  answer: unknown,
  media: MediaStore,
): Promise<void> {
  if (!isCached(message) || typeof sent === 'string') return;
  const { photo: sizes, voice } = fieldsOf(answer) ?? {};
  const file = Array.isArray(sizes) ? sizes.at(-1) : voice;
  const handle = stringOf(fieldsOf(file)?.file_id);
  if (handle !== null) await media.remember('telegram', message.media, handle, null).catch(() => {});
}

/** Failures of our own before the call (a picture that cannot be drawn, a limit broken) sent nothing. */
function failedBy(error: unknown): FailedSend {
  if (error instanceof TelegramRefusal) return error.failed;
  if (error instanceof Unsendable) return failed('rejected', error.message);
  return failed('unavailable', error instanceof Error ? error.message : 'unknown trouble before sending');
}

function updateIdOf(update: unknown): number {
  const id = fieldsOf(update)?.update_id;
  return typeof id === 'number' ? id : -1;
}

function pauseFor(trouble: unknown, failures: number): number {
  const told = trouble instanceof TelegramRefusal ? trouble.failed.retryAfterMs : undefined;
  return told ?? pauseAfter(failures);
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}
