import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from '../../src/bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../../src/bot/channels/zalo-render.ts';
import { readFlowWords } from '../../src/flow-words.ts';
import { advance, newRun } from '../../src/flows/advance.ts';
import { exitsOf } from '../../src/flows/exits.ts';
import { wordsOf } from '../../src/flows/expand.ts';
import type { Flow, FlowEffect, FlowEvent, RunState, Step, StepId } from '../../src/flows/flow.ts';
import { GROUPS, groupOf } from '../../src/flows/groups.ts';
import { blocks, flowOf, flows, published } from '../../src/flows/index.ts';
import { inspect } from '../../src/flows/inspect.ts';
import { hardTexts, type ReadingException, type ReadText, readTexts } from '../../src/flows/inspect-reading.ts';
import { stepWords, type WordsLookup } from '../../src/flows/words.ts';
import { findProgram } from '../support/programs.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const words = readFlowWords();
const exceptions: ReadingException[] = JSON.parse(readFileSync(root('locales/reading-exceptions.json'), 'utf8'));
const all = [...flows.values()];

const flow = (id: string): Flow => {
  const found = flows.get(id);
  if (!found) throw new Error(`no flow ${id}`);
  return found;
};

/** Everything a flow can say in Vietnamese, by `file:key`. */
const saidIn = (target: Flow): Map<string, ReadText> =>
  new Map(readTexts(target, words).map((one) => [`${one.file}:${one.key}`, one]));
const textsOf = (target: Flow) => [...saidIn(target).values()].map((one) => one.text);
const said = (id: string, key: string) => saidIn(flow(id)).get(key)?.text ?? '';

