/**
 * Requests for a person, worked from the officials' desk instead of from a chat: the same states, and the citizen is told
 * the same words. Everything here queues what is to be said; the caller commits and wakes the sender.
 */

import { areaName } from '../db/areas.ts';
import type { Tx } from '../db/client.ts';
import { closeHelp, type HelpRequest, lockHelp, offerHelp, takeHelp } from '../db/help.ts';
import { queueNotice } from '../db/notices.ts';
import { closeRelay } from '../db/relays.ts';
import { helpersFor } from '../db/teams.ts';
import { addressOf } from '../text.ts';
import type { OutboundMessage } from './channel.ts';
import { capital, clockWords, escalationFrom, promiseFrom } from './duty.ts';
import { type CardWords, helpCard } from './help-card.ts';
import { encodePress } from './press.ts';

/** How a request ended, as the desk writes it down. */
export const OUTCOMES = ['helped', 'visited', 'unreachable', 'elsewhere'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const citizenOf = ({ contactId, channel, simulated }: HelpRequest) => ({ id: contactId, channel, simulated });

const speakTo =
  ({ texts }: CardWords, { locale, term }: HelpRequest) =>
  (key: string, params: Record<string, string | number> = {}): string =>
    texts.say(locale, key, params, addressOf(term));

async function tell(tx: Tx, request: HelpRequest, message: OutboundMessage, now: Date, part = 0): Promise<void> {
  await queueNotice(
    tx,
    { to: citizenOf(request), cause: `help:${request.id}:${now.getTime()}`, part, message, urgency: 0 },
    now,
  );
}

/** Locked and still open, or null. */
async function openRequest(tx: Tx, id: string): Promise<HelpRequest | null> {
  const request = await lockHelp(tx, id);
  return request && request.closedAt === null ? request : null;
}

/** An official takes it. False when it is closed, or somebody else has it. */
export async function takeAtDesk(
  tx: Tx,
  words: CardWords,
  id: string,
  helper: { id: string; name: string },
): Promise<boolean> {
  const request = await openRequest(tx, id);
  if (!request || (request.takenBy !== null && request.takenBy !== helper.id)) return false;
  if (request.takenBy === helper.id) return true;
  await takeHelp(tx, id, helper.id, words.now);
  const say = speakTo(words, request);
  const text = say('person.taken', { helper: capital(helper.name), time: clockWords(request.promisedAt, words.now) });
  await tell(tx, request, { kind: 'text', text }, words.now);
  return true;
}

const helpersOf = (tx: Tx, request: HelpRequest, now: Date) =>
  helpersFor(tx, request.areaCode, request.simulated, [request.contactId], now);

/** Asks one helper; they get the card, the citizen hears who it is and by when. False when it is closed or nobody such may help. */
export async function assignAtDesk(tx: Tx, words: CardWords, id: string, helperId: string): Promise<boolean> {
  const { now } = words;
  const request = await openRequest(tx, id);
  if (!request) return false;
  const helper = (await helpersOf(tx, request, now)).find((one) => one.id === helperId);
  if (!helper) return false;
  const promisedAt = promiseFrom(now, request.urgent);
  await offerHelp(tx, id, { helperId, escalateAt: escalationFrom(now, request.urgent), promisedAt });
  const card = helpCard(words, { ...request, promisedAt }, await areaName(tx, request.areaCode), helper.locale);
  await queueNotice(tx, { to: helper, cause: `help:${id}:${now.getTime()}`, part: 1, message: card, urgency: 0 }, now);
  const text = speakTo(words, request)('person.asked', {
    helper: `${helper.name}, ${helper.areaName}`,
    helperShort: capital(helper.name),
    time: clockWords(promisedAt, now),
  });
  await tell(tx, request, { kind: 'text', text }, now);
  return true;
}

/** It is over: a talk that is still open ends, the citizen is led back to the step. False when it was closed before. */
export async function closeAtDesk(tx: Tx, words: CardWords, id: string, outcome: Outcome): Promise<boolean> {
  const request = await openRequest(tx, id);
  if (!request) return false;
  const talks = await tx<{ id: string }[]>`select id::text from relays where request_id = ${id} and closed_at is null`;
  for (const talk of talks) await closeRelay(tx, talk.id, 'helped', words.now);
  await closeHelp(tx, id, outcome, words.now);
  if (outcome === 'unreachable') return true; // nothing was done, so nothing is to be celebrated
  const say = speakTo(words, request);
  const resume = { label: say('button.resume'), data: encodePress({ scope: 'general', word: 'resume' }) };
  await tell(tx, request, { kind: 'text', text: say('person.closed'), buttons: [resume] }, words.now);
  return true;
}

/** A ready-made sentence of the desk, to the citizen. False when the request is closed. */
export async function answerAtDesk(
  tx: Tx,
  words: CardWords,
  id: string,
  key: string,
  helper: string,
): Promise<boolean> {
  const request = await openRequest(tx, id);
  if (!request) return false;
  await tell(tx, request, { kind: 'text', text: speakTo(words, request)(key, { helper: capital(helper) }) }, words.now);
  return true;
}
