/** `/thong-bao/soan`: who, what, when on one page; what it would do stands beside it and changes while somebody types. */
import type { VNode } from 'preact';
import { callerRef } from '../../access/caller.ts';
import { readAudience } from '../../broadcast/audience.ts';
import { draft, edit, look } from '../../broadcast/draft.ts';
import { preview, renderings, sample } from '../../broadcast/preview.ts';
import { timeWords } from '../../broadcast/schedule.ts';
import { keepPicture } from '../../db/announcement-pictures.ts';
import { type Broadcast, lockBroadcast, readBroadcast } from '../../db/broadcasts.ts';
import { openHoursOf } from '../../db/open-hours.ts';
import { dropSavedAudience, readSavedAudiences, saveAudience } from '../../db/saved-audiences.ts';
import { choicesFor, type Seen, What, When, Who } from './announcement-fields.tsx';
import {
  contentValues,
  errorsOf,
  type Fields,
  fieldsFrom,
  fieldsOf,
  fieldTitle,
  type ReadCompose,
  readCompose,
  roomOf,
  withAudience,
} from './announcement-form.ts';
import { hrefOf, PATH, Phones, Reach, ReachCount, Sample } from './announcement-parts.tsx';
import { ErrorSummary, type FormErrors, fieldId, Notice, PostForm } from './components.tsx';
import { type Answer, type Deed, goTo, missing, type Say, show, type Visit, withQuery } from './visit.ts';

/** What a form is about besides itself: the draft it changes, the announcement it corrects. */
interface Subject {
  written: Broadcast | null;
  original: Broadcast | null;
}

/** Of the reader's world, and where they may write. */
async function theirs(visit: Visit, id: string): Promise<Broadcast | null> {
  const broadcast = await readBroadcast(visit.sql, id);
  if (!broadcast || broadcast.simulated !== visit.caller.simulated) return null;
  return (await visit.allows('broadcast.write', broadcast.audience.area)) ? broadcast : null;
}

/** As the hidden fields of the form say it; null when that is nothing of the reader's. */
async function subjectOf(deed: Deed): Promise<Subject | null> {
  const [id, corrected] = [deed.form.text('so'), deed.form.text('dinh-chinh')];
  const written = id === '' ? null : await theirs(deed, id);
  if (id !== '' && !written) return null;
  return subjectFor(deed, written, corrected || (written?.corrects ?? ''));
}

async function subjectFor(visit: Visit, written: Broadcast | null, corrected: string): Promise<Subject | null> {
  if (corrected === '') return { written, original: null };
  const original = await theirs(visit, corrected);
  return original?.startedAt ? { written, original } : null;
}

// ── opening it ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Empty, or for `?dinh-chinh=` with the words that were wrong. */
export async function composePage(visit: Visit): Promise<Answer> {
  const subject = await subjectFor(visit, null, visit.query['dinh-chinh'] ?? '');
  if (!subject) return missing();
  const { original } = subject;
  const start = { 'khu-vuc': visit.area.code, 'can-bo': visit.caller.id };
  const fields = fieldsFrom(original ? { ...start, ...contentValues(original.content), loai: original.kind } : start);
  return formPage(visit, { subject, fields });
}

export async function editPage(visit: Visit): Promise<Answer> {
  const written = await theirs(visit, visit.params.id ?? '');
  const subject = written && (await subjectFor(visit, written, written.corrects ?? ''));
  if (!subject || !written) return missing();
  // Once others look at it, it is not changed under their eyes.
  if (written.state !== 'draft' && written.state !== 'returned') return goTo(hrefOf(written.id));
  return formPage(visit, { subject, fields: fieldsOf(written, written.sendAt ? timeWords(written.sendAt) : '') });
}

// ── what is done with it ───────────────────────────────────────────────────────────────────────────────────────────

/** Only looks; nothing is written down. */
export async function lookAtForm(deed: Deed): Promise<Answer> {
  if (!deed.may('broadcast.write')) return missing();
  const subject = await subjectOf(deed);
  return subject ? formPage(deed, { subject, fields: await chosenFields(deed), isLooking: true }) : missing();
}

/** "Lấy nhóm này": the saved audience in the place of what stands in the form. */
async function chosenFields(deed: Deed): Promise<Fields> {
  const wanted = deed.form.text('lay-nhom') === '' ? '' : deed.form.text('nhom');
  const saved = wanted === '' ? [] : await readSavedAudiences(deed.sql, deed.area.code, deed.caller.simulated);
  const chosen = saved.find(({ id }) => id === wanted);
  return chosen ? withAudience(deed.form, chosen.query) : deed.form;
}

