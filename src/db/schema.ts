/**
 * Every table; a new one goes into the room of `schema/` it is about. States of a message are words because operators
 * read them. Migrations are generated from here (`npm run migrations:generate`); the views of schema `report` and the
 * append-only guard are hand-written SQL beside them.
 */
export * from './schema/access.ts';
export * from './schema/areas.ts';
export * from './schema/broadcasts.ts';
export * from './schema/consent.ts';
export * from './schema/content.ts';
export * from './schema/conversation.ts';
export * from './schema/figures.ts';
export * from './schema/help.ts';
export * from './schema/households.ts';
export * from './schema/ledger.ts';
export * from './schema/machine.ts';
export * from './schema/outbox.ts';
export * from './schema/people.ts';
export * from './schema/protection.ts';
export * from './schema/stalls.ts';
