/** What people agreed to, and being forgotten. */
import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id, ref } from './columns.ts';
import { toContact } from './people.ts';

/** Consent by purpose, with the version of the text that was read. Withdrawn, never deleted (proof). */
export const consents = pgTable(
  'consents',
  {
    id: id(),
    subjectKind: text('subject_kind').$type<'contact' | 'household' | 'stall'>().notNull(),
    subjectCode: text('subject_code').notNull(),
    purpose: text('purpose')
      .$type<'history' | 'household' | 'announcements' | 'call-back' | 'stall-code' | 'family'>()
      .notNull(),
    textVersion: text('text_version').notNull(),
    how: text('how').$type<'pressed' | 'spoken-to-volunteer'>().notNull(),
    givenBy: toContact('given_by'),
    givenAt: at('given_at').notNull(),
    withdrawnAt: at('withdrawn_at'),
    /** SHA-256 of the exact words that were read, and the turn in which the answer came (`in:<inbound id>`). */
    textHash: text('text_hash'),
    proof: text('proof'),
  },
  (table) => [index('consents_subject').on(table.subjectKind, table.subjectCode)],
);

/** Who asked to be forgotten, and that it was done. The contact it names is a tombstone by then. */
export const erasures = pgTable(
  'erasures',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    askedAt: at('asked_at').notNull(),
    doneAt: at('done_at'),
    /** The contact that carries the last message; removed once that message has ended. */
    farewellId: ref('farewell_id'),
    farewellDoneAt: at('farewell_done_at'),
  },
  (table) => [index('erasures_open').on(table.askedAt).where(sql`farewell_done_at is null`)],
);

/** Erasing somebody from the officials' page takes two people: one asks, another agrees. */
export const eraseRequests = pgTable(
  'erase_requests',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    areaCode: toArea('area_code').notNull(),
    reason: text('reason').notNull(),
    /** `contact:12`. */
    askedBy: text('asked_by').notNull(),
    askedByName: text('asked_by_name').notNull(),
    askedAt: at('asked_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
    decision: text('decision').$type<'agreed' | 'withdrawn'>(),
  },
  (table) => [uniqueIndex('erase_requests_open').on(table.contactId).where(sql`decided_at is null`)],
);
