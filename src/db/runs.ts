/** Runs and what came of them. Several people's at once, because turns share a transaction. */
import type { Completion } from '../bot/turn.ts';
import type { Tx } from './client.ts';

export interface RunStart {
  id: string;
  flow_id: string;
  flow_version: number;
  contact_id: string;
  subject_kind: string;
  subject_code: string;
  area_code: string | null;
  channel: string;
  started_by: string;
  simulated: boolean;
}

export async function startRuns(tx: Tx, runs: RunStart[], now: Date): Promise<void> {
  if (runs.length === 0) return;
  await tx`
    insert into runs (id, flow_id, flow_version, contact_id, subject_kind, subject_code, area_code, channel, started_by,
      started_at, simulated)
    select id, flow_id, flow_version, contact_id, subject_kind, subject_code, area_code, channel, started_by, ${now}, simulated
    from jsonb_to_recordset(${tx.json(runs as never)}) as r(id bigint, flow_id text, flow_version int, contact_id bigint,
      subject_kind text, subject_code text, area_code text, channel text, started_by text, simulated boolean)
    on conflict (id) do nothing`;
}

export async function endRuns(tx: Tx, runs: { id: string; outcome: string }[], now: Date): Promise<void> {
  if (runs.length === 0) return;
  await tx`
    update runs set ended_at = ${now}, outcome = e.outcome
    from jsonb_to_recordset(${tx.json(runs as never)}) as e(id bigint, outcome text)
    where runs.id = e.id and runs.ended_at is null`;
}

export interface LedgerEntry extends Completion {
  channel: string;
  recordedBy: string;
  simulated: boolean;
}

/** Appends completions; the key makes saying it twice count once. */
export async function record(tx: Tx, entries: LedgerEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  await tx`
    insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, place_code,
      how_known, recorded_by, channel, occurred_at, recorded_at, simulated)
    select 'completion', e.key, e."flowId", e."flowVersion", e.outcome, e."subjectKind", e."subjectCode", e."areaCode",
      (select s.place_code from stalls s where s.code = e."subjectCode"),
      e."howKnown", e."recordedBy", e.channel, ${now}, ${now}, e.simulated
    from jsonb_to_recordset(${tx.json(entries as never)}) as e(key text, "flowId" text, "flowVersion" int, outcome text,
      "subjectKind" text, "subjectCode" text, "areaCode" text, "howKnown" text, "recordedBy" text, channel text,
      simulated boolean)
    on conflict (key) do nothing`;
}

/** Takes a completion back. Nothing is overwritten; a second reversal of the same entry changes nothing. */
export async function reverse(tx: Tx, completionId: string, reason: string, by: string, now: Date): Promise<boolean> {
  const rows = await tx`
    insert into ledger (entry, key, reverses, reason, flow_id, flow_version, outcome, subject_kind, subject_code, area_code,
      place_code, how_known, recorded_by, channel, occurred_at, recorded_at, simulated)
    select 'reversal', 'reversal:' || id, id, ${reason}, flow_id, flow_version, outcome, subject_kind, subject_code,
      area_code, place_code, how_known, ${by}, channel, occurred_at, ${now}, simulated
    from ledger where id = ${completionId} and entry = 'completion'
    on conflict do nothing returning 1`;
  return rows.length > 0;
}
