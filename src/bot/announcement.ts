/**
 * What an announcement says: the fixed shape of conversation-design §8 (who says it; what, when, where; what to bring;
 * whom to ask), by language, with at most three buttons of which the last one stops announcements (CD-61), and perhaps a
 * picture. What may be wrong with it, and the exact message each channel gets. Pure.
 */
import { checkReading } from '../flows/reading.ts';
import { findSecrets } from '../privacy/secrets.ts';
import { type Address, addressOf, type Texts } from '../text.ts';
import type { Button, ChannelName, MediaRef, OutboundMessage } from './channel.ts';
import { encodePress } from './press.ts';

export type Language = 'vi' | 'en' | 'km';
export const LANGUAGES: readonly Language[] = ['vi', 'en', 'km'];

/** The parts of one language. A plain text has `what` only. */
export interface Words {
  what: string;
  bring: string;
  ask: string;
}

/** Beside the stop button, which is always there. */
export type Extra = ({ kind: 'flow'; flow: string } | { kind: 'coming' }) & {
  /** In the place of the usual words; the same in all languages. */
  label?: string;
};

export interface Content {
  /** Vietnamese always; who reads another language gets it where it is written, else Vietnamese. */
  words: { vi: Words } & Partial<Record<Language, Words>>;
  extras: Extra[];
  picture: { hash: string; alt: string } | null;
}

/** Conversation-design §8; a plain text may fill what all three parts together may. */
export const LIMITS = { what: 200, bring: 100, ask: 60, plain: 300 } as const;
/** With the stop button three. */
export const EXTRAS_MOST = 2;
/** Uncut on small phones (CD-40). */
export const LABEL_MOST = 20;

/** Only these hosts may be named; a commune adds its own page (`allowedHosts` of the announcement terms). */
const OFFICIAL_HOST = /(^|\.)gov\.vn$/;

/** A fault of one part: `say` is a key of `broadcast:fault`, or null when `suggestion` says it. */
export interface Fault {
  language: Language;
  part: keyof Words | 'buttons';
  say: 'empty' | 'long' | 'link' | 'secret' | 'reading' | 'buttons' | 'flow' | 'label';
  params: Record<string, string | number>;
}

export interface Judging {
  /** Hosts besides `*.gov.vn` that may be named. */
  allowedHosts: readonly string[];
  hasFlow(id: string): boolean;
}

const PARTS = ['what', 'bring', 'ask'] as const;

/** Everything that keeps this from being sent; empty when it may be. */
export function faultsOf(content: Content, judging: Judging): Fault[] {
  return [
    ...LANGUAGES.flatMap((language) => {
      const words = content.words[language];
      return words ? PARTS.flatMap((part) => partFaults(language, part, words, judging)) : [];
    }),
    ...extraFaults(content.extras, judging),
  ];
}

/** Faults of one part, for a form that asks one by one. */
export function partFaults(language: Language, part: keyof Words, words: Words, { allowedHosts }: Judging): Fault[] {
  const text = words[part];
  const fault = (say: Fault['say'], params: Fault['params'] = {}): Fault => ({ language, part, say, params });
  if (text === '') return part === 'what' ? [fault('empty')] : [];
  const length = [...text].length;
  const limit = limitOf(part, words);
  const isReadAloud = part !== 'ask' && language === 'vi';
  return [
    ...(length > limit ? [fault('long', { length, limit })] : []),
    ...hostsIn(text)
      .filter((host) => !OFFICIAL_HOST.test(host) && !allowedHosts.includes(host))
      .map((host) => fault('link', { host })),
    ...(part !== 'ask' && findSecrets(text, { expecting: 'name', recentOtpStep: false }).kinds.length > 0
      ? [fault('secret')]
      : []),
    ...(isReadAloud ? checkReading(text, 'notice', 'other') : [])
      .filter(({ severity, measure }) => severity === 'stop' && measure !== 'characters')
      .map(({ suggestion }) => fault('reading', { suggestion })),
  ];
}

/**
 * What keeps an officer's own words to one person from being sent: they may write as they speak; links, secrets and length
 * are for everybody.
 */
