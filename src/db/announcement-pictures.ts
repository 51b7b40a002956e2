/** Pictures of announcements: as public as a poster, named by content, so that platforms upload each once. */
import { createHash } from 'node:crypto';
import type { Sql, Tx } from './client.ts';

/** Zalo takes pictures of at most 1 MB (docs.zaloplatforms.com, consultation messages). */
export const PICTURE_BYTES_MOST = 1024 * 1024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export type PictureKept =
  | { ok: true; hash: string; alt: string }
  | { ok: false; say: 'not-png' | 'too-large' | 'no-alt' };

/** PNG only: a photograph's JPEG may tell where it was taken. `alt` is what it shows, for those who do not see it. */
export async function keepPicture(
  tx: Sql | Tx,
  picture: { bytes: Buffer; alt: string; addedBy: string },
  now: Date,
): Promise<PictureKept> {
  const { bytes, addedBy } = picture;
  const alt = picture.alt.normalize('NFC').trim();
  if (!bytes.subarray(0, PNG.length).equals(PNG)) return { ok: false, say: 'not-png' };
  if (bytes.length > PICTURE_BYTES_MOST) return { ok: false, say: 'too-large' };
  if (alt === '') return { ok: false, say: 'no-alt' };
  const hash = createHash('sha256').update(bytes).digest('hex');
  await tx`
    insert into announcement_pictures (hash, bytes, alt, added_by, added_at)
    values (${hash}, ${bytes}, ${alt}, ${addedBy}, ${now}) on conflict (hash) do nothing`;
  return { ok: true, hash, alt };
}

/** Null when there is none of this name. */
export async function readPicture(sql: Sql | Tx, hash: string): Promise<Buffer | null> {
  const [row] = await sql<{ bytes: Buffer }[]>`select bytes from announcement_pictures where hash = ${hash}`;
  return row?.bytes ?? null;
}
