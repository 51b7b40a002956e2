/** An announcement in the chat: carries out, in the turn's transaction, what an official wrote or pressed. */
import { allows } from '../access/rights.ts';
import { messagesOf } from '../bot/announcement.ts';
import type { Button } from '../bot/channel.ts';
import { askFirstPart, type BroadcastAct, broadcastButton, faultText } from '../bot/desk/announce.ts';
import { deskButton as buttonOfDesk, moveDesk } from '../bot/desk/desk.ts';
import type { Effect, Turn } from '../bot/turn.ts';
import { vietnamTime } from '../clock.ts';
import { pathOf } from '../db/areas.ts';
import { type Broadcast, type BroadcastChange, lockBroadcast, readBroadcast } from '../db/broadcasts.ts';
import type { Tx } from '../db/client.ts';
import { readSavedAudiences } from '../db/saved-audiences.ts';
import { ACTS, type Act, type ActAnswer, act, type Letter, timeOf } from './act.ts';
import { SECOND_PERSON_ABOVE } from './approval.ts';
import { type Drafted, type DraftProblem, draft, edit } from './draft.ts';
import { issueOf, type Preview, preview } from './preview.ts';
import { buttonsAfter, hasComing } from './progress.ts';
import { answerCitizen, askOfficer, countComing, openReply } from './replies.ts';
import { resultText, whoComes } from './result.ts';
import { readTime, timeWords } from './schedule.ts';
import { callerOf, roomOf } from './speaker.ts';

/** Everything the bot hands over about announcements. */
export type BroadcastEffect = Extract<
  Effect,
  { type: 'broadcast' | 'draft-broadcast' | 'answer-broadcast' | 'ask-officer' | 'answer-reply' }
>;

export async function performBroadcast(tx: Tx, turn: Turn, effect: BroadcastEffect): Promise<void> {
  switch (effect.type) {
    case 'draft-broadcast':
      return draftInChat(tx, turn, effect);
    case 'broadcast':
      return actInChat(tx, turn, effect);
    case 'answer-broadcast':
      return countComing(tx, turn, effect.id, effect.answer);
    case 'ask-officer':
      return askOfficer(tx, turn, effect.id, effect.text);
    case 'answer-reply':
      return answerCitizen(tx, turn, effect.reply, effect.text);
  }
}

const deskBack = (turn: Turn): Button => turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' });

// ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function draftInChat(
  tx: Tx,
  turn: Turn,
  { id, areaCode, words, corrects }: Extract<Effect, { type: 'draft-broadcast' }>,
): Promise<void> {
  const original = corrects === null ? null : await readBroadcast(tx, corrects);
  const audience = original ? { area: original.audience.area, reachedBy: original.id } : { area: areaCode };
  const input = {
    id,
    kind: 'notice' as const,
    content: { words: { vi: words }, extras: [], picture: null },
    audience,
    sendAt: null,
    spreadMinutes: 0,
    budgetVnd: 0,
    neverTwice: false,
    corrects,
    officerId: null,
  };
  sayDrafted(turn, await draft(tx, callerOf(turn), input, roomOf(turn), turn.world.now), true);
}

/** The exact text, how many get it and which way, what it costs, who does not get it and why – before anything is sent. */
function sayDrafted(turn: Turn, drafted: Drafted, showsText: boolean): void {
  if (!drafted.ok) return sayProblems(turn, drafted.problems);
  const { broadcast, preview: seen } = drafted;
  if (showsText) {
    turn.say('broadcast:preview.title');
    for (const message of shownIn(turn, broadcast)) turn.send(message);
  }
  turn.tell(countText(turn, broadcast, seen), [
    ...(seen.reachable > 0 ? [broadcastButton(turn, broadcast.id, 'test')] : []),
    broadcastButton(turn, broadcast.id, 'more'),
    buttonOfDesk(turn, 'announce.rewrite', 'rewrite'),
    deskBack(turn),
  ]);
}

/** As it will look, but its buttons do nothing yet: they are named, not offered. */
function shownIn(turn: Turn, broadcast: Broadcast) {
  return messagesOf(issueOf(broadcast), turn.person.channel, 'vi', turn.world.texts).map((message) => {
    if (!('buttons' in message) || !message.buttons) return message;
    const labels = message.buttons.map(({ label }) => `[${label}]`).join(' ');
    const { buttons: _, ...rest } = message;
    return rest.kind === 'text' ? { ...rest, text: `${rest.text}\n${labels}` } : rest;
  });
}

