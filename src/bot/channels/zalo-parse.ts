/** What a Zalo webhook event says, in our words. Pure. */
import type { InboundEvent, InboundKind } from '../channel.ts';
import { startPayload } from './start-payload.ts';
import { type Fields, fieldsOf, idOf, readObject, stringOf } from './untrusted.ts';
import { PRESS_PREFIX } from './zalo-render.ts';

/** An event's person and content, and the key that is the same when Zalo delivers it again. */
interface Reading {
  user: string | null;
  what: InboundKind | null;
  key?: string | null;
  messageId?: string | null;
}

type Reader = (event: Fields) => Reading;

/**
 * Every event we act on. Not among them, on purpose: `oa_send_*` (echoes of what we sent), reactions, group chats, and
 * `anonymous_*` (visitors without an id we could answer).
 */
const READERS: Readonly<Record<string, Reader>> = {
  user_send_text: sent((message) => readText((stringOf(message.text) ?? '').normalize('NFC'))),
  user_send_link: sent(readLink),
  user_send_business_card: sent(readCard),
  user_send_image: sent(readImage),
  user_send_audio: sent(() => ({ kind: 'voice' })),
  user_send_sticker: sent(() => ({ kind: 'sticker' })),
  user_send_gif: sent(() => ({ kind: 'sticker' })),
  user_send_location: sent(() => ({ kind: 'location' })),
  user_send_file: sent(() => ({ kind: 'file' })),
  user_send_video: sent(() => ({ kind: 'other' })),
  user_submit_info: (event) => ({ user: idOf(fieldsOf(event.sender)?.id), what: readInfo(fieldsOf(event.info)) }),
  follow: (event) => ({ user: idOf(fieldsOf(event.follower)?.id), what: { kind: 'follow' } }),
  unfollow: (event) => ({ user: idOf(fieldsOf(event.follower)?.id), what: { kind: 'left' } }),
  user_click_chatnow: (event) => ({ user: idOf(event.user_id), what: { kind: 'follow' } }),
  user_received_message: receipt(false),
  user_seen_message: receipt(true),
};

/**
 * Reads one event. Null when the bytes are no Zalo event at all; an empty list for kinds we do not know and for other
 * Official Accounts, whose person ids mean other people.
 */
export function parseZalo(rawBody: Buffer, oaId: string): InboundEvent[] | null {
  const event = readObject(rawBody);
  const name = stringOf(event?.event_name);
  if (event === null || name === null) return null;
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const timestamp = idOf(event.timestamp);
  const occurredAt = new Date(Number(timestamp));
  if (reader === undefined || timestamp === null || Number.isNaN(occurredAt.getTime()) || isOfAnother(event, oaId))
    return [];
  const { user, what, key, messageId } = reader(event);
  if (user === null || what === null) return [];
  return [
    {
      key: key ?? `${name}:${user}:${timestamp}`,
      from: { channel: 'zalo', externalId: user },
      occurredAt,
      ...(messageId && { messageId }),
      what,
    },
  ];
}

/** The OA is named in `oa_id`, or is one of the two parties. An event that names neither is taken as ours. */
function isOfAnother(event: Fields, oaId: string): boolean {
  if (event.oa_id !== undefined) return idOf(event.oa_id) !== oaId;
  const parties = [idOf(fieldsOf(event.sender)?.id), idOf(fieldsOf(event.recipient)?.id)];
  return parties.every((party) => party !== null) && !parties.includes(oaId);
}

/** Something the person sent: `message.msg_id` is its key. */
function sent(read: (message: Fields) => InboundKind): Reader {
  return (event) => {
    const message = fieldsOf(event.message);
    const messageId = idOf(message?.msg_id);
    const user = idOf(fieldsOf(event.sender)?.id);
    return { user, what: message === null ? null : read(message), key: messageId, messageId };
  };
}

/** A tap arrives as a text that equals the button's payload, so ours carry a prefix that people do not type. */
function readText(text: string): InboundKind {
  if (text.startsWith(PRESS_PREFIX)) return { kind: 'press', data: text.slice(PRESS_PREFIX.length) };
  const payload = startPayload(text);
  return payload === null ? { kind: 'text', text } : { kind: 'start', payload };
}

/** A pasted address counts as words: whoever recognises scams must see it. */
function readLink(message: Fields): InboundKind {
  const words = stringOf(message.text)?.normalize('NFC') ?? '';
  const url = stringOf(payloadOf(message)?.url) ?? '';
  const text = words.includes(url) ? words : `${words}\n${url}`.trim();
  return text === '' ? { kind: 'other' } : { kind: 'text', text };
}

function readImage(message: Fields): InboundKind {
  const file = stringOf(payloadOf(message)?.url);
  return { kind: 'photo', ...(file !== null && { file }) };
}

/** Somebody's card: its number stands in a JSON string inside `description`. */
function readCard(message: Fields): InboundKind {
  const description = stringOf(payloadOf(message)?.description);
  const phone = description === null ? null : idOf(readObject(Buffer.from(description))?.phone);
  return phone === null ? { kind: 'other' } : { kind: 'contact', phone, isOwn: false };
}

/** The answer to our request for contact details: the person's own. */
function readInfo(info: Fields | null): InboundKind | null {
  if (info === null) return null;
  const phone = idOf(info.phone);
  return phone === null ? { kind: 'other' } : { kind: 'contact', phone, isOwn: true };
}

function payloadOf(message: Fields): Fields | null {
  const [attachment] = Array.isArray(message.attachments) ? message.attachments : [];
  return fieldsOf(fieldsOf(attachment)?.payload);
}

/**
 * Our messages that arrived or were seen; here the person is the recipient. The key names the messages too, since two
 * can arrive in one millisecond. Templates sent by phone number name the number as recipient and are left out.
 */
function receipt(seen: boolean): Reader {
  return (event) => {
    const message = fieldsOf(event.message);
    const user = idOf(fieldsOf(event.recipient)?.id);
    const listed: unknown[] = Array.isArray(message?.msg_ids) ? message.msg_ids : [message?.msg_id];
    const messageIds = listed.map(idOf).filter((id) => id !== null);
    if (message === null || message.tracking_id !== undefined || messageIds.length === 0) return { user, what: null };
    const key = [event.event_name, user, idOf(event.timestamp), ...messageIds].join(':');
    return { user, what: { kind: 'receipt', messageIds, seen }, key };
  };
}
