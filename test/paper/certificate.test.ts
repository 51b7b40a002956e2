import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Certificate, certificate, certificateFacts, certificatePage } from '../../src/paper/certificate.ts';
import { type CertificateFacts, certificateCode, isGenuine } from '../../src/paper/certificate-code.ts';
import { PrintRefused } from '../../src/paper/printable.ts';
import { loadTexts } from '../../src/text.ts';
import { copied, expectTidy, HOSTILE, has, madeAt, pageSizes, textOn, wordsOn } from './support.ts';

const texts = loadTexts();
const KEY = Buffer.alloc(32, 7);
const FACTS: CertificateFacts = {
  name: 'Bác Nguyễn Thị Sáu',
  learnt: 'Cài VNeID vào máy',
  date: '2026-11-22',
  place: 'Xã Đại Ân 2',
};
const ORDER: Certificate = { ...FACTS, code: certificateCode(KEY, FACTS) };

describe('a check code', () => {
  it('is the same for the same facts, however they were typed', () => {
    const typed = { ...FACTS, name: '  bác  NGUYỄN Thị Sáu '.normalize('NFD') };
    expect(certificateCode(KEY, typed)).toBe(certificateCode(KEY, FACTS));
    expect(certificateCode(KEY, FACTS)).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it.each([
    ['name', 'Bác Nguyễn Thị Bảy'],
    ['learnt', 'Mở ví'],
    ['date', '2026-11-23'],
    ['place', 'Xã Trần Đề'],
  ])('changes with the %s', (field, value) => {
    expect(certificateCode(KEY, { ...FACTS, [field]: value })).not.toBe(ORDER.code);
    expect(isGenuine(KEY, { ...FACTS, [field]: value }, ORDER.code)).toBe(false);
  });

  it('does not move a boundary between fields', () => {
    const moved = { ...FACTS, name: `${FACTS.name} ${FACTS.learnt}`, learnt: '' };
    expect(certificateCode(KEY, moved)).not.toBe(certificateCode(KEY, { ...FACTS, name: FACTS.name }));
  });

  it('needs the key', () => {
    expect(certificateCode(Buffer.alloc(32, 8), FACTS)).not.toBe(ORDER.code);
    expect(() => certificateCode(Buffer.alloc(16), FACTS)).toThrow(RangeError);
  });

  it('is known however it is copied by hand, and nothing else is', () => {
    expect(isGenuine(KEY, FACTS, ` ${ORDER.code.toLowerCase().replace('-', ' ')} `)).toBe(true);
    expect(isGenuine(KEY, FACTS, ORDER.code.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(true);
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (typed) => {
        expect(isGenuine(KEY, FACTS, typed)).toBe(false);
      }),
    );
  });
});

describe('a certificate', () => {
  it('says who learnt what, where and when, with the check code', () => {
    const said = textOn([certificatePage(texts, ORDER)]);
    for (const text of [FACTS.name, FACTS.learnt, 'Xã Đại Ân 2, ngày 22 tháng 11 năm 2026', ORDER.code, 'Người ký'])
      expect(said).toContain(text);
  });

  it('is A5 across and tidy in both languages', async () => {
    for (const locale of ['vi', 'en']) {
      expectTidy(certificatePage(texts, { ...ORDER, locale }), { margin: 16 });
      expect(pageSizes(await certificate(texts, { ...ORDER, locale }, madeAt))).toEqual([[210, 148]]);
    }
  });

  it.each([
    'Bác Tôn Nữ Công Huyền Thị Ngọc Minh Châu Phương Anh Tuyết Trinh Khánh Linh',
    'N'.repeat(80),
    'Nghĩa '.repeat(13),
  ])('shrinks and breaks a long name instead of leaving the frame: %s', (name) => {
    const page = certificatePage(texts, { ...ORDER, name });
    expectTidy(page, { margin: 16 });
    expect(textOn([page]).replaceAll(' ', '')).toContain(name.replaceAll(' ', ''));
  });

  it('prints a short name larger than a long one', () => {
    const nameSize = (name: string) =>
      wordsOn(certificatePage(texts, { ...ORDER, name })).find(({ text }) => name.startsWith(text))?.size ?? 0;
    expect(nameSize('Bác Sáu')).toBeGreaterThan(nameSize('Nghĩa '.repeat(13).trim()));
  });

  it.each(HOSTILE)('stays tidy whatever is typed: %j', (text) => {
    expectTidy(certificatePage(texts, { ...ORDER, name: text, learnt: text, place: text }), { margin: 16 });
  });

  it('takes out what would turn or hide letters, and fills in no placeholder', () => {
    const { name, place } = certificateFacts({ ...FACTS, name: '\u202eSáu\u0335\u0488\u200b', place: '{day} {name}' });
    expect(name).toBe('Sáu');
    expect(textOn([certificatePage(texts, { ...ORDER, place })])).toContain('{day} {name}, ngày 22');
  });

  it.each([
    ['an empty name', { name: ' \u200b ' }],
    ['letters we cannot draw', { name: 'សុខា' }],
    ['an endless name', { name: 'Sáu '.repeat(1000) }],
    ['a day that does not exist', { date: '2026-02-30' }],
    ['a date that is none', { date: 'hôm nay' }],
  ])('refuses %s', (_, change) => {
    expect(() => certificatePage(texts, { ...ORDER, ...change })).toThrow(PrintRefused);
  });

  it.runIf(has('pdftotext'))('can be copied out (runs where pdftotext is)', async () => {
    const [page] = copied(await certificate(texts, ORDER, madeAt));
    for (const text of [FACTS.name, FACTS.learnt, ORDER.code]) expect(page).toContain(text);
  });
});
