/** `/noi-dung`: all flows and shared steps, what is open about each, and the ways to the other pages about words. */
import type { VNode } from 'preact';
import { vietnamDay } from '../../clock.ts';
import { fileNamed, readDocument, writeDocument } from '../../content/exchange.ts';
import { flowsWith, stepsFrom } from '../../content/library.ts';
import { openPointsIn } from '../../content/open-points.ts';
import { countUnderWay } from '../../db/drop-off.ts';
import { readAnswers } from '../../db/open-points.ts';
import { readDrafts, saveDraft } from '../../db/publications.ts';
import { recordScreenCheck } from '../../db/screen-checks.ts';
import { GROUPS, groupOf } from '../../flows/groups.ts';
import { Choice, Empty, ErrorSummary, Field, FilterForm, type FormErrors, PostForm, Table } from './components.tsx';
import {
  authorOf,
  doubtfulSteps,
  editionOf,
  fileNamedBy,
  hrefOf,
  inside,
  type Looking,
  openWorkbench,
  titleOf,
} from './content-desk.ts';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, file as fileAnswer, goTo, missing, show } from './visit.ts';

interface Row {
  id: string;
  file: string;
  title: string;
  group: string;
  steps: number;
  underWay: number;
  doubtful: number;
  open: number;
  hasDraft: boolean;
}

export const content: PageRoutes = (pages) => {
  pages.page({ path: '/noi-dung', action: 'content.read', handler: (visit) => tree(visit) });
  pages.post({ path: '/noi-dung/ung-dung', action: 'content.write', handler: reportApp });
  pages.post({ path: '/noi-dung/nhap', action: 'content.write', upload: true, handler: takeFile });
  pages.page({
    path: '/noi-dung/hinh/:file',
    action: 'content.read',
    handler: async ({ params, ports }) => {
      const hash = /^([A-Za-z0-9_-]{8,128})\.png$/.exec(params.file ?? '')?.[1];
      const png = hash === undefined ? null : await ports.content.pictureOf(hash);
      return png ? fileAnswer(`${hash}.png`, 'image/png', png, true) : missing();
    },
  });
  pages.page({
    path: '/noi-dung/:flow/xuat',
    action: 'content.read',
    handler: async (visit) => {
      const bench = await openWorkbench(visit, visit.params.flow ?? '');
      if (!bench) return missing();
      const bytes = Buffer.from(writeDocument(bench.inForce), 'utf8');
      return fileAnswer(`${bench.file.replace('/', '-')}.json`, 'application/json; charset=utf-8', bytes);
    },
  });
};

async function rowsOf(visit: Looking): Promise<Row[]> {
  const { sql, caller, say } = visit;
  const edition = editionOf(visit);
  const [underWay, drafts, answers] = await Promise.all([
    countUnderWay(sql, caller.simulated),
    readDrafts(sql, caller.simulated),
    readAnswers(sql, caller.simulated),
  ]);
  const drafted = new Set(drafts.map(({ file }) => file));
  const open = Map.groupBy(
    openPointsIn(edition.library()).filter(({ id }) => !answers.get(id)?.answer),
    ({ file }) => file,
  );
  const flows = edition.flows.current;
  return [...edition.library().values()].map((document) => {
    const { file, definition } = document;
    const within = flowsWith(flows, file);
    const own = within[0] ? stepsFrom(within[0], file) : [];
    return {
      id: definition.id,
      file,
      title: titleOf(say, document),
      group: definition.isBlock ? 'blocks' : groupOf(definition),
      steps: own.length,
      underWay: definition.isBlock ? 0 : (underWay.get(definition.id) ?? 0),
      doubtful: doubtfulSteps(visit, file).size,
      open: open.get(file)?.length ?? 0,
      hasDraft: drafted.has(file),
    };
  });
}

