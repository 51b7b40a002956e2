/** `/thong-bao`: every announcement of an area, and the routes of all its pages. The rules are those of `src/broadcast`. */
import type { VNode } from 'preact';
import { act } from '../../broadcast/act.ts';
import { broadcastProgress } from '../../broadcast/result.ts';
import { timeWords } from '../../broadcast/schedule.ts';
import { approvalsAskedOf } from '../../broadcast/waiting.ts';
import { unansweredOf } from '../../db/announced.ts';
import { type Broadcast, listBroadcasts, reachedOf, readBroadcast } from '../../db/broadcasts.ts';
import { ACT_NAMES, press, readTheirs, refusalText, routeOf } from './announcement-acts.tsx';
import { checkPage } from './announcement-check.tsx';
import { composePage, dropAudience, editPage, keepAudience, keepDraft, lookAtForm } from './announcement-compose.tsx';
import { createBoard, streamOf, TIMING } from './announcement-live.ts';
import { hrefOf, PATH, StateTag, titleOf } from './announcement-parts.tsx';
import { comingPage, recipientsFile, visitsPage } from './announcement-people.tsx';
import { answerQuestion, questionsPage } from './announcement-questions.tsx';
import { goingEvent, resultPage } from './announcement-result.tsx';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { Empty, Pager, Table } from './components.tsx';
import { count, moment, percent } from './format.ts';
import type { Asking, PageRoutes } from './pages.tsx';
import { type Answer, type Deed, goTo, missing, type Say, show, stream, type Visit, withQuery } from './visit.ts';

const ROWS = 20;

export const announcements: PageRoutes = (pages, ports) => {
  const board = createBoard((id) => broadcastProgress(ports.sql, id, ports.clock.now()), TIMING.lookMs);
  const read = { action: 'broadcast.read', area: placeOf } as const;
  const write = { action: 'broadcast.write', area: placeOf } as const;
  pages.page({ path: PATH, action: 'broadcast.read', handler: listPage });
  pages.page({ path: `${PATH}/soan`, action: 'broadcast.write', handler: composePage });
  pages.post({ path: `${PATH}/soan`, action: 'broadcast.write', upload: true, handler: keepDraft });
  // Only looks: nothing is changed, so nothing is written into the audit log while somebody types.
  pages.post({ path: `${PATH}/soan/xem`, action: 'signed-in', handler: lookAtForm });
  pages.post({ path: `${PATH}/soan/nhom`, action: 'broadcast.write', handler: keepAudience });
  pages.post({ path: `${PATH}/soan/nhom/bo`, action: 'broadcast.write', handler: dropAudience });
  pages.page({ ...read, path: `${PATH}/:id`, handler: onePage });
  pages.page({ ...write, path: `${PATH}/:id/sua`, handler: editPage });
  pages.post({ ...write, path: `${PATH}/:id/sua`, upload: true, handler: keepDraft });
  for (const what of ACT_NAMES) {
    const action = what === 'approve' || what === 'return' ? 'broadcast.approve' : 'broadcast.write';
    pages.post({ path: routeOf(what), action, area: placeOf, handler: (deed) => press(deed, what, shownAs) });
  }
  pages.post({ ...write, path: `${PATH}/:id/dinh-chinh`, handler: beginCorrection });
  pages.page({
    ...read,
    path: `${PATH}/:id/dien-bien`,
    handler: ({ params, say }) =>
      stream(
        'text/event-stream',
        streamOf(board, params.id ?? '', (result) => goingEvent(result, say, ports.clock.now())),
      ),
  });
  pages.page({ ...read, path: `${PATH}/:id/se-toi`, handler: comingPage });
  pages.page({ ...read, path: `${PATH}/:id/hoi-dap`, handler: (visit) => questionsPage(visit) });
  pages.post({ ...write, path: `${PATH}/:id/hoi-dap/:cau`, handler: answerQuestion });
  pages.page({ ...read, path: `${PATH}/:id/ghe-tham`, handler: visitsPage });
  pages.page({ ...read, path: `${PATH}/:id/tep`, handler: recipientsFile });
};

/** An announcement is where the people are whom it is meant for, and only in its own world. */
async function placeOf({ sql, params, caller }: Asking): Promise<string | null> {
  const broadcast = await readBroadcast(sql, params.id ?? '');
  return broadcast?.simulated === caller.simulated ? broadcast.audience.area : null;
}

async function onePage(visit: Visit): Promise<Answer> {
  const broadcast = await readTheirs(visit);
  return broadcast ? shownAs(visit, broadcast) : missing();
}

/** Before anything has gone out it is looked at once more; afterwards its result is. */
const shownAs = (visit: Visit, broadcast: Broadcast, problem?: string): Promise<Answer> =>
  broadcast.startedAt === null && broadcast.state !== 'stopped'
    ? checkPage(visit, broadcast, { problem })
    : resultPage(visit, broadcast, { problem });

/** Wrong words go out no further while the right ones are written. */
async function beginCorrection(deed: Deed): Promise<Answer> {
  const { tx, caller, ports, now, about, say } = deed;
  const broadcast = await readTheirs(deed);
  if (!broadcast) return missing();
  if (broadcast.startedAt === null) return shownAs(deed, broadcast, say('broadcast:problem.not-sent'));
  about(`broadcast:${broadcast.id}`, broadcast.audience.area);
  if (broadcast.state === 'sending') {
    const paused = await act(tx, caller, broadcast.id, 'pause', ports.texts, now);
    if (!paused.ok) return shownAs(deed, broadcast, refusalText(paused, say));
  }
  return goTo(
    withQuery(`${PATH}/soan`, { 'dia-ban': broadcast.audience.area, 'dinh-chinh': broadcast.id }),
    broadcast.state === 'sending' ? 'announcements:notice.paused-for-correction' : undefined,
  );
}

