/** Addresses pasted into the chat. None is ever opened or judged safe; only official hosts are left uncommented. */

/** Official Vietnamese administration and the two app stores (public-services §0.1, §1; conversation-design CD-32). */
const OFFICIAL_HOST = /(?:^|\.)(?:gov\.vn|chinhphu\.vn|play\.google\.com|apps\.apple\.com)$/;

/** Endings that are no Vietnamese word, so that "xong.roi" is not taken for an address. Others need a scheme or a path. */
const PLAIN_ENDINGS = 'com|net|org|vn|info|biz|top|vip|xyz|icu|cc|cn|shop|site|online|club|live|asia|cfd|sbs|apk';

const ADDRESS = new RegExp(
  [
    'https?:/{0,3}([a-z0-9.-]{1,253})',
    String.raw`\bwww\.([a-z0-9.-]{1,253})`,
    String.raw`(?<![a-z0-9@.-])((?:[a-z0-9-]{1,63}\.){1,8}(?:${PLAIN_ENDINGS}))(?![a-z0-9-])`,
    String.raw`(?<![a-z0-9@.-])((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,10})/(?=[a-z0-9])`,
  ].join('|'),
  'g',
);

/** Whether the text holds an address, or a file name of an Android package, that is not on an official host. Linear. */
export function hasStrangeLink(text: string): boolean {
  for (const match of text.normalize('NFKC').toLowerCase().matchAll(ADDRESS)) {
    const host = match.slice(1).find((part) => part !== undefined) ?? '';
    if (!OFFICIAL_HOST.test(host.replace(/\.+$/, ''))) return true;
  }
  return false;
}
