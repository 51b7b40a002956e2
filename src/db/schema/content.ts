/** What officials change: words, facts of their area, and what they saw on real phones. */
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id } from './columns.ts';

/** What is being changed in one file of words, not yet published: one working copy that colleagues share. */
export const contentDrafts = pgTable(
  'content_drafts',
  {
    file: text('file').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    /** Place → new value (`src/content/edits.ts`). */
    edits: jsonb('edits').notNull(),
    /** Grows with every save. */
    revision: integer('revision').notNull(),
    savedBy: text('saved_by').notNull(),
    savedByName: text('saved_by_name').notNull(),
    savedAt: at('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.file, table.simulated] })],
);

/** Everything changed in one file as it was published: the newest of a file is what people read. Append-only. */
export const publications = pgTable(
  'publications',
  {
    id: id(),
    file: text('file').notNull(),
    /** 1, 2, 3 … within a file and world. */
    number: integer('number').notNull(),
    edits: jsonb('edits').notNull(),
    reason: text('reason').notNull(),
    /** Steps whose change nobody under way may miss. */
    mustSee: text('must_see').array().notNull().default([]),
    /** Number of the publication gone back to; 0 is the text as delivered. */
    returnsTo: integer('returns_to'),
    publishedBy: text('published_by').notNull(),
    publishedByName: text('published_by_name').notNull(),
    publishedAt: at('published_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [unique('publications_number').on(table.file, table.simulated, table.number)],
);

/** Addresses, hours and numbers of one area, read by everybody below it. The newest row of a kind counts. Append-only. */
export const localFacts = pgTable(
  'local_facts',
  {
    id: id(),
    areaCode: toArea('area_code').notNull(),
    kind: text('kind').notNull(),
    /** Null: withdrawn. */
    value: text('value'),
    source: text('source').notNull(),
    verifiedOn: date('verified_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedByName: text('recorded_by_name').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [index('local_facts_newest').on(table.areaCode, table.kind, table.id.desc())],
);

/** Somebody looked at a real phone: an app changed, or a step still is as described. Append-only. */
export const screenChecks = pgTable('screen_checks', {
  id: id(),
  finding: text('finding').$type<'changed' | 'seen'>().notNull(),
  /** Either a whole app, or one step of one file. */
  app: text('app'),
  file: text('file'),
  step: text('step'),
  foundOn: date('found_on').notNull(),
  note: text('note').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedByName: text('recorded_by_name').notNull(),
  recordedAt: at('recorded_at').notNull(),
  simulated: boolean('simulated').notNull().default(false),
});

/** What came out when somebody asked about an open point. The newest row of a point counts. Append-only. */
export const openPointAnswers = pgTable(
  'open_point_answers',
  {
    id: id(),
    point: text('point').notNull(),
    /** Null: opened again. */
    answer: text('answer'),
    source: text('source').notNull(),
    answeredBy: text('answered_by').notNull(),
    answeredByName: text('answered_by_name').notNull(),
    answeredAt: at('answered_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [index('open_point_answers_newest').on(table.point, table.simulated, table.id.desc())],
);
