/** Which language a person reads, by word and by button, and whether a voice reads it to them. Pure. */
import { LOCALES, type Locale } from '../text.ts';
import { isStaff } from './person.ts';
import type { Turn } from './turn.ts';

/** The languages this person may choose: those that are ready, and for whoever reviews them all of them. */
const offeredTo = (turn: Turn): Locale[] =>
  LOCALES.filter((locale) => turn.world.texts.isReady(locale) || isStaff(turn.person));

/** Each language by its own name, so that it is found by whoever cannot read the others. */
export function askLanguage(turn: Turn): void {
  turn.understood = 'language';
  turn.say('language.ask', {}, [
    ...offeredTo(turn).map((locale) =>
      turn.button(`language.own-name.${locale}`, { scope: 'general', word: 'language', argument: locale }),
    ),
    turn.button('button.menu', { scope: 'general', word: 'menu', argument: '0' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** True when the person reads `locale` from now on; one that is not ready is refused kindly, never shown half done. */
export function setLanguage(turn: Turn, locale: string): boolean {
  const chosen = LOCALES.find((known) => known === locale);
  if (!chosen) return false;
  turn.understood = `language:${chosen}`;
  if (!offeredTo(turn).includes(chosen)) {
    turn.say('language.not-yet');
    return false;
  }
  turn.patch.locale = chosen;
  turn.person.locale = chosen; // the rest of this turn already speaks it
  turn.say('language.set');
  return true;
}

/** Switches reading aloud on or off. Stays as it was, and says so, where nothing can be heard. */
export function setVoice(turn: Turn, on: boolean): void {
  turn.understood = on ? 'voice-on' : 'voice-off';
  if (on && !canHear(turn)) return turn.say('voice.none');
  if (on) turn.memory.voice = true;
  else delete turn.memory.voice;
  turn.say(on ? 'voice.on' : 'voice.off');
}

export const canHear = (turn: Turn): boolean => turn.world.voices?.isThere(turn.person) ?? false;
