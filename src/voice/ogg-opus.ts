/**
 * What an Ogg/Opus file says about itself (RFC 3533, RFC 7845): enough to refuse what is none and to know how long it
 * plays, without decoding a sound. Pure.
 */

/** Opus counts time in samples of 48 kHz whatever was recorded. */
const SAMPLES_PER_SECOND = 48_000;
/** Largest Ogg page: a header of 27 bytes, 255 segment sizes, 255 segments of 255 bytes. */
const PAGE_HEADER = 27;

export interface OggOpus {
  channels: number;
  /** Playing time, to the millisecond. */
  seconds: number;
}

/** Reads the pages one by one; null for anything that is not one whole Opus stream in Ogg. */
export function readOggOpus(bytes: Buffer): OggOpus | null {
  let head: { channels: number; preSkip: number } | null = null;
  let lastGranule = 0;
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length < at + PAGE_HEADER || bytes.toString('latin1', at, at + 4) !== 'OggS') return null;
    const segments = bytes[at + 26] ?? 0;
    const bodyAt = at + PAGE_HEADER + segments;
    const size = bytes.subarray(at + PAGE_HEADER, bodyAt).reduce((sum, segment) => sum + segment, 0);
    if (bytes.length < bodyAt + size) return null;
    if (head === null) {
      head = readHead(bytes.subarray(bodyAt, bodyAt + size));
      if (head === null) return null;
    }
    const granule = bytes.readBigInt64LE(at + 6); // -1: no packet ends on this page
    if (granule > 0n) lastGranule = Number(granule);
    at = bodyAt + size;
  }
  if (head === null) return null;
  return { channels: head.channels, seconds: Math.max(0, lastGranule - head.preSkip) / SAMPLES_PER_SECOND };
}

function readHead(packet: Buffer): { channels: number; preSkip: number } | null {
  if (packet.length < 19 || packet.toString('latin1', 0, 8) !== 'OpusHead') return null;
  return { channels: packet[9] ?? 0, preSkip: packet.readUInt16LE(10) };
}
