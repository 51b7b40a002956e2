/**
 * Makes one flat flow of a definition: shared blocks and prerequisites are written into it, so that whoever walks a flow
 * meets plain steps only. Pure; the definition is left as it was.
 *
 * Steps of a block or prerequisite named `x` get the ids `x/…`; their labels likewise. Words stay with the file they
 * came from: `wordsOf` finds them by namespace and by the last part of the id.
 */
import { retarget } from './exits.ts';
import type { Flow, FlowId, Label, LabelId, SecretKind, Source, Step, StepId } from './flow.ts';
import type { Picture } from './picture.ts';

/** Every definition by id, flows and blocks alike. */
export type Registry = ReadonlyMap<FlowId, Flow>;

type BlockStep = Extract<Step, { kind: 'block' }>;
type PrerequisiteStep = Extract<Step, { kind: 'prerequisite' }>;
type Steps = Record<StepId, Step>;
type Rename = (target: StepId) => StepId;

/**
 * The flow without `block` and `prerequisite` steps.
 *
 * - A block's completed finish leads to the step's `next`, an abandoned one to its `unable`; a referred one has said
 *   where to go and ends the whole run.
 * - A prerequisite asks first ("have you got it?": `have` → `next`, `lack` → its first step). Its end becomes a
 *   `milestone`; a completed one leads on to `next`, any other ends the whole run with the same outcome.
 * - A label the flow itself defines under the prefixed id (`app/open`) replaces the block's.
 *
 * Throws on an unknown block or flow, on a step name that could not be part of an id, on a block that may be abandoned
 * where nothing is said for that, and on definitions that contain themselves, naming the circle.
 */
export function expand(flow: Flow, registry: Registry): Flow {
  return expandWithin(flow, registry, []);
}

function expandWithin(flow: Flow, registry: Registry, outer: readonly FlowId[]): Flow {
  refuseReservedNames(flow);
  const trail = [...outer, flow.id];
  if (outer.includes(flow.id)) throw new Error(`A flow cannot contain itself: ${trail.join(' → ')}.`);
  const within = (id: FlowId): Flow => {
    const found = registry.get(id);
    if (!found) throw new Error(`Flow "${flow.id}" uses "${id}", which is not in the registry.`);
    return expandWithin(found, registry, trail);
  };
  const inner = new Map(
    Object.entries(flow.steps).flatMap(([id, step]) => (isCall(step) ? [[id, within(calledBy(step))] as const] : [])),
  );
  const enter: Rename = (target) => entryOf(target, flow.steps[target], inner.get(target));

  const steps: Steps = {};
  for (const [id, step] of Object.entries(flow.steps)) Object.assign(steps, unfold(id, step, inner.get(id), enter));
  const called = [...inner.values()];
  return {
    ...flow,
    first: enter(flow.first),
    steps,
    labels: { ...labelsOf(flow, inner), ...flow.labels },
    neverShare: distinct([flow, ...called].flatMap((one) => one.neverShare)),
    sources: distinctSources([flow, ...called].flatMap((one) => one.sources)),
    ...(flow.moves && { moves: flow.moves.map((move) => ({ ...move, steps: renameValues(move.steps, enter) })) }),
  };
}

/** Made by `expand` itself: the question before a prerequisite, and the record of one that ended the run. */
const RESERVED = ['owned', 'milestone'];

/** Step names become parts of ids, of words' keys and of what buttons carry. */
function refuseReservedNames(flow: Flow): void {
  const refused = Object.keys(flow.steps).find((id) => RESERVED.includes(id) || !/^[a-z0-9-]+$/.test(id));
  if (refused)
    throw new Error(
      `Flow "${flow.id}": a step cannot be named "${refused}" (a-z, 0-9, -; not ${RESERVED.join(', ')}).`,
    );
}

const isCall = (step: Step): step is BlockStep | PrerequisiteStep =>
  step.kind === 'block' || step.kind === 'prerequisite';
const calledBy = (step: BlockStep | PrerequisiteStep): FlowId => (step.kind === 'block' ? step.block : step.flow);

/** The step one arrives at when a definition says "go to `id`". */
function entryOf(id: StepId, step: Step | undefined, inner: Flow | undefined): StepId {
  if (step?.kind === 'block' && inner) return `${id}/${inner.first}`;
  if (step?.kind === 'prerequisite') return `${id}/owned`;
  return id;
}

function unfold(id: StepId, step: Step, inner: Flow | undefined, enter: Rename): Steps {
  if (step.kind === 'block' && inner) return inlineBlock(id, step, inner, enter);
  if (step.kind === 'prerequisite' && inner) return inlinePrerequisite(id, step, inner, enter);
  return { [id]: retarget(step, enter) };
}

