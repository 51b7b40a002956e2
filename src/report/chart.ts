/**
 * Charts as marks on a plane, in points from the top left: the same marks become SVG on a page and lines in a PDF
 * (`chart-svg.ts`, `chart-pdf.ts`). Colours and rules are those of dashboard §4: a title that says what, a line that says
 * when and out of what, axes from zero, never colour alone, and beside every chart its table.
 */
import { widthOf } from '../pictures/typeface.ts';

/** Contrast on white is written beside each. */
export const COLOURS = {
  ink: '#12263a', // 15.4
  quiet: '#495867', // 7.3
  reached: '#1864ab', // 6.1
  near: '#b35900', // 4.8
  behind: '#a61e4d', // 7.2
  none: '#5c6770', // 5.8
  grid: '#d3dce5',
  paper: '#ffffff',
  reachedPale: '#a9c8e6',
  nearPale: '#eac9a3',
  behindPale: '#e3b3c4',
  nonePale: '#cfd6dc',
} as const;

export type Point = readonly [x: number, y: number];

export type ChartMark =
  | { is: 'rect'; x: number; y: number; width: number; height: number; fill?: string; edge?: string; dash?: string }
  | { is: 'line'; points: readonly Point[]; colour: string; width: number; dash?: string }
  | { is: 'polygon'; points: readonly Point[]; fill: string }
  | { is: 'ring'; x: number; y: number; radius: number; colour: string; fill?: string }
  | {
      is: 'text';
      x: number;
      /** Of the baseline. */
      y: number;
      text: string;
      size: number;
      bold?: boolean;
      colour: string;
      align?: 'start' | 'middle' | 'end';
    };

/** Heads and cells as people read them; the first column names the row. */
export interface ChartTable {
  heads: string[];
  rows: string[][];
}

export interface Chart {
  /** Says what. */
  title: string;
  /** Says when and out of what. */
  says: string;
  width: number;
  height: number;
  marks: ChartMark[];
  /** The same, for whoever reads numbers rather than lengths. */
  table: ChartTable;
}

/** Every chart is drawn this wide; pages and papers scale it. */
export const CHART_WIDTH = 760;
export const LETTERS = 15;
const SMALL = 13;

const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });
export const countWords = (value: number): string => whole.format(value);

/** `74,9 %`: one decimal (dashboard §2), down rather than up where rounding would show a target as reached. */
export function shareWords(part: number, total: number, target: number | null): string {
  const exact = (part * 100) / total;
  const rounded = Math.round(exact * 10) / 10;
  const goals = target === null ? [100] : [target, 100];
  const crosses = goals.some((goal) => part * 100 < goal * total && rounded >= goal);
  return `${decimal.format(crosses ? Math.floor(exact * 10) / 10 : rounded)} %`;
}

