/**
 * The voices of all steps: whatever a step says, read aloud – by somebody of the commune where there is a recording of
 * exactly these words, else by the made-up voice in the words the person is spoken to with. A message carries only name
 * and words; whoever sends or plays it asks here for the sound, in any process and after any restart.
 */
import type { MediaRef } from './bot/channel.ts';
import type { StepSaid, Voices } from './bot/turn.ts';
import type { Clip, Clips } from './voice/clips.ts';
import type { Recordings } from './voice/recordings.ts';

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
}

export function createStepVoices({ clips, recordings }: { clips: Clips; recordings: Recordings }): StepVoices {
  const clipOf = (hash: string): Promise<Clip | null> => {
    const recording = recordings.byHash(hash);
    if (!recording) return clips.find(hash);
    return Promise.resolve({ hash, locale: recording.locale, text: recording.text, isSynthetic: false });
  };
  const oggOf = (clip: Clip) => (clip.isSynthetic ? clips.oggOf(clip) : recordings.oggOf(clip.hash));

  return {
    of({ flow, step, locale, text, neutral }) {
      const recording = neutral === null ? null : recordings.find({ flow, step, locale }, neutral);
      if (recording) return { kind: 'voice', hash: recording.hash, locale, isSynthetic: false, alt: recording.text };
      const clip = clips.clipOf(text, locale);
      return clip && { kind: 'voice', hash: clip.hash, locale, isSynthetic: true, alt: text };
    },
    speaks: (locale) => clips.clipOf('a', locale) !== null || recordings.list().some((one) => one.locale === locale),
    oggOf: ({ hash, locale, isSynthetic, alt }) => oggOf({ hash, locale, isSynthetic, text: alt }),
    find: clipOf,
    async soundOf(hash, kind) {
      const clip = await clipOf(hash);
      if (!clip) return null;
      if (kind === 'older') return clips.olderOf(clip, oggOf);
      return { bytes: await oggOf(clip), mime: 'audio/ogg' };
    },
  };
}

/** Who may hear: Telegram plays voices, Zalo opens a page of ours where we have an address people can reach. */
export const createVoices = (stepVoices: StepVoices, canListen: Voices['isThere']): Voices => ({
  isThere: (person) => canListen(person) && stepVoices.speaks(person.locale),
  of: stepVoices.of,
});
