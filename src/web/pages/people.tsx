/**
 * `/nguoi-dan`: finding a person and seeing how far they have come. Opening a page is written into the audit log; outside
 * the reader's own commune a reason is asked for first. Nothing here shows a phone number or a legal name.
 */
import type { Caller } from '../../access/caller.ts';
import { areasFor } from '../../access/rights.ts';
import type { Sql, Tx } from '../../db/client.ts';
import {
  agreeToErase,
  type EraseRequest,
  openEraseRequest,
  requestErasure,
  waitingEraseRequests,
  withdrawEraseRequest,
} from '../../db/erase-requests.ts';
import { type FoundPerson, findPeople, placeOfContact } from '../../db/find-people.ts';
import { type PersonData, personData } from '../../db/people.ts';
import { maskForLog } from '../../privacy/secrets.ts';
import { AreaChoice, areasBelow } from './area-choice.tsx';
import {
  ConfirmForm,
  Empty,
  ErrorSummary,
  Facts,
  Field,
  FilterForm,
  type FormErrors,
  type ListedStep,
  Notice,
  Pager,
  PostForm,
  StepList,
  Table,
  Time,
} from './components.tsx';
import { count, day, moment } from './format.ts';
import type { Asking, PageRoutes } from './pages.tsx';
import { type Deed, file, goTo, missing, type Say, show, type Visit, withQuery } from './visit.ts';

const PATH = '/nguoi-dan';
const ROWS = 50;
/** Messages shown; the whole of what is kept is in the file. */
const MESSAGES = 20;
const REASON = 'ly-do';

export const people: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'people.read', handler: listPage });
  pages.page({
    path: '/nguoi-dan/:id',
    action: 'people.read',
    area: placeOf,
    handler: async (visit) => {
      const ref = `contact:${visit.params.id}`;
      if (await needsReason(visit)) return askReason(visit, {});
      await visit.note({ subject: ref });
      return personPage(visit, visit.params.id ?? '');
    },
  });
  // With a reason: a POST, so that the reason is in the audit log and not in addresses and their histories.
  pages.post({
    path: '/nguoi-dan/:id',
    action: 'people.read',
    area: placeOf,
    handler: async (deed) => {
      deed.about(`contact:${deed.params.id}`);
      if ((await needsReason(deed)) && deed.form.text(REASON).length < 5) {
        return askReason(deed, { [REASON]: deed.say('officials:people.reason-short') });
      }
      return personPage(deed, deed.params.id ?? '');
    },
  });
  pages.post({
    path: '/nguoi-dan/:id/du-lieu',
    action: 'people.export',
    area: placeOf,
    handler: async ({ sql, params, about, now }) => {
      const id = params.id ?? '';
      about(`contact:${id}`);
      const data = await personData(sql, id);
      if (!data) return missing();
      const text = JSON.stringify({ exportedAt: now, ...data }, null, 2);
      return file(`du-lieu-${id}.json`, 'application/json; charset=utf-8', Buffer.from(text));
    },
  });
  pages.post({ path: '/nguoi-dan/:id/xoa', action: 'people.erase', area: placeOf, handler: askToErase });
  pages.post({ path: '/nguoi-dan/:id/xoa/dong-y', action: 'people.erase', area: placeOf, handler: agree });
  pages.post({
    path: '/nguoi-dan/:id/xoa/thoi',
    action: 'people.erase',
    area: placeOf,
    handler: async ({ tx, params, caller, now, about }) => {
      const id = params.id ?? '';
      about(`contact:${id}`);
      await withdrawEraseRequest(tx, id, caller, now);
      return goTo(`/nguoi-dan/${id}`, 'officials:notice.erase-withdrawn');
    },
  });
};

// ── where somebody is ──────────────────────────────────────────────────────────────────────────────────────────────

