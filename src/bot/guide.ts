/** Guiding: a person's word or press → flow event → what is said, remembered and recorded. Pure. */

import { daysBetween } from '../clock.ts';
import { advance, moveRun, newRun } from '../flows/advance.ts';
import type { Advance, Flow, FlowEffect, FlowEvent, FlowId, Step } from '../flows/flow.ts';
import { progressOf } from '../flows/progress.ts';
import { readAnswer } from './answers.ts';
import { sayDesk } from './desk/desk.ts';
import { sayHousehold } from './desk/household.ts';
import { waitingFor } from './desk/members.ts';
import { alarm, askForPerson, offerPerson } from './help.ts';
import { canHear } from './language.ts';
import type { ActiveRun } from './memory.ts';
import { sayMenu, sayNext, voiceButton } from './menu.ts';
import { scheduleNudge } from './nudge.ts';
import { subjectOfPerson } from './person.ts';
import type { Press } from './press.ts';
import { addressIn, sayRecap, showStep, titleOf } from './show.ts';
import type { Turn } from './turn.ts';

/** Days after which a returning person is told where they were. */
const RECAP_AFTER_DAYS = 1;

/** Whoever starts this needs somebody now. */
const AFTER_FRAUD: FlowId = 'scam-happened';

export interface StartOptions {
  helping?: NonNullable<ActiveRun['helping']>;
  startedBy?: string;
}

/** Starts a flow; one already under way is put on the shelf with its place kept (CD-64). */
export function startFlow(turn: Turn, flowId: FlowId, options: StartOptions = {}): void {
  const flow = turn.world.flows.current.get(flowId);
  if (!flow) return sayMenu(turn);
  shelve(turn);
  const shelved = takeFromShelf(turn, flowId, options.helping);
  if (shelved) {
    turn.memory.run = shelved;
    return resumeRun(turn);
  }
  if (flowId === AFTER_FRAUD && !options.helping) alarm(turn);
  const speaker = options.helping ? undefined : turn.memory.speaker;
  const subject = subjectOf(turn, flow, {
    ...(options.helping && { helping: options.helping }),
    ...(speaker && { speaker }),
  });
  const run: ActiveRun = {
    id: turn.world.inboundId,
    state: newRun(flow),
    lastAt: turn.world.now.toISOString(),
    startedBy: options.startedBy ?? startedBy(turn, options),
    ...(options.helping && { helping: options.helping }),
    ...(speaker && { speaker }),
  };
  turn.memory.run = run;
  turn.effects.push({
    type: 'start-run',
    id: run.id,
    flow,
    ...subject,
    areaCode: options.helping?.areaCode ?? turn.person.areaCode,
    startedBy: run.startedBy,
  });
  const purpose = turn.world.texts.say(turn.person.locale, `flows/${flowId}:purpose`, {}, addressIn(turn, run));
  turn.tell(`${titleOf(turn, flowId)}\n${purpose}`);
  apply(turn, run, flow, { type: 'started' });
}

const startedBy = (turn: Turn, options: StartOptions) => (options.helping ? `volunteer:${turn.person.id}` : 'self');

/** Whom a run is about: somebody of a household, the household itself, one of those who share this phone, or its owner. */
function subjectOf(turn: Turn, flow: Flow, { helping, speaker }: Pick<ActiveRun, 'helping' | 'speaker'>) {
  const person = helping
    ? helping.member && (helping.contact ? `P${helping.contact}` : `M${helping.member}`)
    : speaker
      ? `M${speaker.member}`
      : subjectOfPerson(turn.person);
  if (flow.subject === 'stall') {
    return { subjectKind: 'stall' as const, subjectCode: `S-${helping?.household ?? subjectOfPerson(turn.person)}` };
  }
  return person
    ? { subjectKind: 'person' as const, subjectCode: person }
    : { subjectKind: 'household' as const, subjectCode: helping?.household ?? '' };
}

/** A citizen's flows each wait once; a volunteer's shelf holds every doorstep of a long round. */
const SHELF_LIMIT = { citizen: 8, staff: 60 } as const;

