/** Fetches the talk somebody is in and what volunteers open at their desk, each only when it is asked for. */
import { vietnamDay } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { flagsOf, sampleOf } from '../db/evidence.ts';
import { householdsNamed } from '../db/households.ts';
import { ownEntries } from '../db/log.ts';
import { relayOf } from '../db/relays.ts';
import { dutiesBelow, teamBelow } from '../db/rota.ts';
import { hamletsOfCommune, progressOfArea, todayOf } from '../db/today.ts';
import type { InboundEvent } from './channel.ts';
import { type Facts, NO_FACTS } from './facts.ts';
import { membershipOf, type Person } from './person.ts';
import { type DeskView, namedInLog, wantedAtDesk } from './wants.ts';

export async function gatherPeople(tx: Tx, person: Person, event: InboundEvent, now: Date): Promise<Facts> {
  const team = wantedAtDesk(person, event);
  const { numbers, codes } = namedInLog(person, event);
  const areaCode = membershipOf(person, ['official', 'admin', 'volunteer'])?.areaCode;
  if (!team && !person.relayId && codes.length === 0) return NO_FACTS;
  return {
    ...(person.relayId && { relay: await relayOf(tx, person.relayId, person.id) }),
    ...(areaCode && codes.length > 0 && { named: await householdsNamed(tx, areaCode, numbers, codes) }),
    ...(await gatherTeam(tx, person, team, now)),
  };
}

async function gatherTeam(tx: Tx, person: Person, team: DeskView | undefined, now: Date): Promise<Facts> {
  const areaCode = membershipOf(person, ['official', 'admin', 'volunteer'])?.areaCode;
  if (areaCode === undefined) return NO_FACTS;
  const asker = { contactId: person.id, areaCode, simulated: person.simulated };
  switch (team) {
    case 'today':
      return { today: await todayOf(tx, asker, now) };
    case 'week':
      return { progress: await progressOfArea(tx, asker) };
    case 'book':
      return { ownEntries: await ownEntries(tx, `volunteer:${person.id}`, now) };
    case 'sample':
      return {
        sample: await sampleOf(tx, areaCode, person.simulated, vietnamDay(now)),
        flags: await flagsOf(tx, areaCode, person.simulated, now),
      };
    case 'rota':
      return {
        rota: {
          duties: await dutiesBelow(tx, areaCode, person.simulated),
          members: await teamBelow(tx, areaCode, person.simulated),
        },
      };
    case 'move':
      return { hamletsOfCommune: await hamletsOfCommune(tx, areaCode) };
    default:
      return NO_FACTS;
  }
}
