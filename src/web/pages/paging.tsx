/** Long lists page by page, by the number in the address. */
import type { VNode } from 'preact';
import { Pager } from './components.tsx';
import { type Visit, withQuery } from './visit.ts';

/** Which page was asked for: 1 and up. */
export const pageNumber = ({ query }: Pick<Visit, 'query'>): number =>
  Math.max(1, Math.trunc(Number(query.trang)) || 1);

/** Ways to the pages before and after this one; `more`: there is one after it. */
export const NumberedPager = ({
  visit: { say, url },
  page,
  more,
}: {
  visit: Pick<Visit, 'say' | 'url'>;
  page: number;
  more: boolean;
}): VNode => (
  <Pager
    say={say}
    newer={page > 1 ? withQuery(url, { trang: page - 1 }) : undefined}
    older={more ? withQuery(url, { trang: page + 1 }) : undefined}
  />
);
