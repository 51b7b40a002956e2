/**
 * VietQR payloads: writing the text a paying app scans, and reading one that somebody shows us. The format is NAPAS' QR
 * code format 1.5.2 (January 2021), a profile of EMVCo Merchant-Presented Mode and TCCS 03:2018 of the State Bank.
 *
 * The holder's name is not part of a payload: only the paying app can look it up, so a valid code is not yet a right one.
 */
import { type Bank, bankByBin, isFormerBin, walletOf } from './banks.ts';
import { crc16 } from './crc.ts';
import { codePoints, type DataObject, type ObjectsRead, readObjects, utf8Bytes, writeObject } from './objects.ts';
import { plainNote } from './plain.ts';

const NAPAS_GUID = 'A000000727';
const VNPAY_GUID = 'A000000775';
const DONG = '704';
const VIETNAM = 'VN';
const AMOUNT_DIGITS = 13;
const ACCOUNT = /^[A-Za-z0-9]{1,19}$/;
const BIN = /^\d{6}$/;

/** To an account or to a card: the two services money can be sent to a person with. */
export type TransferService = 'QRIBFTTA' | 'QRIBFTTC';

export interface Transfer {
  /** Six digits, one of `content/banks.json`. */
  bin: string;
  /** Account or card number, 1–19 letters and digits. */
  account: string;
  service?: TransferService;
  /** Whole đồng, up to 13 digits. Without it the code may be used again and again and the payer types the amount. */
  amount?: number;
  /** Purpose; marks are dropped and it is cut to 25 characters. */
  note?: string;
}

export type TransferFault = 'bad_bin' | 'unknown_bin' | 'bad_account' | 'bad_amount';

/** A code was not made; `message` says what to write instead. */
export class TransferRefused extends Error {
  override readonly name = 'TransferRefused';
  readonly fault: TransferFault;
  constructor(fault: TransferFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

function check({ bin, account, amount }: Transfer): void {
  if (!BIN.test(bin)) {
    throw new TransferRefused('bad_bin', `The BIN has six digits, e.g. 970422 for MB Bank; this one is "${bin}".`);
  }
  if (!bankByBin(bin) || isFormerBin(bin)) {
    throw new TransferRefused('unknown_bin', `No bank has the BIN ${bin} now. Look it up in content/banks.json.`);
  }
  if (!ACCOUNT.test(account)) {
    throw new TransferRefused(
      'bad_account',
      'An account number has 1–19 letters and digits, without spaces, dots or marks. Write it so.',
    );
  }
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount > 0 && String(amount).length <= AMOUNT_DIGITS)) {
    throw new TransferRefused(
      'bad_amount',
      `The amount is whole đồng from 1 up to ${AMOUNT_DIGITS} digits; this one is ${amount}. Leave it out to let the payer type it.`,
    );
  }
}

/** The payload for money to this account, checksum included; ASCII only. Throws `TransferRefused` on input it cannot write. */
export function encodeVietQR(transfer: Transfer): string {
  check(transfer);
  const { bin, account, service = 'QRIBFTTA', amount } = transfer;
  const note = plainNote(transfer.note ?? '');
  const receiver = writeObject('00', bin) + writeObject('01', account);
  const unsigned = [
    writeObject('00', '01'),
    writeObject('01', amount === undefined ? '11' : '12'),
    writeObject('38', writeObject('00', NAPAS_GUID) + writeObject('01', receiver) + writeObject('02', service)),
    writeObject('53', DONG),
    amount === undefined ? '' : writeObject('54', String(amount)),
    writeObject('58', VIETNAM),
    note === '' ? '' : writeObject('62', writeObject('08', note)),
    '6304',
  ].join('');
  return unsigned + crc16(unsigned);
}

/** Longest text looked at. A payload that fills every field we know stays well below. */
export const PAYLOAD_LENGTH = 512;

export type ParseError =
  | 'too_long' // over 512 characters; nothing was read
  | 'not_emv' // no payment code at all
  | 'bad_length' // an object that lies about its length, at the top or inside 38 or 62
  | 'trailing' // something follows the checksum
  | 'missing_crc'
  | 'crc_mismatch'
  | 'duplicate_id' // the same id twice: two apps may pay two different people
  | 'bad_version' // 00 is not 01
  | 'missing_38' // no NAPAS account: some other scheme's code
  | 'bad_bin'
  | 'bad_account'
  | 'missing_53'
  | 'bad_currency'
  | 'bad_amount'
  | 'missing_58'
  | 'bad_country';

