/** One message’s way out: the outbox, its paces, and what the platforms already have of us. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { at, bytea, id, ref } from './columns.ts';
import { toContact } from './people.ts';

/** The outbox. One row is one platform call; states only move forward (`src/bot/sender.ts`). */
export const outbound = pgTable(
  'outbound',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    channel: text('channel').notNull(),
    /** What made this message: `in:<inbound id>`, `nudge:…`, `broadcast:<id>`, `repeat:<outbound id>` … */
    cause: text('cause').notNull(),
    part: integer('part').notNull(),
    kind: text('kind').notNull(),
    body: jsonb('body').notNull(),
    /** 0 reply, 1 reminder or hand-over, 2 announcement. Lower goes first. */
    urgency: smallint('urgency').notNull(),
    state: text('state').notNull(),
    /** Order within a chat; a repeat keeps the position of what it repeats. */
    position: bigint('position', { mode: 'bigint' }),
    notBefore: at('not_before').notNull(),
    expiresAt: at('expires_at'),
    attempts: integer('attempts').notNull().default(0),
    /** Who may write this row's end: a later claim makes every earlier one powerless. */
    fence: bigint('fence', { mode: 'bigint' }),
    leaseUntil: at('lease_until'),
    repeatOf: ref('repeat_of'),
    broadcastId: ref('broadcast_id'),
    queuedAt: at('queued_at').notNull(),
    sentAt: at('sent_at'),
    deliveredAt: at('delivered_at'),
    failedAt: at('failed_at'),
    reason: text('reason'),
    externalId: text('external_id'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [
    unique('outbound_cause').on(table.contactId, table.cause, table.part),
    index('outbound_due')
      .on(table.channel, table.simulated, table.urgency, table.notBefore, table.id)
      .where(sql`state = 'queued'`),
    // The message that still shows buttons, when somebody types instead of pressing.
    index('outbound_shown').on(table.contactId, table.id).where(sql`state = 'sent' and body ? 'buttons'`),
    index('outbound_open').on(table.contactId).where(sql`state in ('queued', 'sending')`),
    index('outbound_leased').on(table.leaseUntil).where(sql`state = 'sending'`),
    index('outbound_external').on(table.externalId).where(sql`channel = 'zalo' and external_id is not null`),
    index('outbound_broadcast').on(table.broadcastId, table.contactId).where(sql`broadcast_id is not null`),
  ],
);

/** When each channel's next call may go out; every process takes its slots from here. */
export const paces = pgTable('paces', {
  channel: text('channel').primaryKey(),
  nextAt: at('next_at').notNull(),
});

/** A channel's own name for content it already has (Telegram file_id, Zalo attachment_id). */
export const channelMedia = pgTable(
  'channel_media',
  {
    channel: text('channel').notNull(),
    hash: text('hash').notNull(),
    handle: text('handle').notNull(),
    expiresAt: at('expires_at'),
  },
  (table) => [primaryKey({ columns: [table.channel, table.hash] })],
);

/** One person's own code or paper, sealed with ENCRYPTION_KEY until it has been sent, then gone. */
export const privateMedia = pgTable('private_media', {
  id: text('id').primaryKey(),
  contactId: toContact('contact_id').notNull(),
  sealed: bytea('sealed').notNull(),
  expiresAt: at('expires_at').notNull(),
});

/** Zalo's rotating single-use token pair, sealed. */
export const zaloTokens = pgTable('zalo_tokens', {
  oaId: text('oa_id').primaryKey(),
  accessToken: bytea('access_token'),
  refreshToken: bytea('refresh_token'),
  expiresAt: at('expires_at'),
  rotatedAt: at('rotated_at'),
  state: text('state').notNull(),
  /** A refresh that began and has not reported back; older than its lease means its answer was lost. */
  attemptAt: at('attempt_at'),
  attempts: integer('attempts').notNull().default(0),
  attemptBy: text('attempt_by'),
  seedHash: text('seed_hash'),
});
