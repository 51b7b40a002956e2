/** A generated province in an empty database: areas, people, a ledger, and the journal its trigger would have written. */
import { vietnamDay } from '../src/clock.ts';
import type { Sql } from '../src/db/client.ts';
import { foldFigures } from '../src/db/figures.ts';
import { phoneEnding } from '../src/db/phone-numbers.ts';
import { seal } from '../src/db/seal.ts';

export interface Province {
  contacts: number;
  /** Of the ledger. */
  rows: number;
  communes: number;
}

/** In each commune. */
export const HAMLETS = 10;
/** When the last of it was recorded: the house that is asked lives in real time. The ledger begins {@link DAYS} days before. */
export const NOW = new Date();
const DAYS = 690;
/** A day in the past to ask for. */
export const PAST = new Date(NOW.getTime() - 100 * 86_400_000);
/** ENCRYPTION_KEY of the house. */
export const KEY = Buffer.alloc(32, 7);
/** One contact in so many has left a phone number. */
const PHONES = 4;
const SEALED_AT_ONCE = 10_000;
export const FLOWS = [
  ...['viettel-money', 'vnpt-money', 'momo', 'zalopay', 'bank-mb', 'vneid-activate', 'dvcqg-login', 'merchant-vietqr'],
  ...['health-open', 'asxh-link', 'pension-to-account', 'pay-by-qr', 'scam-check', 'sim-check-1414', 'vneid-install'],
];

/** Everything by insert-select. The journal too, as the ledger's trigger would have written it row by row. */
export async function fillProvince(sql: Sql, { contacts, rows, communes }: Province): Promise<void> {
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
  await keepPhones(sql, contacts);
  await sql`
    insert into denominators (indicator, area_code, value, source, valid_from, recorded_at)
    select i.id, a.code, case a.kind when 'hamlet' then 2000 else 20000 end, 'danh sách mẫu', '2025-01-01', '2025-01-01'
    from areas a, indicators i where a.kind <> 'province' and i.shown is not null`;
  await sql`
    insert into targets (indicator, area_code, period, value, source, recorded_at)
    select i.id, a.code, ${vietnamDay(NOW).slice(0, 4)}, 75, 'QĐ mẫu', '2025-01-01' from areas a, indicators i
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

/** Numbers whose last four digits are as evenly spread as people's. */
const phoneOf = (contact: number): string => `09${String((contact * 7_919_317) % 100_000_000).padStart(8, '0')}`;

/** Last four digits of many numbers of the province, each of one of them at least. */
export const phoneEndings = (contacts: number, many: number): string[] =>
  Array.from({ length: many }, (_, n) =>
    phoneOf(PHONES * (1 + ((n * 9_973) % Math.floor(contacts / PHONES)))).slice(-4),
  );

async function keepPhones(sql: Sql, contacts: number): Promise<void> {
  for (let from = PHONES; from <= contacts; from += PHONES * SEALED_AT_ONCE) {
    const left = Math.floor((contacts - from) / PHONES) + 1;
    const whose = Array.from({ length: Math.min(SEALED_AT_ONCE, left) }, (_, n) => from + n * PHONES);
    const sealed = whose.map((contact) => seal(KEY, Buffer.from(phoneOf(contact)), 'phone').toString('hex'));
    const endings = whose.map((contact) => phoneEnding(KEY, phoneOf(contact)));
    await sql`
      update contacts c set phone_sealed = decode(x.sealed, 'hex'), phone_ending = x.ending
      from unnest(${whose.map(String)}::text[], ${sealed}::text[], ${endings}::smallint[]) x(contact, sealed, ending)
      where c.channel = 'zalo' and c.external_id = x.contact`;
  }
}
