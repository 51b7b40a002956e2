/**
 * What stands where on a stall's stand: front and back of one A6 card, in mm from its upper left corner. Pure; drawn as
 * SVG by `svg.ts` and as PDF by `paper.ts`. The words are Vietnamese in every language: payers read them.
 */
import { type Weight, widthOf } from '../pictures/typeface.ts';
import type { Squares } from './picture.ts';
import { CAP_HEIGHT, heightOf, type Room, type SetText, setText } from './typeset.ts';

/** ISO 216. */
export const CARD = { width: 105, height: 148 } as const;
/** Colour past the edge, so that a cut beside the line shows no white. */
export const BLEED = 3;

const COLOURS = {
  paper: '#ffffff',
  ink: '#12263a',
  band: '#0b3d66',
  quiet: '#495867',
  highlight: '#ffe3a3',
  alarm: '#a61e4d',
} as const;
export type Colour = (typeof COLOURS)[keyof typeof COLOURS];

export type Mark =
  | {
      shape: 'rect';
      x: number;
      y: number;
      width: number;
      height: number;
      radius?: number;
      fill?: Colour;
      stroke?: { colour: Colour; width: number };
    }
  | {
      shape: 'word';
      text: string;
      /** Where the anchor lies. */
      x: number;
      baseline: number;
      size: number;
      weight: Weight;
      anchor: 'start' | 'middle' | 'end';
      colour: Colour;
    }
  /** The code's squares, black on the paper; `side` includes the quiet zone. `alt` says what it is to who cannot see it. */
  | { shape: 'code'; squares: Squares; x: number; y: number; side: number; alt: string };

/** One side of the card. */
export interface Face {
  marks: Mark[];
}

/** What a stand says, already cleaned: nothing here is changed any more. */
export interface StandText {
  /** The holder's name as the bank shows it; without it there is a line to write on. */
  holder: string | null;
  stall: string | null;
  /** Where the money goes, e.g. `MB Bank`. */
  receiver: string;
  account: string;
  amount: number | null;
  /** Number of the stand. */
  number: string | null;
  /** Whom to call when something is odd: a name, and a phone number if there is one. */
  contact: { name: string; phone: string | null } | null;
  isSample: boolean;
}

/** Nothing but colour comes nearer to the edge: office printers leave about 5 mm white. */
const MARGIN = 6;
const INNER = CARD.width - 2 * MARGIN;
const MIDDLE = CARD.width / 2;
const BAND_HEIGHT = 15;
/** The last baseline. */
const FOOT = 144;
/** Read from 70 cm away: a code's side is a tenth of the distance. */
const CODE_SIDE = 70;
/** The name is what the payer compares, so its capitals are 7 mm high wherever they fit. */
const NAME_SIZE = 7 / CAP_HEIGHT;

interface Letters {
  size: number;
  weight: Weight;
  colour: Colour;
  anchor: 'start' | 'middle' | 'end';
}

function word(text: string, x: number, baseline: number, letters: Letters): Mark {
  return { shape: 'word', text, x, baseline, ...letters };
}

/** A set text around the middle of the card, its first capitals starting at `top`. */
function centred({ lines, size, pitch, weight }: SetText, top: number): Mark[] {
  const first = top + size * CAP_HEIGHT;
  const letters: Letters = { size, weight, colour: COLOURS.ink, anchor: 'middle' };
  return lines.map((line, row) => word(line, MIDDLE, first + row * pitch * size, letters));
}

/** Something as wide as the card; `gap` is its share of the free height, kept clear above it. */
interface Block {
  height: number;
  gap: number;
  draw: (top: number) => Mark[];
}

const ONE_LINE = { lines: 1, pitch: 1 } as const;

function textBlock(text: string, weight: Weight, gap: number, room: Omit<Room, 'width'>): Block {
  const set = setText(text, weight, { width: INNER, ...room });
  return { height: heightOf(set), gap, draw: (top) => centred(set, top) };
}

/** Parts of the size by which marks rise above capitals (Ổ) and dots hang below the line (ợ), as far as gaps must allow. */
const [RISE, FALL] = [0.22, 0.25];

/** A text block of mixed letters, marks and dots included in its height. */
function markedBlock(text: string, weight: Weight, gap: number, room: Omit<Room, 'width'>): Block {
  const set = setText(text, weight, { width: INNER, ...room });
  const height = heightOf(set) + (RISE + FALL) * set.size;
  return { height, gap, draw: (top) => centred(set, top + RISE * set.size) };
}

