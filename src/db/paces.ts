/**
 * How fast all processes together may call a channel: one row per channel says when its next call may go out, and
 * whoever wants to call moves it on (GCRA, the generic cell rate algorithm). By the database's clock, because platforms
 * count in real time and machines' clocks differ.
 */
import type { ChannelName } from '../bot/channel.ts';
import type { Sql } from './client.ts';

/** Announcements and reminders take slots only when the next free one is at most this near, so replies find it free. */
export const BULK_HEADROOM_MS = 200;

export interface Wish {
  channel: ChannelName;
  /** Slots wanted, at least 1. */
  calls: number;
  perSecond: number;
  /** Calls that may go out without spacing after a quiet time. */
  burst?: number;
  /** Replies always get slots; bulk only near ones, and none while bulk is paused. */
  bulk: boolean;
  /** For tests; the database's clock otherwise. */
  now?: Date;
}

/**
 * Granted: call i (from 0) may go out `waitMs` + 1000 i / perSecond from now, at once where that is negative (a burst).
 * Refused: ask again after `waitMs`.
 */
export interface Slots {
  granted: boolean;
  waitMs: number;
}

/** Takes slots for all `calls` or none. One statement; concurrent wishes get slots one after another. */
export async function reserve(sql: Sql, wish: Wish): Promise<Slots> {
  const { channel, calls, perSecond, burst = 0, bulk, now = null } = wish;
  const [slots] = await sql<{ granted: boolean; wait_ms: number }[]>`
    with asked as materialized (
      select coalesce(${now}::timestamptz, clock_timestamp()) as now,
             make_interval(secs => ${calls / perSecond}) as span,
             make_interval(secs => ${burst / perSecond}) as slack,
             make_interval(secs => ${BULK_HEADROOM_MS / 1000}) as headroom,
             (select next_at from paces where channel = ${bulkRow(channel)}) as bulk_at
    ),
    taken as (
      insert into paces as p (channel, next_at)
      select ${channel}, now - slack + span from asked where not ${bulk}::boolean or bulk_at is null or bulk_at <= now
      on conflict (channel) do update set next_at = greatest(p.next_at + (select span from asked), excluded.next_at)
        where not ${bulk}::boolean or p.next_at <= (select now + headroom from asked)
      returning next_at
    )
    select t.next_at is not null as granted,
           (extract(epoch from case
             when t.next_at is not null then t.next_at - span
             else greatest(bulk_at, (select next_at from paces where channel = ${channel}) - headroom) end - now
           ) * 1000)::float8 as wait_ms
    from asked left join taken t on true`;
  return { granted: slots!.granted, waitMs: slots!.wait_ms };
}

/** Keeps every process from sending bulk on this channel for `ms`; a longer pause under way stays. */
export async function pauseBulk(sql: Sql, channel: ChannelName, ms: number, now: Date | null = null): Promise<void> {
  await sql`
    insert into paces as p (channel, next_at)
    values (${bulkRow(channel)}, coalesce(${now}::timestamptz, clock_timestamp()) + make_interval(secs => ${ms / 1000}))
    on conflict (channel) do update set next_at = greatest(p.next_at, excluded.next_at)`;
}

const bulkRow = (channel: ChannelName): string => `${channel}/bulk`;
