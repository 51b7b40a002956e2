import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findSecrets, type SecretContext, type SecretKind } from '../../src/privacy/secrets.ts';

type Expecting = SecretContext['expecting'];
const find = (text: string, expecting: Expecting = 'nothing', recentOtpStep = false) =>
  findSecrets(text, { expecting, recentOtpStep });
const OTP = '[đã ẩn: OTP]';
const ID = '[đã ẩn: số giấy tờ]';
const PASSWORD = '[đã ẩn: mật khẩu]';
const CARD = '[đã ẩn: số thẻ]';
const BANK = '[đã ẩn: tin ngân hàng]';

/** Nothing was asked for and no code is under way. What was sent → what may be kept. */
const SECRET: [string, SecretKind, string][] = [
  // one-time codes alone, in every way of writing them
  ['1234', 'otp', OTP],
  ['4829', 'otp', OTP],
  ['48291', 'otp', OTP],
  ['482913', 'otp', OTP],
  ['4829135', 'otp', OTP],
  ['48291357', 'otp', OTP],
  ['48 29 13', 'otp', OTP],
  ['482 913', 'otp', OTP],
  ['482.913', 'otp', OTP],
  ['482-913', 'otp', OTP],
  ['4-8-2-9-1-3', 'otp', OTP],
  ['4 8 2 9 1 3', 'otp', OTP],
  ['4,8,2,9,1,3', 'otp', OTP],
  ['4/8/2/9/1/3', 'otp', OTP],
  ['482913.', 'otp', `${OTP}.`],
  ['"482913"', 'otp', `"${OTP}"`],
  ['482913 nha con', 'otp', `${OTP} nha con`],
  ['dạ 4829 đây con', 'otp', `dạ ${OTP} đây con`],
  ['nó ra 4829 rồi', 'otp', `nó ra ${OTP} rồi`],
  ['G-482913', 'otp', `G-${OTP}`],
  ['xong482913', 'otp', `xong${OTP}`],
  ['482\n913', 'otp', OTP],
  // named
  ['mã 4829', 'otp', `mã ${OTP}`],
  ['ma la 4829', 'otp', `ma la ${OTP}`],
  ['mã OTP của tui là 482913', 'otp', `mã OTP của tui là ${OTP}`],
  ['otp 12345', 'otp', `otp ${OTP}`],
  ['OTP:482913', 'otp', `OTP:${OTP}`],
  ['otp482913', 'otp', `otp${OTP}`],
  ['code 8213', 'otp', `code ${OTP}`],
  ['mã xác nhận gửi về máy bác là 7781 đó con', 'otp', `mã xác nhận gửi về máy bác là ${OTP} đó con`],
  ['xac nhan 7781', 'otp', `xac nhan ${OTP}`],
  ['5512 là mã xác thực', 'otp', `${OTP} là mã xác thực`],
  ['mã 2024', 'otp', `mã ${OTP}`],
  ['max 4829', 'otp', `max ${OTP}`],
  // six digits in a sentence
  ['cái máy nó hiện lên 482913 mà bác không biết', 'otp', `cái máy nó hiện lên ${OTP} mà bác không biết`],
  ['482913 k đúng', 'otp', `${OTP} k đúng`],
  ['482913 ngan hang gui', 'otp', `${OTP} ngan hang gui`],
  ['0912 345 678 482913', 'otp', `0912 345 678 ${OTP}`],
  ['0912345678 482913', 'otp', `0912345678 ${OTP}`],
  ['1017595600 482903', 'otp', `1017595600 ${OTP}`],
  ['212345678 079060012345', 'id-number', `${ID} ${ID}`],
  ['0912345678 0987654321 4829', 'otp', `0912345678 0987654321 ${OTP}`],
  ['25.000 482913', 'otp', `25.000 ${OTP}`],
  // in words
  ['một hai ba bốn năm sáu', 'otp', OTP],
  ['mot hai ba bon nam sau', 'otp', OTP],
  ['bốn, tám, hai, chín, một, ba', 'otp', OTP],
  ['bốn mươi tám hai mươi chín mười ba', 'otp', OTP],
  ['bon muoi tam hai muoi chin muoi ba', 'otp', OTP],
  ['mã là bảy tám không hai', 'otp', `mã là ${OTP}`],
  ['1 hai 3 bốn 5 sáu', 'otp', OTP],
  ['Một Hai Ba Bốn', 'otp', OTP],
  // disguised
  ['１２３４５６', 'otp', OTP],
  ['𝟒𝟖𝟐𝟗𝟏𝟑', 'otp', OTP],
  ['①②③④⑤⑥', 'otp', OTP],
  ['១២៣៤៥៦', 'otp', OTP],
  ['٤٨٢٩١٣', 'otp', OTP],
  ['4\u200b8\u200b2\u200d9\ufeff1\u20603', 'otp', OTP],
  ['4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣', 'otp', OTP],
  ['48O9l3', 'otp', OTP],
  ['4829lO', 'otp', OTP],
  ['4\u03308\u03302\u03309\u0330', 'otp', OTP],
  ['mã\u00a0482\u00a0913', 'otp', `mã\u00a0${OTP}`],
  // identity papers
  ['079060012345', 'id-number', ID],
  ['079 060 012345', 'id-number', ID],
  ['079.060.012.345', 'id-number', ID],
  ['0790-6001-2345', 'id-number', ID],
  ['0 7 9 0 6 0 0 1 2 3 4 5', 'id-number', ID],
  ['căn cước 079060012345 của bác', 'id-number', `căn cước ${ID} của bác`],
  ['cccd079060012345', 'id-number', `cccd${ID}`],
  ['123456789012', 'id-number', ID],
  ['tài khoản 123456789012', 'id-number', `tài khoản ${ID}`],
  ['TTTB 079060012345 gửi 1414', 'id-number', `TTTB ${ID} gửi 1414`],
  ['212345678', 'id-number', ID],
  ['212 345 678', 'id-number', ID],
  ['cmnd 212345678', 'id-number', `cmnd ${ID}`],
  ['cccd 0790600123', 'id-number', `cccd ${ID}`],
  ['không bảy chín không sáu không không một hai ba bốn năm', 'id-number', ID],
  ['079060012345|212345678|Nguyễn Văn Sáu|01011960|Nam|Ấp Ngan Rô 1|20112021', 'id-number', ID],
  ['12345678901234567890123', 'id-number', ID],
  // passwords and PINs
  ['mật khẩu là Hoa@1960', 'password', `mật khẩu là ${PASSWORD}`],
  ['mat khau la hoamai', 'password', `mat khau la ${PASSWORD}`],
  ['mật khẩu: con mèo nhà tui', 'password', `mật khẩu: ${PASSWORD}`],
  ['mật khẩu của bác là abc123', 'password', `mật khẩu của bác là ${PASSWORD}`],
  ['mật khẩu vneid Abc@12345', 'password', `mật khẩu vneid ${PASSWORD}`],
  ['mật khẩu hoamai1960 nhập hoài không được', 'password', `mật khẩu ${PASSWORD} nhập hoài không được`],
  ['mật khẩu là số 123456', 'password', `mật khẩu là số ${PASSWORD}`],
  ['mật khẩu 12 34 56', 'password', `mật khẩu ${PASSWORD}`],
  ['mật khẩu một hai ba bốn', 'password', `mật khẩu ${PASSWORD}`],
  ['mk: abc123', 'password', `mk: ${PASSWORD}`],
  ['mk 123456', 'password', `mk ${PASSWORD}`],
  ['mk123456', 'password', `mk${PASSWORD}`],
  ['mk=hoamai', 'password', `mk=${PASSWORD}`],
  ['pass hoamai1960', 'password', `pass ${PASSWORD}`],
  ['password: 0912345678', 'password', `password: ${PASSWORD}`],
  ['Pass word la 888999', 'password', `Pass word la ${PASSWORD}`],
  ['passcode 246810', 'password', `passcode ${PASSWORD}`],
  ['pin 1234', 'password', `pin ${PASSWORD}`],
  ['mã pin là 1234', 'password', `mã pin là ${PASSWORD}`],
  ['mã PIN thẻ của tui 889977', 'password', `mã PIN thẻ của tui ${PASSWORD}`],
  ['mật khẩu của tui nè: Lan1960\nxong rồi đó', 'password', `mật khẩu của tui nè: ${PASSWORD}\nxong rồi đó`],
  ['MẬT KHẨU LÀ ABC', 'password', `MẬT KHẨU LÀ ${PASSWORD}`],
  ['mật khẩu là abc'.normalize('NFD'), 'password', `${'mật khẩu là '.normalize('NFD')}${PASSWORD}`],
  // cards
  ['4111111111111111', 'card', CARD],
  ['4111 1111 1111 1111', 'card', CARD],
  ['4111-1111-1111-1111', 'card', CARD],
  ['5500 0055 5555 5559', 'card', CARD],
  ['378282246310005', 'card', CARD],
  ['thẻ của bác 9704 0311 0123 4567', 'card', `thẻ của bác ${CARD}`],
  ['số thẻ 4111111111111112', 'card', `số thẻ ${CARD}`],
  ['cvv 123', 'card', CARD],
  // passed on
  ['Ma OTP cua quy khach la 482913, hieu luc 2 phut. Khong cung cap cho bat ky ai. Vietcombank', 'otp', OTP],
  ['[BIDV] Mã xác thực giao dịch 1.500.000 VND là 77812345', 'otp', OTP],
  ['VCB: TK 0071001234567 -500,000VND luc 20/11/26 10:11. SD 1,234,567VND. ND: chuyen tien', 'bank-message', BANK],
  ['TK 1017595600 | GD: +2,000,000 VND | SD: 5,100,000 VND | ND: Nguyen Van Sau chuyen', 'bank-message', BANK],
  ['Agribank: 9h12 20/11 TK 6400205123456: +1,200,000VND. SD: 3,456,789VND', 'bank-message', BANK],
];

