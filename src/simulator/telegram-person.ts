/** What a person does on Telegram, as the `Update` the Bot API would deliver (Bot API 10.1). Pure. */
import type { Act } from './frame.ts';

/**
 * Update ids of simulated people start here, so that none is ever taken for the repetition of a real one. Telegram's
 * own are 32-bit numbers; with a frame's id added they stay below 2^53.
 */
const FIRST_UPDATE_ID = 9_000_000_000_000_000;

/** A number nobody has: Vietnam's numbering plan gives 0900 000 000 to no subscriber. */
export const FICTIONAL_PHONE = '84900000000';
/** The market of no real commune. */
export const FICTIONAL_PLACE = { latitude: 9.5, longitude: 106 };

export interface Doing {
  externalId: string;
  act: Act;
  /** Of the frame that keeps it: message ids and update ids are made of it. */
  frameId: string;
  at: Date;
  /** How the person calls themselves on the platform. */
  name: string;
}

export function telegramUpdate({ externalId, act, frameId, at, name }: Doing): Record<string, unknown> {
  const id = Number(externalId);
  const from = { id, is_bot: false, first_name: name, language_code: 'vi' };
  const chat = { id, type: 'private', first_name: name };
  const date = Math.floor(at.getTime() / 1000);
  const update = { update_id: FIRST_UPDATE_ID + Number(frameId) };
  const message = (content: Record<string, unknown>) => ({
    ...update,
    message: { message_id: Number(frameId), from, chat, date, ...content },
  });
  switch (act.kind) {
    case 'press':
      return {
        ...update,
        callback_query: {
          id: `${externalId}-${frameId}`,
          from,
          chat_instance: externalId,
          message: { message_id: Number(act.messageId), chat, date },
          data: act.data,
        },
      };
    case 'follow':
    case 'leave':
      return { ...update, my_chat_member: { chat, from, date, ...membership(act.kind) } };
    default:
      return message(content(act, id, frameId, name));
  }
}

/** Where an answer to a press belongs: the callback's id begins with the person's. */
export const personOfCallback = (callbackId: string): string => callbackId.split('-')[0] ?? '';

type Message = Exclude<Act, { kind: 'press' | 'follow' | 'leave' }>;

function content(act: Message, id: number, frameId: string, name: string): Record<string, unknown> {
  const file = { file_id: `in-${frameId}`, file_unique_id: `u${frameId}` };
  switch (act.kind) {
    case 'text':
      return { text: act.text };
    case 'start': {
      const text = act.payload === '' ? '/start' : `/start ${act.payload}`;
      return { text, entities: [{ type: 'bot_command', offset: 0, length: '/start'.length }] };
    }
    case 'contact':
      return { contact: { phone_number: FICTIONAL_PHONE, first_name: name, user_id: id } };
    case 'photo':
      return { photo: [{ ...file, width: 960, height: 1280, file_size: 140_000 }] };
    case 'voice':
      return { voice: { ...file, duration: 6, mime_type: 'audio/ogg', file_size: 24_000 } };
    case 'sticker':
      return {
        sticker: {
          ...file,
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji: '👍',
        },
      };
    case 'location':
      return { location: FICTIONAL_PLACE };
    case 'file':
      return { document: { ...file, file_name: 'tep.pdf', mime_type: 'application/pdf', file_size: 80_000 } };
  }
}

function membership(kind: 'follow' | 'leave'): Record<string, unknown> {
  const user = { id: 1, is_bot: true, first_name: 'Trợ Lý Số' };
  const [before, after] = kind === 'follow' ? ['kicked', 'member'] : ['member', 'kicked'];
  return { old_chat_member: { user, status: before }, new_chat_member: { user, status: after, until_date: 0 } };
}
