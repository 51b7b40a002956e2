/**
 * Our messages as requests to the Official Account API: exactly what goes on the wire, so that the inspector can show
 * it. Pure. Limits: texts 2,000 characters, 5 buttons with titles of 100 and payloads of 1,000 characters, one media
 * element of at most 1 MB, files of at most 5 MB (docs.zaloplatforms.com, consultation messages).
 */
import type { Button, ChannelLimits, MediaRef, OutboundMessage } from '../channel.ts';
import { codePoints, cutText, lengthOf, numberedList } from './parts.ts';
import { Unsendable } from './wire.ts';

export const ZALO_LIMITS: ChannelLimits = {
  text: 2000,
  caption: 2000,
  buttons: 5,
  buttonsOnPicture: false,
  canEdit: false,
  canDelete: false,
  canPlayVoice: false,
};

/** Stands before a button's data, so that a tap is told from typed words. */
export const PRESS_PREFIX = '#g:';

/** How many keep their button when there are more than {@link ZALO_LIMITS} allows; the rest are numbers in the text. */
const BUTTONS_BESIDE_LIST = 3;

const TITLE_CHARACTERS = 100;
const PAYLOAD_CHARACTERS = 1000;
const SUBTITLE_CHARACTERS = 500;
const IMAGE_BYTES = 1024 * 1024;
const FILE_BYTES = 5 * 1024 * 1024;
const TRACKING_CHARACTERS = 48;

/** A request to one of Zalo's hosts. `form` is sent as application/x-www-form-urlencoded, `file` as multipart/form-data. */
export interface ZaloRequest {
  host: 'openapi' | 'oauth' | 'business';
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: Record<string, unknown>;
  form?: Record<string, string>;
  file?: ZaloFile;
}

export interface ZaloFile {
  field: string;
  filename: string;
  mime: string;
  bytes: Buffer;
}

/** A picture by an address Zalo fetches, or by what an upload gave us; a file by its upload's token. */
export type ZaloHandle = { url: string } | { attachment_id: string } | { token: string };

export interface ZaloRendering {
  /** `hidden`: the tap's text stays out of the person's chat. `shown`: it appears there, so it is the label itself. */
  taps: 'hidden' | 'shown';
  /** Left out by default: the form with buttons has none, though some clients send one. */
  buttonTemplateType?: string | undefined;
  /** Picture on the card that asks for contact details. */
  contactImageUrl?: string | undefined;
  /** Required for pictures and documents. */
  handle?: ZaloHandle;
  /** Where a voice can be listened to; without it the link is left out. */
  listenUrl?: string;
}

/** The request that carries one message (as {@link splitZalo} leaves them). Throws {@link Unsendable} when a limit is broken. */
export function renderZalo(userId: string, message: OutboundMessage, how: ZaloRendering): ZaloRequest {
  const content = renderContent(message, how);
  return {
    host: 'openapi',
    method: 'POST',
    path: '/v3.0/oa/message/cs',
    body: { recipient: { user_id: userId }, message: content },
  };
}

function renderContent(message: OutboundMessage, how: ZaloRendering): Record<string, unknown> {
  switch (message.kind) {
    case 'text':
      return { text: words(message.text), ...buttonsBelow(message.buttons, how) };
    case 'picture': {
      if (how.handle === undefined) throw new Unsendable('no picture for this message');
      const caption = message.caption === '' ? {} : { text: words(message.caption) };
      const elements = [{ media_type: 'image', ...how.handle }];
      return { ...caption, attachment: { type: 'template', payload: { template_type: 'media', elements } } };
    }
    case 'document':
      if (how.handle === undefined) throw new Unsendable('no file for this message');
      return { attachment: { type: 'file', payload: how.handle } };
    case 'voice': {
      const buttons = (message.buttons ?? []).map((button) => renderButton(button, how.taps));
      const rows = how.listenUrl === undefined ? buttons : [...buttons, linkButton(message.listen, how.listenUrl)];
      return { text: words(message.caption), ...templateOf(rows, how) };
    }
    case 'request-contact': {
      const title = atMost(TITLE_CHARACTERS, message.label, 'title');
      const subtitle = atMost(SUBTITLE_CHARACTERS, message.text, 'subtitle');
      const image = how.contactImageUrl === undefined ? {} : { image_url: how.contactImageUrl };
      const payload = { template_type: 'request_user_info', elements: [{ title, subtitle, ...image }] };
      return { attachment: { type: 'template', payload } };
    }
    case 'delete':
    case 'edit':
    case 'template':
      throw new Unsendable(`Zalo has no ${message.kind}`);
  }
}

/**
 * An approved template: to a user of the OA, or to a phone number (`84…`) through the business API. Parameters of 4.3 and
 * 4.4 of the template documentation; `tracking_id` has at most 48 characters and comes back in the delivery's webhook.
 */
export function renderTemplate(to: { user: string } | { phone: string }, message: TemplateMessage): ZaloRequest {
  const content = { template_id: message.template, template_data: message.params };
  if ('user' in to) {
    const body = { user_id: to.user, ...content };
    return { host: 'openapi', method: 'POST', path: '/v3.0/oa/message/template', body };
  }
  const phone = to.phone.replace(/[^0-9]/g, '').replace(/^0/, '84');
  const body = { phone, ...content, tracking_id: message.tracking.slice(0, TRACKING_CHARACTERS) };
  return { host: 'business', method: 'POST', path: '/message/template', body };
}

export type TemplateMessage = Extract<OutboundMessage, { kind: 'template' }>;

