/** What came of it, and what is known of that beyond who recorded it. */
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { at, id, ref } from './columns.ts';
import { toContact } from './people.ts';

/** The one source of figures. Append-only (a trigger refuses anything else); corrections are reversal rows. */
export const ledger = pgTable(
  'ledger',
  {
    id: id(),
    entry: text('entry').$type<'completion' | 'reversal'>().notNull(),
    /** Makes recording idempotent: `run:<id>:<flow>`, or a client's own id. */
    key: text('key').notNull().unique(),
    reverses: ref('reverses').references((): AnyPgColumn => ledger.id),
    reason: text('reason'),
    flowId: text('flow_id').notNull(),
    flowVersion: integer('flow_version').notNull(),
    outcome: text('outcome').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectCode: text('subject_code').notNull(),
    areaCode: text('area_code'),
    placeCode: text('place_code'),
    howKnown: text('how_known').$type<'self' | 'volunteer' | 'system'>().notNull(),
    recordedBy: text('recorded_by').notNull(),
    channel: text('channel').notNull(),
    occurredAt: at('occurred_at').notNull(),
    recordedAt: at('recorded_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    /** What somebody added in words; without secrets. */
    note: text('note'),
  },
  (table) => [
    uniqueIndex('ledger_reverses').on(table.reverses).where(sql`reverses is not null`),
    index('ledger_area').on(table.areaCode, table.occurredAt),
    index('ledger_subject').on(table.subjectCode),
  ],
);

/** What is known of a completion beyond who recorded it; at most one row of each kind. */
export const evidence = pgTable(
  'evidence',
  {
    id: id(),
    completionId: ref('completion_id')
      .notNull()
      .references(() => ledger.id),
    kind: text('kind').$type<'citizen' | 'sample'>().notNull(),
    outcome: text('outcome').$type<'confirmed' | 'denied' | 'not-met'>().notNull(),
    byContact: toContact('by_contact'),
    at: at('at').notNull(),
  },
  (table) => [unique().on(table.completionId, table.kind)],
);

/** The one question a citizen gets about what a volunteer recorded for them. */
export const evidenceQuestions = pgTable(
  'evidence_questions',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    /** Ledger keys of what was recorded for them since the last question. */
    keys: text('keys').array().notNull(),
    madeAt: at('made_at').notNull(),
    askedAt: at('asked_at'),
    answeredAt: at('answered_at'),
    answer: text('answer'),
  },
  (table) => [
    index('evidence_questions_contact').on(table.contactId),
    index('evidence_questions_open').on(table.madeAt).where(sql`asked_at is null`),
  ],
);
