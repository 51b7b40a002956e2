/** A simulated conversation as plain text, in the form of the golden conversations in `test/transcripts`. Pure. */
import { type Chat, type ChatItem, foldChat } from './chat.ts';
import type { Frame, SimPerson } from './frame.ts';
import { plainText } from './rich-text.ts';

/** What the transcript needs of the language files, already filled in. */
export interface TranscriptWords {
  heading: string;
  note: string;
  assistant: string;
  person: string;
  /** A line between the messages. */
  line(item: Extract<ChatItem, { kind: 'line' }>): string;
  /** What a bubble without words is. */
  wordless(item: Extract<ChatItem, { kind: 'bubble' }>): string;
  time(at: string): string;
}

export function writeTranscript(person: SimPerson, frames: readonly Frame[], words: TranscriptWords): string {
  const chat: Chat = foldChat(frames);
  const head = [`# ${words.heading}: ${person.label} · ${person.channel}`, `# ${words.note}`, ''];
  return `${[...head, ...chat.items.map((item) => lineOf(item, words))].join('\n')}\n`.normalize('NFC');
}

function lineOf(item: ChatItem, words: TranscriptWords): string {
  if (item.kind === 'line') return `${words.time(item.at)}  --  ${words.line(item)}`;
  const who = item.from === 'person' ? words.person : words.assistant;
  const said = plainText(item.words) || words.wordless(item);
  const picture = item.picture && said !== words.wordless(item) ? [`(${words.wordless(item)})`] : [];
  const buttons = item.rows.map((row) => row.map(({ label }) => `[${label}]`).join(' '));
  const indent = ' '.repeat(words.time(item.at).length + 2);
  return [
    `${words.time(item.at)}  ${who}: ${said.replaceAll('\n', `\n${indent}`)}`,
    ...[...picture, ...buttons].map((line) => indent + line),
  ].join('\n');
}
