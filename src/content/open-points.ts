/**
 * What the flows do not know for certain, gathered from their definitions: points written down as open, labels nobody has
 * seen well enough, sources too weak to be quoted. Each says who should check. Answering one changes no text: an author
 * does that, with the answer in front of them. Pure.
 */
import { createHash } from 'node:crypto';
import type { Confidence, StepId } from '../flows/flow.ts';
import type { Library } from './library.ts';

export interface OpenPoint {
  /** Stays the same while file, place and wording stay the same: an answer belongs to exactly this question. */
  id: string;
  file: string;
  step: StepId | null;
  kind: 'point' | 'label' | 'source';
  /** What is not known. */
  what: string;
  /** Who should check; null: whoever writes the flow. */
  who: string | null;
  confidence: Confidence | null;
}

const WEAK: readonly Confidence[] = ['L', 'U', 'BK'];

export const openPointsIn = (library: Library): OpenPoint[] =>
  [...library.values()].flatMap(({ file, definition }) => {
    const points = Object.entries(definition.steps).flatMap(([step, { openPoints = [] }]) =>
      openPoints.map((point) => ({ step, kind: 'point' as const, ...takeApart(point), confidence: null })),
    );
    const labels = Object.entries(definition.labels)
      .filter(([, label]) => WEAK.includes(label.confidence))
      .map(([id, label]) => ({
        step: stepWith(definition.steps, id),
        kind: 'label' as const,
        what: label.text,
        who: null,
        confidence: label.confidence,
      }));
    const sources = definition.sources
      .filter(({ confidence }) => WEAK.includes(confidence))
      .map(({ ref, confidence }) => ({ step: null, kind: 'source' as const, what: ref, who: null, confidence }));
    return [...points, ...labels, ...sources].map((one) => ({ id: idOf(file, one), file, ...one }));
  });

/** "What – who checks it": the part after the last dash. */
function takeApart(point: string): { what: string; who: string | null } {
  const at = point.lastIndexOf(' – ');
  if (at < 0) return { what: point, who: null };
  return { what: point.slice(0, at), who: point.slice(at + 3).replace(/\.$/, '') };
}

function stepWith(
  steps: Readonly<Record<StepId, { label?: string; picture?: unknown }>>,
  label: string,
): StepId | null {
  const found = Object.entries(steps).find(
    ([, step]) => step.label === label || JSON.stringify(step.picture ?? '').includes(`"@${label}"`),
  );
  return found?.[0] ?? null;
}

const idOf = (file: string, { step, kind, what }: { step: StepId | null; kind: string; what: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([file, step, kind, what]))
    .digest('hex')
    .slice(0, 16);