function sayProblems(turn: Turn, problems: readonly DraftProblem[]): void {
  const lines = [...new Set(problems.map((problem) => problemText(turn, problem)))];
  turn.tell([turn.text('broadcast:fault.title'), ...lines.map((line) => `• ${line}`)].join('\n'), [deskBack(turn)]);
}

function problemText(turn: Turn, problem: DraftProblem): string {
  if (problem.what === 'content') return faultText(turn, problem.fault);
  const at = problem.what === 'time' ? timeWords(problem.at) : '';
  return turn.text(`broadcast:problem.${problem.say}`, { at });
}

function countText(turn: Turn, broadcast: Broadcast, seen: Preview): string {
  const line = (kind: 'channel' | 'way' | 'reason', name: string, count: number) =>
    turn.text(`broadcast:preview.${kind}`, { [kind]: turn.text(`broadcast:${kind}.${name}`), count });
  const channels = Object.entries(seen.byChannel).map(([name, count]) => line('channel', name, count));
  const paid = seen.costs.filter(({ people }) => people > 0);
  const missed = Object.entries(seen.unreachable);
  const missedCount = missed.reduce((sum, [, count]) => sum + count, 0);
  return [
    turn.text('broadcast:preview.count', { count: seen.reachable, channels: channels.join(', ') || '0' }),
    ...seen.elsewhere.map(({ from, to, people }) =>
      turn.text('broadcast:preview.elsewhere', {
        count: people,
        to: turn.text(`broadcast:channel.${to}`),
        from: turn.text(`broadcast:channel.${from}`),
      }),
    ),
    ...paid.map(({ way, people, price }) =>
      turn.text('broadcast:preview.cost', {
        way: turn.text(`broadcast:way.${way}`),
        count: people,
        each: money(price.vnd ?? 0),
        asOf: price.asOf.split('-').reverse().join('/'),
      }),
    ),
    ...(seen.costVnd > 0 ? [turn.text('broadcast:preview.spend', { most: money(seen.costVnd) })] : []),
    ...(missedCount > 0 ? [turn.text('broadcast:preview.missed', { count: missedCount })] : []),
    ...missed.map(([reason, count]) => line('reason', reason, count)),
    ...(seen.householdsWithoutChat > 0
      ? [turn.text('broadcast:preview.households', { count: seen.householdsWithoutChat })]
      : []),
    ...(broadcast.kind === 'urgent' ? [turn.text('broadcast:preview.urgent', { needed: seen.approvalsNeeded })] : []),
    ...(broadcast.sendAt ? [turn.text('broadcast:preview.send-at', timeOf(broadcast))] : []),
    ...(broadcast.spreadMinutes > 0
      ? [turn.text('broadcast:preview.spread', { hours: Math.round(broadcast.spreadMinutes / 6) / 10 })]
      : []),
  ].join('\n');
}

/** `1.250.000` (CD-25). */
const money = (vnd: number): string => String(vnd).replace(/\B(?=(\d{3})+$)/g, '.');

// ── acts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

async function actInChat(
  tx: Tx,
  turn: Turn,
  { id, act: what, argument }: Extract<Effect, { type: 'broadcast' }>,
): Promise<void> {
  const known = ACTS.find((one) => one === what);
  if (known) return sayActed(turn, known, await act(tx, callerOf(turn), id, known, turn.world.texts, turn.world.now));
  if (what === 'reply') return openReply(tx, turn, argument ?? '');
  const broadcast = await lockBroadcast(tx, id);
  const isTheirs =
    broadcast !== null &&
    broadcast.simulated === turn.person.simulated &&
    allows(callerOf(turn), 'broadcast.write', await pathOf(tx, broadcast.audience.area));
  if (!isTheirs) return turn.say('volunteer:no-right', {}, [deskBack(turn)]);
  await arrange(tx, turn, broadcast, what as Exclude<BroadcastAct, Act | 'reply'>, argument);
}

