/** `/can-giup`: who waits for a person, who has stopped somewhere; one request with the end of its conversation. */
import { areasFor } from '../../access/rights.ts';
import { placeWords } from '../../bot/help-card.ts';
import { answerAtDesk, assignAtDesk, closeAtDesk, OUTCOMES, takeAtDesk } from '../../bot/help-desk.ts';
import {
  areaOfHelp,
  countHelp,
  flowsAskedAbout,
  type HelpSeen,
  helpQueue,
  lastTurns,
  type QueuedHelp,
  type SeenTurn,
  type Stuck,
  seeHelp,
  stuckPeople,
} from '../../db/help-queue.ts';
import { helpersFor } from '../../db/teams.ts';
import { maskForLog } from '../../privacy/secrets.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { Choice, Empty, Facts, PostForm, Table, Time } from './components.tsx';
import { count, moment } from './format.ts';
import type { Asking, PageRoutes } from './pages.tsx';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Answer, type Deed, goTo, missing, type Say, show, type Visit, withQuery } from './visit.ts';

const PATH = '/can-giup';
const ROWS = 50;
const STUCK = 30;
const TURNS = 10;
/** Keys of `office:answer`, read by citizens. */
const ANSWERS = ['coming', 'wait', 'phone-near', 'office'] as const;

export const waiting: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'help.answer', handler: queuePage });
  pages.page({ path: '/can-giup/:id', action: 'help.answer', area: placeOf, handler: (visit) => requestPage(visit) });
  pages.post({ path: '/can-giup/:id/nhan', action: 'help.answer', area: placeOf, handler: take });
  pages.post({ path: '/can-giup/:id/giao', action: 'help.answer', area: placeOf, handler: assign });
  pages.post({ path: '/can-giup/:id/xong', action: 'help.answer', area: placeOf, handler: finish });
  pages.post({ path: '/can-giup/:id/nhan-tin', action: 'help.answer', area: placeOf, handler: answer });
};

/** Of somebody who never said where they live, officials decide. */
async function placeOf({ sql, params, caller }: Asking): Promise<string | null> {
  const area = await areaOfHelp(sql, params.id ?? '', caller.simulated);
  if (area !== '') return area;
  return areasFor(caller, 'people.export')[0] ?? null;
}

const where = ({ area, caller, now }: Visit) => ({ areaCode: area.code, simulated: caller.simulated, now });

const called = (say: Say, { term, callName }: { term: string | null; callName: string | null }): string =>
  [term, callName].filter(Boolean).join(' ') || say('officials:people.nameless');

/** "Ví Viettel Money, bước 3/8". */
const placeOfStep = ({ ports, say }: Visit, at: { flowId: string | null; step: string | null }): string =>
  placeWords({ flows: ports.flows }, at, (key, params) => say(key, params));

/** "5 phút", "3 giờ", "2 ngày". */
export function waited(from: Date, now: Date, say: Say): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - from.getTime()) / 60_000));
  if (minutes < 60) return say('office:waiting.minutes', { n: count(minutes) });
  if (minutes < 48 * 60) return say('office:waiting.hours', { n: count(Math.floor(minutes / 60)) });
  return say('office:waiting.days', { n: count(Math.floor(minutes / 1440)) });
}

// ── the queue ──────────────────────────────────────────────────────────────────────────────────────────────────────

