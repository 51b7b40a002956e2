import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AVOID, checkReading, type Measure, sentencesOf, syllablesOf } from '../../src/flows/reading.ts';

const measures = (text: string, audience: 'citizen' | 'volunteer' = 'citizen', kind: 'step' | 'other' = 'other') =>
  checkReading(text, audience, kind).map((finding) => finding.measure);

const finding = (text: string, measure: Measure, audience: 'citizen' | 'volunteer' = 'citizen') =>
  checkReading(text, audience, 'other').find((one) => one.measure === measure);

describe('easy texts pass', () => {
  it.each([
    ['step', '👉 Bác bấm chữ “Đăng ký”, chỗ có vòng màu cam.\nBấm xong sẽ hiện ô điền số điện thoại.'],
    ['other', 'Dạ con chưa hiểu ý bác. Bác bấm một nút ở dưới giúp con nha.'],
    ['other', 'Dạ không sao đâu bác. Để con nhờ cô {to_vien} trong ấp gọi cho bác. Bác chịu không?'],
    ['other', '🎉 Mừng bác quá! Bác mở xong ví rồi đó.\nTừ giờ khách trả tiền, bác nghe máy báo là được.'],
    [
      'other',
      'Trước khi làm, bác coi có đủ chưa nha:\n• Điện thoại có mạng\n• Thẻ căn cước để kế bên\n• Sim đúng tên bác',
    ],
  ] as const)('%s: %s', (kind, text) => {
    expect(checkReading(text, 'citizen', kind)).toEqual([]);
  });

  it('a text of a newspaper does not', () => {
    const text =
      'Tổ công nghệ số cộng đồng đã phối hợp cùng các đơn vị viễn thông trên địa bàn thường xuyên hướng dẫn người dân ' +
      'thực hiện thanh toán không dùng tiền mặt, cài đặt tài khoản định danh điện tử, đồng thời khuyến khích tiểu thương.';
    expect(measures(text)).toEqual(
      expect.arrayContaining(['mean-sentence', 'longest-sentence', 'letters-per-syllable', 'commas', 'avoid']),
    );
  });
});

describe('what is counted', () => {
  it('a number with its separators is one syllable, and so is a composed or decomposed letter', () => {
    expect(syllablesOf('Gọi 0900 000 000 ngày 28/11, lúc 7 giờ')).toEqual([
      'Gọi',
      '0900 000 000',
      'ngày',
      '28/11',
      'lúc',
      '7',
      'giờ',
    ]);
    expect(syllablesOf('tiền'.normalize('NFD'))).toEqual(['tiền'.normalize('NFC')]);
  });

  it('sentences end at marks before a space and at lines, not inside numbers', () => {
    expect(sentencesOf('Nạp 1.250.000 đồng. Xong chưa?\n• Có mạng\n\n👉')).toEqual([
      'Nạp 1.250.000 đồng.',
      'Xong chưa?',
      '• Có mạng',
    ]);
  });

  it('what stands on a screen counts as one word, however long and official', () => {
    const official = '“Thực hiện xác thực thông tin cá nhân, thiết bị OTP và hệ thống”';
    expect(checkReading(`Bác bấm chữ ${official}.`, 'citizen', 'step')).toEqual([]);
    expect(measures(`Bác bấm chữ ${official.slice(1, -1)}.`)).toContain('avoid');
  });

  it('placeholders count with a realistic value, or with the one that is known', () => {
    const text = 'Bác coi có ghi tên {publisher} chưa?';
    expect(finding(text, 'longest-sentence')).toMatchObject({ value: 15, limit: 14 });
    expect(checkReading(text, 'citizen', 'other', { publisher: 'Zion' })).toEqual([]);
  });
});