async function arrange(
  tx: Tx,
  turn: Turn,
  broadcast: Broadcast,
  what: Exclude<BroadcastAct, Act | 'reply'>,
  argument: string | undefined,
): Promise<void> {
  switch (what) {
    case 'more':
      return sayChoices(tx, turn, broadcast);
    case 'preview':
      return sayDrafted(turn, { ok: true, broadcast, preview: await preview(tx, broadcast, turn.world.now) }, true);
    case 'set':
      return change(tx, turn, broadcast, settingOf(broadcast, argument));
    case 'who':
      return argument === undefined ? sayAudiences(tx, turn, broadcast) : choose(tx, turn, broadcast, argument);
    case 'when':
      return argument === undefined ? askTime(turn, broadcast) : schedule(tx, turn, broadcast, argument);
    case 'people':
      return sayComing(tx, turn, broadcast);
    case 'correct':
      return correct(tx, turn, broadcast);
  }
}

/** What else can be arranged: one message, five buttons. */
async function sayChoices(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  const seen = await preview(tx, broadcast, turn.world.now);
  const set = (argument: string, label: string): Button =>
    turn.button(`broadcast:button.${label}`, { scope: 'broadcast', id: broadcast.id, act: 'set', argument });
  const isPayable = seen.costForAllVnd > seen.costVnd;
  turn.say('broadcast:choose', {}, [
    hasComing(broadcast) ? set('no-coming', 'set-no-coming') : set('coming', 'set-coming'),
    ...(broadcast.corrects === null ? [broadcastButton(turn, broadcast.id, 'who')] : []),
    broadcastButton(turn, broadcast.id, 'when'),
    isPayable
      ? set('pay', 'set-pay')
      : broadcast.kind === 'urgent'
        ? set('notice', 'set-notice')
        : set('urgent', 'set-urgent'),
    broadcastButton(turn, broadcast.id, 'preview'),
  ]);
}

type Setting = 'coming' | 'no-coming' | 'urgent' | 'notice' | 'pay' | 'spread';

/** What the chat offers; the page takes any number of minutes. */
const SPREAD_IN_CHAT_MINUTES = 120;

function settingOf(broadcast: Broadcast, argument: string | undefined): BroadcastChange | 'pay' | null {
  const { content } = broadcast;
  const others = content.extras.filter(({ kind }) => kind !== 'coming');
  switch (argument as Setting) {
    case 'coming':
      return { content: { ...content, extras: [...others, { kind: 'coming' }] } };
    case 'no-coming':
      return { content: { ...content, extras: others } };
    case 'urgent':
    case 'notice':
      return { kind: argument as 'urgent' | 'notice' };
    case 'pay':
      return 'pay';
    case 'spread':
      return { spreadMinutes: SPREAD_IN_CHAT_MINUTES };
    default:
      return null;
  }
}

async function change(tx: Tx, turn: Turn, broadcast: Broadcast, wanted: BroadcastChange | 'pay' | null): Promise<void> {
  if (wanted === null) return sayChoices(tx, turn, broadcast);
  const { now } = turn.world;
  const { costForAllVnd } = await preview(tx, broadcast, now);
  const changes = wanted === 'pay' ? { budgetVnd: costForAllVnd } : wanted;
  const showsText = wanted !== 'pay' && (wanted.content !== undefined || wanted.kind !== undefined);
  sayDrafted(turn, await edit(tx, callerOf(turn), broadcast, changes, roomOf(turn), now), showsText);
}

/** Everybody, the hamlets and groups below, and what was saved. */
async function sayAudiences(tx: Tx, turn: Turn, broadcast: Broadcast, page = 0): Promise<void> {
  const parts = await tx<{ code: string; name: string }[]>`
    select code, name from areas where parent_code = ${broadcast.areaCode}
      and (valid_to is null or valid_to > ${turn.world.now}) order by kind, code`;
  const saved = await readSavedAudiences(tx, broadcast.areaCode, broadcast.simulated);
  const choices = [
    { label: broadcast.areaName, argument: `a-${broadcast.areaCode}` },
    ...parts.map(({ code, name }) => ({ label: name, argument: `a-${code}` })),
    ...saved.map(({ id, name }) => ({ label: name, argument: `s-${id}` })),
  ];
  const shown = choices.slice(page * CHOICES, (page + 1) * CHOICES);
  turn.say('broadcast:choose-who', {}, [
    ...shown.map(({ label, argument }) => whoButton(turn, broadcast, shortened(label), argument)),
    ...(choices.length > (page + 1) * CHOICES
      ? [whoButton(turn, broadcast, turn.text('broadcast:button.further'), `p-${page + 1}`)]
      : []),
    broadcastButton(turn, broadcast.id, 'preview'),
  ]);
}