export const answerFaults = (text: string, allowedHosts: readonly string[]): Fault[] =>
  partFaults('vi', 'what', { what: text, bring: '', ask: '' }, { allowedHosts, hasFlow: () => true }).filter(
    ({ say }) => say !== 'reading',
  );

const limitOf = (part: keyof Words, { bring, ask }: Words): number =>
  part === 'what' && bring === '' && ask === '' ? LIMITS.plain : LIMITS[part];

function extraFaults(extras: readonly Extra[], { hasFlow }: Judging): Fault[] {
  const fault = (say: Fault['say'], params: Fault['params']): Fault => ({
    language: 'vi',
    part: 'buttons',
    say,
    params,
  });
  return [
    ...(extras.length > EXTRAS_MOST ? [fault('buttons', { limit: EXTRAS_MOST + 1 })] : []),
    ...extras.flatMap((extra) => [
      ...(extra.kind === 'flow' && !hasFlow(extra.flow) ? [fault('flow', { flow: extra.flow })] : []),
      ...(extra.label !== undefined && (extra.label === '' || [...extra.label].length > LABEL_MOST)
        ? [fault('label', { label: extra.label, limit: LABEL_MOST })]
        : []),
    ]),
  ];
}

/** `vneid.gov.vn` and the like, with or without a scheme; a date (28.11) or a price (1.250) is none. */
export const hostsIn = (text: string): string[] =>
  [...text.matchAll(/(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?/giu)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );

/** One line, composed letters, single blanks; "Hỏi … ." around whom to ask is the shape's own. */
export function tidy(part: keyof Words, typed: string): string {
  const text = typed
    .normalize('NFC')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return part === 'ask' ? text.replace(/^hỏi\s+/iu, '').replace(/[.\s]+$/u, '') : text;
}

// ── as people get it ───────────────────────────────────────────────────────────────────────────────────────────────

export interface Issue {
  id: string;
  /** Who says it: the commune's name. */
  areaName: string;
  isUrgent: boolean;
  isCorrection: boolean;
  content: Content;
}

/** The words of somebody's language, or the Vietnamese ones. */
export const languageFor = (content: Content, locale: string): Language =>
  LANGUAGES.find((language) => language === locale && content.words[language]) ?? 'vi';

/** The whole text as it reads in one language. */
export function textOf(issue: Issue, language: Language, texts: Texts): string {
  const { what, bring, ask } = issue.content.words[language] ?? issue.content.words.vi;
  const head = issue.isUrgent ? 'head-urgent' : issue.isCorrection ? 'head-correction' : 'head';
  const lines = [
    texts.say(language, `broadcast:shape.${head}`, { area: issue.areaName }),
    what,
    bring,
    ask === '' ? '' : texts.say(language, 'broadcast:shape.ask', { ask }),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/**
 * The messages that carry it on one channel, the one that counts last: a picture with everything on Telegram; on Zalo,
 * where no buttons hang on pictures, the picture goes ahead.
 */
export function messagesOf(issue: Issue, channel: ChannelName, language: Language, texts: Texts): OutboundMessage[] {
  const text = textOf(issue, language, texts);
  const buttons = buttonsOf(issue, language, texts);
  const { picture } = issue.content;
  if (!picture) return [{ kind: 'text', text, buttons }];
  const media: MediaRef = { kind: 'step-picture', ...picture };
  if (channel === 'telegram') return [{ kind: 'picture', media, caption: text, buttons }];
  return [
    { kind: 'picture', media, caption: '' },
    { kind: 'text', text, buttons },
  ];
}

/** Whoever gets it is spoken to plainly: it goes to all alike. */
const EVERYBODY: Address = addressOf(null);

function buttonsOf({ id, content }: Issue, language: Language, texts: Texts): Button[] {
  const say = (key: string) => texts.say(language, `broadcast:button.${key}`, {}, EVERYBODY);
  const extras = content.extras.map(
    (extra): Button =>
      extra.kind === 'coming'
        ? { label: extra.label ?? say('coming'), data: encodePress({ scope: 'broadcast', id, act: 'coming' }) }
        : { label: extra.label ?? say('flow'), data: encodePress({ scope: 'flow', flow: extra.flow }) },
  );
  const noMore: Button = { label: say('no-more'), data: encodePress({ scope: 'general', word: 'stop-announcements' }) };
  return [...extras, noMore];
}
