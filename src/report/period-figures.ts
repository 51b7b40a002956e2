/**
 * Figures of a period, counted from the ledger as it was known at a given time: asking again later for the same time
 * gives the same numbers, whatever was recorded or reversed since.
 */
import { below } from '../db/areas.ts';
import type { Sql } from '../db/client.ts';

export interface ReportQuery {
  areaCode: string;
  /** First and last day in Vietnam, inclusive, `YYYY-MM-DD`. */
  from: string;
  to: string;
  asOf: Date;
  /** Count the make-believe people instead of the real ones. */
  rehearsal?: boolean;
}

export interface ReportArea {
  code: string;
  name: string;
}

export interface FigureRow {
  indicator: string;
  title: string;
  area: ReportArea;
  /** Null: nobody has said yet how many there are. */
  denominator: number | null;
  denominatorSource: string | null;
  /** Per cent, null: none was given. */
  target: number | null;
  inPeriod: number;
  cumulative: number;
  /** Of the cumulative figure, what a volunteer saw or the system recorded. */
  confirmed: number;
}

export interface PeriodFigures {
  query: ReportQuery;
  area: ReportArea;
  rows: FigureRow[];
  /** Hamlets from which nothing has come in the period. */
  silentAreas: ReportArea[];
}

/** Rejects with a sentence that says what to do when the area does not exist. */
export async function periodFigures(sql: Sql, query: ReportQuery): Promise<PeriodFigures> {
  const simulated = query.rehearsal ?? false;
  const [area] = await sql<ReportArea[]>`select code, name from areas where code = ${query.areaCode}`;
  if (!area) throw new Error(`No area has the code "${query.areaCode}". Look it up: npm run invite -- --find <name>.`);
  const rows = await sql<(Omit<FigureRow, 'area'> & ReportArea)[]>`
    with recursive inside as (
      select code, code as root, name as root_name, kind as root_kind from areas
      where code = ${query.areaCode} or (parent_code = ${query.areaCode} and kind <> 'group')
      union all
      select a.code, i.root, i.root_name, i.root_kind from areas a join inside i on a.parent_code = i.code
    ),
    known as (
      select c.* from ledger c
      where c.entry = 'completion' and c.outcome = 'completed' and c.simulated = ${simulated} and c.recorded_at <= ${query.asOf}
        and not exists (select 1 from ledger r where r.reverses = c.id and r.recorded_at <= ${query.asOf})
        and (c.occurred_at at time zone 'Asia/Ho_Chi_Minh')::date <= ${query.to}::date
    ),
    firsts as (
      select i.id as indicator, x.root, k.subject_code,
             min((k.occurred_at at time zone 'Asia/Ho_Chi_Minh')::date) as day,
             bool_or(k.how_known <> 'self') as confirmed
      from known k join indicators i on k.flow_id = any (i.flow_ids) join inside x on x.code = k.area_code
      group by 1, 2, 3
    )
    select i.id as indicator, i.title, x.root as code, x.root_name as name,
      d.value as denominator, d.source as "denominatorSource", t.value as target,
      count(f.subject_code) filter (where f.day >= ${query.from}::date)::int as "inPeriod",
      count(f.subject_code)::int as cumulative,
      count(f.subject_code) filter (where f.confirmed)::int as confirmed
    from indicators i
    cross join (select distinct root, root_name, root_kind from inside where code = root) x
    left join firsts f on f.indicator = i.id and f.root = x.root
    left join lateral (select value, source from denominators n where n.indicator = i.id and n.area_code = x.root
      and n.simulated = ${simulated} and n.valid_from <= ${query.to}::date and n.recorded_at <= ${query.asOf}
      order by n.valid_from desc, n.id desc limit 1) d on true
    left join lateral (select value from targets g where g.indicator = i.id and g.area_code = x.root
      and g.simulated = ${simulated} and g.period <= ${query.to.slice(0, 7)} and g.recorded_at <= ${query.asOf}
      order by g.period desc, g.id desc limit 1) t on true
    group by i.id, i.title, x.root, x.root_name, x.root_kind, d.value, d.source, t.value
    order by i.id, (x.root = ${query.areaCode}) desc, x.root`;
  const hamlets = await sql<ReportArea[]>`
    select code, name from areas where code in (${below(sql, query.areaCode)}) and kind = 'hamlet' order by code`;
  const figures = rows.map(({ code, name, ...row }) => ({ ...row, area: { code, name } }));
  const heard = new Set(figures.filter(({ inPeriod }) => inPeriod > 0).map((row) => row.area.code));
  return { query, area, rows: figures, silentAreas: hamlets.filter(({ code }) => !heard.has(code)) };
}