const CHOICES = 3;
/** A label people can read on a small phone (CD-40). */
const shortened = (label: string): string => ([...label].length <= 20 ? label : `${[...label].slice(0, 19).join('')}…`);

const whoButton = (turn: Turn, { id }: Broadcast, label: string, argument: string): Button => ({
  ...turn.button('broadcast:button.who', { scope: 'broadcast', id, act: 'who', argument }),
  label,
});

async function choose(tx: Tx, turn: Turn, broadcast: Broadcast, argument: string): Promise<void> {
  const [kind, name = ''] = [argument.slice(0, 1), argument.slice(2)];
  if (kind === 'p') return sayAudiences(tx, turn, broadcast, Number(name) || 0);
  const saved = kind === 's' ? await readSavedAudiences(tx, broadcast.areaCode, broadcast.simulated) : [];
  const query = kind === 'a' ? { area: name } : saved.find(({ id }) => id === name)?.query;
  if (!query) return sayAudiences(tx, turn, broadcast);
  await change(tx, turn, broadcast, { audience: query });
}

// ── a time ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function askTime(turn: Turn, broadcast: Broadcast): void {
  moveDesk(turn, { at: 'write-time', broadcast: broadcast.id });
  const when = (argument: string) =>
    turn.button(`broadcast:button.when-${argument}`, { scope: 'broadcast', id: broadcast.id, act: 'when', argument });
  const press = { scope: 'broadcast', id: broadcast.id, act: 'set', argument: 'spread' } as const;
  const spread = turn.button('broadcast:button.set-spread', press);
  turn.say('broadcast:write-time', {}, [when('afternoon'), when('morning'), when('now'), spread, deskBack(turn)]);
}

async function schedule(tx: Tx, turn: Turn, broadcast: Broadcast, typed: string): Promise<void> {
  const { now } = turn.world;
  const sendAt = { afternoon: vietnamTime(now, 0, 15), morning: vietnamTime(now, 1, 8), now: null }[typed];
  const read = sendAt === undefined ? readTime(typed, now) : sendAt;
  if (sendAt === undefined && read === null) {
    return turn.say('broadcast:problem.no-time', {}, [deskBack(turn)]);
  }
  moveDesk(turn, { at: 'preview', broadcast: broadcast.id });
  const drafted = await edit(tx, callerOf(turn), broadcast, { sendAt: read }, roomOf(turn), now);
  if (!drafted.ok) moveDesk(turn, { at: 'write-time', broadcast: broadcast.id });
  sayDrafted(turn, drafted, false);
}

