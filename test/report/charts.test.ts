/** Charts as people see them: numbers that promise nothing too much, names that fit, tables that say the same. */
import { describe, expect, it } from 'vitest';
import { type AreaBar, areaBars } from '../../src/report/charts/area-bars.ts';
import type { Chart, ChartWords } from '../../src/report/charts/chart.ts';
import { funnelBars } from '../../src/report/charts/funnel-bars.ts';
import { type ChartMark, fitted, strongWidth, type TextMark } from '../../src/report/charts/marks.ts';
import { countWords, NO_NUMBER, shareWords } from '../../src/report/charts/numbers.ts';
import { niceCeiling } from '../../src/report/charts/scale.ts';
import { chartSvg } from '../../src/report/charts/svg.ts';
import { weekLine } from '../../src/report/charts/week-line.ts';

const HEADS = [
  'area',
  'share',
  'fraction',
  'self',
  'status',
  'week',
  'value',
  'target',
  'step',
  'lost',
  'part',
] as const;
const WORDS: ChartWords = {
  target: 'Chỉ tiêu',
  now: 'Nay',
  forecast: 'Dự báo',
  none: 'Chưa có mẫu số',
  noFigure: 'Chưa có số',
  status: { reached: 'Đạt', near: 'Gần đạt', behind: 'Chậm', none: 'Chưa rõ' },
  heads: Object.fromEntries(HEADS.map((head) => [head, head])) as ChartWords['heads'],
};
const HEADING = { title: 'Ví điện tử', says: 'Quý 4/2026', unit: 'hộ' };
const bar = (change: Partial<AreaBar>): AreaBar => ({
  ...{ name: 'Ấp Chợ', value: 30, self: 10, denominator: 100, target: 40, status: 'behind' },
  ...change,
});
const lengths = ({ marks }: Chart): number[] =>
  marks.flatMap((mark) => (mark.is === 'rect' ? [Math.round(mark.width)] : []));
const isText = (mark: ChartMark): mark is TextMark => mark.is === 'text';
const wordsOf = ({ marks }: Chart): string[] => marks.filter(isText).map(({ text }) => text);

describe('numbers', () => {
  it('never show a target as reached that is not', () => {
    expect(shareWords(7_996, 10_000, 80)).toBe('79,9 %');
    expect(shareWords(9_996, 10_000)).toBe('99,9 %');
    expect(shareWords(8_000, 10_000, 80)).toBe('80 %');
    expect(shareWords(7_496, 10_000, 80)).toBe('75 %');
  });

  it('are a dash where there is nothing to say', () => {
    expect([shareWords(3, 0), shareWords(3, null), countWords(null)]).toEqual([NO_NUMBER, NO_NUMBER, NO_NUMBER]);
    expect(countWords(12_345)).toBe('12.345');
  });

  it('end an axis at 1, 2 or 5 times a power of ten', () => {
    expect([0, 0.3, 7, 11, 20, 450, 501].map(niceCeiling)).toEqual([1, 0.5, 10, 20, 20, 500, 1000]);
  });
});

describe('areas', () => {
  const chart = areaBars(
    { ...HEADING, isShare: true, bars: [bar({}), bar({ value: null }), bar({ denominator: null })] },
    WORDS,
  );

  it('have a bar as long as their share, and a frame where figure or total is missing', () => {
    const [both = 0, confirmed = 0, ...frames] = lengths(chart);
    expect(both).toBe(Math.round(confirmed / 3)); // 10 people said so themselves, 30 were confirmed
    expect(frames[0]).toBe(frames[1]);
    expect(confirmed).toBe(Math.round((frames[0] ?? 0) * 0.3));
    expect(wordsOf(chart)).toEqual(expect.arrayContaining(['30 %', 'Chưa có số', 'Chưa có mẫu số', 'Chỉ tiêu 40 %']));
  });

  it('say the same in the table', () => {
    expect(chart.table).toEqual({
      heads: ['area', 'share', 'fraction', 'self', 'target', 'status'],
      rows: [
        ['Ấp Chợ', '30 %', '30/100 hộ', '+10', '40 %', 'Chậm'],
        ['Ấp Chợ', NO_NUMBER, NO_NUMBER, '+10', '40 %', 'Chậm'],
        ['Ấp Chợ', NO_NUMBER, '30 hộ', '+10', '40 %', 'Chậm'],
      ],
    });
  });

  it('with targets of their own have a tick each instead of one line', () => {
    const own = areaBars({ ...HEADING, isShare: true, bars: [bar({}), bar({ target: 60 })] }, WORDS);
    expect(wordsOf(own).some((text) => text.startsWith('Chỉ tiêu'))).toBe(false);
  });
});

it('steps lose people between them, and the table says how many', () => {
  const steps = [
    { name: 'Bắt đầu', value: 200 },
    { name: 'Xong', value: 50 },
  ];
  const chart = funnelBars({ ...HEADING, steps }, WORDS);
  const [first = 0, second = 0] = lengths(chart);
  expect(second * 4).toBeCloseTo(first, -1);
  expect(chart.table.rows).toEqual([
    ['Bắt đầu', '200', '100 %', ''],
    ['Xong', '50', '25 %', '150'],
  ]);
});

it('weeks end where the pace leads, in the drawing and in the table', () => {
  const points = [
    { label: '9/11', value: 10, target: null },
    { label: '16/11', value: 20, target: 100 },
  ];
  const forecast = { label: '31/12', value: 80, weeks: 6 };
  const chart = weekLine({ ...HEADING, points, forecast }, WORDS);
  expect(chart.table.rows).toEqual([
    ['9/11', '10', NO_NUMBER],
    ['16/11', '20', '100'],
    ['31/12 (Dự báo)', '80', ''],
  ]);
  expect(wordsOf(chart)).toEqual(expect.arrayContaining(['Chỉ tiêu 100', 'Dự báo', '80', '31/12']));
});

it('a name too long for its place is cut so that it fits', () => {
  const long = 'Ấp có một cái tên rất là dài không ai nói hết';
  const shown = fitted(long, 100);
  expect(shown.endsWith('…')).toBe(true);
  expect(long.startsWith(shown.slice(0, -1))).toBe(true);
  expect(strongWidth(shown)).toBeLessThanOrEqual(100);
  expect(fitted('Ấp Chợ', 100)).toBe('Ấp Chợ');
});

it('what people typed is text in the drawing, never markup', () => {
  const chart = areaBars({ ...HEADING, isShare: false, bars: [bar({ name: '<b>"&' })] }, WORDS);
  const svg = chartSvg(chart, '"><script>');
  expect(svg).toContain('&lt;b&gt;&quot;&amp;');
  expect(svg).toContain('role="img" aria-label="&quot;&gt;&lt;script&gt;"');
  expect(svg).not.toMatch(/<b>|<script>/);
});
