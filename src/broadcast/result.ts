/**
 * What became of an announcement: counts by state and reason, which way it went, how fast, when it will be through, what
 * people answered, and every single recipient for the export. The pages, the API and the chat read it here.
 */
import type { ChannelName } from '../bot/channel.ts';
import { type Broadcast, readBroadcast } from '../db/broadcasts.ts';
import type { Sql, Tx } from '../db/client.ts';
import { channelOf, type Elsewhere, elsewhereIn, type Way } from '../db/reach.ts';
import { countingRow } from '../db/recipients.ts';
import type { BroadcastState } from './approval.ts';

export interface RecipientCounts {
  total: number;
  sent: number;
  /** Ended without being sent: failed, expired, uncertain, cancelled. */
  failed: number;
  /** Planned, or waiting in the outbox. */
  left: number;
  uncertain: number;
  /** Recipient's state → people. */
  states: Record<string, number>;
  /** Reason code → people, of those who did not get it. */
  reasons: Record<string, number>;
}

/** Everybody is in exactly one of sent, failed and left. */
export async function countRecipients(tx: Sql | Tx, id: string): Promise<RecipientCounts> {
  return addUp(
    await tx<Tally[]>`
      select state, reason, count(*)::int as people from broadcast_recipients where broadcast_id = ${id} group by 1, 2`,
  );
}

interface Tally {
  state: string;
  reason: string | null;
  people: number;
}

function addUp(rows: readonly Tally[]): RecipientCounts {
  const counts: RecipientCounts = { total: 0, sent: 0, failed: 0, left: 0, uncertain: 0, states: {}, reasons: {} };
  for (const { state, reason, people } of rows) {
    counts.total += people;
    counts.states[state] = (counts.states[state] ?? 0) + people;
    if (state === 'sent') counts.sent += people;
    else if (state === 'planned' || state === 'queued') counts.left += people;
    else {
      counts.failed += people;
      if (state === 'uncertain') counts.uncertain += people;
      const why = reason ?? 'other';
      counts.reasons[why] = (counts.reasons[why] ?? 0) + people;
    }
  }
  return counts;
}

/** What changes from second to second: for whoever watches. */
export interface BroadcastProgress {
  id: string;
  state: BroadcastState;
  startedAt: Date | null;
  endedAt: Date | null;
  /** False while rows are still being added: `total` then grows. */
  isPlanned: boolean;
  counts: RecipientCounts;
  ways: Partial<Record<Way, number>>;
  /** Of those sent to the ones it reached in another channel than the one by which they were chosen. */
  elsewhere: Elsewhere[];
  /** Messages a minute over the last minute; null when nothing goes out. */
  perMinute: number | null;
  /** When everybody will have had their turn at this pace; null when it cannot be told, as while their homes are shut. */
  estimatedEnd: Date | null;
}

export interface BroadcastResult extends BroadcastProgress {
  pauseReason: string | null;
  sendAt: Date | null;
  /** Those sent to of whom the platform told us that it arrived (Zalo only). */
  delivered: number;
  spentVnd: number;
  answers: { coming: number; 'not-coming': number };
  /** Messages people wrote back, and how many of them an officer has answered. */
  replies: { in: number; out: number };
  /** Stopped announcements within two days of getting this one. */
  stops: number;
  /** Visits this one has led to: open and done. */
  visits: { open: number; done: number };
}

/** Goes once through the announcement's own recipients and nothing else; null when there is no such announcement. */
export async function broadcastProgress(tx: Sql | Tx, id: string, now: Date): Promise<BroadcastProgress | null> {
  const broadcast = await readBroadcast(tx, id);
  return broadcast && progressOf(tx, broadcast, now);
}

async function progressOf(tx: Sql | Tx, broadcast: Broadcast, now: Date): Promise<BroadcastProgress> {
  const { id, state, startedAt, endedAt, plannedAt, shutUntil } = broadcast;
  const tallies = await tx<(Tally & { way: Way | null; channel: ChannelName; lately: number })[]>`
    select state, reason, way, channel, count(*)::int as people,
           (count(*) filter (where sent_at > ${new Date(now.getTime() - 60_000)}))::int as lately
    from broadcast_recipients where broadcast_id = ${id} group by 1, 2, 3, 4`;
  const counts = addUp(tallies);
  const sent = tallies.flatMap((one) => (one.state === 'sent' && one.way !== null ? [{ ...one, way: one.way }] : []));
  const ways: Partial<Record<Way, number>> = {};
  for (const { way, people } of sent) ways[way] = (ways[way] ?? 0) + people;
  const lately = tallies.reduce((sum, one) => sum + one.lately, 0);
  const perMinute = state === 'sending' && lately > 0 ? lately : null;
  return {
    id,
    state,
    startedAt,
    endedAt,
    isPlanned: plannedAt !== null,
    counts,
    ways,
    elsewhere: elsewhereIn(sent.map(({ way, channel, people }) => ({ from: channel, to: channelOf(way), people }))),
    perMinute,
    estimatedEnd:
      perMinute === null || (shutUntil !== null && shutUntil > now)
        ? null
        : new Date(now.getTime() + (counts.left / perMinute) * 60_000),
  };
}

