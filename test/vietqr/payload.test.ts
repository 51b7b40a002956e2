import { describe, expect, it } from 'vitest';
import { crc16 } from '../../src/vietqr/crc.ts';
import { writeObject } from '../../src/vietqr/objects.ts';
import { encodeVietQR, parseVietQR, type Transfer, TransferRefused } from '../../src/vietqr/payload.ts';
import {
  ELECTRICITY_BILL,
  MARKED_PURPOSE,
  SWALLOWED_CHECKSUM,
  TOO_LONG_TEMPLATE,
  TRANSFERS,
  VNPAY_SHOP,
  WRONG_CHECKSUM,
} from './samples.ts';

/** Signs a payload that is complete but for the four digits of its checksum. */
const sign = (body: string) => `${body}6304${crc16(`${body}6304`)}`;

const RECEIVER = '0006970416' + '0109257678859';
const ACCOUNT_38 = writeObject('38', `0010A000000727${writeObject('01', RECEIVER)}0208QRIBFTTA`);
const HEAD = '000201010211';
const TAIL = '53037045802VN';

const faultOf = (transfer: Transfer) => {
  try {
    return encodeVietQR(transfer);
  } catch (error) {
    return error instanceof TransferRefused ? error.fault : error;
  }
};

describe('checksum', () => {
  it('gives the published check value', () => expect(crc16('123456789')).toBe('29B1'));
  it('keeps leading zeros', () => {
    const short = Array.from({ length: 5000 }, (_, n) => crc16(String(n))).filter((crc) => crc.startsWith('0'));
    expect(short.length).toBeGreaterThan(100);
    expect(short.every((crc) => crc.length === 4)).toBe(true);
  });
});

describe('published samples', () => {
  it.each(TRANSFERS)('$id says where the money goes', (sample) => {
    const { payload, bank, wallet = null, unknown = [], id: _, source: __, ...expected } = sample;
    const parsed = parseVietQR(payload);
    expect(parsed).toMatchObject({ ...expected, valid: true, kind: 'vietqr', wallet, unknown });
    expect(parsed.bank?.shortName).toBe(bank);
    expect(parsed.merchant).toBeNull();
    expect([parsed.errors, parsed.warnings]).toEqual([[], []]);
  });

  it('N1 is refused for its checksum, and only for that', () => {
    const parsed = parseVietQR(WRONG_CHECKSUM.payload);
    expect(parsed).toMatchObject({ valid: false, errors: ['crc_mismatch'], crc: { found: 'BBB5', expected: 'BBB8' } });
  });

  it('N2 is refused for its lengths although its checksum is right', () => {
    const parsed = parseVietQR(SWALLOWED_CHECKSUM.payload);
    expect(parsed).toMatchObject({ valid: false, errors: ['bad_length'], crc: { found: '4302', expected: '4302' } });
  });

  it('N3 is refused for both', () => {
    const parsed = parseVietQR(TOO_LONG_TEMPLATE.payload);
    expect(parsed).toMatchObject({ valid: false, crc: { found: 'C5A3', expected: '71AA' } });
    expect(parsed.errors.sort()).toEqual(['bad_length', 'crc_mismatch']);
  });

  it('O1 is an electricity bill of another scheme', () => {
    expect(parseVietQR(ELECTRICITY_BILL.payload)).toMatchObject({
      valid: false,
      kind: 'other_emv',
      bin: null,
      account: null,
      errors: ['missing_38'],
      name: 'EVN CONG TY DIEN LUC THANH XUAN',
      city: 'Ha Noi',
      additional: { customer: 'PD00000000000', purpose: 'TT tien dien' },
    });
  });

  it('O2 is a VNPAY shop', () => {
    expect(parseVietQR(VNPAY_SHOP.payload)).toMatchObject({
      valid: false,
      kind: 'vnpay',
      merchant: '0105313144',
      account: null,
      amount: 21_090_000,
      name: 'CELLPHONES',
      errors: ['missing_38'],
      warnings: ['amount_in_static'],
    });
  });
});

