/** What people answered an announcement with, and what they asked its officer. */
import announcementTerms from '../../content/announcement-terms.json' with { type: 'json' };
import type { ChannelName } from '../bot/channel.ts';
import type { AnnouncedFact } from '../bot/facts.ts';
import type { Sql, Tx } from './client.ts';

/** So long after an announcement what people write back goes to its officer. */
export const TALK_MS = 48 * 3_600_000;

/**
 * The announcement, if the last message the person got was one. Only messages with buttons are looked at, which every
 * announcement and every end of an answer has; several may be on their way at once, so the newest by time counts.
 */
export async function lastAnnounced(tx: Tx, contactId: string, now: Date): Promise<AnnouncedFact | null> {
  const [row] = await tx<{ broadcast: bigint; sent_at: Date; officer: string | null; has_coming: boolean }[]>`
    select b.id as broadcast, o.sent_at, b.content @> '{"extras": [{"kind": "coming"}]}' as has_coming,
           (select m.name from memberships m where m.contact_id = b.officer_id
            order by m.until is null desc, m.id desc limit 1) as officer
    from (select o.broadcast_id, o.sent_at from outbound o
          where o.contact_id = ${contactId} and o.state = 'sent' and o.body ? 'buttons' order by o.id desc limit 3) o
    left join broadcasts b on b.id = o.broadcast_id
    order by o.sent_at desc limit 1`;
  if (!row || row.broadcast === null) return null;
  const until = new Date(row.sent_at.getTime() + TALK_MS);
  if (until <= now) return null;
  return {
    broadcast: String(row.broadcast),
    officer: row.officer ?? '',
    until: until.toISOString(),
    hasComing: row.has_coming,
  };
}

/** Hosts besides `*.gov.vn` that may be named (data; see `src/broadcast/terms.ts`). */
export async function allowedHosts(tx: Tx): Promise<string[]> {
  const [row] = await tx<{ hosts: string[] | null }[]>`
    select value -> 'allowedHosts' as hosts from settings where key = 'announcement-terms'`;
  return row?.hosts ?? announcementTerms.allowedHosts;
}

/** Keeps the last word of a recipient; false for somebody it did not go to (a test, a forwarded button). */
export async function keepAnswer(
  tx: Tx,
  broadcastId: string,
  contactId: string,
  answer: 'coming' | 'not-coming',
  now: Date,
): Promise<boolean> {
  const kept = await tx`
    insert into broadcast_answers (broadcast_id, contact_id, answer, at)
    select r.broadcast_id, r.contact_id, ${answer}, ${now} from broadcast_recipients r
    where r.broadcast_id = ${broadcastId} and ${contactId}::bigint in (r.contact_id, r.via_contact_id)
    on conflict (broadcast_id, contact_id) do update set answer = excluded.answer, at = excluded.at
    returning 1`;
  return kept.length > 0;
}

export interface Officer {
  id: string;
  channel: ChannelName;
  simulated: boolean;
  name: string;
}

/** Who answers for an announcement: the officer it names while they can be written to, else another one of its area. */
export async function officerOf(tx: Sql | Tx, broadcastId: string): Promise<Officer | null> {
  const [row] = await tx<{ id: bigint; channel: ChannelName; simulated: boolean; name: string }[]>`
    with recursive broadcast as (select * from broadcasts where id = ${broadcastId}),
    outside as (
      select a.code, a.parent_code from areas a join broadcast b on b.area_code = a.code
      union
      select a.code, a.parent_code from areas a join outside o on a.code = o.parent_code
    )
    select c.id, c.channel, c.simulated, m.name
    from broadcast b join memberships m on m.until is null and (m.contact_id = b.officer_id or (
      m.role in ('official', 'admin') and m.area_code in (select code from outside)))
    join contacts c on c.id = m.contact_id and c.left_at is null and c.simulated = b.simulated
    order by c.id = b.officer_id desc, c.id = b.author_id desc, m.id limit 1`;
  return row ? { ...row, id: String(row.id) } : null;
}

export interface Question {
  id: string;
  broadcastId: string;
  /** Where the announcement was meant for: who may answer. */
  areaCode: string;
  contactId: string;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
  callName: string | null;
  text: string;
}

export async function keepQuestion(
  tx: Tx,
  question: { broadcastId: string; contactId: string; text: string; officerId: string | null },
  now: Date,
): Promise<string> {
  const [row] = await tx<{ id: bigint }[]>`
    insert into broadcast_replies (broadcast_id, contact_id, direction, text, officer_id, at)
    values (${question.broadcastId}, ${question.contactId}, 'in', ${question.text}, ${question.officerId}, ${now})
    returning id`;
  return String(row!.id);
}

export async function readQuestion(tx: Sql | Tx, id: string): Promise<Question | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [row] = await tx<(Omit<Question, 'id'> & { id: bigint })[]>`
    select q.id, q.broadcast_id::text as "broadcastId", b.audience ->> 'area' as "areaCode", q.contact_id::text as "contactId",
           c.channel, c.simulated, c.locale, c.term, c.call_name as "callName", q.text
    from broadcast_replies q join broadcasts b on b.id = q.broadcast_id join contacts c on c.id = q.contact_id
    where q.id = ${id} and q.direction = 'in'`;
  return row ? { ...row, id: String(row.id) } : null;
}

/** Keeps the officer's answer; what the citizen writes next goes to them again. */
export async function keepOfficersAnswer(
  tx: Tx,
  question: Question,
  answer: { text: string; officerId: string; officer: string },
  now: Date,
): Promise<void> {
  await tx`
    insert into broadcast_replies (broadcast_id, contact_id, direction, text, officer_id, at)
    values (${question.broadcastId}, ${question.contactId}, 'out', ${answer.text}, ${answer.officerId}, ${now})`;
  const talk = {
    broadcast: question.broadcastId,
    officer: answer.officer,
    until: new Date(now.getTime() + TALK_MS).toISOString(),
  };
  await tx`
    update contacts set memory = memory || ${tx.json({ talk })} where id = ${question.contactId} and not memory ? 'run'`;
}

export interface AskedAndAnswered {
  id: string;
  callName: string | null;
  areaName: string | null;
  text: string;
  at: Date;
  /** What the officer answered that person afterwards, the first; null while nobody has. */
  answer: { text: string; at: Date } | null;
}

/** What people wrote back to an announcement, those still waiting first. */
export async function listQuestions(sql: Sql | Tx, broadcastId: string, most: number): Promise<AskedAndAnswered[]> {
  const rows = await sql<
    (Omit<AskedAndAnswered, 'id' | 'answer'> & { id: bigint; answer: string | null; answeredAt: Date | null })[]
  >`
    select q.id, nullif(concat_ws(' ', c.term, c.call_name), '') as "callName", a.name as "areaName", q.text, q.at,
           r.text as answer, r.at as "answeredAt"
    from broadcast_replies q join contacts c on c.id = q.contact_id left join areas a on a.code = c.area_code
    left join lateral (
      select o.text, o.at from broadcast_replies o
      where o.broadcast_id = q.broadcast_id and o.contact_id = q.contact_id and o.direction = 'out' and o.id > q.id
      order by o.id limit 1) r on true
    where q.broadcast_id = ${broadcastId} and q.direction = 'in'
    order by r.at is not null, q.id desc limit ${most}`;
  return rows.map(({ id, answer, answeredAt, ...row }) => ({
    ...row,
    id: String(id),
    answer: answer === null || answeredAt === null ? null : { text: answer, at: answeredAt },
  }));
}
