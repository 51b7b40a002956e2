/**
 * An uploaded recording, before it is believed: what it is by its first bytes (never by its name), turned into mono
 * Ogg/Opus without its tags (phones write places and names into them), and measured. Bytes in, sound or a reason out.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOggOpus } from './ogg-opus.ts';
import { findSoundProgram, run } from './programs.ts';

/** Why an upload was not taken; the words for it are the content page's. */
export type UploadProblem = 'empty' | 'too-large' | 'not-sound' | 'needs-ffmpeg' | 'too-short' | 'too-long';

export type SoundKind = 'ogg' | 'mp3' | 'm4a' | 'wav';

export type TakenIn = { ogg: Buffer; seconds: number } | { problem: UploadProblem };

/** 12 MB: one minute of uncompressed stereo sound is 10.6 MB, and nothing else a phone records is larger. */
export const UPLOAD_BYTES = 12 * 1024 * 1024;
/** A step is heard in 15 seconds (conversation-design §11); who reads a long one slowly may take a minute. */
export const UPLOAD_SECONDS = { least: 0.5, most: 60 } as const;

/** What a file is by its own bytes; null for anything that is no sound we know. */
export function soundKindOf(bytes: Buffer): SoundKind | null {
  const says = (text: string, at = 0) => bytes.toString('latin1', at, at + text.length) === text;
  if (says('OggS')) return 'ogg';
  if (says('RIFF') && says('WAVE', 8)) return 'wav';
  if (says('ftyp', 4)) return 'm4a';
  if (says('ID3')) return 'mp3';
  // MPEG audio frame: eleven set bits, layer III (ISO 11172-3 §2.4.1.3).
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2 ? 'mp3' : null;
}

/** Checks and converts. `path` is where programs are looked for. Never rejects because of what was uploaded. */
export async function takeIn(bytes: Buffer, path = process.env.PATH ?? ''): Promise<TakenIn> {
  if (bytes.length === 0) return { problem: 'empty' };
  if (bytes.length > UPLOAD_BYTES) return { problem: 'too-large' };
  const kind = soundKindOf(bytes);
  if (kind === null) return { problem: 'not-sound' };
  const ogg = await toOggOpus(bytes, kind, path);
  if ('problem' in ogg) return ogg;
  const sound = readOggOpus(ogg.bytes);
  if (!sound || sound.channels > 2) return { problem: 'not-sound' };
  if (sound.seconds < UPLOAD_SECONDS.least) return { problem: 'too-short' };
  if (sound.seconds > UPLOAD_SECONDS.most) return { problem: 'too-long' };
  return { ogg: ogg.bytes, seconds: Math.round(sound.seconds * 10) / 10 };
}

/** ffmpeg reads all four kinds; without it opus-tools packs WAV, Ogg/Opus is taken as it is, and the rest is not. */
async function toOggOpus(
  bytes: Buffer,
  kind: SoundKind,
  path: string,
): Promise<{ bytes: Buffer } | { problem: UploadProblem }> {
  const [ffmpeg, opusenc] = [findSoundProgram('ffmpeg', path), findSoundProgram('opusenc', path)];
  if (!ffmpeg && kind === 'ogg') return { bytes };
  if (!ffmpeg && (kind !== 'wav' || !opusenc)) return { problem: 'needs-ffmpeg' };
  const made = ffmpeg
    ? inFile(bytes, (file) => run(ffmpeg, ['-f', DEMUXERS[kind], '-i', file, ...FFMPEG_PACKING], ''))
    : run(opusenc as string, OPUSENC_PACKING, bytes);
  return made.then((ogg) => ({ bytes: ogg })).catch(() => ({ problem: 'not-sound' as const }));
}

/** The reader is named by us: left to guess, ffmpeg would also open playlists that point elsewhere. */
const DEMUXERS: Record<SoundKind, string> = { ogg: 'ogg', mp3: 'mp3', m4a: 'mov', wav: 'wav' };

/** Somewhat more than a minute is enough to know that it is too long; hours are not decoded. */
const DECODED_SECONDS = String(UPLOAD_SECONDS.most + 2);
const FFMPEG_PACKING = [
  ...['-map', '0:a:0', '-vn', '-t', DECODED_SECONDS, '-ac', '1', '-ar', '48000'],
  ...['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-map_metadata', '-1', '-f', 'ogg', 'pipe:1'],
];
const OPUSENC_PACKING = ['--quiet', '--bitrate', '32', '--speech', '--downmix-mono', '--discard-comments', '-', '-'];

/** What phones record has its index at the end, so ffmpeg has to be able to go back and forth in it. */
async function inFile<T>(bytes: Buffer, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-sound-'));
  try {
    const file = join(folder, 'sound');
    await writeFile(file, bytes);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
