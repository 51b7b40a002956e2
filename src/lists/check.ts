/** What must hold for the rows of each sheet, among themselves and against what is known. Wrong cells go to `wrong`. */
import {
  ANY_UNIT,
  areasExist,
  codesMine,
  daysInOrder,
  indicatorsExist,
  LIVED_IN,
  noDuplicates,
  PLACE,
  reach,
} from './check-rows.ts';
import type { SheetKey } from './sheets.ts';
import type { SheetJob } from './staged.ts';

/** Sheets are checked in their order: what an earlier one brings may be named in a later one. */
export const CHECKS: Record<SheetKey, (job: SheetJob) => Promise<void>> = {
  areas: async (job) => {
    await noDuplicates(job, ['code'], 'trùng mã');
    await codesMine(job, 'areas');
    await parentsExist(job);
    await mergesWhole(job);
  },
  teams: async (job) => {
    await noDuplicates(job, ['member'], 'trùng mã tổ viên');
    await areasExist(job, 'area', LIVED_IN);
    await teamsInOneArea(job);
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
    await householdsExist(job);
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
    await totalsExplained(job);
  },
  targets: async (job) => {
    await indicatorsExist(job);
    await areasExist(job, 'area', ANY_UNIT);
    await targetsAgree(job);
    await percentagesFit(job);
  },
  reported: async (job) => {
    await indicatorsExist(job);
    await areasExist(job, 'area', ANY_UNIT);
    await reportedWhole(job);
    await noDuplicates(job, ['indicator', 'area', 'period', 'kind', 'historicUnit', 'asPrinted'], 'trùng số');
  },
};

/** A parent may be a row of the same sheet. Units of the commune's own lie in a commune, or in one another never. */
async function parentsExist({ tx, options, wrong }: SheetJob): Promise<void> {
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

/** A unit that goes into another one says into which and when. */
async function mergesWhole({ tx, wrong }: SheetJob): Promise<void> {
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

/** A team stands in as many lines as it has members. */
async function teamsInOneArea({ tx, wrong }: SheetJob): Promise<void> {
  const rows = await tx<{ line: number; first: number }[]>`
    select line, first from (
      select line, values->>'area' as area, first_value(values->>'area') over w as first_area, min(line) over w as first
      from import_rows where sheet = 'teams' window w as (partition by values->>'code' order by line)) r
    where area <> first_area order by line limit 1000`;
  for (const { line, first } of rows) wrong('area', line, `tổ này ở ấp khác tại dòng ${first}`);
}

/** A household may be a row of the same file. */
async function householdsExist({ tx, wrong }: SheetJob): Promise<void> {
  const rows = await tx<{ line: number; code: string }[]>`
    select r.line, r.values->>'household' as code from import_rows r
    where r.sheet = 'stalls' and r.values ? 'household'
      and not exists (select 1 from households h where h.code = r.values->>'household')
      and not exists (select 1 from import_rows h where h.sheet = 'households' and h.values->>'code' = r.values->>'household')
    order by r.line limit 1000`;
  for (const { line, code } of rows) wrong('household', line, `không có hộ mã ${code}`);
}

/** No total is 0, and one that was recorded before changes only with a reason. */
async function totalsExplained({ tx, wrong }: SheetJob): Promise<void> {
  const rows = await tx<{ line: number; value: number; is_zero: boolean; before: number | null }[]>`
    select r.line, (r.values->>'value')::float8 as value, (r.values->>'value')::float8 = 0 as is_zero, d.value as before
    from import_rows r left join lateral (
      select value from denominators d
      where d.indicator = r.values->>'indicator' and d.area_code = r.values->>'area' and d.valid_from = (r.values->>'since')::date
      order by id desc limit 1) d on true
    where r.sheet = 'totals' and ((r.values->>'value')::float8 = 0
      or (d.value <> (r.values->>'value')::float8 and not r.values ? 'reason')) order by r.line limit 1000`;
  for (const { line, is_zero, before } of rows) {
    if (is_zero) wrong('value', line, 'tổng số phải lớn hơn 0');
    else wrong('reason', line, `thiếu lý do sửa (đang là ${before})`);
  }
}

/** Two targets of one indicator and area that end on the same day must ask for the same; the same period is given once. */
async function targetsAgree({ tx, wrong }: SheetJob): Promise<void> {
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

async function percentagesFit({ tx, wrong }: SheetJob): Promise<void> {
  const rows = await tx<{ line: number }[]>`
    select line from import_rows where sheet = 'targets' and coalesce(values->>'unit', '%') = '%'
      and (values->>'value')::float8 > 100 order by line limit 1000`;
  for (const { line } of rows) wrong('value', line, 'chỉ tiêu tính bằng % không quá 100');
}

/** Of one unit, today's or a historic one; with something that was said about it. */
async function reportedWhole({ tx, wrong }: SheetJob): Promise<void> {
  const rows = await tx<{ line: number; named_twice: boolean; named_never: boolean; zero: boolean; empty: boolean }[]>`
    select * from (
      select line, values ? 'area' and values ? 'historicUnit' as named_twice,
        not values ? 'area' and not values ? 'historicUnit' as named_never,
        coalesce((values->>'denominator')::numeric = 0, false) as zero,
        not values ?| array['value', 'numerator'] and not values ? 'qualifier' as empty
      from import_rows where sheet = 'reported') r
    where named_twice or named_never or zero or empty order by line limit 1000`;
  for (const { line, named_twice, named_never, zero } of rows) {
    if (named_twice || named_never) wrong('area', line, 'ghi mã địa bàn hoặc tên đơn vị cũ, một trong hai');
    else if (zero) wrong('denominator', line, 'mẫu số phải lớn hơn 0');
    else wrong('value', line, 'thiếu giá trị');
  }
}
