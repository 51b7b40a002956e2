/**
 * The sheet a volunteer reads from in a house without a smartphone or without signal: every step with a box to tick, what
 * must be seen before going on, what nobody may be told, and the line that records it all afterwards. A4, one side where
 * that stays readable.
 */
import type { Flow, OfficeKind, StepId } from '../flows/flow.ts';
import { type LocalFacts, NO_LOCAL_FACTS } from '../flows/local.ts';
import { progressOf } from '../flows/progress.ts';
import { PALETTE } from '../pictures/palette.ts';
import type { Texts } from '../text.ts';
import {
  atLeast,
  type Block,
  column,
  decoration,
  disc,
  NOTHING,
  panel,
  row,
  textBlock,
  tickBox,
  writingLine,
} from './blocks.ts';
import { expectedWay, flowText, officeSentences, stepText } from './flow-text.ts';
import { MARGIN, type Page, type Part, SIZES } from './page.ts';
import { toPdf } from './pdf.ts';
import { type Contact, printable, printableContact } from './printable.ts';

export interface StepSheet {
  flow: Flow;
  /** Which phone the steps are for; Android by default. */
  phone?: 'android' | 'iphone';
  /** Written in when known, e.g. `H-0012`. */
  household?: string;
  ask?: Contact;
  /** What is known of the place it is read in; where something is missing the sheet says to ask the commune. */
  local?: LocalFacts;
  locale?: string;
}

/** Read aloud to the oldest in the house; for anybody younger the reader says another word. */
const READ_TO = 'bác';

/** One thing on the sheet, in the order it is read. */
export type Line =
  /** What must be so before the first step. */
  | { kind: 'first'; question: string; yes: string }
  | { kind: 'part'; text: string }
  | { kind: 'step'; n: number; action: string; sign: string }
  | { kind: 'control'; question: string; yes: string; no: string; witnessed: string };

/** Everything the volunteer goes through when all goes well: what to ask first, the steps, the control questions. */
export function linesOf(
  texts: Texts,
  flow: Flow,
  phone: 'android' | 'iphone',
  locale: string,
  local: LocalFacts = NO_LOCAL_FACTS,
): Line[] {
  const lines: Line[] = [];
  for (const id of expectedWay(flow, phone)) {
    const line = lineOf(texts, flow, id, locale, local);
    const hasBegun = lines.some(({ kind }) => kind === 'step');
    if (line && !(line.kind === 'first' && hasBegun)) lines.push(line);
  }
  return lines;
}

function lineOf(texts: Texts, flow: Flow, id: StepId, locale: string, local: LocalFacts): Line | null {
  const step = flow.steps[id];
  const words = (field: string) => stepText(texts, locale, flow, id, field, { term: READ_TO, local });
  const progress = progressOf(flow, id);
  if (progress) return { kind: 'step', n: progress.n, action: words('do'), sign: words('see') };
  if (step?.kind === 'tell' && step.endsPart) return { kind: 'part', text: words('do') };
  if (step?.kind === 'choose') {
    return { kind: 'first', question: words('do'), yes: words(`options.${Object.keys(step.options)[0]}`) };
  }
  if (step?.kind !== 'check') return null;
  const [yes, no] = [words('options.seen'), words('options.unseen')];
  return {
    kind: 'control',
    question: words('do'),
    yes: yes || texts.say(locale, 'paper:sheet.yes'),
    no: no || texts.say(locale, 'paper:sheet.no'),
    witnessed: words('witnessed'),
  };
}

const { width: WIDTH, height: HEIGHT } = SIZES.a4;
const INNER = WIDTH - 2 * MARGIN;
/** Letter sizes of the steps, largest first: 17 pt down to 11 pt. */
const LETTERS = [6, 5.6, 5.3, 5, 4.7, 4.4, 4.1, 3.9] as const;
/** Left of the words of a step: box and number. */
const INDENT = 19;
const LINE_GAP = 1.7;

/** Texts of several lines, as they were written. */
const paragraphs = (text: string, style: Parameters<typeof textBlock>[1]): Block =>
  column(text.split('\n').map((line) => textBlock(line, style)));

function tickedText(text: string, width: number, size: number): Block {
  return row(
    [
      { left: 0, block: tickBox(size * 1.1) },
      {
        left: size * 1.1 + 1.6,
        block: textBlock(text, { width: width - size * 1.1 - 1.6, size, lines: 2, weight: 700, on: PALETTE.row }),
      },
    ],
    'middle',
  );
}