/** As much of a text as fits, with an ellipsis where something is missing. */
export function fitted(text: string, size: number, width: number, bold = false): string {
  const weight = bold ? 700 : 500;
  if (widthOf(text, size, weight) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, size, weight) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** A round number at or above `value` that makes a readable axis: 1, 2 or 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** ✓ ◆ ▲ ○ as shapes, because no typeface of ours has them all. */
export function statusMarks(status: ChartStatus, x: number, y: number): ChartMark[] {
  const colour = COLOURS[status];
  switch (status) {
    case 'reached':
      return [
        {
          is: 'line',
          points: [
            [x - 6, y],
            [x - 2, y + 5],
            [x + 7, y - 6],
          ],
          colour,
          width: 3,
        },
      ];
    case 'near':
      return [
        {
          is: 'polygon',
          points: [
            [x, y - 7],
            [x + 7, y],
            [x, y + 7],
            [x - 7, y],
          ],
          fill: colour,
        },
      ];
    case 'behind':
      return [
        {
          is: 'polygon',
          points: [
            [x, y - 7],
            [x + 8, y + 6],
            [x - 8, y + 6],
          ],
          fill: colour,
        },
      ];
    case 'none':
      return [{ is: 'ring', x, y, radius: 5.5, colour }];
  }
}

export type ChartStatus = 'reached' | 'near' | 'behind' | 'none';

/** The words on charts that are not names or numbers. */
export interface ChartWords {
  target: string;
  now: string;
  forecast: string;
  none: string;
  noFigure: string;
  status: Record<ChartStatus, string>;
  heads: {
    area: string;
    share: string;
    fraction: string;
    self: string;
    status: string;
    week: string;
    value: string;
    target: string;
    step: string;
    lost: string;
    part: string;
  };
}

// ── areas against their target ─────────────────────────────────────────────────────────────────────────────────────

export interface AreaBar {
  name: string;
  /** Confirmed; null: nothing is known. */
  value: number | null;
  /** Said by people themselves: a paler piece at the bar's end (DB-2). */
  self: number;
  denominator: number | null;
  target: number | null;
  status: ChartStatus;
}

/**
 * Horizontal bars with a target line, in the order given (furthest behind first). Shares run from 0 to 100 % always; plain
 * numbers from 0 to a round number. A target that differs by area is a tick at each bar instead of one line.
 */
export function areaBars(
  {
    title,
    says,
    unit,
    isShare,
    bars,
  }: { title: string; says: string; unit: string; isShare: boolean; bars: readonly AreaBar[] },
  words: ChartWords,
): Chart {
  const row = 38;
  const top = 34;
  const left = 24 + Math.min(190, Math.max(60, ...bars.map(({ name }) => widthOf(name, LETTERS, 700))));
  const right = CHART_WIDTH - 250;
  const bottom = top + bars.length * row;
  const most = isShare
    ? 100
    : niceCeiling(Math.max(1, ...bars.map(({ value, self, target }) => Math.max((value ?? 0) + self, target ?? 0))));
  const at = (amount: number) => left + (Math.min(amount, most) / most) * (right - left);
  const lengthOf = ({ denominator }: AreaBar, amount: number) =>
    isShare ? (denominator ? (amount * 100) / denominator : 0) : amount;
  const targets = [...new Set(bars.flatMap(({ target }) => (target === null ? [] : [target])))];
  const [only] = targets.length === 1 ? targets : [];
  const marks: ChartMark[] = [0, 0.25, 0.5, 0.75, 1].flatMap((part): ChartMark[] => [
    line(at(part * most), top - 4, at(part * most), bottom, COLOURS.grid, 1),
    text(
      at(part * most),
      bottom + 20,
      isShare ? `${part * 100} %` : countWords(part * most),
      SMALL,
      COLOURS.quiet,
      'middle',
    ),
  ]);
  bars.forEach((bar, index) => {
    const y = top + index * row;
    const middle = y + row / 2;
    const known = bar.value !== null && (!isShare || Boolean(bar.denominator));
    marks.push({
      ...text(left - 12, middle + 5, fitted(bar.name, LETTERS, left - 24, true), LETTERS, COLOURS.ink, 'end'),
      bold: true,
    });
    if (known && bar.value !== null) {
      const end = at(lengthOf(bar, bar.value));
      const selfEnd = at(lengthOf(bar, bar.value + bar.self));
      if (selfEnd > end)
        marks.push({ is: 'rect', x: end, y: y + 7, width: selfEnd - end, height: row - 14, fill: PALE[bar.status] });
      if (end > left)
        marks.push({ is: 'rect', x: left, y: y + 7, width: end - left, height: row - 14, fill: COLOURS[bar.status] });
      const label =
        isShare && bar.denominator ? shareWords(bar.value, bar.denominator, bar.target) : countWords(bar.value);
      const fits = end - left > widthOf(label, LETTERS, 700) + 16;
      marks.push({
        ...text(
          fits ? left + 8 : Math.max(end, selfEnd) + 6,
          middle + 5,
          label,
          LETTERS,
          fits ? COLOURS.paper : COLOURS.ink,
        ),
        bold: true,
      });
    } else {
      marks.push({
        is: 'rect',
        x: left,
        y: y + 7,
        width: right - left,
        height: row - 14,
        edge: COLOURS.none,
        dash: '5 4',
      });
      marks.push(text(left + 8, middle + 5, bar.value === null ? words.noFigure : words.none, SMALL, COLOURS.quiet));
    }
    if (only === undefined && bar.target !== null) {
      marks.push(line(at(bar.target), y + 2, at(bar.target), y + row - 2, COLOURS.ink, 4));
    }
    marks.push(
      text(right + 14, middle + 5, fractionWords(bar, unit), LETTERS, COLOURS.ink),
      ...statusMarks(bar.status, CHART_WIDTH - 112, middle),
      { ...text(CHART_WIDTH - 98, middle + 5, words.status[bar.status], SMALL, COLOURS[bar.status]), bold: true },
    );
  });
  if (only !== undefined) {
    const x = at(only);
    const label = `${words.target} ${isShare ? `${decimal.format(only)} %` : countWords(only)}`;
    marks.push(line(x, top - 10, x, bottom + 4, COLOURS.paper, 7), line(x, top - 10, x, bottom + 4, COLOURS.ink, 3));
    marks.push({
      ...text(Math.min(x, CHART_WIDTH - 120), top - 16, label, LETTERS, COLOURS.ink, 'middle'),
      bold: true,
    });
  }
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: bottom + 30,
    marks,
    table: {
      heads: [
        words.heads.area,
        isShare ? words.heads.share : words.heads.value,
        words.heads.fraction,
        words.heads.self,
        words.heads.target,
        words.heads.status,
      ],
      rows: bars.map((bar) => [
        bar.name,
        bar.value === null
          ? '–'
          : isShare
            ? bar.denominator
              ? shareWords(bar.value, bar.denominator, bar.target)
              : '–'
            : countWords(bar.value),
        fractionWords(bar, unit),
        bar.self > 0 ? `+${countWords(bar.self)}` : '',
        bar.target === null ? '–' : isShare ? `${decimal.format(bar.target)} %` : countWords(bar.target),
        words.status[bar.status],
      ]),
    },
  };
}

