/**
 * What volunteers and officials see outside of flows: compact, several items a message, everything also by number.
 * A desk's buttons carry its sequence number, so an old one only brings the desk back.
 */
import type { Button } from '../channel.ts';
import type { Desk } from '../memory.ts';
import { sayMenu } from '../menu.ts';
import { isOfficial, membershipOf } from '../person.ts';
import type { Press } from '../press.ts';
import type { Turn } from '../turn.ts';
import { pressAnnounce, writeAnnouncement } from './announce.ts';
import { nameHousehold, pressHousehold, sayHouseholds } from './household.ts';

/** The desk itself: where one is, what there is to do. */
export function sayDesk(turn: Turn): void {
  const membership = membershipOf(turn.person, ['official', 'admin', 'volunteer']);
  if (!membership) return sayMenu(turn); // nobody without a role has a desk
  moveDesk(turn, { at: 'home' });
  const { householdCount = 0, week } = turn.world.facts;
  const buttons = [
    ...(isOfficial(turn.person) ? [deskButton(turn, 'desk.announce', 'write')] : []),
    deskButton(turn, 'desk.help-household', 'households'),
    deskButton(turn, 'desk.new-household', 'new'),
    ...(isOfficial(turn.person)
      ? [deskButton(turn, 'desk.figures', 'figures')]
      : [deskButton(turn, 'desk.mine', 'mine')]),
    turn.button('volunteer:desk.for-myself', { scope: 'general', word: 'self-service' }),
  ];
  turn.say(
    'volunteer:desk.home',
    { area: membership.areaName, households: householdCount, week: week?.households ?? 0 },
    buttons,
  );
}

/** Acts that begin something and depend on nothing before: an old button does them as well as a new one. */
const ALWAYS_GOOD = new Set(['home', 'figures', 'mine', 'households', 'write', 'new', 'open']);

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
    case 'households':
      return sayHouseholds(turn, Number(press.argument ?? 0) || 0);
    case 'write':
    case 'rewrite':
    case 'no-bring':
      return pressAnnounce(turn, press.act);
    default:
      return pressHousehold(turn, desk, press.act, press.argument);
  }
}

/** Text a desk waits for. False when it waits for none. */
export function answerAtDesk(turn: Turn, text: string): boolean {
  const desk = turn.memory.desk;
  if (!desk || turn.memory.run) return false;
  if (desk.at === 'new-name') nameHousehold(turn, desk, text);
  else if (desk.at === 'write-text' || desk.at === 'write-bring' || desk.at === 'write-ask')
    writeAnnouncement(turn, desk, text);
  else return false;
  turn.understood = `desk:${desk.at}`;
  return true;
}

/** The desk moves to another place; everything the new place does not carry is forgotten. */
export function moveDesk(turn: Turn, place: Omit<Desk, 'seq'>): void {
  turn.memory.desk = { ...place, seq: (turn.memory.desk?.seq ?? 0) + 1 };
}

/** A button of the desk as it stands now: call it after `moveDesk`. */
export function deskButton(turn: Turn, labelKey: string, act: string, argument?: string): Button {
  const seq = turn.memory.desk?.seq ?? 0;
  return turn.button(`volunteer:${labelKey}`, {
    scope: 'desk',
    seq,
    act,
    ...(argument !== undefined && { argument }),
  });
}

function sayFigures(turn: Turn): void {
  const figures = turn.world.facts.figures ?? [];
  moveDesk(turn, { at: 'home' });
  const lines = figures.map(({ title, numerator, denominator }) =>
    denominator
      ? turn.text('volunteer:figures.line', { title, percent: percent(numerator, denominator), numerator, denominator })
      : turn.text('volunteer:figures.no-total', { title, numerator }),
  );
  const body = lines.length > 0 ? lines.join('\n') : turn.text('volunteer:figures.none');
  turn.tell(`${turn.text('volunteer:figures.title', { at: clockTime(turn.world.now) })}\n${body}`, [
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** Never rounded up to a reached target: figures are cut, not rounded (dashboard, DB rules). */
const percent = (numerator: number, denominator: number): string =>
  (Math.floor((numerator / denominator) * 1000) / 10).toFixed(1).replace('.', ',');

const clockTime = (time: Date): string =>
  new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' }).format(time);

function sayWeek(turn: Turn): void {
  moveDesk(turn, { at: 'home' });
  turn.say('volunteer:week', { households: turn.world.facts.week?.households ?? 0 }, [
    deskButton(turn, 'desk.back', 'home'),
  ]);
}
