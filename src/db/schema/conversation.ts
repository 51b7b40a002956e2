/** One message’s way in: what was delivered, what the turn made of it, the walks it is part of. */
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { at, bytea, id, ref } from './columns.ts';
import { toContact } from './people.ts';

/** One row per thing a platform delivered; the unique key is what makes a redelivery harmless. */
export const inbound = pgTable(
  'inbound',
  {
    id: id(),
    channel: text('channel').notNull(),
    key: text('key').notNull(),
    contactId: toContact('contact_id').notNull(),
    kind: text('kind').notNull(),
    occurredAt: at('occurred_at').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (table) => [unique('inbound_key').on(table.channel, table.key)],
);

/** What one turn did: heard (secrets removed), understood, moved. Append-only; a run's history is its turns in order. */
export const turns = pgTable(
  'turns',
  {
    inboundId: ref('inbound_id')
      .primaryKey()
      .references(() => inbound.id),
    contactId: ref('contact_id').notNull(),
    runId: ref('run_id'),
    seq: integer('seq'),
    heard: text('heard'),
    understood: text('understood').notNull(),
    stepFrom: text('step_from'),
    stepTo: text('step_to'),
    at: at('at').notNull(),
  },
  (table) => [
    index('turns_run').on(table.runId, table.inboundId).where(sql`run_id is not null`),
    index('turns_contact').on(table.contactId, table.inboundId),
  ],
);

/** One walk through one flow version; its id is that of the inbound event that started it. */
export const runs = pgTable(
  'runs',
  {
    id: ref('id').primaryKey(),
    flowId: text('flow_id').notNull(),
    flowVersion: integer('flow_version').notNull(),
    contactId: toContact('contact_id').notNull(),
    subjectKind: text('subject_kind').$type<'person' | 'household' | 'stall'>().notNull(),
    subjectCode: text('subject_code').notNull(),
    areaCode: text('area_code'),
    channel: text('channel').notNull(),
    startedBy: text('started_by').notNull(),
    startedAt: at('started_at').notNull(),
    endedAt: at('ended_at'),
    outcome: text('outcome'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [
    index('runs_contact').on(table.contactId),
    index('runs_area').on(table.areaCode, table.startedAt),
    index('runs_flow').on(table.flowId, table.startedAt),
    index('runs_open').on(table.flowId).where(sql`ended_at is null`),
  ],
);

/** What a turn needs from outside: fetched after its commit, answered by an event of our own, then gone. `body` is sealed. */
export const errands = pgTable(
  'errands',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    kind: text('kind').$type<'photo' | 'question'>().notNull(),
    body: bytea('body').notNull(),
    madeAt: at('made_at').notNull(),
    dueAt: at('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [index('errands_due').on(table.dueAt)],
);

/** Phrases for the author's page: words only, counted, never by whom. `intent` is empty for "none of ours". */
export const unknownPhrases = pgTable(
  'unknown_phrases',
  {
    id: id(),
    phrase: text('phrase').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    guess: text('guess').notNull(),
    times: integer('times').notNull(),
    firstOn: date('first_on').notNull(),
    lastOn: date('last_on').notNull(),
    intent: text('intent'),
    assignedBy: text('assigned_by'),
    assignedAt: at('assigned_at'),
  },
  (table) => [
    unique('unknown_phrases_phrase_simulated_key').on(table.phrase, table.simulated),
    index('unknown_phrases_open').on(table.simulated, table.times.desc()).where(sql`intent is null`),
  ],
);
