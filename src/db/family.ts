/** Relatives and neighbours who are told how somebody gets on: by one-time code and both sides' consent. */
import type { ChannelName } from '../bot/channel.ts';
import type { Tx } from './client.ts';

export type Relation = 'mother' | 'father' | 'elder';

export interface Relative {
  id: string;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
  relation: Relation;
}

/** More would be a crowd looking over somebody's shoulder. */
const MOST_RELATIVES = 3;

/** False when they are linked already, or the elder has as many relatives as may be. */
export async function linkFamily(
  tx: Tx,
  link: { elderId: string; relativeId: string; relation: Relation },
  now: Date,
): Promise<boolean> {
  const rows = await tx`
    insert into family_links (elder_id, relative_id, relation, made_at)
    select ${link.elderId}, ${link.relativeId}, ${link.relation}, ${now}
    where (select count(*) from family_links where elder_id = ${link.elderId} and ended_at is null) < ${MOST_RELATIVES}
    on conflict do nothing returning 1`;
  if (rows.length > 0) await setKnown(tx, link.elderId);
  return rows.length > 0;
}

/** The elder's own turns know from their memory whether anybody is to be told, so that most turns ask nothing. */
const setKnown = (tx: Tx, elderId: string) => tx`
  update contacts set memory = case when exists (
      select 1 from family_links where elder_id = ${elderId} and ended_at is null)
    then memory || '{"family": true}' else memory - 'family' end
  where id = ${elderId}`;

/** Whom to tell: those who can be written to now. */
export async function relativesOf(tx: Tx, elderId: string): Promise<Relative[]> {
  const rows = await tx<(Omit<Relative, 'id'> & { id: bigint })[]>`
    select c.id, c.channel, c.simulated, c.locale, c.term, f.relation
    from family_links f join contacts c on c.id = f.relative_id
    where f.elder_id = ${elderId} and f.ended_at is null and c.left_at is null order by f.id`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

/** Ends every link of this chat, on either side; returns whom to tell that it ended. */
export async function endFamily(tx: Tx, contactId: string, by: string, now: Date): Promise<string[]> {
  const rows = await tx<{ elder_id: bigint; relative_id: bigint }[]>`
    update family_links set ended_at = ${now}, ended_by = ${by}
    where ended_at is null and (elder_id = ${contactId} or relative_id = ${contactId})
    returning elder_id, relative_id`;
  for (const { elder_id } of rows) if (String(elder_id) !== contactId) await setKnown(tx, String(elder_id));
  return rows.map((row) => String(String(row.elder_id) === contactId ? row.relative_id : row.elder_id));
}

/** Nothing leads to an erased person any more. */
export async function forgetFamily(tx: Tx, contactId: string): Promise<void> {
  const elders = await tx<{ elder_id: bigint }[]>`
    delete from family_links where elder_id = ${contactId} or relative_id = ${contactId} returning elder_id`;
  for (const { elder_id } of elders) if (String(elder_id) !== contactId) await setKnown(tx, String(elder_id));
}
