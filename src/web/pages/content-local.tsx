/** `/noi-dung/dia-phuong`: addresses, hours and numbers of one area, which the flows' words refer to. */
import type { VNode } from 'preact';
import { vietnamDay } from '../../clock.ts';
import { mentionedKinds, readLocalValue, SHAPE_OF } from '../../content/local-facts.ts';
import { isDay } from '../../content/read-edit.ts';
import {
  type LocalFactRow,
  localHistory,
  readAreaTree,
  readLocalFacts,
  recordLocalFact,
} from '../../db/local-facts.ts';
import { isLocalKind, LOCAL_KINDS, type LocalKind } from '../../flows/local.ts';
import { Choice, ErrorSummary, Field, type FormErrors, PostForm, Table, Tick, Time } from './components.tsx';
import { authorOf, editionOf, hrefOf, inside, type Looking, titleOf } from './content-desk.ts';
import { writtenDay } from './content-form.ts';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, type Form, goTo, show } from './visit.ts';

const PATH = '/noi-dung/dia-phuong';

export const contentLocal: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'content.read', handler: (visit) => localPage(visit) });
  pages.post({ path: PATH, action: 'local-facts.write', handler: record });
};

interface Row {
  kind: LocalKind;
  /** The fact in force here, from this area or the nearest above it. */
  fact: LocalFactRow | undefined;
  /** Flows whose words ask for it. */
  asked: { id: string; title: string }[];
}

async function rowsOf(visit: Looking): Promise<Row[]> {
  const [facts, tree] = await Promise.all([readLocalFacts(visit.sql), readAreaTree(visit.sql)]);
  const edition = editionOf(visit);
  const wanted = [...edition.library().values()].map((document) => ({
    id: document.definition.id,
    title: titleOf(visit.say, document),
    kinds: new Set(mentionedKinds([JSON.stringify(document.words.vi)])),
  }));
  return LOCAL_KINDS.map((kind) => ({
    kind,
    fact: nearest(facts, tree, visit.area.code, kind),
    asked: wanted.filter(({ kinds }) => kinds.has(kind)),
  }));
}

function nearest(
  facts: readonly LocalFactRow[],
  tree: ReadonlyMap<string, string | null>,
  from: string,
  kind: LocalKind,
) {
  let at: string | null = from;
  for (let height = 0; at !== null && height < 16; height += 1) {
    const found = facts.find((fact) => fact.areaCode === at && fact.kind === kind);
    if (found) return found;
    at = tree.get(at) ?? null;
  }
  return undefined;
}

