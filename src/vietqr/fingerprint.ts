/**
 * What a stall keeps of its code: the BIN, the last four digits and this fingerprint. Enough to notice a code pasted
 * over the real one, too little to learn the account number from the database.
 */
import { createHmac } from 'node:crypto';

/** What decides where the money goes. */
export interface Payee {
  bin: string;
  /** Account, card or merchant number, exactly as in the code. */
  account: string;
  /** Service code, e.g. `QRIBFTTA`: the same digits may be an account here and a card there. */
  service: string;
}

/** Tells these hashes from any other made with the same key; a new shape of the input gets a new number. */
const PURPOSE = 'tro-ly-so stall-code 1';
/** Account numbers are short enough to try them all, so the hash is worth only as much as its key. */
const KEY_BYTES = 32;

/** Keyed hash (HMAC-SHA-256) of a payee: 64 hex digits, the same for the same payee and key. Throws on a key under 32 bytes. */
export function fingerprint(key: Buffer, { bin, account, service }: Payee): string {
  if (key.length < KEY_BYTES) throw new RangeError(`The fingerprint key needs ${KEY_BYTES} bytes, not ${key.length}.`);
  const parts = JSON.stringify([PURPOSE, bin, account, service]);
  return createHmac('sha256', key).update(parts).digest('hex');
}

/** The last four characters of an account, which may be shown; all of it when it is shorter. */
export function last4(account: string): string {
  return account.slice(-4);
}
