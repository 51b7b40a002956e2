/**
 * What a refused Bot API call means. Codes first, then a piece of the description, which is not contractual: whatever
 * we do not recognise is `rejected`, never retried blindly.
 */
import type { SendFailure } from '../channel.ts';
import { fieldsOf, idOf, stringOf } from './untrusted.ts';
import { type FailedSend, failed, wireFailure } from './wire.ts';

/** Wait when Telegram throttles without saying for how long, in seconds. */
const RETRY_AFTER_UNSAID = 5;

/** Bad Request (400) by a piece of its description, lower case. */
const BAD_REQUESTS: readonly (readonly [RegExp, SendFailure])[] = [
  [/chat not found|user not found|peer_id_invalid/, 'contact-left'],
  [/message to (edit|delete) not found|message can't be (edited|deleted)|message_id_invalid/, 'target-gone'],
  [/wrong (remote )?file.?id|wrong file identifier|file_reference_/, 'media-gone'],
];

/** Reads what a transport threw: a refusal (`response.error_code`) or a failure below HTTP. */
export function telegramFailure(error: unknown): FailedSend {
  const response = fieldsOf(fieldsOf(error)?.response);
  const code = response?.error_code;
  if (response === null || typeof code !== 'number') return wireFailure(error);
  const description = stringOf(response.description) ?? '';
  const parameters = fieldsOf(response.parameters);
  const detail = `${code} ${description}`;

  // What became of the message cannot be known.
  if (code >= 500) return failed('lost-answer', detail);
  if (code === 429) return failed('throttled', detail, 1000 * retryAfter(parameters?.retry_after));
  if (code === 403) return failed('contact-left', detail);
  // 404 is how Telegram answers a token that is none.
  if (code === 401 || code === 404 || code === 409) return failed('misconfigured', detail);
  const movedTo = idOf(parameters?.migrate_to_chat_id);
  if (movedTo !== null) return { ...failed('contact-left', detail), movedTo };
  return failed(badRequest(description.toLowerCase()), detail);
}

function badRequest(description: string): SendFailure {
  return BAD_REQUESTS.find(([piece]) => piece.test(description))?.[1] ?? 'rejected';
}

function retryAfter(seconds: unknown): number {
  return typeof seconds === 'number' && seconds > 0 ? seconds : RETRY_AFTER_UNSAID;
}

/** The edit would have changed nothing: the message already reads so. */
export const isUnchanged = (failure: FailedSend) => failure.detail.includes('message is not modified');
/** The message is not there (any more), as opposed to there but not ours to touch. */
export const isNotThere = (failure: FailedSend) => /message to (edit|delete) not found/.test(failure.detail);
/** The message to edit is a picture. */
export const hasNoText = (failure: FailedSend) => failure.detail.includes('there is no text in the message to edit');
/** Telegram could not read our formatting. */
export const isUnreadable = (failure: FailedSend) => failure.detail.includes("can't parse entities");
