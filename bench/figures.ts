/**
 * `npx tsx bench/figures.ts [--contacts 100000] [--rows 500000] [--communes 300]`: a generated province, and how long its
 * figures take: a commune's page, the API's rows, as of a time in the past, the whole province as a file – beside the same
 * counts asked of the ledger bare, which they must equal. At full size: --contacts 1000000 --rows 5000000.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { connect, type Sql } from '../src/db/client.ts';
import { countFigures, foldFigures } from '../src/db/figures.ts';
import { record } from '../src/db/runs.ts';
import { exportReport } from '../src/report/export.ts';
import { figureTable } from '../src/report/figures.ts';
import { indicatorRows } from '../src/report/indicator-rows.ts';
import { overview } from '../src/report/overview.ts';
import { quantile } from './numbers.ts';
import { openServer } from './server.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '100000' },
    rows: { type: 'string', default: '500000' },
    communes: { type: 'string', default: '300' },
  },
});
const SIZE = { contacts: Number(values.contacts), rows: Number(values.rows), communes: Number(values.communes) };
const HAMLETS = 10;
const NOW = new Date('2026-11-24T02:00:00Z');
const PAST = new Date('2026-08-15T02:00:00Z');
const DAYS = 690;
const FLOWS = [
  ...['viettel-money', 'vnpt-money', 'momo', 'zalopay', 'bank-mb', 'vneid-activate', 'dvcqg-login', 'merchant-vietqr'],
  ...['health-open', 'asxh-link', 'pension-to-account', 'pay-by-qr', 'scam-check', 'sim-check-1414', 'vneid-install'],
];

const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-figures-'));
const server = await openServer(folder);
const db = connect(await server.database('figures'), { connections: 3 });
try {
  const began = performance.now();
  await generate(db.sql);
  say(
    `generated ${SIZE.contacts} contacts, ${SIZE.rows} ledger rows, ${SIZE.communes} communes`,
    performance.now() - began,
  );
  await measure(db.sql);
} finally {
  await db.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

function say(what: string, ms: number, more = ''): void {
  console.log(
    `${what.padEnd(62)} ${ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(1)} ms`}${more && `   ${more}`}`,
  );
}

/** Everything by insert-select. The journal too, as the ledger's trigger would have written it row by row. */
async function generate(sql: Sql): Promise<void> {
  await sql`insert into areas (code, name, kind, valid_from) values ('P', 'Tỉnh Mẫu', 'province', '2025-01-01')`;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from)
    select 'c' || n, 'Xã ' || n, 'commune', 'P', '2025-01-01' from generate_series(1, ${SIZE.communes}::int) n`;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from)
    select 'c' || n || '-' || m, 'Ấp ' || m, 'hamlet', 'c' || n, '2025-01-01'
    from generate_series(1, ${SIZE.communes}::int) n, generate_series(1, ${HAMLETS}::int) m`;
  await sql`
    insert into contacts (channel, external_id, area_code, created_at, seen_at)
    select 'zalo', n::text, 'c' || (1 + n % ${SIZE.communes}::int) || '-' || (1 + n / ${SIZE.communes}::int % ${HAMLETS}::int), ${NOW}, ${NOW}
    from generate_series(1, ${SIZE.contacts}::int) n`;
  await sql`
    insert into denominators (indicator, area_code, value, source, valid_from, recorded_at)
    select i.id, a.code, case a.kind when 'hamlet' then 2000 else 20000 end, 'danh sách mẫu', '2025-01-01', '2025-01-01'
    from areas a, indicators i where a.kind <> 'province' and i.shown is not null`;
  await sql`
    insert into targets (indicator, area_code, period, value, source, recorded_at)
    select i.id, a.code, '2026', 75, 'QĐ mẫu', '2025-01-01' from areas a, indicators i
    where a.kind = 'commune' and i.shown is not null`;
  await sql`alter table ledger disable trigger ledger_counted`;
  const households = Math.max(50, Math.round(SIZE.rows / SIZE.communes / HAMLETS / 4));
  await sql`
    insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
      recorded_by, channel, occurred_at, recorded_at)
    select 'completion', 'b' || n, (${FLOWS}::text[])[1 + (hashint4(n) & 2147483647) % ${FLOWS.length}::int], 1, 'completed',
      'household', 'c' || c || '-' || m || '-' || (hashint4(n + 7) & 2147483647) % ${households}::int, 'c' || c || '-' || m,
      case (hashint4(n + 3) & 2147483647) % 10 when 0 then 'self' when 1 then 'self' when 2 then 'self' else 'volunteer' end, 'bench', 'zalo', at, at
    from generate_series(1, ${SIZE.rows}::int) n
    cross join lateral (select 1 + (hashint4(n + 1) & 2147483647) % ${SIZE.communes}::int as c,
      1 + (hashint4(n + 2) & 2147483647) % ${HAMLETS}::int as m,
      ${NOW}::timestamptz - (${SIZE.rows}::int - n) * (interval '1 day' * ${DAYS}::int / ${SIZE.rows}::int) as at) x`;
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

