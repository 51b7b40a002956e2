/** Holds a message that was sent against the channel's limits, our own and the reading check. Pure. */
import type { ChannelLimits, ChannelName } from '../bot/channel.ts';
import { type Audience, checkReading, type Measure } from '../flows/reading.ts';
import type { OutFrame } from './frame.ts';
import { plainText } from './rich-text.ts';
import { readSent } from './sent-message.ts';

export type CheckedMeasure = Measure | 'channel-text' | 'channel-buttons' | 'label' | 'data' | 'picture';

export interface Check {
  measure: CheckedMeasure;
  value: number | string;
  limit: number | string;
  isFine: boolean;
  /** What to do about it, in Vietnamese; null when it is fine or speaks for itself. */
  suggestion: string | null;
}

/** Our own limit for a label: uncut on small phones (CD-40). */
const LABEL_CHARACTERS = 20;
/** `callback_data` on Telegram, which both platforms' payloads keep to. */
const DATA_BYTES = 64;
/** Indexed PNG of a step picture (conversation-design §10). */
const PICTURE_KB = 60;

/** Null for requests that put no words or pictures on the screen. */
export function checkMessage(
  frame: OutFrame,
  audience: Audience,
  limits: Record<ChannelName, ChannelLimits>,
): Check[] | null {
  const sent = readSent(frame);
  if (sent.kind !== 'message') return null;
  const text = plainText(sent.words).normalize('NFC');
  const { text: textLimit, caption, buttons: buttonLimit } = limits[frame.channel];
  const buttons = sent.rows.flat();
  const presses = buttons.flatMap(({ does }) => (does.kind === 'press' ? [does.data] : []));
  const longest = Math.max(0, ...buttons.map(({ label }) => [...label].length));
  const bytes = Math.max(0, ...presses.map((data) => new TextEncoder().encode(data).length));
  return [
    within('channel-text', [...text].length, sent.picture ? caption : textLimit),
    ...(buttons.length > 0
      ? [
          within('channel-buttons', buttons.length, buttonLimit),
          within('label', longest, LABEL_CHARACTERS),
          within('data', bytes, DATA_BYTES),
        ]
      : []),
    ...(sent.picture?.bytes ? [within('picture', Math.round(sent.picture.bytes / 1024), PICTURE_KB)] : []),
    ...readingChecks(text, audience),
  ];
}

const within = (measure: CheckedMeasure, value: number, limit: number): Check => ({
  measure,
  value,
  limit,
  isFine: value <= limit,
  suggestion: null,
});

function readingChecks(text: string, audience: Audience): Check[] {
  if (text === '') return [];
  const kind = /^Bước \d+\/\d+/.test(text) ? 'step' : 'other';
  return checkReading(text, audience, kind).map(({ measure, value, limit, suggestion }) => ({
    measure,
    value,
    limit,
    suggestion,
    isFine: false,
  }));
}
