/**
 * People write back to an announcement: "I will come", or a question that goes to the officer, whose answer goes back to
 * that person alone (docs/decisions/0018). What is kept of their words has no secrets in it.
 */
import type { Caller } from '../access/caller.ts';
import { allows } from '../access/rights.ts';
import { answerFaults, type Fault, tidy } from '../bot/announcement.ts';
import type { OutboundMessage } from '../bot/channel.ts';
import { moveDesk } from '../bot/desk/desk.ts';
import { nameOf } from '../bot/person.ts';
import { encodePress } from '../bot/press.ts';
import type { Recipient, Turn } from '../bot/turn.ts';
import {
  allowedHosts,
  answerCause,
  isAnsweredFrom,
  keepAnswer,
  keepOfficersAnswer,
  keepQuestion,
  lockQuestion,
  officerOf,
  type Question,
  readAnswer,
} from '../db/announced.ts';
import { areaName, pathOf } from '../db/areas.ts';
import type { Tx } from '../db/client.ts';
import { queueNotice } from '../db/notices.ts';
import { OPEN_WINDOW_MS } from '../db/reach.ts';
import { addressOf, type Texts } from '../text.ts';
import { STAFF } from './act.ts';
import { timeWords } from './schedule.ts';
import { callerOf } from './speaker.ts';

export async function countComing(tx: Tx, turn: Turn, id: string, answer: 'coming' | 'not-coming'): Promise<void> {
  const isKept = await keepAnswer(tx, id, turn.person.id, answer, turn.world.now);
  const menu = turn.button('button.menu', { scope: 'general', word: 'menu' });
  if (!isKept) return turn.say('broadcast:only-a-test', {}, [menu]);
  const other = answer === 'coming' ? 'not-coming' : 'coming';
  turn.say(`broadcast:answered-${answer}`, {}, [
    turn.button(`broadcast:button.${other}`, { scope: 'broadcast', id, act: other }),
    menu,
  ]);
}

/** To the officer's chat, with a way to answer; the person is told who will. */
export async function askOfficer(tx: Tx, turn: Turn, id: string, text: string): Promise<void> {
  const { person, world } = turn;
  const officer = await officerOf(tx, id);
  const ways = [
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  const question = await keepQuestion(
    tx,
    { broadcastId: id, contactId: person.id, text, officerId: officer?.id ?? null },
    world.now,
  );
  if (!officer || officer.id === person.id) return turn.say('broadcast:asked-nobody', {}, ways);
  const area = await areaName(tx, person.areaCode);
  const message: OutboundMessage = {
    kind: 'text',
    text: world.texts.say('vi', 'broadcast:question', { name: nameOf(person), area, text }, STAFF),
    buttons: [
      {
        label: world.texts.say('vi', 'broadcast:button.reply', {}, STAFF),
        data: encodePress({ scope: 'broadcast', id, act: 'reply', argument: question }),
      },
    ],
  };
  turn.notify(officer, message);
  turn.say('broadcast:asked', { officer: officer.name, who: capital(officer.name) }, ways);
}

/** The officer has pressed "answer": the next words they type are it. */
export async function openReply(tx: Tx, turn: Turn, replyId: string): Promise<void> {
  const question = await theirs(tx, turn, replyId);
  if (!question) return turn.say('volunteer:no-right', {}, [deskBack(turn)]);
  moveDesk(turn, { at: 'write-reply', reply: question.id });
  const earlier = await readAnswer(tx, question.id);
  const params = { name: calledAs(question), ...(earlier && { by: earlier.by ?? '–', at: timeWords(earlier.at) }) };
  turn.say(`broadcast:${earlier ? 'write-more' : 'write-reply'}`, params, [deskBack(turn)]);
}

/** The officer has typed it in the chat. */
export async function answerCitizen(tx: Tx, turn: Turn, replyId: string, text: string): Promise<void> {
  const question = await theirs(tx, turn, replyId);
  if (!question) return turn.say('volunteer:no-right', {}, [deskBack(turn)]);
  const { now, texts } = turn.world;
  const why = unanswerable(question, now);
  if (why !== null) {
    moveDesk(turn, { at: 'home' });
    return turn.say(`broadcast:unanswerable.${why}`, { name: calledAs(question) }, [deskBack(turn)]);
  }
  const officer = turn.person.memberships[0]?.name ?? '';
  await keepOfficersAnswer(tx, question, { text, officerId: turn.person.id, officer, clientId: null }, now);
  turn.notify(chatOf(question), answerMessage(question, officer, text, texts));
  moveDesk(turn, { at: 'home' });
  turn.say('broadcast:reply-sent', { name: calledAs(question) }, [deskBack(turn)]);
}

// ── from the page ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface WrittenAnswer {
  text: string;
  /** Of the form; the same form sends once, however often its button is pressed. */
  clientId: string;
  /** Written below an answer that was there already. */
  isMore: boolean;
}

