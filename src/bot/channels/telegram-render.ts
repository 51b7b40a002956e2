/**
 * Our messages as Bot API calls: exactly what goes on the wire, so that the inspector can show it. Pure; the limits
 * are those of Bot API 10.1 (`test/fixtures/telegram-bot-api.json`).
 */
import type { Button, ChannelLimits, MediaRef, OutboundMessage } from '../channel.ts';
import { cutText, lengthOf, utf16Units } from './parts.ts';
import { Unsendable } from './wire.ts';

export const TELEGRAM_LIMITS: ChannelLimits = {
  text: 4096, // sendMessage.text, after entities parsing
  caption: 1024, // sendPhoto.caption
  buttons: 100, // per keyboard, in practice
  buttonsOnPicture: true,
  canEdit: true,
  canDelete: true,
  canPlayVoice: true,
};

/** InlineKeyboardButton.callback_data, in bytes of UTF-8. */
const DATA_BYTES = 64;
/** answerCallbackQuery.text. */
const TOAST_CHARACTERS = 200;
/** Two buttons share a row when neither label is longer (conversation-design §4). */
const SHORT_LABEL = 12;

export interface TelegramCall {
  method: string;
  payload: Record<string, unknown>;
}

/** The two keys below the typing field that citizens always have. */
export interface CitizenKeyboard {
  help: string;
  home: string;
}

/** A file that Telegram already has, or one that goes along (telegraf turns `source` into a multipart part). */
export type TelegramFile = string | { source: Buffer; filename: string };

export interface TelegramRendering {
  keyboard: CitizenKeyboard;
  /** Required for pictures, documents and voices. */
  file?: TelegramFile;
  /** Without formatting: the way out when Telegram cannot read ours. */
  plain?: boolean;
  /** The message to edit is a picture, so its caption is what changes. */
  asCaption?: boolean;
}

/**
 * The call that carries one message to one chat; for `delete` the removal alone, what is said afterwards depends on its
 * answer. Throws {@link Unsendable} when a limit of the platform is broken.
 */
export function renderTelegram(chat: string, message: OutboundMessage, how: TelegramRendering): TelegramCall {
  const chat_id = chatId(chat);
  switch (message.kind) {
    case 'text':
      return {
        method: 'sendMessage',
        payload: { chat_id, ...text(message.text, how), ...markup(message.buttons, keyboard(message.keyboard, how)) },
      };
    case 'picture':
      return {
        method: 'sendPhoto',
        payload: { chat_id, photo: file(how), ...caption(message.caption, how), ...markup(message.buttons) },
      };
    case 'document':
      return { method: 'sendDocument', payload: { chat_id, document: file(how), ...caption(message.caption, how) } };
    case 'voice':
      return {
        method: 'sendVoice',
        payload: { chat_id, voice: file(how), ...caption(message.caption, how), ...markup(message.buttons) },
      };
    case 'request-contact':
      return {
        method: 'sendMessage',
        payload: { chat_id, ...text(message.text, how), reply_markup: contactKeyboard(message.label) },
      };
    case 'template':
      throw new Unsendable('Telegram has no templates');
    case 'edit':
      return renderEdit(chat_id, message, how);
    case 'delete':
      return { method: 'deleteMessage', payload: { chat_id, message_id: messageId(message.messageId) } };
  }
}

function renderEdit(
  chat_id: number | string,
  message: Extract<OutboundMessage, { kind: 'edit' }>,
  how: TelegramRendering,
): TelegramCall {
  const target = { chat_id, message_id: messageId(message.externalId) };
  return how.asCaption
    ? {
        method: 'editMessageCaption',
        payload: { ...target, ...caption(message.text, how), ...markup(message.buttons) },
      }
    : { method: 'editMessageText', payload: { ...target, ...text(message.text, how), ...markup(message.buttons) } };
}

export function renderAcknowledge(callbackId: string, toast?: string): TelegramCall {
  const text = toast === undefined ? {} : { text: [...toast.normalize('NFC')].slice(0, TOAST_CHARACTERS).join('') };
  return { method: 'answerCallbackQuery', payload: { callback_query_id: callbackId, ...text } };
}

/** An edit without a keyboard takes the old one away. */
export function renderRetireButtons(chat: string, externalId: string): TelegramCall {
  return { method: 'editMessageReplyMarkup', payload: { chat_id: chatId(chat), message_id: messageId(externalId) } };
}

