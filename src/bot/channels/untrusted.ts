/**
 * Reading bodies that strangers can send. Every function answers null for what is not there or not of that shape and
 * never throws, so that a platform's next field, a cut body or a forged one cannot take the intake down.
 */
import { hash, timingSafeEqual } from 'node:crypto';

export type Fields = Record<string, unknown>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON object in these bytes; null when they are not UTF-8, not JSON, or JSON of another kind. */
export function readObject(rawBody: Buffer): Fields | null {
  try {
    return fieldsOf(JSON.parse(utf8.decode(rawBody)));
  } catch {
    return null;
  }
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * An id as a string. A number above 2^53 has already been rounded by the JSON parser and would name somebody else, so
 * it counts as absent; the platforms send such ids as strings.
 */
export function idOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

/** The one value of a header, whatever its case in the request; null when it is absent or was sent twice. */
export function headerOf(headers: Record<string, string | string[] | undefined>, lowerCaseName: string): string | null {
  const direct = headers[lowerCaseName];
  if (direct !== undefined) return stringOf(direct);
  const found = Object.keys(headers).find((name) => name.toLowerCase() === lowerCaseName);
  return found === undefined ? null : stringOf(headers[found]);
}

/** Compares in a time that does not depend on where the two differ, nor on their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return timingSafeEqual(digest(given), digest(expected));
}
