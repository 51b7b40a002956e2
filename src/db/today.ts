/** What a volunteer's day asks for, most needed first: calls, people who are stuck, promised visits, targets behind. */
import type { AreaFact, ProgressFact, TodayItem } from '../bot/facts.ts';
import { vietnamDay } from '../clock.ts';
import { above, below } from './areas.ts';
import type { Tx } from './client.ts';

/** Items of one kind at most; a longer list is worked off, not read. */
const PER_KIND = 30;

export interface Asker {
  contactId: string;
  areaCode: string;
  simulated: boolean;
}

/** Everything open below the volunteer's area, in the order of need. */
export async function todayOf(tx: Tx, asker: Asker, now: Date): Promise<TodayItem[]> {
  const calls = await callsOf(tx, asker);
  const stuck = await stuckOf(tx, asker, now);
  const visits = await visitsOf(tx, asker, now);
  const errands = await errandsOf(tx, asker);
  const behind = (await progressOfArea(tx, asker)).filter(({ percent, target }) => target !== null && percent < target);
  const called = new Set(calls.map(({ contactId }) => contactId));
  return [
    ...calls,
    ...stuck.filter(({ contactId }) => !called.has(contactId)),
    ...visits,
    ...errands,
    ...behind.map((fact) => ({ kind: 'target' as const, ...fact })),
  ];
}

/** Urgent ones, then what this volunteer promised, then what nobody has taken; each by the promised time. */
async function callsOf(tx: Tx, { contactId, areaCode, simulated }: Asker) {
  const rows = await tx<
    (Omit<TodayItem & { kind: 'call' }, 'kind' | 'id' | 'contactId'> & { id: bigint; contact_id: bigint })[]
  >`
    select h.id, h.contact_id, h.urgent, h.taken_by is not null as "isMine", h.flow_id as "flowId", h.step,
      h.promised_at as "promisedAt", h.asked_at as "askedAt", concat_ws(' ', c.term, c.call_name) as name, a.name as "areaName"
    from help_requests h join contacts c on c.id = h.contact_id left join areas a on a.code = h.area_code
    where h.closed_at is null and c.simulated = ${simulated} and h.area_code in (${below(tx, areaCode)})
      and (h.taken_by is null or h.taken_by = ${contactId}) and h.contact_id <> ${contactId}
    order by h.urgent desc, h.taken_by is null, h.promised_at limit ${PER_KIND}`;
  return rows.map(({ contact_id, ...row }) => ({
    ...row,
    kind: 'call' as const,
    id: String(row.id),
    contactId: String(contact_id),
  }));
}

async function stuckOf(tx: Tx, { areaCode, simulated, contactId }: Asker, now: Date) {
  const rows = await tx<
    {
      run_id: bigint;
      contact_id: bigint;
      household_code: string | null;
      area_name: string;
      term: string | null;
      call_name: string | null;
      flow_id: string;
      flow_version: number;
      step: string | null;
      since: Date;
    }[]
  >`select * from stuck_people(${areaCode}, ${now}, ${simulated}) limit ${PER_KIND}`;
  return rows
    .filter(({ contact_id, household_code }) => String(contact_id) !== contactId || household_code !== null)
    .map((row) => ({
      kind: 'stuck' as const,
      runId: String(row.run_id),
      contactId: String(row.contact_id),
      household: row.household_code,
      name: [row.term, row.call_name].filter(Boolean).join(' '),
      areaName: row.area_name,
      flowId: row.flow_id,
      flowVersion: row.flow_version,
      step: row.step,
      since: row.since,
    }));
}

/** Promised for today or before. */
async function visitsOf(tx: Tx, { areaCode, simulated }: Asker, now: Date) {
  return tx<(TodayItem & { kind: 'visit' })[]>`
    select 'visit' as kind, v.household_code as household, v.promised_on::text as day, h.call_name as name, h.number,
      a.name as "areaName"
    from visits v join households h on h.code = v.household_code join areas a on a.code = h.area_code
    where v.done_at is null and v.simulated = ${simulated} and v.promised_on <= ${vietnamDay(now)}::date
      and h.area_code in (${below(tx, areaCode)})
    order by v.promised_on, h.number limit ${PER_KIND}`;
}

/** An announcement that reached nobody there: somebody has to bring it. */
async function errandsOf(tx: Tx, { contactId, areaCode, simulated }: Asker) {
  return tx<(TodayItem & { kind: 'errand' })[]>`
    select 'errand' as kind, v.id::text, coalesce(h.call_name, nullif(concat_ws(' ', c.term, c.call_name), ''), '…') as name,
      v.household_code as household, a.name as "areaName"
    from visit_tasks v join areas a on a.code = v.area_code
    left join households h on h.code = v.household_code left join contacts c on c.id = v.contact_id
    where v.done_at is null and v.simulated = ${simulated} and v.area_code in (${below(tx, areaCode)})
      and (v.taken_by is null or v.taken_by = ${contactId})
    order by v.id limit ${PER_KIND}`;
}

/** The errand was run. False when it is not of these areas or was done before. */
export async function endErrand(tx: Tx, id: string, by: string, areas: readonly string[], now: Date): Promise<boolean> {
  const [task] = await tx<{ area_code: string }[]>`
    select area_code from visit_tasks where id = ${id} and done_at is null for update`;
  if (!task) return false;
  const [covered] = await tx`select 1 from (${above(tx, task.area_code)}) o where o.code = any (${[...areas]}) limit 1`;
  if (!covered) return false;
  await tx`update visit_tasks set done_at = ${now}, done_by = ${by}, outcome = 'told' where id = ${id}`;
  return true;
}

/** Newest figure of every indicator of the area beside what was asked for. */
export async function progressOfArea(tx: Tx, { areaCode, simulated }: Asker): Promise<ProgressFact[]> {
  const views = tx(simulated ? 'rehearsal' : 'report');
  const rows = await tx<
    { indicator: string; title: string; flowIds: string[]; done: number; total: number; target: number | null }[]
  >`
    select v.indicator, i.title, i.flow_ids as "flowIds", sum(v.numerator)::int as done, max(v.denominator)::int as total, max(v.target)::int as target
    from ${views}.indicators v join indicators i on i.id = v.indicator
    where v.area_code = ${areaCode} and v.denominator > 0
      and v.period = (select max(w.period) from ${views}.indicators w where w.area_code = v.area_code and w.indicator = v.indicator)
    group by v.indicator, i.title, i.flow_ids order by v.indicator`;
  return rows.map((row) => ({ ...row, percent: Math.floor((row.done / row.total) * 1000) / 10 }));
}

/** The area's own name and code with those of its hamlets: where a household may be moved to. */
export async function hamletsOfCommune(tx: Tx, areaCode: string): Promise<AreaFact[]> {
  return tx<AreaFact[]>`
    select h.code, h.name from areas own
    join areas h on h.parent_code = coalesce(case when own.kind = 'hamlet' then own.parent_code end, own.code)
    where own.code = ${areaCode} and h.kind = 'hamlet' and h.valid_to is null order by h.code`;
}
