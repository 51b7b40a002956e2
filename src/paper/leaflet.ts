/**
 * The leaflet on the market's notice board: one thing a person wants, three pictures of how it begins, and a code per
 * platform that starts exactly this, counted for the hamlet.
 */
import type { Flow, StepId } from '../flows/flow.ts';
import { type LocalFacts, NO_LOCAL_FACTS } from '../flows/local.ts';
import { PALETTE } from '../pictures/palette.ts';
import { widthOf } from '../pictures/typeface.ts';
import type { Texts } from '../text.ts';
import { atLeast, type Block, column, decoration, disc, NOTHING, panel, row, textBlock } from './blocks.ts';
import { codeBlock } from './code.ts';
import { expectedWay, flowText, stepText } from './flow-text.ts';
import { MARGIN, type Page, type Part, SIZES } from './page.ts';
import { toPdf } from './pdf.ts';
import { phoneBlock } from './phone.ts';
import { type Contact, PrintRefused, printableContact } from './printable.ts';
import { type ChatNames, startPayload, telegramAddress, type WayIn, zaloAddress } from './ways-in.ts';

export interface Leaflet extends Omit<WayIn, 'flow'> {
  flow: Flow;
  links: ChatNames;
  /** Whom to ask; the digital team in general when nobody is named. */
  ask?: Contact;
  /** Three steps to show instead of the first three with a picture. */
  steps?: readonly StepId[];
  /** What is known of the place it hangs in. */
  local?: LocalFacts;
  locale?: string;
}

const { width: WIDTH, height: HEIGHT } = SIZES.a5;
const INNER = WIDTH - 2 * MARGIN;
const PICTURES = 3;
const PICTURE_GAP = 7;

/** Steps to draw: the ones asked for, else the first three with a picture on the expected way. */
function keySteps({ flow, steps }: Leaflet): StepId[] {
  const unknown = steps?.find((id) => !flow.steps[id]?.picture);
  if (unknown !== undefined) throw new PrintRefused(`Flow "${flow.id}" has no picture of a step "${unknown}".`);
  const pictured = expectedWay(flow, 'android').filter((id) => flow.steps[id]?.picture);
  return [...(steps ?? pictured)].slice(0, PICTURES);
}

/** Room of one picture with its caption. */
const SLOT = (INNER - (PICTURES - 1) * PICTURE_GAP) / PICTURES;

/** Pictures of `phoneWidth` mm, each in the middle of its slot above its caption. */
function pictureRow(
  texts: Texts,
  locale: string,
  { flow, local = NO_LOCAL_FACTS }: Leaflet,
  steps: readonly StepId[],
  phoneWidth: number,
): Block {
  const width = SLOT;
  const start = (INNER - steps.length * width - (steps.length - 1) * PICTURE_GAP) / 2;
  const places = steps.map((step, index) => ({ step, index, left: start + index * (width + PICTURE_GAP) }));
  const caption = (step: StepId) =>
    stepText(texts, locale, flow, step, 'caption', { local }) || stepText(texts, locale, flow, step, 'do', { local });
  const phones = places.map(({ step, left }) => ({
    left: left + (width - phoneWidth) / 2,
    block: phoneBlock(flow, step, caption(step), phoneWidth),
  }));
  const captions = places.map(({ step, index, left }) => {
    const words = textBlock(caption(step), { width: width - 9, size: 4.7, lines: 3, height: 18, weight: 700 });
    return {
      left,
      block: row([
        { left: 0, block: disc(index + 1, 7) },
        { left: 9, block: atLeast(7, words) },
      ]),
    };
  });
  return column([row(phones), row(captions)], 2);
}

interface Door {
  app: 'Zalo' | 'Telegram';
  address: string;
}

function doorsOf({ zalo, telegram }: ChatNames, payload: string): Door[] {
  const doors: Door[] = [];
  if (zalo !== undefined) doors.push({ app: 'Zalo', address: zaloAddress(zalo) });
  if (telegram !== undefined) doors.push({ app: 'Telegram', address: telegramAddress(telegram, payload) });
  if (doors.length === 0) throw new PrintRefused('A leaflet needs a Zalo account or a Telegram bot to lead to.');
  return doors;
}

const CODE_SIDE = 41;
const ADDRESS_SIZE = 2.9;

