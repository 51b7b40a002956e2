/** Somebody wants a person: who is asked, what both are told, and what comes of their answers. */
import { areaName } from '../../db/areas.ts';
import type { Tx } from '../../db/client.ts';
import { giveConsent } from '../../db/consents.ts';
import { closeHelp, exhaustHelp, type HelpRequest, lockHelp, offerHelp, openHelp, takeHelp } from '../../db/help.ts';
import { queueNotice } from '../../db/notices.ts';
import { helpersFor } from '../../db/teams.ts';
import { addressOf } from '../../text.ts';
import { sayDesk } from '../desk/desk.ts';
import { capital, clockWords, escalationFrom, promiseFrom } from '../duty.ts';
import { askerName, helpCard } from '../help-card.ts';
import type { Performers } from '../perform.ts';
import { nameOf } from '../person.ts';
import { encodePress } from '../press.ts';
import type { Effect, Turn } from '../turn.ts';
import { beginTalk, endTalkOf } from './relay.ts';

export async function callPerson(tx: Tx, turn: Turn, effect: Effect & { type: 'open-help' }): Promise<void> {
  const { person, world } = turn;
  const promisedAt = promiseFrom(world.now, effect.urgent);
  const areaCode = turn.patch.areaCode ?? person.areaCode;
  const { id, isNew } = await openHelp(tx, { ...effect, contactId: person.id, areaCode, promisedAt }, world.now);
  const buttons = waitingButtons(turn);
  if (!isNew) return effect.beside ? undefined : turn.say('person.still-waiting', {}, buttons);
  const [helper] = await helpersFor(tx, areaCode, person.simulated, [person.id], world.now);
  if (!helper) {
    await tx`update help_requests set escalate_at = ${escalationFrom(world.now, effect.urgent)} where id = ${id}`;
    return effect.beside ? undefined : turn.say('person.asked-nobody', {}, buttons);
  }
  const escalateAt = escalationFrom(world.now, effect.urgent);
  await offerHelp(tx, id, { helperId: helper.id, escalateAt, promisedAt });
  const request = { ...effect, id, promisedAt, askedAt: world.now, term: person.term, callName: person.callName };
  turn.notify(helper, helpCard({ ...world, now: world.now }, request, await areaName(tx, areaCode), helper.locale));
  if (effect.beside) {
    const params = { helper: capital(helper.name), time: clockWords(promisedAt, world.now) };
    turn.messages.unshift({ urgency: 0, message: { kind: 'text', text: turn.text('safety:alarm', params) } });
    return;
  }
  turn.memory.asking = { what: 'phone' };
  const words = {
    helper: `${helper.name}, ${helper.areaName}`,
    helperShort: capital(helper.name),
    time: clockWords(promisedAt, world.now),
  };
  turn.say('person.asked', words, buttons);
  turn.send({ kind: 'request-contact', text: turn.text('phone.ask'), label: turn.text('channel.send-phone') });
}

/** Waiting for a person is no dead end either: go on alone, or elsewhere. */
const waitingButtons = (turn: Turn) => [
  turn.button('button.self', { scope: 'general', word: 'try-again' }),
  turn.button('button.menu', { scope: 'general', word: 'menu' }),
];

/** With the press came the consent to be called back; whoever is asked now gets the number. */
export async function keepPhone(tx: Tx, turn: Turn, phone: string, performers: Performers): Promise<void> {
  const { person, world } = turn;
  const { sealed, hash, ending } = performers.concealPhone(phone);
  await tx`
    update contacts set phone_sealed = ${sealed}, phone_hash = ${hash}, phone_ending = ${ending} where id = ${person.id}`;
  const consent = { subjectKind: 'contact', subjectCode: person.id, purpose: 'call-back', how: 'pressed' } as const;
  const proof = { by: person.id, words: turn.text('phone.ask'), inboundId: world.inboundId };
  await giveConsent(tx, { ...consent, ...proof }, world.now);
  const [asked] = await tx<{ id: bigint; channel: 'telegram' | 'zalo'; simulated: boolean }[]>`
    select c.id, c.channel, c.simulated from help_requests h join contacts c on c.id = coalesce(h.taken_by, h.offered_to)
    where h.contact_id = ${person.id} and h.closed_at is null order by h.id desc limit 1`;
  if (asked) {
    const text = turn.text('phone.card', { name: nameOf(person), phone: grouped(phone) });
    turn.notify({ ...asked, id: String(asked.id) }, { kind: 'text', text });
  }
  turn.messages.unshift({ urgency: 0, message: { kind: 'text', text: turn.text('phone.kept'), keyboard: 'citizen' } });
}

