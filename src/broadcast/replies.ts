/**
 * People write back to an announcement: "I will come", or a question that goes to the officer, whose answer goes back to
 * that person alone (docs/decisions/0018). What is kept of their words has no secrets in it.
 */
import { allows } from '../access/rights.ts';
import type { OutboundMessage } from '../bot/channel.ts';
import { moveDesk } from '../bot/desk/desk.ts';
import { nameOf } from '../bot/person.ts';
import { encodePress } from '../bot/press.ts';
import type { Turn } from '../bot/turn.ts';
import {
  keepAnswer,
  keepOfficersAnswer,
  keepQuestion,
  officerOf,
  type Question,
  readQuestion,
} from '../db/announced.ts';
import { areaName, pathOf } from '../db/areas.ts';
import type { Tx } from '../db/client.ts';
import { addressOf } from '../text.ts';
import { STAFF } from './act.ts';
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
  turn.say('broadcast:write-reply', { name: calledAs(question) }, [deskBack(turn)]);
}

export async function answerCitizen(tx: Tx, turn: Turn, replyId: string, text: string): Promise<void> {
  const question = await theirs(tx, turn, replyId);
  if (!question) return turn.say('volunteer:no-right', {}, [deskBack(turn)]);
  const officer = turn.person.memberships[0]?.name ?? '';
  await keepOfficersAnswer(tx, question, { text, officerId: turn.person.id, officer }, turn.world.now);
  const say = (key: string, params = {}) =>
    turn.world.texts.say(question.locale, key, params, addressOf(question.term));
  turn.notify(
    { id: question.contactId, channel: question.channel, simulated: question.simulated },
    {
      kind: 'text',
      text: say('broadcast:officer-says', { officer: capital(officer), text }),
      buttons: [{ label: say('button.menu'), data: encodePress({ scope: 'general', word: 'menu' }) }],
    },
  );
  moveDesk(turn, { at: 'home' });
  turn.say('broadcast:reply-sent', { name: calledAs(question) }, [deskBack(turn)]);
}

/** The question, if this official works where the announcement went. */
async function theirs(tx: Tx, turn: Turn, replyId: string): Promise<Question | null> {
  const question = await readQuestion(tx, replyId);
  if (!question || question.simulated !== turn.person.simulated) return null;
  return allows(callerOf(turn), 'broadcast.write', await pathOf(tx, question.areaCode)) ? question : null;
}

const calledAs = ({ term, callName }: Question): string => [addressOf(term).xung, callName].filter(Boolean).join(' ');

/** A name that begins a sentence. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const deskBack = (turn: Turn) => turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' });
