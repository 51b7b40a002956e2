/** Orders and presses of a volunteer's own work: the day, the log, households' changes, samples, leaving. */

import { vietnamDay, vietnamTime } from '../../clock.ts';
import { type DeskOrder, readDeskOrder } from '../../understanding/desk-words.ts';
import { normalise } from '../../understanding/normalise.ts';
import { looksLikeLog } from '../../understanding/quick-log.ts';
import { readReply } from '../../understanding/replies.ts';
import { readRotaOrder } from '../../understanding/rota-words.ts';
import { dayWords } from '../duty.ts';
import type { HouseholdFact } from '../facts.ts';
import type { Desk } from '../memory.ts';
import { isOfficial, isStaff } from '../person.ts';
import { titleOf } from '../show.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';
import {
  askToTakeBack,
  confirmLog,
  dropLog,
  fixLine,
  readLog,
  removeLine,
  sayBook,
  sayHowToFix,
  sayLogHelp,
  takeBack,
} from './log.ts';
import { askMemberLeft, askNewMember, householdOf, sayMember, sayMembers } from './members.ts';
import { followRota, pressDuty, sayRota, setRota } from './rota.ts';
import { sayBehind, sayCall, sayErrand, sayStuck, sayToday, targetWords } from './today.ts';

/** True when the act was one of these; households' own acts are `pressHousehold`'s. */
export function pressInTeam(turn: Turn, desk: Desk, act: string, argument: string | undefined): boolean {
  const deed = Object.hasOwn(DEEDS, act) ? DEEDS[act] : undefined;
  if (!deed) return false;
  deed(turn, desk, argument);
  return true;
}

const DEEDS: Readonly<Record<string, (turn: Turn, desk: Desk, argument: string | undefined) => void>> = {
  today: (turn, _desk, page) => sayToday(turn, Number(page ?? 0) || 0),
  call: (turn, _desk, id) => sayCall(turn, id),
  stuck: (turn, _desk, id) => sayStuck(turn, id),
  errand: (turn, _desk, id) => sayErrand(turn, id),
  told: (turn, _desk, id) => endErrand(turn, id),
  behind: (turn, _desk, indicator) => sayBehind(turn, indicator),
  reach: (turn, _desk, who) => reach(turn, who),
  log: (turn) => sayLogHelp(turn),
  'log-yes': (turn, desk) => confirmLog(turn, desk),
  'log-no': (turn) => dropLog(turn),
  'log-fix': (turn, desk) => sayHowToFix(turn, desk),
  book: (turn, _desk, page) => sayBook(turn, Number(page ?? 0) || 0),
  undo: (turn, desk, receipt) => takeBack(turn, desk, receipt),
  members: (turn, desk, page) => sayMembers(turn, desk.household, Number(page ?? 0) || 0),
  member: (turn, desk, id) => sayMember(turn, desk, id),
  'add-member': (turn, desk) => askNewMember(turn, desk),
  'member-left': (turn, desk, id) => askMemberLeft(turn, desk, id),
  yes: (turn, desk) => doConfirmed(turn, desk),
  others: (turn, desk) => sayOtherWays(turn, desk),
  visit: (turn, desk) => askVisitDay(turn, desk),
  'visit-on': (turn, desk, days) => promiseVisit(turn, desk, days),
  visited: (turn, desk) => endVisit(turn, desk),
  rota: (turn, _desk, page) => sayRota(turn, Number(page ?? 0) || 0),
  ...Object.fromEntries(
    ['duty-new', 'duty-day', 'duty-part', 'duty-ask', 'duty-end'].map((act) => [
      act,
      (turn: Turn, _desk: Desk, argument: string | undefined) => pressDuty(turn, act, argument),
    ]),
  ),
  sample: (turn) => saySample(turn),
  found: (turn, _desk, finding) => noteFinding(turn, finding),
};

/** An order typed anywhere, even in the middle of a flow on the volunteer's phone. False: it is none. */
export function takeOrder(turn: Turn, text: string): boolean {
  if (!isStaff(turn.person)) return false;
  const order = readDeskOrder(text);
  if (order) {
    turn.understood = `desk:${order.order}`;
    return follow(turn, order);
  }
  const duty = readRotaOrder(text);
  if (duty && followRota(turn, duty)) {
    turn.understood = `desk:${duty.order}`;
    return true;
  }
  if (!looksLikeLog(text)) return false;
  turn.understood = 'desk:log';
  readLog(turn, text);
  return true;
}

