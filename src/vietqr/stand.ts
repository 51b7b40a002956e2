/**
 * The stand a seller puts on the counter: code, holder's name, and what to do, as PDF for the printer or as a picture
 * for the chat. Every stand is read back from its own drawing before it leaves this room: a code that sends the money
 * elsewhere must never be printed. Whether the name is right only people can tell, by scanning and reading it aloud.
 */
import { canDraw } from '../pictures/typeface.ts';
import { receiverName } from './banks.ts';
import { back, front, type StandText } from './layout.ts';
import { type Card, PAPERS, type Paper, toPdf } from './paper.ts';
import { encodeVietQR, type Transfer } from './payload.ts';
import { rasterise, readCode, squaresOf } from './picture.ts';
import { withoutMarks } from './plain.ts';
import { toSvg } from './svg.ts';

export interface Stand extends Transfer {
  /** The account's holder as the bank's app shows it; printed in capitals without marks. Left out: a line to write on. */
  holder?: string;
  /** The stall's name, as its people write it. */
  stall?: string;
  /** Number of the stand, e.g. `ST-0001`. */
  number?: string;
  /** Whom the seller calls when the code looks odd. */
  contact?: { name: string; phone?: string };
  /** Prints "BẢN MẪU" on it: for demonstrations and made-up people. */
  isSample?: boolean;
}

export type StandFault = 'too_long' | 'bad_letters' | 'unreadable' | 'wrong_code';

/** A stand was not made; `message` says what to change. */
export class StandRefused extends Error {
  override readonly name = 'StandRefused';
  readonly fault: StandFault;
  constructor(fault: StandFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Longest texts, in characters, that stay readable on A6. */
const LONGEST = { holder: 70, stall: 80, number: 20, contact: 60, phone: 20 } as const;
type Field = keyof typeof LONGEST;

/**
 * A typed text on one line: composed, without control characters, direction marks, piled-up accents, or signs the
 * typeface lacks. A letter it lacks is refused instead, because half a name is a wrong name. Empty gives null.
 */
function cleanLine(field: Field, text: string | undefined): string | null {
  const line = (text ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{M}]/gu, '');
  const odd = Array.from(line).find((character) => /[\p{L}\p{N}]/u.test(character) && !canDraw(character));
  if (odd) {
    throw new StandRefused(
      'bad_letters',
      `The ${field} has "${odd}", which we cannot print. Write it in Latin letters.`,
    );
  }
  const clean = Array.from(line).filter(canDraw).join('').replace(/ +/g, ' ').trim();
  if (clean.length > LONGEST[field]) {
    throw new StandRefused(
      'too_long',
      `The ${field} has ${clean.length} characters; at most ${LONGEST[field]} fit. Shorten it.`,
    );
  }
  return clean || null;
}

function holderName(typed: string | undefined): string | null {
  const name = (cleanLine('holder', withoutMarks(typed ?? '')) ?? '').toUpperCase();
  if (!/^[ -~]*$/.test(name)) {
    throw new StandRefused(
      'bad_letters',
      "Write the holder's name as the bank's app shows it: capitals without marks.",
    );
  }
  return name || null;
}

function contactOf({ contact }: Stand): StandText['contact'] {
  const name = cleanLine('contact', contact?.name);
  return name ? { name, phone: cleanLine('phone', contact?.phone) } : null;
}

function textOf(stand: Stand): StandText {
  return {
    holder: holderName(stand.holder),
    stall: cleanLine('stall', stand.stall),
    receiver: receiverName(stand.bin, stand.account) ?? stand.bin,
    account: stand.account,
    amount: stand.amount ?? null,
    number: cleanLine('number', stand.number),
    contact: contactOf(stand),
    isSample: stand.isSample ?? false,
  };
}

/** Throws `StandRefused` unless the code in this picture (PNG file or SVG text) reads exactly as the payload. */
export function verifyStand(picture: Buffer | string, payload: string): void {
  const found = readCode(picture);
  if (found === null) {
    throw new StandRefused(
      'unreadable',
      'The code on the drawn stand cannot be read back, so it is not handed out. Shorten the note, or report this.',
    );
  }
  if (found !== payload) {
    throw new StandRefused(
      'wrong_code',
      'The code on the drawn stand is not the one asked for, so it is not handed out. Please report this.',
    );
  }
}

interface Drawn extends Card {
  payload: string;
  title: string;
}

function draw(stand: Stand): Drawn {
  const payload = encodeVietQR(stand);
  const text = textOf(stand);
  const title = ['Tấm QR', text.stall ?? text.holder, text.number].filter(Boolean).join(' – ');
  return { payload, title, front: front(text, squaresOf(payload)), back: back(text) };
}

/** The stand for print or for another program, its front read back from a drawing of the same marks. */
function drawVerified(stand: Stand): Drawn {
  const drawn = draw(stand);
  verifyStand(toSvg(drawn.front, drawn.title, PAPERS.a6), drawn.payload);
  return drawn;
}

export interface StandFile {
  format: 'pdf' | 'png' | 'svg';
  /** A6 by default. A4, PDF only: the same stand four times, or four stands to a sheet. */
  paper?: Paper;
  /** Colour past the edge and crop marks, for a print shop; PDF on A6 and A5 only. */
  bleed?: boolean;
  /** Time stamped into a PDF; now by default. */
  madeAt?: Date;
}

export interface MadeStand {
  payload: string;
  file: Buffer;
}

/** Pixels per mm of a stand sent into the chat: 1,050 px wide on A6. */
const PIXELS_PER_MM = 10;

function pngOf({ front, title, payload }: Drawn, size: { width: number; height: number }): Buffer {
  const png = rasterise(toSvg(front, title, size), size.width * PIXELS_PER_MM).asPng();
  verifyStand(png, payload);
  return png;
}

/** One stand as a file. Throws `TransferRefused` or `StandRefused`, whose messages say what to change. */
export async function makeStand(stand: Stand, { format, paper = 'a6', ...printing }: StandFile): Promise<MadeStand> {
  if (format === 'pdf') {
    const drawn = drawVerified(stand);
    const cards = paper === 'a4' ? [drawn, drawn, drawn, drawn] : [drawn];
    return { payload: drawn.payload, file: await toPdf(cards, { paper, title: drawn.title, ...printing }) };
  }
  if (paper === 'a4') throw new RangeError('A picture shows one card: choose a6 or a5, or make a PDF.');
  if (format === 'png') {
    const drawn = draw(stand);
    return { payload: drawn.payload, file: pngOf(drawn, PAPERS[paper]) };
  }
  const { front, title, payload } = drawVerified(stand);
  return { payload, file: Buffer.from(toSvg(front, title, { ...PAPERS[paper], withFonts: true })) };
}

/** Many stands as one PDF, in the order given: for printing a market's stands in a batch, four to an A4 sheet. */
export async function makeStands(stands: readonly Stand[], printing: Omit<StandFile, 'format'> = {}): Promise<Buffer> {
  return toPdf(stands.map(drawVerified), { paper: 'a4', title: `Tấm QR – ${stands.length} tấm`, ...printing });
}
