/** Where the person stands, and so what their next words may be. Looks only; nothing is changed. */
import type { Step } from '../flows/flow.ts';
import { findSecrets } from '../privacy/secrets.ts';
import type { Expecting } from '../understanding/understand.ts';
import { isStaff } from './person.ts';
import type { Turn } from './turn.ts';

type Expectation = 'menu' | 'account-number' | 'name' | 'reference' | 'phone';

export function expectation(turn: Turn): Expectation {
  if (turn.memory.asking?.what === 'phone') return 'phone';
  const step = stepOf(turn);
  if (step?.kind !== 'ask') return 'menu';
  if (step.accept === 'account-number') return 'account-number';
  if (step.accept === 'reference-tail') return 'reference';
  return step.accept === 'bank' ? 'menu' : 'name';
}

/** Secrets in a text; an account number at the step that asks for one is none. */
export const secretsIn = (turn: Turn, text: string, expecting = expectation(turn)) =>
  findSecrets(text, { expecting, recentOtpStep: stepOf(turn)?.warn === 'otp' });

export const isTypedAnswerExpected = (turn: Turn): boolean => stepOf(turn)?.kind === 'ask';

export const isWritingAnnouncement = (turn: Turn): boolean =>
  isStaff(turn.person) && !turn.memory.run && (turn.memory.desk?.at.startsWith('write-') ?? false);

/** For the model: at a step, short words mean something else. */
export const expectingOf = (turn: Turn): Expecting => (turn.memory.run ? 'step' : null);

/** The step the person stands at, if any. */
function stepOf(turn: Turn): Step | undefined {
  const run = turn.memory.run;
  const flow = run && turn.world.flows.of(run.state.flowId, run.state.version);
  return run && flow && run.state.step !== null ? flow.steps[run.state.step] : undefined;
}
