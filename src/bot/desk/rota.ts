/**
 * "Lịch trực": who answers calls for help when, seen and set in the chat. Volunteers set their own duties, officials
 * everybody's below their area; what is set is said in full before it counts (CD-42).
 */
import { normalise } from '../../understanding/normalise.ts';
import { type RotaOrder, SHIFTS } from '../../understanding/rota-words.ts';
import type { RotaFact } from '../facts.ts';
import { pageOf } from '../menu.ts';
import { isOfficial } from '../person.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';

const PER_PAGE = 3;
/** Buttons are cut by small phones above this (CD-40). */
const LABEL_LIMIT = 20;
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

type DutyFact = RotaFact['duties'][number];

export function sayRota(turn: Turn, page: number): void {
  const { duties = [] } = turn.world.facts.rota ?? {};
  moveDesk(turn, { at: 'home' });
  const { shown, next } = pageOf(duties, page, PER_PAGE);
  const lines = shown.map((duty) => `${duties.indexOf(duty) + 1}. ${dutyWords(turn, duty)}`);
  const mine = shown.filter((duty) => maySet(turn, duty.contactId));
  turn.tell([turn.text(duties.length > 0 ? 'team:rota.title' : 'team:rota.none'), ...lines].join('\n'), [
    deskButton(turn, 'team:button.duty-new', 'duty-new'),
    ...mine.map((duty) => ({
      ...deskButton(turn, 'team:button.duty-end', 'duty-end', duty.id),
      label: turn.text('team:button.duty-end', { n: duties.indexOf(duty) + 1 }),
    })),
    ...(next === null ? [] : [deskButton(turn, 'desk.more', 'rota', String(next))]),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

const maySet = (turn: Turn, contactId: string): boolean => isOfficial(turn.person) || contactId === turn.person.id;

/** "Thứ Hai · 7:00–11:00 · anh Tâm". */
const dutyWords = (turn: Turn, duty: Omit<DutyFact, 'id' | 'contactId' | 'rank'>): string =>
  turn.text('team:rota.line', {
    day: turn.text(`office:weekday.${duty.weekday ?? 0}`),
    from: hourWords(duty.fromHour),
    to: hourWords(duty.toHour),
    name: duty.name,
  });

const hourWords = (hour: number): string =>
  `${Math.floor(hour)}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;

/** A new duty by button: whose (officials only), which day, which part of it. `argument` is `<who>[-<day>][-<from>-<to>]`. */
export function pressDuty(turn: Turn, act: string, argument = ''): void {
  const [who = '', day = '', from = '', to = ''] = argument.split('-');
  switch (act) {
    case 'duty-new':
      return isOfficial(turn.person) ? askWho(turn, Number(who) || 0) : askDay(turn, turn.person.id, 0);
    case 'duty-day':
      return askDay(turn, who, Number(day) || 0);
    case 'duty-part':
      return askPart(turn, who, day);
    case 'duty-ask':
      return askDuty(turn, { who, weekday: Number(day) || null, fromHour: Number(from), toHour: Number(to) });
    default:
      return askEnd(
        turn,
        (turn.world.facts.rota?.duties ?? []).find(({ id }) => id === argument),
      );
  }
}

function askWho(turn: Turn, page: number): void {
  const { shown, next } = pageOf(turn.world.facts.rota?.members ?? [], page, PER_PAGE);
  moveDesk(turn, { at: 'home' });
  turn.say('team:rota.who', {}, [
    ...shown.map(({ contactId, name }) => ({
      ...deskButton(turn, 'desk.more', 'duty-day', `${contactId}-0`),
      label: name.slice(0, LABEL_LIMIT),
    })),
    ...(next === null ? [] : [deskButton(turn, 'desk.more', 'duty-new', String(next))]),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

function askDay(turn: Turn, who: string, page: number): void {
  const { shown, next } = pageOf(WEEKDAYS, page, PER_PAGE);
  moveDesk(turn, { at: 'home' });
  turn.say('team:rota.day', {}, [
    ...shown.map((weekday) => ({
      ...deskButton(turn, 'desk.more', 'duty-part', `${who}-${weekday}`),
      label: turn.text(`office:weekday.${weekday}`),
    })),
    ...(next === null ? [] : [deskButton(turn, 'desk.more', 'duty-day', `${who}-${next}`)]),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

function askPart(turn: Turn, who: string, day: string): void {
  moveDesk(turn, { at: 'home' });
  turn.say('team:rota.part', {}, [
    ...(['morning', 'afternoon', 'day', 'evening'] as const).map((part) =>
      deskButton(turn, `team:button.duty-${part}`, 'duty-ask', `${who}-${day}-${SHIFTS[part].join('-')}`),
    ),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** Typed: "trực thứ 2 sáng", "anh Tâm trực chủ nhật 7-11", "thôi trực 2". */
export function followRota(turn: Turn, order: RotaOrder): boolean {
  const { duties = [], members = [] } = turn.world.facts.rota ?? {};
  if (order.order === 'end-duty') {
    askEnd(turn, duties[order.n - 1]);
    return true;
  }
  const named = order.who === '' ? [] : members.filter(({ name }) => normalise(name).folded.endsWith(order.who));
  const [member, another] = named;
  if (order.who !== '' && !member) return false; // "bác sĩ trực thứ 2": nobody of the team, so nothing about the rota
  if (another) turn.say('team:rota.which', { name: order.who });
  else askDuty(turn, { ...order, who: member?.contactId ?? turn.person.id });
  return true;
}

interface Asked {
  who: string;
  weekday: number | null;
  fromHour: number;
  toHour: number;
}

function askDuty(turn: Turn, { who, weekday, fromHour, toHour }: Asked): void {
  const member = (turn.world.facts.rota?.members ?? []).find(({ contactId }) => contactId === who);
  if (!member || !maySet(turn, who) || !(fromHour < toHour)) {
    turn.say('volunteer:no-right');
    return sayDesk(turn);
  }
  const duty = dutyWords(turn, { weekday, fromHour, toHour, name: member.name });
  confirm(turn, `duty/${who}/${weekday ?? 0}/${fromHour}/${toHour}`, 'team:rota.ask', { duty });
}

function askEnd(turn: Turn, duty: DutyFact | undefined): void {
  if (!duty || !maySet(turn, duty.contactId)) {
    turn.say('team:rota.unknown');
    return sayRota(turn, 0);
  }
  confirm(turn, `end-duty/${duty.id}`, 'team:rota.ask-end', { duty: dutyWords(turn, duty) });
}

function confirm(turn: Turn, deed: string, key: string, params: Record<string, string>): void {
  moveDesk(turn, { at: 'confirm', deed });
  turn.say(key, params, [deskButton(turn, 'team:button.yes', 'yes'), deskButton(turn, 'team:button.no', 'rota')]);
}

/** The yes to what was asked. False: the question was another one. */
export function setRota(turn: Turn, deed: string): boolean {
  const [what, first = '', day = '', from = '', to = ''] = deed.split('/');
  if (what === 'end-duty') turn.effects.push({ type: 'end-duty', id: first });
  else if (what === 'duty') {
    const hours = { fromHour: Number(from), toHour: Number(to) };
    turn.effects.push({ type: 'add-duty', contactId: first, weekday: Number(day) || null, ...hours });
  } else return false;
  return true;
}
