/** What the simulator needs from the rest of the house: the same intake, renderers and store as the real channels. */
import type { Channel, ChannelName, InboundEvent } from '../bot/channel.ts';
import type { JumpingClock } from '../clock.ts';
import type { Sql } from '../db/client.ts';
import type { SimPerson, TurnReport } from './frame.ts';

export type { SimPerson, TurnReport } from './frame.ts';

export interface SimulatorPorts {
  clock: JumpingClock;
  /** Keeps the clock's offset for the other processes and the next start. */
  saveClock(offsetMs: number): Promise<void>;
  /** The real intake. Resolves after the commit; null when this event is known already. */
  receive(event: InboundEvent, options: { simulated: true }): Promise<TurnReport | null>;
  /** Real parsing, splitting and rendering; their transports are those of `createRecorder`. */
  channels: Record<ChannelName, Channel>;
  /** For the simulator's own frames, and for reading turns and rows. */
  sql: Sql;
  /** Does what has become due by a jump of the clock: reminders, broadcasts, waiting messages. */
  runDue(): Promise<void>;
  /** The seeded people, those to show first leading. */
  people(): Promise<SimPerson[]>;
  /** Draws a step picture again by the hash of its {@link MediaRef}; null for an unknown one. */
  pictureBytes(hash: string): Promise<Buffer | null>;
}
