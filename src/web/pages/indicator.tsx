/** `/tien-do/:chiTieu`: one indicator – how it moves, which units are behind, who drops out where, and who is behind it. */
import { vietnamDay } from '../../clock.ts';
import { callNamesOf } from '../../db/call-names.ts';
import { listIndicators } from '../../db/figures.ts';
import type { Chart } from '../../report/charts/chart.ts';
import { funnelBars } from '../../report/charts/funnel-bars.ts';
import { chartsPdf } from '../../report/charts/pdf.ts';
import { weekLine } from '../../report/charts/week-line.ts';
import { figureIn, figureTable } from '../../report/figures.ts';
import { type Case, cases, type IndicatorPage, indicatorPage } from '../../report/indicator-page.ts';
import { daysFrom, periodTitle, vietnameseDay } from '../../report/period.ts';
import type { ReportedFigure } from '../../report/reported.ts';
import { neededFor } from '../../report/status.ts';
import { Empty, Facts, Pager, Table } from './components.tsx';
import {
  askedOf,
  behindFigure,
  ChartFigure,
  chartSays,
  chartWords,
  FigureFilters,
  FigureStatus,
  isShare,
  knownWords,
  linkTo,
  paceWords,
  shortDay,
  targetWords,
  unitBars,
  wholeWords,
} from './figures.tsx';
import { change, count, perCent } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { areaCrumbs } from './progress.tsx';
import { file, missing, type Say, show, type Visit, withQuery } from './visit.ts';

const PATH = '/tien-do';
const CASES = 50;
const MOST_BARS = 40;

export const indicatorPages: PageRoutes = (pages) => {
  pages.page({ path: '/tien-do/:chiTieu', action: 'figures.read', handler: onePage });
  pages.page({ path: '/tien-do/:chiTieu/danh-sach', action: 'cases.read', handler: casesPage });
  pages.page({ path: '/tien-do/bieu-do.pdf', action: 'figures.read', handler: paper });
};

/** Null when no such indicator exists; the catalogue is small. */
async function indicatorNamed({ sql }: Pick<Visit, 'sql'>, id: string) {
  return (await listIndicators(sql)).find((indicator) => indicator.id === id) ?? null;
}

async function onePage(visit: Visit) {
  const { say, sql, params, area } = visit;
  const indicator = await indicatorNamed(visit, params.chiTieu ?? '');
  if (!indicator) return missing();
  const asked = askedOf(visit);
  const path = `${PATH}/${indicator.id}`;
  const page = await indicatorPage(sql, { ...asked, indicator: indicator.id });
  const { figure, table } = page;
  const target = targetWords(figure);
  return show({
    title: indicator.title,
    crumbs: await areaCrumbs(visit, asked),
    asOf: table.asOf,
    styles: ['figures.css'],
    filters: await FigureFilters(visit, path, asked),
    body: (
      <>
        <section class="panel" aria-labelledby="now-title">
          <h2 id="now-title">
            {area.name} · {periodTitle(table.period)}
          </h2>
          <p class="big-figure">
            <a href={behindFigure(indicator, asked)}>{wholeWords(figure, indicator)}</a>{' '}
            <FigureStatus status={figure.status} say={say} />
          </p>
          <Facts
            facts={[
              [
                say('office:figure.target'),
                target ? `${target}${sourceOf(figure.targetSource)}` : say('officials:figure.no-target'),
              ],
              ...(page.pace ? [[say('office:figure.needed'), paceWords(page.pace, indicator.unit, say)] as const] : []),
              [say('office:figure.in-period'), `${change(figure.inPeriod)} ${indicator.unit}`],
              ...(figure.adjustment !== 0
                ? [[say('office:figure.adjustment'), `${change(figure.adjustment)} ${indicator.unit}`] as const]
                : []),
              ...(isShare(indicator)
                ? [
                    [
                      say('office:figure.out-of'),
                      figure.denominator
                        ? `${count(figure.denominator)} ${indicator.unit}${sourceOf(figure.denominatorSource)}`
                        : say('officials:figure.no-total'),
                    ] as const,
                  ]
                : []),
              ...(figure.listed !== null
                ? [
                    [
                      say('office:figure.listed'),
                      say('office:figure.listed-text', { listed: count(figure.listed) }),
                    ] as const,
                  ]
                : []),
              [say('office:figure.known'), knownWords(figure, asked, say)],
              [say('office:figure.definition'), indicator.definition],
            ]}
          />
          {visit.may('targets.write') && (
            <p class="no-print">
              <a
                class="button"
                href={withQuery('/tien-do/chi-tieu', { 'dia-ban': area.code, 'chi-tieu': indicator.id })}
              >
                {say('office:targets.open')}
              </a>
            </p>
          )}
        </section>
        <ChartFigure id="trend" say={say} chart={trendChart(page, say)} />
        {page.ranked.length > 0 && (
          <ChartFigure
            id="ranked"
            say={say}
            chart={unitBars({ indicator, figures: page.ranked.slice(0, MOST_BARS), table, asked, say })}
          />
        )}
        {page.funnel.length > 1 && <ChartFigure id="funnel" say={say} chart={funnelChart(page, say)} />}
        {page.reported.length > 0 && <Reported rows={page.reported} say={say} />}
        <p class="row no-print">
          {indicator.counts === 'ledger' && (
            <a class="button" href={linkTo(`${path}/danh-sach`, asked)}>
              {say('office:cases.open')}
            </a>
          )}
          <a class="button" href={linkTo('/tien-do/bieu-do.pdf', asked, { 'bieu-do': indicator.id })}>
            {say('office:report.pdf-chart')}
          </a>
        </p>
      </>
    ),
  });
}

