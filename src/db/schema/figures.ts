/** What is counted, out of what, and how it stands. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, id, ref } from './columns.ts';

/** What is counted, how and out of what. More definitions are more rows; a changed one counts from then on. */
export const indicators = pgTable('indicators', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  flowIds: text('flow_ids').array().notNull(),
  subjectKind: text('subject_kind').notNull(),
  /** Numbers under which reports know it. */
  aliases: text('aliases').array().notNull().default([]),
  definition: text('definition').notNull().default(''),
  unit: text('unit').notNull().default('người'),
  /** Only completions about these; null: about anybody. */
  subjectKinds: text('subject_kinds').array(),
  /** Where the numerator comes from. */
  counts: text('counts')
    .$type<'ledger' | 'list' | 'units-active' | 'units-listed' | 'typed'>()
    .notNull()
    .default('ledger'),
  countsLists: text('counts_lists').array().notNull().default([]),
  /** Where the denominator comes from when nobody stated one. */
  outOf: text('out_of').$type<'stated' | 'list' | 'units' | 'indicator' | 'nothing'>().notNull().default('stated'),
  outOfName: text('out_of_name'),
  unitKind: text('unit_kind'),
  funnel: text('funnel'),
  funnelStep: smallint('funnel_step'),
  /** Place on the overview; null: not there. */
  shown: smallint('shown'),
});

/** How many there are in all, with date and source: the denominators of indicators. Append-only. */
export const denominators = pgTable(
  'denominators',
  {
    id: id(),
    indicator: text('indicator').notNull(),
    areaCode: toArea('area_code').notNull(),
    value: integer('value').notNull(),
    source: text('source').notNull(),
    validFrom: date('valid_from').notNull(),
    recordedAt: at('recorded_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    reason: text('reason'),
    recordedBy: text('recorded_by'),
  },
  (table) => [index('denominators_area').on(table.areaCode, table.indicator)],
);

/** How much was asked for in a period. Append-only; a later row for the same period replaces an earlier one. */
export const targets = pgTable(
  'targets',
  {
    id: id(),
    indicator: text('indicator').notNull(),
    areaCode: toArea('area_code').notNull(),
    /** `2026`, `2026-Q4`, `2026-11` or `2026-W47`. */
    period: text('period').notNull(),
    value: numeric('value').notNull(),
    source: text('source').notNull(),
    recordedAt: at('recorded_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    /** `%`, or what is counted. */
    unit: text('unit').notNull().default('%'),
    recordedBy: text('recorded_by'),
    firstDay: date('first_day').generatedAlwaysAs(sql`period_first(period)`),
    lastDay: date('last_day').generatedAlwaysAs(sql`period_last(period)`),
  },
  (table) => [index('targets_area').on(table.areaCode, table.indicator)],
);

/** What reports said, as they said it, beside what we count ourselves. Append-only. */
export const reportedFigures = pgTable(
  'reported_figures',
  {
    id: id(),
    indicator: text('indicator')
      .notNull()
      .references(() => indicators.id),
    areaCode: toArea('area_code'),
    /** A unit without a code, such as a former district; never added to anything. */
    historicUnit: text('historic_unit'),
    period: text('period').notNull(),
    kind: text('kind').$type<'actual' | 'target' | 'plan'>().notNull().default('actual'),
    numerator: numeric('numerator'),
    denominator: numeric('denominator'),
    value: numeric('value'),
    valueTo: numeric('value_to'),
    unit: text('unit').notNull(),
    /** `>`, `<`, `≈`, "hầu hết", "tất cả". */
    qualifier: text('qualifier').$type<'gt' | 'lt' | 'approx' | 'most' | 'all'>(),
    asPrinted: text('as_printed').notNull(),
    source: text('source').notNull(),
    enteredBy: text('entered_by').notNull(),
    approvedBy: text('approved_by'),
    reason: text('reason'),
    recordedAt: at('recorded_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [index('reported_figures_area').on(table.areaCode, table.indicator, table.period)],
);

/** A closed period is read as it was known when it was closed. */
export const closedPeriods = pgTable(
  'closed_periods',
  {
    areaCode: toArea('area_code').notNull(),
    period: text('period').notNull(),
    closedAt: at('closed_at').notNull(),
    closedBy: text('closed_by').notNull(),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.areaCode, table.period] })],
);

/** Lists that are counted or counted against; a row says when it was so and when we knew it. */
export const listEntries = pgTable(
  'list_entries',
  {
    id: id(),
    list: text('list').notNull(),
    code: text('code').notNull(),
    name: text('name'),
    areaCode: toArea('area_code').notNull(),
    placeCode: toArea('place_code'),
    since: date('since').notNull(),
    until: date('until'),
    details: jsonb('details').notNull().default({}),
    recordedAt: at('recorded_at').notNull(),
    removedAt: at('removed_at'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [
    uniqueIndex('list_entries_current').on(table.list, table.code).where(sql`removed_at is null`),
    index('list_entries_area').on(table.areaCode, table.list),
    index('list_entries_place').on(table.placeCode, table.list).where(sql`place_code is not null`),
  ],
);

/** Where every counted subject stands, kept by a trigger of the ledger. */
export const figureSubjects = pgTable(
  'figure_subjects',
  {
    indicator: text('indicator').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectCode: text('subject_code').notNull(),
    simulated: boolean('simulated').notNull(),
    areaCode: text('area_code'),
    areaAt: at('area_at'),
    areaEntry: ref('area_entry'),
    placeCode: text('place_code'),
    placeAt: at('place_at'),
    placeEntry: ref('place_entry'),
    selfDay: date('self_day'),
    systemDay: date('system_day'),
    volunteerDay: date('volunteer_day'),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.indicator, table.subjectKind, table.subjectCode, table.simulated] }),
    index('figure_subjects_code').on(table.subjectCode),
  ],
);

