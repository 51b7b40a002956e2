/**
 * Carries out a turn's effects in its transaction. Frequent ones (runs, completions) are collected over all turns that
 * share the transaction; rare ones go one by one and may still add words to their turn.
 */

import { vietnamHour, vietnamTime } from '../clock.ts';
import { areaName } from '../db/areas.ts';
import type { Tx } from '../db/client.ts';
import { closeHelp, lockHelp, openHelp, takeHelp } from '../db/help.ts';
import { contactsOf, joinHousehold, makeHousehold } from '../db/households.ts';
import { endRuns, record, startRuns } from '../db/runs.ts';
import { type Helper, helpersFor, joinTeam } from '../db/teams.ts';
import { progressOf } from '../flows/progress.ts';
import { addressOf } from '../text.ts';
import { sayDesk } from './desk/desk.ts';
import { nameOf } from './person.ts';
import { encodePress } from './press.ts';
import { titleOf } from './show.ts';
import type { CodeSpec, Effect, Turn } from './turn.ts';

/** What the bot may not reach by itself: other rooms, handed in by the composition root. */
export interface Performers {
  broadcast(tx: Tx, turn: Turn, effect: Effect & { type: 'broadcast' | 'draft-broadcast' }): Promise<void>;
  /** Seals a phone number and makes the hash by which it can be found. */
  concealPhone(phone: string): { sealed: Buffer; hash: string };
  /** Seals what a code is drawn from; it is opened for drawing and gone once sent. */
  seal(tx: Tx, turn: Turn, mediaIds: string[], code: CodeSpec): Promise<void>;
}

/** Rare effects, in the order they were decided. */
export async function performRare(tx: Tx, turn: Turn, performers: Performers): Promise<void> {
  for (const effect of turn.effects) await performOne(tx, turn, effect, performers);
}

async function performOne(tx: Tx, turn: Turn, effect: Effect, performers: Performers): Promise<void> {
  const { person, world } = turn;
  switch (effect.type) {
    case 'start-run':
    case 'end-run':
    case 'record':
      return; // collected in performFrequent
    case 'seal-code':
      return performers.seal(tx, turn, effect.mediaIds, effect.code);
    case 'draft-broadcast':
    case 'broadcast':
      return performers.broadcast(tx, turn, effect);
    case 'open-help':
      return callPerson(tx, turn, effect);
    case 'help':
      return answerHelp(tx, turn, effect);
    case 'keep-phone':
      return keepPhone(tx, turn, effect.phone, performers);
    case 'join-team':
      await joinTeam(tx, { ...effect, contactId: person.id }, world.now);
      return;
    case 'join-household':
      return joinHousehold(tx, effect.household, person.id, world.now);
    case 'make-household':
      await makeHousehold(tx, { ...effect, by: person.id, simulated: person.simulated }, world.now);
      return;
    case 'invite-household':
      return inviteHousehold(tx, turn, effect);
    case 'register-stall':
      return registerStall(tx, turn, effect);
    case 'receipts':
      await tx`
        update outbound set delivered_at = coalesce(delivered_at, ${world.now})
        where channel = ${person.channel} and external_id = any (${effect.messageIds}) and contact_id = ${person.id}`;
      return;
  }
}

/** Runs and completions of all turns at once. */
export async function performFrequent(tx: Tx, turns: Turn[], now: Date): Promise<void> {
  const of = <T extends Effect['type']>(type: T) =>
    turns.flatMap((turn) =>
      turn.effects.flatMap((effect) =>
        effect.type === type ? [{ turn, effect: effect as Effect & { type: T } }] : [],
      ),
    );
  await startRuns(
    tx,
    of('start-run').map(({ turn: { person }, effect }) => ({
      id: effect.id,
      flow_id: effect.flow.id,
      flow_version: effect.flow.version,
      contact_id: person.id,
      subject_kind: effect.subjectKind,
      subject_code: effect.subjectCode,
      area_code: effect.areaCode,
      channel: person.channel,
      started_by: effect.startedBy,
      simulated: person.simulated,
    })),
    now,
  );
  await record(
    tx,
    of('record').map(({ turn: { person }, effect: { completion } }) => ({
      ...completion,
      channel: person.channel,
      recordedBy: completion.howKnown === 'volunteer' ? `volunteer:${person.id}` : `contact:${person.id}`,
      simulated: person.simulated,
    })),
    now,
  );
  await endRuns(
    tx,
    of('end-run').map(({ effect }) => ({ id: effect.id, outcome: effect.outcome })),
    now,
  );
}

// ── a person is wanted ─────────────────────────────────────────────────────────────────────────────────────────────

/** A helper calls within this many working hours; later in the day it becomes tomorrow morning. */
const PROMISE_HOURS = 3;

