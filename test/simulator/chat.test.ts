import { describe, expect, it } from 'vitest';
import { type Bubble, type Chat, foldChat, type Line } from '../../src/simulator/chat.ts';
import { plainText } from '../../src/simulator/rich-text.ts';
import { conversation, outcome, telegramPath, ZALO_CS } from './frames-made.ts';

const bubbles = (chat: Chat) => chat.items.filter((item): item is Bubble => item.kind === 'bubble');
const lines = (chat: Chat) => chat.items.filter((item): item is Line => item.kind === 'line').map(({ says }) => says);
const said = (chat: Chat) => bubbles(chat).map(({ from, words }) => [from, plainText(words)]);

const KEYBOARD = {
  inline_keyboard: [[{ text: 'Xong rồi', callback_data: 'go' }], [{ text: 'Chỉ lại', callback_data: 'again' }]],
};

describe('on Telegram', () => {
  it('shows a message with its words, formatting and buttons', () => {
    const { frames, sent } = conversation('telegram');
    sent(telegramPath('sendMessage'), {
      chat_id: 1,
      text: '<b>Bước 1/4</b>\nBấm &lt;OK&gt;',
      parse_mode: 'HTML',
      reply_markup: KEYBOARD,
    });
    const [bubble] = bubbles(foldChat(frames));
    expect(bubble?.words).toEqual([{ text: 'Bước 1/4', style: 'bold' }, { text: '\nBấm <OK>' }]);
    expect(bubble?.rows.flat().map(({ label }) => label)).toEqual(['Xong rồi', 'Chỉ lại']);
  });

  it('takes buttons away and keeps the words when a keyboard is retired', () => {
    const { frames, sent } = conversation('telegram');
    const first = sent(telegramPath('sendMessage'), { text: 'Bước 1', reply_markup: KEYBOARD });
    sent(telegramPath('editMessageReplyMarkup'), { message_id: Number(first.id) }, { externalId: first.id });
    const chat = foldChat(frames);
    expect(said(chat)).toEqual([['assistant', 'Bước 1']]);
    expect(bubbles(chat)[0]?.rows).toEqual([]);
    expect(bubbles(chat)[0]?.earlier).toEqual([]);
  });

  it('keeps what a message said before it was edited', () => {
    const { frames, sent } = conversation('telegram');
    const first = sent(telegramPath('sendMessage'), { text: 'Còn 3 hộ' });
    sent(telegramPath('editMessageText'), { message_id: Number(first.id), text: 'Còn 2 hộ' }, { externalId: first.id });
    const [bubble] = bubbles(foldChat(frames));
    expect(plainText(bubble?.words ?? [])).toBe('Còn 2 hộ');
    expect(bubble?.earlier.map(plainText)).toEqual(['Còn 3 hộ']);
  });

  it("marks the person's message that the bot deleted, and leaves a thin line", () => {
    const { frames, wrote, came, sent } = conversation('telegram');
    const secret = wrote(6);
    came(secret, outcome({ heard: '[đã ẩn: OTP]' }), '[đã ẩn: OTP]');
    sent(telegramPath('deleteMessage'), { message_id: Number(secret.id) });
    const chat = foldChat(frames);
    expect(bubbles(chat)[0]).toMatchObject({ messageId: secret.id, isDeleted: true });
    expect(lines(chat)).toContainEqual({ what: 'deleted' });
  });

  it('keeps the keys below the typing field until they are removed', () => {
    const { frames, sent } = conversation('telegram');
    sent(telegramPath('sendMessage'), {
      text: 'Chào',
      reply_markup: { keyboard: [[{ text: 'Giúp' }, { text: 'Số của mình', request_contact: true }]] },
    });
    sent(telegramPath('sendMessage'), { text: 'Bước 1', reply_markup: KEYBOARD });
    expect(foldChat(frames).keys[0]?.map(({ label, does }) => [label, does.kind])).toEqual([
      ['Giúp', 'type'],
      ['Số của mình', 'contact'],
    ]);
    sent(telegramPath('sendMessage'), { text: 'Xong', reply_markup: { remove_keyboard: true } });
    expect(foldChat(frames).keys).toEqual([]);
  });

  it('shows the last answer to a press, and a press as a line, not as words', () => {
    const { frames, sent, did, came } = conversation('telegram');
    const message = sent(telegramPath('sendMessage'), { text: 'Bước 1', reply_markup: KEYBOARD });
    const press = did({ kind: 'press', data: 'go', label: 'Xong rồi', messageId: message.id });
    expect(lines(foldChat(frames))).toEqual([{ what: 'pressed', label: 'Xong rồi', progress: 'waiting' }]);
    came(press, outcome());
    const toast = sent(telegramPath('answerCallbackQuery'), { callback_query_id: 'x', text: 'Dạ' });
    const chat = foldChat(frames);
    expect(lines(chat)).toEqual([{ what: 'pressed', label: 'Xong rồi', progress: 'received' }]);
    expect(chat.toast).toEqual({ id: toast.id, text: 'Dạ' });
    expect(bubbles(chat)).toHaveLength(1);
  });
});

