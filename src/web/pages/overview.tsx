/** `/`: Tổng quan – what to do first, then where the indicators stand, then one of them by unit. */
import { waitingFor } from '../../broadcast/waiting.ts';
import { vietnamDay } from '../../clock.ts';
import { readChannelStates } from '../../db/channel-state.ts';
import { countHelp } from '../../db/help-queue.ts';
import { countStandsDue } from '../../db/stands.ts';
import { byNeed } from '../../report/figures.ts';
import { type Overview, overview } from '../../report/overview.ts';
import { mondayOf, periodOf, periodTitle } from '../../report/period.ts';
import { Cards, Choice, Empty } from './components.tsx';
import { type Asked, askedOf, ChartFigure, FigureFilters, IndicatorCard, linkTo, unitBars } from './figures.tsx';
import { STATUS_MARKS } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { type Task, todoOf } from './todo.ts';
import { show, type Visit } from './visit.ts';

export const home: PageRoutes = (pages) => {
  pages.page({ path: '/', action: 'figures.read', handler: overviewPage });
};

async function overviewPage(visit: Visit) {
  const { say, sql, area, caller, now } = visit;
  const asked = askedOf(visit);
  const may = { approve: await visit.allows('broadcast.approve'), write: await visit.allows('broadcast.write') };
  const [found, help, channels, standsDue, announcements] = await Promise.all([
    overview(sql, asked),
    countHelp(sql, { areaCode: area.code, simulated: caller.simulated, now }),
    visit.may('settings.write') && !caller.simulated ? readChannelStates(sql, now) : [],
    visit.may('stalls.write') ? countStandsDue(sql, area.code, caller.simulated, now) : 0,
    waitingFor(sql, caller, area.code, may, now),
  ]);
  const isOn = new Set(visit.ports.channels().flatMap(({ channel, isOn: on }) => (on ? [channel] : [])));
  const troubled = channels
    .filter(({ channel, token, lastFailure }) => isOn.has(channel) && isTroubled(token?.state, lastFailure?.at, now))
    .map(({ channel }) => say(`officials:channel.${channel}`));
  const tasks = todoOf(
    {
      overview: found,
      asked,
      help,
      silent: await silentThisWeek(visit, found, asked),
      troubled,
      standsDue,
      announcements,
      mayEnterTargets: visit.may('targets.write'),
    },
    say,
  );
  const charted = found.cards.find(({ indicator }) => indicator.id === visit.query['bieu-do']) ?? found.cards[0];
  return show({
    title: area.name,
    asOf: found.table.asOf,
    styles: ['figures.css'],
    filters: await FigureFilters(
      visit,
      '/',
      asked,
      found.cards.length > 1 && found.table.units.length > 0 && (
        <Choice
          name="bieu-do"
          label={say('office:home.chart')}
          value={charted?.indicator.id ?? ''}
          options={found.cards.map(({ indicator }) => ({ value: indicator.id, label: indicator.title }))}
        />
      ),
    ),
    body: (
      <>
        <p class="quiet">
          {say('office:home.week', {
            week: periodTitle(periodOf('week', vietnamDay(now))),
            period: periodTitle(found.table.period),
          })}
          {found.table.closed && ` · ${say('office:figure.closed')}`}
        </p>
        <Todo tasks={tasks} visit={visit} />
        {found.cards.length === 0 ? (
          <Empty title={say('office:home.nothing')}>
            <p>{say('office:home.nothing-hint')}</p>
            {visit.may('lists.import') && (
              <a class="button" href="/danh-sach">
                {say('office:lists.title')}
              </a>
            )}
          </Empty>
        ) : (
          <section class="stack" aria-labelledby="figures-title">
            <h2 id="figures-title">{say('office:home.figures')}</h2>
            <Cards>
              {found.cards.map((card) => (
                <IndicatorCard key={card.indicator.id} card={card} asked={asked} visit={visit} />
              ))}
            </Cards>
          </section>
        )}
        {charted && found.table.units.length > 0 && (
          <ChartFigure
            id="by-area"
            say={say}
            chart={unitBars({
              indicator: charted.indicator,
              figures: byNeed(
                found.table.figures.filter(
                  ({ indicator, area: unit }) => indicator === charted.indicator.id && unit.code !== area.code,
                ),
              ).slice(0, MOST_BARS),
              table: found.table,
              asked,
              say,
            })}
          />
        )}
        <p class="row no-print">
          <a class="button" href={linkTo('/tien-do', asked)}>
            {say('office:home.all-areas')}
          </a>
          {visit.may('report.make') && (
            <a class="button" href={linkTo('/bao-cao/tep', asked, { dang: 'xlsx' })}>
              {say('office:report.xlsx')}
            </a>
          )}
          <a class="button" href={linkTo('/tien-do/bieu-do.pdf', asked, { 'bieu-do': charted?.indicator.id ?? '' })}>
            {say('office:report.pdf-chart')}
          </a>
        </p>
      </>
    ),
  });
}

/** A chart longer than a screen is a table; the progress page has all. */
const MOST_BARS = 20;

const FAILURE_MATTERS_MS = 3_600_000;

const isTroubled = (token: string | undefined, failedAt: Date | undefined, now: Date): boolean =>
  token === 'refresh-lost' ||
  token === 'needs-consent' ||
  (failedAt !== undefined && now.getTime() - failedAt.getTime() < FAILURE_MATTERS_MS);

/** Hamlets without a single entry this week; of a province those without one in the period. */
async function silentThisWeek(
  { sql, caller, now }: Visit,
  { table, silent }: Overview,
  asked: Asked,
): Promise<string[]> {
  if (table.area.kind !== 'commune' || table.units.length === 0) return silent.map(({ name }) => name);
  const monday = mondayOf(vietnamDay(now));
  const heard = await sql<{ code: string }[]>`
    select distinct area_code as code from ledger
    where area_code = any (${table.units.map(({ code }) => code)}) and simulated = ${caller.simulated}
      and occurred_at >= ${`${monday}T00:00:00+07:00`}::timestamptz and recorded_at <= ${asked.asOf}`;
  const codes = new Set(heard.map(({ code }) => code));
  return table.units.filter(({ code }) => !codes.has(code)).map(({ name }) => name);
}

const Todo = ({ tasks, visit: { say } }: { tasks: readonly Task[]; visit: Pick<Visit, 'say'> }) => (
  <section class="todo panel" aria-labelledby="todo-title">
    <h2 id="todo-title">{say('office:todo.title')}</h2>
    {tasks.length === 0 ? (
      <p>{say('office:todo.none')}</p>
    ) : (
      <ul>
        {tasks.map(({ mark, text, href, label }) => (
          <li key={text}>
            <span class={`mark ${mark}`} aria-hidden="true">
              {STATUS_MARKS[mark]}
            </span>
            <span>{text}</span>
            <a class="button" href={href}>
              {label}
              <span class="unseen">: {text}</span>
            </a>
          </li>
        ))}
      </ul>
    )}
  </section>
);
