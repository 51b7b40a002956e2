/** Households: opened, joined, invited, merged, moved, visited; what is printed for those without a smartphone. */
import type { Tx } from '../../db/client.ts';
import { giveConsent } from '../../db/consents.ts';
import { contactsOf, makeHousehold } from '../../db/households.ts';
import {
  addMember,
  changeMember,
  endVisits,
  isHouseholdOf,
  mergeHouseholds,
  moveHousehold,
  promiseVisit,
} from '../../db/members.ts';
import { endErrand } from '../../db/today.ts';
import { addressOf } from '../../text.ts';
import { sayDesk } from '../desk/desk.ts';
import { capital } from '../duty.ts';
import type { PeopleEffectOf } from '../people/effects.ts';
import { encodePress } from '../press.ts';
import type { Effect, Turn } from '../turn.ts';

export async function openHousehold(tx: Tx, turn: Turn, effect: Effect & { type: 'make-household' }): Promise<void> {
  const { person, world } = turn;
  await makeHousehold(tx, { ...effect, by: person.id, simulated: person.simulated }, world.now);
  const consent = { subjectKind: 'household', subjectCode: effect.code, purpose: 'household' } as const;
  const proof = {
    how: 'spoken-to-volunteer',
    by: person.id,
    words: effect.words ?? '',
    inboundId: world.inboundId,
  } as const;
  await giveConsent(tx, { ...consent, ...proof }, world.now);
}

/** Asks the household's own phones to begin; pressing starts the flow there. */
export async function inviteHousehold(
  tx: Tx,
  turn: Turn,
  effect: Effect & { type: 'invite-household' },
): Promise<void> {
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

const areasOf = (turn: Turn): string[] => turn.person.memberships.map(({ areaCode }) => areaCode);

/** Every act on a household is checked here against where the volunteer works: what was pressed proves nothing. */
async function isTheirs(tx: Tx, turn: Turn, ...codes: string[]): Promise<boolean> {
  for (const code of codes) if (!(await isHouseholdOf(tx, code, areasOf(turn)))) return false;
  return true;
}

export async function joinMember(tx: Tx, turn: Turn, effect: PeopleEffectOf<'add-member'>): Promise<void> {
  if (!(await isTheirs(tx, turn, effect.household))) return;
  const { household, ...member } = effect;
  await addMember(tx, { ...member, householdCode: household, addedBy: turn.person.id }, turn.world.now);
}

export async function memberLeft(tx: Tx, turn: Turn, effect: PeopleEffectOf<'member-left'>): Promise<void> {
  if (!(await isTheirs(tx, turn, effect.household))) return;
  await changeMember(tx, effect.id, { left: true }, turn.world.now);
}

export async function merge(tx: Tx, turn: Turn, effect: PeopleEffectOf<'merge-households'>): Promise<void> {
  const { from, into } = effect;
  const isDone =
    (await isTheirs(tx, turn, from, into)) &&
    (await mergeHouseholds(tx, { from, into, by: turn.person.id, reason: null }, turn.world.now));
  turn.say(isDone ? 'team:merge.done' : 'team:merge.cannot');
  sayDesk(turn);
}

/** Anywhere in the commune: who moves to another hamlet leaves this volunteer's care. */
export async function move(tx: Tx, turn: Turn, effect: PeopleEffectOf<'move-household'>): Promise<void> {
  const { household, toArea } = effect;
  const isNear = (turn.world.facts.hamletsOfCommune ?? []).some(({ code }) => code === toArea);
  const isDone =
    isNear &&
    (await isTheirs(tx, turn, household)) &&
    (await moveHousehold(tx, { household, toArea, by: turn.person.id, reason: null }, turn.world.now));
  turn.say(isDone ? 'team:move.done' : 'team:move.cannot');
  sayDesk(turn);
}

export async function errandDone(tx: Tx, turn: Turn, effect: PeopleEffectOf<'end-errand'>): Promise<void> {
  const isDone = await endErrand(tx, effect.id, turn.person.id, areasOf(turn), turn.world.now);
  turn.say(isDone ? 'team:errand.done' : 'team:errand.gone');
  sayDesk(turn);
}

export async function visit(
  tx: Tx,
  turn: Turn,
  effect: PeopleEffectOf<'promise-visit'> | PeopleEffectOf<'end-visits'>,
): Promise<void> {
  if (!(await isTheirs(tx, turn, effect.household))) return;
  const { person, world } = turn;
  if (effect.type === 'end-visits') await endVisits(tx, effect.household, world.now);
  else {
    const { household, day } = effect;
    await promiseVisit(tx, { household, on: day, by: person.id, simulated: person.simulated }, world.now);
  }
}
