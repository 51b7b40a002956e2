/** `/noi-dung/:flow/xuat-ban`: a draft is checked, compared and let out, or dropped. */
import { objectionsTo } from '../../content/check.ts';
import { type Change, changesBetween } from '../../content/difference.ts';
import type { Edits } from '../../content/edits.ts';
import { labelsOf } from '../../content/freshness.ts';
import { dropDraft, publish } from '../../db/publications.ts';
import type { Label, StepId } from '../../flows/flow.ts';
import { ConfirmForm, ErrorSummary, Field, type FormErrors, PostForm, Tick, Time } from './components.tsx';
import {
  authorOf,
  crumbs,
  hrefOf,
  inside,
  inWorkbench,
  type Looking,
  libraryWith,
  mayPublish,
  openWorkbench,
  peopleAt,
  type Workbench,
} from './content-desk.ts';
import { Changes, Objections, stepTitle } from './content-parts.tsx';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, goTo, missing, show } from './visit.ts';

export const contentPublish: PageRoutes = (pages) => {
  const path = '/noi-dung/:flow/xuat-ban';
  pages.page({ path, action: 'content.write', handler: inWorkbench((visit, bench) => publishPage(visit, bench)) });
  pages.post({ path, action: 'content.publish', handler: publishDraft });
  pages.post({ path: '/noi-dung/:flow/bo-nhap', action: 'content.write', handler: discard });
};

const changedSteps = (changes: readonly Change[]): StepId[] => [
  ...new Set(
    changes.flatMap(
      ({ place }) => /^(?:vi|en) steps\.([^.]+)\.|^picture (.+)$/.exec(place)?.slice(1).filter(Boolean) ?? [],
    ),
  ),
];

async function publishPage(visit: Looking, bench: Workbench, errors: FormErrors = {}): Promise<Answer> {
  const { say, now } = visit;
  const { definition } = bench.delivered;
  const changes = changesBetween(bench.inForce, bench.drafted);
  const library = libraryWith(visit, bench.file, bench.draft?.edits ?? bench.inForceEdits);
  const objections = objectionsTo(library, bench.file, visit.ports.content.rules);
  const people = await peopleAt(visit, bench);
  const affected = stepsAffected(bench, changes);
  const standing = affected.reduce((sum, step) => sum + (people.get(step)?.standing ?? 0), 0);
  const canPublish = await mayPublish(visit);
  return show({
    title: say('content:publish.title'),
    crumbs: crumbs(visit, bench),
    asOf: now,
    errors,
    styles: ['content.css'],
    body: (
      <div class="stack">
        <ErrorSummary errors={errors} say={say} />
        {bench.draft ? (
          <p>
            {say('content:publish.by', { name: bench.draft.savedBy.name })} <Time at={bench.draft.savedAt} />.
          </p>
        ) : (
          <p>{say('content:publish.nothing')}</p>
        )}
        <Objections id="kiem-tra" objections={objections} say={say} />
        <section class="panel" aria-labelledby="changes-title">
          <h2 id="changes-title">{say('content:publish.changes', { n: changes.length })}</h2>
          <Changes changes={changes} say={say} />
        </section>
        {bench.draft && changes.length > 0 && (
          <p>
            {say('content:publish.people', { n: standing })} {say('content:publish.unharmed')}
          </p>
        )}
        {bench.draft && !canPublish && <div class="notice warn">{say('content:publish.not-yours')}</div>}
        {bench.draft && canPublish && changes.length > 0 && objections.length === 0 && (
          <PostForm visit={visit} action={hrefOf(definition, 'xuat-ban')} class="panel stack">
            <h2>{say('content:publish.form')}</h2>
            <input type="hidden" name="sau" value={bench.number} />
            <input type="hidden" name="moc" value={bench.draft.revision} />
            <Field
              name="ly-do"
              label={say('content:publish.reason')}
              hint={say('content:publish.reason-hint')}
              maxLength={300}
              required
              errors={errors}
            />
            <fieldset>
              <legend>{say('content:publish.must-see')}</legend>
              <p class="hint">{say('content:publish.must-see-hint')}</p>
              {affected.map((step) => (
                <Tick key={step} name="bat-buoc" value={step} label={stepTitle(bench.drafted, step)} />
              ))}
            </fieldset>
            <button type="submit" class="primary">
              {say('content:publish.button')}
            </button>
          </PostForm>
        )}
        {bench.draft && (
          <ConfirmForm
            id="discard"
            visit={visit}
            action={hrefOf(definition, 'bo-nhap')}
            open={say('content:publish.discard')}
            question={say('content:publish.discard-question')}
            button={say('content:publish.discard')}
            danger
          >
            <input type="hidden" name="moc" value={bench.draft.revision} />
          </ConfirmForm>
        )}
      </div>
    ),
  });
}

