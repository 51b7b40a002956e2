import { describe, expect, it } from 'vitest';
import { advance, newRun } from '../../src/flows/advance.ts';
import { expand, wordsOf } from '../../src/flows/expand.ts';
import type { Flow, FlowEffect, Label, RunState } from '../../src/flows/flow.ts';
import { resolvePicture } from '../../src/flows/picture.ts';
import { madeFlow } from './made-flow.ts';

const label = (text: string, confidence: Label['confidence'] = 'H'): Label => ({
  text,
  confidence,
  source: 'a page',
  verifiedOn: '2026-01-01',
});

const registry = (...all: Flow[]) => new Map(all.map((one) => [one.id, one]));

/** A shared block with one way that works, one that is not possible here, and one that somebody else must do. */
const store = madeFlow(
  'store',
  {
    look: { kind: 'check', seen: 'press', unseen: 'old-phone' },
    press: {
      kind: 'do',
      label: 'open',
      picture: { kind: 'list', title: '{appName}', rows: ['Khác', '@open'], target: 1 },
      openPoints: ['{appName}: hỏi lại'],
      next: 'got-it',
    },
    'old-phone': { kind: 'choose', options: { give: 'no-way', ask: 'at-shop' } },
    'got-it': { kind: 'finish', outcome: 'completed' },
    'no-way': { kind: 'finish', outcome: 'abandoned' },
    'at-shop': { kind: 'finish', outcome: 'referred' },
  },
  { isBlock: true, labels: { open: label('Mở {appName}') }, neverShare: ['otp'] },
);

const host = madeFlow(
  'host',
  {
    intro: { kind: 'tell', next: 'app' },
    app: {
      kind: 'block',
      block: 'store',
      params: { appName: 'Ví' },
      openPoints: ['Tên đúng của ví'],
      next: 'end',
      unable: 'office',
    },
    office: { kind: 'choose', options: { retry: 'app', stop: 'out' } },
    end: { kind: 'finish', outcome: 'completed' },
    out: { kind: 'finish', outcome: 'referred' },
  },
  { neverShare: ['password', 'otp'] },
);

/** Walks with the real engine; returns where the run stands after every press and everything that was recorded. */
function walk(target: Flow, presses: ('forward' | 'unseen' | { option: string })[]) {
  let state: RunState = newRun(target);
  const effects: FlowEffect[] = [];
  const events = presses.map((press) =>
    press === 'forward' || press === 'unseen'
      ? ({ type: press } as const)
      : ({ type: 'chose', option: press.option } as const),
  );
  for (const event of [{ type: 'started' } as const, ...events]) {
    const turn = advance(target, state, event);
    state = turn.state;
    effects.push(...turn.effects);
  }
  const records = effects.flatMap((effect) =>
    effect.type === 'record' ? [`${effect.flowId} v${effect.version} ${effect.outcome}`] : [],
  );
  return { state, records };
}