export type ParseWarning =
  | 'url' // it opens a web page: never a way to pay
  | 'non_ascii'
  | 'control_characters'
  | 'surrounding_space' // removed before reading
  | 'unknown_bin' // new members join, so this is no error
  | 'deprecated_bin'
  | 'no_method'
  | 'unknown_method'
  | 'amount_in_static'
  | 'no_amount_in_dynamic'
  | 'odd_amount' // zero, leading zeros or a fraction of nothing
  | 'no_service' // read as a merchant's code, the account is not guessed
  | 'unknown_service';

export type PayloadKind = 'vietqr' | 'vnpay' | 'other_emv' | 'not_emv';

/** Four hex digits as they stand there, and as they should. Null when the text does not end in a checksum. */
interface Checksum {
  found: string | null;
  expected: string | null;
}

export interface ParsedPayload {
  /** Well formed, checksum right, and everything a VietQR must have is there. */
  valid: boolean;
  kind: PayloadKind;
  /** Meant to be used again, or for one payment. */
  method: 'static' | 'dynamic' | null;
  /** `QRIBFTTA`, `QRIBFTTC`, `QRPUSH` (also when absent), `QRCASH`, or what stands there. */
  service: string | null;
  bin: string | null;
  bank: Pick<Bank, 'key' | 'shortName' | 'name' | 'kind'> | null;
  /** The wallet this account belongs to, when the bank only keeps it. */
  wallet: string | null;
  /** Of a transfer only. */
  account: string | null;
  /** Of any other service, and of VNPAY. */
  merchant: string | null;
  /** Whole đồng. */
  amount: number | null;
  /** Tag 62: `purpose`, `reference`, `billNumber` …; what has no name keeps its two digits. */
  additional: Record<string, string>;
  name?: string;
  city?: string;
  crc: Checksum;
  errors: ParseError[];
  warnings: ParseWarning[];
  /** Objects this reader has no use for, as they stood. */
  unknown: DataObject[];
}

const TEXT_OF_A_LINK = /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?#]|$))/i;

function notRead(text: string, error: 'too_long' | 'not_emv'): ParsedPayload {
  return {
    valid: false,
    kind: 'not_emv',
    method: null,
    service: null,
    bin: null,
    bank: null,
    wallet: null,
    account: null,
    merchant: null,
    amount: null,
    additional: {},
    crc: { found: null, expected: null },
    errors: [error],
    warnings: TEXT_OF_A_LINK.test(text.slice(0, PAYLOAD_LENGTH)) ? ['url'] : [],
    unknown: [],
  };
}

interface Reading extends ObjectsRead {
  /** Objects inside a template, lengths counted the same way as outside. */
  inside: (template: string) => ObjectsRead;
  crc: Checksum;
}

/** A text may have been composed or decomposed on its way: as it came, then composed. */
const formsOf = (text: string) => [...new Set([text, text.normalize('NFC')])];

const isRight = ({ found, expected }: Checksum) => found !== null && found.toUpperCase() === expected;

function checksumOf(text: string): Checksum {
  const checksums = formsOf(text).map((form): Checksum => {
    const [, signed, found] = /^(.*6304)([0-9A-Fa-f]{4})$/s.exec(form) ?? [];
    if (signed === undefined || found === undefined) return { found: null, expected: null };
    return { found, expected: crc16(signed) };
  });
  return checksums.find(isRight) ?? checksums[0]!;
}

/** The first way of reading that fits: lengths in characters or in bytes. Without marks there is only one way. */
function readAnyWay(text: string): Reading {
  const cuts = /^\p{ASCII}*$/u.test(text) ? [codePoints] : [codePoints, utf8Bytes];
  const crc = checksumOf(text);
  const readings = formsOf(text).flatMap((form) =>
    cuts.map((cut): Reading => {
      const inside = (template: string) => readObjects(cut(template));
      return { ...readObjects(cut(form), '63'), inside, crc };
    }),
  );
  return readings.find(({ fault }) => fault === null) ?? readings[0]!;
}

