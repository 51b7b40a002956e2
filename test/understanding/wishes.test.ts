import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readReply } from '../../src/understanding/replies.ts';
import { editDistance, soundKey } from '../../src/understanding/sound.ts';
import { WISH_CATALOGUE as catalogue } from '../../src/understanding/wish-catalogue.ts';
import { readWish } from '../../src/understanding/wishes.ts';

const idsOf = (text: string) => readWish(text, catalogue).map(({ id }) => id);

describe('readWish', () => {
  test.each([
    ['vneid', 'vneid-install'],
    ['con ơi bác muốn cài cái vneid', 'vneid-install'],
    ['tai vneid ve may', 'vneid-install'],
    ['vnid', 'vneid-install'],
    ['V N E I D', 'vneid-install'],
    ['vê nê i đê', 'vneid-install'],
    ['làm căn cước điện tử', 'vneid-install'],
    ['kich hoat vneid', 'vneid-activate'],
    ['kích hoạt định danh mức 2', 'vneid-activate'],
    ['vneid muc 2', 'vneid-activate'],
    ['bác quên passcode rồi', 'vneid-forgot'],
    ['dịch vụ công', 'dvcqg-login'],
    ['đăng nhập cổng dịch vụ công không được', 'dvcqg-login'],
    ['dich vu cong quoc gia', 'dvcqg-login'],
    ['muốn nộp hồ sơ trên mạng', 'dvcqg-submit'],
    ['viettel money', 'viettel-money'],
    ['vietel mo ni', 'viettel-money'],
    ['viettelpay', 'viettel-money'],
    ['vietel bay', 'viettel-money'],
    ['viet tel pay', 'viettel-money'],
    ['viết teo mô ni', 'viettel-money'],
    ['chỉ bác mở ví viettel', 'viettel-money'],
    ['vnpt pay', 'vnpt-money'],
    ['vnpt mo ni', 'vnpt-money'],
    ['vi en pi ti money', 'vnpt-money'],
    ['ví vnpt', 'vnpt-money'],
    ['mã qr', 'merchant-vietqr'],
    ['vietqr', 'merchant-vietqr'],
    ['viet kiu a ma qr', 'merchant-vietqr'],
    ['lam tam ma de o sap', 'merchant-vietqr'],
    ['tui muốn có cái mã cho khách quét', 'merchant-vietqr'],
    ['loa báo tiền', 'merchant-bank-speaker'],
  ])('%j wants %s', (text, id) => {
    expect(idsOf(text)[0]).toBe(id);
  });

  it('offers every wallet when only a wallet is wanted', () => {
    for (const text of ['ví teo', 'ví điện tử', 'muon mo vi dien tu'])
      expect(idsOf(text)).toEqual(expect.arrayContaining(['viettel-money', 'vnpt-money']));
  });

  test.each([
    '',
    '???',
    'abc xyz',
    'xong rồi',
    'hôm nay trời mưa',
    'giá lúa bao nhiêu',
    'thuốc đau đầu',
    'viettel',
    'sim viettel',
  ])('%j wants nothing of ours', (text) => {
    expect(readWish(text, catalogue)).toEqual([]);
  });
  test.each(['trong điện thoại có gì', 'vì theo tui thấy', 'mở cửa hàng', 'công an xã ở đâu', 'con ăn cơm chưa'])(
    '%j wants nothing of ours either',
    (text) => {
      expect(readWish(text, catalogue)).toEqual([]);
    },
  );

  it('finds a name written by ear in any catalogue', () => {
    const wallets = [
      { id: 'zalopay', phrases: ['zalopay', 'zalo pay'] },
      { id: 'momo', phrases: ['momo', 'ví momo'] },
    ];
    expect(readWish('zalo pai', wallets)[0]?.id).toBe('zalopay');
    expect(readWish('gia lô pay', wallets)[0]?.id).toBe('zalopay');
    expect(readWish('mô mô', wallets)[0]?.id).toBe('momo');
    expect(readWish('mở', wallets)).toEqual([]);
  });

  it('scores every phrase of the catalogue 1 for its service, in any spelling', () => {
    const missed = catalogue.flatMap(({ id, phrases }) =>
      phrases.filter(
        (phrase) =>
          readWish(phrase.normalize('NFD').toUpperCase(), catalogue).find((wish) => wish.id === id)?.score !== 1,
      ),
    );
    expect(missed).toEqual([]);
  });

  it('keeps to ids of the catalogue, each once, best first, between threshold and 1', () => {
    const vocabulary = [
      ...new Set(
        catalogue
          .flatMap(({ phrases }) => phrases)
          .join(' ')
          .split(' '),
      ),
      'xong',
      'con',
      'ơi',
      'bác',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...vocabulary), { maxLength: 12 }), (words) => {
        const wishes = readWish(words.join(' '), catalogue);
        const scores = wishes.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((one, other) => other - one));
        expect(new Set(wishes.map(({ id }) => id)).size).toBe(wishes.length);
        for (const { id, score } of wishes) {
          expect(catalogue.map((one) => one.id)).toContain(id);
          expect(score).toBeGreaterThan(0.5);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws and has no wish in an empty catalogue', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readWish(text, []).length === 0));
    expect(idsOf('vneid '.repeat(100_000))[0]).toBe('vneid-install');
  });

  it('does not hear a step answer in the names of services', () => {
    // "error", "safe" and "cost" give way to a named wish (converse.ts); the scam answer never does.
    const vague = new Set([null, 'error', 'safe', 'cost']);
    const answered = catalogue
      .flatMap(({ phrases }) => phrases)
      .filter((phrase) => !vague.has(readReply(phrase)))
      .map((phrase) => [phrase, readReply(phrase)]);
    // Said alone, these are the words of the tricks themselves: the calm warning comes first.
    expect(answered.filter(([, meaning]) => meaning !== 'scam')).toEqual([]);
    expect(answered.map(([phrase]) => phrase)).toContain('cập nhật vneid');
  });
});

describe('soundKey', () => {
  test.each([
    ['viettelmoney', 'vietelmoni'],
    ['zalopay', 'dalobai'],
    ['viettelpay', 'vietelbay'],
    ['tran', 'chan'],
    ['xong', 'son'],
  ])('%j sounds like %j', (one, other) => {
    expect(soundKey(one)).toBe(soundKey(other));
  });
  test.each([
    ['viettelmoney', 'vnptmoney'],
    ['zalopay', 'momopay'],
  ])('%j does not sound like %j', (one, other) => {
    expect(soundKey(one)).not.toBe(soundKey(other));
  });
});

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['momo', 'momo', 0],
    ['momo', 'mono', 1],
    ['vneid', 'vnid', 1],
    ['abc', 'acb', 2],
    ['abc', 'xyz', 3],
    ['abc', 'abcdefgh', 3],
  ])('%j and %j are %d apart, three at most', (one, other, distance) => {
    expect(editDistance(one, other, 2)).toBe(Math.min(distance, 3));
    expect(editDistance(other, one, 2)).toBe(Math.min(distance, 3));
  });
});
