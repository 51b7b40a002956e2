/** One person on two channels, consent, the file of what is held, and being forgotten. */
import { randomInt } from 'node:crypto';
import type { Tx } from '../../db/client.ts';
import { withdrawConsent } from '../../db/consents.ts';
import { joinChannels, keepJoinCode, leaveChannels } from '../../db/joining.ts';
import { addMember, membersBehind } from '../../db/members.ts';
import { personData } from '../../db/people.ts';
import { askErasure } from '../../db/people-erase.ts';
import { leaveTeam } from '../../db/rota.ts';
import { addressOf } from '../../text.ts';
import { CODE_LENGTH, CODE_WORDS } from '../../understanding/desk-words.ts';
import { normalise } from '../../understanding/normalise.ts';
import { resumeRun } from '../guide.ts';
import type { PeopleEffectOf } from '../people/effects.ts';
import { tellSpeakers } from '../people/people.ts';
import { tellData } from '../people/rights.ts';
import { backToWork } from '../protect.ts';
import type { Turn } from '../turn.ts';

/** Four everyday words instead of digits: nobody takes them for a bank's code, and everybody can type them. */
export async function makeCode(tx: Tx, turn: Turn): Promise<void> {
  const words = Array.from({ length: CODE_LENGTH }, () => CODE_WORDS[randomInt(CODE_WORDS.length)] ?? '').join(' ');
  await keepJoinCode(tx, turn.person.id, normalise(words).folded, turn.world.now);
  const channel = turn.person.channel === 'zalo' ? 'Telegram' : 'Zalo';
  turn.say('people:join.code', { words, channel }, [
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** What was under way in the other chat goes on here; both know the same from now on. */
export async function joinByCode(tx: Tx, turn: Turn, effect: PeopleEffectOf<'join-channels'>): Promise<void> {
  const { person, world, memory } = turn;
  const joined = await joinChannels(
    tx,
    { contactId: person.id, words: effect.words, simulated: person.simulated },
    world.now,
  );
  if (!joined) {
    memory.joinMisses = (memory.joinMisses ?? 0) + 1;
    turn.say('people:join.unknown', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
    return;
  }
  delete memory.joinMisses;
  if (person.term === null && joined.term !== null) {
    person.term = joined.term;
    turn.patch.term = joined.term;
    if (memory.asking?.what === 'term') delete memory.asking;
  }
  if (person.callName === null && joined.callName !== null) {
    person.callName = joined.callName;
    turn.patch.callName = joined.callName;
  }
  if (person.areaCode === null && joined.areaCode !== null) turn.patch.areaCode = joined.areaCode;
  const theirs = [joined.memory.run, ...(joined.memory.shelf ?? [])].filter((run) => run !== undefined);
  const shelf = [...(memory.shelf ?? []), ...theirs];
  if (shelf.length > 0) memory.shelf = shelf;
  const finished = [...new Set([...(memory.finished ?? []), ...(joined.memory.finished ?? [])])];
  if (finished.length > 0) {
    memory.finished = finished;
    await tx`update contacts set memory = memory || ${tx.json({ finished })} where id = ${joined.other.id}`;
  }
  if (theirs.length > 0)
    await tx`update runs set contact_id = ${person.id} where id = any (${theirs.map(({ id }) => id)}::bigint[])`;
  turn.say('people:join.done');
  if (memory.run || shelf.length > 0) resumeRun(turn);
  else backToWork(turn);
  const text = world.texts.say(joined.other.locale, 'people:join.told', {}, addressOf(joined.term));
  turn.notify(joined.other, { kind: 'text', text });
}

export async function unjoin(tx: Tx, turn: Turn): Promise<void> {
  turn.say((await leaveChannels(tx, turn.person.id, turn.world.now)) ? 'people:join.left' : 'people:join.alone');
  backToWork(turn);
}

export async function showHeld(tx: Tx, turn: Turn, effect: PeopleEffectOf<'show-data'>): Promise<void> {
  tellData(turn, effect.as, await personData(tx, turn.person.id));
}

export async function speakers(tx: Tx, turn: Turn, effect: PeopleEffectOf<'speakers'>): Promise<void> {
  tellSpeakers(turn, await membersBehind(tx, turn.person.id), effect.who);
}

/** Finished here is finished in the person's other chat too. */
export const finishElsewhere = (tx: Tx, turn: Turn, flowId: string) => tx`
  update contacts set memory = jsonb_set(memory, '{finished}',
    coalesce(memory -> 'finished', '[]') || to_jsonb(${flowId}::text))
  where person_id = ${turn.person.personId ?? null} and id <> ${turn.person.id}
    and not coalesce(memory -> 'finished' ? ${flowId}, false)`;

export async function sharePhone(tx: Tx, turn: Turn, effect: PeopleEffectOf<'share-phone'>): Promise<void> {
  const [home] = await tx<{ household_code: string }[]>`
    select household_code from household_contacts where contact_id = ${turn.person.id} order by since limit 1`;
  const id = await addMember(
    tx,
    {
      householdCode: home?.household_code ?? null,
      callName: effect.callName,
      term: effect.term,
      sharesChatOf: turn.person.id,
      addedBy: turn.person.id,
    },
    turn.world.now,
  );
  turn.memory.speaker = { member: id };
}

export async function withdraw(tx: Tx, turn: Turn, effect: PeopleEffectOf<'withdraw'>): Promise<void> {
  await withdrawConsent(tx, turn.person.id, effect.purpose, turn.world.now);
  turn.say('people:consent.withdrawn', { purpose: turn.text(`people:consent.purpose.${effect.purpose}`) });
  backToWork(turn);
}

export const forgetMe = (tx: Tx, turn: Turn) => askErasure(tx, turn.person.id, turn.world.now);

export async function leave(tx: Tx, turn: Turn): Promise<void> {
  const handed = await leaveTeam(tx, turn.person.id, turn.world.now);
  turn.say('team:leave.done', { handed }, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
}
