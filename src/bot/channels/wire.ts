/** What a platform call that came to no good means for the message it carried. */
import type { SendFailure, SendResult } from '../channel.ts';
import { fieldsOf } from './untrusted.ts';

export type FailedSend = Extract<SendResult, { ok: false }>;

/** How long we wait for a platform's answer to one call, in milliseconds. Long polling adds its own time to this. */
export const ANSWER_WITHIN_MS = 15_000;

/** Longest part of a platform's own error text that is kept: enough to read, too little to carry a message. */
const DETAIL_CHARACTERS = 200;

export function failed(failure: SendFailure, detail: string, retryAfterMs?: number): FailedSend {
  const result: FailedSend = { ok: false, failure, detail: detail.slice(0, DETAIL_CHARACTERS) };
  return retryAfterMs === undefined ? result : { ...result, retryAfterMs };
}

/** Node's codes for connections that never came about: not a byte of the message was written. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
]);

/**
 * A call that ended without an HTTP answer. Only where nothing can have been written is it safe to send again; after
 * a time-out or a reset the platform may have taken the message.
 */
export function wireFailure(error: unknown): FailedSend {
  const fields = fieldsOf(error);
  const code = String(fields?.code ?? fields?.name ?? 'unknown');
  return failed(NEVER_CONNECTED.has(code) ? 'unavailable' : 'lost-answer', `no answer: ${code}`);
}

/** A message that must not leave the house: it breaks a limit of the platform. Becomes `rejected`. */
export class Unsendable extends Error {}
