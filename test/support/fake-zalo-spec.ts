/**
 * The shapes and limits of Official Account messages, as a checker: 2,000 characters, 5 buttons, titles of 100 and
 * payloads of 1,000 characters, exactly one media element. Written from the platform's pages, apart from our renderer.
 */
export type Fields = Record<string, unknown>;

/** A code with Zalo's kind of message. */
export interface ZaloError {
  error: number;
  message: string;
}

const invalid = (field: string): ZaloError => ({ error: -201, message: `${field} is invalid!` });
const exceeds = (field: string): ZaloError => ({ error: -210, message: `Parameter exceeds limitation: ${field}` });

/** The first thing wrong with the body of `/v3.0/oa/message/cs`; null when it is fine. */
export function messageFault(body: Fields): ZaloError | null {
  const recipient = fieldsOf(body.recipient);
  const message = fieldsOf(body.message);
  if (recipient === null || typeof recipient.user_id !== 'string') return invalid('user_id');
  if (message === null) return invalid('message');
  return (
    unknownFault(body, ['recipient', 'message']) ??
    unknownFault(recipient, ['user_id']) ??
    unknownFault(message, ['text', 'attachment', 'quote_message_id']) ??
    contentFault(message)
  );
}

function contentFault({ text, attachment }: Fields): ZaloError | null {
  if (text === undefined && attachment === undefined) return invalid('message');
  const ofText = text === undefined ? null : textFault(text, 2000, 'text');
  return ofText ?? (attachment === undefined ? null : attachmentFault(fieldsOf(attachment), text !== undefined));
}

function attachmentFault(attachment: Fields | null, hasText: boolean): ZaloError | null {
  const payload = fieldsOf(attachment?.payload);
  if (attachment === null || payload === null) return invalid('attachment');
  if (attachment.type === 'file') {
    if (hasText || typeof payload.token !== 'string') return invalid('payload');
    return unknownFault(payload, ['token']);
  }
  if (attachment.type !== 'template') return invalid('attachment.type');
  switch (payload.template_type) {
    case undefined:
      return hasText ? buttonsFault(payload) : invalid('text');
    case 'media':
      return mediaFault(payload);
    case 'request_user_info':
      return contactFault(payload);
    default:
      return { error: -233, message: 'message type is not supported' };
  }
}

function buttonsFault(payload: Fields): ZaloError | null {
  const { buttons } = payload;
  if (!Array.isArray(buttons) || buttons.length === 0) return invalid('buttons');
  if (buttons.length > 5) return exceeds('buttons');
  return unknownFault(payload, ['buttons']) ?? first(buttons.map((button) => buttonFault(fieldsOf(button))));
}

function buttonFault(button: Fields | null): ZaloError | null {
  if (button === null) return invalid('button');
  const ofTitle = textFault(button.title, 100, 'title') ?? unknownFault(button, ['title', 'type', 'payload']);
  if (ofTitle !== null) return ofTitle;
  const payload = fieldsOf(button.payload);
  switch (button.type) {
    case 'oa.query.show':
    case 'oa.query.hide':
      return textFault(button.payload, 1000, 'payload');
    case 'oa.open.url':
      return typeof payload?.url === 'string' ? null : invalid('payload.url');
    case 'oa.open.phone':
    case 'oa.open.sms':
      return typeof payload?.phone_code === 'string' ? null : invalid('payload.phone_code');
    default:
      return invalid('button.type');
  }
}

function mediaFault(payload: Fields): ZaloError | null {
  const { elements } = payload;
  if (!Array.isArray(elements) || elements.length !== 1) return invalid('elements');
  const element = fieldsOf(elements[0]);
  if (element === null || element.media_type !== 'image') return invalid('media_type');
  const hasUrl = typeof element.url === 'string';
  const hasId = typeof element.attachment_id === 'string';
  if (hasUrl === hasId || (hasUrl && !String(element.url).startsWith('https://'))) return invalid('url');
  return (
    unknownFault(payload, ['template_type', 'elements']) ??
    unknownFault(element, ['media_type', 'url', 'attachment_id'])
  );
}

function contactFault(payload: Fields): ZaloError | null {
  const { elements } = payload;
  const element = Array.isArray(elements) && elements.length === 1 ? fieldsOf(elements[0]) : null;
  if (element === null) return invalid('elements');
  return (
    textFault(element.title, 100, 'title') ??
    textFault(element.subtitle, 500, 'subtitle') ??
    unknownFault(element, ['title', 'subtitle', 'image_url'])
  );
}

function textFault(value: unknown, limit: number, field: string): ZaloError | null {
  if (typeof value !== 'string' || value === '') return invalid(field);
  return [...value].length > limit ? exceeds(field) : null;
}

function unknownFault(given: Fields, known: string[]): ZaloError | null {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  return unknown === undefined ? null : invalid(unknown);
}

function first(faults: (ZaloError | null)[]): ZaloError | null {
  return faults.find((fault) => fault !== null) ?? null;
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The buttons below an accepted message. */
export function buttonsOf(body: Fields): { title: string; type: string; payload: unknown }[] {
  const payload = fieldsOf(fieldsOf(fieldsOf(body.message)?.attachment)?.payload);
  return Array.isArray(payload?.buttons) ? payload.buttons : [];
}