export type AnswerRefusal =
  | { say: Unanswerable; name: string }
  | { say: 'answered-already'; by: string; at: Date }
  | { say: 'fault'; faults: Fault[] };

export type AnsweredOnPage =
  | { ok: true; question: Question; isNew: boolean }
  | { ok: false; question: Question; refusal: AnswerRefusal };

/**
 * The same answer written on the page, whose right has been looked at there: into the outbox in the caller's transaction,
 * ahead of what is sent to many. Null: this announcement has no such question in the caller's world.
 */
export async function answerOnPage(
  tx: Tx,
  caller: Caller,
  asked: { broadcastId: string; questionId: string },
  written: WrittenAnswer,
  texts: Texts,
  now: Date,
): Promise<AnsweredOnPage | null> {
  const question = await lockQuestion(tx, asked.questionId);
  if (question?.broadcastId !== asked.broadcastId || question.simulated !== caller.simulated) return null;
  const clientId = `${question.id}:${written.clientId}`;
  if (await isAnsweredFrom(tx, clientId)) return { ok: true, question, isNew: false };
  const text = tidy('what', written.text.replace(/\s*\r?\n\s*/g, ' '));
  const refusal = await refusalOf(tx, question, { ...written, text }, now);
  if (refusal) return { ok: false, question, refusal };
  const answer = { text, officerId: caller.id, officer: caller.name, clientId };
  const cause = answerCause(await keepOfficersAnswer(tx, question, answer, now));
  const message = answerMessage(question, caller.name, text, texts);
  const expiresAt = new Date(now.getTime() + ANSWER_LIVES_MS);
  await queueNotice(tx, { to: chatOf(question), cause, message, urgency: 0, expiresAt }, now);
  return { ok: true, question, isNew: true };
}

/** An answer nobody could deliver by then is written anew by a person. */
const ANSWER_LIVES_MS = 86_400_000;

async function refusalOf(
  tx: Tx,
  question: Question,
  { text, isMore }: WrittenAnswer,
  now: Date,
): Promise<AnswerRefusal | null> {
  const earlier = isMore ? null : await readAnswer(tx, question.id);
  if (earlier) return { say: 'answered-already', by: earlier.by ?? '–', at: earlier.at };
  const why = unanswerable(question, now);
  if (why !== null) return { say: why, name: calledAs(question) };
  const faults = answerFaults(text, await allowedHosts(tx));
  return faults.length > 0 ? { say: 'fault', faults } : null;
}

// ── both ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Unanswerable = 'left' | 'muted' | 'closed-window';

/**
 * Why an answer would not reach the person, or must not: they have blocked us, have asked for no more messages since they
 * asked, or Zalo takes nothing any more so long after their last act. Null: it may go.
 */
export function unanswerable(question: Question, now: Date): Unanswerable | null {
  const { at, leftAt, mutedAt, channel, seenAt } = question;
  if (leftAt !== null) return 'left';
  if (mutedAt !== null && mutedAt >= at) return 'muted';
  return channel === 'zalo' && seenAt.getTime() < now.getTime() - OPEN_WINDOW_MS ? 'closed-window' : null;
}

/** In the officer's name, with the way back to what the person was doing. */
function answerMessage({ locale, term }: Question, officer: string, text: string, texts: Texts): OutboundMessage {
  const say = (key: string, params = {}) => texts.say(locale, key, params, addressOf(term));
  return {
    kind: 'text',
    text: say('broadcast:officer-says', { officer: capital(officer), text }),
    buttons: [{ label: say('button.menu'), data: encodePress({ scope: 'general', word: 'menu' }) }],
  };
}

const chatOf = ({ contactId, channel, simulated }: Question): Recipient => ({ id: contactId, channel, simulated });

/** The question, if this official works where the announcement went; nobody else answers that person meanwhile. */
async function theirs(tx: Tx, turn: Turn, replyId: string): Promise<Question | null> {
  const question = await lockQuestion(tx, replyId);
  if (!question || question.simulated !== turn.person.simulated) return null;
  return allows(callerOf(turn), 'broadcast.write', await pathOf(tx, question.areaCode)) ? question : null;
}

const calledAs = ({ term, callName }: Question): string => [addressOf(term).xung, callName].filter(Boolean).join(' ');

/** A name that begins a sentence. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const deskBack = (turn: Turn) => turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' });
