/** Cutting what is too long or too many for one message of a platform. Pure. */
import type { Button } from '../channel.ts';

/** How a platform counts one code point: Telegram in UTF-16 units, Zalo in code points. */
export type Count = (codePoint: string) => number;

export const utf16Units: Count = (codePoint) => codePoint.length;
export const codePoints: Count = () => 1;

export function lengthOf(text: string, count: Count): number {
  let length = 0;
  for (const codePoint of text) length += count(codePoint);
  return length;
}

/** Best places to cut first: between paragraphs, lines, sentences, words. */
const SEAMS = [/\n\s*\n/g, /\n/g, /(?<=[.!?…])\s+/g, /\s+/g];

/**
 * Cuts a text into parts of at most `limit`, between paragraphs where it can, and never inside a code point. Nothing
 * but the white space at the cuts is lost. A text that fits comes back as it is.
 */
export function cutText(text: string, limit: number, count: Count): string[] {
  const parts: string[] = [];
  let rest = lengthOf(text, count) > limit ? text.trim() : text;
  while (lengthOf(rest, count) > limit) {
    const room = prefix(rest, limit, count);
    const end = seamBefore(rest, room) ?? room;
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '' || parts.length === 0) parts.push(rest);
  return parts;
}

/** Index after the last code point that still fits. */
function prefix(text: string, limit: number, count: Count): number {
  let length = 0;
  let end = 0;
  for (const codePoint of text) {
    length += count(codePoint);
    if (length > limit) break;
    end += codePoint.length;
  }
  return end;
}

/** Start of the last seam of the best kind that begins at or before `room` and leaves words in front of it. */
function seamBefore(text: string, room: number): number | null {
  const reach = text.slice(0, room + 1);
  for (const seam of SEAMS) {
    const starts = [...reach.matchAll(seam)].map((match) => match.index);
    const last = starts.findLast((start) => start <= room && reach.slice(0, start).trim() !== '');
    if (last !== undefined) return last;
  }
  return null;
}

/** `1. Xong rồi` and so on, one line each: for buttons that find no room, answered by typing the number. */
export function numberedList(buttons: readonly Button[]): string {
  return buttons.map((button, index) => `${index + 1}. ${button.label}`).join('\n');
}