/** Area of a contact. Whoever has not said where they live is for officials only, who then give a reason. */
async function placeOf({ sql, params, caller }: Pick<Asking, 'sql' | 'params' | 'caller'>): Promise<string | null> {
  const place = await placeOfContact(sql, params.id ?? '', caller.simulated);
  if (!place) return null;
  return place.areaCode ?? areasFor(caller, 'people.export')[0] ?? null;
}

/** In the own commune or hamlet no reason is asked; from a province's desk, or of somebody placeless, it is. */
async function needsReason({ sql, params, caller, area }: Visit): Promise<boolean> {
  const place = await placeOfContact(sql, params.id ?? '', caller.simulated);
  if (!place?.areaCode) return true;
  return !(await isOwn(sql, caller, area.path));
}

async function isOwn(sql: Sql | Tx, caller: Caller, path: readonly string[]): Promise<boolean> {
  const inside = areasFor(caller, 'people.read').filter((code) => path.includes(code));
  const [row] = await sql`select 1 from areas where code = any (${inside}) and kind <> 'province'`;
  return row !== undefined;
}

function askReason(visit: Visit, errors: FormErrors) {
  const { say, params } = visit;
  return show({
    title: say('officials:people.reason-title'),
    crumbs: [{ label: say('officials:nav.people'), href: PATH }],
    ...(Object.keys(errors).length > 0 && { status: 422 }),
    body: (
      <div class="narrow">
        <ErrorSummary errors={errors} say={say} />
        <p>{say('officials:people.reason-text')}</p>
        <PostForm visit={visit} action={`/nguoi-dan/${params.id}`} class="stack">
          <Field name={REASON} label={say('officials:form.reason')} errors={errors} required maxLength={300} />
          <div>
            <button type="submit" class="primary">
              {say('officials:people.open')}
            </button>
          </div>
        </PostForm>
      </div>
    ),
  });
}

// ── the list ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function listPage(visit: Visit) {
  const { say, sql, area, caller, query, url, ports } = visit;
  const text = query.tim ?? '';
  const before = /^\d{1,18}$/.test(query.sau ?? '') ? query.sau : undefined;
  const [found, options, waiting] = await Promise.all([
    findPeople(sql, ports.key, {
      areaCode: area.code,
      simulated: caller.simulated,
      text,
      limit: ROWS + 1,
      ...(before !== undefined && { before }),
    }),
    areasBelow(sql, caller, 'people.read', area),
    visit.may('people.erase') ? waitingEraseRequests(sql, area.code, caller.simulated) : [],
  ]);
  const rows = found.slice(0, ROWS);
  return show({
    title: say('officials:nav.people'),
    filters: (
      <FilterForm action={PATH} say={say}>
        <Field name="tim" type="search" label={say('officials:frame.find')} value={text} maxLength={80} />
        <AreaChoice options={options} value={area.code} label={say('officials:frame.area')} />
      </FilterForm>
    ),
    body: (
      <>
        <p class="quiet">{say('officials:people.find-hint')}</p>
        {waiting.length > 0 && <Waiting waiting={waiting} say={say} />}
        {rows.length === 0 ? (
          <Empty
            title={text ? say('officials:people.none-found', { text, area: area.name }) : say('officials:people.none')}
          >
            {text ? (
              <a class="button" href={PATH}>
                {say('officials:form.clear')}
              </a>
            ) : (
              <p>{say('officials:people.none-hint')}</p>
            )}
          </Empty>
        ) : (
          <PeopleTable rows={rows} say={say} />
        )}
        <Pager
          say={say}
          newer={before ? withQuery(url, { sau: null }) : undefined}
          older={found.length > ROWS ? withQuery(url, { sau: rows.at(-1)?.contactId ?? null }) : undefined}
        />
      </>
    ),
  });
}

/** "bác Sáu", or what can be said of somebody who never said what to be called. */
const called = (say: Say, { term, callName }: { term: string | null; callName: string | null }): string =>
  [term, callName].filter(Boolean).join(' ') || say('officials:people.nameless');

