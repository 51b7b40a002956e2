import { describe, expect, it } from 'vitest';
import { BANKS, bankByBin, isFormerBin, receiverName, searchBanks, walletOf } from '../../src/vietqr/banks.ts';

const keysFor = (typed: string) => searchBanks(typed).map(({ key }) => key);

describe('the list of banks', () => {
  it('is whole: BINs of six digits, one key each, successors that exist', () => {
    const keys = BANKS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(BANKS.length);
    for (const { bin, key, kind, shortName, supersededBy, deprecated } of BANKS) {
      expect(bin ?? '000000', key).toMatch(/^\d{6}$/);
      expect(['bank', 'digital_brand', 'wallet', 'mobile_money'], key).toContain(kind);
      expect(shortName, key).not.toBe('');
      expect(deprecated, key).toBe(supersededBy !== null);
      if (supersededBy) expect(keys, key).toContain(supersededBy);
    }
  });

  it.each([
    ['970449', 'lpbank'],
    ['970414', 'mbv'],
    ['970406', 'vikki'],
    ['971005', 'viettelmoney'],
    ['971011', 'vnptmoney'],
    ['999888', 'vbsp'],
  ])('BIN %s is %s today', (bin, key) => {
    expect(bankByBin(bin)?.key).toBe(key);
    expect(isFormerBin(bin)).toBe(false);
  });

  it('leads a BIN given up to the bank that has its accounts', () => {
    expect(bankByBin('970420')?.key).toBe('hdbank');
    expect(isFormerBin('970420')).toBe(true);
  });

  it('says nothing about a BIN it does not know', () => {
    expect([bankByBin('123456'), isFormerBin('123456'), receiverName('123456', '1')]).toEqual([null, false, null]);
  });

  it('names the wallet, not the bank that keeps its accounts', () => {
    expect(walletOf('970454', '99ZP24009M07248267')).toBe('Zalopay');
    expect(receiverName('970454', '99MM24011M34875080')).toBe('MoMo');
    expect(receiverName('970454', '8007041019999')).toBe('BVBank');
    expect(walletOf('970436', '99ZP24009M07248267')).toBeNull();
  });
});

describe('finding a bank by what people type', () => {
  it.each([
    ['mb', 'mbbank'],
    ['MBBank', 'mbbank'],
    ['MB Bank', 'mbbank'],
    ['ngân hàng quân đội', 'mbbank'],
    ['vietin', 'vietinbank'],
    ['Ngân hàng Công Thương', 'vietinbank'],
    ['CTG', 'vietinbank'],
    ['nong nghiep', 'agribank'],
    ['Ngân hàng Nông nghiệp', 'agribank'],
    ['agribank', 'agribank'],
    ['agribak', 'agribank'],
    ['VCB', 'vietcombank'],
    ['vietcombnak', 'vietcombank'],
    ['ngoại thương', 'vietcombank'],
    ['bidv', 'bidv'],
    ['đầu tư', 'bidv'],
    ['á châu', 'acb'],
    ['sacom', 'sacombank'],
    ['tech', 'techcombank'],
    ['bưu điện', 'lpbank'],
    ['đông á', 'vikki'],
    ['ocean', 'mbv'],
    ['chính sách xã hội', 'vbsp'],
    ['viettelpay', 'viettelmoney'],
    ['ví Viettel', 'viettelmoney'],
    ['VNPT Pay', 'vnptmoney'],
    ['vnpt', 'vnptmoney'],
    ['ví điện tử momo', 'momo'],
    ['970422', 'mbbank'],
  ])('%s is one bank: %s', (typed, key) => expect(keysFor(typed)).toEqual([key]));

  it('finds every bank that can be drawn by its own short name, key and code', () => {
    const drawable = BANKS.filter(({ bin, deprecated }) => bin !== null && !deprecated);
    for (const { key, code, shortName } of drawable) {
      for (const typed of [key, code, shortName]) expect(keysFor(typed), typed).toContain(key);
    }
  });

  it('offers several when the words fit several', () => {
    expect(keysFor('sài gòn')).toEqual(expect.arrayContaining(['saigonbank', 'sacombank', 'scb', 'shb']));
    expect(keysFor('viet').length).toBeGreaterThan(1);
    expect(searchBanks('a', 3)).toHaveLength(3);
  });

  it('never offers a bank of the past or one without BIN', () => {
    for (const typed of ['lienviet', 'oceanbank', 'dong a', 'bidc', 'campuchia', 'a', 'b', 'ngan hang']) {
      for (const { bin, deprecated } of searchBanks(typed, 100))
        expect([bin === null, deprecated]).toEqual([false, false]);
    }
  });

  it.each(['', '   ', '!!!', 'xyz', 'ខ្មែរ', 'x'.repeat(10_000)])('finds nothing for %j', (typed) => {
    expect(keysFor(typed)).toEqual([]);
  });
});
