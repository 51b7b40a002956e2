/**
 * The whole decision of one turn, as a pure function: who wrote, what arrived, what is known → what is said, remembered
 * and recorded. Order matters and is the order of this file: protection first, then the place the person is at, then
 * what they may want, and never silence.
 */
import { readDeskOrder } from '../understanding/desk-words.ts';
import { type ReplyMeaning, readReply } from '../understanding/replies.ts';
import { understand } from '../understanding/understand.ts';
import { answerAnnouncement } from './announced.ts';
import { answerInWords } from './asked.ts';
import type { ErrandResult, InboundEvent, InboundKind } from './channel.ts';
import { isCommand, readCommand } from './commands.ts';
import { answerAtDesk, sayDesk } from './desk/desk.ts';
import { askSignIn, wantsSignIn } from './desk/sign-in.ts';
import { takeOrder } from './desk/team.ts';
import { expectation, expectingOf, isTypedAnswerExpected, isWritingAnnouncement, secretsIn } from './expectation.ts';
import { introduce, readPayload, welcome } from './greet.ts';
import { answerTyped, repeatStep } from './guide.ts';
import { printNumbers, retireButtons } from './keyboard.ts';
import type { Memory } from './memory.ts';
import { sayMenu } from './menu.ts';
import { offeredBy } from './offered.ts';
import { takePeopleOrder } from './people/people.ts';
import { relayOther, relayText } from './people/relay.ts';
import { isNewcomer, isStaff, type Person } from './person.ts';
import { readPhone, receivePhone } from './phone.ts';
import { press } from './presses.ts';
import { answerScam, warnOfSecret } from './protect.ts';
import { reply } from './reply.ts';
import { tellChosen } from './safety/answers.ts';
import { hearPhoto, lookAtPhoto, wantsCode } from './safety/code.ts';
import { addFamilyNews } from './safety/family.ts';
import { takeSafetyOrder } from './safety/orders.ts';
import { isSaidAgain, keepHalf, takeHalf } from './safety/same-turn.ts';
import { asksAboutNumber, isLocalTrick } from './safety/scams.ts';
import { Turn, type World } from './turn.ts';
import { namesFlow, wishOrMiss } from './wish.ts';

/** Kept of a text nobody asked to be long; the rest is cut before anything is stored. */
const HEARD_LIMIT = 500;
/** Read of a text; Telegram's longest message has 4,096 characters, and reading must stay quick whatever arrives. */
const READ_LIMIT = 5_000;
/** What was asked for and is not for the history. */
const WITHHELD: Partial<Record<string, string>> = { 'account-number': '[số tài khoản]', phone: '[số điện thoại]' };

/** Decides. The turn's effects may still add words (who will call, how many were reached): then `conclude` it. */
export function converse(person: Person, event: InboundEvent, world: World): Turn {
  const turn = new Turn(person, world);
  if (event.what.kind === 'errand') turn.isTheirAct = false;
  else if (person.leftAt !== null) Object.assign(turn.patch, { leftAt: null, leftReason: null });
  hear(turn, event);
  keepHalf(turn, event);
  addFamilyNews(turn);
  return turn;
}

/** Once everything is said: what was offered is remembered, numbers are printed, old buttons come off. */
export function conclude(turn: Turn, event: InboundEvent): void {
  const offered = turn.offered();
  if (offered.length > 0) turn.memory.offered = offered;
  printNumbers(turn);
  retireButtons(turn, event);
}

function hear(turn: Turn, event: InboundEvent): void {
  const { what } = event;
  switch (what.kind) {
    case 'left':
      Object.assign(turn.patch, { leftAt: turn.world.now, leftReason: 'left', nudgeAt: null });
      turn.understood = 'left';
      return;
    case 'receipt':
      turn.understood = 'receipt';
      turn.effects.push({ type: 'receipts', messageIds: what.messageIds });
      return;
    case 'follow':
    case 'start':
      return welcome(turn, what.kind === 'start' ? readPayload(what.payload) : {});
    case 'press':
      turn.memory.typed = 0;
      return press(turn, what.data);
    case 'text':
      turn.memory.typed = (turn.memory.typed ?? 0) + 1;
      return read(turn, what, event.messageId, takeHalf(turn, event));
    case 'errand':
      return hearErrand(turn, what.result);
    case 'photo':
      if (turn.world.facts.relay) return relayOther(turn);
      return what.file !== undefined && wantsCode(turn) ? lookAtPhoto(turn, what.file) : answerOther(turn, what);
    case 'contact':
      if (turn.memory.asking?.what !== 'phone') return answerOther(turn, what);
      return receivePhone(turn, what.isOwn ? readPhone(what.phone) : null);
    default:
      return turn.world.facts.relay ? relayOther(turn) : answerOther(turn, what);
  }
}

