/** What pages with figures share: choosing period, area and way of knowing; a figure in words; a chart with its table. */
import type { ComponentChildren, VNode } from 'preact';
import { vietnamDay } from '../../clock.ts';
import type { Indicator } from '../../db/figures.ts';
import { type AreaBar, areaBars } from '../../report/charts/area-bars.ts';
import type { Chart, ChartWords } from '../../report/charts/chart.ts';
import type { ChartStatus } from '../../report/charts/marks.ts';
import { sparkline } from '../../report/charts/sparkline.ts';
import { chartSvg } from '../../report/charts/svg.ts';
import type { Figure, FiguresQuery, FigureTable } from '../../report/figures.ts';
import { type Period, periodOf, periodTitle, previousPeriod, readPeriod, vietnameseDay } from '../../report/period.ts';
import type { Pace, Status } from '../../report/status.ts';
import { AreaChoice, areasBelow } from './area-choice.tsx';
import { Choice, FilterForm, type Option, StatusMark, Table } from './components.tsx';
import { change, count, fraction, type Status as Mark, moment, perCent, percent, share } from './format.ts';
import type { Say, Visit } from './visit.ts';
import { withQuery } from './visit.ts';

export type Asked = FiguresQuery & { period: string; howKnown: 'confirmed' | 'all' };

/** What the address asks for: `ky` (a period), `biet` (`tat-ca` adds what people said themselves). This quarter unless said. */
export function askedOf({ query, area, caller, now }: Pick<Visit, 'query' | 'area' | 'caller' | 'now'>): Asked {
  const period = readPeriod(query.ky ?? '') ?? periodOf('quarter', vietnamDay(now));
  return {
    simulated: caller.simulated,
    areaCode: area.code,
    period: period.code,
    asOf: now,
    howKnown: query.biet === 'tat-ca' ? 'all' : 'confirmed',
  };
}

/** Members of the address that carry the same question to another page. */
export const askedQuery = ({ areaCode, period, howKnown }: Asked): Record<string, string> => ({
  'dia-ban': areaCode,
  ky: period,
  ...(howKnown === 'all' && { biet: 'tat-ca' }),
});

export const linkTo = (path: string, asked: Asked, more: Record<string, string> = {}): string =>
  withQuery(path, { ...askedQuery(asked), ...more });

/** The list of cases behind a figure (DB-3), or the indicator's page where the figure was typed in or comes from a list. */
export const behindFigure = (indicator: Pick<Indicator, 'id' | 'counts'>, asked: Asked): string =>
  linkTo(`/tien-do/${indicator.id}${indicator.counts === 'ledger' ? '/danh-sach' : ''}`, asked);

/** This and some earlier periods of every kind; the chosen one is always among them. */
export function periodOptions(now: Date, chosen: string): Option[] {
  const today = vietnamDay(now);
  const options = (
    [
      ['quarter', 4],
      ['month', 4],
      ['week', 5],
      ['year', 2],
    ] as const
  ).flatMap(([kind, many]) => {
    const periods: Period[] = [periodOf(kind, today)];
    while (periods.length < many) periods.push(previousPeriod(periods.at(-1) as Period));
    return periods;
  });
  const asked = readPeriod(chosen);
  const all = asked && !options.some(({ code }) => code === asked.code) ? [asked, ...options] : options;
  return all.map((period) => ({ value: period.code, label: periodTitle(period) }));
}

/** Selectors beside the heading. `children` go between period and button. */
export async function FigureFilters(
  visit: Visit,
  path: string,
  asked: Asked,
  children?: ComponentChildren,
  options: { noKnown?: boolean } = {},
): Promise<VNode> {
  const { say, sql, caller, area, now } = visit;
  const areas = await areasBelow(sql, caller, 'figures.read', area);
  return (
    <FilterForm action={path} say={say}>
      <Choice
        name="ky"
        label={say('office:figure.period')}
        options={periodOptions(now, asked.period)}
        value={asked.period}
      />
      <AreaChoice options={areas} value={area.code} label={say('officials:frame.area')} />
      {!options.noKnown && (
        <Choice
          name="biet"
          label={say('office:figure.known')}
          value={asked.howKnown === 'all' ? 'tat-ca' : ''}
          options={[
            { value: '', label: say('office:figure.confirmed') },
            { value: 'tat-ca', label: say('office:figure.all') },
          ]}
        />
      )}
      {children}
    </FilterForm>
  );
}

