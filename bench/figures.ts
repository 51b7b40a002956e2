/**
 * A generated province, and how long its figures take: a commune's page, the API's rows, as of a time in the past, the whole
 * province as a file – beside the same counts asked of the ledger bare, which they must equal.
 */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { connect, type Sql } from '../src/db/client.ts';
import { countFigures, foldFigures } from '../src/db/figures.ts';
import { record } from '../src/db/runs.ts';
import { exportReport } from '../src/report/export.ts';
import { figureTable } from '../src/report/figures.ts';
import { indicatorRows } from '../src/report/indicator-rows.ts';
import { overview } from '../src/report/overview.ts';
import { quantile } from './numbers.ts';
import type { Server } from './server.ts';

export interface Province {
  contacts: number;
  /** Of the ledger. */
  rows: number;
  communes: number;
}

export interface FigureTime {
  what: string;
  /** Milliseconds. */
  p50: number | null;
  p95: number;
  /** To the bare counts, or to what the note says. */
  ratio: number | null;
  target: string;
  note: string;
}

export interface FigureTimes {
  times: FigureTime[];
  /** How many communes, with their hamlets, were compared number by number with the ledger. */
  compared: number;
  changes: number;
  database: string;
}

const HAMLETS = 10;
const NOW = new Date('2026-11-24T02:00:00Z');
const PAST = new Date('2026-08-15T02:00:00Z');
const DAYS = 690;
const FLOWS = [
  ...['viettel-money', 'vnpt-money', 'momo', 'zalopay', 'bank-mb', 'vneid-activate', 'dvcqg-login', 'merchant-vietqr'],
  ...['health-open', 'asxh-link', 'pension-to-account', 'pay-by-qr', 'scam-check', 'sim-check-1414', 'vneid-install'],
];

/** Throws when a figure differs from what the ledger itself says. Leaves one file in `folder`. */
export async function measureFigures(server: Server, folder: string, province: Province): Promise<FigureTimes> {
  const db = connect(await server.database('figures'), { connections: 3 });
  try {
    await generate(db.sql, province);
    return await measure(db.sql, folder, province);
  } finally {
    await db.close();
  }
}

/** Everything by insert-select. The journal too, as the ledger's trigger would have written it row by row. */
async function generate(sql: Sql, { contacts, rows, communes }: Province): Promise<void> {
  await sql`insert into areas (code, name, kind, valid_from) values ('P', 'Tỉnh Mẫu', 'province', '2025-01-01')`;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from)
    select 'c' || n, 'Xã ' || n, 'commune', 'P', '2025-01-01' from generate_series(1, ${communes}::int) n`;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from)
    select 'c' || n || '-' || m, 'Ấp ' || m, 'hamlet', 'c' || n, '2025-01-01'
    from generate_series(1, ${communes}::int) n, generate_series(1, ${HAMLETS}::int) m`;
  await sql`
    insert into contacts (channel, external_id, area_code, created_at, seen_at)
    select 'zalo', n::text, 'c' || (1 + n % ${communes}::int) || '-' || (1 + n / ${communes}::int % ${HAMLETS}::int), ${NOW}, ${NOW}
    from generate_series(1, ${contacts}::int) n`;
  await sql`
    insert into denominators (indicator, area_code, value, source, valid_from, recorded_at)
    select i.id, a.code, case a.kind when 'hamlet' then 2000 else 20000 end, 'danh sách mẫu', '2025-01-01', '2025-01-01'
    from areas a, indicators i where a.kind <> 'province' and i.shown is not null`;
  await sql`
    insert into targets (indicator, area_code, period, value, source, recorded_at)
    select i.id, a.code, '2026', 75, 'QĐ mẫu', '2025-01-01' from areas a, indicators i
    where a.kind = 'commune' and i.shown is not null`;
  await sql`alter table ledger disable trigger ledger_counted`;
  const households = Math.max(50, Math.round(rows / communes / HAMLETS / 4));
  await sql`
    insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
      recorded_by, channel, occurred_at, recorded_at)
    select 'completion', 'b' || n, (${FLOWS}::text[])[1 + (hashint4(n) & 2147483647) % ${FLOWS.length}::int], 1, 'completed',
      'household', 'c' || c || '-' || m || '-' || (hashint4(n + 7) & 2147483647) % ${households}::int, 'c' || c || '-' || m,
      case (hashint4(n + 3) & 2147483647) % 10 when 0 then 'self' when 1 then 'self' when 2 then 'self' else 'volunteer' end, 'bench', 'zalo', at, at
    from generate_series(1, ${rows}::int) n
    cross join lateral (select 1 + (hashint4(n + 1) & 2147483647) % ${communes}::int as c,
      1 + (hashint4(n + 2) & 2147483647) % ${HAMLETS}::int as m,
      ${NOW}::timestamptz - (${rows}::int - n) * (interval '1 day' * ${DAYS}::int / ${rows}::int) as at) x`;
  await sql`
    insert into figure_subjects (indicator, subject_kind, subject_code, simulated, area_code, area_at, area_entry, self_day,
      volunteer_day, recorded_at)
    select i.id, 'household', l.subject_code, false, min(l.area_code), min(l.occurred_at), min(l.id),
      min(vietnam_day(l.occurred_at)) filter (where how_known = 'self'),
      min(vietnam_day(l.occurred_at)) filter (where how_known = 'volunteer'), max(l.recorded_at)
    from ledger l join indicators i on l.flow_id = any (i.flow_ids)
      and (i.subject_kinds is null or l.subject_kind = any (i.subject_kinds))
    group by i.id, l.subject_code`;
  await sql`
    insert into figure_changes (indicator, area_code, day, how_known, n, subject_kind, subject_code, simulated, recorded_at)
    select s.indicator, s.area_code, x.day, x.how_known, x.n, s.subject_kind, s.subject_code, false,
      least(x.day::timestamp at time zone 'Asia/Ho_Chi_Minh' + interval '23 hours 59 minutes', ${NOW})
    from figure_subjects s cross join lateral figure_steps(s.self_day, s.system_day, s.volunteer_day) x
    order by x.day`;
  await sql`alter table ledger enable trigger ledger_counted`;
  await foldFigures(sql);
  await sql`vacuum analyze`;
}

