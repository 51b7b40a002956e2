/**
 * Carries out a turn's effects in its transaction. Frequent ones (runs, completions) are collected over all turns that
 * share the transaction; rare ones go one by one and may still add words to their turn.
 */

import type { Tx } from '../db/client.ts';
import { giveConsent } from '../db/consents.ts';
import { addErrand } from '../db/errands.ts';
import { joinHousehold } from '../db/households.ts';
import { linkMember } from '../db/members.ts';
import { touchRelay } from '../db/relays.ts';
import { endRuns, record, startRuns } from '../db/runs.ts';
import { joinTeam } from '../db/teams.ts';
import { noteUnknownPhrase } from '../db/unknown-phrases.ts';
import type { PeopleEffect } from './people/effects.ts';
import { answerHelp, callPerson, keepPhone, reachStuck } from './perform/help.ts';
import {
  errandDone,
  inviteHousehold,
  joinMember,
  memberLeft,
  merge,
  move,
  openHousehold,
  visit,
} from './perform/household.ts';
import { askEvidence, citizenSays, logLines, noteChecked, takeBack } from './perform/log.ts';
import { endTalk } from './perform/relay.ts';
import {
  finishElsewhere,
  forgetMe,
  joinByCode,
  leave,
  makeCode,
  sharePhone,
  showHeld,
  speakers,
  unjoin,
  withdraw,
} from './perform/rights.ts';
import { dropDuty, setDuty } from './perform/rota.ts';
import { performForSafety } from './perform/safety.ts';
import type { CodeSpec, Effect, PaperSpec, Turn } from './turn.ts';

type BroadcastEffect = 'broadcast' | 'draft-broadcast' | 'answer-broadcast' | 'ask-officer' | 'answer-reply';

/** What the bot may not reach by itself: other rooms, handed in by the composition root. */
export interface Performers {
  broadcast(tx: Tx, turn: Turn, effect: Effect & { type: BroadcastEffect }): Promise<void>;
  /** Seals a phone number and makes the hash by which it can be found. */
  concealPhone(phone: string): { sealed: Buffer; hash: string; ending: number };
  /** Seals what an errand needs, until it is done. */
  conceal(body: string): Buffer;
  /** Makes a one-time link to the officials' pages, or to the page for rounds; `livesMs` is how long it works. */
  signInLink(tx: Tx, contactId: string, now: Date, round: boolean): Promise<{ href: string; livesMs: number }>;
  /** Seals what a code is drawn from; it is opened for drawing and gone once sent. */
  seal(tx: Tx, turn: Turn, mediaIds: string[], spec: CodeSpec | PaperSpec): Promise<void>;
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
    case 'answer-broadcast':
    case 'ask-officer':
    case 'answer-reply':
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
      return openHousehold(tx, turn, effect);
    case 'invite-household':
      return inviteHousehold(tx, turn, effect);
    case 'register-stall':
      return registerStall(tx, turn, effect);
    case 'sign-in':
      return sendSignInLink(tx, turn, effect.round ?? false, performers);
    case 'unknown-phrase':
      return noteUnknownPhrase(tx, { ...effect, simulated: person.simulated, now: world.now });
    case 'receipts':
      await tx`
        update outbound set delivered_at = coalesce(delivered_at, ${world.now})
        where channel = ${person.channel} and external_id = any (${effect.messageIds}) and contact_id = ${person.id}`;
      return;
    case 'errand':
      return addErrand(
        tx,
        { contactId: person.id, kind: effect.kind, body: performers.conceal(effect.body) },
        world.now,
      ).then(() => {});
    case 'compare-code':
    case 'morning-check':
    case 'make-proof':
    case 'use-proof':
    case 'family-code':
    case 'use-family-code':
    case 'link-family':
    case 'end-family':
    case 'tell-family':
    case 'add-scam':
      return performForSafety(tx, turn, effect);
    default:
      return performForPeople(tx, turn, effect, performers);
  }
}

async function performForPeople(tx: Tx, turn: Turn, effect: PeopleEffect, performers: Performers): Promise<void> {
  switch (effect.type) {
    case 'log':
      return logLines(tx, turn, effect);
    case 'reverse-own':
      return takeBack(tx, turn, effect);
    case 'add-member':
      return joinMember(tx, turn, effect);
    case 'link-member':
      return linkMember(tx, turn.person.id, effect.callName, turn.world.now);
    case 'member-left':
      return memberLeft(tx, turn, effect);
    case 'share-phone':
      return sharePhone(tx, turn, effect);
    case 'merge-households':
      return merge(tx, turn, effect);
    case 'move-household':
      return move(tx, turn, effect);
    case 'promise-visit':
    case 'end-visits':
      return visit(tx, turn, effect);
    case 'end-errand':
      return errandDone(tx, turn, effect);
    case 'print-sheet':
      return performers.seal(tx, turn, [effect.mediaId], {
        paper: 'sheet',
        flow: effect.flowId,
        household: effect.household,
        areaCode: effect.areaCode,
      });
    case 'show-data':
      return showHeld(tx, turn, effect);
    case 'speakers':
      return speakers(tx, turn, effect);
    case 'my-file':
      return performers.seal(tx, turn, [effect.mediaId], { paper: 'my-data', lines: effect.lines });
    case 'reach-stuck':
      return reachStuck(tx, turn, effect.contactId, effect.runId);
    case 'touch-relay':
      await touchRelay(tx, effect.id, turn.world.now);
      return;
    case 'close-relay':
      return endTalk(tx, turn, effect.id, effect.how);
    case 'ask-evidence':
      return askEvidence(tx, turn, effect);
    case 'answer-evidence':
      return citizenSays(tx, turn, effect);
    case 'sample':
      return noteChecked(tx, turn, effect);
    case 'add-duty':
      return setDuty(tx, turn, effect);
    case 'end-duty':
      return dropDuty(tx, turn, effect);
    case 'leave-team':
      return leave(tx, turn);
    case 'make-join-code':
      return makeCode(tx, turn);
    case 'join-channels':
      return joinByCode(tx, turn, effect);
    case 'leave-channels':
      return unjoin(tx, turn);
    case 'finished-elsewhere':
      await finishElsewhere(tx, turn, effect.flowId);
      return;
    case 'withdraw':
      return withdraw(tx, turn, effect);
    case 'erase-me':
      return forgetMe(tx, turn);
  }
}

/** Said only into the person's own chat, and not at all when it could not be sent while it works. */
async function sendSignInLink(tx: Tx, turn: Turn, round: boolean, performers: Performers): Promise<void> {
  const { person, world } = turn;
  const { href, livesMs } = await performers.signInLink(tx, person.id, world.now, round);
  turn.say(round ? 'volunteer:round' : 'volunteer:sign-in', { link: href, minutes: livesMs / 60_000 }, [
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
  const last = turn.messages.at(-1);
  if (last) last.expiresAt = new Date(world.now.getTime() + livesMs);
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

// ── stalls ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  const how = effect.household ? ('spoken-to-volunteer' as const) : ('pressed' as const);
  const subject = { subjectKind: 'stall', subjectCode: effect.code, purpose: 'stall-code' } as const;
  const words = turn.text('people:consent.purpose.stall-code');
  await giveConsent(tx, { ...subject, how, by: person.id, words, inboundId: world.inboundId }, world.now);
}