const PALE: Record<ChartStatus, string> = {
  reached: COLOURS.reachedPale,
  near: COLOURS.nearPale,
  behind: COLOURS.behindPale,
  none: COLOURS.nonePale,
};

const fractionWords = ({ value, denominator }: Pick<AreaBar, 'value' | 'denominator'>, unit: string): string =>
  value === null ? '–' : `${countWords(value)}${denominator ? `/${countWords(denominator)}` : ''} ${unit}`;

// ── is it moving ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface TrendPoint {
  /** As written on the axis: `22/11`. */
  label: string;
  value: number;
  /** As a number of the same kind as `value`; null: none was given then. */
  target: number | null;
}

/**
 * A line by week with the target as steps. `forecast`, when given, goes on dashed from the last week to the deadline: where
 * the pace of the last four weeks leads. y from 0.
 */
export function weekLine(
  {
    title,
    says,
    unit,
    points,
    forecast,
  }: {
    title: string;
    says: string;
    unit: string;
    points: readonly TrendPoint[];
    forecast?: { label: string; value: number; weeks: number };
  },
  words: ChartWords,
): Chart {
  const [top, left, bottom] = [30, 66, 250];
  const right = CHART_WIDTH - 130;
  const weeks = Math.max(1, points.length - 1 + (forecast ? Math.min(forecast.weeks, 8) : 0));
  const most = niceCeiling(
    Math.max(1, forecast?.value ?? 0, ...points.map(({ value, target }) => Math.max(value, target ?? 0))),
  );
  const x = (week: number) => left + (week / weeks) * (right - left);
  const y = (value: number) => bottom - (value / most) * (bottom - top);
  const marks: ChartMark[] = [0, 0.5, 1].flatMap((part): ChartMark[] => [
    line(left, y(part * most), right, y(part * most), COLOURS.grid, 1),
    text(left - 10, y(part * most) + 5, countWords(part * most), SMALL, COLOURS.quiet, 'end'),
  ]);
  const every = points.length > 8 ? 3 : 2;
  points.forEach(({ label }, index) => {
    const isLast = index === points.length - 1;
    if ((points.length - 1 - index) % every === 0 || isLast)
      marks.push(text(x(index), bottom + 20, label, SMALL, COLOURS.quiet, 'middle'));
  });
  for (const steps of targetSteps(points, x, y))
    marks.push({ is: 'line', points: steps, colour: COLOURS.ink, width: 2, dash: '9 4' });
  const last = points.at(-1);
  const lastAt = points.length - 1;
  if (last) {
    if (last.target !== null) {
      marks.push({
        ...text(
          right + 8,
          clear(y(last.target), y(last.value)) + 5,
          `${words.target} ${countWords(last.target)}`,
          SMALL,
          COLOURS.ink,
        ),
        bold: true,
      });
    }
    if (forecast) {
      const end: Point = [x(weeks), y(forecast.value)];
      marks.push({
        is: 'line',
        points: [[x(lastAt), y(last.value)], end],
        colour: COLOURS.reached,
        width: 2.5,
        dash: '3 5',
      });
      marks.push(
        { is: 'ring', x: end[0], y: end[1], radius: 4, colour: COLOURS.reached, fill: COLOURS.paper },
        text(end[0], bottom + 20, forecast.label, SMALL, COLOURS.quiet, 'end'),
        text(right + 8, end[1] + 22, words.forecast, SMALL, COLOURS.reached),
        text(right + 8, end[1] + 38, countWords(forecast.value), SMALL, COLOURS.reached),
      );
    }
    marks.push(
      {
        is: 'line',
        points: points.map(({ value }, index): Point => [x(index), y(value)]),
        colour: COLOURS.reached,
        width: 3,
      },
      { is: 'ring', x: x(lastAt), y: y(last.value), radius: 4, colour: COLOURS.reached, fill: COLOURS.reached },
      {
        ...text(
          forecast ? x(lastAt) : right + 8,
          forecast ? y(last.value) - 12 : y(last.value) + 5,
          forecast ? countWords(last.value) : `${words.now} ${countWords(last.value)}`,
          LETTERS,
          COLOURS.reached,
          forecast ? 'middle' : 'start',
        ),
        bold: true,
      },
    );
  }
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: bottom + 34,
    marks,
    table: {
      heads: [words.heads.week, `${words.heads.value} (${unit})`, words.heads.target],
      rows: [
        ...points.map(({ label, value, target }) => [
          label,
          countWords(value),
          target === null ? '–' : countWords(target),
        ]),
        ...(forecast ? [[`${forecast.label} (${words.forecast})`, countWords(forecast.value), '']] : []),
      ],
    },
  };
}

