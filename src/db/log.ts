/**
 * Completions a volunteer logs in typed lines, and taking them back. The chat, the offline page and the API record through
 * here, so that the same thing said on three ways counts once (docs/decisions/0015).
 */
import type { Outcome } from '../flows/flow.ts';
import type { Tx } from './client.ts';
import { reverse } from './runs.ts';

/** Own entries may be taken back this long. */
export const CORRECTION_DAYS = 7;

export interface LogRecord {
  /** Of `logKey` in the chat, of the client's own id elsewhere. */
  key: string;
  /** A chat's key stands for a content and may be said again after a reversal; a client's id is good once for ever. */
  mayReturn: boolean;
  flowId: string;
  flowVersion: number;
  outcome: Outcome;
  subjectKind: 'person' | 'household' | 'stall';
  subjectCode: string;
  areaCode: string | null;
  howKnown: 'self' | 'volunteer';
  occurredAt: Date;
}

export interface Recorder {
  /** `volunteer:<contact id>`. */
  recordedBy: string;
  channel: string;
  simulated: boolean;
}

export interface Receipt {
  /** As asked for; `recordedKey` is the ledger's, which differs when it was said again after a reversal. */
  key: string;
  recordedKey: string;
  /** The ledger's id, which is the receipt's number. */
  id: string;
  isNew: boolean;
}

/** Appends what is new and answers for every record, in order, under which number it stands. */
export async function recordLog(tx: Tx, records: readonly LogRecord[], by: Recorder, now: Date): Promise<Receipt[]> {
  if (records.length === 0) return [];
  const wanted = await tx<{ key: string; full: string }[]>`
    select e.key, e.key || case when e."mayReturn" and g.taken_back > 0 then '#' || g.taken_back else '' end as full
    from jsonb_to_recordset(${tx.json(records.map((record, at) => ({ ...record, at })) as never)}) as e(key text,
      "mayReturn" boolean, "subjectCode" text, "flowId" text, at int)
    cross join lateral (
      select count(*) as taken_back from ledger l join ledger r on r.reverses = l.id
      where l.subject_code = e."subjectCode" and l.flow_id = e."flowId"
        and (l.key = e.key or starts_with(l.key, e.key || '#'))) g
    order by e.at`;
  const rows = records.map((record, index) => ({ ...record, full: wanted[index]?.full ?? record.key }));
  const fresh = await tx<{ id: bigint; key: string }[]>`
    insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, place_code,
      how_known, recorded_by, channel, occurred_at, recorded_at, simulated)
    select 'completion', e."full", e."flowId", e."flowVersion", e.outcome, e."subjectKind", e."subjectCode", e."areaCode",
      (select s.place_code from stalls s where s.code = e."subjectCode"), e."howKnown", ${by.recordedBy}, ${by.channel},
      e."occurredAt", ${now}, ${by.simulated}
    from jsonb_to_recordset(${tx.json(rows as never)}) as e("full" text, "flowId" text, "flowVersion" int, outcome text,
      "subjectKind" text, "subjectCode" text, "areaCode" text, "howKnown" text, "occurredAt" timestamptz)
    on conflict (key) do nothing returning id, key`;
  const standing = await tx<{ id: bigint; key: string }[]>`
    select id, key from ledger where key = any (${rows.map(({ full }) => full)})`;
  const ids = new Map(standing.map(({ id, key }) => [key, String(id)]));
  const unclaimed = new Set(fresh.map(({ key }) => key));
  return rows.map(({ key, full }) => ({
    key,
    recordedKey: full,
    id: ids.get(full) ?? '',
    isNew: unclaimed.delete(full),
  }));
}

/** One of a volunteer's own entries that may still be taken back. */
export interface OwnEntry {
  id: string;
  flowId: string;
  outcome: string;
  subjectCode: string;
  occurredAt: Date;
  /** Whom it is about, as they are called. */
  about: string;
}

/** What a volunteer recorded in the last seven days and nobody took back, newest first. */
export async function ownEntries(tx: Tx, recordedBy: string, now: Date, limit = 200): Promise<OwnEntry[]> {
  const rows = await tx<(Omit<OwnEntry, 'id'> & { id: bigint })[]>`
    select l.id, l.flow_id as "flowId", l.outcome, l.subject_code as "subjectCode", l.occurred_at as "occurredAt",
      coalesce(
        (select concat_ws(' ', m.term, m.call_name) || coalesce(' · hộ ' || h.number, '') from household_members m
         left join households h on h.code = m.household_code where l.subject_code = 'M' || m.id),
        (select concat_ws(' ', c.term, c.call_name) from contacts c where l.subject_code = 'P' || c.id),
        (select h.call_name || ' · hộ ' || h.number from households h
         where h.code = case when starts_with(l.subject_code, 'S-') then substr(l.subject_code, 3) else l.subject_code end),
        l.subject_code) as about
    from ledger l
    where l.recorded_by = ${recordedBy} and l.entry = 'completion'
      and l.recorded_at > ${new Date(now.getTime() - CORRECTION_DAYS * 86_400_000)}
      and not exists (select 1 from ledger r where r.reverses = l.id)
    order by l.id desc limit ${limit}`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

/** Takes an own entry back. False when it is not theirs, older than seven days, or taken back already. */
export async function reverseOwn(
  tx: Tx,
  entry: { id: string; recordedBy: string; reason: string },
  now: Date,
): Promise<boolean> {
  const [own] = await tx`
    select 1 from ledger where id = ${entry.id} and recorded_by = ${entry.recordedBy} and entry = 'completion'
      and recorded_at > ${new Date(now.getTime() - CORRECTION_DAYS * 86_400_000)}`;
  return own !== undefined && (await reverse(tx, entry.id, entry.reason, entry.recordedBy, now));
}
