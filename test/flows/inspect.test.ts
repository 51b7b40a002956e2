import { describe, expect, it } from 'vitest';
import type { Flow, Step } from '../../src/flows/flow.ts';
import { inspect, type Problem, type Rule } from '../../src/flows/inspect.ts';
import type { FlowWords, StepWords, WordsLookup, WrittenLanguage } from '../../src/flows/words.ts';

const LIMITS = [
  { text: 4096, caption: 1024 },
  { text: 2000, caption: 2000 },
];

/** A small flow without a fault; every case below breaks one thing in it. */
function sound(): Flow {
  return {
    id: 'sound',
    version: 2,
    first: 'ready',
    services: [],
    subject: 'person',
    evidence: ['self', 'witness'],
    neverShare: [],
    labels: {
      open: { text: 'Mở', confidence: 'H', source: 'a page', verifiedOn: '2026-01-01' },
      maybe: { text: 'Xác thực', confidence: 'U', source: 'a page', verifiedOn: '2026-01-01' },
    },
    sources: [{ ref: 'a decree', date: '2026-01-01', confidence: 'H' }],
    reviewedOn: '2026-11-21',
    moves: [{ from: 1, steps: { begin: 'ready' } }],
    steps: {
      ready: { kind: 'choose', options: { enough: 'press', missing: 'shop' } },
      press: { kind: 'do', label: 'open', picture: list(), next: 'seen' },
      seen: { kind: 'check', seen: 'end', unseen: 'retry' },
      retry: { kind: 'choose', options: { again: 'press', stop: 'shop' } },
      shop: { kind: 'office', office: 'operator-shop', params: { place: 'chợ' }, next: 'out' },
      end: { kind: 'finish', outcome: 'completed' },
      out: { kind: 'finish', outcome: 'referred' },
    },
  };
}

const list = (target = 1) => ({ kind: 'list' as const, title: 'Ví', rows: ['Khác', '@open'], target });

function soundWords(): FlowWords {
  return {
    title: 'Ví',
    wish: 'Mở ví',
    purpose: 'Ví là túi tiền.',
    result: '🎉 Mừng {xung} quá!',
    steps: {
      ready: { do: '{xung} có đủ chưa?', options: { enough: 'Đủ rồi', missing: 'Thiếu thẻ' } },
      press: { do: '{xung} bấm {nut}.', see: 'Máy hiện ô trống.', caption: 'Bấm {nut}', differs: ['Kéo xuống coi.'] },
      seen: { do: 'Thấy chữ gần giống “Xác thực” chưa?', witnessed: 'Đã thấy.' },
      retry: { do: 'Làm sao ha {xung}?', options: { again: 'Làm lại', stop: 'Ra cửa hàng' } },
      shop: { do: '{xung} ra {place} hỏi.' },
      out: { do: '{con} chờ nha.' },
    },
  };
}

interface Case {
  flow?: (flow: Flow) => void;
  words?: (words: FlowWords, language: WrittenLanguage) => void;
  limits?: typeof LIMITS;
}

function problemsOf(broken: Case): Problem[] {
  const flow = sound();
  broken.flow?.(flow);
  const written = { vi: soundWords(), en: soundWords() };
  for (const language of ['vi', 'en'] as const) broken.words?.(written[language], language);
  const lookup: WordsLookup = (language, namespace) => (namespace === 'flows/sound' ? written[language] : undefined);
  return inspect(flow, lookup, broken.limits ?? LIMITS);
}

const rulesOf = (broken: Case): Rule[] => [...new Set(problemsOf(broken).map((problem) => problem.rule))].sort();

const setStep = (id: string, step: Step) => (flow: Flow) => {
  flow.steps[id] = step;
};
const patch = (id: string, words: Partial<StepWords>) => (all: FlowWords) => {
  all.steps[id] = { ...all.steps[id], ...words };
};

describe('a sound flow', () => {
  it('has no problems', () => {
    expect(problemsOf({})).toEqual([]);
  });
});

