/** `/noi-dung/:flow/:step`: the words, picture and labels of one step, side by side, with what would become of them. */

import type { VNode } from 'preact';
import { vietnamDay } from '../../clock.ts';
import { ABOUT_FIELDS, type Edits, type Place, tidy, worded } from '../../content/edits.ts';
import { doubtOf } from '../../content/freshness.ts';
import { flowsIn, flowsWith, stepsFrom } from '../../content/library.ts';
import { saveDraft } from '../../db/publications.ts';
import { recordScreenCheck } from '../../db/screen-checks.ts';
import type { StepId } from '../../flows/flow.ts';
import { WRITTEN_LANGUAGES } from '../../flows/words.ts';
import { ErrorSummary, Field, type FormErrors, PostForm } from './components.tsx';
import {
  authorOf,
  crumbs,
  draftedEdits,
  editionOf,
  hrefOf,
  inside,
  type Looking,
  libraryWith,
  openWorkbench,
  peopleAt,
} from './content-desk.ts';
import { fieldName, placesOnForm, type ReadForm, readPlaces, writtenDay } from './content-form.ts';
import { chosenFlow, LookShown, lookAt } from './content-look.tsx';
import { placeName, stepTitle } from './content-parts.tsx';
import { Help, Labels, PictureForm, type StepDesk, Values, Words } from './content-step-form.tsx';
import { keepRecording, removeRecording, Voices } from './content-voice.tsx';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, type Form, goTo, missing, show } from './visit.ts';

/** The page of what is said about a flow as a whole; no step is called that. */
const ABOUT = 'gioi-thieu';

export const contentStep: PageRoutes = (pages) => {
  const path = '/noi-dung/:flow/:step';
  pages.page({ path, action: 'content.read', handler: (visit) => atStep(visit, (desk) => stepPage(visit, desk)) });
  pages.post({ path, action: 'content.write', handler: (deed) => atStep(inside(deed), (desk) => save(deed, desk)) });
  // Only looks: nothing is changed, so nothing is written into the audit log while somebody types.
  pages.post({
    path: `${path}/xem`,
    action: 'signed-in',
    handler: (deed) =>
      deed.may('content.write')
        ? atStep(inside(deed), (desk) => stepPage(inside(deed), desk, { form: deed.form }))
        : missing(),
  });
  // A form of its own: files are sent another way than words.
  const withVoice = (act: typeof keepRecording) => (outer: Deed) =>
    atStep(inside(outer), async ({ step, ...rest }) => {
      const desk = { ...rest, step };
      return step === null
        ? missing()
        : act(outer, { ...rest, step }, (errors) => stepPage(inside(outer), desk, { errors }));
    });
  pages.post({ path: `${path}/giong`, action: 'content.write', upload: true, handler: withVoice(keepRecording) });
  pages.post({ path: `${path}/giong/bo`, action: 'content.write', handler: withVoice(removeRecording) });
  for (const finding of ['seen', 'changed'] as const)
    pages.post({
      path: `${path}/${finding === 'seen' ? 'da-coi' : 'da-doi'}`,
      action: 'content.write',
      handler: (deed) => atStep(inside(deed), (desk) => recordCheck(deed, desk, finding)),
    });
};

async function atStep(visit: Looking, then: (desk: StepDesk) => Promise<Answer>): Promise<Answer> {
  const bench = await openWorkbench(visit, visit.params.flow ?? '');
  if (!bench) return missing();
  if (visit.params.step === ABOUT && !bench.delivered.definition.isBlock) {
    const places = ABOUT_FIELDS.flatMap((field) => WRITTEN_LANGUAGES.map((language) => `${language} ${field}`));
    return then({ bench, step: null, places });
  }
  const step = visit.params.step ?? '';
  return worded(bench.delivered).includes(step)
    ? then({ bench, step, places: placesOnForm(bench.delivered, step) })
    : missing();
}

// ── what the form says ─────────────────────────────────────────────────────────────────────────────────────────────

interface Typed {
  form?: Form;
  errors?: FormErrors;
}

