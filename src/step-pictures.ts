/**
 * The pictures of all steps: from flow data and words to something that can be drawn, named by content. A message carries
 * only the name; whoever sends it asks here for the bytes, in any process and after any restart.
 */
import type { MediaRef } from './bot/channel.ts';
import { stepParams } from './bot/step-words.ts';
import type { FlowBook } from './bot/turn.ts';
import { wordsOf } from './flows/expand.ts';
import type { Flow, StepId } from './flows/flow.ts';
import { resolvePicture } from './flows/picture.ts';
import { progressOf } from './flows/progress.ts';
import type { PictureCache } from './pictures/cache.ts';
import { type DrawOptions, describePicture, pictureHash, type StepPicture } from './pictures/draw.ts';
import { addressOf, LOCALES, type Texts } from './text.ts';

export interface StepPictures {
  /** The picture of a step, or null when it has none. */
  refOf(flow: Flow, step: StepId, locale: string, larger: boolean): MediaRef | null;
  /** PNG bytes by hash. Rejects when no step has such a picture (any more). */
  bytesOf(hash: string): Promise<Buffer>;
}

interface Drawable {
  input: StepPicture;
  options: DrawOptions;
}

/**
 * `flows` is read anew whenever a picture is asked for that nobody here has named. A flow is another object once its words,
 * labels or pictures have changed; pictures named before stay drawable as long as this process lives.
 */
export function createStepPictures(flows: Iterable<Flow>, texts: Texts, cache: PictureCache): StepPictures {
  const known = new WeakMap<Flow, Map<string, MediaRef | null>>();
  const drawables = new Map<string, Drawable>();

  const refOf: StepPictures['refOf'] = (flow, step, locale, larger) => {
    const refs = known.get(flow) ?? new Map<string, MediaRef | null>();
    known.set(flow, refs);
    const name = `${step} ${locale} ${larger}`;
    let ref = refs.get(name);
    if (ref === undefined) {
      const input = describeStep(texts, flow, step, locale);
      ref = input && nameOf(input, { larger });
      if (input && ref?.kind === 'step-picture') drawables.set(ref.hash, { input, options: { larger } });
      refs.set(name, ref);
    }
    return ref;
  };
  const nameAll = () => {
    for (const flow of flows)
      for (const step of Object.keys(flow.steps))
        for (const locale of LOCALES) for (const larger of [false, true]) refOf(flow, step, locale, larger);
  };
  return {
    refOf,
    bytesOf: async (hash) => {
      if (!drawables.has(hash)) nameAll(); // named by another process, or before a restart
      const drawable = drawables.get(hash);
      if (!drawable) throw new Error(`No step has the picture ${hash}; its flow has changed since.`);
      return cache.bytesOf(drawable.input, drawable.options);
    },
  };
}

/** All flows of a book as they are whenever they are gone through. */
export const everyFlowOf = (book: Pick<FlowBook, 'current'>): Iterable<Flow> => ({
  [Symbol.iterator]: () => book.current.values(),
});

/** The picture from whoever has it; `earlier` is asked when nobody does: a message may wait while its step is changed. */
export async function findPicture(
  hash: string,
  sources: readonly Pick<StepPictures, 'bytesOf'>[],
  earlier: () => Promise<readonly Pick<StepPictures, 'bytesOf'>[]>,
): Promise<Buffer> {
  const look = (all: readonly Pick<StepPictures, 'bytesOf'>[]) =>
    Promise.any(all.map((source) => source.bytesOf(hash))).catch(() => null);
  const found = (await look(sources)) ?? (await look(await earlier()));
  if (!found) throw new Error(`No step has or had the picture ${hash} lately.`);
  return found;
}

const nameOf = (input: StepPicture, options: DrawOptions): MediaRef => ({
  kind: 'step-picture',
  hash: pictureHash(input, options),
  alt: describePicture(input),
});

function describeStep(texts: Texts, flow: Flow, stepId: StepId, locale: string): StepPicture | null {
  const step = flow.steps[stepId];
  if (!step?.picture) return null;
  const { namespace, key } = wordsOf(flow, stepId);
  const words = `${namespace}:steps.${key}`;
  const caption = texts.has(locale, `${words}.caption`) ? `${words}.caption` : `${words}.do`;
  const progress = progressOf(flow, stepId);
  return {
    picture: resolvePicture(step.picture, flow.labels),
    caption: texts.say(locale, caption, stepParams(texts, locale, flow, stepId), addressOf(null)),
    step: progress?.n ?? null,
    total: progress?.total ?? null,
    footer: texts.say(locale, 'step.footer'),
    stepWord: texts.say(locale, 'step.word'),
  };
}