async function tree(visit: Looking, errors: FormErrors = {}): Promise<Answer> {
  const { say, query, now } = visit;
  const all = await rowsOf(visit);
  const sought = (query.tim ?? '').trim().toLocaleLowerCase('vi');
  const only = query.chi ?? '';
  const rows = all.filter(
    (row) =>
      (sought === '' || `${row.title} ${row.id}`.toLocaleLowerCase('vi').includes(sought)) &&
      (only !== 'nghi' || row.doubtful > 0) &&
      (only !== 'nhap' || row.hasDraft) &&
      (only !== 'mo' || row.open > 0),
  );
  return show({
    title: say('content:title'),
    asOf: now,
    errors,
    styles: ['content.css'],
    body: (
      <div class="stack">
        <ErrorSummary errors={errors} say={say} />
        <p class="prose">{say('content:tree.about')}</p>
        <ul class="tiles">
          <Tile href="/noi-dung/dia-phuong" title={say('content:local.title')} text={say('content:local.about')} />
          <Tile href="/noi-dung/chieu-lua" title={say('scams:title')} text={say('scams:tile')} />
          <Tile href="/noi-dung/diem-mo" title={say('content:points.title')} text={say('content:points.about')} />
        </ul>
        <FilterForm action="/noi-dung" say={say}>
          <Field name="tim" type="search" label={say('content:tree.find')} value={query.tim ?? ''} />
          <Choice
            name="chi"
            label={say('content:tree.only')}
            value={only}
            options={['', 'nghi', 'nhap', 'mo'].map((value) => ({
              value,
              label: say(`content:tree.filter.${value === '' ? 'all' : value}`),
            }))}
          />
        </FilterForm>
        {rows.length === 0 && (
          <Empty title={say('content:tree.none')}>
            <a class="button" href="/noi-dung">
              {say('content:tree.clear')}
            </a>
          </Empty>
        )}
        {[...GROUPS, 'blocks'].map((group) => (
          <Group key={group} group={group} rows={rows.filter((row) => row.group === group)} visit={visit} />
        ))}
        {visit.may('content.write') && <AppReport visit={visit} errors={errors} />}
        {visit.may('content.write') && <Import visit={visit} errors={errors} />}
      </div>
    ),
  });
}

const Tile = ({ href, title, text }: { href: string; title: string; text: string }): VNode => (
  <li>
    <a href={href}>
      <strong>{title}</strong>
      <span>{text}</span>
    </a>
  </li>
);

function Group({ group, rows, visit: { say } }: { group: string; rows: Row[]; visit: Looking }): VNode | null {
  if (rows.length === 0) return null;
  const title = group === 'blocks' ? say('content:tree.blocks') : say(`menu.groups.${group}`);
  return (
    <Table
      id={`flows-${group}`}
      caption={title}
      rows={rows}
      columns={[
        { key: 'title', head: say('content:tree.flow'), cell: (row) => <a href={hrefOf(row)}>{row.title}</a> },
        { key: 'steps', head: say('content:tree.steps'), numeric: true, cell: (row) => row.steps },
        ...(group === 'blocks'
          ? []
          : [
              {
                key: 'under-way',
                head: say('content:tree.under-way'),
                numeric: true,
                cell: (row: Row) => (row.underWay > 0 ? row.underWay : '–'),
              },
            ]),
        {
          key: 'doubtful',
          head: say('content:tree.doubtful'),
          cell: (row) =>
            row.doubtful > 0 ? (
              <span class="status near">◆ {say('content:tree.steps-doubtful', { n: row.doubtful })}</span>
            ) : (
              '–'
            ),
        },
        {
          key: 'open',
          head: say('content:tree.open'),
          numeric: true,
          cell: (row) => (row.open > 0 ? <a href={`/noi-dung/diem-mo?viec=${row.id}`}>{row.open}</a> : '–'),
        },
        {
          key: 'draft',
          head: say('content:tree.draft'),
          cell: (row) => (row.hasDraft ? <a href={hrefOf(row, 'xuat-ban')}>{say('content:tree.has-draft')}</a> : '–'),
        },
      ]}
    />
  );
}