/** The draft with what the form says in place of its own. */
function mergedEdits({ bench }: StepDesk, read: ReadForm & { ok: true }): Edits {
  return tidy(bench.delivered, { ...draftedEdits(bench), ...read.edits });
}

const refusalErrors = (visit: Pick<Looking, 'say'>, read: ReadForm): FormErrors =>
  read.ok
    ? {}
    : Object.fromEntries(
        read.refusals.map(({ place, refusal }) => [
          nameOfFirst(place),
          `${placeName(visit.say, place)}: ${visit.say(`content:refusal.${refusal}`)}`,
        ]),
      );

/** A label, a picture or a list has several fields; the error stands at the first. */
function nameOfFirst(place: Place): string {
  if (place.startsWith('label ')) return `${fieldName(place)}.text`;
  if (place.startsWith('picture ')) return 'picture.title';
  return place.endsWith('.differs') ? `${fieldName(place)}.0` : fieldName(place);
}

async function save(deed: Deed, desk: StepDesk): Promise<Answer> {
  const { form, say, tx, caller, now, about } = deed;
  const visit = inside(deed);
  const { bench, places, step } = desk;
  const read = readPlaces(bench.delivered, places, form);
  if (!read.ok) return stepPage(visit, desk, { form, errors: refusalErrors(deed, read) });
  const from = Number(form.text('moc'));
  const isOvertaken = from !== (bench.draft?.revision ?? 0) || Number(form.text('sau')) !== bench.number;
  const edits = mergedEdits(desk, read);
  const draft = { file: bench.file, edits, simulated: caller.simulated, from };
  if (isOvertaken || (await saveDraft(tx, draft, authorOf(deed), now)) === null)
    return stepPage(visit, desk, { form, errors: { moc: say('content:step.overtaken') } });
  about(step === null ? bench.file : `${bench.file}#${step}`);
  const { definition } = bench.delivered;
  return form.text('viec') === 'xuat-ban'
    ? goTo(hrefOf(definition, 'xuat-ban'), 'content:notice.saved')
    : goTo(hrefOf(definition, step ?? ABOUT), 'content:notice.saved');
}

async function recordCheck(deed: Deed, { bench, step }: StepDesk, finding: 'seen' | 'changed'): Promise<Answer> {
  const { form, tx, caller, now, about, after, ports, say } = deed;
  if (step === null) return missing();
  const note = form.text('ly-do').slice(0, 300);
  const href = hrefOf(bench.delivered.definition, step);
  if (note === '')
    return show({
      title: say(`content:check-screen.${finding}`),
      status: 422,
      crumbs: crumbs(deed, bench),
      body: (
        <p>
          {say('content:app.no-note')} <a href={href}>{say('content:check-screen.back')}</a>
        </p>
      ),
    });
  about(`${bench.file}#${step}`);
  const check = { finding, about: { file: bench.file, step }, foundOn: vietnamDay(now), note };
  await recordScreenCheck(tx, { ...check, simulated: caller.simulated }, authorOf(deed), now);
  after(() => void ports.content.live.refresh().catch(() => {}));
  return goTo(href, `content:notice.${finding}`);
}

