/**
 * Words. `(locale, key, params) → string` through i18next, every file of `locales/<locale>/` being one namespace named
 * after its path (`flows/viettel-money:steps.open.do`). A key missing in another language falls back to Vietnamese and
 * is counted, because a silent gap would never be filled.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import i18next, { type i18n } from 'i18next';

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
  /** Keys that had to fall back to Vietnamese since start, with how often. */
  readonly missing: ReadonlyMap<string, number>;
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
export function loadTexts(folder = fileURLToPath(new URL('../locales', import.meta.url))): Texts {
  const engine = i18next.createInstance();
  const resources = Object.fromEntries(LOCALES.map((locale) => [locale, readNamespaces(join(folder, locale))]));
  engine.init({
    lng: 'vi',
    fallbackLng: 'vi',
    initAsync: false,
    showSupportNotice: false,
    resources,
    ns: Object.keys(resources.vi ?? {}),
    defaultNS: 'common',
    interpolation: { prefix: '{', suffix: '}', escapeValue: false, skipOnVariables: true },
    returnObjects: true,
  } as Parameters<i18n['init']>[0]);
  return createTexts(engine);
}

function createTexts(engine: i18n): Texts {
  const missing = new Map<string, number>();
  const look = (locale: string, key: string, params: object, address: Address | undefined): unknown => {
    if (locale !== 'vi' && !engine.exists(key, { lng: locale, fallbackLng: false })) {
      missing.set(`${locale} ${key}`, (missing.get(`${locale} ${key}`) ?? 0) + 1);
    }
    const kin = address && { xung: MARK + address.xung, con: MARK + address.con };
    return engine.t(key, { lng: locale, ...params, ...kin });
  };
  const text = (value: unknown, key: string): string => {
    if (typeof value !== 'string') throw new Error(`"${key}" is not one text in locales/.`);
    return capitalise(value);
  };
  return {
    say: (locale, key, params = {}, address) => text(look(locale, key, params, address), key),
    list: (locale, key, params = {}, address) => {
      if (!engine.exists(key, { lng: locale })) return [];
      const value = look(locale, key, params, address);
      return Array.isArray(value) ? value.map((item) => text(item, key)) : [];
    },
    has: (locale, key) => engine.exists(key, { lng: locale }),
    missing,
  };
}

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
