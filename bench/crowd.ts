/**
 * The other side of the benchmark, in a process of its own: a Telegram that takes calls and delivers updates over
 * loopback HTTP, and people who press the first button of what they are shown. It counts and times, and checks nothing:
 * whether the history is right is asked of the database (`history.ts`).
 */
import http from 'node:http';
import { listen, readMultipart } from '../test/support/fake-wire.ts';
import { serve, settingsOf } from './child.ts';

/** One program under load: where its updates go, and the payload its people start with. */
export interface Target {
  url: string;
  secret: string;
  /** Deliveries under way at most; Telegram's own limit is 100. */
  connections: number;
  start: string;
  /** The people: Telegram ids from `first` on. */
  first: number;
  people: number;
}

export type CrowdQuestion =
  | { do: 'meet'; target: Target }
  /** Everybody presses as soon as they are answered, for so long. */
  | { do: 'rush'; rampMs: number; forMs: number }
  /** A press every 1/`perSecond`, by whoever has waited longest, whether or not earlier ones are answered. */
  | { do: 'steady'; perSecond: number; forMs: number }
  /** One person walks from start to start, so that every picture is known. */
  | { do: 'walk'; presses: number }
  | { do: 'ledger' };

export interface Rush {
  /** Within the measured `seconds`. */
  answered: number;
  seconds: number;
  /** In all, before and after included. */
  presses: number;
  /** Deliveries that were not answered with 200 and repeated. */
  refused: number;
}

export interface Steady {
  /** Milliseconds from press to answer, one per press, ascending. */
  latencies: number[];
  /** Presses that found nobody free to press. */
  missed: number;
}

/** Per person: updates delivered, messages that reached them, presses nobody answered in time, and nobody acknowledged. */
export type CrowdLedger = Record<
  string,
  { updates: number; messages: number; ignored: number; unacknowledged: number }
>;

interface Person {
  id: number;
  updates: number;
  messages: number;
  ignored: number;
  unacknowledged: number;
  /** The newest message with buttons: its id and the first button's data. */
  shown: { messageId: number; data: string } | null;
  pressedAt: number | null;
}

/** Nobody presses faster than this after reading. */
const READING_MS = 100;
/** Who waits longer for an answer starts anew. */
const PATIENCE_MS = 5_000;
const MOST_WAIT_MS = 20_000;
/** Buttons that go on with what the person is doing; after any other the person starts anew. */
const GOES_ON = /^(r\.|k\.)/;

const { token } = settingsOf<{ token: string }>();
const people = new Map<number, Person>();
let target: Target;
let agent = new http.Agent({ keepAlive: true });
let nextUpdate = 1;
let nextMessage = 1;
let refused = 0;
/** Presses whose button still shows that something is under way, by the id of the press. */
const spinning = new Map<string, Person>();
let onAnswer: (person: Person, latencyMs: number) => void = () => {};

// ── Telegram ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Payload {
  chat_id?: number | string;
  callback_query_id?: string;
  reply_markup?: { inline_keyboard?: { callback_data?: string }[][] };
}

const server = await listen(({ path, headers, body }) => {
  const method = path.slice(path.lastIndexOf('/') + 1);
  if (method === ACKNOWLEDGE) acknowledge(JSON.parse(body.toString('utf8')) as Payload);
  if (!method.startsWith('send')) return { status: 200, body: { ok: true, result: method === 'getMe' ? BOT : true } };
  const payload = payloadOf(headers['content-type'], body);
  const message_id = nextMessage++;
  setImmediate(
    receive,
    Number(payload.chat_id),
    message_id,
    payload.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data,
  );
  const photo = method === 'sendPhoto' ? { photo: [{ file_id: 'photo-1', width: 720, height: 480 }] } : {};
  return {
    status: 200,
    body: { ok: true, result: { message_id, date: 1, chat: { id: payload.chat_id, type: 'private' }, ...photo } },
  };
});
const ACKNOWLEDGE = 'answerCallbackQuery';
const BOT = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Bench', username: 'bench_bot' };

function payloadOf(contentType: string | undefined, body: Buffer): Payload {
  const parts = readMultipart(contentType, body);
  if (parts === null) return JSON.parse(body.toString('utf8')) as Payload;
  const markup = parts.reply_markup;
  return {
    chat_id: String(parts.chat_id),
    ...(typeof markup === 'string' && { reply_markup: JSON.parse(markup) as NonNullable<Payload['reply_markup']> }),
  };
}

function acknowledge({ callback_query_id = '' }: Payload): void {
  const person = spinning.get(callback_query_id);
  if (person && spinning.delete(callback_query_id)) person.unacknowledged -= 1;
}

/** A message with buttons is an answer: whatever comes before it only leads up to it. */
function receive(chat: number, messageId: number, data: string | undefined): void {
  const person = people.get(chat);
  if (!person) return;
  person.messages += 1;
  if (data === undefined || person.pressedAt === null) return;
  const latency = performance.now() - person.pressedAt;
  person.shown = { messageId, data };
  person.pressedAt = null;
  onAnswer(person, latency);
}

function deliver(update: object): void {
  const rawBody = Buffer.from(JSON.stringify({ update_id: nextUpdate++, ...update }));
  post(rawBody);
}

