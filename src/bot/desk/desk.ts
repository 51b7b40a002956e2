/**
 * What volunteers and officials see outside of flows: compact, several items a message, everything also by number.
 * A desk's buttons carry its sequence number, so an old one only brings the desk back.
 */

import { sharePercent } from '../../share.ts';
import type { Button } from '../channel.ts';
import type { Facts } from '../facts.ts';
import type { Desk } from '../memory.ts';
import { sayMenu } from '../menu.ts';
import { isOfficial, membershipOf } from '../person.ts';
import type { Press } from '../press.ts';
import type { Turn } from '../turn.ts';
import { pressAnnounce, writeAnnouncement, writeLater } from './announce.ts';
import { nameHousehold, pressHousehold, sayHouseholds } from './household.ts';
import { addMemberTyped } from './members.ts';
import { askRound, askSignIn } from './sign-in.ts';
import { answerInLog, pressInTeam, sayProgress } from './team.ts';

/** The desk itself: where one is, what there is to do. */
export function sayDesk(turn: Turn): void {
  const membership = membershipOf(turn.person, ['official', 'admin', 'volunteer']);
  if (!membership) return sayMenu(turn); // nobody without a role has a desk
  moveDesk(turn, { at: 'home' });
  const { householdCount = 0, week } = turn.world.facts;
  const buttons = [
    ...(isOfficial(turn.person) ? [deskButton(turn, 'desk.announce', 'write')] : []),
    ...(isOfficial(turn.person) ? [] : [deskButton(turn, 'team:button.today', 'today')]),
    deskButton(turn, 'desk.help-household', 'households'),
    deskButton(turn, 'desk.new-household', 'new'),
    ...(isOfficial(turn.person)
      ? [deskButton(turn, 'desk.figures', 'figures')]
      : [deskButton(turn, 'team:button.log', 'log')]),
    turn.button('volunteer:desk.for-myself', { scope: 'general', word: 'self-service' }),
  ];
  turn.say(
    'volunteer:desk.home',
    { area: membership.areaName, households: householdCount, week: week?.households ?? 0 },
    buttons,
  );
}

type Figure = NonNullable<Facts['figures']>[number];

/** Acts that begin something and depend on nothing before: an old button does them as well as a new one. */
const ALWAYS_GOOD = new Set([
  ...['home', 'figures', 'mine', 'households', 'write', 'new', 'open', 'pages', 'round'],
  ...['today', 'log', 'book', 'sample', 'call', 'stuck', 'behind', 'errand', 'rota'],
]);

export function pressAtDesk(turn: Turn, press: Press & { scope: 'desk' }): void {
  const desk = turn.memory.desk ?? { seq: 0, at: 'home' };
  if (press.seq !== desk.seq && !ALWAYS_GOOD.has(press.act)) {
    turn.understood = 'stale';
    turn.say('volunteer:stale');
    return sayDesk(turn);
  }
  turn.understood = `desk:${press.act}`;
  switch (press.act) {
    case 'home':
      return sayDesk(turn);
    case 'figures':
      return sayFigures(turn);
    case 'mine':
      return sayWeek(turn);
    case 'pages':
      return askSignIn(turn);
    case 'round':
      return askRound(turn);
    case 'households':
      return sayHouseholds(turn, Number(press.argument ?? 0) || 0);
    case 'write':
    case 'rewrite':
    case 'no-bring':
      return pressAnnounce(turn, press.act);
    default:
      if (pressInTeam(turn, desk, press.act, press.argument)) return;
      return pressHousehold(turn, desk, press.act, press.argument);
  }
}

/** Text a desk waits for. False when it waits for none. */
export function answerAtDesk(turn: Turn, text: string): boolean {
  const desk = turn.memory.desk;
  if (!desk || turn.memory.run) return false;
  if (desk.at === 'log' || desk.at === 'log-confirm') return answerInLog(turn, desk, text);
  if (desk.at === 'new-member') addMemberTyped(turn, desk, text);
  else if (desk.at === 'new-name') nameHousehold(turn, desk, text);
  else if (desk.at === 'write-text' || desk.at === 'write-bring' || desk.at === 'write-ask')
    writeAnnouncement(turn, desk, text);
  else if (desk.at === 'write-time' || desk.at === 'write-reply') writeLater(turn, desk, text);
  else return false;
  turn.understood = `desk:${desk.at}`;
  return true;
}

/**
 * The desk moves to another place; everything the new place does not carry is forgotten – but lines of a quick log that
 * nobody has said yes or no to wait wherever one goes (unless they were to replace an entry), and so do the last receipts.
 */
export function moveDesk(turn: Turn, place: Omit<Desk, 'seq'>): void {
  const { seq = 0, at, lines = [], logged = [], deed } = turn.memory.desk ?? {};
  const isReplacing = at === 'log-confirm' && deed !== undefined;
  turn.memory.desk = {
    ...(lines.length > 0 && !isReplacing && { lines }),
    ...(logged.length > 0 && { logged }),
    ...place,
    seq: seq + 1,
  };
}

/** A button of the desk as it stands now: call it after `moveDesk`. */
export function deskButton(turn: Turn, labelKey: string, act: string, argument?: string): Button {
  const seq = turn.memory.desk?.seq ?? 0;
  return turn.button(labelKey.includes(':') ? labelKey : `volunteer:${labelKey}`, {
    scope: 'desk',
    seq,
    act,
    ...(argument !== undefined && { argument }),
  });
}

function sayFigures(turn: Turn): void {
  const figures = turn.world.facts.figures ?? [];
  moveDesk(turn, { at: 'home' });
  const lines = figures.map((figure) => figureLine(turn, figure));
  const body = lines.length > 0 ? lines.join('\n') : turn.text('volunteer:figures.none');
  turn.tell(`${turn.text('volunteer:figures.title', { at: clockTime(turn.world.now) })}\n${body}`, [
    deskButton(turn, 'team:button.rota', 'rota'),
    deskButton(turn, 'desk.pages', 'pages'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** "Sạp có mã QR: 78,4 % (651/830), dân tự báo thêm 12": never a percentage without its fraction, never both mixed. */
function figureLine(turn: Turn, { title, unit, numerator, self, denominator, isShare, target }: Figure): string {
  const line = denominator
    ? turn.text('volunteer:figures.line', {
        title,
        percent: percent(numerator, denominator, target),
        numerator,
        denominator,
      })
    : turn.text(isShare ? 'volunteer:figures.no-total' : 'volunteer:figures.count', { title, numerator, unit });
  return self > 0 ? `${line}${turn.text('volunteer:figures.self', { self })}` : line;
}

const percent = (numerator: number, denominator: number, target: number | null): string =>
  sharePercent(numerator, denominator, target).toFixed(2).replace('.', ',');

const clockTime = (time: Date): string =>
  new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' }).format(time);

function sayWeek(turn: Turn): void {
  moveDesk(turn, { at: 'home' });
  const helped = turn.text('volunteer:week', { households: turn.world.facts.week?.households ?? 0 });
  turn.tell([helped, ...sayProgress(turn)].join('\n'), [
    deskButton(turn, 'team:button.log-book', 'book'),
    deskButton(turn, 'team:button.rota', 'rota'),
    deskButton(turn, 'desk.pages', 'pages'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}
