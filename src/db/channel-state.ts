/** How the channels are doing, for the settings page: tokens, the last failure, how much goes out. */
import type { Sql, Tx } from './client.ts';

export interface ChannelState {
  channel: 'telegram' | 'zalo';
  /** Zalo's token pair; null where there is none to keep. */
  token: { state: string; expiresAt: Date | null; rotatedAt: Date | null } | null;
  lastFailure: { at: Date; reason: string | null } | null;
  sentLastHour: number;
  /** Queued and due. */
  waiting: number;
  /** When the next call may go out, if that is later than now: the pace is used up. */
  nextAt: Date | null;
}

export async function readChannelStates(sql: Sql | Tx, now: Date): Promise<ChannelState[]> {
  const [token] = await sql<{ state: string; expires_at: Date | null; rotated_at: Date | null }[]>`
    select state, expires_at, rotated_at from zalo_tokens order by rotated_at desc nulls last limit 1`;
  const failures = await sql<{ channel: string; failed_at: Date; reason: string | null }[]>`
    select distinct on (channel) channel, failed_at, reason from outbound
    where state = 'failed' and not simulated and failed_at > ${new Date(now.getTime() - 7 * 86_400_000)}
    order by channel, failed_at desc`;
  const counts = await sql<{ channel: string; sent: number; waiting: number }[]>`
    select channel, count(*) filter (where state = 'sent')::int as sent,
      count(*) filter (where state = 'queued' and not_before <= ${now})::int as waiting
    from outbound
    where not simulated and (sent_at > ${new Date(now.getTime() - 3_600_000)} or state = 'queued')
    group by channel`;
  const paces = await sql<{ channel: string; next_at: Date }[]>`select channel, next_at from paces`;
  return (['telegram', 'zalo'] as const).map((channel) => {
    const failure = failures.find((row) => row.channel === channel);
    const count = counts.find((row) => row.channel === channel);
    const next = paces.find((row) => row.channel === channel)?.next_at ?? null;
    return {
      channel,
      token:
        channel === 'zalo' && token
          ? { state: token.state, expiresAt: token.expires_at, rotatedAt: token.rotated_at }
          : null,
      lastFailure: failure ? { at: failure.failed_at, reason: failure.reason } : null,
      sentLastHour: count?.sent ?? 0,
      waiting: count?.waiting ?? 0,
      nextAt: next && next > now ? next : null,
    };
  });
}
