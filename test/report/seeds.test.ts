/**
 * Reports that communes really made, made again from imported lists and logged completions: the same number wherever it is
 * read. The units stand for a former district with ten communes and 79 hamlets.
 */
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/db/access.ts';
import { importLists } from '../../src/lists/import.ts';
import { problemLine } from '../../src/lists/problems.ts';
import { bufferSource } from '../../src/lists/zip.ts';
import { figureIn, figureTable } from '../../src/report/figures.ts';
import { makeForm } from '../../src/report/form.ts';
import { indicatorPage } from '../../src/report/indicator-page.ts';
import { overview } from '../../src/report/overview.ts';
import { reportedFigures } from '../../src/report/reported.ts';
import { buildWorkbook } from '../../src/report/workbook.ts';
import { sharePercent } from '../../src/share.ts';
import { type Filled, sheetFile } from '../lists/sheet-file.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';

let house: House;
let key: string;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const commune = (n: number) => `x${n}`;
const hamlet = (n: number, m = 1) => `x${n}-${String(m).padStart(2, '0')}`;

const lists = (): Filled => ({
  areas: [
    ...numbers(10).map((n) => ({
      code: commune(n - 1),
      name: `Xã Số ${n}`,
      kind: 'xã',
      parent: 'P',
      since: '01/07/2025',
    })),
    // Eight hamlets each, seven in the last: 79.
    ...numbers(10).flatMap((n) =>
      numbers(n === 10 ? 7 : 8).map((m) => ({
        code: hamlet(n - 1, m),
        name: `Ấp ${m}`,
        kind: 'ấp',
        parent: commune(n - 1),
        since: '01/07/2025',
      })),
    ),
    { code: 'x3-C1', name: 'Chợ Năm Tầng', kind: 'chợ', parent: commune(3) },
  ],
  teams: numbers(10).flatMap((n) =>
    numbers(n === 10 ? 7 : 8).map((m) => ({ code: `T-${n}-${m}`, area: hamlet(n - 1, m), since: '01/06/2026' })),
  ),
  stalls: [
    ...numbers(290).map((n) => ({
      code: `S1-${n}`,
      name: `Cơ sở ${n}`,
      area: hamlet(1, 1 + (n % 8)),
      since: '01/01/2026',
    })),
    ...numbers(62).map((n) => ({
      code: `S3-${n}`,
      name: `Sạp ${n}`,
      area: hamlet(3),
      place: 'x3-C1',
      since: '01/01/2026',
    })),
  ],
  households: numbers(4).map((n) => ({ code: `H-${n}`, name: `Bác ${n}`, area: hamlet(3 + n), since: '01/01/2026' })),
  beneficiaries: numbers(11_947).map((n) => ({ code: `N-${n}`, area: hamlet(0, 1 + (n % 8)), since: '01/01/2026' })),
  entries: [
    ...numbers(31).map((n) => ({
      list: 'tuyến phố không tiền mặt',
      code: `TP-${n}`,
      area: commune(n % 10),
      since: '01/06/2026',
    })),
    ...numbers(11).map((n) => ({
      list: 'cụm dân cư không tiền mặt',
      code: `CD-${n}`,
      area: commune(n % 10),
      since: '01/06/2026',
    })),
  ],
  totals: [{ indicator: 'SK-1', area: commune(2), value: 237_114, source: 'dân số năm 2026', since: '01/01/2026' }],
  targets: [
    ...[
      ['DV-2', 30, 50],
      ['KN-1', 70, 90],
      ['UD-1', 40, 70],
    ].flatMap(([indicator, third, fourth]) => [
      { indicator: indicator as string, area: 'P', period: '2026-Q3', value: third as number, source: 'KH 5' },
      { indicator: indicator as string, area: 'P', period: '2026-Q4', value: fourth as number, source: 'KH 5' },
    ]),
    { indicator: 'QR-1', area: commune(1), period: '2026', value: 100, source: 'QĐ 7' },
  ],
  reported: [
    ...['2026-Q3', '2026-Q4'].flatMap((period, index) =>
      ['DV-2', 'UD-1'].map((indicator) => ({
        indicator,
        area: 'P',
        period,
        numerator: 41 + index,
        denominator: 100,
        value: 41 + index,
        unit: '%',
        asPrinted: `${41 + index} %`,
        source: 'BC quý',
      })),
    ),
    {
      indicator: 'I01',
      historicUnit: 'huyện Ngọc Hiển',
      period: '2022',
      qualifier: '>',
      value: 99,
      unit: '%',
      asPrinted: 'trên 99 %',
      source: 'báo Cà Mau',
    },
    {
      indicator: 'I17',
      historicUnit: 'tỉnh Hậu Giang',
      period: '2023',
      kind: 'chỉ tiêu',
      qualifier: 'hầu hết',
      asPrinted: 'hầu hết người dân',
      source: 'KH 5/2022',
    },
    {
      indicator: 'SK-1',
      historicUnit: 'TP Cà Mau',
      period: '2024',
      numerator: 23_609,
      denominator: 237_114,
      value: 9.96,
      unit: '%',
      asPrinted: '23.609/237.114, 9,96 %',
      source: 'báo Cà Mau',
    },
    {
      indicator: 'QR-3',
      historicUnit: 'TP Vũng Tàu',
      period: '2022-05',
      numerator: 393,
      denominator: 200,
      value: 5,
      valueTo: 6,
      asPrinted: '5–6 giao dịch/điểm',
      source: 'hội nghị 31/5',
    },
  ],
});