// ── an app changed ─────────────────────────────────────────────────────────────────────────────────────────────────

function AppReport({ visit, errors }: { visit: Looking; errors: FormErrors }): VNode {
  const { say } = visit;
  const options = editionOf(visit)
    .apps()
    .apps.map((app) => ({ value: app, label: app }));
  return (
    <section class="panel" id="ung-dung" aria-labelledby="app-title">
      <h2 id="app-title">{say('content:app.title')}</h2>
      <p class="prose">{say('content:app.about')}</p>
      <PostForm visit={visit} action="/noi-dung/ung-dung" class="stack">
        <Choice
          name="ung-dung"
          label={say('content:app.which')}
          options={[{ value: '', label: say('content:app.choose') }, ...options]}
          errors={errors}
        />
        <Field
          name="ly-do"
          label={say('content:app.note')}
          hint={say('content:app.note-hint')}
          maxLength={300}
          errors={errors}
        />
        <button type="submit">{say('content:app.send')}</button>
      </PostForm>
    </section>
  );
}

async function reportApp(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const { form, tx, say, caller, now, about, after, ports } = deed;
  const app = form.text('ung-dung');
  const note = form.text('ly-do');
  const errors: FormErrors = {
    ...(!editionOf(deed).apps().apps.includes(app) && { 'ung-dung': say('content:app.no-app') }),
    ...(note === '' && { 'ly-do': say('content:app.no-note') }),
  };
  if (Object.keys(errors).length > 0) return tree(deed, errors);
  about(`app:${app}`);
  await recordScreenCheck(
    tx,
    {
      finding: 'changed',
      about: { app },
      foundOn: vietnamDay(now),
      note: note.slice(0, 300),
      simulated: caller.simulated,
    },
    authorOf(deed),
    now,
  );
  after(() => void ports.content.live.refresh().catch(() => {}));
  return goTo('/noi-dung?chi=nghi', 'content:notice.app-reported');
}

// ── a file from outside ────────────────────────────────────────────────────────────────────────────────────────────

const Import = ({ visit, errors }: { visit: Looking; errors: FormErrors }): VNode => (
  <section class="panel" aria-labelledby="import-title">
    <h2 id="import-title">{visit.say('content:import.title')}</h2>
    <p class="prose">{visit.say('content:import.about')}</p>
    <PostForm visit={visit} action="/noi-dung/nhap" upload class="stack">
      <Field
        name="tep"
        type="file"
        accept=".json,application/json"
        label={visit.say('content:import.file')}
        errors={errors}
      />
      <button type="submit">{visit.say('content:import.send')}</button>
    </PostForm>
  </section>
);

/** What is read becomes the draft; the page that follows checks it like any other. */
async function takeFile(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const { form, tx, say, caller, now, about } = deed;
  const text = form.files[0]?.bytes.toString('utf8') ?? '';
  const named = fileNamed(text);
  const id = named?.slice(named.indexOf('/') + 1) ?? '';
  const bench = named !== null && fileNamedBy(deed, id) === named ? await openWorkbench(deed, id) : null;
  if (!bench) return tree(deed, { tep: say('content:import.not-ours') });
  const read = readDocument(bench.delivered, text);
  if (!read.ok) {
    const first = read.problems
      .slice(0, 5)
      .map(({ place, refusal }) => `${place}: ${say(`content:refusal.${refusal}`)}`);
    return tree(deed, { tep: say('content:import.wrong', { problems: first.join('; ') }) });
  }
  about(bench.file);
  const draft = { file: bench.file, edits: read.edits, simulated: caller.simulated, from: bench.draft?.revision ?? 0 };
  if ((await saveDraft(tx, draft, authorOf(deed), now)) === null)
    return tree(deed, { tep: say('content:step.overtaken') });
  return goTo(hrefOf(bench.delivered.definition, 'xuat-ban'), 'content:notice.imported');
}
