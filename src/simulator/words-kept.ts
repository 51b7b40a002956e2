/** What may be kept of what a person did: secrets leave before anything is written. Pure. */
import type { Act, KeptAct, TurnOutcome } from './frame.ts';

/** Stands where words are not, or not yet, allowed to stand. */
export const WITHHELD = '…';

/** Words are counted, not kept, until the assistant has said what of them may stay. */
export const keptBefore = (act: Act): KeptAct =>
  act.kind === 'text' ? { kind: 'text', characters: [...act.text].length } : act;

/** What the intake kept of the words, or nothing. */
export function keptAfter(outcome: TurnOutcome): string {
  return (outcome.kind === 'turn' && outcome.report.heard) || WITHHELD;
}

/** The same payload with other words in `message.text`, the one place where both platforms carry them. */
export function withWords(payload: Record<string, unknown>, words: string): Record<string, unknown> {
  const message = payload.message as Record<string, unknown> | undefined;
  return message && 'text' in message ? { ...payload, message: { ...message, text: words } } : payload;
}
