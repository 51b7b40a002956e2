/**
 * Every table, in the order a message meets them. Times are instants (`timestamptz`); states of a message are words
 * because operators read them. Migrations are generated from this file (`npm run migrations:generate`); the views of
 * schema `report` and the append-only guard are hand-written SQL beside them.
 */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });
const id = () => bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity();
const ref = (name: string) => bigint(name, { mode: 'bigint' });
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

// ── places ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Province → commune → hamlet, and groups (market, street) across hamlets. Dated, so that units can merge. */
export const areas = pgTable(
  'areas',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    kind: text('kind').$type<'province' | 'commune' | 'hamlet' | 'group'>().notNull(),
    parentCode: text('parent_code').references((): AnyPgColumn => areas.code),
    formedFrom: text('formed_from'),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    simulated: boolean('simulated').notNull().default(false),
    /** The unit it was wholly merged into, once that is in force. */
    succeededBy: text('succeeded_by').references((): AnyPgColumn => areas.code),
    /** Of a group: `market`, `street`, `cluster`, `school` or `desk` (one-stop desk). */
    groupKind: text('group_kind'),
    /** The district it lay in before 1/7/2025, for searching: `huyện Trần Đề`. Never a level of totals. */
    former: text('former'),
    /** Name, older names and former district without marks. */
    search: text('search').generatedAlwaysAs(
      sql`without_marks(name || ', ' || coalesce(formed_from, '') || ', ' || coalesce(former, ''))`,
    ),
  },
  (table) => [index('areas_parent').on(table.parentCode), index('areas_succeeded_by').on(table.succeededBy)],
);

// ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A person reachable on a channel. `memory` is the whole conversation (`src/bot/memory.ts`). */
export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    channel: text('channel').notNull(),
    externalId: text('external_id').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    locale: text('locale').notNull().default('vi'),
    /** Kinship term the person chose; null until asked. */
    term: text('term'),
    callName: text('call_name'),
    areaCode: text('area_code').references(() => areas.code),
    memory: jsonb('memory').notNull().default({}),
    createdAt: at('created_at').notNull(),
    /** Last time the person did something; Zalo's windows count from here. */
    seenAt: at('seen_at').notNull(),
    /** Blocked, unfollowed or gone; cleared by the next thing they do. */
    leftAt: at('left_at'),
    leftReason: text('left_reason'),
    /** Asked for no unprompted messages. */
    mutedAt: at('muted_at'),
    /** When the next reminder is due; null: none. */
    nudgeAt: at('nudge_at'),
    /** Day (Vietnam) of the last unprompted message, whatever its kind. */
    promptedOn: date('prompted_on'),
    /** When this chat's allowance is used up (pace per chat). */
    paceAt: at('pace_at'),
    /** Sealed; kept with the consent to be called back only, and searchable by its keyed hash. */
    phoneSealed: bytea('phone_sealed'),
    phoneHash: text('phone_hash'),
    /** The person, when the same one is joined on two channels: the id of their older contact; null otherwise. */
    personId: ref('person_id').references((): AnyPgColumn => contacts.id),
    /** The talk through the assistant this contact is in (`relays`). */
    relayId: ref('relay_id'),
  },
  (table) => [
    index('contacts_phone').on(table.phoneHash).where(sql`phone_hash is not null`),
    unique('contacts_address').on(table.channel, table.externalId),
    index('contacts_nudge').on(table.nudgeAt).where(sql`nudge_at is not null`),
    index('contacts_area').on(table.areaCode),
    // `folded` is a function of ours: lower case without accents, so that names are found however they are typed.
    index('contacts_called').on(table.areaCode, sql`folded(call_name) text_pattern_ops`),
    index('contacts_person').on(table.personId).where(sql`person_id is not null`),
  ],
);

/** What a contact may do, where. An ended membership stays as history. */
export const memberships = pgTable(
  'memberships',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    role: text('role').$type<'volunteer' | 'official' | 'admin'>().notNull(),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
    name: text('name').notNull(),
    since: at('since').notNull(),
    until: at('until'),
    endReason: text('end_reason'),
    /** Caller who ended it: `contact:12`. */
    endedBy: text('ended_by'),
  },
  (table) => [index('memberships_contact').on(table.contactId), index('memberships_area').on(table.areaCode)],
);

