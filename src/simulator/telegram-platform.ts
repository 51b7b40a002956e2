/**
 * How the Bot API answers a call, as far as our bot can meet it (Bot API 10.1 and the error texts seen in its clients).
 * Pure: what the platform knows of the chat comes in, its answer comes out.
 */
import { bubbleOf, type Chat } from './chat.ts';
import type { SentMedia } from './frame.ts';
import { plainText, readHtml } from './rich-text.ts';

export interface TelegramAnswer {
  status: number;
  body: { ok: true; result: unknown } | TelegramError;
  /** The message made or changed. */
  externalId: string | null;
}

export interface TelegramError {
  ok: false;
  error_code: number;
  description: string;
  parameters?: { retry_after: number };
}

export interface TelegramQuestion {
  method: string;
  payload: Record<string, unknown>;
  chat: Chat;
  /** Id a new message gets. */
  messageId: string;
  at: Date;
  media: SentMedia | null;
}

const TEXT = 4096;
const CAPTION = 1024;
const DATA_BYTES = 64;
const TOAST = 200;
/** Messages older than this can no longer be deleted. */
const DELETABLE_MS = 48 * 3_600_000;

export function answerTelegram(question: TelegramQuestion): TelegramAnswer {
  const { method, payload, chat } = question;
  const isForPerson = payload.chat_id !== undefined;
  if (isForPerson && chat.hasLeft) return refused(403, 'Forbidden: bot was blocked by the user');
  switch (method) {
    case 'sendMessage':
      return sent(question, faultOfText(payload.text, payload, TEXT) ?? faultOfButtons(payload));
    case 'sendPhoto':
    case 'sendDocument':
    case 'sendVoice':
      return sent(question, faultOfFile(question) ?? faultOfCaption(payload) ?? faultOfButtons(payload));
    case 'editMessageText':
    case 'editMessageCaption':
    case 'editMessageReplyMarkup':
      return edited(question);
    case 'deleteMessage':
      return deleted(question);
    case 'answerCallbackQuery':
      return String(payload.text ?? '').length > TOAST ? refused(400, 'Bad Request: MESSAGE_TOO_LONG') : done(true);
    case 'getMe':
      return done({ id: 1, is_bot: true, first_name: 'Trợ Lý Số', username: 'gia_lap_bot' });
    case 'getUpdates':
      return done([]);
    case 'sendChatAction':
    case 'setMyCommands':
    case 'setWebhook':
    case 'deleteWebhook':
      return done(true);
    default:
      return refused(404, 'Not Found');
  }
}

export const refused = (error_code: number, description: string, retryAfter?: number): TelegramAnswer => ({
  status: error_code,
  body: {
    ok: false,
    error_code,
    description,
    ...(retryAfter !== undefined && { parameters: { retry_after: retryAfter } }),
  },
  externalId: null,
});

const done = (result: unknown): TelegramAnswer => ({ status: 200, body: { ok: true, result }, externalId: null });

function sent(question: TelegramQuestion, fault: string | null): TelegramAnswer {
  if (fault !== null) return refused(400, `Bad Request: ${fault}`);
  return { status: 200, body: { ok: true, result: messageOf(question) }, externalId: question.messageId };
}

function messageOf({ method, payload, messageId, at, media }: TelegramQuestion): Record<string, unknown> {
  const size = { file_size: media?.bytes ?? undefined, width: 720, height: 1000 };
  const file = { file_id: media?.handle, file_unique_id: media?.handle.slice(0, 12) };
  return {
    message_id: Number(messageId),
    from: { id: 1, is_bot: true, first_name: 'Trợ Lý Số' },
    chat: { id: payload.chat_id, type: 'private' },
    date: Math.floor(at.getTime() / 1000),
    ...(method === 'sendMessage' && { text: shown(payload.text, payload) }),
    ...(method === 'sendPhoto' && { photo: [{ ...file, ...size }], caption: shown(payload.caption, payload) }),
    ...(method === 'sendVoice' && { voice: file, caption: shown(payload.caption, payload) }),
    ...(method === 'sendDocument' && {
      document: { ...file, file_name: media?.filename },
      caption: shown(payload.caption, payload),
    }),
  };
}

function edited(question: TelegramQuestion): TelegramAnswer {
  const { method, payload, chat } = question;
  const bubble = bubbleOf(chat, String(payload.message_id));
  if (!bubble || bubble.isDeleted) return refused(400, 'Bad Request: message to edit not found');
  if (bubble.from === 'person') return refused(400, "Bad Request: message can't be edited");
  const isText = method === 'editMessageText';
  if (isText && (bubble.picture || bubble.paper || bubble.voice)) {
    return refused(400, 'Bad Request: there is no text in the message to edit');
  }
  const words = isText ? payload.text : payload.caption;
  const fault =
    (isText ? faultOfText(words, payload, TEXT) : method === 'editMessageCaption' ? faultOfCaption(payload) : null) ??
    faultOfButtons(payload);
  if (fault !== null) return refused(400, `Bad Request: ${fault}`);
  const labels = (inlineRows(payload) ?? []).flat().map((button) => button.text);
  const sameWords = method === 'editMessageReplyMarkup' || shown(words, payload) === plainText(bubble.words);
  const sameButtons =
    labels.join('\n') ===
    bubble.rows
      .flat()
      .map((button) => button.label)
      .join('\n');
  if (sameWords && sameButtons) return refused(400, 'Bad Request: message is not modified');
  const externalId = bubble.messageId;
  const result = messageOf({ ...question, messageId: externalId });
  return { status: 200, body: { ok: true, result }, externalId };
}

function deleted({ payload, chat, at }: TelegramQuestion): TelegramAnswer {
  const bubble = bubbleOf(chat, String(payload.message_id));
  if (!bubble || bubble.isDeleted) return refused(400, 'Bad Request: message to delete not found');
  const isOld = at.getTime() - new Date(bubble.at).getTime() > DELETABLE_MS;
  if (isOld) return refused(400, "Bad Request: message can't be deleted for everyone");
  return { status: 200, body: { ok: true, result: true }, externalId: bubble.messageId };
}

/** Limits count after formatting has been read. */
const shown = (words: unknown, payload: Record<string, unknown>): string => {
  const text = typeof words === 'string' ? words : '';
  return payload.parse_mode === 'HTML' ? plainText(readHtml(text)) : text;
};

function faultOfText(words: unknown, payload: Record<string, unknown>, limit: number): string | null {
  const { length } = shown(words, payload);
  if (length === 0) return 'message text is empty';
  return length > limit ? 'message is too long' : null;
}

function faultOfCaption(payload: Record<string, unknown>): string | null {
  return shown(payload.caption, payload).length > CAPTION ? 'message caption is too long' : null;
}

/** A handle we never gave out. */
function faultOfFile({ media }: TelegramQuestion): string | null {
  return media === null ? 'wrong file identifier/HTTP URL specified' : null;
}

interface InlineButton {
  text: string;
  callback_data?: string;
}

function inlineRows(payload: Record<string, unknown>): InlineButton[][] | undefined {
  return (payload.reply_markup as { inline_keyboard?: InlineButton[][] } | undefined)?.inline_keyboard;
}

function faultOfButtons(payload: Record<string, unknown>): string | null {
  const buttons = (inlineRows(payload) ?? []).flat();
  if (buttons.some(({ text }) => text === '')) return "can't parse inline keyboard button: Text must be non-empty";
  const isTooLong = buttons.some(
    ({ callback_data = '' }) => new TextEncoder().encode(callback_data).length > DATA_BYTES,
  );
  return isTooLong ? 'BUTTON_DATA_INVALID' : null;
}
