/** A step read aloud by somebody of the commune: heard, uploaded, replaced and taken away, in the draft like its words. */

import type { VNode } from 'preact';
import { vietnamDay } from '../../clock.ts';
import { type Document, type Edits, edited, tidy, valueAt, voicePlace } from '../../content/edits.ts';
import { saveDraft } from '../../db/publications.ts';
import type { Recorded, StepId } from '../../flows/flow.ts';
import { WRITTEN_LANGUAGES, type WrittenLanguage } from '../../flows/words.ts';
import { Field, type FormErrors, PostForm } from './components.tsx';
import { authorOf, draftedEdits, hrefOf, inside, type Looking, libraryWith } from './content-desk.ts';
import { writtenDay } from './content-form.ts';
import { chosenFlow, type Look, lookAt } from './content-look.tsx';
import type { StepDesk } from './content-step-form.tsx';
import { type Answer, type Deed, goTo, type Say, withQuery } from './visit.ts';

type VoiceDesk = StepDesk & { step: StepId };

/** Shows the page again with what is wrong. */
type Again = (errors: FormErrors) => Promise<Answer>;

const fileField = (language: WrittenLanguage): string => `giong-${language}`;

const recordedAt = (document: Document, language: WrittenLanguage, step: StepId): Recorded[] =>
  (valueAt(document, voicePlace(language, step)) as Recorded[] | undefined) ?? [];

/** Takes an uploaded file into the draft, in place of an earlier recording of the same words. */
export async function keepRecording(deed: Deed, desk: VoiceDesk, again: Again): Promise<Answer> {
  const visit = inside(deed);
  const { form, ports, now, say } = deed;
  const language = WRITTEN_LANGUAGES.find((one) => one === form.text('tieng')) ?? 'vi';
  const refuse = (problem: string) => again({ [fileField(language)]: say(`content:voice.problem.${problem}`) });
  const sent = form.files.find(({ field }) => field === fileField(language));
  if (!sent) return refuse('none');
  const library = libraryWith(visit, desk.bench.file, draftedEdits(desk.bench));
  const look = await lookAt(visit, desk, library, chosenFlow(visit, desk.bench));
  const text = look.previews[language]?.voice.toRead;
  if (!text) return refuse('none');
  const kept = await ports.content.record(sent.bytes, { locale: language, text });
  if ('problem' in kept) return refuse(kept.problem);
  const recording: Recorded = { ...kept, text, by: authorOf(deed).name, on: vietnamDay(now) };
  return write(deed, desk, { language, notice: 'content:notice.voice-kept', again }, (before) => [
    ...before.filter((one) => one.text !== text),
    recording,
  ]);
}

export async function removeRecording(deed: Deed, desk: VoiceDesk, again: Again): Promise<Answer> {
  const language = WRITTEN_LANGUAGES.find((one) => one === deed.form.text('tieng')) ?? 'vi';
  const clip = deed.form.text('tep');
  return write(deed, desk, { language, notice: 'content:notice.voice-removed', again }, (before) =>
    before.filter((one) => one.clip !== clip),
  );
}

/** The draft with other recordings in place of those it had; sounds themselves stay, for going back. */
async function write(
  deed: Deed,
  desk: VoiceDesk,
  { language, notice, again }: { language: WrittenLanguage; notice: string; again: Again },
  change: (before: Recorded[]) => Recorded[],
): Promise<Answer> {
  const { bench, step } = desk;
  const { tx, caller, now, say, about, query } = deed;
  const drafted = draftedEdits(bench);
  const after = change(recordedAt(edited(bench.delivered, drafted), language, step));
  const edits: Edits = tidy(bench.delivered, { ...drafted, [voicePlace(language, step)]: after });
  const draft = { file: bench.file, edits, simulated: caller.simulated, from: bench.draft?.revision ?? 0 };
  if ((await saveDraft(tx, draft, authorOf(deed), now)) === null)
    return again({ [fileField(language)]: say('content:step.overtaken') });
  about(`${bench.file}#${step}`);
  return goTo(within(hrefOf(bench.delivered.definition, step), query), notice);
}

/** A shared step is looked at inside one flow, before and after. */
const within = (href: string, { trong }: Looking['query']): string => (trong ? withQuery(href, { trong }) : href);

