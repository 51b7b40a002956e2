/**
 * Consent by purpose: given and withdrawn, never deleted. The proof is the version of the text, a hash of the exact words
 * that were read, how the answer came and in which turn.
 */
import { createHash } from 'node:crypto';
import type { Tx } from './client.ts';
import { endFamily } from './family.ts';

/** Version of the words that are read for each purpose; changed words need a new one. */
export const CONSENT_VERSIONS = {
  history: '2026-11',
  household: '2026-11',
  announcements: '2026-11',
  'call-back': '2026-11',
  'stall-code': '2026-11',
  family: '2026-11',
} as const;

export type ConsentPurpose = keyof typeof CONSENT_VERSIONS;

export interface ConsentGiven {
  subjectKind: 'contact' | 'household' | 'stall';
  subjectCode: string;
  purpose: ConsentPurpose;
  how: 'pressed' | 'spoken-to-volunteer';
  /** Who pressed, or the volunteer who was told. */
  by: string;
  /** The words as they were shown. */
  words: string;
  /** The turn in which the answer came, or the id of the page's entry that brought it. */
  inboundId: string;
  /** The answer came through the page for rounds, not the chat. */
  onPage?: true;
}

export async function giveConsent(tx: Tx, consent: ConsentGiven, now: Date): Promise<void> {
  const hash = createHash('sha256').update(consent.words.normalize('NFC')).digest('hex');
  await tx`
    insert into consents (subject_kind, subject_code, purpose, text_version, how, given_by, given_at, text_hash, proof)
    values (${consent.subjectKind}, ${consent.subjectCode}, ${consent.purpose}, ${CONSENT_VERSIONS[consent.purpose]},
      ${consent.how}, ${consent.by}, ${now}, ${hash}, ${`${consent.onPage ? 'page' : 'in'}:${consent.inboundId}`})`;
}

/** Takes a consent back and does what follows from it: the phone number goes, the stall's account mark goes. */
export async function withdrawConsent(tx: Tx, contactId: string, purpose: ConsentPurpose, now: Date): Promise<number> {
  const rows = await tx`
    update consents set withdrawn_at = ${now}
    where withdrawn_at is null and purpose = ${purpose} and (
      (subject_kind = 'contact' and subject_code = ${contactId})
      or (subject_kind = 'stall' and subject_code in (select code from stalls where contact_id = ${contactId}))
      or (subject_kind = 'household' and subject_code in (
        select household_code from household_contacts where contact_id = ${contactId})))
    returning 1`;
  if (purpose === 'call-back') {
    await tx`update contacts set phone_sealed = null, phone_hash = null, phone_ending = null where id = ${contactId}`;
  }
  if (purpose === 'stall-code') {
    await tx`
      update stalls set bank_bin = null, account_last4 = null, account_fingerprint = null
      where contact_id = ${contactId}`;
  }
  if (purpose === 'family') await endFamily(tx, contactId, 'withdrawn', now);
  if (purpose === 'household') {
    await tx`delete from household_contacts where contact_id = ${contactId}`;
    await tx`update household_members set contact_id = null where contact_id = ${contactId}`;
  }
  return rows.length;
}
