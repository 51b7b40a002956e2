/** Duties set in the chat. Checked again here: what was pressed proves nothing. */
import type { Tx } from '../../db/client.ts';
import { addDuty, dutiesBelow, endDuty, placeOnTeam } from '../../db/rota.ts';
import { deskButton } from '../desk/desk.ts';
import type { PeopleEffectOf } from '../people/effects.ts';
import { isOfficial } from '../person.ts';
import type { Turn } from '../turn.ts';

const mayChange = (turn: Turn, contactId: string): boolean => isOfficial(turn.person) || contactId === turn.person.id;

const areasOf = (turn: Turn): string[] => turn.person.memberships.map(({ areaCode }) => areaCode);

/** In the area the person works in; the same duty twice is one. */
export async function setDuty(tx: Tx, turn: Turn, effect: PeopleEffectOf<'add-duty'>): Promise<void> {
  const { contactId, weekday, fromHour, toHour } = effect;
  const areaCode = mayChange(turn, contactId)
    ? await placeOnTeam(tx, contactId, areasOf(turn), turn.person.simulated)
    : null;
  if (areaCode === null) return say(turn, 'volunteer:no-right');
  const standing = (await dutiesBelow(tx, areaCode, turn.person.simulated)).some(
    (duty) =>
      duty.contactId === contactId &&
      duty.areaCode === areaCode &&
      duty.weekday === weekday &&
      duty.fromHour === fromHour &&
      duty.toHour === toHour,
  );
  if (!standing) await addDuty(tx, { contactId, areaCode, weekday, fromHour, toHour, rank: 0 }, turn.world.now);
  say(turn, 'team:rota.added');
}

export async function dropDuty(tx: Tx, turn: Turn, effect: PeopleEffectOf<'end-duty'>): Promise<void> {
  const duties = [];
  for (const area of areasOf(turn)) duties.push(...(await dutiesBelow(tx, area, turn.person.simulated)));
  const duty = duties.find(({ id }) => id === effect.id);
  if (!duty || !mayChange(turn, duty.contactId)) return say(turn, 'team:rota.unknown');
  await endDuty(tx, duty.id, turn.world.now);
  say(turn, 'team:rota.ended');
}

const say = (turn: Turn, key: string): void =>
  turn.say(key, {}, [
    deskButton(turn, 'team:button.rota', 'rota'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
