/** The check code on a certificate: tells genuine from copied or changed, and nothing about the person. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the code vouches for, as printed. */
export interface CertificateFacts {
  name: string;
  learnt: string;
  /** ISO date, e.g. `2026-11-22`. */
  date: string;
  place: string;
}

/** Tells these codes from any other hash made with the same key; a new shape of the input gets a new number. */
const PURPOSE = 'tro-ly-so certificate 1';
/** A name and a date are easily guessed, so the code is worth only as much as its key. */
const KEY_BYTES = 32;

/** Crockford's base 32 (crockford.com/base32.html): no I, L, O, U, so that a code read aloud or by hand stays the same. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Ten characters of 5 bits: one in 10^15 by guessing, and short enough to be typed. */
const CHARACTERS = 10;
const GROUP = 5;

/** Written the same however it was typed: composed, single spaces, lower case. */
const canonical = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();

/** The code of these facts, e.g. `7K2M9-4PXQ1`; the same for the same facts and key. Throws on a key under 32 bytes. */
export function certificateCode(key: Buffer, { name, learnt, date, place }: CertificateFacts): string {
  if (key.length < KEY_BYTES) throw new RangeError(`The certificate key needs ${KEY_BYTES} bytes, not ${key.length}.`);
  const parts = JSON.stringify([PURPOSE, ...[name, learnt, date, place].map(canonical)]);
  const hash = createHmac('sha256', key).update(parts).digest();
  const characters = Array.from(hash.subarray(0, CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${characters.slice(0, GROUP).join('')}-${characters.slice(GROUP).join('')}`;
}

/** What people mistake for another character when they copy a code. */
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
const bare = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/[OIL]/g, (character) => MISREAD[character] ?? character);

/** Whether a typed code belongs to these facts. Takes the same time however much of it is right. */
export function isGenuine(key: Buffer, facts: CertificateFacts, typed: string): boolean {
  const [wanted, given] = [certificateCode(key, facts), typed].map((code) => Buffer.from(bare(code))) as [
    Buffer,
    Buffer,
  ];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
