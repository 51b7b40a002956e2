/** Announcements: their own row and who agreed. Whom they go to is in `recipients.ts`. */
import type { Content } from '../bot/announcement.ts';
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import type { Recipient } from '../bot/turn.ts';
import type { BroadcastState } from '../broadcast/approval.ts';
import type { AudienceQuery } from '../broadcast/audience.ts';
import type { Sql, Tx } from './client.ts';

export interface Broadcast {
  id: string;
  areaCode: string;
  areaName: string;
  kind: 'notice' | 'urgent';
  content: Content;
  audience: AudienceQuery;
  state: BroadcastState;
  /** Whose chat hears how it goes. */
  author: (Recipient & { name: string }) | null;
  authorRef: string;
  officerId: string | null;
  corrects: string | null;
  neverTwice: boolean;
  sendAt: Date | null;
  spreadMinutes: number;
  spreadFrom: Date | null;
  budgetVnd: number;
  spentVnd: number;
  previewedCount: number;
  agreedCount: number | null;
  testedAt: Date | null;
  submittedAt: Date | null;
  startedAt: Date | null;
  plannedAt: Date | null;
  pausedAt: Date | null;
  pauseReason: string | null;
  /** Whoever is left lives where it is shut: nobody is looked for before then. */
  shutUntil: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  simulated: boolean;
  /** Persons who agreed to it as it stands. */
  approvals: string[];
}

interface Row extends Omit<Broadcast, 'id' | 'author' | 'officerId' | 'corrects'> {
  id: bigint;
  authorId: bigint | null;
  authorChannel: ChannelName | null;
  authorName: string | null;
  officerId: bigint | null;
  corrects: bigint | null;
}

const fields = (tx: Sql | Tx) => tx`
  b.id, b.area_code as "areaCode", a.name as "areaName", b.kind, b.content, b.audience, b.state,
  b.author_ref as "authorRef", b.officer_id as "officerId", b.corrects, b.never_twice as "neverTwice",
  b.send_at as "sendAt", b.spread_minutes as "spreadMinutes", b.spread_from as "spreadFrom",
  b.budget_vnd as "budgetVnd", b.spent_vnd as "spentVnd", b.previewed_count as "previewedCount",
  b.agreed_count as "agreedCount", b.tested_at as "testedAt", b.submitted_at as "submittedAt",
  b.started_at as "startedAt", b.planned_at as "plannedAt", b.paused_at as "pausedAt", b.pause_reason as "pauseReason",
  b.shut_until as "shutUntil",
  b.ended_at as "endedAt", b.created_at as "createdAt", b.simulated,
  b.author_id as "authorId", c.channel as "authorChannel",
  (select m.name from memberships m where m.contact_id = b.author_id order by m.until is null desc, m.id desc limit 1)
    as "authorName",
  coalesce((select array_agg(p.person_ref order by p.at) from broadcast_approvals p where p.broadcast_id = b.id), '{}')
    as approvals`;

const toBroadcast = ({ authorId, authorChannel, authorName, ...row }: Row): Broadcast => ({
  ...row,
  id: String(row.id),
  officerId: row.officerId === null ? null : String(row.officerId),
  corrects: row.corrects === null ? null : String(row.corrects),
  author:
    authorId === null || authorChannel === null
      ? null
      : { id: String(authorId), channel: authorChannel, simulated: row.simulated, name: authorName ?? '' },
});

export async function readBroadcast(tx: Sql | Tx, id: string): Promise<Broadcast | null> {
  if (!isId(id)) return null;
  const [row] = await tx<Row[]>`
    select ${fields(tx)} from broadcasts b join areas a on a.code = b.area_code
    left join contacts c on c.id = b.author_id where b.id = ${id}`;
  return row ? toBroadcast(row) : null;
}

/** Nobody else changes it, and no worker feeds it, until the transaction ends. */
export async function lockBroadcast(tx: Tx, id: string): Promise<Broadcast | null> {
  if (!isId(id)) return null;
  await tx`select 1 from broadcasts where id = ${id} for no key update`;
  return readBroadcast(tx, id);
}

