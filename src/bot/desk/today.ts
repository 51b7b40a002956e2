/** "Việc hôm nay": what a volunteer's day asks for, most needed first, a few at a time, each one press from the deed. */
import type { Flow, FlowId } from '../../flows/flow.ts';
import { progressOf } from '../../flows/progress.ts';
import type { Button } from '../channel.ts';
import { clockWords, dayWords } from '../duty.ts';
import type { ProgressFact, TodayItem } from '../facts.ts';
import { pageOf } from '../menu.ts';
import { encodePress } from '../press.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';

const PER_PAGE = 3;
/** Buttons are cut by small phones above this (CD-40). */
const LABEL_LIMIT = 20;

export function sayToday(turn: Turn, page: number): void {
  const items = turn.world.facts.today ?? [];
  moveDesk(turn, { at: 'home' });
  const back = deskButton(turn, 'desk.back', 'home');
  if (items.length === 0)
    return turn.say('team:today.nothing', {}, [deskButton(turn, 'desk.help-household', 'households'), back]);
  const { shown, next } = pageOf(items, page, PER_PAGE);
  const first = items.indexOf(shown[0] as TodayItem);
  const title = turn.text('team:today.title', {
    calls: items.filter(({ kind }) => kind === 'call').length,
    stuck: items.filter(({ kind }) => kind === 'stuck').length,
    visits: items.filter(({ kind }) => kind === 'visit').length,
  });
  const lines = shown.map((item, index) => `${first + index + 1}. ${lineOfDay(wordsOf(turn), item)}`);
  turn.tell([title, ...lines].join('\n'), [
    ...shown.map((item) => buttonOf(turn, item)),
    ...(next === null ? [] : [deskButton(turn, 'desk.more', 'today', String(next))]),
    back,
  ]);
}

/** What it takes to say a line of the list: a turn has it, and so has the page for rounds without a signal. */
export interface DayWords {
  text(key: string, params?: Record<string, string | number>): string;
  flow(id: FlowId): Flow | undefined;
  now: Date;
}

const wordsOf = (turn: Turn): DayWords => ({
  text: (key, params) => turn.text(key, params),
  flow: (id) => turn.world.flows.current.get(id),
  now: turn.world.now,
});

/** One line of the day, as it is said in the chat and shown on the page. */
export function lineOfDay(words: DayWords, item: TodayItem): string {
  const { text, now } = words;
  switch (item.kind) {
    case 'call': {
      const what = item.flowId === null ? text('help.general') : placeOf(words, item.flowId, item.step);
      const key = item.urgent ? 'urgent' : item.isMine ? 'promised' : 'waiting';
      const late = item.promisedAt.getTime() < now.getTime() ? ` ${text('team:today.late')}` : '';
      return text(`team:today.${key}`, { name: item.name, what, time: clockWords(item.promisedAt, now) }) + late;
    }
    case 'stuck':
      return text('team:today.stuck', {
        name: item.name,
        area: item.areaName,
        what: placeOf(words, item.flowId, item.step),
        since: dayWords(item.since),
      });
    case 'visit':
      return text('team:today.visit', {
        name: item.name,
        number: item.number ?? item.household,
        day: dayOf(item.day),
      });
    case 'errand':
      return text('team:today.errand', { name: item.name, area: item.areaName });
    case 'target':
      return text('team:today.target', targetWords(item));
  }
}

/** Figures are cut, not rounded: a target is never reached by rounding. */
export const targetWords = ({ title, percent, target, done, total }: ProgressFact) => ({
  title,
  percent: percent.toFixed(1).replace('.', ','),
  target: target ?? 0,
  missing: Math.max(0, Math.ceil(((target ?? 0) / 100) * total) - done),
});

function placeOf({ text, flow: flowOf }: DayWords, flowId: string, step: string | null): string {
  const flow = flowOf(flowId);
  const progress = flow && step !== null && flow.steps[step] ? progressOf(flow, step) : null;
  const title = text(`flows/${flowId}:title`);
  return progress ? text('help.at-step', { title, n: progress.n, total: progress.total }) : title;
}

const dayOf = (day: string): string => day.slice(5).split('-').reverse().join('/');