interface Logged {
  flow_id: string;
  subject_code: string;
  area_code: string;
  occurred_at?: string;
}
const completions: Logged[] = [
  ...numbers(290).map((n) => ({
    flow_id: 'merchant-vietqr',
    subject_code: `S1-${n}`,
    area_code: hamlet(1, 1 + (n % 8)),
  })),
  ...numbers(20).map((n) => ({ flow_id: 'merchant-viettel', subject_code: `S3-${n}`, area_code: hamlet(3) })),
  ...numbers(23_609).map((n) => ({
    flow_id: 'health-open',
    subject_code: `D-${n}`,
    area_code: hamlet(2, 1 + (n % 8)),
  })),
  ...numbers(3_309).map((n) => ({ flow_id: 'asxh-link', subject_code: `N-${n}`, area_code: hamlet(0, 1 + (n % 8)) })),
  ...numbers(2_786).map((n) => ({
    flow_id: 'allowance-commune',
    subject_code: `N-${n}`,
    area_code: hamlet(0, 1 + (n % 8)),
  })),
  ...numbers(4).map((n) => ({
    flow_id: 'viettel-money',
    subject_code: `H-${n}`,
    area_code: hamlet(3 + n),
    occurred_at: n < 3 ? '2026-08-20T09:00:00+07:00' : '2026-11-20T09:00:00+07:00',
  })),
];

