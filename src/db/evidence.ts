/** What is known of a completion beyond its own row: the citizen's confirmation, a supervisor's sample. */
import type { SampleFact } from '../bot/facts.ts';
import { vietnamTime } from '../clock.ts';
import { below } from './areas.ts';
import type { Tx } from './client.ts';

export type EvidenceOutcome = 'confirmed' | 'denied' | 'not-met';

/** Days back from which a sample is drawn. */
const SAMPLE_DAYS = 14;
const SAMPLE_SIZE = 5;

/** Notes that this person should be asked whether it is so; what comes before the question goes out is asked together. */
export async function queueQuestion(tx: Tx, contactId: string, keys: readonly string[], now: Date): Promise<void> {
  if (keys.length === 0) return;
  const [open] = await tx`
    update evidence_questions set keys = (select array_agg(distinct k) from unnest(keys || ${[...keys]}::text[]) k)
    where contact_id = ${contactId} and asked_at is null returning 1`;
  if (open) return;
  await tx`
    insert into evidence_questions (contact_id, keys, made_at) values (${contactId}, ${[...keys]}::text[], ${now})`;
}

/** The person's answer counts for everything the question named. Null: not theirs, or answered before. */
export async function answerQuestion(
  tx: Tx,
  answer: { id: string; contactId: string; yes: boolean },
  now: Date,
): Promise<{ recordedBy: string[] } | null> {
  const outcome: EvidenceOutcome = answer.yes ? 'confirmed' : 'denied';
  const [question] = await tx<{ keys: string[] }[]>`
    update evidence_questions set answered_at = ${now}, answer = ${outcome}
    where id = ${answer.id} and contact_id = ${answer.contactId} and answered_at is null and asked_at is not null
    returning keys`;
  if (!question) return null;
  const rows = await tx<{ recorded_by: string }[]>`
    with named as (select id, recorded_by from ledger where key = any (${question.keys})),
    noted as (
      insert into evidence (completion_id, kind, outcome, by_contact, at)
      select id, 'citizen', ${outcome}, ${answer.contactId}, ${now} from named on conflict do nothing)
    select distinct recorded_by from named`;
  return { recordedBy: rows.map(({ recorded_by }) => recorded_by) };
}

/**
 * Today's sample of what volunteers recorded below an area: the same for everybody who looks, all day, whatever is recorded
 * meanwhile – chosen by a hash of the day and the entry, from what stood before the day began.
 */
export async function sampleOf(tx: Tx, areaCode: string, simulated: boolean, day: string): Promise<SampleFact[]> {
  const begins = vietnamTime(new Date(`${day}T05:00:00Z`), 0, 0);
  const rows = await tx<(Omit<SampleFact, 'id'> & { id: bigint })[]>`
    select l.id, l.flow_id as "flowId", l.subject_code as "subjectCode", l.area_code as "areaCode",
      l.occurred_at as "occurredAt", a.name as "areaName",
      coalesce(
        (select concat_ws(' ', m.term, m.call_name) || coalesce(' · hộ ' || h.number, '') from household_members m
         left join households h on h.code = m.household_code where l.subject_code = 'M' || m.id),
        (select concat_ws(' ', c.term, c.call_name) from contacts c where l.subject_code = 'P' || c.id),
        (select h.call_name || ' · hộ ' || h.number from households h where h.code = l.subject_code), l.subject_code) as about,
      (select e.outcome from evidence e where e.completion_id = l.id and e.kind = 'sample') as outcome
    from ledger l join areas a on a.code = l.area_code
    where l.entry = 'completion' and l.outcome = 'completed' and l.how_known = 'volunteer' and l.simulated = ${simulated}
      and l.area_code in (${below(tx, areaCode)})
      and l.recorded_at < ${begins} and l.recorded_at >= ${new Date(begins.getTime() - SAMPLE_DAYS * 86_400_000)}
      and not exists (select 1 from ledger r where r.reverses = l.id and r.recorded_at < ${begins})
      and not exists (select 1 from evidence e where e.completion_id = l.id and e.kind = 'sample' and e.at < ${begins})
    order by md5(${`${day}:${areaCode}:`}::text || l.id) limit ${SAMPLE_SIZE}`;
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

export const noteSample = (
  tx: Tx,
  sample: { completionId: string; outcome: EvidenceOutcome; by: string },
  now: Date,
) => tx`
  insert into evidence (completion_id, kind, outcome, by_contact, at)
  values (${sample.completionId}, 'sample', ${sample.outcome}, ${sample.by}, ${now})
  on conflict (completion_id, kind) do update set outcome = excluded.outcome, by_contact = excluded.by_contact, at = excluded.at
    where evidence.outcome = 'not-met'`;

/** How many entries of the last two weeks a supervisor may want to look at, by what stands out. */
export async function flagsOf(
  tx: Tx,
  areaCode: string,
  simulated: boolean,
  now: Date,
): Promise<Record<string, number>> {
  const rows = await tx<{ flag: string; count: number }[]>`
    select flag, count(*)::int as count
    from evidence_flags(${areaCode}, ${new Date(now.getTime() - SAMPLE_DAYS * 86_400_000)}, ${simulated})
    group by flag order by flag`;
  return Object.fromEntries(rows.map(({ flag, count }) => [flag, count]));
}
