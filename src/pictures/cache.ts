/** Pictures already drawn, kept by content hash: a few in memory, the rest as files. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DrawOptions, pictureHash, type StepPicture } from './draw.ts';

export interface PictureCacheParts {
  /** Folder of the files; made if missing. Several processes may share it. */
  dir: string;
  draw: (input: StepPicture, options: DrawOptions) => Buffer | Promise<Buffer>;
  /** What the files may take together, in bytes; 200 MB hold some 8,000 pictures. */
  maxBytes?: number;
  /** How many pictures stay in memory. */
  maxInMemory?: number;
  /** Told when the folder cannot be written or tidied. The picture is delivered all the same. */
  onError?: (error: unknown) => void;
}

export interface PictureCache {
  /** PNG bytes of a picture, drawn only if nobody did before. Rejects only when drawing itself fails. */
  bytesOf(input: StepPicture, options?: DrawOptions): Promise<Buffer>;
  /** PNG bytes of a picture drawn before, in any process that shares the folder; null when there is none (any more). */
  find(hash: string): Promise<Buffer | null>;
}

const MEGABYTE = 1024 * 1024;
/** Once full, the oldest go until this part is left, so that not every new picture has to tidy. */
const KEPT_WHEN_TIDYING = 0.9;
/** Pictures written between two looks at the folder, as a part of its limit: how far it may be overrun per process. */
const UNSEEN = 0.05;
/** An unfinished file this old belongs to a process that died. */
const ABANDONED_AFTER_MS = 3_600_000;
/** Every PNG ends with this chunk; a file without it was cut short, e.g. by a full disk. */
const PNG_END = Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

interface StoredFile {
  path: string;
  bytes: number;
  writtenAtMs: number;
}

async function filesIn(dir: string): Promise<StoredFile[]> {
  const files = await Promise.all(
    (await readdir(dir)).map(async (name) => {
      const path = join(dir, name);
      const found = await stat(path).catch(() => undefined); // another process may just have removed it
      return found?.isFile() ? { path, bytes: found.size, writtenAtMs: found.mtimeMs } : undefined;
    }),
  );
  return files.filter((file) => file !== undefined);
}

/** Which files have to go: unfinished ones left behind, and the oldest pictures beyond the limit. */
function surplus(files: readonly StoredFile[], maxBytes: number, nowMs: number): StoredFile[] {
  const unfinished = files.filter(({ path }) => path.endsWith('.tmp'));
  const abandoned = unfinished.filter(({ writtenAtMs }) => nowMs - writtenAtMs > ABANDONED_AFTER_MS);
  const pictures = files.filter(({ path }) => path.endsWith('.png')).sort((a, b) => a.writtenAtMs - b.writtenAtMs);
  let total = pictures.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= maxBytes) return abandoned;
  const oldest = pictures.filter(({ bytes }) => {
    if (total <= maxBytes * KEPT_WHEN_TIDYING) return false;
    total -= bytes;
    return true;
  });
  return [...abandoned, ...oldest];
}

async function readPicture(path: string): Promise<Buffer | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes?.subarray(-PNG_END.length).equals(PNG_END) ? bytes : undefined;
}

/** Written beside its place and then moved there, so that a reader sees a whole picture or none. */
async function writePicture(path: string, bytes: Buffer): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Makes a cache over a folder. Safe to use from several processes at once: at worst a picture is drawn twice. */
export function createPictureCache(parts: PictureCacheParts): PictureCache {
  const { dir, draw, maxBytes = 200 * MEGABYTE, maxInMemory = 32, onError = () => {} } = parts;
  const remembered = new Map<string, Buffer>(); // in order of use, the least recent first
  const underWay = new Map<string, Promise<Buffer>>();
  let unseenBytes = Number.POSITIVE_INFINITY; // the first picture looks what earlier processes left

  function remember(hash: string, bytes: Buffer): void {
    remembered.delete(hash);
    remembered.set(hash, bytes);
    if (remembered.size > maxInMemory) remembered.delete(remembered.keys().next().value!);
  }

  async function tidy(): Promise<void> {
    unseenBytes = 0;
    const gone = surplus(await filesIn(dir), maxBytes, Date.now());
    await Promise.all(gone.map(({ path }) => rm(path, { force: true })));
  }

  async function store(path: string, bytes: Buffer): Promise<void> {
    await mkdir(dir, { recursive: true });
    await writePicture(path, bytes);
    unseenBytes += bytes.length;
    if (unseenBytes > maxBytes * UNSEEN) await tidy();
  }

  async function load(hash: string, input: StepPicture, options: DrawOptions): Promise<Buffer> {
    const path = join(dir, `${hash}.png`);
    const stored = await readPicture(path);
    if (stored) return stored;
    const drawn = await draw(input, options);
    await store(path, drawn).catch(onError);
    return drawn;
  }

  return {
    async bytesOf(input, options = {}) {
      const hash = pictureHash(input, options);
      const known = remembered.get(hash);
      const pending = known ?? underWay.get(hash) ?? load(hash, input, options);
      if (pending instanceof Promise) underWay.set(hash, pending);
      try {
        const bytes = await pending;
        remember(hash, bytes);
        return bytes;
      } finally {
        underWay.delete(hash);
      }
    },
    find: async (hash) => remembered.get(hash) ?? (await readPicture(join(dir, `${hash}.png`))) ?? null,
  };
}