/** An address in lines that end where a part of it ends, so that it can be typed line by line. */
function addressLines(address: string, width: number): string[] {
  const lines = [''];
  for (const part of address.split(/(?=[?_])/)) {
    const longer = lines.at(-1) + part;
    if (widthOf(longer, ADDRESS_SIZE, 500) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

function doorBlock(texts: Texts, locale: string, { app, address }: Door, width: number): Block {
  const label = textBlock(app, { width, size: 6.4, weight: 700, anchor: 'middle', fill: PALETTE.titleBar });
  const code = codeBlock(address, texts.say(locale, 'paper:leaflet.code', { app, address }), CODE_SIDE);
  const printed = addressLines(address, width).map((line) =>
    textBlock(line, { width, size: ADDRESS_SIZE, anchor: 'middle' }),
  );
  return column([label, row([{ left: (width - CODE_SIDE) / 2, block: code }]), column(printed)], 1);
}

function doorRow(texts: Texts, locale: string, doors: readonly Door[]): Block {
  const gap = 6;
  const width = (INNER - gap) / 2;
  const start = doors.length === 1 ? (INNER - width) / 2 : 0;
  return row(
    doors.map((door, at) => ({ left: start + at * (width + gap), block: doorBlock(texts, locale, door, width) })),
  );
}

const BAND_HEIGHT = 28;
/** The last line's dots may hang a little into the margin. */
const BOTTOM = HEIGHT - MARGIN + 2;

/** The dark band of the step pictures: what a person wants, as large as it gets. */
function band(kicker: string, wish: string): Part[] {
  const look = { width: INNER, weight: 700, on: PALETTE.band } as const;
  const words = column([
    textBlock(kicker, { ...look, size: 5, fill: PALETTE.bandWord }),
    textBlock(wish, { ...look, size: 12, lines: 2, height: 21, fill: PALETTE.paper, kind: 'heading' }),
  ]);
  return [
    decoration({ shape: 'rect', x: 0, y: 0, width: WIDTH, height: BAND_HEIGHT, fill: PALETTE.band }),
    ...words.draw(MARGIN, (BAND_HEIGHT - words.height) / 2),
  ];
}

const BAR_PADDING = 2;

/** The one thing nobody may forget, a sentence a line. */
function bar(text: string): Block {
  const look = { size: 4.8, weight: 700, anchor: 'middle', on: PALETTE.spot } as const;
  const words = text.split('\n').map((line) => textBlock(line, { ...look, width: INNER - 2 * BAR_PADDING }));
  return panel(column(words), { width: INNER, padding: BAR_PADDING, fill: PALETTE.spot });
}

/** Air between the pieces of a leaflet. */
const LEAST_GAP = 1.3;
/** Largest first: where captions or addresses are long, the pictures give way. */
const PHONE_WIDTHS = [SLOT, 38, 36, 34, 32, 30, 28, 26] as const;

/** Blocks below the band with the free height shared out between them, the pictures as large as that allows. */
function spread(blocksWith: (phoneWidth: number) => readonly Block[]): Part[] {
  const ways = PHONE_WIDTHS.map((phoneWidth) => {
    const blocks = blocksWith(phoneWidth).filter(({ height }) => height > 0);
    const gap = (BOTTOM - BAND_HEIGHT - column(blocks).height) / (blocks.length + 1);
    return { blocks, gap };
  });
  const { blocks, gap } = ways.find((way) => way.gap >= LEAST_GAP) ?? ways.at(-1)!;
  return column(blocks, gap).draw(MARGIN, BAND_HEIGHT + gap);
}

/** When somebody teaches it here, or whom to ask when that is not known. */
const lessons = (texts: Texts, locale: string, { 'class-times': value }: LocalFacts): string =>
  value === undefined
    ? texts.say(locale, 'local:class-times.missing')
    : texts.say(locale, 'local:class-times.known', { value });

/** The page. Throws `PrintRefused` on what cannot be printed or scanned. */
export function leafletPage(texts: Texts, leaflet: Leaflet): Page {
  const { flow, links, ask, local, locale = 'vi', area, source } = leaflet;
  const say = (key: string) => texts.say(locale, `paper:leaflet.${key}`);
  const payload = startPayload({ flow: flow.id, ...(area && { area }), ...(source && { source }) });
  const steps = keySteps(leaflet);
  const contact = printableContact(ask) ?? { name: say('team'), phone: local?.['committee-phone'] ?? '' };
  const whom = [contact.name, contact.phone].filter(Boolean).join(' · ');
  const middle = { width: INNER, anchor: 'middle' } as const;
  const note = steps.length > 0 ? say('picture-note') : '';
  const doors = doorRow(texts, locale, doorsOf(links, payload));
  const blocksWith = (phoneWidth: number) => [
    column(
      [
        pictureRow(texts, locale, leaflet, steps, phoneWidth),
        textBlock(note, { ...middle, size: 3.1, fill: PALETTE.quietWord }),
      ],
      1,
    ),
    column([textBlock(say('scan'), { ...middle, size: 5.6, weight: 700 }), doors], 1),
    links.zalo === undefined
      ? NOTHING
      : column([
          textBlock(say('send'), { ...middle, size: 4.2 }),
          textBlock(payload, { ...middle, size: 5.2, weight: 700 }),
        ]),
    bar(say('never')),
    column([
      textBlock(say('ask'), { ...middle, size: 4.2 }),
      textBlock(whom, { ...middle, size: 5, lines: 2, height: 13, weight: 700 }),
      local ? textBlock(lessons(texts, locale, local), { ...middle, size: 4, lines: 2 }) : NOTHING,
    ]),
  ];
  const parts = [...band(say('kicker'), flowText(texts, locale, flow, 'wish')), ...spread(blocksWith)];
  return { width: WIDTH, height: HEIGHT, parts };
}

/** A leaflet of A5 as PDF. Throws `PrintRefused`, whose message says what to change. */
export async function leaflet(texts: Texts, order: Leaflet, madeAt?: Date): Promise<Buffer> {
  const { flow, locale = 'vi' } = order;
  const title = flowText(texts, locale, flow, 'wish');
  return toPdf([leafletPage(texts, order)], { title, lang: locale, ...(madeAt && { madeAt }) });
}
