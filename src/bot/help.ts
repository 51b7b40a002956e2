/** Calling a person. The turn says at once that it is done; who it is, is added where the request is stored. */

import { repeatStep } from './guide.ts';
import type { Turn } from './turn.ts';

/** "I keep quiet now" is said at most this often while a person is on the way (conversation-design §5). */
const SAY_AGAIN_AFTER_MS = 10 * 60_000;

/** Rung 3 of the ladder asks; rung 4 and later only remind, and not often. */
export function offerPerson(turn: Turn, rung: 3 | 4): void {
  if (rung === 4 && wasSaidLately(turn)) return;
  turn.memory.asking = { what: 'person' };
  if (rung === 4) turn.memory.helpSaidAt = turn.world.now.toISOString();
  turn.say(rung === 3 ? 'ladder.3' : 'person.offer', {}, [
    turn.button('button.call-me', { scope: 'general', word: 'call-me' }),
    turn.button('button.try-again', { scope: 'general', word: 'try-again' }),
  ]);
}

function wasSaidLately(turn: Turn): boolean {
  const said = turn.memory.helpSaidAt;
  return said !== undefined && turn.world.now.getTime() - Date.parse(said) < SAY_AGAIN_AFTER_MS;
}

/** Opens the request. The words with the helper's name and the promised time are added by `src/db/help.ts`. */
/**
 * It has happened: somebody is told at once that this person is to be called, and nothing else; the person goes on with the
 * first things first.
 */
export function alarm(turn: Turn): void {
  turn.effects.push({
    type: 'open-help',
    reason: 'suspected-scam',
    urgent: true,
    flowId: null,
    step: null,
    beside: true,
  });
}

export function askForPerson(turn: Turn, reason: 'asked' | 'stuck' | 'suspected-scam' | 'erase-data'): void {
  const run = turn.memory.run;
  delete turn.memory.asking;
  turn.understood = 'person';
  turn.memory.helpSaidAt = turn.world.now.toISOString();
  turn.effects.push({
    type: 'open-help',
    reason,
    urgent: reason === 'suspected-scam',
    flowId: run?.state.flowId ?? null,
    step: run?.state.step ?? null,
  });
}

export function tryAgain(turn: Turn): void {
  delete turn.memory.asking;
  if (turn.memory.run) turn.memory.run.state.misses = 0;
  repeatStep(turn);
}
