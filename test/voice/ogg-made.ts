/** Ogg/Opus files put together by hand: a head, tags and one page of silence, as long as a test wants. */

/** Length in seconds, sizes in bytes. `padding` fills the last page. */
export function oggOpus(seconds: number, { channels = 1, padding = 100 } = {}): Buffer {
  const preSkip = 312;
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), Buffer.alloc(8)]);
  const bodies = Array.from({ length: Math.ceil(padding / 60_000) }, (_, index) =>
    Buffer.alloc(Math.min(60_000, padding - index * 60_000)),
  );
  return Buffer.concat([
    page(head, 0n),
    page(tags, 0n),
    ...bodies.map((body) => page(body, BigInt(Math.round(seconds * 48_000) + preSkip))),
  ]);
}

function page(body: Buffer, granule: bigint): Buffer {
  const sizes = [...Array.from({ length: Math.floor(body.length / 255) }, () => 255), body.length % 255];
  const header = Buffer.alloc(27);
  header.write('OggS', 0, 'latin1');
  header.writeBigInt64LE(granule, 6);
  header.writeUInt8(sizes.length, 26);
  return Buffer.concat([header, Buffer.from(sizes), body]);
}
