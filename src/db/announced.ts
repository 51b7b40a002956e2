/** What people answered an announcement with, and what they asked its officer. */
import announcementTerms from '../../content/announcement-terms.json' with { type: 'json' };
import type { ChannelName } from '../bot/channel.ts';
import type { AnnouncedFact } from '../bot/facts.ts';
import { below } from './areas.ts';
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
  at: Date;
  /** Of the chat it was asked in, as it is now. */
  seenAt: Date;
  leftAt: Date | null;
  mutedAt: Date | null;
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
  if (!isId(id)) return null;
  const [row] = await tx<(Omit<Question, 'id'> & { id: bigint })[]>`
    select q.id, q.broadcast_id::text as "broadcastId", b.audience ->> 'area' as "areaCode", q.contact_id::text as "contactId",
           c.channel, c.simulated, c.locale, c.term, c.call_name as "callName", q.text, q.at, c.seen_at as "seenAt",
           c.left_at as "leftAt", c.muted_at as "mutedAt"
    from broadcast_replies q join broadcasts b on b.id = q.broadcast_id join contacts c on c.id = q.contact_id
    where q.id = ${id} and q.direction = 'in'`;
  return row ? { ...row, id: String(row.id) } : null;
}

/** Nobody else answers this person, and no turn of theirs goes on, until the transaction ends. */
export async function lockQuestion(tx: Tx, id: string): Promise<Question | null> {
  if (!isId(id)) return null;
  await tx`
    select 1 from contacts where id = (select contact_id from broadcast_replies where id = ${id}) for no key update`;
  return readQuestion(tx, id);
}

const isId = (id: string): boolean => /^\d{1,18}$/.test(id);

export interface OfficersAnswer {
  text: string;
  officerId: string;
  officer: string;
  /** Of the form it was written in, so that a second press is known; null for what was typed in a chat. */
  clientId: string | null;
}

/** Keeps the officer's answer; what the citizen writes next goes to them again. Answers the number it is kept under. */
export async function keepOfficersAnswer(
  tx: Tx,
  question: Question,
  answer: OfficersAnswer,
  now: Date,
): Promise<string> {
  const [row] = await tx<{ id: bigint }[]>`
    insert into broadcast_replies (broadcast_id, contact_id, direction, text, officer_id, answers, client_id, at)
    values (${question.broadcastId}, ${question.contactId}, 'out', ${answer.text}, ${answer.officerId}, ${question.id},
            ${answer.clientId}, ${now})
    returning id`;
  const talk = {
    broadcast: question.broadcastId,
    officer: answer.officer,
    until: new Date(now.getTime() + TALK_MS).toISOString(),
  };
  await tx`
    update contacts set memory = memory || ${tx.json({ talk })} where id = ${question.contactId} and not memory ? 'run'`;
  return String(row!.id);
}

/** Whether the form of this id has been answered from already. */
export async function isAnsweredFrom(tx: Tx, clientId: string): Promise<boolean> {
  const [row] = await tx`select 1 from broadcast_replies where client_id = ${clientId}`;
  return row !== undefined;
}

/** What the message of an officer's answer from a page is called in the outbox. */
export const answerCause = (answerId: string): string => `answer:${answerId}`;

export interface GivenAnswer {
  text: string;
  at: Date;
  /** Who answered; null for somebody who has never been a colleague. */
  by: string | null;
  /** It ended without having reached them: known of answers written on a page. */
  isLost: boolean;
}

export interface AskedAndAnswered {
  id: string;
  callName: string | null;
  areaName: string | null;
  text: string;
  at: Date;
  /** The first answer to this or to what the same person asked later; null while nobody has given one. */
  answer: GivenAnswer | null;
}

/**
 * The answer to question `q`, as row `r`, all null without one. Answering a question answers what the same person had asked
 * before it, never what came meanwhile; rows of before that was written down (`answers` null) answered all that was there.
 */
