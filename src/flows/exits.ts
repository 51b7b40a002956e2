/** Where a step can lead: read them all with `exitsOf`, rename them all with `retarget`. */
import type { Step, StepId } from './flow.ts';

/** The step with every target renamed by `to`; nothing else changes. */
export function retarget(step: Step, to: (target: StepId) => StepId): Step {
  switch (step.kind) {
    case 'finish':
      return step;
    case 'choose':
      return {
        ...step,
        options: Object.fromEntries(Object.entries(step.options).map(([option, target]) => [option, to(target)])),
      };
    case 'check':
      return { ...step, seen: to(step.seen), unseen: to(step.unseen) };
    case 'branch-phone':
      return { ...step, android: to(step.android), iphone: to(step.iphone), other: to(step.other) };
    case 'ask':
      return { ...step, next: to(step.next), skip: to(step.skip) };
    case 'block':
      return { ...step, next: to(step.next), ...(step.unable !== undefined && { unable: to(step.unable) }) };
    default:
      return { ...step, next: to(step.next) };
  }
}

/** Every target of a step, in the order of its buttons; empty at a finish. */
export function exitsOf(step: Step): StepId[] {
  const exits: StepId[] = [];
  retarget(step, (target) => {
    exits.push(target);
    return target;
  });
  return exits;
}
