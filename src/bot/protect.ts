/** Secrets that arrive, and tricks people ask about (conversation-design §7). Pure. */
import { vietnamDay } from '../clock.ts';
import { repeatStep } from './guide.ts';
import { askForPerson } from './help.ts';
import { sayMenu } from './menu.ts';
import { scamWords } from './safety/scams.ts';
import type { Turn } from './turn.ts';

/** A secret was in the text: it is gone already; warn, remove it from the screen where that is possible, go on. */
export function warnOfSecret(turn: Turn, kind: string, messageId: string | undefined): void {
  turn.understood = `secret:${kind}`;
  const today = vietnamDay(turn.world.now);
  const isFirstToday = turn.memory.warned?.[kind] !== today;
  turn.memory.warned = { ...turn.memory.warned, [kind]: today };
  const words = { kind: turn.text(`secret.kind.${kind}`), what: turn.text(`secret.what.${kind}`) };
  const warning = turn.text(isFirstToday ? 'secret.full' : 'secret.short', words);
  const buttons = [
    turn.button('button.deleted', { scope: 'general', word: 'deleted' }),
    turn.button('button.asked-for-code', { scope: 'general', word: 'asked-for-code' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  const refused = `${warning}\n${turn.text('secret.please-delete')}`;
  if (messageId === undefined) turn.tell(refused, buttons);
  else
    turn.send({
      kind: 'delete',
      messageId,
      deleted: `${warning}\n${turn.text('secret.deleted-by-us')}`,
      refused,
      buttons,
    });
  if (!turn.world.facts.relay) backToWork(turn); // in a talk the assistant says no more than it must
}

/** "Is this true?" – the calm answer, never a judgement that something is safe. */
export function answerScam(turn: Turn, text = '', isForwarded = false): void {
  turn.understood = 'scam';
  turn.memory.asking = { what: 'scam' };
  turn.tell(scamWords(turn, text, isForwarded), [
    turn.button('button.understood', { scope: 'general', word: 'understood' }),
    turn.button('button.clicked', { scope: 'general', word: 'clicked-link' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** "I already clicked": first things first, one a message, and a person at once. */
export function afterTheTrap(turn: Turn): void {
  turn.understood = 'scam:clicked';
  delete turn.memory.asking;
  turn.say('scam.clicked-1');
  turn.say('scam.clicked-2');
  turn.say('scam.clicked-3');
  askForPerson(turn, 'suspected-scam');
}

export function acknowledgeWarning(turn: Turn): void {
  delete turn.memory.asking;
  turn.say('scam.understood');
  backToWork(turn);
}

/** The current step again, unchanged – or the menu, when there is none. */
export function backToWork(turn: Turn): void {
  if (turn.memory.run) repeatStep(turn);
  else sayMenu(turn);
}
