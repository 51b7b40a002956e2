/** A contact outside of their own turn: for telling somebody else in their own words where they are. */
import type { Person } from '../bot/person.ts';
import type { Tx } from './client.ts';

type Row = Omit<Person, 'id' | 'personId' | 'relayId' | 'liveButtons' | 'memberships'> & {
  id: bigint;
  personId: bigint | null;
  relayId: bigint | null;
  memberships: Person['memberships'] | null;
};

/** Reads without locking: what is decided from it may only be said, not remembered. */
export async function personById(tx: Tx, id: string): Promise<Person | null> {
  const [row] = await tx<Row[]>`
    select c.id, c.channel, c.external_id as "externalId", c.simulated, c.locale, c.term, c.call_name as "callName",
      c.area_code as "areaCode", c.memory, c.seen_at as "seenAt", c.left_at as "leftAt", c.muted_at as "mutedAt",
      c.pace_at as "paceAt", c.person_id as "personId", c.relay_id as "relayId",
      (select jsonb_agg(jsonb_build_object('role', m.role, 'areaCode', m.area_code, 'areaName', a.name, 'name', m.name))
       from memberships m join areas a on a.code = m.area_code
       where m.contact_id = c.id and m.until is null) as memberships
    from contacts c where c.id = ${id}`;
  if (!row) return null;
  return {
    ...row,
    id: String(row.id),
    personId: row.personId === null ? null : String(row.personId),
    relayId: row.relayId === null ? null : String(row.relayId),
    memberships: row.memberships ?? [],
    liveButtons: null,
  };
}
