/**
 * Reminders that are due. Found by their own column, so that a jump of the demonstration clock, a restart or a second
 * worker changes nothing: each is taken under a lock, written to the outbox and moved on in one transaction. pg-boss
 * only says when to look (`src/jobs.ts`).
 */

import type { Clock } from '../clock.ts';
import { type OpenHours, vietnamDay } from '../clock.ts';
import type { Database, Tx } from '../db/client.ts';
import { openHelp } from '../db/help.ts';
import { readOpenHours } from '../db/open-hours.ts';
import { progressOf } from '../flows/progress.ts';
import { addressOf, type Texts } from '../text.ts';
import type { ChannelName, OutboundMessage } from './channel.ts';
import type { Memory } from './memory.ts';
import { isTet, reminderAt, whenAllowed } from './nudge.ts';
import { encodePress } from './press.ts';
import type { FlowBook } from './turn.ts';

const PORTION = 100;
/** Zalo takes nothing from us this long after the person's last action. */
const ZALO_WINDOW_MS = 7 * 86_400_000;

export interface RemindParts {
  db: Database;
  clock: Clock;
  texts: Texts;
  flows: FlowBook;
  /** What make-believe people read instead, when that may differ. */
  rehearsal?: { texts: Texts; flows: FlowBook };
  wake(): void;
}

interface Due {
  id: bigint;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
  call_name: string | null;
  area_code: string | null;
  memory: Memory;
  seen_at: Date;
  prompted_on: string | null;
}

/** Sends every reminder that is due now; returns how many people were looked at. */
export async function remindDue(parts: RemindParts): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await remindPortion(parts);
    total += count;
    if (count > 0) parts.wake();
    if (count < PORTION) return total;
  }
}

async function remindPortion(parts: RemindParts): Promise<number> {
  const now = parts.clock.now();
  return parts.db.sql.begin(async (tx) => {
    const due = await tx<Due[]>`
      select id, channel, simulated, locale, term, call_name, area_code, memory, seen_at, prompted_on::text
      from contacts where nudge_at <= ${now} and left_at is null
      order by nudge_at limit ${PORTION} for update skip locked`;
    const hoursOf = due.length > 0 ? await readOpenHours(tx) : null;
    for (const person of due) await remind(tx, parts, person, hoursOf?.(person.area_code), now);
    return due.length;
  });
}

async function remind(tx: Tx, parts: RemindParts, person: Due, hours: OpenHours | undefined, now: Date): Promise<void> {
  const sent = person.memory.nudges ?? 0;
  if (!person.memory.run || person.memory.resting) return reschedule(tx, person, sent, null);
  const allowed = whenAllowed(now, hours);
  if (allowed.getTime() > now.getTime() || isTet(now)) return reschedule(tx, person, sent, allowed);
  const isSoft = sent === 0;
  if (!isSoft && person.prompted_on === vietnamDay(now)) return reschedule(tx, person, sent, reminderAt(now, 1, hours));
  const next = reminderAt(person.seen_at, sent + 1, hours);
  const after = next && next.getTime() > now.getTime() ? next : next && reminderAt(now, 1, hours);
  if (person.channel === 'zalo' && now.getTime() - person.seen_at.getTime() > ZALO_WINDOW_MS) {
    return handOver(tx, person, now);
  }
  const message = reminderFor((person.simulated && parts.rehearsal) || parts, person, sent);
  const expiresAt = new Date(now.getTime() + 12 * 3_600_000);
  await tx`
    insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, expires_at, queued_at, simulated)
    values (${person.id}, ${person.channel}, ${`nudge:${person.memory.run.id}:${person.seen_at.getTime()}:${sent}`}, 0,
      ${message.kind}, ${tx.json(message as never)}, 1, 'queued', ${now}, ${expiresAt}, ${now}, ${person.simulated})
    on conflict do nothing`;
  if (!isSoft) await tx`update contacts set prompted_on = ${vietnamDay(now)}::date where id = ${person.id}`;
  await reschedule(tx, person, sent + 1, after);
}

const reschedule = async (tx: Tx, person: Due, nudges: number, at: Date | null): Promise<void> => {
  await tx`
    update contacts set nudge_at = ${at}, memory = memory || ${tx.json({ nudges })} where id = ${person.id}`;
};

/** Where the channel forbids it, the reminder becomes a visit (CD-62). */
async function handOver(tx: Tx, person: Due, now: Date): Promise<void> {
  const run = person.memory.run;
  await openHelp(
    tx,
    {
      contactId: String(person.id),
      areaCode: person.area_code,
      reason: 'stuck',
      urgent: false,
      flowId: run?.state.flowId ?? null,
      step: run?.state.step ?? null,
      promisedAt: new Date(now.getTime() + 7 * 86_400_000),
    },
    now,
  );
  await reschedule(tx, person, person.memory.nudges ?? 0, null);
}

function reminderFor(parts: Pick<RemindParts, 'texts' | 'flows'>, person: Due, sent: number): OutboundMessage {
  const address = addressOf(person.term);
  const say = (key: string, params: Record<string, string | number> = {}) =>
    parts.texts.say(person.locale, key, params, address);
  const button = (key: string, word: 'resume' | 'person' | 'stop-reminders' | 'understood', argument?: string) => ({
    label: say(`button.${key}`),
    data: encodePress({ scope: 'general', word, ...(argument && { argument }) }),
  });
  const resume = button('resume', 'resume');
  const help = button('person', 'person');
  const noMore = button('no-reminders', 'stop-reminders');
  if (sent === 0) return { kind: 'text', text: say('nudge.soft'), buttons: [resume, help, noMore] };
  if (sent >= 3) return { kind: 'text', text: say('nudge.last'), buttons: [resume, help] };
  const text = reminderText(parts, person, say);
  const ways = sent === 2 ? [help, resume] : [resume, button('another-day', 'understood', 'rest')];
  return { kind: 'text', text, buttons: [...ways, noMore] };
}

function reminderText(
  parts: Pick<RemindParts, 'texts' | 'flows'>,
  person: Due,
  say: (key: string, params?: Record<string, string | number>) => string,
): string {
  const run = person.memory.run;
  const flow = run && parts.flows.of(run.state.flowId, run.state.version);
  const progress = run && flow && run.state.step !== null ? progressOf(flow, run.state.step) : null;
  const name = [addressOf(person.term).xung, person.call_name].filter(Boolean).join(' ');
  const title = run ? say(`flows/${run.state.flowId}:title`) : '';
  if (!progress) return say('nudge.day-plain', { name, title });
  return say('nudge.day', { name, title, n: progress.n, left: progress.total - progress.n + 1 });
}
