/** Codes good once and for minutes that prove somebody. Only a hash is kept; whoever asks for a new one makes the old void. */
import { createHash } from 'node:crypto';
import type { Sql, Tx } from './client.ts';

export type ProofKind = 'volunteer' | 'assistant' | 'family';

/** How long each may be used: at a door at once; a relative may have to be telephoned. */
const LIVES_MINUTES: Readonly<Record<ProofKind, number>> = { volunteer: 10, assistant: 10, family: 30 };

const hashOf = (kind: ProofKind | 'door', code: string): string =>
  createHash('sha256')
    .update(`${kind === 'family' ? 'family' : 'door'}:${code}`)
    .digest('hex');

/** False when somebody else's code is the same by chance: draw another. */
export async function keepProof(
  tx: Tx,
  { kind, contactId, code }: { kind: ProofKind; contactId: string; code: string },
  now: Date,
): Promise<boolean> {
  await tx`delete from proof_codes where contact_id = ${contactId} and kind = ${kind} and used_at is null`;
  const rows = await tx`
    insert into proof_codes (code_hash, kind, contact_id, made_at, expires_at)
    values (${hashOf(kind, code)}, ${kind}, ${contactId}, ${now},
      ${new Date(now.getTime() + LIVES_MINUTES[kind] * 60_000)})
    on conflict (code_hash) do update set kind = excluded.kind, contact_id = excluded.contact_id,
      made_at = excluded.made_at, expires_at = excluded.expires_at, used_at = null, used_by = null
      where proof_codes.expires_at <= excluded.made_at
    returning 1`;
  return rows.length > 0;
}

export interface Proven {
  kind: ProofKind;
  contactId: string;
  madeAt: Date;
}

/** Uses a code up. Null when it is unknown, used, too old, one's own, or of the other world (simulated people). */
export async function useProof(
  tx: Tx,
  use: { of: 'door' | 'family'; code: string; by: string; simulated: boolean },
  now: Date,
): Promise<Proven | null> {
  const [row] = await tx<{ kind: ProofKind; contact_id: bigint; made_at: Date }[]>`
    update proof_codes set used_at = ${now}, used_by = ${use.by}
    where code_hash = ${hashOf(use.of, use.code)} and used_at is null and expires_at > ${now}
      and contact_id <> ${use.by}
      and (select simulated from contacts c where c.id = contact_id) = ${use.simulated}
    returning kind, contact_id, made_at`;
  return row ? { kind: row.kind, contactId: String(row.contact_id), madeAt: row.made_at } : null;
}

/** Who a volunteer or official is, as their team knows them; null when they have left. */
export async function standingOf(tx: Tx, contactId: string): Promise<{ name: string; areaName: string } | null> {
  const [row] = await tx<{ name: string; area_name: string }[]>`
    select m.name, a.name as area_name from memberships m join areas a on a.code = m.area_code
    where m.contact_id = ${contactId} and m.until is null order by m.id limit 1`;
  return row ? { name: row.name, areaName: row.area_name } : null;
}

/** Codes that no longer prove anything are of no use to anybody. */
export const forgetProofs = (sql: Sql | Tx, before: Date) => sql`delete from proof_codes where expires_at < ${before}`;
