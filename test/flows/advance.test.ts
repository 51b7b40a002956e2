import { describe, expect, it } from 'vitest';
import { advance, forwardOf, moveRun, newRun } from '../../src/flows/advance.ts';
import type { Flow, FlowEvent, RunState, Step, StepMap } from '../../src/flows/flow.ts';
import { madeFlow } from './made-flow.ts';

const flowOf = (steps: Record<string, Step>, rest: Partial<Flow> = {}): Flow => madeFlow('wallet', steps, rest);

const wallet = flowOf({
  ready: { kind: 'choose', options: { enough: 'phone', missing: 'office' } },
  phone: { kind: 'branch-phone', android: 'play', iphone: 'store', other: 'play' },
  play: { kind: 'do', next: 'bank' },
  store: { kind: 'do', next: 'bank' },
  bank: { kind: 'ask', accept: 'bank', next: 'draw', skip: 'seen' },
  draw: { kind: 'draw-code', next: 'seen' },
  seen: { kind: 'check', seen: 'reward', unseen: 'play' },
  reward: { kind: 'milestone', flow: 'app', version: 3, outcome: 'completed', next: 'again' },
  again: { kind: 'branch-phone', android: 'done', iphone: 'done', other: 'done' },
  office: { kind: 'office', office: 'commune-police', next: 'referred' },
  done: { kind: 'finish', outcome: 'completed' },
  referred: { kind: 'finish', outcome: 'referred' },
});

const start: FlowEvent = { type: 'started' };
const forward: FlowEvent = { type: 'forward' };
const chose = (option: string): FlowEvent => ({ type: 'chose', option });

const walk = (...events: FlowEvent[]) =>
  events.reduce<ReturnType<typeof advance>>((at, event) => advance(wallet, at.state, event), {
    state: newRun(wallet),
    effects: [],
  });

