/**
 * Cursors: where the next page begins, as one opaque word. A caller hands back what it was given; what is inside is ours
 * to change. Order by something that only grows (an id), or two pages may overlap.
 */
import { Type } from 'typebox';
import { Problem } from './problem.ts';

/** Rows of one page when nothing is said. */
export const PAGE_ROWS = 100;
export const MOST_PAGE_ROWS = 1000;

/** Query members every paged call has. */
export const PAGED = {
  cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next_cursor` of the page before' })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MOST_PAGE_ROWS, default: PAGE_ROWS, description: 'rows of one page' }),
  ),
};

export const writeCursor = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position of `writeCursor`, or null for the first page. Throws a {@link Problem} when it is not one of ours. */
export function readCursor(cursor: string | undefined): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(position) && position.every((part) => ['string', 'number'].includes(typeof part))) {
      return position as (string | number)[];
    }
  } catch {
    // said below
  }
  throw new Problem(400, 'This cursor is not one we gave. Begin again without `cursor`.');
}

/**
 * One page out of `limit + 1` rows: ask for one row more than you show, and the rest follows.
 */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  positionOf: (row: T) => (string | number)[],
): { items: T[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last ? writeCursor(positionOf(last)) : null };
}

/** Schema of a paged answer. */
export const pagedAnswer = <T extends import('typebox').TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next_cursor: Type.Union([Type.String(), Type.Null()]) });
