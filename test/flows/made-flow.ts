/** Small flows for tests about how flows go on: only the steps matter. */
import type { Flow, Step } from '../../src/flows/flow.ts';

/** A flow of these steps that begins with the first of them; `rest` replaces whatever else it has. */
export const madeFlow = (id: string, steps: Record<string, Step>, rest: Partial<Flow> = {}): Flow => ({
  id,
  version: 1,
  first: Object.keys(steps)[0] ?? '',
  services: [],
  subject: 'person',
  evidence: ['self'],
  neverShare: [],
  labels: {},
  sources: [{ ref: id, date: '2026-01-01', confidence: 'H' }],
  reviewedOn: '2026-01-01',
  steps,
  ...rest,
});
