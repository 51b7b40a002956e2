/** The machine room: what all processes share, and what the simulator was asked to send. */
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

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
