/**
 * The contract every chat platform fulfils: one file per platform in `channels/`, nothing else in the house knows
 * platform words. Quirks (an HTTP 200 that carries an error code, taps that arrive as texts) are translated here.
 */
export type ChannelName = 'telegram' | 'zalo';

/** Where a contact can be reached. Ids are strings: Zalo's exceed 2^53. */
export interface Address {
  channel: ChannelName;
  externalId: string;
}

/** What arrived, in our words. `key` is unique per channel and repeats when the platform delivers again. */
export interface InboundEvent {
  key: string;
  from: Address;
  /** When the platform says it happened. */
  occurredAt: Date;
  /** Id of the person's message on the platform, for deleting it (Telegram) or quoting it. */
  messageId?: string;
  what: InboundKind;
}

export type InboundKind =
  /** `forwarded`: somebody else's words, shown to us (Telegram tells; Zalo does not). */
  | { kind: 'text'; text: string; forwarded?: true }
  /** A button; `data` is what we put there (untrusted: anybody can forge it). With a `callbackId`, yet to be acknowledged. */
  | { kind: 'press'; data: string; callbackId?: string; messageId?: string }
  /** `/start <payload>` or a payload typed or scanned on Zalo; "" when there is none. */
  | { kind: 'start'; payload: string }
  | { kind: 'follow' }
  /** Blocked the bot or unfollowed: nothing may be sent until the person writes again. */
  | { kind: 'left' }
  | { kind: 'contact'; phone: string; isOwn: boolean }
  /** `file`: how the platform lets us fetch it (Telegram `file_id`, Zalo address); used only where a code is to be read. */
  | { kind: 'photo'; file?: string }
  | { kind: 'voice' | 'sticker' | 'location' | 'file' | 'other' }
  /** Our own, never a platform's: what came of an errand of an earlier turn (`src/bot/errands.ts`). */
  | { kind: 'errand'; result: ErrandResult }
  /** The platform tells us a message of ours arrived or was seen. */
  | { kind: 'receipt'; messageIds: string[]; seen: boolean };

/** What was fetched from outside: the text of a photographed code, or which vetted answer fits a question. */
export type ErrandResult =
  | { of: 'photo'; text: string }
  | { of: 'photo'; text: null; why: 'no-code' | 'unavailable' }
  | { of: 'question'; answer: string | null };

/** A button below a message. Channels without buttons for it print `number. label` (see `limits.buttons`). */
export interface Button {
  label: string;
  /** ≤ 64 bytes of ASCII, made by `src/bot/press.ts`. */
  data: string;
}

/** A picture or document, named by content so that a channel's own handle for it can be kept and reused. */
export type MediaRef =
  /** A drawn step picture: drawable again at any time from `spec` (see `src/pictures`). */
  | { kind: 'step-picture'; hash: string; alt: string }
  /** One person's own code or paper: sealed, kept only until sent, never cached on a platform under a public address. */
  | { kind: 'private'; id: string; filename: string; mime: 'image/png' | 'application/pdf'; alt: string }
  /** A text read aloud, Ogg/Opus: makeable again at any time from `alt`, the words it says (see `src/voice`). */
  | { kind: 'voice'; hash: string; locale: string; isSynthetic: boolean; alt: string };

/** One platform call, in our words. Exactly one outbox row each: what is stored is what is sent once. */
export type OutboundMessage =
  | { kind: 'text'; text: string; buttons?: Button[]; keyboard?: 'citizen' | 'remove' }
  /** `prompt`: words that carry the buttons where they cannot hang on it; the channel's own, Vietnamese, when absent. */
  | { kind: 'picture'; media: MediaRef; caption: string; prompt?: string; buttons?: Button[] }
  | { kind: 'document'; media: MediaRef; caption: string }
  /** A step read aloud. Where no voice can be played, `listen` labels a link to a page that plays it. */
  | { kind: 'voice'; media: MediaRef; caption: string; listen: string; prompt?: string; buttons?: Button[] }
  /**
   * An approved template, where the platform forbids words of our own (Zalo's ZBS). `reads`: what it will say. With
   * `phone` (sealed, base64) it goes to that number instead of the address.
   */
  | {
      kind: 'template';
      template: string;
      params: Record<string, string>;
      reads: string;
      tracking: string;
      phone?: string;
    }
  /** Ask for the person's own phone number by the platform's own means. */
  | { kind: 'request-contact'; text: string; label: string }
  /** Remove the person's message that carried a secret, then say which of the two came true. */
  | { kind: 'delete'; messageId: string; deleted: string; refused: string; buttons?: Button[] }
  /** Replace the text of an earlier message of ours (`externalId`); channels that cannot edit refuse with `unsupported`. */
  | { kind: 'edit'; externalId: string; text: string; buttons?: Button[] };

