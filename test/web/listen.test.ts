/** The page that plays a step: on any phone, without a script, and nothing for whoever guesses. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStepVoices, type StepVoices } from '../../src/step-voices.ts';
import { loadTexts } from '../../src/text.ts';
import { createClips } from '../../src/voice/clips.ts';
import { createRecordings } from '../../src/voice/recordings.ts';
import { listen } from '../../src/web/listen.tsx';
import { oggOpus } from '../voice/ogg-made.ts';

const texts = loadTexts();
let dir: string;
let app: FastifyInstance;
let voices: StepVoices;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tro-ly-so-listen-'));
  const speech = { locales: ['vi'], version: 'quiet', say: async () => oggOpus(4) };
  voices = createStepVoices({
    clips: createClips({ dir, speech }),
    recordings: createRecordings(join(dir, 'recordings')),
  });
  app = fastify();
  await app.register(listen, { texts, find: voices.find, soundOf: voices.soundOf });
});
afterEach(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

async function made(text: string): Promise<string> {
  const voice = voices.of({ recorded: [], locale: 'vi', text, neutral: null });
  if (!voice) throw new Error('There should be a voice.');
  await voices.oggOf(voice);
  return voice.hash;
}

it('shows a player, both sounds, the same words, and says that a machine speaks', async () => {
  const hash = await made('Bác bấm “Đăng ký” <b>.\nRồi chờ.');
  const { statusCode, body, headers } = await app.inject(`/nghe/${hash}`);
  expect(statusCode).toBe(200);
  expect(body).toContain('<audio controls');
  expect(body).toContain(`<source src="/nghe/${hash}.ogg" type="audio/ogg; codecs=opus"/>`);
  expect(body).toContain(`<source src="/nghe/${hash}.mp3"/>`);
  expect(body).toContain('<p>Bác bấm “Đăng ký” &lt;b>.</p><p>Rồi chờ.</p>');
  expect(body).toContain(texts.say('vi', 'listen.made-up'));
  expect(body).not.toContain('<script');
  expect(headers['content-security-policy']).toContain("media-src 'self'");
  expect(headers['x-robots-tag']).toBe('noindex');
});

it('plays from the beginning and from the middle, as Safari asks', async () => {
  const hash = await made('Bác bấm.');
  const whole = await app.inject(`/nghe/${hash}.ogg`);
  expect(whole.headers['content-type']).toBe('audio/ogg');
  expect(whole.rawPayload).toEqual(oggOpus(4));
  const part = await app.inject({ url: `/nghe/${hash}.ogg`, headers: { range: 'bytes=0-1' } });
  expect(part.statusCode).toBe(206);
  expect(part.headers['content-range']).toBe(`bytes 0-1/${oggOpus(4).length}`);
  expect(part.rawPayload.toString()).toBe('Og');
  const tail = await app.inject({ url: `/nghe/${hash}.ogg`, headers: { range: 'bytes=-3' } });
  expect(tail.rawPayload).toEqual(oggOpus(4).subarray(-3));
  const odd = await app.inject({ url: `/nghe/${hash}.ogg`, headers: { range: 'bytes=9999999-' } });
  expect(odd.statusCode).toBe(200);
});

it.each(['0'.repeat(32), '../../etc/passwd', 'x', `${'a'.repeat(32)}.json`])('has nothing under %s', async (name) => {
  expect((await app.inject(`/nghe/${encodeURIComponent(name)}`)).statusCode).toBe(404);
  expect((await app.inject(`/nghe/${encodeURIComponent(name)}.ogg`)).statusCode).toBe(404);
});