// ── the part of the page ───────────────────────────────────────────────────────────────────────────────────────────

export function Voices({
  visit,
  desk: { bench, step },
  look: { previews },
  document,
  errors,
}: {
  visit: Looking;
  desk: VoiceDesk;
  look: Look;
  /** With what is drafted. */
  document: Document | undefined;
  errors: FormErrors;
}): VNode {
  const { say } = visit;
  const action = hrefOf(bench.delivered.definition, step, 'giong');
  return (
    <section class="panel" id="giong" aria-labelledby="voice-title">
      <h2 id="voice-title">{say('content:voice.title')}</h2>
      <p class="prose">{say('content:voice.about')}</p>
      {WRITTEN_LANGUAGES.map((language) => {
        const part = (
          <Voice
            visit={visit}
            action={action}
            language={language}
            toRead={previews[language]?.voice.toRead ?? null}
            recorded={document ? recordedAt(document, language, step) : []}
            errors={errors}
          />
        );
        return language === 'vi' ? (
          part
        ) : (
          <details key={language} open={errors[fileField(language)] !== undefined}>
            <summary>{say(`content:language.${language}`)}</summary>
            {part}
          </details>
        );
      })}
    </section>
  );
}

interface VoiceProps {
  visit: Looking;
  action: string;
  language: WrittenLanguage;
  toRead: string | null;
  recorded: readonly Recorded[];
  errors: FormErrors;
}

function Voice({ visit, action, language, toRead, recorded, errors }: VoiceProps): VNode {
  const { say, query } = visit;
  const current = recorded.find(({ text }) => text === toRead);
  const others = recorded.filter((one) => one !== current);
  const mayWrite = visit.may('content.write');
  return (
    <div class="stack" data-language={language}>
      {toRead ? (
        <figure class="to-read">
          <figcaption>{say('content:voice.to-read')}</figcaption>
          <blockquote lang={language}>{toRead}</blockquote>
        </figure>
      ) : (
        <p>{say('content:voice.nothing-to-read')}</p>
      )}
      {current ? (
        <Heard {...{ visit, action, language, recording: current }}>{spokenBy(say, 'now', current)}</Heard>
      ) : (
        <p>{say('content:voice.none')}</p>
      )}
      {others.map((one) => (
        <Heard key={one.clip} {...{ visit, action, language, recording: one }}>
          {spokenBy(say, 'resting', one)}
        </Heard>
      ))}
      {mayWrite && toRead && (
        <PostForm visit={visit} action={within(action, query)} upload class="stack">
          <input type="hidden" name="tieng" value={language} />
          <Field
            name={fileField(language)}
            type="file"
            accept="audio/*,.ogg,.oga,.opus,.mp3,.m4a,.wav"
            label={say('content:voice.file', { language: say(`content:language.${language}`) })}
            hint={`${say('content:voice.file-hint')} ${say('content:voice.unsaved')}`}
            errors={errors}
          />
          <button type="submit">{say(`content:voice.${current ? 'replace' : 'send'}`)}</button>
        </PostForm>
      )}
    </div>
  );
}

const spokenBy = (say: Say, key: 'now' | 'resting', { by, seconds, on, text }: Recorded): string =>
  say(`content:voice.${key}`, { by, seconds: Math.round(seconds), day: writtenDay(on), text });

const Heard = ({
  visit,
  action,
  language,
  recording: { clip, by },
  children,
}: {
  visit: Looking;
  action: string;
  language: WrittenLanguage;
  recording: Recorded;
  children: string;
}): VNode => (
  <div class="heard">
    <p>{children}</p>
    {/* biome-ignore lint/a11y/useMediaCaption: the words that are read stand beside it */}
    <audio controls preload="none" aria-label={visit.say('content:voice.play', { by })}>
      <source src={`/nghe/${clip}.ogg`} type="audio/ogg; codecs=opus" />
      <source src={`/nghe/${clip}.mp3`} />
    </audio>
    {visit.may('content.write') && (
      <PostForm visit={visit} action={within(`${action}/bo`, visit.query)}>
        <input type="hidden" name="tieng" value={language} />
        <input type="hidden" name="tep" value={clip} />
        <button type="submit">{visit.say('content:voice.remove')}</button>
      </PostForm>
    )}
  </div>
);
