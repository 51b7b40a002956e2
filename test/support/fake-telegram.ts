/**
 * A Bot API server on a loopback port, with the manners of the real one that matter to us: it checks every call
 * against the specification, refuses what it would refuse, keeps a ledger of what it accepted, delivers updates by
 * webhook or `getUpdates`, and fails as scripted. Point `apiRoot` at {@link FakeTelegram.apiRoot}.
 */
import { decodeParams, faultOf, isMethod, type Params } from './fake-telegram-spec.ts';
import {
  Courier,
  FaultScript,
  type Incoming,
  type LoopbackServer,
  listen,
  type Outgoing,
  readMultipart,
  UploadedFile,
  type WireFault,
} from './fake-wire.ts';

const TWO_DAYS_MS = 48 * 60 * 60 * 1000;

/** The error part of a Bot API answer. */
export interface TelegramError {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** One accepted call. Files appear as {@link UploadedFile}. */
export interface TelegramEntry {
  order: number;
  method: string;
  chat: string | null;
  messageId: string | null;
  payload: Params;
  at: Date;
}

export interface RefusedTelegramCall {
  method: string;
  payload: Params;
  error: TelegramError;
}

export interface FakeTelegramOptions {
  token?: string;
  /** Hold calls against the specification. Off for benchmarks. */
  validate?: boolean;
  /** Accept chats that never started the bot. */
  anyChat?: boolean;
  now?: () => Date;
  /** Pause before a failed webhook delivery is repeated. */
  redeliverAfterMs?: number;
  /** Webhook deliveries of one update before it is given up. */
  attempts?: number;
}

interface StoredMessage {
  date: number;
  isOurs: boolean;
  /** A text, or the name of the part that carries the file. */
  kind: 'text' | FileKind | 'other';
  words: string;
  markup: string;
}

class Refused extends Error {
  constructor(readonly error: TelegramError) {
    super(error.description);
  }
}

function refuse(error_code: number, description: string, parameters?: TelegramError['parameters']): never {
  throw new Refused({ error_code, description, ...(parameters && { parameters }) });
}

export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const fake = new FakeTelegram(options);
  await fake.open();
  return fake;
}

export class FakeTelegram {
  readonly token: string;
  readonly bot = { id: 7000000001, is_bot: true, first_name: 'Trợ Lý Số', username: 'tro_ly_so_thu_bot' };
  /** Accepted calls that reach a person, in order. */
  readonly ledger: TelegramEntry[] = [];
  /** Accepted calls of any other kind. */
  readonly administration: TelegramEntry[] = [];
  readonly refused: RefusedTelegramCall[] = [];
  readonly courier: Courier;
  menu: unknown = null;
  webhook: { url: string; secret: string | null; allowed: string[] | null } | null = null;

  /** Trouble of any length: asked for every call after the script; null lets the call pass. */
  weather: ((method: string, payload: Params) => WireFault | TelegramError | null) | null = null;

  readonly #options: Required<Omit<FakeTelegramOptions, 'token'>>;
  readonly #faults = new FaultScript<TelegramError>();
  readonly #messages = new Map<string, StoredMessage>();
  readonly #started = new Set<string>();
  readonly #blocked = new Set<string>();
  readonly #moved = new Map<string, number>();
  readonly #files = new Map<string, FileKind>();
  readonly #presses = new Set<string>();
  /** Updates nobody has acknowledged, oldest first. */
  #pending: Params[] = [];
  #poll: { answer: (outgoing: Outgoing) => void; timer: NodeJS.Timeout } | null = null;
  #pace: { perSecond: number; perChatPerSecond: number } | null = null;
  #window = { second: 0, all: 0, chats: new Map<string, number>() };
  #nextUpdate = 100_000_001;
  #nextMessage = 1;
  #nextFile = 1;
  #order = 0;
  #server: LoopbackServer | null = null;

