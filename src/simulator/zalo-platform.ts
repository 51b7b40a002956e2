/**
 * How Zalo's Official Account API answers a request, as far as ours can meet it. An error comes with HTTP 200. Pure.
 * Windows and codes: docs.zaloplatforms.com, consultation messages and appendix "Mã lỗi".
 */
import type { Chat } from './chat.ts';
import type { SentMedia } from './frame.ts';
import { ZALO_MESSAGE_PATH } from './sent-message.ts';

export interface ZaloAnswer {
  status: number;
  body: unknown;
  externalId: string | null;
}

export interface ZaloQuestion {
  path: string;
  body: Record<string, unknown>;
  userId: string;
  chat: Chat;
  /** Last time the person did something, by frames or by their contact row; null when never. */
  lastActAt: Date | null;
  messageId: string;
  at: Date;
  /** The file the body names or brings; null when there is none or it is unknown. */
  media: SentMedia | null;
  handleNamed: string | null;
}

/** Free of charge this long after the person's last act. */
export const FREE_WINDOW_MS = 48 * 3_600_000;
/** Possible at all this long. */
export const OPEN_WINDOW_MS = 7 * 24 * 3_600_000;

const TEXT = 2000;
const BUTTONS = 5;
const TITLE = 100;
const PAYLOAD = 1000;
const IMAGE_BYTES = 1024 * 1024;
const FILE_BYTES = 5 * 1024 * 1024;

export function answerZalo(question: ZaloQuestion): ZaloAnswer {
  const { path, media, at } = question;
  if (path.startsWith('/v2.0/oa/upload/')) return uploaded(path, media);
  if (path.startsWith(ZALO_MESSAGE_PATH)) return sent(question);
  if (path.startsWith('/v3.0/oa/quota/message')) {
    return success({ last_interaction: String(question.lastActAt?.getTime() ?? 0) });
  }
  if (path.startsWith('/v3.0/oa/user/detail')) {
    return success({ user_id: question.userId, user_is_follower: !question.chat.hasLeft, is_sensitive: false });
  }
  if (path.startsWith('/v4/oa/access_token')) {
    const token = `sim-${at.getTime()}`;
    return {
      status: 200,
      body: { access_token: token, refresh_token: `${token}-r`, expires_in: '90000' },
      externalId: null,
    };
  }
  return zaloError(-201, 'api is invalid!');
}

export const zaloError = (error: number, message: string): ZaloAnswer => ({
  status: 200,
  body: { error, message },
  externalId: null,
});

const success = (data: Record<string, unknown>, externalId: string | null = null): ZaloAnswer => ({
  status: 200,
  body: { data, error: 0, message: 'Success' },
  externalId,
});

function uploaded(path: string, media: SentMedia | null): ZaloAnswer {
  if (media === null) return zaloError(-201, 'file is invalid!');
  const isFile = path.endsWith('/file');
  if ((media.bytes ?? 0) > (isFile ? FILE_BYTES : IMAGE_BYTES)) return zaloError(-210, 'file exceeds the limit');
  return success(isFile ? { token: media.handle } : { attachment_id: media.handle });
}

function sent(question: ZaloQuestion): ZaloAnswer {
  const refusal = refusalOf(question);
  if (refusal !== null) return refusal;
  const { userId, messageId, at, lastActAt } = question;
  const isFree = lastActAt !== null && at.getTime() - lastActAt.getTime() <= FREE_WINDOW_MS;
  const quota = { quota_type: isFree ? 'reply' : 'sub_quota' };
  return success({ quota, message_id: messageId, user_id: userId, sent_time: String(at.getTime()) }, messageId);
}

function refusalOf({ chat, lastActAt, at, body, media, handleNamed }: ZaloQuestion): ZaloAnswer | null {
  if (chat.hasLeft) return zaloError(-213, 'User has not followed OA');
  if (lastActAt === null) return zaloError(-232, 'User has never interacted with OA');
  if (at.getTime() - lastActAt.getTime() > OPEN_WINDOW_MS) {
    return zaloError(-230, 'User has not interacted with the OA in the past 7 days');
  }
  if (handleNamed !== null && media === null) return zaloError(-100, 'attachment_id is expired');
  const message = (body.message ?? {}) as { text?: string; attachment?: { payload?: { buttons?: ZaloButton[] } } };
  if ([...(message.text ?? '')].length > TEXT) return zaloError(-210, 'text exceeds the limit');
  const buttons = message.attachment?.payload?.buttons ?? [];
  if (buttons.length > BUTTONS) return zaloError(-210, 'buttons exceed the limit');
  const isTooLong = buttons.some(
    ({ title, payload }) => [...title].length > TITLE || (typeof payload === 'string' && payload.length > PAYLOAD),
  );
  return isTooLong ? zaloError(-210, 'button exceeds the limit') : null;
}

interface ZaloButton {
  title: string;
  payload: unknown;
}
