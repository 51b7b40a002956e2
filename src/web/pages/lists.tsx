/** `/danh-sach`: the commune's lists from Excel – take the form, bring it back, see every wrong cell, then keep it. */
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { callerRef } from '../../access/caller.ts';
import { areasFor } from '../../access/rights.ts';
import { type ImportReport, importLists, type SheetCount } from '../../lists/import.ts';
import type { CellProblem } from '../../lists/problems.ts';
import { writeTemplate } from '../../lists/template.ts';
import { bufferSource, FileProblem } from '../../lists/zip.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { ErrorSummary, Field, type FormErrors, Notice, PostForm, Table } from './components.tsx';
import { count } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, file, goTo, show, type Visit, withQuery } from './visit.ts';

const PATH = '/danh-sach';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const lists: PageRoutes = (pages) => {
  const shelf = createShelf();
  pages.page({ path: PATH, action: 'lists.import', handler: (visit) => listsPage(visit) });
  pages.page({ path: '/danh-sach/mau', action: 'lists.import', handler: template });
  pages.post({ path: '/danh-sach', action: 'lists.import', upload: true, handler: (deed) => look(deed, shelf) });
  pages.post({ path: '/danh-sach/nhap', action: 'lists.import', handler: (deed) => keep(deed, shelf) });
};

// ── files between looking and keeping ──────────────────────────────────────────────────────────────────────────────

const SHELF_MS = 15 * 60_000;
/** Twenty megabytes each at most. A file that is gone is brought again: importing twice changes nothing. */
const SHELF_FILES = 5;

interface Shelved {
  by: string;
  bytes: Buffer;
  until: number;
}

/** Checked files that wait for the second press, in this process only. */
function createShelf() {
  const files = new Map<string, Shelved>();
  const sweep = (now: Date) => {
    for (const [name, { until }] of files) if (until <= now.getTime()) files.delete(name);
    while (files.size >= SHELF_FILES) files.delete(files.keys().next().value ?? '');
  };
  return {
    put(by: string, bytes: Buffer, now: Date): string {
      sweep(now);
      const name = randomBytes(12).toString('base64url');
      files.set(name, { by, bytes, until: now.getTime() + SHELF_MS });
      return name;
    },
    /** Only to whoever brought it. */
    take(name: string, by: string, now: Date): Buffer | null {
      const found = files.get(name);
      return found && found.by === by && found.until > now.getTime() ? found.bytes : null;
    },
    drop: (name: string) => files.delete(name),
  };
}
type Shelf = ReturnType<typeof createShelf>;

// ── deeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────

async function template(visit: Visit): Promise<Answer> {
  const { area, ports } = visit;
  const out = new PassThrough();
  writeTemplate(ports.sql, { areaCode: area.code, out }).catch((error: Error) => out.destroy(error));
  return file(`mau-danh-sach-${area.code}.xlsx`, XLSX, out);
}

const options = ({ caller, now }: Deed) => ({ by: callerRef(caller), now, within: areasFor(caller, 'lists.import') });

/** Everything is checked, nothing kept. */
async function look(deed: Deed, shelf: Shelf): Promise<Answer> {
  const { form, tx, say, caller, now, about } = deed;
  const [brought] = form.files;
  if (!brought || brought.bytes.length === 0) return listsPage(deed, { tep: say('office:lists.no-file') });
  const report = await read(() => importLists(tx, bufferSource(brought.bytes), { ...options(deed), dryRun: true }));
  if (report === null) return listsPage(deed, { tep: say('office:lists.not-excel') });
  about(`file:${brought.name.slice(0, 80)}`);
  if (!report.ok) return reportPage(deed, report, brought.name);
  return reportPage(deed, report, brought.name, shelf.put(callerRef(caller), brought.bytes, now));
}

/** The same once more, and kept. */
async function keep(deed: Deed, shelf: Shelf): Promise<Answer> {
  const { form, tx, say, caller, now, about } = deed;
  const name = form.text('tep-da-xem');
  const bytes = shelf.take(name, callerRef(caller), now);
  if (!bytes) return listsPage(deed, { tep: say('office:lists.gone') });
  const report = await read(() => importLists(tx, bufferSource(bytes), options(deed)));
  if (report === null) return listsPage(deed, { tep: say('office:lists.not-excel') });
  if (!report.ok) return reportPage(deed, report, ''); // somebody changed something meanwhile
  about('file:import');
  deed.after(() => shelf.drop(name));
  return goTo(PATH, 'office:notice.list-kept');
}