async function measure(sql: Sql): Promise<void> {
  const [changes] = await sql<{ n: number; size: string }[]>`
    select count(*)::int as n, pg_size_pretty(pg_database_size(current_database())) as size from figure_changes`;
  console.log(`${changes?.n} changes in the journal, database ${changes?.size}`);
  const communes = Array.from({ length: 60 }, (_, index) => `c${1 + ((index * 37) % SIZE.communes)}`);
  const query = (areaCode: string, asOf = NOW) => ({ simulated: false, areaCode, period: '2026-11', asOf });
  const bare = await times('the same counts from the ledger, bare SQL', communes.slice(0, 20), (code) =>
    bareCounts(sql, code, NOW),
  );
  const ratio = (ms: number) => `${(ms / bare).toFixed(2)} of bare`;
  await times("a commune's page (overview)", communes, (code) => overview(sql, query(code)), ratio);
  await times("a commune's table (hamlets × indicators)", communes, (code) => figureTable(sql, query(code)), ratio);
  await times(
    'indicator rows of the API',
    communes,
    (code) => indicatorRows(sql, { simulated: false, areas: [code], period: '2026-11', asOf: NOW }),
    ratio,
  );
  await times('as of a day in the past', communes, (code) => figureTable(sql, query(code, PAST)), ratio);
  await times(
    'report.indicators, one commune and month',
    communes.slice(0, 20),
    (code) => sql`
    select * from report.indicators where area_code = ${code} and period = '2026-10'`,
    ratio,
  );
  await times('the province: its communes × indicators', ['P', 'P', 'P'], (code) => figureTable(sql, query(code)));
  await compare(sql, communes.slice(0, 5));
  await costOfOneMore(sql);
  await exportProvince(sql);
}

async function times<T>(
  what: string,
  over: readonly string[],
  ask: (code: string) => PromiseLike<T>,
  more: (p95: number) => string = () => '',
): Promise<number> {
  await ask(over[0] ?? '');
  const taken: number[] = [];
  for (const code of over) {
    const began = performance.now();
    await ask(code);
    taken.push(performance.now() - began);
  }
  const sorted = taken.toSorted((one, other) => one - other);
  const p95 = quantile(sorted, 0.95);
  say(`${what}, p95`, p95, [`p50 ${quantile(sorted, 0.5).toFixed(1)} ms`, more(p95)].filter(Boolean).join(', '));
  return p95;
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
  console.log(`the same numbers as the ledger itself says, in ${communes.length} communes and their hamlets`);
}

/** A completion recorded in the full house, against the same insert without the journal. */
async function costOfOneMore(sql: Sql): Promise<void> {
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
        areaCode: `c${1 + (n % SIZE.communes)}-1`,
        howKnown: 'volunteer' as const,
        channel: 'zalo',
        recordedBy: 'bench',
        simulated: false,
      };
      const began = performance.now();
      await sql.begin((tx) => record(tx, [completion], NOW));
      taken.push(performance.now() - began);
    }
    return quantile(
      taken.toSorted((a, b) => a - b),
      0.5,
    );
  };
  await one(0);
  const counted = await one(1);
  await sql`alter table ledger disable trigger ledger_counted`;
  const plain = await one(2);
  await sql`alter table ledger enable trigger ledger_counted`;
  say(
    'one more completion, p50 with commit',
    counted,
    `without the journal ${plain.toFixed(2)} ms, ratio ${(counted / plain).toFixed(2)}`,
  );
}

async function exportProvince(sql: Sql): Promise<void> {
  const file = join(folder, 'province.xlsx');
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
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
  say(
    'the whole province as a file',
    performance.now() - began,
    `${(size / 2 ** 20).toFixed(1)} MB, memory ${(most / 2 ** 20).toFixed(0)} MB`,
  );
}
