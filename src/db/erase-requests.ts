/**
 * Erasing somebody from the officials' page: one person asks and gives a reason, another agrees; only then the erasure
 * itself begins (`people-erase.ts`). The one who asked can take it back, and so can anybody who could agree.
 */
import { type Caller, callerRef } from '../access/caller.ts';
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';
import { askErasure } from './people-erase.ts';

export interface EraseRequest {
  id: string;
  contactId: string;
  reason: string;
  askedBy: string;
  askedByName: string;
  askedAt: Date;
}

interface Row {
  id: bigint;
  contact_id: bigint;
  reason: string;
  asked_by: string;
  asked_by_name: string;
  asked_at: Date;
}

const toRequest = (row: Row): EraseRequest => ({
  id: String(row.id),
  contactId: String(row.contact_id),
  reason: row.reason,
  askedBy: row.asked_by,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at,
});

/** The open request for somebody, if any. */
export async function openEraseRequest(sql: Sql | Tx, contactId: string): Promise<EraseRequest | null> {
  const [row] = await sql<Row[]>`
    select id, contact_id, reason, asked_by, asked_by_name, asked_at from erase_requests
    where contact_id = ${contactId} and decided_at is null`;
  return row ? toRequest(row) : null;
}

/** Everything that waits for a second person, oldest first. */
export async function waitingEraseRequests(
  sql: Sql | Tx,
  areaCode: string,
  simulated: boolean,
): Promise<EraseRequest[]> {
  const rows = await sql<Row[]>`
    select r.id, r.contact_id, r.reason, r.asked_by, r.asked_by_name, r.asked_at
    from erase_requests r join contacts c on c.id = r.contact_id
    where r.decided_at is null and c.simulated = ${simulated} and r.area_code in (${below(sql, areaCode)}) order by r.id`;
  return rows.map(toRequest);
}

/** A second asking changes nothing. */
export async function requestErasure(
  tx: Tx,
  request: { contactId: string; areaCode: string; reason: string; caller: Caller },
  now: Date,
): Promise<void> {
  const { contactId, areaCode, reason, caller } = request;
  await tx`
    insert into erase_requests (contact_id, area_code, reason, asked_by, asked_by_name, asked_at)
    values (${contactId}, ${areaCode}, ${reason}, ${callerRef(caller)}, ${caller.name}, ${now})
    on conflict (contact_id) where decided_at is null do nothing`;
}

/** `same-person`: the one who asked cannot agree, on whatever channel they signed in. */
export type Agreed = 'agreed' | 'same-person' | 'gone';

export async function agreeToErase(tx: Tx, contactId: string, caller: Caller, now: Date): Promise<Agreed> {
  const [row] = await tx<Row[]>`
    select id, contact_id, reason, asked_by, asked_by_name, asked_at from erase_requests
    where contact_id = ${contactId} and decided_at is null for update`;
  if (!row) return 'gone';
  if (await isSamePerson(tx, row.asked_by, callerRef(caller))) return 'same-person';
  await tx`
    update erase_requests set decided_by = ${callerRef(caller)}, decided_at = ${now}, decision = 'agreed' where id = ${row.id}`;
  await askErasure(tx, contactId, now);
  return 'agreed';
}

export async function withdrawEraseRequest(tx: Tx, contactId: string, caller: Caller, now: Date): Promise<void> {
  await tx`
    update erase_requests set decided_by = ${callerRef(caller)}, decided_at = ${now}, decision = 'withdrawn'
    where contact_id = ${contactId} and decided_at is null`;
}

async function isSamePerson(tx: Tx, one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const [oneId, otherId] = [one, other].map((ref) => /^contact:(\d+)$/.exec(ref)?.[1]);
  if (oneId === undefined || otherId === undefined) return false;
  const [row] = await tx`
    select 1 from contacts a join contacts b on coalesce(a.person_id, a.id) = coalesce(b.person_id, b.id)
    where a.id = ${oneId} and b.id = ${otherId}`;
  return row !== undefined;
}
