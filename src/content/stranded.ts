/** Whether somebody who is in the middle of a flow can go on: what a publication must never change. Pure. */
import type { FlowBook } from '../bot/turn.ts';
import type { RunState } from '../flows/flow.ts';

/** True when a run stands where nobody could go on from: its flow is gone, or its own version has no such step. */
export function isStranded(book: Pick<FlowBook, 'current' | 'of'>, state: RunState): boolean {
  if (state.step === null) return false;
  const flow = book.of(state.flowId, state.version);
  if (flow) return flow.steps[state.step] === undefined;
  return !book.current.has(state.flowId); // moved by the step maps, at the latest to the beginning
}
