/** Words that are commands wherever they are typed. */
import type { ReplyMeaning } from '../understanding/replies.ts';

/** Telegram's command menu (`channel.commands` in the words); typed commands work on both channels. */
const TYPED: ReadonlyMap<string, NonNullable<ReplyMeaning>> = new Map([
  ['/batdau', 'menu'],
  ['/tieptuc', 'resume'],
  ['/giup', 'person'],
  ['/dung', 'stop'],
  ['/dulieu', 'my-data'],
  ['/english', 'english'],
  ['/viec', 'my-list'],
  ['ភាសាខ្មែរ', 'khmer'], // its own name for itself, in letters the phrase tables do not read
]);

export const readCommand = (text: string): NonNullable<ReplyMeaning> | undefined =>
  TYPED.get(text.trim().toLowerCase());

const IN_WORDS: ReadonlySet<ReplyMeaning> = new Set<ReplyMeaning>([
  ...(['stop', 'person', 'back', 'again', 'later', 'menu', 'restart', 'scam', 'resume'] as const),
  ...(['my-list', 'what-next', 'voice-on', 'voice-off', 'english', 'vietnamese', 'khmer'] as const),
]);

/** Words that are never an answer to a question, whatever was asked. */
export const isCommand = (meaning: ReplyMeaning): boolean => meaning !== null && IN_WORDS.has(meaning);
