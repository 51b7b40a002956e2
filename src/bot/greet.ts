/** The first words, how to call somebody, and what a link or printed code brought them for. Pure. */
import { vietnamDay } from '../clock.ts';
import { TERMS } from '../text.ts';
import { sayDesk } from './desk/desk.ts';
import { guide, resumeRun, startFlow } from './guide.ts';
import { sayMenu } from './menu.ts';
import { isNewcomer, isStaff, nameOf } from './person.ts';
import type { Turn } from './turn.ts';

/** A start payload (contract, "Ways in"): parts joined by `_`. Unknown parts are ignored kindly. */
export interface Payload {
  flow?: string;
  area?: string;
  household?: string;
  invite?: string;
  source?: string;
}

const PAYLOAD_PARTS = { f: 'flow', a: 'area', h: 'household', i: 'invite', s: 'source' } as const;

export function readPayload(payload: string): Payload {
  const read: Payload = {};
  for (const part of payload.split('_')) {
    const name = PAYLOAD_PARTS[part[0] as keyof typeof PAYLOAD_PARTS];
    if (name && part[1] === '-' && part.length > 2) read[name] = part.slice(2);
  }
  return read;
}

/** Somebody opened the chat by a link, a code or the first word. */
export function welcome(turn: Turn, payload: Payload): void {
  turn.understood = 'start';
  if (turn.world.facts.area) turn.patch.areaCode = turn.world.facts.area.code;
  if (payload.invite !== undefined) return acceptInvite(turn);
  const household = turn.world.facts.household;
  if (household) {
    turn.effects.push({ type: 'join-household', household: household.code });
    if (turn.person.callName) turn.effects.push({ type: 'link-member', callName: turn.person.callName });
    turn.patch.areaCode = household.areaCode;
  }
  const flow = payload.flow !== undefined && turn.world.flows.current.has(payload.flow) ? payload.flow : undefined;
  if (isNewcomer(turn.person)) return introduce(turn, flow);
  if (household) turn.say('payload.household-joined');
  if (flow) return startFlow(turn, flow);
  if (isStaff(turn.person)) return sayDesk(turn);
  if (turn.memory.run) return resumeRun(turn);
  turn.say('greet.again', { name: turn.person.callName ?? '' });
  sayMenu(turn);
}

/** Who we are, that we are a machine, what we never ask for (CD-70), then how to call the person. */
export function introduce(turn: Turn, flow?: string): void {
  turn.memory.pledgedOn = vietnamDay(turn.world.now);
  turn.say('greet.hello');
  askTerm(turn, flow);
}

export function askTerm(turn: Turn, flow?: string): void {
  turn.memory.asking = { what: 'term', ...(flow !== undefined && { after: { flow } }) };
  turn.say(
    'greet.ask-term',
    {},
    TERMS.map((term, index) => ({ label: turn.text(`term.${term}`), data: `k.${index}` })),
  );
}

/** The chosen term, with the name to use when one was typed ("bác Sáu"). */
export function setTerm(turn: Turn, term: string, callName?: string): void {
  turn.understood = 'term';
  const after = turn.memory.asking?.what === 'term' ? turn.memory.asking.after : undefined;
  delete turn.memory.asking;
  turn.patch.term = term;
  turn.person.term = term; // the rest of this turn already speaks that way
  if (callName) {
    turn.patch.callName = callName;
    turn.person.callName = callName;
    turn.effects.push({ type: 'link-member', callName });
  }
  turn.send({ kind: 'text', text: turn.text('greet.term-set', { name: nameOf(turn.person) }), keyboard: 'citizen' });
  if (after) return startFlow(turn, after.flow);
  if (turn.memory.run) return guide(turn, { type: 'again' });
  sayMenu(turn);
}

function acceptInvite(turn: Turn): void {
  const invite = turn.world.facts.invite;
  if (!invite) {
    turn.say('payload.invite-gone', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
    return;
  }
  const name = invite.name ?? nameOf(turn.person);
  turn.effects.push({
    type: 'join-team',
    codeHash: invite.codeHash,
    role: invite.role,
    areaCode: invite.areaCode,
    name,
  });
  turn.patch.areaCode = invite.areaCode;
  turn.person.memberships.push({ role: invite.role, areaCode: invite.areaCode, areaName: invite.areaName, name });
  turn.say(`volunteer:joined.${invite.role}`, { area: invite.areaName, name });
  sayDesk(turn);
}