describe('on Zalo', () => {
  const buttons = (type: string, payload: string) => ({
    message: {
      text: 'Xong chưa?',
      attachment: { type: 'template', payload: { buttons: [{ title: 'Xong rồi', type, payload }] } },
    },
  });

  it('leaves no words in the chat for a hidden tap, and the payload for a shown one', () => {
    const hidden = conversation('zalo');
    const first = hidden.sent(ZALO_CS, buttons('oa.query.hide', '#g:go'));
    hidden.did({ kind: 'press', data: '#g:go', label: 'Xong rồi', messageId: `sim-${first.id}` });
    expect(said(foldChat(hidden.frames))).toEqual([['assistant', 'Xong chưa?']]);

    const shown = conversation('zalo');
    const other = shown.sent(ZALO_CS, buttons('oa.query.show', 'Xong rồi'));
    shown.did({ kind: 'press', data: 'Xong rồi', label: 'Xong rồi', messageId: `sim-${other.id}` });
    expect(said(foldChat(shown.frames))).toEqual([
      ['assistant', 'Xong chưa?'],
      ['person', 'Xong rồi'],
    ]);
  });

  it('shows a picture with its caption, a file, and a card that asks for the number', () => {
    const { frames, sent } = conversation('zalo');
    const picture = { handle: 'sim-a', mime: 'image/png', filename: 'a.png', bytes: 9 };
    const paper = { handle: 'sim-b', mime: 'application/pdf', filename: 'tam.pdf', bytes: 9 };
    const media = { template_type: 'media', elements: [{ media_type: 'image', attachment_id: 'sim-a' }] };
    sent(ZALO_CS, { message: { text: 'Bước 1', attachment: { type: 'template', payload: media } } }, {}, picture);
    sent(ZALO_CS, { message: { attachment: { type: 'file', payload: { token: 'sim-b' } } } }, {}, paper);
    const card = { template_type: 'request_user_info', elements: [{ title: 'Cho số', subtitle: 'Để cô Lan gọi' }] };
    sent(ZALO_CS, { message: { attachment: { type: 'template', payload: card } } });
    const [one, two, three] = bubbles(foldChat(frames));
    expect(one).toMatchObject({ picture, paper: null });
    expect(two).toMatchObject({ picture: null, paper });
    expect(plainText(three?.words ?? [])).toBe('Để cô Lan gọi');
    expect(three?.rows).toEqual([[{ label: 'Cho số', does: { kind: 'contact' } }]]);
  });

  it('knows whether the person follows, and since when the windows count', () => {
    const { frames, did } = conversation('zalo');
    expect(foldChat(frames)).toMatchObject({ hasBegun: false, hasLeft: false, lastActAt: null });
    did({ kind: 'follow' });
    const leaving = did({ kind: 'leave' });
    expect(foldChat(frames)).toMatchObject({ hasBegun: true, hasLeft: true, lastActAt: leaving.at });
  });
});

describe('on both', () => {
  it('shows only what arrived: neither what was refused nor what was lost, but what lost only its answer', () => {
    const { frames, sent } = conversation('zalo');
    sent(ZALO_CS, { message: { text: 'lost' } }, { fate: 'lost', externalId: null });
    sent(ZALO_CS, { message: { text: 'refused' } }, { fate: 'refused', externalId: null });
    sent(ZALO_CS, { message: { text: 'unanswered' } }, { fate: 'unanswered' });
    expect(said(foldChat(frames))).toEqual([['assistant', 'unanswered']]);
  });

  it('has no words of a text until the assistant has said what may stay', () => {
    const { frames, wrote, came } = conversation('zalo');
    const text = wrote(4);
    expect(bubbles(foldChat(frames))[0]).toMatchObject({ words: [], progress: 'waiting' });
    came(text, outcome({ heard: 'xong' }), 'xong');
    expect(bubbles(foldChat(frames))[0]).toMatchObject({ words: [{ text: 'xong' }], progress: 'received' });
  });

  it('says that a platform delivered twice, and that the intake failed', () => {
    const { frames, wrote, came } = conversation('telegram');
    const text = wrote(4);
    came(text, outcome({ heard: 'xong' }), 'xong');
    came(text, { kind: 'duplicate' }, 'other');
    const chat = foldChat(frames);
    expect(lines(chat)).toEqual([{ what: 'twice' }]);
    expect(said(chat)).toEqual([['person', 'xong']]);
    came(wrote(2), { kind: 'failed', reason: 'TypeError' });
    expect(bubbles(foldChat(frames)).at(-1)?.progress).toBe('failed');
  });

  it('remembers the network and writes jumps of the clock between the messages', () => {
    const { frames, noted } = conversation('zalo');
    noted({ kind: 'network', mode: 'cut' });
    noted({ kind: 'clock', from: '2026-11-22T02:00:00Z', to: '2026-11-23T02:00:00Z' });
    const chat = foldChat(frames);
    expect(chat.mode).toBe('cut');
    expect(lines(chat).map(({ what }) => what)).toEqual(['network', 'clock']);
  });
});