const call = (method: 'GET' | 'POST', url: string, body?: unknown, idempotencyKey?: string) =>
  house.assistant.web.inject({
    method,
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer ${key}`, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
    ...(body !== undefined && { payload: body as object }),
  });

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await sql`insert into areas (code, name, kind, valid_from) values ('P', 'Huyện Thử', 'province', '2025-07-01')`;
  const file = await sheetFile(lists());
  const report = await importLists(sql, bufferSource(file), { by: 'command', now: MORNING });
  expect(report.problems.map(problemLine)).toEqual([]);
  ({ key } = await createApiKey(sql, { name: 'sở', role: 'official', areaCode: 'P', createdBy: 'command' }, MORNING));
  for (let from = 0; from < completions.length; from += 1000) {
    const entries = completions.slice(from, from + 1000).map((entry, index) => ({
      client_id: `seed-${from + index}`,
      outcome: 'completed',
      how_known: 'volunteer',
      occurred_at: '2026-11-20T09:00:00+07:00',
      ...entry,
    }));
    const answer = await call('POST', '/completions', { entries }, `seeds-${from}-again`);
    expect(answer.json()).toMatchObject({ recorded: entries.length, duplicate: 0, refused: 0 });
  }
}, 180_000);
afterAll(() => house.close());

/** One number from everywhere it can be read. */
async function everywhere(indicator: string, area: string, period = '2026-11') {
  const { sql } = house.db;
  const query = { simulated: false, areaCode: area, period, asOf: house.clock.now() };
  const confirmed = (rows: { numerator: number; denominator: number | null }[]) =>
    rows.length === 0
      ? 'nothing'
      : `${rows.reduce((sum, row) => sum + row.numerator, 0)}/${rows[0]?.denominator ?? '-'}`;
  const view = await sql<{ numerator: number; denominator: number | null }[]>`
    select numerator, denominator from report.indicators
    where indicator = ${indicator} and area_code = ${area} and period = ${period} and how_known <> 'self'`;
  const answer = await call('GET', `/indicators?area=${area}&period=${period}&indicator=${indicator}`);
  const page = figureIn(await figureTable(sql, query), area, indicator);
  const maker = { madeAt: house.clock.now(), madeBy: 'thử' };
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(
    (await buildWorkbook(await makeForm(sql, query, maker), { ...maker, simulated: false })) as never,
  );
  const cells = (book.getWorksheet('Biểu 01')?.getRows(9, 2_000) ?? []).map((row) => row.values as ExcelJS.CellValue[]);
  const row = cells.find((values) => String(values[2]).startsWith(`${indicator} `));
  const result = (cell: ExcelJS.CellValue | undefined) =>
    typeof cell === 'object' && cell !== null && 'result' in cell ? cell.result : cell;
  return {
    view: confirmed([...view]),
    api: confirmed(answer.json().items.filter((item: { how_known: string }) => item.how_known !== 'self')),
    page: `${page?.confirmed}/${page?.denominator ?? '-'}`,
    excel: `${result(row?.[7])}/${row?.[4] || '-'}`,
  };
}

const same = (number: string) => ({ view: number, api: number, page: number, excel: number });

async function chatOf(area: string): Promise<string> {
  const official = house.person(`cán bộ ${area}`, 'telegram');
  await official.start(await house.invite('official', area, 'cô Lan'));
  const shown = await official.press('Xem tiến độ');
  return shown.map(({ text }) => text).join('\n');
}

describe('the reports of the seeds', () => {
  it.each([
    ['QR-1', commune(1), '290/290'],
    ['TC-1', 'P', '79/79'],
    ['HT-1', 'P', '8/10'],
    ['QR-2', 'x3-C1', '20/62'],
    ['SK-1', commune(2), '23609/237114'],
    ['I35', commune(0), '11947/-'],
    ['I36', commune(0), '3309/11947'],
    ['TR-1', commune(0), '2786/11947'],
    ['MH-1', 'P', '42/-'],
    ['MH-2', 'P', '31/-'],
    ['MH-3', 'P', '11/-'],
  ])('%s of %s is %s in the view, the API, the page and the Excel form', async (indicator, area, number) => {
    expect(await everywhere(indicator, area)).toEqual(same(number));
  });

  it('say the same in the chat', async () => {
    expect(await chatOf(commune(1))).toContain('100,00 % (290/290)');
    expect(await chatOf('x3-C1')).toContain('32,26 % (20/62)');
    expect(await chatOf(commune(2))).toContain('9,96 % (23609/237114)');
    expect(await chatOf(commune(0))).toContain('23,32 % (2786/11947)');
    const whole = await chatOf('P');
    expect(whole).toContain('100,00 % (79/79)');
    expect(whole).toContain('80,00 % (8/10)');
    expect(whole).toContain('Tuyến phố, cụm dân cư không dùng tiền mặt: 42 mô hình');
  });

  it('carry percentages as printed, and never round up to a target', () => {
    expect([sharePercent(23_609, 237_114), sharePercent(20, 62), sharePercent(74_996, 100_000)]).toEqual([
      9.96, 32.26, 75,
    ]);
    expect(sharePercent(74_996, 100_000, 75)).toBe(74.99);
    expect(sharePercent(75, 100, 75)).toBe(75);
  });

  it('show the funnel 11.947 → 3.309 → 2.786 with what is lost on the way', async () => {
    const page = await indicatorPage(house.db.sql, {
      simulated: false,
      areaCode: commune(0),
      period: '2026-11',
      asOf: house.clock.now(),
      indicator: 'TR-1',
    });
    expect(page.funnel.map(({ value, lost }) => [value, lost])).toEqual([
      [11_947, 0],
      [3_309, 8_638],
      [2_786, 523],
    ]);
    const percents = page.funnel.map(({ ofFirst, ofPrevious }) =>
      [ofFirst, ofPrevious].map((share) => ((share ?? 0) * 100).toFixed(2)),
    );
    expect(percents[1]?.[0]).toBe('27.70');
    expect(percents[2]).toEqual(['23.32', '84.19']);
  });

  it.each([
    ['DV-2', 30, 50],
    ['KN-1', 70, 90],
    ['UD-1', 40, 70],
  ])('have targets that change by quarter: %s %i → %i', async (indicator, third, fourth) => {
    for (const [period, target] of [
      ['2026-Q3', third],
      ['2026-Q4', fourth],
    ] as const) {
      const [view] = await house.db.sql`
        select target from report.indicators where indicator = ${indicator} and area_code = 'P' and period = ${period}`;
      const answer = await call('GET', `/indicators?area=P&period=${period}&indicator=${indicator}`);
      expect([view?.target, answer.json().items[0]?.target]).toEqual([target, target]);
    }
  });

  it('keep what was printed, and say where it does not agree with itself', async () => {
    const said = await reportedFigures(house.db.sql, { simulated: false, asOf: house.clock.now() });
    const of = (indicator: string) => said.find((one) => one.indicator === indicator && one.area !== 'Huyện Thử');
    expect(of('I01')).toMatchObject({
      qualifier: 'gt',
      asPrinted: 'trên 99 %',
      disagreements: [],
      area: 'huyện Ngọc Hiển',
    });
    expect(of('I17')).toMatchObject({ qualifier: 'most', kind: 'target', value: null });
    expect(of('SK-1')).toMatchObject({ disagreements: [] });
    expect(of('QR-3')?.disagreements).toEqual(['Báo 5–6 lượt/điểm, tính lại 1,97']);
  });

  it('fill the overview: cards, who is behind, from whom nothing came', async () => {
    const page = await overview(house.db.sql, {
      simulated: false,
      areaCode: 'P',
      period: '2026-11',
      asOf: house.clock.now(),
    });
    const card = page.cards.find(({ indicator }) => indicator.id === 'QR-1');
    expect(card).toMatchObject({ figure: { confirmed: 310, denominator: 352 }, change: 0 });
    expect(card?.weeks.at(-1)?.value).toBe(310);
    expect(page.silent.map(({ code }) => code)).toEqual([commune(4), commune(5), commune(8), commune(9)]);
  });
});

it('500 completions over a link that loses 30 %, sends five times and in any order: 500 counted', async () => {
  let seed = 7;
  const chance = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  const entries = numbers(500).map((n) => ({
    client_id: `lossy-${n}`,
    flow_id: 'dvcqg-login',
    subject_code: `Q-${n}`,
    area_code: hamlet(9, 1 + (n % 7)),
    outcome: 'completed',
    how_known: 'volunteer',
    occurred_at: `2026-11-${String(1 + (n % 20)).padStart(2, '0')}T09:00:00+07:00`,
  }));
  const waiting = new Set(entries);
  const sends = new Map<string, number>();
  let round = 0;
  while (waiting.size > 0) {
    // Everything not yet answered goes out again in new company and another order; some answered ones too.
    const batch = [...waiting, ...entries.filter(() => chance() < 0.05)].toSorted(() => chance() - 0.5).slice(0, 60);
    round += 1;
    if (chance() < 0.3) continue; // lost on the way
    const times = 1 + Math.floor(chance() * 5);
    for (let copy = 0; copy < times; copy++) {
      // A client that repeats the call itself uses the same key; one that starts again does not.
      const answer = await call(
        'POST',
        '/completions',
        { entries: batch },
        `round-${round}-${chance() < 0.5 ? 'same' : copy}`,
      );
      expect(answer.statusCode).toBe(200);
      for (const { client_id } of batch) sends.set(client_id, (sends.get(client_id) ?? 0) + 1);
      if (chance() < 0.3) continue; // the answer is lost
      for (const { client_id, status } of answer.json().results) {
        expect(['recorded', 'duplicate']).toContain(status);
        for (const entry of waiting) if (entry.client_id === client_id) waiting.delete(entry);
      }
    }
  }
  expect([...sends.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1_000);
  expect(await everywhere('DV-4', commune(9))).toEqual(same('500/-'));
  const [ledger] = await house.db.sql`select count(*)::int as count from ledger where key like 'key:%:lossy-%'`;
  expect(ledger).toEqual({ count: 500 });
});
