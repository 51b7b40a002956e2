/** What would become of a step: what stands against it, both phones, the picture, the spoken words. */

import type { VNode } from 'preact';
import { type Objection, objectionsTo } from '../../content/check.ts';
import { flowsIn, flowsWith, type Library, stepsFrom } from '../../content/library.ts';
import type { DeskPreview } from '../../content-desk.ts';
import type { Flow, StepId } from '../../flows/flow.ts';
import { WRITTEN_LANGUAGES, type WrittenLanguage } from '../../flows/words.ts';
import { editionOf, type Looking, type Workbench } from './content-desk.ts';
import { Objections, Phone } from './content-parts.tsx';
import type { StepDesk } from './content-step-form.tsx';

export interface Look {
  objections: Objection[];
  previews: Partial<Record<WrittenLanguage, DeskPreview | null>>;
}

/** A shared step is looked at inside one flow: the one asked for, else the first. */
export function chosenFlow(visit: Looking, bench: Workbench): Flow | undefined {
  const within = flowsWith(editionOf(visit).flows.current, bench.file);
  const own = within.find(({ id }) => bench.file === `flows/${id}`);
  return within.find(({ id }) => id === visit.query.trong) ?? own ?? within[0];
}

export async function lookAt(
  visit: Looking,
  { bench, step }: StepDesk,
  library: Library,
  flow: Flow | undefined,
): Promise<Look> {
  const { caller, ports, area } = visit;
  const found = objectionsTo(library, bench.file, ports.content.rules, flow?.id);
  const objections = found.filter((one) => one.step === step);
  const host = step === null ? undefined : hostOf(library, bench.file, step, flow);
  if (!host) return { objections, previews: {} };
  const preview = (locale: WrittenLanguage) =>
    ports.content
      .preview({ library, file: bench.file, ...host, locale, areaCode: area.code, simulated: caller.simulated })
      .catch(() => null);
  const [vi, en] = await Promise.all([preview('vi'), preview('en')]);
  return { objections, previews: { vi, en } };
}

/** A flow in which the step is met, and what it is called there: what one flow asks of another is only met in a third. */
function hostOf(library: Library, file: string, step: StepId, wanted: Flow | undefined) {
  const flows = flowsIn(library);
  const all = wanted ? [flows.get(wanted.id), ...flows.values()] : [...flows.values()];
  for (const flow of all) {
    const id = flow && stepsFrom(flow, file, step)[0];
    if (flow && id !== undefined) return { flow: flow.id, step: id };
  }
  return undefined;
}

export const LookShown = ({
  look: { objections, previews },
  visit: { say },
}: {
  look: Look;
  visit: Looking;
}): VNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll box must be reachable to be scrolled by keyboard
  <section id="xem-thu" class="preview" aria-labelledby="preview-title" tabIndex={0}>
    <h2 id="preview-title">{say('content:preview.title')}</h2>
    <Objections id="kiem-tra" objections={objections} say={say} />
    {WRITTEN_LANGUAGES.map((language) => {
      const preview = previews[language];
      if (preview === undefined) return null;
      const body =
        preview === null ? (
          <p class="notice warn">{say('content:preview.impossible')}</p>
        ) : (
          <Phones preview={preview} language={language} say={say} />
        );
      return language === 'vi' ? (
        <div key={language}>{body}</div>
      ) : (
        <details key={language}>
          <summary>{say('content:preview.in', { language: say(`content:language.${language}`) })}</summary>
          {body}
        </details>
      );
    })}
  </section>
);

/** By address and not within the page: both phones show the same picture, and the page is sent at every pause in typing. */
export const pictureHref = (hash: string): string => `/noi-dung/hinh/${hash}.png`;

function Phones({
  preview,
  language,
  say,
}: {
  preview: DeskPreview;
  language: WrittenLanguage;
  say: Looking['say'];
}): VNode {
  const picture = preview.isDrawn && preview.picture ? pictureHref(preview.picture) : null;
  const { voice } = preview;
  return (
    <>
      <div class="phones">
        {(['telegram', 'zalo'] as const).map((channel) => (
          <Phone
            key={channel}
            title={`${say(`content:preview.${channel}`)} · ${say(`content:language.${language}`)}`}
            channel={channel}
            messages={preview[channel]}
            picture={picture}
            alt={preview.alt}
            lang={language}
          />
        ))}
      </div>
      <dl class="facts" lang={language}>
        {preview.alt !== null && (
          <div>
            <dt>{say('content:preview.alt')}</dt>
            <dd class="alt-text">{preview.alt}</dd>
          </div>
        )}
        <div>
          <dt>{say('content:preview.voice')}</dt>
          <dd class="voice-text">{voice.text}</dd>
        </div>
      </dl>
      {voice.hash !== null && (
        // biome-ignore lint/a11y/useMediaCaption: the words that are said stand above
        <audio controls preload="none" src={`/nghe/${voice.hash}.ogg`} aria-label={say('content:preview.listen')} />
      )}
    </>
  );
}
