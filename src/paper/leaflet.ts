/**
 * The leaflet on the market's notice board: one thing a person wants, three pictures of how it begins, and a code per
 * platform that starts exactly this, counted for the hamlet.
 */
import type { Flow, StepId } from '../flows/flow.ts';
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

function pictureRow(texts: Texts, locale: string, flow: Flow, steps: readonly StepId[]): Block {
  const width = (INNER - (PICTURES - 1) * PICTURE_GAP) / PICTURES;
  const start = (INNER - steps.length * width - (steps.length - 1) * PICTURE_GAP) / 2;
  const places = steps.map((step, index) => ({ step, index, left: start + index * (width + PICTURE_GAP) }));
  const caption = (step: StepId) =>
    stepText(texts, locale, flow, step, 'caption') || stepText(texts, locale, flow, step, 'do');
  const phones = places.map(({ step, left }) => ({ left, block: phoneBlock(flow, step, caption(step), width) }));
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
  /** The address as two short lines. */
  lines: string[];
}

function doorsOf({ zalo, telegram }: ChatNames, payload: string): Door[] {
  const doors: Door[] = [];
  if (zalo !== undefined) doors.push({ app: 'Zalo', address: zaloAddress(zalo), lines: [zaloAddress(zalo)] });
  if (telegram !== undefined) {
    const address = telegramAddress(telegram, payload);
    const cut = address.indexOf('?');
    doors.push({ app: 'Telegram', address, lines: [address.slice(0, cut), address.slice(cut)] });
  }
  if (doors.length === 0) throw new PrintRefused('A leaflet needs a Zalo account or a Telegram bot to lead to.');
  return doors;
}

const CODE_SIDE = 41;
const ADDRESS_SIZE = 3.1;

function doorBlock(texts: Texts, locale: string, { app, address, lines }: Door, width: number): Block {
  const size = Math.min(ADDRESS_SIZE, ...lines.map((line) => width / widthOf(line, 1, 500)));
  const label = textBlock(app, { width, size: 6.4, weight: 700, anchor: 'middle', fill: PALETTE.titleBar });
  const code = codeBlock(address, texts.say(locale, 'paper:leaflet.code', { app, address }), CODE_SIDE);
  const printed = lines.map((line) => textBlock(line, { width, size, anchor: 'middle' }));
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

function bar(text: string): Block {
  const words = textBlock(text, {
    width: INNER - 8,
    size: 4.9,
    weight: 700,
    anchor: 'middle',
    on: PALETTE.spot,
  });
  return panel(words, { width: INNER, padding: 2, fill: PALETTE.spot });
}

/** Blocks from `top` to `bottom`, the free height shared out evenly between them. */
function spread(blocks: readonly Block[], top: number, bottom: number): Part[] {
  const whole = column(blocks);
  const gaps = blocks.filter(({ height }) => height > 0).length + 1;
  const gap = (bottom - top - whole.height) / gaps;
  return column(blocks, gap).draw(MARGIN, top + gap);
}

/** The page. Throws `PrintRefused` on what cannot be printed or scanned. */
export function leafletPage(texts: Texts, leaflet: Leaflet): Page {
  const { flow, links, ask, locale = 'vi', area, source } = leaflet;
  const say = (key: string) => texts.say(locale, `paper:leaflet.${key}`);
  const payload = startPayload({ flow: flow.id, ...(area && { area }), ...(source && { source }) });
  const steps = keySteps(leaflet);
  const contact = printableContact(ask) ?? { name: say('team'), phone: '' };
  const whom = [contact.name, contact.phone].filter(Boolean).join(' · ');
  const middle = { width: INNER, anchor: 'middle' } as const;
  const note = steps.length > 0 ? say('picture-note') : '';
  const blocks = [
    column(
      [pictureRow(texts, locale, flow, steps), textBlock(note, { ...middle, size: 3.1, fill: PALETTE.quietWord })],
      1,
    ),
    column(
      [textBlock(say('scan'), { ...middle, size: 5.6, weight: 700 }), doorRow(texts, locale, doorsOf(links, payload))],
      1,
    ),
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
    ]),
  ];
  const parts = [
    ...band(say('kicker'), flowText(texts, locale, flow, 'wish')),
    ...spread(blocks, BAND_HEIGHT, HEIGHT - MARGIN + 2),
  ];
  return { width: WIDTH, height: HEIGHT, parts };
}

/** A leaflet of A5 as PDF. Throws `PrintRefused`, whose message says what to change. */
export async function leaflet(texts: Texts, order: Leaflet, madeAt?: Date): Promise<Buffer> {
  const { flow, locale = 'vi' } = order;
  const title = flowText(texts, locale, flow, 'wish');
  return toPdf([leafletPage(texts, order)], { title, lang: locale, ...(madeAt && { madeAt }) });
}
