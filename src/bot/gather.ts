/** Fetches what a decision needs beyond the contact, in the turn's transaction. Citizens' turns need nothing. */

import { allowedHosts, lastAnnounced } from '../db/announced.ts';
import type { Tx } from '../db/client.ts';
import { figuresOf } from '../db/figures.ts';
import { hamletsBelow, householdByToken, householdsBelow } from '../db/households.ts';
import { hashCode } from '../db/teams.ts';
import type { InboundEvent } from './channel.ts';
import { type Facts, NO_FACTS } from './facts.ts';
import { gatherPeople } from './gather-people.ts';
import { readPayload } from './greet.ts';
import { isOfficial, isStaff, membershipOf, type Person } from './person.ts';

export async function gather(tx: Tx, person: Person, event: InboundEvent, now: Date): Promise<Facts> {
  const fromLink = event.what.kind === 'start' ? await gatherLink(tx, event.what.payload, now) : NO_FACTS;
  const heard: Facts = mayAnswer(person, event) ? { announced: await lastAnnounced(tx, person.id, now) } : NO_FACTS;
  const own = await gatherPeople(tx, person, event, now);
  if (!isStaff(person) && !fromLink.invite) return { ...fromLink, ...heard, ...own };
  return { ...fromLink, ...heard, ...own, ...(await gatherDesk(tx, person, fromLink.invite?.areaCode, now)) };
}

/** Words typed outside of a flow may be an answer to an announcement; a flow's own steps cost no look-up. */
const mayAnswer = (person: Person, event: InboundEvent): boolean =>
  event.what.kind === 'text' && person.memory.run === undefined;

/** What a deep link or printed code names. */
async function gatherLink(tx: Tx, payload: string, now: Date): Promise<Facts> {
  const { invite, household, area } = readPayload(payload);
  const facts: Facts = {};
  if (invite !== undefined) {
    const [row] = await tx<NonNullable<Facts['invite']>[]>`
      select i.code_hash as "codeHash", i.role, i.area_code as "areaCode", a.name as "areaName", i.name
      from invites i join areas a on a.code = i.area_code
      where i.code_hash = ${hashCode(invite)} and i.used_at is null and i.expires_at > ${now}`;
    facts.invite = row ?? null;
  }
  if (household !== undefined) facts.household = await householdByToken(tx, household);
  if (area !== undefined) {
    const [row] = await tx<{ code: string; name: string }[]>`select code, name from areas where code = ${area}`;
    facts.area = row ?? null;
  }
  return facts;
}

async function gatherDesk(tx: Tx, person: Person, invitedTo: string | undefined, now: Date): Promise<Facts> {
  const areaCode = membershipOf(person, ['official', 'admin', 'volunteer'])?.areaCode ?? invitedTo;
  if (areaCode === undefined) return NO_FACTS;
  const households = await householdsBelow(tx, areaCode);
  const [week] = await tx<{ households: number }[]>`
    select count(distinct subject_code)::int as households from ledger
    where recorded_by = ${`volunteer:${person.id}`} and entry = 'completion'
      and occurred_at > ${new Date(now.getTime() - 7 * 86_400_000)}`;
  return {
    hamlets: await hamletsBelow(tx, areaCode),
    households,
    householdCount: households.length,
    week: week ?? { households: 0 },
    ...(person.memory.desk?.at.startsWith('write-') && { allowedHosts: await allowedHosts(tx) }),
    ...(isOfficial(person) && { figures: await figuresOf(tx, areaCode, person.simulated, now) }),
  };
}
