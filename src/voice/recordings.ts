/**
 * Sounds that people of the commune recorded, kept in a folder by what they are: nothing is ever overwritten, so that a
 * step may go back to an earlier recording. Which recording a step has is content (`Step.recorded`): drafted, published
 * and taken back like its words.
 */
import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, writeWhole } from './clips.ts';

/** What was read aloud, and in which language. */
export interface ReadAloud {
  locale: string;
  /** As the step says it to nobody in particular ("mình"). */
  text: string;
}

export interface Recordings {
  /** Keeps a sound already checked (`takeIn`) and answers its name. The same sound of the same words has one name. */
  keep(ogg: Buffer, read: ReadAloud): Promise<string>;
  /** What a name stands for; null when it was not recorded here. */
  find(clip: string): Promise<ReadAloud | null>;
  /** Ogg/Opus. Rejects when there is no such recording. */
  oggOf(clip: string): Promise<Buffer>;
  /** Languages in which anything has been recorded. */
  locales(): ReadonlySet<string>;
}

/** Another process may have kept one: the folder is looked at again after this. */
const FRESH_MS = 5_000;

export function createRecordings(dir: string, nowMs: () => number = Date.now): Recordings {
  let known: ReadonlySet<string> = new Set();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let changedAtMs = 0;

  return {
    async keep(ogg, { locale, text }) {
      const clip = contentHash(ogg, locale, text);
      await mkdir(dir, { recursive: true });
      await writeWhole(join(dir, `${clip}.ogg`), ogg);
      await writeWhole(join(dir, `${clip}.json`), JSON.stringify({ locale, text }));
      await writeWhole(join(dir, `${locale}${LANGUAGE}`), '');
      lookedAtMs = Number.NEGATIVE_INFINITY;
      return clip;
    },
    async find(clip) {
      const kept = await readFile(join(dir, `${clip}.json`), 'utf8').catch(() => null);
      return kept === null ? null : (JSON.parse(kept) as ReadAloud);
    },
    oggOf: (clip) => readFile(join(dir, `${clip}.ogg`)),
    locales() {
      if (nowMs() - lookedAtMs < FRESH_MS) return known;
      lookedAtMs = nowMs();
      const changed = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (changed === changedAtMs) return known;
      changedAtMs = changed;
      known = new Set(
        readdirSync(dir)
          .filter((name) => name.endsWith(LANGUAGE))
          .map((name) => name.slice(0, -LANGUAGE.length)),
      );
      return known;
    },
  };
}

/** An empty file says that a language has recordings: asked at every step, it must not cost a look at all of them. */
const LANGUAGE = '.language';
