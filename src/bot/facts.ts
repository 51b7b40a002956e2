/**
 * What a decision needs from the database beyond the contact itself. Citizens' turns need none; a volunteer's or
 * official's desk and the few deep links do. `src/db/facts.ts` fetches, in the turn's transaction.
 */
import type { ChannelName } from './channel.ts';

export interface HouseholdFact {
  code: string;
  areaCode: string;
  areaName: string;
  callName: string;
  /** Telegram or Zalo chats of its members that can be written to now. */
  reachable: number;
  linkToken: string;
  finished: string[];
  /** "Hộ 12": unique in the hamlet. Absent until the row is stored. */
  number?: number | null;
  /** A landmark that tells two of the same name apart. */
  near?: string | null;
  members?: MemberFact[];
}

/** Somebody who lives there, as they are called. */
export interface MemberFact {
  id: string;
  callName: string;
  term: string | null;
  ageBand: 'child' | 'youth' | 'adult' | 'elder' | null;
  role: 'head' | 'spouse' | 'child' | 'parent' | 'other' | null;
  hasSmartphone: boolean | null;
  /** Their own chat; null for whoever has none or shares somebody else's. */
  contactId: string | null;
}

export interface AreaFact {
  code: string;
  name: string;
}

/** The announcement that was the last thing the person got, within the time in which answers go to its officer. */
export interface AnnouncedFact {
  broadcast: string;
  /** Name of who answers. */
  officer: string;
  /** ISO time until which the officer answers. */
  until: string;
  /** It asks who will come. */
  hasComing: boolean;
}

export interface Facts {
  /** An invitation named by a start payload: null when it is unknown, used or expired. */
  invite?: {
    codeHash: string;
    role: 'volunteer' | 'official' | 'admin';
    areaCode: string;
    areaName: string;
    name: string | null;
  } | null;
  /** A household named by a start payload. */
  household?: HouseholdFact | null;
  /** An area named by a start payload, if it exists. */
  area?: AreaFact | null;
  /** Hamlets below a staff member's area (or the area itself when it is one). */
  hamlets?: AreaFact[];
  /** Households of those hamlets, most recently touched first. */
  households?: HouseholdFact[];
  /** Households in all, which may be more than listed. */
  householdCount?: number;
  announced?: AnnouncedFact | null;
  /** Hosts besides `*.gov.vn` that an announcement may name. */
  allowedHosts?: string[];
  /** Figures of the official's area, for "Tiến độ". */
  figures?: {
    indicator: string;
    title: string;
    unit: string;
    /** What is confirmed: a target is compared with this. */
    numerator: number;
    /** What people only said themselves, on top of it. */
    self: number;
    denominator: number | null;
    /** False: it is a plain number, out of nothing. */
    isShare: boolean;
    /** Per cent asked for; null: none. */
    target: number | null;
    asOf: Date;
  }[];
  /** Helper's own week. */
  week?: { households: number };
  /** Households a quick log names by number or code, however long the list is. */
  named?: HouseholdFact[];
  /** What the volunteer's day asks for, most needed first; fetched when the list is opened. */
  today?: TodayItem[];
  /** The area's figures beside what was asked for, for "Tuần này của tôi". */
  progress?: ProgressFact[];
  /** The rota of the area and below, and who may be put on it. */
  rota?: RotaFact;
  /** Own entries of the last seven days, newest first; fetched when they are listed or taken back. */
  ownEntries?: { id: string; flowId: string; outcome: string; about: string; occurredAt: Date }[];
  /** Today's sample for whoever supervises, and how many entries stand out by what. */
  sample?: SampleFact[];
  flags?: Record<string, number>;
  /** Where a household may be moved to. */
  hamletsOfCommune?: AreaFact[];
  /** The talk through the assistant this person is in. */
  relay?: RelayFact | null;
}

/** One line of a volunteer's day. */
export type TodayItem =
  | {
      kind: 'call';
      id: string;
      contactId: string;
      urgent: boolean;
      /** This volunteer promised it; otherwise nobody has yet. */
      isMine: boolean;
      flowId: string | null;
      step: string | null;
      promisedAt: Date;
      askedAt: Date;
      name: string;
      areaName: string;
    }
  | {
      kind: 'stuck';
      runId: string;
      contactId: string;
      household: string | null;
      name: string;
      areaName: string;
      flowId: string;
      flowVersion: number;
      step: string | null;
      since: Date;
    }
  | { kind: 'visit'; household: string; day: string; name: string; number: number | null; areaName: string }
  | { kind: 'errand'; id: string; name: string; household: string | null; areaName: string }
  | ({ kind: 'target' } & ProgressFact);

/** Who answers calls for help when. */
export interface RotaFact {
  duties: {
    id: string;
    contactId: string;
    name: string;
    weekday: number | null;
    fromHour: number;
    toHour: number;
    rank: number;
  }[];
  members: { contactId: string; name: string }[];
}

export interface ProgressFact {
  indicator: string;
  title: string;
  flowIds: string[];
  done: number;
  total: number;
  /** Per cent, cut to one decimal, never rounded up to a reached target. */
  percent: number;
  target: number | null;
}

/** One entry a supervisor calls or visits about. */
export interface SampleFact {
  id: string;
  flowId: string;
  subjectCode: string;
  areaCode: string;
  areaName: string;
  about: string;
  occurredAt: Date;
  outcome: 'confirmed' | 'denied' | 'not-met' | null;
}

/** A talk between a volunteer and a citizen, seen from one side. */
export interface RelayFact {
  id: string;
  requestId: string;
  side: 'citizen' | 'helper';
  other: { id: string; channel: ChannelName; simulated: boolean };
  otherLocale: string;
  otherTerm: string | null;
  otherCallName: string | null;
  helperName: string;
}

export const NO_FACTS: Facts = {};