/** The texts of one line of the sheet, in letters of `size`. */
function lineBlock(texts: Texts, locale: string, line: Line, size: number): Block {
  const say = (key: string, params = {}) => texts.say(locale, `paper:sheet.${key}`, params);
  const wide = INNER - 8;
  switch (line.kind) {
    case 'first': {
      const width = wide - 46;
      const question = paragraphs(line.question, { width, size, lines: 3, on: PALETTE.row });
      const cells = [
        { left: 0, block: question },
        { left: width + 4, block: tickedText(line.yes, 42, size) },
      ];
      return panel(row(cells, 'middle'), { width: INNER, padding: 1.4, fill: PALETTE.row });
    }
    case 'part':
      return panel(
        paragraphs(line.text, { width: wide, size, lines: 2, weight: 700, fill: PALETTE.paper, on: PALETTE.band }),
        { width: INNER, padding: 1.4, fill: PALETTE.band },
      );
    case 'step': {
      const width = INNER - INDENT;
      const words = column([
        paragraphs(line.action, { width, size, lines: 3, weight: 700 }),
        paragraphs(line.sign, { width, size: size * 0.92, lines: 3 }),
      ]);
      const cells = [
        { left: 1, block: tickBox(6.5) },
        { left: 9.5, block: disc(line.n, 7.5) },
        { left: INDENT, block: words },
      ];
      return row(cells, 'middle');
    }
    case 'control': {
      const width = wide - 68;
      const question = column([
        paragraphs(say('control', { question: line.question }), { width, size, lines: 3, on: PALETTE.row }),
        line.witnessed
          ? textBlock(say('witnessed', { sign: line.witnessed }), {
              width,
              size: size * 0.86,
              lines: 4,
              fill: PALETTE.quietWord,
              on: PALETTE.row,
            })
          : NOTHING,
      ]);
      const cells = [
        { left: 0, block: question },
        { left: width + 4, block: tickedText(line.yes, 31, size) },
        { left: width + 37, block: tickedText(line.no, 31, size) },
      ];
      return panel(row(cells, 'middle'), { width: INNER, padding: 1.4, fill: PALETTE.row, edge: PALETTE.rowEdge });
    }
  }
}

const BAND_HEIGHT = 27;

function band(texts: Texts, { flow, phone = 'android', locale = 'vi' }: StepSheet): Block {
  const look = { weight: 700, on: PALETTE.band } as const;
  const say = (key: string) => texts.say(locale, `paper:sheet.${key}`);
  const title = flowText(texts, locale, flow, 'wish');
  const words = column([
    textBlock(say('kicker'), { ...look, width: INNER, size: 4.6, fill: PALETTE.bandWord }),
    row(
      [
        {
          left: 0,
          block: textBlock(title, {
            ...look,
            width: 145,
            size: 10,
            lines: 2,
            height: 17,
            fill: PALETTE.paper,
            kind: 'heading',
          }),
        },
        { left: 149, block: textBlock(say(`phone.${phone}`), { ...look, width: 45, size: 4.4, fill: PALETTE.paper }) },
      ],
      'middle',
    ),
  ]);
  return {
    height: BAND_HEIGHT,
    // Colour to the edges of the paper; only the words keep away from them.
    draw: (x, y) => [
      decoration({ shape: 'rect', x: x - MARGIN, y, width: WIDTH, height: BAND_HEIGHT, fill: PALETTE.band }),
      ...words.draw(x, y + (BAND_HEIGHT - words.height) / 2),
    ],
  };
}

function whoAndWhen(texts: Texts, locale: string, household: string): Block {
  const say = (key: string) => texts.say(locale, `paper:sheet.${key}`);
  const size = 4.2;
  const field = (left: number, width: number, key: string, value = '') => ({
    left,
    block: writingLine(say(key), { width, size }, value),
  });
  return row([
    field(0, 45, 'household', household),
    field(49, 54, 'name'),
    field(107, 35, 'date'),
    field(146, INNER - 146, 'helper'),
  ]);
}

const SECRET_COLUMNS = 3;
const BULLET = 3.4;

function neverShare(texts: Texts, locale: string, flow: Flow): Block {
  const secrets = flow.neverShare.map((kind) => texts.say(locale, `paper:secret.${kind}`));
  if (secrets.length === 0) return NOTHING;
  const width = (INNER - 8) / SECRET_COLUMNS;
  const item = (secret: string, at: number) => ({
    left: at * width,
    block: row([
      { left: 0, block: textBlock('•', { width: BULLET, size: 4.5, on: PALETTE.spot }) },
      { left: BULLET, block: textBlock(secret, { width: width - BULLET - 2, size: 4.5, lines: 2, on: PALETTE.spot }) },
    ]),
  });
  const rows = secrets.flatMap((_, at) =>
    at % SECRET_COLUMNS === 0 ? [row(secrets.slice(at, at + SECRET_COLUMNS).map(item))] : [],
  );
  const heading = textBlock(texts.say(locale, 'paper:sheet.never'), {
    width: INNER - 8,
    size: 5,
    weight: 700,
    on: PALETTE.spot,
  });
  return panel(column([heading, ...rows]), { width: INNER, padding: 2, fill: PALETTE.spot });
}

/** Number of the service itself, when the flow's own words carry one. */
const hotlineOf = (flow: Flow): string =>
  Object.values(flow.steps).find((step) => step.params?.hotline)?.params?.hotline ?? '';

const officesOf = (flow: Flow): OfficeKind[] => [
  ...new Set(Object.values(flow.steps).flatMap((step) => (step.kind === 'office' ? [step.office] : []))),
];

