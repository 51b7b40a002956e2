/** How the rows of each sheet become part of the house. */
import { vietnamDay } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { keepAreas } from './keep-areas.ts';
import type { SheetKey } from './sheets.ts';
import type { Kept, SheetJob } from './staged.ts';

/** Keeps the rows of a sheet whose cells are all right; rows that say what is known already change nothing. */
export const KEEP: Record<SheetKey, (job: SheetJob) => Promise<Kept>> = {
  areas: keepAreas,
  teams: keepTeams,
  households: keepHouseholds,
  stalls: keepStalls,
  beneficiaries: keepBeneficiaries,
  entries: keepListEntries,
  totals: keepTotals,
  targets: keepTargets,
  reported: keepReported,
};

/** What an upsert answers: a row for each that was written, new or changed. */
const counted = (rows: readonly { added: boolean }[]): Kept => {
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added };
};

async function keepHouseholds({ tx, options }: SheetJob): Promise<Kept> {
  return counted(
    await tx<{ added: boolean }[]>`
    insert into households as t (code, area_code, call_name, link_token, created_at, since, simulated)
    select values->>'code', a.code, values->>'name', values->>'token', ${options.now}, (values->>'since')::date, a.simulated
    from import_rows join areas a on a.code = values->>'area' where sheet = 'households' order by line
    on conflict (code) do update set area_code = excluded.area_code, call_name = excluded.call_name,
      since = coalesce(excluded.since, t.since)
    where (t.area_code, t.call_name, t.since)
      is distinct from (excluded.area_code, excluded.call_name, coalesce(excluded.since, t.since))
    returning xmax = 0 as added`,
  );
}

async function keepStalls({ tx, options }: SheetJob): Promise<Kept> {
  return counted(
    await tx<{ added: boolean }[]>`
    insert into stalls as t (code, area_code, place_code, name, household_code, registered_at, since, simulated)
    select values->>'code', a.code, values->>'place', values->>'name', values->>'household', ${options.now},
      (values->>'since')::date, a.simulated
    from import_rows join areas a on a.code = values->>'area' where sheet = 'stalls' order by line
    on conflict (code) do update set area_code = excluded.area_code, place_code = excluded.place_code,
      name = excluded.name, household_code = coalesce(excluded.household_code, t.household_code),
      since = coalesce(excluded.since, t.since)
    where (t.area_code, t.place_code, t.name, t.household_code, t.since) is distinct from (excluded.area_code,
      excluded.place_code, excluded.name, coalesce(excluded.household_code, t.household_code), coalesce(excluded.since, t.since))
    returning xmax = 0 as added`,
  );
}

async function keepTotals({ tx, options }: SheetJob): Promise<Kept> {
  return counted(
    await tx<{ added: boolean }[]>`
    insert into denominators (indicator, area_code, value, source, valid_from, reason, recorded_by, recorded_at, simulated)
    select values->>'indicator', a.code, (values->>'value')::int, values->>'source', (values->>'since')::date,
      values->>'reason', ${options.by}, ${options.now}, a.simulated
    from import_rows r join areas a on a.code = values->>'area'
    where sheet = 'totals' and not exists (
      select 1 from (
        select value, source from denominators d
        where d.indicator = values->>'indicator' and d.area_code = a.code and d.valid_from = (values->>'since')::date
        order by id desc limit 1) d
      where d.value = (values->>'value')::int and d.source = values->>'source')
    order by line returning true as added`,
  );
}

async function keepTargets({ tx, options }: SheetJob): Promise<Kept> {
  return counted(
    await tx<{ added: boolean }[]>`
    insert into targets (indicator, area_code, period, value, unit, source, recorded_by, recorded_at, simulated)
    select values->>'indicator', a.code, values->>'period', (values->>'value')::numeric, coalesce(values->>'unit', '%'),
      values->>'source', ${options.by}, ${options.now}, a.simulated
    from import_rows join areas a on a.code = values->>'area'
    where sheet = 'targets' and not exists (
      select 1 from (
        select value, unit, source from targets t
        where t.indicator = values->>'indicator' and t.area_code = a.code and t.period = values->>'period'
        order by t.recorded_at desc, t.id desc limit 1) t
      where t.value = (values->>'value')::numeric and t.unit = coalesce(values->>'unit', '%') and t.source = values->>'source')
    order by line returning true as added`,
  );
}

