/**
 * One turn being decided: who, what is known, and everything that shall come of it. A pure value – nothing here waits,
 * reads a clock or touches the database; `src/bot/intake.ts` stores it in one transaction and the sender acts on it.
 */
import type { Flow, FlowId, Outcome, StepId } from '../flows/flow.ts';
import type { Texts } from '../text.ts';
import type { Button, ChannelName, Gesture, MediaRef, OutboundMessage } from './channel.ts';
import type { BroadcastAct } from './desk/announce.ts';
import type { Facts } from './facts.ts';
import type { Memory, Offered } from './memory.ts';
import { type Person, spokenTo } from './person.ts';
import { encodePress, type Press } from './press.ts';

/** Published flows: today's version of each, and whatever older version somebody may still be in. */
export interface FlowBook {
  current: ReadonlyMap<FlowId, Flow>;
  of(id: FlowId, version: number): Flow | undefined;
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
  /** Keyed hash of an account, for the stall's mark; pure, the key is bound in. */
  fingerprint(account: { bin: string; account: string }): string;
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
  | { type: 'open-help'; reason: HelpReason; urgent: boolean; flowId: FlowId | null; step: StepId | null }
  | { type: 'help'; id: string; act: 'take' | 'busy' | 'done' }
  | { type: 'keep-phone'; phone: string }
  | { type: 'join-team'; codeHash: string; role: 'volunteer' | 'official' | 'admin'; areaCode: string; name: string }
  | { type: 'join-household'; household: string }
  | { type: 'make-household'; code: string; areaCode: string; callName: string; consent: boolean }
  | { type: 'invite-household'; household: string; flowId: FlowId }
  | { type: 'draft-broadcast'; id: string; areaCode: string; text: string; count: number }
  | { type: 'broadcast'; id: string; act: BroadcastAct }
  | { type: 'receipts'; messageIds: string[] };

/** Collects what a turn says and does; `finish` is called once, by `converse`. */
export class Turn {
  readonly messages: Outgoing[] = [];
  readonly effects: Effect[] = [];
  readonly gestures: Gesture[] = [];
  readonly patch: ContactPatch = {};
  readonly memory: Memory;
  understood = 'nothing';
  heard: string | null = null;
  runId: string | null = null;
  seq: number | null = null;
  stepFrom: StepId | null = null;
  stepTo: StepId | null = null;

  constructor(
    readonly person: Person,
    readonly world: World,
  ) {
    this.memory = structuredClone(person.memory);
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