async function measure(sql: Sql, folder: string, province: Province): Promise<FigureTimes> {
  const [journal] = await sql<{ changes: number; database: string }[]>`
    select count(*)::int as changes, pg_size_pretty(pg_database_size(current_database())) as database from figure_changes`;
  const communes = Array.from({ length: 60 }, (_, index) => `c${1 + ((index * 37) % province.communes)}`);
  const some = communes.slice(0, 20);
  const query = (areaCode: string, asOf = NOW) => ({ simulated: false, areaCode, period: '2026-11', asOf });
  const bare = await time('The same counts from the ledger, bare SQL', some, (code) => bareCounts(sql, code, NOW));
  const beside = async (...of: Parameters<typeof time>): Promise<FigureTime> => {
    const one = await time(...of);
    return { ...one, ratio: one.p95 / bare.p95 };
  };
  const rowsOf = (code: string) => ({ simulated: false, areas: [code], period: '2026-11', asOf: NOW });
  const times = [
    bare,
    await beside("A commune's page", communes, (code) => overview(sql, query(code)), '≤ 150 ms'),
    await beside(
      "A commune's table, hamlets × indicators",
      communes,
      (code) => figureTable(sql, query(code)),
      '≤ 150 ms',
    ),
    await beside("The API's indicator rows", communes, (code) => indicatorRows(sql, rowsOf(code)), '≤ 150 ms'),
    await beside('As of a day in the past', communes, (code) => figureTable(sql, query(code, PAST)), '≤ 500 ms'),
    await beside('`report.indicators`, one commune and month', some, (code) => oneMonth(sql, code)),
    await time('The province, its communes × indicators', ['P', 'P', 'P'], (code) => figureTable(sql, query(code))),
    await exportProvince(sql, folder),
  ];
  const compared = communes.slice(0, 5);
  await compare(sql, compared);
  times.push(await costOfOneMore(sql, province)); // last: half of what it records is not counted on purpose
  return { times, compared: compared.length, ...journal! };
}

const oneMonth = (sql: Sql, code: string) =>
  sql`select * from report.indicators where area_code = ${code} and period = '2026-10'`;

