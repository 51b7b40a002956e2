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
  pgTable,
  primaryKey,
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
  },
  (table) => [index('areas_parent').on(table.parentCode)],
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
  },
  (table) => [
    index('contacts_phone').on(table.phoneHash).where(sql`phone_hash is not null`),
    unique('contacts_address').on(table.channel, table.externalId),
    index('contacts_nudge').on(table.nudgeAt).where(sql`nudge_at is not null`),
    index('contacts_area').on(table.areaCode),
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
    simulated: boolean('simulated').notNull().default(false),
  },
  (table) => [index('households_area').on(table.areaCode)],
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
    simulated: boolean('simulated').notNull().default(false),
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
    purpose: text('purpose').$type<'history' | 'household' | 'announcements' | 'call-back' | 'stall-code'>().notNull(),
    textVersion: text('text_version').notNull(),
    how: text('how').$type<'pressed' | 'spoken-to-volunteer'>().notNull(),
    givenBy: ref('given_by').references(() => contacts.id),
    givenAt: at('given_at').notNull(),
    withdrawnAt: at('withdrawn_at'),
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
  (table) => [index('runs_contact').on(table.contactId), index('runs_area').on(table.areaCode, table.startedAt)],
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
  },
  (table) => [
    uniqueIndex('ledger_reverses').on(table.reverses).where(sql`reverses is not null`),
    index('ledger_area').on(table.areaCode, table.occurredAt),
    index('ledger_subject').on(table.subjectCode),
  ],
);

/** What is counted: which flows, about whom. More definitions are more rows. */
export const indicators = pgTable('indicators', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  flowIds: text('flow_ids').array().notNull(),
  subjectKind: text('subject_kind').notNull(),
});

/** How many there are in all, with date and source: the denominators of indicators. */
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
  },
  (table) => [index('denominators_area').on(table.areaCode, table.indicator)],
);

export const targets = pgTable(
  'targets',
  {
    id: id(),
    indicator: text('indicator').notNull(),
    areaCode: text('area_code')
      .notNull()
      .references(() => areas.code),
    period: text('period').notNull(),
    /** Per cent. */
    value: integer('value').notNull(),
    source: text('source').notNull(),
    recordedAt: at('recorded_at').notNull(),
    simulated: boolean('simulated').notNull().default(false),
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
  },
  (table) => [
    index('help_open').on(table.areaCode).where(sql`closed_at is null`),
    index('help_contact').on(table.contactId).where(sql`closed_at is null`),
  ],
);

/** An announcement of an official. */
export const broadcasts = pgTable('broadcasts', {
  /** Taken from the sequence of `inbound`: an announcement is named after the turn that wrote it. */
  id: ref('id').primaryKey(),
  areaCode: text('area_code')
    .notNull()
    .references(() => areas.code),
  text: text('text').notNull(),
  state: text('state')
    .$type<'draft' | 'waiting-approval' | 'approved' | 'sending' | 'paused' | 'stopped' | 'done' | 'returned'>()
    .notNull(),
  authorId: ref('author_id')
    .notNull()
    .references(() => contacts.id),
  /** What the author saw and the approver agrees to: how many would get it. */
  previewedCount: integer('previewed_count').notNull(),
  testedAt: at('tested_at'),
  approvedBy: ref('approved_by').references(() => contacts.id),
  approvedAt: at('approved_at'),
  startedAt: at('started_at'),
  endedAt: at('ended_at'),
  createdAt: at('created_at').notNull(),
  simulated: boolean('simulated').notNull().default(false),
});

/** Exactly one row per broadcast and person: nobody gets it twice, nobody is forgotten. */
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
    /** `planned` until its outbox row exists; from then on the outbox row knows. `failed` here: never attempted. */
    state: text('state').$type<'planned' | 'queued' | 'failed' | 'cancelled'>().notNull(),
    reason: text('reason'),
    failedAt: at('failed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.broadcastId, table.contactId] }),
    index('recipients_planned').on(table.broadcastId).where(sql`state = 'planned'`),
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
