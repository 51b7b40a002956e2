/** What turns need from outside the house, as rows: written with the turn, taken under a lease, gone when answered. */
import type { ChannelName } from '../bot/channel.ts';
import type { Sql, Tx } from './client.ts';

export type ErrandKind = 'photo' | 'question';

export interface Errand {
  id: string;
  kind: ErrandKind;
  /** Sealed. */
  body: Buffer;
  attempts: number;
  channel: ChannelName;
  externalId: string;
  simulated: boolean;
  /** The chat is gone: nobody waits for an answer. */
  isOver: boolean;
}

/** So long an errand is one process's; another takes it up when that process has died. */
const LEASE_MS = 60_000;

export const addErrand = (tx: Tx, errand: { contactId: string; kind: ErrandKind; body: Buffer }, now: Date) => tx`
  insert into errands (contact_id, kind, body, made_at, due_at)
  values (${errand.contactId}, ${errand.kind}, ${errand.body}, ${now}, ${now})`;

export async function takeErrands(sql: Sql, limit: number, now: Date): Promise<Errand[]> {
  const rows = await sql<
    (Omit<Errand, 'id' | 'externalId' | 'isOver'> & { id: bigint; external_id: string; is_over: boolean })[]
  >`
    update errands e set attempts = attempts + 1, due_at = ${new Date(now.getTime() + LEASE_MS)}
    from contacts c
    where c.id = e.contact_id and e.id in (
      select id from errands where due_at <= ${now} order by id limit ${limit} for update skip locked)
    returning e.id, e.kind, e.body, e.attempts, c.channel, c.external_id, c.simulated, c.left_at is not null as is_over`;
  return rows.map(({ id, external_id, is_over, ...row }) => ({
    ...row,
    id: String(id),
    externalId: external_id,
    isOver: is_over,
  }));
}

export const endErrand = (sql: Sql, id: string) => sql`delete from errands where id = ${id}`;