function inlineBlock(id: StepId, step: BlockStep, inner: Flow, enter: Rename): Steps {
  const exitOf = (target: StepId): StepId | undefined => {
    const end = inner.steps[target];
    if (end?.kind !== 'finish' || end.outcome === 'referred') return undefined;
    const exit = end.outcome === 'completed' ? step.next : step.unable;
    if (exit === undefined)
      throw new Error(`Step "${id}": block "${inner.id}" can be abandoned, so it needs \`unable\`.`);
    return enter(exit);
  };
  const inlined = inline(id, inner, step.params ?? {}, (target) => exitOf(target) ?? `${id}/${target}`);
  const kept = Object.entries(inlined).filter(([inlinedId]) => exitOf(inlinedId.slice(id.length + 1)) === undefined);
  return withOpenPoints(Object.fromEntries(kept), `${id}/${inner.first}`, step.openPoints);
}

/** What is open about the call itself ("the publisher's exact name") stands on the first step it became. */
function withOpenPoints(steps: Steps, first: StepId, openPoints: string[] | undefined): Steps {
  const step = steps[first];
  if (!step || !openPoints) return steps;
  return { ...steps, [first]: { ...step, openPoints: [...(step.openPoints ?? []), ...openPoints] } };
}

function inlinePrerequisite(id: StepId, step: PrerequisiteStep, inner: Flow, enter: Rename): Steps {
  const endsRun = (target: StepId): boolean => {
    const end = inner.steps[target];
    return end?.kind === 'finish' && end.outcome !== 'completed';
  };
  const arrive: Rename = (target) => (endsRun(target) ? `${id}/milestone/${target}` : `${id}/${target}`);
  const question: Step = {
    kind: 'choose',
    words: namespaceOf(inner),
    options: { have: enter(step.next), lack: arrive(inner.first) },
    ...(step.openPoints && { openPoints: step.openPoints }),
  };
  const inlined = inline(id, inner, {}, arrive);
  for (const [innerId, end] of Object.entries(inner.steps)) {
    if (end.kind !== 'finish') continue;
    const milestone = { kind: 'milestone', flow: inner.id, version: inner.version, outcome: end.outcome } as const;
    if (endsRun(innerId)) inlined[arrive(innerId)] = { ...milestone, next: `${id}/${innerId}` };
    else inlined[`${id}/${innerId}`] = { ...milestone, next: enter(step.next), words: end.words ?? namespaceOf(inner) };
  }
  return { [`${id}/owned`]: question, ...inlined };
}

/** The steps of `inner` under new ids, told where their words are and what their placeholders mean. */
function inline(prefix: StepId, inner: Flow, params: Record<string, string>, arrive: Rename): Steps {
  const entries = Object.entries(inner.steps).map(([id, original]): [StepId, Step] => {
    const step = retarget(original, arrive);
    const allParams = { ...params, ...step.params };
    return [
      `${prefix}/${id}`,
      {
        ...step,
        words: step.words ?? namespaceOf(inner),
        ...(step.label !== undefined && { label: `${prefix}/${step.label}` }),
        ...(step.picture && { picture: movePicture(step.picture, prefix, allParams) }),
        ...(Object.keys(allParams).length > 0 && { params: allParams }),
        ...(step.openPoints && { openPoints: step.openPoints.map((point) => fillParams(point, allParams)) }),
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** Follows the labels to their new ids and fills the block's `{placeholders}`: what is drawn is known here at the latest. */
function movePicture(picture: Picture, prefix: StepId, params: Record<string, string>): Picture {
  const move = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.startsWith('@') ? `@${prefix}/${value.slice(1)}` : fillParams(value, params);
    if (Array.isArray(value)) return value.map(move);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, move(part)]));
    }
    return value;
  };
  return move(picture) as Picture;
}

function labelsOf(flow: Flow, inner: ReadonlyMap<StepId, Flow>): Record<LabelId, Label> {
  const labels: Record<LabelId, Label> = {};
  for (const [prefix, one] of inner) {
    const call = flow.steps[prefix];
    const params = (call?.kind === 'block' && call.params) || {};
    for (const [id, label] of Object.entries(one.labels)) {
      labels[`${prefix}/${id}`] = { ...label, text: fillParams(label.text, params) };
    }
  }
  return labels;
}

const fillParams = (text: string, params: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => params[name] ?? placeholder);

/** Where a definition's own words live. */
export const namespaceOf = (flow: Flow): string => `${flow.isBlock ? 'blocks' : 'flows'}/${flow.id}`;

/** Where a step's words live: the file, and the step's name in it. */
export function wordsOf(flow: Flow, stepId: StepId): { namespace: string; key: string } {
  const key = stepId.slice(stepId.lastIndexOf('/') + 1);
  return { namespace: flow.steps[stepId]?.words ?? namespaceOf(flow), key };
}

const renameValues = (steps: Record<StepId, StepId>, to: Rename): Record<StepId, StepId> =>
  Object.fromEntries(Object.entries(steps).map(([old, now]) => [old, to(now)]));

const distinct = (secrets: SecretKind[]): SecretKind[] => [...new Set(secrets)];

const distinctSources = (sources: Source[]): Source[] => [
  ...new Map(sources.map((source) => [`${source.ref} ${source.date}`, source])).values(),
];