async function queuePage(visit: Visit) {
  const { say, sql, area, caller, query, now } = visit;
  const flow = query.viec || null;
  const page = pageNumber(visit);
  const [counts, found, flows, stuck, areas] = await Promise.all([
    countHelp(sql, where(visit)),
    helpQueue(sql, where(visit), { flow, limit: ROWS + 1, offset: (page - 1) * ROWS }),
    flowsAskedAbout(sql, where(visit)),
    stuckPeople(sql, where(visit), STUCK + 1),
    areasBelow(sql, caller, 'help.answer', area),
  ]);
  const rows = found.slice(0, ROWS);
  return show({
    title: say('officials:nav.help'),
    asOf: now,
    styles: ['figures.css'],
    filters: (
      <AreaFilter visit={visit} action={PATH} areas={areas}>
        <Choice
          name="viec"
          label={say('office:waiting.about')}
          value={flow ?? ''}
          options={[
            { value: '', label: say('office:waiting.any') },
            ...flows.map((id) => ({ value: id, label: placeOfStep(visit, { flowId: id, step: null }) })),
          ]}
        />
      </AreaFilter>
    ),
    body: (
      <>
        <p class="row counts">
          <span class="tag">{say('office:waiting.waiting', { n: count(counts.waiting) })}</span>
          <span class="tag">{say('office:waiting.taken', { n: count(counts.taken) })}</span>
          <span class={counts.overdue > 0 ? 'tag late' : 'tag'}>
            {say('office:waiting.overdue', { n: count(counts.overdue) })}
          </span>
        </p>
        {rows.length === 0 ? (
          <Empty title={say(flow ? 'office:waiting.none-found' : 'office:waiting.none', { area: area.name })}>
            {flow ? (
              <a class="button" href={PATH}>
                {say('officials:form.clear')}
              </a>
            ) : (
              <p>{say('office:waiting.none-hint')}</p>
            )}
          </Empty>
        ) : (
          <Queue rows={rows} visit={visit} />
        )}
        <NumberedPager visit={visit} page={page} more={found.length > ROWS} />
        <section class="stack" aria-labelledby="stuck-title">
          <h2 id="stuck-title">{say('office:waiting.stuck')}</h2>
          <p class="quiet">{say('office:waiting.stuck-hint')}</p>
          {stuck.length === 0 ? (
            <Empty title={say('office:waiting.nobody-stuck')} />
          ) : (
            <StuckTable rows={stuck.slice(0, STUCK)} visit={visit} />
          )}
          {stuck.length > STUCK && <p class="quiet">{say('office:waiting.stuck-more', { n: count(STUCK) })}</p>}
        </section>
      </>
    ),
  });
}

const urgency = (row: QueuedHelp, now: Date, say: Say) =>
  row.urgent ? (
    <span class="status behind">
      <span aria-hidden="true">!</span> {say('office:waiting.urgent')}
    </span>
  ) : row.promisedAt < now ? (
    <span class="status behind">
      <span aria-hidden="true">▲</span> {say('office:waiting.late')}
    </span>
  ) : null;

const Queue = ({ rows, visit }: { rows: readonly QueuedHelp[]; visit: Visit }) => {
  const { say, now } = visit;
  return (
    <Table<QueuedHelp>
      id="queue"
      caption={say('office:waiting.caption')}
      rows={rows}
      columns={[
        {
          key: 'who',
          head: say('office:cases.called'),
          cell: (row) => <a href={`${PATH}/${row.id}`}>{called(say, row)}</a>,
        },
        {
          key: 'mark',
          head: say('office:chart.status'),
          cell: (row) => urgency(row, now, say) ?? say('office:waiting.in-time'),
        },
        {
          key: 'area',
          head: say('officials:frame.area'),
          cell: ({ areaName }) => areaName || say('office:cases.nowhere'),
        },
        {
          key: 'what',
          head: say('office:waiting.about'),
          cell: (row) =>
            row.urgent
              ? say(`office:reason.${row.reason}`)
              : `${say(`office:reason.${row.reason}`)} · ${placeOfStep(visit, row)}`,
        },
        { key: 'since', head: say('office:waiting.since'), cell: ({ askedAt }) => waited(askedAt, now, say) },
        { key: 'promised', head: say('office:waiting.promised'), cell: ({ promisedAt }) => <Time at={promisedAt} /> },
        {
          key: 'helper',
          head: say('office:waiting.helper'),
          cell: ({ helper, isTaken }) =>
            helper === null ? say('office:waiting.nobody') : isTaken ? helper : say('office:waiting.asked', { helper }),
        },
      ]}
    />
  );
};

