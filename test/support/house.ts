/**
 * The whole house over a real PostgreSQL, with only the last hop in memory: people who write on Telegram or Zalo, what
 * they see, and a transcript an official can read. Events go through the channels' real parsers, messages through their
 * real renderers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assistant, type BuildOptions, buildAssistant } from '../../src/app.ts';
import type { ChannelName, InboundEvent, InboundKind } from '../../src/bot/channel.ts';
import { createTelegram } from '../../src/bot/channels/telegram.ts';
import type { ZaloRequest } from '../../src/bot/channels/zalo-render.ts';
import { createJumpingClock, type JumpingClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { connect, type Database } from '../../src/db/client.ts';
import { createInvite } from '../../src/db/teams.ts';
import { createTestDatabase } from './database.ts';

export const TEST_KEY = Buffer.alloc(32, 7);

/** A Tuesday morning in Vietnam: 9:00. */
export const MORNING = new Date('2026-11-24T02:00:00Z');

export interface House {
  assistant: Assistant;
  db: Database;
  clock: JumpingClock;
  /** Somebody with a phone. The same name and channel is the same person. */
  person(name: string, channel: ChannelName): Chat;
  /** What a make-believe person on Zalo does; what they are sent is in `simulator_frames`. Resolves when it is out. */
  makeBelieve(externalId: string): (what: InboundKind) => Promise<void>;
  /** Makes an area, returns its code. */
  area(code: string, name: string, kind: 'commune' | 'hamlet', parent?: string): Promise<string>;
  /** An invitation's start payload. */
  invite(role: 'volunteer' | 'official' | 'admin', area: string, name: string): Promise<string>;
  /** Resolves when everything that can go out now has gone out. */
  settle(): Promise<void>;
  jump(ms: number): Promise<void>;
  transcript(): string;
  note(line: string): void;
  close(): Promise<void>;
}

/** One platform call as the platform got it. */
export interface Shown {
  method: string;
  text: string;
  labels: string[];
  /** Button label → data. */
  data: Record<string, string>;
  picture: boolean;
  document: boolean;
  voice: boolean;
  messageId: string;
}

export interface Chat {
  name: string;
  channel: ChannelName;
  externalId: string;
  shown: Shown[];
  /** Types a text; resolves when the answers are there. Nobody types faster than a message in four seconds … */
  say(text: string): Promise<Shown[]>;
  /** … but for this: in the same second as the one before. */
  addAtOnce(text: string): Promise<Shown[]>;
  /** Presses the newest button with this label (or one that begins with it). */
  press(label: string): Promise<Shown[]>;
  /** Presses the first button of the newest message that has any. */
  pressFirst(): Promise<Shown[]>;
  start(payload?: string): Promise<Shown[]>;
  send(what: 'photo' | 'sticker' | 'voice' | 'block'): Promise<Shown[]>;
  /** Sends a photo the platform keeps under this name; what was in it has been answered when it resolves. */
  photo(file: string): Promise<Shown[]>;
  /** Somebody else's words, passed on. */
  forward(text: string): Promise<Shown[]>;
  /** The same delivery once more. */
  redeliver(): Promise<Shown[]>;
  last(): Shown;
}

/** The newest step this person was shown: its words, or nothing. */
export const stepOf = ({ shown }: Chat): string => shown.findLast(({ text }) => text.includes('👉'))?.text ?? '';

/** Presses the first button until the newest step has these words in it. */
export async function walkTo(chat: Chat, words: string): Promise<Chat> {
  for (let press = 0; press < 15; press += 1) {
    if (stepOf(chat).includes(words)) return chat;
    await chat.pressFirst();
  }
  throw new Error(`${chat.name} never came to “${words}”: ${chat.last().text}`);
}

export interface HouseOptions extends Partial<BuildOptions> {
  now?: Date;
  /** Silent by default; what is logged is for tests that look for what must not be in it. */
  logLevel?: string;
  /** A demonstration: anybody may come in as a make-believe person. */
  demo?: boolean;
  /** What Zalo answers to a request; undefined: that all is well. */
  zaloAnswers?: (request: ZaloRequest) => unknown;
}

