/** Problems in the ways through a flow. Part of `inspect`. */
import { forwardOf } from './advance.ts';
import { exitsOf } from './exits.ts';
import type { Flow, StepId } from './flow.ts';
import type { Report } from './inspect.ts';
import { progressOf } from './progress.ts';

/** CD-28: 7 ± 2 steps of work in one part. */
const PART_STEPS = 9;

/** Every step is reachable, leads to a finish, and ends by its first button. */
export function inspectWays(flow: Flow, report: Report): void {
  if (!flow.steps[flow.first]) report(null, 'unknown-target', `first step "${flow.first}" does not exist`);
  for (const [id, step] of Object.entries(flow.steps)) {
    for (const target of exitsOf(step)) {
      if (!flow.steps[target]) report(id, 'unknown-target', `leads to "${target}", which does not exist`);
    }
  }
  const reachable = reachableFrom(flow, flow.first);
  for (const id of Object.keys(flow.steps)) {
    if (!reachable.has(id)) report(id, 'unreachable', 'no way leads here');
    if (!leadsToFinish(flow, id)) report(id, 'dead-end', 'no way from here to a finish');
    if (!endsForward(flow, id)) report(id, 'endless-forward', 'pressing the first button again and again never ends');
    if (loopsSilently(flow, id)) report(id, 'loop-without-question', 'comes back here without asking anything');
    const progress = progressOf(flow, id);
    if (progress && progress.n > PART_STEPS) {
      report(
        id,
        'too-many-steps',
        `step ${progress.n} of ${progress.total}: end a part before it (at most ${PART_STEPS})`,
      );
    }
  }
}

function reachableFrom(flow: Flow, start: StepId): ReadonlySet<StepId> {
  const reached = new Set<StepId>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = flow.steps[id];
    if (!step || reached.has(id)) continue;
    reached.add(id);
    open.push(...exitsOf(step));
  }
  return reached;
}

const leadsToFinish = (flow: Flow, id: StepId): boolean =>
  [...reachableFrom(flow, id)].some((reached) => flow.steps[reached]?.kind === 'finish');

/** Follows the first button for as many presses as there are steps: more would mean going round in a circle. */
function endsForward(flow: Flow, start: StepId): boolean {
  let at = start;
  for (let presses = 0; presses <= Object.keys(flow.steps).length; presses++) {
    const step = flow.steps[at];
    const next = step && forwardOf(step);
    if (!step || next === undefined) return true; // an unknown target is reported as such
    if (next === null) return step.kind === 'finish';
    at = next;
  }
  return false;
}

/** A circle of steps that each have one way on: nobody could ever leave it. */
function loopsSilently(flow: Flow, start: StepId): boolean {
  const walked = new Set<StepId>();
  let at = start;
  while (!walked.has(at)) {
    walked.add(at);
    const step = flow.steps[at];
    const exits = step ? new Set(exitsOf(step)) : new Set<StepId>();
    const [only] = exits;
    if (exits.size !== 1 || only === undefined) return false;
    if (only === start) return true;
    at = only;
  }
  return false;
}