describe('ways', () => {
  it.each<[string, Case, Rule[]]>([
    [
      'a step leads to one that does not exist',
      { flow: setStep('press', { kind: 'do', label: 'open', picture: list(), next: 'lost' }) },
      ['unknown-target', 'unreachable', 'dead-end'],
    ],
    [
      'the first step does not exist',
      {
        flow: (flow) => {
          flow.first = 'lost';
        },
      },
      ['unknown-target', 'unreachable'],
    ],
    ['nobody leads to a step', { flow: setStep('orphan', { kind: 'finish', outcome: 'completed' }) }, ['unreachable']],
    [
      'the first button of a failure leads round in a circle',
      { flow: setStep('seen', { kind: 'check', seen: 'retry', unseen: 'end' }) },
      ['endless-forward'],
    ],
    [
      'a map of an older version leads nowhere',
      {
        flow: (flow) => {
          flow.moves = [{ from: 1, steps: { begin: 'lost' } }];
        },
      },
      ['step-map'],
    ],
    [
      'a map leads from the version itself',
      {
        flow: (flow) => {
          flow.moves = [{ from: 2, steps: {} }];
        },
      },
      ['step-map'],
    ],
  ])('%s', (_, broken, rules) => {
    expect(rulesOf(broken)).toEqual([...rules].sort());
  });

  it('a question without answers is a dead end, even for the first button', () => {
    const rules = rulesOf({ flow: setStep('retry', { kind: 'choose', options: {} }) });
    expect(rules).toEqual(['dead-end', 'endless-forward']);
  });

  it('steps that only tell and come back to themselves are a trap without a question', () => {
    const rules = rulesOf({
      flow: (flow) => {
        flow.steps.shop = { kind: 'office', office: 'operator-shop', params: { place: 'chợ' }, next: 'wait' };
        flow.steps.wait = { kind: 'tell', next: 'shop' };
        delete flow.steps.out;
      },
      words: (words) => {
        words.steps.wait = { do: 'Chờ nha.' };
      },
    });
    expect(rules).toEqual(['dead-end', 'endless-forward', 'loop-without-question']);
  });

  it('a part of more than nine steps is too long; ended in between it is not', () => {
    const long = (flow: Flow, ends: boolean) => {
      for (let n = 1; n <= 10; n++)
        flow.steps[`p${n}`] = { kind: 'do', picture: list(), next: n === 10 ? 'seen' : `p${n + 1}` };
      if (ends) flow.steps.part = { kind: 'tell', endsPart: true, next: 'p6' };
      if (ends) flow.steps.p5 = { kind: 'do', picture: list(), next: 'part' };
      flow.steps.press = { kind: 'do', label: 'open', picture: list(), next: 'p1' };
    };
    const words = (all: FlowWords) => {
      for (let n = 1; n <= 10; n++) all.steps[`p${n}`] = { do: 'Bấm nha.', caption: 'Bấm' };
      all.steps.part = { do: 'Phần 1 xong rồi!' };
    };
    expect(rulesOf({ flow: (flow) => long(flow, false), words })).toEqual(['too-many-steps']);
    expect(rulesOf({ flow: (flow) => long(flow, true), words })).toEqual([]);
  });
});

describe('words', () => {
  it.each<[string, Case, Rule]>([
    [
      'a step has no words',
      {
        words: (all) => {
          delete all.steps.shop;
        },
      },
      'missing-words',
    ],
    [
      'English is missing one text',
      {
        words: (all, language) => {
          if (language === 'en') delete all.steps.out;
        },
      },
      'missing-words',
    ],
    [
      'the flow has no purpose',
      {
        words: (all) => {
          all.purpose = '';
        },
      },
      'missing-words',
    ],
    ['a picture has no headline', { words: patch('press', { caption: '' }) }, 'missing-words'],
    ['an option has no words', { words: patch('ready', { options: { enough: 'Đủ rồi' } }) }, 'missing-options'],
    ['a volunteer has nothing to tick', { words: patch('seen', { witnessed: '' }) }, 'missing-witnessed'],
    ['a placeholder nobody fills', { words: patch('out', { do: '{ten} nha.' }) }, 'unknown-placeholder'],
    ['a capital placeholder', { words: patch('out', { do: '{Xung} nha.' }) }, 'unknown-placeholder'],
    ['{nut} where no label is', { words: patch('shop', { do: 'Bấm {nut}.' }) }, 'label-missing'],
    [
      'a button of 21 characters',
      { words: patch('retry', { options: { again: 'L'.repeat(21), stop: 'Ra' } }) },
      'button-too-long',
    ],
    [
      'a button too long once the person is named',
      { words: patch('retry', { options: { again: `{xung} ${'l'.repeat(16)}`, stop: 'Ra' } }) },
      'button-too-long',
    ],
    [
      'a wish that fits no button',
      {
        words: (all) => {
          all.wish = 'Mở ví để đi chợ cho tiện';
        },
      },
      'button-too-long',
    ],
    [
      'two buttons that begin alike',
      { words: patch('retry', { options: { again: 'Ra chợ', stop: 'ra cửa hàng' } }) },
      'buttons-alike',
    ],
    ['four variants', { words: patch('press', { differs: ['Một.', 'Hai.', 'Ba.', 'Bốn.'] }) }, 'too-many-variants'],
    ['a step of 161 characters', { words: patch('press', { do: 'a'.repeat(150), see: '' }) }, 'text-too-long'],
    ['four sentences', { words: patch('press', { do: 'Một. Hai.', see: 'Ba. Bốn.' }) }, 'text-too-long'],
    ['five lines', { words: patch('press', { do: 'Một', see: 'hai\nba\nbốn' }) }, 'text-too-long'],
    ['any other text of 301 characters', { words: patch('out', { do: 'a'.repeat(301) }) }, 'text-too-long'],
    ['a link', { words: patch('out', { do: 'Bấm https://vi.du nha.' }) }, 'link'],
    ['two emoji', { words: patch('out', { do: '🎉 Xong ✅' }) }, 'emoji'],
    ['an emoji we do not use', { words: patch('out', { do: 'Xong 😀' }) }, 'emoji'],
    ['a headline that names the person', { words: patch('press', { caption: '{xung} bấm' }) }, 'personal-caption'],
    [
      'a label nobody has seen quoted as if it were certain',
      { words: patch('out', { do: 'Bấm chữ “Xác thực”.' }) },
      'inexact-quoted',
    ],
  ])('%s', (_, broken, rule) => {
    expect(rulesOf(broken)).toEqual([rule]);
  });

  it('a step of exactly 160 characters with its header is fine', () => {
    expect(rulesOf({ words: patch('press', { do: 'a'.repeat(149), see: '' }) })).toEqual([]);
  });

  it('a warning takes one line and one sentence of the step', () => {
    const warned = (flow: Flow) => {
      flow.steps.press = { ...(flow.steps.press as Step), warn: 'otp' };
    };
    expect(rulesOf({ flow: warned })).toEqual([]);
    expect(rulesOf({ flow: warned, words: patch('press', { do: 'Một. Hai.', see: 'Ba.' }) })).toEqual([
      'text-too-long',
    ]);
  });

  it('names the step, the language and what is wrong', () => {
    expect(
      problemsOf({
        words: (all, language) => {
          if (language === 'en') delete all.steps.out;
        },
      }),
    ).toEqual([{ flow: 'sound', step: 'out', rule: 'missing-words', detail: 'en: do' }]);
  });

  it('every channel must have room for the text', () => {
    const rules = rulesOf({ limits: [{ text: 4096, caption: 30 }] });
    expect(rules).toEqual(['over-channel-limit']);
    expect(problemsOf({ limits: [{ text: 4096, caption: 30 }] }).map((problem) => problem.step)).toEqual([
      'press',
      'press',
    ]);
    expect(rulesOf({ limits: [{ text: 10, caption: 1024 }] })).toEqual(['over-channel-limit']);
  });
});

