/**
 * Every state of every published flow and every way out of it, on both channels, in both written languages and with
 * every kinship term, through the real pipeline: decision → words → picture and voice → the platform's own calls. What a
 * run does next depends on its step and on the kind of phone alone, so walking every way out of every such state walks
 * every path.
 */
import { describe, expect, it } from 'vitest';
import type { Button, ChannelName, InboundKind, MediaRef, OutboundMessage } from '../../src/bot/channel.ts';
import { renderTelegram, splitTelegram, TELEGRAM_LIMITS } from '../../src/bot/channels/telegram-render.ts';
import { renderZalo, splitZalo, ZALO_LIMITS } from '../../src/bot/channels/zalo-render.ts';
import { conclude, converse } from '../../src/bot/converse.ts';
import type { ActiveRun } from '../../src/bot/memory.ts';
import type { Person } from '../../src/bot/person.ts';
import { decodePress } from '../../src/bot/press.ts';
import { type Manner, showStep } from '../../src/bot/show.ts';
import { type StepSaid, Turn, type Voices, type World } from '../../src/bot/turn.ts';
import { advance, newRun } from '../../src/flows/advance.ts';
import type { Flow, FlowEvent, RunState } from '../../src/flows/flow.ts';
import { flowOf, flows } from '../../src/flows/index.ts';
import { WRITTEN_LANGUAGES } from '../../src/flows/words.ts';
import { createPictureCache } from '../../src/pictures/cache.ts';
import { createStepPictures } from '../../src/step-pictures.ts';
import { loadTexts, TERMS } from '../../src/text.ts';
import { spokenText } from '../../src/voice/spoken.ts';

const CHANNELS: readonly ChannelName[] = ['telegram', 'zalo'];
const NOW = new Date('2026-11-24T02:00:00Z');
/** Labels on buttons (CD-40); text of any message (CD-21). */
const LABEL_LIMIT = 20;
const LISTEN_URL = 'https://tls.example/nghe/0';

const texts = loadTexts();
const draw = () => Promise.reject(new Error('Nothing is drawn here.'));
const pictures = createStepPictures(flows.values(), texts, createPictureCache({ dir: '', draw }));
const KEYBOARD = { help: texts.say('vi', 'button.person'), home: texts.say('vi', 'button.menu') };
const PROMPT = texts.say('vi', 'channel.press-prompt');

/** A voice for everything, which keeps what it was asked to say. */
const voices: Voices = {
  isThere: () => true,
  of: ({ locale, text }: StepSaid): MediaRef & { kind: 'voice' } => ({
    ...{ kind: 'voice', hash: '0', locale, isSynthetic: true, alt: text },
  }),
};
const world: World = {
  ...{ now: NOW, inboundId: '2', texts, facts: {}, picture: pictures.refOf, voices },
  flows: { current: flows, of: flowOf },
  fingerprint: () => 'f'.repeat(64),
};

// ── the states of a flow ───────────────────────────────────────────────────────────────────────────────────────────

interface Way {
  event: FlowEvent;
  /** The state it leads to; null when the run has ended. */
  to: string | null;
}
interface Place {
  state: RunState;
  ways: Way[];
}

/** Everything a person can make happen at a state, besides asking for the same step again. */
function eventsAt(flow: Flow, state: RunState): FlowEvent[] {
  const step = state.step === null ? undefined : flow.steps[state.step];
  switch (step?.kind) {
    case undefined:
      return [];
    case 'choose':
      return Object.keys(step.options).map((option) => ({ type: 'chose', option }));
    case 'branch-phone':
      return ['android', 'iphone', 'other'].map((option) => ({ type: 'chose', option }));
    case 'check':
      return [{ type: 'forward' }, { type: 'unseen' }];
    case 'ask':
      return [{ type: 'forward' }, { type: 'answered', value: 'given' }];
    default:
      return [{ type: 'forward' }];
  }
}

const nameOf = ({ step, phone }: RunState): string | null => (step === null ? null : `${step} ${phone ?? '?'}`);

/** All states of a flow, found from its beginning by every way out of each. */
function placesOf(flow: Flow): Map<string, Place> {
  const places = new Map<string, Place>();
  const open = [advance(flow, newRun(flow), { type: 'started' }).state];
  for (let state = open.pop(); state; state = open.pop()) {
    const here = nameOf(state);
    if (here === null || places.has(here)) continue;
    const ways = eventsAt(flow, state).map((event) => {
      const next = advance(flow, state, event).state;
      open.push(next);
      return { event, to: nameOf(next) };
    });
    places.set(here, { state, ways });
  }
  return places;
}

const PLACES = new Map([...flows.values()].map((flow) => [flow.id, placesOf(flow)]));
const placesIn = (flow: Flow): Map<string, Place> => PLACES.get(flow.id) ?? new Map();

