/** A question of ours outside of a flow (`memory.asking`), and what the person answers. Pure. */
import { TERMS } from '../text.ts';
import { readCallName, readTerm } from '../understanding/kinship.ts';
import { type ReplyMeaning, readNumber } from '../understanding/replies.ts';
import { setTerm } from './greet.ts';
import { resumeRun, startFlow, stopRun } from './guide.ts';
import { askForPerson, tryAgain } from './help.ts';
import { nameSpeaker } from './people/people.ts';
import { answerErase } from './people/rights.ts';
import { readPhone, receivePhone } from './phone.ts';
import { acknowledgeWarning, afterTheTrap, backToWork } from './protect.ts';
import { changeLanguage, LANGUAGE_ASKED } from './settings.ts';
import type { Turn } from './turn.ts';
import { namedFlows } from './wanted.ts';

/** An answer in words. False: none was waited for, or not these words; a number is then no longer waited for. */
export function answerInWords(turn: Turn, text: string, meaning: ReplyMeaning): boolean {
  switch (turn.memory.asking?.what) {
    case 'term':
      answerTerm(turn, text, meaning);
      return true;
    case 'new-speaker':
      nameSpeaker(turn, text);
      return true;
    case 'phone':
      return answerPhone(turn, text);
    default:
      return false;
  }
}

/** Yes or no to whatever was asked. */
export function answerYesNo(turn: Turn, yes: boolean): void {
  const { asking } = turn.memory;
  if (asking?.what === 'erase') return answerErase(turn, yes); // stands until then: it looks for the question
  delete turn.memory.asking;
  switch (asking?.what) {
    case 'person':
      return yes ? askForPerson(turn, 'asked') : tryAgain(turn);
    case 'switch':
      return yes ? startFlow(turn, asking.to) : resumeRun(turn);
    case 'scam':
      return yes ? acknowledgeWarning(turn) : afterTheTrap(turn);
    default:
      return backToWork(turn);
  }
}

/** How to be called; whatever else is said, the polite default, which can be changed at any time (CD-11, CD-15). */
function answerTerm(turn: Turn, text: string, meaning: ReplyMeaning): void {
  const named = readCallName(text);
  const term = named?.term ?? readTerm(text);
  if (term) return setTerm(turn, term, named?.callName);
  const number = readNumber(text);
  const numbered = number === null ? undefined : TERMS[number - 1];
  if (numbered !== undefined) return setTerm(turn, numbered);
  if (meaning === 'person') return askForPerson(turn, 'asked');
  if (meaning === 'stop') return stopRun(turn);
  if (meaning === 'english' || meaning === 'khmer' || meaning === 'vietnamese')
    return changeLanguage(turn, LANGUAGE_ASKED[meaning]);
  const [flow, ...others] = namedFlows(text, (id) => turn.world.flows.current.has(id));
  if (flow !== undefined && others.length === 0 && turn.memory.asking?.what === 'term')
    turn.memory.asking.after = { flow };
  setTerm(turn, 'bác');
}

function answerPhone(turn: Turn, text: string): boolean {
  const phone = readPhone(text);
  if (phone === null) delete turn.memory.asking;
  else receivePhone(turn, phone);
  return phone !== null;
}
