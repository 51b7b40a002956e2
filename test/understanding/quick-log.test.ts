/** A volunteer's lines: any order, no accents, one bad line never spoils the others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows } from '../../src/flows/index.ts';
import { couldBeSame } from '../../src/understanding/call-names.ts';
import { CODE_WORDS, readDeskOrder, readPeopleOrder } from '../../src/understanding/desk-words.ts';
import { FLOW_WORDS } from '../../src/understanding/log-words.ts';
import { readMember } from '../../src/understanding/member-words.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { LINE_LIMIT, type LogBook, logKey, looksLikeLog, readQuickLog } from '../../src/understanding/quick-log.ts';
import '../support/properties.ts';

const member = (id: string, term: string, callName: string) => ({ id, term, callName });
const BOOK: LogBook = {
  households: [
    {
      code: '01-012',
      number: 12,
      areaCode: 'h1',
      areaName: 'Ấp Ngan Mới',
      callName: 'Bác Sáu',
      members: [member('1', 'chú', 'Ba'), member('2', 'bà', 'Tư'), member('3', 'cô', 'Hai nhỏ')],
    },
    { code: '01-013', number: 13, areaCode: 'h1', areaName: 'Ấp Ngan Mới', callName: 'Cô Út', members: [] },
    {
      code: '02-014',
      number: 14,
      areaCode: 'h2',
      areaName: 'Ấp Rạch Dừa',
      callName: 'Ông Bảy',
      members: [member('4', 'anh', 'Năm'), member('5', 'cô', 'Năm')],
    },
    { code: '01-014', number: 14, areaCode: 'h1', areaName: 'Ấp Ngan Mới', callName: 'Anh Tám', members: [] },
    { code: 'H1A2', number: 15, areaCode: 'h2', areaName: 'Ấp Rạch Dừa', callName: 'Chị Chín', members: [] },
  ],
  flows: new Set(flows.keys()),
  today: '2026-11-24',
};

const read = (line: string) => readQuickLog(line, BOOK)[0];

describe('a line', () => {
  const done = { flowId: 'viettel-money', outcome: 'completed', howKnown: 'volunteer', day: '2026-11-24' };
  it.each([
    ['xong vi 12 ba', { ...done, householdCode: '01-012', memberId: '1' }],
    ['12 ba xong vi', { ...done, householdCode: '01-012', memberId: '1' }],
    ['Xong ví hộ số 12 chú Ba', { ...done, householdCode: '01-012', memberId: '1' }],
    ['roi vi dien tu ho 012 cho ba tu', { ...done, householdCode: '01-012', memberId: '2' }],
    ['xong vi 12 hai nho', { ...done, householdCode: '01-012', memberId: '3' }],
    ['xong vi 01-012', { ...done, householdCode: '01-012', memberId: null }],
    ['xong vi h1a2', { ...done, householdCode: 'H1A2', memberId: null }],
    ['xong vi 14 rach dua co nam', { ...done, householdCode: '02-014', memberId: '5' }],
    ['xong vi 14 ngan moi', { ...done, householdCode: '01-014', memberId: null }],
    [
      'xong vi 13 ut tu khai hom qua',
      { ...done, householdCode: '01-013', memberId: null, howKnown: 'self', day: '2026-11-23' },
    ],
    [
      'chua xong momo 13 20/11',
      { ...done, flowId: 'momo', outcome: 'abandoned', householdCode: '01-013', memberId: null, day: '2026-11-20' },
    ],
    [
      'chuyen muc 2 13',
      { ...done, flowId: 'vneid-level2-police', outcome: 'referred', householdCode: '01-013', memberId: null },
    ],
    ['xong 1414 13', { ...done, flowId: 'sim-check-1414', householdCode: '01-013', memberId: null }],
  ])('“%s” is an entry', (line, entry) => {
    expect(read(line)).toEqual({ text: line, entry });
  });

  it.each([
    ['vi 12 ba', 'no-outcome'],
    ['xong 12 ba', 'no-flow'],
    ['xong vi momo 12 qr', 'which-flow'],
    ['xong vi ba', 'no-household'],
    ['xong vi 99', 'unknown-household'],
    ['xong vi 12 13', 'which-household'],
    ['xong vi 14', 'which-hamlet'],
    ['xong vi 12 tam', 'unknown-member'],
    ['xong vi 14 rach dua nam', 'which-member'],
    ['xong vi 12 31/12', 'bad-day'],
    ['xong vi 12 30/02', 'bad-day'],
    ['xong vi 12 01/09/2026', 'bad-day'],
    ['xong chua xong vi 12', 'which-outcome'],
  ])('“%s” comes back: %s', (line, problem) => {
    const got = read(line);
    expect(got && 'problem' in got && got.problem).toBe(problem);
  });

  it('in the volunteer’s own hamlet needs no hamlet', () => {
    const [got] = readQuickLog('xong vi 14', { ...BOOK, hamlet: 'h1' });
    expect(got && 'entry' in got && got.entry.householdCode).toBe('01-014');
  });
});

it('every order of the same words is the same entry', () => {
  const words = ['xong', 'vi dien tu', 'ho 12', 'chu ba', 'hom qua', 'tu khai'];
  const expected = read(words.join(' '));
  fc.assert(
    fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (order) => {
      const got = read(order.join(' '));
      expect(got && 'entry' in got && got.entry).toEqual(expected && 'entry' in expected && expected.entry);
    }),
  );
});

it('accents, capitals and stray spaces change nothing', () => {
  for (const line of ['XONG VÍ 12 BA', '  xong   ví  12  Ba ', 'Xong Ví 12 ba', '1. xong vi 12 ba', '- xong vi 12 ba'])
    expect(read(line)).toMatchObject({ entry: { flowId: 'viettel-money', householdCode: '01-012', memberId: '1' } });
});

it('lines are read alone: what stands around one never changes it', () => {
  const line = fc.oneof(
    fc.constantFrom('xong vi 12 ba', '13 qr xong', 'xong vi 99', 'vi', 'abc', 'roi momo 13', 'xong vi 14 ngan moi'),
    fc.string({ maxLength: 60 }).map((text) => text.replace(/[\n;]/g, ' ')),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const together = readQuickLog(lines.join('\n'), BOOK);
      expect(together).toEqual(lines.flatMap((one) => readQuickLog(one, BOOK)));
    }),
  );
});

it('whatever is typed is read without an error, and no entry names what the book has not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      looksLikeLog(text);
      readDeskOrder(text);
      readPeopleOrder(text);
      readMember(text);
      for (const one of readQuickLog(text, BOOK)) {
        if (!('entry' in one)) continue;
        expect(BOOK.households.some(({ code }) => code === one.entry.householdCode)).toBe(true);
        expect(BOOK.flows.has(one.entry.flowId)).toBe(true);
      }
    }),
  );
});

it('too many lines come back, the first ones count', () => {
  const read = readQuickLog(
    Array(LINE_LIMIT + 3)
      .fill('xong vi 12 ba')
      .join('\n'),
    BOOK,
  );
  expect(read.filter((one) => 'entry' in one)).toHaveLength(LINE_LIMIT);
  expect(read.filter((one) => 'problem' in one && one.problem === 'too-many')).toHaveLength(3);
});

it('the same content has the same key, another day or outcome another one', () => {
  const [one, two] = readQuickLog('xong vi 12 ba\nba 12 vi xong', BOOK).flatMap((line) =>
    'entry' in line ? [line.entry] : [],
  );
  const [later] = readQuickLog('xong vi 12 ba hom qua', BOOK).flatMap((line) => ('entry' in line ? [line.entry] : []));
  if (!one || !two || !later) throw new Error('unread');
  expect(logKey('M1', one)).toBe(logKey('M1', two));
  expect(logKey('M1', one)).not.toBe(logKey('M1', later));
  expect(logKey('M1', one)).not.toBe(logKey('M2', one));
});

describe('the tables', () => {
  it('name flows that exist, in words as they are folded, each word for one flow', () => {
    const words = Object.entries(FLOW_WORDS).flatMap(([flow, phrases]) => phrases.map((phrase) => ({ flow, phrase })));
    expect(words.filter(({ flow }) => !flows.has(flow))).toEqual([]);
    expect(words.filter(({ phrase }) => normalise(phrase).folded !== phrase)).toEqual([]);
    expect(new Set(words.map(({ phrase }) => phrase)).size).toBe(words.length);
  });

  it('have no two code words alike without accents', () => {
    expect(new Set(CODE_WORDS.map((word) => normalise(word).folded)).size).toBe(CODE_WORDS.length);
  });
});

it('reads orders and nothing else as orders', () => {
  expect(readDeskOrder('sửa 3')).toEqual({ order: 'fix', n: 3, text: '' });
  expect(readDeskOrder('xóa dòng 2')).toEqual({ order: 'remove-line', n: 2 });
  expect(readDeskOrder('Gộp hộ 12 vào hộ 15')).toEqual({ order: 'merge', from: '12', into: '15' });
  for (const text of ['xong', 'mở ví momo', 'chuyển tiền', 'sửa máy', 'xóa tôi'])
    expect(readDeskOrder(text), text).toBeNull();
  expect(readPeopleOrder('nối xoài mận ổi mít')).toEqual({ order: 'use-code', words: 'xoai man oi mit' });
  expect(readPeopleOrder('nối xoài mận ổi')).toBeNull();
});

it('reads somebody of a household from one line; an age becomes a band', () => {
  expect(readMember('Bà Tư, trên 60, vợ, không máy')).toEqual({
    ...{ callName: 'Tư', term: 'bà', ageBand: 'elder', role: 'spouse', hasSmartphone: false },
  });
  expect(readMember('Bé Na, 9 tuổi, cháu')).toMatchObject({ ageBand: 'child', role: 'other', hasSmartphone: null });
  expect(readMember('Nguyễn Văn 079123456789')).toBeNull();
});

it.each([
  ['Bác Sáu', 'bac sau', true],
  ['Bác Sáu', 'Chú Sáu', true],
  ['Cô Hường', 'Cô Hương', true],
  ['Cô Ba', 'Cô Tư', false],
  ['Anh Phong', 'Anh Phongg', true],
])('%s and %s could be the same household: %s', (one, other, same) => {
  expect(couldBeSame({ callName: one }, { callName: other })).toBe(same);
  expect(couldBeSame({ callName: one, near: 'gần cầu' }, { callName: other, near: 'kế chợ' })).toBe(false);
});