describe('Vietnamese letters in a payload', () => {
  const forms = ['NFC', 'NFD'] as const;
  it.each(forms)('reads lengths counted in characters (%s)', (form) => {
    const parsed = parseVietQR(MARKED_PURPOSE.inCharacters.normalize(form));
    expect(parsed).toMatchObject({
      valid: true,
      warnings: ['non_ascii'],
      additional: { purpose: 'Thanh toán hóa đơn' },
    });
  });

  it.each(forms)('reads lengths counted in bytes (%s)', (form) => {
    const parsed = parseVietQR(MARKED_PURPOSE.inBytes.normalize(form));
    expect(parsed).toMatchObject({
      valid: true,
      warnings: ['non_ascii'],
      additional: { purpose: 'Thanh toán hóa đơn' },
    });
  });

  it('reads the same payment in ASCII without a warning', () => {
    const parsed = parseVietQR(MARKED_PURPOSE.inAscii);
    expect(parsed).toMatchObject({ valid: true, warnings: [], additional: { purpose: 'Thanh toan hoa don' } });
  });

  it('reads a payload made of decomposed letters, whose checksum covers them', () => {
    const note = 'Rau muống'.normalize('NFD');
    const field = `08${String(Array.from(note).length).padStart(2, '0')}${note}`;
    const body = `${HEAD}${ACCOUNT_38}${TAIL}62${String(Array.from(field).length).padStart(2, '0')}${field}`;
    expect(parseVietQR(sign(body))).toMatchObject({ valid: true, additional: { purpose: note } });
  });

  it('accepts a checksum made before the letters were taken apart', () => {
    const field = `08${String(Array.from('muống'.normalize('NFD')).length).padStart(2, '0')}muống`.normalize('NFD');
    const body = `${HEAD}${ACCOUNT_38}${TAIL}62${String(Array.from(field).length).padStart(2, '0')}${field}6304`;
    expect(parseVietQR(body + crc16(body.normalize('NFC')))).toMatchObject({ valid: true, errors: [] });
    expect(parseVietQR(body + crc16('something else'))).toMatchObject({ errors: ['crc_mismatch'] });
  });

  it('drops the marks when writing, and writes the published string', () => {
    const written = encodeVietQR({ bin: '970436', account: '1017595600', amount: 10_000, note: 'Thanh toán hóa đơn' });
    expect(written).toBe(MARKED_PURPOSE.inAscii);
  });
});

describe('writing', () => {
  const writable = TRANSFERS.filter(({ id }) => ['V1', 'V3', 'V4', 'V7', 'V9', 'V10', 'V11'].includes(id));
  it.each(writable)('writes $id as published', ({ bin, account, service, amount, additional, payload }) => {
    const note = additional.purpose;
    expect(encodeVietQR({ bin, account, service, ...(amount && { amount }), ...(note && { note }) })).toBe(payload);
  });

  it('marks a code without amount as static and one with amount as dynamic', () => {
    expect(parseVietQR(encodeVietQR({ bin: '970422', account: '1' })).method).toBe('static');
    expect(parseVietQR(encodeVietQR({ bin: '970422', account: '1', amount: 1 })).method).toBe('dynamic');
  });

  it.each([
    ['Tiền   rau\n(bó) 🥬', 'Tien rau bo'],
    ['a'.repeat(40), 'a'.repeat(25)],
    [`${'ế'.repeat(24)} đuôi`, 'e'.repeat(24)],
    ['ĐƠN 12/3', 'DON 12/3'],
    ['<b>x</b>', 'b x /b'],
  ])('writes the note %j as %j', (note, written) => {
    expect(parseVietQR(encodeVietQR({ bin: '970422', account: '1', note })).additional).toEqual({ purpose: written });
  });

  it.each(['', '   ', 'ខ្មែរ', '🥬'])('leaves the field out when nothing of the note %j can be written', (note) => {
    expect(encodeVietQR({ bin: '970422', account: '1', note })).toBe(encodeVietQR({ bin: '970422', account: '1' }));
  });

  const good = { bin: '970422', account: '0352350917' };
  it.each([
    ['a BIN of five digits', { ...good, bin: '97042' }, 'bad_bin'],
    ['a BIN with letters', { ...good, bin: '97042A' }, 'bad_bin'],
    ['a BIN of no bank', { ...good, bin: '123456' }, 'unknown_bin'],
    ['a BIN given up in a merger', { ...good, bin: '970420' }, 'unknown_bin'],
    ['an empty account', { ...good, account: '' }, 'bad_account'],
    ['an account with spaces', { ...good, account: '0352 350 917' }, 'bad_account'],
    ['an account with marks', { ...good, account: 'Đ123' }, 'bad_account'],
    ['an account of 20 characters', { ...good, account: '1'.repeat(20) }, 'bad_account'],
    ['a fraction of a đồng', { ...good, amount: 10.5 }, 'bad_amount'],
    ['no đồng at all', { ...good, amount: 0 }, 'bad_amount'],
    ['less than nothing', { ...good, amount: -1 }, 'bad_amount'],
    ['an amount of 14 digits', { ...good, amount: 10_000_000_000_000 }, 'bad_amount'],
    ['no number', { ...good, amount: Number.NaN }, 'bad_amount'],
    ['no end', { ...good, amount: Number.POSITIVE_INFINITY }, 'bad_amount'],
  ] as const)('refuses %s', (_, transfer, fault) => expect(faultOf(transfer)).toBe(fault));

  it('says what to do instead, without repeating the account', () => {
    expect(() => encodeVietQR({ ...good, account: '0352 350 917' })).toThrow(/without spaces/);
    expect(() => encodeVietQR({ ...good, account: '0352 350 917' })).not.toThrow(/0352/);
  });

  it('writes the largest amount', () => {
    expect(parseVietQR(encodeVietQR({ ...good, amount: 9_999_999_999_999 })).amount).toBe(9_999_999_999_999);
  });
});

