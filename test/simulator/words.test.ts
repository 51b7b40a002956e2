import { describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from '../../src/bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../../src/bot/channels/zalo-render.ts';
import { changesBetween } from '../../src/simulator/changes.ts';
import { checkMessage } from '../../src/simulator/checks.ts';
import { readHtml } from '../../src/simulator/rich-text.ts';
import { writeTranscript } from '../../src/simulator/transcript.ts';
import { keptAfter, keptBefore, WITHHELD, withWords } from '../../src/simulator/words-kept.ts';
import { mistyped, withoutMarks } from '../../src/web/client/simulator-typing.ts';
import { clockTime, lineWords, wordlessBubble } from '../../src/web/client/simulator-words.ts';
import { conversation, outcome, ZALO_CS } from './frames-made.ts';

const LIMITS = { telegram: TELEGRAM_LIMITS, zalo: ZALO_LIMITS };

describe('formatted words', () => {
  it('reads bold, entities and numbers, and lets other tags vanish', () => {
    expect(readHtml('<b>Bước&nbsp;1</b> &lt;script&gt; &#39;x&#39; <u>y</u> 1 < 2')).toEqual([
      { text: 'Bước&nbsp;1', style: 'bold' },
      { text: " <script> 'x' " },
      { text: 'y' },
      { text: ' 1 ' },
      { text: '<' },
      { text: ' 2' },
    ]);
  });

  it('keeps only web addresses as links', () => {
    expect(readHtml('<a href="https://vneid.gov.vn">A</a><a href="javascript:x">B</a>')).toEqual([
      { text: 'A', href: 'https://vneid.gov.vn' },
      { text: 'B' },
    ]);
  });
});

describe('what is kept of words', () => {
  it('is a count before, and what the intake kept after', () => {
    expect(keptBefore({ kind: 'text', text: 'mã 482913' })).toEqual({ kind: 'text', characters: 9 });
    expect(keptAfter(outcome({ heard: '[đã ẩn: OTP]' }))).toBe('[đã ẩn: OTP]');
    expect(keptAfter(outcome({ heard: null }))).toBe(WITHHELD);
    expect(keptAfter({ kind: 'failed', reason: 'Error' })).toBe(WITHHELD);
  });

  it('replaces the words in the payload and nothing else', () => {
    const payload = { update_id: 1, message: { message_id: 2, text: '482913' } };
    expect(withWords(payload, '…')).toEqual({ update_id: 1, message: { message_id: 2, text: '…' } });
    expect(withWords({ callback_query: { data: 'go' } }, '…')).toEqual({ callback_query: { data: 'go' } });
  });
});

describe('clumsy fingers', () => {
  it('drop the marks, đ included, or swap letters', () => {
    expect(withoutMarks('Được rồi Đó')).toBe('Duoc roi Do');
    expect(mistyped('xong rồi')).toBe('xogn rio');
  });
});

describe('changes', () => {
  it('names every field that differs, however deep, and looks at lists as a whole', () => {
    const before = { run: { step: 'a', seq: 1 }, offered: [1], same: { x: 1 } };
    const after = { run: { step: 'b', seq: 1 }, offered: [1, 2], same: { x: 1 }, added: true };
    expect(changesBetween(before, after)).toEqual([
      { path: 'run.step', before: 'a', after: 'b' },
      { path: 'offered', before: [1], after: [1, 2] },
      { path: 'added', before: undefined, after: true },
    ]);
    expect(changesBetween({ a: null }, {})).toEqual([]);
  });
});

describe('checks of a message', () => {
  const check = (text: string, buttons: { title: string; payload: string }[] = []) => {
    const { sent } = conversation('zalo');
    const payload = { buttons: buttons.map((button) => ({ type: 'oa.query.hide', ...button })) };
    const attachment = buttons.length > 0 && { attachment: { type: 'template', payload } };
    return checkMessage(sent(ZALO_CS, { message: { text, ...attachment } }), 'citizen', LIMITS) ?? [];
  };

  it('pass a short plain message with short buttons', () => {
    const checks = check('Bác bấm nút giúp con nha.', [{ title: 'Xong rồi', payload: '#g:go' }]);
    expect(checks.filter(({ isFine }) => !isFine)).toEqual([]);
    expect(checks.map(({ measure }) => measure)).toEqual(['channel-text', 'channel-buttons', 'label', 'data']);
  });

  it('find long labels, long data, too many buttons and office words', () => {
    const six = Array.from({ length: 6 }, () => ({ title: 'Nút có chữ dài hơn hai mươi', payload: 'x'.repeat(70) }));
    const faults = check('Quý khách vui lòng truy cập.', six).filter(({ isFine }) => !isFine);
    expect(faults.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining(['channel-buttons', 'label', 'data', 'avoid']),
    );
    expect(faults.find(({ measure }) => measure === 'channel-buttons')).toMatchObject({ value: 6, limit: 5 });
  });

  it('say nothing about requests that show no message', () => {
    const { sent } = conversation('telegram');
    expect(checkMessage(sent('/bot[đã ẩn]/answerCallbackQuery', {}), 'citizen', LIMITS)).toBeNull();
  });
});

describe('a transcript', () => {
  it('reads like the conversation, with buttons and what happened between', () => {
    const { frames, did, wrote, came, sent, noted } = conversation('zalo');
    came(did({ kind: 'follow' }), outcome());
    sent(ZALO_CS, {
      message: {
        text: 'Chào bác.\nMình bắt đầu nha?',
        attachment: {
          type: 'template',
          payload: { buttons: [{ title: 'Bắt đầu', type: 'oa.query.hide', payload: '#g:go' }] },
        },
      },
    });
    came(wrote(6), outcome({ heard: '[đã ẩn: OTP]' }), '[đã ẩn: OTP]');
    noted({ kind: 'clock', from: '2026-11-22T02:00:00Z', to: '2026-11-23T02:00:00Z' });
    const person = {
      channel: 'zalo' as const,
      externalId: '9000000000000001',
      label: 'bác Sáu',
      role: 'citizen' as const,
      areaName: null,
    };
    const text = writeTranscript(person, frames, {
      heading: 'Lời thoại',
      note: 'Minh hoạ.',
      assistant: 'trợ lý',
      person: 'người dân',
      line: (line) => lineWords(line, 'zalo'),
      wordless: wordlessBubble,
      time: clockTime,
    });
    expect(text).toBe(
      [
        '# Lời thoại: bác Sáu · zalo',
        '# Minh hoạ.',
        '',
        '09:00  --  Đã quan tâm tài khoản',
        '09:00  trợ lý: Chào bác.',
        '       Mình bắt đầu nha?',
        '       [Bắt đầu]',
        '09:00  người dân: [đã ẩn: OTP]',
        '09:00  --  Đồng hồ tới T2 23/11/2026 09:00',
        '',
      ].join('\n'),
    );
  });
});