/** A new draft, or the old one changed; whoever had tested or agreed to it has to do so again. */
export async function keepDraft(deed: Deed): Promise<Answer> {
  const { tx, caller, now, ports, about, params } = deed;
  const subject = await subjectOf(deed);
  if (!subject || (params.id !== undefined && subject.written?.id !== params.id)) return missing();
  const { fields, errors } = await withPicture(deed);
  const read = readCompose(fields, { room: roomOf(ports), original: subject.original, now, say: deed.say });
  const faults = { ...read.errors, ...errors };
  if (Object.keys(faults).length > 0) return formPage(deed, { subject, fields, errors });
  const locked = subject.written && (await lockBroadcast(tx, subject.written.id));
  const drafted = locked
    ? await edit(tx, caller, locked, changeOf(read, locked), roomOf(ports), now)
    : await draft(tx, caller, read.input, roomOf(ports), now);
  if (!drafted.ok) return formPage(deed, { subject, fields, errors: errorsOf(drafted.problems, deed.say) });
  const { broadcast } = drafted;
  about(`broadcast:${broadcast.id}`, broadcast.audience.area);
  return goTo(hrefOf(broadcast.id), 'announcements:notice.kept');
}

function changeOf({ input }: ReadCompose, before: Broadcast) {
  const { id: _, corrects: __, officerId, ...change } = input;
  return { ...change, officerId: officerId ?? before.officerId };
}

/** The picture just chosen, kept at once, so that it need not be chosen again when something else is wrong. */
async function withPicture(deed: Deed): Promise<{ fields: Fields; errors: FormErrors }> {
  const { form, tx, caller, now, say } = deed;
  const file = form.files.find(({ field, bytes }) => field === 'hinh' && bytes.length > 0);
  const isDropped = form.has('bo-hinh');
  if (!file && !isDropped) return { fields: form, errors: {} };
  const kept = file
    ? await keepPicture(tx, { bytes: file.bytes, alt: form.text('hinh-ta'), addedBy: callerRef(caller) }, now)
    : null;
  const hash = kept?.ok ? kept.hash : '';
  const fields: Fields = { ...form, text: (name) => (name === 'hinh-ma' ? hash : form.text(name)) };
  const errors =
    kept && !kept.ok ? { [kept.say === 'no-alt' ? 'hinh-ta' : 'hinh']: say(`announcements:picture.${kept.say}`) } : {};
  return { fields, errors };
}

/** The who-part of the form under a name of its own. */
export async function keepAudience(deed: Deed): Promise<Answer> {
  const { form, tx, caller, area, now, say, ports, about } = deed;
  const subject = await subjectOf(deed);
  if (!subject) return missing();
  const name = form.text('ten-nhom').normalize('NFC').slice(0, 80);
  const read = readCompose(form, { room: roomOf(ports), original: null, now, say });
  const { problems } = await look(tx, caller, read.input, roomOf(ports), now);
  const errors: Record<string, string> = {
    ...errorsOf(
      problems.filter(({ what }) => what === 'audience'),
      say,
    ),
  };
  if (name === '') errors['ten-nhom'] = say('announcements:saved.no-name');
  if (Object.keys(errors).length > 0) return formPage(deed, { subject, fields: form, errors });
  const query = readAudience({ ...read.input.audience }, roomOf(ports).flows);
  if (!query.ok) return formPage(deed, { subject, fields: form });
  const id = await saveAudience(
    tx,
    {
      name,
      areaCode: area.code,
      query: query.query,
      createdBy: callerRef(caller),
      simulated: caller.simulated,
    },
    now,
  );
  about(`audience:${id}`, area.code);
  return formPage(deed, { subject, fields: form, isLooking: true, notice: say('announcements:saved.kept', { name }) });
}

export async function dropAudience(deed: Deed): Promise<Answer> {
  const { form, tx, caller, area, say, about } = deed;
  const subject = await subjectOf(deed);
  const saved = await readSavedAudiences(tx, area.code, caller.simulated);
  const chosen = saved.find(({ id }) => id === form.text('nhom'));
  if (!subject || !chosen) return missing();
  if (!(await deed.allows('broadcast.write', chosen.areaCode))) {
    return formPage(deed, { subject, fields: form, errors: { nhom: say('announcements:saved.not-yours') } });
  }
  await dropSavedAudience(tx, chosen.id);
  about(`audience:${chosen.id}`, chosen.areaCode);
  const notice = say('announcements:saved.dropped', { name: chosen.name });
  return formPage(deed, { subject, fields: form, isLooking: true, notice });
}

// ── the page ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Composing {
  subject: Subject;
  fields: Fields;
  errors?: FormErrors;
  /** Asked to look: what is wrong stands beside the fields, but nothing was refused. */
  isLooking?: boolean;
  notice?: string;
}