// ── after it ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function sayComing(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  const people = await whoComes(tx, broadcast.id, COMING_SHOWN + 1);
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from broadcast_answers where broadcast_id = ${broadcast.id} and answer = 'coming'`;
  const lines = people
    .slice(0, COMING_SHOWN)
    .map(
      ({ callName, areaName }) =>
        `• ${[callName ?? turn.text('broadcast:nobody-named'), areaName].filter(Boolean).join(', ')}`,
    );
  turn.tell([turn.text('broadcast:coming', { count: row?.count ?? 0 }), ...lines].join('\n'), [
    broadcastButton(turn, broadcast.id, 'result'),
    deskBack(turn),
  ]);
}

const COMING_SHOWN = 15;

/** Wrong words go out no further while the right ones are written. */
async function correct(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  if (broadcast.startedAt === null) return turn.say('broadcast:problem.not-sent', {}, [deskBack(turn)]);
  if (broadcast.state === 'sending') {
    const paused = await act(tx, callerOf(turn), broadcast.id, 'pause', turn.world.texts, turn.world.now);
    if (paused.ok) turn.say('broadcast:paused-for-correction', { left: paused.counts?.left ?? 0 });
  }
  askFirstPart(turn, broadcast.id);
}

// ── what is said ───────────────────────────────────────────────────────────────────────────────────────────────────

function sayActed(turn: Turn, what: Act, answer: ActAnswer): void {
  if (!answer.ok) return sayRefused(turn, answer);
  const { broadcast, counts, preview: seen } = answer;
  const button = (one: string) => broadcastButton(turn, broadcast.id, one);
  const count = seen?.reachable ?? broadcast.previewedCount;
  const own = answer.letters.filter(({ to }) => to.id === turn.person.id);
  for (const { message } of own) turn.send(message);
  switch (what) {
    case 'test':
      turn.say('broadcast:tested', {}, [button(seen && seen.approvalsNeeded > 0 ? 'submit' : 'start'), deskBack(turn)]);
      break;
    case 'submit': {
      const approver = answer.approvers.map(({ name }) => name).join(', ');
      const key = answer.missing > 1 ? 'submitted-two' : 'submitted';
      turn.say(`broadcast:${key}`, { approver }, [deskBack(turn)]);
      break;
    }
    case 'approve':
      sayApproved(turn, answer, count);
      break;
    case 'return':
      turn.say('broadcast:returned-approver', {}, [deskBack(turn)]);
      break;
    case 'start':
      if (answer.waits === 'scheduled')
        turn.say('broadcast:scheduled', { count, ...timeOf(broadcast) }, [button('stop'), deskBack(turn)]);
      else turn.say('broadcast:started', { count }, [button('pause'), button('stop'), button('result')]);
      break;
    case 'pause':
      turn.say('broadcast:paused', { left: counts?.left ?? 0 }, [
        button('resume'),
        button('stop'),
        ...(broadcast.corrects === null ? [button('correct')] : []),
      ]);
      break;
    case 'resume':
    case 'retry':
    case 'resend':
      turn.say('broadcast:resumed', { left: counts?.left ?? 0 }, [button('pause'), button('stop')]);
      break;
    case 'stop':
      turn.say('broadcast:stopped', { sent: counts?.sent ?? 0, left: counts?.failed ?? 0 }, [
        button('result'),
        deskBack(turn),
      ]);
      break;
    case 'result':
      sayResult(turn, answer.broadcast, counts!);
  }
  if (answer.waits === 'quiet') turn.say('broadcast:night', {}, [button('stop')]);
  notifyOthers(turn, answer.letters);
}

function sayApproved(turn: Turn, answer: ActAnswer & { ok: true }, count: number): void {
  const { broadcast, missing } = answer;
  if (missing > 0) return turn.say('broadcast:approved-one', { missing }, [deskBack(turn)]);
  const stop = [broadcastButton(turn, broadcast.id, 'stop')];
  if (answer.waits === 'scheduled') return turn.say('broadcast:scheduled', { count, ...timeOf(broadcast) }, stop);
  if (broadcast.state === 'sending') return turn.say('broadcast:approved', { count }, stop);
  turn.say('broadcast:approved-waits', { count }, [deskBack(turn)]);
}

function sayResult(turn: Turn, broadcast: Broadcast, counts: NonNullable<(ActAnswer & { ok: true })['counts']>): void {
  const isOpen = broadcast.state === 'sending' || broadcast.state === 'paused';
  const acts = isOpen
    ? [
        broadcastButton(turn, broadcast.id, broadcast.state === 'paused' ? 'resume' : 'pause'),
        broadcastButton(turn, broadcast.id, 'stop'),
        deskBack(turn),
      ]
    : buttonsAfter(broadcast, counts, turn.world.texts);
  turn.tell(resultText(turn.text.bind(turn), counts, isOpen), acts);
}

const notifyOthers = (turn: Turn, letters: readonly Letter[]): void => {
  for (const { to, message } of letters) if (to.id !== turn.person.id) turn.notify(to, message);
};

/** Why not, and the way on. */
function sayRefused(turn: Turn, { say, params, broadcast }: ActAnswer & { ok: false }): void {
  if (say === 'no-right' || say === 'no-such') return turn.say('volunteer:no-right', {}, [deskBack(turn)]);
  const again: Partial<Record<typeof say, string[]>> = {
    'needs-test': ['test'],
    'needs-approval': ['submit'],
    changed: broadcast?.submittedAt ? ['approve', 'return'] : ['start'],
    'no-approver': [],
    nobody: broadcast?.startedAt ? ['result'] : ['more'],
    'already-approved': [],
    'time-past': ['when'],
    'time-night': ['when'],
    'time-tet': ['when'],
    'time-far': ['when'],
  };
  const acts = broadcast ? (again[say] ?? ['result']) : [];
  turn.say(`broadcast:${say}`, { ...params, limit: SECOND_PERSON_ABOVE }, [
    ...acts.map((one) => broadcastButton(turn, broadcast!.id, one)),
    deskBack(turn),
  ]);
}
