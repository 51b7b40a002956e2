/**
 * Which drawer (`phoneEnding`) a kept number is in. New numbers are kept with it; those kept before the column existed get it
 * here, where the key is. One that does not open gets {@link UNREADABLE}, so that nobody tries it again.
 */
import type { Sql } from './client.ts';
import { openPhone, phoneEnding } from './phone-numbers.ts';
import { SealError } from './seal.ts';

const UNREADABLE = -1;
/** Opened at a time: some 20 ms of work. */
const AT_ONCE = 2_000;

/** Answers how many got theirs, at most {@link AT_ONCE}: who has more calls again. */
export async function fillPhoneEndings(sql: Sql, key: Buffer): Promise<number> {
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: bigint; phone_sealed: Buffer }[]>`
      select id, phone_sealed from contacts where phone_sealed is not null and phone_ending is null
      limit ${AT_ONCE} for update skip locked`;
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => String(id));
    const endings = rows.map((row) => endingOf(key, row.phone_sealed));
    await tx`
      update contacts c set phone_ending = x.ending
      from unnest(${ids}::bigint[], ${endings}::smallint[]) x(id, ending) where c.id = x.id`;
    return rows.length;
  });
}

function endingOf(key: Buffer, sealed: Buffer): number {
  try {
    return phoneEnding(key, openPhone(key, sealed));
  } catch (error) {
    if (error instanceof SealError) return UNREADABLE;
    throw error;
  }
}