/** Blocks from `top` to `bottom`; what they leave free is shared out above each. */
function stack(blocks: readonly Block[], top: number, bottom: number): Mark[] {
  const used = blocks.reduce((sum, { height }) => sum + height, 0);
  const share = (bottom - top - used) / blocks.reduce((sum, { gap }) => sum + gap, 0);
  let at = top;
  return blocks.flatMap(({ height, gap, draw }) => {
    const start = at + gap * share;
    at = start + height;
    return draw(start);
  });
}

function band(title: string): Mark[] {
  const { size } = setText(title, 700, { ...ONE_LINE, width: INNER - 4, height: BAND_HEIGHT, size: 7.2 });
  return [
    {
      shape: 'rect',
      x: -BLEED,
      y: -BLEED,
      width: CARD.width + 2 * BLEED,
      height: BAND_HEIGHT + BLEED,
      fill: COLOURS.band,
    },
    word(title, MIDDLE, 11.4, { size, weight: 700, colour: COLOURS.paper, anchor: 'middle' }),
  ];
}

function codeBlock(squares: Squares, alt: string): Block {
  const x = MIDDLE - CODE_SIDE / 2;
  const draw = (y: number): Mark[] => [
    {
      shape: 'rect',
      x,
      y,
      width: CODE_SIDE,
      height: CODE_SIDE,
      radius: 1.6,
      fill: COLOURS.paper,
      stroke: { colour: COLOURS.ink, width: 0.6 },
    },
    { shape: 'code', squares, x, y, side: CODE_SIDE, alt },
  ];
  return { height: CODE_SIDE, gap: 1, draw };
}

/** Room for a name written by hand, when nobody has read it from the bank's app yet. */
function nameLine(): Block {
  const draw = (top: number): Mark[] => [
    word('Tên chủ tài khoản:', MARGIN, top + 3, { size: 3.6, weight: 500, colour: COLOURS.quiet, anchor: 'start' }),
    { shape: 'rect', x: MARGIN, y: top + 12, width: INNER, height: 0.4, fill: COLOURS.ink },
  ];
  return { height: 12.4, gap: 1.2, draw };
}

function nameBlock(holder: string, height: number): Block {
  return textBlock(holder, 700, 1.5, { height, size: NAME_SIZE, lines: 3, pitch: 1 });
}

