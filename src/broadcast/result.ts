/** What became of an announcement: counts by state, failures by reason in plain words. */

import { broadcastButton } from '../bot/desk/announce.ts';
import type { Turn } from '../bot/turn.ts';
import type { Sql, Tx } from '../db/client.ts';

export interface RecipientCounts {
  total: number;
  sent: number;
  failed: number;
  left: number;
  /** Reason code → people. */
  reasons: Record<string, number>;
}

/** Everybody is in exactly one of sent, failed (with uncertain and expired) and left. */
export async function countRecipients(tx: Sql | Tx, id: string): Promise<RecipientCounts> {
  const rows = await tx<{ state: string; reason: string | null; people: number }[]>`
    select case when r.state <> 'queued' then r.state else coalesce(o.state, 'queued') end as state,
           coalesce(o.reason, r.reason) as reason, count(*)::int as people
    from broadcast_recipients r
    left join lateral (select state, reason from outbound where broadcast_id = r.broadcast_id and contact_id = r.contact_id
      order by id desc limit 1) o on true
    where r.broadcast_id = ${id} group by 1, 2`;
  const counts: RecipientCounts = { total: 0, sent: 0, failed: 0, left: 0, reasons: {} };
  for (const { state, reason, people } of rows) {
    counts.total += people;
    if (state === 'sent') counts.sent += people;
    else if (['planned', 'queued', 'sending'].includes(state)) counts.left += people;
    else {
      counts.failed += people;
      const why = reason ?? 'other';
      counts.reasons[why] = (counts.reasons[why] ?? 0) + people;
    }
  }
  return counts;
}

export async function sayResult(tx: Tx, turn: Turn, id: string, state: string): Promise<void> {
  const counts = await countRecipients(tx, id);
  const isOpen = state === 'sending' || state === 'paused';
  turn.tell(resultText(turn.text.bind(turn), counts, isOpen), [
    ...(isOpen
      ? [broadcastButton(turn, id, state === 'paused' ? 'resume' : 'pause'), broadcastButton(turn, id, 'stop')]
      : []),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

type Say = (key: string, params?: Record<string, string | number>) => string;

/** The same words in the chat, in the progress message and at the end. */
export function resultText(say: Say, counts: RecipientCounts, isOpen: boolean): string {
  const { sent, total, failed } = counts;
  const head = say(isOpen ? 'broadcast:progress' : 'broadcast:done', { sent, total, failed });
  const reasons = Object.entries(counts.reasons).map(([reason, count]) =>
    say('broadcast:preview.reason', { reason: say(`broadcast:reason.${reason}`), count }),
  );
  return [head, ...(failed > 0 && !isOpen ? [say('broadcast:failures', { failed }), ...reasons] : [])].join('\n');
}
