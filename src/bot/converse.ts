/**
 * The whole decision of one turn, as a pure function: who wrote, what arrived, what is known → what is said, remembered
 * and recorded. Order matters and is the order of this file: protection first, then the place the person is at, then
 * what they may want, and never silence.
 */
import type { FlowId, Step } from '../flows/flow.ts';
import { findSecrets } from '../privacy/secrets.ts';
import { TERMS } from '../text.ts';
import { readDeskOrder } from '../understanding/desk-words.ts';
import { INTENTS, type Intent } from '../understanding/intents.ts';
import { readCallName, readTerm } from '../understanding/kinship.ts';
import { type ReplyMeaning, readNumber, readReply } from '../understanding/replies.ts';
import { type RetiredName, readRetired } from '../understanding/retired-names.ts';
import { understand } from '../understanding/understand.ts';
import { WISH_CATALOGUE } from '../understanding/wish-catalogue.ts';
import { readWish } from '../understanding/wishes.ts';
import { answerAnnouncement, hearNoMore } from './announced.ts';
import type { ErrandResult, InboundEvent, InboundKind } from './channel.ts';
import { pressBroadcast } from './desk/announce.ts';
import { answerAtDesk, pressAtDesk, sayDesk } from './desk/desk.ts';
import { askSignIn, wantsSignIn } from './desk/sign-in.ts';
import { takeOrder } from './desk/team.ts';
import { askTerm, introduce, readPayload, setTerm, welcome } from './greet.ts';
import { answerTyped, guide, pressInRun, repeatStep, restRun, resumeRun, startFlow, stopRun } from './guide.ts';
import { askForPerson, offerPerson, tryAgain } from './help.ts';
import { askLanguage, setLanguage, setVoice } from './language.ts';
import type { Memory } from './memory.ts';
import { sayChoices, sayGroup, sayMenu, sayWhichFlow } from './menu.ts';
import { sayMyList, sayWhatNext, wishButton } from './my-list.ts';
import { offeredBy } from './offered.ts';
import { nameSpeaker, pressPeople, takePeopleOrder } from './people/people.ts';
import { pressTalk, relayOther, relayText } from './people/relay.ts';
import { answerErase, showData } from './people/rights.ts';
import { isStaff, type Person } from './person.ts';
import { decodePress, type Press } from './press.ts';
import { acknowledgeWarning, afterTheTrap, answerScam, backToWork, warnOfSecret } from './protect.ts';
import { answerQuestion, tellChosen } from './safety/answers.ts';
import { hearPhoto, lookAtPhoto, wantsCode } from './safety/code.ts';
import { addFamilyNews } from './safety/family.ts';
import { pressSafety, takeSafetyOrder } from './safety/orders.ts';
import { isSaidAgain, keepHalf, takeHalf } from './safety/same-turn.ts';
import { asksAboutNumber, isLocalTrick } from './safety/scams.ts';
import { titleOf } from './show.ts';
import { Turn, type World } from './turn.ts';
import { noteUnknown } from './unknown.ts';
import { act, readWanted, type Wanted } from './wanted.ts';

/** Kept of a text nobody asked to be long; the rest is cut before anything is stored. */
const HEARD_LIMIT = 500;
/** Read of a text; Telegram's longest message has 4,096 characters, and reading must stay quick whatever arrives. */
const READ_LIMIT = 5_000;
/** Telegram's command menu (`channel.commands` in the words); typed commands work on both channels. */
const COMMANDS: ReadonlyMap<string, NonNullable<ReplyMeaning>> = new Map([
  ['/batdau', 'menu'],
  ['/tieptuc', 'resume'],
  ['/giup', 'person'],
  ['/dung', 'stop'],
  ['/dulieu', 'my-data'],
  ['/english', 'english'],
  ['/viec', 'my-list'],
  ['ភាសាខ្មែរ', 'khmer'], // its own name for itself, in letters the phrase tables do not read
]);
/** What was asked for and is not for the history. */
const WITHHELD: Partial<Record<string, string>> = { 'account-number': '[số tài khoản]', phone: '[số điện thoại]' };
/** Answers typed in a row after which numbers are printed beside the buttons. */
const TYPED_STREAK = 2;

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
      return read(turn, what.text, event.messageId, {
        half: takeHalf(turn, event),
        isForwarded: what.forwarded ?? false,
      });
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

