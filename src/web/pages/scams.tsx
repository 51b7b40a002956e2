/** `/noi-dung/chieu-lua`: the tricks the assistant knows by name, those officials add, and a warning of one in two presses. */
import type { VNode } from 'preact';
import { ANSWER_LENGTH, readTrick, type Trick } from '../../bot/safety/trick.ts';
import { draft } from '../../broadcast/draft.ts';
import {
  listScamPatterns,
  type NotedScamPattern,
  recordScamPattern,
  withdrawScamPattern,
} from '../../db/scam-patterns.ts';
import { SCAM_PATTERNS, type ShippedPattern } from '../../understanding/scam-patterns.ts';
import { errorsOf, roomOf } from './announcement-form.ts';
import { hrefOf } from './announcement-parts.tsx';
import { AreaChoice, areasBelow } from './area-choice.tsx';
import { ErrorSummary, Field, type FormErrors, LongField, PostForm, Time } from './components.tsx';
import { authorOf } from './content-desk.ts';
import { writtenDay } from './content-form.ts';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, type Form, goTo, missing, type Say, show, type Visit } from './visit.ts';

const PATH = '/noi-dung/chieu-lua';

export const scams: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'content.read', handler: (visit) => scamsPage(visit) });
  pages.post({
    path: PATH,
    action: 'content.write',
    area: async ({ query }) => query['dia-ban'] || null,
    handler: (deed) => keep(deed, null),
  });
  const ofPattern = {
    action: 'content.write',
    area: async ({ sql, params, caller }: Parameters<NonNullable<Parameters<typeof pages.post>[0]['area']>>[0]) =>
      (await noted(sql, params.id, caller.simulated))?.areaCode ?? null,
  } as const;
  pages.post({ path: `${PATH}/:id/sua`, ...ofPattern, handler: change });
  pages.post({ path: `${PATH}/:id/ngung`, ...ofPattern, handler: retire });
  pages.page({ path: `${PATH}/:id/canh-bao`, action: 'broadcast.write', handler: (visit) => warningPage(visit) });
  pages.post({
    path: `${PATH}/:id/canh-bao`,
    action: 'broadcast.write',
    area: async ({ query }) => query['dia-ban'] || null,
    handler: draftWarning,
  });
};

async function noted(
  sql: Visit['sql'],
  id: string | undefined,
  simulated: boolean,
): Promise<NotedScamPattern | undefined> {
  return (await listScamPatterns(sql, simulated)).find((one) => one.id === id && one.withdrawnAt === null);
}

// ── deeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const linesOf = (text: string): string[] => text.split(/\r?\n/);

const SOURCE_LENGTH = 200;

function readForm({ form, say }: Pick<Deed, 'form' | 'say'>): { errors: FormErrors } | (Trick & { source: string }) {
  const source = form.text('nguon').normalize('NFC');
  const trick = readTrick(linesOf(form.text('cach-noi')), form.text('loi-dap'));
  const faults = 'faults' in trick ? trick.faults : [];
  const errors: FormErrors = {
    ...(faults.includes('phrases') && { 'cach-noi': say('scams:problem.phrases') }),
    ...(faults.includes('answer') && { 'loi-dap': say('scams:problem.answer', ANSWER_LENGTH) }),
    ...((source === '' || source.length > SOURCE_LENGTH) && { nguon: say('scams:problem.source') }),
  };
  return 'faults' in trick || Object.keys(errors).length > 0 ? { errors } : { ...trick, source };
}

/** Writes a trick down, in the place of an earlier telling of it: nothing is overwritten. */
async function keep(deed: Deed, instead: NotedScamPattern | null): Promise<Answer> {
  const { tx, area, caller, now, form, about } = deed;
  const read = readForm(deed);
  if ('errors' in read) return scamsPage(deed, { form, errors: read.errors, of: instead?.id ?? null });
  const { simulated } = caller;
  if (instead && !(await withdrawScamPattern(tx, instead.id, simulated, now))) return missing();
  const areaCode = instead?.areaCode ?? area.code;
  const id = await recordScamPattern(tx, { ...read, areaCode, simulated }, authorOf(deed).name, now);
  about(`scam:${id}`, areaCode);
  return goTo(PATH, `scams:notice.${instead ? 'changed' : 'added'}`);
}

async function change(deed: Deed): Promise<Answer> {
  const found = await noted(deed.tx, deed.params.id, deed.caller.simulated);
  return found ? keep(deed, found) : missing();
}

async function retire(deed: Deed): Promise<Answer> {
  const { tx, params, caller, now, about } = deed;
  const id = params.id ?? '';
  if (!/^\d{1,18}$/.test(id) || !(await withdrawScamPattern(tx, id, caller.simulated, now))) return missing();
  about(`scam:${id}`);
  return goTo(PATH, 'scams:notice.retired');
}