function shelve(turn: Turn): void {
  const run = turn.memory.run;
  if (!run) return;
  const limit = turn.person.memberships.length > 0 ? SHELF_LIMIT.staff : SHELF_LIMIT.citizen;
  turn.memory.shelf = [run, ...(turn.memory.shelf ?? [])].slice(0, limit);
  delete turn.memory.run;
}

/** The same flow for the same person, taken up where it was left. */
function takeFromShelf(turn: Turn, flowId: FlowId, helping: ActiveRun['helping']): ActiveRun | undefined {
  const shelf = turn.memory.shelf ?? [];
  const found = shelf.find(
    (run) =>
      run.state.flowId === flowId &&
      run.helping?.household === helping?.household &&
      run.helping?.member === helping?.member &&
      (helping !== undefined || run.speaker?.member === turn.memory.speaker?.member),
  );
  if (found) turn.memory.shelf = shelf.filter((run) => run !== found);
  return found;
}

/** The flow a run is in: its own version while that is kept, else today's version by the step maps. */
export function settle(turn: Turn, run: ActiveRun): Flow | undefined {
  const current = turn.world.flows.current.get(run.state.flowId);
  const own = turn.world.flows.of(run.state.flowId, run.state.version);
  const mustMove = !own || (current?.moves ?? []).some((move) => move.from === run.state.version);
  if (!mustMove) return own;
  if (!current) return undefined;
  run.state = moveRun(current, run.state);
  turn.say('step.moved');
  return current;
}

/** "Làm tiếp": the same step with one line of memory, however long it has been. */
export function resumeRun(turn: Turn): void {
  const run = turn.memory.run ?? (turn.memory.shelf ?? []).find((waiting) => isSpeakers(turn, waiting));
  if (!run) return sayMenu(turn);
  if (!turn.memory.run) {
    turn.memory.shelf = (turn.memory.shelf ?? []).filter((other) => other !== run);
    turn.memory.run = run;
  }
  delete turn.memory.resting;
  const flow = settle(turn, run);
  if (!flow) return lostFlow(turn);
  apply(turn, run, flow, { type: 'resumed', afterDays: daysAway(turn, run) });
}

/** Several people may share this phone: nobody is brought into somebody else's flow. */
const isSpeakers = (turn: Turn, run: ActiveRun): boolean =>
  run.helping !== undefined || run.speaker?.member === turn.memory.speaker?.member;

const daysAway = (turn: Turn, run: ActiveRun) => daysBetween(new Date(run.lastAt), turn.world.now);

/** A flow that was withdrawn altogether: said kindly, never silent. */
function lostFlow(turn: Turn): void {
  delete turn.memory.run;
  turn.say('step.moved');
  sayMenu(turn);
}

/** An event for the run under way; says one line of memory first when the person was away for a day or more. */
export function guide(turn: Turn, event: FlowEvent): void {
  const run = turn.memory.run;
  if (!run) return sayMenu(turn);
  const flow = settle(turn, run);
  if (!flow) return lostFlow(turn);
  if (run.state.step !== null && daysAway(turn, run) >= RECAP_AFTER_DAYS) {
    if (event.type === 'missed') return apply(turn, run, flow, { type: 'resumed', afterDays: daysAway(turn, run) });
    sayRecap(turn, flow, run.state.step);
  }
  if (mustSeeAgain(turn, run, flow, event)) {
    turn.say('step.changed');
    return apply(turn, run, flow, { type: 'again' });
  }
  apply(turn, run, flow, event);
}

/** What the person did was told them by words that have since been found wrong: they see the step once more first. */
function mustSeeAgain(turn: Turn, run: ActiveRun, flow: Flow, event: FlowEvent): boolean {
  if (run.state.step === null || !['forward', 'chose', 'unseen'].includes(event.type)) return false;
  const since = turn.world.flows.mustSeeSince?.(flow, run.state.step);
  return since ? since > new Date(run.lastAt) : false;
}

