/** `/tien-do`: areas × indicators against target, furthest behind first; a cell leads to the indicator, a row to the area. */

import { above } from '../../db/areas.ts';
import type { Indicator } from '../../db/figures.ts';
import { byNeed, type Figure, type FigureTable, figureTable, type Unit } from '../../report/figures.ts';
import { periodTitle } from '../../report/period.ts';
import { Choice, type Column, Empty, Table } from './components.tsx';
import {
  type Asked,
  askedOf,
  FigureFilters,
  fractionWords,
  linkTo,
  markOf,
  targetWords,
  valueWords,
} from './figures.tsx';
import { count, STATUS_MARKS } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Crumb, type Say, show, type Visit, withQuery } from './visit.ts';

const PATH = '/tien-do';
/** A table of 40 rows and 7 columns is some 60 KB of HTML. */
const ROWS = 40;
const COLUMNS = 7;

export const progress: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'figures.read', handler: progressPage });
};

interface AreaRow {
  unit: Unit;
  figures: ReadonlyMap<string, Figure>;
}

async function progressPage(visit: Visit) {
  const { say, sql, area, query, url } = visit;
  const asked = askedOf(visit);
  const table = await figureTable(sql, asked);
  const wanted = query.nhom === 'tat-ca' ? table.indicators : table.indicators.filter(({ shown }) => shown !== null);
  const judged = wanted.length > 0 ? wanted : table.indicators;
  const from = Math.max(0, Number(query.cot) || 0);
  const indicators = judged.slice(from, from + COLUMNS);
  const rows = sorted(rowsOf(table), table, indicators, query);
  const page = pageNumber(visit);
  const shown = rows.slice((page - 1) * ROWS, page * ROWS);
  const own: AreaRow = rowOf(table, table.area);
  return show({
    title: say('officials:nav.progress'),
    crumbs: await areaCrumbs(visit, asked),
    asOf: table.asOf,
    styles: ['figures.css'],
    filters: await FigureFilters(
      visit,
      PATH,
      asked,
      <Choice
        name="nhom"
        label={say('office:progress.which')}
        value={query.nhom ?? ''}
        options={[
          { value: '', label: say('office:progress.main') },
          { value: 'tat-ca', label: say('office:progress.all', { count: count(table.indicators.length) }) },
        ]}
      />,
    ),
    body: (
      <>
        <p class="quiet">
          {periodTitle(table.period)} ·{' '}
          {say(asked.howKnown === 'all' ? 'office:figure.all-long' : 'office:figure.confirmed-long')}
        </p>
        {indicators.length === 0 ? (
          <Empty title={say('office:home.nothing')}>
            <p>{say('office:home.nothing-hint')}</p>
          </Empty>
        ) : (
          <Table<AreaRow>
            id="progress"
            caption={say('office:progress.caption', { area: area.name, period: periodTitle(table.period) })}
            columns={columnsOf(indicators, table, asked, say)}
            rows={shown}
            foot={own}
            sort={{
              by: query.xep ?? '',
              descending: query.chieu === 'giam',
              href: (by, descending) => withQuery(url, { xep: by, chieu: descending ? 'giam' : null, trang: null }),
            }}
          />
        )}
        <p class="quiet">{say('office:progress.legend')}</p>
        <NumberedPager visit={visit} page={page} more={page * ROWS < rows.length} />
        {judged.length > COLUMNS && (
          <p class="row no-print">
            {from > 0 && (
              <a class="button" href={withQuery(url, { cot: Math.max(0, from - COLUMNS) || null })}>
                ← {say('office:progress.fewer')}
              </a>
            )}
            {from + COLUMNS < judged.length && (
              <a class="button" href={withQuery(url, { cot: from + COLUMNS })}>
                {say('office:progress.more', { count: count(judged.length - from - COLUMNS) })} →
              </a>
            )}
          </p>
        )}
      </>
    ),
  });
}

const rowOf = (table: FigureTable, unit: Unit): AreaRow => ({
  unit,
  figures: new Map(
    table.figures.flatMap((figure) => (figure.area.code === unit.code ? [[figure.indicator, figure]] : [])),
  ),
});

function rowsOf({ figures, units }: FigureTable): AreaRow[] {
  const byUnit = new Map<string, Map<string, Figure>>();
  for (const figure of figures) {
    const row = byUnit.get(figure.area.code) ?? new Map<string, Figure>();
    byUnit.set(figure.area.code, row.set(figure.indicator, figure));
  }
  return units.map((unit) => ({ unit, figures: byUnit.get(unit.code) ?? new Map() }));
}

