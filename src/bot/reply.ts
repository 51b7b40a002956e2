/** What a short word that is understood everywhere leads to: yes, again, stop, a person, the menu. Pure. */
import type { ReplyMeaning } from '../understanding/replies.ts';
import { answerYesNo } from './asked.ts';
import { sayDesk } from './desk/desk.ts';
import { askTerm, introduce } from './greet.ts';
import { guide, restRun, resumeRun, stopRun } from './guide.ts';
import { askForPerson } from './help.ts';
import { sayMenu } from './menu.ts';
import { sayMyList, sayWhatNext } from './my-list.ts';
import { showData } from './people/rights.ts';
import { isStaff } from './person.ts';
import { answerScam, backToWork } from './protect.ts';
import { changeLanguage, changeVoice, LANGUAGE_ASKED } from './settings.ts';
import type { Turn } from './turn.ts';

export function reply(turn: Turn, meaning: NonNullable<ReplyMeaning>): void {
  turn.understood = meaning;
  switch (meaning) {
    case 'done':
    case 'yes':
      return turn.memory.asking ? answerYesNo(turn, true) : guide(turn, { type: 'forward' });
    case 'no':
    case 'not-yet':
      return turn.memory.asking ? answerYesNo(turn, false) : guide(turn, { type: 'unseen' });
    case 'again':
      return guide(turn, { type: 'again' });
    case 'differs':
    case 'error':
      return guide(turn, { type: 'differs' });
    case 'back':
      return guide(turn, { type: 'back' });
    case 'restart':
      return guide(turn, { type: 'restarted' });
    case 'later':
      return restRun(turn);
    case 'stop':
    case 'no-reminders':
      return stopRun(turn);
    case 'person':
      return askForPerson(turn, 'asked');
    case 'menu':
    case 'next-service':
      return isStaff(turn.person) ? sayDesk(turn) : sayMenu(turn);
    case 'resume':
      return resumeRun(turn);
    case 'my-list':
      return sayMyList(turn);
    case 'what-next':
      return sayWhatNext(turn);
    case 'english':
    case 'vietnamese':
    case 'khmer':
      return changeLanguage(turn, LANGUAGE_ASKED[meaning]);
    case 'voice-on':
    case 'voice-off':
      return changeVoice(turn, meaning === 'voice-on');
    case 'change-term':
      return askTerm(turn);
    case 'scam':
      return answerScam(turn);
    case 'despair':
      turn.say('despair');
      return askForPerson(turn, 'asked');
    case 'my-data':
      return showData(turn, 'page');
    case 'erase-me':
      return showData(turn, 'erase');
    default:
      return aside(turn, meaning);
  }
}

/** Questions and courtesies: one line, then back to where the person was. */
function aside(turn: Turn, meaning: 'cost' | 'safe' | 'greeting' | 'thanks'): void {
  if (meaning === 'greeting') return greetAgain(turn);
  turn.say({ cost: 'ask.cost-unsure', safe: 'ask.safe', thanks: 'thanks' }[meaning]);
  backToWork(turn);
}

function greetAgain(turn: Turn): void {
  if (isStaff(turn.person)) return sayDesk(turn);
  if (turn.person.term === null) return introduce(turn);
  if (turn.memory.run) return resumeRun(turn);
  turn.say('greet.again', { name: turn.person.callName ?? '' });
  sayMenu(turn);
}