/** A press on a step's button: checked against where the person really is, since old buttons live for ever. */
export function pressInRun(turn: Turn, press: Press & { scope: 'run' }): void {
  const run = turn.memory.run;
  if (!run || run.id !== press.run) return pressElsewhere(turn, press);
  const flow = settle(turn, run);
  if (!flow) return lostFlow(turn);
  if (press.seq !== run.state.seq) return sayStale(turn, run, flow);
  if (press.act === 'person') return askForPerson(turn, 'asked');
  if (press.act === 'later') return restRun(turn);
  if (press.act === 'stop') return stopRun(turn);
  if (press.act === 'more') return sayMoreWays(turn);
  if (press.act === 'opt' && press.option !== undefined) return chooseOrAnswer(turn, run, flow, press.option);
  guide(turn, eventOf(press.act));
}

function eventOf(act: string): FlowEvent {
  switch (act) {
    case 'go':
      return { type: 'forward' };
    case 'unseen':
      return { type: 'unseen' };
    case 'back':
      return { type: 'back' };
    case 'differs':
      return { type: 'differs' };
    case 'restart':
      return { type: 'restarted' };
    default:
      return { type: 'again' };
  }
}

function chooseOrAnswer(turn: Turn, run: ActiveRun, flow: Flow, option: string): void {
  const step = run.state.step === null ? undefined : flow.steps[run.state.step];
  if (step?.kind === 'ask') return answerStep(turn, run, step, option);
  guide(turn, { type: 'chose', option });
}

/** A button of a run that is not the one under way: on the shelf it is taken up again, ended it says so. */
function pressElsewhere(turn: Turn, press: Press & { scope: 'run' }): void {
  const shelved = (turn.memory.shelf ?? []).find((run) => run.id === press.run);
  if (!shelved) {
    turn.say('step.ended');
    return turn.memory.run ? guide(turn, { type: 'again' }) : sayMenu(turn);
  }
  shelve(turn);
  turn.memory.shelf = (turn.memory.shelf ?? []).filter((run) => run !== shelved);
  turn.memory.run = shelved;
  resumeRun(turn);
}

function sayStale(turn: Turn, run: ActiveRun, flow: Flow): void {
  const progress = run.state.step === null ? null : progressOf(flow, run.state.step);
  if (progress) turn.say('step.stale', { n: progress.n });
  else turn.say('step.stale-plain');
  turn.understood = 'stale';
  apply(turn, run, flow, { type: 'again' });
}

/** The typed answer an `ask` step waits for. True when the text was taken as one (right or not). */
export function answerTyped(turn: Turn, text: string): boolean {
  const run = turn.memory.run;
  const flow = run && settle(turn, run);
  const step = run && flow && run.state.step !== null ? flow.steps[run.state.step] : undefined;
  if (!run || step?.kind !== 'ask') return false;
  answerStep(turn, run, step, text);
  return true;
}

function answerStep(turn: Turn, run: ActiveRun, step: Step & { kind: 'ask' }, text: string): void {
  const answer = readAnswer(step.accept, text);
  if ('problem' in answer) {
    turn.say(answer.problem);
    return guide(turn, { type: 'again' });
  }
  turn.understood = 'answer';
  switch (step.accept) {
    case 'bank':
      run.draft = { ...run.draft, bin: answer.value };
      break;
    case 'holder-name':
      run.draft = { ...run.draft, holder: answer.value };
      break;
    case 'stall-name':
      run.draft = { ...run.draft, stall: answer.value };
      break;
    case 'account-number':
      return drawWith(turn, run, answer.value);
    case 'reference-tail':
      return guide(turn, { type: 'answered', value: answer.value });
  }
  guide(turn, { type: 'answered', value: 'given' });
}

