/**
 * A step as people would get it: decided by the real conversation, cut and written by the real channels. Nothing is stored
 * and nothing leaves; what an official sees before publishing is what will go on the wire.
 */

import type { OutboundMessage } from './bot/channel.ts';
import { renderTelegram, splitTelegram } from './bot/channels/telegram-render.ts';
import { renderZalo, splitZalo } from './bot/channels/zalo-render.ts';
import { NO_FACTS } from './bot/facts.ts';
import type { ActiveRun } from './bot/memory.ts';
import type { Person } from './bot/person.ts';
import { showStep } from './bot/show.ts';
import { type FlowBook, Turn, type Voices, type World } from './bot/turn.ts';
import { newRun } from './flows/advance.ts';
import type { Flow, StepId } from './flows/flow.ts';
import type { Texts } from './text.ts';

/** One message on a phone, read back from the request that would carry it. */
export interface PreviewMessage {
  hasPicture: boolean;
  /** Telegram's own bold line comes first in `bold`, without it in `text`. */
  bold: string | null;
  text: string;
  /** Rows of labels. */
  buttons: string[][];
}

export interface StepPreview {
  telegram: PreviewMessage[];
  zalo: PreviewMessage[];
  /** What stands for the picture where it cannot be seen; null without a picture. */
  alt: string | null;
  /** Content hash of the picture. */
  picture: string | null;
  /** What a voice says, and the clip's name where one can be made; and what somebody would read who records the step. */
  voice: { text: string; hash: string | null; isSynthetic: boolean; toRead: string | null };
}

export interface PreviewParts {
  texts: Texts;
  flows: FlowBook;
  picture: World['picture'];
  /** Makes a clip's name; null where nothing can speak. */
  voices: Pick<Voices, 'of'> | null;
  now: Date;
}

export interface PreviewAsked {
  flow: Flow;
  step: StepId;
  locale: string;
  /** Whose local facts are said. */
  areaCode: string | null;
}

interface Said {
  text: string;
  toRead: string | null;
}

/** Bác Sáu, at this step. */
export function previewStep(parts: PreviewParts, asked: PreviewAsked): StepPreview {
  const said: Said = { text: '', toRead: null };
  const shown = showTo('telegram', parts, asked, said);
  const media = shown.flatMap((message) => (message.kind === 'picture' ? [message.media] : []))[0];
  const voice = shown.flatMap((message) =>
    message.kind === 'voice' && message.media.kind === 'voice' ? [message.media] : [],
  )[0];
  const prompt = parts.texts.say(asked.locale, 'channel.press-prompt');
  const readable = shown.filter(({ kind }) => kind !== 'voice').map(withButtonsOf(shown));
  return {
    telegram: readable.flatMap(splitTelegram).map(readTelegram),
    zalo: readable.flatMap((message) => splitZalo(message, prompt)).map(readZalo),
    alt: media?.alt ?? null,
    picture: media?.kind === 'step-picture' ? media.hash : null,
    voice: {
      text: voice?.alt ?? said.text,
      hash: voice?.hash ?? null,
      isSynthetic: voice?.isSynthetic ?? true,
      toRead: said.toRead,
    },
  };
}

/** With reading aloud on, the buttons hang on the voice; without it, on the step itself, which is what is previewed. */
const withButtonsOf =
  (shown: readonly OutboundMessage[]) =>
  (message: OutboundMessage): OutboundMessage => {
    const voice = shown.find(({ kind }) => kind === 'voice');
    const buttons = voice && 'buttons' in voice ? voice.buttons : undefined;
    return buttons && (message.kind === 'text' || message.kind === 'picture') ? { ...message, buttons } : message;
  };

function showTo(
  channel: 'telegram' | 'zalo',
  { texts, flows, picture, voices, now }: PreviewParts,
  { flow, step, locale, areaCode }: PreviewAsked,
  said: Said,
): OutboundMessage[] {
  const run: ActiveRun = {
    id: '1',
    state: { ...newRun(flow), step, seq: 1 },
    lastAt: now.toISOString(),
    startedBy: 'self',
  };
  const person: Person = {
    ...{ id: '1', channel, externalId: '1', simulated: true, locale, term: 'bác', callName: 'Sáu', areaCode },
    ...{ memory: { run, voice: true }, seenAt: now, leftAt: null, mutedAt: null, paceAt: null, memberships: [] },
    liveButtons: null,
  };
  const listening: Voices = {
    isThere: () => true,
    of: (what) => {
      said.text = what.text;
      said.toRead = what.neutral;
      return voices?.of(what) ?? null;
    },
  };
  const world: World = {
    ...{ now, inboundId: '1', texts, flows, facts: NO_FACTS, picture, voices: listening },
    fingerprint: () => '',
  };
  const turn = new Turn(person, world);
  showStep(turn, turn.memory.run ?? run, flow, step, 'first');
  return turn.messages.map(({ message }) => message);
}

interface TelegramPayload {
  text?: string;
  caption?: string;
  reply_markup?: { inline_keyboard?: { text: string }[][] };
}

function readTelegram(message: OutboundMessage): PreviewMessage {
  const { method, payload } = renderTelegram('1', message, { keyboard: { help: '', home: '' }, file: 'preview' });
  const { text, caption, reply_markup } = payload as TelegramPayload;
  const html = text ?? caption ?? '';
  const bold = /^<b>(.*?)<\/b>\n?/.exec(html);
  return {
    hasPicture: method === 'sendPhoto',
    bold: bold?.[1] ?? null,
    text: plain(html.slice(bold?.[0].length ?? 0)),
    buttons: (reply_markup?.inline_keyboard ?? []).map((row) => row.map((button) => button.text)),
  };
}

const plain = (html: string): string => html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

interface ZaloMessage {
  text?: string;
  attachment?: { payload?: { template_type?: string; buttons?: { title: string }[] } };
}

function readZalo(message: OutboundMessage): PreviewMessage {
  const { body } = renderZalo('1', message, { taps: 'hidden', handle: { attachment_id: 'preview' } });
  const { text, attachment } = (body as { message: ZaloMessage }).message;
  return {
    hasPicture: attachment?.payload?.template_type === 'media',
    bold: null,
    text: text ?? '',
    buttons: (attachment?.payload?.buttons ?? []).map(({ title }) => [title]),
  };
}