async function formPage(visit: Visit, { subject, fields, errors, isLooking, notice }: Composing): Promise<Answer> {
  const { say, area, ports, now } = visit;
  const read = readCompose(fields, { room: roomOf(ports), original: subject.original, now, say });
  const seen = await seeing(visit, read);
  const isEmpty = read.input.content.words.vi.what === '';
  const found = { ...errorsOf(seen.looked.problems, say), ...read.errors, ...errors };
  const isJudged = isLooking || errors !== undefined;
  // While somebody is still writing, an empty field is no mistake.
  if (isLooking && isEmpty) delete found['loi-vi'];
  const shown = isJudged ? found : {};
  const inline = withoutTitles(shown, say);
  const isRefused = errors !== undefined;
  const choices = await choicesFor(visit, fields);
  const id = subject.written?.id;
  const back = id === undefined ? PATH : hrefOf(id);
  const here = (path: string) => withQuery(path, { 'dia-ban': area.code });
  return show({
    title: say(
      subject.original
        ? 'announcements:compose.correction'
        : subject.written
          ? 'announcements:compose.edit'
          : 'announcements:compose.title',
    ),
    crumbs: [{ label: say('officials:nav.announcements'), href: PATH }],
    styles: ['content.css', 'announcements.css'],
    scripts: ['content.js'],
    ...(isRefused && { status: 422 }),
    body: (
      <>
        {notice !== undefined && <Notice>{notice}</Notice>}
        {isRefused && <ErrorSummary errors={shown} say={say} />}
        <div class="content-step">
          <div class="columns">
            <PostForm
              visit={visit}
              action={id === undefined ? here(`${PATH}/soan`) : hrefOf(id, 'sua')}
              class="words-form announcement"
              upload
            >
              {/* What Enter presses: the first button of a form. */}
              <button type="submit" class="for-enter" tabIndex={-1} aria-hidden="true">
                {say('announcements:compose.keep')}
              </button>
              {id !== undefined && <input type="hidden" name="so" value={id} />}
              {subject.original && <input type="hidden" name="dinh-chinh" value={subject.original.id} />}
              <Who {...{ say, fields, choices, here }} errors={inline} original={subject.original} />
              <What {...{ say, fields, choices }} errors={inline} />
              <When {...{ say, fields, choices, seen, now }} errors={inline} />
              <div class="row actions">
                <button type="submit" class="primary">
                  {say('announcements:compose.keep')}
                </button>
                <button
                  type="submit"
                  formaction={here(`${PATH}/soan/xem`)}
                  formnovalidate
                  data-live={here(`${PATH}/soan/xem`)}
                >
                  {say('announcements:compose.look')}
                </button>
                <a href={back}>{say('announcements:compose.leave')}</a>
              </div>
            </PostForm>
            <Look seen={seen} read={read} errors={isJudged ? found : {}} say={say} />
          </div>
        </div>
      </>
    ),
  });
}

/** Beside a field its own name is not said again. */
const withoutTitles = (errors: FormErrors, say: Say): FormErrors =>
  Object.fromEntries(
    Object.entries(errors).map(([name, text]) => {
      const title = `${fieldTitle(name, say)}: `;
      return [name, text.startsWith(title) ? text.slice(title.length) : text];
    }),
  );

async function seeing(visit: Visit, { input }: ReadCompose): Promise<Seen> {
  const { sql, caller, ports, now } = visit;
  const looked = await look(sql, caller, input, roomOf(ports), now);
  const hours = await openHoursOf(sql, input.audience.area);
  const { intended } = looked;
  if (!intended) return { looked, preview: null, sample: [], texts: [], hours };
  const counted = { ...intended, budgetVnd: Number.isNaN(intended.budgetVnd) ? 0 : intended.budgetVnd };
  return {
    looked,
    preview: await preview(sql, counted, now),
    sample: await sample(sql, counted, now),
    texts: intended.content.words.vi.what === '' ? [] : renderings(counted, ports.texts),
    hours,
  };
}

/** Beside the form: what is wrong, whom it reaches, how it looks. */
function Look({ seen, read, errors, say }: { seen: Seen; read: ReadCompose; errors: FormErrors; say: Say }): VNode {
  const wrong = Object.entries(errors);
  const isWritten = read.input.content.words.vi.what !== '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll box must be reachable to be scrolled by keyboard
    <section id="xem-thu" class="preview" aria-labelledby="look-title" tabIndex={0}>
      <h2 id="look-title">{say('announcements:look.title')}</h2>
      {wrong.length > 0 ? (
        <div class="notice warn" role="status">
          <ul>
            {wrong.map(([name, text]) => (
              <li key={name}>
                <a href={`#${fieldId(name)}`}>{text}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        isWritten &&
        seen.looked.problems.length === 0 && (
          <div class="notice good" role="status">
            ✓ {say('announcements:look.good')}
          </div>
        )
      )}
      {seen.preview && <ReachCount seen={seen.preview} say={say} />}
      {seen.texts.length > 0 ? (
        <Phones texts={seen.texts} say={say} />
      ) : (
        <p class="quiet">{say('announcements:look.nothing')}</p>
      )}
      {seen.preview && <Reach seen={seen.preview} isUrgent={read.input.kind === 'urgent'} say={say} />}
      <Sample people={seen.sample} say={say} />
    </section>
  );
}