const promiseFrom = (now: Date): Date =>
  vietnamHour(now) < 14 && vietnamHour(now) >= 7
    ? new Date(now.getTime() + PROMISE_HOURS * 3_600_000)
    : vietnamTime(now, vietnamHour(now) < 7 ? 0 : 1, 10);

async function callPerson(tx: Tx, turn: Turn, effect: Effect & { type: 'open-help' }): Promise<void> {
  const { person, world } = turn;
  const promisedAt = effect.urgent ? new Date(world.now.getTime() + 1_800_000) : promiseFrom(world.now);
  const areaCode = turn.patch.areaCode ?? person.areaCode;
  const request = { ...effect, contactId: person.id, areaCode, promisedAt };
  const { id, isNew } = await openHelp(tx, request, world.now);
  const [helper] = await helpersFor(tx, areaCode, person.simulated, [person.id]);
  const buttons = waitingButtons(turn);
  if (!isNew) return turn.say('person.still-waiting', {}, buttons);
  if (!helper) return turn.say('person.asked-nobody', {}, buttons);
  await sendCard(tx, turn, helper, id, effect, promisedAt);
  turn.memory.asking = { what: 'phone' };
  turn.say(
    'person.asked',
    {
      helper: `${helper.name}, ${helper.areaName}`,
      helperShort: capital(helper.name),
      time: clockWords(promisedAt, world.now),
    },
    buttons,
  );
  const ask = {
    kind: 'request-contact',
    text: turn.text('phone.ask'),
    label: turn.text('channel.send-phone'),
  } as const;
  turn.send(ask);
}

/** With the press came the consent to be called back; the helper of the open request gets the number. */
async function keepPhone(tx: Tx, turn: Turn, phone: string, performers: Performers): Promise<void> {
  const { person, world } = turn;
  const { sealed, hash } = performers.concealPhone(phone);
  await tx`update contacts set phone_sealed = ${sealed}, phone_hash = ${hash} where id = ${person.id}`;
  await tx`
    insert into consents (subject_kind, subject_code, purpose, text_version, how, given_by, given_at)
    values ('contact', ${person.id}, 'call-back', '2026-11', 'pressed', ${person.id}, ${world.now})`;
  const [helper] = await helpersFor(tx, turn.patch.areaCode ?? person.areaCode, person.simulated, [person.id]);
  if (helper)
    turn.notify(helper, {
      kind: 'text',
      text: turn.text('phone.card', { name: nameOf(person), phone: grouped(phone) }),
    });
  turn.messages.unshift({ urgency: 0, message: { kind: 'text', text: turn.text('phone.kept'), keyboard: 'citizen' } });
}

/** `0912 345 678` (CD-25). */
const grouped = (phone: string): string => phone.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3');

/** Waiting for a person is no dead end either: go on alone, or elsewhere. */
const waitingButtons = (turn: Turn) => [
  turn.button('button.self', { scope: 'general', word: 'try-again' }),
  turn.button('button.menu', { scope: 'general', word: 'menu' }),
];

/** Hamlet, how to call the person, where they are, since when – and for a scam nothing but that it is urgent. */
async function sendCard(
  tx: Tx,
  turn: Turn,
  helper: Helper,
  id: string,
  effect: { urgent: boolean; flowId: string | null; step: string | null },
  promisedAt: Date,
): Promise<void> {
  const { person, world } = turn;
  const area = await areaName(tx, turn.patch.areaCode ?? person.areaCode);
  const name = nameOf(person);
  const params = {
    name,
    area,
    what: whereStuck(turn, effect),
    since: hourWords(world.now),
    time: clockWords(promisedAt, world.now),
  };
  const text = turn.text(effect.urgent ? 'help.card-urgent' : 'help.card', params);
  const button = (act: 'take' | 'busy') => ({
    label: turn.text(`help.${act}`),
    data: encodePress({ scope: 'help', id, act }),
  });
  turn.notify(helper, { kind: 'text', text, buttons: [button('take'), button('busy')] });
}

function whereStuck(turn: Turn, { flowId, step }: { flowId: string | null; step: string | null }): string {
  const flow = flowId === null ? undefined : turn.world.flows.current.get(flowId);
  const progress = flow && step !== null && flow.steps[step] ? progressOf(flow, step) : null;
  if (!flow) return turn.text('help.general');
  const title = titleOf(turn, flow.id);
  return progress
    ? turn.text('help.at-step', { title, n: progress.n, total: progress.total })
    : turn.text('help.at', { title });
}