// ── the warning ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a warning of a trick says before anybody has touched it; null when there is no such trick. */
async function warningOf(visit: Visit): Promise<{ title: string; what: string } | null> {
  const { sql, params, caller, say } = visit;
  const shipped = SCAM_PATTERNS.find(({ id }) => id === params.id);
  if (shipped)
    return { title: say(`safety:pattern.${shipped.id}.title`), what: say(`safety:pattern.${shipped.id}.warning`) };
  const local = await noted(sql, params.id, caller.simulated);
  const first = local?.phrases[0];
  return local && first !== undefined
    ? { title: first, what: say('scams:warning.what', { trick: first, answer: shortened(local.answer) }) }
    : null;
}

/** Its first sentence: a warning has 200 characters, and the rest is asked about. */
const shortened = (answer: string): string => answer.split(/(?<=[.!?])\s/)[0]?.slice(0, 120) ?? '';

async function warningPage(visit: Visit, errors: FormErrors = {}, typed?: Form): Promise<Answer> {
  const { say, area, params, sql, caller } = visit;
  const warning = await warningOf(visit);
  if (!warning) return missing();
  const options = await areasBelow(sql, caller, 'broadcast.write', area);
  return show({
    title: say('scams:warning.title', { trick: warning.title }),
    crumbs: [
      { label: say('content:title'), href: '/noi-dung' },
      { label: say('scams:title'), href: PATH },
    ],
    errors,
    body: (
      <div class="narrow stack">
        <ErrorSummary errors={errors} say={say} />
        <p class="prose">{say('scams:warning.about', { area: area.name })}</p>
        <form method="get" class="row">
          <AreaChoice options={options} value={area.code} label={say('scams:area')} />
          <button type="submit">{say('scams:warning.choose')}</button>
        </form>
        <PostForm visit={visit} action={`${PATH}/${params.id}/canh-bao?dia-ban=${area.code}`} class="stack">
          <LongField
            name="noi-dung"
            label={say('scams:warning.words')}
            value={typed?.text('noi-dung') ?? warning.what}
            maxLength={200}
            rows={4}
            errors={errors}
          />
          <p class="quiet">{say('safety:warn.do')}</p>
          <button type="submit" class="primary">
            {say('scams:warning.draft')}
          </button>
        </PostForm>
      </div>
    ),
  });
}

/** A draft and nothing more: it is tested, approved and sent like any other announcement. */
async function draftWarning(deed: Deed): Promise<Answer> {
  const { tx, caller, area, form, now, ports, say, about } = deed;
  if (!(await warningOf(deed))) return missing();
  const vi = (key: string, params = {}) => ports.texts.say('vi', key, params);
  const phone = ports.flows.local?.(area.code)['police-phone'];
  const ask = phone ? vi('safety:warn.ask-number', { phone }) : vi('safety:warn.ask');
  const drafted = await draft(
    tx,
    caller,
    {
      kind: 'notice',
      content: {
        words: { vi: { what: form.text('noi-dung').normalize('NFC'), bring: vi('safety:warn.do'), ask } },
        extras: [],
        picture: null,
      },
      audience: { area: area.code },
      ...{ sendAt: null, spreadMinutes: 0, budgetVnd: 0, neverTwice: false, corrects: null, officerId: null },
    },
    roomOf(ports),
    now,
  );
  if (!drafted.ok) {
    const problems = Object.values(errorsOf(drafted.problems, say));
    return warningPage(deed, { 'noi-dung': problems.join(' ') }, form);
  }
  about(`broadcast:${drafted.broadcast.id}`);
  return goTo(hrefOf(drafted.broadcast.id), 'scams:notice.drafted');
}

// ── the page ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What was typed and is wrong, and of which trick; null: of a new one. */
interface Refused {
  form: Form;
  errors: FormErrors;
  of: string | null;
}

async function scamsPage(visit: Visit, refused?: Refused): Promise<Answer> {
  const { say, sql, caller, now, area } = visit;
  const mayWrite = visit.may('content.write');
  const [local, options] = await Promise.all([
    listScamPatterns(sql, caller.simulated),
    areasBelow(sql, caller, 'content.write', area),
  ]);
  const theirs = new Set<string>();
  for (const code of new Set(local.map(({ areaCode }) => areaCode)))
    if (await visit.allows('content.write', code)) theirs.add(code);
  return show({
    title: say('scams:title'),
    crumbs: [{ label: say('content:title'), href: '/noi-dung' }],
    asOf: now,
    ...(refused && { status: 422 }),
    body: (
      <div class="stack">
        <ErrorSummary errors={refused?.errors ?? {}} say={say} />
        <p class="prose">{say('scams:about')}</p>
        <h2>{say('scams:local')}</h2>
        {local.length === 0 && <p>{say('scams:none')}</p>}
        {local.map((one) => (
          <Local
            key={one.id}
            visit={visit}
            pattern={one}
            isTheirs={theirs.has(one.areaCode)}
            {...(refused?.of === one.id && { refused })}
          />
        ))}
        {mayWrite && (
          <section class="panel" aria-labelledby="new-title">
            <h2 id="new-title">{say('scams:add')}</h2>
            <PostForm visit={visit} action={`${PATH}?dia-ban=${area.code}`} class="stack">
              {options.length > 1 && <p class="quiet">{say('scams:for', { area: area.name })}</p>}
              <TrickFields say={say} {...(refused?.of === null && { refused })} />
              <button type="submit" class="primary">
                {say('scams:save')}
              </button>
            </PostForm>
          </section>
        )}
        <h2>{say('scams:shipped')}</h2>
        {SCAM_PATTERNS.map((pattern) => (
          <Shipped key={pattern.id} pattern={pattern} visit={visit} />
        ))}
      </div>
    ),
  });
}

