/** A phone number: read as people write it, kept only where it was asked for. Pure. */
import { backToWork } from './protect.ts';
import type { Turn } from './turn.ts';

/** Ten digits beginning with 0, or the same with 84 in front (the forms Vietnamese mobile numbers have). */
export function readPhone(text: string): string | null {
  const digits = text.replace(/[\s.()-]/g, '').replace(/^\+?84/, '0');
  return /^0\d{9}$/.test(digits) ? digits : null;
}

/** Null: a number that is not the person's own, or none at all. */
export function receivePhone(turn: Turn, phone: string | null): void {
  delete turn.memory.asking;
  turn.understood = 'phone';
  if (phone === null) turn.say('phone.not-kept');
  else turn.effects.push({ type: 'keep-phone', phone });
  backToWork(turn);
}
