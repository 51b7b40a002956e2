/** What lies sealed until it is used: each kind closed and opened side by side, since both must name what it is for. */
import { open, phoneEnding, phoneHash, seal } from '../db/seal.ts';

const ERRAND = 'errand';
const PHONE = 'phone';

export const sealErrand = (key: Buffer, body: string): Buffer => seal(key, Buffer.from(body), ERRAND);

export const openErrand = (key: Buffer, sealed: Buffer): string => open(key, sealed, ERRAND).toString();

/** With the marks by which a sealed number can be found. */
export const sealPhone = (key: Buffer, phone: string) => ({
  sealed: seal(key, Buffer.from(phone), PHONE),
  hash: phoneHash(key, phone),
  ending: phoneEnding(key, phone),
});

/** A template to a phone number carries it sealed (base64); it is opened for the one call. */
export const openPhone = (key: Buffer, carried: string): string =>
  open(key, Buffer.from(carried, 'base64'), PHONE).toString();