const PeopleTable = ({ rows, say }: { rows: readonly FoundPerson[]; say: Say }) => (
  <Table<FoundPerson>
    id="people"
    caption={say('officials:people.caption')}
    rows={rows}
    columns={[
      {
        key: 'name',
        head: say('officials:people.name'),
        cell: (person) => <a href={`/nguoi-dan/${person.contactId}`}>{called(say, person)}</a>,
      },
      { key: 'area', head: say('officials:people.area'), cell: ({ areaName }) => areaName },
      {
        key: 'channel',
        head: say('officials:settings.channel'),
        cell: ({ channels }) => [...new Set(channels)].map((channel) => say(`officials:channel.${channel}`)).join(', '),
      },
      {
        key: 'finished',
        head: say('officials:people.finished'),
        cell: ({ finished }) => count(finished),
        numeric: true,
      },
      {
        key: 'under-way',
        head: say('officials:people.under-way'),
        cell: ({ underWay }) => count(underWay),
        numeric: true,
      },
      { key: 'seen', head: say('officials:people.seen'), cell: ({ seenAt }) => <Time at={seenAt} /> },
    ]}
  />
);

const Waiting = ({ waiting, say }: { waiting: readonly EraseRequest[]; say: Say }) => (
  <Notice tone="warn">
    <h2>{say('officials:people.waiting')}</h2>
    <ul>
      {waiting.map((request) => (
        <li key={request.id}>
          <a href={`/nguoi-dan/${request.contactId}`}>{say('officials:subject.contact', { id: request.contactId })}</a>
          {' – '}
          {say('officials:people.asked-by', { name: request.askedByName, time: moment(request.askedAt) })}
        </li>
      ))}
    </ul>
  </Notice>
);

