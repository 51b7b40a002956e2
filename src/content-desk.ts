/** What the pages about words are given: what is in force, the rules, and a look at what a draft would become. */
import type { Clock } from './clock.ts';
import type { CheckRules } from './content/check.ts';
import { flowsIn, type Library } from './content/library.ts';
import type { LiveContent } from './content/live.ts';
import type { Flow, FlowId, StepId } from './flows/flow.ts';
import { WRITTEN_LANGUAGES } from './flows/words.ts';
import type { PictureCache } from './pictures/cache.ts';
import { createStepPictures } from './step-pictures.ts';
import { previewStep, type StepPreview } from './step-preview.ts';
import type { StepVoices } from './step-voices.ts';

export interface DeskPreview extends StepPreview {
  /** Whether the picture could be drawn; {@link ContentDesk.pictureOf} has it under its hash. */
  isDrawn: boolean;
}

export interface PreviewRequest {
  /** What is in force with the draft laid over it, and the file the draft changes. */
  library: Library;
  file: string;
  flow: FlowId;
  step: StepId;
  locale: string;
  areaCode: string | null;
  /** Whose words lie under the draft. */
  simulated: boolean;
}

export interface ContentDesk {
  live: LiveContent;
  rules: CheckRules;
  /** Rejects when the step cannot be shown at all, e.g. too long for a channel. */
  preview(asked: PreviewRequest): Promise<DeskPreview>;
  /** PNG of a picture a preview has drawn lately; null when there is none. */
  pictureOf(hash: string): Promise<Buffer | null>;
  /** Keeps a recording of somebody who read a step aloud; it becomes a step's by being written into its draft. */
  record: StepVoices['record'];
}

export interface DeskParts {
  live: LiveContent;
  rules: CheckRules;
  cache: PictureCache;
  voices: Pick<StepVoices, 'of' | 'record'>;
  clock: Clock;
}

export function createContentDesk({ live, rules, cache, voices, clock }: DeskParts): ContentDesk {
  return {
    live,
    rules,
    pictureOf: cache.find,
    record: voices.record,
    async preview({ library, file, flow: flowId, step, locale, areaCode, simulated }) {
      const edition = live.editionFor(simulated);
      const texts = edition.texts.fork();
      const document = library.get(file);
      if (document) for (const language of WRITTEN_LANGUAGES) texts.replace(language, file, document.words[language]);
      const current = flowsIn(library);
      const flow = flowNamed(current, flowId);
      const pictures = createStepPictures([flow], texts, cache);
      const of = (id: FlowId) => current.get(id);
      const flows = { ...edition.flows, current, of };
      const preview = previewStep(
        { texts, flows, picture: pictures.refOf, voices, now: clock.now() },
        { flow, step, locale, areaCode },
      );
      const png = preview.picture === null ? null : await pictures.bytesOf(preview.picture).catch(() => null);
      return { ...preview, isDrawn: png !== null };
    },
  };
}

function flowNamed(flows: ReadonlyMap<FlowId, Flow>, id: FlowId): Flow {
  const flow = flows.get(id);
  if (!flow) throw new Error(`There is no flow "${id}".`);
  return flow;
}
