/**
 * What a Telegram update says, in our words. Our own reading of the raw JSON: telegraf 4 knows Bot API 7.1, and a
 * field it does not know must not reach us through its types. Pure.
 */
import type { InboundEvent, InboundKind } from '../channel.ts';
import { type Fields, fieldsOf, idOf, readObject, stringOf } from './untrusted.ts';

type Reading = Omit<InboundEvent, 'key'>;

/** Telegram's grammar for the parameter of a `?start=` link. Words typed behind the command are no parameter. */
const START = /^\/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64})\s*$|\s|$)/;

/** Parts of a message that carry no words, and what they are to us. The first one present decides: a GIF is an animation and a document at once. */
const WORDLESS = {
  photo: 'photo',
  voice: 'voice',
  audio: 'voice',
  sticker: 'sticker',
  animation: 'sticker',
  location: 'location',
  document: 'file',
  video: 'other',
  video_note: 'other',
  live_photo: 'other',
  paid_media: 'other',
  story: 'other',
  poll: 'other',
  dice: 'other',
  game: 'other',
  checklist: 'other',
} as const satisfies Record<string, InboundKind['kind']>;

/**
 * Reads one `Update`. Null when the bytes are no update at all; an empty list for what we do not answer: groups,
 * edits, service messages, kinds we do not know. `receivedAt` stands in for button presses, which carry no time.
 */
export function parseTelegram(rawBody: Buffer, receivedAt: Date): InboundEvent[] | null {
  const update = readObject(rawBody);
  const key = idOf(update?.update_id);
  if (update === null || key === null) return null;
  const reading =
    readMessage(update.message) ?? readPress(update.callback_query, receivedAt) ?? readMember(update.my_chat_member);
  return reading === null ? [] : [{ key, ...reading }];
}

function readMessage(value: unknown): Reading | null {
  const message = fieldsOf(value);
  const chat = privateChat(message?.chat);
  const occurredAt = secondsOf(message?.date);
  if (message === null || chat === null || occurredAt === null) return null;
  const what = readContent(message, chat);
  if (what === null) return null;
  const messageId = idOf(message.message_id);
  return {
    from: { channel: 'telegram', externalId: chat },
    occurredAt,
    what,
    ...(messageId !== null && { messageId }),
  };
}

function readContent(message: Fields, chat: string): InboundKind | null {
  const text = stringOf(message.text);
  if (text !== null) return readText(text.normalize('NFC'), message.forward_origin !== undefined);
  const contact = fieldsOf(message.contact);
  if (contact !== null) return readContact(contact, idOf(fieldsOf(message.from)?.id) ?? chat);
  const part = Object.entries(WORDLESS).find(([name]) => message[name] !== undefined);
  if (part?.[1] === 'photo') return readPhoto(message.photo);
  return part === undefined ? null : { kind: part[1] };
}

/** Telegram lists a photo's sizes from the smallest to the largest. */
function readPhoto(sizes: unknown): InboundKind {
  const file = Array.isArray(sizes) ? stringOf(fieldsOf(sizes.at(-1))?.file_id) : null;
  return { kind: 'photo', ...(file !== null && { file }) };
}

/** Forwarded words are somebody else's, a forwarded command is none. */
function readText(text: string, isForwarded: boolean): InboundKind {
  if (isForwarded) return { kind: 'text', text, forwarded: true };
  const start = START.exec(text);
  return start === null ? { kind: 'text', text } : { kind: 'start', payload: start[1] ?? '' };
}

/** People can forward anybody's card: it is their own number only if it names the sender. */
function readContact(contact: Fields, sender: string): InboundKind {
  const phone = stringOf(contact.phone_number);
  return phone === null ? { kind: 'other' } : { kind: 'contact', phone, isOwn: idOf(contact.user_id) === sender };
}

function readPress(value: unknown, receivedAt: Date): Reading | null {
  const query = fieldsOf(value);
  const callbackId = stringOf(query?.id);
  const data = stringOf(query?.data);
  const message = fieldsOf(query?.message);
  if (query === null || callbackId === null || data === null) return null;
  // A private chat has the id of its person, so a press below an inaccessible message still has an address.
  const externalId = message === null ? idOf(fieldsOf(query.from)?.id) : privateChat(message.chat);
  if (externalId === null) return null;
  const messageId = idOf(message?.message_id);
  return {
    from: { channel: 'telegram', externalId },
    occurredAt: receivedAt,
    what: { kind: 'press', data, callbackId, ...(messageId !== null && { messageId }) },
  };
}

/** In a private chat the bot hears of its own membership only when it is blocked or unblocked. */
function readMember(value: unknown): Reading | null {
  const change = fieldsOf(value);
  const externalId = privateChat(change?.chat);
  const occurredAt = secondsOf(change?.date);
  const status = fieldsOf(change?.new_chat_member)?.status;
  if (externalId === null || occurredAt === null) return null;
  const from = { channel: 'telegram', externalId } as const;
  if (status === 'kicked' || status === 'left') return { from, occurredAt, what: { kind: 'left' } };
  if (status === 'member') return { from, occurredAt, what: { kind: 'follow' } };
  return null;
}

function privateChat(value: unknown): string | null {
  const chat = fieldsOf(value);
  return chat?.type === 'private' ? idOf(chat.id) : null;
}

/** Telegram's times are whole seconds since 1970. */
function secondsOf(value: unknown): Date | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? new Date(value * 1000) : null;
}
