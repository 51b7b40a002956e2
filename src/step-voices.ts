/**
 * The voices of all steps: whatever a step says, read aloud – by somebody of the commune where there is a recording of
 * exactly these words, else by the made-up voice in the words the person is spoken to with. A message carries only name
 * and words; whoever sends or plays it asks here for the sound, in any process and after any restart.
 */
import type { MediaRef } from './bot/channel.ts';
import type { StepSaid, Voices } from './bot/turn.ts';
import type { Clip, Clips } from './voice/clips.ts';
import type { ReadAloud, Recordings } from './voice/recordings.ts';
import { takeIn, type UploadProblem } from './voice/take-in.ts';

export type VoiceRef = MediaRef & { kind: 'voice' };

/** A clip as a page plays it. */
export interface Playable {
  locale: string;
  text: string;
  isSynthetic: boolean;
}

export interface StepVoices {
  of(said: StepSaid): VoiceRef | null;
  /** Whether anything can be heard in a language at all. */
  speaks(locale: string): boolean;
  /** Ogg/Opus. Rejects where nothing can speak. */
  oggOf(voice: VoiceRef): Promise<Buffer>;
  /** What a name stands for; null when nobody has made or recorded it. */
  find(hash: string): Promise<Playable | null>;
  /** The sound by name: Ogg/Opus, or what players without Opus take; null when there is none. */
  soundOf(hash: string, kind: 'ogg' | 'older'): Promise<{ bytes: Buffer; mime: string } | null>;
  /** Checks, converts and keeps what somebody recorded; which step has it is for whoever asked to write down. */
  record(upload: Buffer, read: ReadAloud): Promise<{ clip: string; seconds: number } | { problem: UploadProblem }>;
}

export function createStepVoices({ clips, recordings }: { clips: Clips; recordings: Recordings }): StepVoices {
  const clipOf = async (hash: string): Promise<Clip | null> => {
    const kept = await recordings.find(hash);
    return kept ? { hash, ...kept, isSynthetic: false } : clips.find(hash);
  };
  const oggOf = (clip: Clip) => (clip.isSynthetic ? clips.oggOf(clip) : recordings.oggOf(clip.hash));

  return {
    of({ recorded, locale, text, neutral }) {
      const own = neutral === null ? undefined : recorded.find((one) => one.text === neutral);
      if (own) return { kind: 'voice', hash: own.clip, locale, isSynthetic: false, alt: own.text };
      const clip = clips.clipOf(text, locale);
      return clip && { kind: 'voice', hash: clip.hash, locale, isSynthetic: true, alt: text };
    },
    speaks: (locale) => clips.clipOf('a', locale) !== null || recordings.locales().has(locale),
    oggOf: ({ hash, locale, isSynthetic, alt }) => oggOf({ hash, locale, isSynthetic, text: alt }),
    find: clipOf,
    async soundOf(hash, kind) {
      const clip = await clipOf(hash);
      if (!clip) return null;
      if (kind === 'older') return clips.olderOf(clip, oggOf);
      return { bytes: await oggOf(clip), mime: 'audio/ogg' };
    },
    async record(upload, read) {
      const taken = await takeIn(upload);
      if ('problem' in taken) return taken;
      return { clip: await recordings.keep(taken.ogg, read), seconds: taken.seconds };
    },
  };
}

/** Who may hear: Telegram plays voices, Zalo opens a page of ours where we have an address people can reach. */
export const createVoices = (stepVoices: StepVoices, canListen: Voices['isThere']): Voices => ({
  isThere: (person) => canListen(person) && stepVoices.speaks(person.locale),
  of: stepVoices.of,
});
