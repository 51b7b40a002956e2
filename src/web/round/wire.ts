/** What the page for rounds and the server say to each other. Types only: both sides are built from this file. */
import type { Outcome } from '../../flows/flow.ts';

/** Where the page is; everything of it lies below. Also the service worker's scope. */
export const ROUND_PATH = '/to/di-ap';
/** Entries in one request. Small ones arrive over one bar; none is lost when one does not. */
export const MOST_ENTRIES = 20;

/** Who is signed in, and the token that requests of this session carry. */
export interface RoundWho {
  /** Opaque; the same for one person on any channel and at any time. What is kept on the phone belongs to it. */
  owner: string;
  name: string;
  csrf: string;
}

/** What is kept on the phone to work from. Call names only: nothing the chat's list does not show. */
export interface RoundBook {
  owner: string;
  name: string;
  area: { code: string; name: string };
  /** Other areas the person works in. */
  areas: { code: string; name: string }[];
  hamlets: { code: string; name: string }[];
  /** When it was made, ISO. */
  at: string;
  /** Most needed first, as the chat says it. */
  today: { text: string; household: string | null }[];
  households: RoundHousehold[];
  flows: { id: string; title: string; subject: 'person' | 'household' | 'stall' }[];
  /** What is read aloud before a household is written down; `{name}` is whom it is read to. */
  consent: string;
  /** Names the edition of the step sheets; they are fetched again when it differs. */
  sheets: string;
}

export interface RoundHousehold {
  code: string;
  number: number | null;
  areaName: string;
  callName: string;
  near: string | null;
  /** Flows done in the household's own name. */
  done: string[];
  /** Flows done at its stall; null when it has none. */
  stall: string[] | null;
  members: { id: string; name: string; done: string[] }[];
}

/** Steps to read from, by flow. */
export interface RoundSheets {
  edition: string;
  flows: Record<string, RoundLine[]>;
}

export interface RoundLine {
  kind: 'first' | 'part' | 'step' | 'control';
  n?: number;
  text: string;
  /** What must be seen before going on, or what is answered. */
  sign?: string;
}

/** One thing done on the round. `id` is made on the phone and is good once, however often it is sent. */
export type RoundEntry = { id: string; at: string } & (
  | ({ kind: 'tick' } & RoundTick)
  | { kind: 'line'; text: string }
  | { kind: 'household'; areaCode: string; name: string; consent: true; isAnother?: true }
  /** Takes an earlier entry of this person back. */
  | { kind: 'take-back'; of: string }
);

export interface RoundTick {
  /** A household's code, or `new:<id>` of the entry that opens it. */
  household: string;
  member: string | null;
  flowId: string;
  outcome: Outcome;
  howKnown: 'volunteer' | 'self';
}

export interface RoundBatch {
  /** Whose entries these are; another person's session takes none of them. */
  owner: string;
  /** The phone's clock when this was sent: what it is wrong by is put right. */
  sentAt: string;
  entries: RoundEntry[];
}

/** Why an entry was not taken; `locales/…/round.json` has a sentence for each, saying what to do. */
export type RoundProblem =
  | 'unknown-household'
  | 'unknown-member'
  | 'no-flow'
  | 'not-yours'
  | 'bad-time'
  | 'bad-name'
  | 'same-household'
  | 'secret'
  | 'no-entry'
  | 'too-late'
  | 'unreadable';

export type RoundAnswer = { id: string } & (
  | { status: 'recorded' | 'duplicate'; receipt?: string; household?: string }
  | { status: 'refused'; problem: RoundProblem; same?: { code: string; name: string }[] }
  /** A typed line as it was understood: counts once somebody says yes. */
  | { status: 'read'; lines: RoundRead[] }
);

export type RoundRead = { text: string } & ({ said: string; tick: RoundTick; at: string } | { problem: string });