// ── presses ────────────────────────────────────────────────────────────────────────────────────────────────────────

function press(turn: Turn, data: string): void {
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

function pressGeneral(turn: Turn, pressed: Press & { scope: 'general' }): void {
  switch (pressed.word) {
    case 'menu':
      if (pressed.argument === 'rest') return sayChoices(turn);
      if (isStaff(turn.person) && !pressed.argument) return sayDesk(turn);
      return sayMenu(turn, Number(pressed.argument ?? 0) || 0);
    case 'resume':
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
    case 'deleted':
      return backToWork(turn);
    case 'clicked-link':
      return afterTheTrap(turn);
    case 'understood':
      return pressed.argument === 'rest' ? turn.say('later.nothing', {}, [menuButton(turn)]) : acknowledgeWarning(turn);
    case 'change-term':
      return askTerm(turn);
    case 'desk':
      return isStaff(turn.person) ? sayDesk(turn) : sayMenu(turn);
    case 'self-service':
      return sayMenu(turn);
    case 'switch':
      return pressed.argument ? startFlow(turn, pressed.argument) : sayMenu(turn);
    case 'keep':
      return resumeRun(turn);
    case 'my-list':
      return sayMyList(turn);
    case 'what-next':
      return sayWhatNext(turn);
    case 'language':
      return pressed.argument ? changeLanguage(turn, pressed.argument) : askLanguage(turn);
    case 'voice':
      return changeVoice(turn, pressed.argument !== 'off');
    case 'meant':
      return pressMeant(turn, pressed.argument);
    default:
      return backToWork(turn);
  }
}

const menuButton = (turn: Turn) => turn.button('button.menu', { scope: 'general', word: 'menu' });

const HELP_ACTS = ['take', 'busy', 'done', 'talk', 'came', 'none'] as const;

function pressHelp(turn: Turn, pressed: Press & { scope: 'help' }): void {
  const act = HELP_ACTS.find((known) => known === pressed.act);
  const isCitizens = act === 'came' || act === 'none';
  if (!act || (!isCitizens && !isStaff(turn.person))) return backToWork(turn);
  turn.effects.push({ type: 'help', id: pressed.id, act });
}

/** One flow at a time: a second one asks first (CD-64). */
function wantFlow(turn: Turn, flowId: string): void {
  const run = turn.memory.run;
  if (!turn.world.flows.current.has(flowId)) return sayMenu(turn);
  if (turn.person.term === null && !isStaff(turn.person)) return askTerm(turn, flowId);
  if (!run) return startFlow(turn, flowId);
  if (run.state.flowId === flowId && !run.helping) return resumeRun(turn);
  turn.memory.asking = { what: 'switch', to: flowId };
  turn.say('switch.ask', { title: titleOf(turn, run.state.flowId) }, [
    turn.button(`flows/${flowId}:wish`, { scope: 'general', word: 'switch', argument: flowId }),
    turn.button('switch.keep', { scope: 'general', word: 'keep' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

// ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Beside {
  /** The message right before this one, when both are one turn. */
  half: Memory['half'] | null;
  isForwarded: boolean;
}

function read(turn: Turn, typed: string, messageId: string | undefined, { half, isForwarded }: Beside): void {
  const text = typed.slice(0, READ_LIMIT);
  const command = COMMANDS.get(text.trim().toLowerCase());
  if (command !== undefined) return reply(turn, command);
  const expecting = expectation(turn);
  const found = findSecrets(text, { expecting, recentOtpStep: stepOf(turn)?.warn === 'otp' });
  turn.heard = WITHHELD[expecting] ?? found.masked.slice(0, HEARD_LIMIT);
  const scam = readReply(text) === 'scam';
  const writes = isWritingAnnouncement(turn); // an announcement refuses codes and links by itself
  const secret = writes || namesReceipt(turn, text) ? undefined : found.kinds[0];
  const { relay } = turn.world.facts;
  if (relay && !isAboutOwnData(text)) {
    relayText(turn, relay, text, found.masked);
    return secret === undefined ? undefined : warnOfSecret(turn, secret, messageId);
  }
  if (secret !== undefined) return warnOfSecret(turn, secret, messageId);
  if (isForwarded && !writes) return answerScam(turn, text, true); // somebody else's words are no answer of this person's
  if (half && isSaidAgain(half, readReply(text))) return sameTurn(turn);
  if (!writes && (takePeopleOrder(turn, text) || takeSafetyOrder(turn, text) || takeOrder(turn, text))) return;
  if ((scam || asksAboutNumber(text) || isLocalTrick(turn, text)) && !writes) return answerScam(turn, text);
  if (turn.memory.asking?.what === 'term') return readTermAnswer(turn, text);
  if (turn.memory.asking?.what === 'new-speaker') return nameSpeaker(turn, text);
  if (turn.memory.asking?.what === 'phone') {
    const phone = readPhone(text);
    if (phone !== null) return receivePhone(turn, phone);
    delete turn.memory.asking;
  }
  const offered = matchOffered(turn, text);
  if (offered !== null) {
    turn.understood = 'typed-button';
    return press(turn, offered);
  }
  if (wantsSignIn(turn, text)) return askSignIn(turn, text);
  if (isStaff(turn.person) && answerAtDesk(turn, text)) return;
  const meaning = readReply(text);
  if (answerAnnouncement(turn, text, meaning)) return;
  if (isTypedAnswerExpected(turn) && !isCommand(meaning) && answerTyped(turn, text)) return;
  if (isFraud(turn, text) && !writes) return answerScam(turn, text);
  if (meaning !== null && !(isVague(meaning) && !turn.memory.run && namesSomething(turn, text)))
    return reply(turn, meaning);
  if (half?.did === 'missed') return readTogether(turn, half.words, text);
  wishOrMiss(turn, text);
}

/** The first half was not understood and neither is this one alone: both are read as the one message they are. */
function readTogether(turn: Turn, first: string, second: string): void {
  const text = `${first} ${second}`;
  const found = findSecrets(text, { expecting: expectation(turn), recentOtpStep: stepOf(turn)?.warn === 'otp' });
  if (found.kinds[0] !== undefined) return warnOfSecret(turn, found.kinds[0], undefined);
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

/** A receipt's number in "sửa 123456" is no code sent to a phone. */
function namesReceipt(turn: Turn, text: string): boolean {
  const order = isStaff(turn.person) ? readDeskOrder(text) : null;
  return order?.order === 'remove-receipt' || (order?.order === 'fix' && order.text === '');
}

/** One's own rights work at every point, in the middle of a talk too. */
const isAboutOwnData = (text: string): boolean => ['my-data', 'erase-me'].includes(readReply(text) ?? '');

/** A typed number or a typed label means the button it stands for. */
function matchOffered(turn: Turn, text: string): string | null {
  return expectation(turn) === 'menu' ? offeredBy(turn.memory, text) : null;
}

/** What the person's next words may be, so that an account number at its step is not taken for a secret. */
function expectation(turn: Turn): 'menu' | 'account-number' | 'name' | 'reference' | 'phone' {
  if (turn.memory.asking?.what === 'phone') return 'phone';
  const step = stepOf(turn);
  if (step?.kind !== 'ask') return 'menu';
  if (step.accept === 'account-number') return 'account-number';
  if (step.accept === 'reference-tail') return 'reference';
  return step.accept === 'bank' ? 'menu' : 'name';
}

const isWritingAnnouncement = (turn: Turn): boolean =>
  isStaff(turn.person) && !turn.memory.run && (turn.memory.desk?.at.startsWith('write-') ?? false);

/** The step the person stands at, if any. */
function stepOf(turn: Turn): Step | undefined {
  const run = turn.memory.run;
  const flow = run && turn.world.flows.of(run.state.flowId, run.state.version);
  return run && flow && run.state.step !== null ? flow.steps[run.state.step] : undefined;
}

const isTypedAnswerExpected = (turn: Turn): boolean => stepOf(turn)?.kind === 'ask';

/** "mất điện thoại rồi" names a flow that would be the better start; "nó bị lỗi" at a step does not. */
const isVague = (meaning: ReplyMeaning): boolean => meaning === 'error' || meaning === 'safe' || meaning === 'cost';

const namesSomething = (turn: Turn, text: string): boolean =>
  readRetired(text) !== null || wishesIn(turn, text).length > 0;

/** Words that are never an answer to a question, whatever was asked. */
const isCommand = (meaning: ReplyMeaning): boolean => meaning !== null && COMMANDS_IN_WORDS.has(meaning);

const COMMANDS_IN_WORDS: ReadonlySet<ReplyMeaning> = new Set<ReplyMeaning>([
  ...(['stop', 'person', 'back', 'again', 'later', 'menu', 'restart', 'scam', 'resume'] as const),
  ...(['my-list', 'what-next', 'voice-on', 'voice-off', 'english', 'vietnamese', 'khmer'] as const),
]);

function readTermAnswer(turn: Turn, text: string): void {
  const named = readCallName(text);
  const term = named?.term ?? readTerm(text);
  const number = readNumber(text);
  if (term) return setTerm(turn, term, named?.callName);
  if (number !== null && TERMS[number - 1]) return setTerm(turn, TERMS[number - 1] as string);
  const meaning = readReply(text);
  if (meaning === 'person') return askForPerson(turn, 'asked');
  if (meaning === 'stop') return stopRun(turn);
  if (meaning === 'english' || meaning === 'khmer' || meaning === 'vietnamese') return reply(turn, meaning);
  const wish = bestWish(turn, text);
  if (wish !== undefined && turn.memory.asking?.what === 'term') turn.memory.asking.after = { flow: wish };
  setTerm(turn, 'bác'); // any other answer: the polite default, which can be changed at any time (CD-11, CD-15)
}

function reply(turn: Turn, meaning: NonNullable<ReplyMeaning>): void {
  turn.understood = meaning;
  switch (meaning) {
    case 'done':
    case 'yes':
      return turn.memory.asking ? answerAsking(turn, true) : guide(turn, { type: 'forward' });
    case 'no':
    case 'not-yet':
      return turn.memory.asking ? answerAsking(turn, false) : guide(turn, { type: 'unseen' });
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
      return changeLanguage(turn, 'en');
    case 'vietnamese':
      return changeLanguage(turn, 'vi');
    case 'khmer':
      return changeLanguage(turn, 'km');
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
  if (meaning === 'greeting' && turn.person.term === null && !isStaff(turn.person)) return introduce(turn);
  if (meaning === 'greeting' && isStaff(turn.person)) return sayDesk(turn);
  if (meaning === 'greeting') {
    if (turn.memory.run) return resumeRun(turn);
    turn.say('greet.again', { name: turn.person.callName ?? '' });
    return sayMenu(turn);
  }
  const line = { cost: 'ask.cost-unsure', safe: 'ask.safe', thanks: 'thanks' }[meaning];
  turn.say(line);
  backToWork(turn);
}

function answerAsking(turn: Turn, yes: boolean): void {
  const asking = turn.memory.asking;
  delete turn.memory.asking;
  if (asking?.what === 'person') return yes ? askForPerson(turn, 'asked') : tryAgain(turn);
  if (asking?.what === 'switch') return yes ? startFlow(turn, asking.to) : resumeRun(turn);
  if (asking?.what === 'erase') return restoreAndAnswerErase(turn, yes);
  if (asking?.what === 'scam') return yes ? acknowledgeWarning(turn) : afterTheTrap(turn);
  backToWork(turn);
}

/** The question stands until it is answered: `answerErase` looks for it. */
function restoreAndAnswerErase(turn: Turn, yes: boolean): void {
  turn.memory.asking = { what: 'erase' };
  answerErase(turn, yes);
}

/** A newcomer who asks for their language is still asked how to be called; everybody else is brought back to work. */
function changeLanguage(turn: Turn, locale: string): void {
  setLanguage(turn, locale);
  afterSetting(turn);
}

function changeVoice(turn: Turn, on: boolean): void {
  setVoice(turn, on);
  afterSetting(turn);
}

function afterSetting(turn: Turn): void {
  if (turn.person.term === null && !isStaff(turn.person)) return introduce(turn, askedFlow(turn));
  backToWork(turn);
}

/** The flow a newcomer came for, kept while other things are asked first. */
const askedFlow = (turn: Turn): FlowId | undefined =>
  turn.memory.asking?.what === 'term' ? turn.memory.asking.after?.flow : undefined;

/** The old name of something: what replaced it, and the way there. A newcomer is led there after the first question. */
function answerRetired(turn: Turn, { id, now }: RetiredName): void {
  turn.understood = `retired:${id}`;
  const isNew = turn.person.term === null && !isStaff(turn.person);
  if (isNew || turn.memory.run) turn.say(`retired.${id}`);
  if (isNew) return introduce(turn, now);
  if (turn.memory.run) return wantFlow(turn, now);
  turn.say(`retired.${id}`, {}, [
    wishButton(turn, now),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** A wish typed in one's own words, else one rung of the ladder. */
function wishOrMiss(turn: Turn, text: string): void {
  const retired = readRetired(text);
  if (retired && turn.world.flows.current.has(retired.now)) return answerRetired(turn, retired);
  const wanted = readWanted(text, expectingOf(turn), (flow) => turn.world.flows.current.has(flow));
  if (answerQuestion(turn, text, wanted.kind)) return;
  if (turn.person.term === null && !isStaff(turn.person)) {
    const wish = wanted.kind === 'flows' && wanted.flows.length === 1 ? wanted.flows[0] : undefined;
    turn.understood = wish ? `wish:${wish}` : 'first-words';
    return introduce(turn, wish);
  }
  if (wanted.kind === 'ask' || wanted.kind === 'unclear') noteUnknown(turn, text, expectingOf(turn));
  if (!take(turn, wanted)) miss(turn);
}

/** What is wanted is done or asked about; false when it is not clear enough for either. */
function take(turn: Turn, wanted: Wanted): boolean {
  switch (wanted.kind) {
    case 'flows':
      turn.understood = `wish:${wanted.flows.join(',')}`;
      if (wanted.flows.length === 1) wantFlow(turn, wanted.flows[0] as FlowId);
      else sayWhichFlow(turn, wanted.flows);
      return true;
    case 'answer':
      reply(turn, wanted.meaning);
      return true;
    case 'ask':
      askWhich(turn, wanted.intents);
      return true;
    case 'out-of-scope':
      if (turn.memory.run) return false; // the ladder leads back to the step, or to a person
      turn.understood = 'out-of-scope';
      turn.say('intents:out-of-scope');
      sayMenu(turn);
      return true;
    case 'unclear':
      return false;
  }
}

/** "Bác muốn …?": what it may have meant, and a person as the last. */
function askWhich(turn: Turn, intents: readonly Intent[]): void {
  turn.understood = `ask:${intents.join(',')}`;
  turn.say('intents:ask', {}, [
    ...intents
      .filter((intent) => intent !== 'help_human')
      .map((intent) => turn.button(`intents:label.${intent}`, { scope: 'general', word: 'meant', argument: intent })),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** The answer to {@link askWhich}. */
function pressMeant(turn: Turn, name: string | undefined): void {
  const intent = INTENTS.find((one) => one === name);
  if (!intent) return backToWork(turn);
  const wanted = act(intent, [], (flow) => turn.world.flows.current.has(flow));
  if (!take(turn, wanted)) backToWork(turn);
}

/** The model hears fraud where the tables hear something else, or nothing. */
function isFraud(turn: Turn, text: string): boolean {
  const { intent, acts } = understand(text, expectingOf(turn));
  return intent === 'scam_alert' && acts;
}

const expectingOf = (turn: Turn) => (turn.memory.run ? 'step' : null);

/** One rung of the ladder. */
function miss(turn: Turn): void {
  turn.understood = 'unclear';
  if (turn.memory.run) return guide(turn, { type: 'missed' });
  if (turn.memory.asking?.what === 'person') return offerPerson(turn, 3);
  turn.say('ladder.menu');
  sayMenu(turn);
}

/** Wishes as good as the best one are offered, not guessed: a wrong flow costs an elderly reader more than a question. */
const AS_GOOD_WITHIN = 0.05;
const WISHES_OFFERED = 3;

function wishesIn(turn: Turn, text: string): FlowId[] {
  const wishes = readWish(text, WISH_CATALOGUE).filter(({ id }) => turn.world.flows.current.has(id));
  const best = wishes[0]?.score ?? 0;
  return wishes
    .filter(({ score }) => best - score <= AS_GOOD_WITHIN)
    .map(({ id }) => id)
    .slice(0, WISHES_OFFERED);
}

/** The one flow a text names; undefined when it names none, or several as well as each other. */
function bestWish(turn: Turn, text: string): FlowId | undefined {
  const wishes = wishesIn(turn, text);
  return wishes.length === 1 ? wishes[0] : undefined;
}

/** A phone number is kept only where it was asked for, and only the person's own. */
function receivePhone(turn: Turn, phone: string | null): void {
  delete turn.memory.asking;
  turn.understood = 'phone';
  if (phone === null) turn.say('phone.not-kept');
  else turn.effects.push({ type: 'keep-phone', phone });
  backToWork(turn);
}

/** Ten digits beginning with 0, or the same with 84 in front (the forms Vietnamese mobile numbers have). */
function readPhone(text: string): string | null {
  const digits = text.replace(/[\s.()-]/g, '').replace(/^\+?84/, '0');
  return /^0\d{9}$/.test(digits) ? digits : null;
}

/** Pictures, voices, stickers: a named answer (CD-50), nothing stored, the step again. */
function answerOther(turn: Turn, what: InboundKind): void {
  turn.understood = what.kind;
  if (turn.person.term === null && !isStaff(turn.person)) return introduce(turn);
  turn.say(`other.${what.kind}`);
  if (turn.memory.run) repeatStep(turn);
  else if (isStaff(turn.person)) sayDesk(turn);
  else sayMenu(turn);
}

// ── what every message carries ─────────────────────────────────────────────────────────────────────────────────────

/** Some phones show no buttons: whoever types gets the numbers printed as well (conversation-design §4). */
function printNumbers(turn: Turn): void {
  if ((turn.memory.typed ?? 0) < TYPED_STREAK) return;
  const last = turn.messages.findLast(({ to, message }) => to === undefined && 'buttons' in message && message.buttons);
  if (last?.message.kind !== 'text' || !last.message.buttons) return;
  const lines = last.message.buttons.map(({ label }, index) => `${index + 1}. ${label}`);
  last.message = { ...last.message, text: `${last.message.text}\n${turn.text('step.numbered')}\n${lines.join('\n')}` };
}

/** One live keyboard on the screen: acknowledge the press, take the buttons off what was pressed or passed by. */
function retireButtons(turn: Turn, event: InboundEvent): void {
  const { what } = event;
  if (what.kind === 'press' && what.callbackId !== undefined) {
    turn.gestures.push({ kind: 'acknowledge', callbackId: what.callbackId });
  }
  const passed = what.kind === 'press' ? what.messageId : turn.person.liveButtons;
  if (passed && turn.offered().length > 0) turn.gestures.push({ kind: 'retire-buttons', messageId: passed });
}