describe('reading what is no VietQR', () => {
  it.each([
    'https://mb-bank.example/otp',
    'HTTP://A.VN',
    'bit.ly/3xYz',
    'www.nganhang.example',
    'momo://?a=1',
    'qr.example',
  ])('warns that %s opens a web page', (text) =>
    expect(parseVietQR(text)).toMatchObject({ valid: false, kind: 'not_emv', errors: ['not_emv'], warnings: ['url'] }),
  );

  it.each(['', ' ', '0352350917', 'Sạp rau Cô Ba', 'A000000727', '00', '0003', 'WIFI:T:WPA;S:cho;P:x;;'])(
    'does not take %j for a code',
    (text) =>
      expect(parseVietQR(text)).toMatchObject({ valid: false, kind: 'not_emv', errors: ['not_emv'], warnings: [] }),
  );

  it('does not read past 512 characters, and still warns of a long link', () => {
    const filler = writeObject('80', 'x'.repeat(99)).repeat(5);
    expect(parseVietQR(sign(HEAD + ACCOUNT_38 + TAIL + filler))).toMatchObject({
      kind: 'not_emv',
      errors: ['too_long'],
    });
    expect(parseVietQR(`https://${'a'.repeat(600)}`)).toMatchObject({ errors: ['too_long'], warnings: ['url'] });
  });

  it('removes what surrounds a pasted payload, and says so', () => {
    expect(parseVietQR(`\n ${TRANSFERS[2]!.payload} \r\n`)).toMatchObject({
      valid: true,
      warnings: ['surrounding_space'],
    });
  });
});

