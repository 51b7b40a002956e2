/** Somebody wants a person: calls, who answers them, and talks through the assistant. */
import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, real, smallint, text } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id, ref } from './columns.ts';
import { toContact } from './people.ts';

/** Somebody wants a person. */
export const helpRequests = pgTable(
  'help_requests',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    areaCode: text('area_code'),
    reason: text('reason').$type<'asked' | 'stuck' | 'suspected-scam' | 'erase-data'>().notNull(),
    urgent: boolean('urgent').notNull().default(false),
    flowId: text('flow_id'),
    step: text('step'),
    askedAt: at('asked_at').notNull(),
    promisedAt: at('promised_at').notNull(),
    takenBy: toContact('taken_by'),
    takenAt: at('taken_at'),
    closedAt: at('closed_at'),
    closedHow: text('closed_how'),
    /** Who was asked last and who before; nobody is asked twice. */
    offeredTo: toContact('offered_to'),
    tried: ref('tried').array().notNull().default(sql`'{}'`),
    /** When the next on the rota is asked unless somebody takes it; null: nobody left. */
    escalateAt: at('escalate_at'),
    /** When the promise had passed and both were asked whether the call came. */
    chasedAt: at('chased_at'),
  },
  (table) => [
    index('help_escalate').on(table.escalateAt).where(sql`closed_at is null and escalate_at is not null`),
    index('help_open').on(table.areaCode).where(sql`closed_at is null`),
    index('help_contact').on(table.contactId).where(sql`closed_at is null`),
  ],
);

/** Who answers calls for help, on which weekday (ISO 1–7, null every day) and hours of Vietnam; `rank` 0 is on duty. */
export const rota = pgTable(
  'rota',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    areaCode: toArea('area_code').notNull(),
    weekday: smallint('weekday'),
    fromHour: real('from_hour').notNull().default(0),
    toHour: real('to_hour').notNull().default(24),
    rank: smallint('rank').notNull().default(0),
    since: at('since').notNull(),
    until: at('until'),
  },
  (table) => [index('rota_area').on(table.areaCode).where(sql`until is null`)],
);

/** A volunteer and a citizen talking through the assistant. */
export const relays = pgTable(
  'relays',
  {
    id: id(),
    requestId: ref('request_id')
      .notNull()
      .references(() => helpRequests.id),
    citizenId: toContact('citizen_id').notNull(),
    helperId: toContact('helper_id').notNull(),
    openedAt: at('opened_at').notNull(),
    lastAt: at('last_at').notNull(),
    closedAt: at('closed_at'),
    closedHow: text('closed_how'),
  },
  (table) => [index('relays_open').on(table.lastAt).where(sql`closed_at is null`)],
);
