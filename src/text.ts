/**
 * Words. `(locale, key, params) → string` through i18next, every file of `locales/<locale>/` being one namespace named
 * after its path (`flows/viettel-money:steps.open.do`). A key missing in another language falls back to Vietnamese and
 * is counted, because a silent gap would never be filled.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import i18next, { type i18n } from 'i18next';
import { approvedChange, approvedOnly, isEnough, REVIEWED_LANGUAGES, type Reviews } from './languages.ts';

export type Locale = 'vi' | 'en' | 'km';
export const LOCALES: readonly Locale[] = ['vi', 'en', 'km'];

/** Kinship terms a person may choose (conversation-design §2); the bot's own word follows from it. */
export const TERMS = ['bác', 'cô', 'chú', 'ông', 'bà', 'anh', 'chị'] as const;
export type Term = (typeof TERMS)[number];

/** How two people address each other: what the citizen is called, what the assistant calls itself. */
export interface Address {
  xung: string;
  con: string;
}

export function addressOf(term: string | null): Address {
  if (term === 'anh' || term === 'chị') return { xung: term, con: 'em' };
  return { xung: term ?? 'mình', con: 'con' };
}

export interface Texts {
  say(locale: string, key: string, params?: Record<string, string | number>, address?: Address): string;
  /** A list of texts, empty when there is none. */
  list(locale: string, key: string, params?: Record<string, string | number>, address?: Address): string[];
  has(locale: string, key: string): boolean;
  /** Whether people may choose this language: enough of it is there and approved (see `languages.ts`). */
  isReady(locale: string): boolean;
  /** Keys that had to fall back to Vietnamese since start, with how often. */
  readonly missing: ReadonlyMap<string, number>;
}

/** Words that can change while they are in use: what officials publish replaces what lies on disk. */
export interface EditableTexts extends Texts {
  /**
   * Puts these words in the place of a namespace's, at once and for everybody who holds these texts. In a language that
   * ships text by text, a text that differs from the one in use comes in only with its review (`namespace:path` → who).
   */
  replace(locale: Locale, namespace: string, words: object, reviews?: Reviews): void;
  /** The same words as they are now, to be changed apart from these: for previews. */
  fork(): EditableTexts;
}

/** Marks a kinship word, so that one at the start of a sentence can be given its capital (CD-12). */
const MARK = '\u0001';
const SENTENCE_START = new RegExp(`(^|[.!?…]\\s+|\\n|[👉⚠️🎉📢] |• |“)${MARK}(\\p{Ll})`, 'gu');

const capitalise = (text: string): string =>
  text
    .replace(SENTENCE_START, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replaceAll(MARK, '')
    .normalize('NFC');

/** Loads every language file once. Throws on a file that is not JSON, naming it. */
export function loadTexts(folder = fileURLToPath(new URL('../locales', import.meta.url))): EditableTexts {
  return textsOver(Object.fromEntries(LOCALES.map((locale) => [locale, approvedWords(locale, join(folder, locale))])));
}

/** Language → namespace → words. */
type Resources = Record<string, Record<string, unknown>>;

function textsOver(resources: Resources): EditableTexts {
  const engine = i18next.createInstance();
  engine.init({
    lng: 'vi',
    fallbackLng: 'vi',
    initAsync: false,
    showSupportNotice: false,
    resources,
    ns: Object.keys(resources.vi ?? {}),
    defaultNS: 'common',
    returnObjects: true,
  } as Parameters<i18n['init']>[0]);
  return {
    ...createTexts(engine),
    isReady: (locale) => locale === 'vi' || isEnough(resources[locale]?.common, resources.vi?.common),
    replace: (locale, namespace, words, reviews = {}) => {
      const now = resources[locale]?.[namespace];
      const shipped = REVIEWED_LANGUAGES.includes(locale) ? approvedChange(namespace, words, now, reviews) : words;
      resources[locale] = { ...resources[locale], [namespace]: shipped };
      engine.removeResourceBundle(locale, namespace); // added to what is there, a text taken away would stay
      engine.addResourceBundle(locale, namespace, shipped, false, true);
    },
    fork: () => textsOver(Object.fromEntries(Object.entries(resources).map(([locale, all]) => [locale, { ...all }]))),
  };
}

/** Beside the words of a reviewed language lies who approved what. */
const REVIEWS = 'reviewed';

/** A language as it lies on disk, and the reviews beside it. */
export function readLanguage(folder: string): { words: Record<string, unknown>; reviews: Reviews } {
  const { [REVIEWS]: sidecar, ...words } = readNamespaces(folder);
  return { words, reviews: (sidecar as { keys?: Reviews } | undefined)?.keys ?? {} };
}

function approvedWords(locale: string, folder: string): Record<string, unknown> {
  const { words, reviews } = readLanguage(folder);
  return REVIEWED_LANGUAGES.includes(locale) ? approvedOnly(words, reviews) : words;
}

/** What stands in the files under a key. */
interface Found {
  words: unknown;
  isThere: boolean;
  /** Only Vietnamese has it. */
  isForeign: boolean;
}

function createTexts(engine: i18n): Omit<Texts, 'isReady'> {
  const missing = new Map<string, number>();
  /** By language and key, each looked up once: the same few hundred are said all day. */
  const known = new Map<string, Found>();
  engine.store.on('added', () => known.clear());

  const find = (locale: string, key: string): Found => {
    const place = `${locale} ${key}`;
    const earlier = known.get(place);
    if (earlier) return earlier;
    const isThere = engine.exists(key, { lng: locale });
    const isForeign = locale !== 'vi' && !engine.exists(key, { lng: locale, fallbackLng: false });
    const found = { words: engine.t(key, { lng: locale, skipInterpolation: true }) as unknown, isThere, isForeign };
    known.set(place, found);
    return found;
  };
  const look = (locale: string, key: string): unknown => {
    const { words, isForeign } = find(locale, key);
    if (isForeign) missing.set(`${locale} ${key}`, (missing.get(`${locale} ${key}`) ?? 0) + 1);
    return words;
  };
  const text = (words: unknown, key: string, params: Params, address: Address | undefined): string => {
    if (typeof words !== 'string') throw new Error(`"${key}" is not one text in locales/.`);
    return capitalise(fill(words, address ? { ...params, ...marked(address) } : params));
  };
  return {
    say: (locale, key, params = {}, address) => text(look(locale, key), key, params, address),
    list: (locale, key, params = {}, address) => {
      const words = find(locale, key).isThere ? look(locale, key) : [];
      return Array.isArray(words) ? words.map((item) => text(item, key, params, address)) : [];
    },
    has: (locale, key) => find(locale, key).isThere,
    missing,
  };
}

type Params = Record<string, string | number>;

const marked = ({ xung, con }: Address): Address => ({ xung: MARK + xung, con: MARK + con });

/** `{name}` becomes the value of that name; what has none stays. Braces inside a value stay as they are. */
const fill = (words: string, values: Params | (Params & Address)): string =>
  words.replace(/\{([^{}]+)\}/g, (whole, name: string) => String(Object.hasOwn(values, name) ? values[name] : whole));

function readNamespaces(folder: string): Record<string, unknown> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).replaceAll('\\', '/').slice(0, -'.json'.length), readJson(file)]),
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}
