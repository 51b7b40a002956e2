/** What local people record wins for as long as the step says what they read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStepVoices } from '../../src/step-voices.ts';
import { createClips } from '../../src/voice/clips.ts';
import { createRecordings, problemOf, RECORDING_BYTES } from '../../src/voice/recordings.ts';
import type { Speech } from '../../src/voice/speech.ts';
import { oggOpus } from './ogg-made.ts';

const AT = new Date('2026-11-21T02:00:00Z');
const STEP = { flow: 'viettel-money', step: 'app/publisher', locale: 'vi' };
const speech: Speech = { locales: ['vi'], version: 'quiet', say: async () => oggOpus(2) };

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tro-ly-so-recordings-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('an upload', () => {
  it.each([
    ['a sound of five seconds', oggOpus(5), null],
    ['a stereo one', oggOpus(5, { channels: 2 }), null],
    ['a picture', Buffer.from('\x89PNG'), 'not-ogg-opus'],
    ['surround sound', oggOpus(5, { channels: 6 }), 'not-ogg-opus'],
    ['a click', oggOpus(0.2), 'too-short'],
    ['a speech', oggOpus(31), 'too-long'],
    ['a film', oggOpus(5, { padding: RECORDING_BYTES }), 'too-large'],
  ])('%s → %s', (_, bytes, problem) => expect(problemOf(bytes)).toBe(problem));

  it('that is refused leaves the earlier one in place', async () => {
    const recordings = createRecordings(dir);
    await recordings.save(STEP, { text: 'Mình bấm.', bytes: oggOpus(3), by: 'Lan', at: AT });
    expect(await recordings.save(STEP, { text: 'Mình bấm.', bytes: Buffer.from('x'), by: 'Lan', at: AT })).toEqual({
      problem: 'not-ogg-opus',
    });
    expect(recordings.find(STEP, 'Mình bấm.')).toMatchObject({ by: 'Lan', seconds: 3, at: AT.toISOString() });
  });
});

describe('a recording', () => {
  it('wins over the made-up voice, rests when the words change, and counts again when they change back', async () => {
    const recordings = createRecordings(dir);
    const voices = createStepVoices({ clips: createClips({ dir: join(dir, 'clips'), speech }), recordings });
    const said = (neutral: string) => ({ ...STEP, text: 'Bác bấm.', neutral });
    expect(voices.of(said('Mình bấm.'))).toMatchObject({ isSynthetic: true, alt: 'Bác bấm.' });
    const saved = await recordings.save(STEP, { text: 'Mình bấm.', bytes: oggOpus(4), by: 'Lan', at: AT });
    const hash = 'hash' in saved ? saved.hash : '';
    expect(voices.of(said('Mình bấm.'))).toEqual({
      kind: 'voice',
      hash,
      locale: 'vi',
      isSynthetic: false,
      alt: 'Mình bấm.',
    });
    expect(voices.of(said('Mình chọn.'))).toMatchObject({ isSynthetic: true });
    expect(voices.of({ ...said('Mình bấm.'), step: 'other' })).toMatchObject({ isSynthetic: true });
    expect(recordings.list()).toHaveLength(1);
    expect(await voices.find(hash)).toMatchObject({ isSynthetic: false, text: 'Mình bấm.' });
    expect((await voices.soundOf(hash, 'ogg'))?.bytes).toEqual(oggOpus(4));
    await recordings.remove(STEP);
    expect(voices.of(said('Mình bấm.'))).toMatchObject({ isSynthetic: true });
  });

  it('saved by one process is found by another within seconds', async () => {
    let nowMs = 0;
    const other = createRecordings(dir, () => nowMs);
    expect(other.find(STEP, 'Mình bấm.')).toBeNull();
    await createRecordings(dir).save(STEP, { text: 'Mình bấm.', bytes: oggOpus(4), by: 'Lan', at: AT });
    nowMs = 6_000;
    expect(other.find(STEP, 'Mình bấm.')).toMatchObject({ by: 'Lan' });
  });

  it('is a voice even where nothing can be made up', async () => {
    const recordings = createRecordings(dir);
    const voices = createStepVoices({ clips: createClips({ dir: join(dir, 'clips'), speech: null }), recordings });
    expect(voices.speaks('km')).toBe(false);
    await recordings.save({ ...STEP, locale: 'km' }, { text: 'x', bytes: oggOpus(4), by: 'Lan', at: AT });
    expect(voices.speaks('km')).toBe(true);
    expect(voices.of({ ...STEP, text: 'y', neutral: 'y' })).toBeNull();
  });
});
