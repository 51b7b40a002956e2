/** What the page gets from the server. Plain JSON, shared with the browser. */
import type { ChannelLimits, ChannelName } from '../bot/channel.ts';
import type { Act, Delivery, Frame, InFrame, NetworkMode, SimPerson, TurnOutcome } from './frame.ts';
import type { PersonState } from './inspect.ts';

/** What may change without a frame: the store's view of a person. */
export interface PersonFacts {
  person: SimPerson;
  state: PersonState | null;
  deliveries: Delivery[];
}

export interface PhoneSnapshot extends PersonFacts {
  frames: Frame[];
}

export interface SimulatorData {
  now: string;
  people: SimPerson[];
  phones: PhoneSnapshot[];
  limits: Record<ChannelName, ChannelLimits>;
  /** Newest frame contained in `phones`; the live stream goes on from here. */
  newest: string;
}

export interface ActAnswer {
  frame: InFrame;
  outcomes: TurnOutcome[];
}

export interface ClockAnswer {
  now: string;
}

/** Bodies of the page's posts. */
export interface PostedAct {
  channel: ChannelName;
  externalId: string;
  act: Act;
}

export interface PostedNetwork {
  channel: ChannelName;
  externalId: string;
  mode: NetworkMode;
}

/** `to` is a time in Vietnam without a zone, `2026-11-23T09:00`. `phones` are told of the jump. */
export type ClockMove = { by: 'hour' | 'day' | 'next' } | { to: string };
export type PostedClock = ClockMove & { phones: string[] };

/** At most this many phones stand side by side. */
export const MOST_PHONES = 3;

/** `zalo:9000000000000001` → address; null for anything else. Only ids of simulated people are read. */
export function readAddress(key: string): { channel: ChannelName; externalId: string } | null {
  const [, channel, externalId] = /^(zalo|telegram):(9\d{15})$/.exec(key) ?? [];
  return channel && externalId ? { channel: channel as ChannelName, externalId } : null;
}
