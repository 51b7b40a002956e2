import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readCallName, readTerm } from '../../src/understanding/kinship.ts';

describe('readTerm', () => {
  test.each([
    ['bác', 'bác'],
    ['bac', 'bác'],
    ['Bác', 'bác'],
    ['BÁC', 'bác'],
    ['bacs', 'bác'],
    ['dạ bác nha con', 'bác'],
    ['kêu bằng bác', 'bác'],
    ['keu bang bac di con', 'bác'],
    ['bác cũng được', 'bác'],
    ['bác Sáu', 'bác'],
    ['cô', 'cô'],
    ['co', 'cô'],
    ['co ut', 'cô'],
    ['gọi cô là được rồi', 'cô'],
    ['chú', 'chú'],
    ['cứ kêu chú', 'chú'],
    ['gọi tui là chú', 'chú'],
    ['ông', 'ông'],
    ['ong bay', 'ông'],
    ['bà', 'bà'],
    ['ba', 'bà'],
    ['baf', 'bà'],
    ['bà Sáu', 'bà'],
    ['anh', 'anh'],
    ['anh hai', 'anh'],
    ['chị', 'chị'],
    ['chi', 'chị'],
    ['em gọi chị được rồi', 'chị'],
    ['con gọi bác là cô Sáu', 'cô'],
    ['anh chị', null],
    ['cô chú', null],
    ['ba Sáu', null],
    ['có', null],
    ['ảnh', null],
    ['chỉ lại', null],
    ['chi lai', null],
    ['co khong', null],
    ['mình', null],
    ['xong rồi', null],
    ['công an gọi điện cho bác kêu cập nhật cái gì đó trên máy', null],
    ['', null],
    ['3', null],
  ])('%j asks for %s', (text, term) => {
    expect(readTerm(text)).toBe(term);
  });
});

describe('readCallName', () => {
  test.each([
    ['Bác Sáu', 'bác', 'Sáu'],
    ['bác sáu', 'bác', 'Sáu'],
    ['bac sau', 'bác', 'Sáu'],
    ['BÁC SÁU', 'bác', 'Sáu'],
    ['bác 6', 'bác', 'Sáu'],
    ['co ut', 'cô', 'Út'],
    ['cô út nha con', 'cô', 'Út'],
    ['ba tam', 'bà', 'Tám'],
    ['baf tams', 'bà', 'Tám'],
    ['Bà Ba', 'bà', 'Ba'],
    ['bác Ba', 'bác', 'Ba'],
    ['anh hai', 'anh', 'Hai'],
    ['chú Nam', 'chú', 'Nam'],
    ['chú Năm', 'chú', 'Năm'],
    ['chu nam', 'chú', 'Năm'],
    ['chị Lan đi con', 'chị', 'Lan'],
    ['cô Hồng', 'cô', 'Hồng'],
    ['co hong', 'cô', 'Hong'],
    ['cô Tư Râu', 'cô', 'Tư Râu'],
    ['con gọi bác là cô Sáu', 'cô', 'Sáu'],
    ['Bác Nguyễn Văn Sáu', 'bác', 'Sáu'],
    ['ông Bảy ơi', 'ông', 'Bảy'],
    ['Bác Sáu'.normalize('NFD'), 'bác', 'Sáu'],
  ])('%j is %s %s', (text, term, callName) => {
    expect(readCallName(text)).toEqual({ term, callName });
  });

  test.each([
    'bác',
    'Sáu',
    'anh chị',
    'chỉ lại',
    'ba Sáu',
    'có không',
    'bác muốn cài vneid',
    'kêu bằng bác',
    '',
    '   ',
    '👍',
  ])('%j holds no term with a name', (text) => {
    expect(readCallName(text)).toBeNull();
  });

  it('takes no time over a stack of marks', () => {
    expect(readCallName(`bác Sáu${'\u0323\u0300'.repeat(500_000)}`)?.term).toBe('bác');
  });

  it('never throws, and gives names of at most two words without digits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('bác ', 'co ', 'gọi là bà ', ''),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        (term, rest) => {
          const named = readCallName(term + rest);
          if (named) expect(named.callName).toMatch(/^[^\s\d]+(?: [^\s\d]+)?$/u);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
