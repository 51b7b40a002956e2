/**
 * Zalo's Official Account behind the channel contract. What it cannot do (edit, remove, buttons on a picture, words
 * beside a file) is arranged in `split`; what went wrong is read from the answer's envelope, never from the status.
 */
import type { Channel, MediaRef, MediaStore, OutboundMessage, RawRequest, SendResult } from '../channel.ts';
import { fieldsOf, idOf, stringOf } from './untrusted.ts';
import { type FailedSend, failed, Unsendable } from './wire.ts';
import { axiosTransport, createZaloClient, ZALO_ROOTS, type ZaloRoots, type ZaloTransport } from './zalo-client.ts';
import { parseZalo } from './zalo-parse.ts';
import {
  isPaper,
  renderQuery,
  renderTemplate,
  renderUpload,
  renderZalo,
  splitZalo,
  type TemplateMessage,
  ZALO_LIMITS,
  type ZaloHandle,
  type ZaloRendering,
} from './zalo-render.ts';
import { type SigningKey, signedWith } from './zalo-signature.ts';
import type { TokenSource } from './zalo-token.ts';

/** Uploads live 7 days at Zalo; ours are forgotten half a day earlier. */
const UPLOAD_LIVES_MS = 6.5 * 24 * 60 * 60 * 1000;

export interface ZaloSettings {
  appId: string;
  appSecret: string;
  oaId: string;
  /** Signs webhooks; where there is none, the app secret does. */
  oaSecret?: string | undefined;
  tokens: TokenSource;
  /** The words that carry a picture's buttons, e.g. "Bác làm xong chưa?". */
  pressPrompt: string;
  /** Our https address: step pictures are then fetched from `<publicUrl>/pictures/<hash>.png` instead of uploaded. */
  publicUrl?: string | null | undefined;
  /** Where people open our pages; `publicUrl` otherwise. Voices are linked below it, and left out without it. */
  pagesUrl?: string | null | undefined;
  /** Opens a sealed phone number (`phone` of a template message); templates by phone are refused without it. */
  openPhone?: ((sealed: string) => string) | undefined;
  taps?: ZaloRendering['taps'] | undefined;
  buttonTemplateType?: string | undefined;
  contactImageUrl?: string | undefined;
  /** Send `appsecret_proof`; only if the app demands it. */
  proveAppSecret?: boolean | undefined;
  oaIdAsFirstTerm?: boolean | undefined;
  roots?: ZaloRoots | undefined;
  /** Where requests go instead of Zalo; with it no HTTP client is made and `roots` are unused. */
  transport?: ZaloTransport | undefined;
  now?: (() => Date) | undefined;
  answerWithinMs?: number | undefined;
  /** Told which secret a believed delivery was signed with, since Zalo's documents leave it open. */
  onSigned?: ((key: SigningKey) => void) | undefined;
}

/** What we read of a person's profile; every part may be missing. */
export interface ZaloPerson {
  displayName: string | null;
  isFollower: boolean | null;
  /** Zalo asks for special care with this account. */
  isSensitive: boolean;
}

/** When the person last did something that opens the 48-hour and 7-day windows. */
export interface ZaloQuota {
  lastInteraction: Date | null;
}

export interface Zalo extends Channel {
  readonly name: 'zalo';
  getUser(userId: string): Promise<FailedSend | { ok: true; user: ZaloPerson }>;
  quotaForUser(userId: string): Promise<FailedSend | { ok: true; quota: ZaloQuota }>;
}

