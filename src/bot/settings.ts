/** What a person sets for themselves in the middle of something, and the way back to it. Pure. */
import type { FlowId } from '../flows/flow.ts';
import type { Locale } from '../text.ts';
import { introduce } from './greet.ts';
import { setLanguage, setVoice } from './language.ts';
import { isNewcomer } from './person.ts';
import { backToWork } from './protect.ts';
import type { Turn } from './turn.ts';

/** Languages as they are asked for in words. */
export const LANGUAGE_ASKED = {
  english: 'en',
  vietnamese: 'vi',
  khmer: 'km',
} as const satisfies Record<string, Locale>;

export function changeLanguage(turn: Turn, locale: string): void {
  setLanguage(turn, locale);
  goOn(turn);
}

export function changeVoice(turn: Turn, on: boolean): void {
  setVoice(turn, on);
  goOn(turn);
}

/** A newcomer is still asked how to be called; everybody else is brought back to work. */
function goOn(turn: Turn): void {
  if (isNewcomer(turn.person)) return introduce(turn, askedFlow(turn));
  backToWork(turn);
}

/** The flow a newcomer came for, kept while other things are asked first. */
const askedFlow = (turn: Turn): FlowId | undefined =>
  turn.memory.asking?.what === 'term' ? turn.memory.asking.after?.flow : undefined;
