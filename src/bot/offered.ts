/** A typed number or a typed label means the button of the last message it stands for. */
import { normalise } from '../understanding/normalise.ts';
import { readNumber } from '../understanding/replies.ts';
import type { Memory } from './memory.ts';

/** The button's data, or null when the text stands for none. */
export function offeredBy({ offered = [] }: Pick<Memory, 'offered'>, text: string): string | null {
  const number = readNumber(text);
  if (number !== null) return offered[number - 1]?.data ?? null;
  const folded = normalise(text).folded;
  return offered.find(({ label }) => normalise(label).folded === folded)?.data ?? null;
}