/** For a worker's step: null when another worker or an official has it at this moment, or there is none. */
export async function lockForFeeding(tx: Tx, id: string): Promise<Broadcast | null> {
  const [row] = await tx<Row[]>`
    select ${fields(tx)} from broadcasts b join areas a on a.code = b.area_code
    left join contacts c on c.id = b.author_id where b.id = ${id} for no key update of b skip locked`;
  return row ? toBroadcast(row) : null;
}

/** Those a worker has something to do for; of those called off the ones a sender has put something back for since. */
export async function openBroadcasts(sql: Sql): Promise<{ id: string; isUrgent: boolean }[]> {
  const rows = await sql<{ id: bigint; isUrgent: boolean }[]>`
    select id, kind = 'urgent' as "isUrgent" from broadcasts where state in ('scheduled', 'sending', 'paused')
    union
    select b.id, b.kind = 'urgent' from broadcasts b where b.state = 'stopped' and exists (
      select from broadcast_recipients r where r.broadcast_id = b.id and r.state = 'queued')
    order by id`;
  return rows.map(({ id, isUrgent }) => ({ id: String(id), isUrgent }));
}

const isId = (id: string): boolean => /^\d{1,18}$/.test(id);

/** Announcements meant for somebody in these areas or below, newest first. */
export async function listBroadcasts(
  tx: Sql | Tx,
  areas: readonly string[],
  simulated: boolean,
  page: { before?: string | undefined; state?: BroadcastState; most: number },
): Promise<Broadcast[]> {
  const rows = await tx<Row[]>`
    with recursive inside as (
      select code from areas where code = any (${[...areas]})
      union
      select n.code from areas n join inside i on n.parent_code = i.code
    )
    select ${fields(tx)} from broadcasts b join areas a on a.code = b.area_code
    left join contacts c on c.id = b.author_id
    where b.audience ->> 'area' in (select code from inside) and b.simulated = ${simulated}
      and (${page.before ?? null}::bigint is null or b.id < ${page.before ?? null}::bigint)
      and (${page.state ?? null}::text is null or b.state = ${page.state ?? null})
    order by b.id desc limit ${page.most}`;
  return rows.map(toBroadcast);
}

/** Seldom enough to cost nothing where tens of thousands wait, often enough for hours that somebody changes meanwhile. */
const LOOKED_AGAIN_MS = 5 * 60_000;

/**
 * Nobody was found but people whose homes are shut: the next look for them is when the first opens, or in a while. Not
 * while somebody is left on one of the channels that were not looked at for want of room.
 */
export async function restUntilOpen(
  tx: Tx,
  id: string,
  { opensAt, unseen }: { opensAt: Date; unseen: readonly ChannelName[] },
  now: Date,
): Promise<void> {
  const until = new Date(Math.min(opensAt.getTime(), now.getTime() + LOOKED_AGAIN_MS));
  await tx`
    update broadcasts set shut_until = ${until} where id = ${id} and not exists (
      select from broadcast_recipients r
      where r.broadcast_id = ${id} and r.state = 'planned' and r.channel = any (${[...unseen]}))`;
}

/** How many each of these was sent to, out of how many; nothing for one that has no recipients yet. */
export async function reachedOf(
  tx: Sql | Tx,
  ids: readonly string[],
): Promise<Map<string, { sent: number; total: number }>> {
  const rows = await tx<{ id: bigint; sent: number; total: number }[]>`
    select broadcast_id as id, count(*) filter (where state = 'sent')::int as sent, count(*)::int as total
    from broadcast_recipients where broadcast_id = any (${[...ids]}::bigint[]) group by 1`;
  return new Map(rows.map(({ id, sent, total }) => [String(id), { sent, total }]));
}

export interface NewBroadcast {
  id: string;
  areaCode: string;
  kind: 'notice' | 'urgent';
  content: Content;
  text: string;
  audience: AudienceQuery;
  authorId: string | null;
  authorRef: string;
  officerId: string | null;
  corrects: string | null;
  neverTwice: boolean;
  sendAt: Date | null;
  spreadMinutes: number;
  budgetVnd: number;
  previewedCount: number;
  simulated: boolean;
}