// ── a person at a state ────────────────────────────────────────────────────────────────────────────────────────────

interface Reader {
  channel: ChannelName;
  locale: string;
  term: (typeof TERMS)[number];
  hears?: boolean;
}

const personAt = ({ channel, locale, term, hears }: Reader, run?: ActiveRun): Person => ({
  ...{ id: '7', channel, externalId: '4242', simulated: false, locale, term, callName: 'Sáu', areaCode: null },
  ...{ seenAt: NOW, leftAt: null, mutedAt: null, paceAt: null, memberships: [], liveButtons: null },
  memory: { ...(run && { run }), ...(hears && { voice: true as const }) },
});

const runAt = (state: RunState): ActiveRun => ({
  ...{ id: '1', state: structuredClone(state), lastAt: NOW.toISOString(), startedBy: 'self' },
  draft: { stall: 'Sạp rau Cô Ba' },
});

/** What somebody who stands at a state is shown there. */
function shownAt(flow: Flow, state: RunState, reader: Reader, manner: Manner = 'first'): OutboundMessage[] {
  const run = runAt(state);
  const turn = new Turn(personAt(reader, run), world);
  if (state.step !== null) showStep(turn, run, flow, state.step, manner);
  return turn.messages.map(({ message }) => message);
}

/** One press through the whole decision. */
function press(state: RunState, reader: Reader, data: string): Turn {
  const event = {
    ...{ key: 'k', from: { channel: reader.channel, externalId: '4242' }, occurredAt: NOW, messageId: '9' },
    what: { kind: 'press', data, callbackId: 'c', messageId: '9' } satisfies InboundKind,
  };
  const turn = converse(personAt(reader, runAt(state)), event, world);
  conclude(turn, event);
  return turn;
}

const buttonsOf = (message: OutboundMessage): Button[] => ('buttons' in message ? (message.buttons ?? []) : []);

// ── what must hold for every message ───────────────────────────────────────────────────────────────────────────────

