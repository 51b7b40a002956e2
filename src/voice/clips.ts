/**
 * Clips already made, kept as files by what they say; everything is made on demand and once. Beside each sound lies a
 * small JSON with its words, so that the page which plays it can show them in any process that shares the folder.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findSoundProgram, run } from './programs.ts';
import type { Speech } from './speech.ts';
import { spokenText } from './spoken.ts';

/** One clip: its name is made of everything that changes how it sounds. */
export interface Clip {
  /** 32 hexadecimal digits, safe as a file name and hard to guess. */
  hash: string;
  locale: string;
  /** The words as they are written; what is said is `spokenText` of them. */
  text: string;
  isSynthetic: boolean;
}

export interface Clips {
  /** The clip of a text, or null where this language cannot be spoken. Makes nothing yet. */
  clipOf(text: string, locale: string): Clip | null;
  /** Ogg/Opus. Rejects when it cannot be made. */
  oggOf(clip: Clip): Promise<Buffer>;
  /**
   * For players without Opus, made of the clip's own sound unless `oggOf` brings another: MP3 where ffmpeg is installed, else a WAV some
   * ten times as large; null with neither.
   */
  olderOf(
    clip: Clip,
    oggOf?: (clip: Clip) => Promise<Buffer>,
  ): Promise<{ bytes: Buffer; mime: 'audio/mpeg' | 'audio/wav' } | null>;
  /** A clip that was made before, by its name. */
  find(hash: string): Promise<Clip | null>;
}

export interface ClipsParts {
  /** Folder of the files; made if missing. Several processes may share it. */
  dir: string;
  /** Null: nothing can be spoken, only what lies in the folder already is played. */
  speech: Speech | null;
  /** What the folder may hold before the oldest go, in bytes: some 15,000 clips. */
  maxBytes?: number;
  /** Told when the folder cannot be written. The clip is delivered all the same. */
  onError?: (error: unknown) => void;
}

const MEGABYTE = 1024 * 1024;
/** Clips written between two looks at the folder. */
const TIDY_EVERY = 500;

export const contentHash = (...parts: (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
};

export function createClips({ dir, speech, maxBytes = 400 * MEGABYTE, onError = () => {} }: ClipsParts): Clips {
  const underWay = new Map<string, Promise<Buffer>>();
  let written = 0;

  const place = (hash: string, ending: string) => join(dir, `${hash}.${ending}`);

  async function keep(path: string, content: Buffer | string): Promise<void> {
    await mkdir(dir, { recursive: true });
    await writeWhole(path, content);
    written += 1;
    if (written % TIDY_EVERY === 0) await tidy(dir, maxBytes);
  }

  async function make(clip: Clip): Promise<Buffer> {
    const stored = await readFile(place(clip.hash, 'ogg')).catch(() => null);
    if (stored) return stored;
    if (!speech || !clip.isSynthetic) throw new Error(`The recording ${clip.hash} is not in this folder.`);
    const made = await speech.say(spokenText(clip.text, clip.locale), clip.locale);
    await keep(place(clip.hash, 'json'), JSON.stringify(clip)).catch(onError);
    await keep(place(clip.hash, 'ogg'), made).catch(onError);
    return made;
  }

  const once = (key: string, work: () => Promise<Buffer>): Promise<Buffer> => {
    const known = underWay.get(key);
    if (known) return known;
    const started = work().finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  const oggOf: Clips['oggOf'] = (clip) => once(clip.hash, () => make(clip));

  return {
    oggOf,
    clipOf(text, locale) {
      if (!speech?.locales.includes(locale)) return null;
      const spoken = spokenText(text, locale);
      if (spoken === '') return null;
      return { hash: contentHash(speech.version, locale, spoken), locale, text, isSynthetic: true };
    },

    async olderOf(clip, ogg = oggOf) {
      const [ffmpeg, opusdec] = [findSoundProgram('ffmpeg'), findSoundProgram('opusdec')];
      const kind = ffmpeg ? 'mp3' : opusdec ? 'wav' : null;
      if (kind === null) return null;
      const path = place(clip.hash, kind);
      const bytes = await once(path, async () => {
        const stored = await readFile(path).catch(() => null);
        if (stored) return stored;
        const sound = await ogg(clip);
        const made = ffmpeg ? await run(ffmpeg, TO_MP3, sound) : await run(opusdec as string, TO_WAV, sound);
        await keep(path, made).catch(onError);
        return made;
      });
      return { bytes, mime: kind === 'mp3' ? 'audio/mpeg' : 'audio/wav' };
    },

    async find(hash) {
      const kept = await readFile(place(hash, 'json'), 'utf8').catch(() => null);
      return kept === null ? null : (JSON.parse(kept) as Clip);
    },
  };
}

/** 32 kbit/s mono: 12 seconds are some 50 KB. */
const TO_MP3 = [
  ...['-hide_banner', '-loglevel', 'error', '-i', 'pipe:0', '-ac', '1', '-ar', '24000', '-b:a', '32k'],
  ...['-map_metadata', '0:s:0', '-f', 'mp3', 'pipe:1'],
];
/** 16 kHz is enough for speech, and the smallest that needs no other program. */
const TO_WAV = ['--quiet', '--rate', '16000', '--force-wav', '-', '-'];

/** Written beside its place and then moved there, so that a reader sees a whole file or none. */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The oldest sounds go until nine tenths of the room are left; their words stay, so that they can be made again. */
async function tidy(dir: string, maxBytes: number): Promise<void> {
  const names = (await readdir(dir)).filter((name) => /\.(ogg|mp3|wav)$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(dir, name)).catch(() => null);
      return { path: join(dir, name), bytes: found?.size ?? 0, writtenAtMs: found?.mtimeMs ?? 0 };
    }),
  );
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= maxBytes) return;
  for (const { path, bytes } of files.sort((a, b) => a.writtenAtMs - b.writtenAtMs)) {
    if (total <= maxBytes * 0.9) return;
    await rm(path, { force: true });
    total -= bytes;
  }
}