/** Small acts after a commit that nobody misses if they are lost: never stored, never retried. */
export type Gesture =
  | { kind: 'acknowledge'; callbackId: string; toast?: string }
  /** Take the buttons off an earlier message, so that one live keyboard is on the screen. */
  | { kind: 'retire-buttons'; messageId: string };

/**
 * Why a send failed, each with its consequence. `retry`: try again later. `ours`: our fault, tell the operator.
 * `contact`: what it says about the person. `unknown`: it may have arrived, so the row ends `uncertain`.
 */
export const SEND_FAILURES = {
  throttled: { retry: true, ours: false, contact: null, unknown: false }, // 429, -32: wait as told
  unavailable: { retry: true, ours: false, contact: null, unknown: false }, // refused before the platform took it
  'token-expired': { retry: true, ours: true, contact: null, unknown: false }, // refresh, then once more
  'lost-answer': { retry: false, ours: false, contact: null, unknown: true }, // time-out, reset, 5xx after writing
  'contact-left': { retry: false, ours: false, contact: 'unreachable', unknown: false }, // blocked, unfollowed, gone
  'outside-window': { retry: false, ours: false, contact: 'closed-window', unknown: false }, // Zalo's 7 days are over
  'not-now': { retry: true, ours: false, contact: null, unknown: false }, // night ban, daily receive limit: later
  'media-gone': { retry: true, ours: false, contact: null, unknown: false }, // the cached handle died: upload anew
  'target-gone': { retry: false, ours: false, contact: null, unknown: false }, // message to edit or delete is no more
  'template-refused': { retry: false, ours: true, contact: null, unknown: false }, // unknown, not approved, switched off, wrong values
  'no-account': { retry: false, ours: false, contact: null, unknown: false }, // nobody on the platform has this phone number
  unsupported: { retry: false, ours: false, contact: null, unknown: false }, // this channel cannot do that at all
  misconfigured: { retry: true, ours: true, contact: null, unknown: false }, // token, package, permission: a person must act
  rejected: { retry: false, ours: true, contact: null, unknown: false }, // our bug: malformed, too long
} as const satisfies Record<
  string,
  { retry: boolean; ours: boolean; contact: null | 'unreachable' | 'closed-window'; unknown: boolean }
>;

export type SendFailure = keyof typeof SEND_FAILURES;

/** `movedTo`: the platform knows this chat by another id from now on. */
export type SendResult =
  | { ok: true; externalId: string; movedTo?: string }
  | { ok: false; failure: SendFailure; detail: string; retryAfterMs?: number; movedTo?: string };

/** What a channel needs to put pictures on the wire; filled in by the sender, so channels stay free of the database. */
export interface MediaStore {
  /** The platform's own handle for this content (Telegram `file_id`, Zalo `attachment_id`), if known and still good. */
  handleOf(channel: ChannelName, media: MediaRef): Promise<string | null>;
  /** Remember a handle; `expiresAt` null means for ever. */
  remember(channel: ChannelName, media: MediaRef, handle: string, expiresAt: Date | null): Promise<void>;
  forget(channel: ChannelName, media: MediaRef): Promise<void>;
  bytesOf(media: MediaRef): Promise<Buffer>;
}

/** Limits of one channel, each from the platform's page; `npm run check` holds every message of the catalogue against them. */
export interface ChannelLimits {
  /** Characters in a plain text. */
  text: number;
  /** Characters in a picture's caption. */
  caption: number;
  /** Buttons on one message; more are printed as a numbered list. */
  buttons: number;
  /** May buttons hang on a picture? If not, they follow in a short text of their own. */
  buttonsOnPicture: boolean;
  canEdit: boolean;
  canDelete: boolean;
  canPlayVoice: boolean;
}

/** The HTTP request as it came: signatures cover its exact bytes. */
export interface RawRequest {
  headers: Record<string, string | string[] | undefined>;
  rawBody: Buffer;
}

export interface Channel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /** True when the platform itself sent this request. */
  verify(request: RawRequest, now: Date): boolean;
  /**
   * What the request says. Kinds we do not know yield an empty list, never an error; a body that is no JSON of this
   * platform yields null (the route answers 400).
   */
  parse(rawBody: Buffer): InboundEvent[] | null;
  /**
   * The body of the 200 to a delivery whose events are all committed, and the events as the house takes them. A platform
   * that lets the answer carry a call (Telegram) has a press acknowledged by it: the event then comes without its
   * `callbackId`, so nobody else does. Pure.
   */
  answerTo(events: InboundEvent[]): { body: object; events: InboundEvent[] };
  /** Cuts one message into the calls this platform needs, in order (Zalo: picture, then its buttons). Pure. */
  split(message: OutboundMessage): OutboundMessage[];
  send(to: Address, message: OutboundMessage, media: MediaStore): Promise<SendResult>;
  /** Fire and forget; never throws. Channels without gestures do nothing. */
  gesture(to: Address, gesture: Gesture): Promise<void>;
}