describe('advance', () => {
  it('shows the first step when it starts', () => {
    const { state, effects } = walk(start);
    expect(state).toMatchObject({ step: 'ready', path: [], seq: 1 });
    expect(effects).toEqual([{ type: 'show', step: 'ready', how: 'first' }]);
  });

  it('takes the first option when the first button of a choice is pressed, and remembers it like a choice', () => {
    expect(walk(start, forward)).toEqual(walk(start, chose('enough')));
    expect(walk(start, forward).state.answers).toEqual({ ready: 'enough' });
  });

  it('asks for the phone once and goes through the next such question by itself', () => {
    const asked = walk(start, chose('enough'), chose('iphone'));
    expect(asked.state).toMatchObject({ step: 'store', phone: 'iphone' });
    const { state, effects } = walk(start, chose('enough'), chose('iphone'), forward, forward, forward);
    expect(state.step).toBeNull();
    expect(effects.map(({ type }) => type)).toEqual(['record', 'show', 'record', 'ended']);
  });

  it('records a milestone of another flow with its version on the way', () => {
    const { effects } = walk(start, forward, chose('android'), forward, forward, forward);
    expect(effects).toEqual([
      { type: 'record', flowId: 'app', version: 3, outcome: 'completed' },
      { type: 'show', step: 'done', how: 'first' },
      { type: 'record', flowId: 'wallet', version: 1, outcome: 'completed' },
      { type: 'ended', outcome: 'completed' },
    ]);
  });

  it('draws the code between the answer and the next step, and leaves it out when the question is skipped', () => {
    const asked = [start, forward, chose('android'), forward];
    expect(walk(...asked, { type: 'answered', value: 'given' }).effects).toEqual([
      { type: 'draw-code', step: 'draw' },
      { type: 'show', step: 'seen', how: 'first' },
    ]);
    expect(walk(...asked, forward).effects).toEqual([{ type: 'show', step: 'seen', how: 'first' }]);
  });

  it('goes back along the steps that were shown, and stays where there is nothing behind', () => {
    const { state, effects } = walk(start, chose('missing'), { type: 'back' });
    expect(state).toMatchObject({ step: 'ready', path: [], seq: 3 });
    expect(effects).toEqual([{ type: 'show', step: 'ready', how: 'first' }]);
    expect(walk(start, { type: 'back' }).effects).toEqual([{ type: 'show', step: 'ready', how: 'again' }]);
  });

  it('takes "not yet" at a control question as its own way, and anywhere else as not understood', () => {
    const atCheck = [start, forward, chose('android'), forward, forward];
    expect(walk(...atCheck, { type: 'unseen' }).state.step).toBe('play');
    expect(walk(start, { type: 'unseen' }).effects).toEqual([{ type: 'show', step: 'ready', how: 'unclear' }]);
  });

  it('climbs the ladder: in other words, larger, a person, then only a reminder; a move starts it anew', () => {
    const missed: FlowEvent = { type: 'missed' };
    const rungs = [1, 2, 3, 4, 5].map((times) => walk(start, ...Array<FlowEvent>(times).fill(missed)).effects[0]);
    expect(rungs).toEqual([
      { type: 'show', step: 'ready', how: 'unclear' },
      { type: 'show', step: 'ready', how: 'larger' },
      { type: 'offer-person', rung: 3 },
      { type: 'offer-person', rung: 4 },
      { type: 'offer-person', rung: 4 },
    ]);
    expect(walk(start, missed, missed, forward, missed).effects).toEqual([
      { type: 'show', step: 'phone', how: 'unclear' },
    ]);
  });

  it('shows three variants of a screen that looks different, then offers a person', () => {
    const differs: FlowEvent = { type: 'differs' };
    const effects = [1, 3, 4].map((times) => walk(start, ...Array<FlowEvent>(times).fill(differs)).effects[0]?.type);
    expect(effects).toEqual(['show', 'show', 'offer-person']);
  });

  it.each(['no-such-option', 'constructor', '__proto__', 'toString'])(
    'takes a forged option "%s" as not understood',
    (option) => {
      expect(walk(start, chose(option)).effects).toEqual([{ type: 'show', step: 'ready', how: 'unclear' }]);
    },
  );

  it('begins anew on request, keeping the kind of phone and going on counting', () => {
    const { state } = walk(start, forward, chose('iphone'), { type: 'restarted' });
    expect(state).toMatchObject({ step: 'ready', path: [], answers: {}, phone: 'iphone', seq: 4 });
  });

  it('ignores what arrives after the end', () => {
    const ended = walk(start, chose('missing'), forward).state;
    expect(ended.step).toBeNull();
    expect(advance(wallet, ended, forward)).toEqual({ state: ended, effects: [] });
  });

  it('never remembers more than 64 steps behind', () => {
    const circle = flowOf({
      a: { kind: 'check', seen: 'end', unseen: 'b' },
      b: { kind: 'do', next: 'a' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    let state = advance(circle, newRun(circle), start).state;
    for (let round = 0; round < 100; round++) {
      state = advance(circle, state, { type: 'unseen' }).state;
      state = advance(circle, state, forward).state;
    }
    expect(state.path).toHaveLength(64);
  });

  it('refuses a definition that leads to a step that is not there', () => {
    const broken = flowOf({ a: { kind: 'do', next: 'gone' } });
    const state = advance(broken, newRun(broken), start).state;
    expect(() => advance(broken, state, forward)).toThrow('has no step "gone"');
  });
});

describe('forwardOf', () => {
  it('is the first button of every kind of step', () => {
    const ways = Object.fromEntries(Object.entries(wallet.steps).map(([id, step]) => [id, forwardOf(step)]));
    expect(ways).toEqual({
      ready: 'phone',
      phone: 'play',
      play: 'bank',
      store: 'bank',
      bank: 'seen',
      draw: 'seen',
      seen: 'reward',
      reward: 'again',
      again: 'done',
      office: 'referred',
      done: null,
      referred: null,
    });
  });
});

describe('moveRun', () => {
  const at = (step: string, path: string[]): RunState => ({ ...newRun(wallet), step, path, seq: 7, misses: 2 });
  const next = (steps: Record<string, Step>, version: number, moves: StepMap[] = []) =>
    flowOf({ ready: { kind: 'do', next: 'done' }, ...steps, done: wallet.steps.done as Step }, { version, moves });

  it('leaves a run of the same version alone', () => {
    const state = at('play', ['ready']);
    expect(moveRun(wallet, state)).toEqual(state);
  });

  it('follows renamed steps, over several versions too', () => {
    const moves = [
      { from: 1, steps: { play: 'download' } },
      { from: 2, steps: { download: 'install', ready: 'begin' } },
    ];
    const flow = next({ install: { kind: 'do', next: 'done' }, begin: { kind: 'do', next: 'install' } }, 3, moves);
    expect(moveRun(flow, at('play', ['ready', 'phone']))).toMatchObject({
      step: 'install',
      path: ['begin'],
      version: 3,
      seq: 8,
      misses: 0,
    });
  });

  it('falls back to the last step behind that is still there, else to the beginning', () => {
    expect(moveRun(next({}, 2), at('play', ['ready', 'phone']))).toMatchObject({ step: 'ready', path: [] });
    expect(moveRun(next({}, 2), at('play', ['phone']))).toMatchObject({ step: 'ready', path: [] });
  });

  it('never puts anybody on a step that needs no answer', () => {
    const flow = next({ play: { kind: 'finish', outcome: 'completed' } }, 2);
    expect(moveRun(flow, at('play', ['ready']))).toMatchObject({ step: 'ready' });
  });

  it('only takes the version over when the run has ended', () => {
    expect(moveRun(next({}, 2), { ...at('play', []), step: null })).toMatchObject({ step: null, version: 2, seq: 7 });
  });
});
