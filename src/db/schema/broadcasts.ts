/** Announcements: what is said to whom, who agreed, who got it, and what they said to it. */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, bytea, id, ref } from './columns.ts';
import { toHousehold } from './households.ts';
import { toContact } from './people.ts';

/** An announcement: what is said to whom, who agreed, and where sending it stands (docs/decisions/0017). */
export const broadcasts = pgTable(
  'broadcasts',
  {
    /** Taken from the sequence of `inbound`: an announcement is named after the turn that wrote it. */
    id: ref('id').primaryKey(),
    areaCode: toArea('area_code').notNull(),
    kind: text('kind').$type<'notice' | 'urgent'>().notNull().default('notice'),
    /** `Content` of `src/bot/announcement.ts`: words by language, buttons, picture. */
    content: jsonb('content'),
    /** The Vietnamese message as it reads, for lists and logs of pages; null for none older than `content`. */
    text: text('text'),
    /** `AudienceQuery` of `src/broadcast/audience.ts`; null: everybody of the area. */
    audience: jsonb('audience'),
    state: text('state')
      .$type<
        'draft' | 'waiting-approval' | 'approved' | 'scheduled' | 'sending' | 'paused' | 'stopped' | 'done' | 'returned'
      >()
      .notNull(),
    /** Whose chat hears how it goes; null when a key wrote it for which no chat is known. */
    authorId: toContact('author_id'),
    /** The person behind it: `contact:12`, or `key:3` when nobody else is known. Who approves must be another. */
    authorRef: text('author_ref'),
    /** Who answers what people write back. */
    officerId: toContact('officer_id'),
    /** The announcement it corrects: goes to exactly those that one reached. */
    corrects: ref('corrects').references((): AnyPgColumn => broadcasts.id),
    /** An uncertain message is not repeated: a person is asked. */
    neverTwice: boolean('never_twice').notNull().default(false),
    sendAt: at('send_at'),
    /** Minutes over which the sending is spread, from `spread_from`; 0: as fast as the pace allows. */
    spreadMinutes: integer('spread_minutes').notNull().default(0),
    spreadFrom: at('spread_from'),
    /** What may be spent on paid ways in all, and what has been set aside for messages so far, in đồng. */
    budgetVnd: integer('budget_vnd').notNull().default(0),
    spentVnd: integer('spent_vnd').notNull().default(0),
    /** What the author saw: how many would get it. */
    previewedCount: integer('previewed_count').notNull(),
    /** What was agreed to by whoever agreed last. */
    agreedCount: integer('agreed_count'),
    testedAt: at('tested_at'),
    /** Its author asked for approval: agreed to, it goes by itself. */
    submittedAt: at('submitted_at'),
    approvedBy: toContact('approved_by'),
    approvedAt: at('approved_at'),
    startedAt: at('started_at'),
    /** The plan has got as far as this contact; it is whole once `planned_at` is set. */
    planAfter: bigint('plan_after', { mode: 'bigint' }).notNull().default(sql`0`),
    plannedAt: at('planned_at'),
    pausedAt: at('paused_at'),
    /** Why it paused by itself: `template-refused`, … */
    pauseReason: text('pause_reason'),
    /** Whoever is left lives where it is shut by their commune's own hours: nobody is looked for before then. */
    shutUntil: at('shut_until'),
    /** When the author's progress message was last written. */
    progressAt: at('progress_at'),
    endedAt: at('ended_at'),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [
    index('broadcasts_open').on(table.id).where(sql`state in ('scheduled', 'sending', 'paused')`),
    index('broadcasts_area').on(table.areaCode, table.id.desc()),
  ],
);

/** A column that names an announcement. */
export const toBroadcast = (name: string) => ref(name).references(() => broadcasts.id);

/** Who has agreed to an announcement as it stands; a change takes all of them back. */
export const broadcastApprovals = pgTable(
  'broadcast_approvals',
  {
    broadcastId: toBroadcast('broadcast_id').notNull(),
    /** The person behind: `contact:12`, or `key:3`. */
    personRef: text('person_ref').notNull(),
    contactId: toContact('contact_id'),
    at: at('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.broadcastId, table.personRef] })],
);

/** Exactly one row per broadcast and person, with one end: nobody gets it twice, nobody is forgotten. */
export const broadcastRecipients = pgTable(
  'broadcast_recipients',
  {
    broadcastId: toBroadcast('broadcast_id').notNull(),
    contactId: toContact('contact_id').notNull(),
    channel: text('channel').notNull(),
    /** The same for all chats of one person. */
    personKey: text('person_key'),
    /** `planned`, then `queued` while its message is in the outbox, then one end for good. */
    state: text('state')
      .$type<'planned' | 'queued' | 'sent' | 'failed' | 'expired' | 'uncertain' | 'cancelled'>()
      .notNull(),
    reason: text('reason'),
    /** How they were reached, decided when it was their turn (`Way` of `src/db/reach.ts`). */
    way: text('way'),
    /** Another chat of the same person, when it went there. */
    viaContactId: toContact('via_contact_id'),
    costVnd: integer('cost_vnd').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    sentAt: at('sent_at'),
    deliveredAt: at('delivered_at'),
    failedAt: at('failed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.broadcastId, table.contactId] }),
    uniqueIndex('recipients_person').on(table.broadcastId, table.personKey).where(sql`person_key is not null`),
    index('recipients_planned').on(table.broadcastId, table.channel, table.contactId).where(sql`state = 'planned'`),
    index('recipients_queued').on(table.broadcastId, table.contactId).where(sql`state = 'queued'`),
    index('recipients_contact').on(table.contactId, table.sentAt).where(sql`sent_at is not null`),
  ],
);

/** "Tôi sẽ tới" and its opposite: the last word of each. */
export const broadcastAnswers = pgTable(
  'broadcast_answers',
  {
    broadcastId: toBroadcast('broadcast_id').notNull(),
    contactId: toContact('contact_id').notNull(),
    answer: text('answer').$type<'coming' | 'not-coming'>().notNull(),
    at: at('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.broadcastId, table.contactId] })],
);

/** What people wrote back (secrets removed) and what the officer answered. */
export const broadcastReplies = pgTable(
  'broadcast_replies',
  {
    id: id(),
    broadcastId: toBroadcast('broadcast_id').notNull(),
    contactId: toContact('contact_id').notNull(),
    direction: text('direction').$type<'in' | 'out'>().notNull(),
    text: text('text').notNull(),
    /** Whom a question went to; who answered. */
    officerId: toContact('officer_id'),
    /** The question an answer is to: it answers that one and what the person had asked before. */
    answers: ref('answers').references((): AnyPgColumn => broadcastReplies.id, { onDelete: 'cascade' }),
    /** The id of the form it was written in; null for what was typed in a chat. */
    clientId: text('client_id'),
    at: at('at').notNull(),
  },
  (table) => [
    index('broadcast_replies_broadcast').on(table.broadcastId, table.id),
    index('broadcast_replies_contact').on(table.contactId, table.id),
    uniqueIndex('broadcast_replies_client_id').on(table.clientId).where(sql`client_id is not null`),
  ],
);

/** Audiences an area uses again and again. */
export const savedAudiences = pgTable(
  'saved_audiences',
  {
    id: id(),
    name: text('name').notNull(),
    areaCode: toArea('area_code').notNull(),
    query: jsonb('query').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [unique('saved_audiences_area_code_name_simulated_key').on(table.areaCode, table.name, table.simulated)],
);

/** Pictures of announcements, PNG or JPEG, named by their SHA-256; as public as a poster. */
export const announcementPictures = pgTable('announcement_pictures', {
  hash: text('hash').primaryKey(),
  bytes: bytea('bytes').notNull(),
  alt: text('alt').notNull(),
  addedBy: text('added_by').notNull(),
  addedAt: at('added_at').notNull(),
});

/** Somebody a volunteer should drop in on, since no message reached them. */
export const visitTasks = pgTable(
  'visit_tasks',
  {
    id: id(),
    areaCode: text('area_code'),
    householdCode: toHousehold('household_code'),
    contactId: toContact('contact_id'),
    broadcastId: toBroadcast('broadcast_id'),
    /** Reason code of the recipient, or `no-chat` for a household without one. */
    reason: text('reason').notNull(),
    createdAt: at('created_at').notNull(),
    takenBy: toContact('taken_by'),
    takenAt: at('taken_at'),
    doneAt: at('done_at'),
    doneBy: toContact('done_by'),
    outcome: text('outcome'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [
    uniqueIndex('visit_tasks_contact').on(table.broadcastId, table.contactId).where(sql`contact_id is not null`),
    uniqueIndex('visit_tasks_household')
      .on(table.broadcastId, table.householdCode)
      .where(sql`household_code is not null`),
    index('visit_tasks_open').on(table.areaCode, table.id).where(sql`done_at is null`),
  ],
);
