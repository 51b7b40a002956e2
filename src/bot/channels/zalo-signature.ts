/**
 * Zalo's webhook signature: header `X-ZEvent-Signature: mac=<hex>`, the SHA-256 (no HMAC) of the app id, the body's
 * exact bytes, the body's `timestamp` and a secret, one after another.
 */
import { createHash } from 'node:crypto';
import type { RawRequest } from '../channel.ts';
import { headerOf, idOf, readObject, sameSecret } from './untrusted.ts';

const HEADER = 'x-zevent-signature';

/** Redeliveries reach to about 1 h 50 min after the event; anything older is somebody repeating an old request. */
export const REPLAY_WINDOW_MS = 2 * 60 * 60 * 1000;

export type SigningKey = 'oa-secret' | 'app-secret';

export interface SignatureSettings {
  appId: string;
  oaId: string;
  /** Tried in this order: sources disagree on which of the two signs. */
  secrets: readonly (readonly [SigningKey, string])[];
  /** Some integrations were seen signing with the OA's id in place of the app's. Off unless a live OA shows it. */
  oaIdAsFirstTerm?: boolean | undefined;
}

/** The key that signed this request; null when none did, or when it is another app's, or older than {@link REPLAY_WINDOW_MS}. */
export function signedWith(request: RawRequest, now: Date, settings: SignatureSettings): SigningKey | null {
  const given = givenMac(headerOf(request.headers, HEADER));
  const body = readObject(request.rawBody);
  const timestamp = idOf(body?.timestamp);
  if (given === null || body === null || timestamp === null) return null;
  if (!(now.getTime() - Number(timestamp) <= REPLAY_WINDOW_MS)) return null;
  // Some events come without an app id; one that names another app is not for us.
  if (body.app_id !== undefined && idOf(body.app_id) !== settings.appId) return null;
  const firstTerms = settings.oaIdAsFirstTerm ? [settings.appId, settings.oaId] : [settings.appId];
  for (const firstTerm of firstTerms) {
    for (const [name, secret] of settings.secrets) {
      if (sameSecret(given, macOf(firstTerm, request.rawBody, timestamp, secret))) return name;
    }
  }
  return null;
}

/** Lower-case hex. */
export function macOf(firstTerm: string, rawBody: Buffer, timestamp: string, secret: string): string {
  return createHash('sha256').update(firstTerm).update(rawBody).update(timestamp).update(secret).digest('hex');
}

/** `mac=<hex>`, `mac = <hex>` and the bare hex were all seen. */
function givenMac(header: string | null): string | null {
  return /^(?:mac\s*=\s*)?([0-9a-f]{64})$/i.exec(header?.trim() ?? '')?.[1]?.toLowerCase() ?? null;
}
