/** What was published of a file, compared with what stood before, and going back to it. */

import type { VNode } from 'preact';
import { objectionsTo } from '../../content/check.ts';
import { changesBetween } from '../../content/difference.ts';
import { type Document, edited } from '../../content/edits.ts';
import { historyOf, type Publication } from '../../db/publications.ts';
import { ConfirmForm, Table, Time } from './components.tsx';
import {
  crumbs,
  hrefOf,
  inside,
  inWorkbench,
  type Looking,
  libraryWith,
  mayPublish,
  openWorkbench,
  type Workbench,
} from './content-desk.ts';
import { Changes } from './content-parts.tsx';
import { letOut, refused } from './content-publish.tsx';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, missing, show } from './visit.ts';

export const contentVersions: PageRoutes = (pages) => {
  pages.page({ path: '/noi-dung/:flow/ban/:number', action: 'content.read', handler: inWorkbench(versionPage) });
  pages.post({ path: '/noi-dung/:flow/tro-lai/:number', action: 'content.publish', handler: goBack });
};

export function History({
  history,
  visit,
  bench,
  canPublish,
}: {
  history: Publication[];
  visit: Looking;
  bench: Workbench;
  canPublish: boolean;
}): VNode {
  const { say } = visit;
  const { definition } = bench.delivered;
  return (
    <section aria-labelledby="history-title" class="panel">
      <h2 id="history-title">{say('content:history.title')}</h2>
      {history.length === 0 ? (
        <p>{say('content:history.none')}</p>
      ) : (
        <Table
          id="history"
          caption={say('content:history.caption')}
          captionHidden
          rows={history}
          columns={[
            {
              key: 'number',
              head: say('content:history.number'),
              cell: ({ number }) => (
                <a href={hrefOf(definition, 'ban', String(number))}>{say('content:history.version', { number })}</a>
              ),
            },
            { key: 'at', head: say('content:history.at'), cell: ({ at }) => <Time at={at} /> },
            { key: 'by', head: say('content:history.by'), cell: ({ by }) => by.name },
            {
              key: 'reason',
              head: say('content:history.reason'),
              cell: ({ reason, returnsTo }) =>
                returnsTo === null ? reason : `${say('content:history.returned', { number: returnsTo })} ${reason}`,
            },
          ]}
        />
      )}
      {canPublish && bench.number > 0 && (
        <BackForm visit={visit} bench={bench} number={0} title={say('content:history.back-to-delivered')} />
      )}
    </section>
  );
}

const BackForm = ({
  visit,
  bench,
  number,
  title,
}: {
  visit: Looking;
  bench: Workbench;
  number: number;
  title: string;
}): VNode => (
  <ConfirmForm
    id={`back-${number}`}
    visit={visit}
    action={hrefOf(bench.delivered.definition, 'tro-lai', String(number))}
    open={title}
    question={visit.say(bench.draft ? 'content:history.back-question-draft' : 'content:history.back-question')}
    button={visit.say('content:history.back')}
    reason={visit.say('content:publish.reason')}
    danger
  >
    <input type="hidden" name="sau" value={bench.number} />
  </ConfirmForm>
);

async function versionPage(visit: Looking, bench: Workbench): Promise<Answer> {
  const { say, params, query } = visit;
  const history = await historyOf(visit.sql, bench.file, visit.caller.simulated);
  const found = history.find(({ number }) => String(number) === params.number);
  if (!found) return missing();
  const against = query.so === undefined || query.so === '' ? found.number - 1 : Number(query.so);
  const before = documentAt(bench, history, against);
  if (!before) return missing();
  const changes = changesBetween(before, edited(bench.delivered, found.edits));
  const isNewest = found.number === bench.number;
  return show({
    title: say('content:history.version', { number: found.number }),
    crumbs: crumbs(visit, bench),
    asOf: visit.now,
    styles: ['content.css'],
    body: (
      <div class="stack">
        <p>
          {found.by.name}, <Time at={found.at} />. {found.reason}
        </p>
        <p class="row">
          {[against, isNewest ? null : bench.number, 0]
            .filter((number, index, all) => number !== null && number !== found.number && all.indexOf(number) === index)
            .map((number) => (
              <a
                key={number}
                class="button"
                aria-current={number === against ? 'true' : undefined}
                href={`${hrefOf(bench.delivered.definition, 'ban', String(found.number))}?so=${number}`}
              >
                {number === 0 ? say('content:diff.with-delivered') : say('content:diff.with', { number: number ?? 0 })}
              </a>
            ))}
        </p>
        <Changes changes={changes} say={say} />
        {!isNewest && (await mayPublish(visit)) && (
          <BackForm
            visit={visit}
            bench={bench}
            number={found.number}
            title={say('content:history.back-to', { number: found.number })}
          />
        )}
      </div>
    ),
  });
}

/** The document as it was after a publication; 0: as delivered. */
function documentAt(bench: Workbench, history: readonly Publication[], number: number): Document | null {
  if (number === 0) return bench.delivered;
  const found = history.find((one) => one.number === number);
  return found ? edited(bench.delivered, found.edits) : null;
}

async function goBack(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const { params, form, say, about } = deed;
  const bench = await openWorkbench(deed, params.flow ?? '');
  if (!bench) return missing();
  if (!(await mayPublish(deed))) return refused(deed);
  const history = await historyOf(deed.sql, bench.file, deed.caller.simulated);
  const number = Number(params.number);
  const edits = number === 0 ? {} : history.find((one) => one.number === number)?.edits;
  if (!edits) return missing();
  const reason = form.text('ly-do').slice(0, 300);
  const trouble = (text: string): Answer =>
    show({
      title: say('content:history.back'),
      status: 422,
      crumbs: crumbs(deed, bench),
      body: <p class="notice warn">{text}</p>,
    });
  if (reason === '') return trouble(say('content:publish.no-reason'));
  if (form.text('sau') !== String(bench.number)) return trouble(say('content:step.overtaken'));
  if (objectionsTo(libraryWith(deed, bench.file, edits), bench.file, deed.ports.content.rules).length > 0)
    return trouble(say('content:publish.objections'));
  about(bench.file);
  return letOut(deed, bench, { edits, reason, mustSee: [], returnsTo: number, seen: [] });
}