/** Collects what is wrong and what is odd, each said once. */
class Findings {
  readonly errors = new Set<ParseError>();
  readonly warnings = new Set<ParseWarning>();
}

const fieldOf = (objects: readonly DataObject[], id: string) => objects.find((object) => object.id === id)?.value;

function checkEnvelope({ objects, fault, crc }: Reading, findings: Findings): void {
  if (fault) findings.errors.add(fault);
  const signature = fieldOf(objects, '63');
  const isSigned = crc.found !== null || (signature !== undefined && !fault);
  if (isSigned && !isRight(crc)) findings.errors.add('crc_mismatch');
  if (!fault && signature === undefined) findings.errors.add('missing_crc');
  if (new Set(objects.map(({ id }) => id)).size < objects.length) findings.errors.add('duplicate_id');
  if (fieldOf(objects, '00') !== '01') findings.errors.add('bad_version');
}

/** A payload broken by a wrong length may have lost an object on the way, so only a whole one is told what it lacks. */
function checkPlaceAndCurrency({ objects, fault }: Reading, findings: Findings): void {
  const expected = [
    { id: '53', value: DONG, missing: 'missing_53', bad: 'bad_currency' },
    { id: '58', value: VIETNAM, missing: 'missing_58', bad: 'bad_country' },
  ] as const;
  for (const { id, value, missing, bad } of expected) {
    const found = fieldOf(objects, id);
    if (found === undefined && !fault) findings.errors.add(missing);
    if (found !== undefined && found !== value) findings.errors.add(bad);
  }
}

function readAmount(objects: readonly DataObject[], findings: Findings): number | null {
  const text = fieldOf(objects, '54');
  if (text === undefined) return null;
  const [, digits, fraction] = /^(\d+)(?:\.(0*))?$/.exec(text) ?? [];
  if (digits === undefined || text.length > AMOUNT_DIGITS) {
    findings.errors.add('bad_amount');
    return null;
  }
  const amount = Number(digits);
  if (fraction !== undefined || String(amount) !== digits || amount === 0) findings.warnings.add('odd_amount');
  return amount === 0 ? null : amount;
}

const METHODS: Record<string, 'static' | 'dynamic'> = { '11': 'static', '12': 'dynamic' };

function readMethod(
  objects: readonly DataObject[],
  amount: number | null,
  findings: Findings,
): ParsedPayload['method'] {
  const text = fieldOf(objects, '01');
  const method = METHODS[text ?? ''] ?? null;
  if (text === undefined) findings.warnings.add('no_method');
  else if (method === null) findings.warnings.add('unknown_method');
  if (method === 'static' && amount !== null) findings.warnings.add('amount_in_static');
  if (method === 'dynamic' && amount === null) findings.warnings.add('no_amount_in_dynamic');
  return method;
}

/** Names of the objects inside tag 62 (EMVCo MPM, table 4.6). */
const ADDITIONAL: Record<string, string> = {
  '01': 'billNumber',
  '02': 'mobileNumber',
  '03': 'store',
  '04': 'loyaltyNumber',
  '05': 'reference',
  '06': 'customer',
  '07': 'terminal',
  '08': 'purpose',
  '09': 'consumerDataRequest',
};

function readAdditional({ objects, inside }: Reading, findings: Findings): Record<string, string> {
  const { objects: fields, fault } = inside(fieldOf(objects, '62') ?? '');
  if (fault) findings.errors.add(fault);
  return Object.fromEntries(fields.map(({ id, value }) => [ADDITIONAL[id] ?? id, value]));
}

type Payee = Pick<ParsedPayload, 'service' | 'bin' | 'bank' | 'wallet' | 'account' | 'merchant'>;

const NOBODY: Payee = { service: null, bin: null, bank: null, wallet: null, account: null, merchant: null };

const TRANSFERS: readonly string[] = ['QRIBFTTA', 'QRIBFTTC'] satisfies TransferService[];
const SERVICES: readonly string[] = [...TRANSFERS, 'QRPUSH', 'QRCASH'];

function bankOf(bin: string, findings: Findings): ParsedPayload['bank'] {
  const bank = bankByBin(bin);
  if (!bank) findings.warnings.add('unknown_bin');
  else if (isFormerBin(bin)) findings.warnings.add('deprecated_bin');
  return bank && { key: bank.key, shortName: bank.shortName, name: bank.name, kind: bank.kind };
}

