/**
 * What a decision needs from the database beyond the contact itself. Citizens' turns need none; a volunteer's or
 * official's desk and the few deep links do. `src/db/facts.ts` fetches, in the turn's transaction.
 */
export interface HouseholdFact {
  code: string;
  areaCode: string;
  areaName: string;
  callName: string;
  /** Telegram or Zalo chats of its members that can be written to now. */
  reachable: number;
  linkToken: string;
  finished: string[];
}

export interface AreaFact {
  code: string;
  name: string;
}

/** Who an announcement would reach, and who not and why. */
export interface AudienceFact {
  reachable: number;
  byChannel: Record<string, number>;
  /** Reason code → people. */
  unreachable: Record<string, number>;
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
  audience?: AudienceFact;
  /** Figures of the official's area, for "Tiến độ". */
  figures?: { indicator: string; title: string; numerator: number; denominator: number | null; asOf: Date }[];
  /** Helper's own week. */
  week?: { households: number };
}

export const NO_FACTS: Facts = {};
