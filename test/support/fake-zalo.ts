/**
 * Zalo on a loopback port: the token endpoint with its single-use refresh tokens, consultation messages with their
 * windows, uploads that expire, and signed webhooks. It has its own clock. Point all of Zalo's roots at
 * {@link FakeZalo.root}. Codes of the token endpoint are invented (none are published): rely on the missing
 * `access_token` only.
 */
import { createHash, createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
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
import { buttonsOf, type Fields, fieldsOf, messageFault, type ZaloError } from './fake-zalo-spec.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const FREE_WINDOW_MS = 48 * HOUR_MS;
const REPLY_WINDOW_MS = 7 * DAY_MS;
const UPLOAD_LIVES_MS = 7 * DAY_MS;
const REFRESH_TOKEN_LIVES_MS = 90 * DAY_MS;

/** Half a minute, then minutes, in the platform's schedule; here all repeats come after one short pause. */
const DELIVERIES = 6;

/** One accepted message. */
export interface ZaloEntry {
  order: number;
  user: string;
  messageId: string;
  /** `reply` inside 48 hours, `sub_quota` (which may cost money) up to 7 days. */
  quotaType: 'reply' | 'sub_quota';
  body: Fields;
  at: Date;
}

export interface RefusedZaloCall {
  path: string;
  body: unknown;
  error: ZaloError;
}

/** One refresh that reached the token endpoint. */
export interface Exchange {
  refreshToken: string;
  outcome: 'rotated' | 'refused';
}

export interface FakeZaloOptions {
  appId?: string;
  appSecret?: string;
  oaId?: string;
  oaSecret?: string;
  /** Hold messages against the shapes and limits. Off for benchmarks. */
  validate?: boolean;
  /** Accept users that never interacted. */
  anyUser?: boolean;
  /** The app demands `appsecret_proof`. */
  demandProof?: boolean;
  /** Where the clock starts; it stands still until {@link FakeZalo.advance}. A function is asked each time instead. */
  now?: Date | (() => Date);
  /** Life of an access token in seconds. */
  accessLivesSeconds?: number;
  redeliverAfterMs?: number;
}

interface Person {
  name: string;
  follows: boolean;
  lastInteraction: number | null;
  restriction: number | null;
}

class Refused extends Error {
  constructor(readonly error: ZaloError) {
    super(error.message);
  }
}

function refuse(error: number, message: string): never {
  throw new Refused({ error, message });
}

export async function startFakeZalo(options: FakeZaloOptions = {}): Promise<FakeZalo> {
  const fake = new FakeZalo(options);
  await fake.open();
  return fake;
}

export class FakeZalo {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaId: string;
  readonly oaSecret: string;
  /** Accepted messages, in order. */
  readonly ledger: ZaloEntry[] = [];
  readonly refused: RefusedZaloCall[] = [];
  readonly exchanges: Exchange[] = [];
  /** Bytes of every upload by its handle. */
  readonly uploads = new Map<string, { file: UploadedFile; expiresAt: number }>();
  readonly courier: Courier;

  /** Trouble of any length: asked for every call after the script; null lets the call pass. */
  weather: ((path: string, body: string) => WireFault | ZaloError | null) | null = null;

  /** How long the token endpoint takes to answer, once it has rotated. */
  exchangeTakesMs = 0;

  readonly #validate: boolean;
  readonly #anyUser: boolean;
  readonly #demandProof: boolean;
  readonly #accessLivesMs: number;
  readonly #faults = new FaultScript<ZaloError>();
  readonly #people = new Map<string, Person>();
  readonly #access = new Map<string, number>();
  readonly #refresh = new Map<string, number>();
  #clock: number | (() => Date);
  #perMinute: { limit: number; minute: number; count: number } | null = null;
  #next = 1;
  #order = 0;
  #server: LoopbackServer | null = null;

  constructor(options: FakeZaloOptions) {
    this.appId = options.appId ?? '1234567890123456789';
    this.appSecret = options.appSecret ?? 'test-app-secret';
    this.oaId = options.oaId ?? '388613280878808645';
    this.oaSecret = options.oaSecret ?? 'test-oa-secret';
    this.#validate = options.validate ?? true;
    this.#anyUser = options.anyUser ?? false;
    this.#demandProof = options.demandProof ?? false;
    this.#accessLivesMs = 1000 * (options.accessLivesSeconds ?? 90_000);
    const now = options.now ?? new Date('2026-11-21T02:00:00Z');
    this.#clock = typeof now === 'function' ? now : now.getTime();
    this.courier = new Courier({ parallel: 8, redeliverAfterMs: options.redeliverAfterMs ?? 20, attempts: DELIVERIES });
  }

  async open(): Promise<void> {
    this.#server = await listen((incoming) => this.#receive(incoming));
  }

  async close(): Promise<void> {
    this.courier.close();
    await this.#server?.close();
  }

  get root(): string {
    if (this.#server === null) throw new Error('The fake Zalo is not open.');
    return this.#server.url;
  }

  get roots(): { openapi: string; oauth: string } {
    return { openapi: this.root, oauth: this.root };
  }

  now(): Date {
    return typeof this.#clock === 'function' ? this.#clock() : new Date(this.#clock);
  }

  advance(ms: number): void {
    if (typeof this.#clock === 'function') throw new Error('This fake Zalo follows another clock.');
    this.#clock += ms;
  }

  // ---- The grant -------------------------------------------------------------------------------------------------

  /** What an administrator gets by consenting: a first refresh token. */
  consent(): string {
    const token = this.#token('refresh');
    this.#refresh.set(token, this.#ms() + REFRESH_TOKEN_LIVES_MS);
    return token;
  }

  /** A valid access token, as if fetched. */
  issueAccess(): string {
    const token = this.#token('access');
    this.#access.set(token, this.#ms() + this.#accessLivesMs);
    return token;
  }

  /** Every access token stops working; refresh tokens stay. */
  expireAccess(): void {
    for (const token of this.#access.keys()) this.#access.set(token, this.#ms());
  }

  /** Every refresh token stops working. */
  burnRefresh(): void {
    this.#refresh.clear();
  }

  // ---- People ----------------------------------------------------------------------------------------------------

  /** Where signed events go. */
  set webhook(url: string | null) {
    this.courier.url = url;
  }

  follow(user: string): Fields {
    this.#interact(user).follows = true;
    return this.event('follow', { oa_id: this.oaId, follower: { id: user }, source: 'oa_profile' });
  }

  unfollow(user: string): Fields {
    this.#person(user).follows = false;
    return this.event('unfollow', { oa_id: this.oaId, follower: { id: user }, source: 'oa_profile' });
  }

  /** Presses "Nhắn tin" on the OA's page. */
  openChat(user: string): Fields {
    this.#interact(user);
    return this.event('user_click_chatnow', { oa_id: this.oaId, user_id: user });
  }

  text(user: string, text: string): Fields {
    return this.message(user, 'user_send_text', { text });
  }

  /** Anything the person sends: `user_send_image` with attachments and so on. */
  message(user: string, event: string, message: Fields): Fields {
    this.#interact(user);
    const content = { msg_id: this.#id(), ...message };
    return this.event(event, { sender: { id: user }, recipient: { id: this.oaId }, message: content });
  }

  /** Taps the newest button with this title: its payload arrives as the person's text. */
  tap(user: string, title: string): Fields {
    const titled = (body: Fields) => buttonsOf(body).find((button) => button.title === title);
    const entry = this.ledger.findLast((sent) => sent.user === user && titled(sent.body) !== undefined);
    const payload = entry === undefined ? undefined : titled(entry.body)?.payload;
    if (typeof payload === 'string') return this.text(user, payload);
    throw new Error(`${user} has no button "${title}".`);
  }

  submitInfo(user: string, info: Fields): Fields {
    this.#interact(user);
    return this.event('user_submit_info', { sender: { id: user }, recipient: { id: this.oaId }, info });
  }

  /** Tells that messages of ours arrived or were seen. */
  receipt(user: string, messageIds: string[], seen: boolean): Fields {
    const message = seen ? { msg_ids: messageIds } : { msg_id: messageIds[0] };
    const name = seen ? 'user_seen_message' : 'user_received_message';
    return this.event(name, { sender: { id: this.oaId }, recipient: { id: user }, message });
  }

  /** Any event: completed, signed and delivered. */
  event(event_name: string, fields: Fields): Fields {
    const event = {
      app_id: this.appId,
      user_id_by_app: this.#id(),
      ...fields,
      event_name,
      timestamp: String(this.#ms()),
    };
    this.deliver(Buffer.from(JSON.stringify(event)), `${event_name}-${this.#next++}`);
    return event;
  }

  /** Signs and delivers a body as it is. */
  deliver(rawBody: Buffer, key: string): void {
    const signature = this.sign(rawBody);
    this.courier.bring({
      key,
      rawBody,
      headers: (attempt) => ({ 'x-zevent-signature': signature, ...(attempt > 0 && { num_retry: String(attempt) }) }),
    });
  }

  sign(rawBody: Buffer): string {
    const { timestamp } = JSON.parse(rawBody.toString('utf8')) as { timestamp: string };
    const mac = createHash('sha256').update(this.appId).update(rawBody).update(timestamp).update(this.oaSecret);
    return `mac=${mac.digest('hex')}`;
  }

  settled(): Promise<void> {
    return this.courier.settled();
  }

  sentTo(user: string): ZaloEntry[] {
    return this.ledger.filter((entry) => entry.user === user);
  }

  // ---- Trouble ---------------------------------------------------------------------------------------------------

  /** Answers the next calls (of one path, if named) with an error inside HTTP 200. */
  failNext(times: number, error: ZaloError, path?: string): void {
    this.#faults.next(times, error, path);
  }

  /** Answers with a status and a body that is no envelope. */
  breakNext(times: number, status: number, body: unknown, path?: string): void {
    this.#faults.next(times, { status, body }, path);
  }

  hangNext(times: number, path?: string): void {
    this.#faults.next(times, 'hang', path);
  }

  /** Cuts the connection before acting. */
  resetNext(times: number, path?: string): void {
    this.#faults.next(times, 'reset', path);
  }

  /** Acts, then cuts the connection: the answer is lost. */
  acceptThenReset(times: number, path?: string): void {
    this.#faults.next(times, 'accept-then-reset', path);
  }

  /** Every message to this person is refused with the code; null lifts it. */
  restrict(user: string, code: number | null): void {
    this.#person(user).restriction = code;
  }

  /** Answers -32 above this many calls a minute; null for no limit. */
  pace(perMinute: number | null): void {
    this.#perMinute = perMinute === null ? null : { limit: perMinute, minute: 0, count: 0 };
  }

  // ---- Calls -----------------------------------------------------------------------------------------------------

  async #receive(incoming: Incoming): Promise<Outgoing> {
    const [path = ''] = incoming.path.split('?');
    const fault = this.#faults.take(path) ?? this.weather?.(path, incoming.body.toString('utf8')) ?? null;
    if (fault === 'hang') return new Promise(() => {});
    if (fault === 'reset') return null;
    if (fault !== null && typeof fault === 'object') {
      return 'status' in fault ? fault : this.#refusal(path, incoming.body.toString('utf8'), fault);
    }
    const outgoing = this.#act(path, incoming);
    if (path.startsWith('/v4/')) await pause(this.exchangeTakesMs);
    return fault === 'accept-then-reset' ? null : outgoing;
  }

  #act(path: string, incoming: Incoming): Outgoing {
    const action = this.#actions[`${incoming.method} ${path}`];
    if (action === undefined) return { status: 404, body: 'Not Found' };
    try {
      if (!path.startsWith('/v4/')) this.#admit(incoming);
      return { status: 200, body: action(incoming) };
    } catch (error) {
      if (error instanceof Refused) return this.#refusal(path, incoming.body.toString('utf8'), error.error);
      throw error;
    }
  }

  #refusal(path: string, body: unknown, error: ZaloError): Outgoing {
    this.refused.push({ path, body, error });
    return { status: 200, body: error };
  }

  readonly #actions: Record<string, (incoming: Incoming) => unknown> = {
    'POST /v4/oa/access_token': (incoming) => this.#rotate(incoming),
    'POST /v3.0/oa/message/cs': (incoming) => this.#send(objectIn(incoming)),
    'POST /v2.0/oa/upload/image': (incoming) => this.#upload(incoming, 'attachment_id', isImage, 1),
    'POST /v2.0/oa/upload/gif': (incoming) => this.#upload(incoming, 'attachment_id', isImage, 5),
    'POST /v2.0/oa/upload/file': (incoming) => this.#upload(incoming, 'token', isDocument, 5),
    'GET /v3.0/oa/user/detail': (incoming) => this.#detail(incoming),
    'POST /v3.0/oa/quota/message': (incoming) => this.#quota(objectIn(incoming)),
  };

  #rotate({ headers, body }: Incoming): unknown {
    const form = new URLSearchParams(body.toString('utf8'));
    const spent = form.get('refresh_token') ?? '';
    const isOurs = headers.secret_key === this.appSecret && form.get('app_id') === this.appId;
    if (!isOurs || form.get('grant_type') !== 'refresh_token') {
      return { error: -14002, error_name: 'Invalid app', error_description: 'app id or secret is wrong' };
    }
    const expiresAt = this.#refresh.get(spent);
    if (expiresAt === undefined || expiresAt <= this.#ms()) {
      this.exchanges.push({ refreshToken: spent, outcome: 'refused' });
      return { error: -14014, error_name: 'Invalid refresh token', error_description: 'used, expired or unknown' };
    }
    this.exchanges.push({ refreshToken: spent, outcome: 'rotated' });
    this.#refresh.delete(spent);
    this.#access.clear();
    const expires_in = String(this.#accessLivesMs / 1000);
    return { access_token: this.issueAccess(), refresh_token: this.consent(), expires_in };
  }

  /** Token, proof and pace, which every call of the Official Account API passes. */
  #admit({ headers }: Incoming): void {
    const token = String(headers.access_token ?? '');
    const expiresAt = this.#access.get(token);
    if (expiresAt === undefined) refuse(-216, 'Access token is invalid');
    if (expiresAt <= this.#ms()) refuse(-220, 'Access token is expired or removed');
    if (this.#demandProof) {
      const proof = createHmac('sha256', this.appSecret).update(token).digest('hex');
      if (headers.appsecret_proof !== proof) refuse(-242, 'appsecret_proof is invalid');
    }
    if (this.#perMinute === null) return;
    const minute = Math.floor(this.#ms() / 60_000);
    if (this.#perMinute.minute !== minute) Object.assign(this.#perMinute, { minute, count: 0 });
    this.#perMinute.count += 1;
    if (this.#perMinute.count > this.#perMinute.limit) refuse(-32, 'The OA has reached its limit of calls per minute');
  }

  #send(body: Fields): unknown {
    if (this.#validate) {
      const fault = messageFault(body);
      if (fault !== null) throw new Refused(fault);
    }
    const user = String(fieldsOf(body.recipient)?.user_id);
    const quotaType = this.#window(user);
    this.#checkUploads(body);
    const messageId = this.#id();
    this.ledger.push({ order: this.#order++, user, messageId, quotaType, body, at: this.now() });
    const quota = { quota_type: quotaType, owner_type: 'OA', owner_id: this.oaId };
    return envelope({ message_id: messageId, user_id: user, sent_time: String(this.#ms()), quota });
  }

  #window(user: string): 'reply' | 'sub_quota' {
    if (this.#anyUser) return 'reply';
    const { lastInteraction, restriction } = this.#people.get(user) ?? { lastInteraction: null, restriction: null };
    if (restriction !== null) refuse(restriction, 'The user cannot receive this message');
    if (lastInteraction === null) refuse(-232, 'User has not interacted with the OA');
    const age = this.#ms() - lastInteraction;
    if (age > REPLY_WINDOW_MS) refuse(-230, 'User has not interacted with the OA in the past 7 days');
    return age <= FREE_WINDOW_MS ? 'reply' : 'sub_quota';
  }

  /** Handles must be ours and alive. */
  #checkUploads(body: Fields): void {
    const payload = fieldsOf(fieldsOf(fieldsOf(body.message)?.attachment)?.payload);
    const [element] = Array.isArray(payload?.elements) ? payload.elements : [];
    const handle = payload?.token ?? fieldsOf(element)?.attachment_id;
    if (handle === undefined) return;
    const upload = this.uploads.get(String(handle));
    if (upload === undefined || upload.expiresAt <= this.#ms()) refuse(-100, 'attachment_id is expired');
  }

  #upload(
    { headers, body }: Incoming,
    field: string,
    isAllowed: (bytes: Buffer) => boolean,
    megabytes: number,
  ): unknown {
    const file = readMultipart(headers['content-type'], body)?.file;
    if (!(file instanceof UploadedFile)) refuse(-201, 'file is invalid!');
    if (!isAllowed(file.bytes)) refuse(-201, 'file type is invalid!');
    if (file.bytes.length > megabytes * 1024 * 1024) refuse(-210, `file exceeds ${megabytes} MB`);
    const handle = this.#token(field);
    this.uploads.set(handle, { file, expiresAt: this.#ms() + UPLOAD_LIVES_MS });
    return envelope({ [field]: handle });
  }

  #detail({ path }: Incoming): unknown {
    const data = new URL(path, 'http://zalo').searchParams.get('data') ?? '{}';
    const user = String((JSON.parse(data) as Fields).user_id);
    const known = this.#people.get(user);
    if (known === undefined) refuse(-201, 'user_id is invalid!');
    const { name, follows } = known;
    return envelope({ user_id: user, display_name: name, is_sensitive: false, user_is_follower: follows });
  }

  #quota({ user_id }: Fields): unknown {
    const last = this.#people.get(String(user_id))?.lastInteraction;
    return envelope(last == null ? {} : { last_interaction: String(last), cs_reply: { remain: '8', total: '8' } });
  }

  #interact(user: string): Person {
    const known = this.#person(user);
    known.lastInteraction = this.#ms();
    return known;
  }

  #person(user: string): Person {
    const known = this.#people.get(user) ?? { name: 'Thử', follows: false, lastInteraction: null, restriction: null };
    this.#people.set(user, known);
    return known;
  }

  #ms(): number {
    return this.now().getTime();
  }

  #id(): string {
    return `96d3cdf3af${String(this.#next++).padStart(10, '0')}`;
  }

  #token(kind: string): string {
    return `${kind}-${this.#next++}`;
  }
}

function envelope(data: Fields): unknown {
  return { data, error: 0, message: 'Success' };
}

function objectIn({ body }: Incoming): Fields {
  return JSON.parse(body.toString('utf8')) as Fields;
}

function isImage(bytes: Buffer): boolean {
  const isPng = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
  return isPng || isJpeg;
}

function isDocument(bytes: Buffer): boolean {
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-';
}
