/** `/cho`: markets and streets against their target, stalls with their code, stands printed and checked. */
import { callerRef } from '../../access/caller.ts';
import { vietnamDay } from '../../clock.ts';
import { countFigures, listIndicators, measureFigures } from '../../db/figures.ts';
import {
  areaOfStall,
  countStalls,
  listStalls,
  noteStand,
  type Place,
  placesBelow,
  STALL_STATES,
  type Stall,
} from '../../db/stands.ts';
import { indexCounts } from '../../report/figures.ts';
import { vietnameseDay } from '../../report/period.ts';
import { statusOf } from '../../report/status.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { Choice, ConfirmForm, Empty, PostForm, Table } from './components.tsx';
import { FigureStatus, targetWords } from './figures.tsx';
import { count, day, share } from './format.ts';
import type { Asking, PageRoutes } from './pages.tsx';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Deed, goTo, show, type Visit, withQuery } from './visit.ts';

const PATH = '/cho';
const ROWS = 50;
const INDICATOR = 'QR-1';

export const stalls: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'cases.read', handler: stallsPage });
  const area = ({ sql, params, caller }: Asking) => areaOfStall(sql, params.ma ?? '', caller.simulated);
  pages.post({ path: '/cho/:ma/kiem', action: 'stalls.write', area, handler: (deed) => check(deed, 'checked') });
  pages.post({ path: '/cho/:ma/sai', action: 'stalls.write', area, handler: (deed) => check(deed, 'wrong') });
};

async function check({ tx, params, caller, now, about, area }: Deed, event: 'checked' | 'wrong') {
  const code = params.ma ?? '';
  about(`stall:${code}`);
  await noteStand(tx, code, { event, by: callerRef(caller), at: now });
  return goTo(withQuery(PATH, { 'dia-ban': area.code }), `office:notice.stand-${event}`);
}

