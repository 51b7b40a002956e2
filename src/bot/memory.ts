/**
 * A contact's conversation: everything the next turn needs to know, as plain JSON in one row that the turn locks.
 * Never a secret, never a legal name.
 */
import type { FlowId, RunState } from '../flows/flow.ts';

export interface Memory {
  /** The run under way. One at a time; others wait on the shelf with their place kept. */
  run?: ActiveRun;
  shelf?: ActiveRun[];
  /** A question outside a flow that waits for its answer. */
  asking?: Asking;
  /** The buttons of the last message, so that "2" and a typed label mean them. */
  offered?: Offered[];
  /** Answers typed in a row; after two the numbers are printed as well (CD, Zalo). */
  typed?: number;
  /** Kind of secret → day of the last full warning. */
  warned?: Record<string, string>;
  /** Reminders sent since the person last wrote. */
  nudges?: number;
  /** The person asked for no reminders until they come back. */
  resting?: boolean;
  /** Day of the last "I never ask for codes" line. */
  pledgedOn?: string;
  /** A person has been asked to call; when that was said last. */
  helpSaidAt?: string;
  /** A talk with the officer of an announcement: words go there until then (ISO). */
  talk?: { broadcast: string; officer: string; until: string };
  /** A volunteer's or official's desk. */
  desk?: Desk;
  /** Switched on by the person: every step is also read aloud, until they switch it off. */
  voice?: true;
  /** Reading aloud was offered at a step, which is done once. */
  voiceOffered?: true;
  /** Flows this person has finished, for "what next". */
  finished?: FlowId[];
  /** Which of the people who share this phone is speaking; absent: the one the chat belongs to. */
  speaker?: { member: string };
  /** How the one the chat belongs to is spoken to, while somebody else of the house speaks. */
  owner?: { term: string | null; callName: string | null };
  /** Somebody of the family is told how this person gets on; kept right by `src/db/family.ts`. */
  family?: true;
  /** When they were last told of a step (ISO). */
  familyToldAt?: string;
  /** Door codes that were none, by day; nobody guesses for long. */
  doorMisses?: { on: string; count: number };
  /** A text that was not understood or that moved a step: a second one right behind it is read with it (3 s). */
  half?: { at: string; words: string; did: 'missed' | 'moved' };
  /** Wrong words typed in a row to join two channels; nobody guesses for long. */
  joinMisses?: number;
}

export interface ActiveRun {
  id: string;
  state: RunState;
  /** Last time anything happened in it. */
  lastAt: string;
  startedBy: string;
  /** Set when a volunteer walks through it for a household on their own phone. */
  helping?: {
    household: string;
    callName: string;
    term: string | null;
    areaCode: string;
    /** Whom of the household it is for, and their chat when they have one. */
    member?: string;
    contact?: string | null;
  };
  /** Which of the people who share this phone it belongs to; absent: the one the chat belongs to. */
  speaker?: { member: string };
  /** Values an `ask` step needs until the code is drawn, then gone. Never the account number. */
  draft?: { bin?: string; holder?: string; stall?: string };
  /** The citizen has been told once that screens may look different; once is enough for a whole run. */
  doubtTold?: true;
  /** Made when the code was drawn: what may be kept of an account, with consent. */
  mark?: { bin: string; last4: string; fingerprint: string };
}

export type Asking =
  | { what: 'term'; after?: { flow: FlowId } }
  | { what: 'switch'; to: FlowId }
  | { what: 'person' }
  | { what: 'phone' }
  | { what: 'scam' }
  | { what: 'erase' }
  | { what: 'new-speaker' }
  /** A photo of a payment code, or its text. */
  | { what: 'code-photo' }
  /** The letters somebody at the door shows. */
  | { what: 'door-code' }
  /** Whether relatives may be told (an elder), or how one calls whose code it was (a relative). */
  | { what: 'family'; elder?: string };

export interface Offered {
  label: string;
  data: string;
}

/** Where a volunteer or official stands outside of flows. `seq` makes old buttons harmless. */
export interface Desk {
  seq: number;
  at:
    | 'home'
    | 'households'
    | 'household'
    | 'new-hamlet'
    | 'new-name'
    | 'new-consent'
    | 'pick-flow'
    | 'write-text'
    | 'write-bring'
    | 'write-ask'
    | 'write-time'
    | 'write-reply'
    | 'preview'
    | 'log'
    | 'log-confirm'
    | 'new-member'
    | 'member'
    | 'confirm';
  page?: number;
  household?: string;
  areaCode?: string;
  callName?: string;
  /** Lines of a quick log read back and not yet confirmed, as they were typed. */
  lines?: string[];
  /** Receipts of the lines recorded last, so that "xóa dòng 2" means one of them. */
  logged?: string[];
  /** What is done when the person confirms it, in the desk's own words: `merge.<from>.<into>`. */
  deed?: string;
  near?: string;
  /** Whom of the household the next flow is for. */
  member?: string;
  /** An announcement being written. */
  text?: string;
  bring?: string;
  ask?: string;
  broadcast?: string;
  /** The announcement it corrects. */
  corrects?: string;
  /** What somebody asked, being answered. */
  reply?: string;
}