/** By a column when asked, else whoever is furthest behind in anything first. */
function sorted(
  rows: AreaRow[],
  table: FigureTable,
  indicators: readonly Indicator[],
  query: Visit['query'],
): AreaRow[] {
  const by = query.xep ?? '';
  const turn = query.chieu === 'giam' ? -1 : 1;
  if (by === 'ten') return rows.toSorted((one, other) => turn * one.unit.name.localeCompare(other.unit.name, 'vi'));
  const ids = indicators.some(({ id }) => id === by) ? [by] : indicators.map(({ id }) => id);
  const order = new Map<string, number>();
  const needy = byNeed(table.figures.filter((figure) => ids.includes(figure.indicator)));
  for (const figure of needy) if (!order.has(figure.area.code)) order.set(figure.area.code, order.size);
  return rows.toSorted((one, other) => turn * ((order.get(one.unit.code) ?? 0) - (order.get(other.unit.code) ?? 0)));
}

function columnsOf(indicators: readonly Indicator[], table: FigureTable, asked: Asked, say: Say): Column<AreaRow>[] {
  const own = rowOf(table, table.area);
  return [
    {
      key: 'ten',
      head: say('officials:frame.area'),
      sortable: true,
      cell: ({ unit }) =>
        unit.code === table.area.code ? (
          say('office:progress.whole', { area: unit.name.toLocaleUpperCase('vi') })
        ) : (
          <a href={linkTo(unit.kind === 'hamlet' ? '/' : PATH, { ...asked, areaCode: unit.code })}>{unit.name}</a>
        ),
    },
    ...indicators.map((indicator): Column<AreaRow> => {
      const target = targetWords(own.figures.get(indicator.id) ?? { target: null, targetUnit: null });
      return {
        key: indicator.id,
        sortable: true,
        numeric: true,
        head: (
          <span>
            {indicator.title}
            <small class="quiet block">
              {target ? say('officials:figure.target', { value: target }) : indicator.id}
            </small>
          </span>
        ),
        cell: ({ figures, unit }) => <Cell figure={figures.get(indicator.id)} {...{ indicator, asked, unit, say }} />,
      };
    }),
    {
      key: 'chung',
      head: say('office:progress.together'),
      numeric: true,
      cell: ({ figures }) => {
        const judged = indicators.flatMap(({ id }) => {
          const status = figures.get(id)?.status;
          return status && markOf(status) !== 'none' ? [status] : [];
        });
        const reached = judged.filter((status) => status === 'reached').length;
        return judged.length === 0
          ? '–'
          : say('office:progress.reached', { reached: count(reached), all: count(judged.length) });
      },
    },
  ];
}

function Cell({
  figure,
  indicator,
  asked,
  unit,
  say,
}: {
  figure: Figure | undefined;
  indicator: Indicator;
  asked: Asked;
  unit: Unit;
  say: Say;
}) {
  const mark = markOf(figure?.status ?? 'no-figure');
  if (!figure || figure.value === null)
    return (
      <span class="cell none">
        <span aria-hidden="true">○</span> {say('officials:status.none')}
      </span>
    );
  return (
    <a class={`cell ${mark}`} href={linkTo(`/tien-do/${indicator.id}`, { ...asked, areaCode: unit.code })}>
      <span class="nowrap">
        <span aria-hidden="true">{STATUS_MARKS[mark]}</span>{' '}
        <span class="unseen">{mark === 'none' ? '' : say(`officials:status.${mark}`)} </span>
        {valueWords(figure, indicator)}
      </span>
      <small class="block">
        {figure.denominator && indicator.outOf !== 'nothing' ? fractionWords(figure, indicator) : indicator.unit}
      </small>
    </a>
  );
}

/** The way down to here, as far as the reader's own area reaches. */
export async function areaCrumbs({ sql, area, caller }: Visit, asked: Asked): Promise<Crumb[]> {
  const rows = await sql<{ code: string; name: string }[]>`
    select a.code, a.name from areas a where a.code in (${above(sql, area.code)})`;
  const nameOf = new Map(rows.map(({ code, name }) => [code, name]));
  const granted = new Set(caller.grants.map(({ areaCode }) => areaCode));
  const top = area.path.findLastIndex((code) => granted.has(code));
  return area.path
    .slice(0, top + 1)
    .toReversed()
    .map((code) => ({ label: nameOf.get(code) ?? code, href: linkTo(PATH, { ...asked, areaCode: code }) }));
}
