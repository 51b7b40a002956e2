/**
 * Pictures and papers for the channels: each platform's own handles for step pictures, and people's own codes and papers
 * sealed until they have been sent.
 */
import type { ChannelName, MediaRef, MediaStore } from '../bot/channel.ts';
import type { Clock } from '../clock.ts';
import type { Database, Sql, Tx } from './client.ts';
import { open, seal } from './seal.ts';

export interface MediaSources {
  /** Draws a step picture by its hash, a PNG. Rejects when no flow has such a picture. */
  draw(hash: string): Promise<Buffer>;
  /** Speaks a voice's words, Ogg/Opus. Rejects where nothing can speak. */
  speak?: (voice: MediaRef & { kind: 'voice' }) => Promise<Buffer>;
  /** ENCRYPTION_KEY. */
  key: Buffer;
  clock: Clock;
}

export interface PrivateFile {
  /** The id its `MediaRef` carries: hard to guess, used once. */
  id: string;
  contactId: bigint;
  bytes: Buffer;
  /** Gone by then even if it was never sent. */
  expiresAt: Date;
}

export interface Media extends MediaStore {
  /** The same contents for the recording transports, whose handles mean nothing to a platform and are kept apart. */
  readonly simulated: MediaStore;
  /** Seals and keeps a file, in the transaction that queues its message. */
  keepPrivate(tx: Sql | Tx, file: PrivateFile): Promise<void>;
  /** Deletes these private files, except those that an open row of the outbox still needs. */
  release(ids: readonly string[]): Promise<void>;
  /** Deletes every private file that has expired or whose rows have all ended; answers how many. */
  sweep(): Promise<number>;
}

/** Asked for a file that was deleted after sending, or expired. */
export class MediaGone extends Error {}

export function createMediaStore({ sql }: Pick<Database, 'sql'>, { draw, speak, key, clock }: MediaSources): Media {
  const bytesOf = async (media: MediaRef): Promise<Buffer> => {
    if (media.kind === 'step-picture') return draw(media.hash);
    if (media.kind === 'voice') {
      if (!speak) throw new MediaGone('No voice can be made here.');
      return speak(media);
    }
    const [row] = await sql<{ sealed: Buffer }[]>`
      select sealed from private_media where id = ${media.id} and expires_at > ${clock.now()}`;
    if (!row) throw new MediaGone('A private file is no longer kept: it was sent before, or it expired.');
    return open(key, row.sealed, contextOf(media.id));
  };

  return {
    ...createHandles(sql, clock, (channel) => channel),
    simulated: { ...createHandles(sql, clock, (channel) => `simulated/${channel}`), bytesOf },
    bytesOf,

    async keepPrivate(tx, { id, contactId, bytes, expiresAt }) {
      const sealed = seal(key, bytes, contextOf(id));
      await tx`
        insert into private_media (id, contact_id, sealed, expires_at)
        values (${id}, ${contactId}, ${sealed}, ${expiresAt})`;
    },

    async release(ids) {
      if (ids.length === 0) return;
      await sql`delete from private_media p where id = any (${[...ids]}) and not exists (${rowsNeeding(sql)})`;
    },

    async sweep() {
      const deleted = await sql`
        delete from private_media p
        where expires_at <= ${clock.now()}
           or (exists (${rowsOf(sql)}) and not exists (${rowsNeeding(sql)}))`;
      return deleted.count;
    },
  };
}

/** A channel's handles of pictures and voices. Remembered in this process too: the same few hundred go out all day. */
function createHandles(sql: Sql, clock: Clock, nameOf: (channel: ChannelName) => string): Omit<MediaStore, 'bytesOf'> {
  const known = new Map<string, { handle: string; expiresAt: Date | null }>();
  const placeOf = (channel: ChannelName, hash: string) => `${channel} ${hash}`;

  return {
    async handleOf(channel, media) {
      if (media.kind === 'private') return null;
      const place = placeOf(channel, media.hash);
      const now = clock.now();
      const before = known.get(place);
      if (before && isGood(before, now)) return before.handle;
      const [row] = await sql<{ handle: string; expires_at: Date | null }[]>`
        select handle, expires_at from channel_media where channel = ${nameOf(channel)} and hash = ${media.hash}`;
      const found = row && { handle: row.handle, expiresAt: row.expires_at };
      if (!found || !isGood(found, now)) return null;
      known.set(place, found);
      return found.handle;
    },

    async remember(channel, media, handle, expiresAt) {
      if (media.kind === 'private') return;
      known.set(placeOf(channel, media.hash), { handle, expiresAt });
      await sql`
        insert into channel_media (channel, hash, handle, expires_at)
        values (${nameOf(channel)}, ${media.hash}, ${handle}, ${expiresAt})
        on conflict (channel, hash) do update set handle = excluded.handle, expires_at = excluded.expires_at`;
    },

    /** Forgets the handle this process knew; a newer one that another process has stored since stays. */
    async forget(channel, media) {
      if (media.kind === 'private') return;
      const place = placeOf(channel, media.hash);
      const handle = known.get(place)?.handle ?? null;
      known.delete(place);
      await sql`
        delete from channel_media where channel = ${nameOf(channel)} and hash = ${media.hash}
          and (${handle}::text is null or handle = ${handle})`;
    },
  };
}

const isGood = ({ expiresAt }: { expiresAt: Date | null }, now: Date): boolean => expiresAt === null || expiresAt > now;

const contextOf = (id: string): string => `private-media:${id}`;

/** The outbox rows of private file `p`; its contact narrows them down by index. */
const rowsOf = (sql: Sql) => sql`
  select from outbound o where o.contact_id = p.contact_id and o.body #>> '{media,id}' = p.id`;

const rowsNeeding = (sql: Sql) => sql`${rowsOf(sql)} and o.state in ('queued', 'sending')`;
