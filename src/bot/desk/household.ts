/** A volunteer and a household: find it or make it, then walk a flow together or send it to their own phone. */

import { flowsIn, groupsOf, isGroup } from '../../flows/groups.ts';
import { readCallName } from '../../understanding/kinship.ts';
import type { HouseholdFact } from '../facts.ts';
import { startFlow } from '../guide.ts';
import type { Desk } from '../memory.ts';
import { pageOf } from '../menu.ts';
import { membershipOf } from '../person.ts';
import { encodePress } from '../press.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';

const PER_PAGE = 3;
/** Buttons are cut by small phones above this (CD-40). */
const LABEL_LIMIT = 20;
const NAME_LIMIT = 24;

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
  code: household.code,
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
      return sayFlows(turn, desk, act, argument ?? '');
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

const householdOf = (turn: Turn, code: string | undefined): HouseholdFact | undefined =>
  (turn.world.facts.households ?? []).find((household) => household.code === code);

function sayHousehold(turn: Turn, code: string | undefined): void {
  const household = householdOf(turn, code);
  if (!household) {
    turn.say('volunteer:household.not-yours');
    return sayDesk(turn);
  }
  moveDesk(turn, { at: 'household', household: household.code });
  turn.say('volunteer:household.page', describe(turn, household), [
    deskButton(turn, 'household.together', 'together'),
    ...(household.reachable > 0 ? [deskButton(turn, 'household.send', 'send')] : []),
    deskButton(turn, 'desk.list', 'households'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
  if (household.reachable === 0) {
    turn.messages.splice(-1, 0, {
      urgency: 0,
      message: { kind: 'text', text: turn.text('volunteer:household.link', { token: household.linkToken }) },
    });
  }
}

/** First what people want, then the flow: `choice` is `<group>-<page>`, empty at first. */
function sayFlows(turn: Turn, desk: Desk, way: 'together' | 'send', choice: string): void {
  const household = householdOf(turn, desk.household);
  if (!household) return sayDesk(turn);
  moveDesk(turn, { at: 'pick-flow', household: household.code });
  const [group = '', page = '0'] = choice.split('-');
  const flows = [...turn.world.flows.current.values()];
  if (!isGroup(group)) {
    const groups = groupsOf(flows).map((id) => deskChoice(turn, turn.text(`menu.groups.${id}`), way, `${id}-0`));
    return turn.say('volunteer:household.which-flow', { name: household.callName }, groups);
  }
  const { shown, next } = pageOf(flowsIn(group, flows), Number(page) || 0);
  turn.say('volunteer:household.which-flow', { name: household.callName }, [
    ...shown.map((flow) =>
      deskChoice(turn, turn.text(`flows/${flow.id}:wish`), way === 'together' ? 'flow' : 'invite', flow.id),
    ),
    ...(next === null ? [] : [deskButton(turn, 'desk.more', way, `${group}-${next}`)]),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

const deskChoice = (turn: Turn, label: string, act: string, argument: string) => ({
  label,
  data: encodePress({ scope: 'desk', seq: turn.memory.desk?.seq ?? 0, act, argument }),
});

/** "Làm chung máy": the flow runs on the volunteer's phone, in the household's name. */
function startTogether(turn: Turn, desk: Desk, flowId: string | undefined): void {
  const household = householdOf(turn, desk.household);
  if (!household || flowId === undefined) return sayDesk(turn);
  const named = readCallName(household.callName);
  startFlow(turn, flowId, {
    helping: {
      household: household.code,
      callName: household.callName,
      term: named?.term ?? null,
      areaCode: household.areaCode,
    },
  });
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

export function nameHousehold(turn: Turn, desk: Desk, text: string): void {
  const callName = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const fits = callName.length >= 2 && callName.length <= NAME_LIMIT && /^[\p{L}\p{M} ]+$/u.test(callName);
  if (!fits || desk.areaCode === undefined) {
    turn.say('volunteer:new.bad-name', {}, [deskButton(turn, 'desk.back', 'home')]);
    return;
  }
  moveDesk(turn, { at: 'new-consent', areaCode: desk.areaCode, callName });
  const office = membershipOf(turn.person, ['volunteer', 'official', 'admin'])?.areaName ?? '';
  turn.say('volunteer:new.consent', { name: callName, area: office }, [
    deskButton(turn, 'new.agree', 'agree'),
    deskButton(turn, 'new.refuse', 'refuse'),
  ]);
}

/** Without consent nothing is kept; the person can still be helped without a name. */
function makeHousehold(turn: Turn, desk: Desk, agreed: boolean): void {
  if (desk.areaCode === undefined || desk.callName === undefined) return sayDesk(turn);
  if (!agreed) {
    turn.say('volunteer:new.refused');
    return sayDesk(turn);
  }
  const code = `H${BigInt(turn.world.inboundId).toString(36).toUpperCase()}`;
  turn.effects.push({ type: 'make-household', code, areaCode: desk.areaCode, callName: desk.callName, consent: true });
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