const answerOf = (sql: Sql | Tx) => sql`
  left join lateral (
    select o.id, o.text, o.at, o.officer_id, o.contact_id from broadcast_replies o
    where o.broadcast_id = q.broadcast_id and o.contact_id = q.contact_id and o.direction = 'out' and o.id > q.id
      and coalesce(o.answers, o.id) >= q.id
    order by o.id limit 1) r on true`;

/** As colleagues know whoever gave answer `r`. */
const answeredBy = (sql: Sql | Tx) => sql`
  (select m.name from memberships m where m.contact_id = r.officer_id order by m.until is null desc, m.id desc limit 1)`;

/** What people wrote back to an announcement: those still waiting first, the longest waiting of them first. */
export async function listQuestions(
  sql: Sql | Tx,
  broadcastId: string,
  { most, offset = 0 }: { most: number; offset?: number },
): Promise<AskedAndAnswered[]> {
  const rows = await sql<
    (Omit<AskedAndAnswered, 'id' | 'answer'> & {
      id: bigint;
      answer: string | null;
      answeredAt: Date | null;
      answeredBy: string | null;
      isLost: boolean;
    })[]
  >`
    select q.id, nullif(concat_ws(' ', c.term, c.call_name), '') as "callName", a.name as "areaName", q.text, q.at,
           r.text as answer, r.at as "answeredAt",
           ${answeredBy(sql)} as "answeredBy",
           exists (select from outbound o where o.contact_id = r.contact_id and o.cause = ${answerCause('')} || r.id
                   and o.state in ('failed', 'expired', 'cancelled')) as "isLost"
    from broadcast_replies q join contacts c on c.id = q.contact_id left join areas a on a.code = c.area_code
    ${answerOf(sql)}
    where q.broadcast_id = ${broadcastId} and q.direction = 'in'
    order by r.id is not null, case when r.id is null then q.id else -q.id end limit ${most} offset ${offset}`;
  return rows.map(({ id, answer, answeredAt, answeredBy, isLost, ...row }) => ({
    ...row,
    id: String(id),
    answer: answer === null || answeredAt === null ? null : { text: answer, at: answeredAt, by: answeredBy, isLost },
  }));
}

/** The answer a question has; null while it has none. */
export async function readAnswer(tx: Sql | Tx, questionId: string): Promise<{ by: string | null; at: Date } | null> {
  const [row] = await tx<{ by: string | null; at: Date | null }[]>`
    select r.at, ${answeredBy(tx)} as by
    from broadcast_replies q ${answerOf(tx)} where q.id = ${questionId}`;
  return row?.at ? { by: row.by, at: row.at } : null;
}

/** How many questions of each of these announcements nobody has answered; nothing for one without any. */
export async function unansweredOf(sql: Sql | Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ id: bigint; waiting: number }[]>`
    select q.broadcast_id as id, count(*)::int as waiting from broadcast_replies q ${answerOf(sql)}
    where q.broadcast_id = any (${[...ids]}::bigint[]) and q.direction = 'in' and r.id is null group by 1`;
  return new Map(rows.map(({ id, waiting }) => [String(id), waiting]));
}

export interface WaitingQuestions {
  /** How many there are. */
  questions: number;
  /** The announcement of the one that has waited longest. */
  broadcastId: string;
}

/** Questions about announcements meant for this area or below that came between two instants and have no answer. */
export async function waitingQuestions(
  sql: Sql | Tx,
  areaCode: string,
  simulated: boolean,
  { since, before }: { since: Date; before: Date },
): Promise<WaitingQuestions | null> {
  const [row] = await sql<{ questions: number; broadcastId: string | null }[]>`
    select count(*)::int as questions, (array_agg(q.broadcast_id::text order by q.at, q.id))[1] as "broadcastId"
    from broadcast_replies q join broadcasts b on b.id = q.broadcast_id ${answerOf(sql)}
    where b.simulated = ${simulated} and b.audience ->> 'area' in (${below(sql, areaCode)})
      and q.direction = 'in' and q.at > ${since} and q.at <= ${before} and r.id is null`;
  return row?.broadcastId ? { questions: row.questions, broadcastId: row.broadcastId } : null;
}