const officeNames = (texts: Texts, locale: string, flow: Flow): string =>
  officesOf(flow)
    .map((kind) => texts.say(locale, `paper:office.${kind}`))
    .join(' · ');

/** Where help is, and the line that records the household: volunteers send it once there is signal. */
function foot(
  texts: Texts,
  locale: string,
  { flow, ask, local = NO_LOCAL_FACTS }: StepSheet,
  household: string,
): Block {
  const say = (key: string) => texts.say(locale, `paper:sheet.${key}`);
  const contact = printableContact(ask) ?? { name: texts.say(locale, 'paper:leaflet.team'), phone: '' };
  const width = INNER - 6;
  const fact = (key: string, value: string): Block =>
    value === ''
      ? NOTHING
      : row([
          { left: 0, block: textBlock(say(key), { width: 54, size: 4.2, fill: PALETTE.quietWord }) },
          { left: 57, block: textBlock(value, { width: width - 57, size: 4.4, lines: 2, weight: 700 }) },
        ]);
  const placeOf = (sentences: string): Block =>
    sentences === ''
      ? NOTHING
      : row([{ left: 57, block: textBlock(sentences, { width: width - 57, size: 4.2, lines: 3 }) }]);
  const log = column([
    textBlock(say('log'), { width, size: 4.2, on: PALETTE.row }),
    textBlock(`xong ${flow.id} ${household || '……………'}`, { width, size: 6, weight: 700, on: PALETTE.row }),
  ]);
  return column(
    [
      fact('office', officeNames(texts, locale, flow)),
      ...officesOf(flow).map((kind) => placeOf(officeSentences(texts, locale, kind, local).join(' '))),
      fact('hotline', hotlineOf(flow)),
      fact('ask', [contact.name, contact.phone].filter(Boolean).join(' · ')),
      panel(log, { width: INNER, padding: 3, fill: PALETTE.row, edge: PALETTE.rowEdge }),
    ],
    1.2,
  );
}

const TOP_GAP = 3;
const PAGE_NUMBER = 5;
const BOTTOM = HEIGHT - MARGIN - PAGE_NUMBER;

/** Blocks page by page in their order; `head` stands on the first, and `last` must find room below the final block. */
function paginate(blocks: readonly Block[], head: number, next: number, last: number): Block[][] {
  const pages: Block[][] = [[]];
  let free = BOTTOM - head;
  const turn = () => {
    pages.push([]);
    free = BOTTOM - next;
  };
  for (const block of blocks) {
    if (block.height > free) turn();
    pages.at(-1)?.push(block);
    free -= block.height + LINE_GAP;
  }
  if (last > free) turn();
  return pages;
}

/** The fewest pages, then the largest letters that make do with them. */
function largest(lay: (size: number) => Block[][]): Block[][] {
  const ways = LETTERS.map(lay);
  const fewest = Math.min(...ways.map((pages) => pages.length));
  return ways.find((pages) => pages.length === fewest) ?? [];
}

/** The pages, usually one or two. Throws `PrintRefused` on what cannot be printed. */
export function stepSheetPages(texts: Texts, sheet: StepSheet): Page[] {
  const { flow, phone = 'android', locale = 'vi', local } = sheet;
  const household = printable('household code', sheet.household ?? '', 20);
  const lines = linesOf(texts, flow, phone, locale, local);
  const who = whoAndWhen(texts, locale, household);
  const first = column([band(texts, sheet), who, neverShare(texts, locale, flow)], TOP_GAP);
  const later = column([band(texts, sheet), who], TOP_GAP);
  const below = foot(texts, locale, sheet, household);
  const laid = largest((size) => {
    const blocks = lines.map((line) => atLeast(8.5, lineBlock(texts, locale, line, size)));
    return paginate(blocks, first.height + TOP_GAP, later.height + TOP_GAP, below.height + TOP_GAP);
  });
  return laid.map((blocks, index): Page => {
    const head = index === 0 ? first : later;
    const isLast = index === laid.length - 1;
    const parts: Part[] = [
      ...head.draw(MARGIN, 0),
      ...column(blocks, LINE_GAP).draw(MARGIN, head.height + TOP_GAP),
      ...(isLast ? below.draw(MARGIN, BOTTOM - below.height) : []),
      ...pageNumber(texts, locale, index + 1, laid.length).draw(MARGIN, BOTTOM + 1),
    ];
    return { width: WIDTH, height: HEIGHT, parts };
  });
}

const pageNumber = (texts: Texts, locale: string, n: number, total: number): Block =>
  textBlock(texts.say(locale, 'paper:sheet.page', { n, total }), {
    width: INNER,
    size: 3.2,
    anchor: 'middle',
    fill: PALETTE.quietWord,
  });

/** The sheet as PDF. Throws `PrintRefused`, whose message says what to change. */
export async function stepSheet(texts: Texts, order: StepSheet, madeAt?: Date): Promise<Buffer> {
  const { flow, locale = 'vi' } = order;
  const title = flowText(texts, locale, flow, 'title');
  return toPdf(stepSheetPages(texts, order), { title, lang: locale, ...(madeAt && { madeAt }) });
}