interface TrickFieldsProps {
  say: Say;
  refused?: Refused;
  pattern?: NotedScamPattern;
}

function TrickFields({ say, refused, pattern }: TrickFieldsProps): VNode {
  const errors = refused?.errors ?? {};
  const field = (name: string) => ({ name, errors, ...(pattern && !refused && { id: `f-${name}-${pattern.id}` }) });
  return (
    <>
      <LongField
        {...field('cach-noi')}
        label={say('scams:phrases')}
        hint={say('scams:phrases-hint')}
        value={refused?.form.text('cach-noi') ?? pattern?.phrases.join('\n') ?? ''}
        rows={3}
      />
      <LongField
        {...field('loi-dap')}
        label={say('scams:answer')}
        hint={say('scams:answer-hint')}
        value={refused?.form.text('loi-dap') ?? pattern?.answer ?? ''}
        maxLength={ANSWER_LENGTH.most}
        rows={3}
      />
      <Field
        {...field('nguon')}
        label={say('scams:source')}
        hint={say('scams:source-hint')}
        value={refused?.form.text('nguon') ?? pattern?.source ?? ''}
        maxLength={SOURCE_LENGTH}
      />
    </>
  );
}

function Local({
  visit,
  pattern,
  isTheirs,
  refused,
}: {
  visit: Visit;
  pattern: NotedScamPattern;
  isTheirs: boolean;
  refused?: Refused;
}): VNode {
  const { say } = visit;
  const { id, phrases, answer, source, areaName, recordedBy, recordedAt, withdrawnAt } = pattern;
  return (
    <article class="panel stack" aria-labelledby={`chieu-${id}`}>
      <h3 id={`chieu-${id}`}>{phrases.map((phrase) => `“${phrase}”`).join(', ')}</h3>
      <p>{answer}</p>
      <p class="quiet">
        {say('scams:recorded', { area: areaName, source, by: recordedBy })} <Time at={recordedAt} />
      </p>
      {withdrawnAt !== null && (
        <p class="quiet">
          {say('scams:retired')} <Time at={withdrawnAt} />
        </p>
      )}
      {withdrawnAt === null && <Warn visit={visit} id={id} />}
      {withdrawnAt === null && isTheirs && (
        <details open={refused !== undefined}>
          <summary>{say('scams:change')}</summary>
          <PostForm visit={visit} action={`${PATH}/${id}/sua`} class="stack">
            <TrickFields say={say} pattern={pattern} {...(refused && { refused })} />
            <button type="submit">{say('scams:save')}</button>
          </PostForm>
          <PostForm visit={visit} action={`${PATH}/${id}/ngung`}>
            <button type="submit">{say('scams:retire')}</button>
          </PostForm>
        </details>
      )}
    </article>
  );
}

const Warn = ({ visit, id }: { visit: Visit; id: string }): VNode | null =>
  visit.may('broadcast.write') ? (
    <p>
      <a class="button" href={`${PATH}/${id}/canh-bao`}>
        {visit.say('scams:warn')}
      </a>
    </p>
  ) : null;

const Shipped = ({ pattern: { id, years, sources }, visit }: { pattern: ShippedPattern; visit: Visit }): VNode => (
  <article class="panel stack" aria-labelledby={`chieu-${id}`}>
    <h3 id={`chieu-${id}`}>{visit.say(`safety:pattern.${id}.title`)}</h3>
    <p>{visit.say(`safety:pattern.${id}.answer`, { xung: 'bà con', con: 'con' })}</p>
    <p class="quiet">{visit.say('scams:years', { years: years.join(', ') })}</p>
    <ul class="quiet">
      {sources.map(({ ref, date, confidence }) => (
        <li key={ref}>
          {ref} · {writtenDay(date)} · {visit.say(`content:confidence.${confidence}`)}
        </li>
      ))}
    </ul>
    <Warn visit={visit} id={id} />
  </article>
);
