/** "Bước n/tổng": how far a step is (CD-4). Computed from the definition alone, so that it is the same every time. */
import { forwardOf } from './advance.ts';
import { exitsOf } from './exits.ts';
import type { Flow, Step, StepId } from './flow.ts';

export interface Progress {
  n: number;
  total: number;
}

/** Steps of the person's work; the others only tell, ask which way, look back, or happen by themselves. */
const COUNTED: ReadonlySet<Step['kind']> = new Set(['do', 'ask']);

export const isCounted = (step: Step): boolean => COUNTED.has(step.kind);

/**
 * The n-th of how many, or null for a step that is not counted.
 *
 * `n` counts along the straightest way to the step: the one with the fewest turns off the main path, then the fewest
 * steps of work. `total` goes on from here along the main path. Both start anew after a `milestone` and after a `tell`
 * that ends a part. Along the main path of a part `n` grows by one and `total` stays.
 */
export function progressOf(flow: Flow, stepId: StepId): Progress | null {
  const steps = known.get(flow) ?? new Map<StepId, Progress | null>();
  known.set(flow, steps);
  const earlier = steps.get(stepId);
  if (earlier !== undefined) return earlier;
  const progress = countProgress(flow, stepId);
  steps.set(stepId, progress);
  return progress;
}

/** A definition does not change once it is made, and the same few steps are shown all day. */
const known = new WeakMap<Flow, Map<StepId, Progress | null>>();

function countProgress(flow: Flow, stepId: StepId): Progress | null {
  const step = flow.steps[stepId];
  if (!step || !isCounted(step)) return null;
  const done = doneBefore(flow, stepId);
  return { n: done + 1, total: done + workFrom(flow, stepId) };
}

/** Steps of work a person meets who takes the expected way from beginning to end, all parts together. */
export const workOf = (flow: Flow): number => countOnward(flow, flow.first, () => false);

/** The expected way on: the first button, except that a question is expected to be answered rather than skipped. */
const onwardOf = (step: Step): StepId | null => (step.kind === 'ask' ? step.next : forwardOf(step));

const endsPart = (step: Step): boolean => step.kind === 'milestone' || (step.kind === 'tell' && step.endsPart === true);

/** Steps of work from here to the end of the part, this one included. */
const workFrom = (flow: Flow, from: StepId): number => countOnward(flow, from, endsPart);

function countOnward(flow: Flow, from: StepId, endsBefore: (step: Step) => boolean): number {
  const walked = new Set<StepId>();
  let work = 0;
  for (let at: StepId | null = from; at !== null && !walked.has(at); ) {
    const step: Step | undefined = flow.steps[at];
    if (!step || endsBefore(step)) break;
    walked.add(at);
    if (isCounted(step)) work += 1;
    at = onwardOf(step);
  }
  return work;
}

interface Arrival {
  at: StepId;
  turns: number;
  work: number;
  /** Work done in this part before arriving. */
  done: number;
}

/** Work done in this part on the straightest way to `goal`; 0 when no way leads there. */
function doneBefore(flow: Flow, goal: StepId): number {
  const visited = new Set<StepId>();
  const open: Arrival[] = [{ at: flow.first, turns: 0, work: 0, done: 0 }];
  while (open.length > 0) {
    open.sort((a, b) => a.turns - b.turns || a.work - b.work);
    const here = open.shift() as Arrival;
    if (here.at === goal) return here.done;
    const step = flow.steps[here.at];
    if (!step || visited.has(here.at)) continue;
    visited.add(here.at);
    const own = isCounted(step) ? 1 : 0;
    for (const target of exitsOf(step)) {
      const turn = target === onwardOf(step) ? 0 : 1;
      const done = endsPart(step) ? 0 : here.done + own;
      open.push({ at: target, turns: here.turns + turn, work: here.work + own, done });
    }
  }
  return 0;
}
