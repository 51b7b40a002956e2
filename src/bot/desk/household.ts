/** A volunteer and a household: find it or make it, then walk a flow together or send it to their own phone. */

import { flowsIn, groupsOf, isGroup } from '../../flows/groups.ts';
import { couldBeSame } from '../../understanding/call-names.ts';
import { readCallName } from '../../understanding/kinship.ts';
import { capital } from '../duty.ts';
import type { HouseholdFact } from '../facts.ts';
import { startFlow } from '../guide.ts';
import type { Desk } from '../memory.ts';
import { pageOf } from '../menu.ts';
import { membershipOf } from '../person.ts';
import { encodePress } from '../press.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';
import { nameOfMember } from './log.ts';
import { householdOf, waitingButtons, waitingLines } from './members.ts';

const PER_PAGE = 3;
/** Buttons are cut by small phones above this (CD-40). */
const LABEL_LIMIT = 20;
const NAME_LIMIT = 24;
/** A landmark, not a description. */
const NEAR_LIMIT = 40;

export function sayHouseholds(turn: Turn, page: number): void {
  const households = turn.world.facts.households ?? [];
  const shown = households.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  if (shown.length === 0 && page > 0) return sayHouseholds(turn, 0);
  moveDesk(turn, { at: 'households', page });
  const next = (page + 1) * PER_PAGE < households.length ? page + 1 : 0;
  const lines = shown.map((household) => turn.text('volunteer:household.line', describe(turn, household)));
  turn.tell(
    [turn.text(lines.length > 0 ? 'volunteer:household.which' : 'volunteer:household.none'), ...lines].join('\n'),
    [
      ...shown.map((household) => ({
        label: `${household.callName} ${household.code}`.slice(0, LABEL_LIMIT),
        data: `d.${(turn.memory.desk?.seq ?? 0).toString(36)}.open.${household.code}`,
      })),
      ...(households.length > PER_PAGE ? [deskButton(turn, 'desk.more', 'households', String(next))] : []),
      deskButton(turn, 'desk.new-household', 'new'),
    ].slice(0, 5),
  );
}

const describe = (turn: Turn, household: HouseholdFact) => ({
  code: household.number
    ? turn.text('team:household.code', { number: household.number, code: household.code })
    : household.code,
  name: household.callName,
  area: household.areaName,
  done: household.finished.length,
  chat: turn.text(household.reachable > 0 ? 'volunteer:household.has-chat' : 'volunteer:household.no-chat'),
});

export function pressHousehold(turn: Turn, desk: Desk, act: string, argument: string | undefined): void {
  switch (act) {
    case 'open':
      return sayHousehold(turn, argument);
    case 'together':
    case 'send':
    case 'print':
      return sayFlows(turn, desk, act, argument ?? '');
    case 'print-flow':
      return printSheet(turn, desk, argument);
    case 'other':
      return askConsent(turn, desk);
    case 'flow':
      return startTogether(turn, desk, argument);
    case 'invite':
      return sendToHousehold(turn, desk, argument);
    case 'new':
      return askHamlet(turn);
    case 'hamlet':
      return askName(turn, argument);
    case 'agree':
    case 'refuse':
      return makeHousehold(turn, desk, act === 'agree');
    default:
      return sayDesk(turn);
  }
}

