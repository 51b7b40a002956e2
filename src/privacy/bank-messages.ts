/** Texts that a bank or wallet sent and somebody passed on: balances, transfers, one-time codes. */

/** Names as they stand in sender lines and texts (folded); the largest senders of the bank table plus wallets. */
const SENDERS =
  /(?<![\p{L}\d])(?:vietcombank|vcb|vietinbank|agribank|bidv|techcombank|tcb|mb ?bank|mbbank|vpbank|acb|sacombank|tpbank|vib|shb|hdbank|msb|seabank|ocb|eximbank|lpbank|lienvietpostbank|scb|nam ?a ?bank|bac ?a ?bank|pvcombank|abbank|vietbank|vietabank|kienlongbank|bvbank|ncb|pgbank|saigonbank|woori|shinhan|hsbc|cake|timo|viettel ?money|viettelpay|vnpt ?money|vnpt ?pay|momo|zalo ?pay|vbsp)(?![\p{L}\d])/u;

/** Turns of phrase of one-time-code messages. */
const CODE_PHRASES =
  /(?<!\p{L})(?:quy khach|qk|hieu luc|het han|khong (?:duoc )?(?:cung cap|chia se|tiet lo)|tuyet doi|bat ky ai|do not share|expire|de (?:xac|dang nhap|thuc hien|kich hoat)|ma giao dich|so tien|giao dich)/u;
const CODE_NAME = /(?<!\p{L})(?:otp|ma (?:xac thuc|xac nhan|xac minh|kich hoat|bao mat)|verification code)(?!\p{L})/u;
const CODE = /(?<!\d)\d{4,8}(?!\d)/;

/** Parts of a balance message; three of them with money make one, two are enough beside a sender's name. */
const BALANCE_PARTS: readonly RegExp[] = [
  /(?<!\p{L})(?:tk|tai khoan|so tk|account|acct)(?!\p{L})/u,
  /(?<!\p{L})(?:sd|so du|so du cuoi|sdc|balance)(?!\p{L})/u,
  /(?<!\p{L})(?:gd|ps|giao dich|bien dong|ghi no|ghi co)(?!\p{L})/u,
  /(?<!\p{L})(?:nd|noi dung|ref)(?=\s?[:.])/u,
  /\dvnd(?!\p{L})|(?<!\p{L})vnd(?!\p{L})/u,
];
const MONEY = /\d{1,3}(?:[.,]\d{3})+/;
/** What an announcement about accounts and fees does not have: a signed amount, or the word balance. */
const MOVEMENT = /[+-]\s?\d{1,3}(?:[.,]\d{3})+|(?<!\p{L})(?:sd|so du|balance|ghi no|ghi co|bien dong)(?!\p{L})/u;

/** A message passed on from a bank or wallet. */
export interface BankMessage {
  /** Whether a one-time code is in it. */
  hasCode: boolean;
}

/** Longer texts are letters or articles; a message fits in three joined SMS. */
const LONGEST_MESSAGE = 700;

/** Reads a shadow text; null when it is not a message passed on. */
export function readBankMessage(text: string): BankMessage | null {
  if (text.length > LONGEST_MESSAGE) return null;
  const isFromBank = SENDERS.test(text);
  const hasCode = CODE_NAME.test(text) && CODE_PHRASES.test(text) && CODE.test(text);
  if (hasCode && (isFromBank || text.includes('ngan hang'))) return { hasCode };
  const parts = BALANCE_PARTS.filter((part) => part.test(text)).length;
  const isBalance = MONEY.test(text) && MOVEMENT.test(text) && parts >= (isFromBank ? 2 : 3);
  return isBalance ? { hasCode } : null;
}