// ── the list ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Listed {
  broadcast: Broadcast;
  reached: { sent: number; total: number } | undefined;
  /** Questions nobody has answered. */
  unanswered: number;
}

async function listPage(visit: Visit): Promise<Answer> {
  const { say, sql, area, caller, query, url, now } = visit;
  const before = /^\d{1,18}$/.test(query.truoc ?? '') ? query.truoc : undefined;
  const found = await listBroadcasts(sql, [area.code], caller.simulated, { before, most: ROWS + 1 });
  const mayApprove = await visit.allows('broadcast.approve');
  const mine = mayApprove ? await approvalsAskedOf(sql, caller, area.code) : [];
  const shown = found.slice(0, ROWS);
  const ids = shown.map(({ id }) => id);
  const reached = await reachedOf(sql, ids);
  const unanswered = await unansweredOf(sql, ids);
  const areas = await areasBelow(sql, caller, 'broadcast.read', area);
  const mayWrite = await visit.allows('broadcast.write');
  const compose = mayWrite && (
    <p>
      <a class="button primary" href={withQuery(`${PATH}/soan`, { 'dia-ban': area.code })}>
        {say('announcements:list.compose')}
      </a>
    </p>
  );
  const last = shown.at(-1);
  return show({
    title: say('officials:nav.announcements'),
    asOf: now,
    styles: ['announcements.css'],
    filters: <AreaFilter visit={visit} action={PATH} areas={areas} />,
    body: (
      <>
        {shown.length > 0 && compose}
        {mine.length > 0 && <Waiting broadcasts={mine} say={say} />}
        {shown.length === 0 ? (
          <Empty title={say('announcements:list.none')}>
            <p>{say('announcements:list.none-hint')}</p>
            {compose}
          </Empty>
        ) : (
          <Announcements
            rows={shown.map((broadcast) => ({
              broadcast,
              reached: reached.get(broadcast.id),
              unanswered: unanswered.get(broadcast.id) ?? 0,
            }))}
            say={say}
          />
        )}
        <Pager
          say={say}
          newer={before === undefined ? undefined : withQuery(url, { truoc: null })}
          older={found.length > ROWS && last ? withQuery(url, { truoc: last.id }) : undefined}
        />
      </>
    ),
  });
}

/** The reader's own approval is asked for. */
const Waiting = ({ broadcasts, say }: { broadcasts: readonly Broadcast[]; say: Say }): VNode => (
  <section class="panel waiting" aria-labelledby="waiting-title">
    <h2 id="waiting-title">{say('announcements:list.waiting', { n: count(broadcasts.length) })}</h2>
    <ul class="stack">
      {broadcasts.map((broadcast) => (
        <li key={broadcast.id} class="row">
          <a class="button" href={hrefOf(broadcast.id)}>
            {say('announcements:list.look')}
          </a>
          <span>
            {titleOf(broadcast)}{' '}
            <span class="quiet">
              {say('announcements:list.by', {
                who: broadcast.author?.name ?? '–',
                people: count(broadcast.agreedCount ?? broadcast.previewedCount),
              })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  </section>
);

const Announcements = ({ rows, say }: { rows: readonly Listed[]; say: Say }): VNode => (
  <Table<Listed>
    id="announcements"
    caption={say('announcements:list.caption')}
    captionHidden
    rows={rows}
    columns={[
      {
        key: 'what',
        head: say('announcements:list.what'),
        cell: ({ broadcast, unanswered }) => (
          <>
            <a href={hrefOf(broadcast.id)}>{titleOf(broadcast)}</a>
            {broadcast.kind === 'urgent' && <span class="tag">{say('announcements:kind.urgent')}</span>}
            {broadcast.corrects !== null && <span class="tag">{say('announcements:list.correction')}</span>}
            {unanswered > 0 && (
              <a class="tag" href={hrefOf(broadcast.id, 'hoi-dap')}>
                {say('announcements:list.unanswered', { n: count(unanswered) })}
              </a>
            )}
          </>
        ),
      },
      {
        key: 'state',
        head: say('announcements:list.state'),
        cell: ({ broadcast }) => <StateTag state={broadcast.state} say={say} />,
      },
      { key: 'when', head: say('announcements:list.when'), cell: ({ broadcast }) => whenOf(broadcast, say) },
      {
        key: 'reached',
        head: say('announcements:list.reached'),
        numeric: true,
        cell: ({ broadcast, reached }) =>
          reached
            ? `${count(reached.sent)}/${count(reached.total)} (${percent(reached.sent, reached.total)})`
            : say('announcements:list.would', { people: count(broadcast.previewedCount) }),
      },
      { key: 'by', head: say('announcements:list.author'), cell: ({ broadcast }) => broadcast.author?.name ?? '–' },
    ]}
  />
);

function whenOf({ startedAt, sendAt, createdAt }: Broadcast, say: Say): string {
  if (startedAt) return moment(startedAt);
  return sendAt
    ? say('announcements:list.at', { at: timeWords(sendAt) })
    : say('announcements:list.written', { at: moment(createdAt) });
}