describe('reading a crafted or careless payload', () => {
  const cases: [string, string, string[]][] = [
    ['something after the checksum', `${sign(HEAD + ACCOUNT_38 + TAIL)}00`, ['trailing']],
    ['no checksum', HEAD + ACCOUNT_38 + TAIL, ['missing_crc']],
    ['a checksum of letters', `${HEAD}${ACCOUNT_38}${TAIL}6304ZZZZ`, ['crc_mismatch']],
    ['a checksum of three digits', `${HEAD}${ACCOUNT_38}${TAIL}6303ABC`, ['crc_mismatch']],
    ['a length that is no number', sign(`${HEAD}${ACCOUNT_38}${TAIL}62xx0803abc`), ['bad_length']],
    ['an id that is no number', sign(`${HEAD}${ACCOUNT_38}${TAIL}6X03abc`), ['bad_length']],
    ['a length with a sign', sign(`${HEAD}${ACCOUNT_38}${TAIL}80+3abc`), ['bad_length']],
    ['half an object at the end', `${HEAD}${ACCOUNT_38}${TAIL}630`, ['bad_length']],
    ['another version', sign(`000202010211${ACCOUNT_38}${TAIL}`), ['bad_version']],
    ['no account', sign(HEAD + TAIL), ['missing_38']],
    ['no currency', sign(`${HEAD}${ACCOUNT_38}5802VN`), ['missing_53']],
    ['dollars', sign(`${HEAD}${ACCOUNT_38}53038405802VN`), ['bad_currency']],
    ['no country', sign(`${HEAD}${ACCOUNT_38}5303704`), ['missing_58']],
    ['another country', sign(`${HEAD}${ACCOUNT_38}53037045802TH`), ['bad_country']],
    ['two accounts', sign(HEAD + ACCOUNT_38 + ACCOUNT_38.replace('257678859', '999999999') + TAIL), ['duplicate_id']],
    ['another scheme in 38', sign(`${HEAD}${ACCOUNT_38.replace('A000000727', 'A000000999')}${TAIL}`), ['missing_38']],
    ['an amount with separators', sign(`${HEAD}${ACCOUNT_38}5303704540710.0.005802VN`), ['bad_amount']],
    ['an amount of 14 digits', sign(`${HEAD}${ACCOUNT_38}53037045414100000000000005802VN`), ['bad_amount']],
    ['half a đồng', sign(`${HEAD}${ACCOUNT_38}5303704540410.55802VN`), ['bad_amount']],
    ['a negative amount', sign(`${HEAD}${ACCOUNT_38}53037045402-15802VN`), ['bad_amount']],
  ];
  it.each(cases)('refuses %s', (_, payload, errors) => {
    expect(parseVietQR(payload)).toMatchObject({ valid: false, errors });
  });

  const receivers: [string, string, string[]][] = [
    ['no BIN', '0109257678859', ['bad_bin']],
    ['a BIN of letters', '0006ABCDEF0109257678859', ['bad_bin']],
    ['no account number', '0006970416', ['bad_account']],
    ['an account number with a space', '00069704160105257 8', ['bad_account']],
  ];
  it.each(receivers)('refuses %s', (_, receiver, errors) => {
    const payload = sign(HEAD + writeObject('38', `0010A000000727${writeObject('01', receiver)}0208QRIBFTTA`) + TAIL);
    expect(parseVietQR(payload)).toMatchObject({ valid: false, errors });
  });

  it('refuses two account numbers in one template', () => {
    const receiver = `${RECEIVER}0109999999999`;
    const payload = sign(HEAD + writeObject('38', `0010A000000727${writeObject('01', receiver)}0208QRIBFTTA`) + TAIL);
    expect(parseVietQR(payload)).toMatchObject({ valid: false, errors: ['duplicate_id'] });
  });

  it('warns of a bank it does not know, and keeps the code valid', () => {
    const payload = sign(HEAD + ACCOUNT_38.replace('970416', '979999') + TAIL);
    expect(parseVietQR(payload)).toMatchObject({ valid: true, bin: '979999', bank: null, warnings: ['unknown_bin'] });
  });

  it('warns of a BIN given up in a merger and names the bank of today', () => {
    const parsed = parseVietQR(sign(HEAD + ACCOUNT_38.replace('970416', '970420') + TAIL));
    expect(parsed).toMatchObject({ valid: true, warnings: ['deprecated_bin'], bank: { shortName: 'HDBank' } });
  });

  const amounts: [string, string, number | null, string[]][] = [
    ['an amount in a code for every day', `${HEAD}${ACCOUNT_38}53037045405100005802VN`, 10_000, ['amount_in_static']],
    ['no amount in a code for once', `000201010212${ACCOUNT_38}${TAIL}`, null, ['no_amount_in_dynamic']],
    ['a zero amount', `${HEAD}${ACCOUNT_38}5303704540105802VN`, null, ['odd_amount']],
    ['leading zeros', `000201010212${ACCOUNT_38}53037045405001005802VN`, 100, ['odd_amount']],
    ['a fraction of nothing', `000201010212${ACCOUNT_38}53037045406100.005802VN`, 100, ['odd_amount']],
    ['no method', `000201${ACCOUNT_38}${TAIL}`, null, ['no_method']],
    ['a method nobody knows', `000201010222${ACCOUNT_38}${TAIL}`, null, ['unknown_method']],
    ['a control character', `${HEAD}${ACCOUNT_38}${TAIL}62070803a\u0007b`, null, ['control_characters']],
  ];
  it.each(amounts)('warns of %s', (_, body, amount, warnings) => {
    expect(parseVietQR(sign(body))).toMatchObject({ valid: true, amount, warnings });
  });

  it('does not guess an account when the service is absent', () => {
    const template = writeObject('38', `0010A000000727${writeObject('01', RECEIVER)}`);
    expect(parseVietQR(sign(HEAD + template + TAIL))).toMatchObject({
      valid: true,
      service: 'QRPUSH',
      account: null,
      merchant: '257678859',
      warnings: ['no_service'],
    });
  });

  it('reads a merchant payment as a merchant, and warns of a service nobody knows', () => {
    const push = parseVietQR(
      sign(HEAD + ACCOUNT_38.replace('3853', '3851').replace('0208QRIBFTTA', '0206QRPUSH') + TAIL),
    );
    expect(push).toMatchObject({ valid: true, service: 'QRPUSH', account: null, merchant: '257678859', warnings: [] });
    const odd = parseVietQR(sign(HEAD + ACCOUNT_38.replace('QRIBFTTA', 'QRIBFTXX') + TAIL));
    expect(odd).toMatchObject({ service: 'QRIBFTXX', account: null, warnings: ['unknown_service'] });
  });
});