const sourceOf = (source: string | null): string => (source ? ` – ${source}` : '');

// ── charts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const FORECAST_FROM = 4;

/** The target in what is counted: of a percentage as many as it takes. */
function trendChart({ table, indicator, figure, trend }: IndicatorPage, say: Say): Chart {
  const points = trend.map(({ day, confirmed, target, targetUnit }) => ({
    label: shortDay(day),
    value: confirmed,
    target: neededFor({ denominator: figure.denominator, target, targetUnit }),
  }));
  return weekLine(
    {
      title: say('office:chart.trend', { title: indicator.title }),
      says: chartSays(table, say, `${say('office:chart.weekly')} (${indicator.unit})`),
      unit: indicator.unit,
      points,
      ...forecastOf(trend, table.period.to),
    },
    chartWords(say),
  );
}

/** Where the last four weeks' pace leads by the end of the period; nothing when it is over. */
function forecastOf(trend: IndicatorPage['trend'], deadline: string) {
  const last = trend.at(-1);
  const before = trend.at(-1 - FORECAST_FROM);
  if (!last || !before) return {};
  const [days, left] = [daysFrom(before.day, last.day), daysFrom(last.day, deadline)];
  if (days <= 0 || left <= 0) return {};
  const value = Math.max(0, Math.floor(last.confirmed + ((last.confirmed - before.confirmed) * left) / days));
  return { forecast: { label: shortDay(deadline), value, weeks: Math.max(1, Math.round(left / 7)) } };
}

const funnelChart = ({ table, indicator, funnel }: IndicatorPage, say: Say): Chart =>
  funnelBars(
    {
      title: say('office:chart.funnel'),
      says: chartSays(table, say),
      unit: indicator.unit,
      steps: funnel.map((step) => ({ name: step.indicator.title, value: step.value })),
    },
    chartWords(say),
  );

/** The charts of one indicator on paper. */
async function paper(visit: Visit) {
  const { say, sql, query, now, caller } = visit;
  const asked = askedOf(visit);
  const indicator = await indicatorNamed(visit, query['bieu-do'] ?? '');
  if (!indicator) return missing();
  const page = await indicatorPage(sql, { ...asked, indicator: indicator.id });
  const { table } = page;
  const charts = [
    trendChart(page, say),
    ...(page.ranked.length > 0
      ? [unitBars({ indicator, figures: page.ranked.slice(0, MOST_BARS), table, asked, say })]
      : []),
    ...(page.funnel.length > 1 ? [funnelChart(page, say)] : []),
  ];
  const bytes = await chartsPdf(charts, {
    title: `${indicator.title}: ${wholeWords(page.figure, indicator)}`,
    madeAt: now,
    ...(caller.simulated && { note: say('officials:frame.sample') }),
  });
  return file(`${indicator.id}-${table.area.code}-${vietnamDay(now)}.pdf`, 'application/pdf', bytes);
}

// ── what was reported before ───────────────────────────────────────────────────────────────────────────────────────