/** The request that brings a picture or a document to Zalo. Throws {@link Unsendable} when it is too large. */
export function renderUpload(media: MediaRef, bytes: Buffer): ZaloRequest {
  const isDocument = isPaper(media);
  const limit = isDocument ? FILE_BYTES : IMAGE_BYTES;
  if (bytes.length > limit) throw new Unsendable(`file has ${bytes.length} bytes, more than ${limit}`);
  if (media.kind === 'voice') throw new Unsendable('Zalo takes no voices');
  const filename = media.kind === 'private' ? media.filename : `${media.hash}.png`;
  const mime = isDocument ? 'application/pdf' : 'image/png';
  const path = isDocument ? '/v2.0/oa/upload/file' : '/v2.0/oa/upload/image';
  return { host: 'openapi', method: 'POST', path, file: { field: 'file', filename, mime, bytes } };
}

/** Zalo's way to pass parameters to a GET: one parameter `data` with JSON. */
export function renderQuery(path: string, data: Record<string, unknown>): ZaloRequest {
  return { host: 'openapi', method: 'GET', path: `${path}?data=${encodeURIComponent(JSON.stringify(data))}` };
}

/**
 * One message as the messages Zalo can carry, in order: buttons never hang on a picture, a file has no words beside
 * it, only documents may be files, and long texts go in parts with the buttons below the last. `pressPrompt` are the words that carry
 * a picture's buttons. Splitting a part again changes nothing.
 */
export function splitZalo(message: OutboundMessage, pressPrompt: string): OutboundMessage[] {
  switch (message.kind) {
    case 'text':
      return textParts(message.text, message.buttons);
    case 'picture': {
      const buttons = message.buttons ?? [];
      return [
        ...pictureParts(message.media, message.caption),
        ...(buttons.length > 0 ? textParts(message.prompt ?? pressPrompt, buttons) : []),
      ];
    }
    case 'document': {
      if (!isPaper(message.media)) return pictureParts(message.media, message.caption);
      const caption = message.caption === '' ? [] : textParts(message.caption);
      return [{ kind: 'document', media: message.media, caption: '' }, ...caption];
    }
    case 'voice': {
      // The link takes a button's place, below the others so that typed numbers still mean them.
      const buttons = message.buttons ?? [];
      if (buttons.length < ZALO_LIMITS.buttons) return [message];
      const { buttons: _, ...alone } = message;
      return [alone, ...textParts(message.prompt ?? pressPrompt, buttons)];
    }
    case 'delete':
      return textParts(message.refused, message.buttons);
    case 'edit':
    case 'template':
    case 'request-contact':
      return [message];
  }
}

function pictureParts(media: MediaRef, caption: string): OutboundMessage[] {
  const fits = lengthOf(nfc(caption), codePoints) <= ZALO_LIMITS.caption;
  return fits
    ? [{ kind: 'picture', media, caption }]
    : [{ kind: 'picture', media, caption: '' }, ...textParts(caption)];
}

function textParts(text: string, buttons: Button[] = []): OutboundMessage[] {
  const hasList = buttons.length > ZALO_LIMITS.buttons;
  const whole = nfc(hasList ? `${text}\n\n${numberedList(buttons)}` : text);
  const parts = cutText(whole, ZALO_LIMITS.text, codePoints);
  const below = hasList ? buttons.slice(0, BUTTONS_BESIDE_LIST) : buttons;
  return parts.map((part, index) =>
    index === parts.length - 1 && below.length > 0
      ? { kind: 'text', text: part, buttons: below }
      : { kind: 'text', text: part },
  );
}

/** May be sent as a file: Zalo takes PDF and DOC, but no pictures. */
export function isPaper(media: MediaRef): boolean {
  return media.kind === 'private' && media.mime === 'application/pdf';
}

function buttonsBelow(buttons: Button[] | undefined, how: ZaloRendering): Record<string, unknown> {
  return templateOf(
    (buttons ?? []).map((button) => renderButton(button, how.taps)),
    how,
  );
}

type ZaloButton = { title: string; type: string; payload: string | { url: string } };

function templateOf(buttons: ZaloButton[], how: ZaloRendering): Record<string, unknown> {
  if (buttons.length === 0) return {};
  if (buttons.length > ZALO_LIMITS.buttons) throw new Unsendable(`${buttons.length} buttons`);
  const template = how.buttonTemplateType === undefined ? {} : { template_type: how.buttonTemplateType };
  return { attachment: { type: 'template', payload: { ...template, buttons } } };
}

const linkButton = (label: string, url: string): ZaloButton => ({
  title: atMost(TITLE_CHARACTERS, label, 'button title'),
  type: 'oa.open.url',
  payload: { url },
});

function renderButton({ label, data }: Button, taps: 'hidden' | 'shown'): ZaloButton {
  const title = atMost(TITLE_CHARACTERS, label, 'button title');
  if (taps === 'shown') return { title, type: 'oa.query.show', payload: title };
  return { title, type: 'oa.query.hide', payload: atMost(PAYLOAD_CHARACTERS, PRESS_PREFIX + data, 'button payload') };
}

function words(text: string): string {
  return atMost(ZALO_LIMITS.text, text, 'text');
}

/** Zalo counts composed characters (NFC) and refuses, rather than cuts, what is too long or empty. */
function atMost(limit: number, text: string, what: string): string {
  const content = nfc(text);
  const length = lengthOf(content, codePoints);
  if (length === 0 || length > limit) throw new Unsendable(`${what} has ${length} characters`);
  return content;
}

function nfc(text: string): string {
  return text.normalize('NFC');
}
