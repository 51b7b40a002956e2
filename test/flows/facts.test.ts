/**
 * Hard facts (dates, thresholds, hotlines, "only at the police") tied to where they were found. Whoever changes one sees
 * every step it touches; whoever changes a step sees which fact it carried.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFlowWords } from '../../src/flow-words.ts';
import type { Flow, StepId } from '../../src/flows/flow.ts';
import { flows } from '../../src/flows/index.ts';
import { stepWords } from '../../src/flows/words.ts';

interface Fact {
  fact: string;
  source: string;
  confidence: string;
  flow: string;
  steps: string[];
  text: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const facts: Fact[] = readdirSync(folder)
  .filter((name) => /^facts-.*\.json$/.test(name))
  .flatMap((name) => JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as Fact[]);
const words = readFlowWords();

/** Everything a step can say, with its label and parameters filled in and kinship words left open. */
function saidAt(flow: Flow, stepId: StepId | 'purpose'): string {
  if (stepId === 'purpose') return words('vi', `flows/${flow.id}`)?.purpose ?? '';
  const step = flow.steps[stepId];
  if (!step) return '';
  const own = stepWords(words, 'vi', flow, stepId);
  const label = step.label === undefined ? '' : (flow.labels[step.label]?.text ?? '');
  const raw = [own?.do, own?.see, own?.caption, ...(own?.differs ?? []), ...Object.values(own?.options ?? {})].join(
    '\n',
  );
  return raw.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'nut') return label;
    return step.params?.[name] ?? whole;
  });
}

it('there are about a hundred of them', () => {
  expect(facts.length).toBeGreaterThanOrEqual(100);
});

describe.each(facts)('$flow: $fact', ({ flow, steps, text, source, confidence }) => {
  it(`is said where ${source} says it`, () => {
    const found = flows.get(flow);
    expect(found, flow).toBeDefined();
    for (const step of steps) expect(saidAt(found as Flow, step), step).toContain(text);
    expect(source).not.toBe('');
    expect(['H', 'M', 'L', 'U', 'BK']).toContain(confidence);
  });
});
