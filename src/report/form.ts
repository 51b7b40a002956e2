/**
 * The commune's report form before it becomes a file (dashboard §6): which rows, in which words. Excel, CSV and PDF are
 * written from the same rows, so they cannot say different things.
 */
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from '../db/client.ts';
import { type Figure, type FiguresQuery, type FigureTable, figureTable, silentUnits, type Unit } from './figures.ts';
import { periodTitle, vietnameseDay } from './period.ts';
import { type ReportedFigure, reportedFigures } from './reported.ts';
import type { Status } from './status.ts';

export interface FormRow {
  /** The area's own row of an indicator; the rows of its units follow. */
  isTotal: boolean;
  /** Units that follow and add up to this row; 0: it is a number of its own. */
  parts: number;
  title: string;
  unit: string;
  denominator: number | null;
  target: number | null;
  targetUnit: string | null;
  inPeriod: number;
  /** Confirmed until the end of the period; null: a percentage was typed in without its numbers, or nothing is known. */
  cumulative: number | null;
  /** A fraction as reported, where there is nothing to divide. */
  reportedShare: number | null;
  /** False: a plain number, out of nothing. */
  isShare: boolean;
  status: Status;
  note: string;
}

export interface Form {
  area: Unit;
  heading: string[];
  title: string;
  period: string;
  rows: FormRow[];
  /** Label and text of every line of the sheet `Ghi chú`. */
  notes: [string, string][];
  /** Units from which nothing has come in the period. */
  silent: Unit[];
}

export const COLUMNS = [
  { title: 'STT', width: 8 },
  { title: 'Chỉ tiêu / Đơn vị', width: 42 },
  { title: 'ĐVT', width: 9 },
  { title: 'Tổng số', width: 13 },
  { title: 'Chỉ tiêu giao', width: 12 },
  { title: 'Thực hiện kỳ này', width: 12 },
  { title: 'Luỹ kế', width: 11 },
  { title: 'Tỷ lệ (%)', width: 11 },
  { title: 'So chỉ tiêu', width: 13 },
  { title: 'Ghi chú', width: 32 },
] as const;

export const STATUS_WORDS: Record<Status, string> = {
  reached: 'Đạt',
  near: 'Gần đạt',
  behind: 'Chậm',
  'no-target': 'Chưa giao',
  'no-total': 'Chưa có tổng số',
  'no-figure': 'Chưa có số',
};

/** Who made it, for the notes. */
export interface Maker {
  madeAt: Date;
  madeBy: string;
}

/** Rejects with a sentence that says what to do when the area does not exist. */
export async function makeForm(sql: Sql | Tx, query: FiguresQuery, maker: Maker): Promise<Form> {
  const table = await figureTable(sql, query);
  const reported = await reportedFigures(sql, {
    simulated: query.simulated,
    areaCode: query.areaCode,
    asOf: table.asOf,
  });
  const silent = silentUnits(table);
  return {
    area: table.area,
    heading: headingOf(table.area),
    title: 'BÁO CÁO TIẾN ĐỘ CHUYỂN ĐỔI SỐ CỘNG ĐỒNG',
    period: periodTitle(table.period),
    rows: formRows(table, reported),
    notes: notesOf(query, table, reported, silent, maker),
    silent,
  };
}

const headingOf = ({ name, kind }: Unit): string[] => [
  `ỦY BAN NHÂN DÂN ${kind === 'hamlet' || kind === 'group' ? '' : name.toUpperCase()}`.trim(),
  kind === 'hamlet' || kind === 'group' ? name.toUpperCase() : 'TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG',
];

/** Every indicator with the rows of the units below it. Exported for tables that hold several areas. */
export function formRows(table: FigureTable, reported: readonly ReportedFigure[] = []): FormRow[] {
  const of = new Map(table.figures.map((figure) => [`${figure.area.code}|${figure.indicator}`, figure]));
  return table.indicators.flatMap((indicator) => {
    const own = of.get(`${table.area.code}|${indicator.id}`);
    if (!own) return [];
    const additive = indicator.counts === 'ledger' || indicator.counts === 'list';
    const said = reported.find((one) => one.indicator === indicator.id && one.kind === 'actual');
    const units = table.units.flatMap((unit) => of.get(`${unit.code}|${indicator.id}`) ?? []);
    const rest = table.elsewhere[indicator.id];
    const row = (figure: Figure, title: string, isTotal: boolean): FormRow => ({
      isTotal,
      parts: 0,
      title,
      unit: indicator.unit,
      denominator: figure.denominator,
      target: figure.target,
      targetUnit: figure.targetUnit,
      inPeriod: figure.inPeriod,
      cumulative: figure.confirmed,
      reportedShare: null,
      isShare: indicator.outOf !== 'nothing',
      status: figure.status,
      note: noteOf(figure),
    });
    const parts = additive
      ? [
          ...units.map((figure) => row(figure, `   ${figure.area.name}`, false)),
          ...(rest ? [{ ...row(own, '   (chưa rõ đơn vị)', false), ...elsewhereRow(rest, own, units) }] : []),
        ]
      : units
          .filter(({ confirmed }) => confirmed !== null)
          .map((figure) => row(figure, `   ${figure.area.name}`, false));
    const total = row(own, `${indicator.id} ${indicator.title} – ${table.area.name}`, true);
    return [{ ...total, ...asReported(total, said), parts: additive ? parts.length : 0 }, ...parts];
  });
}