async function answerHelp(tx: Tx, turn: Turn, effect: Effect & { type: 'help' }): Promise<void> {
  const { person, world } = turn;
  const request = await lockHelp(tx, effect.id);
  const isTheirs =
    request && (await helpersFor(tx, request.areaCode, person.simulated)).some(({ id }) => id === person.id);
  const takenByOther = request && request.takenBy !== null && request.takenBy !== person.id;
  if (!request || !isTheirs || request.closedAt || takenByOther) {
    turn.say('help.gone');
    return sayDesk(turn);
  }
  const asker = { id: request.contactId, channel: request.channel, simulated: request.simulated };
  const address = addressOf(request.term);
  const say = (key: string, params = {}) => world.texts.say(request.locale, key, params, address);
  const name = [address.xung, request.callName].filter(Boolean).join(' ');
  const helperName = person.memberships[0]?.name ?? '';
  if (effect.act === 'take') {
    await takeHelp(tx, request.id, person.id, world.now);
    const time = clockWords(request.promisedAt, world.now);
    turn.notify(asker, { kind: 'text', text: say('person.taken', { helper: capital(helperName), time }) });
    const done = { label: turn.text('help.done'), data: encodePress({ scope: 'help', id: request.id, act: 'done' }) };
    return turn.say('help.taken', { name, time }, [
      done,
      turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
    ]);
  }
  if (effect.act === 'done') {
    await closeHelp(tx, request.id, 'helped', world.now);
    const resume = { label: say('button.resume'), data: encodePress({ scope: 'general', word: 'resume' }) };
    turn.notify(asker, { kind: 'text', text: say('person.closed'), buttons: [resume] });
    turn.say('help.closed', { name });
    return sayDesk(turn);
  }
  const others = await helpersFor(tx, request.areaCode, person.simulated, [person.id, request.contactId]);
  const [next] = others;
  turn.say('help.passed');
  if (next) await passOn(turn, next, request.id, name, request.promisedAt);
  turn.notify(asker, { kind: 'text', text: say('person.busy') });
  sayDesk(turn);
}

async function passOn(turn: Turn, next: Helper, id: string, name: string, promisedAt: Date): Promise<void> {
  const time = clockWords(promisedAt, turn.world.now);
  const text = turn.text('help.card', {
    name,
    area: next.areaName,
    what: turn.text('help.general'),
    since: hourWords(turn.world.now),
    time,
  });
  const button = (act: 'take' | 'busy') => ({
    label: turn.text(`help.${act}`),
    data: encodePress({ scope: 'help', id, act }),
  });
  turn.notify(next, { kind: 'text', text, buttons: [button('take'), button('busy')] });
}

/** A name that begins a sentence: "Cô Lan sẽ gọi…". */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const hourWords = (time: Date): string =>
  new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' }).format(time);

/** "15:30 hôm nay", "10:00 ngày mai". */
function clockWords(time: Date, now: Date): string {
  const isToday = vietnamTime(time, 0, 0).getTime() === vietnamTime(now, 0, 0).getTime();
  return `${hourWords(time)} ${isToday ? 'hôm nay' : 'ngày mai'}`;
}

// ── households and stalls ──────────────────────────────────────────────────────────────────────────────────────────

/** Asks the household's own phones to begin; pressing starts the flow there. */
async function inviteHousehold(tx: Tx, turn: Turn, effect: Effect & { type: 'invite-household' }): Promise<void> {
  for (const contact of await contactsOf(tx, effect.household)) {
    const address = addressOf(contact.term ?? 'bác');
    const say = (key: string, params = {}) => turn.world.texts.say(contact.locale, key, params, address);
    const title = say(`flows/${effect.flowId}:title`);
    turn.notify(contact, {
      kind: 'text',
      text: say('volunteer:household.invited', { helper: capital(turn.person.memberships[0]?.name ?? ''), title }),
      buttons: [
        { label: say('button.start'), data: encodePress({ scope: 'flow', flow: effect.flowId }) },
        {
          label: say('button.another-day'),
          data: encodePress({ scope: 'general', word: 'understood', argument: 'rest' }),
        },
        { label: say('button.person'), data: encodePress({ scope: 'general', word: 'person' }) },
      ],
    });
  }
}

async function registerStall(tx: Tx, turn: Turn, effect: Effect & { type: 'register-stall' }): Promise<void> {
  const { person, world } = turn;
  if (effect.areaCode === null) return; // somebody who came without an area: the code is theirs, the register is the commune's
  await tx`
    insert into stalls (code, area_code, name, household_code, contact_id, bank_bin, account_last4, account_fingerprint,
      registered_at, simulated)
    values (${effect.code}, ${effect.areaCode}, ${effect.name}, ${effect.household}, ${person.id}, ${effect.mark.bin},
      ${effect.mark.last4}, ${effect.mark.fingerprint}, ${world.now}, ${person.simulated})
    on conflict (code) do update set name = excluded.name, bank_bin = excluded.bank_bin,
      account_last4 = excluded.account_last4, account_fingerprint = excluded.account_fingerprint`;
  await tx`
    insert into consents (subject_kind, subject_code, purpose, text_version, how, given_by, given_at)
    values ('stall', ${effect.code}, 'stall-code', '2026-11', ${effect.household ? 'spoken-to-volunteer' : 'pressed'},
      ${person.id}, ${world.now})`;
}