/** The number lives for this one turn: it becomes a sealed picture and a keyed mark, and is forgotten. */
function drawWith(turn: Turn, run: ActiveRun, account: string): void {
  const { bin, holder, stall } = run.draft ?? {};
  if (!bin || !holder) return guide(turn, { type: 'restarted' });
  const code = {
    bin,
    account,
    holder,
    stall: stall ?? holder,
    standNumber: `ST-${turn.world.inboundId}`,
    isSample: turn.person.simulated,
  };
  const mediaIds = [`${turn.world.inboundId}.png`, `${turn.world.inboundId}.pdf`] as const;
  turn.effects.push({ type: 'seal-code', mediaIds: [...mediaIds], code });
  run.mark = { bin, last4: account.slice(-4), fingerprint: turn.world.fingerprint({ bin, account }) };
  run.draft = { stall: code.stall };
  const alt = turn.text('code.alt', { stall: code.stall });
  turn.send({
    kind: 'picture',
    media: { kind: 'private', id: mediaIds[0], filename: 'ma-qr.png', mime: 'image/png', alt },
    caption: turn.text('code.picture', { stall: code.stall }),
  });
  turn.send({
    kind: 'document',
    media: { kind: 'private', id: mediaIds[1], filename: 'tam-ma-qr-a6.pdf', mime: 'application/pdf', alt },
    caption: turn.text('code.paper', { last4: run.mark.last4 }),
  });
  guide(turn, { type: 'answered', value: 'given' });
}

/** Lets the flow decide, then says and stores what came of it. */
function apply(turn: Turn, run: ActiveRun, flow: Flow, event: FlowEvent): void {
  turn.stepFrom ??= run.state.step;
  const result: Advance = advance(flow, run.state, event);
  const chosen = run.state.step === null ? undefined : result.state.answers[run.state.step];
  if (chosen === KEEP_MARK) registerMark(turn, run);
  if (chosen === KEEP_MARK || chosen === DROP_MARK) delete run.mark;
  run.state = result.state;
  run.lastAt = turn.world.now.toISOString();
  turn.runId = run.id;
  turn.seq = run.state.seq;
  for (const effect of result.effects) perform(turn, run, flow, effect);
  turn.stepTo = run.state.step;
  if (turn.memory.run) scheduleNudge(turn);
}

function perform(turn: Turn, run: ActiveRun, flow: Flow, effect: FlowEffect): void {
  switch (effect.type) {
    case 'show':
      return showStep(turn, run, flow, effect.step, effect.how);
    case 'record':
      return record(turn, run, effect);
    case 'offer-person':
      return offerPerson(turn, effect.rung);
    case 'ended':
      return end(turn, run, flow, effect);
    case 'draw-code':
      return; // drawn where the account number was typed, because it lives for that turn only
  }
}

/** Options with these names carry the consent to keep the account's keyed mark, whatever the step is called. */
const KEEP_MARK = 'keep-mark';
const DROP_MARK = 'drop-mark';

/** With consent only: which account this stall's code belongs to, as a mark that gives nothing away. */
function registerMark(turn: Turn, run: ActiveRun): void {
  if (!run.mark) return;
  const owner = run.helping?.household ?? subjectOfPerson(turn.person);
  turn.effects.push({
    type: 'register-stall',
    code: `S-${owner}`,
    name: run.draft?.stall ?? owner,
    areaCode: run.helping?.areaCode ?? turn.person.areaCode,
    household: run.helping?.household ?? null,
    mark: run.mark,
  });
}

function record(turn: Turn, run: ActiveRun, effect: FlowEffect & { type: 'record' }): void {
  const flow = turn.world.flows.of(effect.flowId, effect.version);
  if (!flow) return;
  turn.effects.push({
    type: 'record',
    completion: {
      key: `run:${run.id}:${effect.flowId}`,
      flowId: effect.flowId,
      flowVersion: effect.version,
      outcome: effect.outcome,
      ...subjectOf(turn, flow, run),
      areaCode: run.helping?.areaCode ?? turn.person.areaCode,
      howKnown: run.helping ? 'volunteer' : 'self',
    },
  });
  if (effect.outcome === 'completed' && run.helping?.contact) {
    turn.effects.push({ type: 'ask-evidence', key: `run:${run.id}:${effect.flowId}`, contactId: run.helping.contact });
  }
  if (effect.outcome === 'completed' && turn.person.personId) {
    turn.effects.push({ type: 'finished-elsewhere', flowId: effect.flowId });
  }
  if (effect.outcome === 'completed' && !run.helping) {
    turn.memory.finished = [...new Set([...(turn.memory.finished ?? []), effect.flowId])];
  }
}

