/**
 * Banks and wallets that can be named in a VietQR, from `content/banks.json`, and how people call them. A BIN may
 * belong to several entries (mergers): the living one is meant, the old names lead to it.
 */
import { readFileSync } from 'node:fs';
import { withoutMarks } from './plain.ts';

export type BankKind = 'bank' | 'digital_brand' | 'wallet' | 'mobile_money';

export interface Bank {
  /** Acquirer id in a VietQR, six digits; null when no source gives one. */
  bin: string | null;
  key: string;
  code: string;
  shortName: string;
  name: string;
  kind: BankKind;
  /** What its own app does with a VietQR; money can be received in every case but `none`. */
  vietqr: 'transfer' | 'receive_only' | 'none' | 'unknown';
  aliases: string[];
  /** No longer in business under this name; `supersededBy` is the key of the one that is. */
  deprecated: boolean;
  supersededBy: string | null;
  /** For the card against fake apps. */
  apps: { androidPackage?: string | null; appStoreId?: string | null }[];
  /** Wallets whose accounts are kept here, known by the first characters of the number. */
  carries?: { prefix: string; shortName: string }[];
  /** BINs it had before a merger or a change. */
  formerBins?: string[];
}

/** A bank a code can be drawn for. */
export type DrawableBank = Bank & { bin: string };

const FILE = new URL('../../content/banks.json', import.meta.url);

export const BANKS: readonly Bank[] = (JSON.parse(readFileSync(FILE, 'utf8')) as { banks: Bank[] }).banks;

const BY_BIN = new Map<string, Bank>();
for (const bank of [...BANKS].sort((a, b) => Number(b.deprecated) - Number(a.deprecated))) {
  if (bank.bin !== null) BY_BIN.set(bank.bin, bank);
}
const BY_FORMER_BIN = new Map(BANKS.flatMap((bank) => (bank.formerBins ?? []).map((bin) => [bin, bank] as const)));

/** The living bank or wallet with this BIN; null when our list does not know it, which does not make it wrong. */
export function bankByBin(bin: string): Bank | null {
  return BY_BIN.get(bin) ?? BY_FORMER_BIN.get(bin) ?? null;
}

/** True when the BIN should no longer be drawn: given up in a merger, or only of banks that no longer exist. */
export function isFormerBin(bin: string): boolean {
  return BY_BIN.get(bin)?.deprecated ?? BY_FORMER_BIN.has(bin);
}

/** The wallet an account belongs to when a bank only keeps it for that wallet (`99ZP…` at BVBank is Zalopay), else null. */
export function walletOf(bin: string, account: string): string | null {
  const carried = bankByBin(bin)?.carries?.find(({ prefix }) => account.startsWith(prefix));
  return carried?.shortName ?? null;
}

/** What people call the place this account is at, or null when the BIN is unknown. */
export function receiverName(bin: string, account: string): string | null {
  return walletOf(bin, account) ?? bankByBin(bin)?.shortName ?? null;
}

/** Words people put before the name: "ngân hàng", "nh", "ví", "app"; and the legal form inside official names. */
const FILLERS = /\b(ngan hang|nh|vi dien tu|vi|app|tmcp|tnhh mtv|tnhh|thuong mai|viet nam)\b/g;

const fold = (text: string) =>
  withoutMarks(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const compact = (folded: string) => folded.replaceAll(' ', '');

interface Entry {
  bank: DrawableBank;
  /** Short names without spaces: `mbbank`, `mbb`, `mb`. */
  names: string[];
  /** Official names without their legal form: ` nong nghiep va phat trien nong thon `. */
  titles: string[];
}

function withoutFillers(folded: string): string {
  return folded.replace(FILLERS, ' ').replace(/ +/g, ' ').trim();
}

function shortForms({ key, code, shortName, aliases }: Bank): string[] {
  const folded = [key, code, shortName, ...aliases].map(fold);
  return [...folded, ...folded.map(withoutFillers)].map(compact).filter(Boolean);
}

function indexBanks(): Entry[] {
  const isDrawable = (bank: Bank): bank is DrawableBank => bank.bin !== null && !bank.deprecated;
  return BANKS.filter(isDrawable).map((bank) => {
    const known = [bank, ...BANKS.filter(({ supersededBy }) => supersededBy === bank.key)];
    return {
      bank,
      names: [...new Set(known.flatMap(shortForms))],
      titles: known
        .flatMap(({ name, aliases }) => [name, ...aliases])
        .map((title) => ` ${withoutFillers(fold(title))} `),
    };
  });
}

const ENTRIES = indexBanks();

/** True when one letter was left out, added, replaced or swapped with its neighbour. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  );
}

type Match = (entry: Entry, typed: string) => boolean;

const isExact: Match = ({ bank, names }, typed) => bank.bin === typed || names.includes(compact(typed));

/** Ways a part of a name is met, best first. */
const PARTS: Match[] = [
  ({ names }, typed) => names.some((name) => name.startsWith(compact(typed))),
  ({ titles }, typed) => titles.some((title) => title.includes(` ${typed} `)),
  ({ titles }, typed) => titles.some((title) => title.includes(` ${typed}`)),
];

const isSlip: Match = ({ names }, typed) => names.some((name) => isOneSlip(name, compact(typed)));

/** Names shorter than this are too alike to forgive a slip. */
const SLIP_LENGTH = 5;

/**
 * Banks and wallets meant by what a person typed, best first: "mb", "VietinBank", "nông nghiệp", "viettelpay", "970422",
 * with or without marks, spaces and "ngân hàng", one slip allowed in a longer name. An exact name gives that bank
 * alone, so one result means certainty; several mean "ask which one".
 */
export function searchBanks(typed: string, limit = 5): DrawableBank[] {
  const folded = fold(typed.slice(0, 100));
  const query = withoutFillers(folded) || folded;
  if (!query) return [];
  const meeting = (match: Match) => ENTRIES.filter((entry) => match(entry, query)).map(({ bank }) => bank);
  const exact = meeting(isExact);
  if (exact.length > 0) return exact;
  const parts = [...new Set(PARTS.flatMap(meeting))].slice(0, limit);
  if (parts.length > 0 || compact(query).length < SLIP_LENGTH) return parts;
  return meeting(isSlip).slice(0, limit);
}
