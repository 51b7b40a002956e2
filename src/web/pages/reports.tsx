/** `/bao-cao`: the form of a period as it will be printed, its files, and closing the period. */
import { PassThrough } from 'node:stream';
import { callerRef } from '../../access/caller.ts';
import { vietnamDay } from '../../clock.ts';
import { closePeriod } from '../../report/closing.ts';
import { shareOf } from '../../report/csv.ts';
import { exportReport, FORMATS, type Format } from '../../report/export.ts';
import { COLUMNS, type Form, type FormRow, makeForm, STATUS_WORDS } from '../../report/form.ts';
import { currentPeriod, periodTitle, previousPeriod, readPeriod } from '../../report/period.ts';
import { ConfirmForm, Empty, Notice } from './components.tsx';
import { type Asked, askedOf, FigureFilters, linkTo } from './figures.tsx';
import { count, perCent } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Deed, file, goTo, show, type Visit, withQuery } from './visit.ts';

const PATH = '/bao-cao';
/** Rows on a screen; the files have all of them. */
const ROWS = 120;

const TYPES: Record<Format, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
};

export const reports: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'report.make', handler: (visit) => reportPage(visit) });
  pages.page({ path: '/bao-cao/tep', action: 'report.make', handler: reportFile });
  pages.post({ path: '/bao-cao/khoa', action: 'report.make', handler: close });
};

/** Reports are about what is confirmed: the way of knowing is not asked. */
const askedFor = (visit: Visit): Asked => ({ ...askedOf(visit), howKnown: 'confirmed' });

async function reportFile(visit: Visit) {
  const { query, now, caller, area, ports } = visit;
  const format = FORMATS.find((known) => known === query.dang) ?? 'xlsx';
  const asked = askedFor(visit);
  const out = new PassThrough();
  // Written while it is sent: a province's report is longer than one would like to hold.
  exportReport(ports.sql, asked, { format, out, madeAt: now, madeBy: caller.name }).catch((error: Error) =>
    out.destroy(error),
  );
  return file(`bao-cao-${area.code}-${asked.period.replaceAll('..', '_')}.${format}`, TYPES[format], out);
}

async function close(deed: Deed) {
  const { tx, form, say, area, caller, now, about } = deed;
  const period = readPeriod(form.text('ky'));
  const isOver = period !== null && period.to < vietnamDay(now) && period.kind !== 'days';
  if (!period || !isOver) return reportPage(deed, say('office:report.not-over'));
  about(`period:${period.code}`);
  const isNew = await closePeriod(tx, { areaCode: area.code, period: period.code, by: callerRef(caller), now });
  return goTo(
    withQuery(PATH, { 'dia-ban': area.code, ky: period.code }),
    isNew ? 'office:notice.period-closed' : 'office:notice.period-was-closed',
  );
}

