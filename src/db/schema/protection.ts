/** What protects people: codes that prove, relatives who are told, tricks that are known. */
import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id } from './columns.ts';
import { toContact } from './people.ts';

/** Codes good once and for minutes, hashed: a volunteer at a door, the assistant itself, a relative who may be told. */
export const proofCodes = pgTable(
  'proof_codes',
  {
    codeHash: text('code_hash').primaryKey(),
    kind: text('kind').$type<'volunteer' | 'assistant' | 'family'>().notNull(),
    contactId: toContact('contact_id').notNull(),
    madeAt: at('made_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    usedBy: toContact('used_by'),
  },
  (table) => [index('proof_codes_contact').on(table.contactId)],
);

/** Who is told how somebody gets on, and how they call them. */
export const familyLinks = pgTable(
  'family_links',
  {
    id: id(),
    elderId: toContact('elder_id').notNull(),
    relativeId: toContact('relative_id').notNull(),
    relation: text('relation').notNull(),
    madeAt: at('made_at').notNull(),
    endedAt: at('ended_at'),
    endedBy: text('ended_by'),
  },
  (table) => [index('family_links_relative').on(table.relativeId).where(sql`ended_at is null`)],
);

/** Tricks officials have heard of, beside those of `content/scam-patterns.json`. */
export const scamPatterns = pgTable('scam_patterns', {
  id: id(),
  areaCode: toArea('area_code').notNull(),
  phrases: text('phrases').array().notNull(),
  answer: text('answer').notNull(),
  source: text('source').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAt: at('recorded_at').notNull(),
  withdrawnAt: at('withdrawn_at'),
  simulated: boolean('simulated').notNull().default(false),
});
