/** The simulator's memory in PostgreSQL. */
import type { Address, ChannelName } from '../bot/channel.ts';
import type { Sql } from '../db/client.ts';
import { addressKey, type Frame } from './frame.ts';

/** A frame before the store gives it its place. */
export type Unplaced<F extends Frame> = F extends Frame ? Omit<F, 'id'> : never;

export interface Frames {
  /**
   * Adds one frame; `make` gets the id it will have, so that the platform's message ids can be made of it. Ids grow in
   * the order in which frames become visible, in every process.
   */
  append<F extends Frame>(make: (id: string) => Unplaced<F>): Promise<F>;
  /** The last `limit` frames of one person, oldest first. */
  of(person: Address, limit?: number): Promise<Frame[]>;
  /** Frames of these people after an id, oldest first. */
  since(id: string, people: readonly Address[]): Promise<Frame[]>;
  /** Id of the newest frame of all, "0" when there is none. */
  newest(): Promise<string>;
  /** Adds the first frame of a person nobody has met: an id no real chat can have. */
  welcome(channel: ChannelName, at: Date): Promise<Address>;
  /** Calls back when any process has added a frame, and after a lost connection; resolves with the way out. */
  watch(listener: () => void): Promise<() => Promise<void>>;
}

/** Shown at most: a conversation of several days. */
const CHAT_FRAMES = 600;

/** Any number nobody else locks: one writer at a time, so that ids become visible in order. */
const APPEND_LOCK = 7_164_000_211;

/** Channel of PostgreSQL's own notifications, by which every process hears of new frames. */
const TOPIC = 'simulator_frames';

/**
 * Fresh people's ids start here: above Telegram's 52 bits and below 2^53, hence exact as JavaScript numbers. Seeded
 * people keep the ten thousand before.
 */
export const FIRST_FRESH_ID = 9_000_000_000_010_001n;

interface Row {
  id: bigint;
  channel: ChannelName;
  external_id: string;
  direction: Frame['direction'];
  at: Date;
  request: unknown;
  result: unknown;
}

export function createFrames(sql: Sql): Frames {
  async function append<F extends Frame>(make: (id: string) => Unplaced<F>): Promise<F> {
    const { frame } = await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${APPEND_LOCK})`;
      const [next] = await tx<{ id: bigint }[]>`
        select nextval(pg_get_serial_sequence('simulator_frames', 'id')) as id`;
      const id = String(next?.id);
      const { channel, externalId, direction, at, request, result } = make(id);
      await tx`
        insert into simulator_frames (id, channel, external_id, direction, at, request, result)
        overriding system value
        values (${id}, ${channel}, ${externalId}, ${direction}, ${at}, ${tx.json(request as never)},
                ${result === null ? null : tx.json(result as never)})`;
      await tx`select pg_notify(${TOPIC}, ${id})`;
      return { frame: { id, channel, externalId, direction, at, request, result } as F };
    });
    return frame;
  }

  return {
    append,

    async of({ channel, externalId }, limit = CHAT_FRAMES) {
      const rows = await sql<Row[]>`
        select * from simulator_frames where channel = ${channel} and external_id = ${externalId}
        order by id desc limit ${limit}`;
      return rows.map(toFrame).reverse();
    },

    async since(id, people) {
      if (people.length === 0) return [];
      const rows = await sql<Row[]>`
        select * from simulator_frames where id > ${id} and channel || ':' || external_id = any(${people.map(addressKey)})
        order by id limit ${CHAT_FRAMES}`;
      return rows.map(toFrame);
    },

    async newest() {
      const [row] = await sql<{ id: bigint }[]>`select coalesce(max(id), 0) as id from simulator_frames`;
      return String(row?.id ?? 0);
    },

    async welcome(channel, at) {
      const [row] = await sql<{ taken: bigint }[]>`
        select greatest(
          (select max(external_id::bigint) from simulator_frames where external_id ~ '^9[0-9]{15}$'),
          (select max(external_id::bigint) from contacts where simulated and external_id ~ '^9[0-9]{15}$')
        ) as taken`;
      const taken = row?.taken ?? 0n;
      const externalId = String(taken < FIRST_FRESH_ID ? FIRST_FRESH_ID : taken + 1n);
      await append(() => ({
        channel,
        externalId,
        direction: 'note',
        at: at.toISOString(),
        request: { kind: 'arrived' },
        result: null,
      }));
      return { channel, externalId };
    },

    async watch(listener) {
      const { unlisten } = await sql.listen(TOPIC, listener, listener);
      return unlisten;
    },
  };
}

const toFrame = (row: Row): Frame =>
  ({
    id: String(row.id),
    channel: row.channel,
    externalId: row.external_id,
    direction: row.direction,
    at: row.at.toISOString(),
    request: row.request,
    result: row.result,
  }) as Frame;
