/**
 * Reads a filled-in template into the house: everything or nothing, and a second time the same file changes nothing. Rows go
 * through a table of this transaction in pieces, so a long list needs no more memory than a short one; what has to be looked
 * up or compared among rows is asked of the database for all rows at once.
 */
import { randomBytes } from 'node:crypto';
import { vietnamDay } from '../clock.ts';
import { AreaChangeError, mergeAreas, moveArea, renameArea, settleAreas } from '../db/area-changes.ts';
import { below } from '../db/areas.ts';
import { inTransaction, type Sql, type Tx } from '../db/client.ts';
import { type CellProblem, Problems } from './problems.ts';
import { type ListRow, readSheet } from './read.ts';
import { SHEETS, type Sheet, type SheetKey } from './sheets.ts';
import { openSpreadsheet } from './spreadsheet.ts';
import type { ByteSource } from './zip.ts';

export interface ImportOptions {
  /** Who brings it: `contact:12`, `command`. */
  by: string;
  now: Date;
  /** Check everything, keep nothing. */
  dryRun?: boolean;
  /** Only these areas and what lies below may be touched; all of them unless said. */
  within?: readonly string[];
}

export interface SheetCount {
  sheet: string;
  rows: number;
  added: number;
  changed: number;
}

export interface ImportReport {
  /** True when it was kept (or would be, on a dry run). */
  ok: boolean;
  sheets: SheetCount[];
  problems: CellProblem[];
  /** All of them; `problems` may be fewer. */
  problemCount: number;
}

/** Undoes the transaction without being an error. */
class Undo extends Error {}