/** `0912 345 678` (CD-25). */
const grouped = (phone: string): string => phone.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3');

export async function answerHelp(tx: Tx, turn: Turn, effect: Effect & { type: 'help' }): Promise<void> {
  const request = await lockHelp(tx, effect.id);
  if (effect.act === 'came' || effect.act === 'none') return answerOfCitizen(tx, turn, request, effect.act === 'came');
  const { person, world } = turn;
  const helpers = request ? await helpersFor(tx, request.areaCode, person.simulated, [], world.now) : [];
  const isTheirs = request?.takenBy === person.id || helpers.some(({ id }) => id === person.id);
  const takenByOther = request && request.takenBy !== null && request.takenBy !== person.id;
  if (!request || !isTheirs || request.closedAt || takenByOther) {
    turn.say('help.gone');
    return sayDesk(turn);
  }
  switch (effect.act) {
    case 'take':
      return take(tx, turn, request);
    case 'talk':
      if (request.takenBy === null) await take(tx, turn, request, 'quietly');
      return beginTalk(tx, turn, request);
    case 'done':
      return close(tx, turn, request);
    case 'busy':
      turn.say('help.passed');
      // Whoever was passed over meanwhile changes nothing any more: the citizen knows who is asked now.
      if ([request.offeredTo, request.takenBy].includes(person.id)) await passOn(tx, turn, request, person.id);
      return sayDesk(turn);
  }
}

/** How the citizen of a request is spoken to, by whichever turn tells them. */
export function speaker(turn: Turn, request: HelpRequest) {
  const address = addressOf(request.term);
  return {
    to: { id: request.contactId, channel: request.channel, simulated: request.simulated },
    say: (key: string, params: Record<string, string | number> = {}) =>
      turn.world.texts.say(request.locale, key, params, address),
  };
}