/** What npm `vietnam-qr-pay` 1.5.1 does wrong, each as a promise of ours. */
describe('known defects of other readers and writers', () => {
  it('does not recurse on a length that is no number', () => {
    const corrected = TOO_LONG_TEMPLATE.payload.replace('C5A3', '71AA');
    expect(parseVietQR(corrected)).toMatchObject({ valid: false, errors: ['bad_length'] });
  });

  it('does not take a right checksum for a right structure', () => {
    expect(parseVietQR(SWALLOWED_CHECKSUM.payload).valid).toBe(false);
  });

  it.each([
    ['38', `${HEAD}3853${'0010A000000727'}0123000697041601192576788590208QRIBFTTA${TAIL}`],
    [
      '38-01, by one',
      HEAD + writeObject('38', `0010A000000727${writeObject('01', '00069704160110257678859')}0208QRIBFTTA`) + TAIL,
    ],
    ['62', `${HEAD}${ACCOUNT_38}${TAIL}62150819Chuyen tien`],
    ['62, by one', `${HEAD}${ACCOUNT_38}${TAIL}62150812Chuyen tien`],
  ])('sees a length too long inside %s', (_, body) => {
    expect(parseVietQR(sign(body))).toMatchObject({ valid: false, errors: expect.arrayContaining(['bad_length']) });
  });

  it.each([
    ['38', HEAD + TAIL],
    ['53', `${HEAD}${ACCOUNT_38}5802VN`],
    ['58', `${HEAD}${ACCOUNT_38}5303704`],
  ])('misses %s although the checksum is right', (id, body) => {
    expect(parseVietQR(sign(body))).toMatchObject({ valid: false, errors: [`missing_${id}`] });
  });

  it('writes an amount given as a number', () => {
    expect(encodeVietQR({ bin: '970416', account: '257678859', amount: 10_000 })).toContain('540510000');
  });

  it('never writes a length modulo 100', () => {
    expect(() => writeObject('62', 'x'.repeat(120))).toThrow(RangeError);
    expect(writeObject('62', 'x'.repeat(99))).toBe(`6299${'x'.repeat(99)}`);
  });

  it('keeps objects it does not use, each under its own id', () => {
    const others = ['2604abcd', '5103xyz', '6503www', '9001z'];
    const parsed = parseVietQR(sign(HEAD + others[0] + ACCOUNT_38 + others[1] + TAIL + others[2] + others[3]));
    expect(parsed).toMatchObject({ valid: true, kind: 'vietqr', account: '257678859' });
    expect(parsed.unknown.map(({ id, value }) => writeObject(id, value))).toEqual(others);
  });

  it('reads the NAPAS account when a VNPAY one stands beside it, in either order', () => {
    const vnpay = writeObject('26', '0010A00000077501100105313144');
    for (const body of [HEAD + vnpay + ACCOUNT_38 + TAIL, HEAD + ACCOUNT_38 + vnpay + TAIL]) {
      expect(parseVietQR(sign(body))).toMatchObject({
        valid: true,
        kind: 'vietqr',
        account: '257678859',
        merchant: null,
      });
    }
  });
});
