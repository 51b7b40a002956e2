/** People, rows and fake platforms for the tests of the outbox and its sender. */

import type { Address, Channel, ChannelName, MediaStore, OutboundMessage, SendResult } from '../../src/bot/channel.ts';
import type { Log } from '../../src/bot/complaints.ts';
import { createSender, type Sender, type SenderParts } from '../../src/bot/sender.ts';
import type { Clock } from '../../src/clock.ts';
import { connect, type Database } from '../../src/db/client.ts';
import { createMediaStore, type Media } from '../../src/db/media.ts';
import { nextFence, type SendingRow } from '../../src/db/outbox.ts';

/** Stands still until it is put elsewhere. */
export interface HandClock extends Clock {
  time: Date;
  pass(ms: number): void;
}

export function handClock(start = '2026-11-22T02:00:00Z'): HandClock {
  const clock = {
    time: new Date(start),
    now: () => clock.time,
    pass: (ms: number) => {
      clock.time = new Date(clock.time.getTime() + ms);
    },
  };
  return clock;
}

export interface Call {
  to: Address;
  message: OutboundMessage;
  media: MediaStore;
  /** By the monotonic clock. */
  at: number;
}

/** A platform in memory, with its own ledger of what reached it. */
export interface FakeChannel extends Channel {
  calls: Call[];
  /** Texts in the order in which they arrived. */
  readonly texts: string[];
  /** Most calls under way at any time: in all, and to one person. */
  most: { all: number; person: number };
  /** What it answers; may take its time. */
  answer: (call: Call, nth: number) => SendResult | Promise<SendResult>;
  gestures: string[];
}

export function fakeChannel(name: ChannelName): FakeChannel {
  const underWay = new Map<string, number>();
  const calls: Call[] = [];
  const channel: FakeChannel = {
    name,
    calls,
    gestures: [],
    most: { all: 0, person: 0 },
    answer: (_, nth) => ({ ok: true, externalId: `${name}-${nth}` }),
    get texts() {
      return calls.map(({ message }) => ('text' in message ? message.text : message.kind));
    },
    limits: {
      ...{ text: 4096, caption: 1024, buttons: 8 },
      ...{ buttonsOnPicture: true, canEdit: true, canDelete: true, canPlayVoice: true },
    },
    verify: () => true,
    parse: () => [],
    answerTo: (events) => ({ body: { ok: true }, events }),
    split: (message) => [message],
    async send(to, message, media) {
      const call = { to, message, media, at: performance.now() };
      const nth = calls.push(call);
      const mine = (underWay.get(to.externalId) ?? 0) + 1;
      underWay.set(to.externalId, mine);
      const all = [...underWay.values()].reduce((sum, count) => sum + count, 0);
      channel.most = { all: Math.max(channel.most.all, all), person: Math.max(channel.most.person, mine) };
      try {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return await channel.answer(call, nth);
      } finally {
        underWay.set(to.externalId, mine - 1);
      }
    },
    async gesture(_, gesture) {
      channel.gestures.push(gesture.kind);
      if (gesture.kind === 'retire-buttons') throw new Error('the platform is down');
    },
  };
  return channel;
}

/** Calls answer when the test says so. */
export function gateKeeper(): { answer: FakeChannel['answer']; waiting: number; release(result?: SendResult): void } {
  const waiters: ((result: SendResult) => void)[] = [];
  return {
    answer: (_, nth) =>
      new Promise((resolve) => waiters.push((result) => resolve(result ?? { ok: true, externalId: `${nth}` }))),
    get waiting() {
      return waiters.length;
    },
    release: (result = { ok: true, externalId: 'released' }) => {
      for (const answer of waiters.splice(0)) answer(result);
    },
  };
}

export interface NewRow {
  text?: string;
  message?: OutboundMessage;
  urgency?: number;
  notBefore?: Date;
  expiresAt?: Date;
  queuedAt?: Date;
  position?: bigint;
  broadcastId?: bigint;
  reason?: string;
  repeatOf?: bigint;
}

export interface StoredRow {
  id: bigint;
  contact_id: bigint;
  cause: string;
  state: string;
  reason: string | null;
  attempts: number;
  external_id: string | null;
  sent_at: Date | null;
  failed_at: Date | null;
  not_before: Date;
  repeat_of: bigint | null;
  position: bigint | null;
  urgency: number;
  fence: bigint | null;
}

export interface Person {
  id: bigint;
  to: Address;
  simulated: boolean;
}

