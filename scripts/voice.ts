/**
 * Makes the voice of every step ahead of time, so that nobody waits for it: `npm run voice [-- --term bác,cô] [--flow
 * <id>] [--locale vi]`. What has been made before is not made again, recordings of the commune are left alone. Without
 * this everything works too: a clip that is missing is made in some 0.2 s when its message is sent.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Person } from '../src/bot/person.ts';
import { showStep } from '../src/bot/show.ts';
import { Turn, type World } from '../src/bot/turn.ts';
import { environment, readConfig } from '../src/config.ts';
import { newRun } from '../src/flows/advance.ts';
import type { Flow } from '../src/flows/flow.ts';
import { flowOf, flows } from '../src/flows/index.ts';
import { createStepVoices, createVoices, type VoiceRef } from '../src/step-voices.ts';
import { loadTexts, TERMS } from '../src/text.ts';
import { createClips } from '../src/voice/clips.ts';
import { createRecordings } from '../src/voice/recordings.ts';
import { createSpeech } from '../src/voice/speech.ts';

const { values } = parseArgs({
  options: { term: { type: 'string' }, flow: { type: 'string' }, locale: { type: 'string', default: 'vi' } },
});
const terms = values.term?.split(',') ?? ['bác'];
const unknown = terms.filter((term) => !TERMS.some((known) => known === term));
const chosen = values.flow === undefined ? [...flows.values()] : [flows.get(values.flow)];
if (unknown.length > 0 || chosen.includes(undefined)) {
  console.error(`Usage: npm run voice [-- --term ${TERMS.join(',')}] [--flow <id>] [--locale vi|en]`);
  process.exit(2);
}
const speech = createSpeech();
if (!speech) {
  console.error('No voice: install espeak-ng and opus-tools (Debian: apt install espeak-ng opus-tools).');
  process.exit(1);
}

const folder = join(readConfig(environment()).dataDir, 'voice');
const stepVoices = createStepVoices({
  clips: createClips({ dir: join(folder, 'clips'), speech, onError: (error) => console.error(error) }),
  recordings: createRecordings(join(folder, 'recordings')),
});
const texts = loadTexts();

/** Every voice a person called `term` can be sent in a flow, in the words the messages themselves have. */
function voicesOf(flow: Flow, term: string): VoiceRef[] {
  const world: World = {
    now: new Date(),
    inboundId: '1',
    texts,
    flows: { current: flows, of: flowOf },
    facts: {},
    picture: () => null,
    voices: createVoices(stepVoices, () => true),
    fingerprint: () => '',
  };
  return Object.keys(flow.steps).flatMap((step) => {
    const turn = new Turn(personCalled(term), world);
    const state = { ...newRun(flow), step };
    showStep(turn, { id: '1', state, lastAt: world.now.toISOString(), startedBy: 'self' }, flow, step, 'first');
    return turn.messages.flatMap(({ message }) =>
      message.kind === 'voice' && message.media.kind === 'voice' ? [message.media] : [],
    );
  });
}

const personCalled = (term: string): Person => ({
  ...{ id: '1', channel: 'telegram', externalId: '1', simulated: false, locale: values.locale, term, callName: null },
  ...{ areaCode: null, memory: { voice: true }, seenAt: new Date(), leftAt: null, mutedAt: null, paceAt: null },
  ...{ memberships: [], liveButtons: null },
});

const wanted = new Map<string, VoiceRef>();
for (const flow of chosen) {
  for (const term of terms) for (const voice of flow ? voicesOf(flow, term) : []) wanted.set(voice.hash, voice);
}
const began = performance.now();
let [bytes, recorded] = [0, 0];
const queue = [...wanted.values()];
const work = async () => {
  for (let voice = queue.shift(); voice; voice = queue.shift()) {
    const ogg = await stepVoices.oggOf(voice);
    bytes += ogg.length;
    recorded += voice.isSynthetic ? 0 : 1;
  }
};
await Promise.all([work(), work()]);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `${wanted.size} voices (${recorded} recorded here, the rest made up), ${Math.round(bytes / 1024)} KB, ${seconds} s, in ${folder}`,
);