/** Digits in fours, as people read them to each other. */
export function groupDigits(account: string): string {
  return account.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Whole đồng as written in Vietnam: `25.000 đ`. */
export function dong(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} đ`;
}

function warningBar(): Block {
  const height = 10.4;
  const set = setText('Thấy đúng tên này rồi hãy chuyển', 700, { ...ONE_LINE, width: INNER - 8, height, size: 6 });
  const draw = (top: number): Mark[] => [
    { shape: 'rect', x: MARGIN, y: top, width: INNER, height, radius: 2.2, fill: COLOURS.highlight },
    ...centred(set, top + (height - heightOf(set)) / 2 + 0.2),
  ];
  return { height, gap: 1.4, draw };
}

const DISC = 4.8;
const DISC_TO_WORD = 1.1;
const BETWEEN_STEPS = 2.6;
const NUMERAL: Letters = { size: 3.4, weight: 700, colour: COLOURS.paper, anchor: 'middle' };

/** Three numbered steps on one line, spread over the width. */
function stepsBlock(steps: readonly string[]): Block {
  const fixed = steps.length * (DISC + DISC_TO_WORD) + (steps.length - 1) * BETWEEN_STEPS;
  const size = (INNER - fixed) / steps.reduce((sum, step) => sum + widthOf(step, 1, 500), 0);
  const letters: Letters = { size, weight: 500, colour: COLOURS.ink, anchor: 'start' };
  const draw = (top: number): Mark[] => {
    let x = MARGIN;
    const middle = top + DISC / 2;
    return steps.flatMap((step, index) => {
      const start = x;
      x += DISC + DISC_TO_WORD + widthOf(step, size, 500) + BETWEEN_STEPS;
      return [
        { shape: 'rect', x: start, y: top, width: DISC, height: DISC, radius: DISC / 2, fill: COLOURS.band },
        word(String(index + 1), start + DISC / 2, middle + (NUMERAL.size * CAP_HEIGHT) / 2, NUMERAL),
        word(step, start + DISC + DISC_TO_WORD, middle + (size * CAP_HEIGHT) / 2, letters),
      ] satisfies Mark[];
    });
  };
  return { height: DISC, gap: 1.3, draw };
}

const FOOT_SIZE = 3.1;
const SAMPLE = 'BẢN MẪU – không trả tiền được';

function footBlock({ number, isSample }: StandText): Block {
  const height = FOOT_SIZE * CAP_HEIGHT;
  const width = INNER - (isSample ? widthOf(SAMPLE, FOOT_SIZE, 700) + 3 : 0);
  const draw = (top: number): Mark[] => {
    const marks: Mark[] = [];
    const at = top + height;
    if (isSample) {
      marks.push(word(SAMPLE, MARGIN, at, { size: FOOT_SIZE, weight: 700, colour: COLOURS.alarm, anchor: 'start' }));
    }
    if (number) {
      const text = `Tấm số ${number}`;
      const size = Math.min(FOOT_SIZE, width / widthOf(text, 1, 500));
      marks.push(word(text, CARD.width - MARGIN, at, { size, weight: 500, colour: COLOURS.quiet, anchor: 'end' }));
    }
    return marks;
  };
  return { height, gap: 1.4, draw };
}

/** The side payers see. */
export function front(stand: StandText, squares: Squares): Face {
  const { holder, stall, receiver, account, amount } = stand;
  const alt = `Mã QR trả tiền${holder ? ` cho ${holder}` : ''}, ${receiver} ${groupDigits(account)}`;
  const fixed = amount !== null;
  const line = { ...ONE_LINE, height: 4, size: 4.9 };
  const blocks = [
    stall && markedBlock(stall, 700, 1, { height: fixed ? 6.5 : 8, size: 8.2, lines: 3, pitch: 1.2 }),
    codeBlock(squares, alt),
    holder ? nameBlock(holder, fixed ? 12 : 16.5) : nameLine(),
    textBlock(`${receiver} · ${groupDigits(account)}`, 500, 1.6, line),
    fixed && textBlock(`Số tiền: ${dong(amount)}`, 700, 1.6, line),
    warningBar(),
    stepsBlock(['Mở app ngân hàng', 'Quét mã', fixed ? 'Xem tên, xem tiền' : 'Xem tên, gõ tiền']),
    footBlock(stand),
  ].filter((block) => typeof block === 'object' && block !== null);
  return { marks: [...band('QUÉT MÃ ĐỂ TRẢ TIỀN'), ...stack(blocks, BAND_HEIGHT, FOOT)] };
}

function callBox({ name, phone }: NonNullable<StandText['contact']>): Block {
  const room = { width: INNER - 10, lines: 1, pitch: 1.22 };
  const label = setText('Thấy lạ thì gỡ tấm này, gọi ngay', 500, { ...room, height: 6, size: 5 });
  const whom = setText(name, 700, { ...room, height: phone ? 8 : 16, size: 7, lines: 2 });
  const dial = phone ? [setText(phone, 700, { ...room, height: 7, size: 8.6 })] : [];
  const texts = [label, whom, ...dial];
  const gap = 4.2;
  const height = texts.reduce((sum, text) => sum + heightOf(text) + gap, gap + 2);
  const draw = (top: number): Mark[] => {
    let at = top + 1;
    const marks = texts.flatMap((text) => {
      const start = at + gap;
      at = start + heightOf(text);
      return centred(text, start);
    });
    return [{ shape: 'rect', x: MARGIN, y: top, width: INNER, height, radius: 2.2, fill: COLOURS.highlight }, ...marks];
  };
  return { height, gap: 1.6, draw };
}

const ANYBODY_NEAR = { name: 'Tổ công nghệ số gần nhà', phone: null };

/** The side the seller sees: how to notice a code pasted over this one, and whom to call. */
export function back(stand: StandText): Face {
  const blocks = [
    textBlock('Mỗi sáng tự quét thử một lần', 700, 1.8, { height: 26, size: 11, lines: 2, pitch: 1.25 }),
    textBlock('Máy phải hiện đúng tên này', 500, 1.7, { ...ONE_LINE, height: 8, size: 5.6 }),
    { ...(stand.holder ? nameBlock(stand.holder, 27) : nameLine()), gap: 0.8 },
    callBox(stand.contact ?? ANYBODY_NEAR),
    footBlock(stand),
  ];
  return { marks: [...band('DÀNH CHO NGƯỜI BÁN'), ...stack(blocks, BAND_HEIGHT, FOOT)] };
}
