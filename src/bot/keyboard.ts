/** The buttons of a whole turn: numbers printed for whoever types, and one live keyboard on the screen. */
import type { InboundEvent } from './channel.ts';
import type { Turn } from './turn.ts';

/** Answers typed in a row after which numbers are printed beside the buttons. */
const TYPED_STREAK = 2;

/** Some phones show no buttons: whoever types gets the numbers printed as well (conversation-design §4). */
export function printNumbers(turn: Turn): void {
  if ((turn.memory.typed ?? 0) < TYPED_STREAK) return;
  const last = turn.messages.findLast(({ to, message }) => to === undefined && 'buttons' in message && message.buttons);
  if (last?.message.kind !== 'text' || !last.message.buttons) return;
  const lines = last.message.buttons.map(({ label }, index) => `${index + 1}. ${label}`);
  last.message = { ...last.message, text: `${last.message.text}\n${turn.text('step.numbered')}\n${lines.join('\n')}` };
}

/** Acknowledges a press; takes the buttons off what was pressed or passed by. */
export function retireButtons(turn: Turn, { what }: InboundEvent): void {
  if (what.kind === 'press' && what.callbackId !== undefined) {
    turn.gestures.push({ kind: 'acknowledge', callbackId: what.callbackId });
  }
  const passed = what.kind === 'press' ? what.messageId : turn.person.liveButtons;
  if (passed && turn.offered().length > 0) turn.gestures.push({ kind: 'retire-buttons', messageId: passed });
}