async function stallsPage(visit: Visit) {
  const { say, sql, area, caller, query, now } = visit;
  const state = STALL_STATES.find((known) => known === query['ma-qr']);
  const page = pageNumber(visit);
  const where = { areaCode: area.code, simulated: caller.simulated, now, ...(query.cho && { place: query.cho }) };
  const [counts, found, places, areas, mayWrite] = await Promise.all([
    countStalls(sql, where),
    listStalls(sql, { ...where, ...(state && { state }), limit: ROWS + 1, offset: (page - 1) * ROWS }),
    placesBelow(sql, area.code, caller.simulated),
    areasBelow(sql, caller, 'cases.read', area),
    visit.allows('stalls.write'),
  ]);
  const markets = await placeFigures(visit, places);
  const rows = found.slice(0, ROWS);
  const filtered = state !== undefined || Boolean(query.cho);
  const keep = (value: string) => withQuery(PATH, { 'dia-ban': area.code, cho: query.cho || null, 'ma-qr': value });
  return show({
    title: say('officials:nav.stalls'),
    asOf: now,
    styles: ['figures.css'],
    filters: (
      <AreaFilter visit={visit} action={PATH} areas={areas}>
        <Choice
          name="cho"
          label={say('office:stalls.place')}
          value={query.cho ?? ''}
          options={[
            { value: '', label: say('office:waiting.any') },
            ...places.map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
        <Choice
          name="ma-qr"
          label={say('office:stalls.state')}
          value={state ?? ''}
          options={[
            { value: '', label: say('office:waiting.any') },
            ...STALL_STATES.map((known) => ({ value: known, label: say(`office:stalls.is.${known}`) })),
          ]}
        />
      </AreaFilter>
    ),
    body: (
      <>
        <ul class="row counts">
          {(
            [
              ['co-ma', share(counts.confirmed, counts.all, say('office:stalls.unit'))],
              ['dan-bao', count(counts.self)],
              ['da-in', count(counts.printed)],
              ['can-kiem', count(counts.due)],
              ['sai', count(counts.wrong)],
            ] as const
          ).map(([known, value]) => (
            <li key={known}>
              <a class="tag" href={keep(known)}>
                {say(`office:stalls.is.${known}`)}: {value}
              </a>
            </li>
          ))}
        </ul>
        {markets.length > 0 && (
          <Table<PlaceFigure>
            id="places"
            caption={say('office:stalls.places')}
            rows={markets}
            columns={[
              {
                key: 'name',
                head: say('office:stalls.place'),
                cell: ({ place }) => (
                  <a href={withQuery(PATH, { 'dia-ban': area.code, cho: place.code })}>{place.name}</a>
                ),
              },
              {
                key: 'kind',
                head: say('office:cases.kind'),
                cell: ({ place }) => say(`office:place.${place.kind ?? 'other'}`),
              },
              {
                key: 'share',
                head: say('office:stalls.is.co-ma'),
                numeric: true,
                cell: ({ value, total, target }) =>
                  value === null
                    ? '–'
                    : share(value, total, say('office:stalls.unit'), target?.unit === '%' ? target.value : null),
              },
              {
                key: 'target',
                head: say('office:figure.target'),
                numeric: true,
                cell: ({ target }) =>
                  (target && targetWords({ target: target.value, targetUnit: target.unit })) ??
                  say('officials:figure.no-target'),
              },
              {
                key: 'status',
                head: say('office:chart.status'),
                cell: ({ value, total, target }) => (
                  <FigureStatus
                    say={say}
                    status={statusOf({
                      value,
                      denominator: total,
                      target: target?.value ?? null,
                      targetUnit: target?.unit ?? null,
                    })}
                  />
                ),
              },
            ]}
          />
        )}
        {rows.length === 0 ? (
          <Empty title={say(filtered ? 'office:stalls.none-found' : 'office:stalls.none')}>
            {filtered ? (
              <a class="button" href={withQuery(PATH, { 'dia-ban': area.code })}>
                {say('officials:form.clear')}
              </a>
            ) : (
              visit.may('lists.import') && (
                <a class="button" href="/danh-sach">
                  {say('office:stalls.from-list')}
                </a>
              )
            )}
          </Empty>
        ) : (
          <Stalls rows={rows} visit={visit} mayWrite={mayWrite} />
        )}
        <NumberedPager visit={visit} page={page} more={found.length > ROWS} />
        {visit.ways.has('/in-an') && (
          <p class="no-print">
            <a class="button" href={withQuery('/in-an', { 'dia-ban': area.code })}>
              {say('office:stalls.print')}
            </a>
          </p>
        )}
      </>
    ),
  });
}

interface PlaceFigure {
  place: Place;
  value: number | null;
  total: number | null;
  target: { value: number; unit: string } | null;
}

/** The figure of each market and street, in two questions whatever their number. */
async function placeFigures({ sql, caller, now }: Visit, places: readonly Place[]): Promise<PlaceFigure[]> {
  const codes = places.map(({ code }) => code);
  const indicators = [(await listIndicators(sql)).find(({ id }) => id === INDICATOR)?.id ?? INDICATOR];
  const today = vietnamDay(now);
  const [counted, measures] = await Promise.all([
    countFigures(sql, { simulated: caller.simulated, areas: codes, days: [today], asOf: now, indicators }),
    measureFigures(sql, { simulated: caller.simulated, areas: codes, day: today, asOf: now, indicators }),
  ]);
  const at = indexCounts(counted);
  return places.map((place) => {
    const measure = measures.find(({ areaCode }) => areaCode === place.code);
    return {
      place,
      value: at(place.code, INDICATOR, today).confirmed,
      total: measure?.denominator ?? null,
      target: measure?.target == null ? null : { value: measure.target, unit: measure.targetUnit ?? '%' },
    };
  });
}

const Stalls = ({ rows, visit, mayWrite }: { rows: readonly Stall[]; visit: Visit; mayWrite: boolean }) => {
  const { say } = visit;
  return (
    <Table<Stall>
      id="stalls"
      caption={say('office:stalls.caption')}
      rows={rows}
      columns={[
        { key: 'code', head: say('office:cases.code'), cell: ({ code }) => code },
        { key: 'name', head: say('office:stalls.name'), cell: ({ name }) => name },
        { key: 'place', head: say('office:stalls.place'), cell: ({ placeName, areaName }) => placeName ?? areaName },
        {
          key: 'qr',
          head: say('office:stalls.state'),
          cell: ({ qr, qrSince }) =>
            qr === null ? (
              <span class="status none">
                <span aria-hidden="true">○</span> {say('office:stalls.is.chua-co')}
              </span>
            ) : (
              <>
                <span class={`status ${qr === 'confirmed' ? 'reached' : 'near'}`}>
                  <span aria-hidden="true">{qr === 'confirmed' ? '✓' : '◆'}</span>{' '}
                  {say(`office:stalls.is.${qr === 'confirmed' ? 'co-ma' : 'dan-bao'}`)}
                </span>
                {qrSince && <small class="quiet block">{vietnameseDay(qrSince)}</small>}
              </>
            ),
        },
        {
          key: 'stand',
          head: say('office:stalls.stand'),
          cell: ({ printedAt, lastCheck, isDue }) =>
            printedAt === null ? (
              '–'
            ) : (
              <>
                {say('office:stalls.printed', { day: day(printedAt) })}
                {lastCheck && (
                  <small class={lastCheck.event === 'wrong' ? 'warn block' : 'quiet block'}>
                    {say(`office:stalls.${lastCheck.event}`, { day: day(lastCheck.at) })}
                  </small>
                )}
                {isDue && <small class="warn block">▲ {say('office:stalls.is.can-kiem')}</small>}
              </>
            ),
        },
        ...(mayWrite
          ? [
              {
                key: 'do',
                head: say('office:team.change'),
                cell: ({ code, name, printedAt }: Stall) =>
                  printedAt === null ? (
                    ''
                  ) : (
                    <div class="row">
                      <PostForm visit={visit} action={`/cho/${encodeURIComponent(code)}/kiem`}>
                        <button type="submit">
                          {say('office:stalls.check')}
                          <span class="unseen"> {name}</span>
                        </button>
                      </PostForm>
                      <ConfirmForm
                        visit={visit}
                        id={`wrong-${code}`}
                        action={`/cho/${encodeURIComponent(code)}/sai`}
                        open={say('office:stalls.wrong-open')}
                        question={say('office:stalls.wrong-question', { name })}
                        button={say('office:stalls.wrong-button')}
                        reason={say('officials:form.reason')}
                        danger
                      />
                    </div>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
};