/** Steps whose words, picture or labels the changes touch. */
function stepsAffected({ drafted }: Workbench, changes: readonly Change[]): StepId[] {
  const labels = new Set(
    changes.flatMap(({ place }) => (place.startsWith('label ') ? [place.slice('label '.length)] : [])),
  );
  const byLabel = Object.entries(drafted.definition.steps)
    .filter(([, step]) => labelsOf(step).some((label) => labels.has(label)))
    .map(([id]) => id);
  return [...new Set([...changedSteps(changes), ...byLabel])];
}

/** Steps whose labels were seen on a phone just now, as their new records say. */
function stepsSeen({ drafted }: Workbench, changes: readonly Change[]): { step: StepId; on: string }[] {
  const days = new Map(
    changes.flatMap(({ place, after }) =>
      place.startsWith('label ') ? [[place.slice('label '.length), (after as Label).verifiedOn] as const] : [],
    ),
  );
  return Object.entries(drafted.definition.steps).flatMap(([step, definition]) => {
    const seen = labelsOf(definition).flatMap((label) => days.get(label) ?? []);
    return seen.length > 0 ? [{ step, on: seen.sort()[0] as string }] : [];
  });
}

async function publishDraft(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const bench = await openWorkbench(deed, deed.params.flow ?? '');
  if (!bench?.draft) return missing();
  const { form, say, about } = deed;
  const changes = changesBetween(bench.inForce, bench.drafted);
  const objections = objectionsTo(
    libraryWith(deed, bench.file, bench.draft.edits),
    bench.file,
    deed.ports.content.rules,
  );
  const reason = form.text('ly-do').slice(0, 300);
  if (!(await mayPublish(deed))) return refused(deed);
  if (form.text('moc') !== String(bench.draft.revision) || form.text('sau') !== String(bench.number))
    return publishPage(deed, bench, { 'ly-do': say('content:step.overtaken') });
  if (reason === '') return publishPage(deed, bench, { 'ly-do': say('content:publish.no-reason') });
  if (objections.length > 0) return publishPage(deed, bench, { 'ly-do': say('content:publish.objections') });
  about(bench.file);
  return letOut(deed, bench, {
    edits: bench.draft.edits,
    reason,
    mustSee: form.all('bat-buoc').filter((step) => stepsAffected(bench, changes).includes(step)),
    returnsTo: null,
    seen: stepsSeen(bench, changes),
  });
}

interface LetOut {
  edits: Edits;
  reason: string;
  mustSee: readonly StepId[];
  returnsTo: number | null;
  seen: readonly { step: StepId; on: string }[];
}

export async function letOut(deed: ReturnType<typeof inside>, bench: Workbench, what: LetOut): Promise<Answer> {
  const { caller, tx, now, ports, after } = deed;
  const publication = { ...what, file: bench.file, simulated: caller.simulated, after: bench.number };
  const number = await publish(tx, publication, authorOf(deed), now);
  const { definition } = bench.delivered;
  if (number === null) return publishPage(deed, bench, { 'ly-do': deed.say('content:step.overtaken') });
  after(() => void ports.content.live.refresh().catch(() => {}));
  return goTo(hrefOf(definition), what.returnsTo === null ? 'content:notice.published' : 'content:notice.returned');
}

/** The right is there, but not for everybody whom these words reach. */
export const refused = ({ say }: Pick<Deed, 'say'>): Answer =>
  show({ title: say('content:publish.title'), status: 403, body: <p>{say('content:publish.not-yours')}</p> });

async function discard(outer: Deed): Promise<Answer> {
  const deed = inside(outer);
  const bench = await openWorkbench(deed, deed.params.flow ?? '');
  if (!bench?.draft) return missing();
  deed.about(bench.file);
  const isGone = await dropDraft(deed.tx, bench.file, deed.caller.simulated, Number(deed.form.text('moc')));
  if (!isGone) return publishPage(deed, bench, { 'ly-do': deed.say('content:step.overtaken') });
  return goTo(hrefOf(bench.delivered.definition), 'content:notice.discarded');
}
