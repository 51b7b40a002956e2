/**
 * A generated province, and how long its figures take: a commune's page, the API's rows, as of a time in the past, the whole
 * province as a file – beside the same counts asked of the ledger bare, which they must equal.
 */
import { vietnamDay } from '../src/clock.ts';
import { connect, type Sql } from '../src/db/client.ts';
import { countFigures } from '../src/db/figures.ts';
import { record } from '../src/db/runs.ts';
import { figureTable } from '../src/report/figures.ts';
import { indicatorRows } from '../src/report/indicator-rows.ts';
import { overview } from '../src/report/overview.ts';
import { previousPeriod, readPeriod } from '../src/report/period.ts';
import { SERVED_WITH, timeServed } from './figures-served.ts';
import { quantile } from './numbers.ts';
import { FLOWS, fillProvince, HAMLETS, NOW, PAST, type Province } from './province.ts';
import type { Server } from './server.ts';

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
  /** Of Node, for the process that was asked over HTTP. */
  options: string;
  changes: number;
  database: string;
}

const MONTH = vietnamDay(NOW).slice(0, 7);

/** Throws when a figure differs from what the ledger itself says. `folder` holds what the program keeps. */
export async function measureFigures(server: Server, folder: string, province: Province): Promise<FigureTimes> {
  const databaseUrl = await server.database('figures');
  const db = connect(databaseUrl, { connections: 3 });
  try {
    await fillProvince(db.sql, province);
    return await measure(db.sql, { databaseUrl, folder }, province);
  } finally {
    await db.close();
  }
}

async function measure(
  sql: Sql,
  where: { databaseUrl: string; folder: string },
  province: Province,
): Promise<FigureTimes> {
  const [journal] = await sql<{ changes: number; database: string }[]>`
    select count(*)::int as changes, pg_size_pretty(pg_database_size(current_database())) as database from figure_changes`;
  const communes = Array.from({ length: 60 }, (_, index) => `c${1 + ((index * 37) % province.communes)}`);
  const some = communes.slice(0, 20);
  const query = (areaCode: string, asOf = NOW) => ({ simulated: false, areaCode, period: MONTH, asOf });
  const bare = await time('The same counts from the ledger, bare SQL', some, (code) => bareCounts(sql, code, NOW));
  const beside = async (...of: Parameters<typeof time>): Promise<FigureTime> => {
    const one = await time(...of);
    return { ...one, ratio: one.p95 / bare.p95 };
  };
  const rowsOf = (code: string) => ({ simulated: false, areas: [code], period: MONTH, asOf: NOW });
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
    ...(await timeServed(sql, where, province, bare.p95)),
  ];
  const compared = communes.slice(0, 5);
  await compare(sql, compared);
  times.push(await costOfOneMore(sql, province)); // last: half of what it records is not counted on purpose
  return { times, compared: compared.length, options: SERVED_WITH, ...journal! };
}

const oneMonth = (sql: Sql, code: string) =>
  sql`select * from report.indicators where area_code = ${code} and period = ${previousPeriod(readPeriod(MONTH)!).code}`;

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
      days: [vietnamDay(NOW)],
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
