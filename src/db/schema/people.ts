/** Who: people reachable on a channel, what they may do where, and how they came to it. */
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, date, index, jsonb, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core';
import { toArea } from './areas.ts';
import { at, bytea, id, ref } from './columns.ts';

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
    areaCode: toArea('area_code'),
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
    /** Drawer of the last four digits, for finding a number by them (`src/db/seal.ts`); -1: the sealed number does not open. */
    phoneEnding: smallint('phone_ending'),
    /** The person, when the same one is joined on two channels: the id of their older contact; null otherwise. */
    personId: ref('person_id').references((): AnyPgColumn => contacts.id),
    /** The talk through the assistant this contact is in (`relays`). */
    relayId: ref('relay_id'),
  },
  (table) => [
    index('contacts_phone').on(table.phoneHash).where(sql`phone_hash is not null`),
    index('contacts_phone_ending').on(table.phoneEnding).where(sql`phone_sealed is not null`),
    unique('contacts_address').on(table.channel, table.externalId),
    index('contacts_nudge').on(table.nudgeAt).where(sql`nudge_at is not null`),
    index('contacts_area').on(table.areaCode),
    // `folded` is a function of ours: lower case without accents, so that names are found however they are typed.
    index('contacts_called').on(table.areaCode, sql`folded(call_name) text_pattern_ops`),
    index('contacts_person').on(table.personId).where(sql`person_id is not null`),
  ],
);

/** A column that names a contact. */
export const toContact = (name: string) => ref(name).references(() => contacts.id);

/** What a contact may do, where. An ended membership stays as history. */
export const memberships = pgTable(
  'memberships',
  {
    id: id(),
    contactId: toContact('contact_id').notNull(),
    role: text('role').$type<'volunteer' | 'official' | 'admin'>().notNull(),
    areaCode: toArea('area_code').notNull(),
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
  areaCode: toArea('area_code').notNull(),
  name: text('name'),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
  usedBy: toContact('used_by'),
});

/** One-time words that join a person's two channels, stored hashed. */
export const joinCodes = pgTable(
  'join_codes',
  {
    codeHash: text('code_hash').primaryKey(),
    contactId: toContact('contact_id').notNull(),
    madeAt: at('made_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    usedBy: toContact('used_by'),
  },
  (table) => [index('join_codes_contact').on(table.contactId)],
);