/** The same, and nothing of it is secret. */
const HARMLESS: string[] = [
  ...['1', '2', '9', '10', '12', '99', '123', 'số 2', 'cái thứ hai', 'hai', 'chọn 1', '1 2 3'],
  ...['xong rồi', 'dạ', '', '   ', '👍', '?', 'công an gọi kêu cập nhật vneid', 'không không không không', 'ba ba ba'],
  // years and dates
  ...[
    '1958',
    '2026',
    'sinh năm 1958',
    'tui sinh nam 1958',
    'năm 2026',
    'từ 2019 tới 2026',
    '20/11/2026',
    '20-11-2026',
    '20.11.2026',
    '20 11 2026',
    '1/1/58',
  ],
  ...[
    '20112026',
    '2026-11-20',
    'ngày 20 tháng 11 năm 2026',
    'thứ bảy 28/11',
    '14:30',
    '7h30',
    '19:30 ngày 20/11',
    '08:15:30',
  ],
  // money and measures
  ...[
    '100k',
    '25.000đ',
    '25.000',
    '1tr2',
    '150000đ',
    '150000 đồng',
    '200 ngàn',
    '1.250.000',
    '1.250.000 đồng',
    '1 250 000 đồng',
    '50000 dong',
    '2 triệu rưỡi',
  ],
  ...[
    'chuyển 200000 cho con',
    'phí 22.000đ thôi hả',
    'nạp 1000000 được không',
    'hai trăm năm mươi ngàn',
    '15%',
    'pin còn 15%',
    '4000mah',
    '1500m',
  ],
  // places
  ...[
    'nhà số 1234 ấp Ngan Rô',
    'số nhà 12345',
    'hẻm 1234 đường Trần Hưng Đạo',
    'tổ 12 ấp 3',
    '12/34/5 Nguyễn Trãi',
    'Ngan Rô 1',
    'biển số 65A-123.45',
  ],
  // phones, hotlines, short codes
  ...[
    '0912345678',
    '0912 345 678',
    '0912.345.678',
    '0912-345-678',
    '+84 912 345 678',
    '84912345678',
    '(028) 3910 1234',
    '024.7305.5999',
    '028 399 17 199',
    '0900 000 000',
  ],
  ...[
    'gọi bác số 0912345678',
    'không chín một hai ba bốn năm sáu bảy tám',
    '1900 0368',
    '19000368',
    '1800 9000',
    '1900 54 54 41',
    '1900.292900',
    'gọi 1800 1096',
    '1414',
    '9191',
    '5656',
    '156',
    '113',
  ],
  ...['soạn TTTB gửi 1414', 'nhắn tới 5656'],
  // accounts and codes of things
  ...[
    'stk 545446',
    'số tài khoản 257678859',
    'stk 0011001932418',
    'mã hồ sơ 000.00.12.H43-261120-0012',
    'G22.99.08-230412-0001',
    'mã khách hàng PB12345',
    'PB01020304056',
    'PB123456789',
  ],
  ...[
    'mã hồ sơ 12345',
    'mã số thuế 0312345678',
    'mst 0312345678',
    'mã đơn 45678',
    'hợp đồng số 12345',
    'mã QR',
    'quét mã QR 3 lần',
    'mã 12',
  ],
  '00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F',
  '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E',
  '00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52',
  // the words alone
  ...[
    'mật khẩu',
    'quên mật khẩu',
    'quen mat khau vneid',
    'mật khẩu là gì',
    'mật khẩu là sao con',
    'đổi mật khẩu sao',
    'mật khẩu 6 số',
    'mật khẩu là 8 ký tự hả con',
    'mật khẩu sai 3 lần rồi',
    'mật khẩu phải có chữ hoa',
  ],
  ...[
    'mật khẩu của bác bị sai rồi',
    'mk chưa làm được',
    'mk là người mới',
    'mã pin là gì',
    'hết pin rồi',
    'pin yếu quá',
    'mã OTP',
    'chưa có mã',
    'mã otp là gì',
    'nó hỏi mã',
    'quên passcode',
    'pass qua bước khác',
    'otp không về',
  ],
  // numbers in words that are no number
  ...['hai ba năm sau', 'năm sáu bữa nữa', 'ba má hai bác', 'một hai bước', 'mười lăm phút', 'hai mươi mốt'],
  // announcements
  '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62230819tra ngay 20-11-2026 6304E1BA',
  'Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Rô có bàn cài ví, làm mã QR.',
  'Mang 50.000đ ra ngân hàng mở tài khoản, miễn phí giao dịch tới 31/12/2026.',
  'Viettel Money: nạp 50.000đ vào tài khoản được tặng 10.000đ.',
];