function end(turn: Turn, run: ActiveRun, flow: Flow, effect: FlowEffect & { type: 'ended' }): void {
  turn.effects.push({ type: 'end-run', id: run.id, outcome: effect.outcome });
  delete turn.memory.run;
  turn.patch.nudgeAt = null;
  if (!run.helping) return sayNext(turn, flow);
  countHelped(turn, run);
  turn.say('volunteer:logged', { title: titleOf(turn, flow.id), name: run.helping.callName });
  // Somebody else of the same house waits: the volunteer still stands at that door.
  if (waitingFor(turn, run.helping.household).length > 0) return sayHousehold(turn, run.helping.household);
  sayDesk(turn);
}

/** The desk's figure was read before this completion is stored: a household helped for the first time adds one. */
function countHelped(turn: Turn, run: ActiveRun): void {
  const household = turn.world.facts.households?.find(({ code }) => code === run.helping?.household);
  const { week } = turn.world.facts;
  if (week && household?.finished.length === 0) turn.world.facts.week = { households: week.households + 1 };
}

/** "Để bữa khác": the place is kept, a reminder is set. */
export function restRun(turn: Turn): void {
  const run = turn.memory.run;
  const flow = run && settle(turn, run);
  turn.understood = 'later';
  if (!run || !flow || run.state.step === null)
    return turn.say('later.nothing', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
  const progress = progressOf(flow, run.state.step);
  const buttons = [
    turn.button('button.resume', { scope: 'general', word: 'resume' }),
    turn.button('button.stop', { scope: 'run', run: run.id, seq: run.state.seq, act: 'stop' }),
    turn.button('button.restart', { scope: 'run', run: run.id, seq: run.state.seq, act: 'restart' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  touch(turn, run);
  if (progress) turn.say('later.noted', { n: progress.n }, buttons);
  else turn.say('later.noted-plain', {}, buttons);
  scheduleNudge(turn, 'tomorrow');
}

/** "Dừng": no reminders; the place stays, and LÀM TIẾP brings it back. */
export function stopRun(turn: Turn): void {
  turn.understood = 'stop';
  if (turn.memory.run) touch(turn, turn.memory.run);
  turn.memory.resting = true;
  turn.patch.nudgeAt = null;
  turn.say('stop.done', {}, [
    turn.button('button.resume', { scope: 'general', word: 'resume' }),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** "Cách khác": what the step's own message has no room for. */
export function sayMoreWays(turn: Turn): void {
  const run = turn.memory.run;
  if (!run) return sayMenu(turn);
  const press = (act: 'again' | 'back' | 'later' | 'restart') =>
    ({ scope: 'run', run: run.id, seq: run.state.seq, act }) as const;
  turn.say('step.more-ways', {}, [
    turn.button('button.again', press('again')),
    turn.button('button.back', press('back')),
    turn.button('button.later', press('later')),
    // Whoever can hear finds reading aloud here; starting anew stays where the place is kept, and by word.
    canHear(turn) ? voiceButton(turn) : turn.button('button.restart', press('restart')),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** Marks where the turn happened without moving. */
function touch(turn: Turn, run: ActiveRun): void {
  run.lastAt = turn.world.now.toISOString();
  turn.runId = run.id;
  turn.seq = run.state.seq;
  turn.stepFrom ??= run.state.step;
  turn.stepTo = run.state.step;
}

/** Says the current step once more, after something else was answered. */
export function repeatStep(turn: Turn): void {
  const run = turn.memory.run;
  const flow = run && settle(turn, run);
  if (!run || !flow || run.state.step === null) return sayMenu(turn);
  touch(turn, run);
  showStep(turn, run, flow, run.state.step, 'first');
}