const elsewhereRow = (
  { confirmed, self }: { confirmed: number; self: number },
  own: Figure,
  units: readonly Figure[],
): Partial<FormRow> => ({
  denominator: null,
  target: null,
  targetUnit: null,
  cumulative: confirmed,
  inPeriod: own.inPeriod - units.reduce((sum, { inPeriod }) => sum + inPeriod, 0),
  status: 'no-target',
  note: self > 0 ? `Dân tự báo thêm ${self} (chưa tính)` : '',
});

/** A typed-in percentage without its numbers is shown as it was reported, with its `>` or "hầu hết". */
function asReported(row: FormRow, said: ReportedFigure | undefined): Partial<FormRow> {
  if (!said) return {};
  const note = [`Báo cáo: ${said.asPrinted} (${said.source})`, ...said.disagreements, row.note]
    .filter(Boolean)
    .join('; ');
  const isPercent = said.unit === '%' && said.value !== null && row.cumulative === null;
  return { note, ...(isPercent && { reportedShare: (said.value ?? 0) / 100 }) };
}

const noteOf = ({ self, adjustment, listed, denominator }: Figure): string =>
  [
    self > 0 ? `Dân tự báo thêm ${self} (chưa tính)` : '',
    adjustment !== 0 ? `Điều chỉnh kỳ trước ${adjustment > 0 ? '+' : ''}${adjustment}` : '',
    listed !== null && denominator !== null ? `Danh sách có ${listed} dòng, không khớp tổng số` : '',
  ]
    .filter(Boolean)
    .join('; ');

function notesOf(
  query: FiguresQuery,
  table: FigureTable,
  reported: readonly ReportedFigure[],
  silent: readonly Unit[],
  { madeAt, madeBy }: Maker,
): [string, string][] {
  const own = table.figures.filter(({ area }) => area.code === table.area.code);
  return [
    ['Lập lúc', `${minute(madeAt)} (giờ Việt Nam)`],
    ['Người lập', madeBy],
    ['Số liệu tính đến', `${minute(table.asOf)} (giờ Việt Nam)${table.closed ? ', kỳ đã khóa' : ''}`],
    [
      'Khu vực, kỳ',
      `${table.area.code} ${table.area.name}, ${vietnameseDay(table.period.from)} – ${vietnameseDay(table.period.to)}`,
    ],
    [
      'Luỹ kế',
      'Đã xác nhận: tổ viên thấy tận mắt hoặc hệ thống ghi. Mỗi đối tượng tính một lần. Dân tự báo ghi riêng ở cột Ghi chú',
    ],
    ['Thực hiện kỳ này', 'Phần của Luỹ kế có trong kỳ'],
    ['Tỷ lệ', 'Luỹ kế chia Tổng số; ô công thức, sửa Tổng số thì tự tính lại'],
    ['So chỉ tiêu', 'So trước khi làm tròn. Gần đạt: từ 80 % chỉ tiêu'],
    ...table.indicators.map(({ id, definition }): [string, string] => [`Chỉ tiêu ${id}`, definition]),
    ...own
      .filter(({ denominator }) => denominator !== null)
      .map(({ indicator, denominator, denominatorSource }): [string, string] => [
        `Tổng số ${indicator}, nguồn`,
        `${denominator} – ${denominatorSource ?? ''}`,
      ]),
    ...own
      .filter(({ target }) => target !== null)
      .map(({ indicator, target, targetUnit, targetSource }): [string, string] => [
        `Chỉ tiêu giao ${indicator}, nguồn`,
        `${target} ${targetUnit ?? ''} – ${targetSource ?? ''}`,
      ]),
    ...reported
      .filter(({ disagreements }) => disagreements.length > 0)
      .map(({ indicator, period, disagreements }): [string, string] => [
        `Không khớp ${indicator}, ${period}`,
        disagreements.join('; '),
      ]),
    ['Đơn vị chưa có số trong kỳ', silent.map(({ name }) => name).join(', ') || 'không có'],
    ...(query.simulated ? [['Lưu ý', 'Dữ liệu minh họa: không phải người thật'] as [string, string]] : []),
  ];
}

const minute = (time: Date): string => {
  const iso = new Date(time.getTime() + 7 * 3_600_000).toISOString();
  return `${iso.slice(11, 16)} ${vietnameseDay(vietnamDay(time))}`;
};