// ── a figure in words ──────────────────────────────────────────────────────────────────────────────────────────────

/** How a state is marked: what cannot be judged is one mark with three different words. */
export const markOf = (status: Status): Mark =>
  status === 'reached' || status === 'near' || status === 'behind' ? status : 'none';

export function FigureStatus({ status, say }: { status: Status; say: Say }): VNode {
  const mark = markOf(status);
  if (mark !== 'none' || status === 'no-figure') return <StatusMark status={mark} say={say} />;
  return (
    <span class="status none">
      <span aria-hidden="true">○</span> {say(`office:figure.${status}`)}
    </span>
  );
}

/** Percentages are compared with percentages only. */
const percentTarget = ({ target, targetUnit }: Figure): number | null => (targetUnit === '%' ? target : null);

export const isShare = ({ outOf }: Pick<Indicator, 'outOf'>): boolean => outOf !== 'nothing';

/** `39,5 %` or `112`; a dash when nothing is known. */
export function valueWords(figure: Figure, indicator: Pick<Indicator, 'outOf'>): string {
  const { value, denominator } = figure;
  if (value === null) return '–';
  return isShare(indicator) && denominator ? percent(value, denominator, percentTarget(figure)) : count(value);
}

/** `39,5 % (79/200 sạp)`, `112 hộ`. */
export function wholeWords(figure: Figure, { unit, outOf }: Pick<Indicator, 'outOf' | 'unit'>): string {
  if (figure.value === null) return '–';
  return share(figure.value, isShare({ outOf }) ? figure.denominator : null, unit, percentTarget(figure));
}

export function fractionWords(
  { value, denominator }: Figure,
  { unit, outOf }: Pick<Indicator, 'outOf' | 'unit'>,
): string {
  if (value === null) return '';
  return isShare({ outOf }) && denominator ? fraction(value, denominator, unit) : `${count(value)} ${unit}`;
}

export function targetWords({ target, targetUnit }: Pick<Figure, 'target' | 'targetUnit'>): string | null {
  if (target === null) return null;
  return targetUnit === '%' ? perCent(target) : `${count(target)} ${targetUnit ?? ''}`.trim();
}

/** "còn 41 ngày, cần 11 hộ/tuần". */
export function paceWords({ missing, daysLeft, perWeek }: Pace, unit: string, say: Say): string {
  const params = { missing: count(missing), unit, days: count(daysLeft), pace: count(perWeek ?? 0) };
  return say(perWeek === null ? 'office:figure.pace-over' : 'office:figure.pace', params);
}

/** "tổ viên xác nhận hoặc hệ thống ghi; dân tự báo thêm 12" (DB-2). */
export const knownWords = ({ self }: Pick<Figure, 'self'>, asked: Asked, say: Say): string =>
  self <= 0
    ? say('office:figure.known-confirmed')
    : say(asked.howKnown === 'all' ? 'office:figure.known-all' : 'office:figure.known-self', { self: count(self) });

export interface CardOf {
  indicator: Indicator;
  figure: Figure;
  change: number;
  weeks: readonly { day: string; value: number }[];
}

export function IndicatorCard({
  card,
  asked,
  visit,
}: {
  card: CardOf;
  asked: Asked;
  visit: Pick<Visit, 'say' | 'may'>;
}): VNode {
  const { indicator, figure } = card;
  const { say } = visit;
  const target = targetWords(figure);
  return (
    <article class="card">
      <h3>
        <a href={linkTo(`/tien-do/${indicator.id}`, asked)}>{indicator.title}</a>
      </h3>
      <p class="value">
        <a href={behindFigure(indicator, asked)}>{valueWords(figure, indicator)}</a>{' '}
        {figure.status !== 'no-target' && <FigureStatus status={figure.status} say={say} />}
      </p>
      <p>
        {fractionWords(figure, indicator)}
        {isShare(indicator) && !figure.denominator && ` · ${say('officials:figure.no-total')}`}
      </p>
      <p class="quiet">
        {target === null ? (
          <>
            {say('officials:figure.no-target')}
            {visit.may('targets.write') && (
              <>
                {' '}
                <a href={withQuery('/tien-do/chi-tieu', { 'dia-ban': asked.areaCode, 'chi-tieu': indicator.id })}>
                  {say('office:figure.enter')}
                </a>
              </>
            )}
          </>
        ) : (
          say('officials:figure.target', { value: target })
        )}
      </p>
      <p class="course">
        <span
          class="spark"
          dangerouslySetInnerHTML={{ __html: chartSvg(sparkline(card.weeks.map(({ value }) => value))) }}
        />
        <span>{say('office:figure.change', { change: change(card.change), unit: indicator.unit })}</span>
      </p>
      <p class="quiet">{knownWords(figure, asked, say)}</p>
    </article>
  );
}

