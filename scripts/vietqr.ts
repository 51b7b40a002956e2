/**
 * The merchant QR toolkit on the command line: `parse` says what a payload means, `make` writes a code or a stand.
 * Exit codes: 0 done (`parse` of an invalid payload too: the answer is the JSON), 1 refused, 2 wrong usage.
 */
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { PAPERS, type Paper } from '../src/vietqr/paper.ts';
import { encodeVietQR, parseVietQR, TransferRefused } from '../src/vietqr/payload.ts';
import { drawCode } from '../src/vietqr/picture.ts';
import { makeStand, type Stand, StandRefused } from '../src/vietqr/stand.ts';

const USAGE = `Usage:
  npm run --silent vietqr -- parse '<payload>'
  npm run --silent vietqr -- make --bin <bin> --account <no> --out <file.png|.svg|.pdf> [options]

parse   prints what the payload says as JSON: valid, kind, bank, account, amount, errors, warnings …
make    writes one file, then prints its payload as JSON
  --bin <bin>          six digits, see content/banks.json (970422 is MB Bank)
  --account <no>       account number without spaces
  --amount <n>         whole đồng, digits only; every payer then pays exactly this
  --note <text>        purpose; written without marks, at most 25 characters
  --name <text>        holder's name as the bank's app shows it
  --stall <text>       the stall's name
  --number <text>      number of the stand
  --contact <text>     whom the seller calls when the code looks odd; printed on the back
  --phone <text>       their phone number
  --paper <a6|a5|a4>   size of the stand, a6 by default; a4 (PDF only) holds four
  --bleed              3 mm of colour past the edge and crop marks (PDF, a6 and a5)
  --sample             prints "BẢN MẪU" on the stand
  --out <file>         .pdf is the stand; .png and .svg are the stand with --name or --stall, else the bare code`;

/** The command was written wrongly; the usage is printed with the reason. */
class WrongUsage extends Error {}

const MAKE_OPTIONS = {
  bin: { type: 'string' },
  account: { type: 'string' },
  amount: { type: 'string' },
  note: { type: 'string' },
  name: { type: 'string' },
  stall: { type: 'string' },
  number: { type: 'string' },
  contact: { type: 'string' },
  phone: { type: 'string' },
  paper: { type: 'string' },
  bleed: { type: 'boolean' },
  sample: { type: 'boolean' },
  out: { type: 'string' },
} as const;

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options: MAKE_OPTIONS, strict: true }).values;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

type Options = ReturnType<typeof readOptions>;

function required(options: Options, name: 'bin' | 'account' | 'out'): string {
  const value = options[name];
  if (!value) throw new WrongUsage(`--${name} is missing.`);
  return value;
}

function readAmount(text: string): number {
  if (!/^\d+$/.test(text))
    throw new TransferRefused('bad_amount', `--amount takes digits only, e.g. 25000; this is "${text}".`);
  return Number(text);
}

function readFormat(out: string): 'pdf' | 'png' | 'svg' {
  const format = extname(out).slice(1).toLowerCase();
  if (format === 'pdf' || format === 'png' || format === 'svg') return format;
  throw new WrongUsage(`--out needs a name that ends in .png, .svg or .pdf; this is "${out}".`);
}

function readPaper(text: string, format: string): Paper {
  if (!Object.hasOwn(PAPERS, text)) throw new WrongUsage(`--paper is a6, a5 or a4, not "${text}".`);
  if (text === 'a4' && format !== 'pdf') throw new WrongUsage('--paper a4 holds four stands and is made as .pdf only.');
  return text as Paper;
}

function readStand(options: Options): Stand {
  const { amount, note, name, stall, number, contact, phone, sample } = options;
  if (phone !== undefined && contact === undefined)
    throw new WrongUsage('--phone needs --contact: whose number is it?');
  return {
    bin: required(options, 'bin'),
    account: required(options, 'account'),
    ...(amount !== undefined && { amount: readAmount(amount) }),
    ...(note !== undefined && { note }),
    ...(name !== undefined && { holder: name }),
    ...(stall !== undefined && { stall }),
    ...(number !== undefined && { number }),
    ...(contact !== undefined && { contact: { name: contact, ...(phone !== undefined && { phone }) } }),
    ...(sample !== undefined && { isSample: sample }),
  };
}

async function make(args: string[]): Promise<void> {
  const options = readOptions(args);
  const out = required(options, 'out');
  const format = readFormat(out);
  const paper = readPaper(options.paper ?? 'a6', format);
  const stand = readStand(options);
  const isBare = format !== 'pdf' && stand.holder === undefined && stand.stall === undefined;
  const { payload, file } = isBare
    ? { payload: encodeVietQR(stand), file: drawCode(encodeVietQR(stand), { format }) }
    : await makeStand(stand, { format, paper, bleed: options.bleed ?? false });
  await writeFile(out, file);
  console.log(JSON.stringify({ out, payload }));
}

function parse(args: string[]): void {
  const [payload, ...more] = args;
  if (payload === undefined || more.length > 0) throw new WrongUsage("parse takes one payload; put it in '…'.");
  console.log(JSON.stringify(parseVietQR(payload), null, 2));
}

async function run([command, ...args]: string[]): Promise<void> {
  if (command === 'parse') return parse(args);
  if (command === 'make') return make(args);
  throw new WrongUsage(command === undefined ? 'Say parse or make.' : `There is no "${command}"; say parse or make.`);
}

/** Failures a person can mend: what they asked for, or where they want the file. */
function isMendable(error: unknown): error is Error {
  return (
    error instanceof TransferRefused || error instanceof StandRefused || (error instanceof Error && 'syscall' in error)
  );
}

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
