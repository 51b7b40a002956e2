/**
 * What people ask about themselves: their data, a second channel, who of the house is speaking, whether what a volunteer
 * recorded is so. Pure.
 */
import { TERMS } from '../../text.ts';
import { readPeopleOrder } from '../../understanding/desk-words.ts';
import { readMember } from '../../understanding/member-words.ts';
import { nameOfMember } from '../desk/log.ts';
import type { MemberFact } from '../facts.ts';
import { resumeRun } from '../guide.ts';
import type { ActiveRun } from '../memory.ts';
import { sayMenu } from '../menu.ts';
import { isStaff } from '../person.ts';
import type { Press } from '../press.ts';
import { backToWork } from '../protect.ts';
import type { Turn } from '../turn.ts';
import { pressAboutData, showData } from './rights.ts';

const LABEL_LIMIT = 20;
/** The smaller of the two channels' limits (Zalo: 5). */
const BUTTON_LIMIT = 5;
/** Wrong codes after which no more are tried in this chat until it was joined from the other side. */
const MISS_LIMIT = 5;

export function pressPeople(turn: Turn, { act, argument }: Press & { scope: 'people' }): void {
  turn.understood = `people:${act}`;
  if (pressAboutData(turn, act, argument)) return;
  switch (act) {
    case 'right':
    case 'wrong':
      if (/^\d{1,18}$/.test(argument ?? '')) {
        turn.effects.push({ type: 'answer-evidence', id: argument ?? '', yes: act === 'right' });
        return;
      }
      return backToWork(turn);
    case 'speak':
      turn.effects.push({ type: 'speakers', ...(argument !== undefined && { who: argument }) });
      return;
    case 'new-speaker':
      return askNewSpeaker(turn);
    default:
      return backToWork(turn);
  }
}

/** An order about oneself, typed anywhere. False: it is none. */
export function takePeopleOrder(turn: Turn, text: string): boolean {
  const order = readPeopleOrder(text);
  if (!order || (order.order === 'speaker' && isStaff(turn.person))) return false;
  turn.understood = `people:${order.order}`;
  switch (order.order) {
    case 'join':
      turn.effects.push({ type: 'make-join-code' });
      return true;
    case 'use-code':
      useCode(turn, order.words);
      return true;
    case 'leave-channels':
      turn.effects.push({ type: 'leave-channels' });
      return true;
    case 'consents':
      showData(turn, 'consents');
      return true;
    case 'speaker':
      turn.effects.push({ type: 'speakers' });
      return true;
  }
}

// ── one person, two channels ───────────────────────────────────────────────────────────────────────────────────────

function useCode(turn: Turn, words: string): void {
  if ((turn.memory.joinMisses ?? 0) >= MISS_LIMIT) {
    turn.say('people:join.too-often');
    return backToWork(turn);
  }
  turn.effects.push({ type: 'join-channels', words });
}

// ── several people, one phone ──────────────────────────────────────────────────────────────────────────────────────

/** Who uses this phone, or one of them taking their place; `behind` was fetched for this. */
export function tellSpeakers(turn: Turn, behind: readonly MemberFact[], who: string | undefined): void {
  if (who !== undefined) return changeSpeaker(turn, behind, who);
  saySpeakers(turn, behind);
}

function saySpeakers(turn: Turn, behind: readonly MemberFact[]): void {
  const members = behind.filter(({ id }) => id !== turn.memory.speaker?.member);
  const owner = turn.memory.speaker
    ? [turn.button('people:button.owner', { scope: 'people', act: 'speak', argument: 'owner' })]
    : [];
  turn.say(
    'people:speaker.who',
    {},
    [
      ...owner,
      ...members.slice(0, owner.length > 0 ? 2 : 3).map((member) => ({
        label: nameOfMember(member).slice(0, LABEL_LIMIT),
        data: `p.speak.${member.id}`,
      })),
      turn.button('people:button.new-speaker', { scope: 'people', act: 'new-speaker' }),
      turn.button('button.menu', { scope: 'general', word: 'menu' }),
    ].slice(-BUTTON_LIMIT),
  );
}

/** The flow under way waits for its person; the one who speaks now goes on with theirs. */
function changeSpeaker(turn: Turn, behind: readonly MemberFact[], who: string): void {
  const member = behind.find(({ id }) => id === who);
  if (who !== 'owner' && !member) return saySpeakers(turn, behind);
  takePlace(turn, member);
}

function takePlace(turn: Turn, member: MemberFact | undefined): void {
  const { memory } = turn;
  if (memory.run) memory.shelf = [memory.run, ...(memory.shelf ?? [])];
  delete memory.run;
  delete memory.asking;
  if (member) {
    if (!memory.speaker) memory.owner = { term: turn.person.term, callName: turn.person.callName };
    memory.speaker = { member: member.id };
    address(turn, member.term, member.callName);
  } else {
    delete memory.speaker;
    address(turn, memory.owner?.term ?? turn.person.term, memory.owner?.callName ?? turn.person.callName);
    delete memory.owner;
  }
  turn.say('people:speaker.hello', {
    name: nameOfMember({ term: turn.person.term, callName: turn.person.callName ?? '' }),
  });
  const theirs = (memory.shelf ?? []).find((run) => isOf(run, memory.speaker?.member));
  if (!theirs) return sayMenu(turn);
  memory.shelf = (memory.shelf ?? []).filter((run) => run !== theirs);
  memory.run = theirs;
  resumeRun(turn);
}

const isOf = (run: ActiveRun, member: string | undefined): boolean => !run.helping && run.speaker?.member === member;

/** From here on the chat speaks to them. */
function address(turn: Turn, term: string | null, callName: string | null): void {
  if (term !== null) {
    turn.person.term = term;
    turn.patch.term = term;
  }
  if (callName !== null) {
    turn.person.callName = callName;
    turn.patch.callName = callName;
  }
}

function askNewSpeaker(turn: Turn): void {
  turn.memory.asking = { what: 'new-speaker' };
  turn.say('people:speaker.new', {}, [
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** The typed name of somebody who uses this phone too. */
export function nameSpeaker(turn: Turn, text: string): void {
  const read = readMember(text);
  delete turn.memory.asking;
  if (!read || (read.term !== null && !(TERMS as readonly string[]).includes(read.term))) return askNewSpeaker(turn);
  const { memory } = turn;
  if (memory.run) memory.shelf = [memory.run, ...(memory.shelf ?? [])];
  delete memory.run;
  if (!memory.speaker) memory.owner = { term: turn.person.term, callName: turn.person.callName };
  address(turn, read.term, read.callName);
  turn.effects.push({ type: 'share-phone', callName: read.callName, term: read.term });
  turn.say('people:speaker.hello', { name: nameOfMember({ term: read.term, callName: read.callName }) });
  sayMenu(turn);
}