/** Null when it is no spreadsheet at all. */
async function read(run: () => Promise<ImportReport>): Promise<ImportReport | null> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof FileProblem) return null;
    throw error;
  }
}

// ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────

async function listsPage(visit: Visit, errors: FormErrors = {}): Promise<Answer> {
  const { say, sql, area, caller } = visit;
  const areas = await areasBelow(sql, caller, 'lists.import', area);
  return show({
    title: say('office:lists.title'),
    crumbs: visit.ways.has('/cai-dat') ? [{ label: say('officials:nav.settings'), href: '/cai-dat' }] : [],
    styles: ['figures.css'],
    errors,
    filters: <AreaFilter visit={visit} action={PATH} areas={areas} />,
    body: (
      <>
        <ErrorSummary errors={errors} say={say} />
        <p>{say('office:lists.what')}</p>
        <div class="columns">
          <section class="panel" aria-labelledby="take-title">
            <h2 id="take-title">1. {say('office:lists.take')}</h2>
            <p>{say('office:lists.take-what', { area: area.name })}</p>
            <p>
              <a class="button" href={withQuery('/danh-sach/mau', { 'dia-ban': area.code })}>
                {say('office:lists.template')}
              </a>
            </p>
          </section>
          <section class="panel" aria-labelledby="bring-title">
            <h2 id="bring-title">2. {say('office:lists.bring')}</h2>
            <p>{say('office:lists.bring-what')}</p>
            <PostForm visit={visit} action={withQuery(PATH, { 'dia-ban': area.code })} upload class="stack">
              <Field name="tep" type="file" accept=".xlsx" label={say('office:lists.file')} errors={errors} required />
              <div>
                <button type="submit" class="primary">
                  {say('office:lists.check')}
                </button>
              </div>
            </PostForm>
          </section>
        </div>
      </>
    ),
  });
}

/** What is wrong cell by cell; or what would change, with the second press. */
function reportPage(visit: Deed, report: ImportReport, name: string, shelved?: string): Answer {
  const { say, area } = visit;
  return show({
    title: say(report.ok ? 'office:lists.good' : 'office:lists.bad'),
    crumbs: [{ label: say('office:lists.title'), href: PATH }],
    styles: ['figures.css'],
    ...(!report.ok && { status: 422 }),
    body: (
      <>
        {report.ok ? (
          <Notice>{say('office:lists.good-text', { name })}</Notice>
        ) : (
          <div class="notice warn" role="alert">
            {say('office:lists.bad-text', { n: count(report.problemCount), name })}
          </div>
        )}
        {!report.ok && (
          <Table<CellProblem>
            id="problems"
            caption={say('office:lists.problems')}
            rows={report.problems.slice(0, 300)}
            columns={[
              { key: 'cell', head: say('office:lists.cell'), cell: ({ cell }) => cell ?? '–' },
              { key: 'sheet', head: say('office:lists.sheet'), cell: ({ sheet }) => sheet },
              { key: 'problem', head: say('office:lists.problem'), cell: ({ problem }) => problem },
            ]}
          />
        )}
        <Table<SheetCount>
          id="sheets"
          caption={say('office:lists.sheets')}
          rows={report.sheets}
          columns={[
            { key: 'sheet', head: say('office:lists.sheet'), cell: ({ sheet }) => sheet },
            { key: 'rows', head: say('office:lists.rows'), numeric: true, cell: ({ rows }) => count(rows) },
            { key: 'added', head: say('office:lists.added'), numeric: true, cell: ({ added }) => count(added) },
            { key: 'changed', head: say('office:lists.changed'), numeric: true, cell: ({ changed }) => count(changed) },
          ]}
        />
        <div class="row">
          {shelved !== undefined && (
            <PostForm visit={visit} action={withQuery('/danh-sach/nhap', { 'dia-ban': area.code })}>
              <input type="hidden" name="tep-da-xem" value={shelved} />
              <button type="submit" class="primary">
                {say('office:lists.keep')}
              </button>
            </PostForm>
          )}
          <a class="button" href={withQuery(PATH, { 'dia-ban': area.code })}>
            {say('office:lists.again')}
          </a>
        </div>
      </>
    ),
  });
}