/** Two subjects that turned out to be one: the old one's entries count for the new one. */
export const subjectMerges = pgTable(
  'subject_merges',
  {
    oldCode: text('old_code').primaryKey(),
    newCode: text('new_code').notNull(),
    at: at('at').notNull(),
  },
  (table) => [index('subject_merges_new').on(table.newCode)],
);

/** Every change of where a subject stands: a figure is a sum of these (docs/decisions/0013-figures.md). Append-only. */
export const figureChanges = pgTable(
  'figure_changes',
  {
    id: id(),
    indicator: text('indicator').notNull(),
    areaCode: text('area_code'),
    placeCode: text('place_code'),
    day: date('day').notNull(),
    howKnown: text('how_known').notNull(),
    n: smallint('n').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectCode: text('subject_code').notNull(),
    simulated: boolean('simulated').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    index('figure_changes_area').on(table.areaCode, table.simulated, table.day),
    index('figure_changes_place').on(table.placeCode, table.simulated, table.day),
  ],
);

/** The journal's beginning added up, to be fast; `figure_fold` says up to which row. */
export const figureTallies = pgTable(
  'figure_tallies',
  {
    areaCode: text('area_code'),
    placeCode: text('place_code'),
    simulated: boolean('simulated').notNull(),
    indicator: text('indicator').notNull(),
    howKnown: text('how_known').notNull(),
    n: bigint('n', { mode: 'bigint' }).notNull(),
  },
  (table) => [
    unique('figure_tallies_area_code_place_code_simulated_indicator_how_kn_key')
      .on(table.areaCode, table.placeCode, table.simulated, table.indicator, table.howKnown)
      .nullsNotDistinct(),
    index('figure_tallies_place').on(table.placeCode).where(sql`place_code is not null`),
  ],
);

export const figureFold = pgTable('figure_fold', {
  one: boolean('one').primaryKey().default(true),
  upto: bigint('upto', { mode: 'bigint' }).notNull(),
  newest: at('newest').notNull(),
});
