/** Who is helped: households, who lives there, and who promised to drop in. */
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id } from './columns.ts';
import { toContact } from './people.ts';

export const households = pgTable(
  'households',
  {
    code: text('code').primaryKey(),
    areaCode: toArea('area_code').notNull(),
    /** What to call the head of the household, never the legal name. */
    callName: text('call_name').notNull(),
    /** Opaque token of the printed link `h-<token>`. */
    linkToken: text('link_token').notNull().unique(),
    createdBy: toContact('created_by'),
    createdAt: at('created_at').notNull(),
    /** On the list from this day; null: since it was made. */
    since: date('since'),
    simulated: boolean('simulated').notNull().default(false),
    /** Said at the doorstep: "hộ 12". Unique in the hamlet; a trigger gives the next one. */
    number: integer('number'),
    /** A landmark that tells two of the same name apart: "gần cầu". */
    near: text('near'),
    /** Merged into another or erased; its row stays for the ledger's sake. */
    endedAt: at('ended_at'),
  },
  (table) => [
    index('households_area').on(table.areaCode),
    uniqueIndex('households_number').on(table.areaCode, table.number),
  ],
);

/** A column that names a household. */
export const toHousehold = (name: string) => text(name).references(() => households.code);

export const householdContacts = pgTable(
  'household_contacts',
  {
    householdCode: toHousehold('household_code').notNull(),
    contactId: toContact('contact_id').notNull(),
    since: at('since').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.householdCode, table.contactId] }),
    index('household_contacts_contact').on(table.contactId),
  ],
);

/** Who lives in a household, as they are called; never a legal name, a date of birth or a number. */
export const householdMembers = pgTable(
  'household_members',
  {
    id: id(),
    /** Null for somebody who shares a phone with a person of no household. */
    householdCode: toHousehold('household_code'),
    callName: text('call_name').notNull(),
    term: text('term'),
    ageBand: text('age_band').$type<'child' | 'youth' | 'adult' | 'elder'>(),
    role: text('role').$type<'head' | 'spouse' | 'child' | 'parent' | 'other'>(),
    hasSmartphone: boolean('has_smartphone'),
    /** The chat they use; several people may use the same one. */
    contactId: toContact('contact_id'),
    /** The chat belongs to somebody else of the house. */
    sharesChat: boolean('shares_chat').notNull().default(false),
    addedBy: toContact('added_by'),
    addedAt: at('added_at').notNull(),
    leftAt: at('left_at'),
  },
  (table) => [
    index('household_members_household').on(table.householdCode),
    index('household_members_contact').on(table.contactId).where(sql`contact_id is not null`),
  ],
);

/** What became of a household: merged into another, moved to another hamlet. Its ledger rows stay as they are. */
export const householdChanges = pgTable(
  'household_changes',
  {
    id: id(),
    householdCode: toHousehold('household_code').notNull(),
    kind: text('kind').$type<'merged' | 'moved'>().notNull(),
    intoCode: toHousehold('into_code'),
    fromArea: toArea('from_area'),
    toArea: toArea('to_area'),
    reason: text('reason'),
    byContact: toContact('by_contact'),
    at: at('at').notNull(),
  },
  (table) => [index('household_changes_household').on(table.householdCode)],
);

/** A visit somebody promised a household. */
export const visits = pgTable(
  'visits',
  {
    id: id(),
    householdCode: toHousehold('household_code').notNull(),
    promisedOn: date('promised_on').notNull(),
    promisedBy: toContact('promised_by').notNull(),
    madeAt: at('made_at').notNull(),
    doneAt: at('done_at'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [index('visits_open').on(table.householdCode).where(sql`done_at is null`)],
);
