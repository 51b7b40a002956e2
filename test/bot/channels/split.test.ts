/** Cutting messages to a platform's measure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, MediaRef, OutboundMessage } from '../../../src/bot/channel.ts';
import { codePoints, cutText, lengthOf, utf16Units } from '../../../src/bot/channels/parts.ts';
import { splitTelegram } from '../../../src/bot/channels/telegram-render.ts';
import { renderZalo, splitZalo } from '../../../src/bot/channels/zalo-render.ts';

const picture: MediaRef = { kind: 'step-picture', hash: 'c0ffee', alt: '' };
const paper: MediaRef = { kind: 'private', id: 'p', filename: 'tam-ma.pdf', mime: 'application/pdf', alt: '' };
const image: MediaRef = { kind: 'private', id: 'i', filename: 'ma-qr.png', mime: 'image/png', alt: '' };
const PROMPT = 'Bác làm xong chưa?';

function buttons(count: number): Button[] {
  return Array.from({ length: count }, (_, index) => ({ label: `Chọn ${index + 1}`, data: `d:${index + 1}` }));
}

describe('cutText', () => {
  it('leaves alone what fits', () => {
    expect(cutText('  a b  ', 7, codePoints)).toEqual(['  a b  ']);
    expect(cutText('', 7, codePoints)).toEqual(['']);
  });

  it.each([
    ['between paragraphs', 'Một hai.\n\nBa bốn. Năm', 20, ['Một hai.', 'Ba bốn. Năm']],
    ['between lines', 'Một hai.\nBa bốn. Năm', 18, ['Một hai.', 'Ba bốn. Năm']],
    ['between sentences', 'Một hai. Ba bốn. Năm', 18, ['Một hai. Ba bốn.', 'Năm']],
    ['between words', 'Một hai ba bốn', 10, ['Một hai ba', 'bốn']],
    ['where it must', 'Mộthaibabốn', 4, ['Mộth', 'aiba', 'bốn']],
  ])('cuts %s', (_, text, limit, parts) => {
    expect(cutText(text.normalize('NFC'), limit, codePoints)).toEqual(parts.map((part) => part.normalize('NFC')));
  });

  it('counts as the platform does, and never cuts a character in two', () => {
    expect(cutText('👍👍👍', 2, codePoints)).toEqual(['👍👍', '👍']);
    expect(cutText('👍👍👍', 2, utf16Units)).toEqual(['👍', '👍', '👍']);
    expect(cutText('👍👍👍', 3, utf16Units)).toEqual(['👍', '👍', '👍']);
  });

  it('fits every part and loses nothing but white space', () => {
    const words = fc.array(fc.constantFrom('dạ', 'bác', 'xong.', '👍', '\n', '\n\n', ' ', 'ư'.repeat(30)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom(codePoints, utf16Units),
        (list, limit, count) => {
          const text = list.join(' ');
          const parts = cutText(text, limit, count);
          for (const part of parts) expect(lengthOf(part, count)).toBeLessThanOrEqual(limit);
          expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          if (text.trim() !== '') expect(parts.every((part) => parts.length === 1 || part !== '')).toBe(true);
        },
      ),
    );
  });
});

describe('Zalo', () => {
  const split = (message: OutboundMessage) => splitZalo(message, PROMPT);

  it('hangs the buttons of a picture on a short text behind it', () => {
    expect(split({ kind: 'picture', media: picture, caption: 'Bước 2/7', buttons: buttons(2) })).toEqual([
      { kind: 'picture', media: picture, caption: 'Bước 2/7' },
      { kind: 'text', text: PROMPT, buttons: buttons(2) },
    ]);
    expect(split({ kind: 'picture', media: picture, caption: 'Bước 2/7' })).toHaveLength(1);
  });

  it('shows up to five as buttons, of more the first three and a numbered list of all', () => {
    expect(split({ kind: 'text', text: 'Chọn nha', buttons: buttons(5) })).toEqual([
      { kind: 'text', text: 'Chọn nha', buttons: buttons(5) },
    ]);
    expect(split({ kind: 'text', text: 'Chọn nha', buttons: buttons(7) })).toEqual([
      {
        kind: 'text',
        text: 'Chọn nha\n\n1. Chọn 1\n2. Chọn 2\n3. Chọn 3\n4. Chọn 4\n5. Chọn 5\n6. Chọn 6\n7. Chọn 7',
        buttons: buttons(7).slice(0, 3),
      },
    ]);
  });

  it('cuts long texts at paragraphs, the buttons below the last part', () => {
    const paragraph = 'Dạ con kể bác nghe. '.repeat(60).trim();
    const parts = split({ kind: 'text', text: `${paragraph}\n\n${paragraph}\n\nHết.`, buttons: buttons(2) });
    expect(parts).toEqual([
      { kind: 'text', text: paragraph },
      { kind: 'text', text: `${paragraph}\n\nHết.`, buttons: buttons(2) },
    ]);
  });

  it('gives a file its words in a text of their own, and sends pictures as pictures', () => {
    expect(split({ kind: 'document', media: paper, caption: 'Tấm mã của bác' })).toEqual([
      { kind: 'document', media: paper, caption: '' },
      { kind: 'text', text: 'Tấm mã của bác' },
    ]);
    expect(split({ kind: 'document', media: paper, caption: '' })).toHaveLength(1);
    expect(split({ kind: 'document', media: image, caption: 'Mã' })).toEqual([
      { kind: 'picture', media: image, caption: 'Mã' },
    ]);
  });

  it('asks the person to remove what it cannot', () => {
    const message = { kind: 'delete', messageId: '1', deleted: 'Con xóa rồi', refused: 'Bác xóa nha' } as const;
    expect(split(message)).toEqual([{ kind: 'text', text: 'Bác xóa nha' }]);
  });

  it('leaves parts that can be sent, and that a second cutting leaves as they are', () => {
    const text = fc
      .string({ unit: fc.constantFrom('ữ', 'a', ' ', '\n', '👍'), minLength: 1, maxLength: 5000 })
      .filter((t) => t.trim() !== '');
    const message = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text, buttons: fc.integer({ min: 1, max: 40 }).map(buttons) }),
      fc.record({
        kind: fc.constant('picture' as const),
        media: fc.constant(picture),
        caption: text,
        buttons: fc.integer({ min: 1, max: 9 }).map(buttons),
      }),
    );
    fc.assert(
      fc.property(message, (whole) => {
        const parts = split(whole);
        expect(parts.flatMap(split)).toEqual(parts);
        for (const part of parts) renderZalo('1', part, { taps: 'hidden', handle: { attachment_id: 'a' } });
      }),
      { numRuns: 40 },
    );
  });

  it('with visible taps sends the label itself, since it will stand in the chat', () => {
    const { body } = renderZalo(
      '1',
      { kind: 'text', text: 'Dạ?', buttons: buttons(1) },
      { taps: 'shown', buttonTemplateType: 'button' },
    );
    expect(body).toMatchObject({
      message: {
        attachment: {
          payload: {
            template_type: 'button',
            buttons: [{ title: 'Chọn 1', type: 'oa.query.show', payload: 'Chọn 1' }],
          },
        },
      },
    });
  });
});

describe('Telegram', () => {
  it('leaves ordinary messages whole', () => {
    const whole: OutboundMessage[] = [
      { kind: 'text', text: 'Dạ', buttons: buttons(7), keyboard: 'citizen' },
      { kind: 'picture', media: picture, caption: 'Bước 2/7', buttons: buttons(3) },
      { kind: 'document', media: paper, caption: 'Tấm mã' },
      { kind: 'delete', messageId: '1', deleted: 'a', refused: 'b' },
      { kind: 'edit', externalId: '1', text: 'a' },
      { kind: 'request-contact', text: 'a', label: 'b' },
    ];
    for (const message of whole) expect(splitTelegram(message)).toEqual([message]);
  });

  it('cuts what is longer than 4,096 units, and captions longer than 1,024', () => {
    const long = `${'a'.repeat(4000)}\n\n${'b'.repeat(200)}`;
    expect(splitTelegram({ kind: 'text', text: long, buttons: buttons(1) })).toEqual([
      { kind: 'text', text: 'a'.repeat(4000) },
      { kind: 'text', text: 'b'.repeat(200), buttons: buttons(1) },
    ]);
    expect(splitTelegram({ kind: 'picture', media: picture, caption: 'c'.repeat(1025), buttons: buttons(1) })).toEqual([
      { kind: 'picture', media: picture, caption: '' },
      { kind: 'text', text: 'c'.repeat(1025), buttons: buttons(1) },
    ]);
  });
});
