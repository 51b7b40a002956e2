/**
 * Reading a zip archive from untrusted hands (PKWARE APPNOTE 6.3.10): entries one at a time, as streams, with limits on what
 * really comes out, whatever the directory claims. Neither encrypted nor zip64 archives: a spreadsheet needs neither.
 */
import { open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

/** What is wrong with a file as a whole, in words for an official. */
export class FileProblem extends Error {}

export interface ByteSource {
  size: number;
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

export const bufferSource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
  close: async () => undefined,
});

export async function fileSource(path: string): Promise<ByteSource> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    size,
    read: async (offset, length) => {
      const bytes = Buffer.alloc(Math.min(length, Math.max(0, size - offset)));
      await file.read(bytes, 0, bytes.length, offset);
      return bytes;
    },
    close: () => file.close(),
  };
}

/** A list of 100,000 rows is some 10 MB packed. */
export const MOST_FILE_BYTES = 64 * 2 ** 20;
/** … and some 100 MB unpacked. Counted while reading, over all entries together. */
const MOST_UNPACKED_BYTES = 256 * 2 ** 20;
/** Lists shrink to a tenth or a fiftieth; what shrinks to less was made to burst. Looked at from some size on. */
const MOST_GROWTH = 200;
const GROWTH_FROM_BYTES = 8 * 2 ** 20;
const MOST_ENTRIES = 2_000;
const READ_BYTES = 256 * 1024;

const END_SIGNATURE = 0x06054b50;
const DIRECTORY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

interface Entry {
  name: string;
  method: number;
  packedBytes: number;
  offset: number;
}

export interface Zip {
  has(name: string): boolean;
  /** Chunks of an entry, unpacked. Throws a {@link FileProblem} when there is no such entry or it is damaged or too large. */
  read(name: string): AsyncIterable<Buffer>;
}

const NOT_XLSX = 'Tệp này không phải tệp Excel (.xlsx). Mở bằng Excel rồi lưu lại dạng .xlsx.';

export async function openZip(source: ByteSource): Promise<Zip> {
  if (source.size > MOST_FILE_BYTES) throw new FileProblem('Tệp quá lớn (trên 64 MB). Chia thành nhiều tệp nhỏ hơn.');
  const entries = await readDirectory(source);
  let unpacked = 0;
  return {
    has: (name) => entries.has(name),
    read: (name) => {
      const entry = entries.get(name);
      if (!entry) throw new FileProblem(NOT_XLSX);
      return readEntry(source, entry, (bytes) => {
        unpacked += bytes;
        const isBomb = unpacked > GROWTH_FROM_BYTES && unpacked > source.size * MOST_GROWTH;
        if (isBomb || unpacked > MOST_UNPACKED_BYTES) throw new FileProblem('Tệp nở ra quá lớn nên không đọc.');
      });
    },
  };
}

async function readDirectory(source: ByteSource): Promise<Map<string, Entry>> {
  const tailLength = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const tail = await source.read(source.size - tailLength, tailLength);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end -= 1;
  if (end < 0) throw new FileProblem(NOT_XLSX);
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES || offset + length > source.size) throw new FileProblem(NOT_XLSX);
  const directory = await source.read(offset, length);
  const entries = new Map<string, Entry>();
  for (let at = 0, index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_SIGNATURE)
      throw new FileProblem(NOT_XLSX);
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const isEncrypted = (directory.readUInt16LE(at + 8) & 1) !== 0;
    if (isEncrypted) throw new FileProblem('Tệp có mật khẩu. Bỏ mật khẩu rồi lưu lại.');
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      name,
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

async function* readEntry(source: ByteSource, entry: Entry, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  const header = await source.read(entry.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new FileProblem(NOT_XLSX);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = packedChunks(source, start, entry.packedBytes);
  if (entry.method === 0) {
    for await (const chunk of packed) {
      count(chunk.length);
      yield chunk;
    }
    return;
  }
  if (entry.method !== 8) throw new FileProblem(NOT_XLSX);
  const inflate = createInflateRaw();
  const feeding = (async () => {
    for await (const chunk of packed) {
      if (inflate.destroyed) return;
      if (!inflate.write(chunk)) await new Promise((resolve) => inflate.once('drain', resolve).once('close', resolve));
    }
    inflate.end();
  })().catch((error: unknown) => inflate.destroy(error as Error));
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      count(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('Tệp bị hỏng. Mở bằng Excel rồi lưu lại.');
  } finally {
    inflate.destroy();
    await feeding;
  }
}

async function* packedChunks(source: ByteSource, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += READ_BYTES) {
    const chunk = await source.read(start + at, Math.min(READ_BYTES, length - at));
    if (chunk.length === 0) return;
    yield chunk;
  }
}
