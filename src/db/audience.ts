/**
 * Who an announcement reaches, decided per person from what the platforms and the law allow right now. The same
 * condition serves the preview, the plan and the last look before a message is queued, so the three cannot disagree.
 */
import type { AudienceFact } from '../bot/facts.ts';
import { vietnamDay } from '../clock.ts';
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

/** Zalo takes messages of ours up to 7 days after the person's last action (error -230 afterwards). */
const ZALO_WINDOW_DAYS = 7;

/** Why contact `c` cannot get an unprompted message at `now`; SQL null when they can. */
export const unreachableReason = (tx: Sql | Tx, now: Date) => tx`
  case when c.left_at is not null then 'contact-left'
       when c.muted_at is not null then 'muted'
       when c.channel = 'zalo' and c.seen_at < ${new Date(now.getTime() - ZALO_WINDOW_DAYS * 86_400_000)} then 'closed-window'
       when c.prompted_on = ${vietnamDay(now)}::date then 'prompted-today'
  end`;

/** Counts before anything is written or sent. */
export async function previewAudience(tx: Tx, areaCode: string, simulated: boolean, now: Date): Promise<AudienceFact> {
  const rows = await tx<{ channel: string; reason: string | null; people: number }[]>`
    select c.channel, ${unreachableReason(tx, now)} as reason, count(*)::int as people
    from contacts c where c.area_code in (${below(tx, areaCode)}) and c.simulated = ${simulated}
    group by 1, 2 order by 1, 2`;
  const fact: AudienceFact = { reachable: 0, byChannel: {}, unreachable: {} };
  for (const { channel, reason, people } of rows) {
    if (reason === null) {
      fact.reachable += people;
      fact.byChannel[channel] = people;
    } else fact.unreachable[reason] = (fact.unreachable[reason] ?? 0) + people;
  }
  return fact;
}

/** One row per person, once and for all: those who cannot be reached are in the list too, with the reason. */
export async function planRecipients(
  tx: Tx,
  broadcast: { id: string; areaCode: string; simulated: boolean },
  now: Date,
): Promise<number> {
  const rows = await tx`
    insert into broadcast_recipients (broadcast_id, contact_id, channel, state, reason, failed_at)
    select ${broadcast.id}, c.id, c.channel, case when r.reason is null then 'planned' else 'failed' end, r.reason,
           case when r.reason is null then null else ${now}::timestamptz end
    from contacts c cross join lateral (select ${unreachableReason(tx, now)} as reason) r
    where c.area_code in (${below(tx, broadcast.areaCode)}) and c.simulated = ${broadcast.simulated}
    on conflict do nothing`;
  return rows.count;
}