function post(rawBody: Buffer): void {
  const headers = {
    'content-type': 'application/json',
    'content-length': rawBody.length,
    'x-telegram-bot-api-secret-token': target.secret,
  };
  const again = () => {
    refused += 1;
    setTimeout(post, 100, rawBody);
  };
  const request = http.request(target.url, { method: 'POST', agent, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', again);
    response.on('end', () => {
      if (response.statusCode === 200) heed(`${Buffer.concat(chunks)}`);
      else again();
    });
  });
  request.on('error', again);
  request.end(rawBody);
}

/** The answer to a delivery may carry a call, named under `method`. */
function heed(answer: string): void {
  const { method, ...payload } = (answer ? JSON.parse(answer) : {}) as Payload & { method?: string };
  if (method === ACKNOWLEDGE) acknowledge(payload);
}

// ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function act(person: Person): void {
  const from = { id: person.id, is_bot: false, first_name: 'A', language_code: 'vi' };
  const chat = { id: person.id, type: 'private', first_name: 'A' };
  const date = Math.floor(Date.now() / 1000);
  person.pressedAt = performance.now();
  person.updates += 1;
  if (person.shown && GOES_ON.test(person.shown.data)) {
    const message = { message_id: person.shown.messageId, date, chat };
    const id = `q${nextUpdate}`;
    spinning.set(id, person);
    person.unacknowledged += 1;
    deliver({ callback_query: { id, from, message, chat_instance: '1', data: person.shown.data } });
  } else {
    const entities = [{ type: 'bot_command', offset: 0, length: 6 }];
    deliver({ message: { message_id: nextMessage++, date, from, chat, text: target.start, entities } });
  }
}

/** Those who have waited too long start anew. */
setInterval(() => {
  for (const person of waiting()) {
    if (performance.now() - (person.pressedAt ?? 0) < PATIENCE_MS) continue;
    person.ignored += 1;
    person.shown = null;
    act(person);
  }
}, PATIENCE_MS / 4).unref();

const waiting = (): Person[] => [...people.values()].filter(({ pressedAt }) => pressedAt !== null);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function everybodyAnswered(): Promise<void> {
  const until = performance.now() + MOST_WAIT_MS;
  await pause(2 * READING_MS); // who has just been answered may be about to press
  while (waiting().length > 0) {
    if (performance.now() > until)
      throw new Error(`${waiting().length} people got no answer within ${MOST_WAIT_MS} ms.`);
    await pause(20);
  }
  await pause(100); // what comes without buttons may still be on its way
}

function meet(next: Target): void {
  target = next;
  agent.destroy();
  agent = new http.Agent({ keepAlive: true, maxSockets: target.connections });
  for (let id = target.first; id < target.first + target.people; id++) {
    if (people.has(id)) continue;
    people.set(id, { ...{ id, updates: 0, messages: 0, ignored: 0, unacknowledged: 0 }, shown: null, pressedAt: null });
  }
}

const mine = (): Person[] =>
  [...people.values()].filter(({ id }) => id >= target.first && id < target.first + target.people);

async function rush(rampMs: number, forMs: number): Promise<Rush> {
  const begins = performance.now() + rampMs;
  const ends = begins + forMs;
  const before = refused;
  let answered = 0;
  let presses = 0;
  onAnswer = (person) => {
    const now = performance.now();
    presses += 1;
    if (now >= begins && now < ends) answered += 1;
    if (now + READING_MS < ends) setTimeout(act, READING_MS, person);
  };
  for (const person of mine()) act(person);
  await pause(rampMs + forMs);
  await everybodyAnswered();
  return { answered, seconds: forMs / 1000, presses, refused: refused - before };
}

async function steady(perSecond: number, forMs: number): Promise<Steady> {
  const idle = mine();
  const latencies: number[] = [];
  let missed = 0;
  let made = 0;
  onAnswer = (person, latency) => {
    latencies.push(latency);
    idle.push(person);
  };
  const begins = performance.now();
  while (performance.now() - begins < forMs) {
    const due = Math.floor(((performance.now() - begins) / 1000) * perSecond);
    for (; made < due; made++) {
      const person = idle.shift();
      if (person) act(person);
      else missed += 1;
    }
    await pause(1);
  }
  await everybodyAnswered();
  return { latencies: latencies.sort((one, other) => one - other), missed };
}

async function walk(presses: number): Promise<void> {
  const [first] = mine();
  onAnswer = () => {};
  for (let press = 0; first && press < presses; press++) {
    act(first);
    await everybodyAnswered();
  }
}

async function answer(question: CrowdQuestion): Promise<unknown> {
  switch (question.do) {
    case 'meet':
      return meet(question.target);
    case 'rush':
      return rush(question.rampMs, question.forMs);
    case 'steady':
      return steady(question.perSecond, question.forMs);
    case 'walk':
      return walk(question.presses);
    case 'ledger':
      return Object.fromEntries(
        mine().map(({ id, updates, messages, ignored, unacknowledged }) => [
          id,
          { updates, messages, ignored, unacknowledged },
        ]),
      );
  }
}

serve(
  { url: server.url },
  (question) => answer(question as CrowdQuestion),
  async () => {
    agent.destroy();
    await server.close();
  },
);