async function time(
  what: string,
  over: readonly string[],
  ask: (code: string) => PromiseLike<unknown>,
  target = '',
): Promise<FigureTime> {
  await ask(over[0] ?? '');
  const taken: number[] = [];
  for (const code of over) {
    const began = performance.now();
    await ask(code);
    taken.push(performance.now() - began);
  }
  const sorted = taken.toSorted((one, other) => one - other);
  return { what, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), ratio: null, target, note: '' };
}

/** Distinct subjects of every indicator in a commune and each of its hamlets, straight from the ledger. */
function bareCounts(sql: Sql, code: string, asOf: Date) {
  return sql<{ area: string; indicator: string; n: number }[]>`
  select coalesce(l.area_code, ${code}) as area, i.id as indicator, count(distinct l.subject_code)::int as n
  from ledger l join indicators i on i.counts = 'ledger' and l.flow_id = any (i.flow_ids)
    and (i.subject_kinds is null or l.subject_kind = any (i.subject_kinds))
  where l.area_code in (select code from areas where parent_code = ${code}) and l.entry = 'completion'
    and l.outcome = 'completed' and l.recorded_at <= ${asOf}
  group by grouping sets ((i.id, l.area_code), (i.id))`;
}

async function compare(sql: Sql, communes: readonly string[]): Promise<void> {
  for (const code of communes) {
    const hamlets = Array.from({ length: HAMLETS }, (_, index) => `${code}-${index + 1}`);
    const rows = await countFigures(sql, {
      simulated: false,
      areas: [code, ...hamlets],
      days: ['2026-11-24'],
      asOf: NOW,
    });
    const counted = new Map<string, number>();
    for (const { areaCode, indicator, n } of rows) {
      const key = `${areaCode}|${indicator}`;
      counted.set(key, (counted.get(key) ?? 0) + (n ?? 0));
    }
    for (const { area, indicator, n } of await bareCounts(sql, code, NOW)) {
      if (counted.get(`${area}|${indicator}`) !== n)
        throw new Error(`${area} ${indicator}: ${counted.get(`${area}|${indicator}`)} is not ${n}.`);
    }
  }
}

/** A completion recorded in the full house, against the same insert without the journal. */
async function costOfOneMore(sql: Sql, { communes }: Province): Promise<FigureTime> {
  const one = async (round: number) => {
    const taken: number[] = [];
    for (let n = 0; n < 300; n++) {
      const completion = {
        key: `one-more-${round}-${n}`,
        flowId: FLOWS[n % FLOWS.length] ?? '',
        flowVersion: 1,
        outcome: 'completed' as const,
        subjectKind: 'household' as const,
        subjectCode: `c1-1-new-${round}-${n}`,
        areaCode: `c${1 + (n % communes)}-1`,
        howKnown: 'volunteer' as const,
        channel: 'zalo',
        recordedBy: 'bench',
        simulated: false,
      };
      const began = performance.now();
      await sql.begin((tx) => record(tx, [completion], NOW));
      taken.push(performance.now() - began);
    }
    return taken.toSorted((a, b) => a - b);
  };
  await one(0);
  const counted = await one(1);
  await sql`alter table ledger disable trigger ledger_counted`;
  const plain = await one(2);
  await sql`alter table ledger enable trigger ledger_counted`;
  const [p50, before] = [counted, plain].map((taken) => quantile(taken, 0.5)) as [number, number];
  const note = `ratio of the medians to the same without the journal of figures, ${before.toFixed(2)} ms`;
  return {
    what: 'One more completion, with its commit',
    p50,
    p95: quantile(counted, 0.95),
    ratio: p50 / before,
    target: '',
    note,
  };
}

async function exportProvince(sql: Sql, folder: string): Promise<FigureTime> {
  const file = join(folder, 'province.xlsx');
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 100);
  const began = performance.now();
  const out = createWriteStream(file);
  await exportReport(
    sql,
    { simulated: false, areaCode: 'P', period: '2026-11', asOf: NOW },
    { format: 'xlsx', out, madeAt: NOW, madeBy: 'bench' },
  );
  await finished(out);
  clearInterval(watch);
  const { size } = await stat(file);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  return {
    what: 'The whole province as an Excel file',
    p50: null,
    p95: performance.now() - began,
    ratio: null,
    target: '≤ 30 s, ≤ 300 MB',
    note: `${megabytes(size)} MB written; memory from ${megabytes(before)} to ${megabytes(most)} MB at most`,
  };
}