/** Unfilled placeholders, names of texts instead of texts, values that are none, the mark of a kinship word. */
const LEFTOVER = /[{}]|\bundefined\b|\bnull\b|\bNaN\b|\[object|^(flows|blocks|common)?[/\w-]*:?[\w-]+(\.[\w-]+)+$/u;
/** A kinship word in small letters where a sentence begins. */
const SMALL = new RegExp(`(^|[.!?…]\\s+|\\n|👉 |• )(${[...TERMS, 'con', 'em', 'mình'].join('|')})(?![\\p{L}])`, 'u');
/** A capital where a sentence goes on. */
const LARGE = new RegExp(
  `[\\p{Ll},] (${TERMS.map((term) => term[0]?.toUpperCase() + term.slice(1)).join('|')})(?![\\p{L}])`,
  'u',
);

function wordsOf(message: OutboundMessage): string[] {
  const labels = buttonsOf(message).map(({ label }) => label);
  if (message.kind === 'text') return [message.text, ...labels];
  if (message.kind === 'picture') return [message.caption, message.media.alt, ...labels];
  if (message.kind === 'voice') return [message.caption, message.listen, message.media.alt, ...labels];
  throw new Error(`A step is no ${message.kind}.`);
}

/** Everything wrong with one message, for one reader; nothing when it may go out. */
function faultsOf(message: OutboundMessage, { channel, locale }: Reader): string[] {
  const faults = wordsOf(message).flatMap((words) => [
    ...(words.trim() === '' ? ['empty words'] : []),
    ...(LEFTOVER.test(words) ? [`left over in "${words}"`] : []),
    ...(locale === 'vi' && SMALL.test(words) ? [`small letter: "${words}"`] : []),
    ...(locale === 'vi' && message.kind !== 'picture' && LARGE.test(words) ? [`capital: "${words}"`] : []),
    ...(words.normalize('NFC') === words ? [] : [`not composed: "${words}"`]),
  ]);
  for (const { label } of buttonsOf(message)) if ([...label].length > LABEL_LIMIT) faults.push(`label "${label}"`);
  try {
    for (const part of channel === 'telegram' ? splitTelegram(message) : splitZalo(message, PROMPT)) {
      if (channel === 'telegram') renderTelegram('4242', part, { keyboard: KEYBOARD, file: 'file-1' });
      else renderZalo('4242', part, { taps: 'hidden', handle: { token: 't' }, listenUrl: LISTEN_URL });
    }
  } catch (error) {
    faults.push((error as Error).message);
  }
  return faults;
}

/** Each with the state it was found at, so that a failure says where to look. */
type Found = Record<string, string[]>;

function expectNone(found: Found): void {
  expect(Object.fromEntries(Object.entries(found).filter(([, faults]) => faults.length > 0))).toEqual({});
}

const READERS: Reader[] = CHANNELS.flatMap((channel) =>
  WRITTEN_LANGUAGES.flatMap((locale) => TERMS.map((term): Reader => ({ channel, locale, term }))),
);
const ONE_TERM = READERS.filter(({ term }) => term === 'bác');
const say = ({ channel, locale, term }: Reader) => `${channel} ${locale} ${term}`;

// ── the proof ──────────────────────────────────────────────────────────────────────────────────────────────────────

describe.each([...flows.values()])('$id', (flow) => {
  const places = placesIn(flow);

  it('reaches an end from everywhere, and by first buttons alone', () => {
    const ending = new Set(
      [...places].filter(([, { ways }]) => ways.some(({ to }) => to === null)).map(([name]) => name),
    );
    for (let grown = true; grown; ) {
      const more = [...places].filter(
        ([name, { ways }]) => !ending.has(name) && ways.some(({ to }) => to && ending.has(to)),
      );
      for (const [name] of more) ending.add(name);
      grown = more.length > 0;
    }
    expect([...places.keys()].filter((name) => !ending.has(name))).toEqual([]);
    for (const { state } of places.values()) {
      let at = state;
      for (let presses = 0; at.step !== null && presses <= places.size; presses += 1)
        at = advance(flow, at, { type: 'forward' }).state;
      expect(at.step, `first buttons from ${nameOf(state)}`).toBeNull();
    }
  });

  it('has no step that nobody can get to', () => {
    const shown = new Set([...places.values()].map(({ state }) => state.step));
    const passing = new Set(['finish', 'milestone', 'draw-code', 'branch-phone']); // the phone is asked once
    const unseen = Object.entries(flow.steps).filter(([id, { kind }]) => !passing.has(kind) && !shown.has(id));
    expect(unseen.map(([id]) => id)).toEqual([]);
  });

  it('says every step rightly to everybody', () => {
    const found: Found = {};
    for (const [name, { state }] of places) {
      for (const reader of READERS) {
        const messages = shownAt(flow, state, reader);
        const faults = messages.flatMap((message) => faultsOf(message, reader));
        if (messages.filter((message) => buttonsOf(message).length > 0).length !== 1) faults.push('not one keyboard');
        if (buttonsOf(messages.at(-1) as OutboundMessage).length === 0) faults.push('buttons not at the bottom');
        if (faults.length > 0) found[`${name} ${say(reader)}`] = faults;
      }
    }
    expectNone(found);
  });

  it('says it rightly again, larger, otherwise, after a while and at the end', () => {
    const found: Found = {};
    for (const [name, { state }] of places) {
      for (const reader of ONE_TERM) {
        for (const manner of ['again', 'unclear', 'larger', 'recap'] as const)
          found[`${name} ${manner} ${say(reader)}`] = shownAt(flow, state, reader, manner).flatMap((message) =>
            faultsOf(message, reader),
          );
        for (const differs of [1, 2, 3])
          found[`${name} variant ${differs} ${say(reader)}`] = shownAt(
            flow,
            { ...state, differs },
            reader,
            'variant',
          ).flatMap((message) => faultsOf(message, reader));
      }
    }
    for (const [id, step] of Object.entries(flow.steps)) {
      if (step.kind !== 'finish') continue;
      for (const reader of READERS)
        found[`${id} ${say(reader)}`] = shownAt(flow, { ...newRun(flow), step: id }, reader).flatMap((message) =>
          faultsOf(message, reader),
        );
    }
    expectNone(found);
  });

  it('shows the promised picture, with words for whoever cannot see it', () => {
    for (const { state } of places.values()) {
      const step = state.step === null ? undefined : flow.steps[state.step];
      for (const reader of ONE_TERM) {
        const picture = shownAt(flow, state, reader).find(({ kind }) => kind === 'picture');
        expect(picture !== undefined, `${state.step}`).toBe(step?.picture !== undefined);
        if (step?.kind === 'do') expect(picture, `${state.step} is an action and has no picture`).toBeDefined();
        if (picture?.kind === 'picture') expect(picture.media.alt.length).toBeGreaterThan(10);
      }
    }
  });

  it('reads every step aloud to whoever wants that, with the buttons below the voice', () => {
    const found: Found = {};
    for (const [name, { state }] of places) {
      for (const plain of ONE_TERM) {
        const reader = { ...plain, hears: true };
        const messages = shownAt(flow, state, reader);
        const voice = messages.at(-1);
        const faults = messages.flatMap((message) => faultsOf(message, reader));
        if (voice?.kind !== 'voice') faults.push('no voice at the bottom');
        else if (spokenText(voice.media.alt, reader.locale) === '') faults.push('nothing is said');
        else if (/Bước \d|Step \d/.test(voice.media.alt)) faults.push('the counter is for the eye');
        if (messages.filter((message) => buttonsOf(message).length > 0).length !== 1) faults.push('not one keyboard');
        found[`${name} ${say(reader)}`] = faults;
      }
    }
    expectNone(found);
  });

  it.each(ONE_TERM)('every button does what it says, on $channel in $locale', (reader) => {
    const found: Found = {};
    for (const [name, { state, ways }] of places) {
      const faults: string[] = [];
      const buttons = shownAt(flow, state, reader).flatMap(buttonsOf);
      const asked = flow.steps[state.step ?? '']?.kind === 'ask';
      const reached = new Set<string | null>();
      const acts = new Set<string>();
      for (const [index, { data }] of buttons.entries()) {
        const turn = press(state, reader, data);
        const act = decodePress(data);
        if (act?.scope === 'run') acts.add(act.act);
        const now = turn.memory.run ? nameOf(turn.memory.run.state) : null;
        const moved = turn.memory.run?.state.seq !== state.seq;
        if (moved) reached.add(now);
        if (index === 0 && !moved) faults.push(`the first button "${data}" leads nowhere`);
        const told = turn.messages.map(({ message }) => message);
        if (told.length === 0 && !turn.effects.some(({ type }) => type === 'open-help'))
          faults.push(`"${data}": silence`);
        faults.push(
          ...told.flatMap((message) => (message.kind === 'request-contact' ? [] : faultsOf(message, reader))),
        );
        if (act?.scope === 'run' && act.act === 'more')
          for (const { data: inner } of told.flatMap(buttonsOf)) {
            const more = decodePress(inner);
            if (more?.scope === 'run') acts.add(more.act);
            if (more?.scope === 'general') acts.add(more.word);
          }
      }
      for (const { event, to } of ways)
        if (!reached.has(to) && !(asked && event.type === 'answered')) faults.push(`no button leads to ${to}`);
      for (const needed of ['person', 'later', 'again']) if (!acts.has(needed)) faults.push(`no way to "${needed}"`);
      const again = press(
        state,
        reader,
        buttons.find(({ data }) => /^r\.\w+\.\w+\.again$/.test(data))?.data ?? 'g.keep',
      );
      const behind = new Set(
        again.messages.flatMap(({ message }) => buttonsOf(message)).map(({ data }) => data.split('.')[3]),
      );
      if (!acts.has('back') && !behind.has('back') && !behind.has('more')) faults.push('no way back');
      found[name] = faults;
    }
    expectNone(found);
  });
});

it.each([
  ['a kinship word in small letters', 'bác bấm “Tiếp”. Rồi chờ.'],
  ['one behind a full stop', 'Xong rồi. bác chờ nha.'],
  ['a capital inside a sentence', 'Con chào Bác nha.'],
  ['a placeholder', 'Bác bấm {nut}.'],
  ['the name of a text', 'flows/momo:steps.open.do'],
  ['a value that is none', 'Bước undefined/7'],
  ['no words', ' '],
  ['words no platform takes', 'a'.repeat(5000).replaceAll('aaaaaaaaaa', 'aaaaaaaaa ')],
  ['accents that are not composed', 'Bác bấm nút.'.normalize('NFD')],
])('would find %s', (_, text) => {
  const reader: Reader = { channel: 'telegram', locale: 'vi', term: 'bác' };
  const message: OutboundMessage = text.length > 4096 ? { kind: 'voice', ...voiceOf(text) } : { kind: 'text', text };
  expect(faultsOf(message, reader)).not.toEqual([]);
});

const voiceOf = (caption: string) => ({
  ...{
    caption,
    listen: 'Nghe',
    media: { kind: 'voice', hash: '0', locale: 'vi', isSynthetic: true, alt: 'a' } as const,
  },
});

it('would find a label that is cut on small phones', () => {
  const reader: Reader = { channel: 'zalo', locale: 'vi', term: 'bác' };
  const buttons = [{ label: 'Một nhãn dài hơn hai mươi chữ', data: 'g.menu' }];
  expect(faultsOf({ kind: 'text', text: 'Bác bấm.', buttons }, reader)).not.toEqual([]);
});

it('walks what it says it walks', () => {
  const places = [...PLACES.values()].flatMap((all) => [...all.values()]);
  expect(PLACES.size).toBe(flows.size);
  expect(places.length).toBeGreaterThan(flows.size * 10);
  expect(TELEGRAM_LIMITS.canPlayVoice).toBe(true);
  expect(ZALO_LIMITS.canPlayVoice).toBe(false);
});