const StuckTable = ({ rows, visit }: { rows: readonly Stuck[]; visit: Visit }) => {
  const { say, now, ways } = visit;
  return (
    <Table<Stuck>
      id="stuck"
      caption={say('office:waiting.stuck-caption')}
      rows={rows}
      columns={[
        {
          key: 'who',
          head: say('office:cases.called'),
          cell: (row) =>
            ways.has('/nguoi-dan') ? <a href={`/nguoi-dan/${row.contactId}`}>{called(say, row)}</a> : called(say, row),
        },
        { key: 'area', head: say('officials:frame.area'), cell: ({ areaName }) => areaName },
        { key: 'step', head: say('office:waiting.stands-at'), cell: (row) => placeOfStep(visit, row) },
        { key: 'since', head: say('office:waiting.still-for'), cell: ({ since }) => waited(since, now, say) },
        { key: 'misses', head: say('office:waiting.misses'), numeric: true, cell: ({ misses }) => count(misses) },
        {
          key: 'help',
          head: say('office:waiting.help'),
          cell: ({ helpId }) =>
            helpId === null ? '–' : <a href={`${PATH}/${helpId}`}>{say('office:waiting.asked-for-help')}</a>,
        },
      ]}
    />
  );
};

// ── one request ────────────────────────────────────────────────────────────────────────────────────────────────────

async function requestPage(visit: Visit, status?: { code: number; text: string }): Promise<Answer> {
  const { say, sql, params, now, note } = visit;
  const id = params.id ?? '';
  const seen = await seeHelp(sql, id);
  if (!seen) return missing();
  await note({ subject: `contact:${seen.contactId}` });
  const [turns, helpers] = await Promise.all([
    lastTurns(sql, seen.contactId, TURNS),
    seen.closedAt === null ? helpersFor(sql, seen.areaCode, visit.caller.simulated, [seen.contactId], now) : [],
  ]);
  return show({
    title: called(say, seen),
    asOf: now,
    crumbs: [{ label: say('officials:nav.help'), href: withQuery(PATH, { 'dia-ban': seen.areaCode ?? null }) }],
    styles: ['figures.css'],
    ...(status && { status: status.code }),
    body: (
      <>
        {status && (
          <div class="notice warn" role="alert">
            {status.text}
          </div>
        )}
        <div class="columns">
          <section class="panel" aria-labelledby="request-title">
            <h2 id="request-title">{say('office:waiting.request')}</h2>
            <Facts
              facts={[
                [say('office:waiting.why'), say(`office:reason.${seen.reason}`)],
                [say('officials:frame.area'), seen.areaName || say('office:cases.nowhere')],
                [say('office:waiting.about'), placeOfStep(visit, seen)],
                [say('officials:settings.channel'), say(`officials:channel.${seen.channel}`)],
                [say('office:waiting.since'), `${moment(seen.askedAt)} (${waited(seen.askedAt, now, say)})`],
                [
                  say('office:waiting.promised'),
                  <>
                    {moment(seen.promisedAt)} {seen.closedAt === null && urgency(seen, now, say)}
                  </>,
                ],
                [
                  say('office:waiting.helper'),
                  seen.helper === null
                    ? say('office:waiting.nobody')
                    : seen.isTaken
                      ? seen.helper
                      : say('office:waiting.asked', { helper: seen.helper }),
                ],
                ...(seen.closedAt
                  ? [[say('office:waiting.closed'), `${moment(seen.closedAt)} – ${outcomeWords(seen, say)}`] as const]
                  : []),
              ]}
            />
            {visit.ways.has('/nguoi-dan') && (
              <p>
                <a href={`/nguoi-dan/${seen.contactId}`}>{say('office:waiting.person')}</a>
              </p>
            )}
          </section>
          {seen.closedAt === null && <Deeds visit={visit} seen={seen} helpers={helpers} />}
        </div>
        <section class="panel" aria-labelledby="talk-title">
          <h2 id="talk-title">{say('office:waiting.talk', { n: count(TURNS) })}</h2>
          <p class="quiet">{say('office:waiting.talk-masked')}</p>
          {turns.length === 0 ? <p>{say('office:waiting.no-talk')}</p> : <Talk turns={turns} say={say} />}
        </section>
      </>
    ),
  });
}

const outcomeWords = ({ closedHow }: HelpSeen, say: Say): string =>
  (OUTCOMES as readonly string[]).includes(closedHow ?? '') || closedHow === 'came'
    ? say(`office:outcome.${closedHow}`)
    : say('office:outcome.other');

