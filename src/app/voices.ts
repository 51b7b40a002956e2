/** What can be heard: recordings of the commune and made-up voices, and by whom. */
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { Voices } from '../bot/turn.ts';
import type { Config } from '../config.ts';
import { createStepVoices, createVoices, type StepVoices } from '../step-voices.ts';
import { createClips } from '../voice/clips.ts';
import { createRecordings } from '../voice/recordings.ts';
import { createSpeech, type Speech } from '../voice/speech.ts';

/** Both live side by side below DATA_DIR; several processes may share the folder. */
export function openVoices(
  { dataDir }: Pick<Config, 'dataDir'>,
  log: FastifyBaseLogger,
  speech: Speech | null = createSpeech(),
): StepVoices {
  const folder = join(dataDir, 'voice');
  if (!speech)
    log.info('No made-up voice: espeak-ng or opus-tools is not installed. Steps are read aloud by recordings only.');
  const onError = (err: unknown) => log.warn({ err }, 'keeping a voice clip');
  return createStepVoices({
    clips: createClips({ dir: join(folder, 'clips'), speech, onError }),
    recordings: createRecordings(join(folder, 'recordings')),
  });
}

/** Zalo plays no voices, it opens a page of ours: possible only under an address of our own. */
export function voicesFor({ publicUrl }: Pick<Config, 'publicUrl'>, stepVoices: StepVoices): Voices {
  const hasPages = publicUrl?.startsWith('https://') ?? false;
  return createVoices(stepVoices, (person) => person.channel === 'telegram' || person.simulated || hasPages);
}