/** Keeps the target's label off the value's. */
const clear = (wanted: number, taken: number): number =>
  Math.abs(wanted - taken) >= 18 ? wanted : wanted <= taken ? taken - 18 : taken + 18;

/** The target as it stood in each week: level until it changes, then straight up or down. Gaps where there was none. */
function targetSteps(
  points: readonly TrendPoint[],
  x: (week: number) => number,
  y: (value: number) => number,
): Point[][] {
  const runs: Point[][] = [];
  points.forEach(({ target }, index) => {
    if (target === null) return;
    const before = points[index - 1]?.target ?? null;
    const here: Point = [x(index), y(target)];
    const run = before === null ? undefined : runs.at(-1);
    if (!run) runs.push([here]);
    else if (before !== null && before !== target) run.push([x(index), y(before)], here);
    else run.push(here);
  });
  return runs.map((run) => (run.length === 1 && run[0] ? [[run[0][0] - 8, run[0][1]], run[0]] : run));
}

// ── who drops out where ────────────────────────────────────────────────────────────────────────────────────────────

/** Bars under each other, widest first, with what is lost between them. */
export function funnelBars(
  {
    title,
    says,
    unit,
    steps,
  }: { title: string; says: string; unit: string; steps: readonly { name: string; value: number }[] },
  words: ChartWords,
): Chart {
  const row = 76;
  const top = 10;
  const most = Math.max(1, ...steps.map(({ value }) => value));
  const room = CHART_WIDTH - 220;
  const marks = steps.flatMap(({ name, value }, index): ChartMark[] => {
    const y = top + index * row;
    const width = Math.max(2, (value / most) * room);
    const first = steps[0]?.value ?? 0;
    const before = steps[index - 1]?.value;
    return [
      { ...text(0, y + 14, fitted(name, LETTERS, CHART_WIDTH, true), LETTERS, COLOURS.ink), bold: true },
      { is: 'rect', x: 0, y: y + 22, width, height: 26, fill: COLOURS.reached },
      {
        ...text(
          width + 10,
          y + 40,
          index === 0
            ? `${countWords(value)} ${unit}`
            : `${countWords(value)}/${countWords(first)} · ${first ? shareWords(value, first, null) : '–'}`,
          LETTERS,
          COLOURS.ink,
        ),
        bold: true,
      },
      ...(before === undefined
        ? []
        : [
            text(
              CHART_WIDTH,
              y + 14,
              `${words.heads.lost}: ${countWords(before - value)}`,
              SMALL,
              COLOURS.behind,
              'end',
            ),
          ]),
    ];
  });
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: top + steps.length * row,
    marks,
    table: {
      heads: [words.heads.step, `${words.heads.value} (${unit})`, words.heads.share, words.heads.lost],
      rows: steps.map(({ name, value }, index) => {
        const first = steps[0]?.value ?? 0;
        const before = steps[index - 1]?.value;
        return [
          name,
          countWords(value),
          first ? shareWords(value, first, null) : '–',
          before === undefined ? '' : countWords(before - value),
        ];
      }),
    },
  };
}

// ── activity of teams ──────────────────────────────────────────────────────────────────────────────────────────────

