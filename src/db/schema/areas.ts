/** Where: the units of administration today and over time, and the groups across them. */
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, date, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** Province → commune → hamlet, and groups (market, street) across hamlets. Dated, so that units can merge. */
export const areas = pgTable(
  'areas',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    kind: text('kind').$type<'province' | 'commune' | 'hamlet' | 'group'>().notNull(),
    parentCode: text('parent_code').references((): AnyPgColumn => areas.code),
    formedFrom: text('formed_from'),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    simulated: boolean('simulated').notNull().default(false),
    /** The unit it was wholly merged into, once that is in force. */
    succeededBy: text('succeeded_by').references((): AnyPgColumn => areas.code),
    /** Of a group: `market`, `street`, `cluster`, `school` or `desk` (one-stop desk). */
    groupKind: text('group_kind'),
    /** The district it lay in before 1/7/2025, for searching: `huyện Trần Đề`. Never a level of totals. */
    former: text('former'),
    /** Name, older names and former district without marks. */
    search: text('search').generatedAlwaysAs(
      sql`without_marks(name || ', ' || coalesce(formed_from, '') || ', ' || coalesce(former, ''))`,
    ),
  },
  (table) => [index('areas_parent').on(table.parentCode), index('areas_succeeded_by').on(table.succeededBy)],
);

/** A column that names an area. */
export const toArea = (name: string) => text(name).references(() => areas.code);

/** Names and places of units over time; `areas` is what holds today (docs/decisions/0014-areas-over-time.md). */
export const areaVersions = pgTable(
  'area_versions',
  {
    id: id(),
    code: toArea('code').notNull(),
    name: text('name').notNull(),
    parentCode: toArea('parent_code'),
    validFrom: date('valid_from').notNull(),
    source: text('source'),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    index('area_versions_code').on(table.code, table.validFrom, table.id),
    index('area_versions_parent').on(table.parentCode),
    index('area_versions_changed').on(table.code).where(sql`valid_from > '-infinity'`),
  ],
);

/** What became of units that ended. `whole`: all that was counted for the old one now counts for the new one. */
export const areaSuccessions = pgTable(
  'area_successions',
  {
    id: id(),
    oldCode: toArea('old_code').notNull(),
    newCode: toArea('new_code').notNull(),
    effectiveOn: date('effective_on').notNull(),
    whole: boolean('whole').notNull(),
    source: text('source'),
    recordedAt: at('recorded_at').notNull(),
    withdrawnAt: at('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('area_successions_whole').on(table.oldCode).where(sql`whole and withdrawn_at is null`),
    index('area_successions_old').on(table.oldCode),
    index('area_successions_new').on(table.newCode),
  ],
);