describe.each(all)('$id', (target) => {
  it('has no problems on any channel', () => {
    expect(inspect(target, words, [TELEGRAM_LIMITS, ZALO_LIMITS])).toEqual([]);
  });

  it('reads easily', () => {
    const hard = hardTexts(target, words, exceptions).map((one) => ({
      at: `${one.file}:${one.key}`,
      ...one.findings[0],
    }));
    expect(hard).toEqual([]);
  });

  it('is completed by pressing the first button again and again', () => {
    const { outcomes, presses } = pressOn(target, start(target));
    expect(outcomes).toEqual(['completed']);
    expect(presses).toBeLessThanOrEqual(Object.keys(target.steps).length);
  });

  it('ends by the first button from wherever a person has wandered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 60 }), (choices) => {
        let state = start(target);
        for (const choice of choices) state = advance(target, state, wander(target, state, choice)).state;
        const { outcomes } = pressOn(target, state);
        expect(state.step === null || outcomes.length === 1).toBe(true);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('is completed only after the person has seen something', () => {
    const ends = Object.keys(target.steps).filter((id) => {
      const step = target.steps[id];
      return (step?.kind === 'finish' || step?.kind === 'milestone') && step.outcome === 'completed';
    });
    expect(ends.length).toBeGreaterThan(0);
    for (const [id, step] of Object.entries(target.steps)) {
      for (const end of exitsOf(step).filter((exit) => ends.includes(exit))) {
        expect(step, `${id} → ${end}`).toMatchObject({ kind: 'check', seen: end });
      }
    }
  });

  it('tells what never to share before the first code arrives, on every way', () => {
    const isTold = (id: StepId) => wordsOf(target, id).namespace === 'blocks/never-share';
    const untold = reachable(target, isTold);
    const codes = [...untold].filter((id) => target.steps[id]?.warn === 'otp');
    expect(codes).toEqual([]);
  });

  it('asks for a code only inside an app, with a warning, and never in the chat', () => {
    for (const [id, step] of Object.entries(target.steps)) {
      const text = stepWords(words, 'vi', target, id)?.do ?? '';
      const asksForCode = step.kind === 'do' && /gõ mã /.test(text);
      expect(step.warn === 'otp' || !asksForCode, `${id}: ${text}`).toBe(true);
      if (step.kind === 'ask') {
        expect(['bank', 'holder-name', 'stall-name', 'account-number', 'reference-tail']).toContain(step.accept);
      }
    }
    expect(target.neverShare).toEqual(expect.arrayContaining(['otp', 'password']));
  });

  it('speaks English without Vietnamese kinship words', () => {
    for (const id of Object.keys(target.steps)) {
      expect(JSON.stringify(stepWords(words, 'en', target, id) ?? {})).not.toMatch(/\{xung\}|\{con\}/);
    }
  });

  it('is signed off by a review that is not older than its sources', () => {
    for (const source of target.sources) expect(source.date <= target.reviewedOn, source.ref).toBe(true);
    for (const label of Object.values(target.labels)) expect(label.verifiedOn <= target.reviewedOn).toBe(true);
  });
});

describe('the registry', () => {
  it('lists every published flow once, in the order of the menu', () => {
    expect([...flows.keys()]).toEqual(published.map((one) => one.id));
    for (const one of published) expect(GROUPS, one.id).toContain(groupOf(one));
  });

  it('ids are kebab-case, used once, and name the file', () => {
    const ids = [...published, ...blocks].map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(filesIn('src/flows/services')).toEqual(published.map((one) => `${one.id}.ts`).sort());
    expect(filesIn('src/flows/blocks')).toEqual(blocks.map((one) => `${one.id}.ts`).sort());
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('finds a version, and nothing for one that never was', () => {
    for (const one of all) expect(flowOf(one.id, one.version)).toBe(one);
    expect(flowOf('viettel-money', 99)).toBeUndefined();
    expect(flowOf('no-such-flow', 1)).toBeUndefined();
    expect(flowOf('right-app', 1), 'a block is never walked by itself').toBeUndefined();
  });

  it('proposes next only flows that exist', () => {
    for (const one of published) expect(one.proposes === undefined || flows.has(one.proposes), one.id).toBe(true);
  });

  it('walked flows hold plain steps only', () => {
    for (const one of all) {
      const kinds = new Set(Object.values(one.steps).map((step) => step.kind));
      expect(kinds.has('block') || kinds.has('prerequisite'), one.id).toBe(false);
    }
  });
});

describe('the words', () => {
  it.each(['vi', 'en'] as const)('%s: every file and every step in it belongs to a flow', (language) => {
    const used = new Map<string, Set<string>>();
    for (const one of all) {
      for (const id of Object.keys(one.steps)) {
        const { namespace, key } = wordsOf(one, id);
        used.set(namespace, (used.get(namespace) ?? new Set()).add(key));
      }
    }
    for (const folder of ['flows', 'blocks']) {
      for (const file of filesIn(`locales/${language}/${folder}`)) {
        const namespace = `${folder}/${file.replace('.json', '')}`;
        const keys = Object.keys(words(language, namespace)?.steps ?? {});
        expect(
          keys.filter((key) => !used.get(namespace)?.has(key)),
          `${language} ${namespace}`,
        ).toEqual([]);
      }
    }
  });

  it('every text of a step is checked as what it is: two actions in one step are found', () => {
    const target = flow('viettel-money');
    const hard = (step: string, text: string) => {
      const changed: WordsLookup = (language, namespace) => {
        const file = words(language, namespace);
        if (!file || namespace !== 'flows/viettel-money') return file;
        return { ...file, steps: { ...file.steps, [step]: { ...file.steps[step], do: text } } };
      };
      return hardTexts(target, changed, exceptions).map((one) => [one.key, one.findings.map((found) => found.measure)]);
    };
    expect(hard('password', '{xung} mở máy, gõ mật khẩu.')).toEqual([['steps.password.do', ['actions']]]);
    expect(hard('fees', '{xung} mở máy, gõ mật khẩu.')).toEqual([]);
    expect(hard('fees', 'Hệ thống {xung} nha.')).toEqual([['steps.fees.do', ['avoid']]]);
  });

  it('exceptions from the reading check are few, reasoned and still needed', () => {
    const texts = new Map(all.flatMap((one) => [...saidIn(one)]));
    const letPass = new Set(exceptions.map((pass) => `${pass.file}:${pass.key}`));
    expect(letPass.size / texts.size).toBeLessThanOrEqual(0.02);
    const hard = all.flatMap((one) => hardTexts(one, words, []));
    for (const pass of exceptions) {
      expect(pass.reason.length, pass.key).toBeGreaterThan(20);
      const found = hard.filter((one) => one.file === pass.file && one.key === pass.key).flatMap((one) => one.findings);
      expect(
        found.map((finding) => finding.measure),
        `${pass.file}:${pass.key}`,
      ).toContain(pass.measure);
    }
  });
});

describe('facts that must not be lost', () => {
  it('level 2 is given only at the police: said first, and wherever level 2 is needed', () => {
    const only = 'chỉ làm tại công an';
    expect(said('vneid-activate', 'flows/vneid-activate:purpose')).toContain(only);
    expect(said('dvcqg-login', 'flows/dvcqg-login:purpose')).toContain(only);
    for (const key of ['owned', 'registered']) {
      expect(said('dvcqg-login', `flows/vneid-activate:steps.${key}.do`)).toContain(only);
    }
    const { state, outcomes } = follow(flow('vneid-activate'), ['never', null]);
    expect(outcomes).toEqual(['referred']);
    expect(state.step).toBeNull();
    expect(flow('vneid-activate').steps['at-police']).toMatchObject({ kind: 'office', office: 'commune-police' });
  });

  it.each([
    ['viettel-money', '1800 9000', '1800 1091', 'Viettel Digital Services'],
    ['vnpt-money', '1800 1091', '1800 9000', 'VNPT'],
  ])('%s: its own free hotline %s, its publisher, no old name in its place', (id, hotline, other, publisher) => {
    const texts = textsOf(flow(id));
    expect(texts.filter((text) => text.includes(hotline)).length).toBeGreaterThanOrEqual(3);
    expect(texts.filter((text) => text.includes(other))).toEqual([]);
    expect(texts.some((text) => text.includes('xem phí ngay trên màn hình xác nhận'))).toBe(true);
    expect(texts.some((text) => text.includes('Ví phải đứng tên {xung}'))).toBe(true);
    const asked = Object.values(flow(id).steps).filter((step) => step.params?.publisher !== undefined);
    expect(new Set(asked.map((step) => step.params?.publisher))).toEqual(new Set([publisher]));
  });

  it('the number of the Ministry is called a paid one wherever it is given', () => {
    const texts = textsOf(flow('vneid-activate')).filter((text) => text.includes('1900'));
    expect(texts.length).toBeGreaterThanOrEqual(2);
    for (const text of texts) expect(text).toMatch(/1900 0368.*tốn tiền/s);
  });

  it('VNeID comes from the stores only, from the one publisher, and we send no links', () => {
    const texts = saidIn(flow('vneid-install'));
    expect(texts.get('flows/vneid-install:purpose')?.text).toMatch(/“CH Play” hoặc “App Store”.*không gửi đường dẫn/s);
    expect(texts.get('blocks/right-app:steps.publisher.do')?.values.publisher).toBe(
      'Trung tâm dữ liệu quốc gia về dân cư',
    );
  });

  it('the portal is named by its official address', () => {
    expect(said('dvcqg-login', 'flows/dvcqg-login:steps.address.do')).toMatch(/“dichvucong\.gov\.vn”.*“\.gov\.vn”/s);
  });

  it('both wallets check the SIM by 1414 and the chip card, and let people choose the source of money', () => {
    for (const id of ['viettel-money', 'vnpt-money']) {
      const target = flow(id);
      expect(said(id, 'blocks/phone-ready:steps.send-1414.do')).toMatch(/“TTTB”.*1414/);
      const main = pathOf(target);
      expect(main).toEqual(
        expect.arrayContaining(['phone/own-sim', 'guard/keep', 'app/publisher', 'chip/touch', 'source']),
      );
      expect(Object.keys((target.steps.source as Step & { kind: 'choose' }).options)).toEqual(['mobile', 'bank']);
    }
  });

  it('a stall’s code names no amount, is tried with a small transfer, and stays in one place', () => {
    const target = flow('merchant-vietqr');
    expect(said(target.id, 'flows/merchant-vietqr:steps.part-one.do')).toContain('không ghi sẵn số tiền');
    expect(said(target.id, 'flows/merchant-vietqr:steps.business-name.do')).toMatch(/01\/03\/2026.*hỏi thuế cơ sở/s);
    const order = ['scan', 'own-name', 'test/other-phone', 'test/right-name', 'test/look-own', 'put-up', 'in-place'];
    expect(pathOf(target).filter((id) => order.includes(id))).toEqual(order);
    expect(target.subject).toBe('stall');
  });

  it('the code is drawn only when bank, holder and number have been answered', () => {
    const target = flow('merchant-vietqr');
    const withoutAnswers = reachable(target, (id) => {
      const step = target.steps[id];
      return step?.kind === 'ask' && step.accept === 'account-number';
    });
    expect([...withoutAnswers].filter((id) => target.steps[id]?.kind === 'draw-code')).toEqual([]);
    for (const id of ['bank', 'holder', 'number']) {
      const { outcomes } = pressOn(target, { ...start(target), step: id });
      expect(outcomes, `skipping ${id}`).toEqual(['completed']);
      expect(target.steps[id], 'without it no code can be drawn: the bank has one').toMatchObject({
        skip: 'bank-code',
      });
    }
    expect(target.steps.mark).toMatchObject({
      kind: 'choose',
      options: { 'keep-mark': 'part-one', 'drop-mark': 'part-one' },
    });
  });

  it('whoever has no account, no card or the wrong SIM is told where to go, and counted as referred', () => {
    expect(follow(flow('merchant-vietqr'), ['lack', null]).outcomes).toEqual(['referred']);
    expect(follow(flow('viettel-money'), ['no-card', null]).outcomes).toEqual(['referred']);
    expect(follow(flow('vnpt-money'), ['enough', 'other', null]).outcomes).toEqual(['referred']);
  });

  it('a phone with keys leads to the people who do it at a counter', () => {
    const until = ['enough', 'own', null, null, 'other', 'keypad'];
    const { state } = follow(flow('viettel-money'), until);
    expect(state.step).toBe('at-shop');
    expect(flow('viettel-money').steps['at-shop']).toMatchObject({ office: 'operator-shop' });
    expect(follow(flow('vneid-install'), ['enough', 'other', 'keypad']).state.step).toBe('at-centre');
  });

  it('what nobody has seen on a screen is an open point for somebody to look at', () => {
    for (const one of all) {
      const unseen = Object.entries(one.labels).filter(([, label]) => !['H', 'M'].includes(label.confidence));
      const open = Object.values(one.steps).flatMap((step) => step.openPoints ?? []);
      expect(unseen.length === 0 || open.length > 0, one.id).toBe(true);
      for (const point of open) expect(point, one.id).toMatch(/hỏi|xem|thử/);
      for (const point of open) expect(point, one.id).not.toMatch(/[{}]/);
    }
  });
});

describe('npm run flows', () => {
  const run = promisify(execFile);
  const list = (...args: string[]) => run(process.execPath, ['--import', 'tsx', root('scripts/flows.ts'), ...args]);

  it('--json lists every published flow as the contract says, and no block', async () => {
    const listed = JSON.parse((await list('--json')).stdout);
    expect(listed.map((one: { id: string }) => one.id)).toEqual(published.map((one) => one.id));
    expect(listed[0]).toEqual({
      id: 'vneid-install',
      version: 1,
      title: 'Cài VNeID',
      services: ['vneid'],
      steps: 5,
      languages: ['vi', 'en'],
      has_picture: true,
      has_voice: findProgram('espeak-ng') !== null && findProgram('opusenc') !== null,
      sources: flow('vneid-install').sources,
      reviewed_on: '2026-11-21',
      open_points: expect.arrayContaining([expect.stringContaining('nhà phát hành')]),
    });
    for (const one of listed) expect(one.languages, one.id).toEqual(['vi', 'en']);
  });

  it('without --json prints one line a flow', async () => {
    const { stdout } = await list();
    for (const one of published) expect(stdout).toMatch(new RegExp(`^${one.id} +v${one.version} `, 'm'));
  });
});

// ---- walking ------------------------------------------------------------------------------------------------------

function filesIn(folder: string): string[] {
  return readdirSync(root(folder)).sort();
}

function start(target: Flow): RunState {
  return advance(target, newRun(target), { type: 'started' }).state;
}

/** Presses the first button until the run ends; gives up after more presses than there are steps. */
function pressOn(target: Flow, from: RunState): { outcomes: string[]; presses: number } {
  let state = from;
  const effects: FlowEffect[] = [];
  let presses = 0;
  while (state.step !== null && presses <= Object.keys(target.steps).length) {
    const turn = advance(target, state, { type: 'forward' });
    state = turn.state;
    effects.push(...turn.effects);
    presses += 1;
  }
  return { outcomes: outcomesOf(effects), presses };
}

/** Chooses options by name; `null` is the first button. */
function follow(target: Flow, choices: (string | null)[]): { state: RunState; outcomes: string[] } {
  let state = start(target);
  const effects: FlowEffect[] = [];
  for (const choice of choices) {
    const event: FlowEvent = choice === null ? { type: 'forward' } : { type: 'chose', option: choice };
    const turn = advance(target, state, event);
    expect(turn.state.seq, `"${choice}" does something at ${state.step}`).toBeGreaterThan(state.seq);
    state = turn.state;
    effects.push(...turn.effects);
  }
  return { state, outcomes: outcomesOf(effects) };
}

const outcomesOf = (effects: FlowEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'ended' ? [effect.outcome] : []));

/** Any press that is possible here, chosen by number. */
function wander(target: Flow, state: RunState, choice: number): FlowEvent {
  const step = state.step === null ? undefined : target.steps[state.step];
  const events: FlowEvent[] = [{ type: 'forward' }, { type: 'back' }, { type: 'unseen' }];
  if (step?.kind === 'choose') {
    for (const option of Object.keys(step.options)) events.push({ type: 'chose', option });
  }
  if (step?.kind === 'branch-phone') {
    for (const option of ['iphone', 'other']) events.push({ type: 'chose', option });
  }
  if (step?.kind === 'ask') events.push({ type: 'answered', value: 'given' });
  return events[choice % events.length] ?? { type: 'forward' };
}

/** Steps shown to somebody who presses the first button and answers every question. */
function pathOf(target: Flow): StepId[] {
  const path: StepId[] = [];
  let state = start(target);
  while (state.step !== null) {
    path.push(state.step);
    const step = target.steps[state.step];
    state = advance(
      target,
      state,
      step?.kind === 'ask' ? { type: 'answered', value: 'given' } : { type: 'forward' },
    ).state;
  }
  return path;
}

/** Steps that can be reached without going through those `stopsAt` names. */
function reachable(target: Flow, stopsAt: (id: StepId) => boolean): Set<StepId> {
  const reached = new Set<StepId>();
  const open = [target.first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = target.steps[id];
    if (!step || reached.has(id) || stopsAt(id)) continue;
    reached.add(id);
    open.push(...exitsOf(step));
  }
  return reached;
}
