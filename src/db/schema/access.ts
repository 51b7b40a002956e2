/** Who is signed in on the pages or calls the API, and the trace they leave. */
import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id, ref } from './columns.ts';
import { contacts } from './people.ts';

/** Who is signed in on the officials' pages. The cookie's token is kept hashed. */
export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    tokenHash: text('token_hash').notNull().unique(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull(),
    seenAt: at('seen_at').notNull(),
    endedAt: at('ended_at'),
    endedHow: text('ended_how').$type<'signed-out' | 'everywhere' | 'replaced'>(),
  },
  (table) => [index('sessions_contact').on(table.contactId).where(sql`ended_at is null`)],
);

/** One-time sign-in links, stored hashed. */
export const signInLinks = pgTable(
  'sign_in_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [index('sign_in_links_contact').on(table.contactId)],
);

/** Bearer keys of other systems, stored hashed; revoked, never deleted. */
export const apiKeys = pgTable('api_keys', {
  id: id(),
  keyHash: text('key_hash').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').$type<'official' | 'admin'>().notNull(),
  areaCode: toArea('area_code').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: at('created_at').notNull(),
  usedAt: at('used_at'),
  revokedAt: at('revoked_at'),
  revokedBy: text('revoked_by'),
  simulated: boolean('simulated').notNull().default(false),
});

/** What a repeated write of the API is answered with: one row per caller and `Idempotency-Key`. */
export const apiAnswers = pgTable(
  'api_answers',
  {
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null only inside the transaction that is still at work. */
    status: smallint('status'),
    answer: jsonb('answer'),
    at: at('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caller, table.key] }), index('api_answers_at').on(table.at)],
);

/** Who saw and did what on the pages and through the API, and what was refused. Append-only. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    at: at('at').notNull(),
    /** `contact:12` or `key:3`. */
    caller: text('caller').notNull(),
    callerName: text('caller_name').notNull(),
    action: text('action').notNull(),
    /** Pattern of the route, without anybody's name or number: `POST /nguoi-dan/:id/xoa`. */
    route: text('route').notNull(),
    /** `contact:34`, `household:12`, `key:3` … */
    subject: text('subject'),
    areaCode: text('area_code'),
    reason: text('reason'),
    allowed: boolean('allowed').notNull(),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [
    index('audit_log_area').on(table.areaCode, table.id),
    index('audit_log_caller').on(table.caller, table.id),
    index('audit_log_subject').on(table.subject, table.id).where(sql`subject is not null`),
  ],
);
