import { describe, expect, it } from 'vitest';
import { forwardOf } from '../../src/flows/advance.ts';
import type { Flow, Step, StepId } from '../../src/flows/flow.ts';
import { flows } from '../../src/flows/index.ts';
import { isCounted, progressOf, workOf } from '../../src/flows/progress.ts';
import { madeFlow } from './made-flow.ts';

const flow = (steps: Record<string, Step>): Flow => madeFlow('walk', steps);

const shown = (target: Flow) =>
  Object.fromEntries(
    Object.keys(target.steps).map((id) => {
      const progress = progressOf(target, id);
      return [id, progress ? `${progress.n}/${progress.total}` : null];
    }),
  );

describe('progress', () => {
  it('counts steps of work only', () => {
    const target = flow({
      hello: { kind: 'tell', next: 'which' },
      which: { kind: 'choose', options: { a: 'open', b: 'out' } },
      open: { kind: 'do', next: 'name' },
      name: { kind: 'ask', accept: 'stall-name', next: 'drawn', skip: 'out' },
      drawn: { kind: 'draw-code', next: 'seen' },
      seen: { kind: 'check', seen: 'press', unseen: 'office' },
      press: { kind: 'do', next: 'end' },
      office: { kind: 'office', office: 'bank-counter', next: 'out' },
      end: { kind: 'finish', outcome: 'completed' },
      out: { kind: 'finish', outcome: 'referred' },
    });
    expect(shown(target)).toEqual({
      hello: null,
      which: null,
      open: '1/3',
      name: '2/3',
      drawn: null,
      seen: null,
      press: '3/3',
      office: null,
      end: null,
      out: null,
    });
    expect(workOf(target)).toBe(3);
  });

  it('expects a question to be answered: skipping it is a turn off the way', () => {
    const target = flow({
      bank: { kind: 'ask', accept: 'bank', next: 'name', skip: 'print' },
      name: { kind: 'ask', accept: 'holder-name', next: 'end', skip: 'print' },
      print: { kind: 'do', next: 'end' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    expect(shown(target)).toMatchObject({ bank: '1/2', name: '2/2', print: '2/2' });
  });

  it('a shortcut does not change the numbers of the main path', () => {
    const target = flow({
      one: { kind: 'do', next: 'fork' },
      fork: { kind: 'check', seen: 'two', unseen: 'four' },
      two: { kind: 'do', next: 'three' },
      three: { kind: 'do', next: 'four' },
      four: { kind: 'do', next: 'end' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    expect(shown(target)).toMatchObject({ one: '1/4', two: '2/4', three: '3/4', four: '4/4' });
  });

  it('a detour counts on from where it left and shows what is left from there', () => {
    const target = flow({
      one: { kind: 'do', next: 'seen' },
      seen: { kind: 'check', seen: 'two', unseen: 'repair' },
      two: { kind: 'do', next: 'end' },
      repair: { kind: 'do', next: 'again' },
      again: { kind: 'do', next: 'two' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    expect(shown(target)).toMatchObject({ one: '1/2', two: '2/2', repair: '2/4', again: '3/4' });
  });

  it('starts anew after a part and after a prerequisite', () => {
    const target = flow({
      owned: { kind: 'choose', options: { have: 'start', lack: 'install' } },
      install: { kind: 'do', next: 'register' },
      register: { kind: 'do', next: 'got-it' },
      'got-it': { kind: 'milestone', flow: 'other', version: 1, outcome: 'completed', next: 'start' },
      start: { kind: 'do', next: 'part' },
      part: { kind: 'tell', endsPart: true, next: 'more' },
      more: { kind: 'do', next: 'last' },
      last: { kind: 'do', next: 'end' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    expect(shown(target)).toMatchObject({ install: '1/2', register: '2/2', start: '1/1', more: '1/2', last: '2/2' });
    expect(workOf(target)).toBe(3);
  });

  it('does not hang on a circle and knows nothing of unknown steps', () => {
    const target = flow({ a: { kind: 'do', next: 'b' }, b: { kind: 'do', next: 'a' } });
    expect(shown(target)).toEqual({ a: '1/2', b: '2/3' });
    expect(progressOf(target, 'nowhere')).toBeNull();
  });
});

/** The way a person takes who does what is asked, as a list of steps from the first to a finish. */
function expectedPath(target: Flow): StepId[] {
  const path: StepId[] = [];
  for (let at: StepId | null = target.first; at !== null; ) {
    path.push(at);
    const step: Step | undefined = target.steps[at];
    at = step ? (step.kind === 'ask' ? step.next : forwardOf(step)) : null;
  }
  return path;
}

describe.each([...flows.values()])('$id', (target) => {
  it('grows by one along the expected path and never changes the total within a part', () => {
    let before: { n: number; total: number } | null = null;
    for (const id of expectedPath(target)) {
      const step = target.steps[id];
      if (step?.kind === 'tell' && step.endsPart) {
        expect(before?.n, `the part before ${id} is done when it says so`).toBe(before?.total);
        before = null;
      }
      const progress = progressOf(target, id);
      if (!progress) continue;
      expect(progress, id).toEqual(before ? { n: before.n + 1, total: before.total } : { n: 1, total: progress.total });
      before = progress;
    }
    expect(before?.n).toBe(before?.total);
  });

  it('never shows a step beyond the total, and shows every step of work', () => {
    for (const [id, step] of Object.entries(target.steps)) {
      const progress = progressOf(target, id);
      expect(progress !== null, id).toBe(isCounted(step));
      if (progress) expect(progress.n, id).toBeLessThanOrEqual(progress.total);
    }
  });
});