const Reported = ({ rows, say }: { rows: readonly ReportedFigure[]; say: Say }) => (
  <Table<ReportedFigure>
    id="reported"
    caption={say('office:reported.caption')}
    rows={rows.slice(0, 60)}
    columns={[
      { key: 'period', head: say('office:figure.period'), cell: ({ period }) => period },
      { key: 'kind', head: say('office:reported.kind'), cell: ({ kind }) => say(`office:reported.${kind}`) },
      { key: 'printed', head: say('office:reported.printed'), cell: ({ asPrinted }) => asPrinted },
      {
        key: 'again',
        head: say('office:reported.again'),
        numeric: true,
        cell: ({ recomputed }) => (recomputed === null ? '–' : perCent(recomputed)),
      },
      { key: 'source', head: say('office:targets.source'), cell: ({ source }) => source },
      {
        key: 'wrong',
        head: say('office:reported.disagrees'),
        cell: ({ disagreements }) =>
          disagreements.length === 0 ? (
            say('office:reported.agrees')
          ) : (
            <strong class="warn">▲ {disagreements.join('; ')}</strong>
          ),
      },
    ]}
  />
);

// ── who is behind it ───────────────────────────────────────────────────────────────────────────────────────────────

interface NamedCase extends Case {
  name: string | null;
  href: string | null;
}

async function casesPage(visit: Visit) {
  const { say, sql, params, query, area, url } = visit;
  const indicator = await indicatorNamed(visit, params.chiTieu ?? '');
  if (!indicator) return missing();
  const asked = askedOf(visit);
  const path = `${PATH}/${indicator.id}`;
  const [kind = '', code = ''] = (query.sau ?? '').split('~');
  const [table, found] = await Promise.all([
    figureTable(sql, { ...asked, indicators: [indicator.id] }),
    cases(sql, {
      ...asked,
      indicator: indicator.id,
      limit: CASES + 1,
      ...(code && { after: { subjectKind: kind, subjectCode: code } }),
    }),
  ]);
  const figure = figureIn(table, area.code, indicator.id);
  const rows = await named(visit, found.slice(0, CASES));
  const last = rows.at(-1);
  return show({
    title: say('office:cases.title', { title: indicator.title }),
    crumbs: [...(await areaCrumbs(visit, asked)), { label: indicator.title, href: linkTo(path, asked) }],
    asOf: table.asOf,
    styles: ['figures.css'],
    filters: await FigureFilters(visit, `${path}/danh-sach`, asked),
    body: (
      <>
        <p>
          {figure && <strong>{wholeWords(figure, indicator)}</strong>} · {area.name} · {periodTitle(table.period)} ·{' '}
          {say(asked.howKnown === 'all' ? 'office:figure.all-long' : 'office:figure.confirmed-long')}
        </p>
        {rows.length === 0 ? (
          <Empty title={say('office:cases.none', { area: area.name, period: periodTitle(table.period) })}>
            <a class="button" href={`${path}/danh-sach`}>
              {say('officials:form.clear')}
            </a>
          </Empty>
        ) : (
          <Table<NamedCase>
            id="cases"
            caption={say('office:cases.caption')}
            rows={rows}
            columns={[
              {
                key: 'code',
                head: say('office:cases.code'),
                cell: ({ subjectCode, href }) => (href ? <a href={href}>{subjectCode}</a> : subjectCode),
              },
              {
                key: 'kind',
                head: say('office:cases.kind'),
                cell: ({ subjectKind }) => say(`office:cases.of.${subjectKind}`),
              },
              { key: 'name', head: say('office:cases.called'), cell: ({ name }) => name ?? '–' },
              {
                key: 'area',
                head: say('officials:frame.area'),
                cell: ({ areaName }) => areaName ?? say('office:cases.nowhere'),
              },
              { key: 'how', head: say('office:figure.known'), cell: ({ howKnown }) => say(`office:how.${howKnown}`) },
              { key: 'since', head: say('office:cases.since'), cell: ({ since }) => vietnameseDay(since) },
            ]}
          />
        )}
        <Pager
          say={say}
          newer={code ? withQuery(url, { sau: null }) : undefined}
          older={
            found.length > CASES && last
              ? withQuery(url, { sau: `${last.subjectKind}~${last.subjectCode}` })
              : undefined
          }
        />
      </>
    ),
  });
}

/** How each is called where that is known, and the page of a person or household; asked for all at once. */
async function named({ sql, caller, ways }: Visit, found: readonly Case[]): Promise<NamedCase[]> {
  const names = await callNamesOf(sql, found, caller.simulated);
  return found.map((one) => ({
    ...one,
    name: names.get(one.subjectCode) ?? null,
    href: ways.has('/nguoi-dan') ? hrefOf(one) : null,
  }));
}

function hrefOf({ subjectKind, subjectCode }: Case): string | null {
  if (subjectKind === 'stall') return withQuery('/cho', { tim: subjectCode });
  const contact = /^P(\d+)$/.exec(subjectCode)?.[1];
  return contact ? `/nguoi-dan/${contact}` : withQuery('/nguoi-dan', { tim: subjectCode });
}
