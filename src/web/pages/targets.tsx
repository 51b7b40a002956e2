/** `/tien-do/chi-tieu`: what was asked for, and out of how many – entered with its document, never overwritten. */
import { callerRef } from '../../access/caller.ts';
import { vietnamDay } from '../../clock.ts';
import { type Indicator, listIndicators } from '../../db/figures.ts';
import {
  contradictedTarget,
  type EnteredTarget,
  type EnteredTotal,
  enterTarget,
  enterTotal,
  listTargets,
  listTotals,
  statedTotal,
} from '../../db/targets.ts';
import { periodOf, periodTitle, readPeriod, vietnameseDay } from '../../report/period.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { Choice, Empty, ErrorSummary, Field, type FormErrors, PostForm, Table } from './components.tsx';
import { periodOptions, targetWords } from './figures.tsx';
import { count, readDay } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { type Deed, goTo, show, type Visit, withQuery } from './visit.ts';

const PATH = '/tien-do/chi-tieu';
const ROWS = 100;
const MOST_VALUE = 2_000_000_000;

export const targets: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'targets.write', handler: (visit) => targetsPage(visit) });
  pages.post({ path: '/tien-do/chi-tieu', action: 'targets.write', handler: keepTarget });
  pages.post({ path: '/tien-do/chi-tieu/tong-so', action: 'targets.write', handler: keepTotal });
};

/** "37,5" and "1.786" as officials write numbers; null when it is none. */
export function readNumber(text: string): number | null {
  if (!/^\d{1,3}(\.\d{3})*(,\d+)?$|^\d+([.,]\d+)?$/.test(text)) return null;
  const plain = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) ? text.replaceAll('.', '') : text;
  return Number(plain.replace(',', '.'));
}

const back = (area: string) => withQuery(PATH, { 'dia-ban': area });

async function keepTarget(deed: Deed) {
  const { form, tx, say, area, caller, now, about } = deed;
  const indicators = await listIndicators(tx);
  const indicator = indicators.find(({ id }) => id === form.text('chi-tieu'));
  const period = readPeriod(form.text('ky'));
  const value = readNumber(form.text('gia-tri'));
  const unit = form.text('dvt') === 'dem' ? (indicator?.unit ?? '') : '%';
  const source = form.text('nguon');
  const errors: Record<string, string> = {};
  if (!indicator) errors['chi-tieu'] = say('officials:form.required');
  if (!period || period.kind === 'days') errors.ky = say('office:targets.period-wrong');
  if (value === null || value <= 0 || value > MOST_VALUE) errors['gia-tri'] = say('office:targets.value-wrong');
  else if (unit === '%' && value > 100) errors['gia-tri'] = say('office:targets.value-over');
  if (source === '') errors.nguon = say('office:targets.source-missing');
  if (!indicator || !period || value === null || Object.keys(errors).length > 0) return targetsPage(deed, errors);
  const target = {
    indicator: indicator.id,
    areaCode: area.code,
    period: period.code,
    value,
    unit,
    simulated: caller.simulated,
  };
  const other = await contradictedTarget(tx, target);
  if (other) {
    const params = { period: other.period, value: targetWords({ target: other.value, targetUnit: other.unit }) ?? '' };
    return targetsPage(deed, { ky: say('office:targets.contradicts', params) });
  }
  about(`target:${indicator.id}:${period.code}`);
  await enterTarget(tx, { ...target, source, by: callerRef(caller) }, now);
  return goTo(back(area.code), 'office:notice.target-kept');
}