/** Small columns by week, one field per team, all of the same height for the same number. */
export function weekColumns(
  {
    title,
    says,
    weeks,
    teams,
  }: {
    title: string;
    says: string;
    weeks: readonly string[];
    teams: readonly { name: string; values: readonly number[] }[];
  },
  words: ChartWords,
): Chart {
  const [across, high, gap] = [3, 130, 26];
  const wide = (CHART_WIDTH - gap * (across - 1)) / across;
  const most = Math.max(1, ...teams.flatMap(({ values }) => values));
  const marks = teams.flatMap(({ name, values }, index): ChartMark[] => {
    const left = (index % across) * (wide + gap);
    const top = Math.floor(index / across) * (high + gap);
    const bottom = top + high - 22;
    const step = wide / Math.max(1, values.length);
    return [
      { ...text(left, top + 14, fitted(name, LETTERS, wide, true), LETTERS, COLOURS.ink), bold: true },
      line(left, bottom, left + wide, bottom, COLOURS.none, 1),
      ...values.flatMap((value, week): ChartMark[] => {
        const height = (value / most) * (bottom - top - 40);
        const middle = left + week * step + step / 2;
        return [
          ...(value > 0
            ? [
                {
                  is: 'rect' as const,
                  x: middle - step * 0.35,
                  y: bottom - height,
                  width: step * 0.7,
                  height,
                  fill: COLOURS.reached,
                },
              ]
            : []),
          text(middle, bottom - height - 4, countWords(value), 11, COLOURS.quiet, 'middle'),
        ];
      }),
      text(left, bottom + 16, weeks[0] ?? '', 11, COLOURS.quiet),
      text(left + wide, bottom + 16, weeks.at(-1) ?? '', 11, COLOURS.quiet, 'end'),
    ];
  });
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: Math.max(1, Math.ceil(teams.length / across)) * (high + gap) - gap,
    marks,
    table: {
      heads: [words.heads.area, ...weeks],
      rows: teams.map(({ name, values }) => [name, ...values.map(countWords)]),
    },
  };
}

// ── parts of a whole ───────────────────────────────────────────────────────────────────────────────────────────────

/** Told apart by shade as well, so that a grey print keeps them apart. */
const SHADES = ['#0f4c84', '#6fa3d4', '#d3e3f2', '#ffe3a3'] as const;

/** One bar with its numbers written in it (or under it, where a part is too narrow). */
export function stackedBar(
  { title, says, parts }: { title: string; says: string; parts: readonly { name: string; value: number }[] },
  words: ChartWords,
): Chart {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const marks: ChartMark[] = [];
  let x = 0;
  parts.forEach(({ name, value }, index) => {
    const width = total === 0 ? 0 : (value / total) * CHART_WIDTH;
    const isDark = index === 0;
    marks.push({
      is: 'rect',
      x,
      y: 4,
      width,
      height: 44,
      fill: SHADES[index % SHADES.length] ?? SHADES[0],
      edge: COLOURS.ink,
    });
    const label = `${name} ${total === 0 ? '' : shareWords(value, total, null)}`;
    if (widthOf(label, LETTERS, 700) + 16 < width)
      marks.push({ ...text(x + 8, 32, label, LETTERS, isDark ? COLOURS.paper : COLOURS.ink), bold: true });
    marks.push(
      text(
        Math.min(x, CHART_WIDTH - 150),
        68 + (index % 2) * 18,
        `${name}: ${countWords(value)}/${countWords(total)}`,
        SMALL,
        COLOURS.quiet,
      ),
    );
    x += width;
  });
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: 92,
    marks,
    table: {
      heads: [words.heads.part, words.heads.value, words.heads.share],
      rows: parts.map(({ name, value }) => [
        name,
        countWords(value),
        total === 0 ? '–' : shareWords(value, total, null),
      ]),
    },
  };
}

// ── small marks ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The course of a figure in a card: no axes, because the card says the numbers. */
export function sparkline(values: readonly number[]): Pick<Chart, 'width' | 'height' | 'marks'> {
  const [width, height] = [160, 34];
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return {
    width,
    height,
    marks: values.map((value, index): ChartMark => {
      const tall = Math.max(1.5, (value / most) * (height - 2));
      const isLast = index === values.length - 1;
      return {
        is: 'rect',
        x: index * step + 2,
        y: height - tall,
        width: step - 4,
        height: tall,
        fill: isLast ? COLOURS.reached : COLOURS.reachedPale,
      };
    }),
  };
}

const line = (x: number, y: number, toX: number, toY: number, colour: string, width: number): ChartMark => ({
  is: 'line',
  points: [
    [x, y],
    [toX, toY],
  ],
  colour,
  width,
});

const text = (
  x: number,
  y: number,
  words: string,
  size: number,
  colour: string,
  align: 'start' | 'middle' | 'end' = 'start',
): ChartMark & { is: 'text' } => ({ is: 'text', x, y, text: words, size, colour, align });
