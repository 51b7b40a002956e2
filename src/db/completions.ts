/**
 * Completions that others log: other systems through the API, volunteers' pages that were without a signal. Each entry
 * carries the caller's own id, so that sending it again, any number of times and in any order, counts once.
 */
import { vietnamDay } from '../clock.ts';
import { below } from './areas.ts';
import type { Sql, Tx } from './client.ts';

export interface LoggedEntry {
  /** The caller's own id, unique among the caller's entries for ever. */
  clientId: string;
  flowId: string;
  subjectCode: string;
  /** Unless the code is known: then what it is known as. */
  subjectKind?: 'person' | 'household' | 'stall';
  areaCode: string;
  outcome: 'completed' | 'referred' | 'abandoned';
  howKnown: 'self' | 'volunteer' | 'system';
  occurredAt: Date;
  note?: string;
}

export type LogResult = { clientId: string } & (
  | { status: 'recorded' | 'duplicate'; completionId: string }
  | { status: 'refused'; problem: LogRefusal; reason: string }
);

/** What is the matter, for callers that say it in their own words; `reason` says it in English. */
export type LogRefusal = 'flow' | 'area' | 'time' | 'secret' | 'used-id' | 'again';

export interface Logging {
  /** `key:3`, `contact:12`: whose ids these are and who recorded it. */
  by: string;
  simulated: boolean;
  /** Areas the caller may record in, each with everything below. */
  areas: readonly string[];
  /** Published flows and their present versions. */
  flows: ReadonlyMap<string, { version: number }>;
  channel: string;
  /** What must not be stored; answers whether a code or a free text has it. */
  hasSecretInCode(text: string): boolean;
  hasSecretInWords(text: string): boolean;
}

/** A client's clock may run ahead by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

const keyOf = (by: string, clientId: string): string => `${by}:${clientId}`;

/**
 * Records what can be recorded; every entry gets an answer, in the order given. Throws nothing for a bad entry. The same id
 * with other contents is refused, because one of the two would be lost without a word.
 */
export async function logCompletions(
  tx: Tx,
  entries: readonly LoggedEntry[],
  logging: Logging,
  now: Date,
): Promise<LogResult[]> {
  const areas = await areasOf(tx, entries, logging);
  const refusals = entries.map((entry) => refusalOf(entry, areas.get(entry.areaCode), logging, now));
  const good = entries.filter((_, index) => refusals[index] === null);
  const recorded = await insertEntries(tx, good, logging, now);
  const known = await knownEntries(tx, good, logging);
  const answered = new Set<string>();
  return entries.map((entry, index): LogResult => {
    const { clientId } = entry;
    const refusal = refusals[index];
    if (refusal) return { clientId, status: 'refused', ...refusal };
    const row = known.get(keyOf(logging.by, clientId));
    if (!row)
      return { clientId, status: 'refused', problem: 'again', reason: 'It could not be recorded. Send it again.' };
    if (!isSame(row, entry)) {
      return {
        clientId,
        status: 'refused',
        problem: 'used-id',
        reason: 'This client_id was used before for another entry. Give it an id of its own.',
      };
    }
    const isFirst = recorded.has(row.key) && !answered.has(row.key);
    answered.add(row.key);
    return { clientId, status: isFirst ? 'recorded' : 'duplicate', completionId: String(row.id) };
  });
}

interface AreaState {
  isAllowed: boolean;
  simulated: boolean;
  kind: string;
  validTo: string | null;
  succeededBy: string | null;
}

async function areasOf(tx: Tx, entries: readonly LoggedEntry[], { areas }: Logging): Promise<Map<string, AreaState>> {
  const codes = [...new Set(entries.map(({ areaCode }) => areaCode))];
  const reach = areas.map((code) => below(tx, code)).reduce((one, other) => tx`${one} union ${other}`);
  const rows = await tx<(AreaState & { code: string })[]>`
    with reach as (${reach})
    select a.code, a.code in (select code from reach) as "isAllowed", a.simulated, a.kind,
      to_char(a.valid_to, 'YYYY-MM-DD') as "validTo", a.succeeded_by as "succeededBy"
    from areas a where a.code = any (${codes})`;
  return new Map(rows.map((row) => [row.code, row]));
}

interface Refusal {
  problem: LogRefusal;
  reason: string;
}

