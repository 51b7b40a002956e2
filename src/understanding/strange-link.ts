/** Addresses pasted into the chat. None is ever opened or judged safe; only official hosts are left uncommented. */

import { cleanse } from './normalise.ts';

/** Official Vietnamese administration and the two app stores (public-services §0.1, §1; conversation-design CD-32). */
const OFFICIAL_HOST = /(?:^|\.)(?:gov\.vn|chinhphu\.vn|play\.google\.com|apps\.apple\.com)$/;

/** Endings that are no Vietnamese word, so that "xong.roi" is not taken for an address. Others need a scheme or a path. */
const PLAIN_ENDINGS = 'com|net|org|vn|info|biz|top|vip|xyz|icu|cc|cn|shop|site|online|club|live|asia|cfd|sbs|apk';

const ADDRESS = new RegExp(
  [
    String.raw`https?:[/\\]{0,3}([a-z0-9.@:%_-]{1,253})`,
    String.raw`\bwww\.([a-z0-9.-]{1,253})`,
    String.raw`(?<![a-z0-9@.-])((?:[a-z0-9-]{1,63}\.){1,8}(?:${PLAIN_ENDINGS}))(?![a-z0-9-])`,
    String.raw`(?<![a-z0-9@.-])((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,10})/(?=[a-z0-9])`,
  ].join('|'),
  'g',
);

/** Whether the text holds an address, or a file name of an Android package, that is not on an official host. Linear. */
export function hasStrangeLink(text: string): boolean {
  for (const match of cleanse(text).matchAll(ADDRESS)) {
    if (!OFFICIAL_HOST.test(hostIn(match.slice(1).find((part) => part !== undefined) ?? ''))) return true;
  }
  return false;
}

/** Whether the text holds any address, whoever's. */
export const hasLink = (text: string): boolean => cleanse(text).search(ADDRESS) !== -1;

/** The host of `user:password@host:port`: what stands before an @ is there to deceive. */
const hostIn = (authority: string): string =>
  (authority.split('@').at(-1) ?? '').replace(/:.*$/, '').replace(/\.+$/, '');
