import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { heldOutQuestions } from '../../bench/understanding.ts';
import { INTENTS } from '../../src/understanding/intents.ts';
import { decodeModel } from '../../src/understanding/model.ts';
import { foldedText, read } from '../../src/understanding/reading.ts';
import { readPhrases } from '../../src/understanding/training/corpus.ts';
import { ask, figuresOf } from '../../src/understanding/training/evaluate.ts';
import { learn } from '../../src/understanding/training/learn.ts';
import { MODEL_FILE, understand } from '../../src/understanding/understand.ts';

const { lexicon } = decodeModel(readFileSync(MODEL_FILE));
const readText = (text: string) => foldedText(read(text, lexicon));

describe('what is meant', () => {
  test.each([
    ['con oi lam sao co cai ma de nguoi ta quet tra tien', null, 'merchant_qr'],
    ['xog r', 'step', 'done'],
    ['cong an goi keu cap nhat vneid', 'step', 'scam_alert'],
    ['việt teo mân ni của tui quên mật khẩu rồi', null, 'ewallet'],
    ['không', 'step', 'no'],
    ['làm cái này có tốn tiền không con', 'step', 'ask_cost'],
    ['tui lỡ đọc mã cho nó rồi', 'step', 'scam_alert'],
    ['mai có mưa không con', null, 'out_of_scope'],
    ['ddóng tieenf ddieenj', null, 'bill_pay'],
  ] as const)('%j (expecting %j) is %s', (text, expecting, intent) => {
    expect(understand(text, expecting).intent).toBe(intent);
  });

  it('hears an answer at a step where it would hear a wish elsewhere, never the other way round', () => {
    const at = (expecting: 'step' | null) => understand('không thấy', expecting);
    expect(at('step').intent).toBe('cannot_find');
    expect(at('step').confidence).toBeGreaterThan(at(null).confidence);
  });

  it('keeps what a question is about', () => {
    expect(understand('mở ví có tốn tiền không', null)).toMatchObject({ intent: 'ask_cost', topic: 'ewallet' });
    expect(understand('xong rồi', 'step').topic).toBeNull();
  });

  it('either acts and offers nothing else, or says what else it may be, never more than three', () => {
    for (const { text, expecting } of heldOutQuestions()) {
      const { acts, alternatives, confidence, intent } = understand(text, expecting);
      if (acts) expect(alternatives).toEqual([]);
      expect(alternatives.length).toBeLessThanOrEqual(3);
      expect(alternatives.map((other) => other.intent)).not.toContain(intent);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it('never calls a strange address anything but a warning', () => {
    expect(understand('vô trang này bấm nha http://vneid-capnhat.top/a', 'step')).toMatchObject({
      intent: 'scam_alert',
      acts: true,
    });
    expect(understand('xong rồi vcb-khoathe.vip', 'step').intent).toBe('scam_alert');
  });
});

describe('phrases kept apart from training', () => {
  const figures = figuresOf(ask(understand, heldOutQuestions()));

  it('are understood at every level of noise', () => {
    expect(figures.accuracy.clean).toBeGreaterThanOrEqual(0.92);
    expect(figures.accuracy.bare).toBeGreaterThanOrEqual(0.91);
    expect(figures.accuracy.chat).toBeGreaterThanOrEqual(0.89);
    expect(figures.accuracy.slips).toBeGreaterThanOrEqual(0.84);
  });

  it('lose hardly any fraud, and what is acted on is right', () => {
    expect(figures.scamRecall).toBeGreaterThanOrEqual(0.95);
    expect(figures.acting.right).toBeGreaterThanOrEqual(0.97);
    expect(figures.acting.share).toBeGreaterThanOrEqual(0.5);
  });

  it('are answered as surely as they are right', () => {
    expect(figures.calibrationError).toBeLessThanOrEqual(0.08);
  });

  it('are at least ten of each intent', () => {
    const file = new URL('held-out.json', import.meta.url);
    const groups = JSON.parse(readFileSync(file, 'utf8')) as { intent: string; texts: string[] }[];
    const counts = Map.groupBy(groups, ({ intent }) => intent);
    expect([...counts.keys()].sort()).toEqual([...INTENTS].sort());
    for (const of of counts.values()) expect(of.flatMap(({ texts }) => texts).length).toBeGreaterThanOrEqual(10);
  });
});

describe('the model', () => {
  it('is what the phrases make of it, byte for byte', { timeout: 300_000 }, () => {
    const file = learn(readPhrases());
    expect(Buffer.compare(Buffer.from(file), readFileSync(MODEL_FILE)), 'run `npx tsx scripts/train.ts`').toBe(0);
  });

  it('has eighty phrases of every intent to learn from', () => {
    const counts = Map.groupBy(readPhrases(), ({ intent }) => intent);
    for (const intent of INTENTS) expect(counts.get(intent)?.length ?? 0, intent).toBeGreaterThanOrEqual(80);
  });

  it('refuses a file made for other intents', () => {
    const file = readFileSync(MODEL_FILE);
    const other = Buffer.from(file);
    other.write('vneid_accounx', other.indexOf('vneid_account'));
    expect(() => decodeModel(other)).toThrow('train it again');
  });
});

describe('the reading', () => {
  test.each([
    ['vietel mo ni của bác', 'viettel money cua bac'],
    ['da lô pai', 'zalopay'],
    ['vê nê i đê', 'vneid'],
    ['ví teo', 'vi dien tu'],
    ['mã quy a', 'ma qr'],
    ['em bi banh', 'mbbank'],
    ['xốp pi', 'shopee'],
    ['agribnak', 'agribank'],
    ['xongroi', 'xong roi'],
    ['ngan hnag', 'ngan hang'],
    ['tien dein', 'tien dien'],
    ['viettel', 'viettel'],
    ['viettel money với mô mô', 'viettel money voi momo'],
    ['con oi', 'con oi'],
  ])('reads %j as %j', (text, reading) => {
    expect(readText(text)).toBe(reading);
  });

  it('changes nothing when it reads its own reading of what people write', () => {
    for (const { text } of [...heldOutQuestions(), ...readPhrases()]) {
      const once = readText(text);
      expect(readText(once)).toBe(once);
    }
  });

  it('answers anything at all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.constantFrom('step' as const, null),
        (text, expecting) => {
          expect(INTENTS).toContain(understand(text, expecting).intent);
        },
      ),
      { numRuns: 500 },
    );
  });

  /** A quadratic reader needs minutes for these, far beyond the time limit of a test. */
  test.each([
    ['one word', 'a'.repeat(100_000)],
    ['one syllable after another', 'xong'.repeat(25_000)],
    ['many words', 'con oi chuyen tien '.repeat(6_000)],
    ['names', 'viettel mo ni '.repeat(8_000)],
    ['junk', 'qwrtp zxcvb '.repeat(9_000)],
    ['zero width', 'x\u200bo\u200bn\u200bg'.repeat(15_000)],
    ['right to left', '\u202egnox\u202c '.repeat(15_000)],
    ['homoglyphs', 'хоng rồі '.repeat(12_000)],
    ['stacked marks', `a${'\u0323\u0300'.repeat(50_000)}`],
    ['addresses', 'a.'.repeat(50_000)],
  ])('takes bounded time for 100 KB of %s', (_, text) => {
    expect(INTENTS).toContain(understand(text, null).intent);
  });
});
