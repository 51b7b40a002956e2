/**
 * Steps read aloud by somebody of the commune: one recording per flow, step and language, kept in a folder. A recording
 * wins over the made-up voice for as long as the step says what it said when it was recorded; when its words change it
 * rests, is listed as outdated, and counts again if they change back.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, writeWhole } from './clips.ts';
import { readOggOpus } from './ogg-opus.ts';

/** Which step somebody reads aloud, in which language. */
export interface RecordedStep {
  flow: string;
  step: string;
  locale: string;
}

export interface Recording extends RecordedStep {
  /** Names the sound by its bytes. */
  hash: string;
  /** What was read aloud, as the step said it then to nobody in particular ("mình"). */
  text: string;
  seconds: number;
  /** Who uploaded it, as the content page knows them, and when (ISO time). */
  by: string;
  at: string;
}

/** Why an upload was not taken; the words for it are the content page's. */
export type RecordingProblem = 'not-ogg-opus' | 'too-large' | 'too-short' | 'too-long';

/** 1 MB: what Telegram takes by address, and forty times what a step needs. */
export const RECORDING_BYTES = 1024 * 1024;
/** A step is heard in 15 seconds (conversation-design §11); people who read slowly may take twice that. */
export const RECORDING_SECONDS = { least: 0.5, most: 30 } as const;

export interface Recordings {
  /** Checks the file and keeps it in place of an earlier one. */
  save(
    step: RecordedStep,
    upload: { text: string; bytes: Buffer; by: string; at: Date },
  ): Promise<Recording | { problem: RecordingProblem }>;
  remove(step: RecordedStep): Promise<void>;
  /** The recording of a step if it still says `text`. */
  find(step: RecordedStep, text: string): Recording | null;
  /** All there are, outdated ones too. */
  list(): Recording[];
  byHash(hash: string): Recording | null;
  oggOf(hash: string): Promise<Buffer>;
}

/** Another process may have saved one: the folder is looked at again when it is this much older. */
const FRESH_MS = 5_000;

export function createRecordings(dir: string, nowMs: () => number = Date.now): Recordings {
  let known = new Map<string, Recording>();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let changedAtMs = 0;

  function all(): Map<string, Recording> {
    if (nowMs() - lookedAtMs < FRESH_MS) return known;
    lookedAtMs = nowMs();
    const changed = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changed !== changedAtMs) {
      changedAtMs = changed;
      known = readAll(dir);
    }
    return known;
  }
  const forget = () => {
    lookedAtMs = Number.NEGATIVE_INFINITY;
    changedAtMs = -1;
  };

  return {
    async save(step, { text, bytes, by, at }) {
      const problem = problemOf(bytes);
      if (problem !== null) return { problem };
      const hash = contentHash(bytes);
      const recording = { ...step, hash, text, seconds: readOggOpus(bytes)?.seconds ?? 0, by, at: at.toISOString() };
      await mkdir(dir, { recursive: true });
      await writeWhole(join(dir, `${hash}.ogg`), bytes);
      await writeWhole(join(dir, nameOf(step)), JSON.stringify(recording, null, 2));
      forget();
      return recording;
    },
    async remove(step) {
      await rm(join(dir, nameOf(step)), { force: true });
      forget();
    },
    find(step, text) {
      const found = all().get(nameOf(step));
      return found?.text === text ? found : null;
    },
    list: () => [...all().values()],
    byHash: (hash) => [...all().values()].find((recording) => recording.hash === hash) ?? null,
    oggOf: (hash) => readFile(join(dir, `${hash}.ogg`)),
  };
}

/** The first thing wrong with an uploaded file: it is looked into, whatever its name and type say. */
export function problemOf(bytes: Buffer): RecordingProblem | null {
  if (bytes.length > RECORDING_BYTES) return 'too-large';
  const sound = readOggOpus(bytes);
  if (!sound || sound.channels < 1 || sound.channels > 2) return 'not-ogg-opus';
  if (sound.seconds < RECORDING_SECONDS.least) return 'too-short';
  return sound.seconds > RECORDING_SECONDS.most ? 'too-long' : null;
}

/** Steps of shared blocks have a slash in their names. */
const nameOf = ({ flow, step, locale }: RecordedStep): string =>
  `${[flow, step, locale].map(encodeURIComponent).join('~')}.json`;

function readAll(dir: string): Map<string, Recording> {
  mkdirSync(dir, { recursive: true });
  const names = readdirSync(dir).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(dir, name), 'utf8')) as Recording]));
}
