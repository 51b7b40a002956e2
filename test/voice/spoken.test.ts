/** What a voice says: every sign, number and foreign word of a text, in words that a Vietnamese voice can say. */
import { describe, expect, it } from 'vitest';
import { wordsToRecord } from '../../src/bot/step-words.ts';
import { flows } from '../../src/flows/index.ts';
import { addressOf, loadTexts } from '../../src/text.ts';
import { cardinal, digitByDigit } from '../../src/voice/numbers.ts';
import { PRONUNCIATIONS, REASONS, spokenText, unsayable } from '../../src/voice/spoken.ts';

const texts = loadTexts();

it.each([
  [0, 'không'],
  [5, 'năm'],
  [10, 'mười'],
  [15, 'mười lăm'],
  [21, 'hai mươi mốt'],
  [54, 'năm mươi bốn'],
  [105, 'một trăm lẻ năm'],
  [110, 'một trăm mười'],
  [1_000, 'một ngàn'],
  [2_003, 'hai ngàn không trăm lẻ ba'],
  [2_026, 'hai ngàn không trăm hai mươi sáu'],
  [1_250_000, 'một triệu hai trăm năm mươi ngàn'],
  [1_000_000_000, 'một tỷ'],
  [25_000, 'hai mươi lăm ngàn'],
])('%d is "%s"', (value, words) => expect(cardinal(value)).toBe(words));

it('dials digit by digit, groups as they are written', () => {
  expect(digitByDigit('1414')).toBe('một bốn một bốn');
  expect(digitByDigit('1800 9000')).toBe('một tám không không, chín không không không');
});

describe('a text', () => {
  it.each([
    ['Soạn TTTB gửi 1414.', 'Soạn tê tê tê bê gửi một bốn một bốn.'],
    ['Gọi 1-4-1-4 nha.', 'Gọi một bốn một bốn nha.'],
    ['Kẹt thì gọi 1800 9000, miễn phí.', 'Kẹt thì gọi một tám không không, chín không không không, miễn phí.'],
    ['Gọi 113 liền.', 'Gọi một một ba liền.'],
    ['Từ ngày 01/03/2026.', 'Từ ngày một tháng ba năm hai ngàn không trăm hai mươi sáu.'],
    ['Hạn chót 31/7.', 'Hạn chót ngày ba mươi mốt tháng bảy.'],
    ['Bước 3/7', 'Bước ba trên bảy.'],
    ['Chuyển thử 1.000 đồng.', 'Chuyển thử một ngàn đồng.'],
    ['Chờ 3-5 ngày.', 'Chờ ba tới năm ngày.'],
    ['Năm 2026 bán trên 1 tỷ.', 'Năm hai ngàn không trăm hai mươi sáu bán trên một tỷ.'],
    ['Phí 1,5%.', 'Phí một phẩy năm phần trăm.'],
    ['Làm việc 7:30 tới 17h00.', 'Làm việc bảy giờ ba mươi tới mười bảy giờ.'],
    ['👉 Bác bấm chữ “Đăng ký”.', 'Bác bấm chữ Đăng ký.'],
    ['Bác mở “VNeID”, gõ mã OTP.', 'Bác mở vê en e i đê, gõ mã ô tê pê.'],
    ['Đưa máy lại gần thẻ (NFC).', 'Đưa máy lại gần thẻ en ép xê.'],
    ['Quét QR bằng VNPT Money', 'Quét quy e bằng vê en pê tê mân ni.'],
    ['Coi đủ chưa:\n• Máy có mạng\n• Thẻ căn cước', 'Coi đủ chưa, Máy có mạng. Thẻ căn cước.'],
    ['Vô dichvucong.gov.vn nha', 'Vô dịch vụ công chấm gốp chấm vê en nha.'],
  ])('%j is said as %j', (written, said) => expect(spokenText(written)).toBe(said));

  it('in English keeps its numbers, and says Vietnamese labels as Vietnamese', () => {
    expect(spokenText('👉 Press “Quét mã QR” twice.', 'en')).toBe('Press “Quét mã quy e” twice.');
  });

  it('of emoji alone says nothing', () => expect(spokenText('👉 ✅')).toBe(''));
});

describe('the pronunciation table', () => {
  it('has each entry once, with a reason and words that can be said', () => {
    const written = PRONUNCIATIONS.map((entry) => entry.written);
    expect(new Set(written).size).toBe(written.length);
    for (const { written, spoken, reason } of PRONUNCIATIONS) {
      expect(REASONS, written).toContain(reason);
      expect(unsayable(spoken), written).toEqual([]);
    }
  });

  it('leaves the person’s own words alone: "áp" is not in every word with "app"', () => {
    expect(spokenText('Bác mang thẻ M tới, Mai làm.')).toBe('Bác mang thẻ em tới, Mai làm.');
  });
});

/** Every step of every flow, as people hear it. */
const steps = [...flows.values()].flatMap((flow) =>
  Object.keys(flow.steps)
    .map((step) => ({ flow, step, text: wordsToRecord(texts, 'vi', flow, step) }))
    .filter(({ text }) => text !== ''),
);

describe('the published steps', () => {
  it('leave nothing that a Vietnamese voice cannot say', () => {
    const left = steps
      .map(
        ({ flow, step, text }) =>
          [`${flow.id} ${step}`, unsayable(spokenText(text.replaceAll('{stall}', 'sạp')))] as const,
      )
      .filter(([, rest]) => rest.length > 0);
    expect(left).toEqual([]);
  });

  it('name nobody in what people record', () => {
    for (const { text } of steps) expect(text).not.toMatch(/\{(xung|con)\}/);
    const viettel = flows.get('viettel-money');
    expect(viettel && wordsToRecord(texts, 'vi', viettel, 'open-app')).toBe(
      'Mình bấm hình “Viettel Money” trên màn hình.\nHiện ra ô gõ số điện thoại.',
    );
  });

  it('an action on the phone is heard in 60 syllables at most', () => {
    const long = steps
      .filter(({ flow, step }) => flow.steps[step]?.kind === 'do')
      .map(({ flow, step, text }) => [`${flow.id} ${step}`, spokenText(text).split(' ').length] as const)
      .filter(([, syllables]) => syllables > 60);
    expect(long).toEqual([]);
  });

  it('a label that is corrected is said as corrected', () => {
    const flow = flows.get('viettel-money');
    const number = flow?.steps.number;
    if (!flow || !number?.label) throw new Error('viettel-money has no step "number" with a label any more.');
    const label = flow.labels[number.label];
    if (!label) throw new Error('The label is gone.');
    const corrected = { ...flow, labels: { ...flow.labels, [number.label]: { ...label, text: 'Đi tiếp nào' } } };
    const before = spokenText(wordsToRecord(texts, 'vi', flow, 'number'));
    const after = spokenText(wordsToRecord(texts, 'vi', corrected, 'number'));
    expect(after).toBe(before.replace(label.text, 'Đi tiếp nào'));
    expect(after).not.toBe(before);
  });
});

it('speaks to each person as they are called', () => {
  const say = (term: string) => spokenText(texts.say('vi', 'voice.on', {}, addressOf(term)));
  expect(say('cô')).toContain('cho cô nghe');
  expect(say('anh')).toContain('từ giờ em đọc');
});