export async function insertBroadcast(tx: Tx, one: NewBroadcast, now: Date): Promise<void> {
  await tx`
    insert into broadcasts (id, area_code, kind, content, text, audience, state, author_id, author_ref, officer_id,
      corrects, never_twice, send_at, spread_minutes, budget_vnd, previewed_count, created_at, updated_at, simulated)
    values (${one.id}, ${one.areaCode}, ${one.kind}, ${tx.json(one.content as never)}, ${one.text},
      ${tx.json(one.audience as never)}, 'draft', ${one.authorId}, ${one.authorRef}, ${one.officerId}, ${one.corrects},
      ${one.neverTwice}, ${one.sendAt}, ${one.spreadMinutes}, ${one.budgetVnd}, ${one.previewedCount}, ${now}, ${now},
      ${one.simulated})`;
}

/** A number no turn has: for announcements that were not written in a chat. */
export async function nextBroadcastId(tx: Sql | Tx): Promise<string> {
  const [row] = await tx<{ id: bigint }[]>`select nextval(pg_get_serial_sequence('inbound', 'id')) as id`;
  return String(row!.id);
}

export interface BroadcastChange {
  kind?: 'notice' | 'urgent';
  content?: Content;
  text?: string;
  audience?: AudienceQuery;
  sendAt?: Date | null;
  spreadMinutes?: number;
  budgetVnd?: number;
  neverTwice?: boolean;
  officerId?: string | null;
  previewedCount?: number;
}

/** What it says or to whom has changed: nobody has seen or agreed to that yet. */
export async function changeBroadcast(tx: Tx, id: string, change: BroadcastChange, now: Date): Promise<void> {
  const columns: Record<string, unknown> = {
    ...(change.kind !== undefined && { kind: change.kind }),
    ...(change.content !== undefined && { content: tx.json(change.content as never) }),
    ...(change.text !== undefined && { text: change.text }),
    ...(change.audience !== undefined && { audience: tx.json(change.audience as never) }),
    ...(change.sendAt !== undefined && { send_at: change.sendAt }),
    ...(change.spreadMinutes !== undefined && { spread_minutes: change.spreadMinutes }),
    ...(change.budgetVnd !== undefined && { budget_vnd: change.budgetVnd }),
    ...(change.neverTwice !== undefined && { never_twice: change.neverTwice }),
    ...(change.officerId !== undefined && { officer_id: change.officerId }),
    ...(change.previewedCount !== undefined && { previewed_count: change.previewedCount }),
    updated_at: now,
    tested_at: null,
    submitted_at: null,
    agreed_count: null,
    state: 'draft',
  };
  await tx`update broadcasts set ${tx(columns as never)} where id = ${id}`;
  await takeApprovalsBack(tx, id);
}

export const takeApprovalsBack = async (tx: Tx, id: string): Promise<void> => {
  await tx`delete from broadcast_approvals where broadcast_id = ${id}`;
};

export async function addApproval(
  tx: Tx,
  id: string,
  by: { personRef: string; contactId: string | null },
  now: Date,
): Promise<void> {
  await tx`
    insert into broadcast_approvals (broadcast_id, person_ref, contact_id, at)
    values (${id}, ${by.personRef}, ${by.contactId}, ${now}) on conflict do nothing`;
  await tx`update broadcasts set approved_by = ${by.contactId}, approved_at = ${now} where id = ${id}`;
}

/** Puts messages of the house to its own people into the outbox: tests, requests to approve, progress. */
export async function queueLetters(
  tx: Sql | Tx,
  letters: readonly { to: Recipient; message: OutboundMessage; cause: string }[],
  now: Date,
): Promise<void> {
  for (const [part, { to, message, cause }] of letters.entries()) {
    await tx`
      insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, expires_at, queued_at, simulated)
      values (${to.id}, ${to.channel}, ${cause}, ${part}, ${message.kind}, ${tx.json(message as never)}, 1, 'queued', ${now},
              ${new Date(now.getTime() + 86_400_000)}, ${now}, ${to.simulated})
      on conflict do nothing`;
  }
}
