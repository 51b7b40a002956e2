/**
 * What the simulator remembers, as plain JSON: one frame per thing that passed between a simulated person and the
 * assistant, in order. Append-only, so a page that knows the last id knows what it is missing. Shared with the browser.
 */
import type { Address, ChannelName } from '../bot/channel.ts';
import type { TurnReport } from '../bot/intake.ts';

/** One turn of the real engine, as its intake reports it. */
export type { TurnReport } from '../bot/intake.ts';

/** What a simulated person does. Each becomes the platform's own webhook payload (`telegram-person.ts`, `zalo-person.ts`). */
export type Act =
  | { kind: 'text'; text: string }
  /** A button; `messageId` names the message it hangs on, so that old ones stay pressable. */
  | { kind: 'press'; data: string; label: string; messageId: string }
  /** The START button of Telegram, or a printed code that was scanned. */
  | { kind: 'start'; payload: string }
  /** Shares the person's own number by the platform's means. */
  | { kind: 'contact' }
  | { kind: 'photo' | 'voice' | 'sticker' | 'location' | 'file' }
  /** Zalo: follows or unfollows. Telegram: unblocks or blocks. */
  | { kind: 'follow' | 'leave' };

export type ActKind = Act['kind'];

/**
 * What is kept of an act before the assistant has read it. Words wait: what may be kept of them is known only
 * afterwards, because they may be a secret.
 */
export type KeptAct = Exclude<Act, { kind: 'text' }> | { kind: 'text'; characters: number };

/** A row the turn wrote, before and after. */
export type RowChange = TurnReport['rows'][number];

/** What came of delivering one act. */
export type TurnOutcome =
  | { kind: 'turn'; report: TurnReport }
  /** The platform delivered it again and the intake knew it. */
  | { kind: 'duplicate' }
  /** The channel found nothing in it that we answer. */
  | { kind: 'ignored' }
  /** The intake failed, so a platform would deliver it again. */
  | { kind: 'failed'; reason: string };

/** A request as it would have left, secrets removed. */
export interface SentRequest {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  /** The exact text, which a database of JSON would reorder; for forms and files a description of the parts. */
  body: string;
  /** The file that goes along, or that the body names by the platform's handle. */
  media?: SentMedia;
}

export interface SentMedia {
  /** The platform's handle for it (Telegram `file_id`, Zalo `attachment_id` or `token`). */
  handle: string;
  mime: string;
  filename: string;
  /** Null when only the handle is known. */
  bytes: number | null;
}

/**
 * What became of a request. `arrived`: on the person's screen. `refused`: the platform said no. `lost`: it never reached
 * the platform. `unanswered`: it arrived, and its answer was lost.
 */
export type Fate = 'arrived' | 'refused' | 'lost' | 'unanswered';

export interface SentResult {
  fate: Fate;
  status: number | null;
  body: unknown;
  /** The platform's id of the message this made or changed. */
  externalId: string | null;
}

/** Something that happened around the conversation. */
export type Note =
  | { kind: 'arrived' } // a new simulated person
  | { kind: 'clock'; from: string; to: string }
  | { kind: 'network'; mode: NetworkMode };

interface FrameBase {
  /** Grows with every frame; a bigint as a string. */
  id: string;
  channel: ChannelName;
  externalId: string;
  /** By the application's clock. */
  at: string;
}

/** `payload`: the platform's webhook body as text, without words that may not be kept. */
export type InFrame = FrameBase & { direction: 'in'; request: { act: KeptAct; payload: string }; result: null };
/** `of`: id of the frame that was delivered; `payload`: as far as its words are kept. */
export type TurnFrame = FrameBase & {
  direction: 'turn';
  request: { of: string; payload: string };
  result: TurnOutcome;
};
export type OutFrame = FrameBase & { direction: 'out'; request: SentRequest; result: SentResult };
export type NoteFrame = FrameBase & { direction: 'note'; request: Note; result: null };
export type Frame = InFrame | TurnFrame | OutFrame | NoteFrame;

/** How well a person's phone and their platform reach us. */
export const NETWORK_MODES = ['good', 'slow', 'lossy', 'cut', 'twice', 'reordered', 'throttled', 'broken'] as const;
export type NetworkMode = (typeof NETWORK_MODES)[number];

/** A message the outbox knows, for telling which turn or reminder a frame belongs to. */
export interface Delivery {
  cause: string;
  part: number;
  kind: string;
  state: string;
  attempts: number;
  reason: string | null;
  externalId: string | null;
  queuedAt: string;
  notBefore: string;
  sentAt: string | null;
}

export type PersonRole = 'citizen' | 'volunteer' | 'official';

export interface SimPerson extends Address {
  label: string;
  role: PersonRole;
  areaName: string | null;
}

export const addressKey = ({ channel, externalId }: Address): string => `${channel}:${externalId}`;
