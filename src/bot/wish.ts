/** A wish in one's own words: the way to its flow, a question when it is not clear, else a rung of the ladder. Pure. */
import type { FlowId } from '../flows/flow.ts';
import { INTENTS, type Intent } from '../understanding/intents.ts';
import { type RetiredName, readRetired } from '../understanding/retired-names.ts';
import { expectingOf } from './expectation.ts';
import { askTerm, introduce } from './greet.ts';
import { guide, resumeRun, startFlow } from './guide.ts';
import { offerPerson } from './help.ts';
import { sayMenu, sayWhichFlow } from './menu.ts';
import { wishButton } from './my-list.ts';
import { isNewcomer } from './person.ts';
import { backToWork } from './protect.ts';
import { reply } from './reply.ts';
import { answerQuestion } from './safety/answers.ts';
import { titleOf } from './show.ts';
import type { Turn } from './turn.ts';
import { noteUnknown } from './unknown.ts';
import { act, namedFlows, readWanted, type Wanted } from './wanted.ts';

/** Nothing else was meant: this may be a wish, else it was not understood. */
export function wishOrMiss(turn: Turn, text: string): void {
  const retired = readRetired(text);
  if (retired && turn.world.flows.current.has(retired.now)) return answerRetired(turn, retired);
  const wanted = readWanted(text, expectingOf(turn), isOffered(turn));
  if (answerQuestion(turn, text, wanted.kind)) return;
  if (isNewcomer(turn.person)) return welcomeWith(turn, wanted);
  if (wanted.kind === 'ask' || wanted.kind === 'unclear') noteUnknown(turn, text, expectingOf(turn));
  if (!take(turn, wanted)) miss(turn);
}

/** Whether a text names a flow, or what a flow has replaced. */
export const namesFlow = (turn: Turn, text: string): boolean =>
  readRetired(text) !== null || namedFlows(text, isOffered(turn)).length > 0;

/** One flow at a time: a second one asks first (CD-64). */
export function wantFlow(turn: Turn, flowId: string): void {
  const run = turn.memory.run;
  if (!turn.world.flows.current.has(flowId)) return sayMenu(turn);
  if (isNewcomer(turn.person)) return askTerm(turn, flowId);
  if (!run) return startFlow(turn, flowId);
  if (run.state.flowId === flowId && !run.helping) return resumeRun(turn);
  turn.memory.asking = { what: 'switch', to: flowId };
  turn.say('switch.ask', { title: titleOf(turn, run.state.flowId) }, [
    turn.button(`flows/${flowId}:wish`, { scope: 'general', word: 'switch', argument: flowId }),
    turn.button('switch.keep', { scope: 'general', word: 'keep' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** The answer to {@link askWhich}. */
export function pressMeant(turn: Turn, name: string | undefined): void {
  const intent = INTENTS.find((one) => one === name);
  if (!intent || !take(turn, act(intent, [], isOffered(turn)))) backToWork(turn);
}

const isOffered = (turn: Turn) => (flow: FlowId) => turn.world.flows.current.has(flow);

/** What is wanted is done or asked about; false when it is not clear enough for either. */
function take(turn: Turn, wanted: Wanted): boolean {
  switch (wanted.kind) {
    case 'flows':
      turn.understood = `wish:${wanted.flows.join(',')}`;
      if (wanted.flows.length === 1) wantFlow(turn, wanted.flows[0] as FlowId);
      else sayWhichFlow(turn, wanted.flows);
      return true;
    case 'answer':
      reply(turn, wanted.meaning);
      return true;
    case 'ask':
      askWhich(turn, wanted.intents);
      return true;
    case 'out-of-scope':
      if (turn.memory.run) return false; // the ladder leads back to the step, or to a person
      turn.understood = 'out-of-scope';
      turn.say('intents:out-of-scope');
      sayMenu(turn);
      return true;
    case 'unclear':
      return false;
  }
}

/** Somebody's first words may be a wish; it is kept until they have said how to be called. */
function welcomeWith(turn: Turn, wanted: Wanted): void {
  const wish = wanted.kind === 'flows' && wanted.flows.length === 1 ? wanted.flows[0] : undefined;
  turn.understood = wish ? `wish:${wish}` : 'first-words';
  introduce(turn, wish);
}

/** The old name of something: what replaced it, and the way there. A newcomer is led there after the first question. */
function answerRetired(turn: Turn, { id, now }: RetiredName): void {
  turn.understood = `retired:${id}`;
  if (isNewcomer(turn.person)) {
    turn.say(`retired.${id}`);
    return introduce(turn, now);
  }
  if (turn.memory.run) {
    turn.say(`retired.${id}`);
    return wantFlow(turn, now);
  }
  turn.say(`retired.${id}`, {}, [
    wishButton(turn, now),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** "Bác muốn …?": what it may have meant, and a person as the last. */
function askWhich(turn: Turn, intents: readonly Intent[]): void {
  turn.understood = `ask:${intents.join(',')}`;
  turn.say('intents:ask', {}, [
    ...intents
      .filter((intent) => intent !== 'help_human')
      .map((intent) => turn.button(`intents:label.${intent}`, { scope: 'general', word: 'meant', argument: intent })),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** One rung of the ladder. */
function miss(turn: Turn): void {
  turn.understood = 'unclear';
  if (turn.memory.run) return guide(turn, { type: 'missed' });
  if (turn.memory.asking?.what === 'person') return offerPerson(turn, 3);
  turn.say('ladder.menu');
  sayMenu(turn);
}