export function createZalo(settings: ZaloSettings): Zalo {
  const now = settings.now ?? (() => new Date());
  const transport = settings.transport ?? axiosTransport(settings.roots ?? ZALO_ROOTS, settings.answerWithinMs);
  const proofSecret = settings.proveAppSecret ? settings.appSecret : undefined;
  const client = createZaloClient({ transport, tokens: settings.tokens, proofSecret, now });
  const { appId, oaId, oaIdAsFirstTerm, publicUrl } = settings;
  const signature = { appId, oaId, oaIdAsFirstTerm, secrets: signingKeys(settings) };
  const rendering: ZaloRendering = {
    taps: settings.taps ?? 'hidden',
    buttonTemplateType: settings.buttonTemplateType,
    contactImageUrl: settings.contactImageUrl,
  };

  async function deliver(
    userId: string,
    message: OutboundMessage,
    handle?: ZaloHandle,
    listenUrl?: string,
  ): Promise<SendResult> {
    const how = { ...rendering, ...(handle && { handle }), ...(listenUrl !== undefined && { listenUrl }) };
    const answer = await client.call(renderZalo(userId, message, how));
    if (!answer.ok) return answer;
    const externalId = idOf(answer.data.message_id);
    return externalId === null ? failed('lost-answer', 'taken without a message id') : { ok: true, externalId };
  }

  /** A picture by address, by what an earlier upload gave, or uploaded now; once more when the earlier upload has died. */
  async function deliverPicture(userId: string, message: Carried, media: MediaStore): Promise<SendResult> {
    const url = addressOf(message.media);
    if (url !== null) return deliver(userId, message, { url });
    const isCached = message.media.kind === 'step-picture';
    const known = isCached ? await media.handleOf('zalo', message.media) : null;
    if (known !== null) {
      const result = await deliver(userId, message, { attachment_id: known });
      if (result.ok || result.failure !== 'media-gone') return result;
      await media.forget('zalo', message.media);
    }
    const upload = await bring(message.media, media);
    if (!upload.ok) return upload;
    if (isCached) await remember(message.media, upload.handle, media);
    return deliver(userId, message, { attachment_id: upload.handle });
  }

  async function deliverPaper(userId: string, message: Carried, media: MediaStore): Promise<SendResult> {
    const upload = await bring(message.media, media);
    return upload.ok ? deliver(userId, message, { token: upload.handle }) : upload;
  }

  /** The link only once there is something to hear behind it: a voice must never hold up its buttons. */
  async function deliverVoice(userId: string, message: Spoken, media: MediaStore): Promise<SendResult> {
    const listenUrl = listenUrlOf(message.media);
    const isThere = listenUrl !== null && (await media.bytesOf(message.media).catch(() => null)) !== null;
    return deliver(userId, message, undefined, isThere ? listenUrl : undefined);
  }

  function listenUrlOf(ref: MediaRef): string | null {
    const root = settings.pagesUrl ?? publicUrl;
    return ref.kind === 'voice' && root ? `${root.replace(/\/+$/, '')}/nghe/${ref.hash}` : null;
  }

  async function deliverTemplate(userId: string, message: TemplateMessage): Promise<SendResult> {
    const answer = await client.call(renderTemplate(templateAddress(userId, message), message));
    // What is wrong with a template is wrong for everybody: said apart, so that sending can stop.
    if (!answer.ok) return answer.failure === 'rejected' ? { ...answer, failure: 'template-refused' } : answer;
    const externalId = idOf(answer.data.message_id) ?? idOf(answer.data.msg_id);
    return externalId === null ? failed('lost-answer', 'taken without a message id') : { ok: true, externalId };
  }

  function templateAddress(user: string, { phone }: TemplateMessage): { user: string } | { phone: string } {
    if (phone === undefined) return { user };
    if (!settings.openPhone) throw new Unsendable('sealed phone numbers cannot be opened here');
    return { phone: settings.openPhone(phone) };
  }

  /** Brings bytes to Zalo. Nobody has seen anything yet, so a lost answer may be repeated here. */
  async function bring(ref: MediaRef, media: MediaStore): Promise<FailedSend | { ok: true; handle: string }> {
    const answer = await client.call(renderUpload(ref, await media.bytesOf(ref)));
    if (!answer.ok) return answer.failure === 'lost-answer' ? { ...answer, failure: 'unavailable' } : answer;
    const handle = stringOf(isPaper(ref) ? answer.data.token : answer.data.attachment_id);
    return handle === null ? failed('unavailable', 'upload without a handle') : { ok: true, handle };
  }

  async function remember(ref: MediaRef, handle: string, media: MediaStore): Promise<void> {
    const expiresAt = new Date(now().getTime() + UPLOAD_LIVES_MS);
    await media.remember('zalo', ref, handle, expiresAt).catch(() => {});
  }

  /** Only step pictures have a public address, and only an https one is of use to Zalo. */
  function addressOf(ref: MediaRef): string | null {
    if (ref.kind !== 'step-picture' || !publicUrl?.startsWith('https://')) return null;
    return `${publicUrl.replace(/\/+$/, '')}/pictures/${ref.hash}.png`;
  }

  function dispatch(userId: string, message: OutboundMessage, media: MediaStore): Promise<SendResult> {
    switch (message.kind) {
      case 'text':
      case 'request-contact':
        return deliver(userId, message);
      case 'picture':
        return deliverPicture(userId, message, media);
      case 'voice':
        return deliverVoice(userId, message, media);
      case 'document':
        return isPaper(message.media)
          ? deliverPaper(userId, message, media)
          : deliverPicture(userId, { ...message, kind: 'picture' }, media);
      case 'delete': {
        const { refused, buttons } = message;
        return deliver(userId, { kind: 'text', text: refused, ...(buttons && { buttons }) });
      }
      case 'template':
        return deliverTemplate(userId, message);
      case 'edit':
        return Promise.resolve(failed('unsupported', 'Zalo cannot edit'));
    }
  }

  return {
    name: 'zalo',
    limits: ZALO_LIMITS,

    verify(request: RawRequest, at: Date): boolean {
      const key = signedWith(request, at, signature);
      if (key !== null) settings.onSigned?.(key);
      return key !== null;
    },

    parse: (rawBody) => parseZalo(rawBody, oaId),
    answerTo: (events) => ({ body: { ok: true }, events }),
    split: (message) => splitZalo(message, settings.pressPrompt),

    async send(to, message, media) {
      try {
        return await dispatch(to.externalId, message, media);
      } catch (error) {
        if (error instanceof Unsendable) return failed('rejected', error.message);
        return failed('unavailable', error instanceof Error ? error.message : 'unknown trouble before sending');
      }
    },

    /** Zalo has neither presses to acknowledge nor buttons to take away. */
    async gesture() {},

    async getUser(userId) {
      const answer = await client.call(renderQuery('/v3.0/oa/user/detail', { user_id: userId }));
      if (!answer.ok) return answer;
      const { display_name, user_is_follower, is_sensitive } = answer.data;
      const isFollower = typeof user_is_follower === 'boolean' ? user_is_follower : null;
      return {
        ok: true,
        user: { displayName: stringOf(display_name), isFollower, isSensitive: is_sensitive === true },
      };
    },

    async quotaForUser(userId) {
      const body = { user_id: userId };
      const answer = await client.call({ host: 'openapi', method: 'POST', path: '/v3.0/oa/quota/message', body });
      if (!answer.ok) return answer;
      const milliseconds = Number(idOf(fieldsOf(answer.data)?.last_interaction));
      return { ok: true, quota: { lastInteraction: milliseconds > 0 ? new Date(milliseconds) : null } };
    },
  };
}

type Spoken = Extract<OutboundMessage, { kind: 'voice' }>;
type Carried = Extract<OutboundMessage, { kind: 'picture' | 'document' }>;

function signingKeys({ oaSecret, appSecret }: ZaloSettings): (readonly [SigningKey, string])[] {
  const keys: (readonly [SigningKey, string | undefined])[] = [
    ['oa-secret', oaSecret],
    ['app-secret', appSecret],
  ];
  return keys.filter((key): key is readonly [SigningKey, string] => Boolean(key[1]));
}
