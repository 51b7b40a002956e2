/**
 * What stands on one person's screen, folded from their frames: the platform's behaviour seen from the other side. A
 * pure function of the frames, so the page, the transcript and the platform's own answers all see the same chat.
 */

import type { Frame, InFrame, KeptAct, NetworkMode, OutFrame, SentMedia, TurnFrame } from './frame.ts';
import { plainText, type RichText } from './rich-text.ts';
import { readSent } from './sent-message.ts';

export interface ChatButton {
  label: string;
  does:
    | { kind: 'press'; data: string /** Whether the press itself shows in the chat. */; visible: boolean }
    | { kind: 'type' } // a key that sends its own label
    | { kind: 'contact' }
    | { kind: 'open'; href: string };
}

export interface Bubble {
  kind: 'bubble';
  /** Of the frame that made it. */
  id: string;
  from: 'person' | 'assistant';
  at: string;
  messageId: string;
  words: RichText;
  picture: SentMedia | null;
  paper: SentMedia | null;
  voice: SentMedia | null;
  rows: ChatButton[][];
  /** Its texts before it was edited, oldest first. */
  earlier: RichText[];
  isDeleted: boolean;
  /** For what a person did: how far it came. */
  progress: Progress | null;
  /** For what is no text: what the person sent. */
  act: KeptAct | null;
}

export type Progress = 'waiting' | 'received' | 'failed';

/** Something between the messages. */
export interface Line {
  kind: 'line';
  id: string;
  at: string;
  says:
    | { what: 'pressed'; label: string; progress: Progress }
    | { what: 'follow' | 'leave' | 'arrived' }
    | { what: 'started'; payload: string }
    | { what: 'clock'; from: string; to: string }
    | { what: 'network'; mode: NetworkMode }
    | { what: 'deleted' }
    | { what: 'twice' };
}

export type ChatItem = Bubble | Line;

export interface Chat {
  items: ChatItem[];
  /** Keys below the typing field that stay (Telegram). */
  keys: ChatButton[][];
  /** The last answer to a press that showed for a moment. */
  toast: { id: string; text: string } | null;
  hasLeft: boolean;
  /** Whether the person has followed, started or written at all. */
  hasBegun: boolean;
  /** Last time the person did something: Zalo's windows count from here. */
  lastActAt: string | null;
  mode: NetworkMode;
}

export function foldChat(frames: readonly Frame[]): Chat {
  const chat: Chat = {
    items: [],
    keys: [],
    toast: null,
    hasLeft: false,
    hasBegun: false,
    lastActAt: null,
    mode: 'good',
  };
  for (const frame of frames) {
    if (frame.direction === 'in') didAct(chat, frame);
    else if (frame.direction === 'turn') cameThrough(chat, frame);
    else if (frame.direction === 'out') wasSent(chat, frame);
    else if (frame.request.kind === 'network') {
      chat.mode = frame.request.mode;
      chat.items.push({
        kind: 'line',
        id: frame.id,
        at: frame.at,
        says: { what: 'network', mode: frame.request.mode },
      });
    } else if (frame.request.kind === 'clock') {
      const { from, to } = frame.request;
      chat.items.push({ kind: 'line', id: frame.id, at: frame.at, says: { what: 'clock', from, to } });
    } else {
      chat.items.push({ kind: 'line', id: frame.id, at: frame.at, says: { what: 'arrived' } });
    }
  }
  return chat;
}

export const bubbleOf = (chat: Chat, messageId: string): Bubble | undefined =>
  chat.items.find((item): item is Bubble => item.kind === 'bubble' && item.messageId === messageId);

function didAct(chat: Chat, frame: InFrame): void {
  const { act } = frame.request;
  chat.lastActAt = frame.at;
  chat.hasLeft = act.kind === 'leave';
  chat.hasBegun ||= act.kind !== 'leave';
  const line = (says: Line['says']) => chat.items.push({ kind: 'line', id: frame.id, at: frame.at, says });
  if (act.kind === 'follow' || act.kind === 'leave') return void line({ what: act.kind });
  if (act.kind === 'press' && !showsPress(chat, act.messageId, act.data)) {
    return void line({ what: 'pressed', label: act.label, progress: 'waiting' });
  }
  if (act.kind === 'start' && frame.channel === 'telegram') return void line({ what: 'started', payload: act.payload });
  chat.items.push({
    kind: 'bubble',
    id: frame.id,
    from: 'person',
    at: frame.at,
    messageId: frame.channel === 'zalo' ? `sim-${frame.id}` : frame.id,
    words: wordsOf(act),
    picture: null,
    paper: null,
    voice: null,
    rows: [],
    earlier: [],
    isDeleted: false,
    progress: 'waiting',
    act,
  });
}

function wordsOf(act: KeptAct): RichText {
  if (act.kind === 'press') return [{ text: act.data }];
  if (act.kind === 'start') return [{ text: act.payload }];
  return [];
}

/** A hidden tap leaves no words in the person's chat; a shown one does, as if typed. */
function showsPress(chat: Chat, messageId: string, data: string): boolean {
  const buttons = bubbleOf(chat, messageId)?.rows.flat() ?? [];
  return buttons.some(({ does }) => does.kind === 'press' && does.data === data && does.visible);
}

function cameThrough(chat: Chat, frame: TurnFrame): void {
  const item = chat.items.find((candidate) => candidate.id === frame.request.of);
  if (frame.result.kind === 'duplicate') {
    chat.items.push({ kind: 'line', id: frame.id, at: frame.at, says: { what: 'twice' } });
    return;
  }
  const progress = frame.result.kind === 'failed' ? 'failed' : 'received';
  if (item?.kind === 'line' && item.says.what === 'pressed') item.says = { ...item.says, progress };
  if (item?.kind !== 'bubble') return;
  item.progress = progress;
  if (item.act?.kind === 'text') item.words = [{ text: keptWords(frame) }];
}

function keptWords(frame: TurnFrame): string {
  const { message } = JSON.parse(frame.request.payload) as { message?: { text?: unknown } };
  return typeof message?.text === 'string' ? message.text : '';
}

function wasSent(chat: Chat, frame: OutFrame): void {
  const { fate, externalId } = frame.result;
  if (fate !== 'arrived' && fate !== 'unanswered') return;
  const sent = readSent(frame);
  switch (sent.kind) {
    case 'message':
      chat.hasBegun = true; // nobody is written to who has not begun; seeded people did so before our frames
      if (sent.keys) chat.keys = sent.keys;
      chat.items.push({
        kind: 'bubble',
        id: frame.id,
        from: 'assistant',
        at: frame.at,
        messageId: externalId ?? frame.id,
        words: sent.words,
        picture: sent.picture,
        paper: sent.paper,
        voice: sent.voice,
        rows: sent.rows,
        earlier: [],
        isDeleted: false,
        progress: null,
        act: null,
      });
      return;
    case 'edit': {
      const bubble = bubbleOf(chat, sent.messageId);
      if (!bubble) return;
      if (sent.words && plainText(sent.words) !== plainText(bubble.words)) {
        bubble.earlier.push(bubble.words);
        bubble.words = sent.words;
      }
      bubble.rows = sent.rows;
      return;
    }
    case 'delete': {
      const bubble = bubbleOf(chat, sent.messageId);
      if (!bubble) return;
      bubble.isDeleted = true;
      chat.items.push({ kind: 'line', id: frame.id, at: frame.at, says: { what: 'deleted' } });
      return;
    }
    case 'toast':
      if (sent.text !== '') chat.toast = { id: frame.id, text: sent.text };
      return;
    case 'unseen':
      return;
  }
}
