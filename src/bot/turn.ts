/**
 * One turn being decided: who, what is known, and everything that shall come of it. A pure value – nothing here waits,
 * reads a clock or touches the database; `src/bot/intake.ts` stores it in one transaction and the sender acts on it.
 */
import type { Flow, FlowId, Outcome, Recorded, StepId } from '../flows/flow.ts';
import type { LocalFacts } from '../flows/local.ts';
import type { Texts } from '../text.ts';
import type { ScamPattern } from '../understanding/scam-patterns.ts';
import type { Words } from './announcement.ts';
import type { Button, ChannelName, Gesture, MediaRef, OutboundMessage } from './channel.ts';
import type { BroadcastAct } from './desk/announce.ts';
import type { Facts } from './facts.ts';
import type { Memory, Offered } from './memory.ts';
import type { PeopleEffect } from './people/effects.ts';
import { type Person, spokenTo } from './person.ts';
import { encodePress, type Press } from './press.ts';
import type { SafetyEffect } from './safety/effects.ts';

/** Published flows: today's version of each, and whatever older version somebody may still be in. */
export interface FlowBook {
  current: ReadonlyMap<FlowId, Flow>;
  of(id: FlowId, version: number): Flow | undefined;
  /** What is known of the commune somebody lives in; the same object as long as nothing changes. */
  local?(areaCode: string | null): LocalFacts;
  /** Why a step's screen may look different by now; null when somebody has held it against a phone lately. */
  doubt?(flow: Flow, step: StepId, now: Date): Doubt | null;
  /** When a change of this step was published that nobody who stands at it may miss. */
  mustSeeSince?(flow: Flow, step: StepId): Date | null;
}

/** `lastSeen`: day (Vietnam) somebody last saw what the step quotes; null when that was never written down. */
export interface Doubt {
  why: 'old' | 'app-changed';
  lastSeen: string | null;
}

/** What the decision may know besides the person. */
export interface World {
  now: Date;
  /** The inbound event's row; new runs take it as their id. */
  inboundId: string;
  texts: Texts;
  flows: FlowBook;
  facts: Facts;
  picture(flow: Flow, step: StepId, locale: string, larger: boolean): MediaRef | null;
  /** Absent where nothing can be read aloud. */
  voices?: Voices;
  /** Tricks officials of the person's commune have written down. */
  scams?(areaCode: string | null, simulated: boolean): readonly ScamPattern[];
  /** Questions nobody has an answer for may be put to a program of the operator's choice. */
  hasChooser?: boolean;
  /** Keyed hash of an account, for the stall's mark; pure, the key is bound in. */
  fingerprint(account: { bin: string; account: string }): string;
}

/** What is to be read aloud. */
export interface StepSaid {
  /** What people have recorded of this step in this language. */
  recorded: readonly Recorded[];
  locale: string;
  /** The words as this person reads them, without the counter. */
  text: string;
  /** The same said to nobody in particular ("mình"), which is what people record; null for words nobody records. */
  neutral: string | null;
}

export interface Voices {
  /** Whether this person can hear anything: their language is spoken and their channel can play it. */
  isThere(person: Pick<Person, 'channel' | 'simulated' | 'locale'>): boolean;
  of(said: StepSaid): (MediaRef & { kind: 'voice' }) | null;
}

export const URGENCY = { reply: 0, reminder: 1, announcement: 2 } as const;

/** Somebody else a turn writes to: a helper, an approver, a household. */
export interface Recipient {
  id: string;
  channel: ChannelName;
  simulated: boolean;
}

export interface Outgoing {
  message: OutboundMessage;
  urgency: 0 | 1 | 2;
  /** Another contact; the person of the turn when absent. */
  to?: Recipient;
  expiresAt?: Date;
}

/** Changes to the contact's own row. */
export interface ContactPatch {
  term?: string;
  callName?: string;
  locale?: string;
  areaCode?: string;
  leftAt?: Date | null;
  leftReason?: string | null;
  mutedAt?: Date | null;
  nudgeAt?: Date | null;
}

/** What a completion says; `key` makes recording it twice count once. */
export interface Completion {
  key: string;
  flowId: FlowId;
  flowVersion: number;
  outcome: Outcome;
  subjectKind: 'person' | 'household' | 'stall';
  subjectCode: string;
  areaCode: string | null;
  howKnown: 'self' | 'volunteer' | 'system';
}

/** What a merchant's code and stand are drawn from. Stored sealed, and only until both have been sent. */
export interface CodeSpec {
  bin: string;
  account: string;
  holder: string;
  stall: string;
  standNumber: string;
  /** Prints "BẢN MẪU": for make-believe people. */
  isSample: boolean;
}

/** A paper for one person, drawn when it is sent: a household's step sheet, or what is held about them. */
export type PaperSpec =
  | { paper: 'sheet'; flow: FlowId; household: string; areaCode?: string | null }
  | { paper: 'my-data'; lines: string[] };