/** One-time invitations, stored hashed. */
export const invites = pgTable('invites', {
  codeHash: text('code_hash').primaryKey(),
  role: text('role').$type<'volunteer' | 'official' | 'admin'>().notNull(),
  areaCode: text('area_code')
    .notNull()
    .references(() => areas.code),
  name: text('name'),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
  usedBy: ref('used_by').references(() => contacts.id),
});

export const households = pgTable(
  'households',
  {
    code: text('code').primaryKey(),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
    /** What to call the head of the household, never the legal name. */
    callName: text('call_name').notNull(),
    /** Opaque token of the printed link `h-<token>`. */
    linkToken: text('link_token').notNull().unique(),
    createdBy: ref('created_by').references(() => contacts.id),
    createdAt: at('created_at').notNull(),
    /** On the list from this day; null: since it was made. */
    since: date('since'),
    simulated: boolean('simulated').notNull().default(false),
    /** Said at the doorstep: "hộ 12". Unique in the hamlet; a trigger gives the next one. */
    number: integer('number'),
    /** A landmark that tells two of the same name apart: "gần cầu". */
    near: text('near'),
    /** Merged into another or erased; its row stays for the ledger's sake. */
    endedAt: at('ended_at'),
  },
  (table) => [
    index('households_area').on(table.areaCode),
    uniqueIndex('households_number').on(table.areaCode, table.number),
  ],
);

export const householdContacts = pgTable(
  'household_contacts',
  {
    householdCode: text('household_code')
      .notNull()
      .references(() => households.code),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    since: at('since').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.householdCode, table.contactId] }),
    index('household_contacts_contact').on(table.contactId),
  ],
);

/** A place of trade. Of its account only the bank, the last four and a keyed hash are kept. */
export const stalls = pgTable(
  'stalls',
  {
    code: text('code').primaryKey(),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
    /** The market or street it belongs to, when it has one. */
    placeCode: text('place_code').references(() => areas.code),
    name: text('name').notNull(),
    householdCode: text('household_code').references(() => households.code),
    contactId: ref('contact_id').references(() => contacts.id),
    bankBin: text('bank_bin'),
    accountLast4: text('account_last4'),
    accountFingerprint: text('account_fingerprint'),
    registeredAt: at('registered_at').notNull(),
    /** On the list from this day; null: since it was registered. */
    since: date('since'),
    simulated: boolean('simulated').notNull().default(false),
    /** Next day it is asked to scan its own code before it opens; null: it does not want that. */
    morningCheckDue: date('morning_check_due'),
  },
  (table) => [index('stalls_area').on(table.areaCode), index('stalls_contact').on(table.contactId)],
);

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
    givenBy: ref('given_by').references(() => contacts.id),
    givenAt: at('given_at').notNull(),
    withdrawnAt: at('withdrawn_at'),
    /** SHA-256 of the exact words that were read, and the turn in which the answer came (`in:<inbound id>`). */
    textHash: text('text_hash'),
    proof: text('proof'),
  },
  (table) => [index('consents_subject').on(table.subjectKind, table.subjectCode)],
);

// ── one message's way ──────────────────────────────────────────────────────────────────────────────────────────────