// ── the page ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function stepPage(visit: Looking, desk: StepDesk, typed?: Typed): Promise<Answer> {
  const { say, now } = visit;
  const { bench, step, places } = desk;
  const { definition } = bench.delivered;
  const read = typed?.form && readPlaces(bench.delivered, places, typed.form);
  const edits = read?.ok ? mergedEdits(desk, read) : draftedEdits(bench);
  const errors = { ...(read && refusalErrors(visit, read)), ...typed?.errors };
  const within = chosenFlow(visit, bench);
  const library = libraryWith(visit, bench.file, edits);
  const look = await lookAt(visit, desk, library, within);
  const people = step === null ? 0 : ((await peopleAt(visit, bench)).get(step)?.standing ?? 0);
  const values = new Values(desk, edits, typed?.form);
  const action = hrefOf(definition, step ?? ABOUT);
  return show({
    title:
      step === null
        ? say('content:step.about-title')
        : say('content:step.title', { step: stepTitle(bench.drafted, step) }),
    crumbs: crumbs(visit, bench),
    asOf: now,
    errors,
    styles: ['content.css'],
    scripts: ['content.js'],
    body: (
      <div class="stack content-step">
        <ErrorSummary errors={errors} say={say} />
        {step !== null && <DoubtNotice visit={visit} desk={{ ...desk, step }} />}
        <p>
          {step !== null && <strong>{say('content:step.people', { n: people })}</strong>}{' '}
          {definition.isBlock &&
            say('content:flow.shared', {
              n: flowsWith(flowsIn(library), bench.file).length,
            })}
        </p>
        <div class="columns">
          <PostForm visit={visit} action={action} class="words-form">
            <input
              type="hidden"
              name="moc"
              id="f-moc"
              value={typed?.form?.text('moc') || (bench.draft?.revision ?? 0)}
            />
            <input type="hidden" name="sau" value={typed?.form?.text('sau') || bench.number} />
            <Words visit={visit} desk={desk} values={values} errors={errors} />
            {step !== null && <Labels visit={visit} desk={{ ...desk, step }} values={values} errors={errors} />}
            {step !== null && <PictureForm visit={visit} desk={{ ...desk, step }} values={values} errors={errors} />}
            <Help visit={visit} desk={desk} />
            {visit.may('content.write') && (
              <div class="row sticky-actions">
                <button type="submit" formaction={`${action}/xem`} data-live={`${action}/xem`}>
                  {say('content:step.check')}
                </button>
                <button type="submit" name="viec" value="luu" class="primary">
                  {say('content:step.save')}
                </button>
                <button type="submit" name="viec" value="xuat-ban">
                  {say('content:step.save-and-publish')}
                </button>
              </div>
            )}
          </PostForm>
          <LookShown look={look} visit={visit} />
        </div>
        {step !== null && (
          <Voices
            visit={visit}
            desk={{ ...desk, step }}
            look={look}
            document={library.get(bench.file)}
            errors={errors}
          />
        )}
        {step !== null && visit.may('content.write') && <ScreenChecks visit={visit} action={action} />}
      </div>
    ),
  });
}

// ── does it still look like that? ──────────────────────────────────────────────────────────────────────────────────

function DoubtNotice({
  visit,
  desk: { bench, step },
}: {
  visit: Looking;
  desk: StepDesk & { step: StepId };
}): VNode | null {
  const edition = editionOf(visit);
  const doubt = flowsWith(edition.flows.current, bench.file)
    .flatMap((flow) =>
      stepsFrom(flow, bench.file, step).map((id) => doubtOf(flow, id, visit.now, edition.checks(), edition.apps())),
    )
    .find((found) => found !== null);
  if (!doubt) return null;
  const seen = doubt.lastSeen === null ? '–' : writtenDay(doubt.lastSeen);
  return (
    <div class="notice warn" role="status">
      ◆ {visit.say(`content:doubt.${doubt.why}`, { day: seen })}
    </div>
  );
}

const ScreenChecks = ({ visit, action }: { visit: Looking; action: string }): VNode => (
  <section class="panel" aria-labelledby="screens-title">
    <h2 id="screens-title">{visit.say('content:check-screen.title')}</h2>
    <p class="prose">{visit.say('content:check-screen.about')}</p>
    <div class="pair">
      {(['seen', 'changed'] as const).map((finding) => (
        <PostForm
          key={finding}
          visit={visit}
          action={`${action}/${finding === 'seen' ? 'da-coi' : 'da-doi'}`}
          class="stack"
        >
          <Field
            name="ly-do"
            id={`note-${finding}`}
            label={visit.say(`content:check-screen.note-${finding}`)}
            maxLength={300}
            required
          />
          <button type="submit">{visit.say(`content:check-screen.${finding}`)}</button>
        </PostForm>
      ))}
    </div>
  </section>
);