/** `half`: the message right before this one, when both are one turn. */
function read(
  turn: Turn,
  what: InboundKind & { kind: 'text' },
  messageId: string | undefined,
  half: Memory['half'] | null,
): void {
  const text = what.text.slice(0, READ_LIMIT);
  const command = readCommand(text);
  if (command !== undefined) return reply(turn, command);

  const expecting = expectation(turn);
  const found = secretsIn(turn, text, expecting);
  turn.heard = WITHHELD[expecting] ?? found.masked.slice(0, HEARD_LIMIT);
  const meaning = readReply(text);
  const writes = isWritingAnnouncement(turn); // an announcement refuses codes and links by itself
  const secret = writes || namesReceipt(turn, text) ? undefined : found.kinds[0];
  const { relay } = turn.world.facts;
  if (relay && !isAboutOwnData(meaning)) {
    relayText(turn, relay, text, found.masked);
    return secret === undefined ? undefined : warnOfSecret(turn, secret, messageId);
  }
  if (secret !== undefined) return warnOfSecret(turn, secret, messageId);
  if (what.forwarded && !writes) return answerScam(turn, text, true); // somebody else's words, no answer
  if (half && isSaidAgain(half, meaning)) return sameTurn(turn);
  if (!writes && (takePeopleOrder(turn, text) || takeSafetyOrder(turn, text) || takeOrder(turn, text))) return;
  if (!writes && (meaning === 'scam' || asksAboutNumber(text) || isLocalTrick(turn, text)))
    return answerScam(turn, text);

  if (answerInWords(turn, text, meaning)) return;
  const offered = matchOffered(turn, text);
  if (offered !== null) {
    turn.understood = 'typed-button';
    return press(turn, offered);
  }
  if (wantsSignIn(turn, text)) return askSignIn(turn, text);
  if (isStaff(turn.person) && answerAtDesk(turn, text)) return;
  if (answerAnnouncement(turn, text, meaning)) return;
  if (isTypedAnswerExpected(turn) && !isCommand(meaning) && answerTyped(turn, text)) return;

  if (!writes && isFraud(turn, text)) return answerScam(turn, text);
  if (meaning !== null && !(isVague(meaning) && !turn.memory.run && namesFlow(turn, text))) return reply(turn, meaning);
  if (half?.did === 'missed') return readTogether(turn, half.words, text);
  wishOrMiss(turn, text);
}

/** The first half was not understood and neither is this one alone: both are read as the one message they are. */
function readTogether(turn: Turn, first: string, second: string): void {
  const text = `${first} ${second}`;
  const [secret] = secretsIn(turn, text).kinds;
  if (secret !== undefined) return warnOfSecret(turn, secret, undefined);
  const meaning = readReply(text);
  const missed = turn.memory.run;
  if (missed && missed.state.misses > 0) missed.state.misses -= 1; // one turn is one rung
  if (isFraud(turn, text) || meaning === 'scam') return answerScam(turn, text);
  if (meaning !== null) return reply(turn, meaning);
  wishOrMiss(turn, text);
}

/** Answered already: the first message of this turn was. */
function sameTurn(turn: Turn): void {
  turn.understood = 'same-turn';
}

function hearErrand(turn: Turn, result: ErrandResult): void {
  if (result.of === 'photo') return hearPhoto(turn, result);
  tellChosen(turn, result.answer);
}

/** Pictures, voices, stickers: a named answer (CD-50), nothing stored, the step again. */
function answerOther(turn: Turn, what: InboundKind): void {
  turn.understood = what.kind;
  if (isNewcomer(turn.person)) return introduce(turn);
  turn.say(`other.${what.kind}`);
  if (turn.memory.run) repeatStep(turn);
  else if (isStaff(turn.person)) sayDesk(turn);
  else sayMenu(turn);
}

/** A receipt's number in "sửa 123456" is no code sent to a phone. */
function namesReceipt(turn: Turn, text: string): boolean {
  const order = isStaff(turn.person) ? readDeskOrder(text) : null;
  return order?.order === 'remove-receipt' || (order?.order === 'fix' && order.text === '');
}

/** One's own rights work at every point, in the middle of a talk too. */
const isAboutOwnData = (meaning: ReplyMeaning): boolean => meaning === 'my-data' || meaning === 'erase-me';

/** A typed number or a typed label means the button it stands for. */
const matchOffered = (turn: Turn, text: string): string | null =>
  expectation(turn) === 'menu' ? offeredBy(turn.memory, text) : null;

/** "mất điện thoại rồi" names a flow that would be the better start; "nó bị lỗi" at a step does not. */
const isVague = (meaning: ReplyMeaning): boolean => meaning === 'error' || meaning === 'safe' || meaning === 'cost';

/** The model hears fraud where the tables hear something else, or nothing. */
function isFraud(turn: Turn, text: string): boolean {
  const { intent, acts } = understand(text, expectingOf(turn));
  return intent === 'scam_alert' && acts;
}
