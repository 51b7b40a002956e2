/** `/noi-dung/diem-mo`: what the flows do not know for certain, who should ask, and what came out. */
import type { VNode } from 'preact';
import { type OpenPoint, openPointsIn } from '../../content/open-points.ts';
import { type OpenPointAnswer, readAnswers, recordAnswer } from '../../db/open-points.ts';
import {
  Choice,
  Empty,
  ErrorSummary,
  Field,
  FilterForm,
  type FormErrors,
  LongField,
  PostForm,
  Time,
} from './components.tsx';
import { authorOf, editionOf, hrefOf, inside, type Looking, titleOf } from './content-desk.ts';
import { stepTitle } from './content-parts.tsx';
import type { PageRoutes } from './pages.tsx';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Answer, type Deed, goTo, missing, show } from './visit.ts';

const PATH = '/noi-dung/diem-mo';
const PER_PAGE = 25;

export const contentPoints: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'content.read', handler: (visit) => pointsPage(visit) });
  pages.post({ path: `${PATH}/:point`, action: 'content.write', handler: answer });
};

interface Wrong {
  point: string;
  errors: FormErrors;
}

async function pointsPage(visit: Looking, wrong?: Wrong): Promise<Answer> {
  const { say, now, query, sql, caller } = visit;
  const library = editionOf(visit).library();
  const answers = await readAnswers(sql, caller.simulated);
  const isAnswered = ({ id }: OpenPoint) => Boolean(answers.get(id)?.answer);
  const all = openPointsIn(library);
  const wanted = all
    .filter((point) => wrong === undefined || point.id === wrong.point)
    .filter(({ file }) => !query.viec || file.endsWith(`/${query.viec}`))
    .filter((point) => wrong !== undefined || isAnswered(point) === (query.xem === 'xong'))
    .filter(({ kind }) => !query.loai || kind === query.loai);
  const page = pageNumber(visit);
  const shown = wanted.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const open = all.filter((point) => !isAnswered(point)).length;
  return show({
    title: say('content:points.title'),
    crumbs: [{ label: say('content:title'), href: '/noi-dung' }],
    asOf: now,
    ...(wrong && { status: 422 }),
    styles: ['content.css'],
    body: (
      <div class="stack">
        {wrong && <ErrorSummary errors={wrong.errors} say={say} />}
        <p class="prose">{say('content:points.explained')}</p>
        <p>
          <strong>{say('content:points.count', { open, all: all.length })}</strong>
        </p>
        <FilterForm action={PATH} say={say} kept={{ viec: query.viec ?? '' }}>
          <Choice
            name="xem"
            label={say('content:points.show')}
            value={query.xem ?? ''}
            options={['', 'xong'].map((value) => ({
              value,
              label: say(`content:points.${value === '' ? 'still-open' : 'answered'}`),
            }))}
          />
          <Choice
            name="loai"
            label={say('content:points.kind')}
            value={query.loai ?? ''}
            options={['', 'point', 'label', 'source'].map((value) => ({
              value,
              label: say(`content:points.of-kind.${value === '' ? 'all' : value}`),
            }))}
          />
        </FilterForm>
        {query.viec && <a href={PATH}>{say('content:points.all-flows')}</a>}
        {shown.length === 0 && <Empty title={say('content:points.none')} />}
        {shown.map((point) => (
          <Point
            key={point.id}
            point={point}
            answer={answers.get(point.id)}
            visit={visit}
            errors={wrong?.point === point.id ? wrong.errors : {}}
          />
        ))}
        <NumberedPager visit={visit} page={page} more={page * PER_PAGE < wanted.length} />
      </div>
    ),
  });
}

function Point({
  point,
  answer,
  visit,
  errors,
}: {
  point: OpenPoint;
  answer: OpenPointAnswer | undefined;
  visit: Looking;
  errors: FormErrors;
}): VNode {
  const { say } = visit;
  const document = editionOf(visit).library().get(point.file);
  const id = document?.definition.id ?? '';
  return (
    <article class="panel" id={`diem-${point.id}`} aria-labelledby={`what-${point.id}`}>
      <h2 id={`what-${point.id}`} class="point">
        {point.what}
      </h2>
      <p class="quiet">
        {document && <a href={hrefOf({ id })}>{titleOf(say, document)}</a>}
        {point.step !== null && (
          <>
            {' ▸ '}
            <a href={hrefOf({ id }, point.step)}>{document ? stepTitle(document, point.step) : point.step}</a>
          </>
        )}{' '}
        · {say(`content:points.of-kind.${point.kind}`)}
        {point.confidence !== null && ` · ${say(`content:confidence.${point.confidence}`)}`}
      </p>
      <p>{say('content:points.who', { who: point.who ?? say(`content:points.who-${point.kind}`) })}</p>
      {answer?.answer && (
        <div class="notice good">
          <p>{answer.answer}</p>
          <p class="quiet">
            {answer.source} · {answer.by.name}, <Time at={answer.at} />
          </p>
        </div>
      )}
      {visit.may('content.write') && (
        <details open={Object.keys(errors).length > 0}>
          <summary>{say(answer?.answer ? 'content:points.again' : 'content:points.answer')}</summary>
          <PostForm visit={visit} action={`${PATH}/${point.id}`} class="stack">
            <LongField
              name="tra-loi"
              id={Object.keys(errors).length > 0 ? 'f-tra-loi' : `answer-${point.id}`}
              label={say('content:points.what-came-out')}
              rows={2}
              maxLength={1000}
              errors={errors}
            />
            <Field
              name="ly-do"
              id={Object.keys(errors).length > 0 ? 'f-ly-do' : `source-${point.id}`}
              label={say('content:points.source')}
              maxLength={300}
              errors={errors}
            />
            <div class="row">
              <button type="submit" class="primary">
                {say('content:points.save')}
              </button>
              {answer?.answer && (
                <button type="submit" name="mo-lai" value="1">
                  {say('content:points.reopen')}
                </button>
              )}
            </div>
          </PostForm>
        </details>
      )}
    </article>
  );
}

async function answer(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const { form, params, say, tx, caller, now, about } = deed;
  const point = openPointsIn(editionOf(deed).library()).find(({ id }) => id === params.point);
  if (!point) return missing();
  const isReopened = form.has('mo-lai');
  const text = form.text('tra-loi').slice(0, 1000);
  const source = form.text('ly-do').slice(0, 300);
  const errors: FormErrors = {
    ...(!isReopened && text === '' && { 'tra-loi': say('content:points.no-answer') }),
    ...(source === '' && { 'ly-do': say('content:points.no-source') }),
  };
  if (Object.keys(errors).length > 0) return pointsPage(deed, { point: point.id, errors });
  about(`open-point:${point.id}`);
  const given = { point: point.id, answer: isReopened ? null : text, source, simulated: caller.simulated };
  await recordAnswer(tx, given, authorOf(deed), now);
  return goTo(isReopened ? PATH : `${PATH}?xem=xong`, `content:notice.${isReopened ? 'reopened' : 'answered'}`);
}