/** One message as the messages Telegram can carry: too long a text in parts, the buttons below the last one. */
export function splitTelegram(message: OutboundMessage): OutboundMessage[] {
  const { text: textLimit, caption: captionLimit } = TELEGRAM_LIMITS;
  switch (message.kind) {
    case 'text':
      return textParts(message);
    case 'picture':
    case 'document': {
      if (lengthOf(nfc(message.caption), utf16Units) <= captionLimit) return [message];
      const { media, caption } = message;
      const buttons = message.kind === 'picture' ? message.buttons : undefined;
      return [
        { kind: message.kind, media, caption: '' },
        ...textParts({ kind: 'text', text: caption, ...(buttons && { buttons }) }),
      ];
    }
    default:
      return [message];
  }

  function textParts(whole: Extract<OutboundMessage, { kind: 'text' }>): OutboundMessage[] {
    const parts = cutText(nfc(whole.text), textLimit, utf16Units);
    if (parts.length === 1) return [whole];
    const { text: _, ...belowLast } = whole;
    return parts.map((part, index) =>
      index === parts.length - 1 ? { ...belowLast, text: part } : { kind: 'text', text: part },
    );
  }
}

/** The name an uploaded file carries: one a header can hold. */
export function filenameOf(media: MediaRef): string {
  if (media.kind === 'private') return media.filename.replace(/["\\\r\n]/g, '_');
  return `${media.hash}.${media.kind === 'voice' ? 'ogg' : 'png'}`;
}

/** Ids travel as strings with us; the Bot API wants numbers (at most 52 bits, so nothing is lost). */
function chatId(chat: string): number | string {
  return /^-?\d+$/.test(chat) && Number.isSafeInteger(Number(chat)) ? Number(chat) : chat;
}

function messageId(id: string): number {
  const number = Number(id);
  if (!Number.isSafeInteger(number) || number <= 0) throw new Unsendable('message id is no number');
  return number;
}

function text(words: string, how: TelegramRendering): Record<string, unknown> {
  const content = nfc(words);
  const length = lengthOf(content, utf16Units);
  if (length === 0 || length > TELEGRAM_LIMITS.text) throw new Unsendable(`text has ${length} characters`);
  return { text: how.plain ? content : html(content), ...format(how), link_preview_options: { is_disabled: true } };
}

function caption(words: string, how: TelegramRendering): Record<string, unknown> {
  const content = nfc(words);
  const length = lengthOf(content, utf16Units);
  if (length > TELEGRAM_LIMITS.caption) throw new Unsendable(`caption has ${length} characters`);
  return length === 0 ? {} : { caption: how.plain ? content : html(content), ...format(how) };
}

function format(how: TelegramRendering): Record<string, unknown> {
  return how.plain ? {} : { parse_mode: 'HTML' };
}

/** The one place that writes HTML: everything escaped, and only the step line bold (CD-26). */
function html(words: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(/^\p{L}+ \d+\/\d+(?=\n|$)/u, '<b>$&</b>'); // "Bước 2/7" in any language
}

function file(how: TelegramRendering): TelegramFile {
  if (how.file === undefined) throw new Unsendable('no file for this message');
  return how.file;
}

/** A message has one `reply_markup`: buttons below it win over keys below the typing field. */
function markup(buttons: Button[] | undefined, otherwise?: Record<string, unknown>): Record<string, unknown> {
  if (buttons !== undefined && buttons.length > 0) return { reply_markup: { inline_keyboard: rows(buttons) } };
  return otherwise === undefined ? {} : { reply_markup: otherwise };
}

function rows(buttons: Button[]): Record<string, string>[][] {
  const keyboard: Button[][] = [];
  for (const button of buttons) {
    const row = keyboard.at(-1);
    if (row?.length === 1 && [...row, button].every(isShort)) row.push(button);
    else keyboard.push([button]);
  }
  return keyboard.map((row) => row.map(inlineButton));
}

function isShort(button: Button): boolean {
  return [...nfc(button.label)].length <= SHORT_LABEL;
}

function inlineButton({ label, data }: Button): Record<string, string> {
  const bytes = Buffer.byteLength(data);
  if (bytes === 0 || bytes > DATA_BYTES) throw new Unsendable(`button data has ${bytes} bytes`);
  return { text: nfc(label), callback_data: data };
}

function keyboard(
  which: 'citizen' | 'remove' | undefined,
  how: TelegramRendering,
): Record<string, unknown> | undefined {
  if (which === undefined) return undefined;
  if (which === 'remove') return { remove_keyboard: true };
  const { help, home } = how.keyboard;
  return { keyboard: [[{ text: nfc(help) }, { text: nfc(home) }]], resize_keyboard: true, is_persistent: true };
}

function contactKeyboard(label: string): Record<string, unknown> {
  return { keyboard: [[{ text: nfc(label), request_contact: true }]], resize_keyboard: true, one_time_keyboard: true };
}

function nfc(words: string): string {
  return words.normalize('NFC');
}
