/** `/noi-dung/:flow`: one file – its steps, where people stand and stop, what is open about it, its versions. */

import type { VNode } from 'preact';
import { flowsWith } from '../../content/library.ts';
import { openPointsIn } from '../../content/open-points.ts';
import { readAnswers } from '../../db/open-points.ts';
import { historyOf } from '../../db/publications.ts';
import type { Step, StepId } from '../../flows/flow.ts';
import { Table, Time } from './components.tsx';
import {
  crumbs,
  doubtfulSteps,
  editionOf,
  hrefOf,
  inWorkbench,
  type Looking,
  mayPublish,
  PERIOD_DAYS,
  peopleAt,
  titleOf,
  type Workbench,
} from './content-desk.ts';
import { writtenDay } from './content-form.ts';
import { Bar, readable, stepTitle } from './content-parts.tsx';
import { History } from './content-versions.tsx';
import type { PageRoutes } from './pages.tsx';
import { type Answer, show } from './visit.ts';

export const contentFlow: PageRoutes = (pages) => {
  pages.page({ path: '/noi-dung/:flow', action: 'content.read', handler: inWorkbench(overview) });
};

interface StepRow {
  id: StepId;
  step: Step | null;
  said: string;
  standing: number;
  stopped: number;
  isDoubtful: boolean;
}

async function overview(visit: Looking, bench: Workbench): Promise<Answer> {
  const { say, now, caller, sql } = visit;
  const { definition } = bench.delivered;
  const [people, history, answers, canPublish] = await Promise.all([
    peopleAt(visit, bench),
    historyOf(sql, bench.file, caller.simulated),
    readAnswers(sql, caller.simulated),
    mayPublish(visit),
  ]);
  const doubtful = doubtfulSteps(visit, bench.file);
  const ids = [...(bench.inForce.words.vi.steps.owned ? ['owned'] : []), ...Object.keys(definition.steps)];
  const rows: StepRow[] = ids.map((id) => ({
    id,
    step: definition.steps[id] ?? null,
    said: bench.inForce.words.vi.steps[id]?.do ?? '',
    ...(people.get(id) ?? { standing: 0, stopped: 0 }),
    isDoubtful: doubtful.has(id),
  }));
  const worst = rows.reduce<StepRow | null>((most, row) => (row.stopped > (most?.stopped ?? 0) ? row : most), null);
  const points = openPointsIn(new Map([[bench.file, bench.inForce]])).filter(({ id }) => !answers.get(id)?.answer);
  const within = flowsWith(editionOf(visit).flows.current, bench.file);
  return show({
    title: titleOf(say, bench.inForce),
    asOf: now,
    crumbs: crumbs(visit),
    styles: ['content.css'],
    body: (
      <div class="stack">
        {bench.draft && (
          <div class="notice warn" role="status">
            {say('content:flow.draft', { name: bench.draft.savedBy.name })} <Time at={bench.draft.savedAt} />.{' '}
            <a href={hrefOf(definition, 'xuat-ban')}>{say('content:flow.see-draft')}</a>
          </div>
        )}
        <p>
          {definition.isBlock
            ? say('content:flow.shared', { n: within.length })
            : say('content:flow.version', {
                number: bench.number,
                version: definition.version,
                reviewed: writtenDay(definition.reviewedOn),
              })}
        </p>
        <div class="row">
          {!definition.isBlock && (
            <a class="button" href={hrefOf(definition, 'gioi-thieu')}>
              {say('content:flow.about')}
            </a>
          )}
          <a class="button" href={hrefOf(definition, 'xuat')}>
            {say('content:flow.export')}
          </a>
        </div>
        <p>
          {worst
            ? say('content:flow.worst', {
                step: stepTitle(bench.inForce, worst.id),
                n: worst.stopped,
                days: PERIOD_DAYS,
              })
            : say('content:flow.no-worst', { days: PERIOD_DAYS })}
        </p>
        <StepTable rows={rows} visit={visit} bench={bench} />
        <section class="panel" aria-labelledby="points-title">
          <h2 id="points-title">{say('content:flow.points', { n: points.length })}</h2>
          {points.length > 0 && (
            <>
              <ul>
                {points.slice(0, 20).map((point) => (
                  <li key={point.id}>
                    {point.step !== null && <code>{point.step}</code>} {point.what}
                    {point.who !== null && <> – {point.who}</>}
                  </li>
                ))}
              </ul>
              <p>
                <a class="button" href={`/noi-dung/diem-mo?viec=${definition.id}`}>
                  {say('content:flow.answer')}
                </a>
              </p>
            </>
          )}
        </section>
        <History history={history} visit={visit} bench={bench} canPublish={canPublish} />
      </div>
    ),
  });
}

function StepTable({ rows, visit: { say }, bench }: { rows: StepRow[]; visit: Looking; bench: Workbench }): VNode {
  const most = Math.max(0, ...rows.map(({ stopped }) => stopped));
  const { definition } = bench.delivered;
  const link = ({ id, step }: StepRow): VNode => {
    if (step?.kind === 'block') return <a href={hrefOf({ id: step.block })}>{say('content:flow.to-block', { id })}</a>;
    if (step?.kind === 'prerequisite')
      return <a href={hrefOf({ id: step.flow })}>{say('content:flow.to-flow', { id })}</a>;
    if (step?.kind === 'draw-code' || step?.kind === 'milestone') return <code>{id}</code>;
    return (
      <>
        <a href={hrefOf(definition, id)}>{stepTitle(bench.inForce, id)}</a> <code class="quiet">{id}</code>
      </>
    );
  };
  return (
    <Table
      id="steps"
      caption={say('content:flow.steps')}
      rows={rows}
      columns={[
        { key: 'id', head: say('content:flow.step'), cell: link },
        {
          key: 'kind',
          head: say('content:flow.kind'),
          cell: ({ step }) => say(`content:kind.${step?.kind ?? 'owned'}`),
        },
        {
          key: 'said',
          head: say('content:flow.said'),
          cell: ({ id, said }) => <span class="said">{readable(bench.inForce, id, said)}</span>,
        },
        {
          key: 'standing',
          head: say('content:flow.standing'),
          numeric: true,
          cell: ({ standing }) => (standing > 0 ? standing : '–'),
        },
        {
          key: 'stopped',
          head: say('content:flow.stopped', { days: PERIOD_DAYS }),
          cell: ({ stopped }) => (stopped > 0 ? <Bar value={stopped} most={most} /> : '–'),
        },
        {
          key: 'doubt',
          head: say('content:flow.doubt'),
          cell: ({ isDoubtful }) =>
            isDoubtful ? <span class="status near">◆ {say('content:flow.look-again')}</span> : '–',
        },
      ]}
    />
  );
}