export async function openHouse({
  zaloAnswers,
  logLevel = 'silent',
  demo = false,
  ...options
}: HouseOptions = {}): Promise<House> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-test-'));
  const db = connect(database.url, { connections: 8 });
  const clock = createJumpingClock(options.now ?? MORNING);
  const people = new Map<string, ChatState>();
  const lines: string[] = [];
  /** What people saw since the last act: written down person by person, since phones ring in no particular order. */
  const waiting = new Map<ChatState, string[]>();
  const writeDown = (...acts: string[]) => {
    for (const chat of people.values()) lines.push(...(waiting.get(chat) ?? []));
    waiting.clear();
    lines.push(...acts);
  };
  const config = readConfig({
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: TEST_KEY.toString('base64'),
    LOG_LEVEL: logLevel,
    DATA_DIR: dataDir,
    ...(demo && { DEMO: '1' }),
  });
  let counter = 0;
  const record = (channel: ChannelName, externalId: string, shown: Shown) => {
    const chat = people.get(`${channel}:${externalId}`);
    if (!chat) return; // one of the many an announcement goes to: counted in the database, not in the transcript
    chat.shown.push(shown);
    const heard = waiting.get(chat) ?? [];
    waiting.set(chat, [...heard, ...describeShown(shown).map((line) => `${chat.name}  ‹ ${line}`)]);
  };
  const assistant = await buildAssistant({
    config,
    db,
    key: TEST_KEY,
    clock,
    paceChats: false,
    speech: null, // what people see must not depend on the programs of this machine
    senderSettings: { pace: { telegram: { perSecond: 10_000 }, zalo: { perSecond: 10_000 } } },
    transports: {
      telegram: {
        call: async (method, payload) => {
          counter += 1;
          const shown = readTelegram(method, payload, String(counter));
          if (shown) record('telegram', String(payload.chat_id), shown);
          return answerTelegram(method, counter);
        },
      },
      zalo: {
        request: async (request) => {
          counter += 1;
          const scripted = zaloAnswers?.(request);
          if (scripted !== undefined) return { status: 200, body: scripted };
          const body = request.body as ZaloBody | undefined;
          const shown = readZalo(body, String(counter));
          const to = body?.recipient?.user_id ?? body?.user_id;
          if (shown && to !== undefined) record('zalo', to, shown);
          return { status: 200, body: answerZalo(request.path, counter) };
        },
      },
    },
    ...options,
  });
  await assistant.sender.start();

  const settle = async () => {
    assistant.sender.wake();
    for (let round = 0; round < 2_000; round += 1) {
      const [open] = await db.sql<{ count: number }[]>`
        select count(*)::int as count from outbound
        where state = 'sending' or (state = 'queued' and not_before <= ${clock.now()})`;
      if ((open?.count ?? 0) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('Messages are still open after 10 s.');
  };

  /** What announcements have to send goes out, portion by portion, until all are through or nothing moves. */
  const sendOut = async () => {
    for (let before = -1; ; ) {
      const [row] = await db.sql<{ left: number }[]>`
        select count(*)::int as left from broadcast_recipients r join broadcasts b on b.id = r.broadcast_id
        where b.state = 'sending' and r.state in ('planned', 'queued')`;
      const left = row?.left ?? 0;
      if (left === 0 || left === before) return;
      before = left;
      await assistant.feeder.runOnce();
      await settle();
    }
  };

  const house: House = {
    assistant,
    db,
    clock,
    settle,
    person: (name, channel) => {
      const known = [...people.values()].find((chat) => chat.name === name && chat.channel === channel);
      if (known) return known;
      const externalId = String(
        channel === 'telegram' ? 1000 + people.size : 5_000_000_000_000_000_000n + BigInt(people.size),
      );
      const chat = createChat({ name, channel, externalId, assistant, settle, writeDown, clock });
      people.set(`${channel}:${externalId}`, chat);
      return chat;
    },
    makeBelieve: (externalId) => {
      let acts = 0;
      return async (what) => {
        acts += 1;
        const from = { channel: 'zalo', externalId } as const;
        const event = { key: `act-${acts}`, from, occurredAt: clock.now(), what };
        await assistant.intake.receive(event, { simulated: true });
        await settle();
      };
    },
    area: async (code, name, kind, parent) => {
      await db.sql`
        insert into areas (code, name, kind, parent_code, valid_from) values (${code}, ${name}, ${kind}, ${parent ?? null}, '2025-07-01')`;
      return code;
    },
    invite: async (role, areaCode, name) => `i-${await createInvite(db.sql, { role, areaCode, name }, clock.now())}`,
    jump: async (ms) => {
      clock.jumpTo(new Date(clock.now().getTime() + ms));
      await assistant.runDue();
      await settle();
      await sendOut();
    },
    transcript: () => {
      writeDown();
      return `${lines.join('\n')}\n`;
    },
    note: (line) => writeDown(`# ${line}`),
    close: async () => {
      await assistant.web.close();
      await assistant.intake.drain();
      await assistant.feeder.stop();
      await assistant.sender.drain();
      await db.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return house;
}

// ── what the platforms got ─────────────────────────────────────────────────────────────────────────────────────────

interface InlineButton {
  text: string;
  callback_data?: string;
}

function readTelegram(method: string, payload: Record<string, unknown>, messageId: string): Shown | null {
  if (!['sendMessage', 'sendPhoto', 'sendDocument', 'sendVoice', 'editMessageText', 'deleteMessage'].includes(method))
    return null;
  const keyboard = (
    (payload.reply_markup as { inline_keyboard?: InlineButton[][] } | undefined)?.inline_keyboard ?? []
  ).flat();
  return {
    method,
    text: String(payload.text ?? payload.caption ?? '')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
    labels: keyboard.map(({ text }) => text),
    data: Object.fromEntries(keyboard.map(({ text, callback_data }) => [text, callback_data ?? ''])),
    picture: method === 'sendPhoto',
    document: method === 'sendDocument',
    voice: method === 'sendVoice',
    messageId,
  };
}

function answerTelegram(method: string, counter: number): unknown {
  if (method === 'sendPhoto')
    return { message_id: counter, photo: [{ file_id: `photo-${counter}`, width: 1, height: 1 }] };
  if (method === 'sendDocument') return { message_id: counter, document: { file_id: `document-${counter}` } };
  if (method === 'sendVoice') return { message_id: counter, voice: { file_id: `voice-${counter}` } };
  return method.startsWith('send') || method.startsWith('edit') ? { message_id: counter } : true;
}

interface ZaloBody {
  /** Templates name the person outside of `recipient`. */
  user_id?: string;
  template_data?: Record<string, string>;
  recipient?: { user_id: string };
  message?: {
    text?: string;
    attachment?: {
      type?: string;
      payload?: {
        template_type?: string;
        buttons?: { title: string; payload: unknown }[];
        elements?: unknown[];
        token?: string;
      };
    };
  };
}

function readZalo(body: ZaloBody | undefined, messageId: string): Shown | null {
  if (body?.template_data) {
    const text = Object.values(body.template_data).join('\n');
    return { method: 'template', text, labels: [], data: {}, picture: false, document: false, voice: false, messageId };
  }
  const message = body?.message;
  if (!message) return null;
  const payload = message.attachment?.payload;
  const buttons = payload?.buttons ?? [];
  return {
    method: 'cs',
    text: message.text ?? '',
    labels: buttons.map(({ title }) => title),
    data: Object.fromEntries(buttons.map((button) => [button.title, String(button.payload)])),
    picture: payload?.template_type === 'media',
    document: message.attachment?.type === 'file',
    voice: false,
    messageId,
  };
}

function answerZalo(path: string, counter: number): unknown {
  const data = path.includes('upload')
    ? { attachment_id: `attachment-${counter}`, token: `token-${counter}` }
    : { message_id: `m${counter}` };
  return { error: 0, message: 'Success', data };
}

function describeShown(shown: Shown): string[] {
  const mark = shown.picture
    ? '(hình) '
    : shown.document
      ? '(tệp) '
      : shown.voice
        ? '(giọng đọc) '
        : shown.method === 'deleteMessage'
          ? '(xóa tin)'
          : shown.method.startsWith('edit')
            ? '(sửa) '
            : '';
  const [first = '', ...rest] = shown.text.split('\n');
  const buttons = shown.labels.length > 0 ? [`  ${shown.labels.map((label) => `[${label}]`).join(' ')}`] : [];
  return [`${mark}${first}`, ...rest.map((line) => `  ${line}`), ...buttons];
}

// ── the people ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface ChatParts {
  name: string;
  channel: ChannelName;
  externalId: string;
  assistant: Assistant;
  settle(): Promise<void>;
  writeDown(act: string): void;
  clock: JumpingClock;
}

type ChatState = Chat;

let nextKey = 1;
const telegramParser = createTelegram({
  token: 'none',
  keyboard: { help: '', home: '' },
  transport: { call: async () => true },
});

function createChat({ name, channel, externalId, assistant, settle, writeDown, clock }: ChatParts): ChatState {
  const shown: Shown[] = [];
  let delivery: InboundEvent | null = null;
  const deliver = async (event: InboundEvent): Promise<Shown[]> => {
    delivery = event;
    const before = shown.length;
    await assistant.intake.receive(event);
    await settle();
    return shown.slice(before);
  };
  const event = (what: InboundEvent['what']): InboundEvent => ({
    key: `test-${nextKey++}`,
    from: { channel, externalId },
    occurredAt: clock.now(),
    messageId: String(900_000 + nextKey),
    what,
  });
  const pressShown = async (message: Shown, label: string) => {
    writeDown(`${name}  › [${label}]`);
    const data = (message.data[label] ?? '').replace(/^#g:/, '');
    return deliver(
      event({ kind: 'press', data, messageId: message.messageId, ...(channel === 'telegram' && { callbackId: 'cb' }) }),
    );
  };
  let typed = 0;
  const type = async (text: string, pauseMs = 4_000) => {
    writeDown(`${name}  › ${text}`);
    typed += pauseMs;
    const occurredAt = new Date(clock.now().getTime() + typed); // by the platform's clock; ours stands still
    if (channel === 'zalo') return deliver({ ...event({ kind: 'text', text }), occurredAt });
    const raw = {
      update_id: nextKey++,
      message: {
        message_id: 900_000 + nextKey,
        date: Math.floor(occurredAt.getTime() / 1000),
        text,
        chat: { id: Number(externalId), type: 'private' },
        from: { id: Number(externalId) },
      },
    };
    const [parsed] = telegramParser.parse(Buffer.from(JSON.stringify(raw))) ?? [];
    if (!parsed) throw new Error('The parser took nothing from a text.');
    return deliver(parsed);
  };
  return {
    name,
    channel,
    externalId,
    shown,
    say: (text) => type(text),
    addAtOnce: (text) => type(text, 0),
    press: async (label) => {
      for (const message of shown.toReversed()) {
        const found =
          message.labels.find((candidate) => candidate === label) ??
          message.labels.find((candidate) => candidate.includes(label));
        if (found !== undefined) return pressShown(message, found);
      }
      throw new Error(`${name} sees no button "${label}". Last: ${JSON.stringify(shown.at(-1)?.labels)}`);
    },
    pressFirst: async () => {
      const message = shown.findLast(({ labels }) => labels.length > 0);
      const first = message?.labels[0];
      if (!message || first === undefined) throw new Error(`${name} has no button to press.`);
      return pressShown(message, first);
    },
    start: async (payload = '') => {
      writeDown(`${name}  › /start ${payload.startsWith('i-') ? 'i-…' : payload}`.trimEnd());
      return deliver(event({ kind: 'start', payload }));
    },
    send: async (what) => {
      writeDown(`${name}  › (${what})`);
      return deliver(event(what === 'block' ? { kind: 'left' } : { kind: what }));
    },
    photo: async (file) => {
      writeDown(`${name}  › (hình mã)`);
      const before = shown.length;
      await deliver(event({ kind: 'photo', file }));
      await assistant.errands.runOnce();
      await settle();
      return shown.slice(before);
    },
    forward: async (text) => {
      writeDown(`${name}  › (tin chuyển tiếp) ${text}`);
      return deliver(event({ kind: 'text', text, forwarded: true }));
    },
    redeliver: async () => {
      if (!delivery) throw new Error('Nothing was delivered yet.');
      writeDown(`${name}  › (giao lại lần nữa)`);
      return deliver(delivery);
    },
    last: () => {
      const last = shown.at(-1);
      if (!last) throw new Error(`${name} has seen nothing yet.`);
      return last;
    },
  };
}
