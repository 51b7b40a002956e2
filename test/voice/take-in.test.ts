/** An uploaded recording is what its bytes say, whatever it is called; what comes out is sound that every channel plays. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOggOpus } from '../../src/voice/ogg-opus.ts';
import { findSoundProgram } from '../../src/voice/programs.ts';
import { type SoundKind, soundKindOf, takeIn } from '../../src/voice/take-in.ts';
import { oggOpus } from './ogg-made.ts';
import { wave } from './wave-made.ts';

const ffmpeg = findSoundProgram('ffmpeg');
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
/** A PATH with nothing in it. */
const NOWHERE = '/nonexistent';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tro-ly-so-sounds-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A tone as a phone would save it, with a name and a place among its tags. */
function tone(kind: SoundKind, seconds: number): Buffer {
  const file = join(dir, `tone-${seconds}.${kind}`);
  const codec = { ogg: ['-c:a', 'libopus'], mp3: ['-c:a', 'libmp3lame'], m4a: ['-c:a', 'aac'], wav: [] }[kind];
  execFileSync(ffmpeg as string, [
    ...['-y', '-loglevel', 'error', '-f', 'lavfi', '-i', `sine=frequency=300:duration=${seconds}:sample_rate=44100`],
    ...[...codec, '-metadata', 'title=Nhà bà Sáu', '-metadata', 'location=+09.9-105.1/', file],
  ]);
  return readFileSync(file);
}

describe('what is no sound is refused, and said plainly', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a picture called .mp3', PNG, 'not-sound'],
    ['a page', Buffer.from('<html>ID3</html>'), 'not-sound'],
    ['20 MB', Buffer.concat([wave(1), Buffer.alloc(20 * 1024 * 1024)]), 'too-large'],
    ['a playlist that points elsewhere', Buffer.from('#EXTM3U\nhttp://127.0.0.1/x\n'), 'not-sound'],
  ])('%s', async (_, bytes, problem) => {
    expect(await takeIn(bytes)).toEqual({ problem });
    expect(await takeIn(bytes, NOWHERE)).toEqual({ problem });
  });

  it.runIf(ffmpeg).each([
    ['the beginning of an mp3', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(400)])],
    ['the beginning of an m4a', Buffer.concat([Buffer.from('\0\0\0 ftypM4A '), Buffer.alloc(400)])],
    ['an Ogg head with rubbish behind it', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(400, 7)])],
  ])('%s', async (_, bytes) => expect(await takeIn(bytes)).toEqual({ problem: 'not-sound' }));
});

describe.runIf(ffmpeg)('what phones record', () => {
  it.each(['ogg', 'mp3', 'm4a', 'wav'] as const)('%s becomes mono Ogg/Opus without its tags', async (kind) => {
    const bytes = tone(kind, 3);
    expect(soundKindOf(bytes)).toBe(kind);
    const taken = await takeIn(bytes);
    if ('problem' in taken) throw new Error(taken.problem);
    expect(readOggOpus(taken.ogg)?.channels).toBe(1);
    expect(taken.seconds).toBeGreaterThan(2.8);
    expect(taken.seconds).toBeLessThan(3.3);
    expect(taken.ogg.includes('Nhà bà Sáu')).toBe(false);
    expect(taken.ogg.includes('+09.9')).toBe(false);
  });

  it.each([
    [59, null],
    [64, 'too-long'],
    [180, 'too-long'],
    [0.2, 'too-short'],
  ])('of %d seconds: %s', async (seconds, problem) => {
    const taken = await takeIn(tone('mp3', seconds));
    expect('problem' in taken ? taken.problem : null).toBe(problem);
  });
});

describe('without ffmpeg', () => {
  it('Ogg/Opus is taken as it is, the rest is not', async () => {
    expect(await takeIn(oggOpus(5), NOWHERE)).toEqual({ ogg: oggOpus(5), seconds: 5 });
    expect(await takeIn(oggOpus(61), NOWHERE)).toEqual({ problem: 'too-long' });
    expect(await takeIn(oggOpus(5, { channels: 6 }), NOWHERE)).toEqual({ problem: 'not-sound' });
    expect(await takeIn(Buffer.concat([Buffer.from('ID3'), Buffer.alloc(400)]), NOWHERE)).toEqual({
      problem: 'needs-ffmpeg',
    });
    expect(await takeIn(wave(2), NOWHERE)).toEqual({ problem: 'needs-ffmpeg' });
  });
});