/** One row per thing a platform delivered; the unique key is what makes a redelivery harmless. */
export const inbound = pgTable(
  'inbound',
  {
    id: id(),
    channel: text('channel').notNull(),
    key: text('key').notNull(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
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
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
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

/** The outbox. One row is one platform call; states only move forward (`src/bot/sender.ts`). */
export const outbound = pgTable(
  'outbound',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
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
  contactId: ref('contact_id')
    .notNull()
    .references(() => contacts.id),
  sealed: bytea('sealed').notNull(),
  expiresAt: at('expires_at').notNull(),
});

// ── what came of it ────────────────────────────────────────────────────────────────────────────────────────────────

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
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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

/** Somebody wants a person. */
export const helpRequests = pgTable(
  'help_requests',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    areaCode: text('area_code'),
    reason: text('reason').$type<'asked' | 'stuck' | 'suspected-scam' | 'erase-data'>().notNull(),
    urgent: boolean('urgent').notNull().default(false),
    flowId: text('flow_id'),
    step: text('step'),
    askedAt: at('asked_at').notNull(),
    promisedAt: at('promised_at').notNull(),
    takenBy: ref('taken_by').references(() => contacts.id),
    takenAt: at('taken_at'),
    closedAt: at('closed_at'),
    closedHow: text('closed_how'),
    /** Who was asked last and who before; nobody is asked twice. */
    offeredTo: ref('offered_to').references(() => contacts.id),
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

// ── stands on the counters ─────────────────────────────────────────────────────────────────────────────────────────

/** Printed for a stall, and held against a phone since. The account on it is not kept. */
export const standEvents = pgTable(
  'stand_events',
  {
    id: id(),
    stallCode: text('stall_code')
      .notNull()
      .references(() => stalls.code, { onDelete: 'cascade' }),
    event: text('event').$type<'printed' | 'checked' | 'wrong'>().notNull(),
    /** Caller: `contact:12`. */
    byCaller: text('by_caller').notNull(),
    at: at('at').notNull(),
  },
  (table) => [index('stand_events_stall').on(table.stallCode, table.at.desc())],
);

// ── the doorstep, the rota, evidence, rights (people) ──────────────────────────────────────────────────────────────

/** Who lives in a household, as they are called; never a legal name, a date of birth or a number. */
export const householdMembers = pgTable(
  'household_members',
  {
    id: id(),
    /** Null for somebody who shares a phone with a person of no household. */
    householdCode: text('household_code').references(() => households.code),
    callName: text('call_name').notNull(),
    term: text('term'),
    ageBand: text('age_band').$type<'child' | 'youth' | 'adult' | 'elder'>(),
    role: text('role').$type<'head' | 'spouse' | 'child' | 'parent' | 'other'>(),
    hasSmartphone: boolean('has_smartphone'),
    /** The chat they use; several people may use the same one. */
    contactId: ref('contact_id').references(() => contacts.id),
    /** The chat belongs to somebody else of the house. */
    sharesChat: boolean('shares_chat').notNull().default(false),
    addedBy: ref('added_by').references(() => contacts.id),
    addedAt: at('added_at').notNull(),
    leftAt: at('left_at'),
  },
  (table) => [
    index('household_members_household').on(table.householdCode),
    index('household_members_contact').on(table.contactId).where(sql`contact_id is not null`),
  ],
);

/** What became of a household: merged into another, moved to another hamlet. Its ledger rows stay as they are. */
export const householdChanges = pgTable(
  'household_changes',
  {
    id: id(),
    householdCode: text('household_code')
      .notNull()
      .references(() => households.code),
    kind: text('kind').$type<'merged' | 'moved'>().notNull(),
    intoCode: text('into_code').references(() => households.code),
    fromArea: text('from_area').references(() => areas.code),
    toArea: text('to_area').references(() => areas.code),
    reason: text('reason'),
    byContact: ref('by_contact').references(() => contacts.id),
    at: at('at').notNull(),
  },
  (table) => [index('household_changes_household').on(table.householdCode)],
);

/** A visit somebody promised a household. */
export const visits = pgTable(
  'visits',
  {
    id: id(),
    householdCode: text('household_code')
      .notNull()
      .references(() => households.code),
    promisedOn: date('promised_on').notNull(),
    promisedBy: ref('promised_by')
      .notNull()
      .references(() => contacts.id),
    madeAt: at('made_at').notNull(),
    doneAt: at('done_at'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [index('visits_open').on(table.householdCode).where(sql`done_at is null`)],
);

/** One-time words that join a person's two channels, stored hashed. */
export const joinCodes = pgTable(
  'join_codes',
  {
    codeHash: text('code_hash').primaryKey(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    madeAt: at('made_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    usedBy: ref('used_by').references(() => contacts.id),
  },
  (table) => [index('join_codes_contact').on(table.contactId)],
);

/** Who answers calls for help, on which weekday (ISO 1–7, null every day) and hours of Vietnam; `rank` 0 is on duty. */
export const rota = pgTable(
  'rota',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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
    citizenId: ref('citizen_id')
      .notNull()
      .references(() => contacts.id),
    helperId: ref('helper_id')
      .notNull()
      .references(() => contacts.id),
    openedAt: at('opened_at').notNull(),
    lastAt: at('last_at').notNull(),
    closedAt: at('closed_at'),
    closedHow: text('closed_how'),
  },
  (table) => [index('relays_open').on(table.lastAt).where(sql`closed_at is null`)],
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
    byContact: ref('by_contact').references(() => contacts.id),
    at: at('at').notNull(),
  },
  (table) => [unique().on(table.completionId, table.kind)],
);

/** The one question a citizen gets about what a volunteer recorded for them. */
export const evidenceQuestions = pgTable(
  'evidence_questions',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
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

/** Who asked to be forgotten, and that it was done. The contact it names is a tombstone by then. */
export const erasures = pgTable(
  'erasures',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    askedAt: at('asked_at').notNull(),
    doneAt: at('done_at'),
    /** The contact that carries the last message; removed once that message has ended. */
    farewellId: ref('farewell_id'),
    farewellDoneAt: at('farewell_done_at'),
  },
  (table) => [index('erasures_open').on(table.askedAt).where(sql`farewell_done_at is null`)],
);

/** An announcement: what is said to whom, who agreed, and where sending it stands (docs/decisions/0017). */
export const broadcasts = pgTable(
  'broadcasts',
  {
    /** Taken from the sequence of `inbound`: an announcement is named after the turn that wrote it. */
    id: ref('id').primaryKey(),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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
    authorId: ref('author_id').references(() => contacts.id),
    /** The person behind it: `contact:12`, or `key:3` when nobody else is known. Who approves must be another. */
    authorRef: text('author_ref'),
    /** Who answers what people write back. */
    officerId: ref('officer_id').references(() => contacts.id),
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
    approvedBy: ref('approved_by').references(() => contacts.id),
    approvedAt: at('approved_at'),
    startedAt: at('started_at'),
    /** The plan has got as far as this contact; it is whole once `planned_at` is set. */
    planAfter: bigint('plan_after', { mode: 'bigint' }).notNull().default(sql`0`),
    plannedAt: at('planned_at'),
    pausedAt: at('paused_at'),
    /** Why it paused by itself: `template-refused`, … */
    pauseReason: text('pause_reason'),
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

/** Who has agreed to an announcement as it stands; a change takes all of them back. */
export const broadcastApprovals = pgTable(
  'broadcast_approvals',
  {
    broadcastId: ref('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    /** The person behind: `contact:12`, or `key:3`. */
    personRef: text('person_ref').notNull(),
    contactId: ref('contact_id').references(() => contacts.id),
    at: at('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.broadcastId, table.personRef] })],
);

/** Exactly one row per broadcast and person, with one end: nobody gets it twice, nobody is forgotten. */
export const broadcastRecipients = pgTable(
  'broadcast_recipients',
  {
    broadcastId: ref('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
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
    viaContactId: ref('via_contact_id').references(() => contacts.id),
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
    index('recipients_sent').on(table.broadcastId, table.sentAt).where(sql`sent_at is not null`),
  ],
);

/** "Tôi sẽ tới" and its opposite: the last word of each. */
export const broadcastAnswers = pgTable(
  'broadcast_answers',
  {
    broadcastId: ref('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
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
    broadcastId: ref('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    direction: text('direction').$type<'in' | 'out'>().notNull(),
    text: text('text').notNull(),
    officerId: ref('officer_id').references(() => contacts.id),
    at: at('at').notNull(),
  },
  (table) => [
    index('broadcast_replies_broadcast').on(table.broadcastId, table.id),
    index('broadcast_replies_contact').on(table.contactId, table.id),
  ],
);

/** Audiences an area uses again and again. */
export const savedAudiences = pgTable(
  'saved_audiences',
  {
    id: id(),
    name: text('name').notNull(),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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
    householdCode: text('household_code').references(() => households.code),
    contactId: ref('contact_id').references(() => contacts.id),
    broadcastId: ref('broadcast_id').references(() => broadcasts.id),
    /** Reason code of the recipient, or `no-chat` for a household without one. */
    reason: text('reason').notNull(),
    createdAt: at('created_at').notNull(),
    takenBy: ref('taken_by').references(() => contacts.id),
    takenAt: at('taken_at'),
    doneAt: at('done_at'),
    doneBy: ref('done_by').references(() => contacts.id),
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

// ── the machine room ───────────────────────────────────────────────────────────────────────────────────────────────

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

/** Small facts all processes share: the demonstration clock's offset, whether the simulator is open. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
});

/** What the simulator's recording transports were asked to send, in order. */
export const simulatorFrames = pgTable(
  'simulator_frames',
  {
    id: id(),
    channel: text('channel').notNull(),
    externalId: text('external_id').notNull(),
    /** `in` what the person did, `out` the exact request that would have left, `turn` what came of an act, `note` the page's own. */
    direction: text('direction').notNull(),
    at: at('at').notNull(),
    request: jsonb('request').notNull(),
    result: jsonb('result'),
  },
  (table) => [index('simulator_frames_person').on(table.channel, table.externalId, table.id)],
);

// ── access ─────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  areaCode: text('area_code')
    .notNull()
    .references(() => areas.code),
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

/** Erasing somebody from the officials' page takes two people: one asks, another agrees. */
export const eraseRequests = pgTable(
  'erase_requests',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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

// ── content ────────────────────────────────────────────────────────────────────────────────────────────────────────

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
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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

// ── figures ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Names and places of units over time; `areas` is what holds today (docs/decisions/0014-areas-over-time.md). */
export const areaVersions = pgTable(
  'area_versions',
  {
    id: id(),
    code: text('code')
      .notNull()
      .references(() => areas.code),
    name: text('name').notNull(),
    parentCode: text('parent_code').references(() => areas.code),
    validFrom: date('valid_from').notNull(),
    source: text('source'),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    index('area_versions_code').on(table.code, table.validFrom, table.id),
    index('area_versions_parent').on(table.parentCode),
    index('area_versions_changed').on(table.code).where(sql`valid_from > '-infinity'`),
  ],
);

/** What became of units that ended. `whole`: all that was counted for the old one now counts for the new one. */
export const areaSuccessions = pgTable(
  'area_successions',
  {
    id: id(),
    oldCode: text('old_code')
      .notNull()
      .references(() => areas.code),
    newCode: text('new_code')
      .notNull()
      .references(() => areas.code),
    effectiveOn: date('effective_on').notNull(),
    whole: boolean('whole').notNull(),
    source: text('source'),
    recordedAt: at('recorded_at').notNull(),
    withdrawnAt: at('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('area_successions_whole').on(table.oldCode).where(sql`whole and withdrawn_at is null`),
    index('area_successions_old').on(table.oldCode),
    index('area_successions_new').on(table.newCode),
  ],
);

/** What reports said, as they said it, beside what we count ourselves. Append-only. */
export const reportedFigures = pgTable(
  'reported_figures',
  {
    id: id(),
    indicator: text('indicator')
      .notNull()
      .references(() => indicators.id),
    areaCode: text('area_code').references(() => areas.code),
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
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
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
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
    placeCode: text('place_code').references(() => areas.code),
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

// ── what people write that nobody has foreseen ──────────────────────────────────────────────────────────────────────

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

// ── what protects people ────────────────────────────────────────────────────────────────────────────────────────────

/** Codes good once and for minutes, hashed: a volunteer at a door, the assistant itself, a relative who may be told. */
export const proofCodes = pgTable(
  'proof_codes',
  {
    codeHash: text('code_hash').primaryKey(),
    kind: text('kind').$type<'volunteer' | 'assistant' | 'family'>().notNull(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    madeAt: at('made_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    usedBy: ref('used_by').references(() => contacts.id),
  },
  (table) => [index('proof_codes_contact').on(table.contactId)],
);

/** Who is told how somebody gets on, and how they call them. */
export const familyLinks = pgTable(
  'family_links',
  {
    id: id(),
    elderId: ref('elder_id')
      .notNull()
      .references(() => contacts.id),
    relativeId: ref('relative_id')
      .notNull()
      .references(() => contacts.id),
    relation: text('relation').notNull(),
    madeAt: at('made_at').notNull(),
    endedAt: at('ended_at'),
    endedBy: text('ended_by'),
  },
  (table) => [index('family_links_relative').on(table.relativeId).where(sql`ended_at is null`)],
);

/** What a turn needs from outside: fetched after its commit, answered by an event of our own, then gone. `body` is sealed. */
export const errands = pgTable(
  'errands',
  {
    id: id(),
    contactId: ref('contact_id')
      .notNull()
      .references(() => contacts.id),
    kind: text('kind').$type<'photo' | 'question'>().notNull(),
    body: bytea('body').notNull(),
    madeAt: at('made_at').notNull(),
    dueAt: at('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [index('errands_due').on(table.dueAt)],
);

/** Tricks officials have heard of, beside those of `content/scam-patterns.json`. */
export const scamPatterns = pgTable('scam_patterns', {
  id: id(),
  areaCode: text('area_code')
    .notNull()
    .references(() => areas.code),
  phrases: text('phrases').array().notNull(),
  answer: text('answer').notNull(),
  source: text('source').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAt: at('recorded_at').notNull(),
  withdrawnAt: at('withdrawn_at'),
  simulated: boolean('simulated').notNull().default(false),
});
