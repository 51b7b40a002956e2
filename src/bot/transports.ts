/** The ways out of the house: each channel, and beside it the recording stand-in for simulated people. */
import type { Channel, ChannelName } from './channel.ts';
import type { Gate } from './gate.ts';
import { createLanes, isBulk, type Lanes } from './lanes.ts';

export type ChannelSet = Partial<Record<ChannelName, Channel | null>>;

export interface Transport {
  channel: Channel;
  isSimulated: boolean;
  lanes: Lanes;
  /** Null where there is no pace to keep: simulated people are in no hurry and no platform counts. */
  gate: Gate | null;
  replies: Share;
  bulk: Share;
  /** Since when, by the monotonic clock, the platform has not taken any call. */
  downSince: number | null;
  /** Calls in a row that came to nothing, whatever the message. */
  troubles: number;
}

/** What may be held in memory of one kind of rows; the rest waits in the database. */
export interface Share {
  most: number;
  held: number;
  /** The last claim took all it asked for, so there may be more. */
  hasBacklog: boolean;
}

export interface TransportSettings {
  /** Calls under way per transport. */
  concurrency: number;
  pace: Record<ChannelName, { perSecond: number }>;
  openGate(channel: ChannelName): Gate;
}

export interface Transports {
  /** Undefined when that channel is off. */
  of(row: { to: { channel: ChannelName }; simulated: boolean }): Transport | undefined;
  readonly all: readonly Transport[];
}

/** Held beyond the calls under way, so that a place never waits for a claim: this many times the places. */
const HELD_TIMES_PLACES = 2;
/** Where no pace keeps bulk short, so much is on its way between claim and written end that no place is ever empty. */
const BULK_HELD_TIMES_PLACES = 8;
/** Bulk is claimed this far ahead of its pace: what is held can be neither cancelled nor overtaken by a reply. */
const BULK_AHEAD_MS = 300;

export function openTransports(channels: ChannelSet, simulated: ChannelSet, settings: TransportSettings): Transports {
  const open = (isSimulated: boolean) => (channel: Channel) => openTransport(channel, isSimulated, settings);
  const all = [...present(channels).map(open(false)), ...present(simulated).map(open(true))];
  return {
    of: ({ to, simulated }) => all.find((way) => way.channel.name === to.channel && way.isSimulated === simulated),
    all,
  };
}

const present = (channels: ChannelSet): Channel[] => Object.values(channels).filter((channel) => channel !== null);

function openTransport(channel: Channel, isSimulated: boolean, settings: TransportSettings): Transport {
  const { concurrency, pace, openGate } = settings;
  const half = Math.max(1, Math.floor(concurrency / 2));
  const soon = Math.max(1, Math.ceil((pace[channel.name].perSecond * BULK_AHEAD_MS) / 1000));
  return {
    ...{ channel, isSimulated, downSince: null, troubles: 0 },
    lanes: createLanes(concurrency),
    gate: isSimulated ? null : openGate(channel.name),
    replies: { most: concurrency * HELD_TIMES_PLACES, held: 0, hasBacklog: false },
    bulk: { most: isSimulated ? half : Math.min(half * BULK_HELD_TIMES_PLACES, soon), held: 0, hasBacklog: false },
  };
}

export const shareOf = (way: Transport, row: { urgency: number }): Share => (isBulk(row) ? way.bulk : way.replies);
