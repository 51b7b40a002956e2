/**
 * What happens next in a run: `advance(flow, state, event) → { state, effects }`. No clock, no I/O, no words: the
 * conversation decides how to say it and the turn decides how to store it. `flow` is always expanded (`expand.ts`).
 */
import type { Advance, Flow, FlowEffect, FlowEvent, RunState, Step, StepId } from './flow.ts';

/** Steps remembered for "back"; no flow is longer, and a run must not grow without end. */
const PATH_LIMIT = 64;

/** Variants of "my phone looks different" before a person is offered (CD-52). */
const DIFFERS_LIMIT = 3;

/** A run before its first event. */
export function newRun(flow: Flow): RunState {
  return { flowId: flow.id, version: flow.version, step: null, path: [], answers: {}, misses: 0, differs: 0, seq: 0 };
}

export function advance(flow: Flow, state: RunState, event: FlowEvent): Advance {
  if (event.type === 'started' || event.type === 'restarted') {
    return enter(flow, { ...newRun(flow), seq: state.seq, ...(state.phone && { phone: state.phone }) }, flow.first, []);
  }
  const step = state.step === null ? undefined : flow.steps[state.step];
  if (!step || state.step === null) return { state, effects: [] }; // ended runs ignore late replies
  switch (event.type) {
    case 'forward':
      return forward(flow, state, step);
    case 'chose':
      return choose(flow, state, step, event.option);
    case 'answered':
      return answer(flow, state, step, event.value);
    case 'unseen':
      return step.kind === 'check' ? move(flow, state, step.unseen) : missed(state);
    case 'back':
      return goBack(flow, state);
    case 'again':
      return stay({ ...state, misses: 0 }, [{ type: 'show', step: state.step, how: 'again' }]);
    case 'differs':
      return differ(state, state.step);
    case 'resumed':
      return stay({ ...state, misses: 0 }, [{ type: 'show', step: state.step, how: 'recap' }]);
    case 'missed':
      return missed(state);
  }
}

/** Where the first button of a step leads; null only at a finish. Pressing it again and again ends every flow. */
export function forwardOf(step: Step): StepId | null {
  switch (step.kind) {
    case 'finish':
      return null;
    case 'choose':
      return Object.values(step.options)[0] ?? null;
    case 'check':
      return step.seen;
    case 'branch-phone':
      return step.android;
    case 'ask':
      return step.skip;
    default:
      return step.next;
  }
}

/** The first button. At a choice it is the first option, remembered like any other. */
function forward(flow: Flow, state: RunState, step: Step): Advance {
  const first = step.kind === 'choose' ? Object.keys(step.options)[0] : undefined;
  return first === undefined ? move(flow, state, forwardOf(step)) : choose(flow, state, step, first);
}

function choose(flow: Flow, state: RunState, step: Step, option: string): Advance {
  if (step.kind === 'branch-phone' && (option === 'android' || option === 'iphone' || option === 'other')) {
    return move(flow, { ...state, phone: option }, step[option]);
  }
  const target = step.kind === 'choose' && Object.hasOwn(step.options, option) ? step.options[option] : undefined;
  if (!target) return missed(state);
  return move(flow, remember(state, option), target);
}

function answer(flow: Flow, state: RunState, step: Step, value: string): Advance {
  if (step.kind !== 'ask') return missed(state);
  return move(flow, remember(state, value), step.next);
}

const remember = (state: RunState, value: string): RunState =>
  state.step === null ? state : { ...state, answers: { ...state.answers, [state.step]: value } };

function goBack(flow: Flow, state: RunState): Advance {
  const path = [...state.path];
  let previous = path.pop();
  while (previous !== undefined && !flow.steps[previous]) previous = path.pop(); // gone in this version
  if (previous === undefined) return stay(state, [{ type: 'show', step: state.step ?? flow.first, how: 'again' }]);
  return {
    state: { ...state, step: previous, path, misses: 0, differs: 0, seq: state.seq + 1 },
    effects: [{ type: 'show', step: previous, how: 'first' }],
  };
}

function differ(state: RunState, step: StepId): Advance {
  const differs = state.differs + 1;
  if (differs > DIFFERS_LIMIT) return { state: { ...state, differs }, effects: [{ type: 'offer-person', rung: 3 }] };
  return { state: { ...state, differs }, effects: [{ type: 'show', step, how: 'variant' }] };
}

/** The three-rung ladder (conversation-design §5), then silence with a promise. */
function missed(state: RunState): Advance {
  const misses = state.misses + 1;
  const next = { ...state, misses };
  const step = state.step;
  if (step === null) return { state, effects: [] };
  if (misses === 1) return { state: next, effects: [{ type: 'show', step, how: 'unclear' }] };
  if (misses === 2) return { state: next, effects: [{ type: 'show', step, how: 'larger' }] };
  return { state: next, effects: [{ type: 'offer-person', rung: misses === 3 ? 3 : 4 }] };
}

const stay = (state: RunState, effects: FlowEffect[]): Advance => ({ state, effects });

function move(flow: Flow, state: RunState, target: StepId | null): Advance {
  if (target === null || state.step === null) return stay(state, []);
  const path = [...state.path, state.step].slice(-PATH_LIMIT);
  return enter(flow, { ...state, path }, target, []);
}

/** Goes into a step and through those that need no answer. */
function enter(flow: Flow, state: RunState, target: StepId, effects: FlowEffect[]): Advance {
  const step = flow.steps[target];
  if (!step) throw new Error(`Flow ${flow.id} v${flow.version} has no step "${target}".`);
  const here: RunState = { ...state, step: target, misses: 0, differs: 0, seq: state.seq + 1 };
  if (step.kind === 'milestone') {
    const record: FlowEffect = { type: 'record', flowId: step.flow, version: step.version, outcome: step.outcome };
    return enter(flow, here, step.next, [...effects, record]);
  }
  if (step.kind === 'branch-phone' && here.phone) return enter(flow, here, step[here.phone], effects);
  if (step.kind === 'draw-code') return enter(flow, here, step.next, [...effects, { type: 'draw-code', step: target }]);
  if (step.kind === 'finish') {
    return {
      state: { ...here, step: null },
      effects: [
        ...effects,
        { type: 'show', step: target, how: 'first' },
        { type: 'record', flowId: flow.id, version: flow.version, outcome: step.outcome },
        { type: 'ended', outcome: step.outcome },
      ],
    };
  }
  return { state: here, effects: [...effects, { type: 'show', step: target, how: 'first' }] };
}

/**
 * Brings a run of another version into `flow`: by the explicit step maps, else to the last step of its path that still
 * exists, else to the beginning. Nobody is stranded by a publication.
 */
export function moveRun(flow: Flow, state: RunState): RunState {
  if (state.version === flow.version || state.step === null) return { ...state, version: flow.version };
  const maps = (flow.moves ?? []).filter((move) => move.from >= state.version).sort((a, b) => a.from - b.from);
  const renamed = (step: StepId) => maps.reduce((name, map) => map.steps[name] ?? name, step);
  const path = state.path.map(renamed).filter((step) => flow.steps[step]);
  const here = renamed(state.step);
  const step = flow.steps[here] && canStandAt(flow.steps[here]) ? here : (path.pop() ?? flow.first);
  return { ...state, version: flow.version, step, path, misses: 0, differs: 0, seq: state.seq + 1 };
}

const canStandAt = (step: Step | undefined): boolean =>
  step !== undefined && step.kind !== 'finish' && step.kind !== 'milestone' && step.kind !== 'draw-code';
