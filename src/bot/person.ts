/** The contact a turn is about, as read and locked at its beginning. */
import { type Address, addressOf } from '../text.ts';
import type { ChannelName } from './channel.ts';
import type { Memory } from './memory.ts';

export interface Membership {
  role: 'volunteer' | 'official' | 'admin';
  areaCode: string;
  areaName: string;
  name: string;
}

export interface Person {
  id: string;
  channel: ChannelName;
  externalId: string;
  simulated: boolean;
  locale: string;
  term: string | null;
  callName: string | null;
  areaCode: string | null;
  memory: Memory;
  seenAt: Date;
  leftAt: Date | null;
  mutedAt: Date | null;
  paceAt: Date | null;
  memberships: Membership[];
  /** The person this contact is, when they are joined on two channels. */
  personId?: string | null;
  /** The talk through the assistant they are in. */
  relayId?: string | null;
  /** Telegram: the message of ours that still shows buttons. */
  liveButtons: string | null;
}

/** Volunteers and officials are spoken to plainly; citizens by the term they chose. */
export function spokenTo(person: Person): Address {
  if (person.term === null && person.memberships.length > 0) return { xung: 'bạn', con: 'mình' };
  return addressOf(person.term);
}

/** "Bác Sáu", "bác", or the plain word before anything was asked. */
export const nameOf = (person: Person): string =>
  [addressOf(person.term).xung, person.callName].filter(Boolean).join(' ');

export const membershipOf = (person: Person, roles: readonly Membership['role'][]): Membership | undefined =>
  person.memberships.find((membership) => roles.includes(membership.role));

/** The ledger's code for this person, the same on every channel they joined. */
export const subjectOfPerson = (person: Pick<Person, 'id' | 'personId'>): string => `P${person.personId ?? person.id}`;

export const isOfficial = (person: Person): boolean => membershipOf(person, ['official', 'admin']) !== undefined;
export const isStaff = (person: Person): boolean => person.memberships.length > 0;
/** Not yet asked how to be called. Staff are spoken to without it. */
export const isNewcomer = (person: Person): boolean => person.term === null && !isStaff(person);