async function take(tx: Tx, turn: Turn, request: HelpRequest, manner: 'aloud' | 'quietly' = 'aloud'): Promise<void> {
  const { person, world } = turn;
  await takeHelp(tx, request.id, person.id, world.now);
  const { to, say } = speaker(turn, request);
  const time = clockWords(request.promisedAt, world.now);
  if (manner === 'quietly') return;
  turn.notify(to, { kind: 'text', text: say('person.taken', { helper: capital(helperName(turn)), time }) });
  turn.say('help.taken', { name: askerName(request), time }, [
    turn.button('help.done', { scope: 'help', id: request.id, act: 'done' }),
    turn.button('team:help.talk', { scope: 'help', id: request.id, act: 'talk' }),
    turn.button('help.busy', { scope: 'help', id: request.id, act: 'busy' }),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

export const helperName = (turn: Turn): string => turn.person.memberships[0]?.name ?? '';

async function close(tx: Tx, turn: Turn, request: HelpRequest): Promise<void> {
  await endTalkOf(tx, turn, 'helped');
  await closeHelp(tx, request.id, 'helped', turn.world.now);
  const { to, say } = speaker(turn, request);
  const resume = { label: say('button.resume'), data: encodePress({ scope: 'general', word: 'resume' }) };
  turn.notify(to, { kind: 'text', text: say('person.closed'), buttons: [resume] });
  turn.say('help.closed', { name: askerName(request) });
  sayDesk(turn);
}

/** The next on the rota is asked, and the citizen told who it is now – or that nobody is left. */
async function passOn(tx: Tx, turn: Turn, request: HelpRequest, from: string): Promise<void> {
  const { world } = turn;
  const passed = await passToNext(tx, { ...world, now: world.now }, request, from);
  for (const { to, message } of passed) turn.notify(to, message);
}

type Words = Parameters<typeof helpCard>[0];
interface Told {
  to: { id: string; channel: 'telegram' | 'zalo'; simulated: boolean };
  message: Parameters<Turn['notify']>[1];
}

/** Asks the next helper and says to whom what must be told; the caller sends it by a turn or by the outbox. */
export async function passToNext(tx: Tx, words: Words, request: HelpRequest, from: string | null): Promise<Told[]> {
  const { now } = words;
  const asked = [...request.tried, request.offeredTo, from, request.contactId].filter((id) => id !== null);
  const [next] = await helpersFor(tx, request.areaCode, request.simulated, asked, now);
  const citizen = { id: request.contactId, channel: request.channel, simulated: request.simulated };
  const say = (key: string, params: Record<string, string | number> = {}) =>
    words.texts.say(request.locale, key, params, addressOf(request.term));
  const before = capital(await nameOfHelper(tx, from ?? request.offeredTo)) || say('people:help.somebody');
  if (!next) {
    await exhaustHelp(tx, request.id);
    const text = say('people:help.nobody-left', { before });
    return [{ to: citizen, message: { kind: 'text', text, buttons: [resumeButton(say)] } }];
  }
  const promisedAt = promiseFrom(now, request.urgent);
  await offerHelp(tx, request.id, { helperId: next.id, escalateAt: escalationFrom(now, request.urgent), promisedAt });
  const time = clockWords(promisedAt, now);
  const text = say('people:help.next', { before, next: capital(next.name), time });
  return [
    {
      to: next,
      message: helpCard(words, { ...request, promisedAt }, await areaName(tx, request.areaCode), next.locale),
    },
    { to: citizen, message: { kind: 'text', text, buttons: [resumeButton(say)] } },
  ];
}

const resumeButton = (say: (key: string) => string) => ({
  label: say('button.self'),
  data: encodePress({ scope: 'general', word: 'try-again' }),
});

export async function nameOfHelper(tx: Tx, contactId: string | null): Promise<string> {
  if (contactId === null) return '';
  const [row] = await tx<{ name: string }[]>`
    select name from memberships where contact_id = ${contactId} order by until nulls first, id limit 1`;
  return row?.name ?? '';
}

/** "Did the call come?" – the citizen's word decides whether somebody else is asked. */
async function answerOfCitizen(tx: Tx, turn: Turn, request: HelpRequest | null, came: boolean): Promise<void> {
  const buttons = [turn.button('button.resume', { scope: 'general', word: 'resume' })];
  if (!request || request.contactId !== turn.person.id || request.closedAt) {
    turn.say('people:help.over', {}, buttons);
    return;
  }
  if (came) {
    await closeHelp(tx, request.id, 'came', turn.world.now);
    turn.say('people:help.came', {}, buttons);
    return;
  }
  for (const { to, message } of await passToNext(tx, turn.world, request, request.takenBy)) {
    if (to.id === turn.person.id) turn.send(message);
    else turn.notify(to, message);
  }
}

/** A volunteer turns to somebody who is stuck: the request is theirs from the beginning, and the talk is open. */
export async function reachStuck(tx: Tx, turn: Turn, contactId: string, runId: string): Promise<void> {
  const { person, world } = turn;
  const [row] = await tx<{ area_code: string | null; flow_id: string; step: string | null }[]>`
    select c.area_code, r.flow_id, c.memory #>> '{run,state,step}' as step from contacts c join runs r on r.contact_id = c.id
    where c.id = ${contactId} and r.id = ${runId} and c.left_at is null and c.simulated = ${person.simulated}`;
  const helpers = row ? await helpersFor(tx, row.area_code, person.simulated, [], world.now) : [];
  if (!row || !helpers.some(({ id }) => id === person.id)) {
    turn.say('help.gone');
    return sayDesk(turn);
  }
  const promisedAt = promiseFrom(world.now, false);
  const { id } = await openHelp(
    tx,
    {
      contactId,
      areaCode: row.area_code,
      reason: 'stuck',
      urgent: false,
      flowId: row.flow_id,
      step: row.step,
      promisedAt,
    },
    world.now,
  );
  const request = await lockHelp(tx, id);
  if (!request || (request.takenBy !== null && request.takenBy !== person.id)) {
    turn.say('help.gone');
    return sayDesk(turn);
  }
  await takeHelp(tx, id, person.id, world.now);
  return beginTalk(tx, turn, request);
}

/** Timed work tells people by the outbox; the number of times it happened keeps each message its own. */
export async function queueTold(tx: Tx, request: HelpRequest, told: readonly Told[], now: Date): Promise<void> {
  for (const [part, { to, message }] of told.entries())
    await queueNotice(tx, { to, message, cause: `help:${request.id}:${now.getTime()}`, part }, now);
}
