/** Questions about a service: a vetted answer with its source and date, and the way to the flow – or an honest "not sure". Pure. */
import { ANSWERS, asksSomething, type VettedAnswer, vettedAnswer } from '../../understanding/answers.ts';
import type { Turn } from '../turn.ts';
import { withoutPersons } from '../unknown.ts';

/** True when the text was a question and has been answered. `otherwise`: what it would be taken for. */
export function answerQuestion(turn: Turn, text: string, otherwise: string): boolean {
  if (!asksSomething(text)) return false;
  const answer = vettedAnswer(text);
  if (answer) {
    tellAnswer(turn, answer);
    return true;
  }
  if (otherwise !== 'unclear' || turn.memory.run) return false;
  const question = turn.world.hasChooser ? withoutPersons(text) : null;
  if (question !== null) turn.effects.push({ type: 'errand', kind: 'question', body: question });
  sayUnsure(turn);
  return true;
}

/** "1/12/2025" */
const day = (iso: string): string => iso.split('-').reverse().map(Number).join('/');

function tellAnswer(turn: Turn, { id, source, date, flow }: VettedAnswer): void {
  turn.understood = `answer:${id}`;
  const text = `${turn.text(`answers:${id}`)}\n${turn.text('safety:answer.source', { source, day: day(date) })}`;
  const leads = flow !== undefined && turn.world.flows.current.has(flow);
  turn.tell(text, [
    ...(leads ? [turn.button(`flows/${flow}:wish`, { scope: 'flow', flow })] : []),
    turn.memory.run
      ? turn.button('button.resume', { scope: 'general', word: 'resume' })
      : turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

function sayUnsure(turn: Turn): void {
  turn.understood = 'answer:unsure';
  turn.say('safety:answer.unsure', {}, [
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** The operator's program chose among the vetted answers; anything else it says is not heard, and "not sure" stands. */
export function tellChosen(turn: Turn, id: string | null): void {
  const answer = ANSWERS.find((one) => one.id === id);
  if (answer) return tellAnswer(turn, answer);
  turn.understood = 'answer:none-chosen';
}