/** The NAPAS template 38: who is paid and by which service. */
function readPayee(template: string, inside: Reading['inside'], findings: Findings): Payee {
  const outer = inside(template);
  const receiver = inside(fieldOf(outer.objects, '01') ?? '');
  for (const { objects, fault } of [outer, receiver]) {
    if (fault) findings.errors.add(fault);
    if (new Set(objects.map(({ id }) => id)).size < objects.length) findings.errors.add('duplicate_id');
  }
  const service = fieldOf(outer.objects, '02') ?? 'QRPUSH';
  if (fieldOf(outer.objects, '02') === undefined) findings.warnings.add('no_service');
  if (!SERVICES.includes(service)) findings.warnings.add('unknown_service');
  const bin = fieldOf(receiver.objects, '00') ?? '';
  if (!BIN.test(bin)) findings.errors.add('bad_bin');
  const number = fieldOf(receiver.objects, '01') ?? '';
  if (!ACCOUNT.test(number)) findings.errors.add('bad_account');
  const isTransfer = TRANSFERS.includes(service);
  return {
    service,
    bin: bin || null,
    bank: BIN.test(bin) ? bankOf(bin, findings) : null,
    wallet: walletOf(bin, number),
    account: isTransfer && number ? number : null,
    merchant: isTransfer ? null : number || null,
  };
}

const isScheme = ({ id }: DataObject) => id >= '02' && id <= '51';

/** Which scheme's account the payload names: NAPAS in 38 wins, as every Vietnamese app reads it. */
function readScheme(reading: Reading, findings: Findings): Payee & { kind: PayloadKind; used: string | null } {
  const { objects, fault, inside } = reading;
  const guidOf = (template: string) => fieldOf(inside(template).objects, '00');
  const napas = fieldOf(objects, '38');
  if (napas !== undefined && guidOf(napas) === NAPAS_GUID) {
    return { kind: 'vietqr', used: '38', ...readPayee(napas, inside, findings) };
  }
  if (!fault) findings.errors.add('missing_38');
  const vnpay = objects.find((object) => isScheme(object) && guidOf(object.value) === VNPAY_GUID);
  if (!vnpay) return { kind: 'other_emv', used: null, ...NOBODY };
  return { kind: 'vnpay', used: vnpay.id, ...NOBODY, merchant: fieldOf(inside(vnpay.value).objects, '01') ?? null };
}

const UNDERSTOOD = ['00', '01', '53', '54', '58', '59', '60', '62', '63'];

function readPayload(text: string, findings: Findings): ParsedPayload {
  const reading = readAnyWay(text);
  const { objects, crc } = reading;
  checkEnvelope(reading, findings);
  checkPlaceAndCurrency(reading, findings);
  const { used, ...scheme } = readScheme(reading, findings);
  const amount = readAmount(objects, findings);
  const [name, city] = [fieldOf(objects, '59'), fieldOf(objects, '60')];
  return {
    valid: false,
    ...scheme,
    method: readMethod(objects, amount, findings),
    amount,
    additional: readAdditional(reading, findings),
    ...(name !== undefined && { name }),
    ...(city !== undefined && { city }),
    crc,
    errors: [],
    warnings: [],
    unknown: objects.filter(({ id }) => id !== used && !UNDERSTOOD.includes(id)),
  };
}

/** What a scanned text says. Never throws; reads at most 512 characters in one pass per way of counting. */
export function parseVietQR(received: string): ParsedPayload {
  const text = received.length > PAYLOAD_LENGTH ? received : received.trim();
  if (text.length > PAYLOAD_LENGTH) return notRead(text, 'too_long');
  if (!text.startsWith('0002')) return notRead(text, 'not_emv');
  const findings = new Findings();
  if (text !== received) findings.warnings.add('surrounding_space');
  if (!/^\p{ASCII}*$/u.test(text)) findings.warnings.add('non_ascii');
  if (/\p{Cc}/u.test(text)) findings.warnings.add('control_characters');
  const payload = readPayload(text, findings);
  const errors = [...findings.errors];
  return { ...payload, valid: errors.length === 0, errors, warnings: [...findings.warnings] };
}