/** `take` … `talk` are the helper's answers, `came` and `none` the citizen's to whether the call came. */
export type HelpAct = 'take' | 'busy' | 'done' | 'talk' | 'came' | 'none';

export type HelpReason = 'asked' | 'stuck' | 'suspected-scam' | 'erase-data';

/** What must be done in the same transaction, besides saving the conversation. */
export type Effect =
  | {
      type: 'start-run';
      id: string;
      flow: Flow;
      subjectKind: 'person' | 'household' | 'stall';
      subjectCode: string;
      areaCode: string | null;
      startedBy: string;
    }
  | { type: 'end-run'; id: string; outcome: Outcome }
  | { type: 'record'; completion: Completion }
  | { type: 'seal-code'; mediaIds: string[]; code: CodeSpec }
  | {
      type: 'register-stall';
      code: string;
      name: string;
      areaCode: string | null;
      household: string | null;
      mark: { bin: string; last4: string; fingerprint: string };
    }
  /** `beside`: the person goes on at once; that somebody was told is said in one line before everything else. */
  | {
      type: 'open-help';
      reason: HelpReason;
      urgent: boolean;
      flowId: FlowId | null;
      step: StepId | null;
      beside?: true;
    }
  | { type: 'help'; id: string; act: HelpAct }
  | { type: 'keep-phone'; phone: string }
  | { type: 'join-team'; codeHash: string; role: 'volunteer' | 'official' | 'admin'; areaCode: string; name: string }
  | { type: 'join-household'; household: string }
  /** `words`: what was read aloud before the person agreed. */
  | {
      type: 'make-household';
      code: string;
      areaCode: string;
      callName: string;
      near?: string;
      consent: boolean;
      words?: string;
    }
  | { type: 'invite-household'; household: string; flowId: FlowId }
  | { type: 'draft-broadcast'; id: string; areaCode: string; words: Words; corrects: string | null }
  | { type: 'broadcast'; id: string; act: BroadcastAct; argument?: string }
  | { type: 'answer-broadcast'; id: string; answer: 'coming' | 'not-coming' }
  | { type: 'ask-officer'; id: string; text: string }
  | { type: 'answer-reply'; reply: string; text: string }
  | { type: 'receipts'; messageIds: string[] }
  /** Words nobody has foreseen, without anything that tells whose they are. */
  | { type: 'unknown-phrase'; phrase: string; guess: string }
  /** A one-time link to the officials' pages; `round`: to the page for rounds without a signal. */
  | { type: 'sign-in'; round?: true }
  | PeopleEffect
  | SafetyEffect;

/** Collects what a turn says and does; `finish` is called once, by `converse`. */
export class Turn {
  readonly messages: Outgoing[] = [];
  readonly effects: Effect[] = [];
  readonly gestures: Gesture[] = [];
  readonly patch: ContactPatch = {};
  readonly person: Person;
  readonly memory: Memory;
  understood = 'nothing';
  /** False for events that are not the person's own act: they were not here. */
  isTheirAct = true;
  heard: string | null = null;
  runId: string | null = null;
  seq: number | null = null;
  stepFrom: StepId | null = null;
  stepTo: StepId | null = null;

  /** `person` stays as it is: the turn changes copies. */
  constructor(
    person: Person,
    readonly world: World,
  ) {
    this.person = { ...person, memberships: [...person.memberships] };
    this.memory = JSON.parse(JSON.stringify(person.memory)) as Memory; // it is JSON, and a fraction of a structured clone
  }

  /** A text in the person's language and address. */
  text(key: string, params: Record<string, string | number> = {}): string {
    return this.world.texts.say(this.person.locale, key, params, spokenTo(this.person));
  }

  /** Says a text of the catalogue, with buttons. */
  say(key: string, params: Record<string, string | number> = {}, buttons: Button[] = []): void {
    this.tell(this.text(key, params), buttons);
  }

  tell(text: string, buttons: Button[] = []): void {
    this.send({ kind: 'text', text, ...(buttons.length > 0 && { buttons }) });
  }

  send(message: OutboundMessage): void {
    this.messages.push({ message, urgency: URGENCY.reply });
  }

  /** A message for somebody else, in the same transaction. */
  notify(to: Recipient, message: OutboundMessage, urgency: 1 | 2 = URGENCY.reminder): void {
    this.messages.push({ message, urgency, to });
  }

  button(labelKey: string, press: Press, params: Record<string, string | number> = {}): Button {
    return { label: this.text(labelKey, params), data: encodePress(press) };
  }

  /** Remembers what the last message offered, so that a typed "2" or label means it. */
  offered(): Offered[] {
    for (const { message, to } of this.messages.toReversed()) {
      if (to === undefined && 'buttons' in message && message.buttons) return message.buttons;
    }
    return [];
  }
}