async function localPage(visit: Looking, form?: Form, errors: FormErrors = {}): Promise<Answer> {
  const { say, now, area, sql } = visit;
  const [rows, history, mayWrite] = await Promise.all([
    rowsOf(visit),
    localHistory(sql, area.code),
    visit.allows('local-facts.write'),
  ]);
  return show({
    title: say('content:local.title'),
    crumbs: [{ label: say('content:title'), href: '/noi-dung' }],
    asOf: now,
    errors,
    styles: ['content.css'],
    body: (
      <div class="stack">
        <ErrorSummary errors={errors} say={say} />
        <p class="prose">{say('content:local.explained', { area: area.name })}</p>
        <FactTable rows={rows} visit={visit} />
        {mayWrite ? (
          <FactForm visit={visit} form={form} errors={errors} />
        ) : (
          <p class="notice warn">{say('content:local.not-yours')}</p>
        )}
        <section class="panel" aria-labelledby="local-history">
          <h2 id="local-history">{say('content:local.history')}</h2>
          {history.length === 0 ? (
            <p>{say('content:local.no-history')}</p>
          ) : (
            <ul>
              {history.map((fact) => (
                <li key={`${fact.kind} ${fact.at.toISOString()}`}>
                  <Time at={fact.at} /> · {fact.by.name} · {say(`content:kind-of-fact.${fact.kind}`)}:{' '}
                  {fact.value ?? say('content:local.withdrawn')} ({fact.source})
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    ),
  });
}

function FactTable({ rows, visit: { say, area } }: { rows: Row[]; visit: Looking }): VNode {
  return (
    <Table
      id="facts"
      caption={say('content:local.caption', { area: area.name })}
      rows={rows}
      columns={[
        { key: 'kind', head: say('content:local.kind'), cell: ({ kind }) => say(`content:kind-of-fact.${kind}`) },
        {
          key: 'value',
          head: say('content:local.value'),
          cell: ({ fact }) => (fact ? fact.value : <span class="quiet">{say('content:local.missing')}</span>),
        },
        {
          key: 'from',
          head: say('content:local.from'),
          cell: ({ fact }) => (fact ? (fact.areaCode === area.code ? say('content:local.here') : fact.areaName) : '–'),
        },
        { key: 'source', head: say('content:local.source'), cell: ({ fact }) => fact?.source ?? '–' },
        {
          key: 'verified',
          head: say('content:local.verified-on'),
          cell: ({ fact }) => (fact ? `${writtenDay(fact.verifiedOn)} · ${fact.by.name}` : '–'),
        },
        {
          key: 'asked',
          head: say('content:local.asked'),
          cell: ({ asked }) =>
            asked.length === 0
              ? '–'
              : asked.map(({ id, title }, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <a href={hrefOf({ id })}>{title}</a>
                  </span>
                )),
        },
      ]}
    />
  );
}

function FactForm({ visit, form, errors }: { visit: Looking; form: Form | undefined; errors: FormErrors }): VNode {
  const { say, area, now, query } = visit;
  const kind = form?.text('loai') ?? query.loai ?? '';
  return (
    <section class="panel" aria-labelledby="fact-title">
      <h2 id="fact-title">{say('content:local.write', { area: area.name })}</h2>
      <PostForm visit={visit} action={`${PATH}?dia-ban=${area.code}`} class="stack">
        <Choice
          name="loai"
          label={say('content:local.kind')}
          value={kind}
          errors={errors}
          options={[
            { value: '', label: say('content:local.choose') },
            ...LOCAL_KINDS.map((one) => ({
              value: one,
              label: `${say(`content:kind-of-fact.${one}`)} – ${say(`content:shape.${SHAPE_OF[one]}`)}`,
            })),
          ]}
        />
        <Field
          name="noi-dung"
          label={say('content:local.value')}
          hint={say('content:local.value-hint')}
          value={form?.text('noi-dung') ?? ''}
          maxLength={120}
          errors={errors}
        />
        <Field
          name="ly-do"
          label={say('content:local.source')}
          hint={say('content:local.source-hint')}
          value={form?.text('ly-do') ?? ''}
          maxLength={300}
          errors={errors}
        />
        <Field
          name="ngay"
          type="date"
          label={say('content:local.verified-on')}
          max={vietnamDay(now)}
          value={form?.text('ngay') || vietnamDay(now)}
          errors={errors}
        />
        <Tick name="bo" label={say('content:local.take-away')} checked={form?.has('bo') ?? false} />
        <button type="submit" class="primary">
          {say('content:local.save')}
        </button>
      </PostForm>
    </section>
  );
}

async function record(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const { form, tx, say, now, area, about, after, ports } = deed;
  const kind = form.text('loai');
  const isGone = form.has('bo');
  const value = isLocalKind(kind) && !isGone ? readLocalValue(kind, form.text('noi-dung')) : null;
  const source = form.text('ly-do').slice(0, 300);
  const verifiedOn = form.text('ngay');
  const errors: FormErrors = {
    ...(!isLocalKind(kind) && { loai: say('content:local.no-kind') }),
    ...(isLocalKind(kind) && !isGone && value === null && { 'noi-dung': say(`content:local.bad-${SHAPE_OF[kind]}`) }),
    ...(source === '' && { 'ly-do': say('content:local.no-source') }),
    ...((!isDay(verifiedOn) || verifiedOn > vietnamDay(now)) && { ngay: say('content:local.bad-day') }),
  };
  if (!isLocalKind(kind) || Object.keys(errors).length > 0) return localPage(deed, form, errors);
  about(`local-fact:${kind}`);
  await recordLocalFact(tx, { areaCode: area.code, kind, value, source, verifiedOn }, authorOf(deed), now);
  after(() => void ports.content.live.refresh().catch(() => {}));
  return goTo(`${PATH}?dia-ban=${area.code}`, 'content:notice.fact-saved');
}
