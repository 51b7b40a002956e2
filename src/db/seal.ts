/**
 * Secrets at rest: AES-256-GCM (NIST SP 800-38D) under the 32 bytes of ENCRYPTION_KEY. A sealed value is one version
 * byte, a random nonce, the tag, then the ciphertext. `context` says what the value is (`zalo-token:123`); it is not
 * stored but must be the same on opening, so that a value copied into another row or column does not open there.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;
const CIPHER = 'aes-256-gcm';

/** What was stored cannot be read. The message says why and never shows any of it. */
export class SealError extends Error {}

export function seal(key: Buffer, plaintext: Buffer, context = ''): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(header(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext]);
}

/** Throws {@link SealError} when the value was changed, cut, moved elsewhere, or sealed with another key or version. */
export function open(key: Buffer, sealed: Buffer, context = ''): Buffer {
  if (sealed.length < HEAD_BYTES) throw new SealError('A sealed value is too short: it was cut or is something else.');
  if (sealed[0] !== VERSION) {
    throw new SealError(
      `A sealed value has version ${sealed[0]}, this program knows ${VERSION}: was it made by a newer one?`,
    );
  }
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(header(context));
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
  } catch {
    throw new SealError(
      'A sealed value does not open: ENCRYPTION_KEY is not the one it was sealed with, or it was changed.',
    );
  }
}

/** Covered by the tag but not secret: the version, so that it cannot be swapped, and what the value is. */
const header = (context: string): Buffer => Buffer.concat([Buffer.of(VERSION), Buffer.from(context)]);