/** What to do about an entry that cannot be taken; null: it can. */
function refusalOf(entry: LoggedEntry, area: AreaState | undefined, logging: Logging, now: Date): Refusal | null {
  const { flowId, areaCode, occurredAt, subjectCode, note } = entry;
  const refuse = (problem: LogRefusal, reason: string): Refusal => ({ problem, reason });
  if (!logging.flows.has(flowId)) return refuse('flow', `No flow is called "${flowId}". GET /flows lists them.`);
  if (!area || area.simulated !== logging.simulated)
    return refuse('area', `No area has the code "${areaCode}". GET /areas lists them.`);
  if (!area.isAllowed) return refuse('area', `This key may not record in area "${areaCode}".`);
  if (area.kind === 'group') return refuse('area', `"${areaCode}" is a market or street. Give the hamlet or commune.`);
  if (Number.isNaN(occurredAt.getTime()))
    return refuse('time', 'occurred_at is not a time such as 2026-11-20T09:30:00+07:00.');
  if (occurredAt.getTime() > now.getTime() + CLOCK_SKEW_MS) return refuse('time', 'occurred_at lies in the future.');
  if (area.validTo !== null && vietnamDay(occurredAt) >= area.validTo) {
    const since = area.succeededBy ? ` Since then it is "${area.succeededBy}".` : '';
    return refuse('area', `Area "${areaCode}" ended on ${area.validTo}.${since}`);
  }
  if (logging.hasSecretInCode(subjectCode))
    return refuse('secret', 'subject_code looks like an identity or card number. Use a code of your own.');
  if (note !== undefined && logging.hasSecretInWords(note))
    return refuse('secret', 'note holds a secret (a number or password). Leave it out.');
  return null;
}

/**
 * In the order of their subjects, so that two clients who log the same subjects do not wait for each other in a circle.
 * Answers the keys that are new.
 */
async function insertEntries(
  tx: Tx,
  entries: readonly LoggedEntry[],
  logging: Logging,
  now: Date,
): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const rows = entries.map((entry, at) => ({
    at,
    key: keyOf(logging.by, entry.clientId),
    flow: entry.flowId,
    version: logging.flows.get(entry.flowId)?.version ?? 1,
    outcome: entry.outcome,
    kind: entry.subjectKind ?? null,
    subject: entry.subjectCode,
    area: entry.areaCode,
    how: entry.howKnown,
    occurred: (entry.occurredAt > now ? now : entry.occurredAt).toISOString(),
    note: entry.note ?? null,
  }));
  const inserted = await tx<{ key: string }[]>`
    insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, place_code,
      how_known, recorded_by, channel, occurred_at, recorded_at, simulated, note)
    select 'completion', e.key, e.flow, e.version, e.outcome,
      case when s.code is not null then 'stall' when h.code is not null then 'household' else coalesce(e.kind, 'person') end,
      e.subject, e.area, s.place_code, e.how, ${logging.by}, ${logging.channel}, e.occurred, ${now}, ${logging.simulated}, e.note
    from jsonb_to_recordset(${tx.json(rows)}) as e(at int, key text, flow text, version int, outcome text, kind text,
      subject text, area text, how text, occurred timestamptz, note text)
    left join stalls s on s.code = e.subject
    left join households h on h.code = e.subject
    order by e.subject, e.at
    on conflict (key) do nothing returning key`;
  return new Set(inserted.map(({ key }) => key));
}

interface KnownEntry {
  id: bigint;
  key: string;
  flow_id: string;
  subject_code: string;
  area_code: string | null;
  outcome: string;
}

async function knownEntries(
  tx: Tx,
  entries: readonly LoggedEntry[],
  { by }: Logging,
): Promise<Map<string, KnownEntry>> {
  const keys = [...new Set(entries.map(({ clientId }) => keyOf(by, clientId)))];
  const rows = await tx<KnownEntry[]>`
    select id, key, flow_id, subject_code, area_code, outcome from ledger where key = any (${keys})`;
  return new Map(rows.map((row) => [row.key, row]));
}

const isSame = (row: KnownEntry, entry: LoggedEntry): boolean =>
  row.flow_id === entry.flowId &&
  row.subject_code === entry.subjectCode &&
  row.area_code === entry.areaCode &&
  row.outcome === entry.outcome;

export interface LoggedCompletion {
  completion_id: string;
  flow_id: string;
  flow_version: number;
  outcome: string;
  subject_kind: string;
  subject_code: string;
  area_code: string | null;
  place_code: string | null;
  how_known: string;
  recorded_by: string;
  channel: string;
  occurred_at: Date;
  recorded_at: Date;
  reversed_at: Date | null;
  reversal_reason: string | null;
}

/** Recorded or reversed since a time, in the order in which they were recorded; those behind `after` only. */
export async function listCompletions(
  sql: Sql | Tx,
  query: { world: 'report' | 'rehearsal'; areas: readonly string[]; since: Date | null; after: string; limit: number },
): Promise<LoggedCompletion[]> {
  const reach = query.areas.map((code) => below(sql, code)).reduce((one, other) => sql`${one} union ${other}`);
  const since = query.since ?? new Date(0);
  return sql<LoggedCompletion[]>`
    select completion_id::text, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, place_code, how_known,
      recorded_by, channel, occurred_at, recorded_at, reversed_at, reversal_reason
    from ${sql(query.world)}.completions
    where area_code in (${reach}) and completion_id > ${query.after}
      and (recorded_at >= ${since} or reversed_at >= ${since})
    order by completions.completion_id limit ${query.limit}`;
}

/** Where a completion was recorded; null when there is none with this id in this world. */
export async function areaOfCompletion(
  sql: Sql | Tx,
  id: string,
  simulated: boolean,
): Promise<{ area: string | null } | null> {
  const [row] = await sql<{ area: string | null }[]>`
    select area_code as area from ledger where id = ${id} and entry = 'completion' and simulated = ${simulated}`;
  return row ?? null;
}
