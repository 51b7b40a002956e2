/** What one of our requests puts on the person's screen, read from the request as it would have left. Pure. */
import type { ChatButton } from './chat.ts';
import type { OutFrame, SentMedia, SentRequest } from './frame.ts';
import { type RichText, readHtml } from './rich-text.ts';

export type Sent =
  | {
      kind: 'message';
      words: RichText;
      picture: SentMedia | null;
      paper: SentMedia | null;
      voice: SentMedia | null;
      rows: ChatButton[][];
      /** Absent: the keys stay as they are. */
      keys?: ChatButton[][];
    }
  | { kind: 'edit'; messageId: string; words: RichText | null; rows: ChatButton[][] }
  | { kind: 'delete'; messageId: string }
  | { kind: 'toast'; text: string }
  /** Uploads, commands, introductions: nothing a person sees. */
  | { kind: 'unseen' };

type Fields = Record<string, unknown>;

const fieldsIn = (body: string): Fields => JSON.parse(body) as Fields;

export const readSent = (frame: Pick<OutFrame, 'channel' | 'request'>): Sent =>
  frame.channel === 'telegram' ? readTelegram(frame.request) : readZalo(frame.request);

/** `/bot…/sendPhoto` → `sendPhoto`. */
export const telegramMethod = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function readTelegram(request: SentRequest): Sent {
  const body = fieldsIn(request.body);
  const messageId = String(body.message_id ?? '');
  switch (telegramMethod(request.path)) {
    case 'sendMessage':
      return { kind: 'message', ...bare, words: telegramWords(body.text, body), ...telegramMarkup(body.reply_markup) };
    case 'sendPhoto': {
      const picture = request.media ?? null;
      return {
        kind: 'message',
        ...bare,
        picture,
        words: telegramWords(body.caption, body),
        ...telegramMarkup(body.reply_markup),
      };
    }
    case 'sendDocument': {
      const paper = request.media ?? null;
      return {
        kind: 'message',
        ...bare,
        paper,
        words: telegramWords(body.caption, body),
        ...telegramMarkup(body.reply_markup),
      };
    }
    case 'sendVoice':
      return {
        kind: 'message',
        ...bare,
        voice: request.media ?? null,
        words: telegramWords(body.caption, body),
        ...telegramMarkup(body.reply_markup),
      };
    case 'editMessageText':
      return {
        kind: 'edit',
        messageId,
        words: telegramWords(body.text, body),
        rows: telegramMarkup(body.reply_markup).rows,
      };
    case 'editMessageCaption':
      return {
        kind: 'edit',
        messageId,
        words: telegramWords(body.caption, body),
        rows: telegramMarkup(body.reply_markup).rows,
      };
    case 'editMessageReplyMarkup':
      return { kind: 'edit', messageId, words: null, rows: telegramMarkup(body.reply_markup).rows };
    case 'deleteMessage':
      return { kind: 'delete', messageId };
    case 'answerCallbackQuery':
      return { kind: 'toast', text: typeof body.text === 'string' ? body.text : '' };
    default:
      return { kind: 'unseen' };
  }
}

const bare = { picture: null, paper: null, voice: null, rows: [] as ChatButton[][] };

function telegramWords(text: unknown, body: Fields): RichText {
  if (typeof text !== 'string' || text === '') return [];
  return body.parse_mode === 'HTML' ? readHtml(text) : [{ text }];
}

interface TelegramMarkup {
  inline_keyboard?: { text: string; callback_data?: string; url?: string }[][];
  keyboard?: (string | { text: string; request_contact?: boolean })[][];
  remove_keyboard?: boolean;
}

function telegramMarkup(value: unknown): { rows: ChatButton[][]; keys?: ChatButton[][] } {
  const markup = (value ?? {}) as TelegramMarkup;
  const rows = (markup.inline_keyboard ?? []).map((row) =>
    row.map(
      ({ text, callback_data, url }): ChatButton => ({
        label: text,
        does: url ? { kind: 'open', href: url } : { kind: 'press', data: callback_data ?? '', visible: false },
      }),
    ),
  );
  if (markup.remove_keyboard) return { rows, keys: [] };
  if (!markup.keyboard) return { rows };
  const keys = markup.keyboard.map((row) =>
    row.map((key): ChatButton => {
      const { text, request_contact } = typeof key === 'string' ? { text: key, request_contact: false } : key;
      return { label: text, does: request_contact ? { kind: 'contact' } : { kind: 'type' } };
    }),
  );
  return { rows, keys };
}

interface ZaloMessage {
  text?: string;
  attachment?: {
    type: string;
    payload: {
      template_type?: string;
      elements?: { media_type?: string; title?: string; subtitle?: string; attachment_id?: string; url?: string }[];
      buttons?: { title: string; type: string; payload: string | { url?: string } }[];
      token?: string;
    };
  };
}

export const ZALO_MESSAGE_PATH = '/v3.0/oa/message/cs';

function readZalo(request: SentRequest): Sent {
  if (!request.path.startsWith(ZALO_MESSAGE_PATH)) return { kind: 'unseen' };
  const message = (fieldsIn(request.body).message ?? {}) as ZaloMessage;
  const words: RichText = message.text ? [{ text: message.text }] : [];
  const payload = message.attachment?.payload;
  const [element] = payload?.elements ?? [];
  const media = request.media ?? null;
  if (message.attachment?.type === 'file') return { kind: 'message', ...bare, paper: media, words };
  if (payload?.template_type === 'request_user_info') return contactCard(element?.title ?? '', element?.subtitle ?? '');
  const picture = payload?.template_type === 'media' ? media : null;
  const rows = (payload?.buttons ?? []).map((button): ChatButton[] => [zaloButton(button)]);
  return { kind: 'message', ...bare, words, picture, rows };
}

function contactCard(title: string, subtitle: string): Sent {
  return {
    kind: 'message',
    ...bare,
    words: [{ text: subtitle }],
    rows: [[{ label: title, does: { kind: 'contact' } }]],
  };
}

function zaloButton(button: { title: string; type: string; payload: string | { url?: string } }): ChatButton {
  const { title: label, type, payload } = button;
  if (typeof payload !== 'string') return { label, does: { kind: 'open', href: payload.url ?? '' } };
  return { label, does: { kind: 'press', data: payload, visible: type === 'oa.query.show' } };
}
