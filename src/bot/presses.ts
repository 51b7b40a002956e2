/** What a pressed button leads to. What it carries is a wish: who may do it is looked up in the person. Pure. */
import { TERMS } from '../text.ts';
import { hearNoMore } from './announced.ts';
import { pressBroadcast } from './desk/announce.ts';
import { pressAtDesk, sayDesk } from './desk/desk.ts';
import { askTerm, setTerm } from './greet.ts';
import { pressInRun, resumeRun, startFlow, stopRun } from './guide.ts';
import { askForPerson, tryAgain } from './help.ts';
import { askLanguage } from './language.ts';
import { sayChoices, sayGroup, sayMenu } from './menu.ts';
import { sayMyList, sayWhatNext } from './my-list.ts';
import { pressPeople } from './people/people.ts';
import { pressTalk } from './people/relay.ts';
import { isStaff } from './person.ts';
import { decodePress, type Press } from './press.ts';
import { acknowledgeWarning, afterTheTrap, answerScam, backToWork } from './protect.ts';
import { pressSafety } from './safety/orders.ts';
import { changeLanguage, changeVoice } from './settings.ts';
import type { Turn } from './turn.ts';
import { pressMeant, wantFlow } from './wish.ts';

export function press(turn: Turn, data: string): void {
  delete turn.memory.talk;
  const pressed = decodePress(data);
  turn.understood = pressed ? `press:${pressed.scope}` : 'press:unknown';
  if (!pressed) return backToWork(turn);
  switch (pressed.scope) {
    case 'run':
      return pressInRun(turn, pressed);
    case 'flow':
      return wantFlow(turn, pressed.flow);
    case 'group':
      return sayGroup(turn, pressed.group, pressed.page);
    case 'term':
      return setTerm(turn, TERMS[pressed.index] ?? 'bác');
    case 'general':
      return pressGeneral(turn, pressed);
    case 'desk':
      return isStaff(turn.person) ? pressAtDesk(turn, pressed) : backToWork(turn);
    case 'broadcast':
      return pressBroadcast(turn, pressed);
    case 'help':
      return pressHelp(turn, pressed);
    case 'talk':
      return pressTalk(turn, pressed.id, pressed.act);
    case 'people':
      return pressPeople(turn, pressed);
    case 'safety':
      return pressSafety(turn, pressed);
  }
}

function pressGeneral(turn: Turn, { word, argument }: Press & { scope: 'general' }): void {
  switch (word) {
    case 'menu':
      if (argument === 'rest') return sayChoices(turn);
      if (isStaff(turn.person) && !argument) return sayDesk(turn);
      return sayMenu(turn, Number(argument ?? 0) || 0);
    case 'resume':
    case 'keep':
      return resumeRun(turn);
    case 'person':
    case 'call-me':
      return askForPerson(turn, 'asked');
    case 'try-again':
      return tryAgain(turn);
    case 'stop-reminders':
      return stopRun(turn);
    case 'stop-announcements':
      return void hearNoMore(turn);
    case 'asked-for-code':
      return answerScam(turn);
    case 'clicked-link':
      return afterTheTrap(turn);
    case 'understood':
      return argument === 'rest' ? sayAnotherDay(turn) : acknowledgeWarning(turn);
    case 'change-term':
      return askTerm(turn);
    case 'desk':
      return isStaff(turn.person) ? sayDesk(turn) : sayMenu(turn);
    case 'self-service':
      return sayMenu(turn);
    case 'switch':
      return argument ? startFlow(turn, argument) : sayMenu(turn);
    case 'my-list':
      return sayMyList(turn);
    case 'what-next':
      return sayWhatNext(turn);
    case 'language':
      return argument ? changeLanguage(turn, argument) : askLanguage(turn);
    case 'voice':
      return changeVoice(turn, argument !== 'off');
    case 'meant':
      return pressMeant(turn, argument);
    default:
      return backToWork(turn);
  }
}

const sayAnotherDay = (turn: Turn): void =>
  turn.say('later.nothing', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);

const HELP_ACTS = ['take', 'busy', 'done', 'talk', 'came', 'none'] as const;

function pressHelp(turn: Turn, pressed: Press & { scope: 'help' }): void {
  const act = HELP_ACTS.find((known) => known === pressed.act);
  const isCitizens = act === 'came' || act === 'none';
  if (!act || (!isCitizens && !isStaff(turn.person))) return backToWork(turn);
  turn.effects.push({ type: 'help', id: pressed.id, act });
}