function buttonOf(turn: Turn, item: TodayItem): Button {
  const seq = turn.memory.desk?.seq ?? 0;
  const press = (act: string, argument: string) => encodePress({ scope: 'desk', seq, act, argument });
  const label = (key: string, name: string) =>
    turn.text(`team:today.label.${key}`, { name }).slice(0, LABEL_LIMIT).trim();
  switch (item.kind) {
    case 'call':
      return { label: label('call', item.name), data: press('call', item.id) };
    case 'stuck':
      return { label: label('stuck', item.name), data: press('stuck', item.runId) };
    case 'visit':
      return { label: label('visit', String(item.number ?? item.household)), data: press('open', item.household) };
    case 'errand':
      return { label: label('errand', item.name), data: press('errand', item.id) };
    case 'target':
      return { label: label('target', item.indicator), data: press('behind', item.indicator) };
  }
}

/** A request of the list: its card, with what can be answered to it. */
export function sayCall(turn: Turn, id: string | undefined): void {
  const item = (turn.world.facts.today ?? []).find((one) => one.kind === 'call' && one.id === id);
  if (item?.kind !== 'call') {
    turn.say('help.gone');
    return sayDesk(turn);
  }
  const act = (key: string, name: 'take' | 'busy' | 'done' | 'talk') =>
    turn.button(key, { scope: 'help', id: item.id, act: name });
  const answers = item.isMine
    ? [act('help.done', 'done'), act('team:help.talk', 'talk'), act('help.busy', 'busy')]
    : [act('help.take', 'take'), act('team:help.talk', 'talk'), act('help.busy', 'busy')];
  turn.tell(lineOfDay(wordsOf(turn), item), [...answers, deskButton(turn, 'team:button.today', 'today')]);
}

/** Somebody who is stuck: talk with them here, or go there. */
export function sayStuck(turn: Turn, runId: string | undefined): void {
  const item = (turn.world.facts.today ?? []).find((one) => one.kind === 'stuck' && one.runId === runId);
  if (item?.kind !== 'stuck') return sayToday(turn, 0);
  const seq = turn.memory.desk?.seq ?? 0;
  const isOwnPhone = item.contactId === turn.person.id;
  const reach = encodePress({ scope: 'desk', seq, act: 'reach', argument: `${item.contactId}-${item.runId}` });
  turn.tell(lineOfDay(wordsOf(turn), item), [
    ...(isOwnPhone ? [] : [{ label: turn.text('team:help.talk'), data: reach }]),
    ...(item.household === null ? [] : [deskButton(turn, 'team:button.open-household', 'open', item.household)]),
    deskButton(turn, 'team:button.today', 'today'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** Somebody the announcement did not reach: told, or their household's page. */
export function sayErrand(turn: Turn, id: string | undefined): void {
  const item = (turn.world.facts.today ?? []).find((one) => one.kind === 'errand' && one.id === id);
  if (item?.kind !== 'errand') return sayToday(turn, 0);
  turn.tell(lineOfDay(wordsOf(turn), item), [
    deskButton(turn, 'team:button.told', 'told', item.id),
    ...(item.household === null ? [] : [deskButton(turn, 'team:button.open-household', 'open', item.household)]),
    deskButton(turn, 'team:button.today', 'today'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** A figure behind its target: the households that have not got it yet. */
export function sayBehind(turn: Turn, indicator: string | undefined): void {
  const item = (turn.world.facts.today ?? []).find((one) => one.kind === 'target' && one.indicator === indicator);
  if (item?.kind !== 'target') return sayToday(turn, 0);
  const missing = (turn.world.facts.households ?? []).filter(
    ({ finished }) => !item.flowIds.some((flow) => finished.includes(flow)),
  );
  const seq = turn.memory.desk?.seq ?? 0;
  const shown = missing.slice(0, PER_PAGE);
  const lines = shown.map((household) =>
    turn.text('team:household.line', {
      name: household.callName,
      number: household.number ?? household.code,
      area: household.areaName,
    }),
  );
  turn.tell([turn.text('team:today.target', targetWords(item)), ...lines].join('\n'), [
    ...shown.map(({ callName, number, code }) => ({
      label: turn.text('team:household.label', { name: callName, number: number ?? code }).slice(0, LABEL_LIMIT),
      data: encodePress({ scope: 'desk', seq, act: 'open', argument: code }),
    })),
    deskButton(turn, 'team:button.today', 'today'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}