function follow(turn: Turn, order: DeskOrder): boolean {
  switch (order.order) {
    case 'today':
      sayToday(turn, 0);
      return true;
    case 'book':
      sayBook(turn, 0);
      return true;
    case 'log-help':
      sayLogHelp(turn);
      return true;
    case 'sample':
      saySample(turn);
      return true;
    case 'leave':
      askToLeave(turn);
      return true;
    case 'rota':
      sayRota(turn, 0);
      return true;
    case 'others':
      return sayOthersHere(turn);
    case 'remove-line':
      removeLine(turn, order.n);
      return true;
    case 'remove-receipt':
      askToTakeBack(turn, order.receipt);
      return true;
    case 'fix':
      fixLine(turn, order.n, order.text);
      return true;
    case 'merge':
      askMerge(turn, order.from, order.into);
      return true;
    case 'move':
      return askMove(turn, order.household, order.hamlet);
  }
}

/** What is typed while the log is open: lines, or a yes or no to what was read back. */
export function answerInLog(turn: Turn, desk: Desk, text: string): boolean {
  const meaning = readReply(text);
  turn.understood = `desk:${desk.at}`;
  if (desk.at === 'log-confirm' && (meaning === 'yes' || meaning === 'done')) confirmLog(turn, desk);
  else if (desk.at === 'log-confirm' && meaning === 'no') sayHowToFix(turn, desk);
  else if (meaning !== null && meaning !== 'done') return false;
  else readLog(turn, text);
  return true;
}

// ── a doorstep with several people ─────────────────────────────────────────────────────────────────────────────────

/** "đổi người": the household the volunteer stands at, with everybody's place kept. */
function sayOthersHere(turn: Turn): boolean {
  const code = turn.memory.run?.helping?.household ?? turn.memory.desk?.household;
  if (code === undefined || !householdOf(turn, code)) return false;
  sayMembers(turn, code, 0);
  return true;
}