async function keepTotal(deed: Deed) {
  const { form, tx, say, area, caller, now, about } = deed;
  const indicators = await listIndicators(tx);
  const indicator = indicators.find(({ id }) => id === form.text('ts-chi-tieu'));
  const value = readNumber(form.text('ts-gia-tri'));
  const source = form.text('ts-nguon');
  const since = readDay(form.text('ts-tu-ngay'));
  const reason = form.text('ly-do');
  const errors: Record<string, string> = {};
  if (!indicator) errors['ts-chi-tieu'] = say('officials:form.required');
  if (value === null || value <= 0 || !Number.isInteger(value) || value > MOST_VALUE)
    errors['ts-gia-tri'] = say('office:targets.total-wrong');
  if (source === '') errors['ts-nguon'] = say('office:targets.total-source-missing');
  if (!since) errors['ts-tu-ngay'] = say('officials:form.date');
  if (!indicator || value === null || !since || Object.keys(errors).length > 0) return targetsPage(deed, errors);
  const total = { indicator: indicator.id, areaCode: area.code, validFrom: vietnamDay(since) };
  const before = await statedTotal(tx, total);
  if (before !== null && before !== value && reason === '')
    return targetsPage(deed, { 'ly-do': say('office:targets.reason-missing', { before: count(before) }) });
  about(`total:${indicator.id}`);
  await enterTotal(
    tx,
    { ...total, value, source, reason: reason || null, by: callerRef(caller), simulated: caller.simulated },
    now,
  );
  return goTo(back(area.code), 'office:notice.total-kept');
}

async function targetsPage(visit: Visit & Partial<Pick<Deed, 'form'>>, errors: FormErrors = {}) {
  const { say, sql, area, caller, query, now, form } = visit;
  const where = { areaCode: area.code, simulated: caller.simulated, limit: ROWS };
  const indicators = await listIndicators(sql);
  const [given, totals, areas] = await Promise.all([
    listTargets(sql, where),
    listTotals(sql, where),
    areasBelow(sql, caller, 'targets.write', area),
  ]);
  const choices = indicators.map(({ id, title }) => ({ value: id, label: `${id} ${title}` }));
  const titleOf = new Map(indicators.map(({ id, title }) => [id, title]));
  const typed = (name: string, otherwise = '') => form?.text(name) || otherwise;
  const here = (path: string) => withQuery(path, { 'dia-ban': area.code });
  return show({
    title: say('office:targets.title'),
    crumbs: [{ label: say('officials:nav.progress'), href: withQuery('/tien-do', { 'dia-ban': area.code }) }],
    styles: ['figures.css'],
    errors,
    filters: <AreaFilter visit={visit} action={PATH} areas={areas} kept={{ 'chi-tieu': query['chi-tieu'] ?? '' }} />,
    body: (
      <>
        <ErrorSummary errors={errors} say={say} />
        <div class="columns">
          <section class="panel" aria-labelledby="target-title">
            <h2 id="target-title">{say('office:targets.new', { area: area.name })}</h2>
            <PostForm visit={visit} action={here(PATH)} class="stack">
              <Choice
                name="chi-tieu"
                label={say('office:targets.indicator')}
                options={choices}
                value={typed('chi-tieu', query['chi-tieu'])}
                errors={errors}
              />
              <Choice
                name="ky"
                label={say('office:figure.period')}
                hint={say('office:targets.period-hint')}
                options={periodOptions(now, periodOf('year', vietnamDay(now)).code)}
                value={typed('ky', periodOf('quarter', vietnamDay(now)).code)}
                errors={errors}
              />
              <Field
                name="gia-tri"
                label={say('office:targets.value')}
                hint={say('office:targets.value-hint')}
                value={typed('gia-tri')}
                inputMode="decimal"
                errors={errors}
                required
              />
              <Choice
                name="dvt"
                label={say('office:targets.unit')}
                options={[
                  { value: '%', label: say('office:targets.percent') },
                  { value: 'dem', label: say('office:targets.counted') },
                ]}
                value={typed('dvt', '%')}
              />
              <Field
                name="nguon"
                label={say('office:targets.source')}
                hint={say('office:targets.source-hint')}
                value={typed('nguon')}
                errors={errors}
                maxLength={200}
                required
              />
              <div>
                <button type="submit" class="primary">
                  {say('officials:form.save')}
                </button>
              </div>
            </PostForm>
          </section>
          <section class="panel" aria-labelledby="total-title">
            <h2 id="total-title">{say('office:targets.new-total', { area: area.name })}</h2>
            <PostForm visit={visit} action={here('/tien-do/chi-tieu/tong-so')} class="stack">
              <Choice
                name="ts-chi-tieu"
                label={say('office:targets.indicator')}
                options={choices}
                value={typed('ts-chi-tieu', query['chi-tieu'])}
                errors={errors}
              />
              <Field
                name="ts-gia-tri"
                label={say('office:targets.total')}
                value={typed('ts-gia-tri')}
                inputMode="numeric"
                errors={errors}
                required
              />
              <Field
                name="ts-nguon"
                label={say('office:targets.total-source')}
                hint={say('office:targets.total-source-hint')}
                value={typed('ts-nguon')}
                errors={errors}
                maxLength={200}
                required
              />
              <Field
                name="ts-tu-ngay"
                label={say('office:targets.since')}
                hint={say('office:targets.since-hint')}
                value={typed('ts-tu-ngay', vietnameseDay(vietnamDay(now)))}
                errors={errors}
                maxLength={10}
                required
              />
              <Field
                name="ly-do"
                label={say('office:targets.reason')}
                value={typed('ly-do')}
                errors={errors}
                maxLength={300}
              />
              <div>
                <button type="submit" class="primary">
                  {say('officials:form.save')}
                </button>
              </div>
            </PostForm>
          </section>
        </div>
        {given.length === 0 ? (
          <Empty title={say('office:targets.none')} />
        ) : (
          <Given rows={given} titleOf={titleOf} say={say} />
        )}
        {totals.length === 0 ? (
          <Empty title={say('office:targets.no-totals')} />
        ) : (
          <Totals rows={totals} titleOf={titleOf} say={say} />
        )}
        <p>
          <a class="button" href="/danh-sach">
            {say('office:lists.title')}
          </a>
        </p>
      </>
    ),
  });
}