describe('a shared block', () => {
  const expanded = expand(host, registry(host, store));

  it('stands in the flow under the name of its step, without the block step itself', () => {
    expect(Object.keys(expanded.steps)).toEqual([
      'intro',
      'app/look',
      'app/press',
      'app/old-phone',
      'app/at-shop',
      'office',
      'end',
      'out',
    ]);
    expect(expanded.steps.intro).toEqual({ kind: 'tell', next: 'app/look' });
  });

  it('goes on where the flow says when it is done', () => {
    expect(expanded.steps['app/press']).toMatchObject({ kind: 'do', next: 'end' });
  });

  it('goes to `unable` when it is not possible here, and ends the run when somebody else must do it', () => {
    expect(expanded.steps['app/old-phone']).toMatchObject({ options: { give: 'office', ask: 'app/at-shop' } });
    expect(expanded.steps['app/at-shop']).toMatchObject({ kind: 'finish', outcome: 'referred' });
  });

  it('can be gone back to from elsewhere in the flow', () => {
    expect(expanded.steps.office).toMatchObject({ options: { retry: 'app/look', stop: 'out' } });
  });

  it('brings its labels along and keeps pictures pointing at them', () => {
    const step = expanded.steps['app/press'];
    expect(step?.label).toBe('app/open');
    expect(expanded.labels['app/open']?.text).toBe('Mở Ví');
    if (!step?.picture) throw new Error('the picture is gone');
    expect(resolvePicture(step.picture, expanded.labels)).toEqual({
      kind: 'list',
      title: 'Ví',
      rows: ['Khác', 'Mở Ví'],
      target: 1,
    });
  });

  it('lets the flow say a label better than the block does', () => {
    const better = { ...host, labels: { 'app/open': label('Vào ví', 'U') } };
    expect(expand(better, registry(better, store)).labels['app/open']).toEqual(label('Vào ví', 'U'));
  });

  it('finds its words in its own file, with the parameters of the call', () => {
    expect(wordsOf(expanded, 'app/press')).toEqual({ namespace: 'blocks/store', key: 'press' });
    expect(wordsOf(expanded, 'office')).toEqual({ namespace: 'flows/host', key: 'office' });
    expect(expanded.steps['app/press']?.params).toEqual({ appName: 'Ví' });
  });

  it('adds its secrets and sources once, and carries open points of the call and of its own', () => {
    expect(expanded.neverShare).toEqual(['password', 'otp']);
    expect(expanded.sources.map((source) => source.ref)).toEqual(['host', 'store']);
    expect(expanded.steps['app/look']?.openPoints).toEqual(['Tên đúng của ví']);
    expect(expanded.steps['app/press']?.openPoints).toEqual(['Ví: hỏi lại']);
  });

  it('must be told where to go on when it may turn out impossible', () => {
    const careless = madeFlow('careless', {
      app: { kind: 'block', block: 'store', next: 'end' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    expect(() => expand(careless, registry(careless, store))).toThrow(/"store" can be abandoned.*unable/);
  });

  it('leaves the definitions as they were', () => {
    const before = structuredClone([host, store]);
    expand(host, registry(host, store));
    expect([host, store]).toEqual(before);
  });
});

describe('a prerequisite', () => {
  const card = madeFlow('card', {
    ready: { kind: 'choose', options: { go: 'made', police: 'at-police' } },
    made: { kind: 'finish', outcome: 'completed' },
    'at-police': { kind: 'office', office: 'commune-police', next: 'come-back' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  });
  const account = madeFlow(
    'account',
    {
      card: { kind: 'prerequisite', flow: 'card', next: 'sign' },
      sign: { kind: 'tell', next: 'signed' },
      signed: { kind: 'finish', outcome: 'completed' },
    },
    { version: 3 },
  );
  const portal = madeFlow('portal', {
    account: { kind: 'prerequisite', flow: 'account', next: 'enter' },
    enter: { kind: 'check', seen: 'in', unseen: 'account' },
    in: { kind: 'finish', outcome: 'completed' },
  });
  const all = registry(card, account, portal);
  const expanded = expand(portal, all);

  it('asks first, in the words of the flow it needs, and goes on for those who have it', () => {
    expect(expanded.first).toBe('account/owned');
    expect(expanded.steps['account/owned']).toEqual({
      kind: 'choose',
      words: 'flows/account',
      options: { have: 'enter', lack: 'account/card/owned' },
    });
    expect(wordsOf(expanded, 'account/card/owned')).toEqual({ namespace: 'flows/card', key: 'owned' });
    expect(walk(expanded, ['forward', 'forward']).records).toEqual(['portal v1 completed']);
  });

  it('is done inside the same walk by those who lack it, each recorded as its own completion', () => {
    const { state, records } = walk(expanded, [
      { option: 'lack' },
      { option: 'lack' },
      'forward',
      'forward',
      'forward',
    ]);
    expect(records).toEqual(['card v1 completed', 'account v3 completed', 'portal v1 completed']);
    expect(state.step).toBeNull();
  });

  it('ends everything as referred when it has to be done elsewhere, innermost first', () => {
    const { state, records } = walk(expanded, [
      { option: 'lack' },
      { option: 'lack' },
      { option: 'police' },
      'forward',
    ]);
    expect(records).toEqual(['card v1 referred', 'account v3 referred', 'portal v1 referred']);
    expect(state.step).toBeNull();
  });

  it('says the parting words of the flow that could not be done', () => {
    const last = Object.entries(expanded.steps).find(
      ([, step]) => step.kind === 'finish' && step.outcome === 'referred',
    );
    expect(wordsOf(expanded, last?.[0] ?? '')).toEqual({ namespace: 'flows/card', key: 'come-back' });
  });

  it('can be asked again from elsewhere in the flow', () => {
    expect(expanded.steps.enter).toMatchObject({ unseen: 'account/owned' });
  });

  it('keeps step maps pointing at steps that exist', () => {
    const moved = { ...portal, version: 2, moves: [{ from: 1, steps: { 'old-start': 'account', 'old-end': 'in' } }] };
    expect(expand(moved, registry(card, account, moved)).moves).toEqual([
      { from: 1, steps: { 'old-start': 'account/owned', 'old-end': 'in' } },
    ]);
  });
});

describe('definitions that cannot be walked', () => {
  const calling = (id: string, other: string) =>
    madeFlow(id, {
      first: { kind: 'prerequisite', flow: other, next: 'end' },
      end: { kind: 'finish', outcome: 'completed' },
    });

  it('a flow that contains itself is refused, with the circle', () => {
    const [a, b, c] = [calling('a', 'b'), calling('b', 'c'), calling('c', 'a')];
    expect(() => expand(a, registry(a, b, c))).toThrow('a → b → c → a');
  });

  it('the same block twice is no circle', () => {
    const twice = madeFlow('twice', {
      one: { kind: 'block', block: 'store', next: 'two', unable: 'end' },
      two: { kind: 'block', block: 'store', next: 'end', unable: 'end' },
      end: { kind: 'finish', outcome: 'completed' },
    });
    const expanded = expand(twice, registry(twice, store));
    expect(expanded.steps['one/press']).toMatchObject({ next: 'two/look' });
    expect(expanded.labels['two/open']).toBeDefined();
  });

  it('an unknown block or flow is named', () => {
    const lost = calling('lost', 'nowhere');
    expect(() => expand(lost, registry(lost))).toThrow('Flow "lost" uses "nowhere"');
  });

  it.each(['owned', 'milestone', 'a/b', 'Bước', 'a.b'])('a step cannot be named "%s"', (name) => {
    const odd = madeFlow('odd', { [name]: { kind: 'finish', outcome: 'completed' } });
    expect(() => expand(odd, registry(odd))).toThrow(`cannot be named "${name}"`);
  });
});
