/**
 * What a language still lacks: `npx tsx scripts/missing-words.ts [--locale km]` lists every text that would be shown in
 * Vietnamese instead, by file, and says how far the language is from being offered to people.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { approvedOnly, ENOUGH, leavesOf, REVIEWED_LANGUAGES } from '../src/languages.ts';
import { LOCALES, readLanguage } from '../src/text.ts';

/** Read by nobody but the people at the simulator. */
const VIETNAMESE_ONLY: ReadonlySet<string> = new Set(['simulator']);

const { values } = parseArgs({ options: { locale: { type: 'string', default: 'km' } } });
const locale = values.locale;
if (!LOCALES.some((known) => known === locale)) {
  console.error(`Usage: npx tsx scripts/missing-words.ts [--locale ${LOCALES.join('|')}]`);
  process.exit(2);
}
const folder = fileURLToPath(new URL('../locales', import.meta.url));
const vietnamese = readLanguage(join(folder, 'vi')).words;
const { words, reviews } = readLanguage(join(folder, locale));
const shown = REVIEWED_LANGUAGES.includes(locale) ? approvedOnly(words, reviews) : words;

let [there, wanted] = [0, 0];
for (const [namespace, texts] of Object.entries(vietnamese).sort(([a], [b]) => a.localeCompare(b))) {
  if (VIETNAMESE_ONLY.has(namespace)) continue;
  const own = leavesOf(shown[namespace]);
  const keys = [...leavesOf(texts).keys()];
  const missing = keys.filter((key) => !own.has(key));
  wanted += keys.length;
  there += keys.length - missing.length;
  if (missing.length === 0) continue;
  console.log(`${namespace}: ${missing.length} of ${keys.length}`);
  for (const key of missing) console.log(`  ${key}`);
}
const common = [...leavesOf(vietnamese.common).keys()];
const ofCommon = common.filter((key) => leavesOf(shown.common).has(key)).length;
console.log(`${locale}: ${there} of ${wanted} texts are there.`);
console.log(`Offered to people from ${Math.ceil(common.length * ENOUGH)} texts of common on; there are ${ofCommon}.`);
