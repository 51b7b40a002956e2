/** Typed orders and presses about safety, each sent to where it is decided. Pure. */
import { readSafetyOrder } from '../../understanding/safety-words.ts';
import { isOfficial } from '../person.ts';
import type { Press } from '../press.ts';
import { backToWork } from '../protect.ts';
import type { Turn } from '../turn.ts';
import { askForCode, setMorning, tellCode } from './code.ts';
import { agreeFamily, askFamily, chooseRelation, stopFamily, useFamilyCode } from './family.ts';
import { answerDoorCode, askDoorCode, showWhoIAm, tryDoorCode, wantDoorCode } from './proof.ts';
import { chooseWarning, draftWarning, takeNewTrick } from './warn.ts';

/** An order typed anywhere. False: it is none. */
export function takeSafetyOrder(turn: Turn, text: string): boolean {
  if (isOfficial(turn.person) && takeNewTrick(turn, text)) return true;
  const { asking } = turn.memory;
  if (/^\s*0002\d{2}\d{2}\d/.test(text) && text.length >= 40) {
    tellCode(turn, text.trim());
    return true;
  }
  if (asking?.what === 'door-code' && answerDoorCode(turn, text)) return true;
  const order = readSafetyOrder(text);
  if (!order) return false;
  switch (order.order) {
    case 'check-code':
      askForCode(turn);
      return true;
    case 'check-official':
      askDoorCode(turn);
      return true;
    case 'use-door-code':
      tryDoorCode(turn, order.code);
      return true;
    case 'who-are-you':
      showWhoIAm(turn);
      return true;
    case 'door-code':
      wantDoorCode(turn);
      return true;
    case 'family':
      askFamily(turn);
      return true;
    case 'use-family-code':
      useFamilyCode(turn, order.words);
      return true;
    case 'family-stop':
      stopFamily(turn);
      return true;
    case 'morning-on':
    case 'morning-off':
      setMorning(turn, order.order === 'morning-on');
      return true;
    case 'warn':
      if (!isOfficial(turn.person)) return false;
      chooseWarning(turn, 0);
      return true;
  }
}

export function pressSafety(turn: Turn, { act, argument }: Press & { scope: 'safety' }): void {
  turn.understood = `safety:${act}`;
  switch (act) {
    case 'check-code':
      return askForCode(turn);
    case 'morning':
      return setMorning(turn, argument !== 'off');
    case 'is-official':
      return askDoorCode(turn);
    case 'family':
      return askFamily(turn);
    case 'family-agree':
      return agreeFamily(turn);
    case 'family-as':
      return chooseRelation(turn, argument);
    case 'family-stop':
      return stopFamily(turn);
    case 'warn':
      return chooseWarning(turn, Number(argument ?? 0));
    case 'warn-of':
      return draftWarning(turn, argument);
    default:
      return backToWork(turn);
  }
}
