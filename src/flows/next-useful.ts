/**
 * What is worth learning next, for somebody who has finished certain flows: a rule an official can follow with a
 * finger, each proposal with its reason. Pure; no flow is withheld, only the order changes.
 */
import type { Flow, FlowId } from './flow.ts';

/** Why something is proposed, in the words of `next.because.<why>`; `flow` fills `{title}`. */
export type Reason =
  /** The finished `flow` leads on to it. */
  | { why: 'after'; flow: FlowId }
  /** It needs the finished `flow`, and nothing else is missing. */
  | { why: 'unlocked'; flow: FlowId }
  /** Many other things need it first. */
  | { why: 'opens-more' }
  /** Useful by itself, and nothing like it has been done yet. */
  | { why: 'new' };

export interface Proposal {
  flow: FlowId;
  reason: Reason;
}

/** Wanted on the day something happened, and no day before: asked for by name, never proposed as learning. */
const ON_THE_DAY: ReadonlySet<FlowId> = new Set([
  'vneid-forgot',
  'vneid-new-phone',
  'vneid-change-phone',
  'vneid-lock',
  'sim-auth-operator',
  'scam-happened',
  'dvcqg-track',
  'dvcqg-pay',
]);

/** Stages on the way to something: whoever has that has passed them, whether they did so with us or not. */
const STAGE_OF: Readonly<Record<FlowId, FlowId>> = {
  'vneid-install': 'vneid-activate',
  'vneid-level1': 'vneid-activate',
  'vneid-level2-police': 'vneid-activate',
};

/** One of these is enough for most people: a second wallet or bank is nobody's next step. */
const ONE_IS_ENOUGH: ReadonlySet<string> = new Set(['wallet', 'bank']);

/** Flows a step of this one records on the way: what it needs first. */
export function neededFor(flow: Flow): readonly FlowId[] {
  const known = needed.get(flow);
  if (known) return known;
  const found = [
    ...new Set(Object.values(flow.steps).flatMap((step) => (step.kind === 'milestone' ? [step.flow] : []))),
  ];
  needed.set(flow, found);
  return found;
}

/** Asked of every flow whenever somebody has finished one. */
const needed = new WeakMap<Flow, readonly FlowId[]>();

/**
 * Best first, unfinished only: what the newest finished flow leads on to, then what earlier ones do; what has just
 * become possible; what most others need; then the rest in the menu's order. `finished` is oldest first.
 */
export function nextUseful(finished: readonly FlowId[], flows: ReadonlyMap<FlowId, Flow>): Proposal[] {
  const done = new Set(finished);
  const served = new Set(finished.flatMap((id) => flows.get(id)?.services[0] ?? []));
  const isOpen = (flow: Flow): boolean =>
    !done.has(flow.id) &&
    !ON_THE_DAY.has(flow.id) &&
    !done.has(STAGE_OF[flow.id] ?? '') &&
    !(ONE_IS_ENOUGH.has(flow.services[0] ?? '') && served.has(flow.services[0] ?? ''));
  const open = [...flows.values()].filter(isOpen);
  const missing = (flow: Flow): readonly FlowId[] => neededFor(flow).filter((id) => !done.has(id));

  const after = finished.toReversed().flatMap((id): Proposal[] => {
    const next = flows.get(flows.get(id)?.proposes ?? '');
    // What the flow itself recommends may also be something for the day: after handing in a file comes asking how it stands.
    return next && !done.has(next.id) ? [{ flow: next.id, reason: { why: 'after', flow: id } }] : [];
  });
  const unlocked = finished
    .toReversed()
    .flatMap((by) =>
      open
        .filter((flow) => neededFor(flow).includes(by) && missing(flow).length === 0)
        .map((flow): Proposal => ({ flow: flow.id, reason: { why: 'unlocked', flow: by } })),
    );
  const needs = open.flatMap(missing);
  const wanted = (id: FlowId) => needs.filter((other) => other === id).length;
  const opensMore = open
    .filter((flow) => missing(flow).length === 0 && wanted(flow.id) > 0)
    .sort((a, b) => wanted(b.id) - wanted(a.id))
    .map((flow): Proposal => ({ flow: flow.id, reason: { why: 'opens-more' } }));
  const fresh = [...open.filter((flow) => !served.has(flow.services[0] ?? '')), ...open].map(
    (flow): Proposal => ({ flow: flow.id, reason: { why: 'new' } }),
  );
  const seen = new Set<FlowId>();
  return [...after, ...unlocked, ...opensMore, ...fresh].filter(({ flow }) => !seen.has(flow) && seen.add(flow));
}
