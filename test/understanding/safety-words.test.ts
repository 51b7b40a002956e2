import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows } from '../../src/flows/index.ts';
import { loadTexts } from '../../src/text.ts';
import { ANSWERS, asksSomething, vettedAnswer } from '../../src/understanding/answers.ts';
import { readDoorCode, readSafetyOrder } from '../../src/understanding/safety-words.ts';
import { readScamPattern, SCAM_PATTERNS } from '../../src/understanding/scam-patterns.ts';

const texts = loadTexts();

describe('orders about safety', () => {
  it.each([
    ['kiểm tra mã', 'check-code'],
    ['con coi giùm mã này', 'check-code'],
    ['ma nay dung khong', 'check-code'],
    ['cán bộ này có thật không?', 'check-official'],
    ['người này có thật không', 'check-official'],
    ['con có thật không', 'who-are-you'],
    ['mã ghé nhà', 'door-code'],
    ['thêm người thân', 'family'],
    ['CẮT', 'family-stop'],
    ['nhắc soi mã', 'morning-on'],
    ['thôi nhắc soi mã', 'morning-off'],
    ['cảnh báo lừa đảo', 'warn'],
  ])('%s', (text, order) => expect(readSafetyOrder(text)?.order).toBe(order));

  it.each([
    'mở ví',
    'làm mã qr bán hàng',
    'xong',
    'con ơi',
    'công an gọi',
    'mã otp là gì',
    'thôi',
    'ai cũng được',
    'cắt điện',
  ])('%s is none', (text) => expect(readSafetyOrder(text)).toBeNull());

  it('reads a door code however it is dictated, and nothing else as one', () => {
    for (const text of ['BAKOTU', 'ba ko tu', 'Ba-Ko-Tu', 'mã BAKOTU', 'bà kỏ tù']) {
      expect(readDoorCode(text), text).toBe('BAKOTU');
    }
    for (const text of ['123456', 'xong roi', 'BAKO', 'BAKOTUBA', 'con chao'])
      expect(readDoorCode(text), text).toBeNull();
  });

  it('never throws and stays quick on anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        readSafetyOrder(text);
        readDoorCode(text);
        readScamPattern(text);
        vettedAnswer(text);
      }),
      { numRuns: 2_000 },
    );
    const began = performance.now();
    for (const long of ['mã '.repeat(30_000), 'a'.repeat(100_000), 'gọi video '.repeat(10_000)]) {
      readSafetyOrder(long);
      readScamPattern(long.slice(0, 5_000));
      asksSomething(long);
      vettedAnswer(long);
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('known tricks', () => {
  it('each has its words, its sources and a phrase of its own that finds it', () => {
    for (const { id, phrases, sources, years } of SCAM_PATTERNS) {
      for (const part of ['title', 'answer', 'warning'])
        expect(texts.has('vi', `safety:pattern.${id}.${part}`)).toBe(true);
      expect(sources.length).toBeGreaterThan(0);
      expect(years.length).toBeGreaterThan(0);
      expect(
        phrases.some((phrase) => readScamPattern(phrase.replace('…', 'mà'))?.id === id),
        id,
      ).toBe(true);
    }
  });
});

describe('vetted answers', () => {
  it('each has words in Vietnamese, a dated source, and leads to a flow there is', () => {
    for (const { id, flow, date, confidence, source } of ANSWERS) {
      expect(texts.has('vi', `answers:${id}`), id).toBe(true);
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(['H', 'M']).toContain(confidence);
      expect(source).not.toMatch(/public-services|payments-commerce/);
      if (flow !== undefined) expect(flows.has(flow), flow).toBe(true);
    }
  });

  /** None of these is in the file. */
  it.each([
    ['con ơi bác mất cái sim rồi giờ vneid có sao không', 'lost-sim-vneid'],
    ['mat sim roi co lay lai vneid duoc k con', 'lost-sim-vneid'],
    ['cho mượn tài khoản có bị phạt không vậy con', 'rent-account'],
    ['thẻ bảo hiểm y tế mất rồi đi khám được không', 'bhyt-card'],
    ['ngan hang co hoi ma otp minh khong', 'otp-who'],
    ['mua dien thoai moi thi vneid co bi mat khong', 'new-phone-vneid'],
    ['dinh danh muc 2 lam o dau vay', 'level2-where'],
    ['làm sao biết cái mã qr này của ai', 'qr-name'],
  ])('%s', (question, id) => expect(vettedAnswer(question)?.id).toBe(id));

  it.each([
    'hôm nay trời mưa không con',
    'giá lúa hôm nay bao nhiêu',
    'vé số chiều nay xổ con gì',
    'con bác học lớp mấy rồi',
    'con trâu nhà bác bữa nay bỏ ăn là bị gì vậy',
    'uống thuốc huyết áp với cà phê được không',
    'bác có được hưởng trợ cấp không',
    'tháng này lương hưu tăng bao nhiêu',
    'ra tòa ly hôn cần giấy gì',
    'vay ngân hàng nông nghiệp lãi bao nhiêu',
  ])('%s: no answer rather than a wrong one', (question) => expect(vettedAnswer(question)).toBeNull());
});
