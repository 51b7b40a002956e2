/**
 * Files that went through the recording transports, so that the page can show them. Step pictures can be drawn again
 * after a restart; one person's own code or paper is kept in memory only, as real storage would not keep it either.
 */
import { createHash } from 'node:crypto';
import type { Sql } from '../db/client.ts';
import type { SentMedia } from './frame.ts';

export interface ShelvedFile {
  bytes: Buffer;
  mime: string;
  filename: string;
}

export interface MediaShelf {
  /** Puts a file up and answers the handle a platform would give: the same for the same bytes. */
  put(file: ShelvedFile): SentMedia;
  /** What is known of a handle, or null when no platform would know it any more. */
  describe(handle: string): Promise<SentMedia | null>;
  /** The file itself; null when it was private and the process has been restarted since. */
  take(handle: string): Promise<ShelvedFile | null>;
}

/** Memory for some hundreds of pictures; the oldest leave first. */
const SHELF_BYTES = 48 * 1024 * 1024;
const PREFIX = 'sim-';
export const VOICE_MIME = 'audio/ogg';

type Again = (hash: string) => Promise<Buffer | null>;

/** `draw` makes a step picture again from its hash, `speak` finds a voice by its own. */
export function createMediaShelf(sql: Sql, draw: Again, speak: Again = async () => null): MediaShelf {
  const files = new Map<string, ShelvedFile>();
  let held = 0;

  function makeRoom(): void {
    for (const [handle, file] of files) {
      if (held <= SHELF_BYTES) return;
      files.delete(handle);
      held -= file.bytes.length;
    }
  }

  /** The content's hash, as the house remembers it beside a platform's handle. */
  async function hashOf(handle: string): Promise<string | null> {
    const [row] = await sql<{ hash: string }[]>`select hash from channel_media where handle = ${handle} limit 1`;
    return row?.hash ?? null;
  }

  return {
    put(file) {
      const handle = PREFIX + createHash('sha256').update(file.bytes).digest('hex').slice(0, 32);
      if (!files.has(handle)) {
        files.set(handle, file);
        held += file.bytes.length;
        makeRoom();
      }
      return { handle, mime: file.mime, filename: file.filename, bytes: file.bytes.length };
    },

    async describe(handle) {
      const file = files.get(handle);
      if (file) return { handle, mime: file.mime, filename: file.filename, bytes: file.bytes.length };
      const hash = await hashOf(handle);
      return hash === null ? null : { handle, mime: 'image/png', filename: `${hash}.png`, bytes: null };
    },

    async take(handle) {
      const file = files.get(handle);
      if (file) return file;
      const hash = handle.startsWith(PREFIX) ? await hashOf(handle) : handle;
      if (hash === null) return null;
      const picture = await draw(hash);
      if (picture) return { bytes: picture, mime: 'image/png', filename: `${hash}.png` };
      const voice = await speak(hash);
      return voice && { bytes: voice, mime: VOICE_MIME, filename: `${hash}.ogg` };
    },
  };
}
