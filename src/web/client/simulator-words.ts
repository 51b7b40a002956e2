/** The simulator's words and how it writes times and sizes. Used by the page on both sides and by the transcript. */
import words from '../../../locales/vi/simulator.json' with { type: 'json' };
import type { ChannelName } from '../../bot/channel.ts';
import { vietnamDay } from '../../clock.ts';
import type { Bubble, Line } from '../../simulator/chat.ts';
import type { KeptAct } from '../../simulator/frame.ts';

export { words };

/** Fills `{name}` parts. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const local = (at: string | Date): Date => new Date(new Date(at).getTime() + VIETNAM_OFFSET_MS);

/** `09:05` in Vietnam. */
export const clockTime = (at: string | Date): string => local(at).toISOString().slice(11, 16);
/** `09:05:07` in Vietnam. */
export const exactTime = (at: string | Date): string => local(at).toISOString().slice(11, 19);
/** `CN 22/11/2026` in Vietnam. */
export function dayOf(at: string | Date): string {
  const time = local(at);
  const [year, month, day] = vietnamDay(new Date(at)).split('-');
  return `${words.clock.days[time.getUTCDay()]} ${day}/${month}/${year}`;
}
/** `CN 22/11/2026 09:05`. */
export const dayAndTime = (at: string | Date): string => fill(words.clock.now, { day: dayOf(at), time: clockTime(at) });
/** As `<input type="datetime-local">` wants it, in Vietnam. */
export const inputTime = (at: string | Date): string => local(at).toISOString().slice(0, 16);

const HOUR_MS = 3_600_000;

/** "3 ngày", "47 giờ", "12 phút": the larger unit, rounded down. */
export function span(ms: number): string {
  if (ms >= 3 * 24 * HOUR_MS) return fill(words.phone.days, { n: Math.floor(ms / (24 * HOUR_MS)) });
  if (ms >= HOUR_MS) return fill(words.phone.hours, { n: Math.floor(ms / HOUR_MS) });
  return fill(words.phone.minutes, { n: Math.max(0, Math.floor(ms / 60_000)) });
}

/** `1.786`. */
export const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '.');

export function lineWords({ says }: Line, channel: ChannelName): string {
  switch (says.what) {
    case 'pressed':
      return fill(words.line.pressed, { label: says.label });
    case 'follow':
    case 'leave':
      return words.line[says.what][channel];
    case 'started':
      return says.payload === '' ? words.line.started : fill(words.line.startedWith, { payload: says.payload });
    case 'clock':
      return fill(words.line.clock, { to: dayAndTime(says.to) });
    case 'network':
      return fill(words.line.network, { mode: words.network[says.mode] });
    default:
      return words.line[says.what];
  }
}

/** What a bubble without words shows or is. */
export function wordlessBubble({ act, picture, paper, voice }: Bubble): string {
  if (paper) return fill(words.bubble.paper, { name: paper.filename });
  if (voice) return words.bubble.voiceNote;
  if (picture) return words.bubble.pictureAlone;
  if (act === null || act.kind === 'text') return words.bubble.withheld;
  return act.kind in words.bubble ? words.bubble[act.kind as keyof typeof words.bubble] : '';
}

/** "bấm “Xong rồi”", "gửi ảnh". */
export function actWords(act: KeptAct, channel: ChannelName): string {
  const { acts } = words.events;
  if (act.kind === 'follow' || act.kind === 'leave') return words.tools[act.kind][channel].toLowerCase();
  if (act.kind === 'press') return fill(acts.press, { label: act.label });
  if (act.kind === 'start' && act.payload !== '') return fill(acts.startWith, { payload: act.payload });
  return acts[act.kind];
}
