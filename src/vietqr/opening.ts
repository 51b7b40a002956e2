/**
 * Codes that open something instead of paying: web pages, wallets' payment links, other countries' money. They are named so
 * that a person can read who is meant, and nothing of them is fetched. Pure, linear.
 */

export interface Opening {
  kind: 'wallet' | 'page' | 'app' | 'phone' | 'wifi' | 'crypto';
  /** "MoMo", "abc chấm top", "bitcoin": cannot be pressed in any chat. */
  name: string;
}

/** Hosts and schemes of payment links as the wallets publish them. */
const WALLET_HOSTS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)momo\.vn$/, 'MoMo'],
  [/(?:^|\.)zalopay\.(?:vn|com\.vn)$/, 'Zalopay'],
  [/(?:^|\.)(?:viettelmoney|viettelpay)\.vn$/, 'Viettel Money'],
  [/(?:^|\.)vnpay(?:qr)?\.vn$/, 'VNPAY'],
  [/(?:^|\.)shopeepay\.vn$/, 'ShopeePay'],
];
const WALLET_SCHEMES: Readonly<Record<string, string>> = {
  momo: 'MoMo',
  zalopay: 'Zalopay',
  viettelpay: 'Viettel Money',
  vnpayewallet: 'VNPAY',
};
const CRYPTO = new Set(['bitcoin', 'ethereum', 'tron', 'litecoin', 'usdt', 'ton', 'solana', 'bnb']);
const PHONES = new Set(['tel', 'sms', 'smsto', 'mailto', 'mecard', 'begin']);
const LONGEST_NAME = 40;
const READ = 2_000;

const SCHEME = /^([a-z][a-z0-9+.-]{1,30}):/;
const PAGE = /^(?:https?:[/\\]{0,3})?((?:[^/\\?#\s@]{1,200}@)?[a-z0-9.-]{1,253}\.[a-z]{2,24})(?=[:/\\?#\s]|$)/;

/** What a code opens, or null when it opens nothing. */
export function openingOf(text: string): Opening | null {
  const written = text.slice(0, READ).trim().toLowerCase();
  const scheme = SCHEME.exec(written)?.[1];
  if (scheme === 'wifi') return { kind: 'wifi', name: 'wifi' };
  if (scheme !== undefined && CRYPTO.has(scheme)) return { kind: 'crypto', name: scheme };
  if (scheme !== undefined && PHONES.has(scheme)) return { kind: 'phone', name: scheme };
  if (scheme !== undefined && Object.hasOwn(WALLET_SCHEMES, scheme)) {
    return { kind: 'wallet', name: WALLET_SCHEMES[scheme] ?? '' };
  }
  const host = PAGE.exec(written)?.[1]?.split('@').at(-1);
  if (host !== undefined) return openingOfHost(host);
  return scheme !== undefined && written.startsWith(`${scheme}:/`) ? { kind: 'app', name: spoken(scheme) } : null;
}

function openingOfHost(host: string): Opening {
  const wallet = WALLET_HOSTS.find(([pattern]) => pattern.test(host));
  return wallet ? { kind: 'wallet', name: wallet[1] } : { kind: 'page', name: spoken(host) };
}

/** As one reads it out; no chat makes a link of it. The end of a host says whose it is, so a long one loses its beginning. */
const spoken = (host: string): string => host.slice(-LONGEST_NAME).replace(/^\.+/, '').replaceAll('.', ' chấm ');