/** The household's page: who is in it, whose flow waits, what can be done. */
export function sayHousehold(turn: Turn, code: string | undefined): void {
  const household = householdOf(turn, code);
  if (!household) {
    turn.say('volunteer:household.not-yours');
    return sayDesk(turn);
  }
  moveDesk(turn, { at: 'household', household: household.code });
  const members = (household.members ?? []).map(nameOfMember).join(', ');
  const lines = [
    turn.text('volunteer:household.page', describe(turn, household)),
    ...(members ? [turn.text('team:household.members', { members })] : []),
    ...waitingLines(turn, household.code),
  ];
  if (household.reachable === 0) turn.say('volunteer:household.link', { token: household.linkToken });
  const waiting = waitingButtons(turn, household.code);
  turn.tell(lines.join('\n'), [
    ...waiting,
    deskButton(turn, 'household.together', 'together'),
    ...(household.reachable > 0 && waiting.length === 0 ? [deskButton(turn, 'household.send', 'send')] : []),
    deskButton(turn, 'team:button.members', 'members'),
    ...(waiting.length < 2 ? [deskButton(turn, 'team:button.others', 'others')] : []),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** First what people want, then the flow: `choice` is `<group>-<page>`, empty at first. */
function sayFlows(turn: Turn, desk: Desk, way: 'together' | 'send' | 'print', choice: string): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  const member = household.members?.find(({ id }) => id === desk.member);
  moveDesk(turn, { at: 'pick-flow', household: household.code, ...(member && { member: member.id }) });
  const name = member ? nameOfMember(member) : household.callName;
  const [group = '', page = '0'] = choice.split('-');
  const flows = [...turn.world.flows.current.values()];
  if (!isGroup(group)) {
    const groups = groupsOf(flows).map((id) => deskChoice(turn, turn.text(`menu.groups.${id}`), way, `${id}-0`));
    return turn.say('volunteer:household.which-flow', { name }, groups);
  }
  const { shown, next } = pageOf(flowsIn(group, flows), Number(page) || 0);
  turn.say('volunteer:household.which-flow', { name }, [
    ...shown.map((flow) => deskChoice(turn, turn.text(`flows/${flow.id}:wish`), DEED[way], flow.id)),
    ...(next === null ? [] : [deskButton(turn, 'desk.more', way, `${group}-${next}`)]),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** What choosing a flow does. */
const DEED = { together: 'flow', send: 'invite', print: 'print-flow' } as const;

const deskChoice = (turn: Turn, label: string, act: string, argument: string) => ({
  label,
  data: encodePress({ scope: 'desk', seq: turn.memory.desk?.seq ?? 0, act, argument }),
});

/** "Làm chung máy": the flow runs on the volunteer's phone, for somebody of the household or in its name. */
function startTogether(turn: Turn, desk: Desk, flowId: string | undefined): void {
  const household = householdOf(turn, desk.household);
  if (!household || flowId === undefined) return sayDesk(turn);
  const member = household.members?.find(({ id }) => id === desk.member);
  const callName = member ? nameOfMember(member) : household.callName;
  startFlow(turn, flowId, {
    helping: {
      household: household.code,
      callName,
      term: member?.term ?? readCallName(household.callName)?.term ?? null,
      areaCode: household.areaCode,
      ...(member && { member: member.id, contact: member.contactId }),
    },
  });
}

/** The sheet to read from where there is no smartphone or no signal; what was done is logged by one line afterwards. */
function printSheet(turn: Turn, desk: Desk, flowId: string | undefined): void {
  const household = householdOf(turn, desk.household);
  if (!household || flowId === undefined || !turn.world.flows.current.has(flowId)) return sayDesk(turn);
  const number = String(household.number ?? household.code);
  const mediaId = `${turn.world.inboundId}-sheet.pdf`;
  const title = turn.text(`flows/${flowId}:title`);
  turn.effects.push({ type: 'print-sheet', mediaId, flowId, household: number, areaCode: household.areaCode });
  turn.send({
    kind: 'document',
    media: { kind: 'private', id: mediaId, filename: `to-${flowId}.pdf`, mime: 'application/pdf', alt: title },
    caption: turn.text('team:household.sheet', { title, number }),
  });
  moveDesk(turn, { at: 'household', household: household.code });
  turn.say('team:household.sheet-next', { number }, [
    deskButton(turn, 'team:button.log', 'log'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

function sendToHousehold(turn: Turn, desk: Desk, flowId: string | undefined): void {
  const household = householdOf(turn, desk.household);
  if (!household || flowId === undefined || !turn.world.flows.current.has(flowId)) return sayDesk(turn);
  turn.effects.push({ type: 'invite-household', household: household.code, flowId });
  moveDesk(turn, { at: 'home' });
  turn.say('volunteer:household.sent', { name: household.callName, title: turn.text(`flows/${flowId}:title`) }, [
    deskButton(turn, 'desk.list', 'households'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

// ── a household that is not in the book yet ────────────────────────────────────────────────────────────────────────

function askHamlet(turn: Turn): void {
  const hamlets = turn.world.facts.hamlets ?? [];
  if (hamlets.length === 1) return askName(turn, hamlets[0]?.code);
  moveDesk(turn, { at: 'new-hamlet' });
  const seq = (turn.memory.desk?.seq ?? 0).toString(36);
  turn.say(
    'volunteer:new.hamlet',
    {},
    hamlets
      .slice(0, 9)
      .map(({ code, name }) => ({ label: name.slice(0, LABEL_LIMIT), data: `d.${seq}.hamlet.${code}` })),
  );
}

function askName(turn: Turn, areaCode: string | undefined): void {
  const hamlet = (turn.world.facts.hamlets ?? []).find(({ code }) => code === areaCode);
  if (!hamlet) return sayDesk(turn);
  moveDesk(turn, { at: 'new-name', areaCode: hamlet.code });
  turn.say('volunteer:new.name', { area: hamlet.name }, [deskButton(turn, 'desk.back', 'home')]);
}

/** "Bác Sáu" or, to tell two of the same name apart, "Bác Sáu, gần cầu". Null: no name to call a household by. */
export function readHouseholdName(text: string): { callName: string; near: string } | null {
  const [said = '', ...rest] = text.normalize('NFC').replace(/\s+/g, ' ').split(',');
  const [typed, near] = [said.trim(), rest.join(',').trim()];
  const named = readCallName(typed);
  const callName = named ? `${capital(named.term)} ${named.callName}` : typed; // "bac sau" is Bác Sáu in the book
  const isName = (name: string) => name.length >= 2 && name.length <= NAME_LIMIT && /^[\p{L}\p{M} ]+$/u.test(name);
  const fits = isName(callName) && (near === '' || (near.length <= NEAR_LIMIT && /^[\p{L}\p{M}\p{N} ]+$/u.test(near)));
  return fits ? { callName, near } : null;
}

export function nameHousehold(turn: Turn, desk: Desk, text: string): void {
  const name = readHouseholdName(text);
  if (!name || desk.areaCode === undefined) {
    turn.say('volunteer:new.bad-name', {}, [deskButton(turn, 'desk.back', 'home')]);
    return;
  }
  const { callName, near } = name;
  const place = { ...desk, at: 'new-name' as const, callName, ...(near && { near }) };
  const same = (turn.world.facts.households ?? []).filter(
    (household) => household.areaCode === desk.areaCode && couldBeSame(household, { callName, near: near || null }),
  );
  if (same.length > 0) return warnOfSame(turn, place, same);
  askConsent(turn, place);
}

/** Somebody may have opened it already: that household first, another one second. */
function warnOfSame(turn: Turn, place: Omit<Desk, 'seq'>, same: readonly HouseholdFact[]): void {
  moveDesk(turn, place);
  const seq = (turn.memory.desk?.seq ?? 0).toString(36);
  const names = same
    .slice(0, 3)
    .map(({ callName, number, code, near }) => `${callName} (${number ?? code})${near ? `, ${near}` : ''}`)
    .join('; ');
  turn.say('team:household.same', { name: place.callName ?? '', names }, [
    ...same.slice(0, 3).map(({ callName, number, code }) => ({
      label: turn.text('team:household.label', { name: callName, number: number ?? code }).slice(0, LABEL_LIMIT),
      data: `d.${seq}.open.${code}`,
    })),
    deskButton(turn, 'team:button.other-household', 'other'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

function askConsent(turn: Turn, desk: Omit<Desk, 'seq'>): void {
  const { areaCode, callName, near } = desk;
  if (areaCode === undefined || callName === undefined) return sayDesk(turn);
  moveDesk(turn, { at: 'new-consent', areaCode, callName, ...(near !== undefined && { near }) });
  turn.say('volunteer:new.consent', { name: callName, area: officeOf(turn) }, [
    deskButton(turn, 'new.agree', 'agree'),
    deskButton(turn, 'new.refuse', 'refuse'),
  ]);
}

const officeOf = (turn: Turn): string => membershipOf(turn.person, ['volunteer', 'official', 'admin'])?.areaName ?? '';

/** Without consent nothing is kept; the person can still be helped without a name. */
function makeHousehold(turn: Turn, desk: Desk, agreed: boolean): void {
  if (desk.areaCode === undefined || desk.callName === undefined) return sayDesk(turn);
  if (!agreed) {
    turn.say('volunteer:new.refused');
    return sayDesk(turn);
  }
  const code = `H${BigInt(turn.world.inboundId).toString(36).toUpperCase()}`;
  turn.effects.push({
    type: 'make-household',
    code,
    areaCode: desk.areaCode,
    callName: desk.callName,
    ...(desk.near !== undefined && { near: desk.near }),
    consent: true,
    words: turn.text('volunteer:new.consent', { name: desk.callName, area: officeOf(turn) }),
  });
  const hamlet = (turn.world.facts.hamlets ?? []).find((area) => area.code === desk.areaCode);
  turn.world.facts.households?.unshift({
    code,
    areaCode: desk.areaCode,
    areaName: hamlet?.name ?? '',
    callName: desk.callName,
    reachable: 0,
    linkToken: '',
    finished: [],
  });
  moveDesk(turn, { at: 'household', household: code });
  turn.say('volunteer:new.made', { name: desk.callName, code }, [
    deskButton(turn, 'household.together', 'together'),
    deskButton(turn, 'desk.list', 'households'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}
