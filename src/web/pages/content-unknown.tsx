/** `/noi-dung/cau-la`: phrases the assistant did not foresee. One tap says what they mean; the next training learns it. */
import type { VNode } from 'preact';
import { assignIntent, exportAssigned, type UnknownPhrase, unassigned } from '../../db/unknown-phrases.ts';
import { INTENTS, type Intent } from '../../understanding/intents.ts';
import { Choice, Empty, PostForm } from './components.tsx';
import { authorOf } from './content-desk.ts';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, file, goTo, missing, type Say, show, type Visit } from './visit.ts';

const PATH = '/noi-dung/cau-la';
/** More than anybody assigns in one sitting. */
const SHOWN = 50;
const NONE_OF_OURS = 'khong-co';

export const contentUnknown: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'content.read', handler: unknownPage });
  pages.page({ path: `${PATH}/assigned.tsv`, action: 'content.read', handler: download });
  pages.post({ path: `${PATH}/:id`, action: 'content.write', handler: assign });
};

async function unknownPage(visit: Visit): Promise<Answer> {
  const { say, sql, caller, now } = visit;
  const phrases = await unassigned(sql, caller.simulated, SHOWN);
  return show({
    title: say('intents:unknown.title'),
    crumbs: [{ label: say('content:title'), href: '/noi-dung' }],
    asOf: now,
    body: (
      <div class="stack">
        <p class="prose">{say('intents:unknown.explained')}</p>
        <p>
          <a href={`${PATH}/assigned.tsv`}>{say('intents:unknown.export')}</a>
        </p>
        {phrases.length === 0 && <Empty title={say('intents:unknown.none')} />}
        {phrases.map((phrase) => (
          <Phrase key={phrase.id} phrase={phrase} visit={visit} />
        ))}
      </div>
    ),
  });
}

function Phrase({ phrase: { id, phrase, times, guess }, visit }: { phrase: UnknownPhrase; visit: Visit }): VNode {
  const { say } = visit;
  const guessed = intentNamed(guess);
  return (
    <article class="panel" aria-labelledby={`cau-${id}`}>
      <h2 id={`cau-${id}`}>“{phrase}”</h2>
      <p class="quiet">{say('intents:unknown.times', { times })}</p>
      {visit.may('content.write') && (
        <>
          <PostForm visit={visit} action={`${PATH}/${id}`} class="row">
            {guessed && (
              <button type="submit" name="y" value={guessed} class="primary">
                {nameOf(say, guessed)}
              </button>
            )}
            <button type="submit" name="y" value={NONE_OF_OURS}>
              {say('intents:unknown.none-of-ours')}
            </button>
          </PostForm>
          <details>
            <summary>{say('intents:unknown.another')}</summary>
            <PostForm visit={visit} action={`${PATH}/${id}`} class="row">
              <Choice
                name="y"
                id={`y-${id}`}
                label={say('intents:unknown.means')}
                value={guess}
                options={INTENTS.map((intent) => ({ value: intent, label: nameOf(say, intent) }))}
              />
              <button type="submit">{say('intents:unknown.save')}</button>
            </PostForm>
          </details>
        </>
      )}
    </article>
  );
}

const nameOf = (say: Say, intent: Intent): string =>
  intent === 'out_of_scope' ? say('intents:unknown.out-of-scope') : say(`intents:label.${intent}`);

const intentNamed = (name: string): Intent | undefined => INTENTS.find((intent) => intent === name);

async function assign(deed: Deed): Promise<Answer> {
  const { tx, form, params, now, about } = deed;
  const chosen = form.text('y');
  const intent = chosen === NONE_OF_OURS ? null : intentNamed(chosen);
  const id = params.id ?? '';
  if (intent === undefined || !/^\d{1,18}$/.test(id)) return missing();
  about(`unknown-phrase:${id}`);
  const isThere = await assignIntent(tx, id, intent, authorOf(deed).name, now);
  return isThere ? goTo(PATH, 'intents:notice.assigned') : missing();
}

const download = async ({ sql, caller }: Visit): Promise<Answer> =>
  file(
    'assigned.tsv',
    'text/tab-separated-values; charset=utf-8',
    Buffer.from(await exportAssigned(sql, caller.simulated)),
  );
