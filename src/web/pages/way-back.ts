/** Where to go after signing in. Only ever a page of ours: an address from a link could lead anywhere. */

const OURS = 'http://ours.invalid';

/** A path of this house with its query, or `/` for everything else. */
export function wayBack(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 2000) return '/';
  // Exactly one slash first; browsers read a backslash like a slash and drop control characters.
  if (!/^\/(?![/\\])/.test(wanted) || /[\\\p{Cc}]/u.test(wanted)) return '/';
  if (!URL.canParse(wanted, OURS)) return '/';
  const { origin, pathname, search } = new URL(wanted, OURS);
  const isOurs =
    origin === OURS && !pathname.startsWith('//') && !/^\/(dang-nhap|dang-xuat|phien)(\/|$)/.test(pathname);
  return isOurs ? pathname + search : '/';
}
