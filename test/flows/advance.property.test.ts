/**
 * Whatever people press in whatever order, a run stays somewhere, its state stays plain JSON, and pressing the first
 * button again and again ends it. Over every published flow.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, forwardOf, moveRun, newRun } from '../../src/flows/advance.ts';
import type { Advance, Flow, FlowEvent, RunState, StepId } from '../../src/flows/flow.ts';
import { flowOf, flows } from '../../src/flows/index.ts';

/** Over all flows together. */
const CASES = 10_000;
const published = [...flows.values()];

/** Things that are pressed or said; options of every step of the flow, so that most fit some step and many do not fit this one. */
function eventsOf(flow: Flow): fc.Arbitrary<FlowEvent[]> {
  const options = Object.values(flow.steps).flatMap((step) =>
    step.kind === 'choose' ? Object.keys(step.options) : [],
  );
  const option = fc.constantFrom(...new Set([...options, 'android', 'iphone', 'other', 'no-such-option', '__proto__']));
  const plain = fc.constantFrom<FlowEvent>(
    { type: 'unseen' },
    { type: 'back' },
    { type: 'again' },
    { type: 'differs' },
    { type: 'missed' },
    { type: 'restarted' },
    { type: 'started' },
  );
  const event = fc.oneof(
    { weight: 6, arbitrary: fc.constant<FlowEvent>({ type: 'forward' }) },
    { weight: 4, arbitrary: option.map((chosen): FlowEvent => ({ type: 'chose', option: chosen })) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }).map((value): FlowEvent => ({ type: 'answered', value })) },
    { weight: 1, arbitrary: fc.nat(400).map((afterDays): FlowEvent => ({ type: 'resumed', afterDays })) },
    { weight: 4, arbitrary: plain },
  );
  return fc
    .tuple(fc.boolean(), fc.array(event, { maxLength: 60 }))
    .map(([isStarted, events]) => (isStarted ? [{ type: 'started' }, ...events] : events));
}

/** Flows by name, so that a counterexample can be read. */
const walks = fc
  .constantFrom(...published.map(({ id }) => id))
  .chain((id) => eventsOf(flowNamed(id)).map((events) => ({ id, events })));

function flowNamed(id: string): Flow {
  const flow = flows.get(id);
  if (!flow) throw new Error(`No flow ${id}.`);
  return flow;
}

const walk = (flow: Flow, events: FlowEvent[]): RunState =>
  events.reduce((state, event) => advance(flow, state, event).state, newRun(flow));

const roundTrip = (state: RunState): RunState => JSON.parse(JSON.stringify(state)) as RunState;

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Presses the first button until the run ends; how often that took. Fails when the steps of the flow are not enough. */
function pressesToEnd(flow: Flow, from: RunState): number {
  let state = from;
  for (let presses = 0; presses <= Object.keys(flow.steps).length; presses++) {
    if (state.step === null) return presses;
    state = advance(flow, state, { type: 'forward' }).state;
  }
  throw new Error(`${flow.id}: pressing forward from ${from.step} never ends.`);
}

function expectSound(flow: Flow, before: RunState, { state, effects }: Advance): void {
  const isKnown = (step: StepId) => Object.hasOwn(flow.steps, step);
  if (state.step !== null) {
    expect(isKnown(state.step), `stands at ${state.step}`).toBe(true);
    expect(['finish', 'milestone', 'draw-code']).not.toContain(flow.steps[state.step]?.kind);
  }
  expect(state.path.every(isKnown)).toBe(true);
  expect(state.seq).toBeGreaterThanOrEqual(before.seq);
  if (state.step !== before.step) expect(state.seq).toBeGreaterThan(before.seq);
  for (const effect of effects) {
    if (effect.type === 'show' || effect.type === 'draw-code') expect(isKnown(effect.step)).toBe(true);
    if (effect.type === 'record') expect(flowOf(effect.flowId, effect.version)?.id).toBe(effect.flowId);
  }
  const ended = effects.filter(({ type }) => type === 'ended');
  expect(ended).toHaveLength(before.step !== null && state.step === null ? 1 : 0);
  const shown = effects.flatMap((effect) => (effect.type === 'show' ? [effect.step] : []));
  if (state.step !== null && shown.length > 0) expect(shown.at(-1)).toBe(state.step);
}

describe('a run of a published flow', () => {
  it('stays sound through any events', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(walks, ({ id, events }) => {
        const flow = flowNamed(id);
        let state = frozen(newRun(flow));
        for (const event of events) {
          const result = advance(flow, state, event);
          expect(advance(flow, roundTrip(state), event)).toEqual(result);
          expect(roundTrip(result.state)).toEqual(result.state);
          expectSound(flow, state, result);
          state = frozen(result.state);
        }
        pressesToEnd(flow, state);
      }),
      { numRuns: CASES },
    );
  });

  it.each(published.map((flow) => [flow.id, flow] as const))(
    '%s: every step has a first button that leads on',
    (_, flow) => {
      for (const [id, step] of Object.entries(flow.steps)) {
        const next = forwardOf(step);
        if (step.kind === 'finish') expect(next).toBeNull();
        else expect(next !== null && Object.hasOwn(flow.steps, next), `${flow.id} ${id}`).toBe(true);
      }
    },
  );

  it.each(published.map((flow) => [flow.id, flow] as const))(
    '%s: ends by its first button from the beginning',
    (_, flow) => {
      const started = advance(flow, newRun(flow), { type: 'started' }).state;
      expect(pressesToEnd(flow, started)).toBeGreaterThan(0);
    },
  );

  it('never loses its place to a new version that renames steps', () => {
    fc.assert(
      fc.property(walks, fc.infiniteStream(fc.boolean()), ({ id, events }, coin) => {
        const flow = flowNamed(id);
        const state = walk(flow, events);
        const renamed = Object.keys(flow.steps).filter(() => coin.next().value === true);
        const names = Object.fromEntries(renamed.map((id) => [id, `${id}-moved`]));
        const nameOf = (id: StepId) => names[id] ?? id;
        const next: Flow = {
          ...flow,
          version: flow.version + 1,
          moves: [{ from: flow.version, steps: names }],
          steps: Object.fromEntries(Object.entries(flow.steps).map(([id, step]) => [nameOf(id), step])),
        };
        const moved = moveRun(next, frozen(state));
        expect(moved.version).toBe(next.version);
        expect(moved.step).toBe(state.step === null ? null : nameOf(state.step));
        if (state.step !== null) expect(moved.path).toEqual(state.path.map(nameOf));
      }),
      { numRuns: 1_000 },
    );
  });

  it('never ends up nowhere when a new version has fewer steps', () => {
    fc.assert(
      fc.property(walks, fc.infiniteStream(fc.boolean()), ({ id, events }, coin) => {
        const flow = flowNamed(id);
        const state = walk(flow, events);
        const kept = Object.entries(flow.steps).filter(([id]) => id === flow.first || coin.next().value === true);
        const next: Flow = { ...flow, version: flow.version + 1, steps: Object.fromEntries(kept) };
        const moved = moveRun(next, frozen(state));
        if (state.step === null) {
          expect(moved.step).toBeNull();
          return;
        }
        expect(Object.hasOwn(next.steps, moved.step ?? '')).toBe(true);
        expect([state.step, ...state.path, flow.first]).toContain(moved.step);
        expect(moved.path.every((id) => Object.hasOwn(next.steps, id))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
