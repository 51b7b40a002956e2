/**
 * Printed pieces on the command line: a leaflet, a step sheet or a certificate as PDF.
 * Exit codes: 0 done, 1 refused, 2 wrong usage.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { environment, readConfig } from '../src/config.ts';
import { factsFor } from '../src/content/local-facts.ts';
import { readAreaTree, readLocalFacts } from '../src/db/local-facts.ts';
import type { Flow } from '../src/flows/flow.ts';
import { flows } from '../src/flows/index.ts';
import { type LocalFacts, NO_LOCAL_FACTS } from '../src/flows/local.ts';
import { isHomeThere, openHome } from '../src/home.ts';
import { certificate, certificateFacts } from '../src/paper/certificate.ts';
import { certificateCode } from '../src/paper/certificate-code.ts';
import { leaflet } from '../src/paper/leaflet.ts';
import { type Contact, PrintRefused } from '../src/paper/printable.ts';
import { stepSheet } from '../src/paper/step-sheet.ts';
import { loadTexts, type Texts } from '../src/text.ts';

const USAGE = `Usage:
  npm run --silent print -- leaflet <flow> --out <file.pdf> [--zalo <account id>] [--telegram <bot>] [options]
  npm run --silent print -- sheet <flow> --out <file.pdf> [options]
  npm run --silent print -- certificate --name "…" --learnt "…" --place "…" --date <2026-11-22> --out <file.pdf>

leaflet      A5: three pictures and the codes that start this flow; needs --zalo or --telegram
  --source <name>        which leaflet this is: 2 to 12 of a-z, 0-9 and "-"
  --steps <a,b,c>        steps to show instead of the first three with a picture
sheet        A4: every step with a box to tick
  --phone <android|iphone>   android by default
  --household <code>     written in already
leaflet and sheet
  --area <code>          for this hamlet or commune: with what its database knows of it (addresses, hours, numbers);
                         on a leaflet the start is counted for it, too
  --ask <name>           whom to ask, e.g. "Cô Lan, tổ công nghệ số"
  --ask-phone <number>   their phone number
certificate  A5 across, with a check code made with ENCRYPTION_KEY
all
  --locale <vi|en>       vi by default`;

/** The command was written wrongly; the usage is printed with the reason. */
class WrongUsage extends Error {}

const TEXT = { type: 'string' } as const;
const COMMON = { out: TEXT, locale: TEXT };
/** Of papers made for one place. */
const PLACE = { area: TEXT, ask: TEXT, 'ask-phone': TEXT };
type Piece = 'leaflet' | 'sheet' | 'certificate';
const OPTIONS: Record<Piece, Record<string, typeof TEXT>> = {
  leaflet: { ...COMMON, ...PLACE, zalo: TEXT, telegram: TEXT, source: TEXT, steps: TEXT },
  sheet: { ...COMMON, ...PLACE, phone: TEXT, household: TEXT },
  certificate: { ...COMMON, name: TEXT, learnt: TEXT, place: TEXT, date: TEXT },
};
type Values = Partial<Record<string, string>>;

function readArguments(piece: Piece, args: string[]): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS[piece], allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

function required(values: Values, name: string): string {
  const value = values[name];
  if (!value) throw new WrongUsage(`--${name} is missing.`);
  return value;
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (!found) throw new WrongUsage(`--${name} is ${known.join(' or ')}, not "${value}".`);
  return found;
}

function readFlow(positionals: string[]): Flow {
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new WrongUsage('Name one flow.');
  const flow = flows.get(id);
  if (!flow) throw new WrongUsage(`There is no flow "${id}". Flows: ${[...flows.keys()].join(', ')}`);
  return flow;
}

function readContact(values: Values): { ask?: Contact } {
  const { ask: name, 'ask-phone': phone } = values;
  if (phone !== undefined && name === undefined) throw new WrongUsage('--ask-phone needs --ask: whose number is it?');
  return name === undefined ? {} : { ask: { name, ...(phone !== undefined && { phone }) } };
}