async function reportPage(visit: Visit, problem?: string) {
  const { say, sql, area, caller, now } = visit;
  const asked = askedFor(visit);
  const period = readPeriod(asked.period);
  const form = await makeForm(sql, asked, { madeAt: now, madeBy: caller.name });
  const isClosed = await closedBefore(visit, asked.period);
  const page = pageNumber(visit);
  const rows = form.rows.slice((page - 1) * ROWS, page * ROWS);
  const isOver = period !== null && period.to < vietnamDay(now) && period.kind !== 'days';
  return show({
    title: say('officials:nav.reports'),
    asOf: now,
    styles: ['figures.css'],
    ...(problem !== undefined && { status: 422 }),
    filters: await FigureFilters(visit, PATH, asked, undefined, { noKnown: true }),
    body: (
      <>
        {problem !== undefined && (
          <div class="notice warn" role="alert">
            {problem}
          </div>
        )}
        <Shortcuts visit={visit} />
        {form.silent.length > 0 && (
          <Notice tone="warn">
            <strong>{say('office:report.silent', { n: count(form.silent.length) })}</strong>{' '}
            {form.silent.map(({ name }) => name).join(', ')}
          </Notice>
        )}
        <div class="row no-print">
          {FORMATS.map((format) => (
            <a
              key={format}
              class={format === 'xlsx' ? 'button primary' : 'button'}
              href={linkTo('/bao-cao/tep', asked, { dang: format })}
            >
              {say(`office:report.${format}`)}
            </a>
          ))}
          {isClosed ? (
            <span class="tag">{say('office:figure.closed')}</span>
          ) : (
            isOver && (
              <ConfirmForm
                visit={visit}
                id="close"
                action={withQuery('/bao-cao/khoa', { 'dia-ban': area.code })}
                open={say('office:report.close')}
                question={say('office:report.close-question', { period: periodTitle(period) })}
                button={say('office:report.close-button')}
              >
                <input type="hidden" name="ky" value={asked.period} />
              </ConfirmForm>
            )
          )}
        </div>
        {form.rows.length === 0 ? (
          <Empty title={say('office:home.nothing')}>
            <p>{say('office:home.nothing-hint')}</p>
          </Empty>
        ) : (
          <Sheet form={form} rows={rows} first={(page - 1) * ROWS + 1} visit={visit} />
        )}
        <NumberedPager visit={visit} page={page} more={page * ROWS < form.rows.length} />
        <details class="panel">
          <summary>
            <strong>{say('office:report.notes')}</strong>
          </summary>
          <dl class="facts">
            {form.notes.map(([label, text]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      </>
    ),
  });
}

async function closedBefore({ sql, area, now }: Visit, period: string): Promise<boolean> {
  const [row] = await sql<{ at: Date | null }[]>`select period_closed_at(${area.code}, ${period}, ${now}) as at`;
  return row?.at != null;
}

/** The forms people ask for by name. */
const Shortcuts = ({ visit: { say, area, now } }: { visit: Visit }) => (
  <ul class="row counts no-print">
    {(['week', 'month', 'quarter', 'year'] as const).flatMap((kind) =>
      [currentPeriod(kind, now), previousPeriod(currentPeriod(kind, now))]
        .slice(0, kind === 'year' ? 1 : 2)
        .map((period) => (
          <li key={period.code}>
            <a class="tag" href={withQuery(PATH, { 'dia-ban': area.code, ky: period.code })}>
              {say(`office:report.form.${kind}`)}: {periodTitle(period)}
            </a>
          </li>
        )),
    )}
  </ul>
);

const LEFT = new Set([1, 9]);

/** The sheet as the PDF and Excel files have it: the same rows, the same words. */
const Sheet = ({
  form,
  rows,
  first,
  visit: { say, caller },
}: {
  form: Form;
  rows: readonly FormRow[];
  first: number;
  visit: Visit;
}) => (
  <section class="sheet" aria-labelledby="sheet-title">
    <div class="sheet-heads">
      <p>
        <strong>{form.heading[0]}</strong>
        <br />
        {form.heading[1]}
      </p>
      <p>
        <strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong>
        <br />
        <strong>Độc lập - Tự do - Hạnh phúc</strong>
      </p>
    </div>
    <h2 id="sheet-title">{form.title}</h2>
    <p class="centred">
      {form.period} · {form.area.name}
    </p>
    {caller.simulated && <p class="centred">{say('office:report.sample')}</p>}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll box must be reachable to be scrolled by keyboard */}
    <section class="table plain" aria-label={say('office:report.table')} tabIndex={0}>
      <table>
        <caption class="unseen">{`${form.title}, ${form.period}`}</caption>
        <thead>
          <tr>
            {COLUMNS.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} class={row.isTotal ? 'total' : undefined}>
              {cellsOf(row, first + index, say).map((cell, at) =>
                at === 1 ? (
                  <th key={at} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={at} class={LEFT.has(at) ? undefined : 'number'}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
    <div class="sheet-heads signs">
      <p>
        <strong>Người lập biểu</strong>
        <br />
        (Ký, họ tên)
      </p>
      <p>
        <strong>Thủ trưởng đơn vị</strong>
        <br />
        (Ký, đóng dấu, họ tên)
      </p>
    </div>
  </section>
);

function cellsOf(row: FormRow, at: number, say: Visit['say']): string[] {
  const exact = shareOf(row);
  return [
    String(at),
    row.title.trim(),
    row.unit,
    row.denominator === null ? '' : count(row.denominator),
    row.target === null ? '' : row.targetUnit === '%' ? perCent(row.target) : count(row.target),
    count(row.inPeriod),
    row.cumulative === null ? '' : count(row.cumulative),
    exact === null ? (row.isShare ? say('office:figure.no-total') : '') : perCent(exact),
    STATUS_WORDS[row.status],
    row.note,
  ];
}
