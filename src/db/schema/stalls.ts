/** Places of trade and the stands on their counters. */
import { boolean, date, index, pgTable, text } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id } from './columns.ts';
import { toHousehold } from './households.ts';
import { toContact } from './people.ts';

/** A place of trade. Of its account only the bank, the last four and a keyed hash are kept. */
export const stalls = pgTable(
  'stalls',
  {
    code: text('code').primaryKey(),
    areaCode: toArea('area_code').notNull(),
    /** The market or street it belongs to, when it has one. */
    placeCode: toArea('place_code'),
    name: text('name').notNull(),
    householdCode: toHousehold('household_code'),
    contactId: toContact('contact_id'),
    bankBin: text('bank_bin'),
    accountLast4: text('account_last4'),
    accountFingerprint: text('account_fingerprint'),
    registeredAt: at('registered_at').notNull(),
    /** On the list from this day; null: since it was registered. */
    since: date('since'),
    simulated: boolean('simulated').notNull().default(false),
    /** Next day it is asked to scan its own code before it opens; null: it does not want that. */
    morningCheckDue: date('morning_check_due'),
  },
  (table) => [index('stalls_area').on(table.areaCode), index('stalls_contact').on(table.contactId)],
);

/** Printed for a stall, and held against a phone since. The account on it is not kept. */
export const standEvents = pgTable(
  'stand_events',
  {
    id: id(),
    stallCode: text('stall_code')
      .notNull()
      .references(() => stalls.code, { onDelete: 'cascade' }),
    event: text('event').$type<'printed' | 'checked' | 'wrong'>().notNull(),
    /** Caller: `contact:12`. */
    byCaller: text('by_caller').notNull(),
    at: at('at').notNull(),
  },
  (table) => [index('stand_events_stall').on(table.stallCode, table.at.desc())],
);