export interface World {
  db: Database;
  clock: HandClock;
  media: Media;
  logged: string[];
  log: Log;
  telegram: FakeChannel;
  zalo: FakeChannel;
  simulated: FakeChannel;
  person(options?: { channel?: ChannelName; simulated?: boolean; leftAt?: Date }): Promise<Person>;
  queue(person: Person, row?: NewRow): Promise<bigint>;
  /** As a turn does: committed as `sending` under this fence. */
  insertSending(person: Person, fence: bigint, row?: NewRow): Promise<SendingRow>;
  row(id: bigint): Promise<StoredRow>;
  rows(): Promise<StoredRow[]>;
  sender(parts?: Partial<SenderParts>): Sender;
  started(parts?: Partial<SenderParts>): Promise<Sender>;
  /** Drains every sender and empties the tables. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

let serial = 0;

export function openWorld(url: string): World {
  const db = connect(url, { connections: 6 });
  const { sql } = db;
  const clock = handClock();
  const logged: string[] = [];
  const log: Log = {
    warn: (_, text) => void logged.push(text),
    error: (_, text) => void logged.push(text),
  };
  let senders: Sender[] = [];

  const insert = async (person: Person, fence: bigint | null, row: NewRow) => {
    const message = row.message ?? { kind: 'text', text: row.text ?? 'chào' };
    const now = clock.now();
    const [stored] = await sql<{ id: bigint }[]>`
      insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, position, not_before,
        expires_at, attempts, fence, lease_until, repeat_of, broadcast_id, queued_at, reason, simulated)
      values (${person.id}, ${person.to.channel}, ${`test:${++serial}`}, 0, ${message.kind}, ${sql.json(message as never)},
        ${row.urgency ?? 0}, ${fence === null ? 'queued' : 'sending'}, ${row.position ?? null}, ${row.notBefore ?? now},
        ${row.expiresAt ?? null}, ${fence === null ? 0 : 1}, ${fence},
        ${fence === null ? null : sql`clock_timestamp() + interval '8 seconds'`}, ${row.repeatOf ?? null},
        ${row.broadcastId ?? null}, ${row.queuedAt ?? now}, ${row.reason ?? null}, ${person.simulated})
      returning id`;
    return { id: stored!.id, message };
  };

  const world: World = {
    db,
    clock,
    media: createMediaStore(db, { draw: async (hash) => Buffer.from(hash), key: Buffer.alloc(32, 7), clock }),
    logged,
    log,
    telegram: fakeChannel('telegram'),
    zalo: fakeChannel('zalo'),
    simulated: fakeChannel('telegram'),

    async person({ channel = 'telegram', simulated = false, leftAt } = {}) {
      const externalId = `${++serial}`;
      const now = clock.now();
      const [stored] = await sql<{ id: bigint }[]>`
        insert into contacts (channel, external_id, simulated, created_at, seen_at, left_at)
        values (${channel}, ${externalId}, ${simulated}, ${now}, ${now}, ${leftAt ?? null}) returning id`;
      return { id: stored!.id, to: { channel, externalId }, simulated };
    },

    queue: async (person, row = {}) => (await insert(person, null, row)).id,

    async insertSending(person, fence, row = {}) {
      const { id, message } = await insert(person, fence, row);
      return {
        ...{ id, contactId: person.id, to: person.to, simulated: person.simulated, message, fence, attempts: 1 },
        urgency: row.urgency ?? 0,
        position: row.position ?? id,
        notBefore: row.notBefore ?? clock.now(),
        expiresAt: row.expiresAt ?? null,
        queuedAt: row.queuedAt ?? clock.now(),
        broadcastId: row.broadcastId ?? null,
        reason: row.reason ?? null,
        contactLeft: false,
      };
    },

    async row(id) {
      const [row] = await sql<StoredRow[]>`select * from outbound where id = ${id}`;
      if (!row) throw new Error(`No row ${id}.`);
      return row;
    },

    rows: async () => [...(await sql<StoredRow[]>`select * from outbound order by id`)],

    sender(parts = {}) {
      const settings = { pace: { telegram: { perSecond: 5000 }, zalo: { perSecond: 5000 } }, ...parts.settings };
      const sender = createSender({
        ...{ db, clock, media: world.media, log },
        channels: { telegram: world.telegram, zalo: world.zalo },
        simulated: { telegram: world.simulated },
        ...parts,
        settings,
      });
      senders.push(sender);
      return sender;
    },

    async started(parts = {}) {
      const sender = world.sender(parts);
      await sender.start();
      return sender;
    },

    async clean() {
      await Promise.all(senders.map((sender) => sender.drain()));
      senders = [];
      logged.length = 0;
      clock.time = handClock().time;
      Object.assign(world, {
        telegram: fakeChannel('telegram'),
        zalo: fakeChannel('zalo'),
        simulated: fakeChannel('telegram'),
      });
      await sql`truncate outbound, contacts, paces, private_media, channel_media restart identity cascade`;
    },

    close: () => db.close(),
  };
  return world;
}

export { nextFence };

/** Looks until it is so; the test's own time limit ends what never comes true. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