/** Everything there is to tell; null when there is no such announcement. */
export async function broadcastResult(tx: Sql | Tx, id: string, now: Date): Promise<BroadcastResult | null> {
  const broadcast = await readBroadcast(tx, id);
  if (!broadcast) return null;
  const progress = await progressOf(tx, broadcast, now);
  const [row] = await tx<
    {
      delivered: number;
      stops: number;
      coming: number;
      not_coming: number;
      asked: number;
      answered: number;
      visits_open: number;
      visits_done: number;
    }[]
  >`
    select
      (select count(*)::int from broadcast_recipients r join outbound o on ${countingRow(tx)}
       where r.broadcast_id = ${id} and r.state = 'sent' and o.delivered_at is not null) as delivered,
      (select count(*)::int from broadcast_recipients r join contacts c on c.id = r.contact_id
       where r.broadcast_id = ${id} and r.sent_at is not null and c.muted_at >= r.sent_at
         and c.muted_at < r.sent_at + interval '2 days') as stops,
      (select count(*)::int from broadcast_answers where broadcast_id = ${id} and answer = 'coming') as coming,
      (select count(*)::int from broadcast_answers where broadcast_id = ${id} and answer = 'not-coming') as not_coming,
      (select count(*)::int from broadcast_replies where broadcast_id = ${id} and direction = 'in') as asked,
      (select count(*)::int from broadcast_replies where broadcast_id = ${id} and direction = 'out') as answered,
      (select count(*)::int from visit_tasks where broadcast_id = ${id} and done_at is null) as visits_open,
      (select count(*)::int from visit_tasks where broadcast_id = ${id} and done_at is not null) as visits_done`;
  return {
    ...progress,
    pauseReason: broadcast.pauseReason,
    sendAt: broadcast.sendAt,
    delivered: row!.delivered,
    spentVnd: broadcast.spentVnd,
    answers: { coming: row!.coming, 'not-coming': row!.not_coming },
    replies: { in: row!.asked, out: row!.answered },
    stops: row!.stops,
    visits: { open: row!.visits_open, done: row!.visits_done },
  };
}

/** One recipient as the export shows them: no phone number, no legal name. */
export interface RecipientRow {
  contactRef: string;
  callName: string | null;
  areaName: string | null;
  channel: ChannelName;
  way: Way | null;
  state: string;
  reason: string | null;
  attempts: number;
  costVnd: number;
  sentAt: Date | null;
  answer: 'coming' | 'not-coming' | null;
}

/** Recipients by id, after one of them. */
export async function exportPage(tx: Sql | Tx, id: string, after: string, most: number): Promise<RecipientRow[]> {
  const rows = await tx<RecipientRow[]>`
    select r.contact_id::text as "contactRef", nullif(concat_ws(' ', c.term, c.call_name), '') as "callName",
           a.name as "areaName", r.channel, r.way, r.state, r.reason, r.attempts, r.cost_vnd as "costVnd",
           r.sent_at as "sentAt", w.answer
    from broadcast_recipients r join contacts c on c.id = r.contact_id
    left join areas a on a.code = c.area_code
    left join broadcast_answers w on w.broadcast_id = r.broadcast_id and w.contact_id = r.contact_id
    where r.broadcast_id = ${id} and r.contact_id > ${after} order by r.contact_id limit ${most}`;
  return [...rows];
}

const EXPORTED_AT_ONCE = 2_000;

/** All recipients, a few at a time; never all in memory. */
export async function* exportRows(sql: Sql, id: string): AsyncGenerator<RecipientRow> {
  for (let after = '0'; ; ) {
    const rows = await exportPage(sql, id, after, EXPORTED_AT_ONCE);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < EXPORTED_AT_ONCE) return;
    after = last.contactRef;
  }
}

/** Who says they will come, by area and name: the list for the day itself. */
export async function whoComes(
  tx: Sql | Tx,
  id: string,
  most = 500,
): Promise<{ callName: string | null; areaName: string | null; at: Date }[]> {
  return tx<{ callName: string | null; areaName: string | null; at: Date }[]>`
    select nullif(concat_ws(' ', c.term, c.call_name), '') as "callName", a.name as "areaName", w.at
    from broadcast_answers w join contacts c on c.id = w.contact_id left join areas a on a.code = c.area_code
    where w.broadcast_id = ${id} and w.answer = 'coming' order by a.name, c.call_name, w.at limit ${most}`;
}

type Say = (key: string, params?: Record<string, string | number>) => string;

/** The same words in the chat, in the progress message and at the end. */
export function resultText(say: Say, counts: RecipientCounts, isOpen: boolean): string {
  const { sent, total, failed, uncertain } = counts;
  const head = say(isOpen ? 'broadcast:progress' : 'broadcast:done', { sent, total, failed });
  const reasons = Object.entries(counts.reasons).map(([reason, count]) =>
    say('broadcast:preview.reason', { reason: say(`broadcast:reason.${reason}`), count }),
  );
  const isListed = failed > 0 && !isOpen;
  return [
    head,
    ...(isListed ? [say('broadcast:failures', { failed }), ...reasons] : []),
    ...(isListed && uncertain > 0 ? [say('broadcast:uncertain', { uncertain })] : []),
  ].join('\n');
}