describe('findSecrets', () => {
  it('is tried with a good many texts', () => {
    expect(SECRET.length + HARMLESS.length).toBeGreaterThan(250);
  });

  test.each(SECRET)('masks %j (%s)', (text, kind, masked) => {
    const found = find(text);
    expect(found.kinds).toContain(kind);
    expect(found.masked).toBe(masked);
  });

  test.each(HARMLESS)('leaves %j alone', (text) => {
    expect(find(text)).toEqual({ kinds: [], masked: text });
  });

  describe('knows what was asked for', () => {
    test.each<[string, Expecting, SecretKind[]]>([
      ['0011001932418', 'account-number', []],
      ['0011 0019 32418', 'account-number', []],
      ['257678859', 'account-number', []],
      ['545446', 'account-number', []],
      ['8888', 'account-number', []],
      ['103012345678', 'account-number', []],
      ['19037123456789', 'account-number', []],
      ['079060012345', 'account-number', ['id-number']],
      ['stk 060012345678', 'account-number', []],
      ['4111111111111111', 'account-number', ['card']],
      ['9704031101234567', 'account-number', ['card']],
      ['mã otp 482913', 'account-number', ['otp']],
      ['912345678', 'phone', []],
      ['0912345678', 'phone', []],
      ['079060012345', 'phone', ['id-number']],
      ['0012', 'reference', []],
      ['482913', 'reference', ['otp']],
      ['H43-261120-0012', 'reference', []],
      ['3', 'menu', []],
      ['482913', 'menu', ['otp']],
      ['Tạp hóa 1975', 'name', []],
      ['Quán Năm Sáu', 'name', []],
      ['482913', 'name', ['otp']],
    ])('%j as %s: %j', (text, expecting, kinds) => {
      expect(find(text, expecting).kinds).toEqual(kinds);
    });
  });

  describe('is stricter while a code is under way', () => {
    test.each<[string, SecretKind[]]>([
      ['2024', ['otp']],
      ['20112026', ['otp']],
      ['12-11-56', ['otp']],
      ['nó báo 4829 kìa', ['otp']],
      ['cái máy của bác kêu 48291357 gì đó', ['otp']],
      ['tui sinh năm 1958', []],
      ['20/11/2026', []],
      ['25.000đ', []],
      ['0912345678', []],
      ['1900 0368', []],
      ['1414', []],
      ['2', []],
      ['nhà số 1234', []],
    ])('%j: %j', (text, kinds) => {
      expect(find(text, 'nothing', true).kinds).toEqual(kinds);
    });
    it('even where an account number was asked for', () => {
      expect(find('482913', 'account-number', true).kinds).toEqual(['otp']);
    });
    it('and lets the same pass otherwise', () => {
      for (const text of ['2024', '20112026', '12-11-56', 'nó báo 4829 kìa ai coi'])
        expect(find(text).kinds).toEqual([]);
    });
  });

  it('names every kind once, the gravest first, and masks each', () => {
    const found = find('căn cước 079060012345, mật khẩu: abc123\nmã otp 482913 và 555666, thẻ 4111111111111111');
    expect(found.kinds).toEqual(['otp', 'password', 'card', 'id-number']);
    expect(found.masked).toBe(`căn cước ${ID}, mật khẩu: ${PASSWORD}\nmã otp ${OTP} và ${OTP}, thẻ ${CARD}`);
  });

  // ── for all texts ──

  const digitsOf = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          'mật khẩu',
          'là',
          'mk',
          'pin',
          'mã',
          'otp',
          'cccd',
          'stk',
          ':',
          '\n',
          '079060012345',
          '482913',
          '4829',
          '25.000đ',
          '0912 345 678',
          'một',
          'hai',
          'mươi',
          'abc123',
          OTP,
          PASSWORD,
          '|',
          'VCB',
          'SD',
          '-500,000VND',
          'TK',
          '4111 1111 1111 1111',
        ),
        { maxLength: 10 },
      )
      .map((words) => words.join(' ')),
  );
  const anyContext = fc.record({
    expecting: fc.constantFrom<Expecting>('nothing', 'account-number', 'phone', 'menu', 'reference', 'name'),
    recentOtpStep: fc.boolean(),
  });

  it('never throws, and says "none" exactly when nothing is changed', () => {
    fc.assert(
      fc.property(anyText, anyContext, (text, context) => {
        const { kinds, masked } = findSecrets(text, context);
        expect(kinds.length === 0).toBe(masked === text);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds nothing more in what it has masked', () => {
    fc.assert(
      fc.property(anyText, anyContext, (text, context) => {
        const { masked } = findSecrets(text, context);
        expect(findSecrets(masked, context)).toEqual({ kinds: [], masked });
      }),
      { numRuns: 3000 },
    );
  });

  it('lets no six-digit code through, however it is parted, spoken or styled', () => {
    const WORDS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
    const styles: ((code: string) => string)[] = [
      (code) => code,
      (code) => [...code].join(' '),
      (code) => [...code].join('-'),
      (code) => [...code].join('\u200b'),
      (code) => `${code.slice(0, 3)} ${code.slice(3)}`,
      (code) => `mã của bác là ${code} đó`,
      (code) => `cái máy hiện ${code} là sao vậy con`,
      (code) => [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
      (code) => [...code].map((digit) => String.fromCodePoint(0x17e0 + Number(digit))).join(''),
      (code) => [...code].map((digit) => WORDS[Number(digit)]).join(' '),
    ];
    // Round numbers are amounts ("150 000"), and a row of không is no code.
    const codes = digitsOf(6).filter((code) => !code.endsWith('000'));
    fc.assert(
      fc.property(codes, fc.constantFrom(...styles), fc.boolean(), (code, style, recentOtpStep) => {
        const found = find(style(code), 'menu', recentOtpStep);
        expect(found.kinds).toContain('otp');
        expect(found.masked).not.toMatch(/\p{Nd}/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('lets no citizen number through at any step', () => {
    const citizen = fc
      .tuple(
        fc.constantFrom('001', '033', '079', '094', '096'),
        fc.constantFrom('0', '1', '2', '3'),
        fc.integer({ min: 0, max: 26 }),
        digitsOf(6),
      )
      .map(([province, century, year, rest]) => `${province}${century}${String(year).padStart(2, '0')}${rest}`);
    const styles: ((id: string) => string)[] = [
      (id) => id,
      (id) => [...id].join(' '),
      (id) => `${id.slice(0, 3)} ${id.slice(3, 6)} ${id.slice(6)}`,
      (id) => `số của bác ${id} nè con`,
    ];
    fc.assert(
      fc.property(citizen, fc.constantFrom(...styles), anyContext, (id, style, context) => {
        const found = findSecrets(style(id), context);
        expect(found.kinds).toContain('id-number');
        expect(found.masked).not.toMatch(/\d/);
      }),
      { numRuns: 1000 },
    );
  });

  it('lets no card through at any step', () => {
    const luhn = (body: string) => [...'0123456789'].find((check) => luhnSum(body + check) % 10 === 0);
    const luhnSum = (digits: string) =>
      [...digits]
        .reverse()
        .reduce(
          (sum, digit, index) =>
            sum + [...String(Number(digit) * (index % 2 === 1 ? 2 : 1))].reduce((a, b) => a + Number(b), 0),
          0,
        );
    const card = fc.tuple(fc.constantFrom('4', '5', '9704', '62', '35'), digitsOf(15)).map(([prefix, rest]) => {
      const body = (prefix + rest).slice(0, 15);
      return body + luhn(body);
    });
    fc.assert(
      fc.property(card, fc.boolean(), anyContext, (digits, isSpaced, context) => {
        const text = isSpaced ? (digits.match(/.{4}/g) ?? []).join(' ') : digits;
        const found = findSecrets(text, context);
        expect(found.kinds).toContain('card');
        expect(found.masked).not.toMatch(/\d/);
      }),
      { numRuns: 1000 },
    );
  });

  it('never takes a phone number for a secret', () => {
    const phone = fc
      .tuple(fc.constantFrom('03', '05', '07', '08', '09'), digitsOf(8))
      .map(([prefix, rest]) => prefix + rest);
    const styles: ((digits: string) => string)[] = [
      (digits) => digits,
      (digits) => `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`,
      (digits) => `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`,
      (digits) => `+84${digits.slice(1)}`,
      (digits) => `gọi bác số ${digits} nha`,
    ];
    fc.assert(
      fc.property(phone, fc.constantFrom(...styles), anyContext, (digits, style, context) => {
        expect(findSecrets(style(digits), context).kinds).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  /** A quadratic or backtracking search needs minutes for these, far beyond the time limit of a test. */
  test.each([
    ['digits', '1'.repeat(300_000)],
    ['parted digits', '1 '.repeat(150_000)],
    ['dashes', '1-'.repeat(150_000)],
    ['letters and digits', 'a1'.repeat(150_000)],
    ['passwords', 'mật khẩu là '.repeat(24_000)],
    ['short names of passwords', 'mk '.repeat(99_000)],
    ['payload beginnings', '000201010211'.repeat(24_000)],
    ['stacked marks', `1${'\u0323\u0300'.repeat(500_000)}`],
    ['digit words', 'ba mươi '.repeat(36_000)],
    ['brackets', '(('.repeat(150_000)],
    ['grouped amounts', '1.000.'.repeat(48_000)],
    ['words for codes', 'mã '.repeat(99_000)],
    ['card codes', '079060012345|'.repeat(23_100)],
    ['white space', ' '.repeat(300_000)],
    ['beginnings of masks', '[đã ẩn: '.repeat(36_000)],
    ['dates', '1/1/'.repeat(75_000)],
    ['invisible', '4\u200b'.repeat(150_000)],
  ])('searches 300 KB of %s', (_, text) => {
    expect(find(text).masked).not.toBe('');
  });
});