const Talk = ({ turns, say }: { turns: readonly SeenTurn[]; say: Say }) => (
  <ol class="bubbles">
    {turns.map((turn) => (
      <li key={`${turn.at.getTime()}${turn.stepTo ?? ''}`}>
        <small class="quiet">
          {moment(turn.at)}
          {turn.stepFrom !== turn.stepTo && turn.stepTo !== null ? ` · ${say('office:waiting.moved-on')}` : ''}
        </small>
        {'\n'}
        {turn.heard === null ? (
          <em>{say('office:waiting.pressed')}</em>
        ) : (
          <span lang="vi">{String(maskForLog(turn.heard))}</span>
        )}
      </li>
    ))}
  </ol>
);

const Deeds = ({
  visit,
  seen,
  helpers,
}: {
  visit: Visit;
  seen: HelpSeen;
  helpers: readonly { id: string; name: string; areaName: string }[];
}) => {
  const { say } = visit;
  const path = `${PATH}/${seen.id}`;
  return (
    <section class="panel" aria-labelledby="deeds-title">
      <h2 id="deeds-title">{say('office:waiting.do')}</h2>
      {!seen.isTaken && (
        <PostForm visit={visit} action={`${path}/nhan`}>
          <button type="submit" class="primary">
            {say('office:waiting.take')}
          </button>
        </PostForm>
      )}
      {helpers.length > 0 && (
        <PostForm visit={visit} action={`${path}/giao`} class="row ends">
          <Choice
            name="nguoi"
            label={say('office:waiting.assign-to')}
            options={helpers.map((helper) => ({ value: helper.id, label: `${helper.name} – ${helper.areaName}` }))}
          />
          <button type="submit">{say('office:waiting.assign')}</button>
        </PostForm>
      )}
      <PostForm visit={visit} action={`${path}/nhan-tin`} class="row ends">
        <Choice
          name="cau"
          label={say('office:waiting.say')}
          options={ANSWERS.map((key) => ({ value: key, label: say(`office:answer-name.${key}`) }))}
        />
        <button type="submit">{say('office:waiting.send')}</button>
      </PostForm>
      <PostForm visit={visit} action={`${path}/xong`} class="row ends">
        <Choice
          name="ket-qua"
          label={say('office:waiting.outcome')}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: say(`office:outcome.${outcome}`) }))}
        />
        <button type="submit">{say('office:waiting.done')}</button>
      </PostForm>
      <p class="quiet">{say('office:waiting.told')}</p>
    </section>
  );
};

// ── deeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const words = ({ ports, now }: Deed) => ({ texts: ports.texts, flows: ports.flows, now });

async function done(deed: Deed, isDone: boolean, notice: string): Promise<Answer> {
  const id = deed.params.id ?? '';
  if (!isDone) return requestPage(deed, { code: 409, text: deed.say('office:waiting.too-late') });
  deed.about(`help:${id}`);
  deed.after(deed.ports.wake);
  return goTo(`${PATH}/${id}`, notice);
}

async function take(deed: Deed) {
  const { tx, params, caller } = deed;
  return done(deed, await takeAtDesk(tx, words(deed), params.id ?? '', caller), 'office:notice.help-taken');
}

async function assign(deed: Deed) {
  const { tx, params, form } = deed;
  const helper = form.text('nguoi');
  const isSent = /^\d{1,18}$/.test(helper) && (await assignAtDesk(tx, words(deed), params.id ?? '', helper));
  return done(deed, isSent, 'office:notice.help-assigned');
}

async function finish(deed: Deed) {
  const { tx, params, form } = deed;
  const outcome = OUTCOMES.find((known) => known === form.text('ket-qua'));
  const isClosed = outcome !== undefined && (await closeAtDesk(tx, words(deed), params.id ?? '', outcome));
  return done(deed, isClosed, 'office:notice.help-closed');
}

async function answer(deed: Deed) {
  const { tx, params, form, caller } = deed;
  const key = ANSWERS.find((known) => known === form.text('cau'));
  const isSaid =
    key !== undefined && (await answerAtDesk(tx, words(deed), params.id ?? '', `office:answer.${key}`, caller.name));
  return done(deed, isSaid, 'office:notice.help-answered');
}
