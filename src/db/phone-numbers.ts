/** Phone numbers at rest: sealed, beside marks by which one can be found again without opening all. */
import { createHmac } from 'node:crypto';
import { open, seal } from './seal.ts';

const CONTEXT = 'phone';

/** What is stored of a number. */
export const sealPhone = (key: Buffer, phone: string) => ({
  sealed: seal(key, Buffer.from(phone), CONTEXT),
  hash: phoneHash(key, phone),
  ending: phoneEnding(key, phone),
});

/** Throws a `SealError` when it does not open. */
export const openPhone = (key: Buffer, sealed: Buffer): string => open(key, sealed, CONTEXT).toString();

/** Keyed hash of a phone number: finds the same number again without opening any. */
const phoneHash = (key: Buffer, phone: string): string =>
  createHmac('sha256', key).update(`phone:${phone}`).digest('hex');

/** Digits at the end of a number by which officials look for it. */
export const PHONE_ENDING_DIGITS = 4;
const DRAWERS = 4096;

/**
 * The drawer, 0–4095, in which a number is kept by its last digits: a keyed hash cut so short that two or three endings
 * share each (docs/decisions/0022-phone-endings.md). Being in it is no answer: the number has to be opened.
 */
export const phoneEnding = (key: Buffer, phone: string): number =>
  createHmac('sha256', key)
    .update(`phone-ending:${phone.slice(-PHONE_ENDING_DIGITS)}`)
    .digest()
    .readUInt16BE() % DRAWERS;
