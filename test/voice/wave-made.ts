/** WAV files put together by hand: a quiet tone of 16 kHz, 16 bit, mono, as long as a test wants. */

const RATE = 16_000;

/** Length in seconds. */
export function wave(seconds: number): Buffer {
  const samples = Math.round(seconds * RATE);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples * 2, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples * 2, 40);
  const body = Buffer.alloc(samples * 2);
  for (let at = 0; at < samples; at += 1) {
    body.writeInt16LE(Math.round(3000 * Math.sin((2 * Math.PI * 300 * at) / RATE)), at * 2);
  }
  return Buffer.concat([head, body]);
}
