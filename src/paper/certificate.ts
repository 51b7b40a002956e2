/** A certificate somebody hangs on the wall: their name, what they can do now, where and when, and a check code. */
import { PALETTE } from '../pictures/palette.ts';
import type { Texts } from '../text.ts';
import { type Block, column, decoration, row, textBlock } from './blocks.ts';
import type { CertificateFacts } from './certificate-code.ts';
import { type Page, SIZES } from './page.ts';
import { toPdf } from './pdf.ts';
import { PrintRefused, printableText } from './printable.ts';

export interface Certificate extends CertificateFacts {
  /** From `certificateCode`. */
  code: string;
  locale?: string;
}

const { width: WIDTH, height: HEIGHT } = SIZES.a5Landscape;
const FRAME = 8;
const INSIDE = 17;
const INNER = WIDTH - 2 * INSIDE;

/** Longest texts, in characters, that stay readable across a room. */
const LONGEST = { name: 80, learnt: 90, place: 60 } as const;

/** The facts as they are printed, which is what the code must be made of. Throws `PrintRefused`. */
export function certificateFacts({ name, learnt, date, place }: CertificateFacts): CertificateFacts {
  readDay(date);
  return {
    name: printableText('name', name, LONGEST.name),
    learnt: printableText('subject', learnt, LONGEST.learnt),
    date,
    place: printableText('place', place, LONGEST.place),
  };
}

function readDay(date: string): { day: number; month: number; year: number } {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number);
  const exists = new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) ?? false;
  if (!exists || !year || !month || !day) throw new PrintRefused(`A date looks like 2026-11-22; this is "${date}".`);
  return { day, month, year };
}

/** Two lines around the page in the colours of the step pictures. */
const frame = decoration(
  {
    shape: 'rect',
    x: FRAME,
    y: FRAME,
    width: WIDTH - 2 * FRAME,
    height: HEIGHT - 2 * FRAME,
    radius: 4,
    fill: PALETTE.paper,
    stroke: PALETTE.band,
    strokeWidth: 1.6,
  },
  {
    shape: 'rect',
    x: FRAME + 2.4,
    y: FRAME + 2.4,
    width: WIDTH - 2 * (FRAME + 2.4),
    height: HEIGHT - 2 * (FRAME + 2.4),
    radius: 2.4,
    stroke: PALETTE.bandWord,
    strokeWidth: 0.8,
  },
);

function foot(texts: Texts, locale: string, code: string): Block {
  const say = (key: string) => texts.say(locale, `paper:certificate.${key}`);
  const half = INNER / 2 - 6;
  const check = column([
    textBlock(say('code'), { width: half, size: 3.8, fill: PALETTE.quietWord }),
    textBlock(code, { width: half, size: 6, weight: 700 }),
    textBlock(say('code-note'), { width: half, size: 3.2, lines: 2, fill: PALETTE.quietWord }),
  ]);
  const line: Block = {
    height: 14,
    draw: (x, y) => [decoration({ shape: 'rect', x, y: y + 13.7, width: half, height: 0.3, fill: PALETTE.homeBar })],
  };
  const signed = textBlock(say('signed'), { width: half, size: 4.4, anchor: 'middle', fill: PALETTE.quietWord });
  return row([
    { left: 0, block: check },
    { left: INNER - half, block: column([signed, line]) },
  ]);
}

/** The page. Throws `PrintRefused` on a text that cannot be printed or is too long. */
export function certificatePage(texts: Texts, { code, locale = 'vi', ...typed }: Certificate): Page {
  const { name, learnt, date, place } = certificateFacts(typed);
  const say = (key: string, params = {}) => texts.say(locale, `paper:certificate.${key}`, params);
  const middle = { width: INNER, anchor: 'middle' } as const;
  const title = textBlock(say('title'), { ...middle, size: 13, weight: 700, fill: PALETTE.band, kind: 'heading' });
  const body = column(
    [
      title,
      textBlock(say('from'), { ...middle, size: 5.2, fill: PALETTE.quietWord }),
      textBlock(name, { ...middle, size: 14.5, lines: 2, height: 27, weight: 700, fill: PALETTE.targetTile }),
      textBlock(say('learnt'), { ...middle, size: 5.2, fill: PALETTE.quietWord }),
      textBlock(learnt, { ...middle, size: 9, lines: 2, height: 21, weight: 700 }),
      textBlock(say('place', { place, ...readDay(date) }), { ...middle, size: 4.8, lines: 2 }),
    ],
    3,
  );
  const below = foot(texts, locale, printableText('check code', code, 20));
  const [top, bottom] = [INSIDE - 2, HEIGHT - INSIDE];
  const footTop = bottom - below.height;
  return {
    width: WIDTH,
    height: HEIGHT,
    parts: [frame, ...body.draw(INSIDE, top + (footTop - top - body.height) / 2), ...below.draw(INSIDE, footTop)],
  };
}

/** A certificate of A5 landscape as PDF. Throws `PrintRefused`, whose message says what to change. */
export async function certificate(texts: Texts, order: Certificate, madeAt?: Date): Promise<Buffer> {
  const { locale = 'vi' } = order;
  const title = texts.say(locale, 'paper:certificate.title');
  return toPdf([certificatePage(texts, order)], { title, lang: locale, ...(madeAt && { madeAt }) });
}
