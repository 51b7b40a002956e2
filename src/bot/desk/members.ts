/** A household's page and the people in it: several people's flows at one doorstep, on one phone, none of them lost. */
import { progressOf } from '../../flows/progress.ts';
import { readMember } from '../../understanding/member-words.ts';
import type { Button } from '../channel.ts';
import type { HouseholdFact, MemberFact } from '../facts.ts';
import type { ActiveRun, Desk } from '../memory.ts';
import { encodePress } from '../press.ts';
import { titleOf } from '../show.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';
import { nameOfMember } from './log.ts';

const LABEL_LIMIT = 20;
/** Choices shown below one message, with the way back. */
const SHOWN = 3;

export const householdOf = (turn: Turn, code: string | undefined): HouseholdFact | undefined =>
  (turn.world.facts.households ?? []).find((household) => household.code === code);

/** Runs for this household that wait on the volunteer's phone, whoever in it they are for. */
export const waitingFor = (turn: Turn, code: string): ActiveRun[] =>
  [turn.memory.run, ...(turn.memory.shelf ?? [])].filter((run) => run?.helping?.household === code) as ActiveRun[];

/** "▶ Ba: Ví Viettel Money, bước 3/8", a line each. */
export function waitingLines(turn: Turn, code: string): string[] {
  return waitingFor(turn, code).map((run) => {
    const flow = turn.world.flows.of(run.state.flowId, run.state.version);
    const progress = flow && run.state.step !== null ? progressOf(flow, run.state.step) : null;
    const title = titleOf(turn, run.state.flowId);
    const what = progress ? turn.text('help.at-step', { title, n: progress.n, total: progress.total }) : title;
    return turn.text('team:household.waiting', { name: run.helping?.callName ?? '', what });
  });
}

/** A press on one takes that person's flow up where it stood; the one under way is kept. */
export const waitingButtons = (turn: Turn, code: string): Button[] =>
  waitingFor(turn, code)
    .slice(0, SHOWN - 1)
    .map((run) => ({
      label: turn.text('team:household.resume', { name: run.helping?.callName ?? '' }).slice(0, LABEL_LIMIT),
      data: encodePress({ scope: 'run', run: run.id, seq: run.state.seq, act: 'again' }),
    }));

export function sayMembers(turn: Turn, code: string | undefined, page: number): void {
  const household = householdOf(turn, code);
  if (!household) return sayDesk(turn);
  moveDesk(turn, { at: 'household', household: household.code });
  const members = household.members ?? [];
  const shown = members.slice(page * SHOWN, (page + 1) * SHOWN);
  const lines = shown.map((member) => memberLine(turn, member));
  const seq = turn.memory.desk?.seq ?? 0;
  turn.tell(
    [
      turn.text(members.length > 0 ? 'team:members.title' : 'team:members.none', { name: household.callName }),
      ...lines,
    ].join('\n'),
    [
      ...shown.map((member) => ({
        label: nameOfMember(member).slice(0, LABEL_LIMIT),
        data: encodePress({ scope: 'desk', seq, act: 'member', argument: member.id }),
      })),
      ...((page + 1) * SHOWN < members.length ? [deskButton(turn, 'desk.more', 'members', String(page + 1))] : []),
      deskButton(turn, 'team:button.add-member', 'add-member'),
      deskButton(turn, 'desk.back', 'home'),
    ].slice(0, 5),
  );
}

function memberLine(turn: Turn, member: MemberFact): string {
  return [
    nameOfMember(member),
    member.ageBand && turn.text(`team:members.age.${member.ageBand}`),
    member.role && turn.text(`team:members.role.${member.role}`),
    member.hasSmartphone === false && turn.text('team:members.no-phone'),
    member.contactId !== null && turn.text('volunteer:household.has-chat'),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function sayMember(turn: Turn, desk: Desk, id: string | undefined): void {
  const household = householdOf(turn, desk.household);
  const member = household?.members?.find((one) => one.id === id);
  if (!household || !member) return sayDesk(turn);
  moveDesk(turn, { at: 'member', household: household.code, member: member.id });
  turn.tell(`${memberLine(turn, member)}\n${household.callName} · ${household.areaName}`, [
    deskButton(turn, 'household.together', 'together'),
    ...(member.hasSmartphone === false ? [deskButton(turn, 'team:button.print', 'print')] : []),
    deskButton(turn, 'team:button.member-left', 'member-left', member.id),
    deskButton(turn, 'team:button.members', 'members'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

export function askNewMember(turn: Turn, desk: Desk): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  moveDesk(turn, { at: 'new-member', household: household.code });
  turn.say('team:members.how', {}, [deskButton(turn, 'desk.back', 'home')]);
}

export function addMemberTyped(turn: Turn, desk: Desk, text: string): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  const member = readMember(text);
  if (!member) {
    turn.say('team:members.how', {}, [deskButton(turn, 'desk.back', 'home')]);
    return;
  }
  turn.effects.push({ type: 'add-member', household: household.code, ...member });
  moveDesk(turn, { at: 'new-member', household: household.code });
  turn.say('team:members.added', { name: nameOfMember(member), household: household.callName }, [
    deskButton(turn, 'team:button.members', 'members'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** Asked before it is done, by name (CD-42). */
export function askMemberLeft(turn: Turn, desk: Desk, id: string | undefined): void {
  const member = householdOf(turn, desk.household)?.members?.find((one) => one.id === id);
  if (!member || desk.household === undefined) return sayDesk(turn);
  moveDesk(turn, { at: 'confirm', household: desk.household, deed: `member-left.${member.id}` });
  turn.say('team:members.ask-left', { name: nameOfMember(member) }, [
    deskButton(turn, 'team:button.yes-left', 'yes'),
    deskButton(turn, 'team:button.keep', 'members'),
  ]);
}
