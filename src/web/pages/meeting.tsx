/** `/hien-thi`: the meeting screen. Large letters, no names of people, pages that turn by themselves where scripts run. */
import { vietnamDay } from '../../clock.ts';
import { chartSvg } from '../../report/charts/svg.ts';
import { byNeed } from '../../report/figures.ts';
import { overview } from '../../report/overview.ts';
import { periodOf, periodTitle } from '../../report/period.ts';
import { askedOf, FigureStatus, fractionWords, targetWords, unitBars, valueWords } from './figures.tsx';
import { change, moment } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { show, type Visit } from './visit.ts';

const FIGURES = 4;
/** So many bars keep letters of 28 px on a screen of 1080 lines. */
const BARS = 7;
const CHARTS = 4;

export const meeting: PageRoutes = (pages) => {
  pages.page({ path: '/hien-thi', action: 'figures.read', handler: meetingPage });
};

async function meetingPage(visit: Visit) {
  const { say, sql, area, now, caller } = visit;
  const asked = askedOf(visit);
  const { table, cards } = await overview(sql, asked);
  const groups = Array.from({ length: Math.ceil(cards.length / FIGURES) }, (_, index) =>
    cards.slice(index * FIGURES, (index + 1) * FIGURES),
  );
  const charted = table.units.length > 0 ? cards.slice(0, CHARTS) : [];
  return show({
    title: say('officials:nav.screen'),
    bare: true,
    styles: ['meeting.css'],
    scripts: ['meeting.js'],
    body: (
      <main class="meeting" id="noi-dung-chinh" tabIndex={-1}>
        <header>
          <h1>
            {area.name} · {periodTitle(table.period)}
          </h1>
          <p>
            {periodTitle(periodOf('week', vietnamDay(now)))}
            {caller.simulated && <strong class="sample"> · {say('office:report.sample')}</strong>}
          </p>
        </header>
        <div id="slides">
          {groups.map((group, index) => (
            <section
              key={`figures-${index}`}
              class="slide figures"
              data-slide
              aria-label={say('office:screen.figures')}
            >
              {group.map(({ indicator, figure, change: moved }) => {
                const target = targetWords(figure);
                return (
                  <article key={indicator.id} class="tile">
                    <h2>{indicator.title}</h2>
                    <p class="huge">{valueWords(figure, indicator)}</p>
                    <p>
                      <FigureStatus status={figure.status} say={say} /> {fractionWords(figure, indicator)}
                    </p>
                    <p class="quiet">
                      {target === null
                        ? say('officials:figure.no-target')
                        : say('officials:figure.target', { value: target })}
                      {' · '}
                      {say('office:figure.change', { change: change(moved), unit: indicator.unit })}
                    </p>
                  </article>
                );
              })}
            </section>
          ))}
          {charted.map(({ indicator }) => {
            const figures = table.figures.filter(
              (figure) => figure.indicator === indicator.id && figure.area.code !== area.code,
            );
            const chart = unitBars({ indicator, figures: byNeed(figures).slice(0, BARS), table, asked, say });
            return (
              <section key={indicator.id} class="slide" data-slide aria-label={chart.title}>
                <h2>{chart.title}</h2>
                <p class="quiet">{chart.says}</p>
                <div class="drawing" dangerouslySetInnerHTML={{ __html: chartSvg(chart, chart.title) }} />
              </section>
            );
          })}
          {cards.length === 0 && (
            <section class="slide" data-slide>
              <p class="huge">{say('office:home.nothing')}</p>
            </section>
          )}
        </div>
        <footer>
          <p id="as-of">
            {say('officials:frame.as-of')} <time dateTime={table.asOf.toISOString()}>{moment(table.asOf)}</time>
            <strong id="stale" hidden>
              {' '}
              – {say('office:screen.old')}
            </strong>
          </p>
          <div class="turning">
            <button type="button" id="before" hidden>
              ← {say('office:screen.before')}
            </button>
            <button
              type="button"
              id="pause"
              hidden
              data-on={say('office:screen.go-on')}
              data-off={say('office:screen.pause')}
            >
              {say('office:screen.pause')}
            </button>
            <button type="button" id="after" hidden>
              {say('office:screen.after')} →
            </button>
            <a class="button" href={visit.url}>
              {say('office:screen.reload')}
            </a>
            <a class="button" href="/">
              {say('office:screen.leave')}
            </a>
          </div>
        </footer>
      </main>
    ),
  });
}