function readLocale(values: Values): 'vi' | 'en' {
  return oneOf('locale', values.locale ?? 'vi', ['vi', 'en']);
}

/** What is known of the place a paper is made for; nothing where no database has ever been. */
async function readLocal({ area }: Values): Promise<LocalFacts> {
  const config = readConfig(environment());
  if (area === undefined || !isHomeThere(config)) return NO_LOCAL_FACTS;
  const home = await openHome(config, { connections: 1 });
  try {
    const tree = await readAreaTree(home.db.sql);
    if (!tree.has(area)) throw new PrintRefused(`There is no area "${area}" in the database.`);
    const facts = await readLocalFacts(home.db.sql);
    return factsFor(
      area,
      tree,
      facts.flatMap(({ value, ...fact }) => (value === null ? [] : [{ ...fact, value }])),
    );
  } finally {
    await home.close();
  }
}

async function printLeaflet(texts: Texts, values: Values, positionals: string[]): Promise<Buffer> {
  const { zalo, telegram, area, source, steps } = values;
  if (zalo === undefined && telegram === undefined) throw new WrongUsage('A leaflet needs --zalo, --telegram or both.');
  const order = { flow: readFlow(positionals), ...readContact(values), locale: readLocale(values) };
  return leaflet(texts, {
    ...order,
    local: await readLocal(values),
    links: { ...(zalo !== undefined && { zalo }), ...(telegram !== undefined && { telegram }) },
    ...(area !== undefined && { area }),
    ...(source !== undefined && { source }),
    ...(steps !== undefined && { steps: steps.split(',') }),
  });
}

async function printSheet(texts: Texts, values: Values, positionals: string[]): Promise<Buffer> {
  const { household } = values;
  const order = {
    flow: readFlow(positionals),
    phone: oneOf('phone', values.phone ?? 'android', ['android', 'iphone']),
    ...readContact(values),
    locale: readLocale(values),
  };
  const local = await readLocal(values);
  return stepSheet(texts, { ...order, local, ...(household !== undefined && { household }) });
}

function printCertificate(texts: Texts, values: Values, positionals: string[]): Promise<Buffer> {
  if (positionals.length > 0) throw new WrongUsage(`"${positionals[0]}" belongs to no option; put texts in "…".`);
  const [name, learnt, date, place] = ['name', 'learnt', 'date', 'place'].map((field) => required(values, field));
  const facts = certificateFacts({ name: name!, learnt: learnt!, date: date!, place: place! });
  const key = readConfig(environment()).encryptionKey;
  if (!key) throw new PrintRefused('The check code needs ENCRYPTION_KEY (make one: openssl rand -base64 32).');
  return certificate(texts, { ...facts, code: certificateCode(key, facts), locale: readLocale(values) });
}

const PRINT = { leaflet: printLeaflet, sheet: printSheet, certificate: printCertificate } as const;

async function run([piece, ...args]: string[]): Promise<void> {
  if (piece === undefined) throw new WrongUsage('Say leaflet, sheet or certificate.');
  if (!Object.hasOwn(PRINT, piece)) throw new WrongUsage(`There is no "${piece}"; say leaflet, sheet or certificate.`);
  const known = piece as Piece;
  const { values, positionals } = readArguments(known, args);
  const out = required(values, 'out');
  if (!/\.pdf$/i.test(out)) throw new WrongUsage(`--out needs a name that ends in .pdf; this is "${out}".`);
  await writeFile(out, await PRINT[known](loadTexts(), values, positionals));
  console.log(out);
}

/** Failures a person can mend: what they asked for, or where they want the file. */
const isMendable = (error: unknown): error is Error =>
  error instanceof PrintRefused || (error instanceof Error && 'syscall' in error);

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof WrongUsage) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (isMendable(error)) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
