/** Columns as all tables write them. Times are instants (`timestamptz`). */
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

export const at = (name: string) => timestamp(name, { withTimezone: true });
export const id = () => bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity();
/** The `id` of another row. */
export const ref = (name: string) => bigint(name, { mode: 'bigint' });
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