function sayOtherWays(turn: Turn, desk: Desk): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  moveDesk(turn, { at: 'household', household: household.code });
  turn.say('team:household.others', { number: household.number ?? household.code, name: household.callName }, [
    deskButton(turn, 'team:button.visit', 'visit'),
    deskButton(turn, 'team:button.visited', 'visited'),
    deskButton(turn, 'team:button.print', 'print'),
    deskButton(turn, 'desk.list', 'households'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

const VISIT_DAYS = { tomorrow: 1, after: 2, week: 7 } as const;

function askVisitDay(turn: Turn, desk: Desk): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  moveDesk(turn, { at: 'household', household: household.code });
  turn.say('team:visit.when', { name: household.callName }, [
    ...(['tomorrow', 'after', 'week'] as const).map((day) =>
      deskButton(turn, `team:button.visit-${day}`, 'visit-on', String(VISIT_DAYS[day])),
    ),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

function promiseVisit(turn: Turn, desk: Desk, days: string | undefined): void {
  const household = householdOf(turn, desk.household);
  const ahead = Object.values(VISIT_DAYS).find((known) => String(known) === days);
  if (!household || ahead === undefined) return sayDesk(turn);
  const at = vietnamTime(turn.world.now, ahead, 12);
  turn.effects.push({ type: 'promise-visit', household: household.code, day: vietnamDay(at) });
  turn.say('team:visit.promised', { name: household.callName, day: dayWords(at) });
  sayDesk(turn);
}

function endVisit(turn: Turn, desk: Desk): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  turn.effects.push({ type: 'end-visits', household: household.code });
  turn.say('team:visit.done', { name: household.callName });
  sayDesk(turn);
}

function endErrand(turn: Turn, id: string | undefined): void {
  if (!/^\d{1,18}$/.test(id ?? '')) return sayDesk(turn);
  turn.effects.push({ type: 'end-errand', id: id ?? '' });
}

function reach(turn: Turn, who: string | undefined): void {
  const [contactId = '', runId = ''] = (who ?? '').split('-');
  if (!/^\d+$/.test(contactId) || !/^\d+$/.test(runId)) return sayDesk(turn);
  turn.effects.push({ type: 'reach-stuck', contactId, runId });
}

// ── households that are one, or live elsewhere now ─────────────────────────────────────────────────────────────────

/** By code, or by the number in the volunteer's hamlet. */
function householdSaid(turn: Turn, said: string): HouseholdFact | undefined {
  const households = turn.world.facts.households ?? [];
  const byCode = households.find(({ code }) => code.toLowerCase() === said.toLowerCase());
  if (byCode) return byCode;
  const numbered = households.filter(({ number }) => String(number) === said);
  const here = numbered.filter(({ areaCode }) => areaCode === turn.person.areaCode);
  return here.length === 1 ? here[0] : numbered.length === 1 ? numbered[0] : undefined;
}

function askMerge(turn: Turn, from: string, into: string): void {
  const [one, other] = [householdSaid(turn, from), householdSaid(turn, into)];
  if (!one || !other || one === other) {
    turn.say('team:merge.unknown', { from, into });
    return sayDesk(turn);
  }
  askFirst(turn, `merge.${one.code}.${other.code}`, 'team:merge.ask', {
    from: wordsOf(one),
    into: wordsOf(other),
  });
}

const wordsOf = ({ callName, number, code }: HouseholdFact): string => `${callName} (${number ?? code})`;

function askMove(turn: Turn, said: string, hamlet: string): boolean {
  const household = householdSaid(turn, said);
  const to = (turn.world.facts.hamletsOfCommune ?? []).find(({ name }) => normalise(name).folded.endsWith(hamlet));
  if (!household || !to) {
    if (!/^[a-z]*\d/.test(said)) return false; // "chuyển tiền qua ví" is a wish, not a household
    turn.say('team:move.unknown', { household: said, hamlet });
    sayDesk(turn);
    return true;
  }
  askFirst(turn, `move.${household.code}.${to.code}`, 'team:move.ask', {
    household: wordsOf(household),
    hamlet: to.name,
  });
  return true;
}

function askToLeave(turn: Turn): void {
  askFirst(turn, 'leave', 'team:leave.ask', { area: turn.person.memberships[0]?.areaName ?? '' });
}

/** A question that names what and for whom (CD-42); only the same desk's yes does it. */
function askFirst(turn: Turn, deed: string, key: string, params: Record<string, string>): void {
  moveDesk(turn, { at: 'confirm', deed });
  turn.say(key, params, [deskButton(turn, 'team:button.yes', 'yes'), deskButton(turn, 'team:button.no', 'home')]);
}

function doConfirmed(turn: Turn, desk: Desk): void {
  const [what, first = '', second = ''] = (desk.deed ?? '').split('.');
  if (desk.at !== 'confirm') return sayDesk(turn);
  moveDesk(turn, { at: 'home' });
  if (setRota(turn, desk.deed ?? '')) return;
  switch (what) {
    case 'merge':
      turn.effects.push({ type: 'merge-households', from: first, into: second });
      return;
    case 'move':
      turn.effects.push({ type: 'move-household', household: first, toArea: second });
      return;
    case 'leave':
      turn.person.memberships.length = 0;
      turn.effects.push({ type: 'leave-team' });
      return;
    case 'member-left':
      if (desk.household === undefined) return sayDesk(turn);
      turn.effects.push({ type: 'member-left', household: desk.household, id: first });
      turn.say('team:members.left');
      return sayDesk(turn);
    default:
      return sayDesk(turn);
  }
}

// ── the sample of whoever supervises ───────────────────────────────────────────────────────────────────────────────

/** One entry after the other: call or visit, then what was found. What stands out is a number, never an accusation. */
export function saySample(turn: Turn): void {
  if (!isOfficial(turn.person)) {
    turn.say('volunteer:no-right');
    return sayDesk(turn);
  }
  moveDesk(turn, { at: 'home' });
  const sample = turn.world.facts.sample ?? [];
  const open = sample.filter(({ outcome }) => outcome === null);
  const back = deskButton(turn, 'desk.back', 'home');
  const flags = Object.entries(turn.world.facts.flags ?? {}).map(([flag, count]) =>
    turn.text(`team:sample.flag.${flag}`, { count }),
  );
  const [next] = open;
  if (!next)
    return turn.tell(
      [turn.text(sample.length > 0 ? 'team:sample.finished' : 'team:sample.none'), ...flags].join('\n'),
      [back],
    );
  const line = turn.text('team:sample.line', {
    n: sample.length - open.length + 1,
    total: sample.length,
    about: next.about,
    area: next.areaName,
    title: titleOf(turn, next.flowId),
    day: dayWords(next.occurredAt),
  });
  const finding = (key: string, outcome: string) =>
    deskButton(turn, `team:button.${key}`, 'found', `${next.id}-${outcome}`);
  turn.tell([line, ...flags].join('\n'), [
    finding('sample-right', 'confirmed'),
    finding('sample-wrong', 'denied'),
    finding('sample-absent', 'not-met'),
    back,
  ]);
}

function noteFinding(turn: Turn, finding: string | undefined): void {
  const [, id = '', outcome] = /^(\d+)-(confirmed|denied|not-met)$/.exec(finding ?? '') ?? [];
  const entry = (turn.world.facts.sample ?? []).find((one) => one.id === id);
  if (!isOfficial(turn.person) || !entry) return saySample(turn);
  entry.outcome = outcome as 'confirmed' | 'denied' | 'not-met';
  turn.effects.push({ type: 'sample', id, outcome: entry.outcome });
  saySample(turn);
}

// ── own week ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Own figures beside the hamlet's own target; never anybody else's (conversation-design §8). */
export const sayProgress = (turn: Turn): string[] =>
  (turn.world.facts.progress ?? [])
    .filter(({ target }) => target !== null)
    .slice(0, 4)
    .map((fact) => turn.text('team:week.target', targetWords(fact)));
