/** What local people record is kept by what it is, and wins for as long as the step says what they read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recorded } from '../../src/flows/flow.ts';
import { createStepVoices } from '../../src/step-voices.ts';
import { createClips } from '../../src/voice/clips.ts';
import { createRecordings } from '../../src/voice/recordings.ts';
import type { Speech } from '../../src/voice/speech.ts';
import { oggOpus } from './ogg-made.ts';

const READ = { locale: 'vi', text: 'Mình bấm.' };
const speech: Speech = { locales: ['vi'], version: 'quiet', say: async () => oggOpus(2) };

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tro-ly-so-recordings-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const voicesOver = (recordings = createRecordings(dir), spoken: Speech | null = speech) =>
  createStepVoices({ clips: createClips({ dir: join(dir, 'clips'), speech: spoken }), recordings });
const recorded = (clip: string, text = READ.text): Recorded => ({
  ...{ clip, text, seconds: 4, by: 'Lan', on: '2026-11-21' },
});

describe('a recording', () => {
  it('wins over the made-up voice, rests when the words change, and counts again when they change back', async () => {
    const recordings = createRecordings(dir);
    const voices = voicesOver(recordings);
    const clip = await recordings.keep(oggOpus(4), READ);
    const said = (neutral: string | null, all = [recorded('0'.repeat(32), 'Mình mở.'), recorded(clip)]) =>
      voices.of({ recorded: all, locale: 'vi', text: 'Bác bấm.', neutral });
    const own = { kind: 'voice', hash: clip, locale: 'vi', isSynthetic: false, alt: 'Mình bấm.' };
    expect(said('Mình bấm.', [])).toMatchObject({ isSynthetic: true, alt: 'Bác bấm.' });
    expect(said('Mình bấm.')).toEqual(own);
    expect(said('Mình chọn.')).toMatchObject({ isSynthetic: true });
    expect(said(null)).toMatchObject({ isSynthetic: true });
    expect(said('Mình bấm.')).toEqual(own);
    expect(await voices.find(clip)).toMatchObject({ isSynthetic: false, text: 'Mình bấm.', locale: 'vi' });
    expect((await voices.soundOf(clip, 'ogg'))?.bytes).toEqual(oggOpus(4));
  });

  it('is never overwritten: the same sound of other words, or other sound of the same words, has another name', async () => {
    const recordings = createRecordings(dir);
    const names = [
      await recordings.keep(oggOpus(4), READ),
      await recordings.keep(oggOpus(5), READ),
      await recordings.keep(oggOpus(4), { ...READ, text: 'Mình chọn.' }),
    ];
    expect(new Set(names).size).toBe(3);
    expect(await recordings.keep(oggOpus(4), READ)).toBe(names[0]);
    expect(await recordings.find(names[0] ?? '')).toEqual(READ);
    expect(await recordings.find('0'.repeat(32))).toBeNull();
  });

  it('kept by one process is a voice in another within seconds, even where nothing can be made up', async () => {
    let nowMs = 0;
    const other = createRecordings(dir, () => nowMs);
    const voices = voicesOver(other, null);
    expect(voices.speaks('km')).toBe(false);
    const clip = await createRecordings(dir).keep(oggOpus(4), { locale: 'km', text: 'x' });
    nowMs = 6_000;
    expect(voices.speaks('km')).toBe(true);
    expect(voices.speaks('vi')).toBe(false);
    expect((await voices.soundOf(clip, 'ogg'))?.bytes).toEqual(oggOpus(4));
    expect(voices.of({ recorded: [], locale: 'km', text: 'y', neutral: 'y' })).toBeNull();
  });
});

describe('an upload', () => {
  it('that is refused is not kept', async () => {
    const voices = voicesOver();
    expect(await voices.record(Buffer.from('x'), READ)).toEqual({ problem: 'not-sound' });
    expect(createRecordings(dir).locales().size).toBe(0);
  });
});
