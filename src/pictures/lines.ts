/** Words on a picture: made harmless, measured, broken evenly and shrunk until they fit. Pure. */
import { canDrawKhmer, isKhmer, khmerWords } from './khmer.ts';
import { canDraw, type Weight, widthOf } from './typeface.ts';

/** Longer texts are cut before anything is measured: no caption, label or question comes near it. */
const LONGEST_TEXT = 240;

/** Six digits in a row, grouped or not, could be somebody's code, phone or card number. */
const REAL_LOOKING_NUMBER = /\d(?:[ .\-–]?\d){5,}/g;

/** A text in NFC on one line, without control characters, invisible marks or lone surrogates. */
export function plainText(text: string): string {
  const oneLine = text.slice(0, LONGEST_TEXT).normalize('NFC').replace(/\s/g, ' ');
  return oneLine
    .replace(/[\p{C}\uFFFD]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
}

/**
 * A plain text as it may be drawn: without anything the typeface has no glyph for, such as emoji and other scripts
 * (the message next to the picture still carries them).
 */
export function drawableText(text: string): string {
  return Array.from(plainText(text)).filter(isDrawable).join('').replace(/ +/g, ' ').trim();
}

/** Hides what looks like a real number: a phone or card number becomes `09…`, any other six digits become dots. */
export function hideNumbers(text: string): string {
  return text.replace(REAL_LOOKING_NUMBER, (number) => (number.startsWith('0') ? `${number.slice(0, 2)}…` : '••••••'));
}

const isDrawable = (character: string): boolean => canDraw(character) || canDrawKhmer(character);

export interface FittedText {
  lines: string[];
  /** Letter size in px. */
  size: number;
}

/** One way to set a text: at this size, in at most so many lines. */
export interface Setting {
  size: number;
  lines: number;
}

/**
 * Pieces that stay on one line: single words, and everything between “ and ”, each with the space before it. Khmer words
 * are written close up, so their pieces have none.
 */
function unbreakablePieces(text: string): string[] {
  const pieces = text.match(/(?:^|\s+)(?:[^\s“]*“[^”]*”\S*|\S+)/gu) ?? [];
  return pieces.flatMap((piece) => (isKhmer(piece) && !piece.includes('“') ? khmerPieces(piece) : [piece]));
}

function khmerPieces(piece: string): string[] {
  const space = piece.length - piece.trimStart().length;
  return khmerWords(piece.trimStart()).map((word, index) => (index === 0 ? piece.slice(0, space) + word : word));
}

function fillLines(pieces: readonly string[], width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = lines.length > 0 ? `${lines.at(-1)}${piece}` : piece.trimStart();
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece.trimStart());
  }
  return lines;
}

/** Breaks into as few lines as `width` allows, then evens them out: the longest line is as short as it can be. */
export function breakEvenly(text: string, width: number, measure: (text: string) => number): string[] {
  const pieces = unbreakablePieces(text);
  const fewest = fillLines(pieces, width, measure);
  let tooNarrow = 0;
  let enough = width;
  while (enough - tooNarrow > 1) {
    const middle = (tooNarrow + enough) / 2;
    if (fillLines(pieces, middle, measure).length > fewest.length) tooNarrow = middle;
    else enough = middle;
  }
  return fillLines(pieces, enough, measure);
}

function shorten(line: string, width: number, measure: (text: string) => number): string {
  if (measure(line) <= width) return line;
  const characters = [...line];
  while (characters.length > 0 && measure(`${characters.join('').trimEnd()}…`) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/**
 * Sets a text in the first of the given ways that fits the width. If none does, the last way is used and the end is
 * cut with an ellipsis, so the result never leaves its box.
 */
export function fitText(text: string, width: number, weight: Weight, settings: readonly Setting[]): FittedText {
  let last: FittedText = { lines: [], size: settings[0]?.size ?? 0 };
  for (const { size, lines: most } of settings) {
    const measure = (line: string) => widthOf(line, size, weight);
    const lines = breakEvenly(text, width, measure);
    if (lines.length <= most && lines.every((line) => measure(line) <= width)) return { lines, size };
    const kept = fillLines(unbreakablePieces(text), width, measure);
    const rest = kept.slice(most - 1).join(' ');
    last = { size, lines: [...kept.slice(0, most - 1), rest].map((line) => shorten(line, width, measure)) };
  }
  return last;
}

/** Every size from `from` down to `to` in steps of 2 px, each in at most `lines` lines. */
export function sizes(from: number, to: number, lines: number): Setting[] {
  return Array.from({ length: (from - to) / 2 + 1 }, (_, step) => ({ size: from - step * 2, lines }));
}
