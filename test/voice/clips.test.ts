/** Clips are made once, kept by what they say, and are sound that phones can play. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClips } from '../../src/voice/clips.ts';
import { readOggOpus } from '../../src/voice/ogg-opus.ts';
import { createSpeech, type Speech } from '../../src/voice/speech.ts';
import { spokenText } from '../../src/voice/spoken.ts';
import { findProgram } from '../support/programs.ts';
import { oggOpus } from './ogg-made.ts';

const run = promisify(execFile);
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tro-ly-so-voice-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Says nothing, and remembers what it was asked. */
function quietSpeech(version = '1'): Speech & { said: string[] } {
  const said: string[] = [];
  return {
    said,
    locales: ['vi'],
    version,
    say: async (spoken) => {
      said.push(spoken);
      return oggOpus(2);
    },
  };
}

describe('clips', () => {
  it('are made once, however many ask at once, and found again after a restart', async () => {
    const speech = quietSpeech();
    const clips = createClips({ dir, speech });
    const clip = clips.clipOf('👉 Bác bấm chữ “Đăng ký”.', 'vi');
    if (!clip) throw new Error('There should be a voice.');
    const sounds = await Promise.all([clips.oggOf(clip), clips.oggOf(clip), clips.oggOf(clip)]);
    expect(speech.said).toEqual(['Bác bấm chữ Đăng ký.']);
    const later = createClips({ dir, speech });
    expect(await later.oggOf(clip)).toEqual(sounds[0]);
    expect(await later.find(clip.hash)).toEqual(clip);
    expect(speech.said).toHaveLength(1);
  });

  it('have another name when the words, the language or the voice change, and no other when only signs do', () => {
    const clips = createClips({ dir, speech: quietSpeech() });
    const hash = (text: string, other = clips) => other.clipOf(text, 'vi')?.hash;
    expect(hash('Bác bấm chữ “Đăng ký”.')).toBe(hash('👉 Bác bấm chữ “Đăng ký”'));
    expect(hash('Bác bấm chữ “Đăng ký”.')).not.toBe(hash('Cô bấm chữ “Đăng ký”.'));
    expect(hash('Bác bấm.')).not.toBe(hash('Bác bấm.', createClips({ dir, speech: quietSpeech('2') })));
    expect(hash('Bác bấm.')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('without any voice: none is promised, and what lies in the folder is still played', async () => {
    const speech = quietSpeech();
    const clip = createClips({ dir, speech }).clipOf('Bác bấm.', 'vi');
    if (!clip) throw new Error('There should be a voice.');
    await createClips({ dir, speech }).oggOf(clip);
    const mute = createClips({ dir, speech: null });
    expect(mute.clipOf('Bác bấm.', 'vi')).toBeNull();
    expect(readOggOpus(await mute.oggOf(clip))?.seconds).toBe(2);
    await expect(mute.oggOf({ ...clip, hash: 'f'.repeat(32) })).rejects.toThrow(/not in this folder/);
  });

  it('of a language without a voice are not promised', () => {
    expect(createClips({ dir, speech: quietSpeech() }).clipOf('…', 'km')).toBeNull();
  });

  it('are delivered even if the folder cannot be written', async () => {
    const file = join(dir, 'a-file');
    await writeFile(file, '');
    const troubles: unknown[] = [];
    const clips = createClips({
      dir: join(file, 'below'),
      speech: quietSpeech(),
      onError: (error) => troubles.push(error),
    });
    const clip = clips.clipOf('Bác bấm.', 'vi');
    if (!clip) throw new Error('There should be a voice.');
    expect((await clips.oggOf(clip)).length).toBeGreaterThan(100);
    expect(troubles.length).toBeGreaterThan(0);
  });

  it('make room: the oldest sounds go, their words stay', async () => {
    const clips = createClips({ dir, speech: quietSpeech(), maxBytes: 20_000 });
    for (let number = 0; number < 300; number += 1) {
      const clip = clips.clipOf(`Câu ${number}.`, 'vi');
      if (clip) await clips.oggOf(clip);
    }
    const files = await readdir(dir);
    expect(files.filter((name) => name.endsWith('.json'))).toHaveLength(300);
    expect(files.filter((name) => name.endsWith('.ogg')).length).toBeLessThan(300);
  });
});

const canSpeak = findProgram('espeak-ng') && findProgram('opusenc');
const ffprobe = findProgram('ffprobe');

describe.runIf(canSpeak)('the made-up voice', () => {
  const text = '👉 Bác bấm chữ “Đăng ký”, chỗ có vòng màu cam.\nBấm xong sẽ hiện ô điền số điện thoại.';

  it('is heard at a slow reader’s pace, small enough to be sent as a voice message', { timeout: 30_000 }, async () => {
    const speech = createSpeech();
    const ogg = await speech?.say(spokenText(text), 'vi');
    const sound = ogg && readOggOpus(ogg);
    const syllables = spokenText(text).split(' ').length;
    expect(sound?.channels).toBe(1);
    expect(syllables / (sound?.seconds ?? 0)).toBeGreaterThan(1.8);
    expect(syllables / (sound?.seconds ?? 0)).toBeLessThan(3.2);
    expect(((ogg?.length ?? 0) * 8) / (sound?.seconds ?? 1)).toBeLessThan(32_000);
    expect(ogg?.toString('latin1')).toContain('SYNTHETIC=1');
  });

  it('gives the same bytes for the same words', { timeout: 30_000 }, async () => {
    const speech = createSpeech();
    const [one, two] = await Promise.all([speech?.say('Bác bấm.', 'vi'), speech?.say('Bác bấm.', 'vi')]);
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true);
  });

  it('is not there without its programs', () => expect(createSpeech('/nowhere')).toBeNull());

  it('cannot be made to read markup, nor files', { timeout: 30_000 }, async () => {
    const speech = createSpeech();
    const length = async (spoken: string) =>
      readOggOpus((await speech?.say(spoken, 'vi')) ?? Buffer.alloc(0))?.seconds ?? 0;
    const plain = await length('Bác bấm.');
    expect(await length('-f /etc/passwd')).toBeLessThan(plain + 4);
    expect(await length('Bác bấm. <break time="9s"/>')).toBeLessThan(plain + 6);
  });

  it.runIf(ffprobe)(
    'is Opus in Ogg for an independent reader, and an MP3 for old iPhones',
    { timeout: 30_000 },
    async () => {
      const clips = createClips({ dir, speech: createSpeech() });
      const clip = clips.clipOf(text, 'vi');
      if (!clip) throw new Error('There should be a voice.');
      const ogg = join(dir, 'clip.ogg');
      await writeFile(ogg, await clips.oggOf(clip));
      const older = await clips.olderOf(clip);
      if (!older) throw new Error('There should be something for old players.');
      const mp3 = join(dir, 'clip.mp3');
      await writeFile(mp3, older.bytes);
      const probe = async (file: string) => {
        const args = [
          '-v',
          'error',
          '-show_entries',
          'stream=codec_name,channels,sample_rate:format=duration',
          '-of',
          'json',
        ];
        const { stdout } = await run(ffprobe as string, [...args, file]);
        return JSON.parse(stdout) as {
          streams: { codec_name: string; channels: number; sample_rate: string }[];
          format: { duration: string };
        };
      };
      const [inOgg, inMp3] = [await probe(ogg), await probe(mp3)];
      expect(inOgg.streams).toEqual([{ codec_name: 'opus', channels: 1, sample_rate: '48000' }]);
      expect(Number(inOgg.format.duration)).toBeCloseTo(readOggOpus(await clips.oggOf(clip))?.seconds ?? 0, 1);
      expect(older.mime).toBe('audio/mpeg');
      expect(inMp3.streams[0]).toMatchObject({ codec_name: 'mp3', channels: 1 });
      expect(Number(inMp3.format.duration)).toBeCloseTo(Number(inOgg.format.duration), 0);
    },
  );
});

describe('reading Ogg/Opus', () => {
  it('tells length and channels', () => {
    expect(readOggOpus(oggOpus(12.5, { channels: 2 }))).toEqual({ channels: 2, seconds: 12.5 });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n0000000000000000000000000', 'latin1')],
    ['a cut file', oggOpus(3).subarray(0, -5)],
    ['Ogg that is no Opus', Buffer.from(oggOpus(3).toString('latin1').replace('OpusHead', 'vorbis__'), 'latin1')],
    ['something behind it', Buffer.concat([oggOpus(3), Buffer.from('<script>')])],
  ])('refuses %s', (_, bytes) => expect(readOggOpus(bytes)).toBeNull());
});
