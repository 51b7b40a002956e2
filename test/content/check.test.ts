import { describe, expect, it } from 'vitest';
import { objectionsTo } from '../../src/content/check.ts';
import type { Edits } from '../../src/content/edits.ts';
import { withEdits } from '../../src/content/library.ts';
import { readEdit } from '../../src/content/read-edit.ts';
import { dangersIn } from '../../src/content/safety.ts';
import { delivered, documentNamed, RULES } from './documents.ts';

const FILE = 'flows/vneid-activate';
const rulesAgainst = (edits: Edits, file = FILE): string[] =>
  objectionsTo(withEdits(delivered, new Map([[file, edits]])), file, RULES).map(
    ({ rule, place }) => `${rule} ${place}`,
  );

describe('what may go out', () => {
  it('everything as delivered may', () => {
    for (const file of delivered.keys()) expect(objectionsTo(delivered, file, RULES), file).toEqual([]);
  });

  it.each<[string, Edits, string]>([
    [
      'too hard to read',
      { 'vi steps.activate.do': '{xung} vui lòng thực hiện thao tác kích hoạt.' },
      'hard vi steps.activate.do',
    ],
    [
      'two actions at once',
      { 'vi steps.activate.do': '{xung} mở máy, bấm {nut}, gõ số.' },
      'hard vi steps.activate.do',
    ],
    [
      'an unknown placeholder',
      { 'vi steps.activate.do': '{xung} bấm {nút}.' },
      'unknown-placeholder vi steps.activate.do',
    ],
    [
      'an unknown local fact',
      { 'vi steps.at-police.do': '{xung} ra công an xã. {local.mayor}' },
      'unknown-placeholder vi steps.at-police.do',
    ],
    ['no words left', { 'vi steps.activate.do': '' }, 'missing-words vi steps.activate.do'],
    ['English forgotten', { 'en steps.activate.caption': '' }, 'missing-words en steps.activate.caption'],
    [
      'a button too long',
      { 'vi steps.code-sent.options.seen': 'Máy đã báo gửi mã rồi đó nha' },
      'button-too-long null',
    ],
    ['too long for a step', { 'vi steps.activate.see': 'Chữ này dài. '.repeat(20) }, 'text-too-long null'],
    ['a link', { 'vi steps.activate.see': 'Coi thêm ở vneid-capnhat.top nha.' }, 'unsafe-link vi steps.activate.see'],
    [
      'a question for a secret',
      { 'vi steps.code.see': '{xung} nhắn mã OTP cho {con} nha.' },
      'asks-secret vi steps.code.see',
    ],
    ['somebody’s card', { 'vi steps.code.see': 'Thẻ mẫu 9704 3600 0000 1234.' }, 'holds-secret vi steps.code.see'],
    [
      'a spot the picture does not have',
      { 'picture activate': { kind: 'list', title: 'VNeID', rows: ['@log-in'], target: 1 } },
      'picture-target null',
    ],
    [
      'a label that is not there',
      { 'picture activate': { kind: 'list', title: '@nowhere', rows: ['@log-in'], target: 0 } },
      'label-missing null',
    ],
  ])('not: %s', (_, edits, expected) => {
    expect(rulesAgainst(edits)).toContain(expected);
  });

  it('a label nobody is sure of may not be quoted as exact, even where other words refer to it', () => {
    const label = {
      text: 'Kích hoạt tài khoản',
      confidence: 'U',
      source: 'nghe nói',
      verifiedOn: '2026-11-22',
    } as const;
    const found = rulesAgainst({ 'label activate-long': label });
    expect(found.some((one) => one.startsWith('inexact-quoted'))).toBe(true);
  });

  it('looks at every flow a shared step appears in', () => {
    const long = {
      'vi steps.search.see':
        'Máy hiện ra một hàng tên ứng dụng, dài thiệt dài. Coi từ trên xuống dưới nha. Chưa thấy thì kéo xuống. Rồi coi lại.',
    };
    expect(rulesAgainst(long, 'blocks/right-app').length).toBeGreaterThan(0);
  });

  it('lets good changes go', () => {
    expect(
      rulesAgainst({
        'vi steps.activate.see': 'Rồi máy hiện ra hai ô trống.',
        'vi steps.at-police.do': '{xung} ra công an xã nha.\n{local.police-hours}',
      }),
    ).toEqual([]);
  });
});

describe('secrets and links in words', () => {
  it.each([
    ['{xung} đọc mã trong tin nhắn cho cán bộ.', ['asks-secret']],
    ['{xung} gõ mật khẩu vô đây nha.', ['asks-secret']],
    ['Chụp hình căn cước gửi {con}.', ['asks-secret']],
    ['Gửi {con} “mã OTP” liền nha.', ['asks-secret']],
    ['{xung} gõ mật khẩu vào ô trống.', []],
    ['Đừng đọc mã OTP cho ai.', []],
    ['Coi ở dichvucong.gov.vn.', []],
    ['Coi ở bit.ly/abc.', ['unsafe-link']],
  ])('%s', (text, expected) => {
    expect(dangersIn(text, 'vi')).toEqual(expected);
  });

  it('in English too', () => {
    expect(dangersIn('Send me the OTP.', 'en')).toEqual(['asks-secret']);
    expect(dangersIn('Never tell anybody the password.', 'en')).toEqual([]);
  });
});

describe('values from outside', () => {
  const document = documentNamed(FILE);
  it.each<[string, string, unknown, string]>([
    ['a place that is none', 'vi steps.x.do', 'a', 'unknown-place'],
    ['a number for a text', 'vi title', 3, 'not-text'],
    ['a text for a list', 'vi steps.activate.differs', 'a', 'not-list'],
    [
      'a label without a source',
      'label send',
      { text: 'Gửi', confidence: 'M', source: ' ', verifiedOn: '2026-11-22' },
      'label-unsourced',
    ],
    [
      'a day that is none',
      'label send',
      { text: 'Gửi', confidence: 'M', source: 'x', verifiedOn: '2026-02-30' },
      'not-day',
    ],
    [
      'a label with braces',
      'label send',
      { text: '{xung}', confidence: 'M', source: 'x', verifiedOn: '2026-11-22' },
      'not-label',
    ],
    ['a picture of another kind', 'picture activate', { kind: 'qr', title: 'x' }, 'picture-kind'],
    [
      'a picture with parts it has not',
      'picture activate',
      { kind: 'list', title: 'x', rows: ['a'], target: 0, code: 1 },
      'not-picture',
    ],
    ['a text without end', 'vi title', 'a'.repeat(1001), 'too-long'],
  ])('refuses %s', (_, place, value, refusal) => {
    expect(readEdit(document, place, value)).toEqual({ ok: false, refusal });
  });

  it('keeps no control characters, no direction marks, no stray spaces', () => {
    expect(readEdit(document, 'vi title', '  Bật\u202e VNeID\u0000 \r\n  mức 2  ')).toEqual({
      ok: true,
      value: 'Bật VNeID\nmức 2',
    });
  });
});