async function keepReported({ tx, options }: SheetJob): Promise<Kept> {
  return counted(
    await tx<{ added: boolean }[]>`
    insert into reported_figures (indicator, area_code, historic_unit, period, kind, numerator, denominator, value, value_to,
      unit, qualifier, as_printed, source, entered_by, reason, recorded_at, simulated)
    select i.id, a.code, values->>'historicUnit', values->>'period', coalesce(values->>'kind', 'actual'),
      (values->>'numerator')::numeric, (values->>'denominator')::numeric, (values->>'value')::numeric,
      (values->>'valueTo')::numeric, coalesce(values->>'unit', i.unit), values->>'qualifier', values->>'asPrinted',
      values->>'source', ${options.by}, values->>'reason', ${options.now}, coalesce(a.simulated, false)
    from import_rows r join indicators i on i.id = values->>'indicator' left join areas a on a.code = values->>'area'
    where sheet = 'reported' and not exists (
      select 1 from (
        select * from reported_figures f
        where f.indicator = i.id and f.area_code is not distinct from a.code
          and f.historic_unit is not distinct from values->>'historicUnit' and f.period = values->>'period'
          and f.kind = coalesce(values->>'kind', 'actual')
        order by f.recorded_at desc, f.id desc limit 1) f
      where (f.numerator, f.denominator, f.value, f.value_to, f.qualifier, f.as_printed, f.source) is not distinct from
        ((values->>'numerator')::numeric, (values->>'denominator')::numeric, (values->>'value')::numeric,
         (values->>'valueTo')::numeric, values->>'qualifier', values->>'asPrinted', values->>'source'))
    order by line returning true as added`,
  );
}

// ── rows of lists ──────────────────────────────────────────────────────────────────────────────────────────────────

/** The teams themselves and, as a list of their own, their members. */
async function keepTeams(job: SheetJob): Promise<Kept> {
  const { tx } = job;
  const teams = await keepEntries(
    job,
    tx`
    select distinct on (values->>'code') 'teams' as list, values->>'code' as code, values->>'name' as name,
      values->>'area' as area, null as place, (values->>'since')::date as since, null::date as until, '{}'::jsonb as details
    from import_rows where sheet = 'teams' order by values->>'code', line`,
  );
  const members = await keepEntries(
    job,
    tx`
    select 'team-members', values->>'member', values->>'memberName', values->>'area', null, (values->>'since')::date,
      null::date, jsonb_build_object('team', values->>'code', 'role', coalesce(values->>'role', 'member'))
    from import_rows where sheet = 'teams' and values ? 'member'`,
  );
  return { added: teams.added + members.added, changed: teams.changed + members.changed };
}

function keepBeneficiaries(job: SheetJob): Promise<Kept> {
  return keepEntries(
    job,
    job.tx`
    select 'beneficiaries', values->>'code', values->>'name', values->>'area', null, (values->>'since')::date,
      (values->>'until')::date, '{}'::jsonb
    from import_rows where sheet = 'beneficiaries'`,
  );
}

function keepListEntries(job: SheetJob): Promise<Kept> {
  return keepEntries(
    job,
    job.tx`
    select values->>'list', values->>'code', values->>'name', values->>'area', values->>'place', (values->>'since')::date,
      (values->>'until')::date, '{}'::jsonb
    from import_rows where sheet = 'entries'`,
  );
}

/** Rows `list, code, name, area, place, since, until, details`: what changed gets a new row, the old one says until when. */
async function keepEntries({ tx, options }: SheetJob, rows: ReturnType<Tx>): Promise<Kept> {
  const [done] = await tx<{ added: number; changed: number }[]>`
    with wanted (list, code, name, area, place, since, until, details) as (${rows}),
    known as (
      select w.*, e.id as was, coalesce(w.since, e.since, ${vietnamDay(options.now)}::date) as from_day,
        e.id is not null and (e.name, e.area_code, e.place_code, e.since, e.until, e.details) is not distinct from
          (w.name, w.area, w.place, coalesce(w.since, e.since), w.until, w.details) as is_same
      from wanted w left join list_entries e on e.list = w.list and e.code = w.code and e.removed_at is null
    ),
    closed as (
      update list_entries e set removed_at = ${options.now} from known k where e.id = k.was and not k.is_same returning e.id
    ),
    added as (
      insert into list_entries (list, code, name, area_code, place_code, since, until, details, recorded_at, simulated)
      select k.list, k.code, k.name, k.area, k.place, k.from_day, k.until, k.details, ${options.now}, a.simulated
      from known k join areas a on a.code = k.area
      where not k.is_same and (select count(*) from closed) >= 0
      returning 1
    )
    select (select count(*) from added)::int - (select count(*) from closed)::int as added,
           (select count(*) from closed)::int as changed`;
  return done ?? { added: 0, changed: 0 };
}