describe('each measure', () => {
  const words = (count: number, word = 'ba') => Array.from({ length: count }, () => word).join(' ');

  it.each([
    ['step', 160],
    ['other', 300],
  ] as const)('a %s has at most %i characters', (kind, limit) => {
    const line = (length: number) => `${'ba ba ba.\n'.repeat(40)}`.slice(0, length - 1).padEnd(length, 'a');
    expect(measures(line(limit), 'citizen', kind)).not.toContain('characters');
    expect(checkReading(line(limit + 1), 'citizen', kind)[0]).toMatchObject({
      measure: 'characters',
      value: limit + 1,
      limit,
    });
  });

  it.each([
    ['citizen', 10, 14],
    ['volunteer', 14, 20],
  ] as const)('a %s reads sentences of %i syllables on average and %i at most', (audience, mean, longest) => {
    expect(measures(`${words(longest)}. ${words(2 * mean - longest)}.`, audience)).toEqual([]);
    expect(measures(`${words(longest)}. ${words(2 * mean - longest + 1)}.`, audience)).toEqual(['mean-sentence']);
    expect(measures(`${words(longest + 1)}. ba. ba.`, audience)).toEqual(['longest-sentence']);
  });

  it('short words: 3.3 letters for citizens, 3.5 for volunteers', () => {
    const text = (long: number) => `${words(8, 'nghe')} ${words(long, 'ba')}.`; // 4 and 2 letters
    expect(measures(`${text(4)} ${words(4)}.`)).toEqual([]);
    expect(finding(text(4), 'letters-per-syllable')).toMatchObject({ value: 3.33, limit: 3.3 });
    expect(finding(text(4), 'letters-per-syllable', 'volunteer')).toBeUndefined();
  });

  it('names in their own spelling and very short texts do not count as long words', () => {
    expect(measures('Quên mật khẩu')).toEqual([]);
    expect(measures('Bác mở VNeID ra coi. Bác có VietQR và VNeID mà, lo gì.')).toEqual([]);
  });

  it('one comma a sentence for citizens, two for volunteers, none inside numbers', () => {
    expect(measures('Bác ơi, coi nha, coi kỹ.')).toEqual(['commas']);
    expect(measures('Bác ơi, coi 3,5 ký. Rồi, nha.')).toEqual([]);
    expect(measures('Bạn ơi, coi nha, coi kỹ.', 'volunteer')).toEqual([]);
  });

  it('one action in the 👉 line, or two joined by "rồi"', () => {
    expect(measures('👉 Bác mở máy rồi bấm chữ đó.\nMở ra, gõ, đọc cũng được nha.', 'citizen', 'step')).toEqual([
      'commas',
    ]);
    expect(measures('👉 Bác mở máy và bấm chữ đó.', 'citizen', 'step')).toEqual(['actions']);
    expect(measures('👉 Bác mở máy rồi bấm rồi gõ số.', 'citizen', 'step')).toEqual(['actions']);
    expect(measures('👉 Bác mở máy và bấm chữ đó.', 'citizen', 'other')).toEqual([]);
  });

  it.each(Object.entries(AVOID))('"%s" is answered with what people say', (word, better) => {
    const found = finding(`Bác ${word} nha.`, 'avoid');
    expect(found).toMatchObject({ value: word, severity: 'stop' });
    expect(found?.suggestion).toContain(better ?? 'Bỏ');
    expect(finding(`Bạn ${word.toUpperCase()} nha.`, 'avoid', 'volunteer')?.severity).toBe('warn');
  });

  it('words that only look like those on the avoid list pass', () => {
    expect(measures('Bác nhắn tin nha. Chị Linh kể chuyện.')).toEqual([]);
  });

  it('OTP only where it is explained; other capitals need quotation marks', () => {
    expect(measures('Có mã số gửi về tin nhắn (mã OTP). Coi nha.')).toEqual([]);
    expect(finding('Bác gõ OTP nha.', 'abbreviation')?.suggestion).toContain('mã số gửi về tin nhắn (mã OTP)');
    expect(finding('Bác đưa CCCD nha.', 'abbreviation')?.value).toBe('CCCD');
    expect(measures('Quét mã QR bằng VNeID, gửi SMS. Nhắn LÀM TIẾP. Bấm chữ “NFC”.')).toEqual([]);
  });

  it('no double negative in one sentence', () => {
    expect(measures('Không có thẻ thì không làm được.')).toEqual(['double-negative']);
    expect(measures('Chưa có thẻ thì không làm được.')).toEqual(['double-negative']);
    expect(measures('Không sao đâu bác. Bác chịu không?')).toEqual([]);
    expect(measures('Không thấy thì chưa sao.')).toEqual([]);
  });
});

describe('whatever somebody types into a form', () => {
  it('is judged without falling over', () => {
    const typed = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('{constructor}', '{__proto__}', '{}', '“', '👉', 'không '),
      ),
    );
    fc.assert(
      fc.property(typed, (parts) => {
        for (const one of checkReading(parts.join(''), 'citizen', 'step')) expect(one.suggestion).not.toBe('');
      }),
      { seed: 1 },
    );
    expect(checkReading('{constructor} nha.', 'citizen', 'other')).toEqual([]);
  });

  it('takes no more than twice as long when there is twice as much of it, give or take', () => {
    const cost = (repeats: number) => {
      const text = 'chưa “ bấm, 1.'.repeat(repeats);
      const before = process.cpuUsage();
      checkReading(text, 'citizen', 'step');
      const used = process.cpuUsage(before);
      return used.user + used.system;
    };
    cost(4_000); // warm
    const [small, large] = [cost(4_000), cost(32_000)];
    expect(large / Math.max(small, 1)).toBeLessThan(32); // linear is 8, quadratic 64
  });
});