  constructor(options: FakeTelegramOptions) {
    const { token = '7000000001:fake-token', ...rest } = options;
    this.token = token;
    this.#options = {
      validate: true,
      anyChat: false,
      now: () => new Date(),
      redeliverAfterMs: 20,
      attempts: 10,
      ...rest,
    };
    const { redeliverAfterMs, attempts } = this.#options;
    this.courier = new Courier({ parallel: 40, redeliverAfterMs, attempts });
  }

  async open(): Promise<void> {
    this.#server = await listen((incoming) => this.#receive(incoming));
  }

  async close(): Promise<void> {
    this.courier.close();
    clearTimeout(this.#poll?.timer);
    await this.#server?.close();
  }

  get apiRoot(): string {
    if (this.#server === null) throw new Error('The fake Telegram is not open.');
    return this.#server.url;
  }

  // ---- People ----------------------------------------------------------------------------------------------------

  /** Presses START, maybe on a link with a payload. */
  start(user: number, payload?: string): Params {
    return this.text(user, payload === undefined ? '/start' : `/start ${payload}`);
  }

  text(user: number, text: string): Params {
    return this.message(user, { text });
  }

  /** A person's message with any content, e.g. `{ photo: […] }`. */
  message(user: number, content: Params): Params {
    this.#started.add(String(user));
    this.#blocked.delete(String(user));
    const date = this.#seconds();
    const message_id = this.#nextMessage++;
    this.#messages.set(`${user}:${message_id}`, { date, isOurs: false, kind: 'other', words: '', markup: '' });
    return this.push({ message: { message_id, date, from: person(user), chat: privateChat(user), ...content } });
  }

  /** Shares a contact card; the person's own unless another owner is named. */
  contact(user: number, phone: string, owner: number = user): Params {
    return this.message(user, { contact: { phone_number: phone, first_name: 'Thử', user_id: owner } });
  }

  /** Presses a button: by its data, on one message. */
  press(user: number, messageId: string, data: string): Params {
    const id = `press-${this.#nextUpdate}`;
    this.#presses.add(id);
    const message = { message_id: Number(messageId), date: this.#seconds(), chat: privateChat(user) };
    return this.push({ callback_query: { id, from: person(user), message, chat_instance: '1', data } });
  }

  /** Presses the newest button of this label in the person's chat. */
  pressLabel(user: number, label: string): Params {
    const labelled = (payload: Params) => inlineButtons(payload).find(({ text }) => text === label);
    const chat = String(user);
    const entry = this.ledger.findLast((sent) => sent.chat === chat && labelled(sent.payload) !== undefined);
    const data = entry === undefined ? undefined : labelled(entry.payload)?.callback_data;
    if (data !== undefined) return this.press(user, entry?.messageId ?? '', data);
    throw new Error(`The chat ${user} shows no button "${label}".`);
  }

  block(user: number): Params {
    this.#blocked.add(String(user));
    return this.#membership(user, 'kicked', 'member');
  }

  unblock(user: number): Params {
    this.#blocked.delete(String(user));
    return this.#membership(user, 'member', 'kicked');
  }

  /** Queues any update, with the next id. */
  push(update: Params): Params {
    const numbered = { update_id: this.#nextUpdate++, ...update };
    if (!this.#isWanted(numbered)) return numbered;
    this.#pending.push(numbered);
    if (this.webhook !== null) this.#carry(numbered);
    else this.#answerPoll();
    return numbered;
  }

  /** Resolves when every update was taken or given up. With `getUpdates`: when all are acknowledged. */
  async settled(): Promise<void> {
    if (this.webhook !== null) return this.courier.settled();
    while (this.#pending.length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** Updates nobody has acknowledged. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Presses whose button still shows that something is under way. */
  get unacknowledged(): number {
    return this.#presses.size;
  }

  /** What one person has received, in order. */
  sentTo(chat: number | string): TelegramEntry[] {
    return this.ledger.filter((entry) => entry.chat === String(chat));
  }

  // ---- Trouble ---------------------------------------------------------------------------------------------------

  /** Refuses the next calls (of one method, if named). */
  failNext(times: number, error: TelegramError, method?: string): void {
    this.#faults.next(times, error, method);
  }

  /** Never answers. */
  hangNext(times: number, method?: string): void {
    this.#faults.next(times, 'hang', method);
  }

  /** Cuts the connection before acting. */
  resetNext(times: number, method?: string): void {
    this.#faults.next(times, 'reset', method);
  }

  /** Acts, then cuts the connection: the answer is lost. */
  acceptThenReset(times: number, method?: string): void {
    this.#faults.next(times, 'accept-then-reset', method);
  }

  /** Answers 429 above this pace of messages; null for no limit. The official figures are about 30 and 1. */
  pace(limits: { perSecond: number; perChatPerSecond: number } | null): void {
    this.#pace = limits;
  }

  /** The platform forgets a file: its id is refused from now on. */
  forgetFile(fileId: string): void {
    this.#files.delete(fileId);
  }

  /** A group became a supergroup with another id. */
  migrate(chat: number, to: number): void {
    this.#moved.set(String(chat), to);
    this.#started.add(String(to));
  }

  // ---- Calls -----------------------------------------------------------------------------------------------------

  async #receive(incoming: Incoming): Promise<Outgoing> {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)/.exec(incoming.path) ?? [];
    if (token !== this.token) return failure({ error_code: 401, description: 'Unauthorized' });
    if (!isMethod(method)) return failure({ error_code: 404, description: 'Not Found' });
    const payload = paramsOf(method, incoming);
    const fault = this.#faults.take(method) ?? this.weather?.(method, payload) ?? null;
    if (fault === 'hang') return new Promise(() => {});
    if (fault === 'reset') return null;
    if (fault !== null && typeof fault === 'object' && 'error_code' in fault)
      return this.#refusal(method, payload, fault);
    if (fault !== null && typeof fault === 'object') return fault;
    const outgoing = await this.#act(method, payload);
    return fault === 'accept-then-reset' ? null : outgoing;
  }

  #act(method: string, payload: Params): Outgoing | Promise<Outgoing> {
    try {
      if (this.#options.validate) {
        const fault = faultOf(method, payload);
        if (fault !== null) refuse(400, `Bad Request: ${fault}`);
      }
      if (method === 'getUpdates') return this.#getUpdates(payload);
      const action = this.#actions[method];
      if (action === undefined) refuse(404, `Not Found: the fake does not know ${method}`);
      return success(action(payload));
    } catch (error) {
      if (error instanceof Refused) return this.#refusal(method, payload, error.error);
      throw error;
    }
  }

  #refusal(method: string, payload: Params, error: TelegramError): Outgoing {
    this.refused.push({ method, payload, error });
    return failure(error);
  }

  readonly #actions: Record<string, (payload: Params) => unknown> = {
    getMe: () => this.bot,
    sendMessage: (payload) => this.#send('sendMessage', payload, 'text', String(payload.text)),
    sendPhoto: (payload) => this.#send('sendPhoto', payload, 'photo', String(payload.caption ?? '')),
    sendVoice: (payload) => this.#send('sendVoice', payload, 'voice', String(payload.caption ?? '')),
    sendDocument: (payload) => this.#send('sendDocument', payload, 'document', String(payload.caption ?? '')),
    editMessageText: (payload) => this.#edit('editMessageText', payload, 'text', String(payload.text)),
    editMessageCaption: (payload) =>
      this.#edit('editMessageCaption', payload, 'caption', String(payload.caption ?? '')),
    editMessageReplyMarkup: (payload) => this.#edit('editMessageReplyMarkup', payload, 'markup', null),
    deleteMessage: (payload) => this.#delete(payload),
    answerCallbackQuery: (payload) => this.#answerPress(payload),
    sendChatAction: (payload) => this.#administer('sendChatAction', payload),
    setMyCommands: (payload) => {
      this.menu = payload.commands;
      return this.#administer('setMyCommands', payload);
    },
    setWebhook: (payload) => this.#setWebhook(payload),
    deleteWebhook: (payload) => {
      this.webhook = null;
      this.courier.stop();
      if (payload.drop_pending_updates === true) this.#pending = [];
      return this.#administer('deleteWebhook', payload);
    },
    getWebhookInfo: () => ({ url: this.webhook?.url ?? '', pending_update_count: this.#pending.length }),
  };

  #send(method: string, payload: Params, kind: 'text' | FileKind, words: string): unknown {
    const chat = this.#openChat(payload.chat_id);
    this.#keepPace(chat);
    const media = kind === 'text' ? {} : this.#keepFile(kind, payload[kind]);
    const date = this.#seconds();
    const message_id = this.#nextMessage++;
    this.#messages.set(`${chat}:${message_id}`, { date, isOurs: true, kind, words, markup: markupOf(payload) });
    this.#write(this.ledger, method, chat, String(message_id), payload);
    const content = kind === 'text' ? { text: words } : { ...media, caption: words };
    return { message_id, date, from: this.bot, chat: privateChat(Number(chat)), ...content };
  }

  #edit(method: string, payload: Params, part: 'text' | 'caption' | 'markup', words: string | null): unknown {
    const chat = this.#openChat(payload.chat_id);
    const message = this.#messages.get(`${chat}:${payload.message_id}`);
    if (message === undefined) refuse(400, 'Bad Request: message to edit not found');
    if (!message.isOurs) refuse(400, "Bad Request: message can't be edited");
    if (part === 'text' && message.kind !== 'text') refuse(400, 'Bad Request: there is no text in the message to edit');
    if (part === 'caption' && message.kind === 'text')
      refuse(400, 'Bad Request: there is no caption in the message to edit');
    const edited = { words: words ?? message.words, markup: markupOf(payload) };
    if (edited.words === message.words && edited.markup === message.markup) {
      refuse(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
      );
    }
    Object.assign(message, edited);
    this.#write(this.ledger, method, chat, String(payload.message_id), payload);
    return { message_id: payload.message_id, date: message.date, chat: privateChat(Number(chat)), from: this.bot };
  }

  #delete(payload: Params): true {
    const chat = this.#openChat(payload.chat_id);
    const key = `${chat}:${payload.message_id}`;
    const message = this.#messages.get(key);
    if (message === undefined) refuse(400, 'Bad Request: message to delete not found');
    if (this.#seconds() - message.date > TWO_DAYS_MS / 1000) refuse(400, "Bad Request: message can't be deleted");
    this.#messages.delete(key);
    this.#write(this.ledger, 'deleteMessage', chat, String(payload.message_id), payload);
    return true;
  }

  #answerPress(payload: Params): true {
    if (!this.#presses.delete(String(payload.callback_query_id))) {
      refuse(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
    }
    return this.#administer('answerCallbackQuery', payload);
  }

  #setWebhook(payload: Params): true {
    const { url, secret_token, allowed_updates, max_connections } = payload;
    const allowed = Array.isArray(allowed_updates) ? allowed_updates.map(String) : null;
    const secret = typeof secret_token === 'string' ? secret_token : null;
    if (secret !== null && !/^[\w-]+$/.test(secret))
      refuse(400, 'Bad Request: secret token contains unallowed characters');
    if (payload.drop_pending_updates === true) this.#pending = [];
    this.courier.stop();
    this.webhook = { url: String(url), secret, allowed };
    this.courier.url = this.webhook.url;
    this.courier.parallel = Number(max_connections ?? 40);
    for (const update of this.#pending) this.#carry(update);
    return this.#administer('setWebhook', payload);
  }

  #getUpdates(payload: Params): Outgoing | Promise<Outgoing> {
    if (this.webhook !== null) {
      refuse(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    const terminated = { error_code: 409, description: 'Conflict: terminated by other getUpdates request' };
    this.#poll?.answer(this.#refusal('getUpdates', payload, terminated));
    const { offset, timeout } = payload;
    if (typeof offset === 'number')
      this.#pending = this.#pending.filter((update) => Number(update.update_id) >= offset);
    if (this.#pending.length > 0) return success(this.#pending.slice(0, Number(payload.limit ?? 100)));
    return new Promise((resolve) => {
      const answer = (outgoing: Outgoing): void => {
        clearTimeout(timer);
        this.#poll = null;
        resolve(outgoing);
      };
      const timer = setTimeout(() => answer(success([])), Number(timeout ?? 0) * 1000);
      this.#poll = { answer, timer };
    });
  }

  #answerPoll(): void {
    this.#poll?.answer(success(this.#pending.slice(0, 100)));
  }

  #openChat(chatId: unknown): string {
    const chat = String(chatId);
    const movedTo = this.#moved.get(chat);
    if (movedTo !== undefined) {
      refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: movedTo });
    }
    if (this.#blocked.has(chat)) refuse(403, 'Forbidden: bot was blocked by the user');
    if (!this.#options.anyChat && !this.#started.has(chat)) refuse(400, 'Bad Request: chat not found');
    return chat;
  }

  #keepPace(chat: string): void {
    if (this.#pace === null) return;
    const second = this.#seconds();
    if (this.#window.second !== second) this.#window = { second, all: 0, chats: new Map() };
    const ofChat = (this.#window.chats.get(chat) ?? 0) + 1;
    this.#window.chats.set(chat, ofChat);
    this.#window.all += 1;
    if (this.#window.all > this.#pace.perSecond || ofChat > this.#pace.perChatPerSecond) {
      refuse(429, 'Too Many Requests: retry after 1', { retry_after: 1 });
    }
  }

  /** An upload gets an id; an id must be one that was given. */
  #keepFile(kind: FileKind, file: unknown): Params {
    if (!(file instanceof UploadedFile)) {
      if (this.#files.get(String(file)) !== kind) refuse(400, 'Bad Request: wrong file identifier/HTTP URL specified');
      return filePart(kind, String(file));
    }
    if (file.bytes.length === 0) refuse(400, 'Bad Request: file must be non-empty');
    const fileId = `${kind}-${this.#nextFile++}`;
    this.#files.set(fileId, kind);
    return filePart(kind, fileId);
  }

  #administer(method: string, payload: Params): true {
    this.#write(this.administration, method, null, null, payload);
    return true;
  }

  #write(book: TelegramEntry[], method: string, chat: string | null, messageId: string | null, payload: Params): void {
    book.push({ order: this.#order++, method, chat, messageId, payload, at: this.#options.now() });
  }

  #membership(user: number, status: string, before: string): Params {
    const member = (state: string) => ({ user: this.bot, status: state });
    const change = { old_chat_member: member(before), new_chat_member: member(status) };
    return this.push({
      my_chat_member: { chat: privateChat(user), from: person(user), date: this.#seconds(), ...change },
    });
  }

  #isWanted(update: Params): boolean {
    const allowed = this.webhook?.allowed ?? null;
    return allowed === null || allowed.length === 0 || allowed.some((name) => update[name] !== undefined);
  }

  #carry(update: Params): void {
    const secret = this.webhook?.secret ?? null;
    this.courier.bring({
      key: String(update.update_id),
      rawBody: Buffer.from(JSON.stringify(update)),
      headers: () => (secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      onDelivered: () => {
        const index = this.#pending.indexOf(update);
        if (index >= 0) this.#pending.splice(index, 1);
      },
      onAnswer: (body) => this.#actOnAnswer(body),
    });
  }

  /** The answer to a delivery may carry one call, named under `method`; nobody is told how that went. */
  #actOnAnswer(body: string): void {
    const { method, ...payload } = body.startsWith('{') ? (JSON.parse(body) as Params) : {};
    if (typeof method === 'string') void this.#act(method, payload);
  }

  #seconds(): number {
    return Math.floor(this.#options.now().getTime() / 1000);
  }
}

function paramsOf(method: string, { headers, body }: Incoming): Params {
  const parts = readMultipart(headers['content-type'], body);
  if (parts !== null) return decodeParams(method, parts);
  return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Params);
}

function success(result: unknown): Outgoing {
  return { status: 200, body: { ok: true, result } };
}

function failure(error: TelegramError): Outgoing {
  return { status: error.error_code, body: { ok: false, ...error } };
}

type FileKind = 'photo' | 'document' | 'voice';

function filePart(kind: FileKind, fileId: string): Params {
  if (kind !== 'photo') return { [kind]: { file_id: fileId, file_unique_id: `u-${fileId}` } };
  const size = (file_id: string, width: number) => ({ file_id, file_unique_id: `u-${file_id}`, width, height: width });
  return { photo: [size(`${fileId}-thumb`, 90), size(fileId, 720)] };
}

function inlineButtons(payload: Params): { text: string; callback_data?: string }[] {
  const markup = payload.reply_markup as { inline_keyboard?: { text: string; callback_data?: string }[][] } | undefined;
  return (markup?.inline_keyboard ?? []).flat();
}

function markupOf(payload: Params): string {
  return JSON.stringify(payload.reply_markup ?? null);
}

function person(id: number): Params {
  return { id, is_bot: false, first_name: 'Thử', language_code: 'vi' };
}

function privateChat(id: number): Params {
  return { id, type: 'private', first_name: 'Thử' };
}
