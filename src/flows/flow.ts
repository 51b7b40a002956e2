/**
 * The shape of a guided flow and of one walk through it. Definitions are data that an official can review: named steps
 * of a few kinds, no words (those live in `locales/<lang>/flows/<flow-id>.json` under the step's name) and no code.
 */
import type { Picture } from './picture.ts';

export type FlowId = string;
export type StepId = string;
export type OptionId = string;
export type LabelId = string;

/** How sure we are of a fact: H official or two sources, M one dated source, L weak, U unverified, BK background knowledge. */
export type Confidence = 'H' | 'M' | 'L' | 'U' | 'BK';

/** A text on somebody else's screen. Only H and M may be quoted as exact; the rest is worded "chữ gần giống". */
export interface Label {
  text: string;
  confidence: Confidence;
  source: string;
  /** Day the label was last seen, ISO date. */
  verifiedOn: string;
}

export interface Source {
  /** Section of the content file or legal text, e.g. "public-services 1D". */
  ref: string;
  /** Day of the text, ISO date. */
  date: string;
  confidence: Confidence;
}

/** What must never leave the citizen's hands during this flow (public-services §0.2, payments C4). */
export type SecretKind =
  | 'otp'
  | 'password'
  | 'passcode'
  | 'id-number'
  | 'card'
  | 'id-photo'
  | 'face-photo'
  | 'security-answer';

/** How a completion may be known: the person's own word, a volunteer who saw it, a reference number, the system. */
export type Evidence = 'self' | 'witness' | 'reference' | 'system';

export type Outcome = 'completed' | 'referred' | 'abandoned';

/** What an `ask` step accepts. `kept` answers go into the run; the others are used at once and forgotten. */
export type AnswerKind = 'bank' | 'account-number' | 'holder-name' | 'stall-name' | 'reference-tail';

export type OfficeKind =
  | 'commune-police'
  | 'bank-counter'
  | 'operator-shop'
  | 'one-stop-centre'
  | 'post-office'
  | 'social-insurance-office';

export type PhoneType = 'android' | 'iphone' | 'other';

/** Somebody of the commune reads a step aloud. It counts for as long as the step says what was read. */
export interface Recorded {
  /** Names the sound among the recordings kept. */
  clip: string;
  /** What was read, said to nobody in particular ("mình"). */
  text: string;
  seconds: number;
  /** Who uploaded it, and on which day (ISO). */
  by: string;
  on: string;
}

/** Parts any step may have. */
interface Shown {
  /** The label this step asks to press; its text fills `{nut}` in the step's words. */
  label?: LabelId;
  picture?: Picture;
  /** Recordings by language; several where a shared step says something else in every flow. */
  recorded?: Readonly<Record<string, readonly Recorded[]>>;
  /** A photo sent at this step is looked at for a payment code; anywhere else photos are not even fetched. */
  photo?: 'payment-code';
  /** A one-line warning said before the step's words. */
  warn?: 'otp' | 'link' | 'face' | 'nfc' | 'money';
  /** Where the words live when the step came from a shared block: the namespace, e.g. `blocks/right-app`. */
  words?: string;
  /** Extra `{placeholders}` for the step's words, e.g. the app's name and publisher. */
  params?: Record<string, string>;
  /** Open points behind this step: facts left out or worded as "hỏi lại" until a person has checked them. */
  openPoints?: string[];
}

export type Step = Shown &
  (
    | { kind: 'tell'; next: StepId; endsPart?: true } // read and go on; not counted. `endsPart`: counting starts anew (CD-28)
    | { kind: 'do'; next: StepId } // one action on the phone; counted "Bước n/tổng"
    | { kind: 'choose'; options: Record<OptionId, StepId> } // words: options.<id>
    | { kind: 'ask'; accept: AnswerKind; next: StepId; skip: StepId } // `skip`: the way forward without an answer
    | { kind: 'check'; seen: StepId; unseen: StepId } // the control question: did you see it?
    | { kind: 'branch-phone'; android: StepId; iphone: StepId; other: StepId } // asked once, then remembered
    | { kind: 'office'; office: OfficeKind; next: StepId } // where to go, what to bring; never a dead end
    | { kind: 'draw-code'; next: StepId } // makes the merchant's VietQR from what was just answered
    // Shared steps, written once. `unable`: where this flow goes on when the block ends abandoned (not possible here).
    | { kind: 'block'; block: FlowId; params?: Record<string, string>; next: StepId; unable?: StepId }
    | { kind: 'prerequisite'; flow: FlowId; next: StepId } // "have you got X?"; if not, does X here and returns
    | { kind: 'milestone'; flow: FlowId; version: number; outcome: Outcome; next: StepId } // made by expand(): a prerequisite just ended
    | { kind: 'finish'; outcome: Outcome }
  );

export type StepKind = Step['kind'];

/** How a run of an older version goes on in this one: every step that changed its name or went away, and where it went. */
export interface StepMap {
  from: number;
  steps: Record<StepId, StepId>;
}

export interface Flow {
  id: FlowId;
  version: number;
  /** Shared steps only: never started by itself and not listed. */
  isBlock?: boolean;
  first: StepId;
  /** Indicator families this flow feeds, e.g. `vneid`, `wallet`, `merchant-qr`. */
  services: string[];
  /** What a completion says about whom. */
  subject: 'person' | 'household' | 'stall';
  evidence: Evidence[];
  neverShare: SecretKind[];
  labels: Record<LabelId, Label>;
  sources: Source[];
  /** Day a person last read the whole flow against its sources, ISO date. */
  reviewedOn: string;
  /** The useful next thing after this one. */
  proposes?: FlowId;
  moves?: StepMap[];
  steps: Record<StepId, Step>;
}

/** One walk through one flow version. Plain JSON; the whole memory of a run. */
export interface RunState {
  flowId: FlowId;
  version: number;
  /** Null when the run has ended. */
  step: StepId | null;
  /** Steps shown before this one, oldest first; what "back" walks along. */
  path: StepId[];
  /** Option chosen per step, and the answers that may be kept. Never a secret. */
  answers: Record<StepId, string>;
  /** Replies not understood at this step, reset on every move. */
  misses: number;
  /** Times "my phone differs" was pressed at this step. */
  differs: number;
  /** Grows with every move; buttons carry it, so a stale press is known as such. */
  seq: number;
  phone?: PhoneType;
}

export type FlowEvent =
  | { type: 'started' }
  | { type: 'forward' } // done, next, seen, yes: the first button of any step
  | { type: 'chose'; option: OptionId }
  | { type: 'answered'; value: string }
  | { type: 'unseen' }
  | { type: 'back' }
  | { type: 'again' }
  | { type: 'differs' }
  | { type: 'restarted' }
  | { type: 'resumed'; afterDays: number }
  | { type: 'missed' };

/** What must happen because of an event. The conversation turns these into rows and words. */
export type FlowEffect =
  | { type: 'show'; step: StepId; how: 'first' | 'again' | 'unclear' | 'larger' | 'variant' | 'recap' }
  | { type: 'record'; flowId: FlowId; version: number; outcome: Outcome }
  | { type: 'draw-code'; step: StepId }
  | { type: 'offer-person'; rung: 3 | 4 }
  | { type: 'ended'; outcome: Outcome };

export interface Advance {
  state: RunState;
  effects: FlowEffect[];
}
