/**
 * How long words are kept. Tables that are read by their own order of growth are walked by their key from where the last
 * walk ended, so that no index is kept up on the hot path for this alone.
 */
import type { Tx } from './client.ts';

export interface Retention {
  /** What people wrote (`turns.heard`). */
  heardDays: number;
  /** The words of ended messages (`outbound.body`). */
  wordsDays: number;
  /** What the simulator's transports were asked to send. */
  framesDays: number;
}

/** Unless the setting `retention` says otherwise (docs/privacy.md). */
export const RETENTION: Retention = { heardDays: 30, wordsDays: 30, framesDays: 30 };

/** Rows looked at in one go. */
const PORTION = 2_000;
const DAY_MS = 86_400_000;

interface Progress {
  turns?: string;
  outbound?: string;
  frames?: string;
}

export async function retentionOf(tx: Tx): Promise<Retention> {
  const [row] = await tx<{ value: Partial<Retention> }[]>`select value from settings where key = 'retention'`;
  const own = Object.entries(row?.value ?? {}).filter(([key, days]) => key in RETENTION && Number(days) >= 1);
  return { ...RETENTION, ...Object.fromEntries(own) };
}

/** Forgets one portion of what has been kept long enough; true when there may be more. */
export async function retainPortion(tx: Tx, now: Date): Promise<boolean> {
  const [got] = await tx<{ got: boolean }[]>`select pg_try_advisory_xact_lock(hashtext('retention')) as got`;
  if (!got?.got) return false;
  const days = await retentionOf(tx);
  const [row] = await tx<{ value: Progress }[]>`select value from settings where key = 'retention-progress'`;
  const progress: Progress = { ...row?.value };
  const before = (kept: number) => new Date(now.getTime() - kept * DAY_MS);
  const heard = await tx<{ up_to: bigint | null; seen: number }[]>`
    with next as (
      select inbound_id, at from turns where inbound_id > ${progress.turns ?? '0'} order by inbound_id limit ${PORTION}
    ),
    old as (select inbound_id from next where at < ${before(days.heardDays)}),
    done as (update turns set heard = null where heard is not null and inbound_id in (select inbound_id from old))
    select max(inbound_id) as up_to, count(*)::int as seen from old`;
  const words = await tx<{ up_to: bigint | null; seen: number }[]>`
    with next as (
      select id, queued_at, state from outbound where id > ${progress.outbound ?? '0'} order by id limit ${PORTION}
    ),
    old as (select id from next where queued_at < ${before(days.wordsDays)}),
    done as (
      update outbound set body = jsonb_build_object('kind', kind, 'text', '')
      where id in (select id from old) and state not in ('queued', 'sending'))
    select max(id) as up_to, count(*)::int as seen from old`;
  const frames = await tx`
    delete from simulator_frames where id in (
      select id from simulator_frames where at < ${before(days.framesDays)} order by id limit ${PORTION}) returning 1`;
  const reached: Progress = {
    ...(heard[0]?.up_to != null ? { turns: String(heard[0].up_to) } : progress.turns && { turns: progress.turns }),
    ...(words[0]?.up_to != null
      ? { outbound: String(words[0].up_to) }
      : progress.outbound && { outbound: progress.outbound }),
  };
  await tx`
    insert into settings (key, value) values ('retention-progress', ${tx.json(reached as never)})
    on conflict (key) do update set value = excluded.value`;
  await tx`delete from join_codes where expires_at < ${before(1)}`;
  return [heard[0]?.seen, words[0]?.seen, frames.length].some((seen) => seen === PORTION);
}