// ── charts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const chartWords = (say: Say): ChartWords => ({
  target: say('office:chart.target'),
  now: say('office:chart.now'),
  forecast: say('office:chart.forecast'),
  none: say('officials:figure.no-total'),
  noFigure: say('officials:status.none'),
  status: {
    reached: say('officials:status.reached'),
    near: say('officials:status.near'),
    behind: say('officials:status.behind'),
    none: say('office:chart.not-judged'),
  },
  heads: {
    area: say('officials:frame.area'),
    share: say('office:chart.share'),
    fraction: say('office:chart.fraction'),
    self: say('office:chart.self'),
    status: say('office:chart.status'),
    week: say('office:chart.week'),
    value: say('office:chart.value'),
    target: say('office:chart.target'),
    step: say('office:chart.step'),
    lost: say('office:chart.lost'),
    part: say('office:chart.part'),
  },
});

/** A chart with what it says and its table; the drawing scrolls in its own box where the screen is narrow. */
export function ChartFigure({ chart, id, say, open }: { chart: Chart; id: string; say: Say; open?: boolean }): VNode {
  return (
    <figure class="chart panel">
      <figcaption>
        <strong>{chart.title}</strong>
        <span class="quiet">{chart.says}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll box must be reachable to be scrolled by keyboard */}
      <section class="chart-box" aria-label={chart.title} tabIndex={0}>
        <div dangerouslySetInnerHTML={{ __html: chartSvg(chart, chart.title) }} />
      </section>
      <details open={open}>
        <summary>{say('office:chart.as-table')}</summary>
        <Table
          id={id}
          caption={`${chart.title}. ${chart.says}`}
          captionHidden
          rows={chart.table.rows}
          columns={chart.table.heads.map((head, index) => ({
            key: String(index),
            head,
            cell: (row: string[]) => row[index] ?? '',
            numeric: index > 0,
          }))}
        />
      </details>
    </figure>
  );
}

/** Whether a target can be compared bar by bar: shares against a percentage, plain numbers against a number. */
const barTarget = ({ target, targetUnit }: Figure, shares: boolean): number | null =>
  target !== null && (targetUnit === '%') === shares ? target : null;

/** Units of the tier below against their target, in the order given. */
export function unitBars({
  indicator,
  figures,
  table,
  asked,
  say,
}: {
  indicator: Indicator;
  figures: readonly Figure[];
  table: Pick<FigureTable, 'asOf' | 'area' | 'period' | 'closed'>;
  asked: Asked;
  say: Say;
}): Chart {
  const shares = isShare(indicator);
  const bars = figures.map((figure): AreaBar => {
    const confirmed = asked.howKnown === 'all' ? figure.value : figure.confirmed;
    return {
      name: figure.area.name,
      value: confirmed,
      self: asked.howKnown === 'all' ? 0 : figure.self,
      denominator: figure.denominator,
      target: barTarget(figure, shares),
      status: markOf(figure.status) satisfies ChartStatus,
    };
  });
  return areaBars(
    {
      title: say('office:chart.by-area', { title: indicator.title }),
      says: chartSays(table, say, shares ? say('office:chart.out-of-list', { unit: indicator.unit }) : ''),
      unit: indicator.unit,
      isShare: shares,
      bars,
    },
    chartWords(say),
  );
}

/** "Xã Rạch Mẫu · Quý IV/2026 · Tính đến 10:05, 20/11/2026 · …". */
export const chartSays = (
  { area, asOf, period, closed }: Pick<FigureTable, 'asOf' | 'area' | 'period' | 'closed'>,
  say: Say,
  ...more: string[]
): string =>
  [
    area.name,
    periodTitle(period),
    `${say('officials:frame.as-of')} ${moment(asOf)}`,
    closed ? say('office:figure.closed') : '',
    ...more,
  ]
    .filter(Boolean)
    .join(' · ');

/** `2026-11-22` as `22/11`. */
export const shortDay = (day: string): string => vietnameseDay(day).slice(0, 5);