describe('pictures and the flow’s own card', () => {
  it.each<[string, (flow: Flow) => void, Rule]>([
    ['an action without a picture', setStep('press', { kind: 'do', label: 'open', next: 'seen' }), 'picture-missing'],
    [
      'a row that is not there',
      setStep('press', { kind: 'do', label: 'open', picture: list(2), next: 'seen' }),
      'picture-target',
    ],
    [
      'a row before the first',
      setStep('press', { kind: 'do', label: 'open', picture: list(-1), next: 'seen' }),
      'picture-target',
    ],
    [
      'a button the form does not have',
      setStep('press', {
        kind: 'do',
        label: 'open',
        picture: { kind: 'form', title: 'Ví', fields: [], target: 'button' },
        next: 'seen',
      }),
      'picture-target',
    ],
    [
      'a picture that names an unknown label',
      setStep('press', {
        kind: 'do',
        label: 'open',
        picture: { kind: 'result', title: 'Ví', message: '@gone' },
        next: 'seen',
      }),
      'label-missing',
    ],
    [
      'a picture with an unfilled placeholder',
      setStep('press', { kind: 'do', label: 'open', picture: { kind: 'qr', title: '{appName}' }, next: 'seen' }),
      'unknown-placeholder',
    ],
    [
      'no sources',
      (flow) => {
        flow.sources = [];
      },
      'no-sources',
    ],
    [
      'a source without a day',
      (flow) => {
        flow.sources = [{ ref: 'a', date: '2026', confidence: 'H' }];
      },
      'no-sources',
    ],
    [
      'a review on a day that does not exist',
      (flow) => {
        flow.reviewedOn = '2026-02-30';
      },
      'reviewed-on',
    ],
    [
      'a review written the Vietnamese way',
      (flow) => {
        flow.reviewedOn = '21/11/2026';
      },
      'reviewed-on',
    ],
    [
      'a label without a day',
      (flow) => {
        flow.labels.open = { ...flow.labels.open!, verifiedOn: '' };
      },
      'label-undated',
    ],
  ])('%s', (_, flow, rule) => {
    expect(rulesOf({ flow })).toEqual([rule]);
  });

  it('a step that names a label the flow does not have', () => {
    const rules = rulesOf({ flow: setStep('press', { kind: 'do', label: 'gone', picture: list(), next: 'seen' }) });
    expect(rules).toEqual(['label-missing']);
  });

  it('four choices in one message are too many', () => {
    const broken: Case = {
      flow: setStep('retry', { kind: 'choose', options: { again: 'press', b: 'shop', c: 'shop', d: 'shop' } }),
      words: patch('retry', { options: { again: 'Một', b: 'Hai', c: 'Ba', d: 'Bốn' } }),
    };
    expect(rulesOf(broken)).toEqual(['too-many-buttons']);
  });
});
