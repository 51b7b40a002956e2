/**
 * What is wrong with what people read: definitions with dead ends, missing words, texts over a channel's limit, sentences
 * that are too hard. Flow texts are read by `src/flows`; the assistant's own words are read here by the same measures.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TELEGRAM_LIMITS } from '../src/bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../src/bot/channels/zalo-render.ts';
import { readFlowWords } from '../src/flow-words.ts';
import { flows } from '../src/flows/index.ts';
import { inspect } from '../src/flows/inspect.ts';
import { hardTexts, type ReadingException } from '../src/flows/inspect-reading.ts';
import { type Audience, checkReading } from '../src/flows/reading.ts';
import { REVIEWED_LANGUAGES, reviewProblems } from '../src/languages.ts';
import { readLanguage } from '../src/text.ts';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const readJson = (path: string): unknown => JSON.parse(readFileSync(root(path), 'utf8'));

/** The assistant's own words, who reads them, and parts that are no sentences (menus of the platforms, shapes, labels). */
const CATALOGUES: { file: string; audience: Audience; skip: RegExp }[] = [
  { file: 'paper', audience: 'citizen', skip: /^sheet\./ },
  { file: 'intents', audience: 'citizen', skip: /^(label|unknown|notice)\./ },
  {
    file: 'common',
    audience: 'citizen',
    skip: /^(button\.|term\.|channel\.|step\.(word|footer)$|secret\.(kind|what)\.|help\.|menu\.groups\.)/,
  },
  {
    file: 'volunteer',
    audience: 'volunteer',
    skip: /^(desk|announce|household\.(has-chat|no-chat|together|send)|new\.(agree|refuse))/,
  },
  {
    file: 'people',
    audience: 'citizen',
    skip: /^(button\.|file\.|consent\.purpose\.|relay\.end$|help\.(somebody|yes|not-yet)$)/,
  },
  {
    file: 'team',
    audience: 'volunteer',
    skip: /^(button\.|today\.label\.|members\.(age|role)\.|log\.(outcome|known|problem)\.|household\.(code|label|resume|waiting))/,
  },
  {
    file: 'round',
    audience: 'volunteer',
    skip: /^(title|short|back|outcome|known|wipe\.(yes|no|button)|head\.(area|send|refresh|sent-at|book-at)|home\.(?!quick-hint|nothing|no-such)|household\.(?!kept|failed|missing|again)|new\.(title|hamlet|name$|agree|refuse$)|queue\.|sheets\.(title|see))/,
  },
  {
    file: 'broadcast',
    audience: 'volunteer',
    skip: /^(button|channel|reason|state|shape|preview\.(channel|reason))\./,
  },
];
/** Labels on buttons (CD-40). */
const LABEL_LIMIT = 20;

export function contentProblems(): string[] {
  const words = readFlowWords();
  const exceptions = readJson('locales/reading-exceptions.json') as ReadingException[];
  return [
    ...[...flows.values()].flatMap((flow) => [
      ...inspect(flow, words, [TELEGRAM_LIMITS, ZALO_LIMITS]).map(
        ({ step, rule, detail }) => `${flow.id} ${step ?? ''}: ${rule}: ${detail}`,
      ),
      ...hardTexts(flow, words, exceptions).map(
        (hard) => `${hard.file}:${hard.key}: ${hard.findings.map(say).join('; ')}`,
      ),
    ]),
    ...CATALOGUES.flatMap((catalogue) => catalogueProblems(catalogue, exceptions)),
    ...labelProblems(),
    ...untranslated(),
    ...unreviewed(),
  ];
}

const say = ({
  measure,
  value,
  limit,
  suggestion,
}: {
  measure: string;
  value: unknown;
  limit: unknown;
  suggestion?: string | undefined;
}) =>
  `${measure} ${String(value)}${limit === undefined ? '' : ` (limit ${String(limit)})`}${suggestion ? ` – ${suggestion}` : ''}`;

function catalogueProblems(
  { file, audience, skip }: (typeof CATALOGUES)[number],
  exceptions: ReadingException[],
): string[] {
  const excused = new Set(exceptions.map((one) => `${one.file}:${one.key}`));
  return Object.entries(textsOf(readJson(`locales/vi/${file}.json`)))
    .filter(([key]) => !skip.test(key) && !excused.has(`${file}:${key}`))
    .flatMap(([key, text]) =>
      checkReading(text, audience, 'other').map((finding) => `${file}:${key}: ${say(finding)}`),
    );
}

function labelProblems(): string[] {
  const labels = [
    ...Object.entries(textsOf((readJson('locales/vi/common.json') as { button: unknown }).button)),
    ...Object.entries(textsOf((readJson('locales/vi/broadcast.json') as { button: unknown }).button)),
    ...['people', 'team'].flatMap((file) =>
      Object.entries(textsOf((readJson(`locales/vi/${file}.json`) as { button: unknown }).button)),
    ),
    ...Object.entries(textsOf((readJson('locales/vi/intents.json') as { label: unknown }).label)),
    ...Object.entries(textsOf((readJson('locales/vi/volunteer.json') as { desk: unknown }).desk)).filter(
      ([key]) => key !== 'home',
    ),
  ];
  return labels
    .filter(([, text]) => [...text.replaceAll('{xung}', 'bác')].length > LABEL_LIMIT)
    .map(([key, text]) => `button ${key}: "${text}" is over ${LABEL_LIMIT} characters`);
}

/** Every key of the Vietnamese catalogues in English too: staff and foreigners in the household read it. */
function untranslated(): string[] {
  return CATALOGUES.flatMap(({ file }) => {
    const vi = Object.keys(textsOf(readJson(`locales/vi/${file}.json`)));
    const en = new Set(Object.keys(textsOf(readJson(`locales/en/${file}.json`))));
    return vi.filter((key) => !en.has(key)).map((key) => `${file}:${key} is missing in English`);
  });
}

/** A language that ships text by text: each approved by a named native reader, or not there. */
function unreviewed(): string[] {
  return REVIEWED_LANGUAGES.flatMap((locale) => {
    const { words, reviews } = readLanguage(root(`locales/${locale}`));
    return reviewProblems(locale, words, reviews);
  });
}

function textsOf(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value };
  if (value === null || typeof value !== 'object') return {};
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => textsOf(inner, path ? `${path}.${key}` : key)),
  );
}