type Titles = ReadonlyMap<string, string>;
const nameOf = (titleOf: Titles, id: Indicator['id']): string => `${id} ${titleOf.get(id) ?? ''}`;

const Given = ({ rows, titleOf, say }: { rows: readonly EnteredTarget[]; titleOf: Titles; say: Visit['say'] }) => (
  <Table<EnteredTarget>
    id="targets"
    caption={say('office:targets.caption')}
    rows={rows}
    columns={[
      { key: 'indicator', head: say('office:targets.indicator'), cell: ({ indicator }) => nameOf(titleOf, indicator) },
      { key: 'area', head: say('officials:frame.area'), cell: ({ areaName }) => areaName },
      {
        key: 'period',
        head: say('office:figure.period'),
        cell: ({ period }) => {
          const read = readPeriod(period);
          return read ? periodTitle(read) : period;
        },
      },
      {
        key: 'value',
        head: say('office:figure.target'),
        numeric: true,
        cell: ({ value, unit }) => targetWords({ target: value, targetUnit: unit }),
      },
      { key: 'source', head: say('office:targets.source'), cell: ({ source }) => source },
    ]}
  />
);

const Totals = ({ rows, titleOf, say }: { rows: readonly EnteredTotal[]; titleOf: Titles; say: Visit['say'] }) => (
  <Table<EnteredTotal>
    id="totals"
    caption={say('office:targets.totals-caption')}
    rows={rows}
    columns={[
      { key: 'indicator', head: say('office:targets.indicator'), cell: ({ indicator }) => nameOf(titleOf, indicator) },
      { key: 'area', head: say('officials:frame.area'), cell: ({ areaName }) => areaName },
      { key: 'value', head: say('office:targets.total'), numeric: true, cell: ({ value }) => count(value) },
      { key: 'since', head: say('office:targets.since'), cell: ({ validFrom }) => vietnameseDay(validFrom) },
      { key: 'source', head: say('office:targets.total-source'), cell: ({ source }) => source },
      { key: 'reason', head: say('office:targets.reason'), cell: ({ reason }) => reason ?? '' },
    ]}
  />
);