// ── one person ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function personPage(visit: Visit, id: string) {
  const { say, sql, now, allows } = visit;
  const data = await personData(sql, id);
  if (!data) return missing();
  const [helpers, request, mayExport, mayErase] = await Promise.all([
    helpersOf(sql, id),
    openEraseRequest(sql, id),
    allows('people.export'),
    allows('people.erase'),
  ]);
  const name = called(say, data);
  return show({
    title: name,
    asOf: now,
    crumbs: [{ label: say('officials:nav.people'), href: PATH }],
    body: (
      <>
        {request && <EraseWaiting visit={visit} id={id} request={request} mayErase={mayErase} />}
        <div class="columns">
          <section class="panel" aria-labelledby="who">
            <h2 id="who">{say('officials:people.who')}</h2>
            <Facts facts={factsOf(data, say)} />
          </section>
          <section class="panel" aria-labelledby="steps">
            <h2 id="steps">{say('officials:people.flows')}</h2>
            {stepsOf(visit, data).length === 0 ? (
              <p class="quiet">{say('officials:people.no-flows')}</p>
            ) : (
              <StepList steps={stepsOf(visit, data)} say={say} />
            )}
          </section>
          <section class="panel" aria-labelledby="consents">
            <h2 id="consents">{say('officials:people.consents')}</h2>
            <Consents data={data} say={say} />
          </section>
          <section class="panel" aria-labelledby="helpers">
            <h2 id="helpers">{say('officials:people.helpers')}</h2>
            {helpers.length === 0 ? (
              <p class="quiet">{say('officials:people.no-helpers')}</p>
            ) : (
              <ul class="stack">
                {helpers.map((helper) => (
                  <li key={helper.name}>
                    {say('officials:people.helped', {
                      name: helper.name,
                      count: count(helper.times),
                      day: day(helper.last),
                    })}
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
        <details class="panel no-print">
          <summary>
            <strong>{say('officials:people.messages', { count: count(Math.min(MESSAGES, data.heard.length)) })}</strong>
          </summary>
          <p class="quiet">{say('officials:people.messages-masked')}</p>
          <ul class="bubbles">
            {data.heard.slice(0, MESSAGES).map(({ text, at }) => (
              <li key={`${at.getTime()}${text}`} lang="vi">
                <small class="quiet">{moment(at)}</small>
                {'\n'}
                {String(maskForLog(text))}
              </li>
            ))}
          </ul>
        </details>
        <div class="row no-print">
          {mayExport && (
            <PostForm visit={visit} action={`/nguoi-dan/${id}/du-lieu`}>
              <button type="submit">{say('officials:people.download')}</button>
            </PostForm>
          )}
          {mayErase && !request && (
            <ConfirmForm
              visit={visit}
              id="erase"
              action={`/nguoi-dan/${id}/xoa`}
              open={say('officials:people.erase')}
              question={say('officials:people.erase-question')}
              button={say('officials:people.erase-ask')}
              reason={say('officials:form.reason')}
              danger
            />
          )}
        </div>
      </>
    ),
  });
}

function factsOf(data: PersonData, say: Say) {
  const none = <span class="quiet">{say('officials:people.unknown')}</span>;
  return [
    [say('officials:people.called'), called(say, data)],
    [say('officials:people.area'), data.areaName ?? none],
    [
      say('officials:settings.channel'),
      data.chats
        .map((chat) =>
          [
            say(`officials:channel.${chat.channel}`),
            chat.left && say('officials:people.left'),
            chat.muted && say('officials:people.muted'),
          ]
            .filter(Boolean)
            .join(', '),
        )
        .join(' · '),
    ],
    [
      say('officials:people.households'),
      data.households.length === 0
        ? none
        : data.households.map((one) => `${one.callName} (${one.code}, ${one.areaName})`).join(' · '),
    ],
    [
      say('officials:people.members'),
      data.members.length === 0
        ? none
        : data.members.map((one) => [one.term, one.callName].filter(Boolean).join(' ')).join(', '),
    ],
    [say('officials:people.phone'), say(data.hasPhone ? 'officials:people.phone-kept' : 'officials:people.phone-none')],
  ] as const;
}

const stateOf = ({ endedAt, outcome }: PersonData['runs'][number]): ListedStep['state'] => {
  if (endedAt === null) return 'now';
  if (outcome === 'completed') return 'done';
  return outcome === 'referred' ? 'referred' : 'stopped';
};

/** Runs in the order of their beginning, each with what is known about its end and how. */
function stepsOf({ say, ports: { flows } }: Visit, data: PersonData): ListedStep[] {
  const titleOf = (flowId: string) => (flows.current.has(flowId) ? say(`flows/${flowId}:title`) : flowId);
  const fromRuns = data.runs.map((run) => {
    const proof = data.completions.find((one) => one.flowId === run.flowId && !one.reversed);
    const state = stateOf(run);
    const detail = [
      `${day(run.startedAt)}${run.endedAt ? ` – ${day(run.endedAt)}` : ''}`,
      state === 'done' && proof && say(`officials:known.${proof.howKnown}`),
    ];
    return { title: titleOf(run.flowId), state, detail: detail.filter(Boolean).join(' · ') } as const;
  });
  const walked = new Set(data.runs.map(({ flowId }) => flowId));
  const onlyRecorded = data.completions
    .filter(({ flowId, reversed, outcome }) => !walked.has(flowId) && !reversed && outcome === 'completed')
    .map((one) => ({
      title: titleOf(one.flowId),
      state: 'done' as const,
      detail: `${day(one.occurredAt)} · ${say(`officials:known.${one.howKnown}`)}`,
    }));
  return [...fromRuns, ...onlyRecorded];
}

function Consents({ data, say }: { data: PersonData; say: Say }) {
  if (data.consents.length === 0) return <p class="quiet">{say('officials:people.no-consents')}</p>;
  return (
    <ul class="stack">
      {data.consents.map((one) => (
        <li key={`${one.purpose}${one.givenAt.getTime()}`}>
          <strong>{say(`officials:purpose.${one.purpose}`)}</strong>
          <div class="quiet">
            {say('officials:people.consent-given', {
              day: day(one.givenAt),
              version: one.version,
              how: say(`officials:consent-how.${one.how}`),
            })}
            {one.withdrawnAt && ` · ${say('officials:people.consent-withdrawn', { day: day(one.withdrawnAt) })}`}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Volunteers who recorded something for this person. */
async function helpersOf(sql: Sql | Tx, id: string): Promise<{ name: string; times: number; last: Date }[]> {
  return sql<{ name: string; times: number; last: Date }[]>`
    select m.name, count(distinct l.id)::int as times, max(l.occurred_at) as last
    from ledger l
    join lateral (
      select name from memberships where 'volunteer:' || contact_id = l.recorded_by order by until nulls first, id limit 1) m on true
    where l.entry = 'completion' and l.subject_code in (
      select 'P' || o.id from contacts c join contacts o on coalesce(o.person_id, o.id) = coalesce(c.person_id, c.id)
      where c.id = ${id}
      union
      select hc.household_code from household_contacts hc where hc.contact_id = ${id})
    group by m.name order by last desc`;
}

// ── erasing ────────────────────────────────────────────────────────────────────────────────────────────────────────

function EraseWaiting({
  visit,
  id,
  request,
  mayErase,
}: {
  visit: Visit;
  id: string;
  request: EraseRequest;
  mayErase: boolean;
}) {
  const { say, caller } = visit;
  const isAsker = request.askedBy === `contact:${caller.id}`;
  return (
    <Notice tone="warn">
      <p>
        <strong>{say('officials:people.erase-waiting')}</strong>{' '}
        {say('officials:people.asked-by', { name: request.askedByName, time: moment(request.askedAt) })}
      </p>
      <p>{say('officials:people.erase-reason', { reason: request.reason })}</p>
      {isAsker && <p>{say('officials:people.erase-other')}</p>}
      {mayErase && (
        <div class="row">
          {!isAsker && (
            <ConfirmForm
              visit={visit}
              id="agree"
              action={`/nguoi-dan/${id}/xoa/dong-y`}
              open={say('officials:people.erase-agree')}
              question={say('officials:people.erase-final')}
              button={say('officials:people.erase-agree')}
              danger
            />
          )}
          <PostForm visit={visit} action={`/nguoi-dan/${id}/xoa/thoi`}>
            <button type="submit">{say('officials:people.erase-withdraw')}</button>
          </PostForm>
        </div>
      )}
    </Notice>
  );
}

async function askToErase(deed: Deed) {
  const { tx, params, form, caller, area, now, say, about } = deed;
  const id = params.id ?? '';
  about(`contact:${id}`);
  const reason = form.text(REASON);
  if (reason.length < 5) {
    return show({
      title: say('officials:people.erase'),
      status: 422,
      body: (
        <div class="narrow">
          <p>{say('officials:people.reason-short')}</p>
          <a class="button" href={`/nguoi-dan/${id}`}>
            {say('officials:settings.back')}
          </a>
        </div>
      ),
    });
  }
  await requestErasure(tx, { contactId: id, areaCode: area.code, reason, caller }, now);
  return goTo(`/nguoi-dan/${id}`, 'officials:notice.erase-asked');
}

async function agree(deed: Deed) {
  const { tx, params, caller, now, say, about, after, ports } = deed;
  const id = params.id ?? '';
  about(`contact:${id}`);
  const result = await agreeToErase(tx, id, caller, now);
  if (result === 'gone') return missing();
  if (result === 'same-person') {
    return show({
      title: say('officials:people.erase'),
      status: 422,
      body: (
        <div class="narrow">
          <p>{say('officials:people.erase-other')}</p>
          <a class="button" href={`/nguoi-dan/${id}`}>
            {say('officials:settings.back')}
          </a>
        </div>
      ),
    });
  }
  after(ports.wake);
  return goTo(PATH, 'officials:notice.erase-agreed');
}