/** Throws a `FileProblem` when it is no spreadsheet at all; whatever else is wrong is in the report. */
export async function importLists(sql: Sql | Tx, source: ByteSource, options: ImportOptions): Promise<ImportReport> {
  const book = await openSpreadsheet(source);
  const problems = new Problems();
  const sheets: SheetCount[] = [];
  const present = SHEETS.filter(({ name }) => book.sheets.includes(name));
  if (present.length === 0)
    problems.add('Tệp', null, `không có trang nào của mẫu: ${SHEETS.map(({ name }) => name).join(', ')}`);
  try {
    await inTransaction(sql, async (tx) => {
      await tx`
        create temporary table import_rows (sheet text, line int, values jsonb, primary key (sheet, line)) on commit drop`;
      const columns = new Map<SheetKey, Map<string, string>>();
      for (const sheet of present) {
        const letters = new Map<string, string>();
        columns.set(sheet.key, letters);
        await stage(tx, sheet, readSheet(sheet, book.rows(sheet.name), problems, letters));
      }
      await tx`analyze import_rows`;
      for (const sheet of present) {
        const at = (key: string, line: number) => `${columns.get(sheet.key)?.get(key) ?? ''}${line}`;
        const job = {
          tx,
          sheet,
          options,
          wrong: (key: string, line: number, problem: string) => problems.add(sheet.name, at(key, line), problem),
        };
        sheets.push(await applySheet(job, problems));
      }
      if (problems.count > 0 || options.dryRun) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { ok: problems.count === 0, sheets, problems: problems.list, problemCount: problems.count };
}

const CHUNK_ROWS = 2_000;

async function stage(tx: Tx, sheet: Sheet, rows: AsyncIterable<ListRow>): Promise<void> {
  let chunk: ListRow[] = [];
  const flush = async () => {
    if (chunk.length > 0) {
      await tx`
        insert into import_rows select ${sheet.key}, line, values
        from jsonb_to_recordset(${tx.json(chunk as never)}) as r(line int, values jsonb) on conflict do nothing`;
    }
    chunk = [];
  };
  for await (const row of rows) {
    // Printed links must not be guessable, so their tokens are made here and not by the database.
    const values = sheet.key === 'households' ? { ...row.values, token: randomBytes(6).toString('hex') } : row.values;
    chunk.push({ line: row.line, values });
    if (chunk.length >= CHUNK_ROWS) await flush();
  }
  await flush();
}

interface Job {
  tx: Tx;
  sheet: Sheet;
  options: ImportOptions;
  wrong(key: string, line: number, problem: string): void;
}

type Applied = Pick<SheetCount, 'added' | 'changed'>;

async function applySheet(job: Job, problems: Problems): Promise<SheetCount> {
  const { tx, sheet } = job;
  const [count] = await tx<{ rows: number }[]>`
    select count(*)::int as rows from import_rows where sheet = ${sheet.key}`;
  const rows = count?.rows ?? 0;
  const before = problems.count;
  if (rows > 0) await CHECKS[sheet.key](job);
  // After a wrong cell nothing is kept anyway; later sheets are still checked, so that one look finds everything.
  const applied = rows > 0 && problems.count === before ? await APPLY[sheet.key](job) : { added: 0, changed: 0 };
  return { sheet: sheet.name, rows, ...applied };
}

// ── checks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const noDuplicates = async ({ tx, sheet, wrong }: Job, keys: readonly string[], says = 'trùng'): Promise<void> => {
  const rows = await tx<{ line: number; first: number }[]>`
    select line, first from (
      select line, min(line) over (partition by ${keys.map((key) => tx`values->>${key}`).reduce((one, other) => tx`${one}, ${other}`)}) as first
      from import_rows where sheet = ${sheet.key} and values->>${keys[0] ?? ''} is not null) r
    where line > first order by line limit 1000`;
  for (const { line, first } of rows) wrong(keys.at(-1) ?? '', line, `${says} với dòng ${first}`);
};

/** That the area exists, is of the right kind and may be touched. */
const areasExist = async (
  { tx, sheet, options, wrong }: Job,
  key: string,
  { kinds, called }: { kinds: readonly string[]; called: string },
): Promise<void> => {
  const within = options.within ? tx`a.code in (${reach(tx, options.within)})` : tx`true`;
  const rows = await tx<
    { line: number; code: string; known: boolean; kind: string | null; reached: boolean | null; gone: string | null }[]
  >`
    select r.line, r.values->>${key} as code, a.code is not null as known, a.kind, ${within} as reached, a.succeeded_by as gone
    from import_rows r left join areas a on a.code = r.values->>${key}
    where r.sheet = ${sheet.key} and r.values ? ${key}
      and (a.code is null or a.kind <> all (${[...kinds]}) or not (${within}) or a.succeeded_by is not null)
    order by r.line limit 1000`;
  for (const { line, code, known, kind, gone } of rows) {
    if (!known) wrong(key, line, `không có ${called} mã ${code}`);
    else if (kind === null || !kinds.includes(kind)) wrong(key, line, `${code} không phải ${called}`);
    else if (gone !== null) wrong(key, line, `${code} đã nhập vào ${gone}`);
    else wrong(key, line, `${code} ngoài địa bàn của bạn`);
  }
};

const reach = (tx: Tx, codes: readonly string[]) =>
  codes.map((code) => below(tx, code)).reduce((one, other) => tx`${one} union ${other}`);

const LIVED_IN = { kinds: ['hamlet', 'commune'], called: 'ấp' } as const;
const ANY_UNIT = { kinds: ['province', 'commune', 'hamlet', 'group'], called: 'địa bàn' } as const;
const PLACE = { kinds: ['group'], called: 'chợ, tuyến phố' } as const;

/** A code that is known elsewhere, out of reach: it must not be taken over by giving it another area. */
const codesMine = async (
  { tx, sheet, options, wrong }: Job,
  table: 'households' | 'stalls' | 'areas',
  key = 'code',
) => {
  if (!options.within) return;
  const rows = await tx<{ line: number }[]>`
    select r.line from import_rows r join ${tx(table)} t on t.code = r.values->>${key}
    where r.sheet = ${sheet.key}
      and ${table === 'areas' ? tx`t.code` : tx`t.area_code`} not in (${reach(tx, options.within)}) order by r.line limit 1000`;
  for (const { line } of rows) wrong(key, line, 'mã này đã có ở địa bàn khác');
};

const indicatorsExist = async ({ tx, sheet, wrong }: Job): Promise<void> => {
  const rows = await tx<{ line: number; id: string }[]>`
    select r.line, r.values->>'indicator' as id from import_rows r
    where r.sheet = ${sheet.key} and not exists (select 1 from indicators i where i.id = r.values->>'indicator') order by r.line limit 1000`;
  for (const { line, id } of rows) wrong('indicator', line, `không có chỉ tiêu mã ${id}`);
};

const daysInOrder = async ({ tx, sheet, wrong }: Job): Promise<void> => {
  const rows = await tx<{ line: number }[]>`
    select line from import_rows
    where sheet = ${sheet.key} and (values->>'until')::date < (values->>'since')::date order by line limit 1000`;
  for (const { line } of rows) wrong('until', line, 'đến ngày trước từ ngày');
};

const CHECKS: Record<SheetKey, (job: Job) => Promise<void>> = {
  areas: async (job) => {
    await noDuplicates(job, ['code'], 'trùng mã');
    await codesMine(job, 'areas');
    await parentsExist(job);
    await mergesWhole(job);
  },
  teams: async (job) => {
    await noDuplicates(job, ['member'], 'trùng mã tổ viên');
    await areasExist(job, 'area', LIVED_IN);
    const rows = await job.tx<{ line: number; first: number }[]>`
      select line, first from (
        select line, values->>'area' as area, first_value(values->>'area') over w as first_area, min(line) over w as first
        from import_rows where sheet = 'teams' window w as (partition by values->>'code' order by line)) r
      where area <> first_area order by line limit 1000`;
    for (const { line, first } of rows) job.wrong('area', line, `tổ này ở ấp khác tại dòng ${first}`);
  },
  households: async (job) => {
    await noDuplicates(job, ['code'], 'trùng mã');
    await areasExist(job, 'area', LIVED_IN);
    await codesMine(job, 'households');
  },
  stalls: async (job) => {
    await noDuplicates(job, ['code'], 'trùng mã');
    await areasExist(job, 'area', LIVED_IN);
    await areasExist(job, 'place', PLACE);
    await codesMine(job, 'stalls');
    const rows = await job.tx<{ line: number; code: string }[]>`
      select r.line, r.values->>'household' as code from import_rows r
      where r.sheet = 'stalls' and r.values ? 'household'
        and not exists (select 1 from households h where h.code = r.values->>'household')
        and not exists (select 1 from import_rows h where h.sheet = 'households' and h.values->>'code' = r.values->>'household')
      order by r.line limit 1000`;
    for (const { line, code } of rows) job.wrong('household', line, `không có hộ mã ${code}`);
  },
  beneficiaries: async (job) => {
    await noDuplicates(job, ['code'], 'trùng mã');
    await areasExist(job, 'area', LIVED_IN);
    await daysInOrder(job);
  },
  entries: async (job) => {
    await noDuplicates(job, ['list', 'code'], 'trùng mã');
    await areasExist(job, 'area', LIVED_IN);
    await areasExist(job, 'place', PLACE);
    await daysInOrder(job);
  },
  totals: async (job) => {
    await indicatorsExist(job);
    await areasExist(job, 'area', ANY_UNIT);
    await noDuplicates(job, ['indicator', 'since', 'area'], 'trùng tổng số');
    const rows = await job.tx<{ line: number; value: number; is_zero: boolean; before: number | null }[]>`
      select r.line, (r.values->>'value')::float8 as value, (r.values->>'value')::float8 = 0 as is_zero, d.value as before
      from import_rows r left join lateral (
        select value from denominators d
        where d.indicator = r.values->>'indicator' and d.area_code = r.values->>'area' and d.valid_from = (r.values->>'since')::date
        order by id desc limit 1) d on true
      where r.sheet = 'totals' and ((r.values->>'value')::float8 = 0
        or (d.value <> (r.values->>'value')::float8 and not r.values ? 'reason')) order by r.line limit 1000`;
    for (const { line, is_zero, before } of rows) {
      if (is_zero) job.wrong('value', line, 'tổng số phải lớn hơn 0');
      else job.wrong('reason', line, `thiếu lý do sửa (đang là ${before})`);
    }
  },
  targets: async (job) => {
    await indicatorsExist(job);
    await areasExist(job, 'area', ANY_UNIT);
    await targetsAgree(job);
    const rows = await job.tx<{ line: number }[]>`
      select line from import_rows where sheet = 'targets' and coalesce(values->>'unit', '%') = '%'
        and (values->>'value')::float8 > 100 order by line limit 1000`;
    for (const { line } of rows) job.wrong('value', line, 'chỉ tiêu tính bằng % không quá 100');
  },
  reported: async (job) => {
    await indicatorsExist(job);
    await areasExist(job, 'area', ANY_UNIT);
    const rows = await job.tx<
      { line: number; named_twice: boolean; named_never: boolean; zero: boolean; empty: boolean }[]
    >`
      select * from (
        select line, values ? 'area' and values ? 'historicUnit' as named_twice,
          not values ? 'area' and not values ? 'historicUnit' as named_never,
          coalesce((values->>'denominator')::numeric = 0, false) as zero,
          not values ?| array['value', 'numerator'] and not values ? 'qualifier' as empty
        from import_rows where sheet = 'reported') r
      where named_twice or named_never or zero or empty order by line limit 1000`;
    for (const { line, named_twice, named_never, zero } of rows) {
      if (named_twice || named_never) job.wrong('area', line, 'ghi mã địa bàn hoặc tên đơn vị cũ, một trong hai');
      else if (zero) job.wrong('denominator', line, 'mẫu số phải lớn hơn 0');
      else job.wrong('value', line, 'thiếu giá trị');
    }
    await noDuplicates(job, ['indicator', 'area', 'period', 'kind', 'historicUnit', 'asPrinted'], 'trùng số');
  },
};

/** A parent may be a row of the same sheet. Units of the commune's own lie in a commune, or in one another never. */
async function parentsExist({ tx, options, wrong }: Job): Promise<void> {
  const within = options.within ? tx`p.code in (${reach(tx, options.within)})` : tx`true`;
  const rows = await tx<{ line: number; parent: string; known: boolean; fits: boolean | null }[]>`
    select * from (
      select r.line, r.values->>'parent' as parent, coalesce(p.code, s.values->>'code') is not null as known,
        coalesce(p.kind, split_part(s.values->>'kind', ':', 1)) =
          case when r.values->>'kind' = 'commune' then 'province' else 'commune' end
        and (p.code is null or (${within})) as fits
      from import_rows r
      left join areas p on p.code = r.values->>'parent'
      left join import_rows s on s.sheet = 'areas' and s.values->>'code' = r.values->>'parent'
      where r.sheet = 'areas') x
    where not known or not coalesce(fits, false) order by line limit 1000`;
  for (const { line, parent, known } of rows) {
    wrong(
      'parent',
      line,
      known
        ? `${parent} không phải đơn vị trên của loại này, hoặc ngoài địa bàn của bạn`
        : `không có địa bàn mã ${parent}`,
    );
  }
  const changed = await tx<{ line: number }[]>`
    select r.line from import_rows r join areas a on a.code = r.values->>'code'
    where r.sheet = 'areas' and a.kind <> split_part(r.values->>'kind', ':', 1) order by r.line limit 1000`;
  for (const { line } of changed) wrong('kind', line, 'mã này đã dùng cho loại khác');
}

async function mergesWhole({ tx, wrong }: Job): Promise<void> {
  const rows = await tx<{ line: number; into: string | null; has_day: boolean; known: boolean }[]>`
    select * from (
      select r.line, r.values->>'into' as "into", r.values ? 'intoOn' as has_day,
        exists (select 1 from areas a where a.code = r.values->>'into')
          or exists (select 1 from import_rows s where s.sheet = 'areas' and s.values->>'code' = r.values->>'into') as known
      from import_rows r where r.sheet = 'areas' and (r.values ? 'into' or r.values ? 'intoOn')) x
    where "into" is null or not has_day or not known order by line limit 1000`;
  for (const { line, into, has_day } of rows) {
    if (into === null) wrong('into', line, 'thiếu mã đơn vị nhập vào');
    else if (!has_day) wrong('intoOn', line, 'thiếu ngày nhập');
    else wrong('into', line, `không có địa bàn mã ${into}`);
  }
}

/** Two targets of one indicator and area that end on the same day must ask for the same; the same period is given once. */
async function targetsAgree({ tx, wrong }: Job): Promise<void> {
  const rows = await tx<{ line: number; other: string; same: boolean }[]>`
    with mine as (
      select line, values->>'indicator' as indicator, values->>'area' as area, values->>'period' as period,
        (values->>'value')::numeric as value, coalesce(values->>'unit', '%') as unit, period_last(values->>'period') as last_day
      from import_rows where sheet = 'targets'
    ),
    all_of_them as (
      select 'dòng ' || line as where_from, line, indicator, area, period, value, unit, last_day from mine
      union all
      select * from (
        select distinct on (t.indicator, t.area_code, t.period) 'chỉ tiêu đã giao cho ' || t.period, 0, t.indicator,
          t.area_code, t.period, t.value, t.unit, t.last_day
        from targets t join mine m on m.indicator = t.indicator and m.area = t.area_code
        where not exists (select 1 from mine n where n.indicator = t.indicator and n.area = t.area_code and n.period = t.period)
        order by t.indicator, t.area_code, t.period, t.recorded_at desc, t.id desc) given
    )
    select distinct on (m.line) m.line, o.where_from as other, m.period = o.period as same
    from mine m join all_of_them o on o.indicator = m.indicator and o.area = m.area and o.last_day = m.last_day
      and o.line < m.line and (o.period = m.period or (o.value, o.unit) <> (m.value, m.unit))
    order by m.line, o.line limit 1000`;
  for (const { line, other, same } of rows) {
    wrong('period', line, same ? `trùng kỳ với ${other}` : `cùng đến một ngày mà khác ${other}`);
  }
}

// ── keeping ────────────────────────────────────────────────────────────────────────────────────────────────────────

const APPLY: Record<SheetKey, (job: Job) => Promise<Applied>> = {
  areas: applyAreas,
  households: async ({ tx, options }) =>
    counted(
      await tx<{ added: boolean }[]>`
      insert into households as t (code, area_code, call_name, link_token, created_at, since, simulated)
      select values->>'code', a.code, values->>'name', values->>'token', ${options.now}, (values->>'since')::date, a.simulated
      from import_rows join areas a on a.code = values->>'area' where sheet = 'households' order by line
      on conflict (code) do update set area_code = excluded.area_code, call_name = excluded.call_name,
        since = coalesce(excluded.since, t.since)
      where (t.area_code, t.call_name, t.since)
        is distinct from (excluded.area_code, excluded.call_name, coalesce(excluded.since, t.since))
      returning xmax = 0 as added`,
    ),
  stalls: async ({ tx, options }) =>
    counted(
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
    ),
  teams: async (job) => {
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
  },
  beneficiaries: (job) =>
    keepEntries(
      job,
      job.tx`
      select 'beneficiaries', values->>'code', values->>'name', values->>'area', null, (values->>'since')::date,
        (values->>'until')::date, '{}'::jsonb
      from import_rows where sheet = 'beneficiaries'`,
    ),
  entries: (job) =>
    keepEntries(
      job,
      job.tx`
      select values->>'list', values->>'code', values->>'name', values->>'area', values->>'place', (values->>'since')::date,
        (values->>'until')::date, '{}'::jsonb
      from import_rows where sheet = 'entries'`,
    ),
  totals: async ({ tx, options }) => {
    const rows = await tx<{ added: boolean }[]>`
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
      order by line returning true as added`;
    return counted(rows);
  },
  targets: async ({ tx, options }) => {
    const rows = await tx<{ added: boolean }[]>`
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
      order by line returning true as added`;
    return counted(rows);
  },
  reported: async ({ tx, options }) => {
    const rows = await tx<{ added: boolean }[]>`
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
      order by line returning true as added`;
    return counted(rows);
  },
};

const counted = (rows: readonly { added: boolean }[]): Applied => {
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added };
};

/** Rows `list, code, name, area, place, since, until, details`: what changed gets a new row, the old one says until when. */
async function keepEntries({ tx, options }: Job, rows: ReturnType<Tx>): Promise<Applied> {
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

/** Few and with consequences: one after the other, in the order of the sheet. */
async function applyAreas(job: Job): Promise<Applied> {
  const { tx, options, wrong } = job;
  const today = vietnamDay(options.now);
  const made = await tx`
    insert into areas (code, name, kind, group_kind, parent_code, valid_from, simulated)
    select r.values->>'code', r.values->>'name', split_part(r.values->>'kind', ':', 1),
      nullif(split_part(r.values->>'kind', ':', 2), ''), r.values->>'parent',
      coalesce((r.values->>'since')::date, ${today}::date),
      coalesce((select p.simulated from areas p where p.code = r.values->>'parent'), false)
    from import_rows r
    where r.sheet = 'areas' and not exists (select 1 from areas a where a.code = r.values->>'code')
    order by (r.values->>'kind' <> 'commune'), r.line returning 1`;
  const rows = await tx<
    {
      line: number;
      code: string;
      name: string;
      parent: string;
      since: string | null;
      into: string | null;
      on: string | null;
      source: string | null;
      name_now: string;
      parent_now: string | null;
      gone: string | null;
    }[]
  >`
    select r.line, a.code, r.values->>'name' as name, r.values->>'parent' as parent, r.values->>'since' as since,
      r.values->>'into' as "into", r.values->>'intoOn' as "on", r.values->>'source' as source, a.name as name_now,
      a.parent_code as parent_now, (select new_code from area_successions s where s.old_code = a.code and s.whole and s.withdrawn_at is null) as gone
    from import_rows r join areas a on a.code = r.values->>'code' where r.sheet = 'areas' order by r.line`;
  let changed = 0;
  for (const row of rows) {
    const decided = { source: row.source ?? 'danh sách nhập', on: row.since ?? today };
    const act = async (key: string, change: () => Promise<void>) => {
      try {
        await change();
        changed += 1;
      } catch (error) {
        if (!(error instanceof AreaChangeError)) throw error;
        wrong(key, row.line, error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, ''));
      }
    };
    if (row.name !== row.name_now)
      await act('name', () => renameArea(tx, { ...decided, code: row.code, name: row.name }, options.now));
    if (row.parent !== row.parent_now)
      await act('parent', () => moveArea(tx, { ...decided, code: row.code, parent: row.parent }, options.now));
    const { into, on } = row;
    if (into !== null && on !== null && into !== row.gone) {
      await act('into', () => mergeAreas(tx, { old: [row.code], into, on, source: decided.source }, options.now));
    }
  }
  await settleAreas(tx, options.now);
  return { added: made.length, changed };
}
